package rotation

import (
	"slices"

	"kaoji/evaluation/assign"
)

// Part is one part of the cost of having a person in a post: a number of units
// times the weight of a unit.
type Part struct {
	Code   string `json:"code"`
	Units  int    `json:"units"`
	Weight int    `json:"weight"`
}

// The parts.
const (
	CostMove     = "move"
	CostDistance = "distance" // between the fields that somebody knows and that of the post
	CostEarly    = "early"    // months short of the notice years, of who moves
	CostLate     = "late"     // months beyond them, of who stays
	CostWish     = "wish"     // places below the first wish
	CostNeed     = "need"     // of the department; below zero where it wants the person
)

// Cost returns units times weight.
func (p Part) Cost() int64 { return int64(p.Units) * int64(p.Weight) }

// notWished is the rank of a post that a person with wishes does not name.
const notWished = 4

// Costs lists the parts of the cost of having a candidate in a post, without those
// that are zero.
func (s *Setting) Costs(i, j int) []Part {
	c, own := &s.Candidates[i], s.own(i)
	var list []Part
	add := func(code string, units, weight int) {
		if units != 0 && weight != 0 {
			list = append(list, Part{code, units, weight})
		}
	}
	if j == own {
		add(CostLate, max(0, c.Months-c.Notice), s.Late)
	} else {
		add(CostMove, 1, s.Move)
		add(CostDistance, s.distance(i, j), s.Distance)
		if own >= 0 {
			add(CostEarly, max(0, c.Notice-c.Months), s.Early)
		}
	}
	add(CostWish, s.wish(i, j)-1, s.Wish)
	add(CostNeed, s.need(i, j), s.Need)
	return list
}

// Cost is their sum.
func (s *Setting) Cost(i, j int) int64 {
	sum := int64(0)
	for _, p := range s.Costs(i, j) {
		sum += p.Cost()
	}
	return sum
}

// distance returns the distance of a post's field from the nearest field that the
// person knows: the fields named, and that of the present post. It is zero if the
// post or the person has no field.
func (s *Setting) distance(i, j int) int {
	to := s.asks(j).Field
	from := listed(s.terms(i).Fields)
	if own := s.own(i); own >= 0 && s.asks(own).Field != "" {
		from = append(from, s.asks(own).Field)
	}
	if to == "" || len(from) == 0 {
		return 0
	}
	least := s.apart(from[0], to)
	for _, f := range from[1:] {
		least = min(least, s.apart(f, to))
	}
	return least
}

func (s *Setting) apart(x, y string) int {
	if x == y {
		return 0
	}
	for _, d := range s.Distances {
		if d.Field == x && d.Other == y || d.Field == y && d.Other == x {
			return d.Far
		}
	}
	return s.Unlike
}

// wish returns the rank of a post among a person's wishes, 1 for a person without
// wishes.
func (s *Setting) wish(i, j int) int {
	place := 1
	for _, w := range s.Wishes {
		switch {
		case w.Person != s.Candidates[i].Person:
		case w.Post == s.Seats[j].Key:
			return w.Place
		default:
			place = notWished
		}
	}
	return place
}

func (s *Setting) need(i, j int) int {
	for _, n := range s.Needs {
		if n.Person == s.Candidates[i].Person && n.Post == s.Seats[j].Key {
			return map[string]int{"strongly": -2, "wanted": -1, "reluctant": 1}[n.Want]
		}
	}
	return 0
}

// problem returns the setting in the form of package assign.
func (s *Setting) problem() *assign.Problem {
	p := &assign.Problem{Fill: make([]bool, len(s.Seats))}
	for j := range s.Seats {
		p.Fill[j] = s.asks(j).Fill
	}
	for i := range s.Candidates {
		row := make([]int64, len(s.Seats))
		for j := range row {
			if row[j] = assign.Never; len(s.Refusals(i, j)) == 0 {
				row[j] = s.Cost(i, j)
			}
		}
		p.Cost = append(p.Cost, row)
		if own := s.own(i); own >= 0 {
			p.Prefer = append(p.Prefer, assign.Pair{Row: i, Col: own})
		}
	}
	p.Rules, _ = s.rules()
	return p
}

// sorted sorts people by staff number, and posts by department, title and holder;
// the answer depends on this order only.
func (s *Setting) sorted() {
	slices.SortFunc(s.Candidates, compareMovers)
	slices.SortFunc(s.Seats, compareSeats)
}
