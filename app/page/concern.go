package page

import (
	"net/url"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/chart"
	"kaoji/app/page/view"
	"kaoji/evaluation"
	"kaoji/evaluation/concern"
)

// concernPage is the desk of those who handle concerns, and for a supervisor
// the own reports.
type concernPage struct {
	Acts   []view.Button
	Tabs   []view.Button
	Rows   []view.Row
	Empty  view.Empty
	Pager  view.Pager
	Charts []chart.Figure
}

// concerns lists concerns by state, most urgent first.
func (s *Site) concerns(c *fiber.Ctx) error {
	kind, _ := s.Service.Kind(concern.KindMatter)
	a := actor(c)
	if len(s.Policy.Reach(a.Roles, kind.Name)) == 0 {
		return evaluation.Fail(evaluation.CodeForbidden, "error.forbidden")
	}
	p, err := s.speaker(c)
	if err != nil {
		return err
	}
	content := concernPage{Acts: s.creating(p, kind, a), Empty: view.Empty{Why: p.t("concern_page.empty"), Do: p.t("concern_page.empty_do")}}
	content.Acts = append(content.Acts, s.furtherConcerns(p, a)...)
	q := evaluation.Query{Kinds: []string{kind.Name}, States: open(kind), Sort: evaluation.SortDue, Limit: perPage, Cursor: c.Query("cursor")}
	state := c.Query("state")
	if state != "" {
		q.States = []evaluation.State{evaluation.State(state)}
	}
	counts, err := s.Service.Group(c.UserContext(), a, evaluation.Query{Kinds: []string{kind.Name}}, "state")
	if err != nil {
		return err
	}
	content.Tabs = append(content.Tabs, view.Button{Label: p.t("concern_page.open"), Href: "/concern", Primary: state == ""})
	for _, st := range kind.States {
		for _, n := range counts {
			if n.Key == string(st) {
				content.Tabs = append(content.Tabs, view.Button{
					Label: p.t(kind.Name+".state."+n.Key) + " " + strconv.FormatInt(n.N, 10), Href: "/concern?state=" + url.QueryEscape(n.Key), Primary: state == n.Key,
				})
			}
		}
	}
	found, err := s.Service.Index(c.UserContext(), a, q)
	if err != nil {
		return err
	}
	content.Rows = p.rows(found.Views)
	content.Pager = pager(string(c.Request().URI().RequestURI()), found.Next, q.Cursor)
	if oversees(a) {
		if content.Charts, err = s.concernCharts(c, p); err != nil {
			return err
		}
	}
	return s.show(c, "concern", p.t("measure.concern"), content)
}

// furtherConcerns lead to the boxes and their openings.
func (s *Site) furtherConcerns(p *speaker, a evaluation.Actor) []view.Button {
	var list []view.Button
	for _, l := range []struct{ kind, href string }{{concern.KindBox, "/concern/boxes"}, {concern.KindOpening, "/lists/" + concern.KindOpening}} {
		if len(s.Policy.Reach(a.Roles, l.kind)) > 0 && oversees(a) {
			list = append(list, view.Button{Label: p.t(l.kind), Href: l.href})
		}
	}
	return list
}

// concernCharts count what the reader may see by department and by month;
// nobody is named and nothing read.
func (s *Site) concernCharts(c *fiber.Ctx, p *speaker) ([]chart.Figure, error) {
	kinds := []string{concern.KindMatter}
	units, err := s.countsBy(c.UserContext(), p, actor(c), kinds, "unit", chart.Text{
		ID: "concern-units", Title: p.t("concern_page.units"), Label: p.t("list.unit"), Value: p.t("overview.records"),
	})
	if err != nil {
		return nil, err
	}
	months, err := s.countsBy(c.UserContext(), p, actor(c), kinds, "period", chart.Text{
		ID: "concern-months", Title: p.t("concern_page.months"), Label: p.t("concern_page.month"), Value: p.t("overview.records"),
	})
	return []chart.Figure{units, months}, err
}

type contactPage struct{ Contact, Back string }

// contact opens who reported a concern: for whoever may read the concern and
// the reporters, and noted each time.
func (s *Site) contact(c *fiber.Ctx) error {
	v, err := s.Service.Get(c.UserContext(), actor(c), c.Params("id"))
	if err != nil {
		return err
	}
	if v.Kind != concern.KindMatter {
		return evaluation.Fail(evaluation.CodeNotFound, "error.not_found")
	}
	if err := s.note(c, "reporter", evaluation.OutcomeOK, v.ID); err != nil {
		return err
	}
	text, err := s.Concern.Contact(c.UserContext(), actor(c).Office, v.ID)
	if err != nil && evaluation.CodeOf(err) != evaluation.CodeNotFound {
		return err
	}
	frame, err := s.frame(c, s.t(c, "concern_page.contact"), []view.Link{{Label: s.t(c, "measure.concern"), Href: "/concern"}})
	if err != nil {
		return err
	}
	frame.Confidential, frame.Content = true, contactPage{Contact: text, Back: "/records/" + v.ID}
	return s.send(c, "contact", frame)
}
