package auth

import (
	"slices"

	"kaoji/evaluation"
)

// What stands in a training plan. The cadre does not read what the person
// responsible reports.
var (
	planOwn = []string{
		"person", "person_name", "unit_name", "post", "goals", "from", "until", "hours", "responsible", "gap", "milestones", "postings",
		"studies", "summaries", "result", "without", "ended", "stopped_for",
	}
	planResponsible = slices.Concat(planOwn, []string{"reports", "report_by", "round"})
	planTrained     = []evaluation.State{"running", "completed"}
)

// trainingGrants are the lines of training plans. That a plan is vacant is noted
// by Kaoji itself; who is responsible is checked by the domain.
var trainingGrants = slices.Concat(
	acts("training.plan", onlyPersonnel, "open", "amend", "note_milestone", "note_posting", "note_study", "hand_over", "complete", "stop"),
	related("training.plan", staffRoles, evaluation.Party, "report", "note_milestone"),
	related("training.plan", staffRoles, evaluation.Own, "summarise"),
	[]Grant{
		{Kind: "training.plan", Act: Read, Roles: running, Fields: everything},
		{Kind: "training.plan", Act: Read, Roles: staffRoles, Relation: evaluation.Party, States: planTrained, Fields: planResponsible},
		{Kind: "training.plan", Act: Read, Roles: staffRoles, Relation: evaluation.Own, Fields: planOwn},
	},
)
