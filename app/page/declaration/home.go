package declaration

import (
	"slices"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/site"
	"kaoji/app/page/view"
	"kaoji/app/text"
	"kaoji/evaluation"
	"kaoji/evaluation/declaration"
)

// homePage begins with what waits for the reader; then what one declares oneself, what one
// reads, and what it all rests on.
type homePage struct {
	Acts  []view.Button
	Tasks []site.TaskGroup
	Mine  *minePart
	All   *allPart
	Setup *setupPart
	Empty *view.Empty // for whom the page has nothing
}

// minePart is for who declares.
type minePart struct {
	Says  []string
	List  *view.Grid
	Looks *view.Grid
}

// setupPart is for who sets declarations up.
type setupPart struct {
	Off   *view.Empty
	Bases *view.Grid
}

const of = "declaration.page."

func (s *pages) home(c *fiber.Ctx, p *site.Speaker) error {
	content := homePage{}
	basis, err := s.Service.List(c.UserContext(), site.Actor(c), evaluation.Query{
		Kinds: []string{declaration.KindBasis}, States: evaluation.States(declaration.BasisProposed, declaration.BasisInForce), Sort: evaluation.SortChanged, Desc: true, Limit: 20,
	})
	if err != nil {
		return err
	}
	if err := s.tasks(c, p, &content); err != nil {
		return err
	}
	if err := s.mine(c, p, &content); err != nil {
		return err
	}
	if err := s.all(c, p, &content); err != nil {
		return err
	}
	s.setup(p, basis.Views, &content)
	if content.Tasks == nil && content.Mine == nil && content.All == nil && content.Setup == nil {
		content.Empty = &view.Empty{Why: p.T(of + "not_you"), Do: p.T(of + "not_you_do")}
	}
	return s.ShowPage(c, "declaration", view.Page{Title: p.T("measure.declaration"), Confidential: content.Empty == nil, Content: content})
}

// tasks are what waits for the reader, each with its act.
func (s *pages) tasks(c *fiber.Ctx, p *site.Speaker, content *homePage) error {
	found, err := s.Service.Todo(c.UserContext(), site.Actor(c), evaluation.Query{Kinds: []string{declaration.KindBasis, declaration.KindReport}, Limit: site.PerPage})
	if err != nil || len(found.Views) == 0 {
		return err
	}
	groups := map[evaluation.Urgency][]view.Task{}
	for i := range found.Views {
		v := &found.Views[i]
		p.Deadline(&v.Record)
		line := view.Task{Text: p.Sentence(v), Due: v.Due, Href: p.To("/records", v.ID), Act: view.Button{Label: p.T("task.see")}}
		if act := map[evaluation.State]string{declaration.ReportDue: "submit", declaration.ReportExplaining: "explain"}[v.State]; v.Own && act != "" {
			line.Act = view.Button{Label: p.T(v.Kind + "." + act), Href: p.To("/records", v.ID, "acts", act), Primary: true}
		}
		if v.Kind == declaration.KindReport {
			line.Note = described(p, v)
		}
		urgency := evaluation.UrgencyOf(v.Due, s.Today())
		groups[urgency] = append(groups[urgency], line)
	}
	for _, u := range evaluation.Urgencies() {
		if len(groups[u]) > 0 {
			content.Tasks = append(content.Tasks, site.TaskGroup{Urgency: u, Label: p.T("task." + string(u)), Tasks: groups[u]})
		}
	}
	return nil
}

// described is what a report is, such as 2026年 年度.
func described(p *site.Speaker, v *evaluation.View) string {
	r, err := evaluation.PartOf[declaration.Report](v.Record, "type")
	if err != nil || r.Type == "" {
		return p.Period(v.Period)
	}
	return p.Period(v.Period) + " · " + p.T(declaration.KindReport+".field.type."+r.Type)
}

// mine is what the reader declares.
func (s *pages) mine(c *fiber.Ctx, p *site.Speaker, content *homePage) error {
	a := site.Actor(c)
	if a.Person == "" {
		return nil
	}
	asked, err := s.Declaration.Asks(c.UserContext(), a.Office, a.Person)
	if err != nil {
		return err
	}
	own, err := s.IndexAll(c, evaluation.Query{Kinds: []string{declaration.KindReport}, Subjects: []string{a.Person}})
	if err != nil || asked.Rule == "" && len(own) == 0 {
		return err
	}
	part := &minePart{}
	if asked.Rule != "" {
		if part.Says, err = s.says(c, p, &asked); err != nil {
			return err
		}
		if len(asked.Changes) > 0 {
			content.Acts = append(content.Acts, view.Button{Label: p.T(declaration.KindReport + ".report_change"), Href: p.To("/new", declaration.KindReport, "report_change"), Primary: content.Tasks == nil})
		}
		content.Acts = append(content.Acts, view.Button{Label: p.T(declaration.KindReport + ".report_leaving"), Href: p.To("/new", declaration.KindReport, "report_leaving")})
	}
	content.Mine = part
	return s.declared(c, p, own, part)
}

// says is what is asked, and who reads it.
func (s *pages) says(c *fiber.Ctx, p *site.Speaker, asked *declaration.Asked) ([]string, error) {
	list := []string{p.T(of+"rule", "rule", asked.Rule), p.T(of+"matters", "matters", matters(p, asked.Matters))}
	if len(asked.Changes) > 0 {
		pack, err := s.Rules.Pack(c.UserContext(), site.Actor(c).Office)
		if err != nil {
			return nil, err
		}
		days, err := pack.On(s.Today()).Int("declaration.change")
		if err != nil {
			return nil, err
		}
		site.Basis(c, "declaration.change")
		list = append(list, p.T(of+"changes", "days", days, "matters", matters(p, asked.Changes)))
	}
	var names []string
	for _, id := range asked.Readers {
		names = append(names, p.Name(id))
	}
	site.Basis(c, "declaration.yearly", "declaration.new", "declaration.nochange")
	return append(list, p.T(of+"readers", "names", p.Join(names))), nil
}

func matters(p *site.Speaker, codes []string) string {
	var words []string
	for _, code := range codes {
		words = append(words, matter(p, code))
	}
	return strings.Join(words, p.T(of+"between"))
}

// declared lists the reader's own reports, and who has read them.
func (s *pages) declared(c *fiber.Ctx, p *site.Speaker, own []evaluation.View, part *minePart) error {
	const most = 12
	slices.Reverse(own)
	grid, read := p.Grid(of+"what", of+"state", of+"on", of+"read"), p.Grid(of+"who", of+"when", of+"why", of+"what")
	for i := range own[:min(most, len(own))] {
		if own[i].State == declaration.ReportDropped {
			continue
		}
		v, err := s.Service.Get(c.UserContext(), p.Actor(), own[i].ID)
		if err != nil {
			return err
		}
		r, err := evaluation.PartOf[declaration.Report](v.Record, "submitted_on")
		if err != nil {
			return err
		}
		badge, times := p.State(&v.Record), looks(p, &v)
		row := []view.Cell{{Text: described(p, &v), Href: p.To("/records", v.ID)}, {Badge: &badge, Due: v.Due}, {Text: text.Day(p.Lang, r.SubmittedOn)}, {}}
		if v.State != declaration.ReportDue {
			row[3].Text = p.T(of + "read_none")
		}
		if n := len(times.Rows); n > 0 {
			row[3].Text = p.T(of+"read_n", "n", n)
		}
		for _, look := range times.Rows {
			read.Rows = append(read.Rows, append(look, view.Cell{Text: described(p, &v), Href: p.To("/records", v.ID)}))
		}
		grid.Rows = append(grid.Rows, row)
	}
	if len(grid.Rows) > 0 {
		part.List = &grid
	}
	if len(read.Rows) > 0 {
		part.Looks = &read
	}
	return nil
}

// setup is what declarations rest on, for who can set it up.
func (s *pages) setup(p *site.Speaker, bases []evaluation.View, content *homePage) {
	kind, _ := s.Service.Kind(declaration.KindBasis)
	if !s.Service.ReadsOthers(p.Actor(), declaration.KindBasis) {
		return
	}
	part := &setupPart{}
	content.Setup = part
	begin := s.Creating(p, kind, p.Actor())
	if len(bases) == 0 {
		part.Off = &view.Empty{Why: p.T(of + "off"), Do: p.T(of + "off_do")}
		if len(begin) > 0 {
			part.Off.Button = &begin[0]
		} else {
			part.Off.Do += p.T(of + "off_wait")
		}
		return
	}
	if len(begin) > 0 {
		begin[0].Label, begin[0].Primary = p.T(of+"revise"), false
		content.Acts = append(content.Acts, begin[0])
	}
	grid := p.Grid(declaration.KindBasis+".field.rule", of+"state", site.Number(of+"n_people"), of+"n_circle")
	for i := range bases {
		b, err := evaluation.PartOf[declaration.Basis](bases[i].Record, "rule", "people", "circle")
		if err != nil {
			continue
		}
		badge := p.State(&bases[i].Record)
		var names []string
		for _, id := range b.Circle {
			names = append(names, p.Name(id))
		}
		grid.Rows = append(grid.Rows, []view.Cell{{Text: b.Rule, Href: p.To("/records", bases[i].ID)}, {Badge: &badge}, {Text: strconv.Itoa(len(b.People))}, {Text: p.Join(names)}})
	}
	part.Bases = &grid
}
