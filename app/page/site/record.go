package site

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/chart"
	"kaoji/app/page/view"
	"kaoji/evaluation"
)

type RecordPage struct {
	Kind         string
	About        []string // below the heading: what it does not say of kind, number, person, department and period
	State        view.Badge
	Due          evaluation.Date
	Acts, Prints []view.Button
	Files        []view.Button // forms as files
	Now          string        // what the reader has to do; "" if it waits for others
	Waiting      string        // for whom it waits otherwise
	Progress     *ProgressPart // nil: no effects are open
	Sections     []Section
	Panels       []Panel
	Related      []Related
	Portrait     *view.Portrait
	Side         []view.Button // forms without fields, shown next to the record
	History      []view.Entry

	Payload json.RawMessage // of which Sections are made
}

// Lead puts a button before the acts: what comes first for the reader has a page of its
// own.
func (r *RecordPage) Lead(b view.Button) {
	for i := range r.Acts {
		r.Acts[i].Primary = false
	}
	b.Primary = true
	r.Acts = slices.Insert(r.Acts, 0, b)
}

// Panel is a card below the sections of a record.
type Panel struct {
	Heading   string
	Note      string
	Paper     []PaperBlock
	Link      *view.Link
	Explained []view.Explained
	Charts    []chart.Figure
	Lines     []view.Line
	Table     *view.Table // has its own heading
	Grid      *view.Grid
}

// PaperBlock is a line of a document as it will be printed, or a table or chart between.
type PaperBlock struct {
	Class string // paper-title, paper-heading, paper-signed; "" for a paragraph
	Text  string
	Chart *chart.Figure
	Table *view.Table
}

// Take removes fields from the payload because the page shows them in another way.
func (r *RecordPage) Take(names ...string) (err error) {
	for _, name := range names {
		if err == nil {
			r.Payload, err = Without(r.Payload, name)
		}
	}
	return err
}

// Section is a part of a record under a heading.
type Section struct {
	Heading string
	Lines   []view.Line
}

// Related are links to other records with one label.
type Related struct {
	Label string
	Links []view.Link
}

// Opened loads the record of the address as far as the reader may see it; a record
// of another kind is CodeNotFound.
func (s *Site) Opened(c *fiber.Ctx, kind string) (evaluation.View, error) {
	return opened(c, kind, s.Service.Get)
}

func opened(c *fiber.Ctx, kind string, read reading) (evaluation.View, error) {
	v, err := read(c.UserContext(), Actor(c), c.Params("id"))
	if err == nil && v.Kind != kind {
		err = evaluation.Fail(evaluation.CodeNotFound, "error.not_found")
	}
	return v, err
}

// record is the page of any record.
func (s *Site) record(c *fiber.Ctx, p *Speaker) error {
	v, err := s.Service.Get(c.UserContext(), Actor(c), c.Params("id"))
	if err != nil {
		return err
	}
	if own := p.Href(&v.Record); own != p.To("/records", v.ID) {
		return c.Redirect(p.Within(own), fiber.StatusSeeOther)
	}
	kind, _ := s.Service.Kind(v.Kind)
	own := s.kinds[v.Kind]
	content := s.Head(p, &v)
	content.Progress = s.ProgressOf(c, &v)
	if content.Related, err = s.related(c, p, &v); err != nil {
		return err
	}
	if own.Panels != nil {
		if err := own.Panels(c, p, &v, &content); err != nil {
			return err
		}
	}
	said, err := p.Sections(kind, content.Payload)
	if err != nil {
		return err
	}
	content.Sections = append(said, content.Sections...)
	others := v // copies with a seal have a panel
	if others.Payload, err = Without(v.Payload, "sealed"); err != nil {
		return err
	}
	if err := s.Attached(c, &content, &others); err != nil {
		return err
	}
	if own.Further != nil {
		more, err := own.Further(c, p, &v)
		if err != nil {
			return err
		}
		content.Acts = append(content.Acts, more...)
	}
	content.Acts = append(content.Acts, s.asks(c, p, &v)...)
	return s.ShowPage(c, "record", view.Page{
		Title: p.Heading(&v.Record), Crumbs: s.Crumbs(c, v.Kind), Confidential: v.Confidential, Content: content,
	})
}

// asks are the acts that measures offer on the records of all.
func (s *Site) asks(c *fiber.Ctx, p *Speaker, v *evaluation.View) []view.Button {
	var list []view.Button
	for _, m := range s.pages {
		if m.Asked != nil {
			list = append(list, m.Asked(c, p, v)...)
		}
	}
	return list
}

// Head returns the parts of a record page besides its content: the state, who has
// to act, acts, print forms, and the history.
func (s *Site) Head(p *Speaker, v *evaluation.View) RecordPage {
	kind, _ := s.Service.Kind(v.Kind)
	p.Deadline(&v.Record)
	out := RecordPage{
		Kind: p.T(v.Kind), About: p.about(&v.Record), State: p.State(&v.Record), Due: v.Due,
		Now: p.task(v), History: p.History(v), Payload: v.Payload,
	}
	if out.Now == "" {
		out.Waiting = p.Waiting(v.Waiting)
	}
	out.Acts, out.Prints = s.Buttons(p, kind, v)
	out.Files = s.paperFiles(p, kind, v)
	return out
}

// about is what a page says of a record below its heading.
func (p *Speaker) about(r *evaluation.Record) []string {
	head := p.Heading(r)
	var said []string
	for _, text := range []string{p.T(r.Kind), p.Number(r), p.Name(r.Subject), p.Name(r.Unit), p.Period(r.Period)} {
		if text != "" && !strings.Contains(head, text) && !slices.Contains(said, text) {
			said = append(said, text)
		}
	}
	return said
}

// Headed is Head with the sections of the payload and its attachments. The dropped
// fields are shown elsewhere on the page.
func (s *Site) Headed(c *fiber.Ctx, p *Speaker, v *evaluation.View, dropped ...string) (RecordPage, error) {
	out := s.Head(p, v)
	if err := out.Take(dropped...); err != nil {
		return out, err
	}
	kind, _ := s.Service.Kind(v.Kind)
	var err error
	if out.Sections, err = p.Sections(kind, out.Payload); err != nil {
		return out, err
	}
	shown := *v
	shown.Payload = out.Payload
	return out, s.Attached(c, &out, &shown)
}

// Of makes the page of a record of one kind with its payload.
func Of[P any](s *Site, kind string, page func(c *fiber.Ctx, p *Speaker, v *evaluation.View, of *P) error) func(*fiber.Ctx, *Speaker) error {
	return pageOf(kind, s.Service.Get, page)
}

// Shown is Of for a page without acts, a table or a file: none is tried.
func Shown[P any](s *Site, kind string, page func(c *fiber.Ctx, p *Speaker, v *evaluation.View, of *P) error) func(*fiber.Ctx, *Speaker) error {
	return pageOf(kind, s.Service.Shown, page)
}

type reading func(context.Context, evaluation.Actor, string) (evaluation.View, error)

func pageOf[P any](kind string, read reading, page func(c *fiber.Ctx, p *Speaker, v *evaluation.View, of *P) error) func(*fiber.Ctx, *Speaker) error {
	return func(c *fiber.Ctx, p *Speaker) error {
		v, err := opened(c, kind, read)
		if err != nil {
			return err
		}
		of, err := evaluation.PayloadOf[P](v.Record)
		if err != nil {
			return err
		}
		return page(c, p, &v, of)
	}
}

func (s *Site) Buttons(p *Speaker, kind *evaluation.Kind, v *evaluation.View) (acts, prints []view.Button) {
	names := slices.Clone(v.Acts)
	// The usual act comes first, then those that change the state.
	rank := func(name string) int {
		if name == v.Usual {
			return -1
		}
		return stays(kind, name, v.State)
	}
	slices.SortStableFunc(names, func(x, y string) int { return cmp.Compare(rank(x), rank(y)) })
	for _, name := range names {
		acts = append(acts, view.Button{
			Label: p.T(v.Kind + "." + name), Href: s.actHref(p, v, name), Primary: name == v.Usual, Danger: kind.IsGrave(name) && name != v.Usual,
		})
	}
	for _, b := range v.Blocked {
		acts = append(acts, view.Button{Label: p.T(v.Kind + "." + b.Act), Href: s.actHref(p, v, b.Act), Why: p.Text.Say(p.Lang, b.Why), Danger: kind.IsGrave(b.Act)})
	}
	for _, form := range kind.Print {
		if !s.prints(v, form) {
			continue
		}
		prints = append(prints, view.Button{Label: p.T("print." + form), Href: p.To("/records", v.ID, "print", form)})
	}
	return acts, prints
}

// WithoutActs removes buttons of acts that the page offers in another way.
func WithoutActs(buttons []view.Button, acts ...string) []view.Button {
	return slices.DeleteFunc(buttons, func(b view.Button) bool {
		return slices.ContainsFunc(acts, func(act string) bool {
			return strings.HasSuffix(strings.TrimSuffix(b.Href, "?"+queryOf(b.Href)), "/acts/"+act)
		})
	})
}

// actHref returns the form of an act: its own page if there is one.
func (s *Site) actHref(p *Speaker, v *evaluation.View, act string) string {
	if form := s.kinds[v.Kind].FormOf; form != nil {
		if href := form(p, v, act); href != "" {
			return p.Within(href)
		}
	}
	return p.Within(p.To("/records", v.ID, "acts", act))
}

// prints reports whether a form has content to print.
func (s *Site) prints(v *evaluation.View, form string) bool {
	printable := s.kinds[v.Kind].Printable
	return printable == nil || printable(v, form)
}

// stays returns 1 if the act does not change the state, otherwise 0.
func stays(kind *evaluation.Kind, act string, state evaluation.State) int {
	if a, ok := kind.Act(act); ok && a.To[0] == state {
		return 1
	}
	return 0
}

// Crumbs lead to the home of the measure of a kind, to where its records hang below
// it, and further.
func (s *Site) Crumbs(c *fiber.Ctx, kind string, more ...view.Link) []view.Link {
	up := []view.Link{s.pagesOf(kind).Home}
	if up[0].Href == "" {
		up[0] = view.Link{Label: kind, Href: s.kinds.list(kind)}
	}
	var links []view.Link
	for _, l := range append(up, s.kinds[kind].Home...) {
		links = append(links, view.Link{Label: s.T(c, l.Label), Href: s.To(c, l.Href)})
	}
	return append(links, more...)
}

// related links to the parent and child records that the reader may see.
func (s *Site) related(c *fiber.Ctx, p *Speaker, v *evaluation.View) ([]Related, error) {
	var out []Related
	add := func(label string, q evaluation.Query) error {
		r, err := s.Linked(c, p, label, q)
		r.Links = slices.DeleteFunc(r.Links, func(l view.Link) bool { return l.Href == p.To("/records", v.ID) })
		if len(r.Links) > 0 {
			out = append(out, r)
		}
		return err
	}
	if v.Parent != "" {
		if err := add(p.T("record.parent"), evaluation.Query{IDs: []string{v.Parent}}); err != nil {
			return nil, err
		}
	}
	if kind, _ := s.Service.Kind(v.Kind); !kind.Spans {
		if err := add(p.T("record.children"), evaluation.Query{Parents: []string{v.ID}}); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// Linked returns links to the records of a query that the reader may see.
func (s *Site) Linked(c *fiber.Ctx, p *Speaker, label string, q evaluation.Query) (Related, error) {
	q.Limit = 20
	r := Related{Label: label}
	list, err := s.Service.Index(c.UserContext(), Actor(c), q)
	for i := range list.Views {
		o := &list.Views[i]
		name := p.Title(&o.Record)
		if kind := p.T(o.Kind); !strings.HasPrefix(name, kind) {
			name = kind + " · " + name
		}
		r.Links = append(r.Links, view.Link{Label: name + " · " + p.State(&o.Record).Label, Href: p.To("/records", o.ID)})
	}
	return r, err
}
