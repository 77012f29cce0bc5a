package measures

import (
	"context"
	"slices"

	"kaoji/auth"
	"kaoji/evaluation"
	"kaoji/evaluation/supervision"
)

// Holders returns the people who can log in with one of the roles.
type Holders func(ctx context.Context, office string, people []string, roles ...evaluation.Role) ([]string, error)

// SupervisorsOf makes the accounts of social supervisors from those of a role.
func SupervisorsOf(inUse func(ctx context.Context, office string, role evaluation.Role) ([]auth.Account, error)) func(ctx context.Context, office string) ([]supervision.Account, error) {
	return func(ctx context.Context, office string) ([]supervision.Account, error) {
		list, err := inUse(ctx, office, evaluation.RoleSupervisor)
		all := make([]supervision.Account, 0, len(list))
		for _, a := range list {
			all = append(all, supervision.Account{ID: a.ID, Name: a.Name, Display: a.Display})
		}
		return all, err
	}
}

// HoldersOf makes a Holders function from the accounts.
func HoldersOf(accounts func(ctx context.Context, office string, people []string) (map[string]auth.Account, error)) Holders {
	return func(ctx context.Context, office string, people []string, roles ...evaluation.Role) ([]string, error) {
		list, err := accounts(ctx, office, people)
		var out []string
		for person, a := range list {
			if !a.Disabled && slices.ContainsFunc(roles, func(r evaluation.Role) bool { return slices.Contains(a.Roles, r) }) {
				out = append(out, person)
			}
		}
		slices.Sort(out)
		return out, err
	}
}
