// Package setup says what a new office still has to do until its first assessment
// runs: in which steps, whose turn it is, and what is missing. What is missing are the
// facts by which the measures check a cycle or a round before it begins, so that the
// guide and those checks cannot disagree.
package setup

import (
	"context"
	"slices"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/roster"
)

// Step is one step of the guide; the texts are setup.<key> and setup.<key>.do.
type Step struct {
	Key      string
	Who      evaluation.Role // whose it is
	Done     bool
	Optional bool         // the first assessment can begin without it
	Early    bool         // it needs a step before that is not done
	Have, Of int          // how far it is; Of is 0 if only Have says something
	Missing  []desk.Check // what keeps it from being done, as the checks of the measures say it
	Record   string       // record that it is done with, "" for none
}

// The steps that are not among those of desk.
const (
	StepOffice  = "office"  // name of the office
	StepSection = "section" // account of the section that runs the measures
	StepPlan    = "plan"    // plan of the first cycle
	StepOpen    = "open"    // its beginning
)

// Accounts is what the accounts of an office tell: how many of the section's accounts
// are in use, and which people can log in.
type Accounts struct {
	Section int
	People  map[string]bool
}

// Cycle is the first assessment: the id of its record, "" if none is planned.
type Cycle struct {
	Record string
	Begun  bool
}

// Deps are the dependencies of the guide.
type Deps struct {
	desk.Desk
	Ledger   evaluation.Reader
	Accounts func(ctx context.Context, office string) (Accounts, error)
	Cycle    func(ctx context.Context, office string) (Cycle, error)
	// Starting are the checks of what could begin on a day.
	Starting []func(ctx context.Context, office string, day evaluation.Date) ([]desk.Check, error)
}

// Service is the guide.
type Service struct{ Deps }

// New makes the guide.
func New(d Deps) *Service { return &Service{d} }

// Guide is the guide of an office.
type Guide struct{ Steps []Step }

// Next is the step that comes next, nil if everything necessary is done.
func (g *Guide) Next() *Step {
	if i := slices.IndexFunc(g.Steps, func(s Step) bool { return !s.Done && !s.Optional }); i >= 0 {
		return &g.Steps[i]
	}
	return nil
}

// Done counts the necessary steps that are done, and all of them.
func (g *Guide) Done() (n, of int) {
	for _, s := range g.Steps {
		if s.Optional {
			continue
		}
		of++
		if s.Done {
			n++
		}
	}
	return n, of
}

// Pending reports whether the office is still being set up: no assessment has begun.
func (s *Service) Pending(ctx context.Context, office string) (bool, error) {
	c, err := s.Cycle(ctx, office)
	return !c.Begun, err
}

// Guide returns the steps in their order.
func (s *Service) Guide(ctx context.Context, office string, today evaluation.Date) (Guide, error) {
	book, err := s.Book(ctx, office)
	if err != nil {
		return Guide{}, err
	}
	accounts, err := s.Accounts(ctx, office)
	if err != nil {
		return Guide{}, err
	}
	cycle, err := s.Cycle(ctx, office)
	if err != nil {
		return Guide{}, err
	}
	named, record, err := s.named(ctx, office)
	if err != nil {
		return Guide{}, err
	}
	missing, err := s.missing(ctx, office, today)
	if err != nil {
		return Guide{}, err
	}
	f := facts{day: book.On(today), accounts: accounts, missing: missing}
	return Guide{[]Step{
		{Key: StepOffice, Who: evaluation.RoleAdmin, Done: named, Record: record},
		{Key: StepSection, Who: evaluation.RoleAdmin, Done: accounts.Section > 0},
		f.people(), f.leaders(), f.calendar(), f.committees(), f.logins(),
		{Key: StepPlan, Who: evaluation.RolePersonnel, Done: cycle.Record != "", Early: len(missing[desk.StepPeople]) > 0, Record: cycle.Record},
		{Key: StepOpen, Who: evaluation.RolePersonnel, Done: cycle.Begun, Early: cycle.Record == "", Record: cycle.Record},
	}}, nil
}

// named reports whether somebody has given the office its name, and returns the record
// of its settings.
func (s *Service) named(ctx context.Context, office string) (named bool, record string, err error) {
	r, err := roster.SettingsRecord(ctx, s.Ledger, office)
	return len(r.History) > 1, r.ID, err // the first entry is Kaoji's own
}

// missing are the checks of the measures, by the step that mends them.
func (s *Service) missing(ctx context.Context, office string, today evaluation.Date) (map[string][]desk.Check, error) {
	by := map[string][]desk.Check{}
	for _, starting := range s.Starting {
		list, err := starting(ctx, office, today)
		if err != nil {
			return nil, err
		}
		for _, c := range list {
			if c.Step != "" {
				by[c.Step] = append(by[c.Step], c)
			}
		}
	}
	return by, nil
}

// facts are what the steps are worked out from.
type facts struct {
	day      *roster.Snapshot
	accounts Accounts
	missing  map[string][]desk.Check
}

func (f *facts) people() Step {
	n := len(f.day.Members())
	return f.step(desk.StepPeople, evaluation.RolePersonnel, n > 0, n, 0)
}

// leaders: the checks ask for a leader in charge of each department with people who are
// assessed.
func (f *facts) leaders() Step {
	charged := 0
	for _, d := range f.day.Departments() {
		if len(d.Charges) > 0 {
			charged++
		}
	}
	s := f.step(desk.StepLeaders, evaluation.RolePersonnel, charged > 0, charged, 0)
	s.Early = len(f.day.Members()) == 0
	return s
}

func (f *facts) calendar() Step {
	return f.step(desk.StepCalendar, evaluation.RolePersonnel, true, 0, 0)
}

// committees are asked for by the appraisal alone.
func (f *facts) committees() Step {
	n := 0
	for _, c := range f.day.Committees() {
		if len(c.Members) > 0 {
			n++
		}
	}
	s := f.step(desk.StepCommittees, evaluation.RolePersonnel, n > 0, n, 0)
	s.Optional = true
	return s
}

// logins: those whom the checks ask for can log in; how many of the others can is said.
func (f *facts) logins() Step {
	members, n := f.day.Members(), 0
	for i := range members {
		if f.accounts.People[members[i].ID] {
			n++
		}
	}
	s := f.step(desk.StepAccounts, evaluation.RoleAdmin, n > 0, n, len(members))
	s.Early = len(members) == 0
	return s
}

// step is done if it was begun and nothing that it mends is missing.
func (f *facts) step(key string, who evaluation.Role, begun bool, have, of int) Step {
	return Step{Key: key, Who: who, Done: begun && len(f.missing[key]) == 0, Have: have, Of: of, Missing: f.missing[key]}
}
