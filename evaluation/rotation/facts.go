package rotation

import (
	"context"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
)

// Facts are how somebody's own mentoring ended, whom the person mentored, that
// somebody decided that the person stays in the post, and where a plan moved the
// person (desk.Facts).
func (s *Service) Facts(ctx context.Context, office, person string, from, to evaluation.Date) ([]desk.Fact, error) {
	own, err := desk.All(ctx, s.Ledger, evaluation.Query{
		Office: office, Kinds: []string{KindMentoring, KindStay, KindMove}, Subjects: []string{person},
		States: states(Concluded, StayApproved, StayEnded, StayLapsed, MoveEffective),
	})
	if err != nil {
		return nil, err
	}
	mentored, err := desk.All(ctx, s.Ledger, evaluation.Query{
		Office: office, Kinds: []string{KindMentoring}, Parties: []string{person}, States: states(Concluded),
	})
	if err != nil {
		return nil, err
	}
	var out []desk.Fact
	for _, r := range append(own, mentored...) {
		f, err := factOf(r, person)
		if err != nil {
			return nil, err
		}
		if (from.IsZero() || !f.On.Before(from)) && (to.IsZero() || !f.On.After(to)) {
			out = append(out, f)
		}
	}
	return out, nil
}

func factOf(r evaluation.Record, person string) (desk.Fact, error) {
	f := desk.Fact{Kind: r.Kind, Record: r.ID}
	if r.Kind == KindStay {
		p, err := evaluation.PayloadOf[Stay](r)
		if err != nil {
			return f, err
		}
		f.On, f.Say = p.ApprovedOn, evaluation.Say("rotation.fact.stay", "until", p.Until)
		return f, nil
	}
	if r.Kind == KindMove {
		p, err := evaluation.PayloadOf[Moving](r)
		if err != nil {
			return f, err
		}
		f.On = p.Effective
		f.Say = evaluation.Say("rotation.fact.move", "from", p.FromUnitName+p.FromPost, "to", p.ToUnitName+p.ToPost)
		return f, nil
	}
	m, err := evaluation.PayloadOf[Mentoring](r)
	if err != nil {
		return f, err
	}
	f.On = m.EndedOn
	if r.Subject == person {
		f.Say = evaluation.Say("rotation.fact.mentored", "mentor", m.Mentor.Name, "outcome", evaluation.Say("rotation.mentoring.field.outcome."+m.Conclusion.Outcome))
		return f, nil
	}
	f.Say, f.Goes = evaluation.Say("rotation.fact.mentor", "name", m.NewcomerName, "from", m.Mentor.From, "to", m.EndedOn), desk.GoesResults
	return f, nil
}
