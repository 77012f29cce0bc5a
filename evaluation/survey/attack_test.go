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
		q.Sections[0].Questions = append(q.Sections[0].Questions, survey.Question{ // of which people leave rows out
			ID: "m", Kind: survey.Matrix, Text: survey.Text{Zh: "?"},
			Options: []survey.Option{{Code: "a", Text: survey.Text{Zh: "a"}, Score: 100}, {Code: "b", Text: survey.Text{Zh: "b"}}},
			Rows:    []survey.Option{{Code: "x", Text: survey.Text{Zh: "x"}}, {Code: "y", Text: survey.Text{Zh: "y"}}},
		})
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
				rows := map[string]string{}
				for _, row := range []string{"x", "y"} {
					if o := rapid.SampledFrom([]string{"a", "b", ""}).Draw(rt, "row"); o != "" {
						rows[row] = o
					}
				}
				if len(rows) > 0 {
					a["m"] = survey.Answer{Rows: rows}
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
			for at, all := range of.All.Shares {
				if of.Kind == survey.Matrix {
					attackRow(rt, c, of, at, all, r.Floor)
				}
			}
		}
	})
}

// attackRow subtracts what the groups show of a row of a matrix from what all show of it.
func attackRow(rt *rapid.T, c *survey.Counted, of *survey.QuestionResult, at int, all survey.Share, floor int) {
	left, hidden, groups := all.Of, 0, 0
	for n, g := range of.Groups {
		counted := c.Tallies[n].Counts[of.ID]
		if counted == nil || counted.Rows[all.Row] == 0 {
			continue
		}
		groups++
		switch {
		case g.Hidden || g.Shares[at].Few:
			hidden++
			if !g.Hidden && (g.Shares[at].Of > 0 || g.Shares[at].N > 0) {
				rt.Fatalf("row %s: hidden, with figures: %+v", all.Row, g)
			}
		case g.Shares[at].Of < floor:
			rt.Fatalf("row %s: shown of a few: %+v", all.Row, g)
		default:
			left -= g.Shares[at].Of
		}
		for _, m := range g.Means {
			if m.Row == all.Row && g.Shares[at].Few {
				rt.Fatalf("row %s: hidden, with its mean: %+v", all.Row, g)
			}
		}
	}
	if !all.Few && all.Of > 0 && (all.Of < floor || hidden == 1 && groups > 1 || hidden > 0 && left < floor) {
		rt.Fatalf("row %s: %d people of %d groups are what is left of the total: %+v", all.Row, left, hidden, of)
	}
}
