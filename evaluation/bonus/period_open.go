package bonus

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
)

// longest is the maximum length of a period in days: a year.
const longest = 366

// open sets the pool, which a higher authority fixes in a numbered document (E-16),
// and freezes the scheme.
func (s *Service) open(step *evaluation.Step, p *Period, in *PeriodInput) (evaluation.State, error) {
	m := evaluation.Mistakes{}
	fen, ok := ParseHundredths(in.Pool)
	if !ok || fen <= 0 {
		m.Add("pool", "bonus.yuan")
	}
	if in.To.Before(in.From) || in.From.DaysUntil(in.To) >= longest {
		m.Add("to", "bonus.span")
	}
	if in.DocumentOn.After(step.Today) {
		m.Add("document_on", "bonus.document_on", "today", step.Today.String())
	}
	if in.EntriesBy.Before(in.From) {
		m.Add("entries_by", "bonus.entries_by", "from", in.From.String())
	}
	if slices.Contains(in.Cosign, CosignPerson) != (in.Cosigner != "") {
		m.Add("cosigner", "bonus.cosigner")
	}
	if !in.Approved {
		m.Add("approved", "bonus.not_approved")
	}
	scheme, problem, err := issued(step, in.Scheme)
	if err != nil {
		return "", err
	}
	if problem == "" && scheme.Plan.Studies() {
		problem = "bonus.study_hours"
	}
	if problem != "" {
		m.Add("scheme", problem)
	}
	if err := m.Err(); err != nil {
		return "", err
	}
	rules, err := s.Freeze(step, keys()...)
	if err != nil {
		return "", err
	}
	*p = Period{
		Title: in.Title, From: in.From, To: in.To, Pool: Yuan(fen), Fen: fen, Document: in.Document, DocumentOn: in.DocumentOn, EntriesBy: in.EntriesBy,
		Cosign: in.Cosign, Cosigner: in.Cosigner,
		Scheme: in.Scheme, Version: scheme.Number, Plan: scheme.Plan, Rules: rules,
	}
	step.Record.Period, step.Record.On, step.Record.Sort = PeriodName(in.From, in.To), in.To, in.Title
	desk.Wait(step.Record, evaluation.Date{}, evaluation.WaitRole(evaluation.RolePersonnel))
	return PeriodDraft, nil
}

func issued(step *evaluation.Step, id string) (*Scheme, string, error) {
	r, err := step.Read.Get(step.Ctx, step.Record.Office, id)
	if evaluation.CodeOf(err) == evaluation.CodeNotFound || err == nil && (r.Kind != KindScheme || r.State != SchemeIssued) {
		return nil, "bonus.no_scheme", nil
	}
	if err != nil {
		return nil, "", err
	}
	p, err := evaluation.PayloadOf[Scheme](r)
	return p, "", err
}

// PeriodName returns the envelope's period: 2026H2 for a half-year, 2026 for a
// year, 2026Q3 for a quarter, otherwise the month of the last day.
func PeriodName(from, to evaluation.Date) string {
	year, month := strconv.Itoa(to.Year()), int(to.Month())
	ends := to.AddDays(1).Day() == 1 && from.Day() == 1 && from.Year() == to.Year()
	switch length := month - int(from.Month()) + 1; {
	case ends && length == 12:
		return year
	case ends && length == 6 && month%6 == 0:
		return year + "H" + strconv.Itoa(month/6)
	case ends && length == 3 && month%3 == 0:
		return year + "Q" + strconv.Itoa(month/3)
	}
	return to.String()[:7]
}

// begin determines the participants and creates a record of entries for each.
func (s *Service) begin(step *evaluation.Step, p *Period) (evaluation.State, error) {
	if p.Plan.Studies() {
		return "", desk.WrongState("bonus.study_hours")
	}
	if err := s.enlist(step, p); err != nil {
		return "", err
	}
	if len(p.Lines) == 0 {
		return "", desk.WrongState("bonus.no_people")
	}
	desk.Wait(step.Record, p.EntriesBy, evaluation.WaitRole(evaluation.RolePersonnel))
	return PeriodEntering, step.Effect("raise", nil)
}

// refresh does this again, because people join, leave and are graded while entries
// are open.
func (s *Service) refresh(step *evaluation.Step, p *Period) (evaluation.State, error) {
	if err := s.enlist(step, p); err != nil {
		return "", err
	}
	return PeriodEntering, step.Effect("raise", nil)
}

// raiseEntries creates the missing entries of participants.
func (s *Service) raiseEntries(ctx context.Context, do evaluation.Doer, r evaluation.Record, _ json.RawMessage) error {
	p, err := evaluation.PayloadOf[Period](r)
	if err != nil {
		return err
	}
	facts, err := s.Known(ctx, r.Office, p.From, p.To)
	if err != nil {
		return err
	}
	lines := slices.DeleteFunc(slices.Clone(p.Lines), func(l Line) bool { return len(l.Out) > 0 })
	return do.Together(ctx, &r, "raise", len(lines), func(i int) error {
		l := lines[i]
		known := facts[l.Person]
		_, err := do.Create(ctx, evaluation.System(r.Office), KindEntry, "raise", evaluation.Creation{
			ID: l.Entry, Input: &EntryOpening{
				Period: r.ID, Person: l.Person, Cases: string(known.Cases), Residents: string(known.Residents), Deeds: int(known.Deeds),
				Mark: WriteHundredths(known.Appraisal),
			},
		})
		return err
	})
}

// cancel ends a period that has not been announced; the entries can still be read.
func cancel(step *evaluation.Step, p *Period) (evaluation.State, error) {
	p.Cancelled = step.Reason
	desk.Wait(step.Record, evaluation.Date{})
	return PeriodCancelled, step.Effect("drop", nil)
}

func dropEntries(ctx context.Context, do evaluation.Doer, r evaluation.Record, _ json.RawMessage) error {
	entries, err := desk.All(ctx, do, evaluation.Query{Office: r.Office, Kinds: []string{KindEntry}, Parents: []string{r.ID}})
	if err != nil {
		return err
	}
	return evaluation.Together(ctx, len(entries), func(i int) error {
		if entries[i].State == EntryDropped {
			return nil
		}
		return desk.ActRetrying(ctx, do, r.Office, entries[i].ID, "drop", nil)
	})
}

// enlist creates the lines: everybody who was in the office on any day of the
// period, as of their last such day.
func (s *Service) enlist(step *evaluation.Step, p *Period) error {
	book, err := s.Book(step.Ctx, step.Record.Office)
	if err != nil {
		return err
	}
	graded, err := s.Grades(step.Ctx, step.Record.Office, p.To)
	if err != nil {
		return err
	}
	pack, err := s.Pack(step.Ctx, step.Record.Office)
	if err != nil {
		return err
	}
	rules := pack.On(p.To)
	known := map[string]string{}
	for _, l := range p.Lines {
		known[l.Person] = l.Entry
	}
	p.Lines, p.Units = []Line{}, []UnitName{}
	for _, id := range book.People() {
		l, unit, here, err := enlisted(book, rules, p, id, graded[id])
		if err != nil {
			return err
		}
		if !here {
			continue
		}
		if l.Entry = known[id]; l.Entry == "" {
			l.Entry = step.NewID()
		}
		p.Lines = append(p.Lines, l)
		if !slices.Contains(p.Units, unit) {
			p.Units = append(p.Units, unit)
		}
	}
	return nil
}
