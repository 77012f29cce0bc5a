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
	// The period concerns everybody, so nobody is recused by name.
	if err := signoff.Ask(step, s.Desk, &p.Signing, p.Rules, "bonus.cosign", nil, parties...); err != nil {
		return "", err
	}
	step.Record.Parties = p.Signing.Named()
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
	if complete, err := signoff.Sign(step, s.Desk, &p.Signing, "", in.Words); err != nil || !complete {
		return PeriodSigning, err
	}
	return PeriodReady, nil
}

// returnUnsigned returns the period to the entries.
func (s *Service) returnUnsigned(step *evaluation.Step, p *Period) (evaluation.State, error) {
	if err := signoff.Return(step, s.Desk, &p.Signing, ""); err != nil {
		return "", err
	}
	p.takeBack(step)
	return PeriodEntering, nil
}
