package education

import (
	"net/url"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/site"
	"kaoji/app/page/view"
	"kaoji/evaluation"
	"kaoji/evaluation/education"
)

// sessionPage shows a session; people who keep its list write it here.
type sessionPage struct {
	ID     string
	Record site.RecordPage
	Sub    string
	Keeps  bool // the list can be written now
	Counts []view.Stat
	Sheet  view.Worksheet // the list, for those who keep it
	List   view.Grid      // for those who read it
	SignIn string         // address to sign in at
	Table  string         // address of the workbook
	MakeUp string         // address of the form that plans a make-up session
	Done   string
	Failed []view.Link
}

func (s *pages) session(c *fiber.Ctx, p *site.Speaker, v *evaluation.View, ses *education.Session) error {
	return s.sessionAgain(c, p, v, ses, nil, nil)
}

// sessionAgain shows the page, with what became of the rows of the list that were sent.
func (s *pages) sessionAgain(c *fiber.Ctx, p *site.Speaker, v *evaluation.View, ses *education.Session, typed url.Values, sent []site.Sent) (err error) {
	content := sessionPage{ID: v.ID, Sub: ses.CampaignTitle}
	if content.Record, err = s.Headed(c, p, v, "title", "campaign_title", "makes_up", "note", "rules"); err != nil {
		return err
	}
	content.Record.Acts = site.WithoutActs(content.Record.Acts, "note")
	open := v.State == education.SessionOpen && s.Today() == ses.On
	if open && v.Offers("note") {
		content.Record.Lead(view.Button{Label: p.T("education.page.show_code"), Href: p.To("/education/sessions", v.ID, "code")})
	}
	if open && site.Actor(c).Person != "" {
		content.SignIn = p.To("/in", v.ID)
	}
	if err := s.attendance(c, p, v, ses, &content, typed, sent); err != nil {
		return err
	}
	plans := s.May(c, v.Kind, "plan")
	if plans && ses.MakesUp == "" && (v.State == education.SessionHeld || v.State == education.SessionClosed) {
		content.MakeUp = p.To("/new", v.Kind, "plan") + "?campaign=" + ses.Campaign + "&makes_up=" + v.ID
	}
	up := view.Link{Label: ses.CampaignTitle, Href: p.To("/education/campaigns", ses.Campaign)}
	page := view.Page{Title: ses.Title, Crumbs: s.Crumbs(c, v.Kind, up), Content: &content}
	if sent != nil {
		content.Done, page.Problem, content.Failed = p.SentPage(c, sent)
	}
	return s.ShowPage(c, "education_session", page)
}

// attendance returns the list; it is empty for readers who may not see it.
func (s *pages) attendance(c *fiber.Ctx, p *site.Speaker, v *evaluation.View, ses *education.Session, content *sessionPage, typed url.Values, sent []site.Sent) error {
	list, err := s.Education.Attendance(c.UserContext(), s.Service, site.Actor(c), *v)
	if evaluation.CodeOf(err) == evaluation.CodeForbidden || v.State == education.SessionPlanned && len(list) == 0 {
		return nil
	}
	if err != nil {
		return err
	}
	counts, people := map[string]int{}, make([]string, 0, len(list))
	for _, a := range list {
		counts[a.State]++
		people = append(people, a.Person)
	}
	if err := s.LookedAt(c, education.KindPart, people...); err != nil {
		return err
	}
	if content.Keeps = v.Offers("note"); content.Keeps {
		content.Table = p.To("/education/sessions", v.ID, "table")
		if content.Sheet, err = s.attendSheet(c, p, v, list, typed, sent); err != nil {
			return err
		}
	} else {
		content.List = attendGrid(p, list)
	}
	content.Counts = []view.Stat{
		{Label: p.T("education.page.invited"), Value: strconv.Itoa(len(list))},
		{Label: p.T("education.part.field.marks.state.present"), Value: strconv.Itoa(counts[education.MarkPresent]), Tone: "green"},
	}
	if ses.MakesUp == "" {
		content.Counts = append(content.Counts,
			view.Stat{Label: p.T("education.part.field.marks.state.made_up"), Value: strconv.Itoa(counts[education.MarkMadeUp])},
			view.Stat{Label: p.T("education.part.field.marks.state.excused"), Value: strconv.Itoa(counts[education.MarkExcused])},
			view.Stat{Label: p.T("education.part.field.marks.state.absent"), Value: strconv.Itoa(counts[education.MarkAbsent])},
		)
	}
	return nil
}

// markBadge says attendance in a coloured word.
func markBadge(p *site.Speaker, state string) view.Badge {
	tone := map[string]string{education.MarkPresent: "green", education.MarkMadeUp: "green", education.MarkExcused: "yellow", education.MarkAbsent: "red"}[state]
	if state == "" {
		return view.Badge{Label: p.T("education.page.unmarked"), Tone: "muted"}
	}
	return view.Badge{Label: p.T("education.part.field.marks.state." + state), Tone: tone}
}
