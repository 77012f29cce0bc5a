package site

import (
	"cmp"
	"iter"
	"slices"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/view"
	"kaoji/evaluation"
	"kaoji/evaluation/desk"
)

// filePage is the file of one cadre over time: the person, and every record of all
// measures about the person that the reader may see.
type filePage struct {
	Person  RecordPage
	Href    string
	Year    []view.Stat // of learning
	Filters []view.Field
	Groups  []fileGroup
	Empty   view.Empty
}

// fileGroup contains the records of one measure, newest first.
type fileGroup struct {
	Heading string
	Rows    []fileRow
}

type fileRow struct {
	On    evaluation.Date
	Href  string
	Kind  string
	What  string // a sentence if the measure has one, otherwise the period
	State view.Badge
}

func (s *Site) FileOf(c *fiber.Ctx, id, title string, crumbs ...view.Link) error {
	p, err := s.Speaker(c)
	if err != nil {
		return err
	}
	content := filePage{Href: p.To("/records", id), Empty: view.Empty{Why: p.T("file.empty"), Do: p.T("file.empty_do")}}
	v, err := s.Service.Get(c.UserContext(), Actor(c), id)
	if err != nil && evaluation.CodeOf(err) != evaluation.CodeNotFound {
		return err
	}
	if err == nil {
		kind, _ := s.Service.Kind(v.Kind)
		content.Person.State = p.State(&v.Record)
		content.Person.Acts, _ = s.Buttons(p, kind, &v)
		if content.Person.Sections, err = p.Sections(kind, v.Payload); err != nil {
			return err
		}
	}
	for _, m := range s.pages {
		if m.Year == nil {
			continue
		}
		figures, err := m.Year(c, p, id)
		if err != nil {
			return err
		}
		content.Year = append(content.Year, figures...)
	}
	if err := s.fileGroups(c, p, id, &content); err != nil {
		return err
	}
	return s.ShowPage(c, "file", view.Page{Title: title, Crumbs: crumbs, Confidential: true, Content: content})
}

// fileGroups groups the records by measure and sorts them by day.
func (s *Site) fileGroups(c *fiber.Ctx, p *Speaker, id string, content *filePage) error {
	records, said, err := s.recordsOf(c, id)
	if err != nil {
		return err
	}
	years, year := map[int]bool{}, c.Query("year")
	byMeasure := map[string][]fileRow{}
	for i := range records {
		r := &records[i].Record
		day := dayOf(r)
		years[day.Year()] = true
		if year != "" && year != strconv.Itoa(day.Year()) {
			continue
		}
		measure, _, _ := strings.Cut(r.Kind, ".")
		row := fileRow{On: day, Href: p.Href(r), Kind: p.T(r.Kind), What: p.Period(r.Period), State: p.State(r)}
		if say, ok := said[r.ID]; ok && row.What == r.Period { // a year that the day or the sentence already contains
			row.What = p.Text.Say(p.Lang, say)
		} else if ok {
			row.What += " · " + p.Text.Say(p.Lang, say)
		}
		byMeasure[measure] = append(byMeasure[measure], row)
	}
	if list := descending(years); len(list) > 1 {
		content.Filters = []view.Field{{
			Name: "year", ID: "f-year", Label: p.T("file.year"), Form: evaluation.FormChoice, Value: year, Choices: list,
		}}
	}
	for i := range s.Measures {
		rows := byMeasure[s.Measures[i].Name]
		slices.SortStableFunc(rows, func(a, b fileRow) int { return b.On.Compare(a.On) })
		if len(rows) > 0 {
			content.Groups = append(content.Groups, fileGroup{Heading: p.T("measure." + s.Measures[i].Name), Rows: rows})
		}
	}
	return nil
}

// recordsOf returns the records about a person that the reader may see, with the
// sentences of the measures about them. It includes records without a subject that
// a measure assigns to the person.
func (s *Site) recordsOf(c *fiber.Ctx, id string) ([]evaluation.View, map[string]evaluation.Problem, error) {
	views, err := s.IndexAll(c, evaluation.Query{Subjects: []string{id}})
	if err != nil {
		return nil, nil, err
	}
	views = slices.DeleteFunc(views, func(v evaluation.View) bool { return v.ID == id })
	said, err := s.saidOf(c, id)
	if err != nil {
		return nil, nil, err
	}
	var shared []string
	for record := range said {
		if !slices.ContainsFunc(views, func(v evaluation.View) bool { return v.ID == record }) {
			shared = append(shared, record)
		}
	}
	if len(shared) == 0 {
		return views, said, nil
	}
	slices.Sort(shared)
	more, err := s.IndexAll(c, evaluation.Query{IDs: shared})
	return append(views, more...), said, err
}

// saidOf returns the sentences of the measures about a person's records for this
// reader. If the reader sees restricted ones about another person, this is recorded
// in the trail.
func (s *Site) saidOf(c *fiber.Ctx, id string) (map[string]evaluation.Problem, error) {
	a := Actor(c)
	said, some := map[string]evaluation.Problem{}, ""
	for _, facts := range s.Facts {
		list, err := facts(c.UserContext(), a.Office, id, evaluation.Date{}, evaluation.Date{})
		if err != nil {
			return nil, err
		}
		for _, f := range desk.Told(list, a, id) {
			said[f.Record] = f.Say
			if len(f.Only) > 0 {
				some = f.Kind
			}
		}
	}
	if some != "" && a.Person != id {
		return said, s.Note(c, "read", evaluation.OutcomeOK, some, "", id)
	}
	return said, nil
}

// IndexAll returns all records of a query that the reader may see, without
// payloads: see evaluation.Service.Index.
func (s *Site) IndexAll(c *fiber.Ctx, q evaluation.Query) ([]evaluation.View, error) {
	return evaluation.Gather(evaluation.AllViews(c.UserContext(), s.Service.Index, Actor(c), q))
}

// EveryView yields all records of a query that the reader may see.
func (s *Site) EveryView(c *fiber.Ctx, q evaluation.Query) iter.Seq2[evaluation.View, error] {
	return evaluation.AllViews(c.UserContext(), s.Service.List, Actor(c), q)
}

// dayOf returns the day of a record, or the day on which it was created.
func dayOf(r *evaluation.Record) evaluation.Date {
	if !r.On.IsZero() {
		return r.On
	}
	return evaluation.DateOf(r.Created)
}

// descending offers the years, the newest first.
func descending(years map[int]bool) []view.Choice {
	var list []view.Choice
	for y := range years {
		list = append(list, view.Choice{Value: strconv.Itoa(y), Label: strconv.Itoa(y)})
	}
	slices.SortFunc(list, func(a, b view.Choice) int { return cmp.Compare(b.Value, a.Value) })
	return list
}
