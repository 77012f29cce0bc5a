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

// BenchmarkTheActThatWorksOutTwoHundred is all of it as the page has it done:
// the roster read, the conditions and costs of 40,000 pairs, the plan, its next
// bests, and the record stored.
func BenchmarkTheActThatWorksOutTwoHundred(b *testing.B) {
	w := office(b)
	var nos []string
	for i := range 200 {
		no := fmt.Sprintf("x%03d", i)
		enter(w, no, []string{"a", "b", "c", "d"}[i%4], "2008-01-01", date("2012-01-01").AddDays(20*i).String())
		nos = append(nos, no)
	}
	for i := range 20 {
		w.Do(w.Personnel(), w.People[nos[9*i]], "relate", &roster.Relate{Person: w.People[nos[9*i+5]], Relation: "夫妻"})
	}
	id := opened(w, nos...)
	terms := moving(w, id, nos[:20]...)
	for i := range terms.Persons {
		if terms.Persons[i].Duty == rotation.DutyKeep && i%3 > 0 {
			terms.Persons[i].Duty = rotation.DutyFree
		}
	}
	for i := range terms.Posts {
		terms.Posts[i].Field = []string{"党建", "民政", "综治", "城建", "经济"}[i%5]
	}
	for i := 2; i < 17; i++ { // none of two who must move
		terms.Pairs = append(terms.Pairs, rotation.PairRow{Post: w.People[nos[10*i]], Other: w.People[nos[10*i+7]], Why: "不同时变动"})
	}
	terms.Most = 60
	w.Do(w.Personnel(), id, "ask", terms)
	for b.Loop() {
		w.Do(w.Personnel(), id, "compute", nil)
	}
	if r := planOf(w, id).Result; len(r.Placed) != 200 {
		b.Fatalf("no plan: %+v", r)
	} else if b.ReportMetric(float64(r.Nodes), "nodes"); r.Proven {
		b.ReportMetric(1, "proven")
	}
}
