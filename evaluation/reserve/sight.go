package reserve

import "kaoji/evaluation"

// candidateSight: only the personnel section and the principal leaders see the
// list, except the person concerned and relatives.
var candidateSight = evaluation.Sight{Noted: true, OwnOnly: true, NotRelatives: true, Unnamed: true, Readers: evaluation.Running.See(evaluation.All)}
