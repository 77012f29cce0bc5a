package results

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"kaoji/app/page/site"
	"kaoji/evaluation"
	"kaoji/evaluation/results"
	"kaoji/evaluation/roster"
)

// member is a person today, or on the last day of the year of the list for who has left.
func member(p *site.Speaker, year int, person string) roster.Member {
	m, here := p.Day.Member(person)
	if !here {
		m, _ = p.Book.On(evaluation.NewDate(year, 12, 31)).Member(person)
	}
	return m
}

// why says which grades of which years carry a line. What was noted although the grades do
// not carry it rests on the note alone.
func why(p *site.Speaker, l *results.Line) string {
	if len(l.Lapsed) > 0 {
		return p.T("results.line.noted", "what", p.T("results.what."+l.What), "document", l.Done.Document, "note", l.Done.Note)
	}
	switch grade := l.Of[l.Years[0]]; l.What {
	case results.NoBonus:
		return p.T("results.line.no_bonus."+cmp.Or(grade, "unknown"), "years", years(p, l.Years))
	case results.Bonus:
		return p.T("results.line.bonus", "years", years(p, l.Years), "grade", p.T("results.grade."+grade))
	}
	return p.T("results.line."+l.What, "years", years(p, l.Years), "n", l.N)
}

// remark says what else has to be known: that what was noted does not rest on the grades
// any more, years that do not count, where grades are from,
// and how it stands with an improvement.
func remark(p *site.Speaker, l *results.Line) string {
	var remarks []string
	if len(l.Lapsed) > 0 {
		remarks = append(remarks, p.T("results.page.lapsed", "what", p.T("results.what."+l.What), "on", l.Done.On, "document", l.Done.Document, "years", graded(p, l, l.Lapsed)))
	}
	if len(l.Questioned) > 0 {
		remarks = append(remarks, p.T("results.page.questioned", "years", years(p, l.Questioned)))
	}
	if len(l.Broken) > 0 && l.What != results.NoBonus {
		remarks = append(remarks, p.T("results.page.broken", "years", graded(p, l, l.Broken)))
	}
	if l.What == results.NoBonus && len(l.Why[l.Years[0]]) > 0 {
		remarks = append(remarks, graded(p, l, l.Years))
	}
	for _, b := range l.Bars {
		kind := p.T("roster.person.field.kind." + b.Kind)
		if b.Until.IsZero() {
			remarks = append(remarks, p.T("results.page.bar_open", "kind", kind))
			continue
		}
		remarks = append(remarks, p.T("results.page.bar", "kind", kind, "until", b.Until))
	}
	if len(l.Elsewhere) > 0 {
		remarks = append(remarks, p.T("results.page.elsewhere", "years", years(p, l.Elsewhere)))
	}
	if len(l.Formed) > 0 {
		remarks = append(remarks, p.T("results.page.formed", "years", years(p, l.Formed)))
	}
	if l.First && l.Done == nil && (l.What == results.Step || l.What == results.Level) {
		remarks = append(remarks, p.T("results.page.first"))
	}
	if l.Done != nil && !l.Done.ImproveBy.IsZero() {
		remarks = append(remarks, p.T("results.page.improve_by", "by", l.Done.ImproveBy))
		if l.Done.Outcome != "" {
			remarks = append(remarks, p.T("results.page.reviewed", "on", l.Done.Reviewed, "outcome", p.T("results.outcome."+l.Done.Outcome)))
		}
		if l.Done.Waits() {
			remarks = append(remarks, p.T("results.page.review_on", "on", l.Done.ReviewOn))
		}
	}
	return strings.Join(remarks, "；")
}

// done says when and with which document it was done, "" if it was not.
func done(p *site.Speaker, l *results.Line) string {
	if l.Done == nil {
		return ""
	}
	return strings.TrimSpace(p.DayOf(l.Done.On) + " " + l.Done.Document)
}

// graded names years with their grades, or why there is none.
func graded(p *site.Speaker, l *results.Line, list []int) string {
	words := make([]string, 0, len(list))
	for _, y := range list {
		word := p.T("results.page.no_year", "year", y)
		if grade := l.Of[y]; grade != "" {
			word = p.T("results.page.of_year", "year", y, "grade", p.T("results.grade."+grade))
		}
		if why := l.Why[y]; len(why) > 0 && (l.What == results.NoBonus || !slices.Contains(l.Years, y)) {
			reasons := make([]string, 0, len(why))
			for _, r := range why {
				reasons = append(reasons, p.Text.Say(p.Lang, r))
			}
			word = p.T("results.page.because", "year", word, "why", strings.Join(reasons, "；"))
		}
		words = append(words, word)
	}
	return p.Join(words)
}

// years writes 2024、2025 or 2024, 2025.
func years(p *site.Speaker, list []int) string {
	words := make([]string, 0, len(list))
	for _, y := range list {
		words = append(words, strconv.Itoa(y))
	}
	return p.Join(words)
}
