package appraisal_test

import (
	"fmt"
	"math"
	"slices"

	"kaoji/evaluation/appraisal"
	"kaoji/evaluation/stats"
)

// unknown is one mark that the attacker does not know.
type unknown struct{ panel, cadre, rater string }

// unknowns lists every usable mark.
func (d *drawn) unknowns() []unknown {
	var list []unknown
	for _, p := range d.round.Panels {
		for i, b := range d.boxes[p.Committee] {
			for _, m := range b {
				if len(m.Points) > 0 {
					list = append(list, unknown{p.Committee, m.Person, fmt.Sprint(p.Committee, "#", i)})
				}
			}
		}
	}
	return list
}

// algebra is what the attacker has: linear equations in the unknown marks, kept
// reduced so that whether a combination follows from them is seen at once.
type algebra struct {
	all  []unknown
	rows [][]float64
	lead []int
}

const tiny = 1e-7

// reduce takes what is known from a combination; nothing is left of one that
// follows from the equations.
func (a *algebra) reduce(v []float64) {
	for i, row := range a.rows {
		if f := v[a.lead[i]]; math.Abs(f) > tiny {
			for j := range v {
				v[j] -= f * row[j]
			}
		}
	}
}

func (a *algebra) learn(v []float64) {
	v = slices.Clone(v)
	a.reduce(v)
	at := 0
	for j := range v {
		if math.Abs(v[j]) > math.Abs(v[at]) {
			at = j
		}
	}
	if math.Abs(v[at]) <= tiny {
		return
	}
	f := v[at]
	for j := range v {
		v[j] /= f
	}
	for _, row := range a.rows {
		if g := row[at]; math.Abs(g) > tiny {
			for j := range row {
				row[j] -= g * v[j]
			}
		}
	}
	a.rows, a.lead = append(a.rows, v), append(a.lead, at)
}

func (a *algebra) knows(v []float64) bool {
	v = slices.Clone(v)
	a.reduce(v)
	return !slices.ContainsFunc(v, func(x float64) bool { return math.Abs(x) > tiny })
}

// sum is the combination that adds up the marks that fit.
func (a *algebra) sum(fits func(unknown) bool) []float64 {
	v := make([]float64, len(a.all))
	for i, u := range a.all {
		if fits(u) {
			v[i] = 1
		}
	}
	return v
}

// attacker learns everything that is published: totals, committees that are
// shown, means corrected for severity. Numbers of ballots are known anyway.
func (d *drawn) attacker(t interface{ Fatal(...any) }) *algebra {
	a := &algebra{all: d.unknowns()}
	for who, x := range d.results {
		if x.Shown {
			a.learn(a.sum(func(u unknown) bool { return u.cadre == who }))
		}
		for _, p := range x.Panels {
			if p.State == appraisal.PanelShown {
				a.learn(a.sum(func(u unknown) bool { return u.cadre == who && u.panel == p.Committee }))
			}
		}
	}
	for who, x := range d.results {
		if x.Shown && x.FairWhy == "" {
			a.learn(d.corrected(t, a, who))
		}
	}
	return a
}

// corrected is the corrected mean of a cadre as a combination of all marks: it
// is linear, so it shows by setting one mark to 1 at a time.
func (d *drawn) corrected(t interface{ Fatal(...any) }, a *algebra, who string) []float64 {
	v := make([]float64, len(a.all))
	for i := range a.all {
		var ratings []stats.Rating
		for j, u := range a.all {
			score := 0.0
			if i == j {
				score = 1
			}
			ratings = append(ratings, stats.Rating{Rater: u.rater, Ratee: u.cadre, Score: score})
		}
		fair, _, err := stats.Severity(ratings)
		if err != nil {
			t.Fatal(err)
		}
		v[i] = fair[who]
	}
	return v
}

// found names a group under the floor whose sum the attacker knows, "" if there
// is none: any committees of one cadre together, and any single mark.
func (d *drawn) found(a *algebra) string {
	for _, c := range d.round.Cadres {
		for set := 1; set < 1<<len(c.Committees); set++ {
			in := func(u unknown) bool {
				k := slices.IndexFunc(c.Committees, func(t appraisal.Tie) bool { return t.Committee == u.panel })
				return u.cadre == c.Person && k >= 0 && set&(1<<k) != 0
			}
			n := 0
			for _, u := range a.all {
				if in(u) {
					n++
				}
			}
			if n > 0 && n < floor && a.knows(a.sum(in)) {
				return fmt.Sprintf("%d marks on %s by committees %b", n, c.Person, set)
			}
		}
	}
	for _, one := range a.all {
		if a.knows(a.sum(func(u unknown) bool { return u == one })) {
			return fmt.Sprintf("the mark of %+v", one)
		}
	}
	return ""
}
