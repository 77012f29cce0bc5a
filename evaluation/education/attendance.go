package education

import (
	"cmp"
	"context"
	"slices"

	"kaoji/evaluation"
)

// Attending is one line of a session's list.
type Attending struct {
	Person   string `json:"person"`
	Name     string `json:"name"`
	Unit     string `json:"unit"`
	UnitName string `json:"unit_name"`
	State    string `json:"state"` // "" for nothing noted yet
	How      string `json:"how"`
	At       string `json:"at"`
	Reason   string `json:"reason"`
	sort     string
}

// keeps reports whether the reader of the view keeps the list.
func keeps(session evaluation.View) bool {
	return session.Kind == KindSession && (session.Grants("note") || session.Grants("open"))
}

// Attendance is the list of a session, for those who keep it and those who read
// everybody's part in the campaign.
func (s *Service) Attendance(ctx context.Context, of Reader, actor evaluation.Actor, session evaluation.View) ([]Attending, error) {
	whole := session.Kind == KindSession && of.Reads(actor, KindPart, evaluation.Anyone)
	if !whole && !keeps(session) {
		return nil, evaluation.Fail(evaluation.CodeForbidden, "error.forbidden")
	}
	ses, err := evaluation.PayloadOf[Session](session.Record)
	if err != nil {
		return nil, err
	}
	parts, err := partsOf(ctx, s.Ledger, session.Office, ses.Campaign)
	if err != nil {
		return nil, err
	}
	list := make([]Attending, 0, len(parts))
	for _, p := range parts {
		if !ses.For(session.ID, p.unit, p.Part) {
			continue
		}
		a := Attending{Person: p.Person, Name: p.Name, Unit: p.unit, UnitName: p.UnitName, sort: p.sort}
		if m := ses.Marked(session.ID, p.Part); m != nil {
			a.State, a.How, a.At, a.Reason = m.State, m.How, m.At, m.Reason
			if ses.MakesUp != "" {
				a.State = MarkPresent
			}
		}
		list = append(list, a)
	}
	slices.SortFunc(list, func(x, y Attending) int {
		return cmp.Or(cmp.Compare(x.UnitName, y.UnitName), cmp.Compare(x.sort, y.sort), cmp.Compare(x.Person, y.Person))
	})
	return list, nil
}
