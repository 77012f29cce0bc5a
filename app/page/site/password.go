package site

import (
	"errors"
	"html/template"
	"strings"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/view"
	"kaoji/app/server"
	"kaoji/auth"
	"kaoji/evaluation"
)

// FormPage is the content of form.html.
type FormPage struct {
	Sub, Help, Action, Submit, Back string
	Draft                           *view.Draft // nil: the form is not kept
	Version                         int64
	Multipart, Danger               bool
	Hidden                          []view.Choice
	Fields                          []view.Field
	Foresight                       *Foresight  // what it would do to other records; nil if it does not tell
	Aside                           []Section   // shown next to the form
	Newer                           []view.Line // what somebody else has changed it to
	NewerSays                       string      // since when: while one typed, or since the draft was saved
}

// Doable reports whether there is anything to confirm: an act that would change nothing shows
// why, and no button.
func (f FormPage) Doable() bool { return f.Foresight == nil || f.Foresight.Changed > 0 }

func (s *Site) passwordForm(c *fiber.Ctx) error { return s.passwordPage(c, nil) }

func (s *Site) passwordPage(c *fiber.Ctx, wrong *evaluation.Error) error {
	field := func(name string) view.Field {
		f := view.Field{Name: name, ID: name, Label: s.T(c, "password."+name), Form: "password", Required: true}
		if wrong != nil {
			f.Error = s.fieldError(c, wrong.Fields, name)
		}
		return f
	}
	fields := []view.Field{field("old"), field("new"), field("again")}
	fields[1].Help = s.T(c, "password.rules")
	sub := ""
	if server.Session(c).MustChange {
		sub = s.T(c, "password.must")
	}
	if wrong != nil {
		c.Status(fiber.StatusUnprocessableEntity)
	}
	return s.Show(c, "form", s.T(c, "password.title"), FormPage{
		Sub: sub, Action: s.To(c, "/password"), Submit: s.T(c, "password.submit"), Fields: fields,
	})
}

// fieldError returns all mistakes of a field: the rules of one field come as new,
// new.length, new.common.
func (s *Site) fieldError(c *fiber.Ctx, fields map[string]evaluation.Problem, name string) string {
	var all []string
	for at, p := range fields {
		if at == name || strings.HasPrefix(at, name+".") {
			all = append(all, s.Text.Say(server.Lang(c), p))
		}
	}
	return strings.Join(all, "；")
}

func (s *Site) password(c *fiber.Ctx) error {
	if c.FormValue("new") != c.FormValue("again") {
		return s.passwordPage(c, &evaluation.Error{Fields: map[string]evaluation.Problem{"again": evaluation.Say("password.differ")}})
	}
	err := s.Auth.ChangePassword(c.UserContext(), *server.Session(c), c.FormValue("old"), c.FormValue("new"))
	if e, ok := errors.AsType[*evaluation.Error](err); ok && e.Code == evaluation.CodeInvalid {
		return s.passwordPage(c, e)
	}
	if err != nil {
		return err
	}
	return s.Done(c, s.To(c, "/"), "password.done")
}

// account is the page of the reader's own account.
func (s *Site) account(c *fiber.Ctx) error {
	who := server.Session(c)
	return s.Show(c, "account", s.T(c, "app.account"), struct {
		Account auth.Account
		Roles   string
	}{who.Account, s.roleNames(server.Lang(c), who.Actor.Roles)})
}

type totpPage struct {
	Secret, URL string
	QR          template.URL
	Codes       []string
	Error       string
}

func (s *Site) totpForm(c *fiber.Ctx) error { return s.totpPage(c, "") }

func (s *Site) totpPage(c *fiber.Ctx, problem string) error {
	e, err := s.Auth.EnrollTOTP(c.UserContext(), *server.Session(c))
	if err != nil {
		return err
	}
	qr, err := QrCode(e.URL)
	if err != nil {
		return err
	}
	return s.Show(c, "totp", s.T(c, "totp.title"), totpPage{Secret: e.Secret, URL: e.URL, QR: qr, Error: problem})
}

func (s *Site) totp(c *fiber.Ctx) error {
	codes, err := s.Auth.ConfirmTOTP(c.UserContext(), *server.Session(c), c.FormValue("code"))
	if e, ok := errors.AsType[*evaluation.Error](err); ok && e.Code == evaluation.CodeInvalid {
		return s.totpPage(c, s.T(c, "totp.wrong"))
	}
	if err != nil {
		return err
	}
	return s.Show(c, "totp", s.T(c, "totp.title"), totpPage{Codes: codes})
}
