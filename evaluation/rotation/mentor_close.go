package rotation

import (
	"slices"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/roster"
)

// beginClosing asks for the opinions, from the days before the end on that the
// rules name. Kaoji does it by itself then.
func (s *Service) beginClosing(st *evaluation.Step, m *Mentoring) (state, error) {
	day, err := s.guard(st, m)
	if err != nil {
		return "", err
	}
	if from := m.opensOn(); st.Today.Before(from) {
		return "", desk.WrongState("rotation.too_early", "from", from.String())
	}
	m.wait(st.Record, day, Closing)
	return Closing, nil
}

// Each side writes its own opinion; the newcomer reads the others' when the
// mentoring is concluded.
func (s *Service) mentorOpinion(st *evaluation.Step, m *Mentoring, in *WordsInput) (state, error) {
	day, err := s.guard(st, m)
	if err != nil {
		return "", err
	}
	return m.said(st, day, &m.MentorOpinion, in), nil
}

func (s *Service) ownOpinion(st *evaluation.Step, m *Mentoring, in *WordsInput) (state, error) {
	day, err := s.guard(st, m)
	if err != nil {
		return "", err
	}
	return m.said(st, day, &m.OwnOpinion, in), nil
}

func (s *Service) headOpinion(st *evaluation.Step, m *Mentoring, in *WordsInput) (state, error) {
	day, err := s.guard(st, m)
	if err != nil {
		return "", err
	}
	if !slices.Contains(m.above(day), st.Actor.Person) {
		return "", evaluation.Fail(evaluation.CodeForbidden, "rotation.only_head")
	}
	return m.said(st, day, &m.HeadOpinion, in), nil
}

func (m *Mentoring) said(st *evaluation.Step, day *roster.Snapshot, where **Opinion, in *WordsInput) state {
	*where = &Opinion{Text: in.Words, On: st.Today, By: st.Actor.Name}
	m.wait(st.Record, day, Closing)
	return Closing
}

// conclude is personnel's. What is missing is named, and has to be answered for.
func (s *Service) conclude(st *evaluation.Step, m *Mentoring, in *ConcludeInput) (state, error) {
	day, err := s.guard(st, m)
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
		Outcome: in.Outcome, Text: in.Words, Training: in.Training, Without: in.Without, On: st.Today, By: st.Actor.Name,
	}
	m.EndedOn = st.Today
	return Concluded, m.over(st)
}
