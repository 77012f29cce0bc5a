package assessment

import (
	"context"
	"slices"

	"kaoji/evaluation"
)

// OfficialForm is what the official form says of a person (rules.md A⁗). The form is
// printed from it alone, and a copy with a seal is bound to it.
type OfficialForm struct {
	Category    string       `json:"category"`
	Person      Person       `json:"person"`
	Report      Report       `json:"report"`
	Proposal    Proposal     `json:"proposal"`
	Decision    Decision     `json:"decision"`
	Corrections []Correction `json:"corrections"`
	Findings    []Finding    `json:"findings"`
	Later       []Finding    `json:"later,omitempty"` // known after the grade was decided
	Exemption   string       `json:"exemption"`
	Ground      string       `json:"exempt_ground,omitempty"`
	Waived      string       `json:"waived"`
	Own         Own          `json:"own"`
}

// Own is what the person said of the grade in the talk.
type Own struct {
	Answer Answer   `json:"answer"`
	Former []Former `json:"former"` // answers to grades that were changed later
}

// Former is an answer to a grade that was changed later.
type Former struct {
	Grade  string `json:"grade"`
	Answer Answer `json:"answer"`
}

// OfficialForm returns what the form of a sheet says, with what the person said.
func (sh *Sheet) OfficialForm(own Own) *OfficialForm {
	return &OfficialForm{
		Category: sh.Form(), Person: sh.Person, Report: sh.Report, Proposal: sh.Proposal, Decision: sh.Decision, Corrections: sh.Corrections,
		Findings: sh.present(), Later: sh.later(), Exemption: sh.Exemption, Ground: sh.ExemptGround, Waived: sh.Waived, Own: own,
	}
}

// WhyExempt says why the person is not assessed, false if nobody said it.
func (f *OfficialForm) WhyExempt() (evaluation.Problem, bool) {
	return exempted(f.Ground, f.Exemption), f.Exemption != ""
}

// Deferred reports whether a case defers comment and grade.
func (f *OfficialForm) Deferred() bool {
	of, found := heaviest(f.Findings)
	return found && of.Consequence == Deferred && rank(f.grade()) < 0
}

// Remarks returns the special cases for which the person has no grade; of somebody who has one,
// those that became known after it was decided. Cases in which the office's own rule decides
// are always said.
func (f *OfficialForm) Remarks() []Finding {
	graded := rank(f.grade()) >= 0
	list := slices.DeleteFunc(slices.Clone(f.Findings), func(of Finding) bool {
		return graded && of.Consequence != OfficeRule || !slices.Contains(gradeless, of.Consequence)
	})
	if !graded {
		return list
	}
	return append(list, without(f.Later, list)...)
}

// later are the special cases that became known after the grade was decided, and with which it
// has not been revised.
func (sh *Sheet) later() []Finding {
	n := len(sh.Changes)
	if n == 0 || sh.Changes[n-1].Outcome == ChangeRevised {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(sh.present()), func(of Finding) bool { return of.Consequence == Material })
}

// grade is the valid grade, "" before the decision.
func (f *OfficialForm) grade() string {
	grade := f.Decision.Grade
	if n := len(f.Corrections); n > 0 {
		grade = f.Corrections[n-1].New
	}
	return grade
}

// Own returns what the person said of the grade, as far as the reader may see the talk.
func (t *Talk) Own() Own {
	own := Own{Answer: t.Answer}
	for i := range t.Amendments {
		if a := &t.Amendments[i]; a.Grade != "" {
			own.Former = append(own.Former, Former{a.Grade, a.Answer})
		}
	}
	return own
}

// talkOf returns the talk about a sheet; none before the results are out.
func talkOf(ctx context.Context, get func(ctx context.Context, office, id string) (evaluation.Record, error), office string, sh *Sheet) (evaluation.Record, *Talk, error) {
	if sh.Talk == "" {
		return evaluation.Record{}, new(Talk), nil
	}
	r, err := get(ctx, office, sh.Talk)
	if evaluation.CodeOf(err) == evaluation.CodeNotFound {
		return r, new(Talk), nil
	}
	if err != nil {
		return r, nil, err
	}
	t, err := evaluation.PayloadOf[Talk](r)
	return r, t, err
}
