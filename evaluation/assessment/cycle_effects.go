package assessment

import (
	"context"
	"encoding/json"

	"kaoji/evaluation"
	"kaoji/evaluation/ballot"
	"kaoji/evaluation/desk"
)

// makeSheets creates the sheet of each participant with the id chosen when the cycle was
// opened.
func makeSheets(ctx context.Context, do evaluation.Doer, r evaluation.Record, _ json.RawMessage) error {
	c, err := evaluation.PayloadOf[Cycle](r)
	if err != nil {
		return err
	}
	return do.Together(ctx, &r, "make_sheets", len(c.Participants), func(i int) error {
		return makeSheet(ctx, do, &r, &c.Participants[i])
	})
}

// makeSheet creates the sheet of a participant. One that is there already is left alone.
func makeSheet(ctx context.Context, do evaluation.Doer, cycle *evaluation.Record, p *Participant) error {
	_, err := do.Create(ctx, evaluation.System(cycle.Office), KindSheet, "open", evaluation.Creation{
		ID: p.Sheet, Input: &SheetOpening{Cycle: cycle.ID, Person: p.Person},
	})
	return err
}

// openBoxes opens a box for each sheet and group.
func (s *Service) openBoxes(ctx context.Context, do evaluation.Doer, r evaluation.Record, _ json.RawMessage) error {
	c, err := evaluation.PayloadOf[Cycle](r)
	if err != nil {
		return err
	}
	list, err := sheetsOf(ctx, do, r.Office, r.ID)
	if err != nil {
		return err
	}
	list = assessed(list)
	return evaluation.Together(ctx, len(list), func(i int) error {
		for _, g := range list[i].Groups {
			if err := s.Boxes.Open(ctx, r.Office, box(list[i].ID, g.Code), ballot.Voting{Eligible: g.Eligible, Key: c.Stored.Public, Size: ballotSize}); err != nil {
				return err
			}
		}
		return nil
	})
}

// closeBoxes closes the boxes and opens their ballots. Ballots on people who have
// meanwhile been exempted are deleted.
func (s *Service) closeBoxes(ctx context.Context, list []sheetOf, key *ballot.Key) error {
	return evaluation.Together(ctx, len(list), func(i int) error {
		sh := &list[i]
		for _, g := range sh.Groups {
			id := box(sh.ID, g.Code)
			if sh.State == SheetExempt {
				if err := s.Boxes.Discard(ctx, sh.Office, id); err != nil {
					return err
				}
				continue
			}
			if err := s.Boxes.OpenAndClose(ctx, sh.Office, id, g.Eligible, key); err != nil {
				return err
			}
		}
		return nil
	})
}

// discardBoxes deletes all ballots of a cycle.
func (s *Service) discardBoxes(ctx context.Context, do evaluation.Doer, r evaluation.Record, _ json.RawMessage) error {
	list, err := sheetsOf(ctx, do, r.Office, r.ID)
	if err != nil {
		return err
	}
	return evaluation.Together(ctx, len(list), func(i int) error {
		for _, g := range list[i].Groups {
			if err := s.Boxes.Discard(ctx, r.Office, box(list[i].ID, g.Code)); err != nil {
				return err
			}
		}
		return nil
	})
}

// tallySheets stores the results of the boxes on the sheets. The act has closed the
// boxes; boxes of an act of an earlier program are closed here.
func (s *Service) tallySheets(ctx context.Context, do evaluation.Doer, r evaluation.Record, _ json.RawMessage) error {
	list, err := sheetsOf(ctx, do, r.Office, r.ID)
	if err != nil {
		return err
	}
	list = assessed(list)
	return evaluation.Together(ctx, len(list), func(i int) error {
		sh := &list[i]
		for _, g := range sh.Groups {
			if err := s.Boxes.OpenAndClose(ctx, r.Office, box(sh.ID, g.Code), g.Eligible, nil); err != nil {
				return err
			}
		}
		if sh.Result != nil || !sh.isRated() {
			return nil
		}
		return desk.ActRetrying(ctx, do, r.Office, sh.ID, "tally", nil)
	})
}

// publishSheets publishes the results and creates the talks.
func publishSheets(ctx context.Context, do evaluation.Doer, r evaluation.Record, _ json.RawMessage) error {
	c, err := evaluation.PayloadOf[Cycle](r)
	if err != nil {
		return err
	}
	list, err := sheetsOf(ctx, do, r.Office, r.ID)
	if err != nil {
		return err
	}
	list = assessed(list)
	return evaluation.Together(ctx, len(list), func(i int) error {
		sh := &list[i]
		if sh.State == SheetGraded {
			if err := desk.ActRetrying(ctx, do, r.Office, sh.ID, "publish", nil); err != nil {
				return err
			}
		}
		_, err := do.Create(ctx, evaluation.System(r.Office), KindTalk, "prepare", evaluation.Creation{
			ID: c.participant(sh.Subject).Talk, Input: &TalkOpening{Sheet: sh.ID},
		})
		return err
	})
}

// decideSheets hands the proposals to the principal leaders.
func decideSheets(ctx context.Context, do evaluation.Doer, r evaluation.Record, _ json.RawMessage) error {
	list, err := sheetsOf(ctx, do, r.Office, r.ID)
	if err != nil {
		return err
	}
	return do.Together(ctx, &r, "to_decide", len(list), func(i int) error {
		if list[i].State != SheetProposed {
			return nil
		}
		return desk.ActIfStillInState(ctx, do, r.Office, list[i].ID, "to_decide", nil)
	})
}

func closeSheets(ctx context.Context, do evaluation.Doer, r evaluation.Record, _ json.RawMessage) error {
	return eachIn(ctx, do, r, SheetPublished, "close")
}

func reopenSheets(ctx context.Context, do evaluation.Doer, r evaluation.Record, _ json.RawMessage) error {
	return eachIn(ctx, do, r, SheetClosed, "reopen")
}

// eachIn does an act on every sheet of the cycle in the state.
func eachIn(ctx context.Context, do evaluation.Doer, r evaluation.Record, in evaluation.State, act string) error {
	list, err := sheetsOf(ctx, do, r.Office, r.ID)
	if err != nil {
		return err
	}
	return evaluation.Together(ctx, len(list), func(i int) error {
		if list[i].State != in {
			return nil
		}
		return desk.ActRetrying(ctx, do, r.Office, list[i].ID, act, nil)
	})
}

// box is the id of the box of a sheet and group.
func box(sheet, group string) string { return sheet + "/" + group }
