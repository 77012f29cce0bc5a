package site

import (
	"encoding/json"
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
	"kaoji/evaluation/absence"
	"kaoji/evaluation/roster"
	"kaoji/evaluation/rulepack"
)

// Speaker shows records in the reader's language: names instead of ids, labels
// instead of codes.
type Speaker struct {
	Lang  string
	Text  *text.Catalog
	Book  *roster.Book
	Day   *roster.Snapshot
	Kind  func(name string) (*evaluation.Kind, bool)
	Pages kinds
	C     *fiber.Ctx
	base  string // see Site.Base
	actor evaluation.Actor
	list  string // from which the record of the request was opened: see Within

	unsettled func(evaluation.Date) bool // see view.Page
	shipped   func(key string) (rulepack.Rule, bool)
	away      absence.Board // empty for readers from outside the office
}

func (s *Site) Speaker(c *fiber.Ctx) (*Speaker, error) {
	book, err := s.Roster.Book(c.UserContext(), Actor(c).Office)
	if err != nil {
		return nil, err
	}
	unsettled, err := s.Unsettled(c, Actor(c).Office)
	if err != nil {
		return nil, err
	}
	day := book.On(s.Today())
	var away absence.Board
	if s.Reads(c, absence.KindPeriod) {
		if away, err = s.Absence.Board(c.UserContext(), day); err != nil {
			return nil, err
		}
	}
	list := ""
	if w, ok := s.place(c); ok {
		list = w.String()
	}
	return &Speaker{
		list: list, Lang: server.Lang(c), Text: s.Text, Book: book, Day: day, away: away, Kind: s.Service.Kind, Pages: s.kinds, C: c,
		base: s.base(s.Visited(c)), actor: Actor(c), unsettled: unsettled, shipped: s.Rules.Shipped,
	}, nil
}

// By formats a deadline, and says whether it may still move.
func (p *Speaker) By(d evaluation.Date) string { return p.Text.By(p.Lang, d, p.unsettled) }

// In is the speaker in another language.
func (p *Speaker) In(lang string) *Speaker {
	other := *p
	other.Lang = lang
	return &other
}

func (p *Speaker) T(key string, pairs ...any) string { return p.Text.T(p.Lang, key, pairs...) }

// Or returns the text of a key, or other if the catalog has no such key.
func (p *Speaker) Or(key, other string) string {
	if p.Text.Has(key) {
		return p.T(key)
	}
	return other
}

// Coded is a word of the roster, such as 女 in the field sex, in the reader's language.
func (p *Speaker) Coded(field, word string) string { return p.Text.Coded(p.Lang, field, word) }

// Name returns the name for an id of a person, department or committee; other texts
// are returned unchanged.
func (p *Speaker) Name(id string) string {
	if n := p.Book.Name(id); n != "" {
		return n
	}
	if d, ok := p.Day.Department(id); ok {
		return d.Name
	}
	if c, ok := p.Day.Committee(id); ok {
		return c.Name
	}
	return id
}

// Title returns the title of a record: its subject, or its kind and period.
func (p *Speaker) Title(r *evaluation.Record) string {
	if official(r) { // papers are called by their number
		return strings.TrimSpace(r.Number() + " " + p.Name(r.Subject))
	}
	if p.Pages[r.Kind].Titled && r.Sort != "" {
		return r.Sort
	}
	if r.Kind == rulepack.KindOverride {
		return p.ruleTitle(r.Sort)
	}
	if r.Subject != "" {
		if n := p.Name(r.Subject); n != r.Subject {
			return n
		}
	}
	if n := p.Name(r.ID); n != r.ID {
		return n
	}
	if n := p.Name(r.Unit); r.Subject == "" && r.Sort != "" && r.Sort == n { // about the department itself
		return n
	}
	return strings.TrimSpace(p.T(r.Kind) + " " + p.Period(r.Period))
}

// official reports that the record's kind has numbers of its own.
func official(r *evaluation.Record) bool { return r.Unique == r.Number() }

// Number returns the number of a record, "" for what has a name instead: people,
// departments and committees.
func (p *Speaker) Number(r *evaluation.Record) string {
	if p.Name(r.ID) != r.ID {
		return ""
	}
	return r.Number()
}

// Heading returns the heading of a record's page: what the matter is, and its
// number. What has a name is called by it, and what there is one of in a period by that.
func (p *Speaker) Heading(r *evaluation.Record) string {
	ofPeriod := r.Subject == "" && r.Period != "" && r.Sort == r.Period
	if p.Name(r.ID) != r.ID || p.Pages[r.Kind].Titled && r.Sort != "" || ofPeriod || r.Kind == rulepack.KindOverride {
		return p.Title(r)
	}
	return strings.TrimSpace(p.T(r.Kind) + " " + p.Number(r))
}

// Period formats 2026, 2026H1, 2026Q3 and 2026-10 for people.
func (p *Speaker) Period(s string) string {
	switch {
	case len(s) == 6 && s[4] == 'H':
		return p.T("period.half"+s[5:], "year", s[:4])
	case len(s) == 6 && s[4] == 'Q':
		return p.T("period.quarter", "year", s[:4], "n", s[5:])
	case len(s) == 7 && s[4] == '-':
		if first, err := evaluation.ParseDate(s + "-01"); err == nil {
			return text.Month(p.Lang, first)
		}
	case len(s) == 4:
		if _, err := strconv.Atoi(s); err == nil {
			return p.T("period.year", "year", s)
		}
	}
	return s
}

// beside is the period on the second line of a task: none for the running year, which is
// what everybody takes it for.
func (p *Speaker) beside(period string) string {
	if period == Itoa(p.Day.Day().Year()) {
		return ""
	}
	return p.Period(period)
}

// tones gives states the same colour in every measure.
var tones = map[string]string{
	"draft": "muted", "withdrawn": "muted", "complete": "green", "confirmed": "green", "accepted": "green", "unfinished": "red", "waived": "muted", "discarded": "muted", "held": "green", "owed": "yellow", "entered": "yellow", "locked": "green", "closed": "green", "published": "green", "verified": "green",
	"acknowledged": "green", "answered": "green", "decided": "green", "current": "green", "applied": "green", "excused": "muted",
	"objected": "red", "refused": "red", "rejected": "red", "waiting": "yellow", "reporting": "yellow", "filed": "yellow",
	"undone": "muted", "exempt": "muted", "set_aside": "muted", "cancelled": "muted", "revoked": "muted", "returned": "red", "taken_up": "green",
	"effective": "green", "approved": "green", "handed_over": "green", "announced": "yellow", "proposed": "yellow", "signing": "yellow", "rolled_back": "muted",
	"vacant": "red", "completed": "green", "promoted": "green", "ready": "green", "nominated": "yellow", "stopped": "muted",
	"concluded": "green", "ended": "muted", "lapsed": "muted", "lifted": "muted", "paused": "yellow",
}

func (p *Speaker) State(r *evaluation.Record) view.Badge {
	tone := tones[string(r.State)]
	if tone == "" {
		tone = "blue"
	}
	return view.Badge{Label: p.T(r.Kind + ".state." + string(r.State)), Tone: tone}
}

// moment formats an instant in the office's time.
func (p *Speaker) moment(t time.Time) string {
	return text.Day(p.Lang, evaluation.DateOf(t)) + t.In(evaluation.Office).Format(" 15:04")
}

// Row is the line of a record in a list of the page.
func (p *Speaker) Row(v *evaluation.View) view.Row {
	p.Deadline(&v.Record)
	return p.row(v)
}

func (p *Speaker) row(v *evaluation.View) view.Row {
	due := v.Due
	if !p.concerned(v) {
		due = evaluation.Date{}
	}
	return view.Row{
		Href: p.Href(&v.Record), Kind: p.T(v.Kind), Number: p.Number(&v.Record), Subject: p.Title(&v.Record), Brief: joinNonEmpty(p.brief(v), p.task(v)), Unit: p.Name(v.Unit),
		Period: p.Period(v.Period), State: p.State(&v.Record), Due: due, Changed: v.Changed,
	}
}

// concerned reports whether the reader should see that a deadline has passed: the
// record waits for nobody in particular, for the reader or in the reader's
// department, is about the reader, or the reader oversees. Others need not see that
// somebody is late.
func (p *Speaker) concerned(v *evaluation.View) bool {
	if len(v.Waiting) == 0 || v.Own || Oversees(p.actor) {
		return true
	}
	heads, _ := p.Day.Units(p.actor.Person)
	return slices.Contains(heads, v.Unit) || v.Awaited
}

// task says in a sentence what the reader must do with a waiting record.
func (p *Speaker) task(v *evaluation.View) string {
	if !v.Awaited {
		return ""
	}
	return below(p.Title(&v.Record), p.Sentence(v))
}

// below is a sentence that stands below what it is about, which it then need not name
// first.
func below(title, sentence string) string {
	for _, colon := range []string{"：", ": "} {
		if rest, ok := strings.CutPrefix(sentence, title+colon); ok {
			return rest
		}
	}
	return sentence
}

// brief returns what distinguishes a record from others of its kind, as far as the
// reader may see it.
func (p *Speaker) brief(v *evaluation.View) string {
	kind, ok := p.Kind(v.Kind)
	if !ok || len(kind.Brief) == 0 {
		return ""
	}
	typed := kind.Payload()
	if json.Unmarshal(v.Payload, typed) != nil {
		return ""
	}
	var parts []string
	for _, name := range kind.Brief {
		if f := payloadField(reflect.ValueOf(typed).Elem(), name); f.IsValid() && !f.IsZero() && f.Kind() == reflect.Bool {
			parts = append(parts, p.T(kind.Name+".field."+name)) // yes to it
		} else if f.IsValid() && !f.IsZero() {
			parts = append(parts, p.value(kind.Name+".field."+name, "", f))
		}
	}
	return joinNonEmpty(parts...)
}

func joinNonEmpty(parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), " · ")
}

// unsaid are the parts that a sentence does not say itself.
func unsaid(sentence string, parts ...string) string {
	return joinNonEmpty(slices.DeleteFunc(strings.Split(joinNonEmpty(parts...), " · "), func(s string) bool { return strings.Contains(sentence, s) })...)
}

// payloadField returns the payload field with a JSON name.
func payloadField(v reflect.Value, name string) reflect.Value {
	for i := range v.NumField() {
		if known, _, _ := strings.Cut(v.Type().Field(i).Tag.Get("json"), ","); known == name {
			return v.Field(i)
		}
	}
	return reflect.Value{}
}

func (p *Speaker) Rows(views []evaluation.View) []view.Row {
	rows := make([]view.Row, 0, len(views))
	for i := range views {
		rows = append(rows, p.Row(&views[i]))
	}
	return rows
}

// Waiting says who has to act next.
func (p *Speaker) Waiting(tokens []string) string {
	var names []string
	for _, t := range tokens {
		what, id, _ := strings.Cut(t, ":")
		switch what {
		case "person":
			names = append(names, p.NameAway(id))
		case "role":
			names = append(names, p.T("role."+id))
		case "head":
			names = append(names, p.noted(p.T("waiting.head", "unit", p.Name(id)), p.headAway(id)))
		}
	}
	return p.Join(names)
}

// History says what was done with a record, newest first. The same act done again and
// again by somebody on a day is one entry.
func (p *Speaker) History(v *evaluation.View) []view.Entry {
	list := make([]view.Entry, 0, len(v.History))
	for i := len(v.History) - 1; i >= 0; i-- {
		e := v.History[i]
		who, to := e.Name, ""
		if e.Account == string(evaluation.RoleSystem) {
			who = p.T("role.system")
		}
		if e.From != e.To {
			to = p.T(v.Kind + ".state." + string(e.To))
		}
		one := view.Entry{At: e.At, Since: e.At, N: 1, Who: who, Act: p.Or(v.Kind+"."+e.Act, p.Or("act."+e.Act, e.Act)), To: to, Reason: e.Reason}
		if n := len(list); n > 0 && list[n-1].Repeats(one) {
			list[n-1].Since = e.At
			list[n-1].N++
			continue
		}
		list = append(list, one)
	}
	return list
}
