package assessment

import (
	"kaoji/evaluation"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/signoff"
)

// AppealPaper is a request for review or an appeal that a person without an account
// handed in in writing. Its deadlines are counted from the day on which that was.
type AppealPaper struct {
	AppealInput
	On evaluation.Date `json:"on" begin:"today" rules:"assessment.review.apply,assessment.appeal.apply,assessment.appeal.direct" doc:"Day on which the paper was handed in" example:"2027-01-08"`
}

// ObjectionPaper is an objection that a person without an account handed in in writing
// while the notice ran.
type ObjectionPaper struct {
	ObjectionInput
	By    string          `json:"by" form:"person" doc:"Who objects"`
	On    evaluation.Date `json:"on" begin:"today" doc:"Day on which the paper was handed in" example:"2026-12-18"`
	Files []string        `json:"files,omitempty" form:"files" maxLength:"10" rules:"attachment.bytes" doc:"Scan of the paper"`
}

// enterAppeal enters the paper of the person of a sheet.
func (s *Service) enterAppeal(step *evaluation.Step, p *Case, in *AppealPaper) (evaluation.State, error) {
	sheet, err := namedSheet(step, in.Sheet)
	if err != nil {
		return "", err
	}
	switch has, err := s.Holders.HaveAccount(step.Ctx, step.Record.Office, sheet.Subject); {
	case err != nil:
		return "", err
	case has:
		return "", evaluation.Fail(evaluation.CodeForbidden, signoff.HasAccount)
	}
	sh, err := evaluation.PartOf[Sheet](sheet, "person", "published")
	switch {
	case err != nil:
		return "", err
	case in.On.Before(sh.Published):
		return "", desk.Mistake("on", "error.day.span", "from", sh.Published, "to", step.Today)
	}
	if err := s.raise(step, p, sheet, &in.AppealInput, contester{sheet.Subject, sh.Person.Name, in.On}); err != nil {
		return "", err
	}
	return p.entered(step), nil
}

// enterObjection enters the paper of anybody of the office.
func (s *Service) enterObjection(step *evaluation.Step, p *Case, in *ObjectionPaper) (evaluation.State, error) {
	day, err := s.Today(step)
	if err != nil {
		return "", err
	}
	m, _ := day.Member(in.By)
	if err := s.objects(step, p, &in.ObjectionInput, contester{in.By, m.Name, in.On}); err != nil {
		return "", err
	}
	p.Files = in.Files
	return p.entered(step), nil
}

// entered waits for somebody who compares what was entered. The day until which the case
// has to be answered stays.
func (p *Case) entered(step *evaluation.Step) evaluation.State {
	p.Paper = signoff.Entered(step)
	signoff.WaitToCompare(step)
	return CaseEntered
}

// checked confirms that what was entered is what stands on the paper.
func (p *Case) checked(step *evaluation.Step) {
	p.Paper.Checked = step.Actor.Name
	desk.Wait(step.Record, step.Record.Due, evaluation.WaitRole(evaluation.RolePersonnel))
}

func checkAppeal(step *evaluation.Step, p *Case) (evaluation.State, error) {
	p.checked(step)
	return CaseFiled, nil
}

func checkObjection(step *evaluation.Step, p *Case) (evaluation.State, error) {
	p.checked(step)
	return CaseRegistered, nil
}

// withoutAccount offers people of the office who have no account as those who object.
func (s *Service) withoutAccount(step *evaluation.Step, _ *Case) (map[string]evaluation.Suits, error) {
	day, err := s.Today(step)
	if err != nil {
		return nil, err
	}
	var people []string
	for _, m := range day.Members() {
		people = append(people, m.ID)
	}
	holders, err := s.Holders.WithAccount(step.Ctx, step.Record.Office, people)
	if err != nil {
		return nil, err
	}
	none := func(person string) evaluation.Problem {
		if holders[person] {
			return evaluation.Say(signoff.HasAccount)
		}
		return evaluation.Problem{}
	}
	return map[string]evaluation.Suits{"by": desk.Both(desk.Here(day, "error.not_found"), none)}, nil
}

// contesterHasAccount reports whether whoever contests the grade has an account.
func (s *Service) contesterHasAccount(step *evaluation.Step, p *Case) (bool, error) {
	if p.By == "" {
		return true, nil
	}
	return s.Holders.HaveAccount(step.Ctx, step.Record.Office, p.By)
}

// toldOnPaper is how somebody without an account is told the answer. The deadline for an
// appeal begins on the day of the signature or of its refusal.
func (s *Service) toldOnPaper() signoff.Outcome[Case] {
	return signoff.Outcome[Case]{
		HasAccount: s.contesterHasAccount,
		Since:      func(p *Case) evaluation.Date { return p.AnsweredOn },
		Receipt: func(p *Case) **signoff.Receipt {
			if p.Outcome == "" || p.Receipt == nil && !p.ReceivedOn.IsZero() {
				return nil
			}
			return &p.Receipt
		},
		Done: func(p *Case, r *signoff.Receipt) { p.ReceivedOn = r.Signed },
	}
}

// waitForReceipt waits for the person to take note of the answer; one without an account
// is shown it on paper.
func (s *Service) waitForReceipt(step *evaluation.Step, p *Case) error {
	if p.By == "" {
		return nil
	}
	who, err := s.writer(step.Ctx, step.Record.Office, p.By)
	if err != nil {
		return err
	}
	onPaper := who != evaluation.WaitPerson(p.By)
	if onPaper || p.Type == TypeReview { // the deadline for an appeal begins when the person receives the decision
		desk.Wait(step.Record, evaluation.Date{}, who)
	}
	return nil
}
