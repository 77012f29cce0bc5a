package page

import (
	"strings"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/view"
	"kaoji/evaluation"
	"kaoji/evaluation/assessment"
	"kaoji/evaluation/reminder"
)

// prepared is what a talker finds before and while writing down a talk: put
// together from the person's records. Nothing for anybody else.
func (s *Site) prepared(c *fiber.Ctx, p *speaker, v *evaluation.View) ([]view.Line, error) {
	if v.Kind != assessment.KindTalk {
		return nil, nil
	}
	t, err := s.Assessment.PrepareTalk(c.UserContext(), actor(c), *v)
	switch evaluation.CodeOf(err) {
	case evaluation.CodeForbidden, evaluation.CodeNotFound: // not for these eyes, or no sheet to prepare from
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	grade := ""
	if t.Grade != "" {
		grade = p.t("assessment.sheet.field.grade." + t.Grade)
	}
	var findings, last []string
	for _, f := range t.Findings {
		findings = append(findings, p.text.Say(p.lang, f.Say()))
	}
	for _, i := range t.Last {
		last = append(last, i.What+"（"+i.Due.String()+"）")
	}
	var lines []view.Line
	for _, l := range []struct{ key, value string }{
		{"assessment.sheet.field.grade", grade}, {"assessment.sheet.field.findings", strings.Join(findings, "\n")},
		{"talk.summary", t.Summary}, {"talk.verified", t.Verified}, {"talk.comment", t.Comment},
		{"talk.strengths", t.Strengths}, {"talk.improvements", t.Improvements}, {"talk.last", strings.Join(last, "\n")},
	} {
		if l.value != "" {
			lines = append(lines, view.Line{Label: p.t(l.key), Value: l.value, Long: true})
		}
	}
	return lines, nil
}

// further are the records that a reader can open from here: an objection while
// the notice runs, a review or appeal of the own grade.
func (s *Site) further(c *fiber.Ctx, p *speaker, v *evaluation.View) []view.Button {
	may := func(kind, act string, relation evaluation.Relation) bool {
		return s.Policy.May(actor(c).Roles, kind, act, "", []evaluation.Relation{evaluation.Anyone, relation})
	}
	switch {
	case v.Kind == reminder.KindAlarm:
		return s.takingUp(c, p, v)
	case v.Kind == assessment.KindCycle && v.State == assessment.CycleNotice && may(assessment.KindObjection, "register", evaluation.Anyone):
		return []view.Button{{Label: p.t("assessment.objection.register"), Href: "/new/" + assessment.KindObjection + "/register?cycle=" + v.ID}}
	case v.Kind == assessment.KindSheet && v.Own && (v.State == assessment.SheetPublished || v.State == assessment.SheetClosed) &&
		may(assessment.KindAppeal, "file", evaluation.Own):
		return []view.Button{{Label: p.t("assessment.appeal.file"), Href: "/new/" + assessment.KindAppeal + "/file?sheet=" + v.ID}}
	}
	return nil
}
