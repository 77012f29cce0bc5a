package setup_test

import (
	"context"
	"slices"
	"testing"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/roster"
	"kaoji/evaluation/setup"
)

var today = evaluation.NewDate(2026, 11, 28)

// office is an office without people, of which a test says what else there is.
type office struct {
	evaluation.Reader
	settings evaluation.Record
	accounts setup.Accounts
	cycle    setup.Cycle
	checks   []desk.Check
}

func (o *office) Find(context.Context, evaluation.Query) (evaluation.Found, error) {
	return evaluation.Found{Records: []evaluation.Record{o.settings}}, nil
}

func (o *office) guide(t *testing.T) setup.Guide {
	t.Helper()
	s := setup.New(setup.Deps{
		Desk:     desk.Desk{Book: func(context.Context, string) (*roster.Book, error) { return roster.NewBook("o1", nil) }},
		Ledger:   o,
		Accounts: func(context.Context, string) (setup.Accounts, error) { return o.accounts, nil },
		Cycle:    func(context.Context, string) (setup.Cycle, error) { return o.cycle, nil },
		Starting: []func(context.Context, string, evaluation.Date) ([]desk.Check, error){
			func(context.Context, string, evaluation.Date) ([]desk.Check, error) { return o.checks, nil },
		},
	})
	g, err := s.Guide(t.Context(), "o1", today)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func next(g setup.Guide) string {
	if s := g.Next(); s != nil {
		return s.Key
	}
	return ""
}

func step(t *testing.T, g setup.Guide, key string) setup.Step {
	t.Helper()
	i := slices.IndexFunc(g.Steps, func(s setup.Step) bool { return s.Key == key })
	if i < 0 {
		t.Fatalf("no step %s", key)
	}
	return g.Steps[i]
}

func TestTheGuideGoesFromTheNameOfTheOfficeToThePeople(t *testing.T) {
	o := &office{settings: evaluation.Record{ID: "s1", History: []evaluation.Entry{{Act: "found"}}}}
	o.checks = []desk.Check{{Step: desk.StepPeople, Level: desk.LevelStop}}
	if got := next(o.guide(t)); got != setup.StepOffice {
		t.Errorf("an office without a name begins with %q", got)
	}
	o.settings.History = append(o.settings.History, evaluation.Entry{Act: "change"})
	if got := next(o.guide(t)); got != setup.StepSection {
		t.Errorf("then comes %q", got)
	}
	o.accounts.Section = 1
	g := o.guide(t)
	if got := next(g); got != desk.StepPeople {
		t.Errorf("then comes %q", got)
	}
	for _, key := range []string{desk.StepLeaders, desk.StepAccounts, setup.StepPlan, setup.StepOpen} {
		if s := step(t, g, key); !s.Early || s.Done {
			t.Errorf("%s can be done without people: %+v", key, s)
		}
	}
	if n, of := g.Done(); n != 3 || of != 8 { // the holidays of the year are known
		t.Errorf("%d of %d steps are done", n, of)
	}
}

// What a measure finds missing stands in the step that mends it, and keeps it open.
func TestWhatIsMissingBeforeACycleKeepsItsStepOpen(t *testing.T) {
	o := &office{settings: evaluation.Record{ID: "s1"}}
	if s := step(t, o.guide(t), desk.StepCalendar); !s.Done {
		t.Error("the holidays are said to be missing")
	}
	o.checks = []desk.Check{
		{Step: desk.StepCalendar, Level: desk.LevelWarn, Say: evaluation.Say("assessment.check.calendar", "year", 2026)},
		{Level: desk.LevelWarn, Say: evaluation.Say("assessment.check.raters")},
	}
	g := o.guide(t)
	if s := step(t, g, desk.StepCalendar); s.Done || len(s.Missing) != 1 || s.Missing[0].Say.Key != "assessment.check.calendar" {
		t.Errorf("%+v", s)
	}
	n := 0
	for _, s := range g.Steps {
		n += len(s.Missing)
	}
	if n != 1 {
		t.Errorf("%d things are missing, a warning of the measure alone among them", n)
	}
}

func TestTheGuideEndsWhenTheFirstCycleHasBegun(t *testing.T) {
	o := &office{settings: evaluation.Record{ID: "s1"}, cycle: setup.Cycle{Record: "c1"}}
	g := o.guide(t)
	if s := step(t, g, setup.StepOpen); s.Done || s.Early || s.Record != "c1" {
		t.Errorf("a planned cycle is to be opened: %+v", s)
	}
	if s := step(t, g, setup.StepPlan); !s.Done {
		t.Errorf("it is planned: %+v", s)
	}
	for _, begun := range []bool{false, true} {
		s := setup.New(setup.Deps{Cycle: func(context.Context, string) (setup.Cycle, error) { return setup.Cycle{Begun: begun}, nil }})
		if pending, err := s.Pending(t.Context(), "o1"); err != nil || pending == begun {
			t.Errorf("begun %t: pending %t, %v", begun, pending, err)
		}
	}
}
