package appraisal_test

import (
	"slices"
	"testing"

	"kaoji/app/officetest"
	"kaoji/evaluation"
	"kaoji/evaluation/appraisal"
	"kaoji/evaluation/roster"
)

// The opinion of a committee waits for its signer. When the signer is dropped
// from the cadres of the committee, it waits for the section, which can go on.
func TestWhatWaitsForACadreDroppedFromACommitteeGoesToTheSection(t *testing.T) {
	w := newWorld(t)
	w.committee(6)
	w.liaise("a3", 1, "2024-01-01")
	w.published(planned())
	waiting := func() []string {
		t.Helper()
		found, err := w.Find(t.Context(), evaluation.Query{Office: officetest.Office, Kinds: []string{appraisal.KindOpinion}})
		w.Must(err)
		if len(found.Records) != 1 {
			t.Fatalf("%d opinions", len(found.Records))
		}
		return found.Records[0].Waiting
	}
	signer := evaluation.WaitPerson(w.members["k1m1"].Person)
	if got := waiting(); !slices.Contains(got, signer) {
		t.Fatalf("waits for %v", got)
	}
	in := &roster.SeatMembers{}
	for _, name := range []string{"k1m2", "k1m3", "k1m4", "k1m5", "k1m6"} {
		in.Members = append(in.Members, roster.SeatRow{Name: name, Post: "委员", Signs: name == "k1m2"})
	}
	w.Do(w.Personnel(), w.committees[0], "seat", in)
	w.Must(w.Watch(t.Context(), w.Service, officetest.Office, evaluation.DateOf(w.Now())))
	if got := waiting(); !slices.Equal(got, []string{evaluation.WaitRole(evaluation.RolePersonnel)}) {
		t.Errorf("waits for %v", got)
	}
}
