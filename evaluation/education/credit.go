package education

import (
	"kaoji/evaluation"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/rulepack"
)

// Credit is the payload of education.credit records: external training, such as a
// course of the Party school.
type Credit struct {
	Person    string          `json:"person"`
	Name      string          `json:"name"`
	UnitName  string          `json:"unit_name"`
	Title     string          `json:"title"`
	Organiser string          `json:"organiser"`
	Form      string          `json:"form"`
	From      evaluation.Date `json:"from"`
	To        evaluation.Date `json:"to"`
	Hours     Hours           `json:"hours" form:"decimal"`
	Days      int             `json:"days"`
	Files     []string        `json:"files"` // proof
	EnteredBy string          `json:"entered_by"`
	DecidedBy string          `json:"decided_by"`
	Returned  string          `json:"returned"`
	Revoked   string          `json:"revoked"`
	Rules     rulepack.Frozen `json:"rules"`
}

// The states of a credit.
const (
	CreditEntered   evaluation.State = "entered"
	CreditConfirmed evaluation.State = "confirmed"
	CreditReturned  evaluation.State = "returned"
	CreditWithdrawn evaluation.State = "withdrawn"
	CreditRevoked   evaluation.State = "revoked"
)

// CreditContent is the description of the training.
type CreditContent struct {
	Title     string          `json:"title" maxLength:"100" doc:"What it was" example:"科级干部进修班"`
	Organiser string          `json:"organiser" maxLength:"100" doc:"Who gave it" example:"区委党校"`
	Form      string          `json:"form" enum:"school,class,online,other" doc:"Party school, class, on line, or other" example:"school"`
	From      evaluation.Date `json:"from" begin:"today" doc:"First day" example:"2026-05-11"`
	To        evaluation.Date `json:"to" begin:"today" doc:"Last day, in the same year" example:"2026-05-15"`
	Hours     string          `json:"hours" maxLength:"6" rules:"training.yearly.hours" doc:"Class hours by the proof" example:"40"`
	Days      int             `json:"days,omitempty" minimum:"1" maximum:"250" rules:"training.yearly.days" doc:"Days of training by the proof" example:"5"`
	Files     []string        `json:"files" form:"files" maxLength:"5" rules:"attachment.bytes" doc:"Proof, such as a certificate"`
}

// RegisterInput enters a person's training.
type RegisterInput struct {
	Person string `json:"person" form:"person" doc:"Whose"`
	CreditContent
}

func (s *Service) creditKind() evaluation.Kind {
	entered, changed := evaluation.States(CreditEntered), evaluation.States(CreditEntered, CreditReturned)
	noPerson := evaluation.BarWhen("error.no_person", func(step *evaluation.Step, _ *Credit) bool { return step.Actor.Person == "" })
	return evaluation.Kind{
		Name: KindCredit, About: evaluation.AboutSubject, Drafts: evaluation.KeepDrafts(), Sight: creditSight, Payload: evaluation.New[Credit],
		Notifies: map[string][]evaluation.Recipient{
			"confirm": {evaluation.ToSubject},
			"return":  {evaluation.ToSubject},
			"revoke":  {evaluation.ToSubject},
		}, Found: []string{"title"}, Often: []string{"register"},
		States:  evaluation.States(CreditEntered, CreditConfirmed, CreditReturned, CreditWithdrawn, CreditRevoked),
		Final:   evaluation.States(CreditConfirmed, CreditWithdrawn, CreditRevoked),
		Usual:   evaluation.Usual{CreditEntered: {"confirm"}, CreditReturned: {"resubmit"}},
		Grave:   []string{"return", "withdraw", "revoke"},
		Many:    evaluation.Many{"confirm": "", "return": ""},
		Columns: []evaluation.Column{{Name: "form", Choices: []string{"school", "class", "online", "other"}}, {Name: "from"}, {Name: "hours"}, {Name: "days"}},
		Acts: []evaluation.Act{
			evaluation.OwnAct("report", nil, entered, evaluation.Run(s.reportCredit)).Barring(noPerson),
			{Name: "register", May: evaluation.Personnel, To: entered, Run: evaluation.Run(s.registerCredit)},
			{Name: "resubmit", May: evaluation.Personnel.Or(evaluation.Staff.As(evaluation.Own)), From: changed, To: entered, InOwnCase: true, Run: evaluation.Run(s.writeCredit)},
			{Name: "confirm", May: evaluation.Personnel, From: entered, To: evaluation.States(CreditConfirmed), Run: evaluation.Plain(confirmCredit)},
			{Name: "return", May: evaluation.Personnel, From: entered, To: evaluation.States(CreditReturned), Reason: true, Run: evaluation.Plain(returnCredit)},
			{Name: "withdraw", May: evaluation.Personnel.Or(evaluation.Staff.As(evaluation.Own)), From: changed, To: evaluation.States(CreditWithdrawn), InOwnCase: true, Run: evaluation.Plain(withdrawCredit)},
			{Name: "revoke", May: evaluation.Personnel, From: evaluation.States(CreditConfirmed), To: evaluation.States(CreditRevoked), Reason: true, Run: evaluation.Plain(revokeCredit)},
		},
	}
}

func (s *Service) reportCredit(step *evaluation.Step, c *Credit, in *CreditContent) (evaluation.State, error) {
	return s.newCredit(step, c, step.Actor.Person, in)
}

func (s *Service) registerCredit(step *evaluation.Step, c *Credit, in *RegisterInput) (evaluation.State, error) {
	return s.newCredit(step, c, in.Person, &in.CreditContent)
}

func (s *Service) newCredit(step *evaluation.Step, c *Credit, person string, in *CreditContent) (evaluation.State, error) {
	p, err := s.who(step, "person", person)
	if err != nil {
		return "", err
	}
	*c = Credit{Person: p.ID, Name: p.Name, UnitName: p.DepartmentName}
	env := step.Record
	desk.About(env, &p)
	return s.writeCredit(step, c, in)
}

func (s *Service) writeCredit(step *evaluation.Step, c *Credit, in *CreditContent) (evaluation.State, error) {
	rules, err := s.Freeze(step, "training.yearly.hours", "training.yearly.days")
	if err != nil {
		return "", err
	}
	m := evaluation.Mistakes{}
	c.Hours = hours(m, "hours", in.Hours)
	switch {
	case in.To.Before(in.From):
		m.Add("to", "education.before_first")
	case in.To.After(step.Today):
		m.Add("to", "education.future")
	case in.From.Year() != in.To.Year():
		m.Add("to", "education.one_year")
	case in.Days > in.From.DaysUntil(in.To)+1:
		m.Add("days", "education.too_many_days", "max", in.From.DaysUntil(in.To)+1)
	}
	if err := m.Err(); err != nil {
		return "", err
	}
	c.Title, c.Organiser, c.Form, c.From, c.To, c.Days, c.Files = in.Title, in.Organiser, in.Form, in.From, in.To, in.Days, in.Files
	c.EnteredBy, c.Returned, c.Rules = step.Actor.Name, "", rules
	step.Record.On, step.Record.Period = in.To, in.To.String()[:4]
	desk.Wait(step.Record, evaluation.Date{}, personnel())
	return CreditEntered, nil
}

func confirmCredit(step *evaluation.Step, c *Credit) (evaluation.State, error) {
	c.DecidedBy = step.Actor.Name
	desk.Wait(step.Record, evaluation.Date{})
	return CreditConfirmed, nil
}

func returnCredit(step *evaluation.Step, c *Credit) (evaluation.State, error) {
	c.DecidedBy, c.Returned = step.Actor.Name, step.Reason
	desk.Wait(step.Record, evaluation.Date{}, evaluation.WaitPerson(c.Person))
	return CreditReturned, nil
}

func withdrawCredit(step *evaluation.Step, _ *Credit) (evaluation.State, error) {
	desk.Wait(step.Record, evaluation.Date{})
	return CreditWithdrawn, nil
}

// revokeCredit revokes a confirmation made by mistake.
func revokeCredit(step *evaluation.Step, c *Credit) (evaluation.State, error) {
	c.Revoked = step.Reason
	return CreditRevoked, nil
}
