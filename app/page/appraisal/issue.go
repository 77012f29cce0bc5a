package appraisal

import (
	"errors"
	"html/template"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/site"
	"kaoji/app/page/view"
	"kaoji/evaluation"
	"kaoji/evaluation/appraisal"
)

type issuePage struct {
	Action           string
	Version          int64
	Committees       []view.Choice
	Committee, Count string // as chosen
}

// issueForm asks for the committee and the number of slips.
func (s *pages) issueForm(c *fiber.Ctx, p *site.Speaker, v *evaluation.View, _ *appraisal.Round) error {
	return s.issueAgain(c, p, v, nil)
}

func (s *pages) issueAgain(c *fiber.Ctx, p *site.Speaker, v *evaluation.View, wrong *evaluation.Error) error {
	balances, err := s.Appraisal.Slips(c.UserContext(), *v)
	if err != nil {
		return err
	}
	content := issuePage{Action: c.Path(), Version: v.Version, Committee: c.FormValue("committee"), Count: c.FormValue("count")}
	for _, b := range balances {
		if b.Slots > 0 {
			content.Committees = append(content.Committees, view.Choice{Value: b.Committee, Label: p.T("slips.room", "name", b.Name, "slots", b.Slots, "issued", b.Codes)})
		}
	}
	said := ""
	if wrong != nil {
		for _, problem := range wrong.Fields {
			said = p.Text.Say(p.Lang, problem)
		}
	}
	return s.Again(c, wrong, said, "issue", p.T("slips.issue"), content, s.roundCrumbs(c, v)...)
}

type slipSheet struct {
	Office, Committee, Page string
	Year                    string
	Slips                   []codeSlip
}

type codeSlip struct {
	Code string
	QR   template.URL
}

// issue creates codes and shows the slips once, in random order; no list says who
// gets which.
func (s *pages) issue(c *fiber.Ctx, p *site.Speaker, v *evaluation.View, _ *appraisal.Round) error {
	committee := c.FormValue("committee")
	version, err := site.Version(c)
	if err != nil {
		return err
	}
	count, err := strconv.Atoi(c.FormValue("count"))
	if err != nil {
		return evaluation.Fail(evaluation.CodeInvalid, "error.invalid")
	}
	codes, err := s.Appraisal.Issue(c.UserContext(), s.Service, site.Actor(c), v.ID, version, committee, count)
	if e, ok := errors.AsType[*evaluation.Error](err); ok && e.Code != evaluation.CodeUnavailable && e.Code != evaluation.CodeForbidden {
		return s.issueAgain(c, p, v, e)
	}
	if err != nil {
		return err
	}
	settings, err := s.OfficeSettings(c)
	if err != nil {
		return err
	}
	content := slipSheet{Office: settings.Name, Committee: p.Name(committee), Page: s.Public(c, "/v"), Year: v.Period}
	for _, code := range codes {
		image, err := site.QrCode(content.Page + "#" + code)
		if err != nil {
			return err
		}
		content.Slips = append(content.Slips, codeSlip{site.Grouped(code), image})
	}
	return s.Show(c, "print_codes", s.T(c, "slips.title_codes"), content, view.Link{Label: s.T(c, "measure.appraisal"), Href: p.To("/appraisal", v.ID)})
}
