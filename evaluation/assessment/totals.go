package assessment

import (
	"math/big"
	"slices"
)

// group returns the part of a pool that may be shown. For merged groups neither the
// mean of their ballots nor a trimmed mean is shown, because together with the
// weighted mean each group could be computed from it.
func (n numbers) group(p pool, shown bool) GroupResult {
	g := GroupResult{
		Weight: p.weight(), Eligible: p.eligible(), Returned: p.returned(), State: p.state, Contents: []int64{},
	}
	for _, m := range p.members {
		g.Codes = append(g.Codes, m.Code)
		if len(p.members) > 1 {
			g.Weights = append(g.Weights, m.Weight)
		}
	}
	if !shown && g.State == GroupShown {
		g.State = GroupHidden
	}
	if g.State != GroupShown {
		return g
	}
	g.Usable, g.Mean = p.usable(), hundredths(p.mean(mean))
	if cut := n.cut(p); cut > 0 {
		g.Trimmed, g.Removed = hundredths(n.trimmed(p.members[0].ballots)), 2*cut
	}
	for i := range Contents() {
		g.Contents = append(g.Contents, hundredths(p.mean(content(i))))
	}
	g.Votes = p.votes()
	return g
}

// cut returns how many ballots the trimmed mean of a pool leaves out at each end.
func (n numbers) cut(p pool) int {
	if p.state != GroupShown || len(p.members) > 1 {
		return 0
	}
	return n.trim.Cut(p.usable())
}

func (p pool) votes() Votes {
	var v Votes
	for _, m := range p.members {
		for _, b := range m.ballots {
			v.add(b.Grade)
		}
	}
	return v
}

// totals computes the totals by the weights; empty pools do not count. All hidden
// pools count as one, with its plain mean in the trimmed total too, so that the
// totals reveal only one number about it.
func (n numbers) totals(out *Result, pools []pool) {
	seen := slices.DeleteFunc(slices.Clone(pools), func(p pool) bool { return p.state != GroupShown })
	hidden := together(slices.DeleteFunc(slices.Clone(pools), func(p pool) bool { return p.state == GroupShown || p.state == GroupEmpty }))
	parts := slices.DeleteFunc(append(seen, hidden), func(p pool) bool { return p.weight() == 0 })
	sum := together(parts).weight()
	join := func(of func(pool) *big.Rat) int64 {
		total := new(big.Rat)
		for _, p := range parts {
			add(total, big.NewRat(p.weight(), sum), of(p))
		}
		return hundredths(total)
	}
	out.Total = join(func(p pool) *big.Rat { return p.mean(mean) })
	for _, p := range parts {
		out.Removed += 2 * n.cut(p)
	}
	if out.Removed > 0 {
		out.Trimmed = join(func(p pool) *big.Rat {
			if n.cut(p) > 0 {
				return n.trimmed(p.members[0].ballots)
			}
			return p.mean(mean)
		})
	}
	for i := range Contents() {
		out.Contents = append(out.Contents, join(func(p pool) *big.Rat { return p.mean(content(i)) }))
	}
	out.Votes = together(pools).votes()
	out.Signals = n.signals(out.Votes)
}

// content returns the function for the mean of one of the five contents.
func content(i int) func([]Ballot) *big.Rat {
	return func(ballots []Ballot) *big.Rat { return contentMean(ballots, i) }
}
