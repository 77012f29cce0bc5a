package survey

import "kaoji/evaluation"

// reported: questionnaires that were counted.
func reported() []evaluation.Tally {
	return []evaluation.Tally{{Key: "waves", Kind: KindWave, States: evaluation.States(WaveCounted), Unit: evaluation.UnitPieces}}
}
