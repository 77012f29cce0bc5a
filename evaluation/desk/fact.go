package desk

import (
	"slices"

	"kaoji/evaluation"
)

// Fact is what a record says about somebody: what self-reports, talks and
// opinions begin with, so that nothing is typed twice. It says no more than the
// person it is about may know, and what of it somebody else reads depends on
// whether that reader sees the record.
type Fact struct {
	On     evaluation.Date    `json:"on"`
	Kind   string             `json:"kind"`
	Record string             `json:"record"`
	Say    evaluation.Problem `json:"-"`
	Goes   string             `json:"goes"` // the part of a self-report that it belongs to: see GoesResults; "" for none
	Only   []evaluation.Role  `json:"-"`    // who may read it beside the person; none: whoever sees the record
}

// Told are the facts about a person that a reader may be told of a record that
// the reader sees.
func Told(list []Fact, reader evaluation.Actor, person string) []Fact {
	return slices.DeleteFunc(list, func(f Fact) bool {
		return len(f.Only) > 0 && (person == "" || reader.Person != person) && !slices.ContainsFunc(f.Only, reader.Has)
	})
}

// The parts of a self-report that facts are filled into.
const (
	GoesResults  = "results"  // 绩
	GoesTraining = "training" // what of training was taken
)
