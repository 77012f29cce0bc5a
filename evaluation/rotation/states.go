package rotation

import (
	"context"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/roster"
)

type act = evaluation.Act

type state = evaluation.State

func states(list ...state) []state { return list }

// one makes an act with the usual parts.
func one(name string, may evaluation.Grants, from, to []state, input func() any, run func(*evaluation.Step) (state, error)) act {
	return act{Name: name, May: may, From: from, To: to, Input: input, Run: run}
}

// because returns the act with a required reason.
func because(a act) act { a.Reason = true; return a }

// inOwnCase returns the act without recusal.
func inOwnCase(a act) act { a.InOwnCase = true; return a }

// untried returns the act with Ready set to Always: it takes long, and nothing
// prevents it.
func untried(a act) act { a.Ready = evaluation.Always; return a }

// kaojis makes an act that only Kaoji does.
func kaojis(name string, from, to []state, input func() any, run func(*evaluation.Step) (state, error)) act {
	return one(name, nil, from, to, input, run)
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
