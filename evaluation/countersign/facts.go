package countersign

import (
	"kaoji/evaluation"
	"kaoji/evaluation/desk"
)

// Telling returns what was countersigned about a person, for the file as those see it who
// may read the request.
func (s *Service) Telling() []desk.Telling {
	return []desk.Telling{{Kind: KindRequest, States: evaluation.States(Agreed, Closed), Of: desk.Reads(told, "matter", "closing")}}
}

func told(r evaluation.Record, p *Request, _ string) desk.Fact {
	matter := evaluation.Say(KindRequest + ".field.matter." + p.Matter)
	if p.Closing == nil {
		return desk.Fact{On: r.On, Say: evaluation.Say("countersign.fact.agreed", "matter", matter)}
	}
	return desk.Fact{On: r.On, Say: evaluation.Say("countersign.fact.closed", "matter", matter, "result", p.Closing.Result)}
}
