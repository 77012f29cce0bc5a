package site

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/view"
	"kaoji/app/text"
	"kaoji/evaluation"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/roster"
)

// filePage is the file of one cadre over time: who it is, what waits, the years as
// charts, and the records of one year in sentences, as far as the reader may see them.
type filePage struct {
	Name    string
	Post    string // department, post and level
	Since   string // how long in the post
	Away    string // until when the person is away; "" if not
	Acts    []view.Button
	Tasks   []view.Task // about the person, for the reader
	Person  RecordPage  // the entry of the roster
	Href    string
	Year    []view.Stat // of learning
	Trends  []trend
	Years   []view.Tab
	Heading string // the year that is shown
	Rows    []fileRow
	Empty   view.Empty
}

// fileRow is one record in a sentence.
type fileRow struct {
	On    evaluation.Date
	Day   string
	Href  string
	Text  string
	Note  string // measure and kind
	State view.Badge
}

// FileOf is the page of a person's file.
func (s *Site) FileOf(c *fiber.Ctx, id, title string, crumbs ...view.Link) error {
	p, err := s.Speaker(c)
	if err != nil {
		return err
	}
	content := filePage{Name: p.Name(id), Away: p.Away(id), Href: p.To("/records", id), Empty: view.Empty{Why: p.T("file.empty"), Do: p.T("file.empty_do")}}
	v, err := s.Service.Get(c.UserContext(), Actor(c), id)
	if err != nil && evaluation.CodeOf(err) != evaluation.CodeNotFound {
		return err
	}
	if err == nil {
		if err := s.filePerson(c, p, &v, &content); err != nil {
			return err
		}
	}
	for _, part := range []func(*fiber.Ctx, *Speaker, string, *filePage) error{s.fileFigures, s.fileTasks, s.fileYears} {
		if err := part(c, p, id, &content); err != nil {
			return err
		}
	}
	return s.ShowPage(c, "file", view.Page{Title: title, Crumbs: crumbs, Confidential: true, Content: content})
}

// filePerson shows who it is: post, since when, and the entry of the roster.
func (s *Site) filePerson(c *fiber.Ctx, p *Speaker, v *evaluation.View, content *filePage) (err error) {
	kind, _ := s.Service.Kind(v.Kind)
	content.Person.State = p.State(&v.Record)
	if v.Own {
		content.Acts = append(content.Acts, view.Button{Label: p.T("looks.title"), Href: p.To("/me/looks")})
	}
	acts, prints := s.Buttons(p, kind, v)
	if further := s.kinds[v.Kind].Further; further != nil {
		more, err := further(c, p, v)
		if err != nil {
			return err
		}
		content.Acts = append(content.Acts, more...)
	}
	content.Acts, content.Person.Prints = slices.Concat(content.Acts, s.asks(c, p, v), acts), prints
	if v.Own {
		content.Person.Prints = append(content.Person.Prints, view.Button{Label: p.T("file.download"), Href: p.To("/me/download")})
	}
	if m, here := p.Day.Member(v.ID); here && v.Shows("appointments") {
		no := ""
		if v.Shows("no") {
			no = m.No
		}
		content.Post = joinNonEmpty(no, strings.TrimSpace(m.DepartmentName+" "+m.Post), p.Coded("level", m.Level))
		content.Since = p.lasting(m.PostSince)
	}
	content.Person.Sections, err = p.Sections(kind, v.Payload)
	return err
}

// lasting says how long something has lasted since a day: 2 年 9 个月.
func (p *Speaker) lasting(since evaluation.Date) string {
	const months = 12
	today := p.Day.Day()
	n := (today.Year()-since.Year())*months + int(today.Month()) - int(since.Month())
	if today.Day() < since.Day() {
		n--
	}
	switch {
	case since.IsZero() || n < 0:
		return ""
	case n < months:
		return p.T("file.since_months", "months", n)
	}
	return p.T("file.since", "years", n/months, "months", n%months)
}

// fileFigures are the figures of this year that measures give.
func (s *Site) fileFigures(c *fiber.Ctx, p *Speaker, id string, content *filePage) error {
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
	return nil
}

// fileTasks are the records about the person that wait for the reader.
func (s *Site) fileTasks(c *fiber.Ctx, p *Speaker, id string, content *filePage) error {
	const most = 5
	found, err := s.Service.Todo(c.UserContext(), Actor(c), evaluation.Query{Subjects: []string{id}, Limit: most})
	for i := range found.Views {
		measure, _, _ := strings.Cut(found.Views[i].Kind, ".")
		content.Tasks = append(content.Tasks, s.taskLine(p, s.numberOf(measure), &found.Views[i]))
	}
	return err
}

// charted is for how many years the charts of a file go back.
const charted = 5

// fileYears draws the charts of the last years and tells the chosen year in sentences.
func (s *Site) fileYears(c *fiber.Ctx, p *Speaker, id string, content *filePage) error {
	shown, err := s.fileYear(c, p, id, content)
	if err != nil {
		return err
	}
	now := s.Today().Year()
	of := shown
	of.From, of.To = evaluation.NewDate(now-charted+1, 1, 1), evaluation.Date{}
	if shown.From.Before(of.From) {
		of.From = shown.From
	}
	views, facts, err := s.recordsOf(c, of)
	if err != nil {
		return err
	}
	drawn := facts
	for _, m := range s.pages {
		if m.Years == nil {
			continue
		}
		figures, err := m.Years(c, p, id, now-charted+1, now)
		if err != nil {
			return err
		}
		drawn = slices.Concat(drawn, figures)
	}
	content.Trends = p.trends(drawn, now-charted+1, now)
	content.Rows = s.fileRows(p, &shown, views, facts)
	return nil
}

// recordsOf returns the records of a person that are asked for and that the reader may
// see, with those that a measure assigns to the person, and the facts that they tell.
func (s *Site) recordsOf(c *fiber.Ctx, of desk.Asked) ([]evaluation.View, []desk.Fact, error) {
	facts, err := s.factsOf(c, of)
	if err != nil {
		return nil, nil, err
	}
	views, err := s.IndexAll(c, evaluation.Query{Subjects: []string{of.Person}, OnFrom: of.From, NoHistory: true})
	if err != nil {
		return nil, nil, err
	}
	if views, err = s.withShared(c, views, facts); err != nil {
		return nil, nil, err
	}
	views = slices.DeleteFunc(views, func(v evaluation.View) bool {
		kind, _ := s.Service.Kind(v.Kind)
		return v.ID == of.Person || kind != nil && slices.Contains(kind.Void, v.State)
	})
	visible := map[string]bool{}
	for i := range views {
		visible[views[i].ID] = true
	}
	return views, slices.DeleteFunc(facts, func(f desk.Fact) bool { return !visible[f.Record] }), nil
}

// fileRows tells the records of the days that are shown, newest first: what they say of
// the person on the day when it happened, each by itself, and where they say nothing that
// there is such a record.
func (s *Site) fileRows(p *Speaker, shown *desk.Asked, views []evaluation.View, facts []desk.Fact) []fileRow {
	said := map[string][]desk.Fact{}
	for _, f := range facts {
		said[f.Record] = append(said[f.Record], f)
	}
	var rows []fileRow
	for i := range views {
		v := &views[i]
		told := said[v.ID]
		if len(told) == 0 {
			told = []desk.Fact{{}}
		}
		for _, f := range told {
			if row := s.fileRow(p, v, &f); shownIn(shown, row.On) {
				rows = append(rows, row)
			}
		}
	}
	slices.SortStableFunc(rows, func(a, b fileRow) int { return b.On.Compare(a.On) })
	return rows
}

func shownIn(of *desk.Asked, day evaluation.Date) bool {
	return !day.Before(of.From) && (of.To.IsZero() || !day.After(of.To))
}

// fileRow says in a sentence what a record tells: in the words of the measure if it has
// some, otherwise its kind and period.
func (s *Site) fileRow(p *Speaker, v *evaluation.View, f *desk.Fact) fileRow {
	measure, _, _ := strings.Cut(v.Kind, ".")
	on := f.On
	if on.IsZero() {
		on = dayOf(&v.Record)
	}
	row := fileRow{
		On: on, Day: text.MonthDay(p.Lang, on), Href: p.Href(&v.Record), State: p.State(&v.Record),
		Text: p.T("file.record", "kind", p.T(v.Kind), "period", p.Period(v.Period)), Note: p.T("measure." + measure),
	}
	switch {
	case f.Say.Key != "":
		row.Text, row.Note = p.Text.Say(p.Lang, f.Say), joinNonEmpty(row.Note, p.T(v.Kind))
	case v.Period == "":
		row.Text = p.T(v.Kind)
	}
	return row
}

// allYears is the choice of all years of a file together.
const allYears = "all"

// fileYear returns which records of a person's file are shown: those of the year that
// the address asks for, otherwise of the newest that has begun. Of the present year
// it includes what is planned for later ones. It links the years in which there are
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
	all := c.Query("year") == allYears
	if content.Heading = p.Period(strconv.Itoa(year)); all {
		content.Heading = p.T("file.all_years")
	} else if asked.From = evaluation.NewDate(year, 1, 1); year != now {
		asked.To = evaluation.NewDate(year, 12, 31)
	}
	if first == last {
		return asked, nil
	}
	for y := min(last, now); y >= first; y-- {
		content.Years = append(content.Years, view.Tab{Label: strconv.Itoa(y), Href: WithQuery(c.Path(), "year", strconv.Itoa(y)), Active: !all && y == year})
	}
	content.Years = append(content.Years, view.Tab{Label: p.T("file.all_years"), Href: WithQuery(c.Path(), "year", allYears), Active: all})
	return asked, nil
}

// yearsOf returns the first and the last year in which there are records about a
// person that the reader may see, this year if there are none.
func (s *Site) yearsOf(c *fiber.Ctx, id string) (first, last int, err error) {
	q := evaluation.Query{Subjects: []string{id}, OnFrom: evaluation.FirstDay(), Sort: evaluation.SortOn, Limit: 1}
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

// withShared adds records without a subject that a measure assigns to the person.
func (s *Site) withShared(c *fiber.Ctx, views []evaluation.View, facts []desk.Fact) ([]evaluation.View, error) {
	var shared []string
	for _, f := range facts {
		if f.Record != "" && !slices.ContainsFunc(views, func(v evaluation.View) bool { return v.ID == f.Record }) {
			shared = append(shared, f.Record)
		}
	}
	if len(shared) == 0 {
		return views, nil
	}
	slices.Sort(shared)
	more, err := s.IndexAll(c, evaluation.Query{IDs: slices.Compact(shared), NoHistory: true})
	return append(views, more...), err
}

// factsOf returns the facts of the measures about a person for this reader. If the
// reader sees restricted ones about another person, this is recorded in the trail.
func (s *Site) factsOf(c *fiber.Ctx, of desk.Asked) ([]desk.Fact, error) {
	a := Actor(c)
	known, err := evaluation.Lately(c.UserContext(), s.Service, a, fmt.Sprint("facts ", of), func(ctx context.Context) (all []desk.Fact, err error) {
		for _, facts := range s.Facts {
			list, err := facts(ctx, of)
			if err != nil {
				return nil, err
			}
			all = append(all, list...)
		}
		return all, nil
	})
	if err != nil {
		return nil, err
	}
	told := desk.Told(slices.Clone(known), a, of.Person)
	for i := range told {
		if len(told[i].Only) > 0 && a.Person != of.Person {
			return told, s.Note(c, "read", evaluation.OutcomeOK, told[i].Kind, "", of.Person)
		}
	}
	return told, nil
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
