package roster

import (
	"encoding/json"
	"fmt"
	"slices"

	"kaoji/evaluation"
)

// actRestored is the act that gives a record its earlier content back when an import is
// undone.
const actRestored = "restored"

// Standing is a record of an import that was left as it is when the import was undone, and
// why: people decide what becomes of it.
type Standing struct {
	Record string             `json:"record"`
	Kind   string             `json:"kind"`
	Name   string             `json:"name"`
	Row    int                `json:"row,omitempty"` // of the sheet; of forms the number of the file, from 1
	Why    evaluation.Problem `json:"why"`
}

func stands(list []Standing, id string) bool {
	return slices.ContainsFunc(list, func(x Standing) bool { return x.Record == id })
}

// TakenBack reports whether an undoing that left something standing took back all that came
// of a file, by its number from 0.
func (p *FormImport) TakenBack(file int) bool {
	return len(p.Standing) > 0 && !slices.ContainsFunc(p.Standing, func(x Standing) bool {
		return x.Row == file+1 && (x.Kind == KindPerson || x.Kind == KindParticulars)
	})
}

// Taking is the argument of the effect that takes an import back: all its records without
// some, or only some.
type Taking struct {
	Leave []string `json:"leave,omitempty"`
	Only  []string `json:"only,omitempty"`
}

// TakingOf reads the argument of an effect.
func TakingOf(args json.RawMessage) (t Taking, err error) {
	if len(args) > 0 {
		if err = json.Unmarshal(args, &t); err != nil {
			err = fmt.Errorf("argument of %s: %w", effectRevert, err)
		}
	}
	return t, err
}

// Takes reports whether a record is taken back.
func (t Taking) Takes(id string) bool {
	return !slices.Contains(t.Leave, id) && (len(t.Only) == 0 || slices.Contains(t.Only, id))
}

// Undoing is what undoing an import would do to all its records.
func Undoing(all []Standing) []evaluation.Foreseen {
	list := make([]evaluation.Foreseen, len(all))
	for i, x := range all {
		list[i] = evaluation.Foreseen{Record: x.Record, Kind: x.Kind, Name: x.Name, Why: x.Why}
	}
	return list
}

// TakeBack decides to take back the records of an import, without those that have a reason to
// stay. These are stored, and the import can be undone again once what was built on it is
// gone. If all stay, the error names them.
func TakeBack(s *evaluation.Step, effect string, standing *[]Standing, all []Standing) (evaluation.State, error) {
	stays := func(x Standing) bool { return x.Why.Key != "" }
	left := slices.DeleteFunc(slices.Clone(all), func(x Standing) bool { return !stays(x) })
	if len(left) > 0 && len(left) == len(all) {
		var names []string
		for _, x := range left {
			if !slices.Contains(names, x.Name) {
				names = append(names, x.Name)
			}
		}
		return "", evaluation.Fail(evaluation.CodeState, "roster.import.built_on", "n", len(left), "names", list(names), "name", left[0].Name, "why", left[0].Why)
	}
	t := Taking{}
	if len(*standing) > 0 {
		for _, x := range all {
			if !stays(x) {
				t.Only = append(t.Only, x.Record)
			}
		}
	} else {
		for _, x := range left {
			t.Leave = append(t.Leave, x.Record)
		}
	}
	if *standing = left; len(left) > 0 {
		return StateApplied, s.Effect(effect, t)
	}
	return StateUndone, s.Effect(effect, t)
}

// ChangedSince says by which act a record was changed last, who did it and when.
func ChangedSince(r *evaluation.Record) evaluation.Problem {
	e := &r.History[len(r.History)-1]
	return evaluation.Say("roster.import.standing.changed", "act", evaluation.Say(r.Kind+"."+e.Act), "on", evaluation.DateOf(e.At), "by", e.Name)
}

// BackReason is the reason in the history of a record that says which import was taken back,
// and why: the file, the day on which it was imported, and what the person said.
func BackReason(r *evaluation.Record, file string) string {
	const most = 4000 // characters, fewer than a reason can have
	text := file
	for i := range r.History {
		if e := &r.History[i]; e.Act == "apply" {
			text += "（" + evaluation.DateOf(e.At).String() + "）"
		}
	}
	for i := len(r.History) - 1; i >= 0; i-- {
		if e := &r.History[i]; e.Act == "undo" {
			text += "：" + e.Reason
			break
		}
	}
	if long := []rune(text); len(long) > most {
		text = string(long[:most])
	}
	return text
}
