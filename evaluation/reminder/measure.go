package reminder

import "kaoji/evaluation"

// Measure is measure 1 as the rest of Kaoji knows it.
func (s *Service) Measure() evaluation.Measure {
	return evaluation.Measure{Number: 1, Name: "reminder", Glance: glance(), Tally: reported(), Kinds: []evaluation.Kind{
		s.talkKind(), s.clearingKind(), s.alarmKind(), s.scanKind(), s.exposureKind(),
	}}
}
