package results

import "slices"

// usedBy returns what was noted for another year's list and rests on a year, nil if nothing
// does: a year counts once for each kind, whichever list is looked at.
func (h *History) usedBy(what string, y, year int) *Used {
	i := slices.IndexFunc(h.Uses, func(u Used) bool { return u.What == what && u.Year != year && slices.Contains(u.Years, y) })
	if i < 0 {
		return nil
	}
	return &h.Uses[i]
}

// running returns the last n years, without a gap, up to a year if all have the grade and
// none is used; nil otherwise.
func (h *History) running(what string, year, n int, grade string) []int {
	var years []int
	for y := year - n + 1; y <= year; y++ {
		if h.Grades[y] != grade || h.usedBy(what, y, year) != nil {
			return nil
		}
		years = append(years, y)
	}
	return years
}

// cumulated returns n years up to a year that are competent or better and not used; nil if
// there are fewer, or if the year itself adds nothing. They are the first ones after what
// was noted last for an earlier list; where nothing was, the last ones, because earlier
// years may have been used up before Kaoji.
func (h *History) cumulated(what string, year, n int) []int {
	var years []int
	last := 0 // nothing before it counts any more
	for _, u := range h.Uses {
		if u.What == what && u.Year < year {
			last = max(last, slices.Max(u.Years))
		}
	}
	for y, grade := range h.Grades {
		if y > last && y <= year && counts(grade) && h.usedBy(what, y, year) == nil {
			years = append(years, y)
		}
	}
	slices.Sort(years)
	if len(years) < n || !slices.Contains(years, year) {
		return nil
	}
	if last == 0 {
		return years[len(years)-n:]
	}
	return years[:n]
}

// counts reports whether a year with the grade counts for step and level (A-42, A-43,
//
func counts(grade string) bool { return grade == Excellent || grade == Competent }

// carries reports whether a grade is one that something follows from.
func carries(what, grade string) bool {
	switch what {
	case Commend, Merit, Rank:
		return grade == Excellent
	case Admonish, Adjust:
		return grade == Basic
	case Demote, Dismiss:
		return grade == Incompetent
	}
	return counts(grade)
}

// noted returns the years of a list as they were noted if they were, and those of them
// whose grade does not carry it any more; otherwise those that follow from the grades.
func (h *History) noted(what string, year int, follow []int) (years, lapsed []int) {
	i := slices.IndexFunc(h.Uses, func(u Used) bool { return u.What == what && u.Year == year })
	if i < 0 {
		return follow, nil
	}
	for _, y := range h.Uses[i].Years {
		if !carries(what, h.Grades[y]) {
			lapsed = append(lapsed, y)
		}
	}
	if len(lapsed) == 0 && len(h.Uses[i].Years) == 1 { // it may have been noted without standing on a list
		return follow, nil
	}
	return h.Uses[i].Years, lapsed
}
