package assessment_test

import (
	"fmt"
	"strings"
	"testing"

	"kaoji/app/officetest"
	"kaoji/evaluation"
	"kaoji/evaluation/assessment"
)

func TestOnlyWhoIsNamedAsRaterRatesAndOnce(t *testing.T) {
	w := newWorld(t)
	cycle := w.opened()
	a2 := w.sheet(cycle, "a2")
	good := assessment.Ballot{Virtue: 90, Ability: 90, Diligence: 90, Results: 90, Integrity: 90, Grade: assessment.Competent}
	w.Refused("assessment.not_rating", w.Assessment.Cast(t.Context(), w.Who("l1"), a2, good))
	w.reported(cycle)
	for no, code := range map[string]evaluation.Code{"a2": evaluation.CodeRecused, "l3": evaluation.CodeRecused, "b4": evaluation.CodeNotFound} {
		if err := w.Assessment.Cast(t.Context(), w.Who(no), a2, good); evaluation.CodeOf(err) != code {
			t.Errorf("%s: %v, want %s", no, err, code)
		}
	}
	bad := good
	bad.Virtue, bad.Grade = 101, ""
	if e := w.refusal("error.field.range", w.Assessment.Cast(t.Context(), w.Who("l1"), a2, bad)); e.Fields["grade"].Key == "" {
		t.Errorf("%v", e)
	}
	w.Must(w.Assessment.Cast(t.Context(), w.Who("l1"), a2, good))
	if err := w.Assessment.Cast(t.Context(), w.Who("l1"), a2, good); evaluation.CodeOf(err) != evaluation.CodeConflict {
		t.Errorf("a second ballot: %v", err)
	}
	tasks, err := w.Assessment.Tasks(t.Context(), w.Who("l1"))
	w.Must(err)
	for _, task := range tasks {
		if task.Voted != (task.Sheet == a2) {
			t.Errorf("%s: voted %t", task.Person.Name, task.Voted)
		}
	}
	if len(tasks) != 11 {
		t.Errorf("the leader rates %d", len(tasks))
	}
	if b4, err := w.Assessment.Tasks(t.Context(), w.Who("b4")); err != nil || len(b4) != 3 {
		t.Errorf("a colleague rates %d, %v", len(b4), err)
	}
	view, err := w.Get(t.Context(), w.Personnel(), cycle)
	w.Must(err)
	p, err := w.Assessment.Progress(t.Context(), view)
	w.Must(err)
	if p.Groups[0].Returned != 1 || p.Groups[0].Issued != 54 || len(p.People) != 11 {
		t.Errorf("%+v", p)
	}
}

func TestTheResultIsExplainedAndRecomputed(t *testing.T) {
	w, cycle := rated.begin(t)
	view, err := w.Get(t.Context(), w.Personnel(), w.sheet(cycle, "a1"))
	w.Must(err)
	why, err := w.Assessment.Explain(t.Context(), view)
	w.Must(err)
	if why.Differs || why.Tree.Formula == "" || len(why.Tree.Children) < 4 || why.Version != view.Rules {
		t.Errorf("%+v", why)
	}
	raw := string(w.Stored(view.ID).Payload)
	total := officetest.Payload[assessment.Sheet](w.World, view.ID).Result.Total
	forged := w.Stored(view.ID)
	forged.Payload = []byte(strings.Replace(raw, fmt.Sprintf(`"total":%d`, total), fmt.Sprintf(`"total":%d`, total+1), 1))
	if _, err := w.Store.Put(t.Context(), forged); err != nil {
		t.Fatal(err)
	}
	if why, err = w.Assessment.Explain(t.Context(), view); err != nil || !why.Differs {
		t.Errorf("a changed total passes: %v", err)
	}
	own, err := w.Get(t.Context(), w.Who("a1"), view.ID)
	w.Must(err)
	if _, err := w.Assessment.Explain(t.Context(), own); evaluation.CodeOf(err) != evaluation.CodeForbidden {
		t.Errorf("the own result before it is told: %v", err)
	}
}
