package assessment

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"kaoji/evaluation"
	"kaoji/evaluation/ballot"
	"kaoji/evaluation/roster"
	"kaoji/evaluation/rulepack"
	"kaoji/evaluation/workday"
)

// Deps are what the measure needs from outside.
type Deps struct {
	Book     func(ctx context.Context, office string) (*roster.Book, error)
	Pack     func(ctx context.Context, office string) (*rulepack.Pack, error)
	Calendar func(ctx context.Context, office string) (workday.Calendar, error)
	Boxes    *ballot.Service
	Blobs    evaluation.Blobs
	Ledger   evaluation.Ledger
}

// Service holds the acts and what is asked beside them.
type Service struct{ Deps }

// New makes a Service.
func New(d Deps) *Service { return &Service{d} }

// cycleKeys are the rules that a cycle freezes for itself and its sheets.
func cycleKeys() []string {
	return []string{
		"assessment.quota.excellent", "assessment.quota.excellent.ceiling", "assessment.quota.rounding",
		"assessment.grades", "assessment.contents", "assessment.levels", "assessment.excellent.conditions", "assessment.incompetent.grounds",
		"assessment.special.probation", "assessment.special.probation.length", "assessment.special.leave", "assessment.special.leave.share",
		"assessment.special.investigation", "assessment.special.warning", "assessment.special.demerit", "assessment.special.party_penalty",
		"assessment.special.transfer", "assessment.special.secondment", "assessment.special.secondment.share", "reminder.admonition.excellent",
		"assessment.notice", "assessment.signal.competent", "assessment.signal.incompetent",
		"rating.weights", "rating.attendance", "rating.usable", "rating.floor", "rating.floor.least", "rating.floor.below",
		"rating.trim", "rating.trim.least",
	}
}

// frozen are the rules in force today, as far as keys name them.
func (s *Service) frozen(st *evaluation.Step, keys ...string) (rulepack.Frozen, error) {
	pack, err := s.Pack(st.Ctx, st.Record.Office)
	if err != nil {
		return rulepack.Frozen{}, err
	}
	kept, err := pack.On(st.Today).Freeze(keys...)
	st.Record.Rules = kept.Version
	return kept, err
}

// due is the last day of a period of the rules that begins after a day, with
// the years that were counted without a holiday arrangement.
func (s *Service) due(ctx context.Context, office string, rules rulepack.Numbers, key string, after evaluation.Date) (evaluation.Date, []int, error) {
	p, err := rules.Period(key)
	if err != nil {
		return evaluation.Date{}, nil, err
	}
	c, err := s.Calendar(ctx, office)
	if err != nil {
		return evaluation.Date{}, nil, err
	}
	day, missing := p.Due(after, c)
	return day, missing, nil
}

// own refuses everybody but Kaoji, whatever the policy says.
func own(st *evaluation.Step) error {
	if !st.Actor.Has(evaluation.RoleSystem) {
		return evaluation.Fail(evaluation.CodeForbidden, "error.forbidden")
	}
	return nil
}

// self refuses everybody but the person that the record is about.
func self(st *evaluation.Step) error {
	if st.Record.Subject == "" || st.Record.Subject != st.Actor.Person {
		return evaluation.Fail(evaluation.CodeForbidden, "assessment.only_self")
	}
	return nil
}

// wrongState refuses an act that does not fit what else is going on.
func wrongState(key string, pairs ...any) error {
	return evaluation.Fail(evaluation.CodeState, key, pairs...)
}

// parent reads a record's cycle.
func parent(st *evaluation.Step) (*Cycle, evaluation.State, error) {
	r, err := st.Read.Get(st.Ctx, st.Record.Office, st.Record.Parent)
	if err != nil {
		return nil, "", err
	}
	c, err := evaluation.PayloadOf[Cycle](r)
	return c, r.State, err
}

// within reads the cycle and refuses if it is in none of the states.
func within(st *evaluation.Step, in ...evaluation.State) (*Cycle, error) {
	c, state, err := parent(st)
	if err == nil && !slices.Contains(in, state) {
		err = wrongState("assessment.cycle_state." + string(state))
	}
	return c, err
}

// finder is the part of a reader or doer that lists records.
type finder interface {
	Find(ctx context.Context, q evaluation.Query) (evaluation.Found, error)
}

// all lists every record that a query finds.
func all(ctx context.Context, from finder, q evaluation.Query) ([]evaluation.Record, error) {
	var list []evaluation.Record
	q.Limit = evaluation.MaxLimit
	for {
		found, err := from.Find(ctx, q)
		if err != nil {
			return nil, err
		}
		list = append(list, found.Records...)
		if q.Cursor = found.Next; q.Cursor == "" {
			return list, nil
		}
	}
}

// sheetOf is a sheet with its envelope.
type sheetOf struct {
	evaluation.Record
	*Sheet
}

// sheetsOf lists the sheets of a cycle in the order of names.
func sheetsOf(ctx context.Context, from finder, office, cycle string) ([]sheetOf, error) {
	records, err := all(ctx, from, evaluation.Query{
		Office: office, Kinds: []string{KindSheet}, Parents: []string{cycle}, Sort: evaluation.SortName,
	})
	if err != nil {
		return nil, err
	}
	list := make([]sheetOf, 0, len(records))
	for _, r := range records {
		p, err := evaluation.PayloadOf[Sheet](r)
		if err != nil {
			return nil, err
		}
		list = append(list, sheetOf{r, p})
	}
	return list, nil
}

// assessed are the sheets of those who are assessed here.
func assessed(list []sheetOf) []sheetOf {
	return slices.DeleteFunc(slices.Clone(list), func(s sheetOf) bool { return s.State == SheetExempt })
}

// names joins names for a sentence.
func names(list []string) string { return strings.Join(list, "、") }

// again carries out an act of Kaoji's own; a race with a person's act is run
// again, for nobody's edit is at stake.
func again(ctx context.Context, do evaluation.Doer, office, id, act string, input any) error {
	const tries = 10
	for i := 0; ; i++ {
		_, err := do.Act(ctx, evaluation.System(office), id, evaluation.AnyVersion, act, evaluation.Change{Input: input})
		if evaluation.CodeOf(err) != evaluation.CodeConflict || i == tries {
			return err
		}
	}
}

// oneField is a mistake in one field of an input.
func oneField(field, key string, pairs ...any) error {
	m := evaluation.Mistakes{}
	m.Add(field, key, pairs...)
	return m.Err()
}

func itoa(n int) string { return strconv.Itoa(n) }
