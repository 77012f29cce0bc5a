package page

import (
	"encoding/json"
	"html/template"
	"slices"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/view"
	"kaoji/evaluation"
	"kaoji/evaluation/appraisal"
	"kaoji/evaluation/assessment"
	"kaoji/evaluation/bonus"
	"kaoji/evaluation/commendation"
	"kaoji/evaluation/concern"
	"kaoji/evaluation/education"
	"kaoji/evaluation/reminder"
	"kaoji/evaluation/reserve"
	"kaoji/evaluation/rotation"
	"kaoji/evaluation/training"
)

// printed is what a print form gets: the record as the reader may see it, and
// somebody to say its words.
type printed struct {
	Office string
	Period string
	Sheet  *assessment.Sheet
	Talk   *assessment.Talk

	Reminder  *reminder.Talk
	Mentoring *rotation.Mentoring
	Paper     *paper
	Proposal  *commendation.Proposal

	Plan   *printedPlan
	Moving *rotation.Moving

	Candidate *reserve.Candidate
	Training  *training.Plan
	Slip      *amountPage
	Posted    *hangout

	Part     *education.Part
	Study    *education.Study
	Campaign *campaignReport

	Opening *concern.Opening
	Target  string       // whom a box is for
	Page    string       // its address
	Code    template.URL // the address as a QR code
	*speaker
}

// Grade says a grade in words, "" for none yet.
func (p printed) Grade(code string) string {
	if code == "" {
		return ""
	}
	return p.t("assessment.grade." + code)
}

// poster is what hangs beside a box; address is the server's for others.
func (p *printed) poster(address string, v *evaluation.View) error {
	box, err := evaluation.PayloadOf[concern.Box](v.Record)
	if err != nil {
		return err
	}
	p.Target, p.Page = boxTarget(box), address+"/b/"+box.Token
	p.Code, err = qrCode(p.Page)
	return err
}

// openForms leave the office: a poster and the notice of a bonus hang in the hall,
// a bulletin goes to everybody, a certificate is handed out.
var openForms = []string{concern.KindBox, commendation.KindBulletin, education.KindPart, bonus.KindPeriod}

// print shows the official form of a record, for A4.
func (s *Site) print(c *fiber.Ctx) error {
	v, err := s.Service.Get(c.UserContext(), actor(c), c.Params("id"))
	if err != nil {
		return err
	}
	kind, _ := s.Service.Kind(v.Kind)
	form := c.Params("form")
	if !slices.Contains(kind.Print, form) || !printable(&v, form) {
		return evaluation.Fail(evaluation.CodeNotFound, "error.not_found")
	}
	p, err := s.speaker(c)
	if err != nil {
		return err
	}
	settings, err := s.officeSettings(c)
	if err != nil {
		return err
	}
	content := printed{Office: settings.Name, Period: p.period(v.Period), speaker: p}
	switch v.Kind {
	case assessment.KindSheet:
		err = json.Unmarshal(v.Payload, &content.Sheet)
	case assessment.KindTalk:
		err = json.Unmarshal(v.Payload, &content.Talk)
	case reminder.KindTalk:
		err = json.Unmarshal(v.Payload, &content.Reminder)
	case rotation.KindMentoring:
		err = json.Unmarshal(v.Payload, &content.Mentoring)
	case commendation.KindBulletin:
		b := &commendation.Bulletin{}
		err = json.Unmarshal(v.Payload, b)
		content.Paper = paperOf(p, b, settings.Name)
	case commendation.KindProposal:
		err = json.Unmarshal(v.Payload, &content.Proposal)
	case reserve.KindCandidate:
		err = json.Unmarshal(v.Payload, &content.Candidate)
	case training.KindPlan:
		err = json.Unmarshal(v.Payload, &content.Training)
	case bonus.KindEntry:
		content.Slip, err = s.slip(c, p, &v)
	case bonus.KindPeriod:
		content.Posted, err = s.hangsOut(c, p, &v)
	case concern.KindOpening:
		err = json.Unmarshal(v.Payload, &content.Opening)
	case education.KindPart:
		err = json.Unmarshal(v.Payload, &content.Part)
	case education.KindStudy:
		err = json.Unmarshal(v.Payload, &content.Study)
	case education.KindCampaign:
		content.Campaign, err = s.campaignReport(c, p, &v)
	case appraisal.KindSheet:
		return s.printSheet(c, p, settings.Name, &v)
	case concern.KindBox:
		err = content.poster(s.public(c), &v)
	case rotation.KindPlan:
		content.Plan, err = s.printedPlan(c)
	case rotation.KindMove:
		err = json.Unmarshal(v.Payload, &content.Moving)
	}
	if err != nil {
		return err
	}
	if err := s.note(c, "print", evaluation.OutcomeOK, v.Kind, v.ID, form); err != nil {
		return err
	}
	frame, err := s.frame(c, p.t("print."+form+".title"), []view.Link{{Label: p.title(&v.Record), Href: "/records/" + v.ID}})
	if err != nil {
		return err
	}
	frame.Confidential, frame.Content = !slices.Contains(openForms, v.Kind), content
	return s.send(c, "print_"+form, frame)
}
