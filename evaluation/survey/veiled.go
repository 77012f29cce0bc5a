package survey

// veiled are the tallies of a wave without what must not be shown (H-1, H-5): figures that too
// few gave, and those from which they could be computed. A row of a matrix is like a question
// of its own, because people answer the rows that they know.
type veiled struct {
	hidden []bool // by group: it is shown only together with others
	all    *Tally
	groups []*Tally
}

func (w *Counted) veiled(floor int) *veiled {
	v := &veiled{all: NewTally()}
	each := make([]int, len(w.Groups))
	for i := range w.Groups {
		t := &w.Tallies[i]
		each[i] = t.Respondents
		v.all.Merge(t)
		v.groups = append(v.groups, &Tally{Respondents: t.Respondents, Counts: map[string]*Count{}})
	}
	v.hidden = Hidden(each, floor, nil)
	v.all = v.all.least(&w.Questionnaire, floor)
	for _, q := range w.Questions() {
		for i := range each {
			each[i] = w.Tallies[i].answered(q)
		}
		// A group that is hidden as a whole is hidden here too, and who did not answer a
		// question is not to be found by subtraction either.
		here := Hidden(each, floor, v.hidden)
		few := make([][]string, len(each))
		for _, row := range q.Rows {
			for i := range each {
				each[i] = w.Tallies[i].rows(q, row.Code)
			}
			for i, hidden := range Hidden(each, floor, here) {
				if hidden {
					few[i] = append(few[i], row.Code)
				}
			}
		}
		for i := range here {
			if c := w.Tallies[i].Counts[q.ID]; c != nil && !here[i] {
				v.groups[i].Counts[q.ID] = c.without(q, few[i])
			}
		}
	}
	return v
}

// rows is how many answered a row of a matrix.
func (t *Tally) rows(q *Question, row string) int {
	if c := t.Counts[q.ID]; c != nil {
		return c.Rows[row]
	}
	return 0
}

// least is the tally without questions, and rows, that fewer answered.
func (t *Tally) least(q *Questionnaire, floor int) *Tally {
	out := &Tally{Respondents: t.Respondents, Counts: map[string]*Count{}}
	for _, one := range q.Questions() {
		if t.answered(one) < floor {
			continue
		}
		var few []string
		for _, row := range one.Rows {
			if n := t.rows(one, row.Code); n > 0 && n < floor {
				few = append(few, row.Code)
			}
		}
		out.Counts[one.ID] = t.Counts[one.ID].without(one, few)
	}
	return out
}
