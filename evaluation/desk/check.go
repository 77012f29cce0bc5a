package desk

import (
	"slices"

	"kaoji/evaluation"
)

// Check is one line of what is looked at before something begins that many take part
// in, such as a round of ballots: what is missing, and which entry to mend.
type Check struct {
	Level string // LevelStop, LevelWarn or LevelFine
	Say   evaluation.Problem
	Then  evaluation.Problem // what follows from it, no key if nothing does
	Name  string             // of what it is about, "" if it is the whole
	// Entry of the roster to mend: Person and Unit where it must be of that kind,
	// Record where it may be a person or a committee. "" for none.
	Person, Unit, Record string
}

// How much a Check matters.
const (
	LevelStop = "stop" // it cannot begin
	LevelWarn = "warn"
	LevelFine = "fine"
)

// Checks collects what is found.
type Checks struct{ stops, warns []Check }

// Stop adds what it cannot begin with.
func (c *Checks) Stop(k Check) {
	k.Level = LevelStop
	c.stops = append(c.stops, k)
}

// Warn adds what it can begin with.
func (c *Checks) Warn(k Check) {
	k.Level = LevelWarn
	c.warns = append(c.warns, k)
}

// All are the checks, those that stop first, and last what is fine.
func (c *Checks) All(fine evaluation.Problem) []Check {
	return slices.Concat(c.stops, c.warns, []Check{{Level: LevelFine, Say: fine}})
}

// Ready is nil if nothing stops, otherwise CodeState with the first that does.
func Ready(checks []Check) error {
	if i := slices.IndexFunc(checks, func(k Check) bool { return k.Level == LevelStop }); i >= 0 {
		return &evaluation.Error{Code: evaluation.CodeState, Message: checks[i].Say}
	}
	return nil
}
