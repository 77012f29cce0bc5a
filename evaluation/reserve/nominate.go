package reserve

import (
	"kaoji/evaluation"
	"kaoji/evaluation/desk"
)

func candidateKeys() []string {
	return []string{
		"reserve.review", "reserve.ratio", "reserve.responsible", "reserve.approvals", "assessment.promotion.bar", "reminder.admonition.effect",
		"reminder.admonition.promotion", "penalty.party", "penalty.administrative", "handling.effect", "handling.suspension", "rotation.grassroots", "promotion.posts", "promotion.grassroots.years",
		"countersign.checks", "assessment.signal",
	}
}

// nominate puts a person up for the list. The actor's own case and a relative's are
// refused before any look-up, because the answer would reveal whether the person is
// on the list.
func (s *Service) nominate(step *evaluation.Step, c *Candidate, in *NominateInput) (evaluation.State, error) {
	day, err := s.Today(step)
	if err != nil {
		return "", err
	}
	if desk.Recused(day, step.Actor.Person, in.Person) {
		return "", evaluation.Fail(evaluation.CodeRecused, "error.recused")
	}
	*c = Candidate{
		Former: []desk.Held{}, Findings: []Finding{}, Votes: []Vote{}, Opinions: []Opinion{}, Reviews: []Review{}, Missing: []int{},
		Nominator: step.Actor.Account, Target: in.Target, Channel: in.Channel, Grounds: in.Grounds,
	}
	m := evaluation.Mistakes{}
	who := desk.Managed(m, "person", day, in.Person, "reserve.no_person", "reserve.leads")
	c.Responsible = desk.Take(m, "responsible", day, in.Responsible, in.Person)
	if err := m.Err(); err != nil {
		return "", err
	}
	c.Person, c.PersonName, c.UnitName, c.Post, c.Level, c.Sex, c.Born = who.ID, who.Name, who.DepartmentName, who.Post, who.Level, who.Sex, who.Born
	r := step.Record
	desk.About(r, &who)
	r.On, r.Period = step.Today, step.Today.String()[:4]
	r.Unique, err = desk.NextUnique(step, KindCandidate, who.ID, open(), desk.Mistake("person", "reserve.listed_already"))
	if err != nil {
		return "", err
	}
	if c.Rules, err = s.Freeze(step, candidateKeys()...); err != nil {
		return "", err
	}
	c.wait(r, Nominated)
	return Nominated, nil
}

// check looks for facts that exclude a person. They are stored with document and
// end, and the nomination waits.
func (s *Service) check(step *evaluation.Step, c *Candidate, in *CheckInput) (evaluation.State, error) {
	day, err := s.guard(step, c)
	if err != nil {
		return "", err
	}
	if c.Findings, err = s.findings(step, day, c.Person); err != nil {
		return "", err
	}
	c.Checks, c.CheckedOn = Checks(*in), step.Today
	to := Checked
	if _, blocks := first(c.Findings); blocks {
		to = Nominated
	}
	c.wait(step.Record, to)
	return to, nil
}

// vote records the result of a meeting. Everybody present has voted or abstained.
func (s *Service) vote(step *evaluation.Step, c *Candidate, in *VoteInput) (evaluation.State, error) {
	if _, err := s.guard(step, c); err != nil {
		return "", err
	}
	if in.For+in.Against+in.Abstain != in.Present {
		return "", desk.Mistake("present", "reserve.votes", "sum", in.For+in.Against+in.Abstain)
	}
	c.Votes = append(c.Votes, Vote(*in))
	c.wait(step.Record, Reviewed)
	return Reviewed, nil
}

// approve is done by principal leaders. The number in the rule must agree, and the
// person who nominated does not count.
func (s *Service) approve(step *evaluation.Step, c *Candidate, in *OpinionInput) (evaluation.State, error) {
	if err := s.clear(step, c); err != nil {
		return "", err
	}
	need, err := c.Rules.Int("reserve.approvals")
	if err != nil {
		return "", err
	}
	c.Opinions = append(c.Opinions, Opinion{Step: "approve", Account: step.Actor.Account, Name: step.Actor.Name, On: step.Today, Words: in.Words})
	agreed := 0
	for _, o := range c.Opinions {
		if o.Step == "approve" && !o.Void {
			agreed++
		}
	}
	to := Reviewed
	if int64(agreed) >= need {
		to, c.ListedOn = Approved, step.Today
	}
	c.wait(step.Record, to)
	return to, nil
}

// decided returns the accounts that nominated or agreed: each step of the approval
// needs another person.
func (c *Candidate) decided() []string {
	by := []string{c.Nominator}
	for _, o := range c.Opinions {
		if !o.Void {
			by = append(by, o.Account)
		}
	}
	return by
}

// sendBack returns a nomination; earlier agreements become void.
func (s *Service) sendBack(step *evaluation.Step, c *Candidate) (evaluation.State, error) {
	if _, err := s.guard(step, c); err != nil {
		return "", err
	}
	for i := range c.Opinions {
		c.Opinions[i].Void = true
	}
	c.Opinions = append(c.Opinions, Opinion{
		Step: "return", Account: step.Actor.Account, Name: step.Actor.Name, On: step.Today, Words: step.Reason, Void: true,
	})
	c.ListedOn = evaluation.Date{}
	c.wait(step.Record, Nominated)
	return Nominated, nil
}
