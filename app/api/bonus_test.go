package api_test

import (
	"encoding/json"
	"testing"

	"kaoji/evaluation"
	"kaoji/evaluation/bonus"
)

// Whoever reads the amounts of others is noted as on the pages, with the address.
func TestWhoeverReadsADivisionIsNotedWithTheAddress(t *testing.T) {
	w := newWorld(t)
	payload, err := json.Marshal(bonus.Period{Plan: bonus.Plan{Floor: 100, Competent: 100}, Fen: 100, Lines: []bonus.Line{{Person: "p1", Name: "甲", Unit: "u1", Grade: "competent", Days: 1, Amount: 100}}})
	if err != nil {
		t.Fatal(err)
	}
	id := newID()
	if _, err := w.store.Put(t.Context(), evaluation.Record{
		Office: office, ID: id, Unique: id, Kind: bonus.KindPeriod, State: bonus.PeriodApproved, Payload: payload,
	}); err != nil {
		t.Fatal(err)
	}
	w.send(scene{method: "GET", path: "/api/v1/bonus/periods/" + id + "/why?person=p1", token: w.role(evaluation.RolePersonnel), status: 200})
	noted, err := w.store.FindTrail(t.Context(), office, evaluation.TrailFilter{Action: "read"}, 0, true, 1)
	if err != nil || len(noted) != 1 || noted[0].Record != id || noted[0].Detail != "p1" || noted[0].Address == "" {
		t.Errorf("noted: %+v, %v", noted, err)
	}
}
