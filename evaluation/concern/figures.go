package concern

import (
	"context"
	"hash/fnv"
	"slices"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/rulepack"
)

// Tally counts how concerns were dealt with.
type Tally struct {
	All       int // received; neither praise nor merged
	Done      int // of All: concluded, answered or declined
	Due       int // done, or not done although the days of the rule are over
	InTime    int // of Due: done within the days of the rule
	Called    int // senders who were reached afterwards
	Satisfied int // of Called: satisfied or fairly so
}

// Add adds the counts of another tally.
func (t *Tally) Add(o Tally) {
	t.All, t.Done, t.Due, t.InTime, t.Called, t.Satisfied = t.All+o.All, t.Done+o.Done, t.Due+o.Due, t.InTime+o.InTime, t.Called+o.Called, t.Satisfied+o.Satisfied
}

// Counts reports whether a concern is counted: praise is none, and a merged one is counted
// where it was merged into.
func Counts(m *Matter, state evaluation.State) bool {
	return m.Category != Praise && state != Merged && state != Commended
}

// Count counts one concern on a day. last is the last day on which it could be done; what is
// with another body is late for nobody.
func Count(m *Matter, state evaluation.State, last, today evaluation.Date) Tally {
	t := Tally{All: 1}
	done := state == Answered || state == Declined
	if done || state == Concluded {
		t.Done = 1
	}
	if done || last.Before(today) && state != Referred {
		t.Due = 1
	}
	if done && !m.AnsweredOn.After(last) {
		t.InTime = 1
	}
	if c := m.CallBack; c != nil && c.Satisfied != Unreached {
		t.Called = 1
		if c.Satisfied != Dissatisfied {
			t.Satisfied = 1
		}
	}
	return t
}

// OfUnit counts the concerns about a department that were received between two days.
func (s *Service) OfUnit(ctx context.Context, office, unit string, from, to, today evaluation.Date) (Tally, error) {
	list, err := desk.AllOf[Matter](ctx, s.Ledger, evaluation.Query{Office: office, Kinds: []string{KindMatter}, Units: []string{unit}, OnFrom: from, OnTo: to, NoHistory: true})
	var sum Tally
	for _, r := range list {
		if !Counts(r.Payload, r.State) {
			continue
		}
		last, err := s.Last(ctx, office, r.Payload)
		if err != nil {
			return Tally{}, err
		}
		sum.Add(Count(r.Payload, r.State, last, today))
	}
	return sum, err
}

// Last is the last day on which a concern could be done: that of the rule for accepted ones,
// otherwise that for saying whether it is accepted (C-29).
func (s *Service) Last(ctx context.Context, office string, m *Matter) (evaluation.Date, error) {
	if !m.DoneBy.IsZero() {
		return m.DoneBy, nil
	}
	return s.Due(ctx, office, m.Rules, "complaint.accept", m.Received)
}

// Least is the smallest count that figures show.
func Least(rules rulepack.Numbers) (int, error) {
	n, err := rules.Int(ruleLeast)
	return int(n), err
}

// Shown reports which of several counts may be shown beside their sum: none below least, and
// if one alone is hidden, which the sum would tell, the next smallest is hidden, too.
func Shown(counts []int, least int) []bool {
	shown, hidden, next := make([]bool, len(counts)), 0, -1
	for i, n := range counts {
		shown[i] = n == 0 || n >= least
		switch {
		case !shown[i]:
			hidden++
		case n > 0 && (next < 0 || n < counts[next]):
			next = i
		}
	}
	if hidden == 1 && next >= 0 {
		shown[next] = false
	}
	return shown
}

// round rounds a count down to a multiple of step after lean, from 0 to step-1, is added; it is
// 0 below step.
func round(n, step, lean int) int {
	switch {
	case step < 2:
		return n
	case n < step:
		return 0
	}
	return (n + lean) / step * step
}

// lean is what is added to a figure before it is rounded down: a number below by that follows
// from a secret of the office, the same whenever the figure is counted. So nobody knows from
// which count on it is rounded up: whoever can list all concerns but those about themselves
// does not read from it whether there are such, and to count again tells no more.
func (s *Service) lean(step *evaluation.Step, half, figure string, by int) int {
	if by < 2 {
		return 0
	}
	sum := fnv.New32a()
	_, _ = sum.Write([]byte(s.Vault.Mark("statement", step.Record.Office+" "+half+" "+figure)))
	return int(sum.Sum32()>>1) % by
}

// Summary is what a half-year's statement says in figures: rounded, and small counts hidden.
type Summary struct {
	Total     int       `json:"total"`
	Kinds     []CountOf `json:"kinds"`
	Praise    int       `json:"praise"`
	Referred  int       `json:"referred"`
	InTime    int       `json:"in_time" unit:"percent"`   // -1: not shown
	Satisfied int       `json:"satisfied" unit:"percent"` // -1: not shown
	Least     int       `json:"least"`
}

// shareStep is what percentages are rounded to.
const shareStep = 5

// CountOf is the count of a category; 0: none, or fewer than the smallest count that is shown.
type CountOf struct {
	Category string `json:"category"`
	N        int    `json:"n"`
}

// Categories lists the categories of concerns.
func Categories() []string {
	return []string{"style", "efficiency", "attitude", "fairness", "integrity", "other"}
}

// summary counts a half-year.
func (s *Service) summary(step *evaluation.Step, from, to evaluation.Date, least int) (Summary, error) {
	office := step.Record.Office
	all, err := desk.AllOf[Matter](step.Ctx, step.Read, evaluation.Query{Office: office, Kinds: []string{KindMatter}, OnFrom: from, OnTo: to, NoHistory: true})
	if err != nil {
		return Summary{}, err
	}
	var sum Tally
	kinds, praise, referred := map[string]int{}, 0, 0
	for _, r := range all {
		m := r.Payload
		if m.Category == Praise && r.State != Merged {
			praise++
		}
		if !Counts(m, r.State) {
			continue
		}
		last, err := s.Last(step.Ctx, office, m)
		if err != nil {
			return Summary{}, err
		}
		sum.Add(Count(m, r.State, last, step.Today))
		kinds[m.Category]++
		if m.Referral != nil {
			referred++
		}
	}
	half := from.String()
	hide := func(figure string, n int) int { return round(n, least, s.lean(step, half, figure, least)) }
	share := func(figure string, part, whole int) int {
		if hide(figure, whole) == 0 {
			return -1
		}
		return (part*100/whole + s.lean(step, half, figure+" share", shareStep)) / shareStep * shareStep
	}
	out := Summary{
		Total: hide("total", sum.All), Praise: hide(Praise, praise), Referred: hide("referred", referred), Least: least, Kinds: []CountOf{},
		InTime: share("in time", sum.InTime, sum.Due), Satisfied: share("satisfied", sum.Satisfied, sum.Called),
	}
	// All categories stand in it, since one that is missing would tell that another one, of which
	// somebody may list nothing, is not empty.
	for _, c := range Categories() {
		out.Kinds = append(out.Kinds, CountOf{Category: c, N: hide(c, kinds[c])})
	}
	slices.SortStableFunc(out.Kinds, func(a, b CountOf) int { return b.N - a.N })
	return out, nil
}
