package routine

import (
	"context"
	"encoding/json"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
)

// makeSheets creates the sheet of each participant with the id chosen when the round was
// opened.
func makeSheets(ctx context.Context, do evaluation.Doer, r evaluation.Record, _ json.RawMessage) error {
	p, err := evaluation.PayloadOf[Round](r)
	if err != nil {
		return err
	}
	return do.Steps(ctx, &r, "make", len(p.Participants), func(i int) error {
		_, err := do.Create(ctx, evaluation.System(r.Office), KindSheet, "open", evaluation.Creation{
			ID: p.Participants[i].Sheet, Input: &Opening{Round: r.ID, Person: p.Participants[i].Person},
		})
		return err
	})
}

// with makes an effect that does an act with each sheet of a round that is in a state in
// which it can be done.
func with(act string, input func(p *Round) any) evaluation.EffectHandler {
	return func(ctx context.Context, do evaluation.Doer, r evaluation.Record, _ json.RawMessage) error {
		p, err := evaluation.PayloadOf[Round](r)
		if err != nil {
			return err
		}
		return do.Steps(ctx, &r, act, len(p.Participants), func(i int) error {
			return desk.ActIfStillInState(ctx, do, r.Office, p.Participants[i].Sheet, act, input(p))
		})
	}
}

func nothing(*Round) any { return nil }

func newDates(p *Round) any { return &DatesInput{NoteBy: p.NoteBy, ProposeBy: p.ProposeBy} }

// move gives a sheet the new last days of its round.
func move(step *evaluation.Step, sh *Sheet, in *DatesInput) (evaluation.State, error) {
	sh.NoteBy, sh.ProposeBy = in.NoteBy, in.ProposeBy
	switch step.Record.State {
	case SheetNoting:
		step.Record.Due = sh.NoteBy
	case SheetNoted, SheetCommenting:
		step.Record.Due = sh.ProposeBy
	}
	return step.Record.State, nil
}

// Watch passes sheets on to the superiors when the note is overdue.
func (s *Service) Watch(ctx context.Context, do evaluation.Doer, office string, today evaluation.Date) error {
	late, err := desk.All(ctx, do, evaluation.Query{
		Office: office, Kinds: []string{KindSheet}, States: evaluation.States(SheetNoting), DueTo: today.AddDays(-1), NoHistory: true,
	})
	for i := range late {
		if err := desk.ActIfStillInState(ctx, do, office, late[i].ID, "pass", nil); err != nil {
			return err
		}
	}
	if err != nil {
		return err
	}
	return s.finishGoals(ctx, do, office, today)
}
