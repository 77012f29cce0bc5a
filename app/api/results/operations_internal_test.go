package results

import (
	"encoding/json"
	"strings"
	"testing"

	"kaoji/evaluation"
	"kaoji/evaluation/results"
	"kaoji/evaluation/roster"
)

func TestALineSaysWhyAYearDoesNotCount(t *testing.T) {
	line := results.Line{Years: []int{2023, 2025}, Broken: []int{2024}, Of: map[int]string{2023: "competent", 2025: "competent"}, Why: map[int][]evaluation.Problem{
		2023: {evaluation.Say("of a year that counts")}, 2024: {evaluation.Say("sick"), evaluation.Say("away")},
	}}
	out, err := json.Marshal(lineOf(&line, &roster.Member{}, func(p evaluation.Problem) string { return p.Key }))
	if want := `"broken":[{"year":2024,"why":["sick","away"]}]`; err != nil || !strings.Contains(string(out), want) {
		t.Errorf("%s lacks %s (%v)", out, want, err)
	}
}
