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
	return do.Together(ctx, &r, "make", len(p.Participants), func(i int) error {
		return makeSheet(ctx, do, &r, &p.Participants[i])
	})
}

// makeSheet creates the sheet of a participant. One that is there already is left alone.
func makeSheet(ctx context.Context, do evaluation.Doer, round *evaluation.Record, p *Participant) error {
	_, err := do.Create(ctx, evaluation.System(round.Office), KindSheet, "open", evaluation.Creation{
		ID: p.Sheet, Input: &Opening{Round: round.ID, Person: p.Person},
	})
	return err
}

// with makes an effect that does an act with each sheet of a round that is in a state in
// which it can be done.
func with(act string, input func(p *Round) any) evaluation.EffectHandler {
	return func(ctx context.Context, do evaluation.Doer, r evaluation.Record, _ json.RawMessage) error {
		p, err := evaluation.PayloadOf[Round](r)
		if err != nil {
			return err
		}
		return do.Together(ctx, &r, act, len(p.Participants), func(i int) error {
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

// Watch passes sheets on to the superiors when the note is overdue, and what waits for
// former superiors to the present ones.
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
	for _, part := range []func(context.Context, evaluation.Doer, string, evaluation.Date) error{s.redirectAll, dropCancelled, s.finishGoals} {
		if err := part(ctx, do, office, today); err != nil {
			return err
		}
	}
	return nil
}

// dropCancelled drops the sheets of cancelled rounds that earlier versions left exempt.
func dropCancelled(ctx context.Context, do evaluation.Doer, office string, _ evaluation.Date) error {
	rounds, err := desk.All(ctx, do, evaluation.Query{
		Office: office, Kinds: []string{KindRound}, States: evaluation.States(RoundCancelled), NoHistory: true,
	})
	if err != nil || len(rounds) == 0 {
		return err
	}
	q := evaluation.Query{Office: office, Kinds: []string{KindSheet}, States: evaluation.States(SheetExempt), NoHistory: true}
	for i := range rounds {
		q.Parents = append(q.Parents, rounds[i].ID)
	}
	sheets, err := desk.All(ctx, do, q)
	for i := range sheets {
		if err := desk.ActIfStillInState(ctx, do, office, sheets[i].ID, "drop", nil); err != nil {
			return err
		}
	}
	return err
}
