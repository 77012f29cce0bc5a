package routine

import (
	"context"
	"slices"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/roster"
)

// superiors are for whom a proposal or goals of a person wait: the head of the
// department, or the leaders in charge of it where the person is the head or there is
// none, or the principal leaders; never somebody recused.
func superiors(day *roster.Snapshot, person, unit string) []string {
	lists := [][]string{day.Heads(unit), day.InCharge(unit)}
	if slices.Contains(lists[0], person) {
		lists = lists[1:]
	}
	for _, list := range lists {
		if who := desk.Able(day, list, person); len(who) > 0 {
			for i := range who {
				who[i] = evaluation.WaitPerson(who[i])
			}
			return who
		}
	}
	return []string{evaluation.WaitRole(evaluation.RolePrincipal)}
}

// redirectAll passes proposals, and goals that are offered, to the present superiors: when a
// head has left, has been appointed, or heads another department now.
func (s *Service) redirectAll(ctx context.Context, do evaluation.Doer, office string, today evaluation.Date) error {
	waiting, err := desk.All(ctx, do, evaluation.Query{
		Office: office, Kinds: []string{KindSheet, KindGoals}, States: evaluation.States(SheetCommenting, GoalsOffered), NoHistory: true,
	})
	if err != nil || len(waiting) == 0 {
		return err
	}
	book, err := s.Book(ctx, office)
	if err != nil {
		return err
	}
	day := book.On(today)
	for i := range waiting {
		r := &waiting[i]
		if slices.Equal(r.Waiting, superiors(day, r.Subject, r.Unit)) {
			continue
		}
		if err := desk.ActIfStillInState(ctx, do, office, r.ID, "redirect", nil); err != nil {
			return err
		}
	}
	return nil
}

// redirect lets a sheet wait for the present superiors.
func (s *Service) redirect(step *evaluation.Step, sh *Sheet) (evaluation.State, error) {
	return SheetCommenting, s.waitForProposal(step, sh)
}

// redirectGoals lets goals wait for the present superiors.
func (s *Service) redirectGoals(step *evaluation.Step, _ *Goals) (evaluation.State, error) {
	return GoalsOffered, s.waitForAgreement(step)
}
