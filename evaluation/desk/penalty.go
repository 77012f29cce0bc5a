package desk

import (
	"kaoji/evaluation"
	"kaoji/evaluation/roster"
	"kaoji/evaluation/rulepack"
)

// Effect is how long something in the roster bars a promotion.
type Effect struct {
	Rule  string          // key in the rule pack that says so
	Until evaluation.Date // last day; zero as long as nothing else is entered
}

// Running reports whether the effect of what began on a day lasts on another.
func (e Effect) Running(from, on evaluation.Date) bool {
	return !from.After(on) && (e.Until.IsZero() || !e.Until.Before(on))
}

// EffectOf is the effect of an absence by the rules C-18, C-22, C-23 and C-25;
// false if it bars nothing. An end that was entered counts before the rule's
// number. A kind of an earlier version counts as the heaviest of its class until
// it is classified.
func EffectOf(a roster.Absence, rules rulepack.Numbers) (Effect, bool, error) {
	key, code := effectRule(a.Kind)
	if key == "" {
		return Effect{}, false, nil
	}
	e := Effect{Rule: key, Until: a.To}
	if !e.Until.IsZero() || code == unlimited {
		return e, true, nil
	}
	var months int64
	var err error
	if code == "" {
		months, err = rules.Int(key)
	} else {
		months, err = rules.Number(key, code)
	}
	if err != nil {
		return Effect{}, false, err
	}
	e.Until = a.From.AddMonths(int(months))
	return e, true, nil
}

// unlimited is the code of what has no number of months in the rules: it lasts
// until its end is entered.
const unlimited = "-"

// effectRule is the rule of an effect and the code of its number, "" for a rule
// with one number.
func effectRule(kind string) (key, code string) {
	switch kind {
	case roster.Admonition:
		return "reminder.admonition.effect", ""
	case roster.Warning:
		return "penalty.administrative", "warning"
	case roster.Demerit, roster.SeriousDemerit, roster.Demotion, roster.Removal:
		return "penalty.administrative", kind
	case roster.HeavyPenalty:
		return "penalty.administrative", "removal"
	case roster.Investigation, roster.Expulsion:
		return "penalty.administrative", unlimited
	case roster.PartyWarning:
		return "penalty.party", "warning"
	case roster.PartySeriousWarning:
		return "penalty.party", "serious_warning"
	case roster.PartyRemoval, roster.PartySerious:
		return "penalty.party", "removal"
	case roster.PartyProbationOne, roster.PartyProbationTwo, roster.PartyExpulsion:
		return "penalty.party", unlimited
	case roster.Suspended:
		return "handling.suspension", ""
	case roster.Adjusted, roster.Demoted:
		return "handling.effect", kind
	case roster.Dismissed, roster.Resignation, roster.Relieved: // whoever is named is meant for a higher post
		return "handling.effect", "dismissed_higher"
	}
	return "", ""
}

// AdmonishedIn is the admonition that keeps somebody from an excellent grade and
// from commendations in a year, with the last year of that (C-17); false for
// none that is known on a day.
func AdmonishedIn(absences []roster.Absence, year int, known evaluation.Date, rules rulepack.Numbers) (a roster.Absence, last int, found bool, err error) {
	years, err := rules.Int("reminder.admonition.excellent")
	if err != nil {
		return roster.Absence{}, 0, false, err
	}
	for _, a := range absences {
		if n := int64(year - a.From.Year()); a.Kind == roster.Admonition && !a.From.After(known) && n >= 0 && n < years {
			return a, a.From.Year() + int(years) - 1, true, nil
		}
	}
	return roster.Absence{}, 0, false, nil
}
