package rotation

import (
	"kaoji/evaluation"
	"kaoji/evaluation/desk"
)

// Telling returns how a person's mentoring ended, whom the person mentored,
// decisions that the person stays in the post, and moves by a plan.
func (s *Service) Telling() []desk.Telling {
	return []desk.Telling{
		{Kind: KindMentoring, States: evaluation.States(Concluded), Of: desk.Reads(mentored)},
		{Kind: KindMentoring, States: evaluation.States(Concluded), Party: true, Of: desk.Reads(mentoredBy)},
		{Kind: KindStay, States: evaluation.States(StayApproved, StayEnded, StayLapsed), Of: desk.Reads(stayed)},
		{Kind: KindMove, States: evaluation.States(MoveEffective), Of: desk.Reads(moved)},
	}
}

func mentored(_ evaluation.Record, m *Mentoring, _ string) desk.Fact {
	outcome := evaluation.Say("rotation.mentoring.field.outcome." + m.Conclusion.Outcome)
	return desk.Fact{On: m.EndedOn, Say: evaluation.Say("rotation.fact.mentored", "mentor", m.Mentor.Name, "outcome", outcome)}
}

func mentoredBy(_ evaluation.Record, m *Mentoring, _ string) desk.Fact {
	return desk.Fact{
		On: m.EndedOn, Goes: desk.GoesResults,
		Say: evaluation.Say("rotation.fact.mentor", "name", m.NewcomerName, "from", m.Mentor.From, "to", m.EndedOn),
	}
}

func stayed(_ evaluation.Record, p *Stay, _ string) desk.Fact {
	return desk.Fact{On: p.ApprovedOn, Say: evaluation.Say("rotation.fact.stay", "until", p.Until)}
}

func moved(_ evaluation.Record, p *Moving, _ string) desk.Fact {
	return desk.Fact{
		On: p.Effective, Say: evaluation.Say("rotation.fact.move", "from", p.FromUnitName+p.FromPost, "to", p.ToUnitName+p.ToPost),
	}
}
