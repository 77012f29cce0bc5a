package rotation

import (
	"context"
	"encoding/json"
	"errors"
	"slices"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/roster"
)

// watchAfter runs the watch after an act that changes whose years are up.
func (s *Service) watchAfter(ctx context.Context, do evaluation.Doer, r evaluation.Record, _ json.RawMessage) error {
	return s.watchTenure(ctx, do, r.Office, evaluation.DateOf(r.Changed))
}

// watchTenure ends stays that have expired or whose person has moved, and opens a
// case for everybody whose years are up within the lead time of the rules.
func (s *Service) watchTenure(ctx context.Context, do evaluation.Doer, office string, today evaluation.Date) error {
	book, err := s.Book(ctx, office)
	if err != nil {
		return err
	}
	if err := lapse(ctx, do, book, today); err != nil {
		return err
	}
	due, err := s.due(ctx, office, today)
	if err != nil {
		return err
	}
	known, err := desk.AllOf[Case](ctx, do, evaluation.Query{Office: office, Kinds: []string{KindCase}, States: evaluation.States(CaseOpen, CaseArranged, CaseStaying)})
	if err != nil {
		return err
	}
	var errs []error
	for _, in := range due {
		key := in.Tenure.caseKey()
		i := slices.IndexFunc(known, func(r desk.Of[Case]) bool { return r.Unique == key })
		if i < 0 {
			_, err := do.Create(ctx, evaluation.System(office), KindCase, "raise", evaluation.Creation{Input: &in})
			if evaluation.CodeOf(err) != evaluation.CodeConflict { // another machine was faster
				errs = append(errs, err)
			}
			continue
		}
		errs = append(errs, renew(ctx, do, &known[i], &in))
	}
	for i := range known {
		if !slices.ContainsFunc(due, func(in CaseInput) bool {
			return in.Tenure.caseKey() == known[i].Unique
		}) {
			errs = append(errs, over(ctx, do, book, &known[i], today))
		}
	}
	return errors.Join(errs...)
}

// due lists the people whose years are up, or will be within the lead time.
func (s *Service) due(ctx context.Context, office string, today evaluation.Date) ([]CaseInput, error) {
	pack, err := s.Pack(ctx, office)
	if err != nil {
		return nil, err
	}
	rules := pack.On(today)
	lead, err := rules.Int(ruleLead)
	if err != nil {
		return nil, err
	}
	list, err := s.Tenures(ctx, office, today, All)
	if err != nil {
		return nil, err
	}
	var out []CaseInput
	var posts []Tenure
	for i := range list {
		posts = append(posts, list[i].each()...)
	}
	for _, t := range posts {
		ladder, err := Ladder(rules, len(t.Sensitive) > 0)
		if err != nil {
			return nil, err
		}
		r, _, _ := Reached(ladder, t.Since, today.AddMonths(int(lead)))
		if r.Stage.Due() {
			in := CaseInput{Tenure: t, Stage: r.Stage, On: t.Since.AddMonths(12 * r.Years)}
			if in.By = in.On; !in.By.After(today) { // found late: the same time is given as with notice
				in.By = today.AddMonths(int(lead))
			}
			out = append(out, in)
		}
	}
	return out, nil
}

// renew updates a case.
func renew(ctx context.Context, do evaluation.Doer, r *desk.Of[Case], in *CaseInput) error {
	c := r.Payload
	if c.Stage == in.Stage && c.On == in.On && slices.Equal(c.Sensitive, in.Tenure.Sensitive) {
		return nil
	}
	return desk.ActIfStillInState(ctx, do, r.Office, r.ID, "renew", in)
}

// over closes a case in which nothing has to be decided any more.
func over(ctx context.Context, do evaluation.Doer, book *roster.Book, r *desk.Of[Case], today evaluation.Date) error {
	became := string(book.Became(r.Payload.Person, r.Payload.Since, today))
	if became == string(roster.Stayed) {
		became = BecameNotDue
	}
	return desk.ActIfStillInState(ctx, do, r.Office, r.ID, "close", &CloseInput{Became: became})
}

// lapse ends stays that have expired, and those of people who have moved.
func lapse(ctx context.Context, do evaluation.Doer, book *roster.Book, today evaluation.Date) error {
	stays, err := desk.AllOf[Stay](ctx, do, evaluation.Query{Office: book.Office(), Kinds: []string{KindStay}, States: evaluation.States(StayApproved)})
	if err != nil {
		return err
	}
	var errs []error
	for _, r := range stays {
		p := r.Payload
		if p.Until.Before(today) || !p.held(book.On(today), p.ApprovedOn, today) {
			errs = append(errs, desk.ActIfStillInState(ctx, do, r.Office, r.ID, "lapse", nil))
		}
	}
	return errors.Join(errs...)
}
