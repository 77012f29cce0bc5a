package reminder

import (
	"context"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
)

// Facts are the talks that a person had, in the words that the person read
// (desk.Facts).
func (s *Service) Facts(ctx context.Context, office, person string, from, to evaluation.Date) ([]desk.Fact, error) {
	records, err := desk.All(ctx, s.Ledger, evaluation.Query{
		Office: office, Kinds: []string{KindTalk}, Subjects: []string{person}, States: states(Sent, Released, Answered, Following, Closed),
		OnFrom: from, OnTo: to, Sort: evaluation.SortOn,
	})
	var out []desk.Fact
	for _, r := range records {
		t, err := evaluation.PayloadOf[Talk](r)
		if err != nil {
			return nil, err
		}
		out = append(out, desk.Fact{
			On: r.On, Kind: r.Kind, Record: r.ID,
			Say: evaluation.Say("reminder.fact.talk", "on", r.On, "level", evaluation.Say("reminder.talk.field.level."+t.Level), "cause", t.Cause),
		})
	}
	return out, err
}
