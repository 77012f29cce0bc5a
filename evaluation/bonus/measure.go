package bonus

import "kaoji/evaluation"

// Measure is measure 4 as the rest of Kaoji knows it.
func (s *Service) Measure() evaluation.Measure {
	return evaluation.Measure{Number: 4, Name: "bonus", Glance: glance(), Tally: reported(), Kinds: []evaluation.Kind{
		s.periodKind(), s.entryKind(), s.deductionKind(), s.adjustmentKind(), s.schemeKind(),
	}}
}
