package measures

import (
	"context"
	"slices"

	"kaoji/auth"
	"kaoji/evaluation"
)

// Voters are those of people whose accounts can vote for a residents' committee.
func Voters(accounts func(ctx context.Context, office string, people []string) (map[string]auth.Account, error)) func(ctx context.Context, office string, people []string) ([]string, error) {
	return func(ctx context.Context, office string, people []string) ([]string, error) {
		list, err := accounts(ctx, office, people)
		var out []string
		for person, a := range list {
			if !a.Disabled && slices.Contains(a.Roles, evaluation.RoleCommittee) {
				out = append(out, person)
			}
		}
		slices.Sort(out)
		return out, err
	}
}
