package auth

import (
	"slices"

	"kaoji/evaluation"
)

// What stands in a round. Who may vote and who is recused (panels), and the
// slips, are for those who run it; nobody reads whether somebody has voted,
// because it is nowhere.
var (
	roundForm = []string{"year", "from", "as_of", "vote_by", "opinion_by", "items", "scale", "comments", "guide", "rules"}
	// What the ballots are encrypted to and sealed with (key) is in no list.
	roundWhole = slices.Concat(roundForm, []string{"account", "code", "paper", "exceptions", "panels", "cadres", "slips", "rehearsals", "keepers", evaluation.FieldHistory})
	roundOpen  = []evaluation.State{"voting", "counting", "tallied", "released", "closed"}
	// The raters see the form while they vote, and when they only try it.
	roundPolls = []evaluation.State{"rehearsing", "voting", "counting", "tallied"}
)

// What stands on a sheet of the appraisal. Results are in it from the tally on.
var (
	appraisedBasics = []string{"year", "name", "unit_name", "post", "served", "rules"}
	appraisedWhole  = slices.Concat(appraisedBasics, []string{"result", "digest", "released", "answer", "objection", evaluation.FieldHistory})
	appraisedOwn    = slices.Concat(appraisedBasics, []string{"result", "digest", "released", "answer", "objection"})
	appraisedTold   = []evaluation.State{"released", "acknowledged", "objected", "answered", "refused", "locked"}
)

// What stands in an opinion. Until it is signed it is the signer's alone.
var (
	opinionBasics = []string{"year", "name", "unit_name", "post", "committee", "committee_name", "named", "signer", "signer_name"}
	opinionSaid   = slices.Concat(opinionBasics, []string{"text", "advice", "signed_on", "on_paper", "files", "amendments"})
	opinionOwn    = []string{"year", "name", "committee_name", "named", "signer_name", "text", "advice", "signed_on", "amendments"}
	opinionGiven  = []evaluation.State{"signed", "released"}
	opinionTold   = []evaluation.State{"released"}
	committeeOnly = []evaluation.Role{evaluation.RoleCommittee}
)

// What stands in a batch of papers. What was typed in is in no list.
var paperCounts = []string{"committee", "committee_name", "papers", "differing", "cast_on", evaluation.FieldHistory}

// appraisalGrants are the lines of measure 3. What Kaoji does itself (making,
// tallying, releasing and dropping sheets and opinions) stands in no line.
// Second persons, signers and reviewers are checked by the domain.
var appraisalGrants = slices.Concat(

	acts("appraisal.round", onlyPersonnel, "plan", "amend", "rehearse", "end_rehearsal", "publish", "extend", "issue", "spoil",
		"issue_papers", "count_slips", "explain", "confirm", "end_voting", "tally", "release", "close", "cancel"),
	acts("appraisal.round", onlyPrinc, "confirm"),
	acts("appraisal.round", running, "keep"),
	acts("appraisal.round", running, "reopen"),
	[]Grant{
		{Kind: "appraisal.round", Act: Read, Roles: running, Fields: roundWhole},
		{Kind: "appraisal.round", Act: Read, Roles: staffRoles, States: roundOpen, Fields: roundForm},
		{Kind: "appraisal.round", Act: Read, Roles: committeeOnly, States: roundPolls, Fields: roundForm},
	},

	related("appraisal.sheet", staffRoles, evaluation.Own, "acknowledge", "object", "refuse"),
	acts("appraisal.sheet", onlyPersonnel, "note_refusal", "lock"),
	acts("appraisal.sheet", running, "assign", "reopen"),
	related("appraisal.sheet", reviewers, evaluation.Party, "answer"),
	[]Grant{
		{Kind: "appraisal.sheet", Act: Read, Roles: running, Fields: appraisedWhole},
		{Kind: "appraisal.sheet", Act: Read, Roles: reviewers, Relation: evaluation.Party, Fields: appraisedWhole},
		{Kind: "appraisal.sheet", Act: Read, Roles: onlyLeader, Relation: evaluation.Charge, States: appraisedTold, Fields: appraisedWhole},
		{Kind: "appraisal.sheet", Act: Read, Roles: staffRoles, Relation: evaluation.Own, States: []evaluation.State{"waiting", "tallied"}, Fields: appraisedBasics},
		{Kind: "appraisal.sheet", Act: Read, Roles: staffRoles, Relation: evaluation.Own, States: appraisedTold, Fields: appraisedOwn},
	},

	related("appraisal.opinion", committeeOnly, evaluation.Party, "write", "sign", "withdraw", "amend"),
	acts("appraisal.opinion", onlyPersonnel, "enter", "hand_over"),
	[]Grant{
		{Kind: "appraisal.opinion", Act: Read, Roles: committeeOnly, Relation: evaluation.Party, Fields: opinionSaid},
		{Kind: "appraisal.opinion", Act: Read, Roles: running, Fields: opinionBasics},
		{Kind: "appraisal.opinion", Act: Read, Roles: running, States: opinionGiven, Fields: opinionSaid},
		{Kind: "appraisal.opinion", Act: Read, Roles: onlyLeader, Relation: evaluation.Charge, States: opinionTold, Fields: opinionSaid},
		{Kind: "appraisal.opinion", Act: Read, Roles: staffRoles, Relation: evaluation.Own, States: opinionTold, Fields: opinionOwn},
	},

	acts("appraisal.paper", onlyPersonnel, "enter", "enter_again", "cast", "discard"),
	[]Grant{{Kind: "appraisal.paper", Act: Read, Roles: running, Fields: paperCounts}},
)
