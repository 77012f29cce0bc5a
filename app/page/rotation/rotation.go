package rotation

import (
	"net/url"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/site"
	"kaoji/app/page/view"
	"kaoji/evaluation"
	"kaoji/evaluation/rotation"
)

// rotationPage is the start page of measure 8: newcomers and their mentors, and
// people whose years in the post are up, as far as the reader may see them.
type rotationPage struct {
	Now   []site.TaskGroup // what there is to do for the reader
	Acts  []view.Button
	Links []view.Button
	Stats []view.Stat
	Parts []site.ListPart
	Own   []view.Line // the reader's own time in the post
	Empty view.Empty
}

func (s *pages) rotations(c *fiber.Ctx, p *site.Speaker) error {
	a := site.Actor(c)
	content := rotationPage{
		Empty: view.Empty{Why: p.T("rotation.page.empty"), Do: p.T("rotation.page.empty_do")},
		Links: []view.Button{{Label: p.T("rotation.page.tenure"), Href: p.To("/rotation/tenure")}, {Label: p.T("rotation.plans.plans"), Href: p.To("/rotation/plans")}},
	}
	// Plans are started on their own page.
	content.Acts = s.Beginning(p, a, []string{rotation.KindMentoring, rotation.KindStay, rotation.KindPost})
	for _, part := range []func(*fiber.Ctx, *site.Speaker, *rotationPage) error{s.mentoringAtAGlance, s.tenureAtAGlance, s.rotationLists} {
		if err := part(c, p, &content); err != nil {
			return err
		}
	}
	var err error
	if content.Now, err = s.TasksOf(c, p, "rotation"); err != nil {
		return err
	}
	return s.Show(c, "rotation", p.T("measure.rotation"), content)
}

// rotationLists are what is newest or most urgent of each kind.
func (s *pages) rotationLists(c *fiber.Ctx, p *site.Speaker, content *rotationPage) error {
	newest := func(kind string) evaluation.Query {
		return evaluation.Query{Kinds: []string{kind}, Sort: evaluation.SortChanged, Desc: true}
	}
	open := func(name string) evaluation.Query { // only those that something follows
		kind, _ := s.Service.Kind(name)
		return evaluation.Query{Kinds: []string{name}, States: kind.Open(), Sort: evaluation.SortDue}
	}
	lists, err := s.ListParts(c, p, []site.ListOf{
		{Heading: "rotation.page.mentorings", Query: newest(rotation.KindMentoring)},
		{Heading: "rotation.page.cases", Query: open(rotation.KindCase)},
		{Heading: "rotation.page.stays", Query: newest(rotation.KindStay)},
		{Heading: "rotation.page.posts", Query: open(rotation.KindPost)},
		{Heading: "rotation.plans.plans", Query: open(rotation.KindPlan)},
		{Heading: "rotation.plans.under_way", Query: open(rotation.KindMove)},
	})
	content.Parts = append(content.Parts, lists...)
	return err
}

// tenureAtAGlance counts the stages, and shows the reader's own time in the post.
func (s *pages) tenureAtAGlance(c *fiber.Ctx, p *site.Speaker, content *rotationPage) error {
	a := site.Actor(c)
	list, err := s.tenures(c, s.Today())
	if err != nil {
		return err
	}
	counts, staying := map[rotation.Stage]int{}, 0
	for i := range list {
		if list[i].Person == a.Person {
			content.Own = ownTenure(p, &list[i])
			site.Basis(c, rotation.TenureRules()...)
		}
		counts[list[i].Stage]++
		if list[i].Staying != nil {
			staying++
		}
	}
	if !s.ReadsOthers(c, rotation.KindCase) {
		return nil
	}
	site.Basis(c, rotation.TenureRules()...)
	for _, st := range rotation.Stages()[1:] {
		content.Stats = append(content.Stats, view.Stat{
			Label: p.T("rotation.page.tenure") + " · " + p.T("rotation.stage."+string(st)), Value: strconv.Itoa(counts[st]),
			Href: p.To("/rotation/tenure") + "?stage=" + string(st), Tone: stageTone(st, counts[st]),
		})
	}
	content.Stats = append(content.Stats, view.Stat{Label: p.T("rotation.stay.state.approved"), Value: strconv.Itoa(staying), Href: p.To("/lists", rotation.KindStay) + "?state=approved"})
	return nil
}

// tenures are those that the reader sees, as of a day.
func (s *pages) tenures(c *fiber.Ctx, on evaluation.Date) ([]rotation.Tenure, error) {
	sees, err := rotation.SightOfTenure(c.UserContext(), s.Service, site.Actor(c), on)
	if err != nil {
		return nil, err
	}
	return s.Rotation.Tenures(c.UserContext(), site.Actor(c).Office, on, sees)
}

// stageTone returns the colour of a stage, "" if nobody has reached it.
func stageTone(st rotation.Stage, n int) string {
	switch {
	case n == 0 || st == rotation.StageNone:
		return ""
	case st.Due():
		return "red"
	case st == rotation.StageWarning:
		return "yellow"
	}
	return "blue"
}

func stage(p *site.Speaker, st rotation.Stage) *view.Badge {
	tone := stageTone(st, 1)
	if tone == "" {
		tone = "muted"
	}
	return &view.Badge{Label: p.T("rotation.stage." + string(st)), Tone: tone}
}

// span says a length of time, to the month.
func span(p *site.Speaker, s rotation.Span) string {
	return p.T("rotation.page.span", "years", s.Years, "months", s.Months)
}

// ownTenure is the reader's own time in the post.
func ownTenure(p *site.Speaker, t *rotation.Tenure) []view.Line {
	since := p.T("rotation.page.unknown")
	if !t.Since.IsZero() {
		since = p.DayOf(t.Since) + " · " + span(p, t.Span)
	}
	lines := []view.Line{
		{Label: p.T("list.unit"), Value: t.UnitName + " " + t.Post}, {Label: p.T("rotation.page.since"), Value: since},
		{Label: p.T("rotation.page.stage"), Value: strings.TrimSuffix(p.T("rotation.stage."+string(t.Stage))+" · "+because(p, t), " · ")},
	}
	if t.Next != rotation.StageNone {
		lines = append(lines, view.Line{Label: p.T("rotation.page.next"), Value: p.T("rotation.stage."+string(t.Next)) + " · " + p.DayOf(t.NextOn)})
	}
	if len(t.Sensitive) > 0 {
		lines = append(lines, view.Line{Label: p.T("rotation.post"), Value: sensitive(p, t.Sensitive)})
	}
	if t.Staying != nil {
		lines = append(lines,
			view.Line{Label: p.T("rotation.page.staying"), Value: p.DayOf(t.Staying.Until)},
			view.Line{Label: p.T("rotation.stay.field.ground"), Value: p.T("rotation.stay.field.ground." + t.Staying.Ground)},
			view.Line{Label: p.T("rotation.stay.field.words"), Value: t.Staying.Words, Long: true})
	}
	return lines
}

// stayingOn offers to propose a stay from a person's case.
func (s *pages) stayingOn(c *fiber.Ctx, p *site.Speaker, v *evaluation.View) ([]view.Button, error) {
	if v.State != rotation.CaseOpen && v.State != rotation.CaseArranged ||
		!s.May(c, rotation.KindStay, "propose") {
		return nil, nil
	}
	about := url.Values{"person": {v.Subject}}
	if unit, post, yes := rotation.Concurrent(&v.Record); yes {
		about.Set("unit", unit)
		about.Set("post", post)
	}
	return []view.Button{{Label: p.T("rotation.stay.propose"), Href: p.To("/new", rotation.KindStay, "propose") + "?" + about.Encode()}}, nil
}
