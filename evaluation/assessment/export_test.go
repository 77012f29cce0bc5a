package assessment

import (
	"context"

	"kaoji/evaluation"
	"kaoji/evaluation/rulepack"
)

// ComputeBefore is how results without Result.Weighted were made.
func ComputeBefore(cast []Cast, rules rulepack.Numbers) (Result, error) {
	return computeBefore(cast, rules)
}

// Before is the result of a sheet as it was made then.
func (s *Service) Before(ctx context.Context, r evaluation.Record, sh *Sheet) (Result, error) {
	cast, err := s.ballots(ctx, r.Office, r.ID, sh.Groups)
	if err != nil {
		return Result{}, err
	}
	return computeBefore(cast, sh.Rules)
}
