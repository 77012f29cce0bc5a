package commendation_test

import (
	"slices"
	"testing"

	"kaoji/evaluation"
	"kaoji/evaluation/commendation"
	"kaoji/evaluation/rulepack"
)

func TestTheChoicesOfAFormAreThoseOfTheRules(t *testing.T) {
	pack, err := rulepack.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	on := pack.On(date("2026-03-01"))
	for key, want := range map[string][]string{
		"commendation.grounds": commendation.Grounds(), "commendation.kinds": commendation.Rewards(),
	} {
		if codes, err := on.Codes(key); err != nil || !slices.Equal(codes, want) {
			t.Errorf("%s are %v (%v)", key, codes, err)
		}
	}
	for input, names := range map[any][]string{
		&commendation.ReportInput{}: {"ground", "source"}, &commendation.VerifyInput{}: {"ground"}, &commendation.ProposeInput{}: {"kind"},
	} {
		for _, f := range evaluation.FieldsOf(input) {
			lists := [][]string{commendation.Grounds(), commendation.Rewards(), commendation.Sources()}
			if slices.Contains(names, f.Name) && !slices.ContainsFunc(lists, func(l []string) bool { return slices.Equal(l, f.Choices) }) {
				t.Errorf("%T offers %v as %s", input, f.Choices, f.Name)
			}
		}
	}
}
