package server

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"time"

	"github.com/gofiber/fiber/v2"

	"kaoji/auth"
	"kaoji/evaluation"
)

// The cookies of a browser's session.
const (
	CookieAccess  = "kaoji_access"
	CookieRefresh = "kaoji_refresh"
	cookieVisitor = "kaoji_visitor" // what a form is bound to before anybody is logged in
)

const (
	keySession = "kaoji.session"
	keyEnded   = "kaoji.ended"

	// endedKept is how much longer than a session its cookie is kept, so that a
	// person whose session is over can be told so.
	endedKept = 12 * time.Hour
)

// Browser stores a person's session in cookies and protects forms against other
// sites.
type Browser struct {
	Auth *auth.Service
	Key  auth.Hidden // of the form tokens
}

// Session returns the session of the request, nil if nobody is logged in.
func Session(c *fiber.Ctx) *auth.Session {
	s, _ := c.Locals(keySession).(*auth.Session)
	return s
}

// Leave makes the request one of somebody who is not logged in.
func Leave(c *fiber.Ctx) {
	c.Locals(keySession, nil)
	c.Locals(keyEnded, nil)
}

// Ended returns this browser's session that has ended, nil if there is none.
func Ended(c *fiber.Ctx) *auth.Ended {
	e, _ := c.Locals(keyEnded).(*auth.Ended)
	return e
}

// Recognise finds the session of the request. An expired access token is renewed,
// so that people can continue to work.
func (b *Browser) Recognise(c *fiber.Ctx) error {
	s, err := b.Auth.Authenticate(c.UserContext(), c.Cookies(CookieAccess))
	if err != nil && evaluation.CodeOf(err) != evaluation.CodeUnauthorized {
		return err
	}
	if err != nil {
		refresh := c.Cookies(CookieRefresh)
		if refresh == "" {
			return c.Next()
		}
		tokens, err := b.Auth.Refresh(c.UserContext(), refresh, Address(c))
		if err != nil {
			if evaluation.CodeOf(err) != evaluation.CodeUnauthorized {
				return err
			}
			if err := b.recogniseEnded(c, refresh); err != nil {
				return err
			}
			return c.Next()
		}
		b.Remember(c, tokens)
		if s, err = b.Auth.Authenticate(c.UserContext(), tokens.Access); err != nil {
			return err
		}
	}
	c.Locals(keySession, &s)
	return c.Next()
}

// recogniseEnded stores whose session has ended, or deletes an invalid token.
func (b *Browser) recogniseEnded(c *fiber.Ctx, refresh string) error {
	e, ok, err := b.Auth.EndedSession(c.UserContext(), refresh)
	if err != nil {
		return err
	}
	if ok {
		c.Locals(keyEnded, &e)
	} else {
		b.Forget(c)
	}
	return nil
}

// Remember sets the cookies after a login or renewal.
func (b *Browser) Remember(c *fiber.Ctx, t auth.Tokens) {
	b.set(c, CookieAccess, t.Access, t.AccessExpires)
	if t.Refresh != "" {
		b.set(c, CookieRefresh, t.Refresh, t.RefreshExpires.Add(endedKept))
	}
}

// Enter is Remember for a reply that is already for the person who has logged in.
func (b *Browser) Enter(c *fiber.Ctx, t auth.Tokens) error {
	s, err := b.Auth.Authenticate(c.UserContext(), t.Access)
	if err != nil {
		return err
	}
	b.Remember(c, t)
	c.Locals(keySession, &s)
	return nil
}

// Forget removes the cookies.
func (b *Browser) Forget(c *fiber.Ctx) {
	b.set(c, CookieAccess, "", time.Unix(1, 0))
	b.set(c, CookieRefresh, "", time.Unix(1, 0))
}

func (b *Browser) set(c *fiber.Ctx, name, value string, expires time.Time) {
	c.Cookie(&fiber.Cookie{
		Name: name, Value: value, Path: "/", Expires: expires, HTTPOnly: true, SameSite: fiber.CookieSameSiteStrictMode,
		Secure: c.Secure(),
	})
}

// FormToken returns the token for forms, bound to the session, or to the visit if
// there is none.
func (b *Browser) FormToken(c *fiber.Ctx) string {
	return base64.RawURLEncoding.EncodeToString(b.formToken(b.bound(c, true)))
}

func (b *Browser) bound(c *fiber.Ctx, create bool) string {
	if s := Session(c); s != nil {
		return "family:" + s.Family
	}
	visitor := c.Cookies(cookieVisitor)
	if v, ok := c.Locals(cookieVisitor).(string); ok {
		visitor = v
	}
	if visitor == "" && create {
		visitor = rand.Text()
		c.Locals(cookieVisitor, visitor)
		b.set(c, cookieVisitor, visitor, time.Now().Add(24*time.Hour))
	}
	return "visitor:" + visitor
}

func (b *Browser) formToken(bound string) []byte {
	m := hmac.New(sha256.New, b.Key)
	m.Write([]byte(bound))
	return m.Sum(nil)
}

// Guard refuses a form made by another site: its token must be ours, and the
// browser must not report another origin.
func (b *Browser) Guard(c *fiber.Ctx) error {
	switch c.Method() {
	case fiber.MethodGet, fiber.MethodHead:
		return c.Next()
	}
	if site := c.Get("Sec-Fetch-Site"); site != "" && site != "same-origin" && site != "none" {
		return evaluation.Fail(evaluation.CodeForbidden, "error.foreign_form")
	}
	if origin := c.Get(fiber.HeaderOrigin); origin != "" && origin != "null" {
		if !ownOrigin(c, origin) {
			return evaluation.Fail(evaluation.CodeForbidden, "error.foreign_form")
		}
	}
	given, err := base64.RawURLEncoding.DecodeString(c.FormValue("csrf"))
	if err != nil || !b.ours(c, given) {
		return evaluation.Fail(evaluation.CodeForbidden, "error.foreign_form")
	}
	return c.Next()
}

// ours reports whether the token was made by us for this browser: for the session,
// for the visit before one, or for the session that has ended.
func (b *Browser) ours(c *fiber.Ctx, given []byte) bool {
	if hmac.Equal(given, b.formToken(b.bound(c, false))) {
		return true
	}
	ended := Ended(c)
	return ended != nil && hmac.Equal(given, b.formToken("family:"+ended.Family))
}
