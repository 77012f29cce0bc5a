package evaluation_test

import (
	"errors"
	"fmt"
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

func TestCountsDoNotBetrayAVeiledRecordToWhomItIsAbout(t *testing.T) {
	w := newWorld(t)
	r := w.about(t)
	both := actor("li", evaluation.RolePersonnel)
	kind, _ := w.Kind("note.sheet")
	if got := w.glance(t, both, r.ID); got != "[li] [{draft 1}] 1 " {
		t.Errorf("of another kind: %s", got)
	}
	kind.Veiled = true
	if got := w.glance(t, both, r.ID); got != "[] [] 0 not_found" {
		t.Errorf("of a veiled kind: %s", got)
	}
	if got := w.glance(t, wang, r.ID); got != "[li] [{draft 1}] 1 " {
		t.Errorf("to everybody else: %s", got)
	}
}

func TestAShieldedRecordDoesNotExistForWhoeverHeadsTheDepartment(t *testing.T) {
	w := newWorld(t)
	r := w.act(t, wang, w.about(t), "show", evaluation.Change{})
	both := actor("chen", evaluation.RoleHead, evaluation.RolePersonnel)
	kind, _ := w.Kind("note.sheet")
	kind.Veiled = true
	if got := w.glance(t, both, r.ID); got != "[li] [{shown 1}] 0 " {
		t.Errorf("of a veiled kind: %s", got)
	}
	kind.Shielded = true
	if got := w.glance(t, both, r.ID); got != "[] [] 0 not_found" {
		t.Errorf("of a shielded kind: %s", got)
	}
	_, err := w.Act(t.Context(), both, r.ID, r.Version, "close", evaluation.Change{})
	is(t, err, evaluation.CodeNotFound)
	if got := w.glance(t, wang, r.ID); !strings.HasPrefix(got, "[li]") {
		t.Errorf("to the personnel section: %s", got)
	}
}

func TestCountsDoNotBetrayARecordThatExcludesWhomItIsAbout(t *testing.T) {
	w := newWorld(t)
	r := w.about(t)
	both := actor("li", evaluation.RolePersonnel)
	kind, _ := w.Kind("note.sheet")
	kind.Excludes = func(r *evaluation.Record) ([]string, error) { return []string{r.Subject}, nil }
	if got := w.glance(t, both, r.ID); got != "[] [] 0 not_found" {
		t.Errorf("to whom it excludes: %s", got)
	}
	if got := w.glance(t, wang, r.ID); got != "[li] [{draft 1}] 1 " {
		t.Errorf("to everybody else: %s", got)
	}
	kind.Excludes = func(*evaluation.Record) ([]string, error) { return nil, errors.New("broken payload") }
	if got := w.glance(t, both, r.ID); got != "[] [] 0 not_found" {
		t.Errorf("of a record whose people cannot be read: %s", got)
	}
	for _, q := range []evaluation.Query{{}, {Subjects: []string{"li"}}, {Kinds: []string{"note.sheet"}, Periods: []string{""}}} {
		counts, err := w.Group(t.Context(), both, q, "kind")
		if err != nil || len(counts) != 0 {
			t.Errorf("%+v counts %v, %v", q, counts, err)
		}
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
	if got := w.glance(t, outside, r.ID); got != "[li] [{draft 1}] 0 " {
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

func TestASecretRecordDoesNotExistForARelativeAndHasNoNameInTheTrail(t *testing.T) {
	w := newWorld(t)
	r := w.about(t)
	kind, _ := w.Kind("note.sheet")
	if got := w.glance(t, sun, r.ID); got != "[li] [{draft 1}] 1 " {
		t.Errorf("of another kind: %s", got)
	}
	kind.Secret = true
	if got := w.glance(t, sun, r.ID); got != "[] [] 0 not_found" {
		t.Errorf("of a secret kind: %s", got)
	}
	if got := w.glance(t, wang, r.ID); got != "[li] [{draft 1}] 1 " {
		t.Errorf("to everybody else: %s", got)
	}
	if k, id := w.Traced("note.sheet", r.ID); k != evaluation.KindSecret || strings.Contains(id, r.ID) || id == "" {
		t.Errorf("traced as %s %s", k, id)
	}
}
