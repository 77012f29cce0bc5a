package auth

import (
	"slices"

	"kaoji/evaluation"
)

// What stands in a campaign and in a part, and who reads it. The questions of a
// test stand in the campaign with their answers, so they are for the section
// alone; those who sit the test get them without. What somebody wrote in a test
// or to make up for a session is for the person and the section.
var (
	campaignSeen = []string{
		"title", "theme", "aim", "from", "to", "hours", "files", "audience", "reflect", "ask", "length", "reflect_by", "head_reviews", "test_by",
		"pass", "tries", "started_on", "closed_on", "cancelled_for", "rules",
	}
	campaignLed = slices.Concat(campaignSeen, []string{"people", "left", "left_for"})
	partSeen    = []string{
		"campaign", "title", "from", "to", "person", "name", "unit_name", "since", "wanted", "hours", "marks", "reflects", "reflected_on", "test",
		"test_by", "pass", "passed_on", "completed_on", "excused_for", "rules",
	}
	reflectionSeen = []string{"campaign", "part", "title", "name", "unit_name", "due_by", "on", "late"}
	creditSeen     = []string{"person", "name", "unit_name", "title", "organiser", "form", "from", "to", "hours", "days"}

	campaignShown   = []evaluation.State{"running", "closed", "cancelled"}
	reflectionRead  = []evaluation.State{"submitted", "with_head"}
	reflectionHead  = []evaluation.State{"with_head"}
	studyShown      = []evaluation.State{"following", "closed"}
	creditConfirmed = []evaluation.State{"confirmed"}
	leading         = []evaluation.Role{evaluation.RolePrincipal, evaluation.RoleLeader, evaluation.RoleDiscipline}
)

// educationGrants are the lines of measure 5. What Kaoji does itself (enrolling,
// carrying attendance into parts, ending them) stands in no line. That nobody
// notes the own attendance or a relative's is checked by the domain.
var educationGrants = slices.Concat(

	acts("education.campaign", onlyPersonnel, "draft", "edit", "set_test", "start", "admit", "close", "cancel"),
	[]Grant{
		{Kind: "education.campaign", Act: Read, Roles: onlyPersonnel, Fields: everything},
		{Kind: "education.campaign", Act: Read, Roles: onlyPrinc, Fields: campaignLed},
		{Kind: "education.campaign", Act: Read, Roles: staffRoles, States: campaignShown, Fields: campaignSeen},
	},

	acts("education.session", onlyPersonnel, "plan", "change", "open", "note", "hold", "close", "cancel"),
	related("education.session", staffRoles, evaluation.Party, "open", "note", "hold"),
	[]Grant{{Kind: "education.session", Act: Read, Roles: staffRoles, Fields: everything}},

	related("education.part", staffRoles, evaluation.Own, "check_in", "make_up", "take_test"),
	acts("education.part", onlyPersonnel, "accept_make_up", "return_make_up", "grade", "grant_attempt", "excuse"),
	[]Grant{
		{Kind: "education.part", Act: Read, Roles: onlyPersonnel, Fields: everything},
		{Kind: "education.part", Act: Read, Roles: onlyPrinc, Fields: partSeen},
		{Kind: "education.part", Act: Read, Roles: onlyLeader, Relation: evaluation.Charge, Fields: partSeen},
		{Kind: "education.part", Act: Read, Roles: onlyHead, Relation: evaluation.Department, Fields: partSeen},
		{Kind: "education.part", Act: Read, Roles: staffRoles, Relation: evaluation.Own, Fields: everything},
	},

	related("education.reflection", staffRoles, evaluation.Own, "submit"),
	[]Grant{
		{Kind: "education.reflection", Act: "accept", Roles: onlyPersonnel, States: reflectionRead},
		{Kind: "education.reflection", Act: "return", Roles: onlyPersonnel, States: reflectionRead},
		{Kind: "education.reflection", Act: "accept", Roles: onlyHead, Relation: evaluation.Department, States: reflectionHead},
		{Kind: "education.reflection", Act: "return", Roles: onlyHead, Relation: evaluation.Department, States: reflectionHead},
		{Kind: "education.reflection", Act: Read, Roles: onlyPersonnel, Fields: everything},
		{Kind: "education.reflection", Act: Read, Roles: onlyHead, Relation: evaluation.Department, Fields: reflectionSeen},
		{Kind: "education.reflection", Act: Read, Roles: onlyHead, Relation: evaluation.Department, States: reflectionHead, Fields: everything},
		{Kind: "education.reflection", Act: Read, Roles: staffRoles, Relation: evaluation.Own, Fields: everything},
	},

	acts("education.credit", onlyPersonnel, "register", "confirm", "return", "revoke", "resubmit", "withdraw"),
	related("education.credit", staffRoles, evaluation.Own, "report", "resubmit", "withdraw"),
	[]Grant{
		{Kind: "education.credit", Act: Read, Roles: onlyPersonnel, Fields: everything},
		{Kind: "education.credit", Act: Read, Roles: onlyPrinc, States: creditConfirmed, Fields: creditSeen},
		{Kind: "education.credit", Act: Read, Roles: onlyLeader, Relation: evaluation.Charge, States: creditConfirmed, Fields: creditSeen},
		{Kind: "education.credit", Act: Read, Roles: onlyHead, Relation: evaluation.Department, States: creditConfirmed, Fields: creditSeen},
		{Kind: "education.credit", Act: Read, Roles: staffRoles, Relation: evaluation.Own, Fields: everything},
	},

	acts("education.study", onlyPersonnel, "draft", "edit", "adopt", "confirm", "send_back", "hand_over", "discard"),
	related("education.study", staffRoles, evaluation.Party, "report"),
	[]Grant{
		{Kind: "education.study", Act: Read, Roles: onlyPersonnel, Fields: everything},
		{Kind: "education.study", Act: Read, Roles: leading, States: studyShown, Fields: everything},
		{Kind: "education.study", Act: Read, Roles: onlyHead, States: studyShown, Fields: everything},
		{Kind: "education.study", Act: Read, Roles: staffRoles, Relation: evaluation.Party, States: studyShown, Fields: everything},
	},
)
