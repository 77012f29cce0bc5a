package survey

import (
	"slices"

	"kaoji/evaluation/rulepack"
)

// Results are what the answers of a wave show.
type Results struct {
	Floor     int // fewest respondents whose figures are shown
	Groups    []GroupResult
	All       Returns
	Questions []QuestionResult
}

// Returns is how many questionnaires were issued and came back.
type Returns struct {
	Issued, Returned int
	Percent          float64
	Word             string // of survey.return (G-6), "" below all of its steps
}

// GroupResult is a group with its return rate. Hidden: its answers are shown only together
// with those of others.
type GroupResult struct {
	Group
	Returns
	Hidden bool
}

// Veiled reports whether a group, or a row of a matrix, is not shown by itself.
func (r *Results) Veiled() bool {
	few := func(f Figures) bool { return slices.ContainsFunc(f.Shares, func(s Share) bool { return s.Few }) }
	return slices.ContainsFunc(r.Groups, func(g GroupResult) bool { return g.Hidden }) ||
		slices.ContainsFunc(r.Questions, func(q QuestionResult) bool { return few(q.All) || slices.ContainsFunc(q.Groups, few) })
}

// QuestionResult is a question with its figures: of all respondents and of each group.
type QuestionResult struct {
	*Question
	Reading Text // that a person wrote, empty for the program's
	All     Figures
	Groups  []Figures // in the order of the groups
}

// Figures are those of one group and question. Hidden: too few answered, or the figures of
// others could be computed from them.
type Figures struct {
	Asked    bool
	Hidden   bool
	Answered int
	Shares   []Share
	Means    []RowMean
}

// RowMean is a mean, of a Matrix that of a row.
type RowMean struct {
	Row string
	Mean
}

// Results returns what the answers of a counted wave show. Everything that is shown passes
// the floor and cannot be used to compute what does not.
func (w *Counted) Results() (Results, error) {
	floor, err := floorOf(w.Rules)
	if err != nil {
		return Results{}, err
	}
	steps, err := stepsOf(w.Rules)
	if err != nil {
		return Results{}, err
	}
	out := Results{Floor: floor}
	v := w.veiled(floor)
	for i, g := range w.Groups {
		n := w.Tallies[i].Respondents
		out.Groups = append(out.Groups, GroupResult{Group: g, Returns: returns(g.Issued, n, steps), Hidden: v.hidden[i]})
		out.All.Issued, out.All.Returned = out.All.Issued+g.Issued, out.All.Returned+n
	}
	out.All = returns(out.All.Issued, out.All.Returned, steps)
	for _, q := range w.Questions() {
		out.Questions = append(out.Questions, w.result(q, v))
	}
	return out, nil
}

// stepsOf are the steps of the return rate, in basis points by name.
func stepsOf(rules rulepack.Numbers) (map[string]int64, error) {
	items, err := rules.Items("survey.return")
	steps := map[string]int64{}
	for _, one := range items {
		steps[one.Code] = one.N
	}
	return steps, err
}

func returns(issued, returned int, steps map[string]int64) Returns {
	share, word := Returned(issued, returned, steps)
	return Returns{Issued: issued, Returned: returned, Percent: share, Word: word}
}

// result are the figures of a question: of the groups that may be shown, and of all.
func (w *Counted) result(q *Question, v *veiled) QuestionResult {
	r := QuestionResult{Question: q, All: v.all.figures(q, true, v.all.Counts[q.ID] == nil)}
	if i := slices.IndexFunc(w.Readings, func(o Reading) bool { return o.Question == q.ID }); i >= 0 {
		r.Reading = w.Readings[i].Text
	}
	for i, g := range w.Groups {
		asked := slices.Contains(w.For(g.Code), q)
		r.Groups = append(r.Groups, v.groups[i].figures(q, asked, v.groups[i].Counts[q.ID] == nil && w.Tallies[i].answered(q) > 0))
	}
	return r
}

func (t *Tally) answered(q *Question) int {
	if c := t.Counts[q.ID]; c != nil {
		return c.Answered
	}
	return 0
}

// figures are those of a question, without numbers if they are hidden.
func (t *Tally) figures(q *Question, asked, hidden bool) Figures {
	f := Figures{Asked: asked, Hidden: hidden && asked}
	if f.Hidden || !asked {
		return f
	}
	f.Answered, f.Shares = t.answered(q), t.Shares(q)
	rows := []Option{{}}
	if q.Kind == Matrix {
		rows = q.Rows
	}
	for _, row := range rows {
		if m, ok := t.MeanOf(q, row.Code); ok {
			f.Means = append(f.Means, RowMean{Row: row.Code, Mean: m})
		}
	}
	return f
}
