package bonus

import "kaoji/evaluation"

// periodDays: the entries of a period close on their day, and the notice is open for a
// while.
func periodDays() []evaluation.Milestone {
	standing := evaluation.States(PeriodDraft, PeriodEntering, PeriodVerified, PeriodNotice, PeriodSigning, PeriodReady, PeriodApproved, PeriodExported)
	return []evaluation.Milestone{
		{Key: "entries", Day: "entries_by", Way: evaluation.Closes, Of: standing, For: evaluation.Running.Or(evaluation.Leader, evaluation.Head), Year: true},
		{Key: "notice", Day: "notice_from", Way: evaluation.Opens, Of: standing, Year: true},
		{Key: "notice_end", Day: "notice_until", Way: evaluation.Closes, Of: standing, Year: true},
	}
}
