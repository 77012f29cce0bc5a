package page

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/view"
	"kaoji/app/server"
	"kaoji/app/text"
	"kaoji/evaluation"
	"kaoji/evaluation/roster"
)

// speaker says what stands in records in the reader's words: names instead of
// ids, labels instead of codes.
type speaker struct {
	lang string
	text *text.Catalog
	book *roster.Book
	day  *roster.Snapshot
}

func (s *Site) speaker(c *fiber.Ctx) (*speaker, error) {
	book, err := s.Roster.Book(c.UserContext(), actor(c).Office)
	if err != nil {
		return nil, err
	}
	return &speaker{lang: server.Lang(c), text: s.Text, book: book, day: book.On(s.today())}, nil
}

func (p *speaker) t(key string, pairs ...any) string { return p.text.T(p.lang, key, pairs...) }

// or says a key, or something else where the catalog has no such key.
func (p *speaker) or(key, other string) string {
	if p.text.Has(key) {
		return p.t(key)
	}
	return other
}

// name is the name behind an id of a person, department or committee; any
// other text is itself.
func (p *speaker) name(id string) string {
	if n := p.book.Name(id); n != "" {
		return n
	}
	if d, ok := p.day.Department(id); ok {
		return d.Name
	}
	if c, ok := p.day.Committee(id); ok {
		return c.Name
	}
	return id
}

// title names a record: its subject, or its kind and period.
func (p *speaker) title(r *evaluation.Record) string {
	if r.Subject != "" {
		if n := p.name(r.Subject); n != r.Subject {
			return n
		}
	}
	if n := p.name(r.ID); n != r.ID {
		return n
	}
	return strings.TrimSpace(p.t(r.Kind) + " " + p.period(r.Period))
}

// period writes 2026H1 as people do.
func (p *speaker) period(s string) string {
	if len(s) == 6 && s[4] == 'H' {
		return p.t("period.half"+s[5:], "year", s[:4])
	}
	return s
}

// tones colours states by what they mean in every measure.
var tones = map[string]string{
	"draft": "muted", "withdrawn": "muted", "locked": "green", "closed": "green", "published": "green", "verified": "green",
	"acknowledged": "green", "answered": "green", "decided": "green", "current": "green", "applied": "green", "excused": "muted",
	"objected": "red", "refused": "red", "rejected": "red", "waiting": "yellow", "reporting": "yellow", "filed": "yellow",
	"undone": "muted", "exempt": "muted",
}

func (p *speaker) state(r *evaluation.Record) view.Badge {
	tone := tones[string(r.State)]
	if tone == "" {
		tone = "blue"
	}
	return view.Badge{Label: p.t(r.Kind + ".state." + string(r.State)), Tone: tone}
}

func (p *speaker) row(v *evaluation.View) view.Row {
	return view.Row{
		Href: hrefOf(&v.Record), Kind: p.t(v.Kind), Subject: p.title(&v.Record), Unit: p.name(v.Unit),
		Period: p.period(v.Period), State: p.state(&v.Record), Due: v.Due, Changed: v.Changed,
	}
}

func (p *speaker) rows(views []evaluation.View) []view.Row {
	rows := make([]view.Row, 0, len(views))
	for i := range views {
		rows = append(rows, p.row(&views[i]))
	}
	return rows
}

// waiting says who has to act next.
func (p *speaker) waiting(tokens []string) string {
	var names []string
	for _, t := range tokens {
		what, id, _ := strings.Cut(t, ":")
		switch what {
		case "person":
			names = append(names, p.name(id))
		case "role":
			names = append(names, p.t("role."+id))
		case "head":
			names = append(names, p.t("waiting.head", "unit", p.name(id)))
		}
	}
	return strings.Join(names, "、")
}

func (p *speaker) history(v *evaluation.View) []view.Entry {
	list := make([]view.Entry, 0, len(v.History))
	for i := len(v.History) - 1; i >= 0; i-- {
		e := v.History[i]
		who := e.Name
		if e.Account == string(evaluation.RoleSystem) {
			who = p.t("role.system")
		}
		list = append(list, view.Entry{
			At: e.At, Who: who, Act: p.or(v.Kind+"."+e.Act, e.Act), To: p.t(v.Kind + ".state." + string(e.To)), Reason: e.Reason, Hash: e.Hash[:8],
		})
	}
	return list
}

// sections are the lines of a payload, each group of it, such as a
// self-report or a decision, under its own heading.
func (p *speaker) sections(kind *evaluation.Kind, payload json.RawMessage) ([]section, error) {
	lines, err := p.lines(kind, payload)
	if err != nil {
		return nil, err
	}
	first := section{Heading: p.t("record.content")}
	all := []section{first}
	for _, l := range lines {
		if l.Group == "" {
			all[0].Lines = append(all[0].Lines, l)
			continue
		}
		if all[len(all)-1].Heading != l.Group {
			all = append(all, section{Heading: l.Group})
		}
		all[len(all)-1].Lines = append(all[len(all)-1].Lines, l)
	}
	return all, nil
}

// lines turns the payload that a reader may see into labelled lines, in the
// order of the payload's own type.
func (p *speaker) lines(kind *evaluation.Kind, payload json.RawMessage) ([]view.Line, error) {
	var present map[string]json.RawMessage
	if err := json.Unmarshal(payload, &present); err != nil {
		return nil, err
	}
	typed := kind.Payload()
	if err := json.Unmarshal(payload, typed); err != nil {
		return nil, err
	}
	var lines []view.Line
	v := reflect.ValueOf(typed).Elem()
	for i := range v.NumField() {
		name, _, _ := strings.Cut(v.Type().Field(i).Tag.Get("json"), ",")
		if _, ok := present[name]; ok && name != "-" || v.Type().Field(i).Anonymous {
			lines = append(lines, p.linesOf(kind.Name+".field", name, v.Field(i))...)
		}
	}
	return lines, nil
}

// linesOf are the lines of one field: those of its own fields if it is a group,
// such as a self-report of five texts.
func (p *speaker) linesOf(prefix, name string, v reflect.Value) []view.Line {
	key := strings.TrimSuffix(prefix+"."+name, ".")
	if v.Kind() == reflect.Pointer && !v.IsNil() {
		v = v.Elem()
	}
	if v.Kind() != reflect.Struct || plain(v.Type()) {
		if l, ok := p.line(key, v); ok {
			return []view.Line{l}
		}
		return nil
	}
	var lines []view.Line
	for i := range v.NumField() {
		inner, _, _ := strings.Cut(v.Type().Field(i).Tag.Get("json"), ",")
		lines = append(lines, p.linesOf(key, inner, v.Field(i))...)
	}
	for i := range lines {
		if name != "" {
			lines[i].Group = p.t(key)
		}
	}
	return lines
}

// plain types are said as one value.
func plain(t reflect.Type) bool {
	return t == reflect.TypeFor[evaluation.Date]() || t == reflect.TypeFor[time.Time]() || t == reflect.TypeFor[evaluation.Problem]()
}

// line says one value; false if there is nothing to say, or no label: what has
// no label in the catalog is bookkeeping.
func (p *speaker) line(key string, v reflect.Value) (view.Line, bool) {
	if !p.text.Has(key) || v.IsZero() || slices.Contains(fileFields, key[strings.LastIndex(key, ".")+1:]) {
		return view.Line{}, false // files are linked in a line of their own
	}
	l := view.Line{Label: p.t(key)}
	switch {
	case v.Kind() == reflect.Slice && v.Type().Elem().Kind() == reflect.Struct:
		l.Table = p.table(key, v)
		return l, v.Len() > 0 && len(l.Table.Heads) > 0
	}
	l.Value = p.value(key, v)
	l.Long = len([]rune(l.Value)) > 60
	return l, l.Value != ""
}

// word says a code or an id in words. Codes of one field are worded under the
// field's own name, wherever in the payload it stands; an id of what has no
// name says nothing to people.
func (p *speaker) word(key, value string) string {
	kind, rest, _ := strings.Cut(key, ".field.")
	field := rest[strings.LastIndex(rest, ".")+1:]
	measure, _, _ := strings.Cut(kind, ".")
	for _, k := range []string{
		key + "." + value, kind + ".field." + field + "." + value, measure + "." + field + "." + value, measure + ".group." + value,
	} {
		if p.text.Has(k) {
			return p.t(k)
		}
	}
	if name := p.name(value); name != value || !looksLikeID(value) {
		return name
	}
	return ""
}

// looksLikeID recognises a UUID by its shape.
func looksLikeID(s string) bool {
	return len(s) == 36 && s[8] == '-' && s[13] == '-' && s[18] == '-' && s[23] == '-'
}

func (p *speaker) table(key string, v reflect.Value) *view.Table {
	t := &view.Table{}
	var columns []int
	elem := v.Type().Elem()
	for i := range elem.NumField() {
		name, _, _ := strings.Cut(elem.Field(i).Tag.Get("json"), ",")
		if p.text.Has(key + "." + name) {
			columns = append(columns, i)
			t.Heads = append(t.Heads, p.t(key+"."+name))
			t.Numbers = append(t.Numbers, elem.Field(i).Type.Kind() == reflect.Int64 || elem.Field(i).Type.Kind() == reflect.Int)
		}
	}
	for i := range v.Len() {
		var row []string
		for _, col := range columns {
			name, _, _ := strings.Cut(elem.Field(col).Tag.Get("json"), ",")
			row = append(row, p.value(key+"."+name, v.Index(i).Field(col)))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

func (p *speaker) value(key string, v reflect.Value) string {
	switch x := v.Interface().(type) {
	case evaluation.Date:
		return text.Day(p.lang, x)
	case evaluation.Problem:
		return p.text.Say(p.lang, x)
	case time.Time:
		return x.In(evaluation.Office).Format("2006-01-02 15:04")
	case roster.Phone:
		return string(x)
	}
	switch v.Kind() {
	case reflect.String:
		return p.word(key, v.String())
	case reflect.Bool:
		return p.t("value." + strconv.FormatBool(v.Bool()))
	case reflect.Int, reflect.Int64:
		return strconv.FormatInt(v.Int(), 10)
	case reflect.Slice:
		var parts []string
		for i := range v.Len() {
			if item := v.Index(i); item.Kind() == reflect.String {
				parts = append(parts, p.word(key, item.String()))
			}
		}
		return strings.Join(parts, "、")
	case reflect.Pointer:
		if !v.IsNil() {
			return p.value(key, v.Elem())
		}
	}
	if w, ok := v.Interface().(fmt.Stringer); ok {
		return w.String()
	}
	return ""
}
