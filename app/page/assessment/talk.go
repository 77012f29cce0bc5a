package assessment

import (
	"net/url"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/site"
	"kaoji/app/page/view"
	"kaoji/app/server"
	"kaoji/evaluation"
	"kaoji/evaluation/assessment"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/routine"
)

// prepared returns the material for a talk or a sheet from the person's records, as
// far as the reader may see it.
func (s *pages) prepared(c *fiber.Ctx, p *site.Speaker, v *evaluation.View) ([]site.Section, error) {
	facts, err := s.material(c, v)
	if err != nil {
		return nil, err
	}
	var out []site.Section
	template, err := s.talkTemplate(c, p, v)
	if err != nil {
		return nil, err
	}
	if len(template) > 0 {
		out = append(out, site.Section{Heading: p.T("talk.prepared"), Lines: template})
	}
	if t := routine.TallyOf(facts); t.Of > 0 && v.Kind == assessment.KindSheet {
		line := view.Line{Label: p.T("together.kind.routine.sheet"), Value: sayTally(p, t), Long: true}
		if !isHalf(v) {
			line.Value += "\n" + p.T("together.prefer")
		}
		out = append(out, site.Section{Heading: p.T("measure.routine"), Lines: []view.Line{line}})
	}
	var lines []view.Line
	for _, f := range facts {
		lines = append(lines, view.Line{Label: p.T(f.Kind), Value: p.Text.Say(p.Lang, f.Say), Href: p.To("/records", f.Record), Long: true})
	}
	if len(lines) > 0 {
		out = append(out, site.Section{Heading: p.T("talk.material"), Lines: lines})
	}
	return out, nil
}

// material returns the facts of other measures while somebody still has to write a
// text; none for a closed sheet or a locked talk.
func (s *pages) material(c *fiber.Ctx, v *evaluation.View) ([]desk.Fact, error) {
	if kind, ok := s.Service.Kind(v.Kind); !ok || slices.Contains(kind.Final, v.State) {
		return nil, nil
	}
	return s.Assessment.Material(c.UserContext(), site.Actor(c), s.Service.Index, *v)
}

// startSheet prefills a self-report with recorded facts, part by part, and a judgement with
// the proposed one.
func (s *pages) startSheet(c *fiber.Ctx, a *site.Asked, values url.Values) error {
	if a.Act.Name == "judge" && values.Get("judgement") == "" {
		startJudgement(a.View, values)
	}
	if a.Act.Name == "exempt" {
		return s.startExempt(c, a, values)
	}
	if a.Act.Name != "submit_report" && a.Act.Name != "submit_summary" {
		return nil
	}
	facts, err := s.material(c, a.View)
	if err != nil {
		return err
	}
	lines := map[string][]string{}
	for _, f := range facts {
		if f.Goes != "" {
			lines[f.Goes] = append(lines[f.Goes], s.Text.Say(server.Lang(c), f.Say))
		}
	}
	if a.Act.Name == "submit_summary" { // all of them in one text
		var all []string
		for _, part := range append(assessment.Contents(), "summary") {
			all = append(all, lines[part]...)
		}
		lines = map[string][]string{"summary": all, "training": lines["training"]}
	}
	for part, text := range lines {
		if values.Get(part) == "" {
			values.Set(part, strings.Join(text, "\n"))
		}
	}
	return nil
}

// talkTemplate returns the material for the talker before and during the talk;
// nothing for others.
func (s *pages) talkTemplate(c *fiber.Ctx, p *site.Speaker, v *evaluation.View) ([]view.Line, error) {
	if v.Kind != assessment.KindTalk {
		return nil, nil
	}
	t, err := s.Assessment.PrepareTalk(c.UserContext(), s.Service, site.Actor(c), *v)
	switch evaluation.CodeOf(err) {
	case evaluation.CodeForbidden, evaluation.CodeNotFound: // the reader may not see it, or there is no sheet
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	grade := ""
	if t.Grade != "" {
		grade = p.Text.Say(p.Lang, assessment.Word(t.Grade))
	}
	var findings, last []string
	for _, f := range t.Findings {
		findings = append(findings, p.Text.Say(p.Lang, f.Say()))
	}
	for _, i := range t.Last {
		last = append(last, i.What+"（"+p.DayOf(i.Due)+"）")
	}
	y, err := s.Education.Year(c.UserContext(), v.Office, v.Subject, assessment.LastDay(v.Period, s.Today()))
	if err != nil {
		return nil, err
	}
	learned := p.T("education.fact.year", "year", y.Year, "hours", y.Hours, "days", y.Days, "complete", y.Complete, "parts", y.Parts)
	var lines []view.Line
	for _, l := range []struct{ key, value string }{
		{"assessment.sheet.field.grade", grade}, {"assessment.sheet.field.findings", strings.Join(findings, "\n")},
		{"measure.education", learned}, {"talk.summary", t.Summary}, {"talk.verified", t.Verified}, {"talk.comment", t.Comment},
		{"talk.strengths", t.Strengths}, {"talk.improvements", t.Improvements}, {"talk.last", strings.Join(last, "\n")},
	} {
		if l.value != "" {
			lines = append(lines, view.Line{Label: p.T(l.key), Value: l.value, Long: true})
		}
	}
	return lines, nil
}

// objecting links from a cycle to an objection during the notice.
func (s *pages) objecting(c *fiber.Ctx, p *site.Speaker, v *evaluation.View) ([]view.Button, error) {
	cycle, err := evaluation.PayloadOf[assessment.Cycle](v.Record)
	if err != nil {
		return nil, err
	}
	var list []view.Button
	if cycle.OnNotice(v.State, s.Today()) && s.May(c, assessment.KindObjection, "register") {
		list = append(list, view.Button{Label: p.T("assessment.objection.register"), Href: p.To("/new", assessment.KindObjection, "register") + "?cycle=" + v.ID})
	}
	if v.State == assessment.CycleNotice && s.May(c, assessment.KindObjection, "enter_paper") { // also after its last day, until it is closed
		list = append(list, view.Button{Label: p.T("assessment.objection.enter_paper"), Href: p.To("/new", assessment.KindObjection, "enter_paper") + "?cycle=" + v.ID})
	}
	return list, nil
}

// appealing links from the reader's own sheet to a review or an appeal, and the section
// from the sheet of somebody without an account to what was handed in on paper.
func (s *pages) appealing(c *fiber.Ctx, p *site.Speaker, v *evaluation.View) ([]view.Button, error) {
	act := "file"
	if !v.Own {
		act = "enter_paper"
	}
	if v.State != assessment.SheetPublished && v.State != assessment.SheetClosed || !s.May(c, assessment.KindAppeal, act) {
		return nil, nil
	}
	if v.Own {
		if open, err := s.Assessment.Raisable(c.UserContext(), v); len(open) == 0 || err != nil {
			return nil, err
		}
	} else if has, err := s.Assessment.Holders.HaveAccount(c.UserContext(), v.Office, v.Subject); has || err != nil {
		return nil, err
	}
	return []view.Button{{Label: p.T("assessment.appeal." + act), Href: p.To("/new", assessment.KindAppeal, act) + "?sheet=" + v.ID}}, nil
}

// sheetRecord adds to the page of a sheet the link to the explanation of the
// result, and the material.
func (s *pages) sheetRecord(c *fiber.Ctx, p *site.Speaker, v *evaluation.View, page *site.RecordPage) error {
	if site.Has(v.Payload, "result") {
		page.Panels = append(page.Panels, site.Panel{
			Heading: p.T("assessment.sheet.field.result"), Link: &view.Link{Label: p.T("why.title"), Href: p.To("/assessment/why", v.ID)},
		})
		if err := page.Take("result"); err != nil {
			return err
		}
	}
	if err := s.sealedPanel(c, p, v, page); err != nil {
		return err
	}
	if err := s.knownSection(c, p, v, page); err != nil {
		return err
	}
	return s.preparedPanel(c, p, v, page)
}

// sealedPanel shows the copies with a seal.
func (s *pages) sealedPanel(c *fiber.Ctx, p *site.Speaker, v *evaluation.View, page *site.RecordPage) error {
	if !site.Has(v.Payload, "sealed") {
		return nil
	}
	panels, err := s.copies(c, p, v)
	if err != nil {
		return err
	}
	page.Panels = append(page.Panels, panels...)
	return page.Take("sealed")
}

// copies are the panel of the copies with a seal; none if there are no copies.
func (s *pages) copies(c *fiber.Ctx, p *site.Speaker, v *evaluation.View) ([]site.Panel, error) {
	copies, err := s.Assessment.Copies(c.UserContext(), *v)
	if panel, some := p.SealedPanel(v, copies); some {
		return []site.Panel{panel}, err
	}
	return nil, err
}

// preparedPanel shows the material on the page of a talk or a sheet.
func (s *pages) preparedPanel(c *fiber.Ctx, p *site.Speaker, v *evaluation.View, page *site.RecordPage) error {
	sections, err := s.prepared(c, p, v)
	page.Sections = append(page.Sections, sections...)
	return err
}

// talkers offers the leaders as those who can hold a talk.
func talkers(_ *fiber.Ctx, p *site.Speaker, _ *site.Asked, f *evaluation.Field) ([]view.Choice, bool, error) {
	if f.Name != "talker" {
		return nil, false, nil
	}
	var list []view.Choice
	for _, m := range assessment.Talkers(p.Day) {
		list = append(list, view.Choice{Value: m.ID, Label: m.Name + " " + m.Post})
	}
	return list, true, nil
}
