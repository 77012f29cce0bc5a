package storage

import (
	"bytes"
	"slices"
	"strings"
	"unicode/utf8"

	"kaoji/evaluation"
)

// MaxDepth is the maximum nesting of arrays and objects in a document: MongoDB
// allows 100, including the envelope.
const MaxDepth = 64

// Limit turns the limit of a query into a number of rows.
func Limit(n int) (int, error) {
	switch {
	case n < 0 || n > evaluation.MaxLimit:
		return 0, Invalid("limit out of range")
	case n == 0:
		return evaluation.DefaultLimit, nil
	}
	return n, nil
}

// texts refuses texts that one of the storages cannot store unchanged.
func texts(list ...string) error {
	for _, s := range list {
		if !utf8.ValidString(s) || strings.ContainsRune(s, 0) {
			return Invalid("text is not UTF-8 or holds U+0000")
		}
	}
	return nil
}

func required(list ...string) error {
	for _, s := range list {
		if s == "" {
			return Invalid("a required field is empty")
		}
	}
	return texts(list...)
}

func dates(list ...evaluation.Date) error {
	for _, d := range list {
		if _, err := evaluation.ParseDate(d.String()); err != nil {
			return Invalid("date out of range")
		}
	}
	return nil
}

// document returns the canonical form of a JSON text.
func document(raw []byte, object bool) ([]byte, error) {
	if len(raw) > evaluation.MaxDocument {
		return nil, TooLarge()
	}
	if !utf8.Valid(raw) {
		return nil, Invalid("document is not UTF-8")
	}
	c, err := evaluation.Canonical(raw)
	switch {
	case err != nil:
		return nil, evaluation.Fail(evaluation.CodeInvalid, "error.invalid").Because(err)
	case object && !bytes.HasPrefix(c, []byte("{")):
		return nil, Invalid("document is not a JSON object")
	}
	return c, shape(c)
}

// shape scans canonical JSON, in which U+0000 is always written \u0000. It counts
// values by the commas between them and the brackets around them.
func shape(c []byte) error {
	depth, quoted, values := 0, false, 0
	for i := 0; i < len(c); i++ {
		switch b := c[i]; {
		case quoted && b == '\\':
			if bytes.HasPrefix(c[i+1:], []byte("u0000")) {
				return Invalid("document holds U+0000")
			}
			i++
		case b == '"':
			quoted = !quoted
		case quoted:
		case b == '{' || b == '[':
			if depth++; depth > MaxDepth {
				return Invalid("document nests too deep")
			}
			values++
		case b == '}' || b == ']':
			depth--
		case b == ',':
			values++
		}
	}
	if values > evaluation.MaxValues {
		return TooLarge()
	}
	return nil
}

// CheckQuery refuses an invalid query.
func CheckQuery(q evaluation.Query) error {
	if err := required(q.Office); err != nil {
		return err
	}
	if err := checkKeys(q); err != nil {
		return err
	}
	switch q.Sort {
	case "", evaluation.SortID, evaluation.SortChanged, evaluation.SortOn, evaluation.SortDue, evaluation.SortName:
	default:
		if _, ok := evaluation.KeyPlace(q.Sort); !ok {
			return Invalid("unknown order")
		}
	}
	if err := dates(q.OnFrom, q.OnTo, q.DueFrom, q.DueTo); err != nil {
		return err
	}
	for _, list := range [][]string{q.IDs, q.Kinds, q.Uniques, q.Parents, q.Subjects, q.Units, q.Periods, q.Waiting, q.NotWaiting, q.Parties, q.ActedBy, q.Terms} {
		if err := texts(list...); err != nil {
			return err
		}
	}
	for _, s := range q.States {
		if err := texts(string(s)); err != nil {
			return err
		}
	}
	return nil
}

// checkKeys refuses ranges of keys that no index answers.
func checkKeys(q evaluation.Query) error {
	if _, sorted := evaluation.KeyPlace(q.Sort); (sorted || len(q.Keys) > 0) && len(q.Kinds) != 1 {
		return Invalid("keys of other than one kind")
	}
	var asked [evaluation.MaxColumns]bool
	for _, r := range q.Keys {
		if r.Place < 0 || r.Place >= len(asked) || asked[r.Place] {
			return Invalid("unknown key, or asked for twice")
		}
		asked[r.Place] = true
		if err := texts(append([]string{r.From, r.To}, r.Values...)...); err != nil {
			return err
		}
	}
	return nil
}

// Month is the field of Group that is no field of a record: the month of its day.
const Month = "month"

// CheckGroup refuses fields by which Group cannot count.
func CheckGroup(fields []string) error {
	known := []string{"kind", "state", "unit", "subject", "period", "parent", "due", Month}
	for i, f := range fields {
		if !slices.Contains(known, f) || slices.Contains(fields[:i], f) {
			return Invalid("no groups by that field")
		}
	}
	if len(fields) == 0 {
		return Invalid("groups by no field")
	}
	return nil
}

// Kinds returns the kinds of the records that a query can find, false if they can be of
// any kind: those that it asks for, otherwise those of its scopes.
func Kinds(q evaluation.Query) ([]string, bool) {
	if len(q.Kinds) > 0 {
		return q.Kinds, true
	}
	var kinds []string
	for i := range q.Within {
		if len(q.Within[i].Kinds) == 0 {
			return nil, false
		}
		for _, kind := range q.Within[i].Kinds {
			if !slices.Contains(kinds, kind) {
				kinds = append(kinds, kind)
			}
		}
	}
	return kinds, q.Within != nil
}
