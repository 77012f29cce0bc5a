package desk

import (
	"context"
	"slices"
	"strconv"

	"kaoji/evaluation"
	"kaoji/evaluation/roster"
)

// Managed returns a person of the office on a day whom the office manages: not of
// 处级, because the district manages those. Otherwise it records the mistake absent
// or leads at field.
func Managed(m evaluation.Mistakes, field string, day *roster.Snapshot, person, absent, leads string) roster.Member {
	who, here := day.Member(person)
	switch {
	case !here:
		m.Add(field, absent)
	case roster.Leads(who.Level):
		m.Add(field, leads)
	}
	return who
}

// About puts whom a record is about into its envelope.
func About(r *evaluation.Record, m *roster.Member) {
	r.Subject, r.Unit, r.Sort = m.ID, m.Department, m.Sort
}

// NextUnique returns the natural key of a person's next record of a kind, numbered
// from 1, so that of two created at the same moment one is refused. It returns
// refusal if one of the earlier records is in an open state.
func NextUnique(step *evaluation.Step, kind, person string, open []evaluation.State, refusal error) (string, error) {
	earlier, err := All(step.Ctx, step.Read, evaluation.Query{Office: step.Record.Office, Kinds: []string{kind}, Subjects: []string{person}})
	if err != nil {
		return "", err
	}
	if slices.ContainsFunc(earlier, func(r evaluation.Record) bool { return slices.Contains(open, r.State) }) {
		return "", refusal
	}
	return person + "/" + strconv.Itoa(len(earlier)+1), nil
}

// Free returns the natural key of a record of which there is one at a time: the key, with
// a number from the second on, because a record that has ended in the state void keeps its
// own. It returns refusal if there is a record in another state.
func Free(step *evaluation.Step, kind, key string, refusal error, void ...evaluation.State) (string, error) {
	for n := 1; ; n++ {
		unique := key
		if n > 1 {
			unique += "/" + strconv.Itoa(n)
		}
		r, err := Find(step.Ctx, step.Read, step.Record.Office, kind, unique)
		switch {
		case err != nil:
			return "", err
		case r == nil:
			return unique, nil
		case !slices.Contains(void, r.State):
			return "", refusal
		}
	}
}

// Find returns the record of a kind with a natural key, nil if there is none.
func Find(ctx context.Context, from Finder, office, kind, unique string) (*evaluation.Record, error) {
	found, err := from.Find(ctx, evaluation.Query{Office: office, Kinds: []string{kind}, Uniques: []string{unique}, Limit: 1})
	if err != nil || len(found.Records) == 0 {
		return nil, err
	}
	return &found.Records[0], nil
}
