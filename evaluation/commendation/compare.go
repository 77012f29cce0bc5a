package commendation

import (
	"cmp"
	"slices"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
)

// compare looks for deeds that may be the same and asks once whether this is a
// different one. The reporter learns only that there is one, and its day.
func (s *Service) compare(step *evaluation.Step, d *Deed, anyway bool) error {
	near, err := s.similar(step, d)
	if err != nil {
		return err
	}
	d.Similar = near
	if len(near) > 0 && !anyway {
		return desk.Mistake("anyway", "commendation.similar", "count", len(near), "on", near[0].On.String(), "title", near[0].title(step.Actor))
	}
	return nil
}

// title is shown to personnel; others see only the day.
func (s Similar) title(to evaluation.Actor) string {
	if to.Has(evaluation.RolePersonnel) {
		return "《" + s.Title + "》"
	}
	return ""
}

func (s *Service) similar(step *evaluation.Step, d *Deed) ([]Similar, error) {
	days, err := d.Rules.Int("commendation.duplicate.days")
	if err != nil {
		return nil, err
	}
	least, err := d.Rules.BasisPoints("commendation.duplicate.likeness")
	if err != nil {
		return nil, err
	}
	records, err := desk.AllOf[Deed](step.Ctx, step.Read, evaluation.Query{
		Office: step.Record.Office, Kinds: []string{KindDeed},
		OnFrom: d.On.AddDays(-int(days)), OnTo: d.On.AddDays(int(days)),
	})
	if err != nil {
		return nil, err
	}
	list := []Similar{}
	for _, r := range records {
		o := r.Payload
		likeness, same := Alike(d.look(), o.look(), int(days), int(least))
		if same && r.ID != step.Record.ID {
			list = append(list, Similar{Deed: r.ID, Title: o.Title, Number: o.Number, State: r.State, On: o.On, Likeness: likeness})
		}
	}
	slices.SortStableFunc(list, func(a, b Similar) int { return cmp.Compare(b.Likeness, a.Likeness) })
	return list, nil
}

func (d *Deed) look() Look {
	l := Look{On: d.On, Unit: d.Unit, Title: d.Title, Text: d.Text}
	for _, p := range d.People {
		l.People = append(l.People, p.ID)
	}
	return l
}
