package reminder

import (
	"context"
	"encoding/json"
	"slices"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/roster"
)

// Effect is an admonition as stored in the roster. The assessment uses it to
// exclude the person for the year (C-17) and nominations for promotion for some
// months (C-18, C-19).
type Effect struct {
	Was      evaluation.Date `json:"was"` // the first day as entered before, zero if it was not
	From     evaluation.Date `json:"from"`
	Until    evaluation.Date `json:"until"`
	Document string          `json:"document"`
}

// revoke takes back a talk that was held or a letter that was sent, and the effect
// of an admonition.
func (s *Service) revoke(step *evaluation.Step, t *Talk) (evaluation.State, error) {
	t.RevokedFor = step.Reason
	desk.Wait(step.Record, evaluation.Date{})
	if t.EffectFrom.IsZero() {
		return Revoked, nil
	}
	was := t.EffectFrom
	t.EffectFrom, t.EffectUntil = evaluation.Date{}, evaluation.Date{}
	if err := t.carry(step, evaluation.Date{}, ""); err != nil {
		return "", err
	}
	return Revoked, step.Effect("lift_effect", Effect{Was: was})
}

// carry has an admonition that follows from a grade noted with the results of the assessment,
// from a day; the zero day takes the note back.
func (t *Talk) carry(step *evaluation.Step, on evaluation.Date, document string) (err error) {
	var done *desk.Carried
	if t.Assessed != 0 && !on.IsZero() {
		done = &desk.Carried{Person: t.Person, What: desk.CarriedAdmonish, Year: t.Assessed, On: on, Document: document}
	}
	t.Carried, err = desk.Carry(step, t.Carried, done)
	return err
}

// enterEffect enters the admonition in the roster; an earlier entry of this talk
// with another day is removed.
func enterEffect(ctx context.Context, do evaluation.Doer, r evaluation.Record, args json.RawMessage) error {
	var e Effect
	if err := json.Unmarshal(args, &e); err != nil {
		return err
	}
	if !e.Was.IsZero() {
		if err := annul(ctx, do, r, e.Was); err != nil {
			return err
		}
	}
	there, err := noted(ctx, do, r, e.From)
	if err != nil || there {
		return err
	}
	return gone(desk.ActRetrying(ctx, do, r.Office, r.Subject, "absence", &roster.Away{
		Kind: roster.Admonition, Source: e.Document, From: e.From, To: e.Until,
	}))
}

// liftEffect removes the entry.
func liftEffect(ctx context.Context, do evaluation.Doer, r evaluation.Record, args json.RawMessage) error {
	var e Effect
	if err := json.Unmarshal(args, &e); err != nil {
		return err
	}
	return annul(ctx, do, r, e.Was)
}

func annul(ctx context.Context, do evaluation.Doer, r evaluation.Record, from evaluation.Date) error {
	there, err := noted(ctx, do, r, from)
	if err != nil || !there {
		return err
	}
	return gone(desk.ActRetrying(ctx, do, r.Office, r.Subject, "annul_absence", &roster.AnnulAbsence{Kind: roster.Admonition, From: from}))
}

// noted reports whether the roster has an admonition from that day.
func noted(ctx context.Context, do evaluation.Doer, r evaluation.Record, from evaluation.Date) (bool, error) {
	person, err := do.Load(ctx, r.Office, r.Subject)
	if err != nil {
		return false, err
	}
	p, err := evaluation.PayloadOf[roster.Person](person)
	if err != nil {
		return false, err
	}
	return slices.ContainsFunc(p.Absences, func(a roster.Absence) bool {
		return a.Kind == roster.Admonition && a.From == from
	}), nil
}

// gone ignores the roster's refusal for a person who has left the office, because
// the effect no longer matters here.
func gone(err error) error {
	if evaluation.CodeOf(err) == evaluation.CodeState {
		return nil
	}
	return err
}
