package assessment

import (
	"math/big"
	"slices"

	"kaoji/evaluation/rulepack"
)

// computeBefore is the old Compute, in which merged groups did not keep their
// weights.
func computeBefore(cast []Cast, rules rulepack.Numbers) (Result, error) {
	n, err := numbersOf(rules)
	if err != nil {
		return Result{}, err
	}
	pools := n.joints(cast)
	out := Result{Floor: n.floor, Groups: []GroupResult{}, Invalid: []string{}, Signals: []string{}, Contents: []int64{}}
	for _, p := range pools {
		out.Eligible, out.Returned, out.Usable = out.Eligible+p.eligible, out.Returned+p.returned, out.Usable+len(p.ballots)
		if len(p.ballots) == 0 {
			out.Reweighted += p.weight
		}
	}
	out.Invalid = n.invalid(out)
	if out.Returned < n.floor && !n.usable.Reached(int64(out.Usable), int64(out.Returned)) {
		out.Invalid = append(out.Invalid, "usable")
	}
	out.Shown = len(out.Invalid) == 0 && out.Usable >= n.floor && weightsBefore(pools) > 0
	for i := range pools {
		out.Groups = append(out.Groups, n.groupBefore(pools[i], out.Shown))
	}
	if out.Shown {
		n.totalsBefore(&out, pools)
	}
	return out, nil
}

// joint is one group of raters, or several merged groups, with its usable ballots.
// It is used for results without Result.Weighted: the ballots of merged groups were
// averaged together with the sum of their weights. It is kept so that those results
// can be recomputed.
type joint struct {
	codes    []string
	weight   int64
	eligible int
	returned int
	ballots  []Ballot
	state    string
}

func (p joint) and(q joint) joint {
	return joint{
		codes: slices.Concat(p.codes, q.codes), weight: p.weight + q.weight, eligible: p.eligible + q.eligible,
		returned: p.returned + q.returned, ballots: slices.Concat(p.ballots, q.ballots), state: GroupShown,
	}
}

// joints combines the groups into pools whose figures may be shown, and hides the
// others: H-1 to H-5, per person rated. The rule rating.floor.below says whether
// small groups are merged first.
func (n numbers) joints(cast []Cast) []joint {
	var pools []joint
	for _, c := range cast {
		p := joint{codes: []string{c.Code}, weight: c.Weight, eligible: c.Eligible, returned: len(c.Ballots), state: GroupShown}
		p.ballots = slices.DeleteFunc(slices.Clone(c.Ballots), func(b Ballot) bool { return b.Abstain })
		if len(p.ballots) == 0 {
			p.state = GroupEmpty
		}
		pools = append(pools, p)
	}
	if n.below == "merge" {
		pools = n.mergeBefore(pools)
	}
	n.hideBefore(pools)
	return pools
}

// mergeBefore merges a pool below the floor with the next one with ballots, and the
// last one with the one before.
func (n numbers) mergeBefore(pools []joint) []joint {
	var out []joint
	last := -1 // the last pool of out with ballots
	for _, p := range pools {
		switch {
		case p.state == GroupEmpty:
			out = append(out, p)
			continue
		case last >= 0 && len(out[last].ballots) < n.floor:
			p = out[last].and(p)
			out = slices.Delete(out, last, last+1)
		}
		out = append(out, p)
		last = len(out) - 1
	}
	if last < 0 || len(out[last].ballots) >= n.floor {
		return out
	}
	for before := last - 1; before >= 0; before-- {
		if out[before].state != GroupEmpty {
			out[before] = out[before].and(out[last])
			return slices.Delete(out, last, last+1)
		}
	}
	return out
}

// hideBefore hides the pools below the floor. If the hidden ones could be computed
// from the total, because there is only one or they have fewer ballots than the
// floor together, the next smallest is hidden too.
func (n numbers) hideBefore(pools []joint) {
	hidden, ballots := 0, 0
	for i := range pools {
		if p := &pools[i]; p.state == GroupShown && len(p.ballots) < n.floor {
			p.state = GroupHidden
			hidden, ballots = hidden+1, ballots+len(p.ballots)
		}
	}
	for hidden > 0 && (hidden == 1 || ballots < n.floor) {
		i := smallestBefore(pools)
		if i < 0 {
			return
		}
		pools[i].state = GroupComplement
		hidden, ballots = hidden+1, ballots+len(pools[i].ballots)
	}
}

// smallestBefore returns the shown pool with the fewest ballots, the first of
// equals; -1 if none is shown.
func smallestBefore(pools []joint) int {
	at := -1
	for i, p := range pools {
		if p.state == GroupShown && (at < 0 || len(p.ballots) < len(pools[at].ballots)) {
			at = i
		}
	}
	return at
}

func weightsBefore(pools []joint) int64 {
	sum := int64(0)
	for _, p := range pools {
		if len(p.ballots) > 0 {
			sum += p.weight
		}
	}
	return sum
}

// groupBefore returns the part of a pool that may be shown.
func (n numbers) groupBefore(p joint, shown bool) GroupResult {
	g := GroupResult{
		Codes: p.codes, Weight: p.weight, Eligible: p.eligible, Returned: p.returned, Usable: len(p.ballots), State: p.state,
		Contents: []int64{},
	}
	if !shown && g.State == GroupShown {
		g.State = GroupHidden
	}
	if g.State != GroupShown {
		return g
	}
	g.Mean = hundredths(mean(p.ballots))
	if n.trim.Covers(len(p.ballots)) {
		g.Trimmed = hundredths(n.trimmed(p.ballots))
	}
	for i := range Contents() {
		g.Contents = append(g.Contents, hundredths(contentMean(p.ballots, i)))
	}
	for _, b := range p.ballots {
		g.Votes.add(b.Grade)
	}
	return g
}

// totalsBefore computes the totals by the weights; pools without ballots do not
// count.
func (n numbers) totalsBefore(out *Result, pools []joint) {
	total, trimmed, cut := new(big.Rat), new(big.Rat), false
	contents := make([]*big.Rat, len(Contents()))
	for i := range contents {
		contents[i] = new(big.Rat)
	}
	sum := weightsBefore(pools)
	for _, p := range pools {
		if len(p.ballots) == 0 {
			continue
		}
		w := big.NewRat(p.weight, sum)
		add(total, w, mean(p.ballots))
		if n.trim.Covers(len(p.ballots)) {
			add(trimmed, w, n.trimmed(p.ballots))
			cut = true
		} else {
			add(trimmed, w, mean(p.ballots))
		}
		for i := range contents {
			add(contents[i], w, contentMean(p.ballots, i))
		}
		for _, b := range p.ballots {
			out.Votes.add(b.Grade)
		}
	}
	out.Total = hundredths(total)
	if cut {
		out.Trimmed = hundredths(trimmed)
	}
	for _, c := range contents {
		out.Contents = append(out.Contents, hundredths(c))
	}
	out.Signals = n.signals(out.Votes)
}
