package evaluation

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"unicode"
)

// Search finds a record by the words of its number and title. The words stand in
// Record.Words; storages keep an index of their Terms. A search is a Query with
// Terms, so it follows the same Sight as every other list.

// FoundUnique and FoundSort are entries of Kind.Found for the number in
// Record.Unique and the title in Record.Sort, which every reader of a record sees.
// Every other entry is the name of a payload field.
const (
	FoundUnique = "unique"
	FoundSort   = "sort"
)

const (
	maxWords  = 200 // characters of Record.Words
	maxTerms  = 16  // terms of one search
	maxPrefix = 12  // characters of the longest term
)

// MaxSearch is the largest number of characters of a search; what is longer is cut.
const MaxSearch = 60

// Words returns a text as words that can be compared: lower case, full-width
// characters as plain ones, and a space between words. Chinese characters stand in
// words of their own, so that 〔2026〕57号 is the words 2026, 57 and 号.
func Words(text string) string {
	const apart = rune(0xFEE0) // a full-width character from the plain one
	var b strings.Builder
	last := separator
	for _, c := range text {
		if c >= '！' && c <= '～' {
			c -= apart
		}
		now := classOf(c)
		if now != last && last != separator || now == separator && last != separator {
			b.WriteByte(' ')
		}
		if last = now; now != separator {
			b.WriteRune(unicode.ToLower(c))
		}
	}
	return strings.TrimSpace(b.String())
}

// class is what kind of word a character can stand in.
type class int

const (
	separator class = iota
	chinese
	plainWord
)

func classOf(c rune) class {
	switch {
	case unicode.Is(unicode.Han, c):
		return chinese
	case unicode.IsLetter(c) || unicode.IsDigit(c):
		return plainWord
	}
	return separator
}

// Terms returns the terms under which an index has words: all pairs of neighbouring
// Chinese characters, and all beginnings of other words.
func Terms(words string) []string {
	var list []string
	for word := range strings.FieldsSeq(words) {
		c := []rune(word)
		if classOf(c[0]) == chinese {
			list = append(list, pairs(c)...)
			continue
		}
		for n := range min(len(c), maxPrefix) {
			list = append(list, string(c[:n+1]))
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// TermsOf returns the terms of a search: a record is found if it has all of them. A
// search without terms, such as one for a single Chinese character, finds nothing.
func TermsOf(text string) []string {
	var list []string
	for word := range strings.FieldsSeq(Words(cut(text, MaxSearch))) {
		if c := []rune(word); classOf(c[0]) == chinese {
			list = append(list, pairs(c)...)
		} else {
			list = append(list, cut(word, maxPrefix))
		}
	}
	slices.Sort(list)
	list = slices.Compact(list)
	return list[:min(len(list), maxTerms)]
}

// HasWords reports whether a text has all words of a search: Chinese ones anywhere,
// others at the beginning of a word. A search without words is in no text.
func HasWords(text, search string) bool {
	within, words := " "+Words(text), strings.Fields(Words(cut(search, MaxSearch)))
	return len(words) > 0 && !slices.ContainsFunc(words, func(word string) bool {
		if c := []rune(word); classOf(c[0]) != chinese {
			word = " " + word
		}
		return !strings.Contains(within, word)
	})
}

func pairs(c []rune) []string {
	var list []string
	for i := range len(c) - 1 {
		list = append(list, string(c[i:i+2]))
	}
	return list
}

// cut returns the first n characters of a text.
func cut(text string, n int) string {
	if c := []rune(text); len(c) > n {
		return string(c[:n])
	}
	return text
}

// checkFound checks the declaration of what a kind is found by. Whoever sees one of
// its fields must see all of them, because a record is found by any.
func checkFound(k *Kind) error {
	for _, name := range k.foundFields() {
		f, ok := k.field(name)
		wrong := ""
		switch {
		case !ok:
			wrong = "no payload field has this name"
		case f.Type.Kind() != reflect.String:
			wrong = "it is no text"
		case f.Type == reflect.TypeFor[Sealed]():
			wrong = "it is encrypted"
		case k.Sight.Noted && !slices.Contains(k.Brief, name):
			wrong = "reading it is recorded, and searching is not"
		case slices.ContainsFunc(k.Sight.Readers, func(g Grant) bool {
			return Shown(g.Fields, name) != Shown(g.Fields, k.foundFields()[0])
		}):
			wrong = "some readers see it and not the others that the record is found by"
		}
		if wrong != "" {
			return fmt.Errorf("%s is found by %s: %s", k.Name, name, wrong)
		}
	}
	return nil
}

// foundFields are the payload fields among what the kind is found by.
func (k *Kind) foundFields() []string {
	return slices.DeleteFunc(slices.Clone(k.Found), func(name string) bool { return name == FoundUnique || name == FoundSort })
}

// wordsOf returns the words by which search finds a record, "" if it finds no
// records of the kind.
func (k *Kind) wordsOf(r *Record, payload any) string {
	var texts []string
	v := reflect.ValueOf(payload).Elem()
	for _, name := range k.Found {
		switch name {
		case FoundUnique:
			texts = append(texts, r.Unique)
		case FoundSort:
			texts = append(texts, r.Sort)
		default:
			sf, _ := memberOf(v.Type(), name)
			if value, err := v.FieldByIndexErr(sf.Index); err == nil {
				texts = append(texts, value.String())
			}
		}
	}
	return strings.TrimSpace(cut(Words(strings.Join(texts, " ")), maxWords))
}
