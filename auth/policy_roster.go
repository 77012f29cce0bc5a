package auth

import "kaoji/evaluation"

// rosterGrants: 组织科 keeps the roster; everybody sees the own entry whole.
var rosterGrants = []Grant{
	{Kind: "roster.person", Act: Any, Roles: onlyPersonnel},
	{Kind: "roster.person", Act: Read, Fields: everything, Roles: []evaluation.Role{evaluation.RolePersonnel, evaluation.RolePrincipal}},
	{Kind: "roster.person", Act: Read, Fields: everything, Roles: []evaluation.Role{evaluation.RoleLeader}, Relation: evaluation.Charge},
	{Kind: "roster.person", Act: Read, Fields: everything, Roles: staffRoles, Relation: evaluation.Own},
	// A head works with these people; telephone, relatives and what is behind an absence are not part of that.
	{Kind: "roster.person", Act: Read, Roles: []evaluation.Role{evaluation.RoleHead}, Relation: evaluation.Department, Fields: []string{
		"no", "name", "pinyin", "sex", "born", "politics", "education", "establishment", "worked_since", "joined", "left",
		"appointments", "liaisons", "duties",
	}},
	// Accounts are made for people: an administrator has to know whom there is, and nothing more.
	{Kind: "roster.person", Act: Read, Roles: onlyAdmin, Fields: []string{"no", "name", "pinyin"}},

	{Kind: "roster.department", Act: Any, Roles: onlyPersonnel},
	{Kind: "roster.department", Act: Read, Fields: everything, Roles: businessRoles},
	{Kind: "roster.committee", Act: Any, Roles: onlyPersonnel},
	{Kind: "roster.committee", Act: Read, Fields: everything, Roles: businessRoles},

	{Kind: "roster.import", Act: Any, Roles: onlyPersonnel},
	{Kind: "roster.import", Act: Read, Fields: everything, Roles: onlyPersonnel},
}
