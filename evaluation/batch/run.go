// Package batch carries out one act with many records. A Run is the stored list of the
// records that somebody chose, with what became of each; it belongs to one account. A
// run that is cut off goes on where it stopped when its account says so, with the
// permissions that the account has then.
package batch

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"kaoji/evaluation"
)

// Run is one act with many records.
type Run struct {
	ID      string          `json:"id"`
	Account string          `json:"account"`
	Kind    string          `json:"kind"`
	Act     string          `json:"act"`
	List    string          `json:"list,omitempty"`   // list from which the records were chosen, as its page names it
	Input   json.RawMessage `json:"input,omitempty"`  // of the act, the same for all
	Reason  string          `json:"reason,omitempty"` //
	Rows    []Row           `json:"rows"`
	Begun   time.Time       `json:"begun,omitzero"`  // zero while it is only chosen
	Beat    time.Time       `json:"beat,omitzero"`   // when it was last seen to be carried out
	Ended   time.Time       `json:"ended,omitzero"`  // when all rows had a result
	Undone  string          `json:"undone,omitzero"` // run that takes it back, once it has begun
	Undoes  string          `json:"undoes,omitzero"` // run that it takes back
	Sum     string          `json:"sum,omitempty"`   // hash of the request that made it, if its id is from a key

	office  string
	version int64 // of the cell
}

// Row is one record of a run.
type Row struct {
	ID      string             `json:"id"`
	Version int64              `json:"version"` // that the person saw; after the act, that of the record
	Result  Result             `json:"result,omitempty"`
	Why     evaluation.Problem `json:"why,omitzero"` // of Refused
}

// Result is what became of a row.
type Result string

// The results of rows.
const (
	Waiting Result = ""        // not tried yet
	Done    Result = "done"    //
	Refused Result = "refused" // the act said no
	Changed Result = "changed" // somebody changed the record after it was seen
)

// Count returns the number of rows with a result.
func (r *Run) Count(of Result) int {
	n := 0
	for i := range r.Rows {
		if r.Rows[i].Result == of {
			n++
		}
	}
	return n
}

// IDs returns the records of the rows whose result is, or is not, Done.
func (r *Run) IDs(done bool) []string {
	var ids []string
	for i := range r.Rows {
		if (r.Rows[i].Result == Done) == done {
			ids = append(ids, r.Rows[i].ID)
		}
	}
	return ids
}

// Runs reports that the run is being carried out at a time.
func (r *Run) Runs(now time.Time) bool {
	return !r.Begun.IsZero() && r.Ended.IsZero() && now.Sub(r.Beat) < silence
}

// Stopped reports that the run was cut off, so that somebody has to let it go on.
func (r *Run) Stopped(now time.Time) bool {
	return !r.Begun.IsZero() && r.Ended.IsZero() && !r.Runs(now)
}

// How long runs are kept.
const (
	keptNew   = 24 * time.Hour      // of which nothing is done yet
	kept      = 30 * 24 * time.Hour // after the last change
	silence   = 15 * time.Second    // without a beat a run counts as cut off
	heartbeat = 2 * time.Second     // how often a run is stored while it goes on
)

// Service stores and carries out runs.
type Service struct {
	Acts interface {
		Act(ctx context.Context, actor evaluation.Actor, id string, version int64, act string, c evaluation.Change) (evaluation.Record, error)
		Load(ctx context.Context, office, id string) (evaluation.Record, error)
		Kind(name string) (*evaluation.Kind, bool)
		AllowsMany(ctx context.Context, actor evaluation.Actor, kind, act string) error
		CheckMany(actor evaluation.Actor, kind, act string, c evaluation.Change) error
	}
	// Still returns the actor with what the account may do now, or an error if nobody may
	// act with it any more; a run goes on after its request. nil: what it may do stays.
	Still func(ctx context.Context, actor evaluation.Actor) (evaluation.Actor, error)
	Cells evaluation.Cells
	Now   func() time.Time
	NewID func() string
	// Background runs a task while the caller goes on; it returns false, or is nil, if
	// the caller has to do it.
	Background func(task func(context.Context)) bool
	Log        *slog.Logger // may be nil
}

// Choose stores a run of which nothing is done yet. Its id may be given. More than
// evaluation.MostMany records are CodeTooLarge, none and an act that is not for many
// are CodeInvalid.
func (s *Service) Choose(ctx context.Context, actor evaluation.Actor, r Run) (Run, error) {
	k, ok := s.Acts.Kind(r.Kind)
	switch {
	case !ok || !k.ForMany(r.Act):
		return Run{}, evaluation.Fail(evaluation.CodeInvalid, "many.not_for_many")
	case len(r.Rows) == 0:
		return Run{}, evaluation.Fail(evaluation.CodeInvalid, "many.none")
	case len(r.Rows) > evaluation.MostMany:
		return Run{}, evaluation.Fail(evaluation.CodeTooLarge, "many.too_many", "max", evaluation.MostMany)
	}
	if r.ID == "" {
		r.ID = s.NewID()
	}
	r.Account, r.office = actor.Account, actor.Office
	return r, s.store(ctx, &r)
}

// Rows makes the rows of records that nobody has seen yet.
func Rows(ids []string) []Row {
	seen := map[string]bool{}
	rows := make([]Row, 0, len(ids))
	for _, id := range ids {
		if !seen[id] {
			seen[id], rows = true, append(rows, Row{ID: id})
		}
	}
	return rows
}

// Get returns a run of the actor; that of another account is CodeNotFound.
func (s *Service) Get(ctx context.Context, actor evaluation.Actor, id string) (Run, error) {
	cell, err := s.Cells.Cell(ctx, evaluation.ClassRun, actor.Office, id)
	if err != nil {
		return Run{}, err
	}
	r, err := runOf(&cell)
	if err == nil && r.Account != actor.Account {
		err = evaluation.Fail(evaluation.CodeNotFound, "error.not_found")
	}
	return r, err
}

// List returns runs of the actor that were begun, the newest first: at most limit of
// them, from the one after the id. next is the id to go on from, "" at the end.
func (s *Service) List(ctx context.Context, actor evaluation.Actor, after string, limit int) (list []Run, next string, err error) {
	q := evaluation.CellQuery{Class: evaluation.ClassRun, Office: actor.Office, Refs: []string{actor.Account}, After: after, Desc: true, Limit: limit + 1}
	for {
		cells, err := s.Cells.FindCells(ctx, q)
		if err != nil {
			return nil, "", err
		}
		for i := range cells {
			r, err := runOf(&cells[i])
			if err != nil {
				return nil, "", err
			}
			if q.After = r.ID; r.Begun.IsZero() {
				continue
			}
			if len(list) == limit {
				return list, list[limit-1].ID, nil
			}
			list = append(list, r)
		}
		if len(cells) < q.Limit {
			return list, "", nil
		}
	}
}

func runOf(c *evaluation.Cell) (Run, error) {
	r := Run{office: c.Office, version: c.Version}
	if err := json.Unmarshal(c.Body, &r); err != nil {
		return Run{}, fmt.Errorf("run %s: %w", c.ID, err)
	}
	return r, nil
}

// store writes the run; CodeConflict means that another process carries it out.
func (s *Service) store(ctx context.Context, r *Run) error {
	life := kept
	if r.Begun.IsZero() {
		life = keptNew
	}
	return s.put(ctx, r, &r.version, evaluation.Cell{Class: evaluation.ClassRun, Office: r.office, ID: r.ID, Ref: r.Account, Expires: s.Now().Add(life)})
}

// put writes what a cell keeps, and sets the version that it has then.
func (s *Service) put(ctx context.Context, what any, version *int64, c evaluation.Cell) (err error) {
	if c.Body, err = json.Marshal(what); err != nil {
		return fmt.Errorf("%s %s: %w", c.Class, c.ID, err)
	}
	c.Version = *version
	if c, err = s.Cells.PutCell(ctx, c); err == nil {
		*version = c.Version
	}
	return err
}

// errTaken ends a run that another process has taken over.
var errTaken = errors.New("another process carries out the run")
