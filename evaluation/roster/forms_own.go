package roster

import (
	"regexp"
	"slices"
	"strings"

	"kaoji/evaluation"
	"kaoji/evaluation/cadreform"
)

// Graded says of a grade that a form names which grade the office itself has on record
// for the person and the year, "" if none, and whether that is the same.
type Graded func(person string, g cadreform.Grade) (here string, same bool)

func ungraded(string, cadreform.Grade) (string, bool) { return "", false }

// ownForm is the form that Kaoji would make of a person, without grades and rewards that
// it has on record; see withoutOwn.
func (c *comparison) ownForm(id string, entry *Person) *cadreform.Form {
	if entry == nil {
		return &cadreform.Form{}
	}
	var of *Particulars
	if k := c.kept[id]; k != nil {
		of = k.Particulars
	}
	f := c.book.FormOf(entry, of, Added{Day: c.today, Place: c.office})
	return &f
}

// withoutOwn takes out of the facts of a file what the office itself has on record, because
// a form of Kaoji's names it: grades that were fixed or entered here, rewards and penalties.
// It says where the file has another grade.
func (c *comparison) withoutOwn(i int, person string, entry *Person) []evaluation.Problem {
	if entry == nil {
		return nil
	}
	var doubts []evaluation.Problem
	for j := range c.facts[i] {
		switch fact := &c.facts[i][j]; fact.field {
		case "grades":
			fact.value, doubts = c.earlierGrades(person, fact.value)
		case "honours":
			fact.value = strings.Join(slices.DeleteFunc(strings.Split(fact.value, "\n"), func(line string) bool { return c.recorded(person, entry, line) }), "\n")
		}
	}
	return doubts
}

// earlierGrades are the grades of a text that the office has no record of. Parts of the
// text that name no grade stay as they are.
func (c *comparison) earlierGrades(person, text string) (rest string, doubts []evaluation.Problem) {
	rest = withoutGrades(text, func(g cadreform.Grade) bool {
		here, same := c.graded(person, g)
		if here != "" && !same {
			doubts = append(doubts, evaluation.Say("roster.forms.grade_other", "year", g.Year, "word", g.Word, "grade", evaluation.Say("results.grade."+here)))
		}
		return here != ""
	})
	return rest, doubts
}

// The lines by which a form of Kaoji's names what is on record; see roster.form.granted
// and roster.form.penalty in the texts.
var (
	grantedLine = regexp.MustCompile(`^(\d{4})年记?(嘉奖|[一二三]等功|授予称号)(?:（(.*)）)?$`)
	penaltyLine = regexp.MustCompile(`^(\d{4}\.\d{2})受[^（]+?(?:（(.*)）)?$`)
)

// recorded reports whether a line under 奖惩情况 is one by which Kaoji names a reward or
// penalty that is on record.
func (c *comparison) recorded(person string, entry *Person, line string) bool {
	line = strings.TrimSpace(line)
	if m := grantedLine.FindStringSubmatch(line); m != nil {
		kind := rewardWords[m[2]]
		if m[2] == "授予称号" {
			kind = "title"
		}
		return slices.ContainsFunc(c.rewards[person], func(r Reward) bool {
			return r.Kind == kind && number(m[1]) == r.Year && spelled(r.Document) == spelled(m[3])
		})
	}
	m := penaltyLine.FindStringSubmatch(line)
	return m != nil && slices.ContainsFunc(entry.Absences, func(a Absence) bool {
		return Penalty(a.Kind) && cadreform.Dotted(a.From) == m[1] && spelled(a.Source) == spelled(m[2])
	})
}

// forgetOwn drops from a comparison what a form that is Kaoji's own, or says the same,
// would offer: what the present post implies.
func forgetOwn(p *FormPerson, f, own *cadreform.Form) {
	implies := func(n FieldChange) bool { return fact{field: n.Field}.implied() }
	if len(p.Differs) > 0 || slices.ContainsFunc(p.New, func(n FieldChange) bool { return !implies(n) }) {
		return
	}
	if p.Own = spelled(f.Post) == spelled(own.Post); p.Own {
		p.New = nil
	}
}

// implied reports whether a fact is drawn from the present post, so that it is offered
// where the roster says nothing although Kaoji's own form would imply it, too.
func (f fact) implied() bool { return f.field == "establishment" || f.field == "level" }

// schoolingWords are words for an education and how forms write it.
var schoolingWords = map[string]string{
	"本科": "大学", "大学本科": "大学", "大学本科学历": "大学", "本科学历": "大学", "大学学历": "大学",
	"专科": "大专", "大学专科": "大专", "大专学历": "大专", "硕士研究生": "研究生", "研究生学历": "研究生", "中等专科": "中专", "中专学历": "中专", "普通高中": "高中",
}

// same reports whether a fact says no more than a known value: the same in another
// spelling, or a part of it where lines stand one by one.
func (f fact) same(known string) bool {
	a, b := spelled(f.value), spelled(known)
	if a == b || known == "" {
		return a == b
	}
	switch f.field {
	case "education":
		return schoolingOr(a) == schoolingOr(b)
	case "politics":
		return strings.HasPrefix(b, "中共") || strings.HasPrefix(b, "中国共产党") || slices.Contains([]string{"党员", "正式党员", "预备党员"}, b)
	case "native_place", "birth_place":
		return withoutUnits.Replace(a) == withoutUnits.Replace(b)
	case "party_joined":
		return monthsIn(a) == monthsIn(b)
	case "honours":
		known := strings.Split(b, "\n")
		return !slices.ContainsFunc(strings.Split(a, "\n"), func(line string) bool { return !slices.Contains(known, line) })
	case "grades":
		return gradesWithin(f.value, known)
	}
	return false
}

var withoutUnits = strings.NewReplacer("省", "", "市", "")

func schoolingOr(word string) string {
	if as, ok := schoolingWords[word]; ok {
		return as
	}
	return word
}

// spelled is a text in one spelling: half-width, without spaces and brackets of one kind.
// Lines stay.
func spelled(text string) string {
	text = strings.NewReplacer("〔", "(", "〕", ")", "[", "(", "]", ")").Replace(halfWidth(text))
	lines := strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n")
	for i, line := range lines {
		lines[i] = strings.Join(strings.Fields(line), "")
	}
	return strings.Trim(strings.Join(lines, "\n"), "\n")
}

// monthsIn writes the months of a list in one way.
func monthsIn(list string) string {
	parts := strings.FieldsFunc(list, func(r rune) bool { return strings.ContainsRune(";,、", r) })
	for i, part := range parts {
		parts[i] = cadreform.DottedText(part)
	}
	return strings.Join(parts, ";")
}

// gradesWithin reports whether every part of a text on grades stands in another one.
func gradesWithin(text, within string) bool {
	known, parts := cadreform.ParseGrades(within), cadreform.GradeParts(spelled(within))
	return !slices.ContainsFunc(cadreform.GradeParts(text), func(part string) bool {
		read, unread := cadreform.ReadGrades(part)
		there := len(read) > 0 && len(unread) == 0 && !slices.ContainsFunc(read, func(g cadreform.Grade) bool { return !slices.Contains(known, g) })
		return !there && !slices.Contains(parts, spelled(part))
	})
}
