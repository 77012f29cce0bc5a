package assessment

import (
	"context"

	"kaoji/evaluation"
	"kaoji/evaluation/sealed"
)

// Copies with a seal (rules.md L-3): of the official form of a sheet, and of the filing
// lists of a cycle.

func (s *Service) sheetCopies() sealed.Part[Sheet] {
	return sealed.Part[Sheet]{
		Info: s.file, May: evaluation.Personnel, In: evaluation.States(SheetPublished, SheetClosed),
		Of: func(sh *Sheet) *sealed.Copies { return &sh.Sealed },
		Says: func(_ context.Context, _ evaluation.Reader, _ *evaluation.Record, sh *Sheet) (any, error) {
			return formSays{
				sh.Person, sh.Category, sh.Findings, sh.Report, sh.Waived, sh.Exemption, sh.Proposal, sh.Decision, sh.Grade, sh.Corrections, sh.Supplements,
			}, nil
		},
	}
}

// file is what is known of an attached file.
func (s *Service) file(ctx context.Context, office, blob string) (evaluation.Blob, error) {
	return s.Blobs.BlobInfo(ctx, office, blob)
}

// formSays is what the official form says of a sheet.
type formSays struct {
	Person      Person       `json:"person"`
	Category    string       `json:"category"`
	Findings    []Finding    `json:"findings"`
	Report      Report       `json:"report"`
	Waived      string       `json:"waived"`
	Exemption   string       `json:"exemption"`
	Proposal    Proposal     `json:"proposal"`
	Decision    Decision     `json:"decision"`
	Grade       string       `json:"grade"`
	Corrections []Correction `json:"corrections"`
	Supplements []Supplement `json:"supplements"`
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
	k.Acts = append(copies.Watching(k.Acts), copies.Act().Barring(onlyYear))
	return k
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
		return s.sheetCopies().Standings(ctx, s.Ledger, &r)
	}
	list, err := s.cycleCopies().Standings(ctx, s.Ledger, &r)
	for i := range list {
		if err == nil && !list[i].Same {
			list[i].Changed, err = s.changedSince(ctx, &r, list[i].Entry)
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
		if len(sh.Sealed.Changes) == 0 {
			continue
		}
		r, err := s.Ledger.Get(ctx, cycle.Office, sh.ID) // with its history
		if err != nil {
			return nil, err
		}
		list = append(list, sh.Sealed.After(&r, &cycle.History[entry-1])...)
	}
	return list, nil
}
