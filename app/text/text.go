// Package text is the catalog of all texts for people: one flat JSON file for each
// area and language, key to text, with {{.name}} placeholders. Chinese is the first
// language, English the second.
package text

import (
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"strings"
	"sync"
	"time"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"

	"kaoji/evaluation"
)

//go:embed zh/*.json en/*.json
var files embed.FS

// The languages.
const (
	Chinese = "zh"
	English = "en"
)

// Languages lists them, the first one first.
func Languages() []string { return []string{Chinese, English} }

// Catalog contains every text in every language. It is safe for concurrent use.
type Catalog struct {
	speakers map[string]*i18n.Localizer
	texts    map[string]map[string]string // language -> key -> text
}

// embedded is read once: every server of a process has the same texts.
var embedded = sync.OnceValues(func() (*Catalog, error) { return load(files) })

// Load reads the embedded catalog, and further areas in the same folders (zh, en).
// A key defined by two areas is an error.
func Load(more ...fs.FS) (*Catalog, error) {
	if len(more) == 0 {
		return embedded()
	}
	return load(append([]fs.FS{files}, more...)...)
}

func load(from ...fs.FS) (*Catalog, error) {
	c := &Catalog{speakers: map[string]*i18n.Localizer{}, texts: map[string]map[string]string{}}
	for _, lang := range Languages() {
		if err := c.load(lang, from); err != nil {
			return nil, err
		}
	}
	return c, nil
}

func (c *Catalog) load(lang string, from []fs.FS) error {
	all := map[string]string{}
	for _, files := range from {
		if err := readAreas(files, lang, all); err != nil {
			return err
		}
	}
	var messages []*i18n.Message
	for key, text := range all {
		messages = append(messages, &i18n.Message{ID: key, Other: text})
	}
	tag := language.Make(lang)
	bundle := i18n.NewBundle(tag)
	if err := bundle.AddMessages(tag, messages...); err != nil {
		return fmt.Errorf("%s: %w", lang, err)
	}
	c.speakers[lang], c.texts[lang] = i18n.NewLocalizer(bundle, lang), all
	return nil
}

// readAreas adds the texts of every area of a language.
func readAreas(files fs.FS, lang string, all map[string]string) error {
	names, err := fs.Glob(files, lang+"/*.json")
	if err != nil {
		return err
	}
	for _, name := range names {
		raw, err := fs.ReadFile(files, name)
		if err != nil {
			return err
		}
		area := map[string]string{}
		if err := json.Unmarshal(raw, &area); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		for key, text := range area {
			if _, twice := all[key]; twice {
				return fmt.Errorf("%s: %s stands in another file too", path.Base(name), key)
			}
			all[key] = text
		}
	}
	return nil
}

// Known returns lang if it is a language of the catalog, otherwise fallback.
func Known(lang, fallback string) string {
	for _, l := range Languages() {
		if l == lang {
			return l
		}
	}
	return fallback
}

// Has reports whether the key exists.
func (c *Catalog) Has(key string) bool {
	_, ok := c.texts[Chinese][key]
	return ok
}

// Coded is a word of the roster that people type or import, such as 女 or 大学, in a language:
// the text of its field, or the word itself if it is not a known one.
func (c *Catalog) Coded(lang, field, word string) string {
	if key := "roster.person.field." + field + "." + word; c.Has(key) {
		return c.T(lang, key)
	}
	return word
}

// Keys lists the texts of a language, for tests.
func (c *Catalog) Keys(lang string) map[string]string { return c.texts[lang] }

// T returns the text of a key; pairs are name, value, name, value. For a missing
// key it returns the key, which tests look for.
func (c *Catalog) T(lang, key string, pairs ...any) string {
	return c.Say(lang, evaluation.Say(key, pairs...))
}

// Say returns the text of a problem. A value that is a Problem is converted first;
// a Date is written in the format of the language.
func (c *Catalog) Say(lang string, p evaluation.Problem) string {
	text, ok := c.texts[lang][p.Key]
	if !ok {
		return p.Key
	}
	if !strings.Contains(text, "{{") {
		return text
	}
	args := make(map[string]any, len(p.Args))
	for name, v := range p.Args {
		switch v := v.(type) {
		case evaluation.Problem:
			args[name] = c.Say(lang, v)
		case map[string]any: // a problem within a stored one
			args[name] = c.Say(lang, stored(v))
		case evaluation.Date:
			args[name] = Day(lang, v)
		case string: // a stored problem has its dates as text
			args[name] = v
			if day, err := evaluation.ParseDate(v); err == nil {
				args[name] = Day(lang, day)
			}
		default:
			args[name] = v
		}
	}
	said, err := c.speakers[lang].Localize(&i18n.LocalizeConfig{MessageID: p.Key, TemplateData: args})
	if err != nil {
		return p.Key
	}
	if lang == Chinese {
		said = closed(said)
	}
	return said
}

// closed joins dates of a Chinese sentence to the words around them. Texts leave a space
// around what is filled in, because most of it is numbers; a date consists of words itself.
// A date with a time of day keeps its spaces.
func closed(said string) string {
	said = afterDay.ReplaceAllString(said, "$1$2")
	return beforeDay.ReplaceAllStringFunc(said, func(found string) string {
		if strings.Contains(found, ":") {
			return found
		}
		return strings.Replace(found, " ", "", 1)
	})
}

var (
	afterDay  = regexp.MustCompile(`(\d月\d{1,2}日) ([\p{Han}《“])`)
	beforeDay = regexp.MustCompile(`(\p{Han}) (?:\d{4}年)?\d{1,2}月\d{1,2}日(?: \d{2}:)?`)
)

// stored is a problem as it comes back from JSON.
func stored(v map[string]any) (p evaluation.Problem) {
	p.Key, _ = v["Key"].(string)           //nolint:errcheck // "" has no text
	p.Args, _ = v["Args"].(map[string]any) //nolint:errcheck // nil: it has none
	return p
}

// List joins words of a sentence.
func List(lang string, words []string) string {
	if lang == English {
		return strings.Join(words, ", ")
	}
	return strings.Join(words, "、")
}

// Day formats a date: 2026年3月1日 or 1 Mar 2026, "" for the zero date.
func Day(lang string, d evaluation.Date) string {
	switch {
	case d.IsZero():
		return ""
	case lang == English:
		return d.Time().Format("2 Jan 2006")
	}
	return d.Time().Format("2006年1月2日")
}

// Moment formats an instant in the office's time: 2026年3月1日 09:05, "" for the zero time.
func Moment(lang string, t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return Day(lang, evaluation.DateOf(t)) + t.In(evaluation.Office).Format(" 15:04")
}

// By formats a deadline. If unsettled is true for it, the text says that the
// deadline may still move, because it depends on an unpublished holiday notice. A
// nil unsettled is always false.
func (c *Catalog) By(lang string, d evaluation.Date, unsettled func(evaluation.Date) bool) string {
	if unsettled == nil || !unsettled(d) {
		return Day(lang, d)
	}
	return c.T(lang, "due.by", "day", Day(lang, d), "note", c.T(lang, "due.unsettled", "year", d.Year()))
}

// MonthDay formats a day of a year that is known: 3月1日 or 1 Mar.
func MonthDay(lang string, d evaluation.Date) string {
	if lang == English {
		return d.Time().Format("2 Jan")
	}
	return d.Time().Format("1月2日")
}

// Month formats a date of which only the month is known.
func Month(lang string, d evaluation.Date) string {
	switch {
	case d.IsZero():
		return ""
	case lang == English:
		return d.Time().Format("Jan 2006")
	}
	return d.Time().Format("2006年1月")
}
