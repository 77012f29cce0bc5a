package rulepack

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"sync"

	"kaoji/evaluation"
)

//go:embed rules.json
var shipped []byte

// Pack is the shipped rules with overrides on top: those of the offices above, and the
// office's own. It never changes.
type Pack struct {
	base      string // version of the shipped rules
	version   string
	rules     []Rule
	index     map[string]int // key -> place in rules
	above     []layer        // of the offices above, the farthest first
	overrides []Override     // the office's own, in the order of their application
}

// layer is what an office above set.
type layer struct {
	Office    string     `json:"office"` // its name
	Overrides []Override `json:"overrides"`
}

var builtin = sync.OnceValues(func() (*Pack, error) { return Parse(shipped) })

// Builtin returns the shipped pack without overrides. It is parsed once, because a
// Pack never changes; With makes a new one.
func Builtin() (*Pack, error) { return builtin() }

// Parse reads a pack in the format of rules.json: {"version": "2026.1", "rules":
// [Rule…]}.
func Parse(data []byte) (*Pack, error) {
	var file struct {
		Version string `json:"version"`
		Rules   []Rule `json:"rules"`
	}
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&file); err != nil {
		return nil, fmt.Errorf("rules: %w", err)
	}
	if file.Version == "" || len(file.Rules) == 0 {
		return nil, fmt.Errorf("rules: no version or no rule")
	}
	p := &Pack{base: file.Version, version: file.Version, rules: file.Rules, index: make(map[string]int, len(file.Rules))}
	bad := evaluation.Mistakes{}
	for i, r := range p.rules {
		if _, twice := p.index[r.Key]; twice {
			bad.Add(r.Key, "rulepack.twice", "key", r.Key)
		}
		p.index[r.Key] = i
		checkRule(bad, r)
	}
	if err := bad.Err(); err != nil {
		return nil, fmt.Errorf("rules: %w", err)
	}
	return p, nil
}

func checkRule(bad evaluation.Mistakes, r Rule) {
	for field, s := range map[string]string{".key": r.Key, ".id": r.ID, ".title_zh": r.TitleZh, ".title_en": r.TitleEn} {
		checkText(bad, r.Key+field, s, maxText, true)
	}
	r.Value.check(bad, r.Key)
	r.Bounds.check(bad, r.Key, r.Value, r.Unit)
	if !slices.Contains(Statuses(), r.Status) {
		bad.Add(r.Key+".status", "rulepack.option", "value", string(r.Status))
	}
	if !slices.Contains(Units(), r.Unit) {
		bad.Add(r.Key+".unit", "rulepack.option", "value", string(r.Unit))
	}
}

// Version identifies the content of the pack: the shipped version and, with
// overrides of the office or of those above, a hash of them: 2026.1+3f2a9c01d47b.
func (p *Pack) Version() string { return p.version }

// Rules returns the shipped rules in the order of the collection.
func (p *Pack) Rules() []Rule {
	list := make([]Rule, 0, len(p.rules))
	for _, r := range p.rules {
		list = append(list, r.clone())
	}
	return list
}

// Rule returns the shipped rule of a key.
func (p *Pack) Rule(key string) (Rule, bool) {
	i, ok := p.index[key]
	if !ok {
		return Rule{}, false
	}
	return p.rules[i].clone(), true
}

// Overrides returns the office's overrides in the order in which they are applied.
func (p *Pack) Overrides() []Override { return slices.Clone(p.overrides) }

// With returns a new pack with overrides added, in any order; each is applied by
// its dates. All must pass Check. Two overrides of one key with the same first day
// contradict each other and are refused. Mistakes are named by index and field,
// such as "2.value.n".
func (p *Pack) With(overrides []Override) (*Pack, error) {
	bad := evaluation.Mistakes{}
	all := slices.Clone(p.overrides)
	for i, o := range overrides {
		at := strconv.Itoa(i) + "."
		o.check(p, bad, at)
		if slices.ContainsFunc(all, func(a Override) bool { return order(a, o) == 0 }) {
			bad.Add(at+"valid_from", "rulepack.same_day", "key", clip(o.Key), "from", o.ValidFrom.String())
		}
		all = append(all, o)
	}
	if err := bad.Err(); err != nil {
		return nil, err
	}
	slices.SortFunc(all, order)
	next := *p
	next.overrides = all
	return next.named()
}

// Under returns the pack of an office below the one whose pack p is, without overrides of
// its own. Of those above it has what applies and by which document, and the name of the
// office: not the reason, and not who checked it.
func (p *Pack) Under(office string) (*Pack, error) {
	next := *p
	next.above = append(slices.Clip(p.above), layer{office, slices.Clone(p.overrides)})
	next.overrides = nil
	for i := range p.overrides {
		o := &next.above[len(p.above)].Overrides[i]
		o.Reason = ""
		if o.VerifiedBy != "" {
			o.VerifiedBy = office
		}
	}
	return next.named()
}

// named gives p its version: a hash of the overrides in the order in which they are
// applied, so that the same overrides give the same version in any input order.
func (p *Pack) named() (*Pack, error) {
	p.version = p.base
	above := slices.DeleteFunc(slices.Clone(p.above), func(l layer) bool { return len(l.Overrides) == 0 })
	var content any = p.overrides
	switch {
	case len(above) > 0:
		content = append(above, layer{Overrides: p.overrides})
	case len(p.overrides) == 0:
		return p, nil
	}
	canonical, err := json.Marshal(content)
	if err != nil {
		return nil, evaluation.Fail(evaluation.CodeInternal, "error.internal").Because(err)
	}
	sum := sha256.Sum256(canonical)
	p.version += "+" + hex.EncodeToString(sum[:6])
	return p, nil
}

// On returns the rules in force on a day, with the overrides in force on that day.
func (p *Pack) On(d evaluation.Date) Frozen {
	f := Frozen{Version: p.version, On: d, Values: make([]Entry, 0, len(p.rules))}
	for i := range p.rules {
		if e, ok := p.entry(i, d); ok {
			f.Values = append(f.Values, e)
		}
	}
	return f
}

// Freeze returns some of the rules in force on a day, like On and Frozen.Freeze
// together, without copying the others.
func (p *Pack) Freeze(d evaluation.Date, keys ...string) (Frozen, error) {
	f := Frozen{Version: p.version, On: d}
	for _, key := range keys {
		if i, ok := p.index[key]; ok {
			if e, ok := p.entry(i, d); ok {
				f.Values = append(f.Values, e)
			}
		}
	}
	return f.Freeze(keys...)
}

// entry is a rule on a day, with the overrides of that day; false if it is not in force.
func (p *Pack) entry(i int, d evaluation.Date) (Entry, bool) {
	r := &p.rules[i]
	if !within(d, r.ValidFrom, r.ValidTo) {
		return Entry{}, false
	}
	e := r.clone().Entry
	if len(p.above) == 0 {
		return e.changed(p.overrides, d, "", ""), true
	}
	e.Origin = OriginNational
	for _, l := range p.above {
		e = e.changed(l.Overrides, d, OriginAbove, l.Office)
	}
	return e.changed(p.overrides, d, OriginOwn, ""), true
}

// Bound returns a rule on a day if an office above set it with binding force.
func (p *Pack) Bound(key string, d evaluation.Date) (Entry, bool) {
	i, known := p.index[key]
	if !known {
		return Entry{}, false
	}
	e, ok := p.entry(i, d)
	return e, ok && e.Bound()
}
