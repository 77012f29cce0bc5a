package sqlite_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"kaoji/evaluation"
	"kaoji/storage/sqlite"
)

// Every query must find its records by an index. The plan does not depend on
// how much is stored: there are no statistics that could change it.
func TestEveryQueryUsesAnIndexOfItsOwn(t *testing.T) {
	s, _ := file(t)
	one := []string{"x"}
	own := []evaluation.Scope{{Kinds: []string{"a"}, Subject: "p"}, {Kinds: []string{"b"}, Subject: "p"}, {Kinds: []string{"a"}, Party: "p"}, {Kinds: []string{"b"}, Party: "p"}}
	some := []evaluation.Scope{{Kinds: []string{"a"}, States: []evaluation.State{"x"}}, {Kinds: []string{"b"}, States: []evaluation.State{"x", "y"}, Party: "p"}, {Kinds: []string{"c", "d"}}}
	for _, c := range []struct {
		name string
		q    evaluation.Query
		has  []string
		not  string
	}{
		{"everything, in order", evaluation.Query{}, []string{"records_id (office=?)"}, "LIST SUBQUERY 2"},
		{"ids", evaluation.Query{IDs: one}, []string{"records_id (office=? AND id=?)"}, ""},
		{"ids, what the reader may see of them", evaluation.Query{IDs: []string{"x", "y"}, Within: some}, []string{"records_id (office=? AND id=?)"}, ""},
		{"natural keys, what the reader may see of them", evaluation.Query{Uniques: []string{"x", "y"}, Within: some}, []string{"records_uniq (office=? AND uniq=?)"}, ""},
		{"what belongs to a record, what the reader may see of it", evaluation.Query{Parents: []string{"x", "y"}, Within: some}, []string{"records_parent (office=? AND parent=?)"}, ""},
		{"what is about a person, what the reader may see of it", evaluation.Query{Subjects: []string{"x", "y"}, Within: some}, []string{"records_subject (office=? AND subject=?)"}, ""},
		{"a department, what the reader may see of it", evaluation.Query{Units: []string{"x", "y"}, Within: some}, []string{"records_unit (office=? AND unit=?)"}, ""},
		{"numbers, what the reader may see of them", evaluation.Query{Serials: []int64{1, 2}, Kinds: []string{"a", "b"}, Within: some}, []string{"records_serial (office=? AND kind=? AND serial=?)"}, ""},
		{"kinds", evaluation.Query{Kinds: one}, []string{"records_kind (office=? AND kind=?)"}, ""},
		{"natural key", evaluation.Query{Kinds: one, Uniques: one}, []string{"records_unique (office=? AND kind=? AND uniq=?)"}, ""},
		{"natural key alone", evaluation.Query{Uniques: one}, []string{"records_uniq (office=? AND uniq=?)"}, ""},
		{"parent", evaluation.Query{Kinds: one, Parents: one}, []string{"records_parent (office=? AND parent=? AND kind=?)"}, ""},
		{"subject", evaluation.Query{Subjects: one}, []string{"records_subject (office=? AND subject=?)"}, ""},
		{"a kind about a person in some states, since a day", evaluation.Query{Kinds: one, Subjects: one, States: []evaluation.State{"x"}, Periods: one, Units: one, ChangedFrom: time.Unix(1, 0), Sort: evaluation.SortOn},
			[]string{"records_subject (office=? AND subject=? AND kind=?)"}, ""},
		{"a list filtered by person, the newest first, what the reader may see of it", evaluation.Query{Kinds: one, Subjects: one, Sort: evaluation.SortChanged, Desc: true, Within: []evaluation.Scope{{Units: []string{"u1", "u2"}}, {Party: "q"}}},
			[]string{"records_subject (office=? AND subject=? AND kind=?)"}, ""},
		{"a list filtered by person, in the order of a column", evaluation.Query{Kinds: one, Subjects: one, Sort: evaluation.SortKey(1)}, []string{"records_subject (office=? AND subject=? AND kind=?)"}, ""},
		{"a list filtered by the people of a record", evaluation.Query{Kinds: one, Sort: evaluation.SortChanged, Desc: true, Within: []evaluation.Scope{{Subject: "p"}, {Party: "p"}}},
			[]string{"records_subject (office=? AND subject=? AND kind=?)", "parties USING PRIMARY KEY (office=? AND token=?)"}, "(office=?)"},
		{"about a person, of some days", evaluation.Query{Subjects: one, OnFrom: evaluation.NewDate(2026, 1, 1), OnTo: evaluation.NewDate(2026, 12, 31)}, []string{"records_subject (office=? AND subject=?)"}, ""},
		{"unit", evaluation.Query{Units: one}, []string{"records_unit (office=? AND unit=?)"}, ""},
		{"period", evaluation.Query{Periods: one}, []string{"records_id (office=?)"}, ""}, // a period holds so much that walking in order is quicker
		{"period of a kind", evaluation.Query{Kinds: one, Periods: one}, []string{"records_period (office=? AND period=? AND kind=?)"}, "ORDER BY\n"},
		{"state of a kind", evaluation.Query{Kinds: one, States: []evaluation.State{"x"}}, []string{"records_state (office=? AND state=? AND kind=?)"}, "ORDER BY\n"},
		{"pending", evaluation.Query{Pending: true}, []string{"records_pending (office=?)"}, ""},
		{"days", evaluation.Query{OnFrom: evaluation.NewDate(2026, 1, 1), OnTo: evaluation.NewDate(2026, 2, 1)}, []string{"records_day (office=? AND day>? AND day<?)"}, ""},
		{"deadlines", evaluation.Query{DueTo: evaluation.NewDate(2026, 2, 1)}, []string{"records_due (office=? AND due>? AND due<?)"}, ""},
		{"changes", evaluation.Query{ChangedFrom: time.Unix(1, 0)}, []string{"records_changed (office=? AND changed>?)"}, ""},
		{"waiting", evaluation.Query{Waiting: []string{"a", "b"}, Sort: evaluation.SortDue}, []string{"waiting USING PRIMARY KEY (office=? AND token=?)", "INTEGER PRIMARY KEY"}, "(office=?)"},
		{"what waits for others, after somebody has acted", evaluation.Query{Awaiting: true, NotWaiting: one, ActedBy: one, Sort: evaluation.SortChanged},
			[]string{"waiting USING PRIMARY KEY (office=?)", "acted EXISTS USING PRIMARY KEY (office=? AND token=? AND n=?)"}, ""},
		{"what waits for others in a department", evaluation.Query{Awaiting: true, NotWaiting: one, Units: one, Sort: evaluation.SortChanged}, []string{"waiting USING PRIMARY KEY (office=?)"}, "records_changed"},
		{"days of a kind", evaluation.Query{Kinds: one, OnFrom: evaluation.NewDate(2026, 1, 1), OnTo: evaluation.NewDate(2026, 2, 1)}, []string{"records_kind_day (office=? AND kind=? AND day>? AND day<?)"}, ""},
		{"days of some kinds that are not over", evaluation.Query{Kinds: []string{"a", "b"}, States: []evaluation.State{"x", "y"}, OnFrom: evaluation.NewDate(2026, 1, 1), OnTo: evaluation.NewDate(2026, 2, 1)},
			[]string{"records_kind_day (office=? AND kind=? AND day>? AND day<?)"}, ""},
		{"parties", evaluation.Query{Parties: one}, []string{"parties USING PRIMARY KEY (office=? AND token=?)", "INTEGER PRIMARY KEY"}, "(office=?)"},
		{"what is one's own, in forty kinds", evaluation.Query{Desc: true, Within: own},
			[]string{"records_subject (office=? AND subject=?)", "parties USING PRIMARY KEY (office=? AND token=?)"}, "(office=?)"},
		{"the to-do list of a cadre", evaluation.Query{Waiting: one, Sort: evaluation.SortDue, Within: own}, []string{"waiting USING PRIMARY KEY"}, "(office=?)"},
		{"what is not hidden from somebody", evaluation.Query{Within: []evaluation.Scope{{Kinds: []string{"a"}, NotHiddenFrom: "p"}}}, []string{"hidden USING PRIMARY KEY (office=? AND token=?)"}, ""},
		{"a department", evaluation.Query{Within: []evaluation.Scope{{Kinds: []string{"a"}, Units: []string{"u1", "u2"}}}}, []string{"records_unit (office=? AND unit=?)"}, "(office=?)"},
		{"a kind in a department, and what is one's own", evaluation.Query{Kinds: one, Within: []evaluation.Scope{{Units: []string{"u1", "u2"}}, {Subject: "p"}}},
			[]string{"records_unit (office=? AND unit=? AND kind=?)", "records_subject (office=? AND subject=? AND kind=?)"}, "(office=?)"},
		{"all kinds of an office, by deadline", evaluation.Query{Sort: evaluation.SortDue, Within: []evaluation.Scope{{Kinds: []string{"a"}}, {Kinds: []string{"b"}}}}, []string{"records_due (office=?)"}, ""},
		{"all kinds of an office, by name", evaluation.Query{Sort: evaluation.SortName, Within: []evaluation.Scope{{Kinds: []string{"a"}}, {Kinds: []string{"b"}, Subject: "p"}}}, []string{"records_sort (office=?)"}, ""},
		{"a kind by a column", evaluation.Query{Kinds: one, Sort: evaluation.SortKey(0), Desc: true}, []string{"records_key1 (office=? AND kind=?"}, "B-TREE"},
		{"a kind by its last column, what the reader may see of it", evaluation.Query{Kinds: one, Sort: evaluation.SortKey(3), Within: []evaluation.Scope{{NotSubjects: one}, {Party: "p"}}}, []string{"records_key4 (office=? AND kind=?"}, "B-TREE"},
		{"a kind by a column, within bounds of it", evaluation.Query{Kinds: one, Sort: evaluation.SortKey(1), Keys: []evaluation.KeyRange{{Place: 1, From: "a", To: "b"}}}, []string{"records_key2 (office=? AND kind=? AND key2>? AND key2<?)"}, "B-TREE"},
		{"a kind by a column, of another column", evaluation.Query{Kinds: one, Sort: evaluation.SortKey(1), Keys: []evaluation.KeyRange{{Place: 2, Values: one}}}, []string{"records_key2 (office=? AND kind=?"}, "B-TREE"},
		{"a value of a column", evaluation.Query{Kinds: one, Keys: []evaluation.KeyRange{{Place: 2, Values: one}}}, []string{"records_key3 (office=? AND kind=? AND key3=?)"}, "B-TREE"},
		{"values of a column, the newest first", evaluation.Query{Kinds: one, Sort: evaluation.SortChanged, Desc: true, Keys: []evaluation.KeyRange{{Place: 0, Values: []string{"a", "b"}}}}, []string{"records_key1 (office=? AND kind=? AND key1=?)"}, ""},
		{"a range of a column, by day", evaluation.Query{Kinds: one, Sort: evaluation.SortOn, Keys: []evaluation.KeyRange{{Place: 0, From: "a"}}}, []string{"records_key1 (office=? AND kind=? AND key1>?)"}, ""},
		{"a term", evaluation.Query{Terms: one, Desc: true}, []string{"found USING PRIMARY KEY (office=? AND token=?)", "INTEGER PRIMARY KEY"}, "(office=?)"},
		{"terms, what the reader may see of it", evaluation.Query{Terms: []string{"x", "y"}, Within: []evaluation.Scope{{Kinds: one}, {Party: "p"}}},
			[]string{"found USING PRIMARY KEY (office=? AND token=?)", "found USING PRIMARY KEY (office=? AND token=? AND n=?)"}, "(office=?)"},
		{"a term in what is one's own", evaluation.Query{Terms: one, Within: own}, []string{"records_subject (office=? AND subject=?)", "found USING PRIMARY KEY (office=? AND token=? AND n=?)"}, "(office=?)"},
		{"a column in a department", evaluation.Query{Kinds: one, Units: one, Sort: evaluation.SortKey(0)}, []string{"records_unit (office=? AND unit=? AND kind=?)"}, ""},
	} {
		c.q.Office = "o1"
		plan := strings.Join(sqlite.Plan(t, s, c.q), "\n")
		for _, has := range c.has {
			if !strings.Contains(plan, has) {
				t.Errorf("%s: no %q in the plan\n%s", c.name, has, plan)
			}
		}
		if strings.Contains(plan, "SCAN records") || c.not != "" && strings.Contains(plan, c.not) {
			t.Errorf("%s: walks too far\n%s", c.name, plan)
		}
	}
}

// Casting a vote must not become slower with every vote.
func TestACellIsPutWithoutReadingItsClass(t *testing.T) {
	s, _ := file(t)
	plan := strings.Join(sqlite.PutPlan(t, s), "\n")
	if !strings.Contains(plan, "cells USING PRIMARY KEY (class=? AND office=? AND id=?)") || !strings.Contains(plan, "cells_unique (class=? AND office=? AND uniq=?)") {
		t.Errorf("walks too far\n%s", plan)
	}
}

// Cells are found without walking over others of their class.
func TestCellsAreFoundByAnIndex(t *testing.T) {
	s, _ := file(t)
	for want, q := range map[string]evaluation.CellQuery{
		"cells USING PRIMARY KEY (class=? AND office=? AND id>?)":               {},
		"cells USING PRIMARY KEY (class=? AND office=? AND id=?)":               {IDs: []string{"x"}},
		"cells USING INDEX cells_ref (class=? AND office=? AND ref=? AND id>?)": {Refs: []string{"x", "y"}},
	} {
		if plan := strings.Join(sqlite.CellsPlan(t, s, q), "\n"); !strings.Contains(plan, want) {
			t.Errorf("%+v: no %q in\n%s", q, want, plan)
		}
	}
}

// A count must not walk over the records of an office, whatever the reader sees.
func TestCountsWalkOverTalliesAndNotOverRecords(t *testing.T) {
	s, _ := file(t)
	kinds := []string{"a", "b"}
	for name, within := range map[string][]evaluation.Scope{
		"everything":               nil,
		"kinds":                    {{Kinds: kinds}},
		"states and departments":   {{Kinds: kinds, States: []evaluation.State{"x"}}, {Kinds: []string{"c"}, Units: []string{"u1", "u2"}}},
		"but not about some":       {{Kinds: kinds, NotSubjects: []string{"p", "q"}}, {Kinds: []string{"c"}}},
		"but not hidden":           {{Kinds: kinds, NotHiddenFrom: "p"}},
		"and what is one's own":    {{Kinds: kinds}, {Kinds: []string{"c"}, Subject: "p"}, {Kinds: []string{"c"}, Party: "p"}},
		"all of this, by a leader": {{Kinds: kinds, NotSubjects: []string{"p"}}, {Kinds: []string{"c"}, Units: []string{"u"}, NotUnits: []string{"v"}}, {Subject: "p"}, {Party: "p", NotHiddenFrom: "p"}},
		"what is one's own, alone": {{Kinds: kinds, Subject: "p"}, {Kinds: kinds, Party: "p"}},
	} {
		plan := strings.Join(sqlite.GroupPlan(t, s, evaluation.Query{Office: "o1", Within: within}, "kind", "state"), "\n")
		if strings.Contains(plan, "SCAN records") || strings.Contains(plan, "(office=?)") && !strings.Contains(plan, "tallies USING PRIMARY KEY (office=?)") ||
			strings.Contains(plan, "records_id (office=?)") || strings.Contains(plan, "records_kind (office=?)") {
			t.Errorf("%s: walks too far\n%s", name, plan)
		}
	}
}

// Records of terms that many have are read in order, and each term is looked up.
func TestCommonTermsAreLookedUpRecordByRecord(t *testing.T) {
	s, _ := file(t)
	sqlite.Common(t, 0)
	plan := strings.Join(sqlite.Plan(t, s, evaluation.Query{
		Office: "o1", Terms: []string{"x", "y"}, Desc: true, Within: []evaluation.Scope{{Kinds: []string{"a"}}, {Party: "p"}},
	}), "\n")
	if !strings.Contains(plan, "records_id (office=?)") || strings.Contains(plan, "found USING PRIMARY KEY (office=? AND token=?)") || strings.Contains(plan, "found EXISTS") {
		t.Errorf("the records are not read in order\n%s", plan)
	}
}

// What somebody dealt with who has acted on most of the office is read in the order of the
// page; of anybody else it is collected.
func TestWhatSomebodyDealtWithIsReadInOrderWhenItIsMuch(t *testing.T) {
	s, _ := file(t)
	q := evaluation.Query{Office: "o1", ActedBy: []string{"x"}, Sort: evaluation.SortChanged, Desc: true, Within: []evaluation.Scope{{Kinds: []string{"a"}, NotSubjects: []string{"p"}}, {Party: "p"}}}
	if plan := strings.Join(sqlite.Plan(t, s, q), "\n"); !strings.Contains(plan, "acted USING PRIMARY KEY (office=? AND token=?)") || strings.Contains(plan, "records_changed") {
		t.Errorf("little is not collected\n%s", plan)
	}
	sqlite.Common(t, 0)
	plan := strings.Join(sqlite.Plan(t, s, q), "\n")
	if !strings.Contains(plan, "records_changed (office=?)") || !strings.Contains(plan, "acted USING PRIMARY KEY (office=? AND token=? AND n=?)") || strings.Count(plan, "B-TREE") > 1 {
		t.Errorf("the records are not read in order\n%s", plan)
	}
	q.Within = []evaluation.Scope{{Kinds: []string{"a"}, Party: "p"}}
	if plan := strings.Join(sqlite.Plan(t, s, q), "\n"); strings.Contains(plan, "(office=?)") {
		t.Errorf("the office is read for somebody who may see little of it\n%s", plan)
	}
}

// A term that many records have, but none of the kinds that the reader may see, is
// looked for among these kinds and not in the whole office.
func TestATermOfKindsThatTheReaderDoesNotSeeIsNotLookedForInTheOffice(t *testing.T) {
	s, _ := file(t)
	for i := range 5 {
		r := evaluation.Record{Office: "o1", ID: fmt.Sprint("r", i), Kind: "a", Unique: fmt.Sprint("u", i), State: "x", Words: "走访慰问", Created: time.Unix(1, 0), Changed: time.Unix(1, 0), Payload: []byte("{}"), History: []evaluation.Entry{{Seq: 1, At: time.Unix(1, 0), Account: "a", Act: "begin", To: "x"}}}
		if _, err := s.Put(t.Context(), r); err != nil {
			t.Fatal(err)
		}
	}
	sqlite.Common(t, 3)
	q := evaluation.Query{Office: "o1", Terms: []string{"走访", "慰问"}, Desc: true, Within: []evaluation.Scope{{Kinds: []string{"a"}}}}
	if plan := strings.Join(sqlite.Plan(t, s, q), "\n"); !strings.Contains(plan, "records_id (office=?)") {
		t.Errorf("a common term of kinds that the reader sees\n%s", plan)
	}
	q.Within[0].Kinds = []string{"b"}
	plan := strings.Join(sqlite.Plan(t, s, q), "\n")
	if strings.Contains(plan, "(office=?)") || !strings.Contains(plan, "found USING PRIMARY KEY (office=? AND token=?)") {
		t.Errorf("the office is read\n%s", plan)
	}
	if found, err := s.Find(t.Context(), q); err != nil || len(found.Records) != 0 {
		t.Errorf("%d records, %v", len(found.Records), err)
	}
}

// The numbers of a year are read from the index of days alone, and what is late by its
// deadline, whatever the reader sees.
func TestCountsOfDaysReadNoRecord(t *testing.T) {
	s, _ := file(t)
	from, to := evaluation.NewDate(2026, 1, 1), evaluation.NewDate(2026, 2, 1)
	for name, within := range map[string][]evaluation.Scope{
		"everything": nil, "but not about some": {{Kinds: []string{"a"}, NotSubjects: []string{"p"}}, {Kinds: []string{"b"}, States: []evaluation.State{"x"}}},
		"departments": {{Kinds: []string{"a"}, Units: []string{"u1", "u2"}, NotSubjects: []string{"p"}}, {Kinds: []string{"b"}, Subject: "p"}},
	} {
		year := evaluation.Query{Office: "o1", Kinds: []string{"a", "b", "c"}, OnFrom: from, OnTo: to, Within: within}
		plan := strings.Join(sqlite.GroupPlan(t, s, year, "kind", "state", "unit", "month"), "\n")
		if !strings.Contains(plan, "COVERING INDEX records_kind_day (office=? AND kind=? AND day>? AND day<?)") {
			t.Errorf("%s: reads records\n%s", name, plan)
		}
		late := evaluation.Query{Office: "o1", Kinds: []string{"a", "b", "c"}, DueTo: to, Within: within}
		plan = strings.Join(sqlite.GroupPlan(t, s, late, "kind", "state", "unit"), "\n")
		if !strings.Contains(plan, "records_due (office=? AND due>? AND due<?)") {
			t.Errorf("%s: reads what is not late\n%s", name, plan)
		}
	}
}
