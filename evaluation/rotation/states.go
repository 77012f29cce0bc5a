package rotation

import (
	"context"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/roster"
)

type state = evaluation.State

// untried returns the act with Ready set to Always: it takes long, and nothing
// prevents it.
func untried(a evaluation.Act) evaluation.Act { a.Ready = evaluation.Always; return a }

// kaojis makes an act that only Kaoji does.
func kaojis(name string, from, to []state, run evaluation.Runner) evaluation.Act {
	return evaluation.NewAct(name, nil, from, to, run)
}

// here returns a person of the office on the day of the act who is not of 处级: those
// are rotated by the district.
func here(day *roster.Snapshot, field, person string) (roster.Member, error) {
	m, ok := day.Member(person)
	switch {
	case !ok:
		return m, desk.Mistake(field, "rotation.no_person")
	case roster.Leads(m.Level):
		return m, desk.Mistake(field, "rotation.leads")
	}
	return m, nil
}

// setSubject puts whom a record is about into its envelope.
func setSubject(r *evaluation.Record, m *roster.Member) {
	r.Subject, r.Unit, r.Sort = m.ID, m.Department, m.Sort
}

// find returns the record of a kind with a natural key, if it exists.
func find(ctx context.Context, from desk.Finder, office, kind, unique string) (*evaluation.Record, error) {
	found, err := from.Find(ctx, evaluation.Query{Office: office, Kinds: []string{kind}, Uniques: []string{unique}, Limit: 1})
	if err != nil || len(found.Records) == 0 {
		return nil, err
	}
	return &found.Records[0], nil
}
