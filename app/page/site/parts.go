package site

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"kaoji/app/page/view"
	"kaoji/app/text"
	"kaoji/evaluation"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/rulepack"
)

// Steps are the states of a kind with the present one marked. aside are states
// that nobody is on the way to, such as cancelled.
func Steps(p *Speaker, kind *evaluation.Kind, now evaluation.State, aside ...evaluation.State) []Step {
	var list []Step
	past := true
	for _, state := range kind.States {
		past = past && state != now
		if slices.Contains(aside, state) && state != now {
			continue
		}
		list = append(list, Step{Label: p.T(kind.Name + ".state." + string(state)), Past: past, Current: state == now})
	}
	return list
}

// Grouped writes a code as people read it off: XGB6-YEMP-JXG2.
func Grouped(code string) string {
	var parts []string
	for len(code) > 4 {
		parts, code = append(parts, code[:4]), code[4:]
	}
	return strings.Join(append(parts, code), "-")
}

type FormLink struct {
	Href, Label string
	Keep        string // of a ballot that was cast
	Cadres      int
	Due         evaluation.Date
}

type Step struct {
	Label         string
	Past, Current bool
}

// Has reports whether a payload holds a field that says something.
func Has(payload json.RawMessage, name string) bool {
	var all map[string]json.RawMessage
	return json.Unmarshal(payload, &all) == nil && len(all[name]) > len("null")
}

// Without is a payload that lacks a field.
func Without(payload json.RawMessage, name string) (json.RawMessage, error) {
	var all map[string]json.RawMessage
	if err := json.Unmarshal(payload, &all); err != nil {
		return nil, err
	}
	delete(all, name)
	return json.Marshal(all)
}

func May(v *evaluation.View, act string) bool {
	for _, a := range v.Acts {
		if a == act {
			return true
		}
	}
	return false
}

// Columns are headings without sorting.
func (p *Speaker) Columns(keys ...string) []view.Column {
	list := make([]view.Column, 0, len(keys))
	for _, k := range keys {
		list = append(list, view.Column{Label: p.T(k)})
	}
	return list
}

func Joined(list []string) string { return strings.Join(list, "、") }

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

// ListPart is a list of records under a heading, with the way to all of them.
type ListPart struct {
	Heading string
	Href    string
	Rows    []view.Row
}

// DayOf writes a day as the reader does.
func (p *Speaker) DayOf(d evaluation.Date) string { return text.Day(p.Lang, d) }

// groupNames says which raters a figure is about, "" for those of all.
func (p *Speaker) groupNames(codes []string) string {
	var names []string
	for _, c := range codes {
		names = append(names, p.T("assessment.group."+c))
	}
	if len(names) == 0 {
		return ""
	}
	return strings.Join(names, "、") + "："
}
