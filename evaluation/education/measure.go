package education

import "kaoji/evaluation"

// Measure is measure 5 as the rest of Kaoji knows it.
func (s *Service) Measure() evaluation.Measure {
	return evaluation.Measure{Number: 5, Name: "education", Glance: glance(), Tally: reported(), Kinds: []evaluation.Kind{
		s.campaignKind(), s.sessionKind(), s.partKind(), s.reflectionKind(), s.creditKind(), s.studyKind(),
	}}
}
