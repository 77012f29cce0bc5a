package training

import (
	"kaoji/evaluation"
	"kaoji/evaluation/desk"
	"slices"
)

// report stores a report of the responsible person for the round that is due.
func (s *Service) report(step *evaluation.Step, p *Plan, in *ReportInput) (evaluation.State, error) {
	if err := s.guard(step, p); err != nil {
		return "", err
	}
	if p.ReportBy.IsZero() {
		return "", desk.WrongState("training.all_reported")
	}
	if begins := p.begins(); step.Today.Before(begins) {
		return "", desk.WrongState("training.early", "from", begins.String())
	}
	if err := s.missed(step, p); err != nil {
		return "", err
	}
	p.Reports = append(p.Reports, Report{
		By: p.Responsible.Person, Name: p.Responsible.Name, DueBy: p.ReportBy, On: step.Today, Late: step.Today.After(p.ReportBy),
		Progress: in.Progress, Lacks: in.Lacks, Next: in.Next,
	})
	p.Round++
	return Running, s.follow(step, p)
}

// begins returns the first day on which the report of the present round can be
// given: the day after the previous one was due.
func (p *Plan) begins() evaluation.Date {
	if len(p.Reports) == 0 {
		return p.From
	}
	return p.Reports[len(p.Reports)-1].DueBy.AddDays(1)
}

// missed records rounds that ended without a report before the present one began: a
// report that comes after the next due day counts for one round only.
func (s *Service) missed(step *evaluation.Step, p *Plan) error {
	for {
		next, err := s.dueOf(step, p, p.Round+1)
		if err != nil || next.IsZero() || !next.Before(step.Today) {
			return err
		}
		p.miss()
		p.ReportBy = next
	}
}

// missedBy records the rounds that were due before a person's last day.
func (s *Service) missedBy(step *evaluation.Step, p *Plan, last evaluation.Date) error {
	for !p.ReportBy.IsZero() && p.ReportBy.Before(last) {
		p.miss()
		next, err := s.dueOf(step, p, p.Round)
		if err != nil {
			return err
		}
		p.ReportBy = next
	}
	return nil
}

func (p *Plan) miss() {
	p.Reports = append(p.Reports, Report{By: p.Responsible.Person, Name: p.Responsible.Name, DueBy: p.ReportBy})
	p.Round++
}

// summarise stores a summary written by the cadre.
func (s *Service) summarise(step *evaluation.Step, p *Plan, in *SummaryInput) (evaluation.State, error) {
	if err := s.guard(step, p); err != nil {
		return "", err
	}
	p.Summaries = append(p.Summaries, Summary{On: step.Today, Text: in.Text})
	return Running, nil
}

// noteMilestone notes that a milestone was reached.
func (s *Service) noteMilestone(step *evaluation.Step, p *Plan, in *MilestoneInput) (evaluation.State, error) {
	if err := s.guard(step, p); err != nil {
		return "", err
	}
	switch {
	case !slices.ContainsFunc(p.Milestones, func(m Milestone) bool { return m.Done.IsZero() }):
		return "", evaluation.Fail(evaluation.CodeConflict, "training.all_reached")
	case in.Number > len(p.Milestones):
		return "", desk.Mistake("number", "training.no_milestone", "n", len(p.Milestones))
	case !p.Milestones[in.Number-1].Done.IsZero():
		return "", desk.Mistake("number", "training.reached")
	}
	p.Milestones[in.Number-1].Done, p.Milestones[in.Number-1].Note = in.On, in.Note
	p.wait(step.Record)
	return Running, nil
}

// notePosting notes a posting, or the end of one that is noted.
func (s *Service) notePosting(step *evaluation.Step, p *Plan, in *PostingInput) (evaluation.State, error) {
	if err := s.guard(step, p); err != nil {
		return "", err
	}
	if !in.To.IsZero() && in.To.Before(in.From) {
		return "", desk.Mistake("to", "training.until")
	}
	posting := Posting{Kind: in.Kind, Place: in.Place, Task: in.Task, From: in.From, To: in.To}
	for i, x := range p.Postings {
		if x.Kind == in.Kind && x.Place == in.Place && x.From == in.From {
			p.Postings[i] = posting
			return Running, nil
		}
	}
	p.Postings = append(p.Postings, posting)
	return Running, nil
}

// noteStudy notes training taken.
func (s *Service) noteStudy(step *evaluation.Step, p *Plan, in *StudyInput) (evaluation.State, error) {
	if err := s.guard(step, p); err != nil {
		return "", err
	}
	p.Studies = append(p.Studies, Study{On: in.On, Topic: in.Topic, Hours: in.Hours})
	return Running, nil
}

// complete ends a plan. Open reports must be in, or a reason must be given.
func (s *Service) complete(step *evaluation.Step, p *Plan, in *CompleteInput) (evaluation.State, error) {
	if err := s.guard(step, p); err != nil {
		return "", err
	}
	if (p.Open() > 0 || !p.ReportBy.IsZero() && !p.ReportBy.After(step.Today) || p.Taken() < p.Hours) && in.Without == "" {
		return "", desk.Mistake("without", "training.still_open", "milestones", p.Open(), "hours", max(0, p.Hours-p.Taken()))
	}
	p.Result, p.Without, p.Ended, p.ReportBy = in.Result, in.Without, step.Today, evaluation.Date{}
	desk.Wait(step.Record, evaluation.Date{})
	return Completed, nil
}
