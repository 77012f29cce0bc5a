package main

import (
	"slices"
	"testing"

	"kaoji/evaluation"
	"kaoji/evaluation/appraisal"
	"kaoji/evaluation/assessment"
)

// inState is the one record of a kind that is in a state.
func inState(t *testing.T, k *Kaoji, kind string, state evaluation.State) evaluation.Record {
	t.Helper()
	found, err := k.Service.Find(t.Context(), evaluation.Query{Office: k.Office, Kinds: []string{kind}, States: []evaluation.State{state}, Limit: 2})
	if err != nil || len(found.Records) != 1 {
		t.Fatalf("%d of %s in %s, %v", len(found.Records), kind, state, err)
	}
	return found.Records[0]
}

func section(k *Kaoji, account string) evaluation.Actor {
	return evaluation.Actor{Office: k.Office, Account: account, Name: account, Roles: []evaluation.Role{evaluation.RolePersonnel}}
}

// does acts on the newest version of a record.
func does(t *testing.T, k *Kaoji, who evaluation.Actor, id, act string, in any) {
	t.Helper()
	r, err := k.Service.Load(t.Context(), k.Office, id)
	if err == nil {
		_, err = k.Service.Act(t.Context(), who, id, r.Version, act, evaluation.Change{Input: in})
	}
	if err != nil {
		t.Fatalf("%s: %+v", act, err)
	}
}

// TestAVoteThatTheOldProgramOpenedGoesOnAndIsCounted is about boxes of the old
// kind, for which there are no keepers.
func TestAVoteThatTheOldProgramOpenedGoesOnAndIsCounted(t *testing.T) {
	k := opened(t, oldPlace(t))
	zuzhi := section(k, "zuzhi")

	cycle := inState(t, k, assessment.KindCycle, assessment.CycleRating)
	sheet := rateOne(t, k, cycle.ID)
	does(t, k, zuzhi, cycle.ID, "close_rating", &assessment.CountInput{AnywayInput: assessment.AnywayInput{Anyway: true}})
	r, err := k.Service.Load(t.Context(), k.Office, sheet)
	if err != nil {
		t.Fatal(err)
	}
	if sh, err := evaluation.PayloadOf[assessment.Sheet](r); err != nil || sh.Result == nil || sh.Result.Returned == 0 {
		t.Errorf("the rating of the old program is not counted: %+v, %v", sh, err)
	}

	round := inState(t, k, appraisal.KindRound, appraisal.RoundVoting)
	does(t, k, zuzhi, round.ID, "end_voting", nil)
	v, err := k.Service.Get(t.Context(), zuzhi, round.ID)
	if err != nil {
		t.Fatal(err)
	}
	slips, err := k.Appraisal.Slips(t.Context(), v)
	if err != nil {
		t.Fatal(err)
	}
	for _, b := range slips {
		does(t, k, zuzhi, round.ID, "count_slips", &appraisal.ReturnInput{Committee: b.Committee, UnusedCodes: b.LeftCodes})
	}
	does(t, k, zuzhi, round.ID, "tally", &appraisal.TallyInput{})
	if v, err = k.Service.Get(t.Context(), zuzhi, round.ID); err != nil || v.State != appraisal.RoundTallied {
		t.Fatalf("%s, %v", v.State, err)
	}
	lines, err := k.Appraisal.Results(t.Context(), k.Service, zuzhi, v)
	if err != nil || !slices.ContainsFunc(lines, func(l appraisal.Line) bool { return l.Result != nil && l.Result.Returned > 0 }) {
		t.Errorf("the round of the old program is not counted, %v", err)
	}
}

// rateOne casts one more ballot of a cycle and names the sheet.
func rateOne(t *testing.T, k *Kaoji, cycle string) string {
	t.Helper()
	sheets, err := k.Service.Find(t.Context(), evaluation.Query{Office: k.Office, Kinds: []string{assessment.KindSheet}, Parents: []string{cycle}, Limit: evaluation.MaxLimit})
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range sheets.Records {
		sh, err := evaluation.PayloadOf[assessment.Sheet](r)
		if err != nil {
			t.Fatal(err)
		}
		for _, g := range sh.Raters {
			for _, person := range g.People {
				who := evaluation.Actor{Office: k.Office, Account: "rater", Person: person, Roles: []evaluation.Role{evaluation.RoleCadre}}
				err := k.Assessment.Cast(t.Context(), who, r.ID, assessment.Ballot{Abstain: true})
				switch evaluation.CodeOf(err) {
				case "":
					return r.ID
				case evaluation.CodeConflict, evaluation.CodeState, evaluation.CodeRecused: // has voted, is exempt, is a relative
				default:
					t.Fatal(err)
				}
			}
		}
	}
	t.Fatal("nobody is left to vote")
	return ""
}
