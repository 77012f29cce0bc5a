package assessment

import (
	"context"

	"kaoji/evaluation"
	"kaoji/evaluation/ballot"
	"kaoji/evaluation/desk"
)

// choosing returns an error when the voting has begun.
func choosing(_ *evaluation.Step, c *Cycle) error { return c.Choosing() }

// keep makes a person who runs cycles a keeper of the key.
func (s *Service) keep(step *evaluation.Step, c *Cycle, in *ballot.KeepInput) (evaluation.State, error) {
	if err := in.Check(); err != nil {
		return "", err
	}
	return step.Record.State, s.Boxes.Keep(&c.Keeping, step.Actor, step.Today, in.Passphrase)
}

// restartRating deletes all ballots, because nobody can open them, so that other
// keepers can be chosen.
func restartRating(step *evaluation.Step, c *Cycle) (evaluation.State, error) {
	c.Keeping = ballot.Keeping{}
	step.Record.Due = c.ReportBy
	return CycleReporting, step.Effect("discard_boxes", nil)
}

// turnedOut refuses to close the boxes of people with too few ballots, unless the
// input says to go on. A trial does not count, because the act can be done either way.
func (s *Service) turnedOut(step *evaluation.Step, list []sheetOf, c *Cycle, in *CountInput) error {
	if in.Anyway || step.Trial {
		return nil
	}
	low, err := s.lowTurnout(step.Ctx, list, c.Rules)
	if err == nil && len(low) > 0 {
		err = desk.Mistake("anyway", "assessment.turnout_low", "names", names(low), "count", len(low))
	}
	return err
}

// closeRating closes the boxes, opens the ballots and deletes their key. Too few
// ballots (rule G-1) are reported first, because a closed box cannot be opened
// again.
func (s *Service) closeRating(step *evaluation.Step, c *Cycle, in *CountInput) (evaluation.State, error) {
	list, err := s.sheets(step)
	if err != nil {
		return "", err
	}
	if err := s.turnedOut(step, list, c, in); err != nil {
		return "", err
	}
	key, err := s.Boxes.Unlock(&c.Keeping, in.Passphrase)
	if err != nil {
		return "", err
	}
	step.Before(func(ctx context.Context) error { return s.closeBoxes(ctx, list, key) })
	c.ForgetKey()
	step.Record.Due = c.DecideBy
	return CycleVerifying, step.Effect("tally", nil)
}
