package main

import (
	"testing"

	"kaoji/evaluation"
	"kaoji/evaluation/bonus"
)

// The old program kept quantities as whole numbers, and its demo office counted
// hours of study: its periods give the same amounts to the fen.
func TestBonusesOfTheOldProgramGiveTheSameAmounts(t *testing.T) {
	k := opened(t, oldPlace(t))
	studied, divided := 0, 0
	for r, err := range evaluation.AllRecords(t.Context(), k.Store, evaluation.Query{Office: k.Office, Kinds: []string{bonus.KindPeriod}}) {
		if err != nil {
			t.Fatal(err)
		}
		p, err := evaluation.PayloadOf[bonus.Period](r)
		if err != nil {
			t.Fatal(err)
		}
		if p.Plan.Studies() {
			studied++
		}
		if p.ComputedOn.IsZero() {
			continue
		}
		divided++
		if same, err := p.Same(); err != nil || !same {
			t.Errorf("%s: the same amounts: %v, %v", p.Title, same, err)
		}
	}
	if studied == 0 || divided == 0 {
		t.Errorf("%d periods count hours of study, %d are divided", studied, divided)
	}
}
