package rulepack

import (
	"cmp"
	"slices"
	"strings"

	"kaoji/evaluation"
)

// maxSource is the maximum length of the texts of an override, in characters.
const maxSource = 300

// Override is an office's change to one rule: another value from a local rule, or
// the statement that the shipped value was compared with the official text. It is
// the payload of its record.
//
// An override is in force from ValidFrom to ValidTo, both included; zero means no
// end. If several values are in force on a day, the one that began last counts. A
// verification applies only to the value that it names: not to an office's own
// value, and not to another value of a later pack.
type Override struct {
	Key        string          `json:"key"`
	Value      *Value          `json:"value,omitempty"`    // the office's value, or
	Verifies   *Value          `json:"verifies,omitempty"` // the shipped value that was compared
	Source     string          `json:"source,omitempty"`
	Article    string          `json:"article,omitempty"`
	Reason     string          `json:"reason,omitempty"`
	ValidFrom  evaluation.Date `json:"valid_from,omitzero"`
	ValidTo    evaluation.Date `json:"valid_to,omitzero"`
	Binding    bool            `json:"binding,omitempty"` // offices below may not change it
	VerifiedBy string          `json:"verified_by,omitempty"`
	VerifiedOn evaluation.Date `json:"verified_on,omitzero"`
}

// Bind sets Verifies to the shipped value if o has no value, for a form that only
// says "checked".
func (o Override) Bind(p *Pack) Override {
	if rule, known := p.Rule(o.Key); known && o.Value == nil && o.Verifies == nil {
		o.Verifies = &rule.Value
	}
	return o
}

// Check returns every mistake of a new override by its field, compared with the
// rules of p. The key must be known. A value must have the rule's kind and be
// within its bounds, the rule must be overridable, and source and reason must be
// given. A verification must name the value that p ships, who compared it and when.
func (o Override) Check(p *Pack) error {
	bad := evaluation.Mistakes{}
	o.check(p, bad, "")
	if rule, known := p.Rule(o.Key); known && o.Verifies != nil && !o.Verifies.Equal(rule.Value) {
		bad.Add("verifies", "rulepack.stale")
	}
	return bad.Err()
}

// check is Check for an override that is already in force: a newer pack may ship
// another value than the verified one.
func (o Override) check(p *Pack, bad evaluation.Mistakes, at string) {
	rule, known := p.Rule(o.Key)
	switch {
	case !known:
		bad.Add(at+"key", "rulepack.unknown", "key", clip(o.Key))
	case (o.Value == nil) == (o.Verifies == nil):
		bad.Add(at+"value", "rulepack.either")
	case o.Verifies != nil:
		checkText(bad, at+"verified_by", o.VerifiedBy, maxSource, true)
		o.Verifies.check(bad, at+"verifies")
	case !rule.Overridable:
		bad.Add(at+"key", "rulepack.fixed", "title_zh", rule.TitleZh, "title_en", rule.TitleEn)
	default:
		o.checkValue(rule, bad, at+"value")
	}
	checkText(bad, at+"source", o.Source, maxSource, o.Value != nil)
	checkText(bad, at+"reason", o.Reason, maxSource, o.Value != nil)
	checkText(bad, at+"article", o.Article, maxSource, false)
	checkText(bad, at+"verified_by", o.VerifiedBy, maxSource, !o.VerifiedOn.IsZero())
	if o.VerifiedBy != "" && o.VerifiedOn.IsZero() {
		bad.Add(at+"verified_on", "error.field.required")
	}
	if !o.ValidTo.IsZero() && o.ValidTo.Before(o.ValidFrom) {
		bad.Add(at+"valid_to", "rulepack.order", "from", o.ValidFrom.String(), "to", o.ValidTo.String())
	}
}

func (o Override) checkValue(rule Rule, bad evaluation.Mistakes, at string) {
	if o.Value.Kind != rule.Value.Kind {
		bad.Add(at+".kind", "rulepack.kind", "kind", clip(string(o.Value.Kind)))
		return
	}
	o.Value.check(bad, at)
	rule.Bounds.check(bad, at, *o.Value, rule.Unit)
	if rule.Value.Kind == KindNumbers && !slices.Equal(codes(rule.Value), codes(*o.Value)) {
		// Code reads the numbers by these names.
		bad.Add(at+".items", "rulepack.codes", "codes", strings.Join(codes(rule.Value), ", "))
	}
}

// holds reports whether o is in force on d.
func (o Override) holds(d evaluation.Date) bool { return within(d, o.ValidFrom, o.ValidTo) }

// changed returns e with the overrides of one office that hold on d. What an office above
// made binding stays as it is.
func (e Entry) changed(overrides []Override, d evaluation.Date, origin Origin, office string) Entry {
	if e.Binding {
		return e
	}
	for i := range overrides {
		o := &overrides[i]
		if o.Key != e.Key || !o.holds(d) {
			continue
		}
		e = o.onto(e)
		if o.Value != nil && origin != "" {
			e.Origin, e.Office, e.Since = origin, office, o.ValidFrom
		}
	}
	return e
}

// onto returns e changed by o.
func (o Override) onto(e Entry) Entry {
	switch {
	case o.Value != nil:
		e.Value = o.Value.clone()
		e.Status, e.Reason, e.Binding = StatusOffice, o.Reason, o.Binding
		e.SourceZh, e.SourceEn, e.Article, e.Year = o.Source, o.Source, o.Article, 0
	case e.Status == StatusOffice || !o.Verifies.Equal(e.Value):
		return e
	}
	e.VerifiedBy, e.VerifiedOn = o.VerifiedBy, o.VerifiedOn
	return e
}

// order sorts overrides in the order in which they are applied: by key, by first
// day, a value before its verification. It returns 0 for two that are equal in all
// of these.
func order(a, b Override) int {
	return cmp.Or(
		strings.Compare(a.Key, b.Key),
		a.ValidFrom.Compare(b.ValidFrom),
		cmp.Compare(rank(a), rank(b)),
	)
}

func rank(o Override) int {
	if o.Value != nil {
		return 0
	}
	return 1
}

func codes(v Value) []string {
	list := make([]string, 0, len(v.Items))
	for _, it := range v.Items {
		list = append(list, it.Code)
	}
	return list
}

// clip shortens a client's text before it is repeated in a message.
func clip(s string) string {
	if r := []rune(s); len(r) > maxCode {
		return string(r[:maxCode]) + "…"
	}
	return s
}

func within(d, from, to evaluation.Date) bool {
	return (from.IsZero() || !d.Before(from)) && (to.IsZero() || !d.After(to))
}
