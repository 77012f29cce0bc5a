// Package draft keeps what people have typed in a form and not sent: on the server, for
// its author alone, encrypted, for Life. The cell of a draft says which account it
// belongs to and nothing else; form, record and text are in the encrypted part.
//
// Which forms are kept is declared by the kinds (evaluation.Drafts).
package draft

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"kaoji/evaluation"
)

// Bounds of drafts.
const (
	Life    = 30 * 24 * time.Hour // after it was last saved
	Most    = 20                  // drafts of one account; the oldest one goes
	MaxSize = 256 << 10           // bytes of the values of one draft
)

// Form names the form of an act.
type Form struct {
	Kind   string `json:"kind"`
	Act    string `json:"act"`
	Record string `json:"record,omitempty"` // on which the act is done, "" for a new one
	Part   string `json:"part,omitempty"`   // distinguishes forms of one act, such as those of departments
	Place  string `json:"place"`            // address of the form within the office's pages, with its query
}

// path is the same for a form whatever it was opened with.
func (f Form) path() string {
	path, _, _ := strings.Cut(f.Place, "?")
	return path
}

// Draft is an unsent form.
type Draft struct {
	ID     string     `json:"-"` // of the cell; it says nothing about the form
	Form              //
	Values url.Values `json:"values"`
	Seen   int64      `json:"seen,omitempty"` // version of the record when the form was opened
	Saved  time.Time  `json:"saved"`
	// Edition counts how often it was saved. Whoever saves it states the one they have
	// seen, 0 for a new draft.
	Edition int64 `json:"-"`
}

// Until is when the draft is deleted.
func (d *Draft) Until() time.Time { return d.Saved.Add(Life) }

// Service stores drafts.
type Service struct {
	Cells evaluation.Cells
	Vault evaluation.Vault
	Now   func() time.Time
	NewID func() string
}

// sealed is the body of a cell.
type sealed struct {
	Sealed evaluation.Sealed `json:"sealed"`
}

// prefix begins the ids of all drafts of a form by an account; the hash is keyed, so it
// tells nobody who reads the storage which form it is.
func (s *Service) prefix(who evaluation.Actor, f Form) string {
	const digits = 24
	return s.Vault.Mark("draft", strings.Join([]string{who.Office, who.Account, f.Kind, f.Act, f.Record, f.Part, f.path()}, "\x00"))[:digits] + "-"
}

// New returns the id for a draft of a form that is just being opened. Nothing is stored.
func (s *Service) New(who evaluation.Actor, f Form) string { return s.prefix(who, f) + s.NewID() }

func owner(who evaluation.Actor, id string) string {
	return strings.Join([]string{"draft", who.Office, who.Account, id}, "\x00")
}

// Get returns a draft of a form, or CodeNotFound. A draft of another account or of
// another form is not found.
func (s *Service) Get(ctx context.Context, who evaluation.Actor, f Form, id string) (Draft, error) {
	if !strings.HasPrefix(id, s.prefix(who, f)) {
		return Draft{}, evaluation.Fail(evaluation.CodeNotFound, "error.not_found")
	}
	return s.Any(ctx, who, id)
}

// Any is Get for whatever form.
func (s *Service) Any(ctx context.Context, who evaluation.Actor, id string) (Draft, error) {
	cell, err := s.Cells.Cell(ctx, evaluation.ClassDraft, who.Office, id)
	if err != nil {
		return Draft{}, err
	}
	if cell.Ref != who.Account {
		return Draft{}, evaluation.Fail(evaluation.CodeNotFound, "error.not_found")
	}
	return s.open(who, &cell)
}

// open reads a cell. What cannot be read, because the key was lost, is CodeNotFound.
func (s *Service) open(who evaluation.Actor, cell *evaluation.Cell) (Draft, error) {
	var body sealed
	if err := json.Unmarshal(cell.Body, &body); err != nil {
		return Draft{}, fmt.Errorf("draft: %w", err)
	}
	plain, err := s.Vault.Open(body.Sealed, owner(who, cell.ID))
	if err != nil {
		return Draft{}, evaluation.Fail(evaluation.CodeNotFound, "error.not_found").Because(err)
	}
	d := Draft{ID: cell.ID, Edition: cell.Version}
	if err := json.Unmarshal([]byte(plain), &d); err != nil {
		return Draft{}, fmt.Errorf("draft: %w", err)
	}
	return d, nil
}

// Of returns the drafts of a form, the newest first.
func (s *Service) Of(ctx context.Context, who evaluation.Actor, f Form) ([]Draft, error) {
	prefix := s.prefix(who, f)
	cells, err := s.Cells.FindCells(ctx, evaluation.CellQuery{Class: evaluation.ClassDraft, Office: who.Office, Refs: []string{who.Account}, After: prefix, Limit: Most})
	if err != nil {
		return nil, err
	}
	cells = slices.DeleteFunc(cells, func(c evaluation.Cell) bool { return !strings.HasPrefix(c.ID, prefix) })
	return s.all(who, cells)
}

// All returns the drafts of an account, the newest first.
func (s *Service) All(ctx context.Context, who evaluation.Actor) ([]Draft, error) {
	cells, err := s.cells(ctx, who)
	if err != nil {
		return nil, err
	}
	return s.all(who, cells)
}

// cells are those of an account. There are at most Most, and a few more if several
// windows have begun drafts at the same moment.
func (s *Service) cells(ctx context.Context, who evaluation.Actor) ([]evaluation.Cell, error) {
	return s.Cells.FindCells(ctx, evaluation.CellQuery{Class: evaluation.ClassDraft, Office: who.Office, Refs: []string{who.Account}, Limit: 2 * Most})
}

func (s *Service) all(who evaluation.Actor, cells []evaluation.Cell) ([]Draft, error) {
	list := make([]Draft, 0, len(cells))
	for i := range cells {
		d, err := s.open(who, &cells[i])
		switch {
		case err == nil:
			list = append(list, d)
		case evaluation.CodeOf(err) != evaluation.CodeNotFound:
			return nil, err
		}
	}
	slices.SortFunc(list, func(a, b Draft) int { return b.Saved.Compare(a.Saved) })
	return list, nil
}

// Drop deletes a draft of an account. One that is not there is no error.
func (s *Service) Drop(ctx context.Context, who evaluation.Actor, id string) error {
	cell, err := s.Cells.Cell(ctx, evaluation.ClassDraft, who.Office, id)
	if evaluation.CodeOf(err) == evaluation.CodeNotFound || err == nil && cell.Ref != who.Account {
		return nil
	}
	if err != nil {
		return err
	}
	return s.Cells.DeleteCell(ctx, evaluation.ClassDraft, who.Office, id)
}

// Sent deletes what is not needed any more when a form was sent: of an act on a record
// all drafts of it, of a new record the draft that was sent.
func (s *Service) Sent(ctx context.Context, who evaluation.Actor, f Form, id string) error {
	if f.Record == "" {
		if !strings.HasPrefix(id, s.prefix(who, f)) {
			return nil
		}
		return s.Drop(ctx, who, id)
	}
	list, err := s.Of(ctx, who, f)
	if err != nil {
		return err
	}
	for i := range list {
		if err := s.Cells.DeleteCell(ctx, evaluation.ClassDraft, who.Office, list[i].ID); err != nil {
			return err
		}
	}
	return nil
}
