package concern

import (
	"context"
	"encoding/json"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
)

// Evidence is the part of one concern that measure 1 counts.
type Evidence struct {
	Record   string
	No       string
	Subject  string
	Unit     string
	Reporter string // pseudonym
	Named    bool
	Topic    string
	Category string
	On       evaluation.Date
	Wide     bool
}

// Evidence lists the concerns received in a period that count: not declined, not
// merged, no praise, not with another body and not found unsubstantiated. A merged concern counts with its own
// reporter and day, for the matter that it was finally merged into.
func (s *Service) Evidence(ctx context.Context, office string, from, to evaluation.Date) ([]Evidence, error) {
	records, err := desk.All(ctx, s.Ledger, evaluation.Query{
		Office: office, Kinds: []string{KindMatter}, OnFrom: from, OnTo: to,
		States: []evaluation.State{Received, Accepted, Assigned, Concluded, Answered, Merged},
	})
	if err != nil {
		return nil, err
	}
	m := merges{s: s, office: office, known: map[string]matterOf{}}
	all := make([]matterOf, len(records))
	for i := range records {
		if all[i], err = m.keep(records[i]); err != nil {
			return nil, err
		}
	}
	var list []Evidence
	for _, one := range all {
		main, err := m.end(ctx, one)
		if err != nil {
			return nil, err
		}
		if !main.counts() {
			continue
		}
		list = append(list, Evidence{
			Record: one.r.ID, No: one.No, Subject: main.r.Subject, Unit: main.r.Unit, Reporter: one.Reporter, Named: one.Named,
			Topic: main.Topic, Category: main.Category, On: one.Received, Wide: main.Wide != "",
		})
	}
	return list, nil
}

// counts reports whether a concern, after those merged into it, counts against somebody.
func (m matterOf) counts() bool {
	switch m.r.State {
	case Declined, Merged, Referred, Commended:
		return false
	}
	return m.Outcome != NotBorneOut && m.Outcome != Elsewhere && m.Category != Praise
}

// matterOf is a concern and its record.
type matterOf struct {
	*Matter
	r evaluation.Record
}

// merges follows merged concerns.
type merges struct {
	s      *Service
	office string
	known  map[string]matterOf // by number
}

func (m *merges) keep(r evaluation.Record) (matterOf, error) {
	p, err := evaluation.PayloadOf[Matter](r)
	if err != nil {
		return matterOf{}, err
	}
	m.known[p.No] = matterOf{p, r}
	return m.known[p.No], nil
}

// end returns the concern that one was finally merged into: itself if it was never
// merged. If that number does not exist, the search ends there.
func (m *merges) end(ctx context.Context, one matterOf) (matterOf, error) {
	seen := map[string]bool{}
	for one.r.State == Merged && !seen[one.No] {
		seen[one.No] = true
		next, there := m.known[one.MergedInto]
		if !there {
			found, err := desk.Find(ctx, m.s.Ledger, m.office, KindMatter, one.MergedInto)
			if err != nil || found == nil {
				return one, err
			}
			if next, err = m.keep(*found); err != nil {
				return one, err
			}
		}
		one = next
	}
	return one, nil
}

func jsonText(name, value string) json.RawMessage {
	b, _ := json.Marshal(map[string]string{name: value}) //nolint:errchkjson // strings always marshal
	return b
}

func textOf(body json.RawMessage, name string) string {
	var m map[string]string
	if err := json.Unmarshal(body, &m); err != nil {
		return ""
	}
	return m[name]
}
