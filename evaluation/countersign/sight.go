package countersign

import "kaoji/evaluation"

// requestSight: personnel and the principal leaders read all; discipline inspection reads
// what was put to parties; others read what they themselves are asked about. For whom a
// request concerns, and relatives, it does not exist.
var requestSight = evaluation.Sight{
	NotRelatives: true, Noted: true,
	HiddenFrom: func(r *evaluation.Record) ([]string, error) { return about(r), nil },
	Readers: evaluation.Running.See(evaluation.All).Or(
		evaluation.Discipline.In(Signing, Agreed, Returned, Closed).See(evaluation.All),
		named.As(evaluation.Party).In(Signing, Agreed, Returned, Closed).See(evaluation.All),
	),
}
