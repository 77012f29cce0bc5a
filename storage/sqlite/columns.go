package sqlite

import (
	"strings"

	"kaoji/evaluation"
)

// recordColumns are the columns of a record, in the order of columns.
var recordColumns = []string{
	"serial", "kind", "uniq", "parent", "subject", "unit", "period", "state", "day", "due", "key1", "key2", "key3", "key4", "sort", "changed", "pending", "version", "doc", "history", "mark", "office", "id",
}

// Places in recordColumns.
const (
	kindColumn    = 1
	changedColumn = 15
	versionColumn = 17
	docColumn     = 18
)

// columns are the values of recordColumns for a record.
func columns(r *evaluation.Record, j jsonRecord, m evaluation.Mark) []any {
	key := func(place int) any {
		if place < len(r.Keys) {
			return r.Keys[place]
		}
		return nil
	}
	return []any{
		r.Serial, r.Kind, r.Unique, r.Parent, r.Subject, r.Unit, r.Period, string(r.State), r.On.String(), r.Due.String(), key(0), key(1), key(2), key(3), r.Sort,
		r.Changed.UnixMilli(), r.Pending, r.Version, string(j.doc), string(j.history), m[:], r.Office, r.ID,
	}
}

// groups are columns that are only written if one of them has another value, since
// SQLite rewrites the indexes of every column that is written. Each begins with the
// column at this place; changed and those after it are always written.
var groups = [...]int{0, 7, 8, 9, 10, 14, changedColumn} // serial to period, state, day, due, keys, sort

// updates are the statements that write some groups: group i if bit i is set.
var updates = updatesOf()

func updatesOf() (list [1 << (len(groups) - 1)]string) {
	for set := range list {
		names := chosen(set, recordColumns)
		list[set] = "UPDATE records SET " + strings.Join(names[:len(names)-2], " = ?, ") + " = ? WHERE office = ? AND id = ? AND version = ?"
	}
	return list
}

// chosen are the items of a list like recordColumns that stand in some groups, or are
// always written.
func chosen[T any](set int, list []T) (some []T) {
	for i := range len(groups) - 1 {
		if set&(1<<i) != 0 {
			some = append(some, list[groups[i]:groups[i+1]]...)
		}
	}
	return append(some, list[changedColumn:]...)
}

// updateRecord is the statement that replaces the stored values of recordColumns by
// others, with its parameters but for the version.
func updateRecord(stored, values []any) (string, []any) {
	set := 0
	for i := range len(groups) - 1 {
		for place := groups[i]; place < groups[i+1]; place++ {
			if stored[place] != values[place] {
				set |= 1 << i
			}
		}
	}
	return updates[set], chosen(set, values)
}
