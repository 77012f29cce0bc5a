package desk

import (
	"slices"

	"kaoji/evaluation"
)

// Fact is a statement of a record about a person. Self-reports, talks and opinions
// are prefilled with facts, so that nothing is typed twice. A fact contains only
// what the person may know; other readers get it only if they may see the record.
type Fact struct {
	On     evaluation.Date    `json:"on"`
	Kind   string             `json:"kind"`
	Record string             `json:"record"`
	Person string             `json:"-"` // whom it is about
	Figure string             `json:"-"` // in a table, such as 91.50; "" for a fact that is only counted
	Say    evaluation.Problem `json:"-"`
	Goes   string             `json:"goes"` // the part of a self-report that it belongs to: see GoesResults; "" for none
	Drawn  *Drawn             `json:"-"`    // its value in a chart of the years; nil for none
	Only   evaluation.Grants  `json:"-"`    // who may read it beside the person; none: whoever sees the record
}

// Told returns the facts about a person from a record that the reader sees, as far
// as the reader may see them.
func Told(list []Fact, reader evaluation.Actor, person string) []Fact {
	return slices.DeleteFunc(list, func(f Fact) bool {
		return len(f.Only) > 0 && (person == "" || reader.Person != person) && !f.Only.Include(reader)
	})
}

// The parts of a self-report that are prefilled with facts.
const (
	GoesResults  = "results"  // 绩
	GoesTraining = "training" // what of training was taken
)
