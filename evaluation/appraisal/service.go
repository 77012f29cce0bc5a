package appraisal

import (
	"context"
	"io"
	"strconv"
	"strings"
	"time"

	"kaoji/evaluation"
	"kaoji/evaluation/ballot"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/rulepack"
)

// Deps are what the measure needs from outside.
type Deps struct {
	desk.Desk
	Ledger evaluation.Ledger
	Cells  evaluation.Cells
	Boxes  *ballot.Service
	Vault  evaluation.Vault
	Random io.Reader // crypto/rand.Reader
	// Voters returns the cadres of committees who can log in as such.
	Voters func(ctx context.Context, office string, people []string) ([]string, error)
	// Holders says who can log in to answer an objection.
	Holders desk.Holders
	Now     func() time.Time
}

// Service has the acts and queries of the measure.
type Service struct {
	Deps
	running evaluation.Recent[[]desk.Of[Round]] // rounds with ballots
}

// New makes a Service.
func New(d Deps) *Service { return &Service{Deps: d} }

// roundKeys lists the rules that a round freezes for itself and its sheets.
func roundKeys() []string {
	return []string{
		"appraisal.contact", "appraisal.single", "appraisal.reasons", "appraisal.bands", "appraisal.grades", "appraisal.slips",
		"appraisal.acknowledge", "appraisal.answer", "rating.attendance", "rating.usable", "rating.floor", "rating.floor.least",
		"rating.trim", "rating.trim.least", "rating.trim.share_from", "rating.complement", "rating.freetext", "statistics.icc", "statistics.confidence",
		"statistics.connected", "statistics.severity",
	}
}

// numbers are the rules used by a round.
type numbers struct {
	contact            int // months
	floor, least       int
	veiled             bool // false recomputes results from before Result.Veiled
	trim               rulepack.Trim
	attendance, usable rulepack.Share
	low, high          int // marks up to low and from high on need a reason
	bands              []rulepack.Item
	grades             []rulepack.Item
	icc                []rulepack.Item
	confidence         float64
}

func numbersOf(rules rulepack.Numbers) (n numbers, err error) {
	for key, into := range map[string]*int{
		"appraisal.contact": &n.contact, "rating.floor": &n.floor, "rating.floor.least": &n.least,
	} {
		v, err := rules.Int(key)
		if err != nil {
			return n, err
		}
		*into = int(v)
	}
	n.floor, n.veiled = max(n.floor, n.least), true // H-1: an office can raise the floor but not lower it
	if n.trim, err = rulepack.TrimOf(rules); err != nil {
		return n, err
	}
	for key, into := range map[string]*rulepack.Share{"rating.attendance": &n.attendance, "rating.usable": &n.usable} {
		if *into, err = rules.Share(key); err != nil {
			return n, err
		}
	}
	for code, into := range map[string]*int{"low": &n.low, "high": &n.high} {
		v, err := rules.Number("appraisal.reasons", code)
		if err != nil {
			return n, err
		}
		*into = int(v)
	}
	for key, into := range map[string]*[]rulepack.Item{"appraisal.bands": &n.bands, "appraisal.grades": &n.grades, "statistics.icc": &n.icc} {
		if *into, err = rules.Items(key); err != nil {
			return n, err
		}
	}
	whole, err := rules.BasisPoints("statistics.confidence")
	n.confidence = float64(whole) / 10000
	return n, err
}

// parent reads the round of a record.
func parent(step *evaluation.Step) (*Round, evaluation.Record, error) {
	r, p, err := evaluation.ReadShared[Round](step, step.Record.Parent)
	return p, r, err
}

// round reads a round for a query.
func (s *Service) round(ctx context.Context, office, id string) (*Round, evaluation.Record, error) {
	r, err := s.Ledger.Get(ctx, office, id)
	if err != nil {
		return nil, r, err
	}
	if r.Kind != KindRound {
		return nil, r, evaluation.Fail(evaluation.CodeNotFound, "error.not_found")
	}
	p, err := evaluation.PayloadOf[Round](r)
	return p, r, err
}

// names joins names for a sentence.
func names(list []string) string { return strings.Join(list, "、") }

// box is the id of the box of a round and committee.
func box(round, committee string) string { return round + "/" + committee }

// rehearsal is the id of the box of a rehearsal; every rehearsal has its own.
func (r *Round) rehearsal(round, committee string) string {
	return "rehearsal/" + round + "/" + strconv.Itoa(len(r.Rehearsals)) + "/" + committee
}
