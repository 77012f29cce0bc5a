package routine

import (
	"strings"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/rulepack"
)

// Round is the payload of a routine.round record: one period of the office.
type Round struct {
	From         evaluation.Date `json:"from"`
	To           evaluation.Date `json:"to"`
	NoteBy       evaluation.Date `json:"note_by"`    // last day for notes
	ProposeBy    evaluation.Date `json:"propose_by"` // last day for proposals
	Participants []Participant   `json:"participants"`
	Over         string          `json:"over"`     // why more than the share of good is proposed, "" if not
	Returned     string          `json:"returned"` // why the round came back from a principal leader
	Count        *Count          `json:"count,omitempty"`
	Rules        rulepack.Frozen `json:"rules"`
}

// Participant is one person of a round with the id of the sheet.
type Participant struct {
	Person string `json:"person"`
	Name   string `json:"name"`
	Unit   string `json:"unit"`
	Sheet  string `json:"sheet"`
	// Added is the day on which a person came into the running round; zero if there from its opening.
	Added evaluation.Date `json:"added,omitzero"`
}

// OpenInput opens a round.
type OpenInput struct {
	Period string `json:"period" minLength:"6" maxLength:"7" rules:"assessment.routine.months" doc:"Quarter, half-year or month that is assessed, as the rules set the rhythm" example:"2026Q4"`
	DatesInput
}

// DatesInput are the last days of a round.
type DatesInput struct {
	NoteBy    evaluation.Date `json:"note_by" begin:"+7" doc:"Last day for the notes" example:"2026-12-25"`
	ProposeBy evaluation.Date `json:"propose_by" begin:"+14" doc:"Last day for comments and proposed grades" example:"2026-12-31"`
}

// HandInInput hands the proposals to the principal leaders.
type HandInInput struct {
	Over string `json:"over,omitempty" form:"long" maxLength:"1000" rules:"assessment.routine.quota.good,assessment.institution.routine.quota.good,assessment.contract.routine.quota.good" doc:"Why more people of a category than its share have the grade good, if so" example:"本季度防汛任务重，……"`
}

func roundKeys() []string {
	return append(shareKeys(), ruleMonths, ruleGrades, ruleObjection, ruleAnswer, ruleAbove)
}

const (
	ruleGrades    = "assessment.routine.grades"
	ruleObjection = "assessment.routine.objection"
	ruleAbove     = "assessment.levels.above"
)

// open takes the people of the office on the last day of the period, or today while it
// lasts. The ids of their sheets are chosen here, so that repeating the effect creates
// nothing twice.
func (s *Service) open(step *evaluation.Step, p *Round, in *OpenInput) (evaluation.State, error) {
	rules, err := s.Freeze(step, roundKeys()...)
	if err != nil {
		return "", err
	}
	every, err := rules.Int(ruleMonths)
	if err != nil {
		return "", err
	}
	from, to, months, ok := spanOf(in.Period)
	switch {
	case !ok || months != int(every):
		return "", desk.Mistake("period", "routine.no_period", "example", Periods(step.Today, int(every))[0])
	case from.After(step.Today):
		return "", desk.Mistake("period", "routine.to_come", "from", from)
	}
	book, err := s.Book(step.Ctx, step.Record.Office)
	if err != nil {
		return "", err
	}
	*p = Round{From: from, To: to, Participants: []Participant{}, Rules: rules}
	if err := p.set(&in.DatesInput); err != nil {
		return "", err
	}
	managed, err := participants(book.On(asOf(to, step.Today)), rules)
	if err != nil {
		return "", err
	}
	for _, m := range managed {
		p.Participants = append(p.Participants, Participant{Person: m.ID, Name: m.Name, Unit: m.Department, Sheet: step.NewID()})
	}
	r := step.Record
	r.Period, r.Sort, r.On = in.Period, in.Period, to
	if r.Unique, err = desk.Free(step, KindRound, in.Period, desk.Mistake("period", "routine.exists"), RoundCancelled); err != nil {
		return "", err
	}
	if err := alone(step, p); err != nil {
		return "", err
	}
	p.wait(r)
	return RoundRunning, step.Effect("make", nil)
}

// alone refuses a period that another one overlaps: after a change of the rhythm the same
// months would be assessed twice, and count twice for the year.
func alone(step *evaluation.Step, p *Round) error {
	other, err := desk.Overlapping(step, evaluation.Query{Kinds: []string{KindRound}, States: evaluation.States(RoundRunning, RoundFixing, RoundFixed)}, p.From, p.To,
		func(o *Round) (first, last evaluation.Date, counts bool) { return o.From, o.To, true })
	if err == nil && other != nil {
		return desk.Mistake("period", "routine.overlaps", "other", other.Period)
	}
	return err
}

func (p *Round) set(in *DatesInput) error {
	if in.ProposeBy.Before(in.NoteBy) {
		return desk.Mistake("propose_by", "routine.order", "before", in.NoteBy)
	}
	p.NoteBy, p.ProposeBy = in.NoteBy, in.ProposeBy
	return nil
}

// wait: while proposals are made the section answers for the round.
func (p *Round) wait(r *evaluation.Record) {
	desk.Wait(r, p.ProposeBy, evaluation.WaitRole(evaluation.RolePersonnel))
}

func (s *Service) amend(step *evaluation.Step, p *Round, in *DatesInput) (evaluation.State, error) {
	if err := p.set(in); err != nil {
		return "", err
	}
	p.wait(step.Record)
	return RoundRunning, step.Effect("move", nil)
}

// handIn requires a proposal for everybody, and a reason if more of a category are good than
// its share allows.
func (s *Service) handIn(step *evaluation.Step, p *Round, in *HandInInput) (evaluation.State, error) {
	c, err := count(step.Ctx, step.Read, step.Record.Office, step.Record.ID, p.Rules)
	if err != nil {
		return "", err
	}
	p.Count, p.Over, p.Returned = &c, "", ""
	switch over, err := within(c.ByCategory(), in.Over); {
	case err != nil:
		return "", err
	case over:
		p.Over = in.Over
	}
	desk.Wait(step.Record, evaluation.Date{}, evaluation.WaitRole(evaluation.RolePrincipal))
	return RoundFixing, nil
}

// complete refuses to hand in before the last month of the period, and while somebody's
// proposal is missing.
func (s *Service) complete(step *evaluation.Step, p *Round) error {
	if last := evaluation.NewDate(p.To.Year(), p.To.Month(), 1); step.Today.Before(last) {
		return desk.WrongState("routine.too_early", "to", p.To, "from", last)
	}
	sheets, err := sheetsOf(step.Ctx, step.Read, step.Record.Office, step.Record.ID)
	if err != nil {
		return err
	}
	left := len(p.Participants) - len(sheets) // not made yet
	for i := range sheets {
		if st := sheets[i].State; st == SheetNoting || st == SheetNoted || st == SheetCommenting {
			left++
		}
	}
	if left > 0 {
		return desk.WrongState("routine.left", "n", left)
	}
	return nil
}

func (s *Service) giveBack(step *evaluation.Step, p *Round) (evaluation.State, error) {
	p.Returned = step.Reason
	p.wait(step.Record)
	return RoundRunning, nil
}

// apart refuses a principal leader who is assessed in the round or has relatives in it, and
// names them: another principal leader decides. People without a grade do not count.
func (s *Service) apart(step *evaluation.Step, p *Round) error {
	day, err := s.Today(step)
	if err != nil {
		return err
	}
	var names []string
	for _, one := range p.Participants {
		if !desk.Recused(day, step.Actor.Person, one.Person) {
			continue
		}
		sheet, err := step.Read.Get(step.Ctx, step.Record.Office, one.Sheet)
		if err != nil {
			return err
		}
		if sheet.State != SheetExempt {
			names = append(names, one.Name)
		}
	}
	if len(names) > 0 {
		return desk.WrongState("routine.recused", "names", strings.Join(names, "、"))
	}
	return nil
}

// fix fixes the grades as they are proposed and tells everybody.
func (s *Service) fix(step *evaluation.Step, p *Round) (evaluation.State, error) {
	c, err := count(step.Ctx, step.Read, step.Record.Office, step.Record.ID, p.Rules)
	if err != nil {
		return "", err
	}
	p.Count = &c
	desk.Wait(step.Record, evaluation.Date{})
	return RoundFixed, step.Effect("tell", nil)
}

func (s *Service) cancel(step *evaluation.Step, _ *Round) (evaluation.State, error) {
	desk.Wait(step.Record, evaluation.Date{})
	return RoundCancelled, step.Effect("drop", nil)
}
