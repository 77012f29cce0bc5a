package rotation

import (
	"kaoji/evaluation"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/roster"
)

type state = evaluation.State

// untried returns the act with Ready set to Always: it takes long, and nothing
// prevents it.
func untried(a evaluation.Act) evaluation.Act { a.Ready, a.Long = evaluation.Always, true; return a }

// kaojis makes an act that only Kaoji does.
func kaojis(name string, from, to []state, run evaluation.Runner) evaluation.Act {
	return evaluation.NewAct(name, nil, from, to, run)
}

// here returns a person whom the office manages, on a day.
func here(day *roster.Snapshot, field, person string) (roster.Member, error) {
	wrong := evaluation.Mistakes{}
	m := desk.Managed(wrong, field, day, person, "rotation.no_person", "rotation.leads")
	return m, wrong.Err()
}
