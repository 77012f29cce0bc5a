package commendation

import (
	"context"
	"strings"

	"kaoji/app/page/site"
	forms "kaoji/app/paper"
	"kaoji/evaluation"
	"kaoji/evaluation/commendation"
)

// awardForm makes the form with which a reward is asked for, and granted, of a proposal.
func (s *pages) awardForm(_ context.Context, w site.Printed, v *evaluation.View) (*forms.Form, error) {
	of, err := evaluation.PayloadOf[commendation.Proposal](v.Record)
	if err != nil {
		return nil, err
	}
	f := &forms.Form{
		Name: strings.TrimSpace(of.Document + " " + of.UnitName), Title: w.T("print.award_form.title"), Under: w.T("commendation.paper.no_grant"),
		Pages: []forms.Page{{Columns: []int{290, 560, 250, 600}, Rows: awardRows(w, of)}},
	}
	for _, person := range of.People {
		f.Name = person.Name
	}
	f.Fit()
	return f, nil
}

func awardRows(w site.Printed, of *commendation.Proposal) []forms.Row {
	const line, signed = 115, 110
	const whole = 3 // columns beside a head
	rows := []forms.Row{{Height: line, Cells: []forms.Cell{
		forms.Head(w.T("commendation.proposal.field.kind")), forms.Value(w.T("commendation.proposal.field.kind." + of.Kind)),
		forms.Head(w.T("commendation.paper.by")), forms.Value(w.Office),
	}}}
	for _, person := range of.People {
		post := strings.TrimSpace(person.UnitName + " " + of.Post + " " + w.Coded("level", of.Level))
		rows = append(rows, forms.Row{Height: line, Cells: []forms.Cell{
			forms.Head(w.T("commendation.proposal.field.people.name")), forms.Value(person.Name), forms.Head(w.T("commendation.proposal.field.post")), forms.Value(post),
		}})
	}
	beside := func(height int, head, text string) {
		rows = append(rows, forms.Row{Height: height, Cells: []forms.Cell{forms.Head(w.T(head)), forms.Running(text).Over(whole)}})
	}
	if of.UnitName != "" {
		beside(line, "commendation.proposal.field.unit", of.UnitName)
	}
	beside(880, "commendation.proposal.field.grounds", of.Grounds)
	deeds := make([]string, len(of.Deeds))
	for i, d := range of.Deeds {
		deeds[i] = d.Number + " " + d.Title + "（" + w.DayOf(d.On) + "）"
	}
	beside(420, "commendation.proposal.field.deeds", strings.Join(deeds, "\n"))
	notice := ""
	if !of.NoticeFrom.IsZero() {
		notice = w.T("commendation.paper.noticed", "from", w.DayOf(of.NoticeFrom), "until", w.By(of.NoticeUntil))
	}
	beside(line, "commendation.paper.notice", notice)
	seal := func(head, document string, on evaluation.Date) {
		sealed := w.T("commendation.paper.seal") + "　　　　　　" + w.DayOf(on)
		rows = append(rows, forms.Signed(forms.Head(w.T(head)), forms.Running(document).Over(whole), 200, sealed, signed)...)
	}
	seal("commendation.paper.opinion", of.Document, of.SubmittedOn)
	seal("commendation.paper.district", of.Result.Document, of.Result.On)
	return rows
}
