package bonus

import (
	"slices"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/roster"
	"kaoji/evaluation/rulepack"
)

// Reasons why a person does not take part, besides the kinds of absence.
const (
	ReasonGrade = "grade"
	ReasonDays  = "days"
	ReasonLevel = "level"
)

// enlisted returns a person's line before anything is entered; false if the person
// was not in the office on any day of the period.
func enlisted(book *roster.Book, rules rulepack.Numbers, p *Period, id, grade string) (Line, UnitName, bool, error) {
	person, known := book.Person(id)
	if !known {
		return Line{}, UnitName{}, false, nil
	}
	from, to := later(p.From, person.Joined), p.To
	if !person.Left.IsZero() && person.Left.Before(to) {
		to = person.Left
	}
	m, here := book.On(to).Member(id)
	if to.Before(from) || !here {
		return Line{}, UnitName{}, false, nil
	}
	if grade == "" {
		grade = GradeNone
	}
	l := Line{
		Person: id, No: m.No, Name: m.Name, Unit: m.Department, Level: m.Level, Grade: grade,
		Days: present(person.Absences, from, to), Work: make([]Number, len(p.Plan.Workload)), Goals: make([]Goal, len(p.Plan.Results)),
	}
	var err error
	l.Out, err = reasons(&p.Plan, &l, person.Absences, rules, from, to)
	return l, UnitName{ID: m.Department, Name: m.DepartmentName}, true, err
}

func later(a, b evaluation.Date) evaluation.Date {
	if b.After(a) {
		return b
	}
	return a
}

// present counts the days of a period without leave.
func present(absences []roster.Absence, from, to evaluation.Date) int {
	days := 0
	for day := from; !day.After(to); day = day.AddDays(1) {
		if !slices.ContainsFunc(absences, func(a roster.Absence) bool { return a.Kind == roster.Leave && touches(a, day, day) }) {
			days++
		}
	}
	return days
}

// touches reports whether an absence includes at least one day of a period.
func touches(a roster.Absence, from, to evaluation.Date) bool {
	return !a.From.After(to) && (a.To.IsZero() || !a.To.Before(from))
}

// reasons lists everything that excludes a person, each with its document and its
// end. If a scheme names a family of penalties, each of them counts; a penalty
// without an end in the roster lasts as long as the rules say.
func reasons(plan *Plan, l *Line, absences []roster.Absence, rules rulepack.Numbers, from, to evaluation.Date) ([]Reason, error) {
	out := []Reason{}
	for _, a := range absences {
		if !slices.Contains(plan.Excluded, roster.Family(a.Kind)) {
			continue
		}
		effect, lasts, err := desk.EffectOf(a, rules)
		if err != nil {
			return nil, err
		}
		if lasts {
			a.To = effect.Until
		}
		if touches(a, from, to) {
			out = append(out, Reason{Why: a.Kind, Detail: a.Detail, Source: a.Source, From: a.From, To: a.To})
		}
	}
	if plan.Band(l.Grade) == 0 {
		out = append(out, Reason{Why: ReasonGrade, Detail: l.Grade})
	}
	if l.Days == 0 || l.Days < plan.LeastDays {
		out = append(out, Reason{Why: ReasonDays})
	}
	if plan.Outsider(l.Level) {
		out = append(out, Reason{Why: ReasonLevel, Detail: l.Level})
	}
	return out, nil
}
