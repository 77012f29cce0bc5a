package site

import (
	"maps"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/view"
	"kaoji/app/server"
	"kaoji/auth"
)

// A form sent after its session has ended is not lost: the login page carries it in
// hidden fields, and after the same person has logged in it can be sent. Nothing is
// stored on the server.

const (
	keptField = "kept."     // begins the name of a kept field
	keptTo    = "kept-to"   // where the form goes
	keptFiles = "kept-file" // names of files that have to be chosen again
)

// keptForm is a form that was sent after the session had ended.
type keptForm struct {
	To     string      // address that the form goes to
	Fields []view.Line // name and value
	Files  []string    // names of attachments, which are lost
}

// neverKept are secret fields and the form's own fields.
var neverKept = []string{"csrf", "password", "old", "new", "again", "code"}

// keep answers a form whose session has ended with a login page that carries the
// form.
func (s *Site) keep(c *fiber.Ctx) error {
	values, err := Posted(c)
	if err != nil {
		return err
	}
	kept := &keptForm{To: c.OriginalURL()}
	for _, name := range slices.Sorted(maps.Keys(values)) {
		if slices.Contains(neverKept, name) {
			continue
		}
		for _, v := range values[name] {
			kept.Fields = append(kept.Fields, view.Line{Label: name, Value: v})
		}
	}
	if f, err := c.MultipartForm(); err == nil {
		for _, list := range f.File {
			for _, h := range list {
				kept.Files = append(kept.Files, h.Filename)
			}
		}
	}
	in := loginPage{Name: server.Ended(c).Name, Next: s.To(c, "/"), Kept: kept}
	return s.loginAgain(c, in, s.T(c, "login.ended"), fiber.StatusUnauthorized)
}

// keptOf returns the form carried by a login. It is used only if the same person
// was logged in in this browser before.
func keptOf(c *fiber.Ctx) (*keptForm, error) {
	to := back(c.FormValue(keptTo), "")
	if ended := server.Ended(c); to == "" || ended == nil || !strings.EqualFold(ended.Name, strings.TrimSpace(c.FormValue("name"))) {
		return nil, nil
	}
	values, err := Posted(c)
	if err != nil {
		return nil, err
	}
	kept := &keptForm{To: to, Files: values[keptFiles]}
	for _, name := range slices.Sorted(maps.Keys(values)) {
		if field, ok := strings.CutPrefix(name, keptField); ok {
			for _, v := range values[name] {
				kept.Fields = append(kept.Fields, view.Line{Label: field, Value: v})
			}
		}
	}
	return kept, nil
}

// resume shows the kept form after the login: one click sends it.
func (s *Site) resume(c *fiber.Ctx, tokens auth.Tokens, kept *keptForm) error {
	if err := s.Browser.Enter(c, tokens); err != nil {
		return err
	}
	return s.Show(c, "resume", s.T(c, "login.resume"), kept)
}
