package survey

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/json"
	"slices"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/rulepack"
	"kaoji/evaluation/stats"
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

// Counted is a wave with the counts of its groups, in their order.
type Counted struct {
	*Wave
	Tallies []Tally
}

// Counted returns a wave that is counted; CodeState before.
func (s *Service) Counted(ctx context.Context, office, wave string) (*Counted, error) {
	w, _, err := s.wave(ctx, office, wave)
	if err != nil {
		return nil, err
	}
	c, err := s.Cells.Cell(ctx, classTally, office, wave)
	if evaluation.CodeOf(err) == evaluation.CodeNotFound {
		return nil, desk.WrongState("survey.not_counted")
	}
	if err != nil {
		return nil, err
	}
	var body tallyCell
	if err := json.Unmarshal(c.Body, &body); err != nil {
		return nil, err
	}
	plain, err := s.Vault.Open(body.Sealed, wave)
	if err != nil {
		return nil, err
	}
	out := &Counted{Wave: w}
	return out, json.Unmarshal([]byte(plain), &out.Tallies)
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
	respondents := make([]int, len(w.Groups))
	for i, g := range w.Groups {
		respondents[i] = w.Tallies[i].Respondents
		out.Groups = append(out.Groups, GroupResult{Group: g, Returns: returns(g.Issued, respondents[i], steps)})
		out.All.Issued, out.All.Returned = out.All.Issued+g.Issued, out.All.Returned+respondents[i]
	}
	out.All = returns(out.All.Issued, out.All.Returned, steps)
	hidden := Hidden(respondents, floor, nil)
	for i := range out.Groups {
		out.Groups[i].Hidden = hidden[i]
	}
	for _, q := range w.Questions() {
		out.Questions = append(out.Questions, w.result(q, floor, hidden))
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
func (w *Counted) result(q *Question, floor int, hidden []bool) QuestionResult {
	r := QuestionResult{Question: q}
	if i := slices.IndexFunc(w.Readings, func(o Reading) bool { return o.Question == q.ID }); i >= 0 {
		r.Reading = w.Readings[i].Text
	}
	all, answered := NewTally(), make([]int, len(w.Groups))
	for i := range w.Groups {
		t := &w.Tallies[i]
		all.Merge(t)
		answered[i] = t.answered(q)
	}
	// A group that is hidden as a whole is hidden here too, and who did not answer a question
	// is not to be found by subtraction either.
	here := Hidden(answered, floor, hidden)
	for i, g := range w.Groups {
		asked := slices.Contains(w.For(g.Code), q)
		r.Groups = append(r.Groups, w.Tallies[i].figures(q, asked, here[i]))
	}
	r.All = all.figures(q, true, all.answered(q) < floor)
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

// Between are the differences between two groups.
type Between struct {
	First, Second Group
	List          []Difference
}

// Groups compares every two groups that are shown. All differences are corrected together:
// with many questions some differ by chance.
func (w *Counted) Compared() ([]Between, error) {
	floor, err := floorOf(w.Rules)
	if err != nil {
		return nil, err
	}
	respondents := make([]int, len(w.Groups))
	for i := range w.Groups {
		respondents[i] = w.Tallies[i].Respondents
	}
	hidden := Hidden(respondents, floor, nil)
	var list []Between
	var p []float64
	for i := range w.Groups {
		for j := i + 1; j < len(w.Groups); j++ {
			if hidden[i] || hidden[j] {
				continue
			}
			b := Between{First: w.Groups[i], Second: w.Groups[j], List: Compare(&w.Questionnaire, w.shown(i, floor, hidden), w.shown(j, floor, hidden))}
			for _, d := range b.List {
				p = append(p, d.P)
			}
			list = append(list, b)
		}
	}
	adjusted := stats.BenjaminiHochberg(p)
	for i := range list {
		for j := range list[i].List {
			list[i].List[j].Adjusted, adjusted = adjusted[0], adjusted[1:]
		}
	}
	return list, nil
}

// shown is the tally of a group without the questions whose figures are hidden.
func (w *Counted) shown(i, floor int, hidden []bool) *Tally {
	t := &Tally{Respondents: w.Tallies[i].Respondents, Counts: map[string]*Count{}}
	for _, q := range w.Questions() {
		if c := w.Tallies[i].Counts[q.ID]; c != nil && !w.result(q, floor, hidden).Groups[i].Hidden {
			t.Counts[q.ID] = c
		}
	}
	return t
}

// Since compares all respondents of a wave with those of an earlier one, by the questions
// that both have; nil if too few answered one of them.
func (w *Counted) Since(earlier *Counted) ([]Difference, error) {
	floor, err := floorOf(w.Rules)
	if err != nil {
		return nil, err
	}
	now, then := NewTally(), NewTally()
	for i := range w.Tallies {
		now.Merge(&w.Tallies[i])
	}
	for i := range earlier.Tallies {
		then.Merge(&earlier.Tallies[i])
	}
	if now.Respondents < floor || then.Respondents < floor {
		return nil, nil
	}
	return Compare(&w.Questionnaire, then.least(floor), now.least(floor)), nil
}

// least is the tally without questions that fewer answered.
func (t *Tally) least(floor int) *Tally {
	out := &Tally{Respondents: t.Respondents, Counts: map[string]*Count{}}
	for id, c := range t.Counts {
		if c.Answered >= floor {
			out.Counts[id] = c
		}
	}
	return out
}

// Words is what somebody wrote. Group is empty where the group is not shown.
type Words struct {
	Group string
	Text  string
}

// MostWords is how many written answers are returned at most.
const MostWords = 5000

// Written returns the written answers to a question, in an order that has nothing to do with
// the answers, without the group where its figures are hidden; none where all are. The view
// must be of a counted wave.
func (s *Service) Written(ctx context.Context, office, wave, question string) ([]Words, error) {
	w, err := s.Counted(ctx, office, wave)
	if err != nil {
		return nil, err
	}
	q := w.Question(question)
	if q == nil || q.Kind != Written {
		return nil, evaluation.Fail(evaluation.CodeNotFound, "error.not_found")
	}
	results, err := w.Results()
	if err != nil {
		return nil, err
	}
	of := results.Questions[slices.IndexFunc(results.Questions, func(o QuestionResult) bool { return o.ID == question })]
	if of.All.Hidden {
		return nil, nil
	}
	var list []Words
	for i, g := range w.Groups {
		name := g.Name.Zh
		if of.Groups[i].Hidden {
			name = ""
		}
		if err := s.each(ctx, office, wave, g.Code, func(a Answers) {
			if text := a[question].Text; text != "" && len(list) < MostWords {
				list = append(list, Words{Group: name, Text: text})
			}
		}); err != nil {
			return nil, err
		}
	}
	slices.SortStableFunc(list, func(a, b Words) int {
		x, y := sha256.Sum256([]byte(wave+a.Text)), sha256.Sum256([]byte(wave+b.Text))
		return cmp.Compare(string(x[:]), string(y[:]))
	})
	return list, nil
}

// Progress is how many questionnaires were issued to each group and have come back, while a
// wave runs. Groups smaller than the floor are shown together, because who has answered must
// not be seen.
func (s *Service) Progress(ctx context.Context, v *evaluation.View) ([]GroupResult, Returns, error) {
	if err := v.Needs(KindWave, "groups"); err != nil {
		return nil, Returns{}, err
	}
	w, r, err := s.wave(ctx, v.Office, v.ID)
	if err != nil {
		return nil, Returns{}, err
	}
	floor, err := floorOf(w.Rules)
	if err != nil {
		return nil, Returns{}, err
	}
	steps, err := stepsOf(w.Rules)
	if err != nil {
		return nil, Returns{}, err
	}
	var ids []string
	for _, g := range w.Groups {
		ids = append(ids, box(r.ID, g.Code))
	}
	counts, err := s.Boxes.Counts(ctx, r.Office, ids...)
	if err != nil {
		return nil, Returns{}, err
	}
	var list []GroupResult
	var all Returns
	for i, g := range w.Groups {
		n := counts[ids[i]].Cast
		all.Issued, all.Returned = all.Issued+g.Issued, all.Returned+n
		one := GroupResult{Group: g, Returns: returns(g.Issued, n, steps), Hidden: g.Issued < floor}
		if one.Hidden {
			one.Returns = Returns{Issued: g.Issued}
		}
		list = append(list, one)
	}
	return list, returns(all.Issued, all.Returned, steps), nil
}
