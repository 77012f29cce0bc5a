package education

import (
	"errors"
	"html/template"
	"net/url"
	"time"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/site"
	"kaoji/app/page/view"
	"kaoji/app/server"
	"kaoji/evaluation"
	"kaoji/evaluation/education"
)

// codeScreen is the page that the presenter projects.
type codeScreen struct {
	QR      template.URL
	Code    string // grouped, for those who type it
	Address string // where it is typed
	Seconds int64  // until the page fetches anew
	Present int
	Invited int
	Rule    int64
	Back    string
}

// fetch is the longest interval between two updates of the count.
const fetch = 10 * time.Second

// sessionCode shows the changing code and how many people have signed in.
func (s *pages) sessionCode(c *fiber.Ctx, _ *site.Speaker, v *evaluation.View, ses *education.Session) error {
	now := s.Now()
	code, err := s.Education.CodeOf(*v, now)
	if err != nil {
		return err
	}
	list, err := s.Education.Attendance(c.UserContext(), s.Service, site.Actor(c), *v)
	if err != nil {
		return err
	}
	content := codeScreen{
		Code: site.Grouped(code.Code), Address: s.Public(c, "/in", v.ID), Invited: len(list), Rule: code.Seconds,
		Seconds: int64(min(code.Until.Sub(now), fetch)/time.Second) + 1, Back: s.To(c, "/education/sessions", v.ID),
	}
	for _, a := range list {
		if a.State == education.MarkPresent {
			content.Present++
		}
	}
	if content.QR, err = site.QrCode(content.Address + "/" + code.Code); err != nil {
		return err
	}
	return s.ShowPage(c, "education_code", view.Page{Title: ses.Title, Wall: true, Content: content})
}

// cookiePass contains the pass that a scan was exchanged for. It is sent only to
// the session's own address.
const cookiePass = "kaoji_in"

type signInPage struct {
	ID       string
	Campaign string
	Title    string
	Day      evaluation.Date
	Time     string
	Place    string
	Name     string
	Scanned  bool
	Done     string
}

// scanned handles the address in the QR code: it exchanges the code for a pass in
// this browser, so that a person who is not logged in can log in first. It does not
// sign anybody in; the person must press the button.
func (s *pages) scanned(c *fiber.Ctx) error {
	r, err := s.openSession(c)
	if err != nil {
		return err
	}
	pass, err := s.Education.Scan(r, c.Params("code"), s.Now())
	if e, ok := errors.AsType[*evaluation.Error](err); ok {
		return s.signInAgain(c, nil, e)
	}
	if err != nil {
		return err
	}
	c.Cookie(&fiber.Cookie{
		Name: cookiePass, Value: url.QueryEscape(pass), Path: s.To(c, "/in", r.ID), HTTPOnly: true, Secure: c.Secure(), SameSite: fiber.CookieSameSiteStrictMode,
	})
	return c.Redirect(s.To(c, "/in", r.ID), fiber.StatusSeeOther)
}

// openSession returns the session of an address that needs no login; a scan
// contains only its id.
func (s *pages) openSession(c *fiber.Ctx) (evaluation.Record, error) {
	r, err := s.Service.Load(c.UserContext(), s.Visited(c), c.Params("id"))
	if err == nil && r.Kind != education.KindSession {
		err = evaluation.Fail(evaluation.CodeNotFound, "error.not_found")
	}
	return r, err
}

// unready returns the page to which the reader must go first, "" for none: the
// address needs no login, but signing in does.
func (s *pages) unready(c *fiber.Ctx) string {
	switch who := server.Session(c); {
	case who == nil:
		return s.LoginFor(c)
	case who.MustChange:
		return s.To(c, "/password")
	case who.MustTOTP:
		return s.To(c, "/account/totp")
	}
	return ""
}

// signInForm shows the button for signing in.
func (s *pages) signInForm(c *fiber.Ctx) error {
	if to := s.unready(c); to != "" {
		return c.Redirect(to, fiber.StatusSeeOther)
	}
	v, err := s.Opened(c, education.KindSession)
	if err != nil {
		return err
	}
	return s.signInAgain(c, &v, nil)
}

func (s *pages) signInAgain(c *fiber.Ctx, v *evaluation.View, wrong *evaluation.Error) error {
	content := signInPage{ID: c.Params("id"), Name: site.Actor(c).Name, Scanned: c.Cookies(cookiePass) != ""}
	if v != nil {
		ses, err := evaluation.PayloadOf[education.Session](v.Record)
		if err != nil {
			return err
		}
		content.Campaign, content.Title, content.Day, content.Time, content.Place = ses.CampaignTitle, ses.Title, ses.On, ses.Time, ses.Place
	}
	return s.Again(c, wrong, "", "sign_in", s.T(c, "education.page.sign_in"), content)
}

// signIn records that the reader is present.
func (s *pages) signIn(c *fiber.Ctx) error {
	if to := s.unready(c); to != "" {
		return c.Redirect(to, fiber.StatusSeeOther)
	}
	v, err := s.Opened(c, education.KindSession)
	if err != nil {
		return err
	}
	ses, err := evaluation.PayloadOf[education.Session](v.Record)
	if err != nil {
		return err
	}
	code := c.FormValue("code")
	if pass, perr := url.QueryUnescape(c.Cookies(cookiePass)); code == "" && perr == nil {
		code = pass
	}
	part, err := s.partOf(c, ses.Campaign, site.Actor(c).Person)
	if err != nil {
		return err
	}
	if part == nil || site.Actor(c).Person == "" {
		return s.signInAgain(c, &v, evaluation.Fail(evaluation.CodeForbidden, "education.not_invited"))
	}
	if code == "" {
		return s.signInAgain(c, &v, evaluation.Fail(evaluation.CodeForbidden, "education.page.scan_first"))
	}
	_, err = s.Service.Act(c.UserContext(), site.Actor(c), part.ID, part.Version, "check_in", evaluation.Change{
		Input: &education.CheckInInput{Session: v.ID, Code: code},
	})
	if e, ok := errors.AsType[*evaluation.Error](err); ok && e.Code != evaluation.CodeUnavailable {
		return s.signInAgain(c, &v, e)
	}
	if err != nil {
		return err
	}
	c.Cookie(&fiber.Cookie{Name: cookiePass, Path: s.To(c, "/in", v.ID), MaxAge: -1, HTTPOnly: true, Secure: c.Secure()})
	return s.Done(c, s.To(c, "/education/parts", part.ID), "education.part.check_in.done")
}
