package view

import "slices"

// DropEmpty takes out columns that are empty in every row.
func (t *Table) DropEmpty() {
	for i := len(t.Heads) - 1; i >= 0 && len(t.Rows) > 0; i-- {
		if slices.ContainsFunc(t.Rows, func(row []string) bool { return row[i] != "" }) {
			continue
		}
		t.Heads = slices.Delete(t.Heads, i, i+1)
		if i < len(t.Numbers) {
			t.Numbers = slices.Delete(t.Numbers, i, i+1)
		}
		for r := range t.Rows {
			t.Rows[r] = slices.Delete(t.Rows[r], i, i+1)
		}
	}
}
