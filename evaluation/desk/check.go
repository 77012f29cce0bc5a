package desk

import (
	"slices"

	"kaoji/evaluation"
)

// Check is the result of one check before a round or cycle begins: what is missing,
// and which entry has to be corrected.
type Check struct {
	Level string // LevelStop, LevelWarn or LevelFine
	Step  string // step of the guide for a new office that mends it; "" for none
	Say   evaluation.Problem
	Then  evaluation.Problem // the consequence; Key is "" if there is none
	Name  string             // of the person or unit concerned, "" if it concerns everything
	// Id of the entry of the roster to correct, "" for none: Person or Unit if the
	// kind is known, Record if it can be a person or a committee.
	Person, Unit, Record string
}

// The levels of a Check.
const (
	LevelStop = "stop" // it cannot begin
	LevelWarn = "warn"
	LevelFine = "fine"
)

// The steps of the guide that what is missing belongs to: see package setup.
const (
	StepPeople     = "people"
	StepLeaders    = "leaders"
	StepAccounts   = "accounts"
	StepCommittees = "committees"
	StepCalendar   = "calendar"
)

// Checks collects results.
type Checks struct{ stops, warns []Check }

// Stop adds a check that prevents the beginning.
func (c *Checks) Stop(k Check) {
	k.Level = LevelStop
	c.stops = append(c.stops, k)
}

// Warn adds a check that does not prevent it.
func (c *Checks) Warn(k Check) {
	k.Level = LevelWarn
	c.warns = append(c.warns, k)
}

// All returns the checks, those that prevent the beginning first; the last ones are
// fine.
func (c *Checks) All(fine ...evaluation.Problem) []Check {
	list := c.Missing()
	for _, say := range fine {
		list = append(list, Check{Level: LevelFine, Say: say})
	}
	return list
}

// Missing returns the checks without the last ones of All, which are fine.
func (c *Checks) Missing() []Check { return slices.Concat(c.stops, c.warns) }

// PeopleIn lists the people whom checks name. Whoever reads the checks has looked at them.
func PeopleIn(list []Check) []string {
	var people []string
	for _, k := range list {
		if k.Person != "" && !slices.Contains(people, k.Person) {
			people = append(people, k.Person)
		}
	}
	return people
}

// Ready returns nil if no check prevents the beginning, otherwise CodeState with the
// first one that does.
func Ready(checks []Check) error {
	if i := slices.IndexFunc(checks, func(k Check) bool { return k.Level == LevelStop }); i >= 0 {
		return &evaluation.Error{Code: evaluation.CodeState, Message: checks[i].Say}
	}
	return nil
}
