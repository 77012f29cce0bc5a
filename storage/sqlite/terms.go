package sqlite

import (
	"context"

	"kaoji/evaluation"
	"kaoji/storage"
)

// asked is a query with how its records are found.
type asked struct {
	evaluation.Query
	among []string // of terms: the kinds that have what is asked for
	by    string   // the term by which they are collected; "" for none
	span  string   // of a count: the index of the days or deadlines that it reads; "" for none
	often bool     // who acted has acted on many: each record is looked up instead of collecting theirs
}

// common is how many records a term must have so that reading the records in order
// until a page is full is quicker than collecting those with the term.
var common = 20_000

// busy is on how many records somebody must have acted for the same. A page of what they
// dealt with is filled sooner than one of a term: it is about the latest changes.
func busy() int { return common / 4 }

const (
	countTerm = `SELECT count(*) FROM (SELECT 1 FROM found WHERE office = ? AND token IN (SELECT value FROM json_each(?)) LIMIT ?)`
	countActs = `SELECT count(*) FROM (SELECT 1 FROM acted WHERE office = ? AND token IN (SELECT value FROM json_each(?)) LIMIT ?)`
	kindsOf   = `SELECT DISTINCT kind FROM tallies WHERE office = ?`
)

// kindTerms are the tokens of a record in the table found: its terms, each behind the
// kind, so that a search reads those of some kinds alone.
func kindTerms(r *evaluation.Record) []string {
	terms := evaluation.Terms(r.Words)
	for i, term := range terms {
		terms[i] = kindTerm(r.Kind, term)
	}
	return terms
}

func kindTerm(kind, term string) string { return kind + " " + term }

// tokensOf are the tokens of a term among kinds.
func tokensOf(kinds []string, term string) []string {
	list := make([]string, len(kinds))
	for i, kind := range kinds {
		list[i] = kindTerm(kind, term)
	}
	return list
}

// asked checks a query and chooses its rarest term to collect by, counted among the kinds
// that can be found. Records of a common term, and those of a reader who sees only few,
// are not collected by terms.
func (s *Store) asked(ctx context.Context, q evaluation.Query) (asked, error) {
	a := asked{Query: q}
	err := storage.CheckQuery(q)
	if err == nil && len(q.ActedBy) > 0 {
		a.often, err = s.often(ctx, a)
	}
	if err != nil || len(q.Terms) == 0 || selective(a) {
		return a, err
	}
	if a.among, err = s.among(ctx, q); err != nil {
		return a, err
	}
	fewest := common
	for _, term := range q.Terms {
		var n int
		if err := s.row(ctx, countTerm, []any{q.Office, jsonOf(tokensOf(a.among, term)), common}, &n); err != nil {
			return a, err
		}
		if n < fewest {
			fewest, a.by = n, term
		}
	}
	return a, nil
}

// often reports whether nothing but who acted makes the records few, and these acted on
// so many that it does not either.
func (s *Store) often(ctx context.Context, q asked) (bool, error) {
	q.often = true
	if selective(q) {
		return false, nil
	}
	var n int
	err := s.row(ctx, countActs, []any{q.Office, jsonOf(q.ActedBy), busy()}, &n)
	return n >= busy(), err
}

// among are the kinds of the records that a query can find: those that it asks for or
// that the reader may see, otherwise all that the office has.
func (s *Store) among(ctx context.Context, q evaluation.Query) ([]string, error) {
	if kinds, ok := storage.Kinds(q); ok {
		return kinds, nil
	}
	var kinds []string
	err := s.rows(ctx, kindsOf, []any{q.Office}, func(scan func(...any) error) error {
		kinds = append(kinds, "")
		return scan(&kinds[len(kinds)-1])
	})
	return kinds, err
}

// terms asks for records with all of the terms. Terms by which nothing is collected
// are looked up record by record: a bare EXISTS would be made a join, which may begin
// with all records of the term.
func (w *where) terms(q asked) {
	for _, term := range q.Terms {
		if term == q.by {
			w.add("n IN (SELECT n FROM found WHERE office = ? AND token IN (SELECT value FROM json_each(?)))", q.Office, jsonOf(tokensOf(q.among, term)))
		} else {
			w.add("(SELECT 1 FROM found WHERE office = ? AND token = records.kind || ' ' || ? AND found.n = records.n) = 1", q.Office, term)
		}
	}
}
