package site

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"kaoji/app/text"
	"kaoji/evaluation"
	"kaoji/evaluation/assessment"
	"kaoji/evaluation/commendation"
	"kaoji/evaluation/roster"
)

// What a record copies from the roster, and what it says by a code, stands on its page in words.
func TestARecordSaysNoCodes(t *testing.T) {
	catalog, err := text.Load()
	if err != nil {
		t.Fatal(err)
	}
	book, err := roster.NewBook("tangqiao", nil)
	if err != nil {
		t.Fatal(err)
	}
	kinds := slices.Concat(assessment.New(assessment.Deps{}).Measure().Kinds, commendation.New(commendation.Deps{}).Measure().Kinds)
	findings := func(kind string) assessment.Finding {
		return assessment.Finding{Rule: "assessment.special.leave", Kind: kind, Consequence: assessment.NotExcellent, Detail: "工作失误"}
	}
	for _, c := range []struct {
		kind    string
		payload any
		says    []string
	}{
		{assessment.KindSheet, &assessment.Sheet{Findings: []assessment.Finding{findings(roster.Admonition)}}, []string{"诫勉（影响期内）", "不得确定为优秀等次"}},
		{assessment.KindSheet, &assessment.Sheet{Findings: []assessment.Finding{findings(assessment.KindTransfer)}}, []string{"年度内调入"}},
		{assessment.KindTalk, &assessment.Talk{Answer: assessment.Answer{Kind: "acknowledged"}}, []string{"确认"}},
		{assessment.KindObjection, &assessment.Case{Type: assessment.TypeObjection, Standing: assessment.Excellent}, []string{"公示期间的异议", "优秀"}},
		{commendation.KindProposal, &commendation.Proposal{People: []commendation.Person{{ID: "person", Name: "陈永涵", Unit: "01a223cd-0698-7df4-9d01-3851306a10bb", UnitName: "财务科"}}}, []string{"陈永涵", "财务科"}},
		{assessment.KindAppeal, &assessment.Case{Type: assessment.TypeReview, Standing: assessment.Competent}, []string{"复核", "称职"}},
	} {
		at := slices.IndexFunc(kinds, func(k evaluation.Kind) bool { return k.Name == c.kind })
		payload, err := json.Marshal(c.payload)
		if err != nil {
			t.Fatal(err)
		}
		p := &Speaker{Lang: "zh", Text: catalog, Book: book, Day: book.On(evaluation.NewDate(2026, 12, 1))}
		sections, err := p.Sections(&kinds[at], payload)
		if err != nil {
			t.Fatal(err)
		}
		said := values(sections)
		for _, want := range c.says {
			if !slices.Contains(said, want) {
				t.Errorf("%s does not say %s: %q", c.kind, want, said)
			}
		}
		for _, s := range said {
			if strings.ContainsAny(s, "abcdefghijklmnopqrstuvwxyz") {
				t.Errorf("%s says %q", c.kind, s)
			}
		}
	}
}

// values are all that stands beside the labels, cell by cell.
func values(sections []Section) (all []string) {
	for _, s := range sections {
		for _, l := range s.Lines {
			all = append(all, l.Value)
			if l.Table != nil {
				all = append(all, slices.Concat(l.Table.Rows...)...)
			}
		}
	}
	return all
}
