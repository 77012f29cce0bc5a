package assessment

import (
	"slices"
	"strconv"
	"strings"

	"kaoji/evaluation"
	"kaoji/evaluation/roster"
)

// penalty adds the effect of a penalty on the grade of the year. It depends on the
// year of the decision, not on the end of its effect.
func (e *eligible) penalty(a roster.Absence) {
	n := e.year - a.From.Year()
	if classes := roster.Classes(a.Kind); classes != nil {
		e.unclassified(a, classes, n)
		return
	}
	rule, unverified := penaltyRule(a.Kind, e.category == Institution)
	if rule == "" {
		return
	}
	e.effect(rule, a, n, unverified)
}

func (e *eligible) effect(rule string, a roster.Absence, n int, unverified bool) {
	word, years := effectOf(e.word(rule), n)
	if word == "" {
		return
	}
	e.civil(rule, word, a, evaluation.NewDate(a.From.Year()+years-1, 12, 31)).Unverified = unverified
}

// unclassified adds a combined penalty of an earlier version. Its consequence is
// known only if it is the same for all penalties that it may mean.
func (e *eligible) unclassified(a roster.Absence, classes []string, n int) {
	if e.category == Contract { // whatever it is, the office's own rule decides
		if n == 0 {
			e.note("assessment.special.heavier", OfficeRule, a, evaluation.Date{})
		}
		return
	}
	institution := e.category == Institution
	var words []string
	for _, kind := range classes {
		rule, _ := penaltyRule(kind, institution)
		word, _ := effectOf(e.word(rule), n)
		if !slices.Contains(words, word) {
			words = append(words, word)
		}
	}
	if len(words) == 1 {
		rule, unverified := penaltyRule(classes[0], institution)
		e.effect(rule, a, n, unverified)
		return
	}
	e.note("assessment.special.heavier", Unclassified, a, evaluation.Date{})
}

// effectOf returns the consequence of a rule's value n years after the year of the
// decision, "" for none, and the number of years with a consequence. A number at
// the end is that number of years: incompetent_3 means incompetent in the first
// year, comment only in the second and third.
func effectOf(word string, n int) (consequence string, years int) {
	years = 1
	if i := strings.LastIndexByte(word, '_'); i >= 0 {
		if y, err := strconv.Atoi(word[i+1:]); err == nil {
			word, years = word[:i], y
		}
	}
	switch {
	case n < 0 || n >= years:
		return "", years
	case word == MustIncompetent && n > 0:
		return CommentOnly, years
	}
	return word, years
}

// penaltyRule returns the row of a penalty, "" if it has none (停职检查 has no effect
// on the grade). The rows are those of civil servants. For staff of public
// institutions only two numbers are known, and not verified, so everything about
// them is marked.
func penaltyRule(kind string, institution bool) (rule string, unverified bool) {
	if institution {
		switch kind {
		case roster.Warning:
			return "assessment.institution.special.warning", true
		case roster.Demerit, roster.SeriousDemerit, roster.Demotion, roster.Removal:
			return "assessment.institution.special.demerit", true
		}
	}
	switch kind {
	case roster.Warning, roster.Demerit, roster.SeriousDemerit, roster.Demotion, roster.Removal, roster.Expulsion,
		roster.PartyWarning, roster.PartyRemoval, roster.PartyProbationOne, roster.PartyProbationTwo, roster.PartyExpulsion,
		roster.Adjusted, roster.Resignation, roster.Demoted:
		return "assessment.special." + kind, institution
	case roster.PartySeriousWarning:
		return "assessment.special.party_penalty", institution
	case roster.Relieved:
		return "assessment.special.dismissed", institution
	}
	return "", false
}

// penaltyKeys lists the rules of the table.
func penaltyKeys() []string {
	keys := []string{
		"assessment.special.heavier", "assessment.institution.special.warning", "assessment.institution.special.demerit",
	}
	for _, kind := range roster.AbsenceKinds() {
		if rule, _ := penaltyRule(kind, false); rule != "" {
			keys = append(keys, rule)
		}
	}
	return keys
}

// heaviest returns the finding with the heaviest effect on the grade, false
// if none excludes a grade. An open case comes first, because no grade can be
// decided before it is closed.
func heaviest(list []Finding) (Finding, bool) {
	for _, weight := range [][]string{
		{Departed}, {Unclassified}, {AssessedElsewhere}, {Deferred}, {MustIncompetent}, {CommentOnly, NoGrade}, {AtMostBasic}, {NotExcellent},
	} {
		if f, found := follows(list, weight...); found {
			return f, true
		}
	}
	return Finding{}, false
}

// barred returns why the special cases do not allow a grade; false if they allow
// it.
func barred(list []Finding, grade string) (evaluation.Problem, bool) {
	_, open := follows(list, Reconsider, OfficeRule)
	needed := grade == None && !open
	f, found := heaviest(list)
	if !found {
		return evaluation.Say("assessment.grade_needed"), needed
	}
	switch f.Consequence {
	case Unclassified:
		return f.say("assessment.unclassified."), true
	case AssessedElsewhere:
		return f.say("assessment.elsewhere."), true
	case Departed:
		return f.say("assessment.departed."), true
	case Deferred, CommentOnly, NoGrade:
		return f.say("assessment.no_grade."), grade != None
	case MustIncompetent:
		return f.say("assessment.incompetent."), !Worst(grade)
	case AtMostBasic:
		if grade != None && !Below(grade) {
			return f.say("assessment.at_most_basic."), true
		}
	case NotExcellent:
		if grade == Excellent {
			return f.say("assessment.not_excellent."), true
		}
	}
	return evaluation.Say("assessment.grade_needed"), needed
}
