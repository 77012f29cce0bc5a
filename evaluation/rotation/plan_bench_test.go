package rotation_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"kaoji/evaluation/roster"
	"kaoji/evaluation/rotation"
)

// large is an office of 200 people in 20 departments with every condition.
func large() *rotation.Setting {
	const n = 200
	r := rand.New(rand.NewPCG(1998, 8))
	fields := []string{"党建", "民政", "综治", "城建", "经济"}
	s := &rotation.Setting{LeastStay: 24, Unlike: 5, Nodes: 2000}
	for i := range n {
		key, unit := fmt.Sprintf("p%03d", i), fmt.Sprintf("u%02d", i/10)
		level := "一级科员"
		if i%10 < 2 {
			level = roster.LevelSectionHead
		}
		c := rotation.Mover{Person: key, No: key, Unit: unit, Post: "职务" + key, Level: level, Months: r.IntN(130), Notice: 60}
		if i%10 == 5 && i < n-15 {
			c.Kin = []rotation.Kin{{Person: fmt.Sprintf("p%03d", i+13), Relation: "夫妻"}}
		}
		s.Candidates = append(s.Candidates, c)
		duty := "free"
		if c.Months >= 120 {
			duty = "must"
		}
		s.Persons = append(s.Persons, rotation.PersonTerms{Person: key, Duty: duty, Fields: fields[r.IntN(5)]})
		s.Seats = append(s.Seats, rotation.Spot{Key: key, Unit: unit, Post: "职务" + key, Holder: key, Heads: i%10 == 0, Leaders: []string{fmt.Sprint("l", i/50)}})
		ask := rotation.PostTerms{Post: key, Field: fields[(i/10)%5], Fill: true}
		if i%10 < 2 {
			ask.Lowest = roster.LevelSectionDeputy
		}
		s.Posts = append(s.Posts, ask)
	}
	for u := range 20 {
		s.Pairs = append(s.Pairs, rotation.PairRow{Post: s.Seats[10*u+3].Key, Other: s.Seats[10*u+4].Key})
		s.Units = append(s.Units, rotation.UnitRow{Unit: fmt.Sprintf("u%02d", u), Most: 5})
	}
	s.Most = 60
	s.Weights = rotation.Weights{Move: 5, Distance: 4, Early: 1, Late: 1, Wish: 3, Need: 6}
	return s
}

func BenchmarkAPlanOfTwoHundredWithItsNextBest(b *testing.B) {
	s := large()
	for b.Loop() {
		got, err := s.Solve()
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(got.Nodes), "nodes")
		if got.Proven {
			b.ReportMetric(1, "proven")
		} else {
			b.ReportMetric(float64(got.Total-got.Bound), "gap")
		}
	}
}
