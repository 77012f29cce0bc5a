package sqlite

import (
	"context"

	"kaoji/evaluation"
	"kaoji/storage"
)

// asked is a query with how its records are found.
type asked struct {
	evaluation.Query
	by   string // the term by which they are collected; "" for none
	span string // of a count: the index of the days or deadlines that it reads; "" for none
}

// common is how many records a term must have so that reading the records in order
// until a page is full is quicker than collecting those with the term.
var common = 20_000

const countTerm = `SELECT count(*) FROM (SELECT 1 FROM found WHERE office = ? AND token = ? LIMIT ?)`

// asked checks a query and chooses its rarest term to collect by. Records of a common
// term, and those of a reader who sees only few, are not collected by terms.
func (s *Store) asked(ctx context.Context, q evaluation.Query) (asked, error) {
	a := asked{Query: q}
	if err := storage.CheckQuery(q); err != nil || len(q.Terms) == 0 || selective(a) {
		return a, err
	}
	fewest := common
	for _, term := range q.Terms {
		var n int
		if err := s.row(ctx, countTerm, []any{q.Office, term, common}, &n); err != nil {
			return a, err
		}
		if n < fewest {
			fewest, a.by = n, term
		}
	}
	return a, nil
}

// terms asks for records with all of the terms. Terms by which nothing is collected
// are looked up record by record: a bare EXISTS would be made a join, which may begin
// with all records of the term.
func (w *where) terms(q asked) {
	for _, term := range q.Terms {
		if term == q.by {
			w.side("found", q.Office, []string{term})
		} else {
			w.add("(SELECT 1 FROM found WHERE office = ? AND token = ? AND found.n = records.n) = 1", q.Office, term)
		}
	}
}
