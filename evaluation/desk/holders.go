package desk

import (
	"context"
	"slices"

	"kaoji/evaluation"
	"kaoji/evaluation/roster"
)

// Holders returns those of people who can log in with one of the roles.
type Holders func(ctx context.Context, office string, people []string, roles ...evaluation.Role) ([]string, error)

// WithAccount returns those of people who can log in as one of the office.
func (h Holders) WithAccount(ctx context.Context, office string, people []string) (map[string]bool, error) {
	found, err := h(ctx, office, people,
		evaluation.RolePersonnel, evaluation.RolePrincipal, evaluation.RoleLeader, evaluation.RoleHead, evaluation.RoleCadre, evaluation.RoleDiscipline)
	have := make(map[string]bool, len(found))
	for _, person := range found {
		have[person] = true
	}
	return have, err
}

// HaveAccount reports whether a person can log in as one of the office. Who cannot takes
// part on paper.
func (h Holders) HaveAccount(ctx context.Context, office, person string) (bool, error) {
	have, err := h.WithAccount(ctx, office, []string{person})
	return have[person], err
}

// Able refuses who cannot log in as one of those whom an act is granted to: what waited for
// such a person could not even be read.
func (h Holders) Able(step *evaluation.Step, day *roster.Snapshot, granted evaluation.Grants) (evaluation.Suits, error) {
	var all []string
	for _, m := range day.Members() {
		all = append(all, m.ID)
	}
	able, err := h(step.Ctx, step.Record.Office, all, granted.Roles()...)
	return func(person string) evaluation.Problem {
		if m, _ := day.Member(person); !slices.Contains(able, person) {
			return evaluation.Say("desk.no_account", "name", m.Name)
		}
		return evaluation.Problem{}
	}, err
}
