package site

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/view"
	"kaoji/app/text"
	"kaoji/evaluation"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/roster"
	"kaoji/evaluation/rulepack"
)

// Steps returns the states of a kind with the present one marked. aside are states
// outside the normal course, such as cancelled.
func Steps(p *Speaker, kind *evaluation.Kind, now evaluation.State, aside ...evaluation.State) []view.Step {
	var list []view.Step
	past := true
	for _, state := range kind.States {
		past = past && state != now
		if slices.Contains(aside, state) && state != now {
			continue
		}
		list = append(list, view.Step{Label: p.T(kind.Name + ".state." + string(state)), Past: past, Now: state == now})
	}
	return list
}

// Grouped formats a code in groups for reading: XGB6-YEMP-JXG2.
func Grouped(code string) string {
	var parts []string
	for len(code) > 4 {
		parts, code = append(parts, code[:4]), code[4:]
	}
	return strings.Join(append(parts, code), "-")
}

// BallotKey is the key under which the voter's browser keeps an unsent ballot of a
// round. It is not stored on the server, because the server would know whose it is.
func BallotKey(round, voter string) string {
	sum := sha256.Sum256([]byte(round + " " + strings.ToUpper(strings.ReplaceAll(voter, "-", ""))))
	return hex.EncodeToString(sum[:8])
}

// Has reports whether a payload contains a non-empty field.
func Has(payload json.RawMessage, name string) bool {
	var all map[string]json.RawMessage
	return json.Unmarshal(payload, &all) == nil && len(all[name]) > len("null")
}

// Without returns a payload without a field.
func Without(payload json.RawMessage, name string) (json.RawMessage, error) {
	var all map[string]json.RawMessage
	if err := json.Unmarshal(payload, &all); err != nil {
		return nil, err
	}
	delete(all, name)
	return json.Marshal(all)
}

// Words are several texts, such as the heads of a table.
func (p *Speaker) Words(keys ...string) []string {
	list := make([]string, 0, len(keys))
	for _, k := range keys {
		list = append(list, p.T(k))
	}
	return list
}

// Number marks the head of a column of numbers, for Table and Grid.
func Number(key string) string { return "#" + key }

// Grid is a grid without rows; keys are those of its heads.
func (p *Speaker) Grid(keys ...string) view.Grid {
	g := view.Grid{}
	for _, k := range keys {
		key, number := strings.CutPrefix(k, "#")
		g.Columns = append(g.Columns, view.Column{Label: p.T(key), Number: number})
	}
	return g
}

// Standing says of the records of an undone import that were left as they are why; nil if
// there are none.
func (p *Speaker) Standing(list []roster.Standing) *view.Grid {
	return p.standing(list, "roster.import.standing")
}

// standing is Standing under another caption.
func (p *Speaker) standing(list []roster.Standing, caption string) *view.Grid {
	if len(list) == 0 {
		return nil
	}
	g := p.Grid("list.kind", "roster.import.standing.record", "roster.import.standing.why")
	g.Caption = p.T(caption, "n", len(list))
	for _, x := range list {
		g.Rows = append(g.Rows, []view.Cell{{Text: p.T(x.Kind)}, {Text: x.Name, Href: p.To("/records", x.Record)}, {Text: p.Text.Say(p.Lang, x.Why)}})
	}
	return &g
}

// Table is a table without rows; keys are those of its heads.
func (p *Speaker) Table(keys ...string) view.Table {
	t := view.Table{}
	for _, k := range keys {
		key, number := strings.CutPrefix(k, "#")
		t.Heads, t.Numbers = append(t.Heads, p.T(key)), append(t.Numbers, number)
	}
	return t
}

// Captioned is Table with a caption, which is a key, too.
func (p *Speaker) Captioned(caption string, heads ...string) view.Table {
	t := p.Table(heads...)
	t.Caption = p.T(caption)
	return t
}

// Join joins words for a sentence of the reader's language.
func (p *Speaker) Join(words []string) string { return text.List(p.Lang, words) }

// Named is a value after its name.
func (p *Speaker) Named(name, value string) string {
	return p.T("list.named", "name", name, "value", value)
}

func Itoa(n int) string { return strconv.Itoa(n) }

func (p *Speaker) Explained(nodes []desk.Node, rules rulepack.Frozen) []view.Explained {
	var out []view.Explained
	for _, n := range nodes {
		e := view.Explained{Label: p.groupNames(n.Groups) + p.Text.Say(p.Lang, n.Label), Formula: n.Formula, Value: n.Value, Steps: p.Explained(n.Children, rules)}
		if entry, err := rules.Entry(n.Rule); n.Rule != "" && err == nil {
			note := RuleNote(p, &entry)
			e.Rule = &note
		}
		out = append(out, e)
	}
	return out
}

// Check is a line of a pre-flight check.
type Check struct {
	Tone, Say string
	Href      string // where it can be fixed, "" if it is fine
}

// Checks returns the lines, and the number of those that prevent the act.
func (s *Site) Checks(c *fiber.Ctx, p *Speaker, list []desk.Check) (rows []Check, stops int, err error) {
	tones := map[string]string{desk.LevelStop: "red", desk.LevelWarn: "yellow", desk.LevelFine: "green"}
	for _, k := range list {
		row := Check{Tone: tones[k.Level], Say: p.Text.Say(p.Lang, k.Say)}
		if mend := cmp.Or(k.Person, k.Unit, k.Record); mend != "" {
			row.Href = p.To("/records", mend)
		}
		if k.Level == desk.LevelStop {
			stops++
		}
		rows = append(rows, row)
	}
	return rows, stops, s.LookedAt(c, roster.KindPerson, desk.PeopleIn(list)...)
}

// ListPart is a list with a heading and a link to the complete list.
type ListPart struct {
	Heading string
	Href    string
	Note    string
	Rows    *view.Listed
	Grid    *view.Grid
}

// ListOf describes a ListPart; Heading is the key of a text.
type ListOf struct {
	Heading string
	Query   evaluation.Query
}

// ListParts returns the first ten records of each list. Lists that are empty or
// that the reader may not see are omitted.
func (s *Site) ListParts(c *fiber.Ctx, p *Speaker, lists []ListOf) ([]ListPart, error) {
	var parts []ListPart
	for _, l := range lists {
		kind := l.Query.Kinds[0]
		if !s.Reads(c, kind) {
			continue
		}
		l.Query.Limit = 10
		found, err := s.Service.Index(c.UserContext(), Actor(c), l.Query)
		if err != nil {
			return nil, err
		}
		if len(found.Views) > 0 {
			parts = append(parts, ListPart{Heading: p.T(l.Heading), Href: p.To("/lists", kind), Rows: s.RecordsIn(p, found.Views)})
		}
	}
	return parts, nil
}

// FrozenNotes returns the rules frozen in a record with those keys; without keys
// all.
func FrozenNotes(p *Speaker, rules rulepack.Frozen, keys ...string) []view.RuleNote {
	var notes []view.RuleNote
	for i := range rules.Values {
		if e := &rules.Values[i]; len(keys) == 0 || slices.Contains(keys, e.Key) {
			notes = append(notes, RuleNote(p, e))
		}
	}
	return notes
}

// DayOf formats a day for the reader.
func (p *Speaker) DayOf(d evaluation.Date) string { return text.Day(p.Lang, d) }

// MonthOf formats the month of a day.
func (p *Speaker) MonthOf(d evaluation.Date) string { return text.Month(p.Lang, d) }

// groupNames names the raters of a figure, "" for all.
func (p *Speaker) groupNames(codes []string) string {
	var names []string
	for _, c := range codes {
		names = append(names, p.T("assessment.group."+c))
	}
	if len(names) == 0 {
		return ""
	}
	return p.Named(p.Join(names), "")
}
