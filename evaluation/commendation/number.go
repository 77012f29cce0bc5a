package commendation

import (
	"cmp"
	"context"
	"fmt"
	"regexp"
	"strconv"
	"unicode/utf8"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/roster"
)

// FileNumber returns the written number of a filed deed: 塘表备〔2026〕12号. The first
// character of the word in the office's document numbers (塘委组) stands for the
// office.
func FileNumber(word string, year, n int) string {
	r, size := utf8.DecodeRuneInString(word)
	if size == 0 || r == utf8.RuneError {
		return fmt.Sprintf("表备〔%d〕%d号", year, n)
	}
	return fmt.Sprintf("%c表备〔%d〕%d号", r, year, n)
}

// BulletinNumber returns the written number of a bulletin: 〔2026〕第3期.
func BulletinNumber(year, n int) string { return fmt.Sprintf("〔%d〕第%d期", year, n) }

var written = regexp.MustCompile(`[〔\[［【(（](\d{4})[〕\]］】)）]\s*第?\s*(\d{1,6})`)

// ParseNumber returns year and running number of a written number.
func ParseNumber(s string) (year, n int, ok bool) {
	m := written.FindStringSubmatch(s)
	if m == nil {
		return 0, 0, false
	}
	year, _ = strconv.Atoi(m[1])
	n, _ = strconv.Atoi(m[2])
	return year, n, n > 0
}

// key is the natural key of the n-th record of a kind in a year: the number without
// the office's word.
func key(kind string, year, n int) string {
	if kind == KindBulletin {
		return BulletinNumber(year, n)
	}
	return fmt.Sprintf("〔%d〕%d号", year, n)
}

// next returns the first free number of a year. Numbers have no gaps and are never
// reused, so the end is found by counting blocks of keys. If two acts find the same
// number, the unique key refuses the later one, and it is run again.
func next(ctx context.Context, from desk.Finder, office, kind string, year int) (int, error) {
	const block = 500
	for first := 1; ; first += block {
		keys := make([]string, block)
		for i := range keys {
			keys[i] = key(kind, year, first+i)
		}
		found, err := desk.All(ctx, from, evaluation.Query{Office: office, Kinds: []string{kind}, Uniques: keys})
		if err != nil {
			return 0, err
		}
		if len(found) < block {
			return first + len(found), nil
		}
	}
}

// word is the word before the year in the office's numbers.
func word(step *evaluation.Step) (string, error) {
	p, err := roster.SettingsIn(step.Ctx, step.Read, step.Record.Office)
	return cmp.Or(p.Document, p.ShortName), err
}
