package rulepack

// Trim is rule G-4: how many of the highest and lowest ballots a trimmed mean
// leaves out.
type Trim struct {
	least int   // smallest number of ballots at which any are left out
	from  int   // from this number of ballots on the share is left out, below it one at each end; 0: always the share
	keep  int   // smallest number of ballots that must remain (H-1)
	share Share // at each end
}

// TrimOf reads the rule. Rules frozen before its second number existed have only
// the share, and decisions made with them are recomputed in that way.
func TrimOf(rules Numbers) (t Trim, err error) {
	for key, into := range map[string]*int{"rating.trim.least": &t.least, "rating.floor.least": &t.keep} {
		n, err := rules.Int(key)
		if err != nil {
			return t, err
		}
		*into = int(n)
	}
	if t.share, err = rules.Share("rating.trim"); err != nil {
		return t, err
	}
	if _, err := rules.Entry("rating.trim.share_from"); err != nil {
		return t, nil //nolint:nilerr // an older rule, not a failure
	}
	from, err := rules.Int("rating.trim.share_from")
	t.from = int(from)
	return t, err
}

// Covers reports whether there are enough ballots for a trimmed mean.
func (t Trim) Covers(n int) bool { return n >= t.least }

// Cut returns how many of n ballots are left out at each end. It is 0 if fewer
// ballots would remain than the smallest group that may be shown: of three ballots,
// a mean without the highest and the lowest is the mark of one person.
func (t Trim) Cut(n int) int {
	switch {
	case !t.Covers(n):
		return 0
	case n >= t.from:
		cut := int(t.share.Round(int64(n), RoundFloor))
		if t.from > 0 && n-2*cut < t.keep {
			return 0
		}
		return cut
	case n-2 < t.keep:
		return 0
	}
	return 1
}
