package reserve

import "kaoji/evaluation"

// candidateSight: the list is closed to all but the section and the principal
// leaders, and to those of them whom it is about or who are relatives.
var candidateSight = evaluation.Sight{Noted: true, OwnOnly: true, NotRelatives: true, Unnamed: true, Readers: evaluation.Running.See(evaluation.All)}
