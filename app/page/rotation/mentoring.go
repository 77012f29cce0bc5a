package rotation

import (
	"strconv"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/site"
	"kaoji/app/page/view"
	"kaoji/evaluation"
	"kaoji/evaluation/roster"
	"kaoji/evaluation/rotation"
)

// mentoringAtAGlance lists newcomers without a mentor and overdue items.
func (s *pages) mentoringAtAGlance(c *fiber.Ctx, p *site.Speaker, content *rotationPage) error {
	a := site.Actor(c)
	if !s.ReadsOthers(c, rotation.KindMentoring) {
		return nil
	}
	sees, err := rotation.SightOfMentoring(c.UserContext(), s.Service, a, s.Today())
	if err != nil {
		return err
	}
	newcomers, err := s.Rotation.Newcomers(c.UserContext(), a.Office, s.Today())
	if err != nil {
		return err
	}
	late, err := s.Rotation.Overdue(c.UserContext(), a.Office, s.Today())
	if err != nil {
		return err
	}
	names := s.May(c, rotation.KindMentoring, "assign")
	alone, fresh := withoutMentor(p, newcomers, sees, names)
	overdue, gaps := overdueItems(p, late, sees)
	content.Stats = append(content.Stats,
		view.Stat{Label: p.T("rotation.page.newcomers"), Value: strconv.Itoa(fresh)},
		view.Stat{Label: p.T("rotation.page.alone"), Value: strconv.Itoa(len(alone.Rows)), Tone: toneIf(len(alone.Rows) > 0, "yellow")},
		view.Stat{Label: p.T("rotation.page.gaps"), Value: strconv.Itoa(gaps), Tone: toneIf(gaps > 0, "red")},
		view.Stat{Label: p.T("rotation.page.late"), Value: strconv.Itoa(len(overdue.Rows) - gaps), Tone: toneIf(len(overdue.Rows) > gaps, "red")},
	)
	if len(alone.Rows) > 0 {
		site.Basis(c, "mentor.length", "mentor.probation", "mentor.pupils")
		note := ""
		if names {
			note = p.T("rotation.page.alone_note")
		}
		content.Parts = append(content.Parts, site.ListPart{Heading: p.T("rotation.page.alone"), Grid: &alone, Note: note})
	}
	if len(overdue.Rows) > 0 {
		site.Basis(c, "mentor.note", "mentor.plan", "mentor.midterm")
		content.Parts = append(content.Parts, site.ListPart{Heading: p.T("rotation.page.overdue"), Grid: &overdue})
	}
	return nil
}

// withoutMentor lists the newcomers without a mentor, with a link to name one, and
// counts all newcomers that the reader sees.
func withoutMentor(p *site.Speaker, newcomers []rotation.Newcomer, sees func(*roster.Member) bool, names bool) (alone view.Grid, fresh int) {
	alone = p.Grid("list.subject", "list.unit", "rotation.page.joined", "rotation.page.probation")
	for i := range newcomers {
		n := &newcomers[i]
		if m, _ := p.Day.Member(n.Person); !sees(&m) {
			continue
		}
		if fresh++; n.Mentoring != "" {
			continue
		}
		who := view.Cell{Text: n.Name, Note: n.Post}
		if names {
			who.Href = p.To("/rotation/mentors", n.Person)
		}
		alone.Rows = append(alone.Rows, []view.Cell{who, {Text: n.UnitName}, {Text: p.DayOf(n.Joined)}, {Text: p.DayOf(n.Probation)}})
	}
	return alone, fresh
}

// overdueItems lists what is overdue, and counts the newcomers without a mentor
// among it.
func overdueItems(p *site.Speaker, late []rotation.Late, sees func(*roster.Member) bool) (overdue view.Grid, gaps int) {
	overdue = p.Grid("list.subject", "list.unit", "rotation.mentoring.field.mentor", "rotation.page.owed", "list.due")
	for i := range late {
		l := &late[i]
		if m, _ := p.Day.Member(l.Newcomer); !sees(&m) && m.ID != "" {
			continue
		}
		what := owed(p, &l.Owed)
		if l.Gap != "" {
			gaps++
			what = p.T("rotation.mentoring.field.gap.why." + l.Gap)
		}
		overdue.Rows = append(overdue.Rows, []view.Cell{
			{Text: l.Name, Href: p.To("/records", l.Record)}, {Text: l.UnitName}, {Text: l.Mentor}, {Text: what}, {Due: l.By},
		})
	}
	return overdue, gaps
}

func toneIf(is bool, tone string) string {
	if is {
		return tone
	}
	return ""
}

// owed says what a person has to do.
func owed(p *site.Speaker, o *rotation.Owed) string {
	what := p.T("rotation.page.side."+o.Side) + " · " + p.T("rotation.mentoring."+o.What)
	if o.N > 0 {
		what += " " + p.T("rotation.page.nth", "n", o.N)
	}
	return what
}

// mentoringSchedule shows due items of a mentoring next to what was done.
func (s *pages) mentoringSchedule(_ *fiber.Ctx, p *site.Speaker, v *evaluation.View, page *site.RecordPage) error {
	m, err := evaluation.PayloadOf[rotation.Mentoring](v.Record)
	if err != nil || len(m.NoteBy) == 0 {
		return err
	}
	t := p.Captioned("rotation.page.schedule", "rotation.page.owed_head", "rotation.page.schedule_by", "rotation.page.schedule_done")
	row := func(o rotation.Owed, done evaluation.Date) {
		t.Rows = append(t.Rows, []string{owed(p, &o), p.DayOf(o.By), p.DayOf(done)})
	}
	for _, side := range []struct {
		side, what string
		notes      []rotation.Note
	}{{rotation.SideMentor, "note", m.Notes}, {rotation.SideNewcomer, "own_note", m.OwnNotes}} {
		for i, s := range rotation.Slots(m.NoteBy, side.notes) {
			row(rotation.Owed{Side: side.side, What: side.what, N: i + 1, By: s.By}, s.Written)
		}
	}
	if !m.MidtermBy.IsZero() {
		done := evaluation.Date{}
		if m.Midterm != nil {
			done = m.Midterm.On
		}
		row(rotation.Owed{Side: rotation.SideMentor, What: "midterm", By: m.MidtermBy}, done)
	}
	page.Panels = append(page.Panels, site.Panel{Table: &t})
	return nil
}

type mentorsPage struct {
	Sub     string
	Filters []view.Field
	Grid    view.Grid
	Empty   view.Empty
}

// mentors lists possible mentors of a newcomer, with their load and reasons against
// them.
func (s *pages) mentors(c *fiber.Ctx, p *site.Speaker) error {
	a := site.Actor(c)
	n, here := p.Day.Member(c.Params("person"))
	if !here {
		return evaluation.Fail(evaluation.CodeNotFound, "error.not_found")
	}
	list, err := s.Rotation.Candidates(c.UserContext(), a.Office, n.ID, s.Today())
	if err != nil {
		return err
	}
	unit := n.Department // of the same department first, the others when asked for
	if c.Context().QueryArgs().Has("unit") {
		unit = c.Query("unit")
	}
	content := mentorsPage{
		Empty:   view.Empty{Why: p.T("rotation.page.nobody"), Do: p.T("rotation.page.mentors_empty")},
		Filters: []view.Field{p.UnitFilter(unit)},
		Sub:     p.T("rotation.page.mentors_sub", "name", n.Name, "unit", n.DepartmentName),
		Grid:    p.Grid("list.subject", "list.unit", "rotation.page.level", site.Number("rotation.page.here"), site.Number("rotation.page.load"), "rotation.page.against"),
	}
	shown := []string{n.ID}
	for i := range list {
		m := &list[i]
		if unit != "" && m.Unit != unit {
			continue
		}
		shown = append(shown, m.Person)
		who := view.Cell{Text: m.Name, Note: m.Post}
		against := view.Cell{}
		if m.Against.Key == "" {
			who.Href = p.To("/new", rotation.KindMentoring, "assign") + "?newcomer=" + n.ID + "&mentor=" + m.Person
		} else {
			against.Text = p.Text.Say(p.Lang, m.Against)
		}
		of := view.Cell{Text: m.UnitName}
		if m.Same {
			of.Note = p.T("rotation.page.same")
		}
		content.Grid.Rows = append(content.Grid.Rows, []view.Cell{
			who, of, {Text: p.Coded("level", m.Level)}, {Text: span(p, m.Here)}, {Text: strconv.Itoa(m.Load) + " / " + strconv.Itoa(m.Most)}, against,
		})
	}
	if err := s.LookedAt(c, roster.KindPerson, shown...); err != nil {
		return err
	}
	site.Basis(c, "mentor.pupils", "mentor.experience", "recusal.kinship")
	return s.Show(c, "mentors", p.T("rotation.page.mentors"), content, s.Crumbs(c, rotation.KindMentoring)...)
}
