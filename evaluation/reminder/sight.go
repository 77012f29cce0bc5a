package reminder

import (
	"slices"

	"kaoji/evaluation"
)

// Fields of a talk. The person learns of it with the appointment or letter, and
// never sees proposal, alarm, evidence and comments of approvers. The talker gets
// what is needed to hold the talk.
var (
	remindTold = []string{
		"level", "mode", "group", "person", "person_name", "post", "unit_name", "cause", "points", "talker_name", "talker_post", "entrusted",
		"recorder_name", "recorder_post", "appointment", "letters", "answers", "reply", "answer_by", "criticism_by", "report_by",
		"effect_from", "effect_until", "missing",
	}
	remindRecord = slices.Concat(remindTold, []string{"held_on", "held_time", "held_place", "reason", "explanation", "watch", "measures"})
	remindTalker = slices.Concat(remindRecord, []string{"talker", "recorder"})

	remindKnown    = evaluation.States(Scheduled, Sent, Held, Cancelled)
	remindReleased = evaluation.States(Released, Answered, Following, Closed, Revoked)
	remindHolding  = evaluation.States(Scheduled, Held, Released, Answered, Following, Closed)
	remindDecided  = evaluation.States(Approved, Scheduled, Sent, Held, Released, Answered, Following, Closed, Cancelled, Revoked)
	scanFrame      = []string{"from", "to", "unit_basis", "people_basis", "by", "rules"}
	knowing        = evaluation.By(evaluation.RolePersonnel, evaluation.RolePrincipal, evaluation.RoleDiscipline)
	alarmSeen      = []string{"family", "name", "unit_name", "scans", "on", "level", "wide", "checks", "closed", "closed_on", "talk"}
)

var exposureSight = evaluation.Sight{Readers: slices.Concat(
	knowing.See(evaluation.All),
	evaluation.Head.As(evaluation.Department).See(evaluation.All),
	evaluation.Leader.As(evaluation.Charge).See(evaluation.All),
)}

// The results of a scan are read only through reminder.Findings, because a person
// who is compared could compute their own figures from those of others. For the
// same reason an alarm does not show its figures and evidence.
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
