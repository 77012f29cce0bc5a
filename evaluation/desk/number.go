package desk

import (
	"context"

	"kaoji/evaluation"
)

// NextNumber returns the first number from 1 whose natural key no record of the kind
// has. Numbers have no gaps and are never reused, so the end is found by counting
// blocks of keys. If two acts find the same number, the unique key refuses the later
// one, and it is run again (Act.Numbered).
func NextNumber(ctx context.Context, from Finder, office, kind string, key func(n int) string) (int, error) {
	const block = 500
	for first := 1; ; first += block {
		keys := make([]string, block)
		for i := range keys {
			keys[i] = key(first + i)
		}
		found, err := All(ctx, from, evaluation.Query{Office: office, Kinds: []string{kind}, Uniques: keys})
		if err != nil {
			return 0, err
		}
		if len(found) < block {
			return first + len(found), nil
		}
	}
}
