package measures_test

import (
	"slices"
	"testing"

	"kaoji/app/measures"
	"kaoji/app/officetest"
	"kaoji/evaluation"
	"kaoji/evaluation/absence"
	"kaoji/evaluation/bonus"
	"kaoji/evaluation/training"
)

// The head of a is away while the points of the department are to be entered. The
// substitute, who may not see them, learns how many there are and by when; the section
// sees them; nobody else learns anything.
func TestWhatFallsDueInAnAbsenceIsToldToTheSubstituteAndShownToTheSection(t *testing.T) {
	w := officetest.New(t)
	bonusOfAprilAndMay(w, "")
	plan := w.Make(w.Personnel(), training.KindPlan, "open", &training.OpenInput{
		Person: w.People["b4"], Responsible: w.People["a1"],
		AmendInput: training.AmendInput{
			Goals: "能独立负责一个条线的工作。", From: officetest.Date("2026-12-01"), Until: officetest.Date("2028-11-30"), Hours: 180,
			Milestones: []training.MilestoneRow{{What: "牵头完成一个项目", Due: officetest.Date("2026-12-08")}},
		},
	})
	away := w.Make(w.Who("a1", evaluation.RoleHead, evaluation.RoleCadre), absence.KindPeriod, "enter", &absence.EnterInput{Days: absence.Days{
		From: officetest.Date("2026-12-01"), Until: officetest.Date("2026-12-09"), Why: "study", Substitute: w.People["a3"],
	}})
	core := measures.Core{Services: w.Services, Service: w.Service, Now: w.Now}
	due := func(who evaluation.Actor) map[string]evaluation.Meanwhile {
		_, list, more, err := core.Meanwhile(t.Context(), who)
		w.Must(err)
		if more {
			t.Error("there is more than a page")
		}
		all := map[string]evaluation.Meanwhile{}
		for _, m := range list {
			all[m.Kind] = m
		}
		return all
	}
	if before := due(w.Who("a3")); len(before) != 0 {
		t.Errorf("the points are due after the absence: %+v", before)
	}
	if shown := due(w.Personnel())[training.KindPlan]; shown.N != 1 || shown.Person != w.People["a1"] || !slices.Equal(shown.Views[0].Acts, []string{"hand_over"}) {
		t.Errorf("the section is not offered to hand over %s: %+v", plan.ID, shown)
	}
	w.Do(w.Who("a1"), away.ID, "change", &absence.ChangeInput{Days: absence.Days{
		From: officetest.Date("2026-12-01"), Until: officetest.Date("2026-12-10"), Why: "study", Substitute: w.People["a3"],
	}})
	// a1's own points are entered by the leader in charge, a3's are a3's own case.
	told, shown := due(w.Who("a3")), due(w.Personnel())[bonus.KindEntry]
	if m := told[bonus.KindEntry]; len(told) != 1 || m.N != 5 || m.Views != nil || m.Due != officetest.Date("2026-12-10") || m.State != bonus.EntryOpen {
		t.Errorf("the substitute learns of %+v", told)
	}
	if shown.N != 6 || len(shown.Views) != 6 {
		t.Errorf("the section is shown %d, %d", shown.N, len(shown.Views))
	}
	for name, who := range map[string]evaluation.Actor{
		"a colleague": w.Who("a4"), "the principal leader": w.Who("l1", evaluation.RolePrincipal), "who is away": w.Who("a1"), "a committee": w.Outside("jw", evaluation.RoleCommittee),
	} {
		if got := due(who); len(got) != 0 {
			t.Errorf("%s learns of %+v", name, got)
		}
	}
	w.Do(w.Who("a1"), away.ID, "end", nil)
	if after := due(w.Who("a3")); len(after) != 0 {
		t.Errorf("after the absence: %+v", after)
	}
}
