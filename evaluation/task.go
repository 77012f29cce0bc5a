package evaluation

import (
	"cmp"
	"context"
	"fmt"
	"slices"
)

// Waits reports whether records of the kind wait for somebody in some state.
func (k *Kind) Waits() bool { return len(k.Usual) > 0 }

// CanWait reports whether a record can wait for somebody in a state.
func (k *Kind) CanWait(state State) bool { return len(k.Usual[state]) > 0 }

// TaskTexts returns the keys of the texts that say what there is to do in a state:
// <kind>.task.<state>, .many for several records and, if it can be for the person
// whom the record is about to do, .own. Where several acts are usual, a text .act.<act>
// can say what there is to do while that act comes first, and a text .stuck what those can do
// for whom no usual act is possible now; they are not in the list.
func (k *Kind) TaskTexts(state State) []string {
	if !k.CanWait(state) {
		return nil
	}
	key := k.Name + ".task." + string(state)
	keys := []string{key, key + ".many"}
	for _, name := range k.Usual[state] {
		a, _ := k.Act(name)
		if slices.ContainsFunc(a.May, func(g Grant) bool { return g.Relation == Own }) {
			return append(keys, key+".own")
		}
	}
	return keys
}

// approvals are the acts by which somebody agrees to what others have prepared.
var approvals = []string{"approve", "confirm", "decide", "sign"}

// AsksApproval reports whether a record of a kind that waits for an actor in a state waits
// for them to agree to it, and not for something else, such as a rating.
func (s *Service) AsksApproval(actor Actor, kind string, state State) bool {
	return slices.ContainsFunc(s.kinds[kind].Usual[state], func(act string) bool {
		return slices.Contains(approvals, act) && s.May(actor, kind, act)
	})
}

// Approves reports whether the actor agrees to what others have prepared by their role, and
// not only where a record names them.
func (s *Service) Approves(actor Actor) bool {
	return slices.ContainsFunc(s.names, func(kind string) bool {
		for _, acts := range s.kinds[kind].Usual {
			if slices.ContainsFunc(acts, func(act string) bool {
				return slices.Contains(approvals, act) && s.May(actor, kind, act, Department, Charge, Anyone)
			}) {
				return true
			}
		}
		return false
	})
}

// IsGrave reports whether an act takes back, refuses, ends or removes something.
func (k *Kind) IsGrave(act string) bool { return slices.Contains(k.Grave, act) }

// checkTasks reports acts of Usual, Grave and Often that the kind does not have.
func (k *Kind) checkTasks() error {
	for state, acts := range k.Usual {
		for _, name := range acts {
			if a, ok := k.Act(name); !ok || !slices.Contains(a.From, state) {
				return fmt.Errorf("usual act %s of %s: not possible in state %s", name, k.Name, state)
			}
		}
	}
	for _, name := range k.Often {
		if a, ok := k.Act(name); !ok || !a.Creates() || len(a.May) == 0 {
			return fmt.Errorf("act %s of %s: nobody creates a record by it", name, k.Name)
		}
	}
	for _, name := range k.Grave {
		if _, ok := k.Act(name); !ok {
			return fmt.Errorf("grave act %s of %s: unknown", name, k.Name)
		}
	}
	return nil
}

// usual returns the act that a reader is expected to do next, of those in the view:
// the record waits for the reader, or for nobody in particular.
func usual(k *Kind, v *View) string {
	if len(v.Waiting) > 0 && !v.Awaited {
		return ""
	}
	for _, act := range k.Usual[v.State] {
		if v.Offers(act) && !slices.Contains(v.idle, act) {
			return act
		}
	}
	return ""
}

// stuck returns which usual act cannot be done, and why, for a reader for whom the record waits
// and who can do no other usual act; with an empty key if nothing is known.
func stuck(k *Kind, v *View) (act string, why Problem) {
	if v.Usual != "" || !v.Awaited {
		return "", why
	}
	for _, act := range k.Usual[v.State] {
		if i := slices.IndexFunc(v.Blocked, func(b Blocked) bool { return b.Act == act }); i >= 0 {
			return act, v.Blocked[i].Why
		}
	}
	return "", why
}

// Task is one line of a to-do list: a record that waits for the actor, or several
// with the same kind, state and urgency.
type Task struct {
	Kind    string
	State   State
	Urgency Urgency
	N       int64    // number of records
	Units   []string // the departments that they belong to
	// Views are the first of them by deadline. If N is at most Alike they are all, and
	// each has its usual act, except of kinds that span others.
	Views []View
}

// Single reports whether the records are so few that each is a line of its own.
func (t *Task) Single() bool { return t.N <= Alike }

// Alike is the largest number of records of the same kind, state and urgency that
// are separate lines of a to-do list.
const Alike = 2

// Tasks returns what there is to do for the actor, most urgent first. The number of
// queries depends on how many kinds and states wait, not on the number of records.
func (s *Service) Tasks(ctx context.Context, actor Actor) ([]Task, error) {
	return Lately(ctx, s, actor, "tasks", func(ctx context.Context) ([]Task, error) { return s.tasks(ctx, actor) })
}

func (s *Service) tasks(ctx context.Context, actor Actor) ([]Task, error) {
	tokens, err := s.waitTokens(ctx, actor)
	if err != nil {
		return nil, err
	}
	q := Query{Waiting: tokens}
	counts, err := s.Group(ctx, actor, q, "due", "kind", "state", "unit")
	if err != nil || len(counts) == 0 {
		return nil, err
	}
	tasks, err := s.alike(counts)
	if err != nil {
		return nil, err
	}
	if err := s.lines(ctx, actor, q, tasks); err != nil {
		return nil, err
	}
	tasks = slices.DeleteFunc(tasks, func(t Task) bool { return len(t.Views) == 0 })
	slices.SortStableFunc(tasks, func(a, b Task) int {
		return cmp.Or(cmp.Compare(slices.Index(Urgencies(), a.Urgency), slices.Index(Urgencies(), b.Urgency)), a.Views[0].Due.Compare(b.Views[0].Due))
	})
	var shown []View
	for i := range tasks {
		shown = append(shown, tasks[i].Views...)
	}
	return tasks, s.looked(ctx, actor, actList, false, shown...)
}

// alike makes tasks of counts by deadline, kind, state and department.
func (s *Service) alike(counts []Count) ([]Task, error) {
	var tasks []Task
	for _, c := range counts {
		kind, state := c.Keys[1], State(c.Keys[2])
		if k := s.kinds[kind]; k == nil || !k.CanWait(state) { // written by an earlier version
			continue
		}
		due, err := ParseDate(c.Keys[0])
		if err != nil {
			return nil, err
		}
		u := UrgencyOf(due, DateOf(s.Now()))
		at := slices.IndexFunc(tasks, func(t Task) bool { return t.Kind == kind && t.State == state && t.Urgency == u })
		if at < 0 {
			at = len(tasks)
			tasks = append(tasks, Task{Kind: kind, State: state, Urgency: u})
		}
		t := &tasks[at]
		if t.N += c.N; c.Keys[3] != "" {
			t.Units = union(t.Units, []string{c.Keys[3]})
		}
	}
	return tasks, nil
}

// linesRead is how many records are read together to find those that are lines of
// their own. Others of the same kinds and states can be among them.
const linesRead = 100

// lines reads the records that the tasks show, as many together as it can.
func (s *Service) lines(ctx context.Context, actor Actor, q Query, tasks []Task) error {
	today := DateOf(s.Now())
	dated, undated := q, q // the records that are lines of their own
	dated.Sort, dated.DueFrom, dated.Limit = SortDue, FirstDay(), linesRead
	undated.Undated, undated.Limit = true, linesRead
	for i := range tasks {
		if t := &tasks[i]; t.Single() {
			of := &dated
			if t.Urgency == NoDue {
				of = &undated
			}
			of.Kinds, of.States = union(of.Kinds, []string{t.Kind}), union(of.States, []State{t.State})
		}
	}
	how := s.trying(func(r *Record, act string) bool {
		k := s.kinds[r.Kind]
		return !k.Spans && slices.Contains(k.Usual[r.State], act) &&
			slices.ContainsFunc(tasks, func(t Task) bool { return t.Single() && t.has(r, today) })
	})
	var found []View
	for _, of := range []Query{dated, undated} {
		if len(of.Kinds) == 0 {
			continue
		}
		page, err := s.index(ctx, actor, of, how)
		if err != nil {
			return err
		}
		found = append(found, page.Views...)
	}
	for i := range tasks {
		t := &tasks[i]
		for j := range found {
			if t.has(&found[j].Record, today) && len(t.Views) < Alike {
				t.Views = append(t.Views, found[j])
			}
		}
		if want := int(min(t.N, Alike)); t.Single() && len(t.Views) < want || len(t.Views) == 0 {
			own := q
			t.Urgency.Restrict(&own, today)
			own.Kinds, own.States, own.Limit = []string{t.Kind}, []State{t.State}, want
			page, err := s.index(ctx, actor, own, how)
			if err != nil {
				return err
			}
			t.Views = page.Views
		}
	}
	return nil
}

// has reports whether a record is one of the task.
func (t *Task) has(r *Record, today Date) bool {
	return r.Kind == t.Kind && r.State == t.State && UrgencyOf(r.Due, today) == t.Urgency
}
