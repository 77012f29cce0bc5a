package main

import (
	"testing"

	"kaoji/evaluation"
	"kaoji/evaluation/assessment"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/setup"
)

// The guide of an empty office begins with its name, and names what the check before a
// cycle would name.
func TestTheGuideOfAnEmptyOffice(t *testing.T) {
	k := opened(t, settings(t))
	today := evaluation.DateOf(k.Now())
	if pending, err := k.Setup.Pending(t.Context(), k.Office); err != nil || !pending {
		t.Errorf("an empty office is set up: %v", err)
	}
	g, err := k.Setup.Guide(t.Context(), k.Office, today)
	if err != nil || g.Next() == nil || g.Next().Key != setup.StepOffice {
		t.Fatalf("%+v, %v", g.Next(), err)
	}
	year, half := assessment.HalfOf(today)
	cycle := assessment.Cycle{Year: year, Half: half, AsOf: today, To: evaluation.NewDate(today.Year(), 12, 31)}
	checks, err := k.Assessment.Preflight(t.Context(), k.Office, &cycle)
	if err != nil {
		t.Fatal(err)
	}
	found := false
	for _, c := range checks {
		if c.Step != desk.StepPeople {
			continue
		}
		for _, s := range g.Steps {
			if s.Key == c.Step && len(s.Missing) > 0 && s.Missing[0].Say.Key == c.Say.Key {
				found = true
			}
		}
	}
	if !found {
		t.Errorf("the check before a cycle and the guide do not say the same: %+v", checks)
	}
}

// The demo office is set up.
func TestTheGuideOfTheDemoIsDone(t *testing.T) {
	k := opened(t, oldPlace(t))
	today := evaluation.DateOf(officeAt)
	if pending, err := k.Setup.Pending(t.Context(), k.Office); err != nil || pending {
		t.Errorf("the demo is still being set up: %v", err)
	}
	g, err := k.Setup.Guide(t.Context(), k.Office, today)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range g.Steps {
		if !s.Done {
			t.Errorf("%s is not done: %d of %d, %+v", s.Key, s.Have, s.Of, s.Missing)
		}
	}
}
