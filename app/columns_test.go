package main

import "testing"

// Every column of a list has its words, and so has every value that a filter offers.
func TestEveryColumnHasWords(t *testing.T) {
	k := opened(t, settings(t))
	for _, m := range k.Measures {
		for _, kind := range m.Kinds {
			for _, c := range kind.Columns {
				key := kind.Name + ".field." + c.Name
				if !k.Text.Has(key) {
					t.Errorf("no text %s", key)
				}
				for _, choice := range c.Choices {
					if !k.Text.Has(key+"."+choice) && !k.Text.Has(m.Name+"."+c.Name+"."+choice) {
						t.Errorf("no text for %s of %s", choice, key)
					}
				}
			}
		}
	}
}
