package bonus

import (
	"kaoji/evaluation"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/rulepack"
)

// Deduction is the payload of bonus.deduction records: points that one person
// proposes to deduct from somebody's quality and a leader confirms. No deduction is
// automatic (K-4, I-9), not even after a talk (C-30).
type Deduction struct {
	PersonName string          `json:"person_name"`
	UnitName   string          `json:"unit_name"`
	Points     int             `json:"points"`
	Grounds    string          `json:"grounds"`
	Document   string          `json:"document"`
	Files      []string        `json:"files"`
	By         string          `json:"by"` // account
	ByName     string          `json:"by_name"`
	Reply      string          `json:"reply"` // of the person
	RepliedOn  evaluation.Date `json:"replied_on"`
	DecidedBy  string          `json:"decided_by"`
	DecidedOn  evaluation.Date `json:"decided_on"`
	Words      string          `json:"words"` // why it was confirmed, rejected or withdrawn
	Rules      rulepack.Frozen `json:"rules"`
}

// DeductionInput proposes a deduction.
type DeductionInput struct {
	Period   string   `json:"period" maxLength:"64" doc:"The period"`
	Person   string   `json:"person" form:"person" doc:"Whom it is about"`
	Points   int      `json:"points" minimum:"1" maximum:"100" rules:"bonus.automatic,privacy.automated" doc:"Points taken off the quality" example:"3"`
	Grounds  string   `json:"grounds" form:"long" maxLength:"2000" doc:"Facts"`
	Document string   `json:"document,omitempty" maxLength:"60" doc:"Number of the document, if there is one"`
	Files    []string `json:"files,omitempty" form:"files" maxLength:"5" rules:"attachment.bytes" doc:"Evidence"`
}

// ReplyInput is the person's reply.
type ReplyInput struct {
	Reply string `json:"reply" form:"long" maxLength:"2000" doc:"Statement"`
}

func (s *Service) deductionKind() evaluation.Kind {
	proposed := evaluation.States(DeductionProposed)
	end := func(name string, may evaluation.Grants, to evaluation.State) evaluation.Act {
		return evaluation.Act{Name: name, May: may, From: proposed, To: evaluation.States(to), Reason: true, Run: evaluation.Plain(decide(to))}
	}
	second := evaluation.NotAccounts("bonus.second_person", func(d *Deduction) []string { return []string{d.By} })
	proposer := evaluation.OnlyAccount("bonus.only_proposer", func(d *Deduction) string { return d.By })
	return evaluation.Kind{
		Name: KindDeduction, About: evaluation.AboutSubject, Drafts: evaluation.KeepDrafts(), Sight: deductionSight, Payload: evaluation.New[Deduction],
		Notifies: map[string][]evaluation.Recipient{
			"propose": {evaluation.ToSubject},
			"confirm": {evaluation.ToSubject, evaluation.ToAuthor},
			"reject":  {evaluation.ToSubject, evaluation.ToAuthor},
		}, Found: []string{"document"}, Often: []string{"propose"},
		States:  evaluation.States(DeductionProposed, DeductionConfirmed, DeductionRejected, DeductionWithdrawn),
		Final:   evaluation.States(DeductionConfirmed, DeductionRejected, DeductionWithdrawn),
		Usual:   evaluation.Usual{DeductionProposed: {"confirm", "reply"}},
		Grave:   []string{"confirm", "reject", "withdraw"},
		Many:    evaluation.Many{"confirm": "", "reject": ""},
		Columns: []evaluation.Column{{Name: "points"}, {Name: "decided_on"}},
		Acts: []evaluation.Act{
			{Name: "propose", May: evaluation.Personnel.Or(evaluation.Head.As(evaluation.Department), evaluation.Leader.As(evaluation.Charge)), To: proposed, Run: evaluation.Run(s.proposeDeduction)},
			evaluation.OwnAct("reply", proposed, proposed, evaluation.Run(reply)),
			end("confirm", evaluation.Principal.Or(evaluation.Leader.As(evaluation.Charge)), DeductionConfirmed).Barring(second), end("reject", evaluation.Principal.Or(evaluation.Leader.As(evaluation.Charge)), DeductionRejected), end("withdraw", evaluation.Personnel.Or(evaluation.Head.As(evaluation.Department), evaluation.Leader.As(evaluation.Charge)), DeductionWithdrawn).Barring(proposer),
		},
	}
}

func (s *Service) proposeDeduction(step *evaluation.Step, d *Deduction, in *DeductionInput) (evaluation.State, error) {
	r, p, err := periodOf(step, in.Period)
	if err != nil {
		return "", err
	}
	if r.State != PeriodDraft && r.State != PeriodEntering {
		return "", desk.WrongState("bonus.not_entering")
	}
	if p.Plan.QualityShare == 0 {
		return "", desk.Mistake("points", "bonus.no_quality")
	}
	day, err := s.Today(step)
	if err != nil {
		return "", err
	}
	m, here := day.Member(in.Person)
	if !here {
		return "", desk.Mistake("person", "bonus.no_person")
	}
	rules, err := s.Freeze(step, "bonus.automatic", "privacy.automated")
	if err != nil {
		return "", err
	}
	*d = Deduction{
		PersonName: m.Name, UnitName: m.DepartmentName, Points: in.Points, Grounds: in.Grounds, Document: in.Document, Files: in.Files,
		By: step.Actor.Account, ByName: step.Actor.Name, Rules: rules,
	}
	env := step.Record
	env.Parent, env.Subject, env.Unit, env.Period, env.On, env.Sort = r.ID, m.ID, m.Department, r.Period, step.Today, m.Sort
	desk.Wait(env, evaluation.Date{}, evaluation.WaitRole(evaluation.RolePrincipal), evaluation.WaitPerson(m.ID))
	return DeductionProposed, nil
}

func reply(step *evaluation.Step, d *Deduction, in *ReplyInput) (evaluation.State, error) {
	d.Reply, d.RepliedOn = in.Reply, step.Today
	desk.Wait(step.Record, evaluation.Date{}, evaluation.WaitRole(evaluation.RolePrincipal))
	return DeductionProposed, nil
}

// decide ends a deduction.
func decide(to evaluation.State) func(*evaluation.Step, *Deduction) (evaluation.State, error) {
	return func(step *evaluation.Step, d *Deduction) (evaluation.State, error) {
		if to == DeductionConfirmed {
			p, err := entering(step)
			if err != nil {
				return "", err
			}
			if p.Plan.QualityShare == 0 { // the scheme was changed after the deduction was proposed
				return "", desk.WrongState("bonus.no_quality")
			}
		}
		d.DecidedBy, d.DecidedOn, d.Words = step.Actor.Name, step.Today, step.Reason
		desk.Wait(step.Record, evaluation.Date{})
		return to, nil
	}
}
