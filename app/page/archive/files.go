package archive

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/site"
	"kaoji/app/page/view"
	"kaoji/evaluation"
	"kaoji/evaluation/archive"
)

// entry is a form for the file of a person.
type entry struct {
	person, sort, year, of string
	class                  int
	arose                  evaluation.Date
}

// entryOf reads an item.
func entryOf(v *evaluation.View) (entry, error) {
	it, err := evaluation.PayloadOf[archive.Item](v.Record)
	if err != nil {
		return entry{}, err
	}
	e := entry{person: v.Subject, sort: v.Sort, year: strconv.Itoa(it.Arose.Year()), of: it.Of, class: it.Class, arose: it.Arose}
	if len(v.Period) >= len(e.year) { // the year that the form is about
		e.year = v.Period[:len(e.year)]
	}
	return e, nil
}

// entries are the items that a query finds. That shows nobody: whom the forms show is
// recorded when they are made.
func (s *pages) entries(c *fiber.Ctx, q evaluation.Query) (list []entry, err error) {
	q.Kinds = []string{archive.KindItem}
	for v, err := range evaluation.AllViews(evaluation.Looking(c.UserContext()), s.Service.List, site.Actor(c), q) {
		if err != nil {
			return nil, err
		}
		e, err := entryOf(&v)
		if err != nil {
			return nil, err
		}
		list = append(list, e)
	}
	return list, nil
}

// chosen sends the forms of items that were ticked, a document for each person.
func (s *pages) chosen(c *fiber.Ctx, p *site.Speaker, ids []string) error {
	if len(ids) == 0 {
		return evaluation.Fail(evaluation.CodeInvalid, "many.none")
	}
	if len(ids) > evaluation.MostMany {
		return evaluation.Fail(evaluation.CodeTooLarge, "many.print_most", "max", evaluation.MostMany)
	}
	list, err := s.entries(c, evaluation.Query{IDs: ids})
	if err != nil {
		return err
	}
	return s.SendPacks(c, p, p.T("measure.archive")+" "+s.Today().String(), packs(p, list))
}

// ofYear sends the forms for the file of the person whom an item is about, of its year: those
// that wait and those that are in the file.
func (s *pages) ofYear(c *fiber.Ctx, p *site.Speaker, v *evaluation.View, _ *archive.Item) error {
	one, err := entryOf(v)
	if err != nil {
		return err
	}
	list, err := s.entries(c, evaluation.Query{Subjects: []string{v.Subject}, States: evaluation.States(archive.Waiting, archive.Filed)})
	if err != nil {
		return err
	}
	list = slices.DeleteFunc(list, func(e entry) bool { return e.year != one.year })
	return s.SendPacks(c, p, "", packs(p, list))
}

// packs are the forms of each person in the order of the file, named as a file is looked for:
// by years, staff number and name.
func packs(p *site.Speaker, list []entry) (of []site.Pack) {
	slices.SortStableFunc(list, func(x, y entry) int {
		return cmp.Or(cmp.Compare(x.sort, y.sort), cmp.Compare(x.person, y.person), cmp.Compare(x.class, y.class), x.arose.Compare(y.arose))
	})
	for len(list) > 0 {
		n := slices.IndexFunc(list, func(e entry) bool { return e.person != list[0].person })
		if n < 0 {
			n = len(list)
		}
		var years, records []string
		for _, e := range list[:n] {
			years, records = append(years, e.year), append(records, e.of)
		}
		slices.Sort(years)
		name := strings.Join(slices.Compact(years), "-")
		if person, ok := p.Book.Person(list[0].person); ok {
			name += " " + person.No + " " + person.Name
		}
		of, list = append(of, site.Pack{Name: strings.NewReplacer("/", "-", `\`, "-", ":", "-").Replace(name), Records: records}), list[n:]
	}
	return of
}

// further leads from an item to the forms of the person's year.
func (s *pages) further(_ *fiber.Ctx, p *site.Speaker, v *evaluation.View) ([]view.Button, error) {
	if !s.Service.May(p.Actor(), archive.KindItem, putting) {
		return nil, nil
	}
	return []view.Button{{Label: p.T("archive.page.year"), Href: p.To("/archive/items", v.ID, "year")}}, nil
}
