package roster

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"kaoji/evaluation"
	"kaoji/evaluation/cadreform"
	"kaoji/evaluation/table"
)

// BeforeWork reports whether a year was over when the person began to work, so that there
// is no grade of it.
func (p *Person) BeforeWork(year int) bool {
	return !p.WorkedSince.IsZero() && year < p.WorkedSince.Year()
}

// yearsBefore are the years of grades that were over when the person began to work, "" for
// none.
func (p *Person) yearsBefore(list []cadreform.Grade) string {
	return yearsOf(list, func(g cadreform.Grade) bool { return p.BeforeWork(g.Year) })
}

// yearsOf are the years of some of the grades, "" for none.
func yearsOf(list []cadreform.Grade, some func(cadreform.Grade) bool) string {
	var years []string
	for _, g := range list {
		if some(g) {
			years = append(years, strconv.Itoa(g.Year))
		}
	}
	return strings.Join(years, listMark)
}

// rowGrade is a grade of a year that a row says, in a column for all years or for one.
type rowGrade struct {
	cadreform.Grade
	field string
}

const (
	fieldGrades  = "grades"  // the column with the grades of several years
	fieldYear    = "grades." // and the year: a column for one
	fieldHonours = "honours"

	firstGradeYear = 1990
)

// yearColumns are the columns for the grade of one year, such as 2023年度考核.
func yearColumns() []column {
	var list []column
	for y := firstGradeYear; y <= evaluation.LastYear; y++ {
		year := strconv.Itoa(y)
		list = append(list, column{Field: fieldYear + year, Header: year + "年度考核结果", Aliases: YearHeads(year)})
	}
	return list
}

// YearHeads are the headings that sheets have over the grades of a year, also under one
// heading for several years.
func YearHeads(year string) []string {
	var list []string
	for _, of := range []string{"年度", "年", ""} {
		for _, word := range []string{"考核", "等次", "考核等次", "考核结果", "年度考核", "年度考核等次", "年度考核结果", "结果"} {
			list = append(list, year+of+word)
		}
		for _, group := range []string{"近三年", "近五年", ""} {
			for _, word := range []string{"年度考核", "年度考核结果", "年度考核等次"} {
				list = append(list, group+word+year+of)
			}
		}
	}
	return list
}

// grades reads the grades that a row says. What is no grade of a year is reported and left
// out.
func (c cells) grades() []rowGrade {
	var list []rowGrade
	if text := c.lines(fieldGrades); text != "" {
		read, unread := cadreform.ReadGrades(text)
		for range unread {
			c.verdicts.add(Doubtful, c.at, fieldGrades, "roster.import.grade_unread")
		}
		for _, g := range read {
			list = append(list, rowGrade{g, fieldGrades})
		}
	}
	for _, field := range slices.Sorted(maps.Keys(c.row)) {
		year, ok := strings.CutPrefix(field, fieldYear)
		if !ok {
			continue
		}
		text := cleanName(c.text(field, maxText))
		if text == "" || isEmptyMark(text) {
			continue
		}
		read := cadreform.ParseGrades(year + "年度" + text)
		if len(read) != 1 || strconv.Itoa(read[0].Year) != year {
			c.verdicts.add(Doubtful, c.at, field, "roster.import.grade_unread")
			continue
		}
		list = append(list, rowGrade{read[0], field})
	}
	slices.SortStableFunc(list, func(a, b rowGrade) int { return a.Year - b.Year })
	return list
}

// lines is a text of several lines, "" if it says nothing.
func (c cells) lines(field string) string {
	const longest = 1000 // characters, as in ResultsInput
	c.characters(field)
	text := said(c.row[field].Value())
	if len([]rune(text)) > longest {
		c.verdicts.add(Wrong, c.at, field, "roster.import.too_long", "max", longest)
		return ""
	}
	return text
}

// grades adds to the particulars the grades of a row that are of earlier years and that
// the office has no record of, and reports the others that it does not take.
func (p *planner) grades(w *working, of *Particulars) {
	d := w.draft
	for _, g := range d.grades {
		say := func(key string, pairs ...any) {
			p.verdicts.add(Doubtful, d.at, g.field, key, append(pairs, "year", g.Year, "word", g.Word)...)
		}
		here, same := "", false
		if p.graded != nil {
			here, same = p.graded(w.id, g.Grade)
		}
		switch {
		case here != "" && same:
		case here != "":
			say("roster.import.grade_other", "grade", evaluation.Say("results.grade."+here))
		case w.now.BeforeWork(g.Year):
			say("roster.import.grade_before", "since", cadreform.Dotted(w.now.WorkedSince))
		case g.Year >= p.day.Year():
			say("roster.import.grade_runs")
		default:
			of.Grades = withGrade(of.Grades, g.Grade)
		}
	}
}

// withoutImpossible takes out of the facts of a file the grades of years that cannot have
// one: before the person began to work, by the roster or else by the file, and years that
// are not over. It says so, and what of the text names no grade, which stays as it is.
func (c *comparison) withoutImpossible(i int, entry *Person) []evaluation.Problem {
	worked := &Person{}
	if m, ok := cadreform.ParseMonth(workedFact(&c.files[i].Form)); ok {
		worked.WorkedSince = m.Date
	}
	if entry != nil && !entry.WorkedSince.IsZero() {
		worked = entry
	}
	j := slices.IndexFunc(c.facts[i], func(f fact) bool { return f.field == fieldGrades })
	if j < 0 {
		return nil
	}
	var doubts []evaluation.Problem
	fact := &c.facts[i][j]
	read, unread := cadreform.ReadGrades(fact.value)
	if years := worked.yearsBefore(read); years != "" {
		doubts = append(doubts, evaluation.Say("roster.forms.grade_before", "years", years, "since", cadreform.Dotted(worked.WorkedSince)))
	}
	runs := func(g cadreform.Grade) bool { return g.Year >= c.today.Year() }
	if years := yearsOf(read, runs); years != "" {
		doubts = append(doubts, evaluation.Say("roster.forms.grade_runs", "years", years))
	}
	if len(unread) > 0 {
		doubts = append(doubts, evaluation.Say("roster.forms.grade_unread", "text", strings.Join(unread, "；")))
	}
	fact.value = withoutGrades(fact.value, func(g cadreform.Grade) bool { return worked.BeforeWork(g.Year) || runs(g) })
	return doubts
}

// withoutGrades is a text on grades without some of them; parts of it that name no grade
// stay as they are.
func withoutGrades(text string, some func(cadreform.Grade) bool) string {
	var parts []string
	changed := false
	for _, part := range cadreform.GradeParts(text) {
		read, unread := cadreform.ReadGrades(part)
		if rest := slices.DeleteFunc(slices.Clone(read), some); len(rest) < len(read) {
			changed, part = true, joined(cadreform.FormatGrades(rest), unread)
		}
		if part != "" {
			parts = append(parts, part)
		}
	}
	if !changed {
		return text
	}
	return strings.Join(parts, "；")
}

// joined is a text on grades with parts that name none after it.
func joined(grades string, rest []string) string {
	parts := slices.DeleteFunc(append([]string{grades}, rest...), func(part string) bool { return part == "" })
	return strings.Join(parts, "；")
}

// withGrade is a text on grades with the grade of a year, which replaces another one of
// that year.
func withGrade(text string, g cadreform.Grade) string {
	list, rest := []cadreform.Grade{}, []string{}
	for _, part := range cadreform.GradeParts(text) {
		read, unread := cadreform.ReadGrades(part)
		if list = append(list, read...); len(read) == 0 {
			unread = []string{strings.TrimSpace(part)}
		}
		rest = append(rest, unread...)
	}
	if slices.Contains(list, g) {
		return text
	}
	list = append(slices.DeleteFunc(list, func(x cadreform.Grade) bool { return x.Year == g.Year }), g)
	slices.SortStableFunc(list, func(a, b cadreform.Grade) int { return a.Year - b.Year })
	return joined(cadreform.FormatGrades(list), rest)
}

// honours sets what a row says of rewards and penalties, unless that is known already.
func (p *planner) honours(w *working, of *Particulars) {
	if text := w.draft.Form[fieldHonours]; text != "" && !(fact{fieldHonours, text}).same(of.Honours) {
		of.Honours = text
	}
}

// concurrent reports posts beside the main one that the roster does not have: a list of
// people says too little of them to enter them.
func (p *planner) concurrent(w *working) {
	text := w.draft.concurrent
	if text == "" {
		return
	}
	var known []string
	for _, a := range w.now.concurrentOn(p.day) {
		known = append(known, p.book.postName(a))
	}
	if table.Head(text) != table.Head(joinMarked(known)) {
		p.verdicts.add(Doubtful, w.draft.at, "concurrent", "roster.import.concurrent")
	}
}
