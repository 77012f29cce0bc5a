package assessment_test

import (
	"fmt"
	"math/big"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"kaoji/evaluation/assessment"
	"kaoji/evaluation/rulepack"
)

// The attacker has everything that is shown, knows the weights, how many forms
// came back and even who stands where in the order of marks, and solves the
// linear equations that follow, in exact fractions.

// office is what was cast: the groups and where their usable ballots stand in a row.
type office struct {
	cast []assessment.Cast
	from map[string]int
	n    map[string]int
	all  int
}

func newOffice(cast []assessment.Cast) *office {
	o := &office{cast: cast, from: map[string]int{}, n: map[string]int{}}
	for _, c := range cast {
		o.from[c.Code], o.n[c.Code] = o.all, len(slices.DeleteFunc(slices.Clone(c.Ballots), func(b assessment.Ballot) bool { return b.Abstain }))
		o.all += o.n[c.Code]
	}
	return o
}

func (o *office) zero() row {
	v := make(row, o.all)
	for i := range v {
		v[i] = new(big.Rat)
	}
	return v
}

func (o *office) weight(code string) int64 {
	return o.cast[slices.IndexFunc(o.cast, func(c assessment.Cast) bool { return c.Code == code })].Weight
}

// mean adds a share of the mean of a group without so many ballots at each end,
// which stand first and last.
func (o *office) mean(v row, code string, share *big.Rat, cut int) {
	from, n := o.from[code]+cut, o.n[code]-2*cut
	for i := from; i < from+n; i++ {
		v[i].Add(v[i], new(big.Rat).Mul(share, big.NewRat(1, int64(n))))
	}
}

// pooled adds a share of the mean by weights of several groups.
func (o *office) pooled(v row, codes []string, share *big.Rat) {
	sum := int64(0)
	for _, c := range codes {
		if o.n[c] > 0 {
			sum += o.weight(c)
		}
	}
	for _, c := range codes {
		switch {
		case o.n[c] == 0:
		case len(codes) == 1:
			o.mean(v, c, share, 0)
		case o.weight(c) > 0:
			o.mean(v, c, new(big.Rat).Mul(share, big.NewRat(o.weight(c), sum)), 0)
		}
	}
}

// total is the total as a combination of all ballots, by definition.
func (o *office) total(r assessment.Result, trimmed bool) row {
	v := o.zero()
	var hidden []string
	sum, rest := int64(0), int64(0)
	for _, g := range r.Groups {
		if g.State != assessment.GroupEmpty {
			sum += g.Weight
		}
		if g.State == assessment.GroupHidden || g.State == assessment.GroupComplement {
			hidden, rest = append(hidden, g.Codes...), rest+g.Weight
		}
	}
	for _, g := range r.Groups {
		switch {
		case g.State != assessment.GroupShown || g.Weight == 0:
		case trimmed && g.Removed > 0:
			o.mean(v, g.Codes[0], big.NewRat(g.Weight, sum), g.Removed/2)
		default:
			o.pooled(v, g.Codes, big.NewRat(g.Weight, sum))
		}
	}
	if rest > 0 {
		o.pooled(v, hidden, big.NewRat(rest, sum))
	}
	return v
}

// points is what is shown of the points.
func (o *office) points(r assessment.Result) *equations {
	e := &equations{}
	for _, g := range r.Groups {
		if g.State != assessment.GroupShown {
			continue
		}
		v := o.zero()
		o.pooled(v, g.Codes, big.NewRat(1, 1))
		e.learn(v)
		if g.Removed > 0 {
			v := o.zero()
			o.mean(v, g.Codes[0], big.NewRat(1, 1), g.Removed/2)
			e.learn(v)
		}
	}
	if r.Shown {
		e.learn(o.total(r, false))
		if r.Removed > 0 {
			e.learn(o.total(r, true))
		}
	}
	return e
}

// counts is what is shown of the votes for a grade: sums without weights.
func (o *office) counts(r assessment.Result) *equations {
	e := &equations{}
	all := o.zero()
	for _, g := range r.Groups {
		v := o.zero()
		for _, c := range g.Codes {
			for i := o.from[c]; i < o.from[c]+o.n[c]; i++ {
				v[i].SetInt64(1)
				all[i].SetInt64(1)
			}
		}
		if g.State == assessment.GroupShown {
			e.learn(v)
		}
	}
	if r.Shown {
		e.learn(all)
	}
	return e
}

// found names a group, or several, under the floor of which the attacker knows
// the sum; "" if there is none.
func (o *office) found(e *equations, floor int) string {
	for set := 1; set < 1<<len(o.cast); set++ {
		v, n, codes := o.zero(), 0, []string{}
		for k, c := range o.cast {
			if set&(1<<k) == 0 {
				continue
			}
			n, codes = n+o.n[c.Code], append(codes, c.Code)
			for i := o.from[c.Code]; i < o.from[c.Code]+o.n[c.Code]; i++ {
				v[i].SetInt64(1)
			}
		}
		if n > 0 && n < floor && e.know(v) {
			return fmt.Sprint(codes)
		}
	}
	for i := range o.all {
		v := o.zero()
		v[i].SetInt64(1)
		if e.know(v) {
			return fmt.Sprint("ballot ", i)
		}
	}
	return ""
}

// drawOffice draws ballots and weights, of which some are 0.
func drawOffice(r *rapid.T) []assessment.Cast {
	c := drawCast(r)
	w := rapid.SampledFrom([][3]int64{{3500, 2500, 4000}, {5000, 5000, 0}, {0, 4000, 6000}, {0, 10000, 0}, {10000, 0, 0}}).Draw(r, "weights")
	for i := range c {
		c[i].Weight = w[i]
	}
	return c
}

func drawFloor(r *rapid.T) rulepack.Frozen {
	return with(drawRules(r), "rating.floor", rulepack.Value{Kind: rulepack.KindInteger, N: int64(rapid.IntRange(3, 6).Draw(r, "floor"))})
}

func TestNoGroupUnderTheFloorFollowsFromAllThatIsShown(t *testing.T) {
	merged, complements, withheld := 0, 0, 0
	rapid.Check(t, func(r *rapid.T) {
		cast := drawOffice(r)
		got := compute(r, drawFloor(r), cast)
		o := newOffice(cast)
		if who := o.found(o.points(got), got.Floor); who != "" {
			r.Fatalf("the attacker knows the points of %s from %+v", who, got)
		}
		if who := o.found(o.counts(got), got.Floor); who != "" {
			r.Fatalf("the attacker knows the votes of %s from %+v", who, got)
		}
		for _, g := range got.Groups {
			if g.State != assessment.GroupShown && (g.Mean != 0 || g.Trimmed != 0 || g.Usable != 0 || len(g.Contents) != 0 || g.Votes != (assessment.Votes{})) {
				r.Fatalf("figures of a group that is not shown: %+v", g)
			}
			if len(g.Codes) > 1 && g.State == assessment.GroupShown {
				merged++
			}
			if g.State == assessment.GroupComplement {
				complements++
			}
		}
		if got.Solvable {
			withheld++
		}
		if !got.Shown && (got.Total != 0 || got.Trimmed != 0 || got.Votes != (assessment.Votes{}) || len(got.Contents) != 0) {
			r.Fatalf("totals of a result that is not shown: %+v", got)
		}
	})
	t.Logf("%d merged, %d hidden beside another, %d totals withheld", merged, complements, withheld)
	if merged == 0 || complements == 0 {
		t.Error("what protects was never needed")
	}
}

// The control: the same attacker, told the mean of the merged ballots beside the
// mean by weights, knows both groups.
func TestTheMeanOfMergedBallotsBesideTheTotalWouldTellBothGroups(t *testing.T) {
	c := cast(same(50, assessment.Basic, 2), same(90, assessment.Excellent, 3), nil)
	got := compute(t, rules(t), c)
	o := newOffice(c)
	e := o.points(got)
	if o.found(e, got.Floor) != "" {
		t.Fatal("known without it")
	}
	plain := o.zero()
	for i := range plain {
		plain[i].SetFrac64(1, 5)
	}
	e.learn(plain)
	if o.found(e, got.Floor) == "" {
		t.Error("the mean of merged ballots tells nothing; then it need not be left out")
	}
}

// The totals are what their definition says, worked out as one combination of
// all ballots in exact fractions.
func TestTheTotalsAreTheirDefinition(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		cast := drawOffice(r)
		got := compute(r, drawFloor(r), cast)
		if !got.Shown {
			return
		}
		o := newOffice(cast)
		var scores []*big.Rat
		for _, c := range cast {
			var own []*big.Rat
			for _, b := range c.Ballots {
				if !b.Abstain {
					own = append(own, big.NewRat(int64(b.Virtue+b.Ability+b.Diligence+b.Results+b.Integrity), 5))
				}
			}
			slices.SortFunc(own, func(a, b *big.Rat) int { return a.Cmp(b) })
			scores = append(scores, own...)
		}
		value := func(v row) int64 {
			sum := new(big.Rat)
			for i := range v {
				sum.Add(sum, new(big.Rat).Mul(v[i], scores[i]))
			}
			sum.Add(sum.Mul(sum, big.NewRat(100, 1)), big.NewRat(1, 2))
			return new(big.Int).Quo(sum.Num(), sum.Denom()).Int64()
		}
		if want := value(o.total(got, false)); got.Total != want {
			r.Fatalf("total %d, by definition %d: %+v", got.Total, want, got)
		}
		if want := value(o.total(got, true)); got.Removed > 0 && got.Trimmed != want {
			r.Fatalf("trimmed total %d, by definition %d: %+v", got.Trimmed, want, got)
		}
	})
}
