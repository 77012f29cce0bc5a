package assessment_test

import (
	"fmt"
	"strings"
	"testing"

	"kaoji/evaluation"
	"kaoji/evaluation/assessment"
)

func TestOnlyWhoIsNamedAsRaterRatesAndOnce(t *testing.T) {
	w := newWorld(t)
	cycle := w.opened()
	a2 := w.sheet(cycle, "a2")
	good := assessment.Ballot{Virtue: 90, Ability: 90, Diligence: 90, Results: 90, Integrity: 90, Grade: assessment.Competent}
	w.refused("assessment.not_rating", w.assess.Cast(t.Context(), w.who("l1"), a2, good))
	w.reported(cycle)
	for no, code := range map[string]evaluation.Code{"a2": evaluation.CodeRecused, "l3": evaluation.CodeRecused, "b4": evaluation.CodeNotFound} {
		if err := w.assess.Cast(t.Context(), w.who(no), a2, good); evaluation.CodeOf(err) != code {
			t.Errorf("%s: %v, want %s", no, err, code)
		}
	}
	bad := good
	bad.Virtue, bad.Grade = 101, ""
	if e := w.refusal("error.field.range", w.assess.Cast(t.Context(), w.who("l1"), a2, bad)); e.Fields["grade"].Key == "" {
		t.Errorf("%v", e)
	}
	w.must(w.assess.Cast(t.Context(), w.who("l1"), a2, good))
	if err := w.assess.Cast(t.Context(), w.who("l1"), a2, good); evaluation.CodeOf(err) != evaluation.CodeConflict {
		t.Errorf("a second ballot: %v", err)
	}
	tasks, err := w.assess.Tasks(t.Context(), w.who("l1"))
	w.must(err)
	for _, task := range tasks {
		if task.Voted != (task.Sheet == a2) {
			t.Errorf("%s: voted %t", task.Person.Name, task.Voted)
		}
	}
	if len(tasks) != 11 {
		t.Errorf("the leader rates %d", len(tasks))
	}
	if b4, err := w.assess.Tasks(t.Context(), w.who("b4")); err != nil || len(b4) != 3 {
		t.Errorf("a colleague rates %d, %v", len(b4), err)
	}
	view, err := w.Get(t.Context(), w.personnel(), cycle)
	w.must(err)
	p, err := w.assess.Progress(t.Context(), view)
	w.must(err)
	if p.Groups[0].Returned != 1 || p.Groups[0].Issued != 54 || len(p.People) != 11 {
		t.Errorf("%+v", p)
	}
}

func TestTheResultIsExplainedAndRecomputed(t *testing.T) {
	w := newWorld(t)
	cycle := w.opened()
	w.reported(cycle)
	w.rated(cycle)
	view, err := w.Get(t.Context(), w.personnel(), w.sheet(cycle, "a1"))
	w.must(err)
	why, err := w.assess.Explain(t.Context(), view)
	w.must(err)
	if why.Differs || why.Tree.Formula == "" || len(why.Tree.Children) < 4 || why.Version != view.Rules {
		t.Errorf("%+v", why)
	}
	raw := string(w.load(view.ID).Payload)
	total := payload[assessment.Sheet](w, view.ID).Result.Total
	forged := w.load(view.ID)
	forged.Payload = []byte(strings.Replace(raw, fmt.Sprintf(`"total":%d`, total), fmt.Sprintf(`"total":%d`, total+1), 1))
	if _, err := w.store.Put(t.Context(), forged); err != nil {
		t.Fatal(err)
	}
	if why, err = w.assess.Explain(t.Context(), view); err != nil || !why.Differs {
		t.Errorf("a changed total passes: %v", err)
	}
	own, err := w.Get(t.Context(), w.who("a1"), view.ID)
	w.must(err)
	if _, err := w.assess.Explain(t.Context(), own); evaluation.CodeOf(err) != evaluation.CodeForbidden {
		t.Errorf("the own result before it is told: %v", err)
	}
}
