package education

import (
	"cmp"
	"slices"
	"strconv"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/roster"
)

// campaignKeys lists the rules used by a campaign.
func campaignKeys() []string {
	return []string{
		"training.yearly.hours", "education.attendance", "education.makeup", "education.reflection.length", "education.test.pass",
		"education.test.attempts",
	}
}

func (s *Service) draft(step *evaluation.Step, c *Campaign, in *CampaignInput) (evaluation.State, error) {
	*c = Campaign{People: []Member{}, Questions: []Question{}}
	return s.edit(step, c, in)
}

// edit sets the content of a campaign. Missing values are taken from the rules.
func (s *Service) edit(step *evaluation.Step, c *Campaign, in *CampaignInput) (evaluation.State, error) {
	rules, err := s.Freeze(step, campaignKeys()...)
	if err != nil {
		return "", err
	}
	day, err := s.Today(step)
	if err != nil {
		return "", err
	}
	m := evaluation.Mistakes{}
	c.Hours = hours(m, "hours", in.Hours)
	if in.To.Before(in.From) {
		m.Add("to", "education.before_first")
	}
	for i, u := range in.Units {
		if _, known := day.Department(u); !known {
			m.Add("units."+strconv.Itoa(i), "education.no_unit")
		}
	}
	if in.Reflect && (in.ReflectBy.IsZero() || in.ReflectBy.Before(in.From)) {
		m.Add("reflect_by", "education.reflect_by")
	}
	if err := m.Err(); err != nil {
		return "", err
	}
	c.Rules = rules
	c.Title, c.Theme, c.Aim, c.From, c.To, c.Files = in.Title, in.Theme, in.Aim, in.From, in.To, in.Files
	c.Audience = Audience{Units: in.Units, Levels: in.Levels, Group: in.Group}
	c.Reflect, c.Ask, c.Length, c.ReflectBy, c.HeadReviews = false, "", 0, evaluation.Date{}, false
	if in.Reflect {
		least, err := rules.Int("education.reflection.length")
		if err != nil {
			return "", err
		}
		c.Reflect, c.Ask, c.ReflectBy, c.HeadReviews = true, in.Ask, in.ReflectBy, in.HeadReviews
		c.Length = cmp.Or(in.Length, int(least))
	}
	env := step.Record
	env.On, env.Period, env.Sort = in.From, in.From.String()[:4], in.Title
	desk.Wait(env, in.From, personnel())
	return Draft, nil
}

// start fixes the participants and creates a part for each.
func (s *Service) start(step *evaluation.Step, c *Campaign) (evaluation.State, error) {
	day, err := s.Today(step)
	if err != nil {
		return "", err
	}
	if step.Today.After(c.To) {
		return "", desk.WrongState("education.over", "to", c.To.String())
	}
	people := c.Audience.Pick(day)
	if len(people) == 0 {
		return "", desk.WrongState("education.nobody")
	}
	for _, p := range people {
		c.People = append(c.People, c.member(step, p))
	}
	c.StartedOn = step.Today
	desk.Wait(step.Record, c.To, personnel())
	return Running, step.Effect("enrol", nil)
}

func (c *Campaign) member(step *evaluation.Step, p roster.Member) Member {
	m := Member{
		Person: p.ID, Name: p.Name, Unit: p.Department, UnitName: p.DepartmentName, Sort: p.Sort, Part: step.NewID(), Since: step.Today,
	}
	if c.Reflect {
		m.Reflection = step.NewID()
	}
	return m
}

// admit adds a person who joined later.
func (s *Service) admit(step *evaluation.Step, c *Campaign, in *AdmitInput) (evaluation.State, error) {
	day, err := s.Today(step)
	if err != nil {
		return "", err
	}
	if !slices.ContainsFunc(day.Members(), func(m roster.Member) bool { _, in := c.Member(m.ID); return !in }) {
		return "", desk.WrongState("education.everybody_in")
	}
	p, err := s.who(step, "person", in.Person)
	if err != nil {
		return "", err
	}
	if _, in := c.Member(p.ID); in {
		return "", desk.Mistake("person", "education.already_in")
	}
	c.People = append(c.People, c.member(step, p))
	return Running, step.Effect("enrol", enrolling{Person: p.ID})
}

// Member finds a participant.
func (c *Campaign) Member(person string) (Member, bool) {
	for _, m := range c.People {
		if m.Person == person {
			return m, true
		}
	}
	return Member{}, false
}

// closeCampaign requires that make-ups, reflections and tests are done, or a reason
// for closing without them.
func (s *Service) closeCampaign(step *evaluation.Step, c *Campaign, in *CloseInput) (evaluation.State, error) {
	here := evaluation.Query{Office: step.Record.Office, Parents: []string{step.Record.ID}}
	sessions, parts := here, here
	sessions.Kinds, sessions.States = []string{KindSession}, evaluation.States(SessionPlanned, SessionOpen, SessionHeld)
	parts.Kinds, parts.States = []string{KindPart}, evaluation.States(PartOpen)
	n, err := count(step, sessions)
	if err != nil {
		return "", err
	}
	if n > 0 {
		return "", desk.WrongState("education.sessions_left", "n", n)
	}
	if c.Left, err = count(step, parts); err != nil {
		return "", err
	}
	switch {
	case c.Left > 0 && !in.Unfinished:
		return "", desk.Mistake("unfinished", "education.people_left", "n", c.Left)
	case c.Left > 0 && in.Why == "":
		return "", desk.Mistake("why", "error.field.required")
	}
	if c.Left > 0 {
		c.LeftFor = in.Why
	}
	c.ClosedOn = step.Today
	desk.Wait(step.Record, evaluation.Date{})
	return Closed, step.Effect("end", EndInput{State: PartUnfinished})
}

func count(step *evaluation.Step, q evaluation.Query) (int, error) {
	counts, err := step.Read.Group(step.Ctx, q, "kind")
	n := 0
	for _, c := range counts {
		n += int(c.N)
	}
	return n, err
}

// cancelCampaign cancels it for everybody; hours of past sessions stay.
func (s *Service) cancelCampaign(step *evaluation.Step, c *Campaign) (evaluation.State, error) {
	n, err := count(step, evaluation.Query{
		Office: step.Record.Office, Parents: []string{step.Record.ID}, Kinds: []string{KindSession}, States: evaluation.States(SessionPlanned, SessionOpen),
	})
	if err != nil {
		return "", err
	}
	if n > 0 {
		return "", desk.WrongState("education.sessions_left", "n", n)
	}
	started := !c.StartedOn.IsZero()
	c.CancelledFor, c.ClosedOn = step.Reason, step.Today
	desk.Wait(step.Record, evaluation.Date{})
	if !started {
		return Cancelled, nil
	}
	return Cancelled, step.Effect("end", EndInput{State: PartCancelled})
}
