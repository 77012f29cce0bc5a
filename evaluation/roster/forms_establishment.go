package roster

import (
	"regexp"
	"slices"
	"strings"

	"kaoji/evaluation"
	"kaoji/evaluation/cadreform"
)

// The establishments that the text of a form can imply. The form itself has no place for
// the establishment.
const (
	civilEstablishment       = "行政编"
	alikeEstablishment       = "参公" // managed like civil servants
	institutionEstablishment = "事业编"
)

// Establishments lists the words for establishments that are proposed where one is asked for.
func Establishments() []string {
	return []string{civilEstablishment, alikeEstablishment, institutionEstablishment, "编外聘用"}
}

var (
	// alikeWord, civilWord and institutionWord are ranks and grades that people of one
	// establishment alone hold (see Levels). 正科级 and 科员 are not among them: both
	// civil servants and staff of public institutions are called so.
	alikeWord       = regexp.MustCompile(`参公|参照公务员`)
	civilWord       = regexp.MustCompile(`行政编|[一二三四]级(巡视员|调研员|主任科员|科员|(高级)?主办|行政执法员|总监|(高级)?主管|警务专员|(高级)?警长|警员)|警务技术[一二三四]级`)
	institutionWord = regexp.MustCompile(`事业编|(管理|专业技术|专技|技术工|工勤)(岗位?)?[一二三四五六七八九十\d]{1,2}级|[一二三四五六七八九十\d]{1,2}级(职员|管理岗)`)

	// levelElement is the name of an element beyond the form that holds a level or an
	// establishment, in pinyin as all names are.
	levelElement = regexp.MustCompile(`^<\w*(?i:ZhiJi|CengCi|BianZhi)\w*[\s>]`)
	markup       = regexp.MustCompile(`<[^>]*>`)
)

// impliedEstablishment returns the establishment that the present post of a form implies,
// and the word that implies it; "" if none does, or two contradict each other.
func impliedEstablishment(f *cadreform.Form) (establishment, word string) {
	texts := []string{f.Post}
	if stages := cadreform.ParseResume(f.Resume); len(stages) > 0 && stages[len(stages)-1].To == "" {
		texts = append(texts, stages[len(stages)-1].Text)
	}
	for _, e := range f.Extra {
		if levelElement.MatchString(e.XML) {
			texts = append(texts, markup.ReplaceAllString(e.XML, ""))
		}
	}
	text := strings.ReplaceAll(halfWidth(strings.Join(texts, "\n")), " ", "")
	civil, institution := civilWord.FindString(text), institutionWord.FindString(text)
	switch alike := alikeWord.FindString(text); {
	case alike != "":
		return alikeEstablishment, alike
	case civil != "" && institution != "":
		return "", ""
	case civil != "":
		return civilEstablishment, civil
	case institution != "":
		return institutionEstablishment, institution
	}
	return "", ""
}

// establishmentDoubts says that a form implies another establishment than the roster has.
// The roster's words are free: only whether somebody is staff of a public institution is
// compared.
func establishmentDoubts(f *cadreform.Form, entry *Person) []evaluation.Problem {
	implied, word := impliedEstablishment(f)
	if entry == nil || entry.Establishment == "" || implied == "" || alikeWord.MatchString(entry.Establishment) || implied == alikeEstablishment ||
		Institution(entry.Establishment) == (implied == institutionEstablishment) {
		return nil
	}
	return []evaluation.Problem{evaluation.Say("roster.forms.establishment_other", "word", word, "implied", implied, "known", entry.Establishment)}
}

// Asks reports whether the roster does not say the establishment of a person and the file
// is imported, unless that says nothing new. Implied is what the form implies, "" if nothing.
func (p FormPerson) Asks() (implied string, asks bool) {
	if p.Refused.Key != "" || p.Establishment != "" || p.Own {
		return "", false
	}
	if i := slices.IndexFunc(p.New, isEstablishment); i >= 0 {
		return p.New[i].New, true
	}
	return "", true
}

func isEstablishment(f FieldChange) bool { return f.Field == "establishment" }

// establish gives people the establishments that were chosen for them; an empty one leaves
// the person without.
func (c *comparison) establish(chosen []string) error {
	return c.chosen("establishments", chosen, func(i int, name string) bool {
		p := &c.people[i]
		if _, asks := p.Asks(); !asks {
			return true
		}
		p.New = slices.DeleteFunc(p.New, isEstablishment)
		if name != "" {
			p.New = append(p.New, FieldChange{Field: "establishment", New: name})
			if c.others != nil && !KnownEstablishment(name, c.others) {
				p.Doubts = append(p.Doubts, evaluation.Say("roster.import.establishment_unknown", "word", name))
			}
		}
		for j := range c.facts[i] {
			if fact := &c.facts[i][j]; fact.field == "establishment" {
				fact.value = name
			}
		}
		return true
	})
}

// civilWords begin the establishments of civil servants, and of those managed like them.
var civilWords = []string{"行政", "公务员", "参公", "参照", "机关", "政法", "专项"}

// KnownEstablishment reports whether it is known what a word for an establishment means:
// civil servants, or one of the others, which begin as the rules say. What is not known
// counts as civil servants.
func KnownEstablishment(word string, others []string) bool {
	begins := func(with string) bool { return strings.HasPrefix(word, with) }
	return slices.Contains(Establishments(), word) || slices.ContainsFunc(civilWords, begins) || slices.ContainsFunc(others, begins)
}

// checkEstablishment refuses a word that was typed and that nobody knows: not known by itself
// or by the rules, and held by nobody on the roster.
func (k keeper) checkEstablishment(s *evaluation.Step, m evaluation.Mistakes, b *Book, word string) error {
	others, err := k.others(s)
	if err != nil || word == "" || k.Establishments == nil || KnownEstablishment(word, others) || b.hasEstablishment(word) {
		return err
	}
	m.Add("establishment", "roster.establishment_unknown", "word", word, "known", strings.Join(Establishments(), listMark))
	return nil
}

func (b *Book) hasEstablishment(word string) bool {
	for _, p := range b.people {
		if p.Establishment == word {
			return true
		}
	}
	return false
}

// others are the words with which the establishments of the office begin that are not of
// civil servants; nil: words are not checked.
func (k keeper) others(s *evaluation.Step) ([]string, error) {
	if k.Establishments == nil {
		return nil, nil
	}
	return k.Establishments(s.Ctx, s.Record.Office, s.Today)
}
