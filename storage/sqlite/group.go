package sqlite

import (
	"context"
	"slices"
	"strings"

	"kaoji/evaluation"
	"kaoji/storage"
)

// Group counts by columns: from the tallies where they know the answer, otherwise
// record by record.
func (s *Store) Group(ctx context.Context, q evaluation.Query, fields ...string) ([]evaluation.Count, error) {
	a, err := s.asked(ctx, q)
	if err != nil {
		return nil, err
	}
	text, args, err := grouping(a, fields)
	if err != nil {
		return nil, err
	}
	var counts []evaluation.Count
	err = s.rows(ctx, text, args, func(scan func(...any) error) error {
		c := evaluation.Count{Keys: make([]string, len(fields))}
		into := []any{&c.N}
		for i := range c.Keys {
			into = append(into, &c.Keys[i])
		}
		err := scan(into...)
		counts = append(counts, c)
		return err
	})
	if err != nil {
		return nil, err
	}
	return counts, nil
}

// grouping is the SQL of Group, with its parameters.
func grouping(q asked, fields []string) (string, []any, error) {
	if err := storage.CheckGroup(fields); err != nil {
		return "", nil, err
	}
	q.Sort, q.span = "", spanned(q)
	w, err := wanted(q)
	if err != nil {
		return "", nil, err
	}
	by, columns := strings.Join(fields, ", "), columnsOf(fields)
	from, count := "records"+q.spanning()+" WHERE "+w.text(), "count(*)"
	if tallied(q, fields) {
		w = tally(q, by, columns)
		from, count, columns = "("+strings.Join(w.parts, " UNION ALL ")+")", "sum(c)", by
	}
	return "SELECT " + count + ", " + columns + " FROM " + from + " GROUP BY " + by + " HAVING " + count + " > 0 ORDER BY " + by, w.args, nil
}

// columnsOf are the fields of a count as columns of the records.
func columnsOf(fields []string) string {
	columns := slices.Clone(fields)
	if i := slices.Index(columns, storage.Month); i >= 0 {
		columns[i] = "substr(day, 1, 7) AS " + storage.Month
	}
	return strings.Join(columns, ", ")
}

// spanned is the index for a count of some days of kinds, or of some deadlines. What
// happens in a year or is late is less than what a department has, so it is read, and
// each record is held against the scopes.
func spanned(q asked) string {
	lists := len(q.IDs) + len(q.Uniques) + len(q.Serials) + len(q.Parents) + len(q.Subjects) + len(q.Units) + len(q.Periods) + len(q.Waiting) + len(q.Parties) + len(q.ActedBy) + len(q.Terms)
	switch {
	case lists+len(q.Keys) > 0 || q.Awaiting || q.Pending || q.Undated:
		return ""
	case !q.DueFrom.IsZero() || !q.DueTo.IsZero():
		return "records_due"
	case len(q.Kinds) > 0 && (!q.OnFrom.IsZero() || !q.OnTo.IsZero()):
		return "records_kind_day"
	}
	return ""
}

// spanning names the index of spanned in the SQL.
func (q *asked) spanning() string {
	if q.span == "" {
		return ""
	}
	return " INDEXED BY " + q.span
}

// tallied reports whether the tallies know the answer: they have a row for each
// kind, month, state, unit and period of an office, and know nothing else of a record.
func tallied(q asked, fields []string) bool {
	for _, f := range fields {
		if f == "subject" || f == "parent" || f == "due" {
			return false
		}
	}
	lists := len(q.IDs) + len(q.Uniques) + len(q.Serials) + len(q.Parents) + len(q.Subjects) + len(q.Waiting) + len(q.NotWaiting) + len(q.Parties) + len(q.ActedBy) + len(q.Terms)
	return lists+len(q.Keys) == 0 && !q.Pending && !q.Awaiting && !q.Undated && q.DueFrom.IsZero() && q.DueTo.IsZero() &&
		q.ChangedFrom.IsZero() && q.ChangedTo.IsZero() && (q.Within == nil || slices.ContainsFunc(q.Within, broad))
}

// broad reports whether the tallies know a scope but for what it leaves out.
func broad(c evaluation.Scope) bool { return c.Subject == "" && c.Party == "" }

// tally counts in parts: what the tallies have of the broad scopes in whole months, and
// the records of the days before and after these; less the records among it that no
// scope reaches, which are about somebody or hidden from somebody whom a broad scope
// leaves out; and the records that only the other scopes reach. by and columns are
// what is counted by in the tallies and in the records.
func tally(q asked, by, columns string) *where {
	narrow := slices.DeleteFunc(slices.Clone(q.Within), broad)
	whole := slices.DeleteFunc(slices.Clone(q.Within), func(c evaluation.Scope) bool { return !broad(c) })
	var without, hidden []string
	for i := range whole {
		c := &whole[i]
		without = append(without, c.NotSubjects...)
		if c.NotHiddenFrom != "" {
			hidden = append(hidden, c.NotHiddenFrom)
		}
		c.NotSubjects, c.NotHiddenFrom = nil, ""
	}
	all := &where{}
	part := func(count, from string, more *where) {
		all.add("SELECT "+count+" AS c, "+from+" WHERE "+more.text(), more.args...)
	}
	first, last, beside := days{q.OnFrom, q.OnTo}.months()
	known := &where{}
	known.add("office = ?", q.Office)
	known.asked(q, "")
	known.months(first, last)
	known.any(q.Office, whole, false)
	part("n", by+" FROM tallies", known)
	for _, d := range beside {
		rest := &where{}
		rest.add("office = ?", q.Office)
		rest.few("kind", q.Kinds)
		rest.days("day", d.from, d.to)
		rest.asked(q, "+")
		rest.any(q.Office, whole, false)
		part("1", columns+" FROM records"+q.spanning(), rest)
	}
	if len(without)+len(hidden) > 0 {
		less := &where{}
		less.either(q.Office, without, hidden)
		less.asked(q, "+")
		less.days("+day", q.OnFrom, q.OnTo)
		less.any(q.Office, whole, false)
		less.any(q.Office, q.Within, true)
		part("-1", columns+" FROM records", less)
	}
	if len(narrow) > 0 {
		more := &where{}
		q.span = "" // they are collected by person
		more.within(q, narrow)
		more.asked(q, "+")
		more.days("+day", q.OnFrom, q.OnTo)
		more.any(q.Office, whole, true)
		part("1", columns+" FROM records", more)
	}
	return all
}

// asked adds what the query asks for in columns that the tallies have.
func (w *where) asked(q asked, plus string) {
	w.list(plus+"kind", q.Kinds)
	w.list(plus+"unit", q.Units)
	w.list(plus+"period", q.Periods)
	w.list(plus+"state", texts(q.States))
}

// any adds that some scope holds, or that none does; without scopes every record
// is reached.
func (w *where) any(office string, scopes []evaluation.Scope, none bool) {
	some := where{}
	for i := range scopes {
		c := where{}
		if c.scope(office, &scopes[i], "+"); len(c.parts) == 0 {
			c.add("TRUE")
		}
		some.add(c.text(), c.args...)
	}
	switch text := "(" + strings.Join(some.parts, " OR ") + ")"; {
	case len(scopes) == 0:
	case none:
		w.add("NOT "+text, some.args...)
	default:
		w.add(text, some.args...)
	}
}

// months adds the months of the tallies; "" is no bound.
func (w *where) months(first, last string) {
	switch {
	case first != "":
		w.add("month >= ?", first)
	case last != "":
		w.add("month > ''")
	}
	if last != "" {
		w.add("month <= ?", last)
	}
}

// either adds that a record is about one of some people or hidden from one.
func (w *where) either(office string, subjects, hidden []string) {
	about, kept := where{}, where{}
	about.add("office = ?", office)
	about.list("subject", subjects)
	kept.add("office = ?", office)
	kept.list("token", hidden)
	var parts []string
	var args []any
	if len(subjects) > 0 {
		parts, args = append(parts, "SELECT n FROM records WHERE "+about.text()), append(args, about.args...)
	}
	if len(hidden) > 0 {
		parts, args = append(parts, "SELECT n FROM hidden WHERE "+kept.text()), append(args, kept.args...)
	}
	w.add("n IN ("+strings.Join(parts, " UNION ALL ")+")", args...)
}
