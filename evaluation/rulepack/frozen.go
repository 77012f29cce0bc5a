package rulepack

import (
	"fmt"
	"slices"

	"kaoji/evaluation"
)

// Numbers gives the values of rules to code that decides. A key that does not exist
// or has another kind is CodeInternal, because it is an error in the program.
type Numbers interface {
	Entry(key string) (Entry, error)                  // the value with its source
	Int(key string) (int64, error)                    // of KindInteger, in the rule's unit
	BasisPoints(key string) (int64, error)            // of KindPercent
	Share(key string) (Share, error)                  // of KindPercent or KindFraction, exact
	Text(key string) (string, error)                  // of KindText
	Items(key string) ([]Item, error)                 // of KindList or KindNumbers
	Codes(key string) ([]string, error)               // the codes of Items
	Number(key, code string) (int64, error)           // one of KindNumbers
	Period(key string) (Period, error)                // of KindInteger with a unit of time
	Freeze(keys ...string) (frozen Frozen, err error) // only these values, to store in a record
}

// Knows reports whether rules have a key: those that were frozen by an earlier version have
// none of later.
func Knows(rules Numbers, key string) bool {
	_, err := rules.Entry(key)
	return err == nil
}

// Frozen is the set of rules in force on a day, or those of them that a decision
// used. Its JSON contains only integers, text and arrays.
type Frozen struct {
	Version string          `json:"version"` // of the pack
	On      evaluation.Date `json:"on"`      // the day on which they were in force
	Values  []Entry         `json:"values"`
}

var _ Numbers = Frozen{}

// Freeze selects the values of keys, in their order, each once.
func (f Frozen) Freeze(keys ...string) (Frozen, error) {
	kept := Frozen{Version: f.Version, On: f.On, Values: make([]Entry, 0, len(keys))}
	for i, key := range keys {
		if slices.Contains(keys[:i], key) {
			continue
		}
		e, err := f.Entry(key)
		if err != nil {
			return Frozen{}, err
		}
		kept.Values = append(kept.Values, e)
	}
	return kept, nil
}

// Entry returns the value of key with its source.
func (f Frozen) Entry(key string) (Entry, error) {
	for _, e := range f.Values {
		if e.Key == key {
			e.Value = e.Value.clone()
			return e, nil
		}
	}
	return Entry{}, wrong("rule %q is not in pack %s on %s", key, f.Version, f.On)
}

// Int returns a whole number in the rule's unit.
func (f Frozen) Int(key string) (int64, error) {
	e, err := f.of(key, KindInteger)
	return e.Value.N, err
}

// BasisPoints returns a percentage; 10000 is 100 %.
func (f Frozen) BasisPoints(key string) (int64, error) {
	e, err := f.of(key, KindPercent)
	return e.Value.N, err
}

// Share returns a percentage or a fraction, exact.
func (f Frozen) Share(key string) (Share, error) {
	e, err := f.of(key, KindPercent, KindFraction)
	switch {
	case err != nil:
		return Share{}, err
	case e.Value.Kind == KindPercent:
		return Share{N: e.Value.N, Of: maxOf}, nil
	case e.Value.Of < 1:
		return Share{}, wrong("rule %q is a share of nothing", key)
	}
	return Share{N: e.Value.N, Of: e.Value.Of}, nil
}

// Text returns a text, often one of a few words that code knows.
func (f Frozen) Text(key string) (string, error) {
	e, err := f.of(key, KindText)
	return e.Value.Text, err
}

// Items returns the members of a list.
func (f Frozen) Items(key string) ([]Item, error) {
	e, err := f.of(key, KindList, KindNumbers)
	return e.Value.Items, err
}

// Codes returns the codes of a list's members.
func (f Frozen) Codes(key string) ([]string, error) {
	e, err := f.of(key, KindList, KindNumbers)
	if err != nil {
		return nil, err
	}
	return codes(e.Value), nil
}

// Number returns the number of one member of a list of numbers.
func (f Frozen) Number(key, code string) (int64, error) {
	e, err := f.of(key, KindNumbers)
	if err != nil {
		return 0, err
	}
	for _, it := range e.Value.Items {
		if it.Code == code {
			return it.N, nil
		}
	}
	return 0, wrong("rule %q has no number %q", key, code)
}

// Period returns a length of time.
func (f Frozen) Period(key string) (Period, error) {
	e, err := f.of(key, KindInteger)
	if err != nil {
		return Period{}, err
	}
	if !slices.Contains([]Unit{Days, WorkingDays, Months, Years}, e.Unit) {
		return Period{}, wrong("rule %q counts %q, not a stretch of days", key, e.Unit)
	}
	return Period{N: int(e.Value.N), Unit: e.Unit}, nil
}

func (f Frozen) of(key string, kinds ...Kind) (Entry, error) {
	e, err := f.Entry(key)
	if err != nil {
		return Entry{}, err
	}
	if !slices.Contains(kinds, e.Value.Kind) {
		return Entry{}, wrong("rule %q is %q, asked for %v", key, e.Value.Kind, kinds)
	}
	return e, nil
}

func wrong(format string, args ...any) error {
	return evaluation.Fail(evaluation.CodeInternal, "error.internal").Because(fmt.Errorf(format, args...))
}
