package roster

import (
	"encoding/json"
	"fmt"

	"kaoji/evaluation"
)

// Imported is the input of the acts by which an import writes into the roster. Only
// Kaoji does them; everything was checked when the plan was made.
type Imported struct {
	Import string `json:"import,omitempty" doc:"id of the import, empty when its undoing restores what no import had written"`
	Patch  string `json:"patch" form:"long" maxLength:"1000000" doc:"payload fields as JSON"`
}

// ImportedForm is Imported for the particulars of a person.
type ImportedForm struct {
	Person string `json:"person" form:"person" doc:"id of the person"`
	Imported
}

// patch sets the payload fields that the JSON object contains.
func patch(s *evaluation.Step, payload any, in *Imported) error {
	if err := json.Unmarshal([]byte(in.Patch), payload); err != nil {
		return fmt.Errorf("patch of %s: %w", s.Record.ID, err)
	}
	return nil
}

func importedPerson(s *evaluation.Step, p *Person, in *Imported) (evaluation.State, error) {
	if err := patch(s, p, in); err != nil {
		return "", err
	}
	p.Import = in.Import
	p.onto(s)
	if !p.Left.IsZero() {
		return StateDeparted, nil
	}
	return StatePresent, nil
}

func importedDepartment(s *evaluation.Step, d *Department, in *Imported) (evaluation.State, error) {
	if err := patch(s, d, in); err != nil {
		return "", err
	}
	d.Import = in.Import
	d.onto(s)
	return openOr(d.Closed), nil
}

func importedCommittee(s *evaluation.Step, c *Committee, in *Imported) (evaluation.State, error) {
	if err := patch(s, c, in); err != nil {
		return "", err
	}
	c.Import = in.Import
	c.onto(s)
	return openOr(c.Closed), nil
}

func openOr(closed evaluation.Date) evaluation.State {
	if closed.IsZero() {
		return StateOpen
	}
	return StateClosed
}

// withdrawn withdraws a record that an import created. The record stays for its
// history; its natural key can be used again.
func withdrawn[P any](s *evaluation.Step, _ *P) (evaluation.State, error) {
	s.Record.Unique = s.Record.ID
	return StateWithdrawn, nil
}
