package survey

import (
	"encoding/csv"
	"strconv"
	"strings"
)

// Published is a percentage that the report on the survey of 1998 published.
type Published struct {
	Question, Topic, Group, Answer string
	Respondents, Percent           int
}

// Published1998 are the 47 percentages of that report (library/tangqiao_1998.csv).
func Published1998() []Published {
	raw, err := library.ReadFile("library/tangqiao_1998.csv")
	if err != nil {
		panic(err) // it is part of the program
	}
	rows, err := csv.NewReader(strings.NewReader(string(raw))).ReadAll()
	if err != nil {
		panic(err)
	}
	list := make([]Published, len(rows)-1)
	for i, row := range rows[1:] {
		n, _ := strconv.Atoi(row[3])
		percent, _ := strconv.Atoi(row[5])
		list[i] = Published{Question: "q" + strings.ReplaceAll(row[0], "-", "_"), Topic: row[1], Group: row[2], Answer: row[4], Respondents: n, Percent: percent}
	}
	return list
}

// Answers1998 are answers of respondent i of a group of the questionnaire of 1998, so that
// those of all respondents have the published shares: to each question the first so many gave
// the first answer, the next ones the second, and the rest the last, 其他.
func Answers1998(q *Questionnaire, group string, i int) Answers {
	given, published := Answers{}, Published1998()
	for _, one := range q.For(group) {
		chosen, upTo := one.Options[len(one.Options)-1].Code, 0
		for _, row := range published {
			if row.Question != one.ID {
				continue
			}
			if upTo += row.Respondents * row.Percent / 100; i < upTo {
				for _, o := range one.Options {
					if o.Text.Zh == row.Answer {
						chosen = o.Code
					}
				}
				break
			}
		}
		given[one.ID] = Answer{Chosen: []string{chosen}}
	}
	return given
}
