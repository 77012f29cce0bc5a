package commendation

import (
	"slices"
	"unicode"

	"kaoji/evaluation"
)

// whole is 100 % in basis points.
const whole = 10000

// Likeness returns how similar two texts are, in basis points: the Jaccard
// coefficient of their sets of two-character shingles (A. Broder, On the
// resemblance and containment of documents, 1997). Two characters are about a word
// of Chinese. Punctuation, spaces and case are ignored; two texts without other
// characters are not similar.
func Likeness(a, b string) int {
	x, y := shingles(a), shingles(b)
	common := 0
	for s := range x {
		if y[s] {
			common++
		}
	}
	union := len(x) + len(y) - common
	if union == 0 {
		return 0
	}
	return common * whole / union
}

func shingles(s string) map[[2]rune]bool {
	var letters []rune
	for _, r := range s {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			letters = append(letters, unicode.ToLower(r))
		}
	}
	set := map[[2]rune]bool{}
	for i := 0; i+1 < len(letters); i++ {
		set[[2]rune{letters[i], letters[i+1]}] = true
	}
	if len(letters) == 1 {
		set[[2]rune{letters[0]}] = true
	}
	return set
}

// Look is the part of a deed that is compared.
type Look struct {
	On     evaluation.Date
	People []string
	Unit   string // of a collective
	Title  string
	Text   string
}

// Alike compares two deeds. They may be the same if they are at most days apart,
// share a person or are collective deeds of the same department, and either the
// likeness is at least least (basis points) or the day is the same. The likeness is
// the higher one of title and text.
func Alike(a, b Look, days int, least int) (likeness int, same bool) {
	apart := a.On.DaysUntil(b.On)
	if apart < 0 {
		apart = -apart
	}
	shared := a.Unit != "" && a.Unit == b.Unit || slices.ContainsFunc(a.People, func(p string) bool { return slices.Contains(b.People, p) })
	if !shared || apart > days {
		return 0, false
	}
	likeness = max(Likeness(a.Title, b.Title), Likeness(a.Text, b.Text))
	return likeness, likeness >= least || apart == 0
}
