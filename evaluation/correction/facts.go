package correction

import (
	"kaoji/evaluation"
	"kaoji/evaluation/desk"
)

// Telling returns a person's requests with their answers, for the person's file.
func (s *Service) Telling() []desk.Telling {
	return []desk.Telling{{Kind: KindRequest, States: evaluation.States(Submitted, Accepted, Partly, Refused, Closed), Of: desk.Reads(requested, "about", "result", "submitted_on", "answered_on")}}
}

func requested(r evaluation.Record, p *Request, _ string) desk.Fact {
	about := evaluation.Say(KindRequest + ".field.about." + p.About)
	if p.Result == "" {
		return desk.Fact{On: p.SubmittedOn, Say: evaluation.Say("correction.fact.open", "about", about, "due", r.Due)}
	}
	return desk.Fact{On: p.SubmittedOn, Say: evaluation.Say(
		"correction.fact.answered", "about", about, "result", evaluation.Say(KindRequest+".state."+p.Result), "on", p.AnsweredOn,
	)}
}
