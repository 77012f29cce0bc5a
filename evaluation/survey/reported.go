package survey

import (
	"context"
	"slices"

	"kaoji/evaluation"
)

// reported: questionnaires that were counted.
func reported() []evaluation.Tally {
	return []evaluation.Tally{{Key: "waves", Kind: KindWave, States: evaluation.States(WaveCounted), Unit: evaluation.UnitPieces}}
}

// GroupReturns are the questionnaires issued to groups of a name and those that came back.
type GroupReturns struct {
	Group            string // name
	Issued, Returned int64
}

// Returns adds up what was issued and came back in the waves that a report counts between two
// days, both included, by the names of groups.
func (s *Service) Returns(ctx context.Context, office string, from, to evaluation.Date) ([]GroupReturns, error) {
	q := reported()[0].Query(from, to)
	q.Office, q.NoHistory = office, true
	list := []GroupReturns{}
	for r, err := range evaluation.AllRecords(ctx, s.Ledger, q) {
		if err != nil {
			return nil, err
		}
		w, err := s.Counted(ctx, office, r.ID)
		if err != nil {
			return nil, err
		}
		for i, g := range w.Groups {
			at := slices.IndexFunc(list, func(o GroupReturns) bool { return o.Group == g.Name.Zh })
			if at < 0 {
				at, list = len(list), append(list, GroupReturns{Group: g.Name.Zh})
			}
			list[at].Issued += int64(g.Issued)
			list[at].Returned += int64(w.Tallies[i].Respondents)
		}
	}
	return list, nil
}
