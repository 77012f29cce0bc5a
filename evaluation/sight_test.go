package evaluation_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"kaoji/evaluation"
)

// glance is all that a reader can find out about notes: lists, counts, to-do
// items, the record itself.
func (w *world) glance(t *testing.T, who evaluation.Actor, id string) string {
	t.Helper()
	q := evaluation.Query{Kinds: []string{"note.sheet"}}
	page, err := w.List(t.Context(), who, q)
	if err != nil {
		t.Fatal(err)
	}
	counts, err := w.Group(t.Context(), who, q, "state")
	if err != nil {
		t.Fatal(err)
	}
	w.Forget(who.Office) // the tests change kinds, not records
	n, err := w.TodoCount(t.Context(), who)
	if err != nil {
		t.Fatal(err)
	}
	var subjects []string
	for _, v := range page.Views {
		subjects = append(subjects, v.Subject)
	}
	_, err = w.Get(t.Context(), who, id)
	return fmt.Sprint(subjects, counts, n, " ", evaluation.CodeOf(err))
}

func TestCountsDoNotBetrayARecordToWhomItIsAbout(t *testing.T) {
	w := newWorld(t)
	r := w.about(t)
	both := actor("li", evaluation.RolePersonnel)
	kind, _ := w.Kind("note.sheet")
	if got := w.glance(t, both, r.ID); got != "[li] [{[draft] 1}] 1 " {
		t.Errorf("of another kind: %s", got)
	}
	kind.Sight.OwnOnly = true
	if got := w.glance(t, both, r.ID); got != "[] [] 0 not_found" {
		t.Errorf("of a kind with OwnOnly: %s", got)
	}
	if got := w.glance(t, wang, r.ID); got != "[li] [{[draft] 1}] 1 " {
		t.Errorf("to everybody else: %s", got)
	}
}

func TestARecordThatIsNotForHeadsDoesNotExistForWhoeverHeadsTheDepartment(t *testing.T) {
	w := newWorld(t)
	r := w.act(t, wang, w.about(t), "show", evaluation.Change{})
	both := actor("chen", evaluation.RoleHead, evaluation.RolePersonnel)
	kind, _ := w.Kind("note.sheet")
	kind.Sight.OwnOnly = true
	if got := w.glance(t, both, r.ID); got != "[li] [{[shown] 1}] 0 " {
		t.Errorf("of a kind with OwnOnly: %s", got)
	}
	kind.Sight.NotHead = true
	if got := w.glance(t, both, r.ID); got != "[] [] 0 not_found" {
		t.Errorf("of a kind that is not for heads: %s", got)
	}
	_, err := w.Act(t.Context(), both, r.ID, r.Version, "close", evaluation.Change{})
	is(t, err, evaluation.CodeNotFound)
	if got := w.glance(t, wang, r.ID); !strings.HasPrefix(got, "[li]") {
		t.Errorf("to the personnel section: %s", got)
	}
}

func TestARecordDoesNotExistForThoseFromWhomItIsHidden(t *testing.T) {
	w := newWorld(t)
	kind, _ := w.Kind("note.sheet")
	kind.Sight.HiddenFrom = func(r *evaluation.Record) ([]string, error) {
		p, err := evaluation.PayloadOf[note](*r)
		if p.Title == "broken" {
			err = errors.New("broken payload")
		}
		return []string{r.Subject, p.Private}, err
	}
	r := w.about(t)
	if !slices.Equal(r.HiddenFrom, []string{"li", "内部"}) {
		t.Errorf("is hidden from %v", r.HiddenFrom)
	}
	both := actor("li", evaluation.RolePersonnel)
	if got := w.glance(t, both, r.ID); got != "[] [] 0 not_found" {
		t.Errorf("to whom it is hidden from: %s", got)
	}
	if got := w.glance(t, wang, r.ID); got != "[li] [{[draft] 1}] 1 " {
		t.Errorf("to everybody else: %s", got)
	}
	for _, q := range []evaluation.Query{{}, {Subjects: []string{"li"}}, {Kinds: []string{"note.sheet"}, Periods: []string{""}}} {
		counts, err := w.Group(t.Context(), both, q, "kind")
		if err != nil || len(counts) != 0 {
			t.Errorf("%+v counts %v, %v", q, counts, err)
		}
	}
	_, err := w.Act(t.Context(), wang, r.ID, r.Version, "amend", evaluation.Change{Reason: "x", Input: &text{Text: "broken"}})
	if err == nil {
		t.Error("an act is stored that does not say from whom the record is hidden")
	}
	kind.Sight.HiddenFrom = func(*evaluation.Record) ([]string, error) { return nil, nil }
	w.act(t, wang, r, "amend", evaluation.Change{Reason: "x", Input: &text{Text: "公开"}})
	if got := w.glance(t, both, r.ID); got != "[li] [{[draft] 1}] 1 " {
		t.Errorf("when an act has brought it to light: %s", got)
	}
}

func TestAnAccountWithoutAPersonCanBeAParty(t *testing.T) {
	w := newWorld(t)
	outside := evaluation.Actor{Office: "o1", Account: "a7", Name: "监督员", Roles: []evaluation.Role{evaluation.RoleLeader}}
	r, err := w.Create(t.Context(), wang, "note.sheet", "begin", evaluation.Creation{
		Input: &begin{Subject: "li", Unit: "u1", Title: "反映", Talker: evaluation.PartyAccount("a7")},
	})
	if err != nil {
		t.Fatal(err)
	}
	if got := w.glance(t, outside, r.ID); got != "[li] [{[draft] 1}] 0 " {
		t.Errorf("the party: %s", got)
	}
	outside.Account = "a8"
	if got := w.glance(t, outside, r.ID); got != "[] [] 0 not_found" {
		t.Errorf("another account: %s", got)
	}
	w.about(t) // its party is the person called talker, not an account of that name
	outside.Account = "talker"
	if got := w.glance(t, outside, r.ID); got != "[] [] 0 not_found" {
		t.Errorf("an account named like a person: %s", got)
	}
}

func TestARecordThatIsNotForRelativesDoesNotExistForThemAndAnUnnamedOneHasNoNameInTheTrail(t *testing.T) {
	w := newWorld(t)
	r := w.about(t)
	kind, _ := w.Kind("note.sheet")
	if got := w.glance(t, sun, r.ID); got != "[li] [{[draft] 1}] 1 " {
		t.Errorf("of another kind: %s", got)
	}
	kind.Sight.NotRelatives, kind.Sight.Unnamed = true, true
	if got := w.glance(t, sun, r.ID); got != "[] [] 0 not_found" {
		t.Errorf("of a kind that is not for relatives: %s", got)
	}
	if got := w.glance(t, wang, r.ID); got != "[li] [{[draft] 1}] 1 " {
		t.Errorf("to everybody else: %s", got)
	}
	if k, id := w.Traced("note.sheet", r.ID); k != evaluation.KindSecret || strings.Contains(id, r.ID) || id == "" {
		t.Errorf("traced as %s %s", k, id)
	}
}
