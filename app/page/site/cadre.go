package site

import (
	"iter"
	"slices"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/view"
	"kaoji/evaluation"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/roster"
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
		content.Person.Acts = append(content.Person.Acts, s.asks(c, p, &v)...)
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

// fileGroups groups the records of a year by measure and sorts them by day.
func (s *Site) fileGroups(c *fiber.Ctx, p *Speaker, id string, content *filePage) error {
	shown, err := s.fileYear(c, p, id, content)
	if err != nil {
		return err
	}
	records, said, err := s.recordsOf(c, shown)
	if err != nil {
		return err
	}
	byMeasure := map[string][]fileRow{}
	for i := range records {
		r := &records[i].Record
		measure, _, _ := strings.Cut(r.Kind, ".")
		row := fileRow{On: dayOf(r), Href: p.Href(r), Kind: p.T(r.Kind), What: p.Period(r.Period), State: p.State(r)}
		if say, ok := said[r.ID]; ok && row.What == r.Period { // a year that the day or the sentence already contains
			row.What = p.Text.Say(p.Lang, say)
		} else if ok {
			row.What += " · " + p.Text.Say(p.Lang, say)
		}
		byMeasure[measure] = append(byMeasure[measure], row)
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

// allYears is the choice of all years of a file together.
const allYears = "all"

// fileYear returns which records of a person's file are shown: those of the year that
// the address asks for, otherwise of the newest that has begun. Of the present year
// it includes what is planned for later ones. It offers the years in which there are
// records about the person.
func (s *Site) fileYear(c *fiber.Ctx, p *Speaker, id string, content *filePage) (desk.Asked, error) {
	asked := desk.Asked{Office: Actor(c).Office, Person: id}
	first, last, err := s.yearsOf(c, id)
	if err != nil {
		return asked, err
	}
	now := s.Today().Year()
	year, err := strconv.Atoi(c.Query("year"))
	if err != nil || year < 1900 || year > 2199 {
		year = min(last, now)
	}
	chosen := strconv.Itoa(year)
	if c.Query("year") == allYears {
		chosen = allYears
	} else if asked.From = evaluation.NewDate(year, 1, 1); year != now {
		asked.To = evaluation.NewDate(year, 12, 31)
	}
	if first == last {
		return asked, nil
	}
	choices := []view.Choice{{Value: allYears, Label: p.T("file.all_years")}}
	for y := first; y <= min(last, now); y++ {
		choices = append(choices, view.Choice{Value: strconv.Itoa(y), Label: strconv.Itoa(y)})
	}
	slices.Reverse(choices)
	content.Filters = []view.Field{{
		Name: "year", ID: "f-year", Label: p.T("file.year"), Form: evaluation.FormChoice, Value: chosen, Choices: choices,
	}}
	return asked, nil
}

// yearsOf returns the first and the last year in which there are records about a
// person that the reader may see, this year if there are none.
func (s *Site) yearsOf(c *fiber.Ctx, id string) (first, last int, err error) {
	q := evaluation.Query{Subjects: []string{id}, OnFrom: evaluation.NewDate(1900, 1, 1), Sort: evaluation.SortOn, Limit: 1}
	for i := range s.Measures {
		for _, k := range s.Measures[i].Kinds {
			if k.Name != roster.KindPerson {
				q.Kinds = append(q.Kinds, k.Name)
			}
		}
	}
	years := [2]int{}
	for i := range years {
		q.Desc = i == 1
		found, err := s.Service.Index(c.UserContext(), Actor(c), q)
		if err != nil {
			return 0, 0, err
		}
		years[i] = s.Today().Year()
		for j := range found.Views {
			years[i] = found.Views[j].On.Year()
		}
	}
	return years[0], years[1], nil
}

// recordsOf returns the records of a person that are asked for and that the reader
// may see, with the sentences of the measures about them. It includes records
// without a subject that a measure assigns to the person.
func (s *Site) recordsOf(c *fiber.Ctx, of desk.Asked) ([]evaluation.View, map[string]evaluation.Problem, error) {
	views, err := s.IndexAll(c, evaluation.Query{Subjects: []string{of.Person}, OnFrom: of.From, OnTo: of.To})
	if err != nil {
		return nil, nil, err
	}
	views = slices.DeleteFunc(views, func(v evaluation.View) bool { return v.ID == of.Person })
	said, err := s.saidOf(c, of)
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
func (s *Site) saidOf(c *fiber.Ctx, of desk.Asked) (map[string]evaluation.Problem, error) {
	a := Actor(c)
	said, some := map[string]evaluation.Problem{}, ""
	for _, facts := range s.Facts {
		list, err := facts(c.UserContext(), of)
		if err != nil {
			return nil, err
		}
		for _, f := range desk.Told(list, a, of.Person) {
			said[f.Record] = f.Say
			if len(f.Only) > 0 {
				some = f.Kind
			}
		}
	}
	if some != "" && a.Person != of.Person {
		return said, s.Note(c, "read", evaluation.OutcomeOK, some, "", of.Person)
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
