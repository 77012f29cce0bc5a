package rotation

import (
	"fmt"
	"slices"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/signoff"
)

// drafted records a change, so that an earlier result or manual plan is no longer
// valid.
func drafted(step *evaluation.Step, p *MovePlan) (state, error) {
	p.Result, p.Hand, p.Moves, p.Chosen = nil, []HandRow{}, []Move{}, ""
	desk.Wait(step.Record, evaluation.Date{}, evaluation.WaitRole(evaluation.RolePersonnel))
	return PlanDraft, nil
}

func (s *Service) openPlan(step *evaluation.Step, p *MovePlan, in *OpenInput) (state, error) {
	switch {
	case in.AsOf.After(step.Today):
		return "", desk.Mistake("as_of", "rotation.future")
	case in.Effective.Before(step.Today):
		return "", desk.Mistake("effective", "rotation.past")
	}
	*p = MovePlan{Title: in.Title, Words: in.Words, Effective: in.Effective, Checked: []string{}, Meetings: []Meeting{}}
	p.AsOf = in.AsOf
	var err error
	if p.Rules, err = s.Freeze(step, PlanRules()...); err != nil {
		return "", err
	}
	if err := p.defaultWeights(); err != nil {
		return "", err
	}
	if err := s.knownLevels(step, in.checkLevels); err != nil {
		return "", err
	}
	return s.begin(step, p, in.PlayInput)
}

// begin sets the people and posts of the plan and the envelope.
func (s *Service) begin(step *evaluation.Step, p *MovePlan, in PlayInput) (state, error) {
	env := step.Record
	env.On, env.Period, env.Sort = p.Effective, p.Effective.String()[:4], p.Title
	return s.putInPlay(step, p, &in)
}

// defaultWeights sets the weights from the rules.
func (p *MovePlan) defaultWeights() error {
	for code, into := range map[string]*int{
		CostMove: &p.Move, CostDistance: &p.Distance, CostEarly: &p.Early, CostLate: &p.Late, CostWish: &p.Wish, CostNeed: &p.Need,
	} {
		n, err := p.Rules.Number(ruleWeights, code)
		if err != nil {
			return err
		}
		*into = int(n)
	}
	return nil
}

// copyPlan starts a plan as a copy of another one, to compare alternatives.
func (s *Service) copyPlan(step *evaluation.Step, p *MovePlan, in *CopyInput) (state, error) {
	r, err := step.Read.Get(step.Ctx, step.Record.Office, in.Plan)
	if err != nil || r.Kind != KindPlan {
		return "", desk.Mistake("plan", "rotation.no_plan")
	}
	from, err := evaluation.PayloadOf[MovePlan](r)
	if err != nil {
		return "", err
	}
	if err := s.clear(step, from); err != nil { // a plan that is hidden from the actor cannot be copied
		return "", err
	}
	*p = MovePlan{
		Title: in.Title, Words: from.Words, Effective: from.Effective, Checked: []string{}, Meetings: []Meeting{}, Setting: from.Setting,
		Rules: from.Rules,
	}
	return s.begin(step, p, PlayInput{People: from.People, Vacancies: from.Vacancies})
}

func (s *Service) choosePlay(step *evaluation.Step, p *MovePlan, in *PlayInput) (state, error) {
	if err := s.knownLevels(step, in.checkLevels); err != nil {
		return "", err
	}
	return s.putInPlay(step, p, in)
}

// putInPlay adds people and vacant posts to the plan. If no people are named, it
// adds those whose years are up.
func (s *Service) putInPlay(step *evaluation.Step, p *MovePlan, in *PlayInput) (state, error) {
	p.People, p.Vacancies = in.People, in.Vacancies
	if len(p.People) == 0 {
		var err error
		if p.People, err = s.dueForRotation(step.Ctx, step.Record.Office, p.AsOf); err != nil {
			return "", err
		}
	}
	if p.Vacancies == nil {
		p.Vacancies = []VacancyRow{}
	}
	if len(p.People) == 0 {
		return "", desk.Mistake("people", "rotation.nobody_due")
	}
	if err := s.clear(step, p); err != nil {
		return "", err
	}
	if other, err := s.elsewhere(step, p); err != nil || other != "" {
		return "", either(err, desk.Mistake("people", "rotation.moving", "name", other))
	}
	if err := s.gather(step.Ctx, step.Record.Office, p); err != nil {
		return "", err
	}
	return drafted(step, p)
}

// elsewhere returns a person whom another approved plan is about to move.
func (s *Service) elsewhere(step *evaluation.Step, p *MovePlan) (string, error) {
	list, err := desk.All(step.Ctx, step.Read, evaluation.Query{
		Office: step.Record.Office, Kinds: []string{KindMove}, States: evaluation.States(MoveAnnounced, MoveHandedOver), Subjects: p.People,
	})
	if err != nil || len(list) == 0 {
		return "", err
	}
	m, err := evaluation.PayloadOf[Moving](list[0])
	if err != nil {
		return "", err
	}
	return m.Name, nil
}

func (s *Service) askOf(step *evaluation.Step, p *MovePlan, in *Terms) (state, error) {
	if err := s.clear(step, p); err != nil {
		return "", err
	}
	m := evaluation.Mistakes{}
	err := s.knownLevels(step, func(known []string) error {
		p.checkTerms(m, known, in)
		return m.Err()
	})
	if err != nil {
		return "", err
	}
	p.Terms = *in
	if err := s.gather(step.Ctx, step.Record.Office, p); err != nil {
		return "", err
	}
	return drafted(step, p)
}

// knownLevels checks levels against those that can be chosen in the office.
func (s *Service) knownLevels(step *evaluation.Step, check func(known []string) error) error {
	known, err := s.Levels(step.Ctx, step.Record.Office, step.Today)
	if err != nil {
		return err
	}
	return check(known)
}

// checkTerms finds conditions about people and posts that are not in the plan, and
// unknown levels.
func (p *MovePlan) checkTerms(m evaluation.Mistakes, known []string, in *Terms) {
	person := func(group string, i int, id string) {
		if p.candidate(id) < 0 {
			m.Add(fmt.Sprintf("%s.%d.person", group, i), "rotation.not_in_play")
		}
	}
	seat := func(group string, i int, field, key string) {
		if p.seat(key) < 0 {
			m.Add(fmt.Sprintf("%s.%d.%s", group, i, field), "rotation.no_seat")
		}
	}
	for i, r := range in.Persons {
		person("persons", i, r.Person)
	}
	for i, r := range in.Posts {
		seat("posts", i, "seat", r.Post)
		checkLevel(m, known, fmt.Sprintf("posts.%d.lowest", i), r.Lowest)
		checkLevel(m, known, fmt.Sprintf("posts.%d.highest", i), r.Highest)
	}
	for i, r := range in.Refusals {
		person("refusals", i, r.Person)
		seat("refusals", i, "seat", r.Post)
	}
	for i, r := range in.Allowed {
		person("allowed", i, r.Person)
		seat("allowed", i, "seat", r.Post)
	}
	for i, r := range in.Pairs {
		seat("pairs", i, "seat", r.Post)
		if seat("pairs", i, "other", r.Other); r.Other == r.Post {
			m.Add(fmt.Sprintf("pairs.%d.other", i), "rotation.same_seat")
		}
	}
	for i, r := range in.Wishes {
		person("wishes", i, r.Person)
		seat("wishes", i, "seat", r.Post)
	}
	for i, r := range in.Needs {
		person("needs", i, r.Person)
		seat("needs", i, "seat", r.Post)
	}
	if in.Most > 0 && in.Least > in.Most {
		m.Add("least", "rotation.least_most")
	}
}

func (s *Service) weigh(step *evaluation.Step, p *MovePlan, in *Weights) (state, error) {
	if err := s.clear(step, p); err != nil {
		return "", err
	}
	p.Weights = *in
	return drafted(step, p)
}

// compute reads the current roster and computes the plan.
func (s *Service) compute(step *evaluation.Step, p *MovePlan) (state, error) {
	if err := s.clear(step, p); err != nil {
		return "", err
	}
	if err := s.gather(step.Ctx, step.Record.Office, p); err != nil {
		return "", err
	}
	if _, err := drafted(step, p); err != nil {
		return "", err
	}
	var err error
	p.Result, err = p.Solve()
	return PlanComputed, err
}

// arrangeHand stores a manual plan even if it is not possible; its problems are
// shown with it.
func (s *Service) arrangeHand(step *evaluation.Step, p *MovePlan, in *ArrangeHand) (state, error) {
	if err := s.clear(step, p); err != nil {
		return "", err
	}
	m := evaluation.Mistakes{}
	for i, r := range in.Hand {
		if p.candidate(r.Person) < 0 || slices.ContainsFunc(in.Hand[:i], func(o HandRow) bool { return o.Person == r.Person }) {
			m.Add(fmt.Sprintf("hand.%d.person", i), "rotation.not_in_play")
		}
		if p.seat(r.Post) < 0 {
			m.Add(fmt.Sprintf("hand.%d.seat", i), "rotation.no_seat")
		}
	}
	p.Hand = in.Hand
	return PlanComputed, m.Err()
}

// ByHand returns the stored manual plan: the computed one with its changes.
func (p *MovePlan) ByHand() map[string]string {
	if len(p.Hand) == 0 {
		return nil
	}
	out := map[string]string{}
	for _, r := range p.Hand {
		out[r.Person] = r.Post
	}
	return out
}

// moves lists the people who change posts in a plan, with their successors.
func (p *MovePlan) moves(placed []Placed) []Move {
	list := []Move{}
	for _, at := range placed {
		if !at.Moves {
			continue
		}
		c, to := &p.Candidates[p.candidate(at.Person)], &p.Seats[p.seat(at.Seat)]
		m := Move{
			Person: c.Person, Name: c.Name, FromUnit: c.Unit, FromUnitName: c.UnitName, FromPost: c.Post, Level: c.Level,
			ToUnit: to.Unit, ToUnitName: to.UnitName, ToPost: to.Post, ToHeads: to.Heads,
		}
		if own := p.own(p.candidate(at.Person)); own >= 0 {
			m.FromHeads = p.Seats[own].Heads
		}
		for _, o := range placed {
			if o.Seat == c.Person && o.Person != c.Person {
				m.Follows = o.Person
			}
		}
		list = append(list, m)
	}
	return list
}

func withdrawPlan(step *evaluation.Step, p *MovePlan) (state, error) {
	p.EndedFor = step.Reason
	if err := signoff.Recall(step, &p.Signoff); err != nil {
		return "", err
	}
	desk.Wait(step.Record, evaluation.Date{})
	return PlanWithdrawn, nil
}
