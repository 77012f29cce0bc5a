package concern

import (
	"slices"

	"kaoji/evaluation"
)

// Fields of a concern. What another body is asked and answers those in charge of
// concerns read, and nobody else. Only handlers see the findings; a leader in charge does not
// see the channel.
var (
	matterSent    = []string{"no", "channel", "category", "topic", "content", "happened", "received", "files"}
	matterTold    = slices.Concat(matterSent, []string{"reply", "answered_on"})
	matterHandled = slices.Concat(matterTold, []string{
		"person_name", "unit_name", "named", "wide", "accepted_on", "done_by", "handler", "handler_name", "extended", "outcome", "findings",
		"merged_into", "merged", "split_from", "missing", "rules",
	})
	dealing       = evaluation.By(evaluation.RolePersonnel, evaluation.RoleDiscipline)
	knowing       = evaluation.By(evaluation.RolePersonnel, evaluation.RoleDiscipline, evaluation.RolePrincipal)
	openingLog    = []string{"place", "on", "first", "first_name", "other", "other_name", "count", "confirmed", "rules"}
	matterReplied = evaluation.States(Answered, Declined, Referred, Commended)
	matterInside  = evaluation.States(Received, Accepted, Assigned, Concluded, Answered, Declined, Merged, Commended) // not with another body
	matterPending = evaluation.States(Received, Accepted, Assigned, Concluded, Merged)
)

// matterSight: a person never learns of a concern about themselves (C-28), so
// nobody reads one as its subject.
var matterSight = evaluation.Sight{Noted: true, OwnOnly: true, NotHead: true, Readers: slices.Concat(
	knowing.See(evaluation.All),
	evaluation.Leader.As(evaluation.Charge).In(matterInside...).See(matterHandled...),
	evaluation.Leader.As(evaluation.Party).In(matterInside...).See(matterHandled...),
	evaluation.Supervisor.As(evaluation.Party).In(matterPending...).See(matterSent...),
	evaluation.Supervisor.As(evaluation.Party).In(matterReplied...).See(matterTold...),
)}

// statementSight: what is published everybody reads; until then those who write and approve it.
var statementSight = evaluation.Sight{Readers: evaluation.Running.Or(evaluation.Discipline).See(evaluation.All).Or(
	evaluation.Business.In(StatementPublished).See("title", "from", "to", "raised", "done", "published"),
)}

var boxSight = evaluation.Sight{Readers: knowing.See(evaluation.All)}

// openingSight: people other than the two who opened a box see that it was opened
// and the number of slips, but no slip.
var openingSight = evaluation.Sight{Noted: true, Readers: slices.Concat(
	evaluation.Staff.As(evaluation.Party).See(evaluation.All),
	knowing.See(openingLog...),
)}
