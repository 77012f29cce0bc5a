package assessment

import (
	"math/big"
	"slices"
)

// pool is one group of raters, or several merged groups. Each group keeps its
// weight and its ballots.
type pool struct {
	members []member
	state   string
}

// member is a group of raters with its usable ballots.
type member struct {
	Group
	returned int
	ballots  []Ballot
}

func (p pool) sum(of func(member) int) int {
	n := 0
	for _, m := range p.members {
		n += of(m)
	}
	return n
}

func (p pool) eligible() int { return p.sum(func(m member) int { return m.Eligible }) }
func (p pool) returned() int { return p.sum(func(m member) int { return m.returned }) }
func (p pool) usable() int   { return p.sum(func(m member) int { return len(m.ballots) }) }
func (p pool) weight() int64 { return int64(p.sum(func(m member) int { return int(m.Weight) })) }

// counted returns the usable ballots of groups with a positive weight.
func (p pool) counted() int {
	return p.sum(func(m member) int {
		if m.Weight == 0 {
			return 0
		}
		return len(m.ballots)
	})
}

// reaches reports whether the figures of a pool are based on at least floor
// ballots. Merged groups are shown by their weights, so groups of weight 0 do not
// count.
func (p pool) reaches(floor int) bool {
	if len(p.members) == 1 {
		return p.usable() >= floor
	}
	return p.counted() >= floor
}

// mean returns the weighted mean of the groups' figures: Σ w·m ÷ Σ w. A group
// without a usable ballot gets the mean of the groups it is merged with, so that
// the weights do not reveal that it has none. For a single group its weight does
// not matter.
func (p pool) mean(of func([]Ballot) *big.Rat) *big.Rat {
	if len(p.members) == 1 {
		return of(p.members[0].ballots)
	}
	sum, weight := new(big.Rat), int64(0)
	for _, m := range p.members {
		if m.Weight > 0 && len(m.ballots) > 0 {
			add(sum, big.NewRat(m.Weight, 1), of(m.ballots))
			weight += m.Weight
		}
	}
	return sum.Quo(sum, big.NewRat(weight, 1))
}

// together combines all groups of some pools into one pool.
func together(pools []pool) pool {
	var all pool
	for _, p := range pools {
		all.members = slices.Concat(all.members, p.members)
	}
	return all
}

// pools combines the groups into pools whose figures may be shown, and hides the
// others: H-1 to H-5, per person rated. The rule rating.floor.below says whether
// small groups are merged first. If safe is false, even the totals would reveal the
// figures of a group below the floor.
//
// A group with fewer returned ballots than the floor, all of them abstentions, is
// treated like any other group below the floor, because the fact that all abstained
// must stay secret too.
func (n numbers) pools(cast []Cast) (pools []pool, safe bool) {
	for _, c := range cast {
		m := member{Group: c.Group, returned: len(c.Ballots)}
		m.ballots = slices.DeleteFunc(slices.Clone(c.Ballots), func(b Ballot) bool { return b.Abstain })
		p := pool{members: []member{m}, state: GroupShown}
		if m.returned == 0 || len(m.ballots) == 0 && m.returned >= n.floor {
			p.state = GroupEmpty
		}
		pools = append(pools, p)
	}
	if n.below == "merge" {
		pools = n.merge(pools)
	}
	return pools, n.hide(pools)
}

// merge merges a pool below the floor with the next one with ballots, and the last
// one with those before.
func (n numbers) merge(pools []pool) []pool {
	var out []pool
	join := func(i, j int) { // merges the later one into the earlier one, which moves to the end
		p := pool{members: together([]pool{out[i], out[j]}).members, state: GroupShown}
		out = append(slices.Delete(slices.Delete(out, j, j+1), i, i+1), p)
	}
	last := -1 // the last pool of out with ballots
	for _, p := range pools {
		out = append(out, p)
		if p.state == GroupEmpty {
			continue
		}
		if last >= 0 && !out[last].reaches(n.floor) {
			join(last, len(out)-1)
		}
		last = len(out) - 1
	}
	for before := last - 1; before >= 0 && !out[last].reaches(n.floor); before-- {
		if out[before].state != GroupEmpty {
			empty := slices.Clone(out[last+1:])
			out = out[:last+1]
			join(before, last)
			last = len(out) - 1
			out = append(out, empty...)
		}
	}
	return out
}

// hide hides the pools below the floor, and further pools, smallest first, until
// the hidden figures cannot be computed from the totals and the shown ones. It
// returns false if hiding all of them is not enough.
func (n numbers) hide(pools []pool) bool {
	for i := range pools {
		if p := &pools[i]; p.state == GroupShown && !p.reaches(n.floor) {
			p.state = GroupHidden
		}
	}
	for !n.safe(pools) {
		i := smallest(pools)
		if i < 0 {
			return false
		}
		pools[i].state = GroupComplement
	}
	return true
}

// safe reports whether the hidden figures cannot be computed from the totals:
// nothing is hidden, or at least two pools with together at least floor ballots.
// Totals of votes include all groups, totals of points only groups with a positive
// weight; both must be safe.
func (n numbers) safe(pools []pool) bool {
	hidden := slices.DeleteFunc(slices.Clone(pools), func(p pool) bool { return p.state == GroupShown || p.state == GroupEmpty })
	if len(hidden) == 0 {
		return true
	}
	weighted := slices.DeleteFunc(slices.Clone(hidden), func(p pool) bool { return p.weight() == 0 })
	votes := len(hidden) > 1 && together(hidden).usable() >= n.floor
	points := len(weighted) == 0 || len(weighted) > 1 && together(weighted).counted() >= n.floor
	return votes && points
}

// smallest returns the shown pool with the fewest ballots, the first of equals; -1
// if none is shown.
func smallest(pools []pool) int {
	at := -1
	for i, p := range pools {
		if p.state == GroupShown && (at < 0 || p.usable() < pools[at].usable()) {
			at = i
		}
	}
	return at
}
