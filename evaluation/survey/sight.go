package survey

import (
	"slices"

	"kaoji/evaluation"
)

// Fields of a wave. The answers are not in the record, and whoever may answer is asked by
// Service.Forms. The key of the answers and what
// was counted are in no list: results are read through Counted, which hides small groups.
var (
	waveTitle = []string{"title", "intro", "answer_by"}
	waveWhole = slices.Concat(waveTitle, []string{"groups", "sections", "before", "slips", "reminded", "readings", "rules", "keepers", evaluation.FieldHistory})
)

var waveSight = evaluation.Sight{Readers: slices.Concat(
	evaluation.Running.See(waveWhole...),
	evaluation.Leader.In(WaveRunning, WaveClosed, WaveCounted).See(waveWhole...),
	evaluation.By(evaluation.RoleHead, evaluation.RoleCadre, evaluation.RoleDiscipline, evaluation.RoleCommittee).In(WaveRunning).See(waveTitle...),
)}

// paperSight: the entries are in no list.
var paperSight = evaluation.Sight{Noted: true, Readers: evaluation.Running.See("group_name", "papers", "differing", "cast_on", evaluation.FieldHistory)}
