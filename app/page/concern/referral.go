package concern

import (
	"encoding/json"
	"net/url"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/site"
	"kaoji/app/page/view"
	"kaoji/auth"
	"kaoji/evaluation"
	"kaoji/evaluation/concern"
)

// start begins the letter with what was reported, and the good deed with what was praised.
func start(_ *fiber.Ctx, a *site.Asked, values url.Values) error {
	if a.View == nil || a.Act.Name != "refer" && a.Act.Name != "commend" {
		return nil
	}
	m, err := evaluation.PayloadOf[concern.Matter](a.View.Record)
	if err != nil {
		return err
	}
	begin := url.Values{"text": {m.Content}}
	if a.Act.Name == "commend" {
		begin.Set("title", m.Topic)
		begin.Set("people", a.View.Subject)
		if a.View.Subject == "" {
			begin.Set("unit", a.View.Unit)
		}
		if !m.Happened.IsZero() {
			begin.Set("on", m.Happened.String())
		}
	}
	site.StartWith(values, begin)
	return nil
}

// referred shows to whom a concern was passed on and what came back, the newest first.
func referred(p *site.Speaker, m *concern.Matter, page *site.RecordPage) {
	if m.Referral != nil {
		page.Panels = append(page.Panels, site.Panel{Heading: p.T("referral.title"), Lines: referralLines(p, m.Referral)})
	}
	for i := range m.SentBack {
		page.Panels = append(page.Panels, site.Panel{Heading: p.T("referral.sent_back"), Lines: referralLines(p, &m.SentBack[len(m.SentBack)-1-i])})
	}
}

func referralLines(p *site.Speaker, r *concern.Referral) []view.Line {
	const field = concern.KindMatter + ".field."
	consent := p.T("referral.no_consent")
	if r.Consent {
		consent = p.T("referral.consent")
	}
	lines := []view.Line{
		{Label: p.T(field + "to"), Value: p.T(field+"to."+r.To) + " · " + r.Body},
		{Label: p.T(field + "letter"), Value: r.Letter + " · " + p.DayOf(r.Sent) + " · " + r.By},
		{Label: p.T("record.field.reason"), Value: r.Why},
		{Label: p.T(field + "text"), Value: r.Text, Long: true},
		{Label: p.T(field + "consent"), Value: consent},
	}
	if g := r.Receipt; g != nil {
		lines = append(lines, view.Line{Label: p.T(field + "received_on"), Value: p.DayOf(g.ReceivedOn) + " " + g.Receiver + " " + g.Number})
	}
	if a := r.Answer; a != nil {
		lines = append(lines,
			view.Line{Label: p.T(field + "words"), Value: a.Words, Long: true},
			view.Line{Label: p.T("referral.answered"), Value: p.DayOf(a.On) + " " + a.Document + " · " + p.T(field+"outcome."+a.Outcome)})
	}
	if r.Back != "" {
		lines = append(lines, view.Line{Label: p.T("referral.why_back"), Value: r.Back})
	}
	return lines
}

// letter is the printed letter with which a concern is passed on.
type letter struct {
	site.Printed
	Referral *concern.Referral
	Topic    string
	Received evaluation.Date
	Contact  string // of the sender, with consent
}

func printable(v *evaluation.View, _ string) bool { return site.Has(v.Payload, "referral") }

// letter contains the contact of the sender only if they agreed and the one who prints it may
// read it; this is recorded in the trail like any other look at it.
func (s *pages) letter(c *fiber.Ctx, p site.Printed, v *evaluation.View) (any, error) {
	m := &concern.Matter{}
	if err := json.Unmarshal(v.Payload, m); err != nil {
		return nil, err
	}
	if m.Referral == nil {
		return nil, evaluation.Fail(evaluation.CodeNotFound, "error.not_found")
	}
	doc := letter{Printed: p, Referral: m.Referral, Topic: m.Topic, Received: m.Received}
	if !m.Referral.Consent || !s.Can(c, auth.AreaReporters, auth.Read) {
		return doc, nil
	}
	if err := s.Note(c, "reporter", evaluation.OutcomeOK, v.Kind, v.ID, ""); err != nil {
		return nil, err
	}
	text, err := s.Concern.Contact(c.UserContext(), site.Actor(c).Office, v.ID)
	if err != nil && evaluation.CodeOf(err) != evaluation.CodeNotFound {
		return nil, err
	}
	doc.Contact = text
	return doc, nil
}
