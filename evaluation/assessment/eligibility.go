package assessment

import (
	"slices"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/roster"
	"kaoji/evaluation/rulepack"
)

// Finding is one special case of a participant (rules and C-17): the
// fact, its document, the last day of its effect, and the consequence.
type Finding struct {
	Rule        string          `json:"rule" show:"-"` // key in the rule pack
	Kind        string          `json:"kind"`          // as in roster.Absence, or KindTransfer
	Consequence string          `json:"consequence"`
	Detail      string          `json:"detail"`
	Document    string          `json:"document"`
	From        evaluation.Date `json:"from"`
	Until       evaluation.Date `json:"until"`            // zero: until further notice
	Days        int             `json:"days" show:"some"` // away within the year, for leave and secondment
	Of          int             `json:"of" show:"some"`   // days of the year
	// Unverified marks a rule that may not apply to the person: a row for civil
	// servants, or a rule for institution staff from memory.
	Unverified bool   `json:"unverified,omitempty" show:"some"`
	Grade      string `json:"grade,omitempty" show:"-"`   // of KindRoutine, whose period is Detail
	Leaving    string `json:"leaving,omitempty" show:"-"` // of KindDeparted, as in roster.Person
}

// KindTransfer is the Finding of a person who came into the office within the year.
const KindTransfer = "transfer"

// The consequences of a finding: the values of the rules assessment.special.*, and
// AssessedElsewhere and Unclassified.
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
	Reconsider        = "reconsider"   // a case was opened after the grade was decided: a principal leader keeps or revises it
	OfficeRule        = "office_rule"  // of staff by contract: the office's own rule decides, not that of civil servants
	mostOfYear        = "most_of_year"
)

// Say returns the finding in words.
func (f Finding) Say() evaluation.Problem { return f.say("assessment.finding.") }

// say returns a sentence about the finding. All penalties have the same sentences.
func (f Finding) say(prefix string) evaluation.Problem {
	kind := f.Kind
	if kind == KindRoutine {
		return f.sayRoutine(prefix)
	}
	if roster.Penalty(kind) {
		kind = "sanction"
	}
	return evaluation.Say(prefix+kind, "kind", evaluation.Say("roster.person.field.kind."+f.Kind),
		"detail", f.Detail, "document", f.Document,
		"from", f.From.String(), "until", f.Until.String(), "days", f.Days, "of", f.Of, "leaving", f.leaving())
}

// leaving says why a person has left, nil if the roster does not say it.
func (f Finding) leaving() any {
	if f.Leaving == "" {
		return nil
	}
	return evaluation.Say("roster.person.field.leaving." + f.Leaving)
}

// Words returns the finding and its consequence in words.
func (f Finding) Words() evaluation.Problem {
	return evaluation.Say("paper.assessment.finding", "say", f.Say(), "then", f.Then())
}

// Then returns the consequence in words.
func (f Finding) Then() evaluation.Problem {
	then := evaluation.Say("assessment.consequence." + f.Consequence)
	if f.Unverified {
		return evaluation.Say("assessment.consequence.unverified", "then", then)
	}
	return then
}

// When gives the days for which special cases are looked up.
type When struct {
	Day   evaluation.Date // the cycle's day: its year is assessed, and probation is checked on it
	Asked evaluation.Date // investigations open on this day count
	Known evaluation.Date // penalties and leave count up to this day
	Until evaluation.Date // who has left before this day is not assessed here; zero: departures do not count
	// Investigations that began after Asked, up to Began, and are open on Today, ask to
	// reconsider the grade; none do if both are zero.
	Began, Today evaluation.Date
}

// On uses one day for everything.
func On(day evaluation.Date) When { return When{Day: day, Asked: day, Known: day} }

// Eligibility returns the special cases of a member in a calendar year.
func Eligibility(m roster.Member, when When, rules rulepack.Numbers) ([]Finding, error) {
	e := &eligible{m: m, When: when, year: when.Day.Year(), rules: rules, list: []Finding{}}
	if e.category, e.err = categoryIn(m.Establishment, rules); e.err != nil {
		return nil, e.err
	}
	e.away(roster.Leave, "assessment.special.leave", "assessment.special.leave.share")
	e.away(roster.Seconded, "assessment.special.secondment", "assessment.special.secondment.share")
	for _, a := range m.Absences {
		if !a.From.After(when.Known) {
			e.absence(a)
		}
	}
	e.unrecorded()
	if m.Joined.Year() == e.year && !m.Joined.After(when.Known) && !recruited(&m) {
		e.add("assessment.special.transfer", roster.Absence{Kind: KindTransfer, From: m.Joined}, evaluation.Date{})
	}
	return e.list, e.err
}

// recruited reports whether the person was recruited into the office and not transferred:
// began to work with joining it, or is on probation from then on. No earlier office
// has material about such a person.
func recruited(m *roster.Member) bool {
	if m.Person != nil && m.Joined == m.Person.WorkedSince || roster.OnProbation(m.Level) {
		return true
	}
	return slices.ContainsFunc(m.Absences, func(a roster.Absence) bool {
		return a.Kind == roster.Probation && !a.From.Before(m.Joined) && a.From.Year() == m.Joined.Year()
	})
}

type eligible struct {
	When
	m        roster.Member
	category string
	year     int
	rules    rulepack.Numbers
	list     []Finding
	err      error
}

// categoryIn is desk.CategoryOf; in a cycle that was opened before the rules named the
// establishments, only staff of public institutions are told apart.
func categoryIn(establishment string, rules rulepack.Numbers) (string, error) {
	if rulepack.Knows(rules, desk.CategoryKeys()[0]) {
		return desk.CategoryOf(establishment, rules)
	}
	if roster.Institution(establishment) {
		return Institution, nil
	}
	return Civil, nil
}

// add adds a finding; its consequence is the value of the rule.
func (e *eligible) add(rule string, a roster.Absence, until evaluation.Date) {
	word := e.word(rule)
	if word == mostOfYear {
		word = AssessedElsewhere
	}
	e.note(rule, word, a, until)
}

// civil is note for a rule of civil servants about grades (A-30 to A-39, C-17). Of staff by
// contract the office's own rule decides; of staff of public institutions the rule is not
// verified.
func (e *eligible) civil(rule, consequence string, a roster.Absence, until evaluation.Date) *Finding {
	if e.category == Contract {
		consequence, until = OfficeRule, evaluation.Date{}
	}
	f := e.note(rule, consequence, a, until)
	f.Unverified = e.category == Institution
	return f
}

// word returns the text of a rule.
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
		if to := e.probation(a); !a.From.After(e.Day) && !to.Before(e.Day) {
			e.civil("assessment.special.probation", e.word("assessment.special.probation"), a, to)
		}
	case a.Kind == roster.Investigation:
		e.investigation(a)
	case a.Kind == roster.Admonition: // C-17: no excellent grade for the year
		_, last, bars, err := desk.AdmonishedIn([]roster.Absence{a}, e.year, e.Known, e.rules)
		if err != nil {
			e.err = err
		} else if bars {
			e.civil("reminder.admonition.excellent", NotExcellent, a, evaluation.NewDate(last, 12, 31))
		}
	case roster.Penalty(a.Kind):
		e.penalty(a)
	}
}

// probation is the last day of a probation; where none is recorded, it lasts as long as the rule
// says.
func (e *eligible) probation(a roster.Absence) evaluation.Date {
	if !a.To.IsZero() {
		return a.To
	}
	months, err := e.rules.Int("assessment.special.probation.length")
	if err != nil {
		e.err = err
	}
	return a.From.LastOf(int(months))
}

// unrecorded adds a probation of which only the level tells: its days are not known.
// A time that has begun is recorded, also when it is over.
func (e *eligible) unrecorded() {
	begun := func(a roster.Absence) bool { return a.Kind == roster.Probation && !a.From.After(e.Day) }
	if roster.OnProbation(e.m.Level) && !slices.ContainsFunc(e.m.Absences, begun) {
		e.civil("assessment.special.probation", e.word("assessment.special.probation"), roster.Absence{Kind: roster.Probation, Detail: e.m.Level}, evaluation.Date{})
	}
}

// investigation defers the grade while the case is open. The outcome of a case that
// was open at the end of the year counts for that year, whenever it was decided
// after a warning the grade is added but never excellent, after a heavier
// penalty there is none.
func (e *eligible) investigation(a roster.Absence) {
	const rule = "assessment.special.investigation"
	open := func(on evaluation.Date) bool { return !a.From.After(on) && (a.To.IsZero() || a.To.After(on)) }
	end := evaluation.NewDate(e.year, 12, 31)
	switch {
	case open(e.Asked):
		e.civil(rule, e.word(rule), a, a.To)
	case a.From.After(e.Asked) && !a.From.After(e.Began) && open(e.Today):
		e.civil(rule, Reconsider, a, evaluation.Date{})
	case open(end) && !a.To.IsZero():
		for _, p := range e.m.Absences {
			if p.From.Year() <= e.year || p.From.Before(a.From) || p.From.After(evaluation.Last(e.Known, e.Today)) || !roster.Penalty(p.Kind) {
				continue // the year of the decision has its own row
			}
			word := NoGrade
			if p.Kind == roster.Warning || p.Kind == roster.PartyWarning {
				word = NotExcellent
			}
			e.civil(rule, word, p, evaluation.Date{})
		}
	}
}

// away adds a finding if absences of a kind take more than the share of the
// calendar year, as far as the year is known.
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
	if kind == roster.Leave {
		e.civil(rule, e.word(rule), last, last.To)
	} else {
		e.add(rule, last, last.To)
	}
	f := &e.list[len(e.list)-1]
	f.Days, f.Of = days, of
}

// daysAway counts the days of the year, up to the day asked, on which the person
// was away, each day once, and returns the last absence of the kind.
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

// follows returns the first finding with one of the consequences.
func follows(list []Finding, consequences ...string) (Finding, bool) {
	i := slices.IndexFunc(list, func(f Finding) bool { return slices.Contains(consequences, f.Consequence) })
	if i < 0 {
		return Finding{}, false
	}
	return list[i], true
}
