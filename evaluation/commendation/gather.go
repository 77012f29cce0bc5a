package commendation

import (
	"context"
	"slices"
	"strings"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
)

// bulletinDue returns the day by which the rules require the next bulletin, a
// number of months after the last release; zero before the first one.
func (s *Service) bulletinDue(step *evaluation.Step, rules interface{ Int(string) (int64, error) }) (evaluation.Date, error) {
	last, err := s.lastReleased(step.Ctx, step.Read, step.Record.Office)
	if err != nil || last.IsZero() {
		return evaluation.Date{}, err
	}
	months, err := rules.Int("commendation.bulletin")
	return last.AddMonths(int(months)), err
}

// lastReleased returns the day of the newest release, zero if there is none.
func (s *Service) lastReleased(ctx context.Context, from desk.Finder, office string) (evaluation.Date, error) {
	found, err := from.Find(ctx, evaluation.Query{
		Office: office, Kinds: []string{KindBulletin}, States: evaluation.States(BulletinReleased), Sort: evaluation.SortOn, Desc: true, Limit: 1,
	})
	if err != nil || len(found.Records) == 0 {
		return evaluation.Date{}, err
	}
	return found.Records[0].On, nil // the day of the release
}

// NextDue returns the day by which the rules require the next bulletin, zero before
// the first one.
func (s *Service) NextDue(ctx context.Context, office string, today evaluation.Date) (evaluation.Date, error) {
	last, err := s.lastReleased(ctx, s.Ledger, office)
	if err != nil || last.IsZero() {
		return evaluation.Date{}, err
	}
	pack, err := s.Pack(ctx, office)
	if err != nil {
		return evaluation.Date{}, err
	}
	rules, err := pack.Freeze(today, "commendation.bulletin")
	if err != nil {
		return evaluation.Date{}, err
	}
	months, err := rules.Int("commendation.bulletin")
	return last.AddMonths(int(months)), err
}

// gather adds deeds that are not in the bulletin. Existing ones keep their order
// and text, and deeds removed by hand stay out.
func gather(step *evaluation.Step, b *Bulletin) error {
	records, err := desk.All(step.Ctx, step.Read, evaluation.Query{
		Office: step.Record.Office, Kinds: []string{KindDeed}, States: evaluation.States(DeedFiled, DeedRevoked), Sort: evaluation.SortOn,
	})
	if err != nil {
		return err
	}
	for _, r := range records {
		d, err := evaluation.PayloadOf[Deed](r)
		if err != nil {
			return err
		}
		switch {
		case r.State == DeedFiled && !d.FiledOn.After(b.To) && !b.holds(r.ID) && !b.takenOut(r.ID):
			b.Items = append(b.Items, itemOf(r.ID, d))
		case r.State == DeedRevoked && d.Bulletin.ID != "" && d.Correction.ID == "" && !b.corrects(r.ID):
			b.Corrections = append(b.Corrections, correctionOf(r.ID, d))
		}
	}
	return nil
}

func (b *Bulletin) holds(deed string) bool {
	return slices.ContainsFunc(b.Items, func(i Item) bool { return i.Deed == deed })
}

func (b *Bulletin) corrects(deed string) bool {
	return slices.ContainsFunc(b.Corrections, func(c Correction) bool { return c.Deed == deed })
}

func (b *Bulletin) takenOut(deed string) bool {
	out := false
	for _, c := range b.Changes {
		if c.Deed == deed {
			out = !c.Added
		}
	}
	return out
}

func itemOf(id string, d *Deed) Item {
	return Item{Deed: id, Number: d.Number, Names: d.Names(), Ground: d.Ground, On: d.On, Heading: d.Title, Text: d.Wording}
}

func correctionOf(id string, d *Deed) Correction {
	return Correction{Deed: id, Number: d.Number, Bulletin: d.Bulletin.Number, Names: d.Names()}
}

// Names returns the people of a deed as printed: 文教卫科 王一、李二.
func (d *Deed) Names() string {
	var parts []string
	last := ""
	for _, p := range d.People {
		name := p.Name
		if p.UnitName != last && p.UnitName != "" {
			name = p.UnitName + " " + name
		}
		parts, last = append(parts, name), p.UnitName
	}
	if d.UnitName != "" {
		parts = append(parts, d.UnitName)
	}
	return strings.Join(parts, "、")
}
