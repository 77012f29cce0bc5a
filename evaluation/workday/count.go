package workday

import (
	"maps"
	"slices"

	"kaoji/evaluation"
)

// Add returns the n-th working day after d, for a term "within n working days". The
// day of the event does not count; the term begins on the next day (民法典 2020 art.
// 201: 按照年、月、日计算期间的，开始的当日不计入，自下一日开始计算; the procedural laws say the same). Negative
// n counts backwards, for a reminder "n working days before". For n = 0 or the zero
// Date it returns d.
//
// missing lists the years, earliest first, that have no arrangement and were
// counted with the statutory holidays only.
func (c Calendar) Add(d evaluation.Date, n int) (day evaluation.Date, missing []int) {
	step, gaps := 1, years{}
	if n < 0 {
		step, n = -1, -n
	}
	if d.IsZero() {
		return d, nil
	}
	for n > 0 {
		d = d.AddDays(step)
		gaps.touch(c, d)
		if c.IsWorkday(d) {
			n--
		}
	}
	return d, gaps.sorted()
}

// Between counts the working days after from, up to and including to, so that
// Between(d, Add(d, n)) is n. It is negative if to is earlier, and 0 if either is
// the zero Date.
func (c Calendar) Between(from, to evaluation.Date) (n int, missing []int) {
	if from.IsZero() || to.IsZero() {
		return 0, nil
	}
	if to.Before(from) {
		return c.backwards(from, to)
	}
	gaps := years{}
	for d := from; d.Before(to); {
		d = d.AddDays(1)
		gaps.touch(c, d)
		if c.IsWorkday(d) {
			n++
		}
	}
	return n, gaps.sorted()
}

func (c Calendar) backwards(from, to evaluation.Date) (n int, missing []int) {
	gaps := years{}
	for d := from; d.After(to); {
		d = d.AddDays(-1)
		gaps.touch(c, d)
		if c.IsWorkday(d) {
			n--
		}
	}
	return n, gaps.sorted()
}

// OnOrAfter returns d if it is a working day, else the next working day: a term in
// days or months whose last day is a day off ends on the next working day (民法典 2020
// art. 203).
func (c Calendar) OnOrAfter(d evaluation.Date) (day evaluation.Date, missing []int) {
	if d.IsZero() {
		return d, nil
	}
	gaps := years{}
	gaps.touch(c, d)
	for !c.IsWorkday(d) {
		d = d.AddDays(1)
		gaps.touch(c, d)
	}
	return d, gaps.sorted()
}

// years collects the years without an arrangement.
type years map[int]struct{}

func (y years) touch(c Calendar, d evaluation.Date) {
	if !c.Covers(d.Year()) {
		y[d.Year()] = struct{}{}
	}
}

func (y years) sorted() []int { return slices.Sorted(maps.Keys(y)) }
