package assign_test

import (
	"math/rand/v2"
	"testing"

	"kaoji/evaluation/assign"
)

// office is 200 people in 200 posts as an office might have them: most pairs
// not admissible, a fifth of the people must move, pairs of posts of which only
// one may change, relatives apart, departments of ten of which at most half move,
// and not more than 60 moves in all.
func office(rules bool) *assign.Problem {
	const n = 200
	r := rand.New(rand.NewPCG(1998, 8))
	p := &assign.Problem{}
	for i := range n {
		row := make([]int64, n)
		for j := range row {
			switch {
			case i == j:
				row[j] = int64(r.IntN(40))
			case r.IntN(3) == 0:
				row[j] = 20 + int64(r.IntN(200))
			default:
				row[j] = assign.Never
			}
		}
		if i%5 == 0 {
			row[i] = assign.Never
		}
		p.Cost = append(p.Cost, row)
		p.Prefer = append(p.Prefer, assign.Pair{Row: i, Col: i})
	}
	if !rules {
		return p
	}
	for k := range 20 { // of posts 10k and 10k+1 one keeps its holder
		p.Rules = append(p.Rules, assign.Rule{Pairs: []assign.Pair{{Row: 10*k + 1, Col: 10*k + 1}, {Row: 10*k + 2, Col: 10*k + 2}}, Least: 1, Most: 2})
	}
	for k := range 20 { // relatives are not in one department
		var pairs []assign.Pair
		for j := range 10 {
			pairs = append(pairs, assign.Pair{Row: 10 * k, Col: 10*k + j}, assign.Pair{Row: (10*k + 15) % n, Col: 10*k + j})
		}
		p.Rules = append(p.Rules, assign.Rule{Pairs: pairs, Most: 1})
	}
	all := assign.Rule{Most: n}
	for k := range 20 {
		stay := assign.Rule{Least: 5, Most: 10}
		for j := range 10 {
			stay.Pairs = append(stay.Pairs, assign.Pair{Row: 10*k + j, Col: 10*k + j})
		}
		all.Pairs = append(all.Pairs, stay.Pairs...)
		p.Rules = append(p.Rules, stay)
	}
	all.Least = n - 60
	p.Rules = append(p.Rules, all)
	return p
}

func TestAnOfficeOfTwoHundredIsSolvedToTheEnd(t *testing.T) {
	for _, rules := range []bool{false, true} {
		p := office(rules)
		got := solved(t, p)
		if total, ok := p.Total(got.Cols); !ok || !got.Proven || total != got.Total {
			t.Errorf("%+v", got)
		}
	}
}

func bench(b *testing.B, p *assign.Problem) {
	for b.Loop() {
		if got := solved(b, p); !got.Proven {
			b.Fatalf("not proven: %+v", got)
		}
	}
}

func BenchmarkTwoHundredInTwoHundred(b *testing.B)          { bench(b, office(false)) }
func BenchmarkTwoHundredInTwoHundredWithRules(b *testing.B) { bench(b, office(true)) }
func BenchmarkMacholAndWien200(b *testing.B)                { bench(b, machol(200)) }

// What forbidding each pair of the plan would cost, with a node or two for each
// as the page of a large plan has.
func BenchmarkNextBestOfTwoHundredWithRules(b *testing.B) {
	p := office(true)
	got := solved(b, p)
	for b.Loop() {
		for i, j := range got.Cols {
			if _, err := assign.Without(p, assign.Pair{Row: i, Col: j}, assign.Options{Nodes: 2, From: got.Proof, Near: got.Cols}); err != nil {
				b.Fatal(err)
			}
		}
	}
}
