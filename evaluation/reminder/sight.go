package reminder

import (
	"slices"

	"kaoji/evaluation"
)

// What stands in a talk. The person knows of it from the appointment or letter
// on, and never learns of proposal, alarm, evidence and what approvers said.
// The talker gets what one needs to hold it.
var (
	remindTold = []string{
		"level", "mode", "group", "person", "person_name", "post", "unit_name", "cause", "points", "talker_name", "talker_post", "entrusted",
		"recorder_name", "recorder_post", "appointment", "letters", "answers", "reply", "answer_by", "criticism_by", "report_by",
		"effect_from", "effect_until", "missing",
	}
	remindRecord = slices.Concat(remindTold, []string{"held_on", "held_time", "held_place", "reason", "explanation", "watch", "measures"})
	remindTalker = slices.Concat(remindRecord, []string{"talker", "recorder"})

	remindKnown    = states(Scheduled, Sent, Held, Cancelled)
	remindReleased = states(Released, Answered, Following, Closed, Revoked)
	remindHolding  = states(Scheduled, Held, Released, Answered, Following, Closed)
	remindDecided  = states(Approved, Scheduled, Sent, Held, Released, Answered, Following, Closed, Cancelled, Revoked)
	scanFrame      = []string{"from", "to", "unit_basis", "people_basis", "by", "rules"}
	knowing        = evaluation.By(evaluation.RolePersonnel, evaluation.RolePrincipal, evaluation.RoleDiscipline)
	alarmSeen      = []string{"family", "name", "unit_name", "scans", "on", "level", "wide", "checks", "closed", "closed_on", "talk"}
)

var exposureSight = evaluation.Sight{Readers: slices.Concat(
	knowing.See(evaluation.All),
	evaluation.Head.As(evaluation.Department).See(evaluation.All),
	evaluation.Leader.As(evaluation.Charge).See(evaluation.All),
)}

// What a scan found is read through reminder.Findings alone: from the figures of
// others somebody compared with them could work out the own. So neither does an
// alarm show its figures and evidence: the line of the scan has them.
var scanSight = evaluation.Sight{Noted: true, Readers: knowing.See(scanFrame...)}

var alarmSight = evaluation.Sight{Noted: true, OwnOnly: true, NotHead: true, Readers: knowing.See(alarmSeen...)}

var talkSight = evaluation.Sight{Noted: true, OwnOnly: true, Readers: slices.Concat(
	evaluation.Running.See(evaluation.All),
	evaluation.Discipline.In(remindDecided...).See(evaluation.All),
	evaluation.Leader.As(evaluation.Charge).See(evaluation.All),
	evaluation.Officials.As(evaluation.Party).In(remindHolding...).See(remindTalker...),
	evaluation.Staff.As(evaluation.Own).In(remindKnown...).See(remindTold...),
	evaluation.Staff.As(evaluation.Own).In(remindReleased...).See(remindRecord...),
)}
