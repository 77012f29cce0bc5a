package assessment

import (
	"slices"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/site"
	"kaoji/app/page/view"
	"kaoji/evaluation"
	"kaoji/evaluation/assessment"
)

// besideSheet returns the material shown next to a form about a sheet.
func (s *pages) besideSheet(c *fiber.Ctx, p *site.Speaker, a *site.Asked) ([]site.Section, error) {
	weighed, err := s.weighed(c, p, a)
	if err != nil {
		return nil, err
	}
	prepared, err := s.prepared(c, p, a.View)
	return append(weighed, prepared...), err
}

// besideTalk returns the material for writing down a talk.
func (s *pages) besideTalk(c *fiber.Ctx, p *site.Speaker, a *site.Asked) ([]site.Section, error) {
	return s.prepared(c, p, a.View)
}

// weighed shows the content of the sheet and the remaining seats to people who
// verify, propose or decide.
func (s *pages) weighed(c *fiber.Ctx, p *site.Speaker, a *site.Asked) ([]site.Section, error) {
	v := a.View
	if v.Own || !slices.Contains([]string{"verify", "propose", "comment", "decide", "judge", "grade_refusal", "add_grade", "keep_grade", "revise_grade"}, a.Act.Name) {
		return nil, nil
	}
	sh, err := evaluation.PayloadOf[assessment.Sheet](v.Record)
	if err != nil {
		return nil, err
	}
	grade := ""
	if sh.Proposal.Grade != "" {
		grade = p.Text.Say(p.Lang, assessment.Word(sh.Proposal.Grade))
	}
	known, err := s.knownOf(c, a, sh)
	if err != nil {
		return nil, err
	}
	var lines []view.Line
	for _, l := range []struct{ key, value string }{
		{"assessment.sheet.field.proposal.grade", grade}, {"talk.comment", sh.Proposal.Comment}, {"talk.strengths", sh.Proposal.Strengths},
		{"talk.improvements", sh.Proposal.Improvements}, {"assessment.sheet.field.findings", joined(findingsIn(p, known))},
		{"talk.verified", sh.Verification.Notes}, {"talk.summary", sh.Report.Summary}, {"assessment.content.results", sh.Report.Results},
	} {
		if l.value != "" {
			lines = append(lines, view.Line{Label: p.T(l.key), Value: l.value, Long: true})
		}
	}
	if site.Has(v.Payload, "result") {
		lines = append(lines, view.Line{Label: p.T("assessment.sheet.field.result"), Value: p.T("why.title"), Href: p.To("/assessment/why", v.ID), Long: true})
	}
	seats, err := s.seatLines(c, p, v)
	if err != nil {
		return nil, err
	}
	var out []site.Section
	for _, part := range []site.Section{{Heading: p.T("assessment.sheet.field.changes"), Lines: changeLines(p, sh, known)}, {Heading: p.T("cycle.seats"), Lines: seats}, {Heading: p.T("weigh.sheet"), Lines: lines}} {
		if len(part.Lines) > 0 {
			out = append(out, part)
		}
	}
	return out, nil
}

// changeLines say what has changed since the grade was decided.
func changeLines(p *site.Speaker, sh *assessment.Sheet, now []assessment.Finding) []view.Line {
	x := sh.OpenChange()
	if x == nil {
		return nil
	}
	said := joined(findingsIn(p, now))
	if said == "" {
		said = p.T("together.no_findings")
	}
	lines := []view.Line{
		{Label: p.T("assessment.sheet.field.changes.on"), Value: p.DayOf(x.On)},
		{Label: p.T("assessment.sheet.field.changes.grade"), Value: p.Text.Say(p.Lang, assessment.Word(x.Grade))},
		{Label: p.T("assessment.sheet.field.changes.findings"), Value: said, Long: true},
	}
	if gone := joined(findingsIn(p, x.Gone)); gone != "" {
		lines = append(lines, view.Line{Label: p.T("assessment.sheet.field.changes.gone"), Value: gone, Long: true})
	}
	return lines
}

// seatLines shows the remaining seats, in total and in the department.
func (s *pages) seatLines(c *fiber.Ctx, p *site.Speaker, v *evaluation.View) ([]view.Line, error) {
	seats, err := s.Assessment.SeatsBeside(c.UserContext(), *v)
	if evaluation.CodeOf(err) == evaluation.CodeForbidden {
		return nil, nil
	}
	var lines []view.Line
	for _, seat := range seats {
		name := seat.Name
		if seat.Unit == "" {
			name = p.T("assessment.category." + seat.Category)
		}
		key := "seats.line"
		if !seat.Binding {
			key = "seats.line_guide"
		}
		lines = append(lines, view.Line{Label: name, Long: true, Value: p.T(key,
			"eligible", seat.Eligible, "allowed", seat.Allowed, "proposed", seat.Proposed, "decided", seat.Decided, "left", seat.Left)})
	}
	return lines, err
}
