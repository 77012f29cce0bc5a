package desk

import (
	"context"

	"kaoji/evaluation"
)

// Holders returns those of people who can log in with one of the roles.
type Holders func(ctx context.Context, office string, people []string, roles ...evaluation.Role) ([]string, error)

// HaveAccount reports whether a person can log in as one of the office. Who cannot takes
// part on paper.
func (h Holders) HaveAccount(ctx context.Context, office, person string) (bool, error) {
	found, err := h(ctx, office, []string{person},
		evaluation.RolePersonnel, evaluation.RolePrincipal, evaluation.RoleLeader, evaluation.RoleHead, evaluation.RoleCadre, evaluation.RoleDiscipline)
	return len(found) > 0, err
}
