package bonus

import (
	"kaoji/evaluation"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/signoff"
)

// The parties that can countersign.
const (
	CosignDiscipline = "discipline"
	CosignPerson     = "person" // a named one, such as the head of finance
)

// SignInput is a party's signature.
type SignInput struct {
	Words string `json:"words,omitempty" form:"long" maxLength:"500" doc:"Opinion"`
}

// closeNotice ends the notice when its last day is over and every objection has an
// answer. If a countersignature is required, the parties are asked next.
func (s *Service) closeNotice(step *evaluation.Step, p *Period) (evaluation.State, error) {
	if err := p.Close(step); err != nil {
		return "", err
	}
	parties, err := s.parties(step, p)
	if err != nil {
		return "", err
	}
	if len(parties) == 0 {
		desk.Wait(step.Record, evaluation.Date{}, evaluation.WaitRole(evaluation.RolePrincipal))
		return PeriodReady, nil
	}
	day, err := s.Today(step)
	if err != nil {
		return "", err
	}
	due, err := s.Due(step.Ctx, step.Record.Office, p.Rules, "bonus.cosign", step.Today)
	if err != nil {
		return "", err
	}
	// The period concerns everybody, so nobody is recused by name.
	if err := p.Signing.Open(step.Today, day, due, nil, parties...); err != nil {
		return "", err
	}
	step.Record.Parties = p.Signing.Named()
	desk.Wait(step.Record, due, p.Signing.Waiting()...)
	return PeriodSigning, nil
}

func (s *Service) parties(step *evaluation.Step, p *Period) ([]signoff.Party, error) {
	var list []signoff.Party
	for _, c := range p.Cosign {
		switch c {
		case CosignDiscipline:
			list = append(list, signoff.Party{Key: c, Name: "纪工委", Role: evaluation.RoleDiscipline})
		case CosignPerson:
			book, err := s.Book(step.Ctx, step.Record.Office)
			if err != nil {
				return nil, err
			}
			list = append(list, signoff.Party{Key: c, Name: book.Name(p.Cosigner), Person: p.Cosigner})
		}
	}
	return list, nil
}

func (s *Service) sign(step *evaluation.Step, p *Period, in *SignInput) (evaluation.State, error) {
	day, err := s.Today(step)
	if err != nil {
		return "", err
	}
	if err := p.Signing.Sign(step.Actor, step.Today, day, "", in.Words); err != nil {
		return "", err
	}
	if p.Signing.Complete() {
		desk.Wait(step.Record, evaluation.Date{}, evaluation.WaitRole(evaluation.RolePrincipal))
		return PeriodReady, nil
	}
	desk.Wait(step.Record, p.Signing.Current().Due, p.Signing.Waiting()...)
	return PeriodSigning, nil
}

// returnUnsigned returns the period to the entries.
func (s *Service) returnUnsigned(step *evaluation.Step, p *Period) (evaluation.State, error) {
	day, err := s.Today(step)
	if err != nil {
		return "", err
	}
	if err := p.Signing.Return(step.Actor, step.Today, day, "", step.Reason); err != nil {
		return "", err
	}
	p.takeBack(step)
	return PeriodEntering, nil
}
