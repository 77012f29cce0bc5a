package page

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

// steps are the states of a kind with the present one marked. aside are states
// that nobody is on the way to, such as cancelled.
func steps(p *speaker, kind *evaluation.Kind, now evaluation.State, aside ...evaluation.State) []step {
	var list []step
	past := true
	for _, st := range kind.States {
		past = past && st != now
		if slices.Contains(aside, st) && st != now {
			continue
		}
		list = append(list, step{Label: p.t(kind.Name + ".state." + string(st)), Past: past, Current: st == now})
	}
	return list
}

// grouped writes a code as people read it off: XGB6-YEMP-JXG2.
func grouped(code string) string {
	var parts []string
	for len(code) > 4 {
		parts, code = append(parts, code[:4]), code[4:]
	}
	return strings.Join(append(parts, code), "-")
}

type formLink struct {
	Href, Label string
	Keep        string // of a ballot that was cast
	Cadres      int
	Due         evaluation.Date
}

type step struct {
	Label         string
	Past, Current bool
}

// has reports whether a payload holds a field that says something.
func has(payload json.RawMessage, name string) bool {
	var all map[string]json.RawMessage
	return json.Unmarshal(payload, &all) == nil && len(all[name]) > len("null")
}

// without is a payload that lacks a field.
func without(payload json.RawMessage, name string) (json.RawMessage, error) {
	var all map[string]json.RawMessage
	if err := json.Unmarshal(payload, &all); err != nil {
		return nil, err
	}
	delete(all, name)
	return json.Marshal(all)
}

func may(v *evaluation.View, act string) bool {
	for _, a := range v.Acts {
		if a == act {
			return true
		}
	}
	return false
}

// columns are headings without sorting.
func (p *speaker) columns(keys ...string) []view.Column {
	list := make([]view.Column, 0, len(keys))
	for _, k := range keys {
		list = append(list, view.Column{Label: p.t(k)})
	}
	return list
}

func joined(list []string) string { return strings.Join(list, "、") }

func itoa(n int) string { return strconv.Itoa(n) }

func (p *speaker) explained(nodes []desk.Node, rules rulepack.Frozen) []view.Explained {
	var out []view.Explained
	for _, n := range nodes {
		e := view.Explained{Label: p.groupNames(n.Groups) + p.text.Say(p.lang, n.Label), Formula: n.Formula, Value: n.Value, Steps: p.explained(n.Children, rules)}
		if entry, err := rules.Entry(n.Rule); n.Rule != "" && err == nil {
			note := ruleNote(p, &entry)
			e.Rule = &note
		}
		out = append(out, e)
	}
	return out
}

// listPart is a list of records under a heading, with the way to all of them.
type listPart struct {
	Heading string
	Href    string
	Rows    []view.Row
}

// dayOf writes a day as the reader does.
func (p *speaker) dayOf(d evaluation.Date) string { return text.Day(p.lang, d) }

// groupNames says which raters a figure is about, "" for those of all.
func (p *speaker) groupNames(codes []string) string {
	var names []string
	for _, c := range codes {
		names = append(names, p.t("assessment.group."+c))
	}
	if len(names) == 0 {
		return ""
	}
	return strings.Join(names, "、") + "："
}
