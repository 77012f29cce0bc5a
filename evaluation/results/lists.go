package results

import (
	"slices"

	"kaoji/evaluation"
	"kaoji/evaluation/roster"
	"kaoji/evaluation/rulepack"
)

// Line is one person on one list: what the rules say follows from the grades, and the
// years that carry it.
type Line struct {
	Person string
	What   string
	Rule   string // key in the rule pack
	N      int    // of Rank the months, of Admonish the years without promotion
	Years  []int  // that carry it, in ascending order
	Broken []int  // years between or after them that do not count, in ascending order
	// Why says of those of Broken without a grade why there is none, as far as it is known.
	Why map[int][]evaluation.Problem
	// Questioned are those of Years whose grade is in question.
	Questioned []int
	Formed     []int // those of Years whose grade is known from the appointment form alone
	First      bool  // nothing of the kind has been noted, so that years may have been used up before
	// Elsewhere are those of Years that an earlier office assessed.
	Elsewhere []int
	Bars      []Bar // what excludes a promotion now, if the line is one
	Of        map[int]string
	// Lapsed are those of Years whose grade does not carry what was noted, such as that of a
	// year that lost 优秀 after the 嘉奖.
	Lapsed []int
	Done   *Used // how it was noted as done, nil if it is not; of Improve, the admonition
}

// Open reports whether something is still to be noted.
func (l *Line) Open() bool { return Noted(l.What) && l.Done == nil }

// ungraded reports whether a year that does not count, or that nothing is paid for, has no
// grade.
func (l *Line) ungraded() bool {
	return l.What == NoBonus && slices.Contains([]string{None, Exempt}, l.Of[l.Years[0]]) || slices.ContainsFunc(l.Broken, func(y int) bool { return !graded(l.Of[y]) })
}

// graded reports whether a grade is one of the four.
func graded(grade string) bool {
	return slices.Contains([]string{Excellent, Competent, Basic, Incompetent}, grade)
}

// Bar is a penalty, an admonition or an open investigation that excludes a promotion (C-18,
// C-22, C-23, C-25).
type Bar struct {
	Kind  string // as in roster.Absence
	Rule  string
	Until evaluation.Date // last day; zero: no end is known
}

// History is what is known of one person.
type History struct {
	Person  string
	Grades  map[int]string
	Formed  map[int]bool   // whose grade is known from the appointment form alone
	Entered map[int]string // record of the grades that were entered
	Uses    []Used
	Left    bool // has left the office since the year
	Joined  evaluation.Date
	Bars    []Bar // that run today
	// Questioned are years of which a grade is in question.
	Questioned []int
	Paid       bool // was in the office at the end of the year, which is over or has a grade: the bonus is decided

	establishment string
	above         bool // is assessed above
	absences      []roster.Absence
}

// Used is what was done because of grades.
type Used struct {
	Record    string
	What      string
	Year      int
	Years     []int
	On        evaluation.Date
	Document  string
	Note      string
	ImproveBy evaluation.Date // of Admonish
	ReviewOn  evaluation.Date // of Admonish, while it waits
	Reviewed  evaluation.Date // day of the last review, zero if there is none
	Outcome   string          // of the last review
}

// Waits reports whether the improvement has still to be looked at.
func (u *Used) Waits() bool { return !u.ReviewOn.IsZero() }

// needs are the numbers of the rules.
type needs struct{ merit, step, level, adjust, dismiss, rank, promotion int }

func needsOf(rules rulepack.Numbers) (n needs, err error) {
	for key, to := range map[string]*int{
		"assessment.excellent.merit": &n.merit, "assessment.competent.step": &n.step, "assessment.competent.level": &n.level,
		"assessment.basic.adjustment": &n.adjust, "assessment.incompetent.dismissal": &n.dismiss,
		"assessment.excellent.rank": &n.rank, "assessment.basic.promotion": &n.promotion,
	} {
		k, kerr := rules.Int(key)
		if kerr != nil {
			return n, kerr
		}
		*to = int(k)
	}
	return n, nil
}

// Lines returns what follows for a person from the grades up to a year.
func (h *History) Lines(year int, rules rulepack.Numbers) ([]Line, error) {
	n, err := needsOf(rules)
	if err != nil {
		return nil, err
	}
	var list []Line
	add := func(what, rule string, years []int) {
		years, lapsed := h.noted(what, year, years)
		if len(years) > 0 {
			l := h.line(what, rule, years, year)
			l.Lapsed, l.N = lapsed, map[string]int{Rank: n.rank, Admonish: n.promotion}[what]
			list = append(list, l)
		}
	}
	this := func(grades ...string) []int {
		if slices.Contains(grades, h.Grades[year]) {
			return []int{year}
		}
		return nil
	}
	add(Commend, "assessment.excellent.commendation", this(Excellent))
	add(Merit, "assessment.excellent.merit", h.running(Merit, year, n.merit, Excellent))
	add(Rank, "assessment.excellent.rank", this(Excellent))
	add(Step, "assessment.competent.step", h.cumulated(Step, year, n.step))
	add(Level, "assessment.competent.level", h.cumulated(Level, year, n.level))
	add(Admonish, "assessment.basic.consequences", this(Basic))
	list = append(list, h.improvements(year)...)
	add(Adjust, "assessment.basic.adjustment", h.running(Adjust, year, n.adjust, Basic))
	add(Demote, "assessment.incompetent.demotion", this(Incompetent))
	add(Dismiss, "assessment.incompetent.dismissal", h.running(Dismiss, year, n.dismiss, Incompetent))
	add(Barred, "assessment.promotion.bar", this(Basic, Incompetent))
	return list, nil
}

// Bonus returns whether the person gets the bonus of a year, and by which rule (A-44,
// A year without a grade is none that the rules pay for.
func (h *History) Bonus(year int) Line {
	what, rule := NoBonus, "assessment.competent.bonus"
	switch grade := h.Grades[year]; {
	case counts(grade):
		what = Bonus
	case grade == Basic:
		rule = "assessment.basic.consequences"
	case grade == Incompetent:
		rule = "assessment.incompetent.bonus"
	}
	return h.line(what, rule, []int{year}, year)
}

// improvements are the admonitions for the year before, and for earlier ones those whose
// improvement has still to be looked at.
func (h *History) improvements(year int) []Line {
	var list []Line
	for _, u := range h.Uses {
		if u.What == Admonish && (u.Year == year-1 || u.Year < year && u.Waits()) {
			list = append(list, Line{Person: h.Person, What: Improve, Rule: ruleImprovement, Years: []int{u.Year}, Of: h.Grades, Done: &u})
		}
	}
	return list
}

// line says of a list what does not count, and whether it was done.
func (h *History) line(what, rule string, years []int, year int) Line {
	l := Line{Person: h.Person, What: what, Rule: rule, Years: years, Of: h.Grades, First: true}
	for y := years[0]; y <= year; y++ {
		if !counts(h.Grades[y]) && !slices.Contains(years, y) {
			l.Broken = append(l.Broken, y)
		}
	}
	for _, y := range years {
		if slices.Contains(h.Questioned, y) {
			l.Questioned = append(l.Questioned, y)
		}
		if h.Formed[y] {
			l.Formed = append(l.Formed, y)
		}
		if y < h.Joined.Year() {
			l.Elsewhere = append(l.Elsewhere, y)
		}
	}
	if what == Rank || what == Step || what == Level {
		l.Bars = h.Bars
	}
	for _, u := range h.Uses {
		if u.What != what {
			continue
		}
		l.First = l.First && u.Year >= year
		if u.Year == year {
			l.Done = &u
		}
	}
	return l
}

// Year returns the last year that the line rests on.
func (l *Line) Year() int { return l.Years[len(l.Years)-1] }
