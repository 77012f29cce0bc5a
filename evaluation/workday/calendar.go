// Package workday counts in working days (工作日) by the holiday and make-up
// day arrangement (放假调休) that the State Council General Office announces
// for each year. The arrangements are data: 2024.json to 2026.json are built
// in, later ones are loaded. A year without an arrangement counts Monday to Friday
// without the statutory holidays, which are known for every year; every answer
// that touched such a year names it, so that the page can warn.
package workday

import (
	"embed"
	"fmt"
	"maps"
	"slices"
	"time"

	"kaoji/evaluation"
)

//go:embed 2*.json
var builtin embed.FS

// Calendar knows the arrangements of some years. It never changes; the zero
// value knows none and counts by the statutory holidays alone.
type Calendar struct {
	years map[int]Year
	first int                        // earliest year that is known
	off   map[evaluation.Date]string // holiday -> its name
	made  map[evaluation.Date]string // make-up working day -> the holiday it belongs to
}

// Builtin returns the calendar of the shipped years.
func Builtin() (Calendar, error) { return Load() }

// Load returns the built-in calendar with the given year files added in order. A
// file replaces an earlier one of the same year; so an arrangement that was changed
// during the year can be entered.
func Load(files ...[]byte) (Calendar, error) {
	entries, err := builtin.ReadDir(".")
	if err != nil {
		return Calendar{}, fmt.Errorf("list built-in years: %w", err)
	}
	shipped := make([][]byte, 0, len(entries)+len(files))
	for _, e := range entries {
		data, err := builtin.ReadFile(e.Name())
		if err != nil {
			return Calendar{}, fmt.Errorf("read built-in year: %w", err)
		}
		shipped = append(shipped, data)
	}
	years := make([]Year, 0, len(shipped)+len(files))
	for _, data := range append(shipped, files...) {
		y, err := ParseYear(data)
		if err != nil {
			return Calendar{}, err
		}
		years = append(years, y)
	}
	return New(years...), nil
}

// New returns a calendar of exactly these years; the last one given of a year
// counts.
func New(years ...Year) Calendar { return Calendar{}.With(years...) }

// With returns the calendar with years added or replaced. The years must have
// passed Check, as those of ParseYear have.
func (c Calendar) With(years ...Year) Calendar {
	known := maps.Clone(c.years)
	if known == nil {
		known = map[int]Year{}
	}
	for _, y := range years {
		known[y.Year] = y.clone()
	}
	next := Calendar{years: known, off: map[evaluation.Date]string{}, made: map[evaluation.Date]string{}}
	for _, y := range known {
		if next.first == 0 || y.Year < next.first {
			next.first = y.Year
		}
		for _, h := range y.Holidays {
			for d := h.From; !d.After(h.To); d = d.AddDays(1) {
				next.off[d] = h.Name
			}
		}
		for _, w := range y.Workdays {
			next.made[w.Date] = w.For
		}
	}
	return next
}

// Years returns the known years, earliest first, so that a page can show each with
// its source.
func (c Calendar) Years() []Year {
	list := make([]Year, 0, len(c.years))
	for _, n := range slices.Sorted(maps.Keys(c.years)) {
		list = append(list, c.years[n].clone())
	}
	return list
}

// Covers reports whether the arrangement of a year is known.
func (c Calendar) Covers(year int) bool {
	_, ok := c.years[year]
	return ok
}

// Unsettled reports whether a deadline on d depends on a notice that is not
// published or not entered: its days were counted with the statutory holidays only.
// It is false for years before the first known one.
func (c Calendar) Unsettled(d evaluation.Date) bool {
	return !d.IsZero() && !c.Covers(d.Year()) && d.Year() > c.first
}

// IsWorkday reports whether offices work on d: yes on a make-up day, no on a
// holiday, otherwise Monday to Friday.
func (c Calendar) IsWorkday(d evaluation.Date) bool {
	if _, ok := c.made[d]; ok {
		return true
	}
	if _, ok := c.off[d]; ok || !c.Covers(d.Year()) && Statutory(d) != "" {
		return false
	}
	return d.Weekday() != time.Saturday && d.Weekday() != time.Sunday
}

// Name returns the holiday of d, or the holiday for which d is a make-up day, ""
// for an ordinary day.
func (c Calendar) Name(d evaluation.Date) string {
	if name, ok := c.off[d]; ok {
		return name
	}
	if !c.Covers(d.Year()) {
		return Statutory(d)
	}
	return c.made[d]
}
