package bonus

import (
	"slices"
	"strconv"

	"kaoji/evaluation"
)

// ClassRow is an award class (E-14), the highest one first.
type ClassRow struct {
	Name  string `json:"name" maxLength:"20" doc:"Class" example:"一等奖"`
	Share int    `json:"share" minimum:"1" maximum:"100" doc:"Of those who take part at most, percent" example:"5"`
}

// Room returns how many people a class can have, given the number of participants.
func (c *ClassRow) Room(taking int) int { return taking * c.Share / whole }

// Taking counts the participants.
func (o *Outcome) Taking() int {
	n := 0
	for i := range o.Shares {
		if o.Takes(i) {
			n++
		}
	}
	return n
}

// Classes returns the name of each line's award class, "" for none. E-14 gives the
// maximum share of each class and no amounts, so classes do not change the
// division.
//
// People are sorted by their exact amounts, before rounding, and people with equal
// amounts stay together. From the top, a group gets the current class if it still
// fits, else the next class in which it fits; later groups never go back to an
// earlier class. People with an amount of zero have no class.
func (o *Outcome) Classes(rows []ClassRow) []string {
	classes := make([]string, len(o.Shares))
	var order []int
	for i := range o.Shares {
		if o.Takes(i) && (o.Shares[i].Cut > 0 || o.Shares[i].rest.Sign() > 0) {
			order = append(order, i)
		}
	}
	slices.SortFunc(order, func(a, b int) int { return o.compareExact(b, a) })
	taking, at, used := o.Taking(), 0, 0
	for len(order) > 0 {
		n := 1
		for n < len(order) && o.compareExact(order[n], order[0]) == 0 {
			n++
		}
		for at < len(rows) && used+n > rows[at].Room(taking) {
			at, used = at+1, 0
		}
		if at == len(rows) {
			break
		}
		for _, i := range order[:n] {
			classes[i] = rows[at].Name
		}
		used, order = used+n, order[n:]
	}
	return classes
}

// compareExact compares the exact amounts of two lines.
func (o *Outcome) compareExact(a, b int) int {
	x, y := &o.Shares[a], &o.Shares[b]
	if x.Cut != y.Cut {
		return int(max(-1, min(1, x.Cut-y.Cut)))
	}
	return x.rest.Cmp(y.rest)
}

// checkClasses records the mistakes in the classes of a plan.
func (p *Plan) checkClasses(m evaluation.Mistakes) {
	sum := 0
	for i, c := range p.Classes {
		sum += c.Share
		if slices.ContainsFunc(p.Classes[:i], func(o ClassRow) bool { return o.Name == c.Name }) {
			m.Add("classes."+strconv.Itoa(i)+".name", "bonus.class_twice")
		}
	}
	if sum > whole {
		m.Add("classes", "bonus.classes_sum", "have", sum)
	}
}
