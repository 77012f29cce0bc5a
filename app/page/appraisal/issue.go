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
	All              bool   // several committees can be issued theirs at once
}

// allCommittees is the choice of all committees that have slips to get.
const allCommittees = "all"

// lacking is how many slips a committee does not have yet.
func lacking(b *appraisal.Balance) int {
	return b.Slots - (b.Codes - b.SpoiltCodes) - (b.Papers - b.SpoiltPapers)
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
	committees, slips := 0, 0
	for i := range balances {
		b := &balances[i]
		if n := lacking(b); n > 0 && b.Slots > 0 {
			committees, slips = committees+1, slips+n
		}
		if b.Slots > 0 {
			content.Committees = append(content.Committees, view.Choice{Value: b.Committee, Label: p.T("slips.room", "name", b.Name, "slots", b.Slots, "issued", b.Codes)})
		}
	}
	if content.All = committees > 1; content.All {
		content.Committees = append([]view.Choice{{Value: allCommittees, Label: p.T("slips.room_all", "n", committees, "slips", slips)}}, content.Committees...)
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
	Office, Page string
	Year         string
	Committees   []committeeSlips
	Problem      string // why others got none
}

type committeeSlips struct {
	Name  string
	Slips []codeSlip
}

type codeSlip struct {
	Code string
	QR   template.URL
}

// issuing is how many slips a committee is to get.
type issuing struct {
	committee string
	n         int
}

// wantedSlips reads for whom slips are issued: one committee, or all that lack some.
func (s *pages) wantedSlips(c *fiber.Ctx, v *evaluation.View) ([]issuing, error) {
	if committee := c.FormValue("committee"); committee != allCommittees {
		n, err := strconv.Atoi(c.FormValue("count"))
		if err != nil {
			return nil, evaluation.Fail(evaluation.CodeInvalid, "error.invalid")
		}
		return []issuing{{committee, n}}, nil
	}
	balances, err := s.Appraisal.Slips(c.UserContext(), *v)
	var list []issuing
	for i := range balances {
		if b := &balances[i]; b.Slots > 0 && lacking(b) > 0 {
			list = append(list, issuing{b.Committee, min(lacking(b), appraisal.MaxSlips)})
		}
	}
	return list, err
}

// issue creates codes and shows the slips once, in random order; no list says who
// gets which. What was created is shown, even if others could not be.
func (s *pages) issue(c *fiber.Ctx, p *site.Speaker, v *evaluation.View, _ *appraisal.Round) error {
	version, err := site.Version(c)
	if err != nil {
		return err
	}
	wanted, err := s.wantedSlips(c, v)
	if err != nil {
		return err
	}
	if len(wanted) == 0 {
		return s.issueAgain(c, p, v, evaluation.Fail(evaluation.CodeConflict, "slips.none_lack"))
	}
	settings, err := s.OfficeSettings(c)
	if err != nil {
		return err
	}
	content := slipSheet{Office: settings.Name, Page: s.Public(c, "/v"), Year: v.Period}
	for i, w := range wanted {
		codes, err := s.Appraisal.Issue(c.UserContext(), s.Service, site.Actor(c), v.ID, version+int64(i), w.committee, w.n)
		if err != nil && len(content.Committees) > 0 {
			content.Problem = p.T("slips.stopped", "name", p.Name(w.committee))
			break
		}
		if e, ok := errors.AsType[*evaluation.Error](err); ok && e.Code != evaluation.CodeUnavailable && e.Code != evaluation.CodeForbidden {
			return s.issueAgain(c, p, v, e)
		}
		if err != nil {
			return err
		}
		one := committeeSlips{Name: p.Name(w.committee)}
		for _, code := range codes {
			image, err := site.QrCode(content.Page + "#" + code)
			if err != nil {
				return err
			}
			one.Slips = append(one.Slips, codeSlip{site.Grouped(code), image})
		}
		content.Committees = append(content.Committees, one)
	}
	return s.Show(c, "print_codes", s.T(c, "slips.title_codes"), content, view.Link{Label: s.T(c, "measure.appraisal"), Href: p.To("/appraisal", v.ID)})
}
