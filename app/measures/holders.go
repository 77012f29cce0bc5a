package measures

import (
	"context"
	"slices"

	"kaoji/auth"
	"kaoji/evaluation"
)

// Holders returns the people who can log in with one of the roles.
type Holders func(ctx context.Context, office string, people []string, roles ...evaluation.Role) ([]string, error)

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
