package survey_test

import (
	"bytes"
	"encoding/csv"
	"math"
	"os"
	"strconv"
	"strings"
	"testing"

	"kaoji/evaluation/survey"
)

// TestThePercentagesPublishedIn1998 holds the shares against all 47 percentages of the report
// on the survey of 1998 (testdata/tangqiao-1998-survey.csv): answers are made that have
// exactly the published shares, given one by one, and counted.
func TestThePercentagesPublishedIn1998(t *testing.T) {
	raw, err := os.ReadFile("testdata/tangqiao-1998-survey.csv")
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(bytes.NewReader(raw)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
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
			accepted, err := q.Accept(g.Code, answersOf(q, g.Code, rows, i, g.Issued))
			if err != nil {
				t.Fatal(err)
			}
			tallies[g.Name.Zh].Add(q, accepted)
		}
	}
	found := 0
	for _, row := range rows[1:] {
		one := questionOf(q, row[0])
		n, err := strconv.Atoi(row[3])
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range tallies[row[2]].Shares(one) {
			if optionOf(one, s.Option) != row[4] {
				continue
			}
			if found++; s.Of != n || strconv.Itoa(int(math.Round(s.Percent))) != row[5] {
				t.Errorf("%s %s: %.1f %% of %d, published %s %% of %s", row[1], row[4], s.Percent, s.Of, row[5], row[3])
			}
			if s.Low > s.Percent || s.High < s.Percent {
				t.Errorf("%s: %v lies outside its interval", row[1], s)
			}
		}
	}
	if found != 47 {
		t.Errorf("%d published percentages are shown, not 47", found)
	}
}

// answersOf are those of respondent i of n of a group: to each question the first so many
// gave the first answer, the next the second, and the rest the last, 其他.
func answersOf(q *survey.Questionnaire, group string, rows [][]string, i, n int) survey.Answers {
	given := survey.Answers{}
	for _, one := range q.For(group) {
		chosen, upTo := one.Options[len(one.Options)-1].Code, 0
		for _, row := range rows[1:] {
			if questionOf(q, row[0]) != one {
				continue
			}
			share, _ := strconv.Atoi(row[5])
			if upTo += n * share / 100; i < upTo {
				chosen = codeOf(one, row[4])
				break
			}
		}
		given[one.ID] = survey.Answer{Chosen: []string{chosen}}
	}
	return given
}

// questionOf is the question of a figure of the report: 1-12 is q1_12.
func questionOf(q *survey.Questionnaire, figure string) *survey.Question {
	id := "q" + strings.ReplaceAll(figure, "-", "_")
	for _, one := range q.Questions() {
		if one.ID == id {
			return one
		}
	}
	return nil
}

func optionOf(q *survey.Question, code string) string {
	for _, o := range q.Options {
		if o.Code == code {
			return o.Text.Zh
		}
	}
	return ""
}

func codeOf(q *survey.Question, answer string) string {
	for _, o := range q.Options {
		if o.Text.Zh == answer {
			return o.Code
		}
	}
	return ""
}
