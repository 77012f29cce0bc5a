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

// Room is how many of those who take part a class holds at most.
func (c *ClassRow) Room(taking int) int { return taking * c.Share / whole }

// Taking counts those who take part.
func (o *Outcome) Taking() int {
	n := 0
	for i := range o.Shares {
		if o.Takes(i) {
			n++
		}
	}
	return n
}

// Classes gives each line the name of its award class, "" for none. E-14 states
// the share of each class at most and no amounts, so a class carries no money:
// the division is what it is without classes.
//
// People stand in the order of their exact amounts, before the rounding, and
// those whose amounts are equal stay together. From the top, a group gets the
// present class if it still fits within the class's room, else the next class
// that holds it, and what follows never goes back to a class that was left. Who
// gets nothing has no class.
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

// checkClasses says what is wrong with the classes of a plan.
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
