package demo

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"text/template"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/roster"
)

// value evaluates a value of a script:
//
//	"=expression"    a pipeline of text/template over the variables and functions; any type
//	"text {{...}}"   a template; a string
//	"@name"          the id of the record, person or department with that variable, staff number or name
//	{"for": names, "in": list, "when": condition, "give": value}   a list, with one value for each item
//	{"...": object, "member": value}   an object with the members of another one; null and false are left out
//
// Everything else stands for itself.
func (p *player) value(v any) (any, error) {
	switch v := v.(type) {
	case string:
		if expr, ok := strings.CutPrefix(v, "="); ok {
			return p.evaluate(expr)
		}
		if strings.Contains(v, "{{") {
			var err error
			if v, err = p.render(v); err != nil {
				return nil, err
			}
		}
		if name, ok := strings.CutPrefix(v, "@"); ok {
			return p.evaluate("ref `" + name + "`")
		}
		return v, nil
	case json.Number:
		return plain(v), nil
	case []any:
		out := make([]any, len(v))
		for i := range v {
			var err error
			if out[i], err = p.value(v[i]); err != nil {
				return nil, err
			}
		}
		return out, nil
	case map[string]any:
		if names, ok := v["for"].(string); ok {
			return p.collect(names, v)
		}
		return p.object(v)
	}
	return v, nil
}

// collect evaluates an object with "for"; nil if the list is empty.
func (p *player) collect(names string, v map[string]any) (any, error) {
	var out []any
	when, _ := v["when"].(string)
	err := p.repeat(names, v["in"], func() error {
		yes, err := p.holds(when)
		if err != nil || !yes {
			return err
		}
		item, err := p.value(v["give"])
		out = append(out, item)
		return err
	})
	if err != nil || out == nil {
		return nil, err
	}
	return out, nil
}

func (p *player) object(v map[string]any) (map[string]any, error) {
	out := map[string]any{}
	if base, ok := v["..."]; ok {
		b, err := p.value(base)
		if err != nil {
			return nil, err
		}
		members, ok := b.(map[string]any)
		if !ok {
			return nil, fmt.Errorf("%v: not an object", base)
		}
		maps.Copy(out, members)
	}
	for name, member := range v {
		if name == "..." {
			continue
		}
		m, err := p.value(member)
		if err != nil {
			return nil, err
		}
		if out[name] = m; m == nil || m == false {
			delete(out, name)
		}
	}
	return out, nil
}

// text evaluates a value that must be a string.
func (p *player) text(s string) (string, error) {
	v, err := p.value(s)
	if err != nil {
		return "", err
	}
	out, ok := v.(string)
	if !ok {
		return "", fmt.Errorf("%s is %v, not a string", s, v)
	}
	return out, nil
}

// evaluate returns the value of an expression.
func (p *player) evaluate(expr string) (any, error) {
	p.result = nil
	_, err := p.render("{{result (" + expr + ")}}")
	return p.result, err
}

func (p *player) render(text string) (string, error) {
	t, ok := p.templates[text]
	if !ok {
		var err error
		if t, err = template.New("").Option("missingkey=error").Funcs(p.funcs).Parse(text); err != nil {
			return "", fmt.Errorf("%s: %w", text, err)
		}
		p.templates[text] = t
	}
	var b strings.Builder
	if err := t.Execute(&b, p.vars); err != nil {
		return "", fmt.Errorf("%s: %w", text, err)
	}
	return b.String(), nil
}

// functions are the functions of expressions, beside those of text/template.
// dayFunctions, recordFunctions and rosterFunctions describe theirs.
func (p *player) functions(ctx context.Context) template.FuncMap {
	all := arithmetic()
	maps.Copy(all, p.dayFunctions())
	maps.Copy(all, p.recordFunctions(ctx))
	maps.Copy(all, p.rosterFunctions(ctx))
	return all
}

// arithmetic contains the functions that depend only on their arguments.
func arithmetic() template.FuncMap {
	return template.FuncMap{
		"add":  func(x, y any) int { return whole(x) + whole(y) },
		"mul":  func(x, y any) int { return whole(x) * whole(y) },
		"div":  func(x, y any) int { return whole(x) / whole(y) },
		"mod":  func(x, y any) int { return whole(x) % whole(y) },
		"vary": vary,
		"sum": func(list []any, member string) (n int) {
			for _, item := range list {
				row, _ := item.(map[string]any)
				n += whole(row[member])
			}
			return n
		},
		"nth":  nth,
		"list": func(v ...any) any { return v },
		"seq": func(n int) []any {
			out := make([]any, n)
			for i := range out {
				out[i] = i
			}
			return out
		},
		"days":   func(day string, n any) (string, error) { return shift(day, 0, whole(n)) },
		"months": func(day string, n any) (string, error) { return shift(day, whole(n), 0) },
		"levels": func() any { return generic(roster.Levels()) },
	}
}

// recordFunctions contains the functions on the records of the office: record is a
// record by id; records are all of a kind, or of a kind and parent, sorted by name.
func (p *player) recordFunctions(ctx context.Context) template.FuncMap {
	return template.FuncMap{
		"result": func(v any) string { p.result = v; return "" },
		"ref":    func(name string) (string, error) { return p.refer(ctx, name) },
		"today":  func() string { return evaluation.DateOf(p.Clock.Now()).String() },
		"record": func(id string) (map[string]any, error) {
			r, err := p.Service.Load(ctx, p.Office, id)
			return p.described(&r), err
		},
		"records": func(kind string, parents ...string) ([]any, error) {
			list, err := desk.All(ctx, p.Service, evaluation.Query{Office: p.Office, Kinds: []string{kind}, Parents: parents, Sort: evaluation.SortName, NoHistory: true})
			var out []any
			for i := range list {
				p.kinds[list[i].ID] = kind
				out = append(out, p.described(&list[i]))
			}
			return out, err
		},
	}
}

// rosterFunctions contains the functions on the roster of the clock's day:
// departments leaves out the leaders' one; members are the people of some
// departments or of all, heads first; head is the head of a department who may act
// on a person's record, "section" if there is none.
func (p *player) rosterFunctions(ctx context.Context) template.FuncMap {
	today := func(of func(*roster.Snapshot) any) (any, error) {
		book, err := p.Roster.Book(ctx, p.Office)
		if err != nil {
			return nil, err
		}
		return generic(of(book.On(evaluation.DateOf(p.Clock.Now())))), nil
	}
	return template.FuncMap{
		"departments": func() (any, error) { return today(func(d *roster.Snapshot) any { return d.Departments()[1:] }) },
		"committees":  func() (any, error) { return today(func(d *roster.Snapshot) any { return d.Committees() }) },
		"members": func(units ...string) (any, error) {
			return today(func(d *roster.Snapshot) any {
				var out []map[string]any
				for _, unit := range d.Departments()[1:] {
					if len(units) > 0 && !slices.Contains(units, unit.ID) && !slices.Contains(units, unit.Name) {
						continue
					}
					for _, m := range d.In(unit.ID) {
						out = append(out, map[string]any{"id": m.ID, "no": m.No, "name": m.Name, "heads": m.Heads, "worked": m.Person.WorkedSince.Year()})
					}
				}
				return out
			})
		},
		"head": func(unit, person string) (any, error) {
			return today(func(d *roster.Snapshot) any { return above(d, person, "section", d.Heads(unit)) })
		},
		"superior": func(unit, person string) (any, error) {
			return today(func(d *roster.Snapshot) any { return above(d, person, "LD01", d.Heads(unit), d.InCharge(unit)) })
		},
	}
}

// above is the first of the lists who may act on a person, or somebody else if nobody may.
func above(d *roster.Snapshot, person, otherwise string, lists ...[]string) string {
	for _, id := range slices.Concat(lists...) {
		if !desk.Recused(d, id, person) {
			return id
		}
	}
	return otherwise
}

// refer returns an id by variable, staff number or name of a department; ids of people and departments as they are.
func (p *player) refer(ctx context.Context, name string) (string, error) {
	if id, ok := p.vars[name].(string); ok {
		return id, nil
	}
	book, err := p.Roster.Book(ctx, p.Office)
	if err != nil {
		return "", err
	}
	if id, ok := book.ByNo(name); ok {
		return id, nil
	}
	if _, ok := book.Person(name); ok {
		return name, nil
	}
	for _, d := range book.On(evaluation.DateOf(p.Clock.Now())).Departments() {
		if d.Name == name || d.ID == name {
			return d.ID, nil
		}
	}
	return "", fmt.Errorf("nothing is called %q", name)
}

// vary is least + (sum of factor*counter) mod n, for pairs of factor and counter.
// It makes repeated steps differ a little, in the same way each time.
func vary(least, n any, counters ...any) int {
	sum := 0
	for i := 0; i+1 < len(counters); i += 2 {
		sum += whole(counters[i]) * whole(counters[i+1])
	}
	return whole(least) + sum%whole(n)
}

// nth is an item of a list or a letter of a string. It counts from 0, starts again
// after the last, and takes -1 for the last.
func nth(of, i any) any {
	list, ok := of.([]any)
	if text, is := of.(string); is {
		for _, letter := range text {
			list = append(list, string(letter))
		}
	} else if !ok {
		panic(fmt.Sprintf("%v is not a list", of))
	}
	n := len(list)
	return list[(whole(i)%n+n)%n]
}

func shift(day string, months, days int) (string, error) {
	d, err := evaluation.ParseDate(day)
	return d.AddMonths(months).AddDays(days).String(), err
}

// seen is a record as expressions saw it last.
type seen struct {
	version int64
	as      map[string]any
}

// described is a record as expressions see it. Most of a list are as they were when it
// was asked for before.
func (p *player) described(r *evaluation.Record) map[string]any {
	if was := p.seen[r.ID]; was.version == r.Version {
		return was.as
	}
	as := map[string]any{
		"id": r.ID, "kind": r.Kind, "state": string(r.State), "subject": r.Subject, "unit": r.Unit, "period": r.Period, "waits": len(r.Waiting) > 0,
		"payload": decoded(r.Payload),
	}
	p.seen[r.ID] = seen{r.Version, as}
	return as
}

// generic turns a value into what its JSON decodes to, with whole numbers as int.
func generic(v any) any {
	raw, err := json.Marshal(v)
	if err != nil {
		return nil
	}
	return decoded(raw)
}

// decoded is what JSON decodes to, with whole numbers as int.
func decoded(raw []byte) any {
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	var out any
	if d.Decode(&out) != nil {
		return nil
	}
	return plain(out)
}

// plain turns json.Number into int, also within v, where it is a whole number.
func plain(v any) any {
	switch v := v.(type) {
	case json.Number:
		if n, err := v.Int64(); err == nil {
			return int(n)
		}
	case []any:
		for i := range v {
			v[i] = plain(v[i])
		}
	case map[string]any:
		for name := range v {
			v[name] = plain(v[name])
		}
	}
	return v
}

func whole(v any) int {
	n, ok := v.(int)
	if !ok {
		panic(fmt.Sprintf("%v is not a whole number", v))
	}
	return n
}
