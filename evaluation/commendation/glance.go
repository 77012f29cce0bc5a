package commendation

import "kaoji/evaluation"

// glance: how many deeds were filed, and what has not been dealt with or published.
func glance() []evaluation.Indicator {
	return []evaluation.Indicator{
		{Key: "filed", Kind: KindDeed, States: evaluation.States(DeedFiled, DeedPublished), Span: evaluation.ThisYear, Unit: evaluation.UnitPieces},
		{Key: "verifying", Kind: KindDeed, States: evaluation.States(DeedReported, DeedVerified), Unit: evaluation.UnitPieces},
		{Key: "late", Kind: KindBulletin, States: evaluation.States(BulletinDraft, BulletinSubmitted), Late: true, Unit: evaluation.UnitIssues},
		{Key: "unpublished", Kind: KindDeed, States: evaluation.States(DeedFiled), Unit: evaluation.UnitPieces},
		{Key: "bulletins", Kind: KindBulletin, States: evaluation.States(BulletinDraft, BulletinSubmitted), Unit: evaluation.UnitIssues},
	}
}
