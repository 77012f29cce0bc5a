package auth

import (
	"slices"

	"kaoji/evaluation"
)

// rosterGrants: 组织科 keeps the roster; everybody sees the own entry whole.
// What an import does (imported, reimported, withdrawn) is Kaoji's own act and
// stands in no line: it is not held to the recusal rule.
//
// An ID-card number is kept for finding a person again at the next import; no
// line shows it, nor the mark that it is found by.
var rosterGrants = slices.Concat(
	acts("roster.person", onlyPersonnel, "enter", "amend", "appoint", "correct_post", "add_post", "end_post", "correct_name_order", "liaise", "end_liaison",
		"relate", "unrelate", "absence", "end_absence", "annul_absence", "classify", "depart", "reinstate"),
	[]Grant{
		{Kind: "roster.person", Act: Read, Fields: personFields, Roles: []evaluation.Role{evaluation.RolePersonnel, evaluation.RolePrincipal}},
		{Kind: "roster.person", Act: Read, Fields: personFields, Roles: []evaluation.Role{evaluation.RoleLeader}, Relation: evaluation.Charge},
		{Kind: "roster.person", Act: Read, Fields: personFields, Roles: staffRoles, Relation: evaluation.Own},
		// A head works with these people; telephone, relatives and what is behind an absence are not part of that.
		{Kind: "roster.person", Act: Read, Roles: []evaluation.Role{evaluation.RoleHead}, Relation: evaluation.Department, Fields: []string{
			"no", "name", "pinyin", "sex", "born", "politics", "education", "establishment", "worked_since", "joined", "left",
			"appointments", "concurrent", "liaisons", "duties", "secondment",
		}},
		// Accounts are made for people: an administrator has to know whom there is, and nothing more.
		{Kind: "roster.person", Act: Read, Roles: onlyAdmin, States: []evaluation.State{"present"}, Fields: []string{"no", "name", "pinyin"}},
	},

	acts("roster.department", onlyPersonnel, "open", "rename", "reorder", "charge", "end_charge", "close"),
	[]Grant{{Kind: "roster.department", Act: Read, Fields: everything, Roles: businessRoles}},

	acts("roster.committee", onlyPersonnel, "open", "amend", "seat", "close"),
	[]Grant{
		// Who is related to whom is for those who run the measures.
		{Kind: "roster.committee", Act: Read, Fields: everything, Roles: []evaluation.Role{evaluation.RolePersonnel, evaluation.RolePrincipal}},
		{Kind: "roster.committee", Act: Read, Roles: []evaluation.Role{
			evaluation.RoleLeader, evaluation.RoleHead, evaluation.RoleCadre, evaluation.RoleDiscipline, evaluation.RoleCommittee,
			evaluation.RoleSupervisor,
		}, Fields: []string{
			"name", "secretary", "director", "phone", "households", "order", "opened", "closed", "import",
		}},
	},

	acts("roster.import", onlyPersonnel, "prepare", "choose", "apply", "undo", "discard"),
	[]Grant{{Kind: "roster.import", Act: Read, Fields: everything, Roles: onlyPersonnel}},
)

// personFields are what a person's file shows to those who see it whole.
var personFields = []string{
	"no", "name", "pinyin", "sex", "born", "ethnicity", "politics", "education", "establishment", "worked_since", "joined", "left", "phone",
	"appointments", "concurrent", "liaisons", "relatives", "absences", "duties", "secondment", "import", evaluation.FieldHistory,
}
