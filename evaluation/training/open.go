package training

import (
	"slices"
	"strconv"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
)

func planKeys() []string {
	return []string{"training.report", "training.takeover", "training.yearly.hours"}
}

// open creates a plan; it has a responsible person from the first day.
func (s *Service) open(step *evaluation.Step, p *Plan, in *OpenInput) (evaluation.State, error) {
	day, err := s.Today(step)
	if err != nil {
		return "", err
	}
	*p = Plan{
		Milestones: []Milestone{}, Postings: []Posting{}, Studies: []Study{}, Summaries: []Summary{}, Reports: []Report{},
		Former: []desk.Held{}, Missing: []int{}, Round: 1,
	}
	m := evaluation.Mistakes{}
	who := desk.Managed(m, "person", day, in.Person, "training.no_person", "training.leads")
	p.Responsible = desk.Take(m, "responsible", day, in.Responsible, in.Person)
	p.says(m, &in.AmendInput)
	if err := m.Err(); err != nil {
		return "", err
	}
	p.Person, p.PersonName, p.UnitName, p.Post = who.ID, who.Name, who.DepartmentName, who.Post
	r := step.Record
	desk.About(r, &who)
	r.On, r.Period = in.From, in.From.String()[:4]
	r.Unique, err = desk.NextUnique(step, KindPlan, who.ID, evaluation.States(Running, Vacant), desk.Mistake("person", "training.runs_already"))
	if err != nil {
		return "", err
	}
	if p.Rules, err = s.Freeze(step, planKeys()...); err != nil {
		return "", err
	}
	return Running, s.follow(step, p)
}

// says sets the content of a plan; reached milestones stay.
func (p *Plan) says(m evaluation.Mistakes, in *AmendInput) {
	if !in.Until.After(in.From) {
		m.Add("until", "training.until")
	}
	kept := []Milestone{}
	for _, x := range p.Milestones {
		if !x.Done.IsZero() {
			kept = append(kept, x)
		}
	}
	for i, row := range in.Milestones {
		if slices.ContainsFunc(p.Milestones, func(x Milestone) bool { return !x.Done.IsZero() && x.What == row.What && x.Due == row.Due }) {
			continue // the form repeats it
		}
		if row.Due.Before(in.From) || row.Due.After(in.Until) {
			m.Add("milestones."+strconv.Itoa(i)+".due", "training.outside", "from", in.From.String(), "until", in.Until.String())
		}
		kept = append(kept, Milestone{What: row.What, Due: row.Due})
	}
	p.Goals, p.From, p.Until, p.Hours, p.Milestones = in.Goals, in.From, in.Until, in.Hours, kept
}

// follow sets the deadline of the next report and who has to act.
func (s *Service) follow(step *evaluation.Step, p *Plan) error {
	due, err := s.dueOf(step, p, p.Round)
	if err != nil {
		return err
	}
	p.ReportBy = due
	p.wait(step.Record)
	step.Record.Parties = []string{p.Responsible.Person}
	return nil
}

// dueOf returns the due day of the report of a round: at fixed intervals in months
// from the plan's first day, however late the last report was, and at the end of
// the plan. It is zero when the last report is in.
func (s *Service) dueOf(step *evaluation.Step, p *Plan, round int) (evaluation.Date, error) {
	every, err := p.Rules.Int("training.report")
	if err != nil {
		return evaluation.Date{}, err
	}
	last := p.From.AddMonths(int(every) * (round - 1))
	if !last.Before(p.Until) {
		return evaluation.Date{}, nil
	}
	if end := last.AddMonths(int(every)); !end.Before(p.Until) {
		return p.Until, nil
	}
	due, missing, err := s.DueCounted(step.Ctx, step.Record.Office, p.Rules, "training.report", last)
	p.Missing = append(p.Missing, missing...)
	return due, err
}

// amend changes the content of a plan. Existing reports stay.
func (s *Service) amend(step *evaluation.Step, p *Plan, in *AmendInput) (evaluation.State, error) {
	if err := s.guard(step, p); err != nil {
		return "", err
	}
	m := evaluation.Mistakes{}
	if in.From != p.From && len(p.Reports) > 0 {
		m.Add("from", "training.reported_already")
	}
	p.says(m, in)
	if err := m.Err(); err != nil {
		return "", err
	}
	return Running, s.follow(step, p)
}
