package assessment

import (
	"kaoji/evaluation"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/roster"
)

// Who holds a talk: a principal leader one by one, or the leader in charge, who tells the
// people of the own departments on one page.
const (
	HeldByPrincipal = "principal"
	HeldByCharge    = "charge"
)

// ToldInput records how a leader in charge told a person the result.
type ToldInput struct {
	HeldOn   evaluation.Date `json:"held_on" rules:"assessment.feedback.talk" begin:"today" doc:"Day on which the person was told" example:"2027-01-12"`
	Affirmed string          `json:"affirmed" form:"long" maxLength:"1000" doc:"What was affirmed" example:"工作认真，服务居民耐心。"`
	Improve  string          `json:"improve,omitempty" form:"long" maxLength:"1000" doc:"What is to be improved" example:"政策学习还要加强。"`
}

// told records the talk of a leader in charge and shows it to the person.
func (s *Service) tellOne(step *evaluation.Step, t *Talk, in *ToldInput) (evaluation.State, error) {
	t.Talker, t.TalkerName, t.HeldOn = step.Actor.Person, step.Actor.Name, in.HeldOn
	t.Achievements = []Point{{Text: in.Affirmed}}
	if in.Improve != "" {
		t.Shortcomings = []Point{{Text: in.Improve}}
	}
	step.Record.On = in.HeldOn
	if t.Talker != "" {
		step.Record.Parties = []string{t.Talker}
	}
	return s.release(step, t)
}

// release shows the record to the cadre. For one without an account it is printed, and
// the personnel section enters the answer.
func (s *Service) release(step *evaluation.Step, _ *Talk) (evaluation.State, error) {
	who, err := s.writer(step.Ctx, step.Record.Office, step.Record.Subject)
	step.Record.Waiting = []string{who}
	return TalkReleased, err
}

// held bars what belongs to talks of the other kind.
func held(by string) evaluation.Bar {
	return evaluation.BarWhen("assessment.held_by."+by, func(_ *evaluation.Step, t *Talk) bool { return t.holder() != by })
}

// holder says who holds the talk. Before there were populations, principal leaders held
// all.
func (t *Talk) holder() string {
	if t.Holder == "" {
		return HeldByPrincipal
	}
	return t.Holder
}

// waitForTalk waits for whoever holds the talk: the principal leaders, or the leaders in
// charge of the department.
func (s *Service) waitForTalk(step *evaluation.Step, t *Talk, due evaluation.Date) error {
	if t.holder() == HeldByPrincipal {
		desk.Wait(step.Record, due, evaluation.WaitRole(evaluation.RolePrincipal))
		return nil
	}
	who, err := s.inCharge(step)
	desk.Wait(step.Record, due, who...)
	return err
}

// inCharge are those who wait for what a leader in charge does: the leaders in charge of
// the department who may act, or the principal leaders if there is none.
func (s *Service) inCharge(step *evaluation.Step) ([]string, error) {
	book, err := s.Book(step.Ctx, step.Record.Office)
	if err != nil {
		return nil, err
	}
	return charges(book.On(step.Today), step.Record), nil
}

// charges are inCharge on a day.
func charges(day *roster.Snapshot, r *evaluation.Record) []string {
	who := desk.Able(day, day.InCharge(r.Unit), r.Subject)
	for i := range who {
		who[i] = evaluation.WaitPerson(who[i])
	}
	if len(who) == 0 {
		who = []string{evaluation.WaitRole(evaluation.RolePrincipal)}
	}
	return who
}
