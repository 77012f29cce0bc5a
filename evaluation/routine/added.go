package routine

import (
	"context"
	"encoding/json"
	"slices"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/roster"
	"kaoji/evaluation/rulepack"
)

// AddInput adds people to a running round.
type AddInput struct {
	People []string `json:"people" form:"people" maxLength:"500" doc:"People on the roster whom the round assesses and who have no sheet in it"`
}

// participant returns the line of a person; its sheet is "" if there is none.
func (p *Round) participant(person string) Participant {
	for _, one := range p.Participants {
		if one.Person == person {
			return one
		}
	}
	return Participant{}
}

// rosterDay is the day whose roster says who a participant is: that of the round, opened on
// some day, or the one on which the person was added.
func (p *Round) rosterDay(person string, opened evaluation.Date) evaluation.Date {
	if one := p.participant(person); !one.Added.IsZero() {
		return one.Added
	}
	return asOf(p.To, opened)
}

// noteBy is the last day for the note of a participant: that for proposals, if somebody is
// added when the one for notes is over.
func (p *Round) noteBy(person string, today evaluation.Date) evaluation.Date {
	if one := p.participant(person); !one.Added.IsZero() && p.NoteBy.Before(today) {
		return p.ProposeBy
	}
	return p.NoteBy
}

// addable returns the people whom the round assesses and who are no participants, and the day
// whose roster has them: today, or the last of the period. Whoever comes later takes part in
// the next round.
func (p *Round) addable(book *roster.Book, today evaluation.Date) ([]roster.Member, evaluation.Date, error) {
	day := asOf(p.To, today)
	if !rulepack.Knows(p.Rules, ruleAbove) { // nobody knows whom it assesses
		return nil, day, nil
	}
	list, err := participants(book.On(day), p.Rules)
	return slices.DeleteFunc(list, func(m roster.Member) bool { return p.participant(m.ID).Sheet != "" }), day, err
}

// Addable returns the ids of the people who could be added to a running round, in the order
// of the roster; none in other states. The view must include the participants.
func (s *Service) Addable(ctx context.Context, round evaluation.View) ([]string, error) {
	if err := round.Needs(KindRound, "participants"); err != nil {
		return nil, err
	}
	p, err := evaluation.PayloadOf[Round](round.Record)
	if err != nil || round.State != RoundRunning {
		return nil, err
	}
	book, err := s.Book(ctx, round.Office)
	if err != nil {
		return nil, err
	}
	list, _, err := p.addable(book, evaluation.DateOf(s.Now()))
	ids := make([]string, len(list))
	for i := range list {
		ids[i] = list[i].ID
	}
	return ids, err
}

// toAdd is addable for an act.
func (s *Service) toAdd(step *evaluation.Step, p *Round) ([]roster.Member, evaluation.Date, error) {
	book, err := s.Book(step.Ctx, step.Record.Office)
	if err != nil {
		return nil, evaluation.Date{}, err
	}
	return p.addable(book, step.Today)
}

// nobodyToAdd reports whether everybody takes part already.
func (s *Service) nobodyToAdd(step *evaluation.Step, p *Round) (bool, error) {
	list, _, err := s.toAdd(step, p)
	return len(list) == 0, err
}

// suitAdded says who can be added.
func (s *Service) suitAdded(step *evaluation.Step, p *Round) (map[string]evaluation.Suits, error) {
	list, _, err := s.toAdd(step, p)
	return map[string]evaluation.Suits{"people": func(person string) evaluation.Problem {
		switch {
		case slices.ContainsFunc(list, func(m roster.Member) bool { return m.ID == person }):
			return evaluation.Problem{}
		case p.participant(person).Sheet != "":
			return evaluation.Say("routine.takes_part")
		}
		return evaluation.Say("routine.not_addable")
	}}, err
}

// addPeople adds people who came after the opening, with ids for their sheets as the opening
// chose them.
func (s *Service) addPeople(step *evaluation.Step, p *Round, in *AddInput) (evaluation.State, error) {
	list, day, err := s.toAdd(step, p)
	if err != nil {
		return "", err
	}
	if len(in.People) == 0 {
		return "", desk.Mistake("people", "error.field.required")
	}
	added := AddInput{}
	for i := range list {
		if one := &list[i]; slices.Contains(in.People, one.ID) {
			p.Participants = append(p.Participants, Participant{Person: one.ID, Name: one.Name, Unit: one.Department, Sheet: step.NewID(), Added: day})
			added.People = append(added.People, one.ID)
		}
	}
	return RoundRunning, step.Effect("add", added)
}

// addSheets creates the sheets of people whom an act added.
func addSheets(ctx context.Context, do evaluation.Doer, r evaluation.Record, args json.RawMessage) error {
	var added AddInput
	if err := json.Unmarshal(args, &added); err != nil {
		return err
	}
	p, err := evaluation.PayloadOf[Round](r)
	if err != nil {
		return err
	}
	for _, person := range added.People {
		one := p.participant(person)
		if err := makeSheet(ctx, do, &r, &one); err != nil {
			return err
		}
	}
	return nil
}
