package survey

import "kaoji/evaluation/stats"

// Between are the differences between two groups.
type Between struct {
	First, Second Group
	List          []Difference
}

// Compared compares every two groups that are shown. All differences are corrected together:
// with many questions some differ by chance.
func (w *Counted) Compared() ([]Between, error) {
	floor, err := floorOf(w.Rules)
	if err != nil {
		return nil, err
	}
	v := w.veiled(floor)
	var list []Between
	var p []float64
	for i := range w.Groups {
		for j := i + 1; j < len(w.Groups); j++ {
			if v.hidden[i] || v.hidden[j] {
				continue
			}
			b := Between{First: w.Groups[i], Second: w.Groups[j], List: Compare(&w.Questionnaire, v.groups[i], v.groups[j])}
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
	return Compare(&w.Questionnaire, then.least(&earlier.Questionnaire, floor), now.least(&w.Questionnaire, floor)), nil
}
