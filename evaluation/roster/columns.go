package roster

import (
	"maps"
	"slices"
	"strconv"

	"kaoji/evaluation/cadreform"
)

// entryColumns are the columns of a list of people that the roster's entry fills,
// formColumns those of the particulars.
var (
	entryColumns = []string{
		"name", "no", "sex", "born", "age", "ethnicity", "politics", "education", "department", "post", "concurrent", "level", "establishment", "worked_since", "joined",
		"post_since", "level_since", "committees", "phone", "duties", "secondment", "id_card",
	}
	formColumns = []string{
		"native_place", "birth_place", "party_joined", "health", "technical_post", "strengths", "full_education", "full_degree", "full_school", "in_education", "in_degree", "in_school",
		"honours", "grades", ColumnRewards,
	}
)

// ColumnRewards is the column with all rewards and penalties, as the 任免表 has them.
const ColumnRewards = "rewards"

// ListColumns are the columns that can be chosen for a list of people (花名册).
func ListColumns() []string { return slices.Concat(entryColumns, formColumns) }

// FirstColumns are those that a list has until others are chosen.
func FirstColumns() []string {
	return []string{"name", "sex", "born", "ethnicity", "politics", "education", "department", "post", "level", "worked_since"}
}

// OfParticulars reports whether one of the columns is filled from the particulars.
func OfParticulars(columns []string) bool {
	return slices.ContainsFunc(columns, func(c string) bool { return slices.Contains(formColumns, c) })
}

// ListRow are the values of a member for some columns. of is what the reader may see, nil
// otherwise; more are the values of columns that neither the entry nor the particulars fill.
func (s *Snapshot) ListRow(m *Member, of *Particulars, more map[string]string, columns []string) []string {
	known := maps.Clone(more)
	for _, f := range personFacts(s.unitName, m.Person, s.day) {
		known[f.field] = f.value
	}
	if !m.Born.IsZero() {
		known["age"] = strconv.Itoa(cadreform.Age(m.Born, s.day))
	}
	posts := make([]string, len(m.Concurrent))
	for i, a := range m.Concurrent {
		posts[i] = s.book.postName(a)
	}
	known["concurrent"] = joinMarked(posts)
	if of != nil {
		for field, value := range of.columns() {
			known[field] = value
		}
	}
	row := make([]string, len(columns))
	for i, c := range columns {
		row[i] = known[c]
	}
	return row
}

func joinMarked(list []string) string { return join(func(s string) string { return s }, list) }
