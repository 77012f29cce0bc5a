package assessment_test

import (
	"testing"

	"kaoji/app/officetest"
	"kaoji/evaluation"
	"kaoji/evaluation/assessment"
)

// TestARatingThatNobodyCanOpenIsHeldAgain is what an office does when the
// keepers have lost their passphrases.
func TestARatingThatNobodyCanOpenIsHeldAgain(t *testing.T) {
	w := newWorld(t)
	cycle := w.opened()
	w.Refused("ballot.keepers_missing", w.Try(w.Personnel(), cycle, "start_rating", &assessment.AnywayInput{Anyway: true}))
	w.reported(cycle)
	count := func(passphrase string) error {
		return w.Try(w.Personnel(), cycle, "close_rating", &assessment.CountInput{Passphrase: passphrase, AnywayInput: assessment.AnywayInput{Anyway: true}})
	}
	vote := func() {
		t.Helper()
		tasks, err := w.Assessment.Tasks(t.Context(), w.Who("a3"))
		w.Must(err)
		if len(tasks) == 0 || tasks[0].Voted {
			t.Fatalf("a3 has nothing to vote on: %+v", tasks)
		}
		w.Must(w.Assessment.Cast(t.Context(), w.Who("a3"), tasks[0].Sheet, assessment.Ballot{Abstain: true}))
	}
	vote()
	w.Refused("ballot.passphrase_needed", count(""))
	w.Refused("ballot.passphrase_wrong", count("what was it again"))
	if w.Stored(cycle).State != assessment.CycleRating {
		t.Error("a wrong passphrase ends the rating")
	}
	w.Do(w.Personnel(), cycle, "restart_rating", nil)
	if c := officetest.Payload[assessment.Cycle](w.World, cycle); len(c.Keepers) != 0 || c.Stored.Public != "" {
		t.Errorf("the keepers of lost ballots stay: %+v", c.Keeping)
	}
	w.Keep(cycle)
	w.Do(w.Personnel(), cycle, "start_rating", &assessment.AnywayInput{Anyway: true})
	vote() // the ballot before is gone, and so is the mark of having voted
	w.Lose(w.Personnel(), cycle, "close_rating", &assessment.CountInput{Passphrase: officetest.Passphrase, AnywayInput: assessment.AnywayInput{Anyway: true}})
	for _, no := range []string{"b4", "b5"} { // an act that was not written has closed no box
		tasks, err := w.Assessment.Tasks(t.Context(), w.Who(no))
		w.Must(err)
		w.Must(w.Assessment.Cast(t.Context(), w.Who(no), tasks[0].Sheet, assessment.Ballot{Abstain: true}))
	}
	w.Must(count(officetest.Passphrase))
	returned := 0
	for _, no := range assessedHere() {
		if sh := officetest.Payload[assessment.Sheet](w.World, w.sheet(cycle, no)); sh.Result != nil {
			returned += sh.Result.Returned
		}
	}
	if returned != 3 {
		t.Errorf("%d ballots are counted, three were cast", returned)
	}
	if c := officetest.Payload[assessment.Cycle](w.World, cycle); c.Locked() || len(c.Keepers) != 2 {
		t.Errorf("after the count: %+v", c.Keeping)
	}
	for _, who := range []evaluation.Actor{w.Personnel(), w.principal()} {
		v, err := w.Get(t.Context(), who, cycle)
		w.Must(err)
		if c, err := evaluation.PayloadOf[assessment.Cycle](v.Record); err != nil || c.Stored.Public != "" || len(c.Keepers) != 2 {
			t.Errorf("%s sees %+v, %v", who.Account, c.Keeping, err)
		}
	}
}
