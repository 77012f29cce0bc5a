package assessment

import (
	"slices"

	"kaoji/evaluation"
	"kaoji/evaluation/roster"
	"kaoji/evaluation/rulepack"
)

// Finding is one special case of a participant (rules and C-17):
// the fact, the document that it rests on, until when it counts, and what
// follows from it.
type Finding struct {
	Rule        string          `json:"rule"` // key in the rule pack
	Kind        string          `json:"kind"` // as in roster.Absence, or KindTransfer
	Consequence string          `json:"consequence"`
	Detail      string          `json:"detail"`
	Document    string          `json:"document"`
	From        evaluation.Date `json:"from"`
	Until       evaluation.Date `json:"until"` // zero: until further notice
	Days        int             `json:"days"`  // away within the span, for leave and secondment
	Of          int             `json:"of"`    // days of the span
}

// KindTransfer is the Finding of somebody who came into the office within the year.
const KindTransfer = "transfer"

// What can follow from a finding. They are the words of the rules
// assessment.special.*, and AssessedElsewhere.
const (
	CommentOnly       = "comment_only"
	NoGrade           = "no_grade"
	Deferred          = "deferred" // no comment and no grade; the grade is added afterwards
	NotExcellent      = "not_excellent"
	SpecialOpinion    = "special"
	Material          = "material" // the earlier office gives material
	AssessedElsewhere = "assessed_elsewhere"
	mostOfYear        = "most_of_year"
)

// Say is the finding in words.
func (f Finding) Say() evaluation.Problem {
	return evaluation.Say("assessment.finding."+f.Kind,
		"detail", f.Detail, "document", f.Document,
		"from", f.From.String(), "until", f.Until.String(), "days", f.Days, "of", f.Of)
}

// Then is what follows, in words.
func (f Finding) Then() evaluation.Problem {
	return evaluation.Say("assessment.consequence." + f.Consequence)
}

// Eligibility finds the special cases of a member for the span from..to (days
// inclusive) as things stand on asOf.
func Eligibility(m roster.Member, from, to, asOf evaluation.Date, rules rulepack.Numbers) ([]Finding, error) {
	e := &eligible{m: m, from: from, to: to, asOf: asOf, rules: rules, list: []Finding{}}
	e.away(roster.Leave, "assessment.special.leave", "assessment.special.leave.share")
	e.away(roster.Seconded, "assessment.special.secondment", "assessment.special.secondment.share")
	for _, a := range m.Absences {
		e.absence(a)
	}
	if m.Joined.Year() == from.Year() && !m.Joined.After(to) {
		e.add("assessment.special.transfer", roster.Absence{Kind: KindTransfer, From: m.Joined}, evaluation.Date{})
	}
	return e.list, e.err
}

type eligible struct {
	m              roster.Member
	from, to, asOf evaluation.Date
	rules          rulepack.Numbers
	list           []Finding
	err            error
}

// add notes a finding; what follows from it is the word of the rule.
func (e *eligible) add(rule string, a roster.Absence, until evaluation.Date) {
	word, err := e.rules.Text(rule)
	if err != nil {
		e.err = err
		return
	}
	if word == mostOfYear {
		word = AssessedElsewhere
	}
	e.list = append(e.list, Finding{
		Rule: rule, Kind: a.Kind, Consequence: word, Detail: a.Detail, Document: a.Source, From: a.From, Until: until,
	})
}

func (e *eligible) absence(a roster.Absence) {
	thisYear := a.From.Year() == e.from.Year() && !a.From.After(e.to)
	runs := !a.From.After(e.to) && (a.To.IsZero() || !a.To.Before(e.from))
	yearEnd := evaluation.NewDate(e.from.Year(), 12, 31)
	switch a.Kind {
	case roster.Probation:
		if !a.From.After(e.asOf) && (a.To.IsZero() || !a.To.Before(e.asOf)) {
			e.add("assessment.special.probation", a, a.To)
		}
	case roster.Investigation:
		if !a.From.After(e.asOf) && (a.To.IsZero() || a.To.After(e.asOf)) {
			e.add("assessment.special.investigation", a, a.To)
		}
	case roster.Warning:
		if thisYear {
			e.add("assessment.special.warning", a, yearEnd)
		}
	case roster.HeavyPenalty: // from the year of lifting it has no after-effect
		if runs && (a.To.IsZero() || a.To.Year() > e.from.Year()) {
			e.add("assessment.special.demerit", a, a.To)
		}
	case roster.PartySerious:
		if runs || thisYear {
			e.add("assessment.special.party_penalty", a, a.To)
		}
	case roster.Admonition: // C-17: out of the running for the year
		if thisYear {
			e.list = append(e.list, Finding{
				Rule: "reminder.admonition.excellent", Kind: a.Kind, Consequence: NotExcellent, Detail: a.Detail, Document: a.Source,
				From: a.From, Until: yearEnd,
			})
		}
	}
}

// away finds an absence of a kind that takes more than the share of the span.
func (e *eligible) away(kind, rule, share string) {
	part, err := e.rules.Share(share)
	if err != nil {
		e.err = err
		return
	}
	days, last := e.daysAway(kind)
	of := e.from.DaysUntil(e.to) + 1
	if days == 0 || !part.Exceeded(int64(days), int64(of)) {
		return
	}
	e.add(rule, last, last.To)
	if e.err == nil {
		f := &e.list[len(e.list)-1]
		f.Days, f.Of = days, of
	}
}

// daysAway counts the days of the span on which the person was away, each day
// once, and gives the last absence of the kind.
func (e *eligible) daysAway(kind string) (days int, last roster.Absence) {
	of := slices.DeleteFunc(slices.Clone(e.m.Absences), func(a roster.Absence) bool { return a.Kind != kind })
	for d := e.from; !d.After(e.to); d = d.AddDays(1) {
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
