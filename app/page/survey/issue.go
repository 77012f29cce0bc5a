package survey

import (
	"errors"
	"html/template"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/site"
	"kaoji/app/page/view"
	"kaoji/evaluation"
	"kaoji/evaluation/survey"
)

type issuePage struct {
	Action       string
	Version      int64
	Groups       []view.Choice
	Group, Count string // as chosen
	Most         int
}

func (s *pages) issueForm(c *fiber.Ctx, p *site.Speaker, v *evaluation.View, w *survey.Wave) error {
	return s.issueAgain(c, p, v, w, nil)
}

func (s *pages) issueAgain(c *fiber.Ctx, p *site.Speaker, v *evaluation.View, w *survey.Wave, wrong *evaluation.Error) error {
	if !v.Grants("issue") {
		return evaluation.Fail(evaluation.CodeNotFound, "error.not_found")
	}
	content := issuePage{Action: c.Path(), Version: v.Version, Group: c.FormValue("group"), Count: c.FormValue("count"), Most: survey.MostSlips}
	for i := range w.Groups {
		g := &w.Groups[i]
		if g.By(survey.WayCode) {
			content.Groups = append(content.Groups, view.Choice{Value: g.Code, Label: p.T("survey.page.issued", "name", g.Name.In(p.Lang), "issued", g.Issued)})
		}
	}
	said := ""
	if wrong != nil {
		for _, problem := range wrong.Fields {
			said = p.Text.Say(p.Lang, problem)
		}
	}
	return s.Again(c, wrong, said, "survey_issue", p.T("survey.wave.issue"), content, s.Crumbs(c, v.Kind, view.Link{Label: p.Title(&v.Record), Href: p.Href(&v.Record)})...)
}

// slipSheet are the slips of a group, to print once.
type slipSheet struct {
	Office, Page, Title, Group string
	By                         evaluation.Date
	Slips                      []codeSlip
}

type codeSlip struct {
	Code string
	QR   template.URL
}

// issue creates codes and shows the slips once, in random order: they are drawn by lot, and
// no list says who gets which.
func (s *pages) issue(c *fiber.Ctx, p *site.Speaker, v *evaluation.View, w *survey.Wave) error {
	version, err := site.Version(c)
	if err != nil {
		return err
	}
	count, err := strconv.Atoi(c.FormValue("count"))
	if err != nil {
		return s.issueAgain(c, p, v, w, evaluation.Fail(evaluation.CodeInvalid, "error.invalid"))
	}
	group := c.FormValue("group")
	codes, err := s.Survey.Issue(c.UserContext(), s.Service, site.Actor(c), v.ID, version, group, count)
	if e, ok := errors.AsType[*evaluation.Error](err); ok && e.Code != evaluation.CodeUnavailable && e.Code != evaluation.CodeForbidden {
		return s.issueAgain(c, p, v, w, e)
	}
	if err != nil {
		return err
	}
	settings, err := s.OfficeSettings(c)
	if err != nil {
		return err
	}
	content := slipSheet{Office: settings.Name, Page: s.Public(c, "/s"), Title: w.Title.In(p.Lang), By: w.AnswerBy}
	for _, g := range w.Groups {
		if g.Code == group {
			content.Group = g.Name.In(p.Lang)
		}
	}
	for _, code := range codes {
		image, err := site.QrCode(content.Page + "#" + code)
		if err != nil {
			return err
		}
		content.Slips = append(content.Slips, codeSlip{site.Grouped(code), image})
	}
	return s.Show(c, "print_survey_slips", p.T("survey.page.slips"), content, view.Link{Label: p.T("measure.survey"), Href: p.Href(&v.Record)})
}
