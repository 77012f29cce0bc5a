package assessment

import (
	"slices"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/roster"
	"kaoji/evaluation/rulepack"
)

// Finding is one special case of a participant (rules and C-17):
// the fact, the document that it rests on, until when it counts, and what
// follows from it.
type Finding struct {
	Rule        string          `json:"rule" show:"-"` // key in the rule pack
	Kind        string          `json:"kind"`          // as in roster.Absence, or KindTransfer
	Consequence string          `json:"consequence"`
	Detail      string          `json:"detail"`
	Document    string          `json:"document"`
	From        evaluation.Date `json:"from"`
	Until       evaluation.Date `json:"until"` // zero: until further notice
	Days        int             `json:"days"`  // away within the year, for leave and secondment
	Of          int             `json:"of"`    // days of the year
	// Unverified marks what is not known to hold for the person: the rows are
	// those of civil servants, or a rule for institution staff from memory.
	Unverified bool `json:"unverified,omitempty"`
}

// KindTransfer is the Finding of somebody who came into the office within the year.
const KindTransfer = "transfer"

// What can follow from a finding. They are the words of the rules
// assessment.special.*, and AssessedElsewhere and Unclassified.
const (
	CommentOnly       = "comment_only"
	NoGrade           = "no_grade"
	Deferred          = "deferred" // no comment and no grade; the grade is added afterwards
	NotExcellent      = "not_excellent"
	AtMostBasic       = "at_most_basic"
	MustIncompetent   = "incompetent" // the grade is fixed as incompetent
	SpecialOpinion    = "special"
	Material          = "material" // the earlier office gives material
	AssessedElsewhere = "assessed_elsewhere"
	Unclassified      = "unclassified" // what follows is not known until the penalty is classified
	mostOfYear        = "most_of_year"
)

// Say is the finding in words.
func (f Finding) Say() evaluation.Problem { return f.say("assessment.finding.") }

// say is a sentence about the finding. All penalties have the same sentences.
func (f Finding) say(prefix string) evaluation.Problem {
	kind := f.Kind
	if roster.Penalty(kind) {
		kind = "sanction"
	}
	return evaluation.Say(prefix+kind, "kind", evaluation.Say("roster.person.field.kind."+f.Kind),
		"detail", f.Detail, "document", f.Document,
		"from", f.From.String(), "until", f.Until.String(), "days", f.Days, "of", f.Of)
}

// Then is what follows, in words.
func (f Finding) Then() evaluation.Problem {
	then := evaluation.Say("assessment.consequence." + f.Consequence)
	if f.Unverified {
		return evaluation.Say("assessment.consequence.unverified", "then", then)
	}
	return then
}

// When says for which days the special cases are asked.
type When struct {
	Day   evaluation.Date // the cycle's day: its year is assessed, and probation is asked for it
	Asked evaluation.Date // investigations are those open on this day
	Known evaluation.Date // penalties and leave count up to this day
}

// On asks everything for one day.
func On(day evaluation.Date) When { return When{Day: day, Asked: day, Known: day} }

// Eligibility finds the special cases of a member in a calendar year.
func Eligibility(m roster.Member, when When, rules rulepack.Numbers) ([]Finding, error) {
	e := &eligible{m: m, When: when, year: when.Day.Year(), rules: rules, list: []Finding{}}
	e.away(roster.Leave, "assessment.special.leave", "assessment.special.leave.share")
	e.away(roster.Seconded, "assessment.special.secondment", "assessment.special.secondment.share")
	for _, a := range m.Absences {
		if !a.From.After(when.Known) {
			e.absence(a)
		}
	}
	if m.Joined.Year() == e.year && !m.Joined.After(when.Known) {
		e.add("assessment.special.transfer", roster.Absence{Kind: KindTransfer, From: m.Joined}, evaluation.Date{})
	}
	return e.list, e.err
}

type eligible struct {
	When
	m     roster.Member
	year  int
	rules rulepack.Numbers
	list  []Finding
	err   error
}

// add notes a finding; what follows from it is the word of the rule.
func (e *eligible) add(rule string, a roster.Absence, until evaluation.Date) {
	word := e.word(rule)
	if word == mostOfYear {
		word = AssessedElsewhere
	}
	e.note(rule, word, a, until)
}

// word is the text of a rule.
func (e *eligible) word(rule string) string {
	word, err := e.rules.Text(rule)
	if err != nil {
		e.err = err
	}
	return word
}

func (e *eligible) note(rule, consequence string, a roster.Absence, until evaluation.Date) *Finding {
	e.list = append(e.list, Finding{
		Rule: rule, Kind: a.Kind, Consequence: consequence, Detail: a.Detail, Document: a.Source, From: a.From, Until: until,
	})
	return &e.list[len(e.list)-1]
}

func (e *eligible) absence(a roster.Absence) {
	switch {
	case a.Kind == roster.Probation:
		if !a.From.After(e.Day) && (a.To.IsZero() || !a.To.Before(e.Day)) {
			e.add("assessment.special.probation", a, a.To)
		}
	case a.Kind == roster.Investigation:
		e.investigation(a)
	case a.Kind == roster.Admonition: // C-17: out of the running for the year
		_, last, bars, err := desk.AdmonishedIn([]roster.Absence{a}, e.year, e.Known, e.rules)
		if err != nil {
			e.err = err
		} else if bars {
			e.note("reminder.admonition.excellent", NotExcellent, a, evaluation.NewDate(last, 12, 31))
		}
	case roster.Penalty(a.Kind):
		e.penalty(a)
	}
}

// investigation defers the grade as long as the case is open. What a case that
// was open at the end of the year came to counts for that year, whenever it was
// decided: after a warning the grade is added but never excellent, after
// anything heavier none is.
func (e *eligible) investigation(a roster.Absence) {
	const rule = "assessment.special.investigation"
	open := func(on evaluation.Date) bool { return !a.From.After(on) && (a.To.IsZero() || a.To.After(on)) }
	end := evaluation.NewDate(e.year, 12, 31)
	switch {
	case open(e.Asked):
		e.add(rule, a, a.To)
	case open(end) && !a.To.IsZero():
		for _, p := range e.m.Absences {
			if p.From.Year() <= e.year || p.From.Before(a.From) || p.From.After(e.Known) || !roster.Penalty(p.Kind) {
				continue // the year of the decision has a row of its own
			}
			word := NoGrade
			if p.Kind == roster.Warning || p.Kind == roster.PartyWarning {
				word = NotExcellent
			}
			e.note(rule, word, p, evaluation.Date{})
		}
	}
}

// away finds an absence of a kind that takes more than the share of the calendar
// year, as far as the year is known.
func (e *eligible) away(kind, rule, share string) {
	part, err := e.rules.Share(share)
	if err != nil {
		e.err = err
		return
	}
	days, last := e.daysAway(kind)
	of := evaluation.NewDate(e.year, 1, 1).DaysUntil(evaluation.NewDate(e.year, 12, 31)) + 1
	if days == 0 || !part.Exceeded(int64(days), int64(of)) {
		return
	}
	e.add(rule, last, last.To)
	f := &e.list[len(e.list)-1]
	f.Days, f.Of = days, of
}

// daysAway counts the days of the year up to the day asked on which the person
// was away, each day once, and gives the last absence of the kind.
func (e *eligible) daysAway(kind string) (days int, last roster.Absence) {
	of := slices.DeleteFunc(slices.Clone(e.m.Absences), func(a roster.Absence) bool { return a.Kind != kind })
	end := evaluation.NewDate(e.year, 12, 31)
	if e.Known.Before(end) {
		end = e.Known
	}
	for d := evaluation.NewDate(e.year, 1, 1); !d.After(end); d = d.AddDays(1) {
		for _, a := range of {
			if !d.Before(a.From) && (a.To.IsZero() || !d.After(a.To)) {
				days, last = days+1, a
				break
			}
		}
	}
	return days, last
}

// follows reports whether one of the consequences follows from the findings,
// with the first finding that says so.
func follows(list []Finding, consequences ...string) (Finding, bool) {
	i := slices.IndexFunc(list, func(f Finding) bool { return slices.Contains(consequences, f.Consequence) })
	if i < 0 {
		return Finding{}, false
	}
	return list[i], true
}
