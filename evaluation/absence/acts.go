package absence

import (
	"kaoji/evaluation"
	"kaoji/evaluation/desk"
)

// What is entered late may have begun so many days ago, and nobody is away for longer
// than a year.
const (
	lateBy  = 30
	longest = 366
)

// spans are the days of an absence that is entered or changed. One that began earlier than
// it could be entered now keeps its first day.
func spans(step *evaluation.Step, p *Period) (map[string]evaluation.Days, error) {
	first := step.Today.AddDays(-lateBy)
	if !p.From.IsZero() && p.From.Before(first) {
		first = p.From
	}
	return map[string]evaluation.Days{
		"from":  {From: first, To: step.Today.AddDays(longest)},
		"until": {From: step.Today, To: step.Today.AddDays(2 * longest)},
	}, nil
}

// free are the spans of one's own absence: its form begins with the next day on which one
// is not away already.
func (s *Service) free(step *evaluation.Step, p *Period) (map[string]evaluation.Days, error) {
	days, err := spans(step, p)
	if err != nil {
		return nil, err
	}
	known, err := s.Known(step.Ctx, step.Record.Office)
	if err != nil {
		return nil, err
	}
	next := step.Today
	for _, a := range known { // in the order of their first days
		if a.Person == step.Actor.Person && a.On(next) {
			next = a.Until.AddDays(1)
		}
	}
	for name, d := range days {
		d.Begin = next
		days[name] = d
	}
	return days, nil
}

func (s *Service) enter(step *evaluation.Step, p *Period, in *EnterInput) (evaluation.State, error) {
	return s.begin(step, p, step.Actor.Person, &in.Days)
}

func (s *Service) record(step *evaluation.Step, p *Period, in *RecordInput) (evaluation.State, error) {
	able, err := s.able(step, in.Person)
	if err != nil {
		return "", err
	}
	if why := able(in.Substitute); in.Substitute != "" && why.Key != "" {
		return "", desk.Mistake("substitute", why.Key)
	}
	return s.begin(step, p, in.Person, &in.Days)
}

// begin enters the absence of a person of the office.
func (s *Service) begin(step *evaluation.Step, p *Period, person string, in *Days) (evaluation.State, error) {
	day, err := s.Today(step)
	if err != nil {
		return "", err
	}
	who, here := day.Member(person)
	if !here {
		return "", desk.Mistake("person", "error.no_person")
	}
	desk.About(step.Record, &who)
	// Of two absences that are entered at the same moment one is refused.
	if step.Record.Unique, err = desk.NextUnique(step, KindPeriod, person, nil, nil); err != nil {
		return "", err
	}
	return set(step, p, in)
}

// extendable refuses to change an absence that began so long ago that it cannot last
// until today.
func extendable(step *evaluation.Step, p *Period) error {
	if p.From.AddDays(longest).Before(step.Today) {
		return evaluation.Fail(evaluation.CodeConflict, "absence.over")
	}
	return nil
}

func change(step *evaluation.Step, p *Period, in *ChangeInput) (evaluation.State, error) {
	if in.From != p.From && p.From.Before(step.Today) {
		return "", desk.Mistake("from", "absence.begun", "from", p.From)
	}
	return set(step, p, &in.Days)
}

// set checks and stores the days and the substitute.
func set(step *evaluation.Step, p *Period, in *Days) (evaluation.State, error) {
	m := evaluation.Mistakes{}
	switch last := in.From.AddDays(longest); {
	case in.Until.Before(in.From):
		m.Add("until", "absence.backwards", "from", in.From)
	case in.Until.After(last):
		m.Add("until", "error.day.to", "to", last)
	}
	if err := m.Err(); err != nil {
		return "", err
	}
	if err := alone(step, m, in); err != nil {
		return "", err
	}
	if err := present(step, m, in); err != nil {
		return "", err
	}
	if err := m.Err(); err != nil {
		return "", err
	}
	p.From, p.Until, p.Why, p.Substitute = in.From, in.Until, in.Why, in.Substitute
	step.Record.On, step.Record.Parties = in.From, nil
	if in.Substitute != "" {
		step.Record.Parties = []string{in.Substitute}
	}
	return Entered, nil
}

// alone reports days on which the person is away already.
func alone(step *evaluation.Step, m evaluation.Mistakes, in *Days) error {
	other, err := during(step, step.Record.Subject, in)
	if err == nil && other != nil {
		m.Add("from", "absence.overlap", "from", other.From, "until", other.Until)
	}
	return err
}

// during returns another absence of a person on some of the days, nil if there is none.
func during(step *evaluation.Step, person string, in *Days) (*Period, error) {
	other, err := desk.Overlapping(step, evaluation.Query{Kinds: []string{KindPeriod}, States: evaluation.States(Entered), Subjects: []string{person}}, in.From, in.Until,
		func(o *Period) (first, last evaluation.Date, counts bool) { return o.From, o.Until, true })
	if err != nil || other == nil {
		return nil, err
	}
	return other.Payload, nil
}

// begun: who has not left yet cancels.
func begun(step *evaluation.Step, p *Period) error {
	if p.From.After(step.Today) {
		return desk.WrongState("absence.to_come", "from", p.From)
	}
	return nil
}

func end(step *evaluation.Step, p *Period) (evaluation.State, error) {
	p.Back = step.Today
	return Ended, nil
}

func lapse(*evaluation.Step, *Period) (evaluation.State, error) { return Ended, nil }

func cancel(*evaluation.Step, *Period) (evaluation.State, error) { return Cancelled, nil }
