package assessment

import (
	"context"
	"slices"

	"kaoji/evaluation"
	"kaoji/evaluation/sealed"
)

// Copies with a seal (rules.md L-3): of the official form of a sheet, and of the filing
// lists of a cycle.

func (s *Service) sheetCopies() sealed.Part[Sheet] {
	return sealed.Part[Sheet]{
		Info: s.file, May: evaluation.Personnel, In: evaluation.States(SheetPublished, SheetClosed),
		Of: func(sh *Sheet) *sealed.Copies { return &sh.Sealed },
		Says: func(ctx context.Context, read evaluation.Reader, r *evaluation.Record, sh *Sheet) (any, error) {
			_, t, err := talkOf(ctx, read.Get, r.Office, sh)
			if err != nil {
				return nil, err
			}
			return sh.OfficialForm(t.Own()), nil
		},
	}
}

// listed notes which acts change what the filing lists say of a sheet.
func listed() sealed.Part[Sheet] {
	return sealed.Part[Sheet]{
		In: evaluation.States(SheetPublished, SheetClosed), Of: func(sh *Sheet) *sealed.Copies { return &sh.Listed },
		Says: func(_ context.Context, _ evaluation.Reader, r *evaluation.Record, sh *Sheet) (any, error) {
			return filingOf([]sheetOf{{Record: *r, Sheet: sh}}), nil
		},
	}
}

// answers notes which acts on a talk change what the official form says of it.
func answers(k evaluation.Kind) evaluation.Kind {
	own := sealed.Part[Talk]{
		In: k.States, Of: func(t *Talk) *sealed.Copies { return &t.Answered },
		Says: func(_ context.Context, _ evaluation.Reader, _ *evaluation.Record, t *Talk) (any, error) {
			return t.Own(), nil
		},
	}
	k.Acts = own.Watching(k.Acts)
	return k
}

// file is what is known of an attached file.
func (s *Service) file(ctx context.Context, office, blob string) (evaluation.Blob, error) {
	return s.Blobs.BlobInfo(ctx, office, blob)
}

func (s *Service) cycleCopies() sealed.Part[Cycle] {
	return sealed.Part[Cycle]{
		Info: s.file, May: evaluation.Personnel, In: evaluation.States(CycleFeedback, CycleClosed),
		Of: func(c *Cycle) *sealed.Copies { return &c.Sealed },
		Says: func(ctx context.Context, read evaluation.Reader, r *evaluation.Record, c *Cycle) (any, error) {
			list, err := sheetsOf(ctx, read, r.Office, r.ID)
			return filingSays{c.Year, filingOf(list)}, err
		},
	}
}

// filingSays is what the filing lists of a cycle say.
type filingSays struct {
	Year  int      `json:"year"`
	Lists []Filing `json:"lists"`
}

// sheetWithCopies is the kind of sheets; a judgement has no official form.
func (s *Service) sheetWithCopies() evaluation.Kind {
	k, copies := s.sheetKind(), s.sheetCopies()
	onlyYear := evaluation.BarWhen("assessment.only_year", func(_ *evaluation.Step, sh *Sheet) bool { return sh.Form() == "" })
	k.Acts = append(listed().Watching(copies.Watching(k.Acts)), copies.Act().Barring(onlyYear, evaluation.BarAsking("assessment.unanswered", unanswered)))
	return k
}

// unanswered reports whether the person has yet to say something of the grade: the form
// that is sealed has a place for it. There is nothing to wait for without a talk.
func unanswered(step *evaluation.Step, sh *Sheet) (bool, error) {
	r, t, err := talkOf(step.Ctx, step.Read.Get, step.Record.Office, sh)
	return err == nil && r.ID != "" && r.State != TalkExcused && t.Answer.Kind == "", err
}

// cycleWithCopies is the kind of cycles. What the filing lists say is changed by acts on
// sheets alone.
func (s *Service) cycleWithCopies() evaluation.Kind {
	k := s.cycleKind()
	onlyYear := evaluation.BarWhen("assessment.only_year", func(step *evaluation.Step, c *Cycle) bool { return !c.HasFiling(step.Record.State) })
	k.Acts = append(k.Acts, s.cycleCopies().Act().Barring(onlyYear))
	return k
}

// Copies returns how the copies with a seal of a sheet or a cycle stand, the newest first;
// none if the view does not include them.
func (s *Service) Copies(ctx context.Context, v evaluation.View) ([]sealed.Standing, error) {
	if !v.Shows("sealed") {
		return nil, nil
	}
	r, err := s.Ledger.Get(ctx, v.Office, v.ID)
	if err != nil {
		return nil, err
	}
	if v.Kind == KindSheet {
		return s.formCopies(ctx, &r)
	}
	list, err := s.cycleCopies().Standings(ctx, s.Ledger, &r)
	for i := range list {
		if err == nil && !list[i].Same {
			list[i].Changed, err = s.changedSince(ctx, &r, list[i].Entry)
		}
	}
	return list, err
}

// formCopies are the copies of a form, with the acts on the talk that changed it, too.
func (s *Service) formCopies(ctx context.Context, r *evaluation.Record) ([]sealed.Standing, error) {
	list, err := s.sheetCopies().Standings(ctx, s.Ledger, r)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	sh, err := evaluation.PayloadOf[Sheet](*r)
	if err != nil {
		return nil, err
	}
	talk, t, err := talkOf(ctx, s.Ledger.Get, r.Office, sh)
	for i := range list {
		if one := &list[i]; err == nil && !one.Same {
			one.Changed = append(one.Changed, t.Answered.After(&talk, &r.History[one.Entry-1])...)
			slices.SortStableFunc(one.Changed, func(a, b sealed.Change) int { return a.On.Compare(b.On) })
		}
	}
	return list, err
}

// changedSince are the acts that changed sheets of a cycle since an entry of its history.
func (s *Service) changedSince(ctx context.Context, cycle *evaluation.Record, entry int) ([]sealed.Change, error) {
	sheets, err := sheetsOf(ctx, s.Ledger, cycle.Office, cycle.ID)
	if err != nil {
		return nil, err
	}
	var list []sealed.Change
	for _, sh := range sheets {
		if len(sh.Listed.Changes) == 0 {
			continue
		}
		r, err := s.Ledger.Get(ctx, cycle.Office, sh.ID) // with its history
		if err != nil {
			return nil, err
		}
		list = append(list, sh.Listed.After(&r, &cycle.History[entry-1])...)
	}
	return list, nil
}
