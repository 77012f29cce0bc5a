package page

import (
	"strconv"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/view"
	"kaoji/evaluation"
	"kaoji/evaluation/rotation"
)

// mentoringAtAGlance is who is new and has nobody, and what is overdue.
func (s *Site) mentoringAtAGlance(c *fiber.Ctx, p *speaker, content *rotationPage) error {
	a := actor(c)
	if !s.seesOthers(a, rotation.KindMentoring) {
		return nil
	}
	sees := rotation.SightOfMentoring(s.Policy, a, p.day)
	newcomers, err := s.Rotation.Newcomers(c.UserContext(), a.Office, s.today())
	if err != nil {
		return err
	}
	late, err := s.Rotation.Overdue(c.UserContext(), a.Office, s.today())
	if err != nil {
		return err
	}
	alone, fresh := view.Grid{Columns: []view.Column{
		{Label: p.t("list.subject")}, {Label: p.t("list.unit")}, {Label: p.t("rotation.page.joined")}, {Label: p.t("rotation.page.probation")},
	}}, 0
	names := s.Policy.May(a.Roles, rotation.KindMentoring, "assign", "", []evaluation.Relation{evaluation.Anyone})
	for i := range newcomers {
		n := &newcomers[i]
		if m, _ := p.day.Member(n.Person); !sees(&m) {
			continue
		}
		if fresh++; n.Mentoring != "" {
			continue
		}
		who := view.Cell{Text: n.Name, Note: n.Post}
		if names {
			who.Href = "/rotation/mentors/" + n.Person
		}
		alone.Rows = append(alone.Rows, []view.Cell{who, {Text: n.UnitName}, {Text: p.dayOf(n.Joined)}, {Text: p.dayOf(n.Probation)}})
	}
	overdue := view.Grid{Columns: []view.Column{
		{Label: p.t("list.subject")}, {Label: p.t("list.unit")}, {Label: p.t("rotation.mentoring.field.mentor")}, {Label: p.t("rotation.page.owed")}, {Label: p.t("list.due")},
	}}
	gaps := 0
	for i := range late {
		l := &late[i]
		if m, _ := p.day.Member(l.Newcomer); !sees(&m) && m.ID != "" {
			continue
		}
		what := p.owed(&l.Owed)
		if l.Gap != "" {
			gaps++
			what = p.t("rotation.mentoring.field.gap.why." + l.Gap)
		}
		overdue.Rows = append(overdue.Rows, []view.Cell{
			{Text: l.Name, Href: "/records/" + l.Record}, {Text: l.UnitName}, {Text: l.Mentor}, {Text: what}, {Text: p.dayOf(l.By)},
		})
	}
	content.Stats = append(content.Stats,
		view.Stat{Label: p.t("rotation.page.newcomers"), Value: strconv.Itoa(fresh)},
		view.Stat{Label: p.t("rotation.page.alone"), Value: strconv.Itoa(len(alone.Rows)), Tone: toneIf(len(alone.Rows) > 0, "yellow")},
		view.Stat{Label: p.t("rotation.page.gaps"), Value: strconv.Itoa(gaps), Tone: toneIf(gaps > 0, "red")},
		view.Stat{Label: p.t("rotation.page.late"), Value: strconv.Itoa(len(overdue.Rows) - gaps), Tone: toneIf(len(overdue.Rows) > gaps, "red")},
	)
	if len(alone.Rows) > 0 {
		basis(c, "mentor.length", "mentor.probation", "mentor.pupils")
		note := ""
		if names {
			note = p.t("rotation.page.alone_note")
		}
		content.Parts = append(content.Parts, rotationPart{Heading: p.t("rotation.page.alone"), Grid: &alone, Note: note})
	}
	if len(overdue.Rows) > 0 {
		basis(c, "mentor.note", "mentor.plan", "mentor.midterm")
		content.Parts = append(content.Parts, rotationPart{Heading: p.t("rotation.page.overdue"), Grid: &overdue})
	}
	return nil
}

func toneIf(is bool, tone string) string {
	if is {
		return tone
	}
	return ""
}

// owed says what somebody has to do.
func (p *speaker) owed(o *rotation.Owed) string {
	what := p.t("rotation.page.side."+o.Side) + " · " + p.t("rotation.mentoring."+o.What)
	if o.N > 0 {
		what += " " + p.t("rotation.page.nth", "n", o.N)
	}
	return what
}

// mentoringSchedule is what is due in a mentoring, side by side with what was
// done.
func (s *Site) mentoringSchedule(_ *fiber.Ctx, p *speaker, v *evaluation.View, page *recordPage) error {
	m, err := evaluation.PayloadOf[rotation.Mentoring](v.Record)
	if err != nil || len(m.NoteBy) == 0 {
		return err
	}
	t := view.Table{
		Caption: p.t("rotation.page.schedule"),
		Heads:   []string{p.t("rotation.page.owed_head"), p.t("rotation.page.schedule_by"), p.t("rotation.page.schedule_done")},
	}
	row := func(o rotation.Owed, done evaluation.Date) {
		t.Rows = append(t.Rows, []string{p.owed(&o), p.dayOf(o.By), p.dayOf(done)})
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
	page.Panels = append(page.Panels, panel{Table: &t})
	return nil
}

type mentorsPage struct {
	Sub     string
	Filters []view.Field
	Grid    view.Grid
	Empty   view.Empty
}

// mentors are those who could mentor a newcomer, with their load and what speaks
// against them.
func (s *Site) mentors(c *fiber.Ctx) error {
	a := actor(c)
	if !s.Policy.May(a.Roles, rotation.KindMentoring, "assign", "", []evaluation.Relation{evaluation.Anyone}) {
		return evaluation.Fail(evaluation.CodeForbidden, "error.forbidden")
	}
	p, err := s.speaker(c)
	if err != nil {
		return err
	}
	n, here := p.day.Member(c.Params("person"))
	if !here {
		return evaluation.Fail(evaluation.CodeNotFound, "error.not_found")
	}
	list, err := s.Rotation.Candidates(c.UserContext(), a.Office, n.ID, s.today())
	if err != nil {
		return err
	}
	unit := n.Department // of the same department first, the others when asked for
	if c.Context().QueryArgs().Has("unit") {
		unit = c.Query("unit")
	}
	content := mentorsPage{
		Empty:   view.Empty{Why: p.t("rotation.page.nobody"), Do: p.t("rotation.page.mentors_empty")},
		Filters: []view.Field{{Name: "unit", ID: "f-unit", Label: p.t("list.unit"), Form: evaluation.FormUnit, Value: unit, Choices: p.units()}},
		Sub:     p.t("rotation.page.mentors_sub", "name", n.Name, "unit", n.DepartmentName), Grid: view.Grid{Columns: []view.Column{
			{Label: p.t("list.subject")}, {Label: p.t("list.unit")}, {Label: p.t("rotation.page.level")},
			{Label: p.t("rotation.page.here"), Number: true}, {Label: p.t("rotation.page.load"), Number: true}, {Label: p.t("rotation.page.against")},
		}},
	}
	for i := range list {
		m := &list[i]
		if unit != "" && m.Unit != unit {
			continue
		}
		who := view.Cell{Text: m.Name, Note: m.Post}
		against := view.Cell{}
		if m.Against.Key == "" {
			who.Href = "/new/" + rotation.KindMentoring + "/assign?newcomer=" + n.ID + "&mentor=" + m.Person
		} else {
			against.Text = p.text.Say(p.lang, m.Against)
		}
		of := view.Cell{Text: m.UnitName}
		if m.Same {
			of.Note = p.t("rotation.page.same")
		}
		content.Grid.Rows = append(content.Grid.Rows, []view.Cell{
			who, of, {Text: m.Level}, {Text: p.span(m.Here)}, {Text: strconv.Itoa(m.Load) + " / " + strconv.Itoa(m.Most)}, against,
		})
	}
	basis(c, "mentor.pupils", "mentor.experience", "recusal.kinship")
	return s.show(c, "mentors", p.t("rotation.page.mentors"), content, view.Link{Label: p.t("measure.rotation"), Href: "/rotation"})
}
