package measures

import (
	"context"

	"kaoji/evaluation"
	"kaoji/evaluation/commendation"
	"kaoji/evaluation/concern"
)

// praised makes good deeds of measure 2 of praise.
func praised(in *commendation.Service) concern.Deeds {
	report := func(p *concern.PraiseInput) commendation.ReportInput {
		return commendation.ReportInput{People: p.People, Unit: p.Unit, Ground: p.Ground, Title: p.Title, On: p.On, Place: p.Place, Text: p.Text}
	}
	return concern.Deeds{
		Check: func(step *evaluation.Step, p *concern.PraiseInput) error {
			r := report(p)
			return in.Receivable(step, &r)
		},
		Receive: func(ctx context.Context, do evaluation.Doer, office, id, matter string, p *concern.PraiseInput) error {
			_, err := do.Create(ctx, evaluation.System(office), commendation.KindDeed, "receive", evaluation.Creation{
				ID: id, Input: &commendation.ReceivedInput{ReportInput: report(p), Matter: matter},
			})
			return err
		},
	}
}
