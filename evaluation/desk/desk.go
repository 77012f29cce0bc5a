// Package desk contains what the acts of all measures share: access to the people,
// rules and calendar of the office (Desk), what a record says about a person (Fact),
// how a figure is computed (Node), who is responsible for a task (Held), how long a
// penalty lasts (Effect), and short forms of common refusals and waits.
package desk

import (
	"context"
	"slices"

	"kaoji/evaluation"
	"kaoji/evaluation/roster"
	"kaoji/evaluation/rulepack"
	"kaoji/evaluation/workday"
)

// Desk gives acts access to the people, the rules and the calendar of the office;
// each measure has one.
type Desk struct {
	Book     func(ctx context.Context, office string) (*roster.Book, error)
	Pack     func(ctx context.Context, office string) (*rulepack.Pack, error)
	Calendar func(ctx context.Context, office string) (workday.Calendar, error)
}

// Freeze returns the named rules in force today, and stores their version in the
// record.
func (d Desk) Freeze(step *evaluation.Step, keys ...string) (rulepack.Frozen, error) {
	pack, err := d.Pack(step.Ctx, step.Record.Office)
	if err != nil {
		return rulepack.Frozen{}, err
	}
	kept, err := pack.Freeze(step.Today, keys...)
	step.Record.Rules = kept.Version
	return kept, err
}

// Levels returns the levels that can be chosen in the office on a day, including
// those named in its rules.
func (d Desk) Levels(ctx context.Context, office string, day evaluation.Date) ([]string, error) {
	book, err := d.Book(ctx, office)
	if err != nil {
		return nil, err
	}
	pack, err := d.Pack(ctx, office)
	if err != nil {
		return nil, err
	}
	rules, err := pack.Freeze(day, ruleLevels)
	if err != nil {
		return nil, err
	}
	named, err := rules.Codes(ruleLevels)
	return book.Levels(named...), err
}

// ruleLevels is the key of the rule with the office's levels.
const ruleLevels = "assessment.levels"

// Due returns the last day of a period from the rules that begins after a day, in
// the unit of the rule. Pages ask workday.Calendar.Unsettled whether the day
// depends on an unpublished holiday notice.
func (d Desk) Due(ctx context.Context, office string, rules rulepack.Numbers, key string, after evaluation.Date) (evaluation.Date, error) {
	day, _, err := d.DueCounted(ctx, office, rules, key, after)
	return day, err
}

// DueCounted is Due that also returns the years without a holiday arrangement, for
// records that store them.
func (d Desk) DueCounted(ctx context.Context, office string, rules rulepack.Numbers, key string, after evaluation.Date) (evaluation.Date, []int, error) {
	p, err := rules.Period(key)
	if err != nil {
		return evaluation.Date{}, nil, err
	}
	c, err := d.Calendar(ctx, office)
	if err != nil {
		return evaluation.Date{}, nil, err
	}
	day, missing := p.Due(after, c)
	return day, missing, nil
}

// Extended returns the last day of an extended period. The extension begins after
// the last day of the first period, even if that day is not a working day.
func (d Desk) Extended(
	ctx context.Context, office string, rules rulepack.Numbers, first, extension string, after evaluation.Date,
) (evaluation.Date, []int, error) {
	p, err := rules.Period(first)
	if err != nil {
		return evaluation.Date{}, nil, err
	}
	c, err := d.Calendar(ctx, office)
	if err != nil {
		return evaluation.Date{}, nil, err
	}
	end, _ := p.End(after, c)
	return d.DueCounted(ctx, office, rules, extension, end)
}

// Today returns the office on the day of the act.
func (d Desk) Today(step *evaluation.Step) (*roster.Snapshot, error) {
	book, err := d.Book(step.Ctx, step.Record.Office)
	if err != nil {
		return nil, err
	}
	return book.On(step.Today), nil
}

// Mistake returns an error for one field of an input.
func Mistake(field, key string, pairs ...any) error {
	return evaluation.Mistake(field, evaluation.Say(key, pairs...))
}

// WrongState returns the error for an act that is not possible in the present
// state.
func WrongState(key string, pairs ...any) error {
	return evaluation.Fail(evaluation.CodeState, key, pairs...)
}

// Wait sets who has to act next, and the deadline.
func Wait(r *evaluation.Record, due evaluation.Date, who ...string) { r.Due, r.Waiting = due, who }

// Finder is the part of a reader or doer that lists records.
type Finder = evaluation.RecordFinder

// All lists every record that a query finds.
func All(ctx context.Context, from Finder, q evaluation.Query) ([]evaluation.Record, error) {
	return evaluation.Gather(evaluation.AllRecords(ctx, from, q))
}

// Of is a record with its decoded payload.
type Of[P any] struct {
	evaluation.Record
	Payload *P
}

// AllOf is All with the payloads decoded.
func AllOf[P any](ctx context.Context, from Finder, q evaluation.Query) ([]Of[P], error) {
	records, err := All(ctx, from, q)
	if err != nil {
		return nil, err
	}
	list := make([]Of[P], 0, len(records))
	for _, r := range records {
		p, err := evaluation.PayloadOf[P](r)
		if err != nil {
			return nil, err
		}
		list = append(list, Of[P]{r, p})
	}
	return list, nil
}

// ActRetrying does an act of Kaoji. If a person's act changes the record at the
// same moment it is repeated, because it overwrites nobody's edit.
func ActRetrying(ctx context.Context, do evaluation.Doer, office, id, act string, input any) error {
	return retrying(ctx, do, office, id, act, evaluation.Change{Input: input})
}

func retrying(ctx context.Context, do evaluation.Doer, office, id, act string, c evaluation.Change) error {
	const tries = 10
	for i := 0; ; i++ {
		_, err := do.Act(ctx, evaluation.System(office), id, evaluation.AnyVersion, act, c)
		if evaluation.CodeOf(err) != evaluation.CodeConflict || i == tries {
			return err
		}
	}
}

// ActIfStillInState is ActRetrying for a record found a moment ago: if the record
// has meanwhile moved to a state in which the act is not possible, nothing is done.
func ActIfStillInState(ctx context.Context, do evaluation.Doer, office, id, act string, input any) error {
	return ChangeIfStillInState(ctx, do, office, id, act, evaluation.Change{Input: input})
}

// ChangeIfStillInState is ActIfStillInState for an act with a reason.
func ChangeIfStillInState(ctx context.Context, do evaluation.Doer, office, id, act string, c evaluation.Change) error {
	if err := retrying(ctx, do, office, id, act, c); evaluation.CodeOf(err) != evaluation.CodeState {
		return err
	}
	return nil
}

// Able returns who of a list can act in a matter of a person: nobody who is recused, and
// nobody who has left. Whoever leaves is on the roster until the end of the last day, and
// cannot sign in any more on that day.
func Able(day *roster.Snapshot, list []string, person string) []string {
	return slices.DeleteFunc(slices.Clone(list), func(id string) bool { return Recused(day, id, person) || day.Book().Left(id) })
}

// Recused reports whether two people are the same person or relatives (公务员回避规定
// 2020).
func Recused(day *roster.Snapshot, x, y string) bool {
	if x == "" || y == "" {
		return false
	}
	_, related := day.Related(x, y)
	return x == y || related
}
