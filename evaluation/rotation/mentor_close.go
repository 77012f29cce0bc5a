package rotation

import (
	"slices"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/roster"
)

// beginClosing asks for the opinions, from the number of days before the end in the
// rules. Kaoji does this by itself.
func (s *Service) beginClosing(step *evaluation.Step, m *Mentoring) (state, error) {
	day, err := s.guard(step, m)
	if err != nil {
		return "", err
	}
	if from := m.opensOn(); step.Today.Before(from) {
		return "", desk.WrongState("rotation.too_early", "from", from.String())
	}
	m.wait(step.Record, day, Closing)
	return Closing, nil
}

// Each side writes its own opinion; the newcomer can read the others' when the
// mentoring is concluded.
func (s *Service) mentorOpinion(step *evaluation.Step, m *Mentoring, in *WordsInput) (state, error) {
	day, err := s.guard(step, m)
	if err != nil {
		return "", err
	}
	return m.said(step, day, &m.MentorOpinion, in), nil
}

func (s *Service) ownOpinion(step *evaluation.Step, m *Mentoring, in *WordsInput) (state, error) {
	day, err := s.guard(step, m)
	if err != nil {
		return "", err
	}
	return m.said(step, day, &m.OwnOpinion, in), nil
}

func (s *Service) headOpinion(step *evaluation.Step, m *Mentoring, in *WordsInput) (state, error) {
	day, err := s.guard(step, m)
	if err != nil {
		return "", err
	}
	if !slices.Contains(m.above(day), step.Actor.Person) {
		return "", evaluation.Fail(evaluation.CodeForbidden, "rotation.only_head")
	}
	return m.said(step, day, &m.HeadOpinion, in), nil
}

func (m *Mentoring) said(step *evaluation.Step, day *roster.Snapshot, where **Opinion, in *WordsInput) state {
	*where = &Opinion{Text: in.Words, On: step.Today, By: step.Actor.Name}
	m.wait(step.Record, day, Closing)
	return Closing
}

// conclude is done by personnel. Missing parts are listed and need a reason.
func (s *Service) conclude(step *evaluation.Step, m *Mentoring, in *ConcludeInput) (state, error) {
	day, err := s.guard(step, m)
	if err != nil {
		return "", err
	}
	least, err := m.Rules.Int("training.initial")
	if err != nil {
		return "", err
	}
	wrong := evaluation.Mistakes{}
	if in.Without == "" && len(m.lacking(day)) > 0 {
		wrong.Add("without", "rotation.lacking", "n", len(m.lacking(day)))
	}
	if in.Without == "" && in.Training < int(least) {
		wrong.Add("without", "rotation.untrained", "n", least)
	}
	if err := wrong.Err(); err != nil {
		return "", err
	}
	m.Conclusion = &Conclusion{
		Outcome: in.Outcome, Text: in.Words, Training: in.Training, Without: in.Without, On: step.Today, By: step.Actor.Name,
	}
	m.EndedOn = step.Today
	return Concluded, m.over(step)
}
