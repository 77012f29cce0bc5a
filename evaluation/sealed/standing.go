package sealed

import (
	"context"

	"kaoji/evaluation"
)

// Standing says how a copy stands to its record and its file today.
type Standing struct {
	Copy
	Same    bool     // the record says what it said then
	File    bool     // the file is the one that was attached
	Changed []Change // what has changed it since, the oldest first
}

// Change is an act that changed what the papers say.
type Change struct {
	Record  string // the record with which it was done
	Kind    string
	Subject string // whom that record is about
	Act     string
	On      evaluation.Date
}

// Standings returns how the copies of a record stand, the newest first. The record is the
// stored one, with its history.
func (of Part[P]) Standings(ctx context.Context, read evaluation.Reader, r *evaluation.Record) ([]Standing, error) {
	p, err := evaluation.PayloadOf[P](*r)
	if err != nil {
		return nil, err
	}
	copies := of.Of(p)
	if len(copies.Copies) == 0 {
		return nil, nil
	}
	now, err := of.digest(ctx, read, r, p)
	if err != nil {
		return nil, err
	}
	var list []Standing
	for i := len(copies.Copies) - 1; i >= 0; i-- {
		c := copies.Copies[i]
		b, err := of.Info(ctx, r.Office, c.Blob)
		if err != nil && evaluation.CodeOf(err) != evaluation.CodeNotFound {
			return nil, err
		}
		one := Standing{Copy: c, Same: now == c.Content, File: err == nil && b.SHA256 == c.SHA256}
		if !one.Same {
			one.Changed = copies.after(r, func(e *evaluation.Entry) bool { return e.Seq > c.Entry })
		}
		list = append(list, one)
	}
	return list, nil
}

// After returns what changed a record since an entry of another one's history.
func (c *Copies) After(r *evaluation.Record, since *evaluation.Entry) []Change {
	return c.after(r, func(e *evaluation.Entry) bool { return e.At.After(since.At) })
}

// after are the noted changes whose entries are later.
func (c *Copies) after(r *evaluation.Record, later func(*evaluation.Entry) bool) []Change {
	var list []Change
	for _, seq := range c.Changes {
		for i := range r.History {
			if e := &r.History[i]; e.Seq == seq && later(e) {
				list = append(list, Change{Record: r.ID, Kind: r.Kind, Subject: r.Subject, Act: e.Act, On: evaluation.DateOf(e.At)})
			}
		}
	}
	return list
}
