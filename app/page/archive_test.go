package page_test

import (
	"strings"
	"testing"

	"kaoji/app/page/pagetest"
	"kaoji/evaluation"
	"kaoji/evaluation/archive"
)

// Who puts forms into personnel files first reads which are missing, and by when, although
// all have the same last day; whoever does not, and who clears the conditions, reads all.
func TestTheListOfFormsOpensWithThoseThatAreMissing(t *testing.T) {
	w := newWatch(t)
	for _, of := range []string{w.member.ID, w.otherThan(w.member.ID)} {
		if _, err := w.service.Create(t.Context(), evaluation.System(office), archive.KindItem, "raise", evaluation.Creation{Input: &archive.Raising{Of: of, Form: "assessment.form"}}); err != nil {
			t.Fatal(err)
		}
	}
	const list = "/lists/" + archive.KindItem
	page := w.personnel.get(list)
	pagetest.Check(t, []byte(page))
	_, table, _ := strings.Cut(page, "<thead")
	if !strings.Contains(w.personnel.at, "waiting=me") || !strings.Contains(table, "年度考核登记表") || !strings.Contains(table, "办理期限") {
		t.Errorf("at %s:\n%s", w.personnel.at, page)
	}
	if w.principal.get(list); strings.Contains(w.principal.at, "waiting") || w.principal.status != 200 {
		t.Errorf("for whom nothing waits: %d %s", w.principal.status, w.principal.at)
	}
	if w.personnel.get(list + "?view=none"); strings.Contains(w.personnel.at, "waiting") {
		t.Errorf("without conditions: %s", w.personnel.at)
	}
}
