package site

import (
	"errors"
	"net/url"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/view"
	"kaoji/app/server"
	"kaoji/auth"
	"kaoji/evaluation"
)

type loginPage struct {
	Name, Next string
	NeedCode   bool
	Kept       *keptForm // the form that was sent after the session had ended
}

// LoginFor returns the login page that leads back to the address of a request.
func (s *Site) LoginFor(c *fiber.Ctx) string {
	return s.To(c, "/login") + "?next=" + url.QueryEscape(c.OriginalURL())
}

func (s *Site) loginForm(c *fiber.Ctx) error {
	if server.Session(c) != nil {
		return c.Redirect(s.To(c, "/"), fiber.StatusSeeOther)
	}
	return s.Show(c, "login", s.T(c, "login.title"), loginPage{Next: back(c.Query("next"), s.To(c, "/"))})
}

func (s *Site) login(c *fiber.Ctx) error {
	in := loginPage{Name: c.FormValue("name"), Next: back(c.FormValue("next"), s.To(c, "/"))}
	kept, err := keptOf(c)
	if err != nil {
		return err
	}
	in.Kept = kept
	tokens, err := s.Auth.Login(c.UserContext(), auth.LoginInput{
		Office: s.Visited(c), Name: in.Name, Password: c.FormValue("password"), Code: c.FormValue("code"), Address: server.Address(c),
	})
	if e, ok := errors.AsType[*evaluation.Error](err); ok && e.Code != evaluation.CodeUnavailable {
		in.NeedCode = c.FormValue("code") != ""
		return s.loginAgain(c, in, s.Text.Say(server.Lang(c), e.Message), server.Status(e.Code))
	}
	if err != nil {
		return err
	}
	if tokens.NeedTOTP {
		in.NeedCode = true
		return s.loginAgain(c, in, s.T(c, "login.code_needed"), fiber.StatusOK)
	}
	home := s.base(tokens.Account.Office)
	if tokens.Account.Office != s.Visited(c) { // by name@code
		in.Next, in.Kept = view.Address(home, "/"), nil
	}
	if in.Kept != nil && !tokens.MustChange {
		return s.resume(c, tokens, in.Kept)
	}
	s.Browser.Remember(c, tokens)
	if tokens.MustChange {
		in.Next = view.Address(home, "/password")
	}
	return c.Redirect(in.Next, fiber.StatusSeeOther)
}

func (s *Site) loginAgain(c *fiber.Ctx, in loginPage, problem string, status int) error {
	c.Status(status)
	return s.ShowPage(c, "login", view.Page{Title: s.T(c, "login.title"), Problem: problem, Content: in})
}

func (s *Site) logout(c *fiber.Ctx) error {
	if err := s.Auth.Logout(c.UserContext(), *server.Session(c)); err != nil {
		return err
	}
	s.Browser.Forget(c)
	return s.Done(c, s.To(c, "/login"), "login.out")
}

func (s *Site) logoutEverywhere(c *fiber.Ctx) error {
	if err := s.Auth.LogoutEverywhere(c.UserContext(), *server.Session(c)); err != nil {
		return err
	}
	s.Browser.Forget(c)
	return s.Done(c, s.To(c, "/login"), "login.out_everywhere")
}
