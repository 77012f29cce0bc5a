// Package routine 平时考核 assesses everybody of the office every quarter, or in another
// rhythm that the rules set: the person writes a short note, the head of the department
// or the leader in charge comments and proposes 好, 较好, 一般 or 较差, a principal leader
// fixes the round, and the person sees the result and can object (rules ).
// The results count for the grade of the year: see assessment.
//
// A person and the head of the department can agree on goals of the year. Notes and
// self-reports are prefilled with what became of them.
package routine

import (
	"context"
	"slices"
	"time"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/roster"
	"kaoji/evaluation/rulepack"
)

// The kinds.
const (
	KindRound = "routine.round"
	KindSheet = "routine.sheet"
	KindGoals = "routine.goals"
)

// The states of a round.
const (
	RoundRunning   evaluation.State = "running"   // notes are written, grades are proposed
	RoundFixing    evaluation.State = "fixing"    // a principal leader has to fix the grades
	RoundFixed     evaluation.State = "fixed"     // everybody has been told
	RoundCancelled evaluation.State = "cancelled" //
)

// The states of a sheet.
const (
	SheetNoting     evaluation.State = "noting"     // the person writes the note
	SheetNoted      evaluation.State = "noted"      // a note on paper, to be compared by a second person
	SheetCommenting evaluation.State = "commenting" // a comment and a grade are to be proposed
	SheetProposed   evaluation.State = "proposed"   // they can still be changed
	SheetFixed      evaluation.State = "fixed"      // the person has been told
	SheetEntered    evaluation.State = "entered"    // an objection on paper, to be compared by a second person
	SheetObjected   evaluation.State = "objected"   // a reviewer has to answer
	SheetExempt     evaluation.State = "exempt"     // not assessed in this round
	SheetDropped    evaluation.State = "dropped"    // the round was cancelled
)

// The states of goals.
const (
	GoalsDrafted  evaluation.State = "drafted"
	GoalsOffered  evaluation.State = "offered" // the head of the department has to agree
	GoalsAgreed   evaluation.State = "agreed"
	GoalsFinished evaluation.State = "finished" // the year is over
)

// The grades.
const (
	Good     = "good"     // 好
	Fair     = "fair"     // 较好
	Ordinary = "ordinary" // 一般
	Poor     = "poor"     // 较差
)

// Deps are the dependencies of the measure.
type Deps struct {
	desk.Desk
	Ledger interface {
		Find(ctx context.Context, q evaluation.Query) (evaluation.Found, error)
		Get(ctx context.Context, office, id string) (evaluation.Record, error)
	}
	Holders desk.Holders
	Now     func() time.Time
	// Year are the facts about a person with which the note begins.
	Year []desk.Facts
}

// Service has the acts and queries of the measure.
type Service struct{ Deps }

// New makes a Service.
func New(d Deps) *Service { return &Service{d} }

// participants are the people who are assessed: all whom the office manages, without those
// whose level is assessed above.
func participants(day *roster.Snapshot, rules rulepack.Numbers) ([]roster.Member, error) {
	above, err := rules.Codes(ruleAbove)
	return slices.DeleteFunc(day.Members(), func(m roster.Member) bool { return slices.Contains(above, m.Level) }), err
}
