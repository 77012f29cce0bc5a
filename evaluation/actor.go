package evaluation

import (
	"context"
	"slices"
)

// Role is the role of an account in the office. An account can have several roles,
// but admin and auditor cannot be combined with any other role.
type Role string

// The roles.
const (
	RoleAdmin      Role = "admin"      // 系统管理员
	RoleAuditor    Role = "auditor"    // 审计员
	RolePersonnel  Role = "personnel"  // 组织科
	RolePrincipal  Role = "principal"  // 党工委书记、办事处主任
	RoleLeader     Role = "leader"     // 分管领导
	RoleHead       Role = "head"       // 科室负责人
	RoleCadre      Role = "cadre"      // 机关干部
	RoleCommittee  Role = "committee"  // 居委干部
	RoleSupervisor Role = "supervisor" // 社会监督员
	RoleDiscipline Role = "discipline" // 纪工委
	RoleSystem     Role = "system"     // Kaoji itself, carrying out what a person decided; no account can hold it
)

// Roles lists every role that an account can have, in the order used on pages.
func Roles() []Role {
	return []Role{
		RoleAdmin, RoleAuditor, RolePersonnel, RolePrincipal, RoleLeader, RoleHead,
		RoleCadre, RoleCommittee, RoleSupervisor, RoleDiscipline,
	}
}

// Actor is the account that acts or reads, with its roles and, if it belongs to a
// person in the roster, that person's id.
type Actor struct {
	Office  string
	Account string
	Person  string
	Name    string
	Roles   []Role
}

// System is the actor for work that Kaoji does itself in an office.
func System(office string) Actor {
	return Actor{Office: office, Account: string(RoleSystem), Roles: []Role{RoleSystem}}
}

// Has reports whether the actor holds the role.
func (a Actor) Has(r Role) bool { return slices.Contains(a.Roles, r) }

// Relation is the relation of an actor to a record.
type Relation string

// The relations, from narrow to wide.
const (
	Own        Relation = "own"        // the record is about the actor
	Opener     Relation = "opener"     // the record was opened for the actor today, by an act that says why: see PartyOpen
	Party      Relation = "party"      // the record names the actor: talker, reviewer, person responsible, sender
	Department Relation = "department" // the actor heads the record's department
	Charge     Relation = "charge"     // the record's department is one the actor is in charge of
	Anyone     Relation = "anyone"     // everybody in the same office
)

// Relations lists every relation, from narrow to wide.
func Relations() []Relation { return []Relation{Own, Opener, Party, Department, Charge, Anyone} }

// Standing is the place of a person in the office on a day, from the roster.
type Standing struct {
	Heads     []string // departments that the person heads
	Charges   []string // departments that the person is in charge of as a leader
	Relatives []string // ids of relatives covered by the recusal rule (公务员回避规定 2020)
}

// Organisation returns a person's standing in the office; the roster implements it.
type Organisation interface {
	Standing(ctx context.Context, office, person string, day Date) (Standing, error)
}

// Policy is the table of permissions; auth implements it. Everything that it does
// not allow is forbidden.
type Policy interface {
	// May reports whether the roles, in one of the relations, allow the act on
	// a record of the kind in the state ("" before it exists).
	May(roles []Role, kind, act string, state State, relations []Relation) bool
	// Fields lists the payload fields (top-level JSON names) that may be read. All
	// means every field. An empty list means that the record does not exist for
	// this reader.
	Fields(roles []Role, kind string, state State, relations []Relation) []string
	// Reach lists the ways in which the roles can read records of the kind; with
	// fields, those in which they can read all of these.
	Reach(roles []Role, kind string, fields ...string) []Reach
}

// All is the field name that stands for every field.
const All = "*"
