package demo

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"

	"kaoji/evaluation"
)

// script is a file <measure>.json: the demo data of one measure.
type script struct {
	Name   string             `json:"-"`
	After  []string           `json:"after"`  // names of the scripts that are played before
	Actors map[string]account `json:"actors"` // people who act and are not in the roster, by the name used in Who
	Parts  map[string][]step  `json:"parts"`  // steps that are used in several places, by the name used in Play
	Steps  []step             `json:"steps"`
}

// account is an actor, or a person who gets a login.
type account struct {
	Name    string            `json:"name"`    // account id or login
	Display string            `json:"display"` //
	Person  string            `json:"person"`  // id in the roster, "" if none
	Roles   []evaluation.Role `json:"roles"`   //
	As      string            `json:"as"`      // of a login: the actor whose steps it does from now on, "" for none
}

// step has one of Act, Do, Play and Steps, or only sets the clock. Its strings
// are values (see value), except Note, For, Kind, Do and When.
type step struct {
	Note string `json:"note"` // a comment

	For string         `json:"for"` // variables, separated by spaces: the step is repeated for each item of In
	In  any            `json:"in"`  // list; a list of rows if For has several variables. The variable i counts from 0
	Let map[string]any `json:"let"` // variables of this step
	// Beside carries out the acts of each item in order, but the items beside one
	// another. The acts change different records, and no input depends on an act.
	Beside bool   `json:"beside"`
	When   string `json:"when"` // expression; if it is false, the step is skipped
	At     string `json:"at"`   // sets the clock: a day (9:00), +n (n days later), or now (when the demo is made)

	Who    string          `json:"who"`    // key of Actors, login, staff number or id of a person; default: section
	Kind   string          `json:"kind"`   // kind of the record that the act creates
	On     string          `json:"on"`     // id of the record that the act changes
	Act    string          `json:"act"`    //
	Input  any             `json:"input"`  // input of the act as in the API, or of the verb
	Reason string          `json:"reason"` //
	Files  map[string]file `json:"files"`  // attached before the act; the variables get their ids
	As     string          `json:"as"`     // variable that gets the id of the created record

	Do    string `json:"do"`    // verb
	Play  string `json:"play"`  // name of a part, or script.part of a script that is played before
	Steps []step `json:"steps"` //
	Most  any    `json:"most"`  // number: only the first so many of Steps are done
}

// file is an attachment: a text, a workbook or a picture.
type file struct {
	Name   string  `json:"name"`
	Text   string  `json:"text"`
	Sheets []sheet `json:"sheets"`
	// Portrait: a picture of nobody, in place of a photo.
	Portrait bool `json:"portrait"`
}

// sheet is a sheet of a workbook: the values of the first row, and a value that is a
// list of the others.
type sheet struct {
	Name string   `json:"name"`
	Head []string `json:"head"`
	Rows any      `json:"rows"`
}

// read reads the scripts of some folders and sorts them: each is played after
// those that its After names.
func read(from ...fs.FS) ([]script, error) {
	var left []script
	for _, f := range from {
		names, err := fs.Glob(f, "*.json")
		if err != nil {
			return nil, err
		}
		for _, name := range names {
			s, err := readScript(f, name)
			if err != nil {
				return nil, err
			}
			left = append(left, s)
		}
	}
	var list []script
	played := map[string]bool{}
	for len(left) > 0 {
		i := slices.IndexFunc(left, func(s script) bool {
			return !slices.ContainsFunc(s.After, func(name string) bool { return !played[name] })
		})
		if i < 0 {
			return nil, errors.New("demo: the scripts name each other in after, or one that does not exist")
		}
		played[left[i].Name] = true
		list = append(list, left[i])
		left = slices.Delete(left, i, i+1)
	}
	return list, nil
}

func readScript(from fs.FS, name string) (script, error) {
	raw, err := fs.ReadFile(from, name)
	if err != nil {
		return script{}, err
	}
	s := script{Name: strings.TrimSuffix(name, ".json")}
	if err := strictly(raw, &s); err != nil {
		return s, fmt.Errorf("%s: %w", name, err)
	}
	for _, steps := range append(slices.Collect(maps.Values(s.Parts)), s.Steps) {
		if err := check(steps); err != nil {
			return s, fmt.Errorf("%s: %w", name, err)
		}
	}
	return s, nil
}

// check refuses steps that say two things.
func check(steps []step) error {
	for i := range steps {
		s, says := &steps[i], 0
		for _, yes := range []bool{s.Act != "", s.Do != "", s.Play != "", s.Steps != nil} {
			if yes {
				says++
			}
		}
		if says > 1 || s.Kind != "" && s.On != "" || (s.For == "") != (s.In == nil) {
			return fmt.Errorf("step %d is unclear: %+v", i+1, *s)
		}
		if err := check(s.Steps); err != nil {
			return err
		}
	}
	return nil
}

// strictly decodes JSON; an unknown key is an error.
func strictly(raw []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(raw))
	d.DisallowUnknownFields()
	d.UseNumber()
	return d.Decode(into)
}
