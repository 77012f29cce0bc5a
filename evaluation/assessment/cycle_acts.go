package assessment

import (
	"slices"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
)

// plan plans a half-year, or changes the plan.
func (s *Service) plan(step *evaluation.Step, c *Cycle, in *PlanInput) (evaluation.State, error) {
	if err := checkPlan(step, in); err != nil {
		return "", err
	}
	c.Year, c.Half, c.AsOf, c.ReportBy, c.RateBy, c.DecideBy = in.Year, in.Half, in.AsOf, in.ReportBy, in.RateBy, in.DecideBy
	c.CeilingDocument, c.InstitutionCeiling, c.WithoutRating = in.CeilingDocument, in.InstitutionCeiling, in.WithoutRating
	c.From, c.To = Span(in.Year, in.Half)
	rules, err := s.Freeze(step, cycleKeys()...)
	if err != nil {
		return "", err
	}
	c.Rules = rules
	r := step.Record
	r.Period = period(in.Year, in.Half)
	r.Unique, r.Sort, r.On, r.Due = r.Period, r.Period, c.To, c.ReportBy
	r.Waiting = []string{evaluation.WaitRole(evaluation.RolePersonnel)}
	return CycleDraft, nil
}

// Span returns the first and last day of the assessed half-year.
func Span(year int, half string) (from, to evaluation.Date) {
	if half == SecondHalf {
		return evaluation.NewDate(year, 7, 1), evaluation.NewDate(year, 12, 31)
	}
	return evaluation.NewDate(year, 1, 1), evaluation.NewDate(year, 6, 30)
}

func checkPlan(step *evaluation.Step, in *PlanInput) error {
	m := evaluation.Mistakes{}
	from, to := Span(in.Year, in.Half)
	if in.AsOf.Before(from) || in.AsOf.After(to) {
		m.Add("as_of", "assessment.as_of", "from", from.String(), "to", to.String())
	}
	if in.RateBy.Before(in.ReportBy) {
		m.Add("rate_by", "assessment.order", "before", in.ReportBy.String())
	}
	if in.DecideBy.Before(in.RateBy) {
		m.Add("decide_by", "assessment.order", "before", in.RateBy.String())
	}
	if in.ReportBy.Before(in.AsOf) {
		m.Add("report_by", "assessment.order", "before", in.AsOf.String())
	}
	found, err := step.Read.Find(step.Ctx, evaluation.Query{
		Office: step.Record.Office, Kinds: []string{KindCycle}, Uniques: []string{period(in.Year, in.Half)}, Limit: 1,
	})
	if err != nil {
		return err
	}
	if len(found.Records) > 0 && found.Records[0].ID != step.Record.ID {
		m.Add("half", "assessment.cycle_exists", "period", period(in.Year, in.Half))
	}
	return m.Err()
}

// open takes the participants from the roster of the cycle's day and freezes the
// rules. The ids of their sheets and talks are chosen here, so that repeating the
// effects creates nothing twice.
func (s *Service) open(step *evaluation.Step, c *Cycle) (evaluation.State, error) {
	rules, err := s.Freeze(step, cycleKeys()...)
	if err != nil {
		return "", err
	}
	c.Rules = rules
	checks, err := s.preflight(step.Ctx, step.Record.Office, c, rules)
	if err != nil {
		return "", err
	}
	if err := desk.Ready(checks); err != nil {
		return "", err
	}
	book, err := s.Book(step.Ctx, step.Record.Office)
	if err != nil {
		return "", err
	}
	members, err := c.participants(book.On(c.AsOf), rules)
	if err != nil {
		return "", err
	}
	c.Participants = make([]Participant, 0, len(members))
	for _, m := range members {
		c.Participants = append(c.Participants, participantOf(step, m))
	}
	step.Record.Due = c.ReportBy
	return CycleReporting, step.Effect("make_sheets", nil)
}

// startRating creates the key of the ballots and opens the boxes when everybody who is
// rated has reported.
func (s *Service) startRating(step *evaluation.Step, c *Cycle, in *AnywayInput) (evaluation.State, error) {
	list, err := s.sheets(step)
	if err != nil {
		return "", err
	}
	if len(list) < len(c.Participants) {
		return "", desk.WrongState("assessment.sheets_missing")
	}
	if late := nameIn(ratedOf(list), SheetReporting); len(late) > 0 && !in.Anyway {
		return "", desk.Mistake("anyway", "assessment.reports_missing", "names", names(late), "count", len(late))
	}
	if err := s.Boxes.Begin(&c.Keeping); err != nil {
		return "", err
	}
	step.Record.Due = c.RateBy
	return CycleRating, step.Effect("open_boxes", nil)
}

// Rated reports whether anybody is rated in the cycle.
func (c *Cycle) Rated() bool {
	return slices.ContainsFunc(c.Participants, func(p Participant) bool { return c.rates(p.Population, c.Rules) })
}

// startDeciding requires a proposal for everybody. It follows the reports at once where
// nobody is rated.
func (s *Service) startDeciding(step *evaluation.Step, c *Cycle) (evaluation.State, error) {
	list, err := s.sheets(step)
	if err != nil {
		return "", err
	}
	if open := nameIn(list, SheetReporting, SheetEntered, SheetReported, SheetVerified); len(open) > 0 {
		return "", desk.WrongState("assessment.proposals_missing", "names", names(open), "count", len(open))
	}
	step.Record.Due = c.DecideBy
	step.Record.Waiting = []string{evaluation.WaitRole(evaluation.RolePrincipal), evaluation.WaitRole(evaluation.RolePersonnel)}
	return CycleDeciding, step.Effect("to_decide", nil)
}

// publishNotice puts the people graded excellent on notice, if the quota is
// kept.
func (s *Service) publishNotice(step *evaluation.Step, c *Cycle) (evaluation.State, error) {
	list, err := s.sheets(step)
	if err != nil {
		return "", err
	}
	if left := ungraded(list); len(left) > 0 {
		return "", desk.WrongState("assessment.grades_missing", "names", names(left), "count", len(left))
	}
	if err := s.stillAllowed(step, list, c); err != nil {
		return "", err
	}
	seats, err := seatsOf(list, c)
	if err != nil {
		return "", err
	}
	for _, u := range slices.Concat(seats.Units, seats.Categories) {
		if u.Binding && u.Decided > u.Allowed {
			return "", u.full()
		}
	}
	until, missing, err := s.DueCounted(step.Ctx, step.Record.Office, c.Rules, "assessment.notice", step.Today)
	if err != nil {
		return "", err
	}
	c.Notice = Notice{
		From: step.Today, Until: until, Missing: missing, Eligible: seats.All.Eligible, Allowed: seats.All.Allowed, Excellent: []NoticeLine{},
	}
	for _, sh := range list {
		if sh.Grade == Excellent && sh.State != SheetExempt {
			c.Notice.Excellent = append(c.Notice.Excellent, sh.noticeLine())
		}
	}
	step.Record.Due = until
	step.Record.Waiting = []string{evaluation.WaitRole(evaluation.RolePersonnel)}
	return CycleNotice, nil
}

// closeNotice ends the notice when its objections are answered, and has people told.
func (s *Service) closeNotice(step *evaluation.Step, c *Cycle) (evaluation.State, error) {
	if !step.Today.After(c.Notice.Until) {
		return "", desk.WrongState("assessment.notice_runs", "until", c.Notice.Until.String())
	}
	list, err := s.sheets(step)
	if err != nil {
		return "", err
	}
	if left := ungraded(list); len(left) > 0 {
		return "", desk.WrongState("assessment.grades_missing", "names", names(left), "count", len(left))
	}
	if err := s.stillAllowed(step, list, c); err != nil {
		return "", err
	}
	open, err := desk.All(step.Ctx, step.Read, evaluation.Query{
		Office: step.Record.Office, Kinds: []string{KindObjection}, Parents: []string{step.Record.ID},
		States: evaluation.States(CaseEntered, CaseRegistered, CaseAssigned),
	})
	if err != nil {
		return "", err
	}
	if n := len(open); n > 0 {
		return "", desk.WrongState("assessment.objections_open", "count", n)
	}
	return s.tellAll(step)
}

// conclude ends a first half-year: the people are told the judgement at once, because
// nothing of it is put on notice.
func (s *Service) conclude(step *evaluation.Step, _ *Cycle) (evaluation.State, error) {
	list, err := s.sheets(step)
	if err != nil {
		return "", err
	}
	if left := ungraded(list); len(left) > 0 {
		return "", desk.WrongState("assessment.judgements_missing", "names", names(left), "count", len(left))
	}
	return s.tellAll(step)
}

// tellAll publishes the results and creates the talks.
func (s *Service) tellAll(step *evaluation.Step) (evaluation.State, error) {
	rules, err := s.Freeze(step, "assessment.feedback.talk")
	if err != nil {
		return "", err
	}
	due, err := s.Due(step.Ctx, step.Record.Office, rules, "assessment.feedback.talk", step.Today)
	if err != nil {
		return "", err
	}
	step.Record.Due = due
	return CycleFeedback, step.Effect("publish", nil)
}

// closeCycle ends the half-year when every talk is locked or excused.
func (s *Service) closeCycle(step *evaluation.Step, _ *Cycle) (evaluation.State, error) {
	sheets, err := s.sheets(step)
	if err != nil {
		return "", err
	}
	talks, err := talksOf(step.Ctx, step.Read, step.Record.Office, step.Record.ID)
	if err != nil {
		return "", err
	}
	var open []string
	for _, sh := range assessed(sheets) {
		t, made := talks[sh.Subject]
		if !made || t.State != TalkLocked && t.State != TalkExcused {
			open = append(open, sh.Person.Name)
		}
	}
	if len(open) > 0 {
		return "", desk.WrongState("assessment.talks_missing", "names", names(open), "count", len(open))
	}
	step.Record.Due, step.Record.Waiting = evaluation.Date{}, nil
	return CycleClosed, step.Effect("close_sheets", nil)
}

// reopenCycle needs another person than the one who closed it.
func reopenCycle(step *evaluation.Step, _ *Cycle) (evaluation.State, error) {
	step.Record.Due, step.Record.Waiting = evaluation.Date{}, []string{evaluation.WaitRole(evaluation.RolePersonnel)}
	return CycleFeedback, step.Effect("reopen_sheets", nil)
}

func (s *Service) sheets(step *evaluation.Step) ([]sheetOf, error) {
	return sheetsOf(step.Ctx, step.Read, step.Record.Office, step.Record.ID)
}

// ungraded lists the people without a decision.
func ungraded(list []sheetOf) []string {
	return nameIn(list, SheetReporting, SheetEntered, SheetReported, SheetVerified, SheetProposed)
}

// nameIn lists the people whose sheets are in one of the states.
func nameIn(list []sheetOf, in ...evaluation.State) []string {
	var out []string
	for _, s := range list {
		if slices.Contains(in, s.State) {
			out = append(out, s.Person.Name)
		}
	}
	return out
}
