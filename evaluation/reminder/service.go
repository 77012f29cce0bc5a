package reminder

import (
	"context"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
)

// Deps are what the measure needs from outside.
type Deps struct {
	desk.Desk
	Ledger evaluation.Ledger
	// Evidence lists the concerns of a period that count.
	Evidence func(ctx context.Context, office string, from, to evaluation.Date) ([]Evidence, error)
	// Unfounded returns whom a concern is about, by its number, and whether it was found not
	// to be borne out; "" if there is no such concern about a person.
	Unfounded func(ctx context.Context, office, no string) (person string, is bool, err error)
}

// Evidence is one concern: whom it is about, the reporter's pseudonym and the
// matter. Subject is "" for a concern about a whole department.
type Evidence struct {
	Record   string
	Subject  string
	Unit     string
	Reporter string
	Named    bool
	Matter   string
	On       evaluation.Date
	Wide     bool // 反响较大
}

// Service holds the acts and what is asked beside them.
type Service struct{ Deps }

// New makes a Service.
func New(d Deps) *Service { return &Service{d} }

// The kinds.
const (
	KindExposure = "reminder.exposure"
	KindScan     = "reminder.scan"
	KindAlarm    = "reminder.alarm"
	KindTalk     = "reminder.talk"
)
