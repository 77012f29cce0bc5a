// Package storagetest tests that a storage keeps the contract of evaluation.Store.
// It has one case for each sentence of the contract, named by the sentence. A
// storage runs all cases; none can be skipped.
package storagetest

import (
	"slices"
	"testing"

	"kaoji/evaluation"
)

// Opener returns a new, empty store. It closes the store when the test ends.
type Opener func(t *testing.T) evaluation.Store

// Page is how many items of everything the storage reads at once. Some cases store more.
var Page = 200

type testcase struct {
	name string
	run  func(t *testing.T, open Opener)
}

// Run runs all cases, or those of the named parts.
func Run(t *testing.T, open func(t *testing.T) evaluation.Store, only ...string) {
	for _, part := range []struct {
		name  string
		cases []testcase
	}{
		{"records", records}, {"serials", serials}, {"values", values}, {"histories", histories}, {"find", find}, {"keys", keys}, {"terms", terms}, {"paging", paging}, {"group", groups},
		{"cells", cells}, {"blobs", blobs}, {"trail", trail}, {"everything", movers}, {"seals", seals}, {"store", store},
	} {
		if len(only) > 0 && !slices.Contains(only, part.name) {
			continue
		}
		t.Run(part.name, func(t *testing.T) {
			for _, c := range part.cases {
				t.Run(c.name, func(t *testing.T) { c.run(t, open) })
			}
		})
	}
}
