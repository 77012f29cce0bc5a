package rulepack

import (
	"slices"
	"strconv"
	"unicode/utf8"

	"kaoji/evaluation"
)

// Kind is the type of a value.
type Kind string

// The kinds.
const (
	KindPlain    Kind = "plain"        // a rule in words: its title is all of it
	KindInteger  Kind = "integer"      // N, in the rule's unit
	KindPercent  Kind = "basis_points" // N, 10000 is the whole
	KindFraction Kind = "fraction"     // N / Of, exact
	KindText     Kind = "text"         // Text, one of the rule's options if it has any
	KindList     Kind = "list"         // Items, without numbers
	KindNumbers  Kind = "numbers"      // Items, each with its N in the rule's unit
)

// Bounds of a value of any rule.
const (
	maxNumber = 1_000_000_000_000 // a number that every storage and JavaScript represent exactly
	maxOf     = 10_000
	maxText   = 500 // characters
	maxCode   = 60  // characters
	maxItems  = 60
)

// Value is the value of a rule. It has only integers and text, and arrays instead
// of free keys, so that every document store returns it unchanged.
type Value struct {
	Kind  Kind   `json:"kind"`
	N     int64  `json:"n,omitempty"`
	Of    int64  `json:"of,omitempty"`
	Text  string `json:"text,omitempty"`
	Items []Item `json:"items,omitempty"`
}

// Item is a member of a list. Programs and records use Code; people read Zh and En.
type Item struct {
	Code string `json:"code"`
	Zh   string `json:"zh"`
	En   string `json:"en,omitempty"`
	N    int64  `json:"n,omitempty"`
}

func (v Value) clone() Value {
	v.Items = slices.Clone(v.Items)
	return v
}

// Equal reports whether both values are the same.
func (v Value) Equal(o Value) bool {
	return v.Kind == o.Kind && v.N == o.N && v.Of == o.Of && v.Text == o.Text && slices.Equal(v.Items, o.Items)
}

// check checks v against its kind, independent of any rule.
func (v Value) check(bad evaluation.Mistakes, at string) {
	hasN, hasOf, hasText, hasItems := v.N != 0, v.Of != 0, v.Text != "", len(v.Items) != 0
	stray := false
	switch v.Kind {
	case KindPlain:
		stray = hasN || hasOf || hasText || hasItems
	case KindInteger, KindPercent:
		stray = hasOf || hasText || hasItems
		checkNumber(bad, at+".n", v.N)
	case KindFraction:
		stray = hasText || hasItems
		if v.Of < 1 || v.Of > maxOf || v.N < 0 || v.N > v.Of {
			bad.Add(at+".n", "rulepack.fraction", "max", maxOf)
		}
	case KindText:
		stray = hasN || hasOf || hasItems
		checkText(bad, at+".text", v.Text, maxText, true)
	case KindList, KindNumbers:
		stray = hasN || hasOf || hasText
		v.checkItems(bad, at+".items")
	default:
		bad.Add(at+".kind", "rulepack.kind", "kind", string(v.Kind))
	}
	if stray {
		bad.Add(at, "rulepack.stray")
	}
}

func (v Value) checkItems(bad evaluation.Mistakes, at string) {
	if len(v.Items) == 0 || len(v.Items) > maxItems {
		bad.Add(at, "rulepack.items", "max", maxItems)
		return
	}
	seen := map[string]bool{}
	for i, it := range v.Items {
		at := at + "." + strconv.Itoa(i)
		checkText(bad, at+".code", it.Code, maxCode, true)
		checkText(bad, at+".zh", it.Zh, maxText, true)
		checkText(bad, at+".en", it.En, maxText, false)
		checkNumber(bad, at+".n", it.N)
		if v.Kind == KindList && it.N != 0 {
			bad.Add(at+".n", "rulepack.stray")
		}
		if seen[it.Code] {
			bad.Add(at+".code", "rulepack.twice_code", "code", it.Code)
		}
		seen[it.Code] = true
	}
}

func checkNumber(bad evaluation.Mistakes, at string, n int64) {
	if n < -maxNumber || n > maxNumber {
		bad.Add(at, "error.field.range", "min", -maxNumber, "max", maxNumber)
	}
}

func checkText(bad evaluation.Mistakes, at, s string, longest int, required bool) {
	have := utf8.RuneCountInString(s)
	switch {
	case required && have == 0:
		bad.Add(at, "error.field.required")
	case have > longest:
		bad.Add(at, "error.field.too_long", "max", longest, "have", have)
	case !utf8.ValidString(s):
		bad.Add(at, "error.field.characters")
	}
}
