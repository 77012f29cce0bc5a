package education

import (
	"errors"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/site"
	"kaoji/app/page/view"
	"kaoji/evaluation"
	"kaoji/evaluation/education"
)

// sessionPage shows a session; people who keep its list write it here.
type sessionPage struct {
	ID      string
	Record  site.RecordPage
	Sub     string
	Keeps   bool // the list can be written now
	Version int64
	Counts  []view.Stat
	List    []attendRow
	Code    string // address of the screen
	SignIn  string // address to sign in at
	Table   string // address of the workbook
	MakeUp  string // address of the form that plans a make-up session
	Wrong   string
	Done    *view.Table
}

type attendRow struct {
	education.Attending
	Badge  view.Badge
	How    string
	Marks  []view.Choice
	Wrong  string
	Typed  string // mark as typed, or as it is
	Reason string
}

func (s *pages) session(c *fiber.Ctx, p *site.Speaker, v *evaluation.View, ses *education.Session) error {
	return s.sessionAgain(c, p, v, ses, nil)
}

// sessionAgain shows the page, with the mistakes of a submitted list.
func (s *pages) sessionAgain(c *fiber.Ctx, p *site.Speaker, v *evaluation.View, ses *education.Session, wrong *evaluation.Error) (err error) {
	content := sessionPage{ID: v.ID, Version: v.Version, Sub: ses.CampaignTitle}
	if content.Record, err = s.Headed(c, p, v, "title", "campaign_title", "makes_up", "note", "rules"); err != nil {
		return err
	}
	content.Record.Acts = site.WithoutActs(content.Record.Acts, "note")
	open := v.State == education.SessionOpen && s.Today() == ses.On
	if open && v.Offers("note") {
		content.Code = p.To("/education/sessions", v.ID, "code")
	}
	if open && site.Actor(c).Person != "" {
		content.SignIn = p.To("/in", v.ID)
	}
	if err := s.attendance(c, p, v, ses, &content); err != nil {
		return err
	}
	plans := s.May(c, v.Kind, "plan")
	if plans && ses.MakesUp == "" && (v.State == education.SessionHeld || v.State == education.SessionClosed) {
		content.MakeUp = p.To("/new", v.Kind, "plan") + "?campaign=" + ses.Campaign + "&makes_up=" + v.ID
	}
	up := view.Link{Label: ses.CampaignTitle, Href: p.To("/education/campaigns", ses.Campaign)}
	return s.Again(c, wrong, p.Said(wrong), "education_session", ses.Title, content, s.Crumbs(c, v.Kind, up)...)
}

// attendance returns the list; it is empty for readers who may not see it.
func (s *pages) attendance(c *fiber.Ctx, p *site.Speaker, v *evaluation.View, ses *education.Session, content *sessionPage) error {
	list, err := s.Education.Attendance(c.UserContext(), s.Service, site.Actor(c), *v)
	if evaluation.CodeOf(err) == evaluation.CodeForbidden || v.State == education.SessionPlanned && len(list) == 0 {
		return nil
	}
	if err != nil {
		return err
	}
	content.Keeps = v.Offers("note")
	if content.Keeps {
		content.Table = p.To("/education/sessions", v.ID, "table")
	}
	counts := map[string]int{}
	for _, a := range list {
		counts[a.State]++
		row := attendRow{Attending: a, Typed: a.State, Reason: a.Reason, Badge: markBadge(p, a.State)}
		if a.How != "" {
			row.How = p.T("education.part.field.marks.how." + a.How)
		}
		if typed := c.FormValue("mark." + a.Person); typed != "" {
			row.Typed, row.Reason = typed, c.FormValue("reason."+a.Person)
		}
		for _, mark := range []string{education.MarkPresent, education.MarkExcused, education.MarkAbsent} {
			row.Marks = append(row.Marks, view.Choice{Value: mark, Label: p.T("education.part.field.marks.state." + mark)})
		}
		content.List = append(content.List, row)
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

// sessionList writes what was changed on the list.
func (s *pages) sessionList(c *fiber.Ctx, p *site.Speaker, v *evaluation.View, ses *education.Session) error {
	list, err := s.Education.Attendance(c.UserContext(), s.Service, site.Actor(c), *v)
	if err != nil {
		return err
	}
	in := &education.NoteInput{How: education.HowList}
	for _, a := range list {
		mark, reason := c.FormValue("mark."+a.Person), c.FormValue("reason."+a.Person)
		if mark == "" || mark == a.State && (mark != education.MarkExcused || reason == a.Reason) {
			continue
		}
		if mark != education.MarkExcused {
			reason = ""
		}
		in.Rows = append(in.Rows, education.NoteRow{Person: a.Person, Mark: mark, Reason: reason})
	}
	if len(in.Rows) == 0 {
		return s.Done(c, s.To(c, "/education/sessions", v.ID), "education.page.nothing_changed")
	}
	_, err = s.Submit(c, v.ID, "note", in)
	if e, ok := errors.AsType[*evaluation.Error](err); ok && e.Code != evaluation.CodeUnavailable {
		return s.sessionAgain(c, p, v, ses, namedRows(p, e, in))
	}
	if err != nil {
		return err
	}
	return s.Done(c, s.To(c, "/education/sessions", v.ID), "education.session.note.done")
}

// namedRows says whose line each mistake is in.
func namedRows(p *site.Speaker, e *evaluation.Error, in *education.NoteInput) *evaluation.Error {
	out := *e
	out.Fields = map[string]evaluation.Problem{}
	for at, problem := range e.Fields {
		who := ""
		if i, ok := rowOf(at); ok && i < len(in.Rows) {
			who = p.Name(in.Rows[i].Person)
		}
		out.Fields[at] = evaluation.Say("education.page.of_person", "name", who, "what", p.Text.Say(p.Lang, problem))
	}
	return &out
}
