package assessment

import (
	"math/big"
	"slices"
)

// pool is one group of raters, or several merged ones. Each keeps its weight and
// its ballots.
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

// counted are the usable ballots that enter a figure made by weights: a group of
// weight 0 has none.
func (p pool) counted() int {
	return p.sum(func(m member) int {
		if m.Weight == 0 {
			return 0
		}
		return len(m.ballots)
	})
}

// reaches reports that the figures of a pool rest on as many ballots as the
// floor. Merged groups are shown by their weights, so those of weight 0 protect
// nobody.
func (p pool) reaches(floor int) bool {
	if len(p.members) == 1 {
		return p.usable() >= floor
	}
	return p.counted() >= floor
}

// mean is a figure of each group, joined by their weights: Σ w·m ÷ Σ w. A group
// without a usable ballot takes the mean of those with which it is merged, so
// that nobody sees from the weights that there was none. A single group has its
// own mean, whatever its weight.
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

// together is one pool of all groups of some pools.
func together(pools []pool) pool {
	var all pool
	for _, p := range pools {
		all.members = slices.Concat(all.members, p.members)
	}
	return all
}

// pools puts the groups into pools whose figures may be shown, and hides what
// is left: H-1 to H-5, per person rated. The rule rating.floor.below says
// whether small groups are merged first. Without safe, even the totals would
// tell the figures of a group under the floor.
//
// A group of fewer returned ballots than the floor, none of them usable, is
// treated like any other under the floor: that all abstained is as much theirs
// as a mark is.
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

// merge joins a pool under the floor to the next one with ballots, and the last
// one to those before.
func (n numbers) merge(pools []pool) []pool {
	var out []pool
	join := func(i, j int) { // the later into the earlier, which moves to the end
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

// hide hides the pools under the floor, and the next smallest beside them until
// the hidden ones cannot be found by taking the shown ones from the totals. It
// reports false if hiding all of them is not enough.
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

// safe reports that what is hidden cannot be told from the totals: it is nothing
// at all, or at least two pools with as many ballots as the floor. The votes of
// all groups are added up, the points of those alone that have a weight; both
// have to be safe.
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

// smallest is the shown pool with the fewest ballots, the first of equals; -1
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
