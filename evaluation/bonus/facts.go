package bonus

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
)

// Telling returns a person's amounts in approved periods, each with the record of
// the person's own entry. Heads and leaders in charge may read that record but not
// the amount, so the amounts are shown only to the person and to those who see
// everybody's.
//
// They are only in the cadre's file. Self-reports and talks are not prefilled with
// them, because an amount is not an achievement, and the writer of a comment may
// not know it.
func (s *Service) Telling() []desk.Telling {
	return []desk.Telling{{Kind: KindEntry, Beside: s.amounts}}
}

// amounts are the amounts of the periods of each year together, in yuan: a half-year and
// a small bonus for one purpose cannot be compared.
var amounts = &desk.Series{Name: "bonus.series.amounts", Place: 3, Sums: true, Money: true}

const fenOfYuan = 100

// amounts reads the approved periods of entries and returns the person's amount in
// each.
func (s *Service) amounts(ctx context.Context, entries []evaluation.Record) (func(evaluation.Record, string) ([]desk.Fact, error), error) {
	var ids []string
	for i := range entries {
		ids = append(ids, entries[i].Parent)
	}
	given, err := s.given(ctx, entries[0].Office, ids, evaluation.States(PeriodApproved, PeriodExported))
	return func(e evaluation.Record, person string) ([]desk.Fact, error) {
		p, ok := given[e.Parent]
		if !ok {
			return nil, nil
		}
		l, err := p.lines.of(person)
		if l == nil || err != nil {
			return nil, err
		}
		fen := l.Amount + p.more[person]
		return []desk.Fact{{
			On: p.ApprovedOn, Only: evaluation.Running, Say: p.fact(l, fen), Drawn: &desk.Drawn{Of: amounts, Value: float64(fen) / fenOfYuan},
		}}, nil
	}, err
}

// given is what is read of a period for one or a few of its people, with the changes
// by later adjustments in fen, by person.
type given struct {
	Title      string          `json:"title"`
	ApprovedOn evaluation.Date `json:"approved_on"`
	lines      rawLines
	more       map[string]int64
}

// rawLines is the list of the lines of a period as it is stored. There is one for
// everybody in the office, and few are asked for, so each is decoded when it is.
type rawLines []byte

// of returns the line of a person, nil if there is none.
func (lines rawLines) of(person string) (*Line, error) {
	for rest := lines; len(rest) > 1; { // each line stands after a bracket or a comma
		raw := rest[1:][:evaluation.JSONValue(rest[1:])]
		rest = rest[1+len(raw):]
		if len(raw) == 0 {
			break
		}
		if !bytes.Contains(raw, []byte(person)) {
			continue
		}
		var l Line
		if err := json.Unmarshal(raw, &l); err != nil {
			return nil, fmt.Errorf("line of a period: %w", err)
		}
		if l.Person == person {
			return &l, nil
		}
	}
	return nil, nil //nolint:nilnil // nobody's line is no error
}

// given reads the periods that are in one of the states.
func (s *Service) given(ctx context.Context, office string, ids []string, in []evaluation.State) (map[string]given, error) {
	out := map[string]given{}
	for r, err := range evaluation.AllRecords(ctx, s.Ledger, evaluation.Query{Office: office, Kinds: []string{KindPeriod}, IDs: ids, States: in}) {
		if err != nil {
			return nil, err
		}
		p, err := evaluation.PartOf[given](r, "title", "approved_on")
		if err != nil {
			return nil, err
		}
		lines, err := evaluation.RawPart(r, "lines")
		if err != nil {
			return nil, err
		}
		if at := bytes.IndexByte(lines, '['); at >= 0 {
			p.lines = rawLines(lines[at:])
		}
		p.more = map[string]int64{}
		out[r.ID] = *p
	}
	if len(out) == 0 {
		return out, nil
	}
	more, err := adjustments(ctx, s.Ledger, office, slices.Sorted(maps.Keys(out))...)
	for _, a := range more {
		for _, row := range a.Rows {
			out[a.period].more[row.Person] += row.Fen
		}
	}
	return out, err
}

// Given is a person's amount in a period, with later adjustments.
type Given struct {
	Title string
	Final int64 // fen
	Out   []Reason
}

// Given returns a person's amounts in announced periods, by period. Periods in which
// the person had no part are left out.
func (s *Service) Given(ctx context.Context, office, person string, periods []string) (map[string]Given, error) {
	list, err := s.given(ctx, office, periods, Released())
	out := map[string]Given{}
	for id, p := range list {
		l, err := p.lines.of(person)
		if err != nil {
			return nil, err
		}
		if l != nil {
			out[id] = Given{Title: p.Title, Final: l.Amount + p.more[person], Out: l.Out}
		}
	}
	return out, err
}

// fact returns the amount in words, with the class if there is one.
func (p *given) fact(l *Line, fen int64) evaluation.Problem {
	if l.Class == "" {
		return evaluation.Say("bonus.fact.amount", "title", p.Title, "amount", Yuan(fen))
	}
	return evaluation.Say("bonus.fact.class", "title", p.Title, "amount", Yuan(fen), "class", l.Class)
}
