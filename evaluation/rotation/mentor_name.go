package rotation

import (
	"strconv"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/roster"
	"kaoji/evaluation/rulepack"
)

// assign names the first mentor. The natural key ensures that a newcomer has one
// running mentoring. The mentor's load ensures that there is a place, before the
// person becomes the mentor.
func (s *Service) assign(step *evaluation.Step, m *Mentoring, in *AssignInput) (state, error) {
	day, err := s.Today(step)
	if err != nil {
		return "", err
	}
	n, err := here(day, "newcomer", in.Newcomer)
	if err != nil {
		return "", err
	}
	rules, err := s.Freeze(step, mentoringRules()...)
	if err != nil {
		return "", err
	}
	env := step.Record
	desk.About(env, &n)
	env.Unique = "mentoring:" + n.ID
	if other, err := desk.Find(step.Ctx, step.Read, env.Office, KindMentoring, env.Unique); err != nil || other != nil {
		return "", either(err, desk.Mistake("newcomer", "rotation.mentored"))
	}
	*m = Mentoring{
		Newcomer: n.ID, NewcomerName: n.Name, UnitName: n.DepartmentName, Post: n.Post, Joined: n.Joined, Rules: rules, From: in.From,
		Former: []desk.Held{}, Goals: []Goal{}, Notes: []Note{}, OwnNotes: []Note{}, Remarks: []Note{}, Pauses: []Pause{}, Missing: []int{},
	}
	if m.From.IsZero() {
		m.From = step.Today
	}
	wrong := evaluation.Mistakes{}
	fresh, err := newcomer(rules, &n, step.Today)
	if err != nil {
		return "", err
	}
	if !fresh {
		wrong.Add("newcomer", "rotation.not_new", "joined", n.Joined.String())
	}
	if m.From.Before(n.Joined) || m.From.After(step.Today) {
		wrong.Add("from", "rotation.from", "from", n.Joined.String(), "to", step.Today.String())
	}
	if m.Next, err = s.candidate(step, wrong, day, &n, rules, &in.MentorInput); err != nil {
		return "", err
	}
	if err := wrong.Err(); err != nil {
		return "", err
	}
	env.On, env.Period, env.Parties = m.From, m.From.String()[:4], []string{}
	desk.Wait(env, evaluation.Date{}) // until Kaoji has found room with the mentor
	if err := s.schedule(step, m); err != nil {
		return "", err
	}
	return Seeking, step.Effect("seat", Seat{Mentor: m.Next.Held.Person})
}

// newcomer reports whether a person is new on a day: in the office for less time
// than a mentoring or probation takes.
func newcomer(rules rulepack.Numbers, m *roster.Member, day evaluation.Date) (bool, error) {
	length, err := rules.Int("mentor.length")
	if err != nil {
		return false, err
	}
	probation, err := rules.Int("mentor.probation")
	if err != nil {
		return false, err
	}
	return !m.Heads && !roster.Leads(m.Level) && day.Before(m.Joined.AddMonths(int(max(length, probation)))), nil
}

// candidate returns the named person if there is no reason against it.
func (s *Service) candidate(step *evaluation.Step, wrong evaluation.Mistakes, day *roster.Snapshot, n *roster.Member, rules rulepack.Numbers, in *MentorInput) (*Naming, error) {
	held := desk.Take(wrong, "mentor", day, in.Mentor, n.ID)
	who, known := day.Member(in.Mentor)
	if !known {
		return nil, nil
	}
	load, err := loadOf(step.Ctx, step.Read, step.Record.Office, in.Mentor)
	if err != nil {
		return nil, err
	}
	against, err := unfit(rules, &who, load, step.Record.ID, step.Today)
	if err != nil {
		return nil, err
	}
	if against.Key != "" {
		wrong.Note("mentor", against)
	}
	if who.Department != n.Department && in.Other == "" {
		wrong.Add("other", "rotation.other_unit", "unit", n.DepartmentName)
	}
	return &Naming{Held: held, Other: in.Other}, nil
}

// unfit returns a reason against a person as mentor that does not depend on the
// newcomer; Key is "" if there is none.
func unfit(rules rulepack.Numbers, who *roster.Member, load *Load, but string, day evaluation.Date) (evaluation.Problem, error) {
	months, err := rules.Int("mentor.experience")
	if err != nil {
		return evaluation.Problem{}, err
	}
	most, err := rules.Int("mentor.pupils")
	if err != nil {
		return evaluation.Problem{}, err
	}
	hindered, err := hindered(rules, who, day)
	if err != nil {
		return evaluation.Problem{}, err
	}
	switch {
	case who.Joined.AddMonths(int(months)).After(day) || who.Level == roster.LevelProbation:
		return evaluation.Say("rotation.inexperienced", "months", strconv.FormatInt(months, 10)), nil
	case hindered:
		return evaluation.Say("rotation.hindered"), nil
	case load.besides(but) >= int(most):
		return evaluation.Say("rotation.full", "n", strconv.FormatInt(most, 10)), nil
	}
	return evaluation.Problem{}, nil
}

// hindered reports whether the roster has an entry on the day that prevents
// mentoring: a long absence, an investigation, or a penalty in effect.
func hindered(rules rulepack.Numbers, who *roster.Member, day evaluation.Date) (bool, error) {
	for _, a := range who.Absences {
		effect, lasts, err := desk.EffectOf(a, rules)
		if err != nil {
			return false, err
		}
		if !lasts {
			effect.Until = a.To
		}
		if a.Kind != roster.Probation && effect.Running(a.From, day) {
			return true, nil
		}
	}
	return false, nil
}

// successors says who can be the mentor instead; a mentor without room is waited for.
func (s *Service) successors(step *evaluation.Step, m *Mentoring) (map[string]evaluation.Suits, error) {
	day, err := s.Today(step)
	if err != nil {
		return nil, err
	}
	return map[string]evaluation.Suits{"mentor": desk.Both(desk.Other(m.Mentor.Person, "rotation.same_mentor"), desk.Takes(day, m.Newcomer))}, nil
}

// handOver names another mentor. The former one stays until the new one has a
// place.
func (s *Service) handOver(step *evaluation.Step, m *Mentoring, in *HandOverInput) (state, error) {
	day, err := s.Today(step)
	if err != nil {
		return "", err
	}
	n, err := here(day, "", m.Newcomer)
	if err != nil {
		return "", err
	}
	wrong := evaluation.Mistakes{}
	rules, err := s.Pack(step.Ctx, step.Record.Office)
	if err != nil {
		return "", err
	}
	next, err := s.candidate(step, wrong, day, &n, rules.On(step.Today), &in.MentorInput)
	if err != nil {
		return "", err
	}
	if err := wrong.Err(); err != nil {
		return "", err
	}
	next.Why, next.Words = step.Reason, in.Words
	m.Next = next
	return step.Record.State, step.Effect("seat", Seat{Mentor: next.Held.Person})
}

// seated makes the named person the mentor, because there is a place.
func (s *Service) seated(step *evaluation.Step, m *Mentoring, in *Seat) (state, error) {
	if m.Next == nil || m.Next.Held.Person != in.Mentor {
		return "", desk.WrongState("error.state")
	}
	day, err := s.Today(step)
	if err != nil {
		return "", err
	}
	if former := m.Mentor; former.Person != "" {
		m.Former = append(m.Former, former.Ended(step.Today, m.Next.Why))
		if err := step.Effect("free", Seat{Mentor: former.Person}); err != nil {
			return "", err
		}
	}
	m.Mentor, m.Other, m.Next, m.Gap = m.Next.Held, m.Next.Other, nil, nil
	m.Mentor.From = step.Today
	step.Record.Parties = []string{m.Mentor.Person}
	next := step.Record.State
	if next == Seeking || next == Vacant {
		m.Mentor.From, next = m.From, Planning
	}
	m.wait(step.Record, day, next)
	return next, nil
}

// unseated changes nothing, because somebody else was faster and there is no place
// with the named person.
func (s *Service) unseated(step *evaluation.Step, m *Mentoring, in *Seat) (state, error) {
	if m.Next == nil || m.Next.Held.Person != in.Mentor {
		return "", desk.WrongState("error.state")
	}
	day, err := s.Today(step)
	if err != nil {
		return "", err
	}
	m.Next = nil
	next := step.Record.State
	if m.Mentor.Person == "" {
		next = Vacant
		m.Gap = &desk.Gap{Since: step.Today, Why: GapFull}
	}
	m.wait(step.Record, day, next)
	return next, nil
}
