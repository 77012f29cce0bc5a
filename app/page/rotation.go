package page

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/view"
	"kaoji/evaluation"
	"kaoji/evaluation/roster"
	"kaoji/evaluation/rotation"
)

// rotationPage is measure 8 at a glance: newcomers and their mentors, and whose
// years in the post are up, as far as the reader may see.
type rotationPage struct {
	Acts  []view.Button
	Links []view.Button
	Stats []view.Stat
	Parts []rotationPart
	Own   []view.Line // the reader's own time in the post
	Empty view.Empty
}

// rotationPart is a list under a heading.
type rotationPart struct {
	Heading string
	Href    string
	Note    string
	Rows    []view.Row
	Grid    *view.Grid
}

func (s *Site) rotations(c *fiber.Ctx) error {
	a := actor(c)
	if len(s.Policy.Reach(a.Roles, rotation.KindMentoring)) == 0 {
		return evaluation.Fail(evaluation.CodeForbidden, "error.forbidden")
	}
	p, err := s.speaker(c)
	if err != nil {
		return err
	}
	content := rotationPage{
		Empty: view.Empty{Why: p.t("rotation.page.empty"), Do: p.t("rotation.page.empty_do")},
		Links: []view.Button{{Label: p.t("rotation.page.tenure"), Href: "/rotation/tenure"}, {Label: p.t("rotation.plans.plans"), Href: "/rotation/plans"}},
	}
	for _, name := range []string{rotation.KindMentoring, rotation.KindStay, rotation.KindPost} { // plans begin on their own page
		kind, _ := s.Service.Kind(name)
		content.Acts = append(content.Acts, s.creating(p, kind, a)...)
	}
	for i := range content.Acts {
		content.Acts[i].Primary = i == 0
	}
	for _, part := range []func(*fiber.Ctx, *speaker, *rotationPage) error{s.mentoringAtAGlance, s.tenureAtAGlance, s.rotationLists} {
		if err := part(c, p, &content); err != nil {
			return err
		}
	}
	return s.show(c, "rotation", p.t("measure.rotation"), content)
}

// rotationLists are what is newest or most urgent of each kind.
func (s *Site) rotationLists(c *fiber.Ctx, p *speaker, content *rotationPage) error {
	const few = 10
	a := actor(c)
	for _, part := range []struct {
		heading string
		kind    string
		states  bool // only those that something follows
	}{
		{"rotation.page.mentorings", rotation.KindMentoring, false},
		{"rotation.page.cases", rotation.KindCase, true},
		{"rotation.page.stays", rotation.KindStay, false},
		{"rotation.page.posts", rotation.KindPost, true},
		{"rotation.plans.plans", rotation.KindPlan, true},
		{"rotation.plans.under_way", rotation.KindMove, true},
	} {
		kind, _ := s.Service.Kind(part.kind)
		if len(s.Policy.Reach(a.Roles, kind.Name)) == 0 {
			continue
		}
		q := evaluation.Query{Kinds: []string{kind.Name}, Sort: evaluation.SortChanged, Desc: true, Limit: few}
		if part.states {
			q.States, q.Sort, q.Desc = open(kind), evaluation.SortDue, false
		}
		found, err := s.Service.Index(c.UserContext(), a, q)
		if err != nil {
			return err
		}
		if len(found.Views) > 0 {
			content.Parts = append(content.Parts, rotationPart{Heading: p.t(part.heading), Href: "/lists/" + kind.Name, Rows: p.rows(found.Views)})
		}
	}
	return nil
}

// tenureAtAGlance counts the stages, and says how long the reader has been in
// the own post.
func (s *Site) tenureAtAGlance(c *fiber.Ctx, p *speaker, content *rotationPage) error {
	a := actor(c)
	list, err := s.Rotation.Tenures(c.UserContext(), a.Office, s.today(), s.sight(c))
	if err != nil {
		return err
	}
	counts, staying := map[rotation.Stage]int{}, 0
	for i := range list {
		if list[i].Person == a.Person {
			content.Own = p.ownTenure(&list[i])
			basis(c, rotation.TenureRules()...)
		}
		counts[list[i].Stage]++
		if list[i].Staying != nil {
			staying++
		}
	}
	if !s.seesOthers(a, rotation.KindCase) {
		return nil
	}
	basis(c, rotation.TenureRules()...)
	for _, st := range rotation.Stages()[1:] {
		content.Stats = append(content.Stats, view.Stat{
			Label: p.t("rotation.page.tenure") + " · " + p.t("rotation.stage."+string(st)), Value: strconv.Itoa(counts[st]),
			Href: "/rotation/tenure?stage=" + string(st), Tone: stageTone(st, counts[st]),
		})
	}
	content.Stats = append(content.Stats, view.Stat{Label: p.t("rotation.stay.state.approved"), Value: strconv.Itoa(staying), Href: "/lists/" + rotation.KindStay + "?state=approved"})
	return nil
}

// seesOthers reports whether the policy can show the actor records of the kind
// for what the actor is in the office, not only the own ones.
func (s *Site) seesOthers(a evaluation.Actor, kind string) bool {
	return slices.ContainsFunc(s.Policy.Reach(a.Roles, kind), func(r evaluation.Reach) bool {
		return r.Relation != evaluation.Own && r.Relation != evaluation.Party
	})
}

// sight is what the policy shows the reader of tenure.
func (s *Site) sight(c *fiber.Ctx) func(*roster.Snapshot) rotation.Sees {
	a := actor(c)
	return func(day *roster.Snapshot) rotation.Sees { return rotation.Sight(s.Policy, a, day) }
}

// stageTone colours a stage; nobody in it is nothing to colour.
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

func (p *speaker) stage(st rotation.Stage) *view.Badge {
	tone := stageTone(st, 1)
	if tone == "" {
		tone = "muted"
	}
	return &view.Badge{Label: p.t("rotation.stage." + string(st)), Tone: tone}
}

// span says a length of time, to the month.
func (p *speaker) span(s rotation.Span) string {
	return p.t("rotation.page.span", "years", s.Years, "months", s.Months)
}

// ownTenure is the reader's own time in the post.
func (p *speaker) ownTenure(t *rotation.Tenure) []view.Line {
	since := p.t("rotation.page.unknown")
	if !t.Since.IsZero() {
		since = p.dayOf(t.Since) + " · " + p.span(t.Span)
	}
	lines := []view.Line{
		{Label: p.t("list.unit"), Value: t.UnitName + " " + t.Post}, {Label: p.t("rotation.page.since"), Value: since},
		{Label: p.t("rotation.page.stage"), Value: strings.TrimSuffix(p.t("rotation.stage."+string(t.Stage))+" · "+p.because(t), " · ")},
	}
	if t.Next != rotation.StageNone {
		lines = append(lines, view.Line{Label: p.t("rotation.page.next"), Value: p.t("rotation.stage."+string(t.Next)) + " · " + p.dayOf(t.NextOn)})
	}
	if len(t.Sensitive) > 0 {
		lines = append(lines, view.Line{Label: p.t("rotation.post"), Value: p.sensitive(t.Sensitive)})
	}
	if t.Staying != nil {
		lines = append(lines,
			view.Line{Label: p.t("rotation.page.staying"), Value: p.dayOf(t.Staying.Until)},
			view.Line{Label: p.t("rotation.stay.field.ground"), Value: p.t("rotation.stay.field.ground." + t.Staying.Ground)},
			view.Line{Label: p.t("rotation.stay.field.words"), Value: t.Staying.Words, Long: true})
	}
	return lines
}

// stayingOn offers to propose that somebody stays, from the case about them.
func (s *Site) stayingOn(c *fiber.Ctx, p *speaker, v *evaluation.View) ([]view.Button, error) {
	if v.State != rotation.CaseOpen && v.State != rotation.CaseArranged ||
		!s.may(c, rotation.KindStay, "propose", evaluation.Anyone) {
		return nil, nil
	}
	about := url.Values{"person": {v.Subject}}
	if unit, post, yes := rotation.Concurrent(&v.Record); yes {
		about.Set("unit", unit)
		about.Set("post", post)
	}
	return []view.Button{{Label: p.t("rotation.stay.propose"), Href: "/new/" + rotation.KindStay + "/propose?" + about.Encode()}}, nil
}
