package rotation

import "kaoji/evaluation"

// Measure is measure 8 as the rest of Kaoji knows it.
func (s *Service) Measure() evaluation.Measure {
	return evaluation.Measure{Number: 8, Name: "rotation", Glance: glance(), Tally: reported(), Kinds: []evaluation.Kind{
		s.mentoringKind(),
		s.loadKind(),
		s.caseKind(),
		s.stayKind(),
		s.postKind(),
		s.planKind(),
		s.moveKind(),
	}}
}
