// Package offices has the register of the offices of a deployment: a tree, such as a
// district with its sub-districts. The deployment's operator opens, moves and closes them.
// What an office has (accounts, records, rules) stands below its id in the storage; the
// register says which there are, what their addresses begin with, and which is above which.
package offices

import (
	"context"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"kaoji/evaluation"
)

// Office is an office of the register. The first one has no code: its addresses begin with
// nothing.
type Office struct {
	ID     string
	Code   string          // in the addresses of its pages, and behind the @ of a login name
	Host   string          // host name that leads to its pages, such as tangqiao.example.cn; "" for none
	Above  string          // id of the office above, "" for none
	Closed evaluation.Date // nobody logs in from then on; zero while it is open

	version int64
}

// The classes of cells.
const (
	classFirst = "office"       // office "", id: default; which office is the first
	classEntry = "office.entry" // office "", id: office, unique: code
)

// entry is the body of an office's cell.
type entry struct {
	Code   string          `json:"code"`
	Host   string          `json:"host,omitempty"`
	Above  string          `json:"above"`
	Closed evaluation.Date `json:"closed"`
}

// Register is the offices of the deployment.
type Register struct {
	Cells evaluation.Cells
	Now   func() time.Time
	NewID func() string

	byID, byCode evaluation.Recent[Office]
	hosts        evaluation.Recent[map[string]Office] // under "": the offices that have a host name, by it
}

// First returns the id of the first office; the first call of a deployment makes it.
func (r *Register) First(ctx context.Context) (string, error) {
	const id = "default"
	var first struct {
		Office string `json:"office"`
	}
	c, err := r.Cells.Cell(ctx, classFirst, "", id)
	if evaluation.CodeOf(err) == evaluation.CodeNotFound {
		first.Office = r.NewID()
		body, merr := json.Marshal(first)
		if merr != nil {
			return "", merr
		}
		c, err = r.Cells.PutCell(ctx, evaluation.Cell{Class: classFirst, ID: id, Body: body})
		if evaluation.CodeOf(err) == evaluation.CodeConflict { // another machine started at the same moment
			c, err = r.Cells.Cell(ctx, classFirst, "", id)
		}
	}
	if err != nil {
		return "", err
	}
	if err := json.Unmarshal(c.Body, &first); err != nil {
		return "", fmt.Errorf("first office: %w", err)
	}
	if _, err = r.ByID(ctx, first.Office); evaluation.CodeOf(err) == evaluation.CodeNotFound {
		err = r.put(ctx, Office{ID: first.Office})
		if evaluation.CodeOf(err) == evaluation.CodeConflict { // as above
			err = nil
		}
	}
	return first.Office, err
}

// ByID returns an office, or CodeNotFound.
func (r *Register) ByID(ctx context.Context, id string) (Office, error) {
	return r.byID.Read(id, r.Now(), func() (Office, error) { return officeOf(r.Cells.Cell(ctx, classEntry, "", id)) })
}

// ByCode returns the office with a code, or CodeNotFound; "" is the first one.
func (r *Register) ByCode(ctx context.Context, code string) (Office, error) {
	if code == "" {
		id, err := r.First(ctx)
		if err != nil {
			return Office{}, err
		}
		return r.ByID(ctx, id)
	}
	if !codes.MatchString(code) {
		return Office{}, notFound()
	}
	return r.byCode.Read(code, r.Now(), func() (Office, error) {
		of, err := officeOf(r.Cells.CellByUnique(ctx, classEntry, "", code))
		if err == nil && of.Code != code {
			err = notFound()
		}
		return of, err
	})
}

// ByHost returns the office to whose pages a host name leads, the zero value if it leads to none.
func (r *Register) ByHost(ctx context.Context, host string) (Office, error) {
	hosts, err := r.hosts.Read("", r.Now(), func() (map[string]Office, error) {
		all, err := r.All(ctx)
		hosts := map[string]Office{}
		for _, of := range all {
			if of.Host != "" {
				hosts[of.Host] = of
			}
		}
		return hosts, err
	})
	return hosts[strings.ToLower(host)], err
}

// All lists all offices in the order of their opening.
func (r *Register) All(ctx context.Context) ([]Office, error) {
	var all []Office
	for c, err := range evaluation.AllCells(ctx, r.Cells, evaluation.CellQuery{Class: classEntry}) {
		of, err := officeOf(c, err)
		if err != nil {
			return nil, err
		}
		all = append(all, of)
	}
	return all, nil
}

// Above lists the offices above an office, the farthest first.
func (r *Register) Above(ctx context.Context, id string) ([]Office, error) {
	of, err := r.ByID(ctx, id)
	var above []Office
	for err == nil && of.Above != "" && !slices.ContainsFunc(above, func(o Office) bool { return o.ID == of.Above }) { // two moves at once may make a circle
		if of, err = r.ByID(ctx, of.Above); err == nil {
			above = append(above, of)
		}
	}
	slices.Reverse(above)
	return above, err
}

// codes is what a code looks like: 2 to 32 small letters, digits and hyphens.
var codes = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,30}[a-z0-9]$`)

// Open adds an office with a code below another one.
func (r *Register) Open(ctx context.Context, code, above string) (Office, error) {
	if !codes.MatchString(code) {
		return Office{}, wrong("code", "offices.code")
	}
	of := Office{ID: r.NewID(), Code: code, Above: above}
	if err := r.mayBeAbove(ctx, of.ID, above); err != nil {
		return Office{}, err
	}
	err := r.put(ctx, of)
	if evaluation.CodeOf(err) == evaluation.CodeConflict {
		err = wrong("code", "offices.code_taken", "code", code)
	}
	return of, err
}

// Move puts an office below another one, below none if above is "".
func (r *Register) Move(ctx context.Context, id, above string) error {
	if err := r.mayBeAbove(ctx, id, above); err != nil {
		return err
	}
	return r.change(ctx, id, func(of *Office) { of.Above = above })
}

// hostNames is what a host name looks like, without a port.
var hostNames = regexp.MustCompile(`^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$`)

// Answer makes a host name lead to the pages of an office; "" takes it away.
func (r *Register) Answer(ctx context.Context, id, host string) error {
	host = strings.ToLower(host)
	if host != "" {
		if !hostNames.MatchString(host) {
			return wrong("host", "offices.host")
		}
		r.hosts.Drop("")
		of, err := r.ByHost(ctx, host)
		if err != nil {
			return err
		}
		if of.ID != "" && of.ID != id {
			return wrong("host", "offices.host_taken", "host", host, "code", of.Code)
		}
	}
	return r.change(ctx, id, func(of *Office) { of.Host = host })
}

// Close shuts an office: nobody logs in to it and its public pages are gone, until Reopen.
// Nothing is deleted. The first office, and one with open offices below it, stay open.
func (r *Register) Close(ctx context.Context, id string) error {
	first, err := r.First(ctx)
	if err != nil {
		return err
	}
	if id == first {
		return evaluation.Fail(evaluation.CodeState, "offices.first")
	}
	all, err := r.All(ctx)
	if err != nil {
		return err
	}
	for _, of := range all {
		if of.Above == id && of.Closed.IsZero() {
			return evaluation.Fail(evaluation.CodeState, "offices.below", "code", of.Code)
		}
	}
	return r.change(ctx, id, func(of *Office) { of.Closed = evaluation.DateOf(r.Now()) })
}

// Reopen opens a closed office again.
func (r *Register) Reopen(ctx context.Context, id string) error {
	return r.change(ctx, id, func(of *Office) { of.Closed = evaluation.Date{} })
}

// mayBeAbove refuses an office above that is closed, does not exist, or is the office itself
// or below it.
func (r *Register) mayBeAbove(ctx context.Context, id, above string) error {
	for at := above; at != ""; {
		of, err := officeOf(r.Cells.Cell(ctx, classEntry, "", at))
		switch {
		case evaluation.CodeOf(err) == evaluation.CodeNotFound:
			return wrong("above", "offices.none")
		case err != nil:
			return err
		case at == id:
			return wrong("above", "offices.circle")
		case at == above && !of.Closed.IsZero():
			return wrong("above", "offices.closed")
		}
		at = of.Above
	}
	return nil
}

func (r *Register) change(ctx context.Context, id string, f func(*Office)) error {
	of, err := officeOf(r.Cells.Cell(ctx, classEntry, "", id))
	if err != nil {
		return err
	}
	f(&of)
	return r.put(ctx, of)
}

func (r *Register) put(ctx context.Context, of Office) error {
	body, err := json.Marshal(entry{of.Code, of.Host, of.Above, of.Closed})
	if err != nil {
		return fmt.Errorf("office %s: %w", of.ID, err)
	}
	_, err = r.Cells.PutCell(ctx, evaluation.Cell{Class: classEntry, ID: of.ID, Unique: of.Code, Version: of.version, Body: body})
	r.byID.Drop(of.ID)
	r.byCode.Drop(of.Code)
	r.hosts.Drop("")
	return err
}

func officeOf(c evaluation.Cell, err error) (Office, error) {
	if err != nil {
		return Office{}, err
	}
	var e entry
	if err := json.Unmarshal(c.Body, &e); err != nil {
		return Office{}, fmt.Errorf("office %s: %w", c.ID, err)
	}
	return Office{ID: c.ID, Code: e.Code, Host: e.Host, Above: e.Above, Closed: e.Closed, version: c.Version}, nil
}

func notFound() error { return evaluation.Fail(evaluation.CodeNotFound, "error.not_found") }

func wrong(field, key string, args ...any) error {
	m := evaluation.Mistakes{}
	m.Add(field, key, args...)
	return m.Err()
}
