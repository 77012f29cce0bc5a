package survey_test

import (
	"math"
	"slices"
	"testing"

	"kaoji/evaluation/survey"
)

// TestThePercentagesPublishedIn1998 holds the shares against all 47 percentages of the report
// on the survey of 1998 (library/tangqiao_1998.csv): answers are made that have exactly the
// published shares, given one by one, and counted.
func TestThePercentagesPublishedIn1998(t *testing.T) {
	rows := survey.Published1998()
	q, err := survey.Shipped(survey.Tangqiao1998)
	if err != nil {
		t.Fatal(err)
	}
	if m := q.Check(); len(m) > 0 {
		t.Fatalf("the questionnaire: %v", m)
	}
	tallies := map[string]*survey.Tally{}
	for _, g := range q.Groups {
		tallies[g.Name.Zh] = survey.NewTally()
		for i := range g.Issued {
			accepted, err := q.Accept(g.Code, survey.Answers1998(q, g.Code, i))
			if err != nil {
				t.Fatal(err)
			}
			tallies[g.Name.Zh].Add(q, accepted)
		}
	}
	found := 0
	for _, row := range rows {
		one := q.Question(row.Question)
		for _, s := range tallies[row.Group].Shares(one) {
			if one.Options[slices.IndexFunc(one.Options, func(o survey.Option) bool { return o.Code == s.Option })].Text.Zh != row.Answer {
				continue
			}
			if found++; s.Of != row.Respondents || int(math.Round(s.Percent)) != row.Percent {
				t.Errorf("%s %s: %.1f %% of %d, published %d %% of %d", row.Topic, row.Answer, s.Percent, s.Of, row.Percent, row.Respondents)
			}
			if s.Low > s.Percent || s.High < s.Percent {
				t.Errorf("%s: %v lies outside its interval", row.Topic, s)
			}
		}
	}
	if found != 47 {
		t.Errorf("%d published percentages are shown, not 47", found)
	}
}
