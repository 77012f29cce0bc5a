package desk

import (
	"kaoji/evaluation"
	"kaoji/evaluation/roster"
	"kaoji/evaluation/rulepack"
)

// Effect is how long an entry of the roster excludes a promotion.
type Effect struct {
	Rule  string          // key of the rule
	Until evaluation.Date // last day; zero: no end is known
}

// Running reports whether the effect of an entry that began on a day includes
// another day.
func (e Effect) Running(from, on evaluation.Date) bool {
	return !from.After(on) && (e.Until.IsZero() || !e.Until.Before(on))
}

// EffectOf returns the effect of an absence by the rules C-18, C-22, C-23 and C-25,
// false if it has none. An end entered in the roster has priority over the number
// in the rule. A combined kind of an earlier version counts as its heaviest penalty
// until it is classified.
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

// unlimited is the code for penalties without a number of months in the rules: they
// last until an end is entered.
const unlimited = "-"

// effectRule returns the rule of an effect and the code of its number, "" for a
// rule with one number.
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
	case roster.Dismissed, roster.Resignation, roster.Relieved: // a nomination is always for a higher post
		return "handling.effect", "dismissed_higher"
	}
	return "", ""
}

// AdmonishedIn returns the admonition that excludes a person from an excellent
// grade and from commendations in a year, and the last year of this effect (C-17).
// It is false if none is known on the day known.
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
