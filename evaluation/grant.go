package evaluation

import "slices"

// Grant is one line of who may: each of the roles, standing in the relation to
// the record, in the states.
type Grant struct {
	Roles    []Role
	Relation Relation // "" is Anyone
	States   []State  // none: every state, also before the record exists
	Fields   []string // of a reader: the payload fields that it sees (top-level JSON names), All for every one
}

// Grants are the lines of one act or of reading. Nobody is granted what no line
// says.
type Grants []Grant

// By grants to roles, however they stand to the record, in every state.
func By(roles ...Role) Grants { return Grants{{Roles: roles}} }

// As is the same for those only who stand in the relation to the record.
func (g Grants) As(relation Relation) Grants {
	return g.each(func(line *Grant) { line.Relation = relation })
}

// In is the same in these states only.
func (g Grants) In(states ...State) Grants {
	return g.each(func(line *Grant) { line.States = states })
}

// See is the same for reading these fields.
func (g Grants) See(fields ...string) Grants {
	return g.each(func(line *Grant) { line.Fields = fields })
}

// Or is the same and others.
func (g Grants) Or(others ...Grants) Grants {
	return slices.Concat(append([]Grants{g}, others...)...)
}

func (g Grants) each(change func(*Grant)) Grants {
	g = slices.Clone(g)
	for i := range g {
		change(&g[i])
	}
	return g
}

// Who acts and reads in more than one measure.
var (
	Admin      = By(RoleAdmin)
	Personnel  = By(RolePersonnel)
	Principal  = By(RolePrincipal)
	Leader     = By(RoleLeader)
	Head       = By(RoleHead)
	Discipline = By(RoleDiscipline)
	Committee  = By(RoleCommittee)
	Supervisor = By(RoleSupervisor)

	Running   = By(RolePersonnel, RolePrincipal) // who runs the measures
	Reviewers = By(RolePersonnel, RolePrincipal, RoleLeader, RoleDiscipline)
	Officials = By(RolePersonnel, RolePrincipal, RoleLeader, RoleHead, RoleCadre) // of the office itself
	Staff     = By(RolePersonnel, RolePrincipal, RoleLeader, RoleHead, RoleCadre, RoleDiscipline)
	Business  = By(RolePersonnel, RolePrincipal, RoleLeader, RoleHead, RoleCadre, RoleDiscipline, RoleCommittee, RoleSupervisor)
	Inside    = By(RoleAdmin, RoleAuditor, RolePersonnel, RolePrincipal, RoleLeader, RoleHead, RoleCadre, RoleDiscipline) // all but those who come from outside the office
	Everybody = By(Roles()...)
)
