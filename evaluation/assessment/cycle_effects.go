package assessment

import (
	"context"
	"encoding/json"

	"kaoji/evaluation"
	"kaoji/evaluation/ballot"
	"kaoji/evaluation/desk"
)

// makeSheets makes the sheet of each participant under the id chosen when the
// cycle was opened.
func makeSheets(ctx context.Context, do evaluation.Doer, r evaluation.Record, _ json.RawMessage) error {
	c, err := evaluation.PayloadOf[Cycle](r)
	if err != nil {
		return err
	}
	for _, p := range c.Participants {
		if _, err := do.Create(ctx, evaluation.System(r.Office), KindSheet, "open", evaluation.Creation{
			ID: p.Sheet, Input: &SheetOpening{Cycle: r.ID, Person: p.Person},
		}); err != nil {
			return err
		}
	}
	return nil
}

// openBoxes makes a box for each sheet and group.
func (s *Service) openBoxes(ctx context.Context, do evaluation.Doer, r evaluation.Record, _ json.RawMessage) error {
	c, err := evaluation.PayloadOf[Cycle](r)
	if err != nil {
		return err
	}
	list, err := sheetsOf(ctx, do, r.Office, r.ID)
	if err != nil {
		return err
	}
	for _, sh := range assessed(list) {
		for _, g := range sh.Groups {
			if err := s.Boxes.Open(ctx, r.Office, box(sh.ID, g.Code), ballot.Voting{Eligible: g.Eligible, Key: c.Stored.Public, Size: ballotSize}); err != nil {
				return err
			}
		}
	}
	return nil
}

// closeBoxes closes the boxes and opens what lies in them. Ballots on people who
// were taken out of the assessment meanwhile are thrown away.
func (s *Service) closeBoxes(ctx context.Context, list []sheetOf, key *ballot.Key) error {
	for _, sh := range list {
		for _, g := range sh.Groups {
			id := box(sh.ID, g.Code)
			if sh.State == SheetExempt {
				if err := s.Boxes.Discard(ctx, sh.Office, id); err != nil {
					return err
				}
				continue
			}
			if err := s.closeBox(ctx, sh.Office, id, g.Eligible, key); err != nil {
				return err
			}
		}
	}
	return nil
}

// discardBoxes throws all ballots of a cycle away.
func (s *Service) discardBoxes(ctx context.Context, do evaluation.Doer, r evaluation.Record, _ json.RawMessage) error {
	list, err := sheetsOf(ctx, do, r.Office, r.ID)
	if err != nil {
		return err
	}
	for _, sh := range list {
		for _, g := range sh.Groups {
			if err := s.Boxes.Discard(ctx, r.Office, box(sh.ID, g.Code)); err != nil {
				return err
			}
		}
	}
	return nil
}

// tallySheets stores what the boxes say on the sheets. The boxes are closed by
// the act; those of an act of an earlier program are closed here.
func (s *Service) tallySheets(ctx context.Context, do evaluation.Doer, r evaluation.Record, _ json.RawMessage) error {
	list, err := sheetsOf(ctx, do, r.Office, r.ID)
	if err != nil {
		return err
	}
	for _, sh := range assessed(list) {
		for _, g := range sh.Groups {
			if err := s.closeBox(ctx, r.Office, box(sh.ID, g.Code), g.Eligible, nil); err != nil {
				return err
			}
		}
		if sh.Result != nil {
			continue
		}
		if err := desk.ActRetrying(ctx, do, r.Office, sh.ID, "tally", nil); err != nil {
			return err
		}
	}
	return nil
}

// closeBox closes a box; one that was never opened is opened first, because
// the tally wants to see that it is empty.
func (s *Service) closeBox(ctx context.Context, office, id string, eligible int, key *ballot.Key) error {
	if err := s.Boxes.Open(ctx, office, id, ballot.Voting{Eligible: eligible}); err != nil {
		return err
	}
	return s.Boxes.Close(ctx, office, id, key)
}

// publishSheets tells the results and makes the talks.
func publishSheets(ctx context.Context, do evaluation.Doer, r evaluation.Record, _ json.RawMessage) error {
	c, err := evaluation.PayloadOf[Cycle](r)
	if err != nil {
		return err
	}
	list, err := sheetsOf(ctx, do, r.Office, r.ID)
	if err != nil {
		return err
	}
	for _, sh := range assessed(list) {
		if sh.State == SheetGraded {
			if err := desk.ActRetrying(ctx, do, r.Office, sh.ID, "publish", nil); err != nil {
				return err
			}
		}
		p := c.participant(sh.Subject)
		if _, err := do.Create(ctx, evaluation.System(r.Office), KindTalk, "prepare", evaluation.Creation{
			ID: p.Talk, Input: &TalkOpening{Sheet: sh.ID},
		}); err != nil {
			return err
		}
	}
	return nil
}

func closeSheets(ctx context.Context, do evaluation.Doer, r evaluation.Record, _ json.RawMessage) error {
	return eachIn(ctx, do, r, SheetPublished, "close")
}

func reopenSheets(ctx context.Context, do evaluation.Doer, r evaluation.Record, _ json.RawMessage) error {
	return eachIn(ctx, do, r, SheetClosed, "reopen")
}

// eachIn acts on every sheet of the cycle that is in the state.
func eachIn(ctx context.Context, do evaluation.Doer, r evaluation.Record, in evaluation.State, act string) error {
	list, err := sheetsOf(ctx, do, r.Office, r.ID)
	if err != nil {
		return err
	}
	for _, sh := range list {
		if sh.State != in {
			continue
		}
		if err := desk.ActRetrying(ctx, do, r.Office, sh.ID, act, nil); err != nil {
			return err
		}
	}
	return nil
}

// box is the id of the box of a sheet and group.
func box(sheet, group string) string { return sheet + "/" + group }
