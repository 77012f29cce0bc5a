package assessment

import (
	"context"
	"encoding/json"
	"slices"

	"kaoji/evaluation"
	"kaoji/evaluation/roster"
	"kaoji/evaluation/rulepack"
)

// AddInput adds people to a running cycle.
type AddInput struct {
	People []string `json:"people" form:"people" maxLength:"500" doc:"People on the roster whom the cycle assesses and who have no sheet in it"`
}

// running are the states in which people can be added: until the notice.
var running = evaluation.States(CycleReporting, CycleRating, CycleVerifying, CycleDeciding)

// rosterDay is the day whose roster says who a participant is: that of the cycle, or the one
// on which the person was added.
func (c *Cycle) rosterDay(person string) evaluation.Date {
	if p := c.participant(person); !p.Added.IsZero() {
		return p.Added
	}
	return c.AsOf
}

// addable returns the people whom the cycle assesses and who are no participants, and the
// day whose roster has them: today, within the time from the cycle's day to the end of the
// assessed period. Whoever comes later takes part in the next cycle.
func (c *Cycle) addable(book *roster.Book, today evaluation.Date) ([]assessee, evaluation.Date, error) {
	day := evaluation.Last(today, c.AsOf)
	if day.After(c.To) {
		day = c.To
	}
	if !rulepack.Knows(c.Rules, ruleYear) && !rulepack.Knows(c.Rules, "assessment.levels") { // nobody knows whom it assesses
		return nil, day, nil
	}
	list, err := c.participants(book.On(day), c.Rules)
	return slices.DeleteFunc(list, func(m assessee) bool { return c.participant(m.ID).Sheet != "" }), day, err
}

// Addable returns the ids of the people who could be added to a running cycle, in the order
// of the roster; none in other states. The view must include the participants.
func (s *Service) Addable(ctx context.Context, cycle evaluation.View) ([]string, error) {
	if err := cycle.Needs(KindCycle, "participants"); err != nil {
		return nil, err
	}
	c, err := evaluation.PayloadOf[Cycle](cycle.Record)
	if err != nil || !slices.Contains(running, cycle.State) {
		return nil, err
	}
	book, err := s.Book(ctx, cycle.Office)
	if err != nil {
		return nil, err
	}
	list, _, err := c.addable(book, evaluation.DateOf(s.Now()))
	ids := make([]string, len(list))
	for i := range list {
		ids[i] = list[i].ID
	}
	return ids, err
}

// toAdd is addable for an act.
func (s *Service) toAdd(step *evaluation.Step, c *Cycle) ([]assessee, evaluation.Date, error) {
	book, err := s.Book(step.Ctx, step.Record.Office)
	if err != nil {
		return nil, evaluation.Date{}, err
	}
	return c.addable(book, step.Today)
}

// nobodyToAdd reports whether everybody takes part already.
func (s *Service) nobodyToAdd(step *evaluation.Step, c *Cycle) (bool, error) {
	list, _, err := s.toAdd(step, c)
	return len(list) == 0, err
}

// suitAdded says who can be added.
func (s *Service) suitAdded(step *evaluation.Step, c *Cycle) (map[string]evaluation.Suits, error) {
	list, _, err := s.toAdd(step, c)
	return map[string]evaluation.Suits{"people": func(person string) evaluation.Problem {
		switch {
		case slices.ContainsFunc(list, func(m assessee) bool { return m.ID == person }):
			return evaluation.Problem{}
		case c.participant(person).Sheet != "":
			return evaluation.Say("assessment.takes_part")
		}
		return evaluation.Say("assessment.not_addable")
	}}, err
}

// addPeople adds people who came after the opening, with ids for their sheets and talks as
// the opening chose them.
func (s *Service) addPeople(step *evaluation.Step, c *Cycle, in *AddInput) (evaluation.State, error) {
	list, day, err := s.toAdd(step, c)
	if err != nil {
		return "", err
	}
	if len(in.People) == 0 {
		m := evaluation.Mistakes{}
		m.Add("people", "error.field.required")
		return "", m.Err()
	}
	added := AddInput{}
	for _, m := range list {
		if slices.Contains(in.People, m.ID) {
			p := participantOf(step, m)
			p.Added = day
			c.Participants, added.People = append(c.Participants, p), append(added.People, m.ID)
		}
	}
	return step.Record.State, step.Effect("add_sheets", added)
}

// addSheets creates the sheets of people whom an act added.
func addSheets(ctx context.Context, do evaluation.Doer, r evaluation.Record, args json.RawMessage) error {
	var added AddInput
	if err := json.Unmarshal(args, &added); err != nil {
		return err
	}
	c, err := evaluation.PayloadOf[Cycle](r)
	if err != nil {
		return err
	}
	for _, person := range added.People {
		p := c.participant(person)
		if err := makeSheet(ctx, do, &r, &p); err != nil {
			return err
		}
	}
	return nil
}

// participantOf is the line of a person with the ids of the person's records.
func participantOf(step *evaluation.Step, m assessee) Participant {
	return Participant{Person: m.ID, Name: m.Name, Unit: m.Department, Sheet: step.NewID(), Talk: step.NewID(), Population: m.population}
}

// reportBy is the last day for the report of a participant: that for the decision, if
// somebody is added when the one for reports is over.
func (c *Cycle) reportBy(today evaluation.Date, p *Participant) evaluation.Date {
	if !p.Added.IsZero() && c.ReportBy.Before(today) {
		return c.DecideBy
	}
	return c.ReportBy
}
