package survey_test

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"kaoji/app/officetest"
	"kaoji/evaluation/rulepack"
	"kaoji/evaluation/survey"
)

// Who subtracts the groups that are shown from the total learns of no group alone, and of no
// group of people below the floor (H-1, H-5): neither how many answered a question, nor what.
func TestSubtractionRevealsNoSmallGroup(t *testing.T) {
	pack, err := rulepack.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	rules, err := pack.Freeze(officetest.Date("2026-12-01"), "rating.floor", "rating.floor.least", "survey.return")
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(rt *rapid.T) {
		q := survey.Questionnaire{Title: survey.Text{Zh: "t"}, Sections: []survey.Section{{}}}
		for i := range rapid.IntRange(1, 3).Draw(rt, "questions") {
			q.Sections[0].Questions = append(q.Sections[0].Questions, survey.Question{
				ID: fmt.Sprint("q", i), Kind: survey.Single, Text: survey.Text{Zh: "?"},
				Options: []survey.Option{{Code: "a", Text: survey.Text{Zh: "a"}}, {Code: "b", Text: survey.Text{Zh: "b"}}},
			})
		}
		c := &survey.Counted{Wave: &survey.Wave{Rules: rules}}
		for i := range rapid.IntRange(1, 5).Draw(rt, "groups") {
			q.Groups = append(q.Groups, survey.Group{Code: fmt.Sprint("g", i), Name: survey.Text{Zh: "g"}, Issued: 50})
			tally := survey.NewTally()
			for range rapid.IntRange(0, 14).Draw(rt, "people") {
				a := survey.Answers{}
				for _, one := range q.Sections[0].Questions {
					if o := rapid.SampledFrom([]string{"a", "b", ""}).Draw(rt, "answer"); o != "" {
						a[one.ID] = survey.Answer{Chosen: []string{o}}
					}
				}
				tally.Add(&q, a)
			}
			c.Tallies = append(c.Tallies, *tally)
		}
		c.Questionnaire = q
		r, err := c.Results()
		if err != nil {
			rt.Fatal(err)
		}
		for i := range r.Questions {
			of := &r.Questions[i]
			if of.All.Hidden {
				for _, g := range of.Groups {
					if len(g.Shares) > 0 && g.Answered > 0 {
						rt.Fatalf("%s: a group is shown where all are too few: %+v", of.ID, of)
					}
				}
				continue
			}
			left, hidden := of.All.Answered, 0
			for n, g := range of.Groups {
				switch {
				case !g.Hidden && g.Answered > 0 && g.Answered < r.Floor:
					rt.Fatalf("%s: a small group is shown: %+v", of.ID, g)
				case g.Hidden && c.Tallies[n].Counts[of.ID] != nil:
					hidden++
				case !g.Hidden:
					left -= g.Answered
				}
			}
			if hidden == 1 && len(of.Groups) > 1 && left != of.All.Answered || hidden > 0 && left < r.Floor {
				rt.Fatalf("%s: %d people of %d groups are what is left of the total: %+v", of.ID, left, hidden, of)
			}
		}
	})
}
