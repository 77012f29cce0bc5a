// Package desk is what the acts of every measure need from the office: its
// people, the rules in force and its calendar.
package desk

import (
	"context"

	"kaoji/evaluation"
	"kaoji/evaluation/roster"
	"kaoji/evaluation/rulepack"
	"kaoji/evaluation/workday"
)

// Desk is wired once for each measure.
type Desk struct {
	Book     func(ctx context.Context, office string) (*roster.Book, error)
	Pack     func(ctx context.Context, office string) (*rulepack.Pack, error)
	Calendar func(ctx context.Context, office string) (workday.Calendar, error)
}

// Freeze is the rules in force today, as far as keys name them, and notes
// their version in the record.
func (d Desk) Freeze(step *evaluation.Step, keys ...string) (rulepack.Frozen, error) {
	pack, err := d.Pack(step.Ctx, step.Record.Office)
	if err != nil {
		return rulepack.Frozen{}, err
	}
	kept, err := pack.On(step.Today).Freeze(keys...)
	step.Record.Rules = kept.Version
	return kept, err
}

// Levels are what may be chosen as a level in the office on a day, with those that
// its rules name.
func (d Desk) Levels(ctx context.Context, office string, day evaluation.Date) ([]string, error) {
	book, err := d.Book(ctx, office)
	if err != nil {
		return nil, err
	}
	pack, err := d.Pack(ctx, office)
	if err != nil {
		return nil, err
	}
	named, err := pack.On(day).Codes(ruleLevels)
	return book.Levels(named...), err
}

// ruleLevels is the rule that lists levels.
const ruleLevels = "assessment.levels"

// Due is the last day of a period of the rules that begins after a day, counted
// in the unit of the rule. Whether it depends on a notice of holidays that is not
// published is asked where the day is shown: see workday.Calendar.Unsettled.
func (d Desk) Due(ctx context.Context, office string, rules rulepack.Numbers, key string, after evaluation.Date) (evaluation.Date, error) {
	day, _, err := d.DueCounted(ctx, office, rules, key, after)
	return day, err
}

// DueCounted is Due with the years that were counted without a holiday
// arrangement, for records that keep what their deadline was counted without.
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

// Extended is the last day of a period that was lengthened: the extension counts
// from the end of the first period, whether that is a working day or not.
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

// Today is the office as of the day of the act.
func (d Desk) Today(step *evaluation.Step) (*roster.Snapshot, error) {
	book, err := d.Book(step.Ctx, step.Record.Office)
	if err != nil {
		return nil, err
	}
	return book.On(step.Today), nil
}

// Mistake is a mistake in one field of an input.
func Mistake(field, key string, pairs ...any) error {
	m := evaluation.Mistakes{}
	m.Add(field, key, pairs...)
	return m.Err()
}

// WrongState refuses an act that does not fit what else is going on.
func WrongState(key string, pairs ...any) error {
	return evaluation.Fail(evaluation.CodeState, key, pairs...)
}

// Wait notes who has to act next, and by when.
func Wait(r *evaluation.Record, due evaluation.Date, who ...string) { r.Due, r.Waiting = due, who }

// Finder is the part of a reader or doer that lists records.
type Finder = evaluation.RecordFinder

// All lists every record that a query finds.
func All(ctx context.Context, from Finder, q evaluation.Query) ([]evaluation.Record, error) {
	return evaluation.Gather(evaluation.AllRecords(ctx, from, q))
}

// ActRetrying carries out an act of Kaoji's own; a race with a person's act is run
// again, for nobody's edit is at stake.
func ActRetrying(ctx context.Context, do evaluation.Doer, office, id, act string, input any) error {
	const tries = 10
	for i := 0; ; i++ {
		_, err := do.Act(ctx, evaluation.System(office), id, evaluation.AnyVersion, act, evaluation.Change{Input: input})
		if evaluation.CodeOf(err) != evaluation.CodeConflict || i == tries {
			return err
		}
	}
}

// ActIfStillInState is ActRetrying for what was found a moment ago: a record that has gone on
// meanwhile to where the act does not start is left alone.
func ActIfStillInState(ctx context.Context, do evaluation.Doer, office, id, act string) error {
	if err := ActRetrying(ctx, do, office, id, act, nil); evaluation.CodeOf(err) != evaluation.CodeState {
		return err
	}
	return nil
}

// Recused reports whether two people are one or relatives (公务员回避规定 2020).
func Recused(day *roster.Snapshot, x, y string) bool {
	if x == "" || y == "" {
		return false
	}
	_, related := day.Related(x, y)
	return x == y || related
}
