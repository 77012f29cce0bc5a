package auth

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

	remindKnown    = []evaluation.State{"scheduled", "sent", "held", "cancelled"}
	remindReleased = []evaluation.State{"released", "answered", "following", "closed", "revoked"}
	remindHolding  = []evaluation.State{"scheduled", "held", "released", "answered", "following", "closed"}
	remindDecided  = []evaluation.State{
		"approved", "scheduled", "sent", "held", "released", "answered", "following", "closed", "cancelled", "revoked",
	}
	onlyDiscipline = []evaluation.Role{evaluation.RoleDiscipline}
	talkers        = []evaluation.Role{
		evaluation.RolePersonnel, evaluation.RolePrincipal, evaluation.RoleLeader, evaluation.RoleHead, evaluation.RoleCadre,
	}
	scanFrame = []string{"from", "to", "unit_basis", "people_basis", "by", "rules"}
	alarmSeen = []string{"family", "name", "unit_name", "scans", "on", "level", "wide", "checks", "closed", "closed_on", "talk"}
)

// reminderGrants are the lines of measure 1. What Kaoji does itself (raising,
// renewing and taking up alarms) stands in no line. Different persons for
// different steps, talkers and recusal of relatives are checked by the domain.
// What a scan found is read through reminder.Findings alone: from the figures of
// others somebody compared with them could work out the own. So neither does an
// alarm show its figures and evidence: the line of the scan has them.
var reminderGrants = slices.Concat(

	acts("reminder.exposure", onlyPersonnel, "enter", "correct", "confirm"),
	related("reminder.exposure", onlyHead, evaluation.Department, "enter", "correct"),
	[]Grant{
		{Kind: "reminder.exposure", Act: Read, Roles: knowing, Fields: everything},
		{Kind: "reminder.exposure", Act: Read, Roles: onlyHead, Relation: evaluation.Department, Fields: everything},
		{Kind: "reminder.exposure", Act: Read, Roles: onlyLeader, Relation: evaluation.Charge, Fields: everything},
	},

	acts("reminder.scan", onlyPersonnel, "run"),
	[]Grant{{Kind: "reminder.scan", Act: Read, Roles: knowing, Fields: scanFrame}},

	acts("reminder.alarm", onlyPersonnel, "check", "set_aside"),
	[]Grant{{Kind: "reminder.alarm", Act: Read, Roles: knowing, Fields: alarmSeen}},

	acts("reminder.talk", onlyPersonnel, "propose", "resubmit", "schedule", "send", "note_refusal", "reply", "ask_again", "accept", "review"),
	acts("reminder.talk", running, "withdraw"),
	related("reminder.talk", onlyLeader, evaluation.Charge, "check"),
	acts("reminder.talk", onlyPrinc, "check", "approve", "confirm", "return", "revoke"),
	related("reminder.talk", talkers, evaluation.Party, "hold", "release", "reply"),
	related("reminder.talk", staffRoles, evaluation.Own, "acknowledge", "explain", "object", "refuse", "submit_criticism", "submit_report"),
	[]Grant{
		{Kind: "reminder.talk", Act: "return", Roles: onlyLeader, Relation: evaluation.Charge, States: []evaluation.State{"proposed"}},
		{Kind: "reminder.talk", Act: Read, Roles: running, Fields: everything},
		{Kind: "reminder.talk", Act: Read, Roles: onlyDiscipline, States: remindDecided, Fields: everything},
		{Kind: "reminder.talk", Act: Read, Roles: onlyLeader, Relation: evaluation.Charge, Fields: everything},
		{Kind: "reminder.talk", Act: Read, Roles: talkers, Relation: evaluation.Party, States: remindHolding, Fields: remindTalker},
		{Kind: "reminder.talk", Act: Read, Roles: staffRoles, Relation: evaluation.Own, States: remindKnown, Fields: remindTold},
		{Kind: "reminder.talk", Act: Read, Roles: staffRoles, Relation: evaluation.Own, States: remindReleased, Fields: remindRecord},
	},
)
