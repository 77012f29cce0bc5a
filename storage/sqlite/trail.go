package sqlite

import (
	"context"
	"time"

	"kaoji/evaluation"
	"kaoji/storage"
)

const (
	trailBegun   = `SELECT office, seq, at, account, person, name, action, outcome, kind, record, detail, address, prev, hash, ` // of every version
	trailColumns = trailBegun + `look FROM trail WHERE `
	lastTrail    = trailColumns + `office = ? ORDER BY seq DESC LIMIT 1`
	// Triggers ensure that seq is the next one.
	insertTrail = `INSERT INTO trail (office, seq, at, account, person, name, action, outcome, kind, record, detail, address, prev, hash, look)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`
)

// AppendTrail stores the next entry.
func (s *Store) AppendTrail(ctx context.Context, e evaluation.TrailEntry) error {
	e, err := storage.Trail(e)
	if err != nil {
		return err
	}
	look, err := storage.Look(&e.Look)
	if err != nil {
		return err
	}
	return s.submit(ctx, func(ctx context.Context, w *statements) error {
		err := w.exec(ctx, insertTrail, e.Office, e.Seq, e.At.UnixMilli(), e.Account, e.Person, e.Name,
			e.Action, e.Outcome, e.Kind, e.Record, e.Detail, e.Address, e.Prev, e.Hash, look)
		if err == nil {
			m := s.markEvent(&e)
			w.changed(e.Office, evaluation.PartTrail, nil, &m)
		}
		return err
	})
}

// LastTrail reads the end of the chain.
func (s *Store) LastTrail(ctx context.Context, office string) (evaluation.TrailEntry, error) {
	var e evaluation.TrailEntry
	err := s.row(ctx, lastTrail, []any{office}, entryDest(&e)...)
	return e, err
}

type millis struct{ to *time.Time }

// Scan reads milliseconds.
func (m millis) Scan(v any) error {
	ms, _ := v.(int64) // a STRICT table contains nothing else
	*m.to = instant(ms)
	return nil
}

type lookText struct{ to *evaluation.Look }

// Scan reads the JSON of a look.
func (l lookText) Scan(v any) error {
	text, _ := v.(string) // a STRICT table contains nothing else
	*l.to = storage.ReadLook(text)
	return nil
}

func entryDest(e *evaluation.TrailEntry) []any {
	return []any{
		&e.Office, &e.Seq, millis{&e.At}, &e.Account, &e.Person, &e.Name, &e.Action, &e.Outcome,
		&e.Kind, &e.Record, &e.Detail, &e.Address, &e.Prev, &e.Hash, lookText{&e.Look},
	}
}

// FindTrail reads a page of the chain.
func (s *Store) FindTrail(ctx context.Context, office string, f evaluation.TrailFilter, after int64, desc bool, limit int) ([]evaluation.TrailEntry, error) {
	limit, err := storage.Limit(limit)
	if err != nil {
		return nil, err
	}
	w := where{}
	w.add("office = ?", office)
	for _, c := range []struct{ column, value string }{
		{"account", f.Account}, {"action", f.Action}, {"outcome", f.Outcome}, {"kind", f.Kind}, {"record", f.Record},
	} {
		if c.value != "" {
			w.add(c.column+" = ?", c.value)
		}
	}
	if !f.From.IsZero() {
		w.add("at >= ?", f.From.UnixMilli())
	}
	if !f.To.IsZero() {
		w.add("at <= ?", f.To.UnixMilli())
	}
	if f.Shown != "" {
		w.add("seq IN (SELECT seq FROM trail_shown WHERE office = ? AND person = ?)", office, f.Shown)
	}
	order := " ORDER BY seq"
	switch {
	case !desc:
		w.add("seq > ?", after)
	case after != 0:
		w.add("seq < ?", after)
	}
	if desc {
		order += " DESC"
	}
	var list []evaluation.TrailEntry
	err = s.rows(ctx, trailColumns+w.text()+order+" LIMIT ?", append(w.args, limit), func(scan func(...any) error) error {
		var e evaluation.TrailEntry
		err := scan(entryDest(&e)...)
		list = append(list, e)
		return err
	})
	return list, err
}
