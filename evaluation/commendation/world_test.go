package commendation_test

import (
	"testing"

	"kaoji/app/officetest"
	"kaoji/evaluation"
	"kaoji/evaluation/roster"
)

// world is the office of officetest on 2 March 2026, with its name; l2 is in
// charge of a too, and a2 is married to d2 as well as to l3.
type world struct{ *officetest.World }

func date(s string) evaluation.Date { return officetest.Date(s) }

func newWorld(t *testing.T) *world {
	t.Helper()
	t.Parallel()
	w := &world{officetest.New(t)}
	w.Turn("2026-03-02")
	_, err := w.Create(t.Context(), evaluation.System(officetest.Office), roster.KindSettings, "found", evaluation.Creation{
		Input: &roster.SettingsInput{Name: "中共塘桥街道工作委员会", ShortName: "塘桥街道", Document: "塘委组"},
	})
	w.Must(err)
	w.Do(w.Personnel(), w.Units["a"], "charge", &roster.TakeCharge{Person: w.People["l2"], From: date("2024-01-01")})
	w.Do(w.Personnel(), w.People["a2"], "relate", &roster.Relate{Person: w.People["d2"], Relation: "夫妻"})
	return w
}

// supervisor is an account that belongs to nobody in the roster.
func (w *world) supervisor() evaluation.Actor {
	return w.Outside("jiandu", evaluation.RoleSupervisor)
}

func (w *world) principal() evaluation.Actor { return w.Who("l1", evaluation.RolePrincipal) }
func (w *world) head(unit string) evaluation.Actor {
	return w.Who(unit+"1", evaluation.RoleHead, evaluation.RoleCadre)
}
