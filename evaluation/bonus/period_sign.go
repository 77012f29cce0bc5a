package bonus

import (
	"kaoji/evaluation"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/signoff"
)

// Who can be asked to countersign.
const (
	CosignDiscipline = "discipline"
	CosignPerson     = "person" // a named one, such as the head of finance
)

// SignInput is a party's signature.
type SignInput struct {
	Words string `json:"words,omitempty" form:"long" maxLength:"500" doc:"Opinion"`
}

// closeNotice ends the notice: its last day is over and every objection has its
// answer. Where a countersignature is required, the parties are asked next.
func (s *Service) closeNotice(st *evaluation.Step, p *Period) (evaluation.State, error) {
	if err := p.Close(st); err != nil {
		return "", err
	}
	parties, err := s.parties(st, p)
	if err != nil {
		return "", err
	}
	if len(parties) == 0 {
		desk.Wait(st.Record, evaluation.Date{}, evaluation.WaitRole(evaluation.RolePrincipal))
		return PeriodReady, nil
	}
	day, err := s.Today(st)
	if err != nil {
		return "", err
	}
	due, err := s.Due(st.Ctx, st.Record.Office, p.Rules, "bonus.cosign", st.Today)
	if err != nil {
		return "", err
	}
	// It is about everybody, so nobody is recused by name.
	if err := p.Signing.Open(st.Today, day, due, nil, parties...); err != nil {
		return "", err
	}
	st.Record.Parties = p.Signing.Named()
	desk.Wait(st.Record, due, p.Signing.Waiting()...)
	return PeriodSigning, nil
}

func (s *Service) parties(st *evaluation.Step, p *Period) ([]signoff.Party, error) {
	var list []signoff.Party
	for _, c := range p.Cosign {
		switch c {
		case CosignDiscipline:
			list = append(list, signoff.Party{Key: c, Name: "纪工委", Role: evaluation.RoleDiscipline})
		case CosignPerson:
			book, err := s.Book(st.Ctx, st.Record.Office)
			if err != nil {
				return nil, err
			}
			list = append(list, signoff.Party{Key: c, Name: book.Name(p.Cosigner), Person: p.Cosigner})
		}
	}
	return list, nil
}

func (s *Service) sign(st *evaluation.Step, p *Period, in *SignInput) (evaluation.State, error) {
	day, err := s.Today(st)
	if err != nil {
		return "", err
	}
	if err := p.Signing.Sign(st.Actor, st.Today, day, "", in.Words); err != nil {
		return "", err
	}
	if p.Signing.Complete() {
		desk.Wait(st.Record, evaluation.Date{}, evaluation.WaitRole(evaluation.RolePrincipal))
		return PeriodReady, nil
	}
	desk.Wait(st.Record, p.Signing.Current().Due, p.Signing.Waiting()...)
	return PeriodSigning, nil
}

// returnUnsigned sends the period back to the entries.
func (s *Service) returnUnsigned(st *evaluation.Step, p *Period) (evaluation.State, error) {
	day, err := s.Today(st)
	if err != nil {
		return "", err
	}
	if err := p.Signing.Return(st.Actor, st.Today, day, "", st.Reason); err != nil {
		return "", err
	}
	p.takeBack(st)
	return PeriodEntering, nil
}
