package assessment

import (
	"context"
	"encoding/json"

	"kaoji/evaluation"
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
	list, err := sheetsOf(ctx, do, r.Office, r.ID)
	if err != nil {
		return err
	}
	for _, sh := range assessed(list) {
		for _, g := range sh.Groups {
			if err := s.Boxes.Open(ctx, r.Office, box(sh.ID, g.Code), g.Eligible); err != nil {
				return err
			}
		}
	}
	return nil
}

// tallySheets closes the boxes and stores what they say on the sheets.
func (s *Service) tallySheets(ctx context.Context, do evaluation.Doer, r evaluation.Record, _ json.RawMessage) error {
	list, err := sheetsOf(ctx, do, r.Office, r.ID)
	if err != nil {
		return err
	}
	for _, sh := range assessed(list) {
		for _, g := range sh.Groups {
			if err := s.closeBox(ctx, r.Office, box(sh.ID, g.Code), g.Eligible); err != nil {
				return err
			}
		}
		if sh.Result != nil {
			continue
		}
		if err := desk.Again(ctx, do, r.Office, sh.ID, "tally", nil); err != nil {
			return err
		}
	}
	return nil
}

// closeBox closes a box; one that was never opened is opened first, because
// the tally wants to see that it is empty.
func (s *Service) closeBox(ctx context.Context, office, id string, eligible int) error {
	if err := s.Boxes.Open(ctx, office, id, eligible); err != nil {
		return err
	}
	return s.Boxes.Close(ctx, office, id)
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
			if err := desk.Again(ctx, do, r.Office, sh.ID, "publish", nil); err != nil {
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
		if err := desk.Again(ctx, do, r.Office, sh.ID, act, nil); err != nil {
			return err
		}
	}
	return nil
}

// box is the id of the box of a sheet and group.
func box(sheet, group string) string { return sheet + "/" + group }
