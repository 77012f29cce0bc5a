package commendation

import "kaoji/evaluation"

// reported: what was commended.
func reported() []evaluation.Tally {
	return []evaluation.Tally{
		{Key: "deeds", Kind: KindDeed, States: evaluation.States(DeedFiled, DeedPublished), By: "ground", Unit: evaluation.UnitPieces},
		{Key: "bulletins", Kind: KindBulletin, States: evaluation.States(BulletinReleased), Unit: evaluation.UnitIssues},
	}
}
