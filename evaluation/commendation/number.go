package commendation

import (
	"context"
	"fmt"
	"regexp"
	"strconv"
	"unicode/utf8"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/roster"
)

// FileNumber is the number of a filed deed as it is written: 塘表备〔2026〕12号.
// The first character of the word that the office uses in its documents (塘委组)
// stands for the office.
func FileNumber(word string, year, n int) string {
	r, size := utf8.DecodeRuneInString(word)
	if size == 0 || r == utf8.RuneError {
		return fmt.Sprintf("表备〔%d〕%d号", year, n)
	}
	return fmt.Sprintf("%c表备〔%d〕%d号", r, year, n)
}

// BulletinNumber is the number of a bulletin as it is written: 〔2026〕第3期.
func BulletinNumber(year, n int) string { return fmt.Sprintf("〔%d〕第%d期", year, n) }

var written = regexp.MustCompile(`[〔\[［【(（](\d{4})[〕\]］】)）]\s*第?\s*(\d{1,6})`)

// ParseNumber reads year and running number off a number as it is written.
func ParseNumber(s string) (year, n int, ok bool) {
	m := written.FindStringSubmatch(s)
	if m == nil {
		return 0, 0, false
	}
	year, _ = strconv.Atoi(m[1])
	n, _ = strconv.Atoi(m[2])
	return year, n, n > 0
}

// key is the natural key of the n-th record of a kind in a year: the number
// without the office's word.
func key(kind string, year, n int) string {
	if kind == KindBulletin {
		return BulletinNumber(year, n)
	}
	return fmt.Sprintf("〔%d〕%d号", year, n)
}

// next is the first free number of a year. Numbers are given in a row and never
// taken back, so counting blocks of keys finds the end. Two acts that find the
// same number meet at the unique key; the later one is run again.
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

// word is what the office puts before the year in its numbers.
func word(step *evaluation.Step) (string, error) {
	found, err := step.Read.Find(step.Ctx, evaluation.Query{
		Office: step.Record.Office, Kinds: []string{roster.KindSettings}, Uniques: []string{roster.UniqueSettings}, Limit: 1,
	})
	if err != nil || len(found.Records) == 0 {
		return "", err
	}
	p, err := evaluation.PayloadOf[roster.Settings](found.Records[0])
	if err != nil {
		return "", err
	}
	if p.Document != "" {
		return p.Document, nil
	}
	return p.ShortName, nil
}
