package sqlite

import (
	"slices"
	"strings"

	"kaoji/evaluation"
)

// within adds the scopes.
func (w *where) within(q asked, scopes []evaluation.Scope) {
	if scopes == nil {
		return
	}
	if len(scopes) == 0 {
		w.add("FALSE")
		return
	}
	collect := q.span == "" && !named(q) && !slices.ContainsFunc(scopes, wide)
	var either []string
	var args []any
	for i := range scopes {
		scope, c, plus, from := &scopes[i], where{named: named(q)}, "+", "SELECT n FROM records WHERE "
		switch {
		case !collect:
		case scope.Subject == "" && len(scope.Units) == 0:
			c.add("+office = ?", q.Office) // by the parties alone
		default:
			c.add("office = ?", q.Office)
			c.list("kind", q.Kinds) // only these kinds of a department
			index := "records_unit" // others hold more, and all that is asked for
			if plus = ""; scope.Subject != "" {
				index = "records_subject"
			}
			from = "SELECT n FROM records INDEXED BY " + index + " WHERE "
		}
		c.scope(q.Office, scope, plus)
		if len(c.parts) == 0 {
			c.add("TRUE")
		}
		if !collect {
			from = ""
		}
		either = append(either, from+c.text())
		args = append(args, c.args...)
	}
	if collect {
		w.add("n IN ("+strings.Join(either, " UNION ALL ")+")", args...)
		return
	}
	w.add("("+strings.Join(either, " OR ")+")", args...)
}

// scope adds the conditions of one scope. plus is put before columns whose indexes
// must not be used.
func (w *where) scope(office string, c *evaluation.Scope, plus string) {
	if c.Subject != "" {
		w.add(plus+"subject = ?", c.Subject)
	}
	switch {
	case c.Party == "":
	case w.named:
		w.add("(SELECT 1 FROM parties WHERE office = ? AND token = ? AND parties.n = records.n) = 1", office, c.Party)
	default:
		w.side("parties", office, []string{c.Party})
	}
	w.list(plus+"unit", c.Units)
	w.but("subject", c.NotSubjects)
	w.but("unit", c.NotUnits)
	if c.NotHiddenFrom != "" {
		w.add("+n NOT IN (SELECT n FROM hidden WHERE office = ? AND token = ?)", office, c.NotHiddenFrom)
	}
	w.list("+kind", c.Kinds)
	w.list("+state", texts(c.States))
}
