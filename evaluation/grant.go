package evaluation

import "slices"

// Grant is one line of permission: it allows accounts with one of the roles, in the
// relation to the record, while the record is in one of the states.
type Grant struct {
	Roles    []Role
	Relation Relation // "" means Anyone
	States   []State  // empty: every state, also before the record exists
	Fields   []string // only for readers: the payload fields that may be read (top-level JSON names), All for every field
}

// Grants are the permissions for one act or for reading. Everything that no line
// allows is forbidden.
type Grants []Grant

// By allows the roles, in any relation to the record and in every state.
func By(roles ...Role) Grants { return Grants{{Roles: roles}} }

// As restricts the grants to actors in the relation to the record.
func (g Grants) As(relation Relation) Grants {
	return g.each(func(line *Grant) { line.Relation = relation })
}

// In restricts the grants to these states.
func (g Grants) In(states ...State) Grants {
	return g.each(func(line *Grant) { line.States = states })
}

// See restricts the grants to reading these fields.
func (g Grants) See(fields ...string) Grants {
	return g.each(func(line *Grant) { line.Fields = fields })
}

// Or returns these grants and others.
func (g Grants) Or(others ...Grants) Grants {
	return slices.Concat(append([]Grants{g}, others...)...)
}

// Roles returns the roles of all lines, each once.
func (g Grants) Roles() (list []Role) {
	for _, line := range g {
		for _, role := range line.Roles {
			if !slices.Contains(list, role) {
				list = append(list, role)
			}
		}
	}
	return list
}

// Include reports whether one of the lines is for a role that somebody holds.
func (g Grants) Include(a Actor) bool {
	return slices.ContainsFunc(g, func(line Grant) bool { return slices.ContainsFunc(line.Roles, a.Has) })
}

func (g Grants) each(change func(*Grant)) Grants {
	g = slices.Clone(g)
	for i := range g {
		change(&g[i])
	}
	return g
}

// Groups of roles that are used by more than one measure.
var (
	Admin      = By(RoleAdmin)
	Personnel  = By(RolePersonnel)
	Principal  = By(RolePrincipal)
	Leader     = By(RoleLeader)
	Head       = By(RoleHead)
	Discipline = By(RoleDiscipline)
	Committee  = By(RoleCommittee)
	Supervisor = By(RoleSupervisor)

	Running   = By(RolePersonnel, RolePrincipal) // the roles that run the measures
	Reviewers = By(RolePersonnel, RolePrincipal, RoleLeader, RoleDiscipline)
	Officials = By(RolePersonnel, RolePrincipal, RoleLeader, RoleHead, RoleCadre) // the people of the office itself
	Staff     = By(RolePersonnel, RolePrincipal, RoleLeader, RoleHead, RoleCadre, RoleDiscipline)
	Business  = By(RolePersonnel, RolePrincipal, RoleLeader, RoleHead, RoleCadre, RoleDiscipline, RoleCommittee, RoleSupervisor)
	Inside    = By(RoleAdmin, RoleAuditor, RolePersonnel, RolePrincipal, RoleLeader, RoleHead, RoleCadre, RoleDiscipline) // everybody except people from outside the office
	Everybody = By(Roles()...)
)
