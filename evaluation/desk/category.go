package desk

import (
	"context"
	"slices"
	"strings"

	"kaoji/evaluation"
	"kaoji/evaluation/rulepack"
)

// The categories of people by establishment (rules.md, part M). People of a category are
// assessed by the same rules: they share grades, quotas and form.
const (
	Civil       = "civil"       // civil servants
	Institution = "institution" // staff of public institutions
	Contract    = "contract"    // staff by contract
)

// Categories lists them in the order in which they are shown.
func Categories() []string { return []string{Civil, Institution, Contract} }

// CategoryKeys lists the rules that CategoryOf reads.
func CategoryKeys() []string {
	return []string{"assessment.establishments." + Institution, "assessment.establishments." + Contract}
}

// CategoryOf returns by which rules a person is assessed: Civil, Institution or Contract. It
// depends on the establishment alone; one that the rules do not name is that of civil
// servants.
func CategoryOf(establishment string, rules rulepack.Numbers) (string, error) {
	of, err := CategoriesBy(rules)
	if err != nil {
		return "", err
	}
	return of(establishment), nil
}

// CategoriesBy is CategoryOf for many people: the rules are read once.
func CategoriesBy(rules rulepack.Numbers) (func(establishment string) string, error) {
	words := map[string][]string{}
	for _, category := range []string{Institution, Contract} {
		var err error
		if words[category], err = rules.Codes("assessment.establishments." + category); err != nil {
			return nil, err
		}
	}
	return func(establishment string) string {
		for _, category := range []string{Institution, Contract} {
			if slices.ContainsFunc(words[category], func(w string) bool { return strings.HasPrefix(establishment, w) }) {
				return category
			}
		}
		return Civil
	}, nil
}

// Establishments lists the words with which the establishments of the office begin that
// are not of civil servants.
func (d Desk) Establishments(ctx context.Context, office string, day evaluation.Date) (words []string, err error) {
	pack, err := d.Pack(ctx, office)
	if err != nil {
		return nil, err
	}
	rules, err := pack.Freeze(day, CategoryKeys()...)
	if err != nil {
		return nil, err
	}
	for _, key := range CategoryKeys() {
		of, err := rules.Codes(key)
		if err != nil {
			return nil, err
		}
		words = append(words, of...)
	}
	return words, nil
}
