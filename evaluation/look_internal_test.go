package evaluation

import "testing"

// Somebody who handles a matter that is hidden from the person whom it is about must
// not be shown to that person as a reader, although others of the kind are shown.
func TestAKindWhoseRecordsCanBeHiddenIsNotShownThroughout(t *testing.T) {
	k := Kind{States: []State{"open"}, Sight: Sight{Readers: []Grant{{Relation: Own, Roles: []Role{RoleCadre}, Fields: []string{All}}}}}
	if !k.shownThroughout() {
		t.Error("a kind that its subject can always read is not shown throughout")
	}
	if k.Sight.HiddenFrom = func(*Record) ([]string, error) { return nil, nil }; k.shownThroughout() {
		t.Error("a kind whose records can be hidden from somebody is shown throughout")
	}
}
