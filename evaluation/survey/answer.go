package survey

import (
	"slices"
	"unicode/utf8"

	"kaoji/evaluation"
)

// Answers are the answers of one respondent, by the id of the question.
type Answers map[string]Answer

// Answer is the answer to one question; which field it has depends on the kind.
type Answer struct {
	Chosen []string          `json:"chosen,omitempty"` // options; of a Ranking in order
	Rows   map[string]string `json:"rows,omitempty"`   // of a Matrix: option by row
	Number *int64            `json:"number,omitempty"`
	Text   string            `json:"text,omitempty"`
}

func (a Answer) empty() bool {
	return len(a.Chosen) == 0 && len(a.Rows) == 0 && a.Number == nil && a.Text == ""
}

// Shown reports whether a question is shown to somebody who gave answers to those before it.
func (q *Question) Shown(given Answers) bool {
	return q.ShownIf == nil || slices.ContainsFunc(given[q.ShownIf.Question].Chosen, func(o string) bool {
		return slices.Contains(q.ShownIf.Options, o)
	})
}

// Accept returns the answers of somebody of a group as they are stored: without those to
// questions that are not shown. A mistake has the id of its question as its field.
func (q *Questionnaire) Accept(group string, given Answers) (Answers, error) {
	m, kept := evaluation.Mistakes{}, Answers{}
	asked := q.For(group)
	for _, one := range asked {
		a, answered := given[one.ID]
		switch {
		case !one.Shown(kept): // a hidden one hides those that depend on it
			continue
		case !answered || a.empty():
			if one.Required {
				m.Add(one.ID, "error.field.required")
			}
			continue
		}
		if key := one.wrong(a); key != "" {
			m.Add(one.ID, key)
			continue
		}
		kept[one.ID] = a
	}
	for id := range given {
		if !slices.ContainsFunc(asked, func(one *Question) bool { return one.ID == id }) {
			m.Add(id, "survey.no_question")
		}
	}
	return kept, m.Err()
}

// wrong is the key of what is wrong with an answer, "" for nothing.
func (q *Question) wrong(a Answer) string {
	other := Answer{}
	switch q.Kind {
	case Number:
		other.Number = a.Number
		if n := a.Number; n != nil && !q.within(*n) {
			return "survey.bounds"
		}
	case Written:
		other.Text = a.Text
		if utf8.RuneCountInString(a.Text) > MostText {
			return "survey.text"
		}
	case Matrix:
		other.Rows = a.Rows
		if !q.fills(a.Rows) {
			return "survey.option"
		}
	default:
		other.Chosen = a.Chosen
		if !q.offers(a.Chosen) {
			return "survey.option"
		}
	}
	if other.empty() || len(a.Chosen) != len(other.Chosen) || len(a.Rows) != len(other.Rows) || a.Number != other.Number || a.Text != other.Text {
		return "survey.option" // a part that the kind does not have
	}
	return ""
}

func (q *Question) within(n int64) bool {
	if q.Least == 0 && q.Greatest == 0 {
		return n >= -MostNumber && n <= MostNumber
	}
	return n >= q.Least && n <= q.Greatest
}

// offers reports whether these are different options, and not too many.
func (q *Question) offers(chosen []string) bool {
	for i, o := range chosen {
		if !has(q.Options, o) || slices.Contains(chosen[:i], o) {
			return false
		}
	}
	return len(chosen) <= q.most()
}

// fills reports whether these are rows with options; where an answer is required all rows
// are.
func (q *Question) fills(rows map[string]string) bool {
	for row, o := range rows {
		if !has(q.Rows, row) || !has(q.Options, o) {
			return false
		}
	}
	return !q.Required || len(rows) == len(q.Rows)
}
