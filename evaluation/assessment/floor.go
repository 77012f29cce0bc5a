package assessment

import "slices"

// pool is one group of raters, or several merged ones, with its usable ballots.
type pool struct {
	codes    []string
	weight   int64
	eligible int
	returned int
	ballots  []Ballot
	state    string
}

func (p pool) and(q pool) pool {
	return pool{
		codes: slices.Concat(p.codes, q.codes), weight: p.weight + q.weight, eligible: p.eligible + q.eligible,
		returned: p.returned + q.returned, ballots: slices.Concat(p.ballots, q.ballots), state: GroupShown,
	}
}

// pool puts the groups into pools whose figures may be shown, and hides what
// is left: H-1 to H-5, per person rated. The rule rating.floor.below says
// whether small groups are merged first.
func (n numbers) pool(cast []Cast) []pool {
	var pools []pool
	for _, c := range cast {
		p := pool{codes: []string{c.Code}, weight: c.Weight, eligible: c.Eligible, returned: len(c.Ballots), state: GroupShown}
		p.ballots = slices.DeleteFunc(slices.Clone(c.Ballots), func(b Ballot) bool { return b.Abstain })
		if len(p.ballots) == 0 {
			p.state = GroupEmpty
		}
		pools = append(pools, p)
	}
	if n.below == "merge" {
		pools = n.merge(pools)
	}
	n.hide(pools)
	return pools
}

// merge joins a pool under the floor to the next one with ballots, and the last
// one to the one before.
func (n numbers) merge(pools []pool) []pool {
	var out []pool
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

// hide hides the pools under the floor. As long as the hidden ones could be
// found by taking the shown ones from the total, because it is only one or
// together they are under the floor, the next smallest is hidden too.
func (n numbers) hide(pools []pool) {
	hidden, ballots := 0, 0
	for i := range pools {
		if p := &pools[i]; p.state == GroupShown && len(p.ballots) < n.floor {
			p.state = GroupHidden
			hidden, ballots = hidden+1, ballots+len(p.ballots)
		}
	}
	for hidden > 0 && (hidden == 1 || ballots < n.floor) {
		i := smallest(pools)
		if i < 0 {
			return
		}
		pools[i].state = GroupComplement
		hidden, ballots = hidden+1, ballots+len(pools[i].ballots)
	}
}

// smallest is the shown pool with the fewest ballots, the first of equals; -1
// if none is shown.
func smallest(pools []pool) int {
	at := -1
	for i, p := range pools {
		if p.state == GroupShown && (at < 0 || len(p.ballots) < len(pools[at].ballots)) {
			at = i
		}
	}
	return at
}
