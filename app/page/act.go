package page

import (
	"errors"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/form"
	"kaoji/app/page/view"
	"kaoji/app/server"
	"kaoji/evaluation"
)

// asked is an act that somebody is filling in.
type asked struct {
	kind   *evaluation.Kind
	act    *evaluation.Act
	view   *evaluation.View // nil for a creating act
	values url.Values
	wrong  map[string]evaluation.Problem
	newer  []view.Line
	status int
	memo   any // what Kind.Choices read once for all fields
}

// find loads the record and the act of a request; an act that the reader may
// not do now is not found here and refused, with its reason, by the service.
func (s *Site) find(c *fiber.Ctx) (asked, error) {
	v, err := s.Service.Get(c.UserContext(), actor(c), c.Params("id"))
	if err != nil {
		return asked{}, err
	}
	kind, _ := s.Service.Kind(v.Kind)
	act, ok := kind.Act(c.Params("act"))
	if !ok || act.Creates() {
		return asked{}, evaluation.Fail(evaluation.CodeNotFound, "error.not_found")
	}
	return asked{kind: kind, act: act, view: &v}, nil
}

// offered is nil if the record offers the act, otherwise why not.
func (s *Site) offered(c *fiber.Ctx, a *asked) error {
	if slices.Contains(a.view.Acts, a.act.Name) {
		return nil
	}
	return s.Service.Bar(c.UserContext(), actor(c), a.view.ID, a.act.Name)
}

func (s *Site) actForm(c *fiber.Ctx) error {
	a, err := s.find(c)
	if err != nil {
		return err
	}
	if err := s.offered(c, &a); err != nil {
		return err
	}
	restored := false
	if a.act.Input != nil {
		a.values, restored, err = s.startingValues(c, &a)
		if err != nil {
			return err
		}
	}
	return s.askFor(c, &a, restored)
}

// startingValues are the draft if there is one, otherwise what the record holds
// under the same names, so that nothing is typed twice.
func (s *Site) startingValues(c *fiber.Ctx, a *asked) (url.Values, bool, error) {
	values, ok, err := s.draft(c, a.view.ID, a.act.Name)
	if err != nil || ok {
		return values, ok, err
	}
	in := a.act.Input()
	if err := fillFrom(a.view.Payload, in); err != nil {
		return nil, false, nil //nolint:nilerr // fields of the same name but another shape: start empty
	}
	values = form.Encode(in)
	for name, value := range c.Queries() { // a link can lead to a form about something
		values.Set(name, value)
	}
	if start := s.kinds[a.kind.Name].Start; start != nil {
		err = start(c, a, values)
	}
	return values, false, err
}

func (s *Site) askFor(c *fiber.Ctx, a *asked, restored bool) error {
	p, err := s.speaker(c)
	if err != nil {
		return err
	}
	base := a.kind.Name + "." + a.act.Name
	content := formPage{
		Help: p.or(base+".help", ""), Submit: p.t(base), Restored: restored, Newer: a.newer, Danger: a.act.Reason && a.act.Input == nil,
	}
	secret := false // a passphrase is asked for: the form is not kept as a draft
	if a.act.Input != nil {
		fields := evaluation.FieldsOf(a.act.Input())
		if content.Fields, err = s.fields(c, p, a, fields); err != nil {
			return err
		}
		for _, f := range fields {
			content.Multipart = content.Multipart || f.Form == evaluation.FormFiles
			secret = secret || f.Form == evaluation.FormPassword
		}
	}
	if a.act.Reason {
		reason, err := s.field(c, p, a, evaluation.Field{Name: "reason", Form: evaluation.FormLong, MaxLength: 1000}, "record.field.reason", "")
		if err != nil {
			return err
		}
		content.Fields = append(content.Fields, reason)
	}
	title, crumbs := p.t(base), []view.Link{}
	if a.view != nil {
		content.Action, content.Back = "/records/"+a.view.ID+"/acts/"+a.act.Name, "/records/"+a.view.ID
		if beside := s.kinds[a.kind.Name].Beside; beside != nil {
			if content.Aside, err = beside(c, p, a); err != nil {
				return err
			}
		}
		content.Version, content.Sub = a.view.Version, p.title(&a.view.Record)+" · "+p.state(&a.view.Record).Label
		if a.act.Input != nil && !secret {
			content.Draft = "/drafts/" + a.view.ID + "/" + a.act.Name
		}
		crumbs = append(s.crumbs(p, a.view), view.Link{Label: p.title(&a.view.Record), Href: content.Back})
	} else {
		content.Action, content.Back = "/new/"+a.kind.Name+"/"+a.act.Name, s.kinds.list(a.kind.Name)
	}
	if len(content.Fields) == 0 && content.Help == "" {
		content.Help = p.t("form.confirm")
	}
	if a.status != 0 {
		c.Status(a.status)
	}
	frame, err := s.frame(c, title, crumbs)
	if err != nil {
		return err
	}
	if len(a.wrong) > 0 {
		frame.Problem = p.t("error.invalid")
		if whole, ok := a.wrong[""]; ok { // about no field, but about the act
			frame.Problem = p.text.Say(p.lang, whole)
		} else if rest := unplaced(a.wrong, content.Fields); len(rest) > 0 {
			frame.Problem = p.text.Say(p.lang, rest[0])
		}
	}
	frame.Content = content
	return s.send(c, "form", frame)
}

// unplaced are mistakes of fields that the form does not show.
func unplaced(wrong map[string]evaluation.Problem, fields []view.Field) []evaluation.Problem {
	var out []evaluation.Problem
	for name, p := range wrong {
		head, _, _ := strings.Cut(name, ".")
		shown := false
		for _, f := range fields {
			shown = shown || f.Name == head && f.Form != evaluation.FormHidden
		}
		if !shown {
			out = append(out, p)
		}
	}
	return out
}

func (s *Site) act(c *fiber.Ctx) error {
	a, err := s.find(c)
	if err != nil {
		return err
	}
	// Before anything is read or kept of what was sent.
	if err := s.Service.Allows(c.UserContext(), actor(c), a.kind.Name, a.view.ID, a.act.Name); err != nil {
		return err
	}
	version, err := strconv.ParseInt(c.FormValue("version"), 10, 64)
	if err != nil {
		return evaluation.Fail(evaluation.CodePrecondition, "error.precondition")
	}
	in, err := s.read(c, &a)
	if err != nil {
		return err
	}
	if len(a.wrong) == 0 {
		r, aerr := s.Service.Act(c.UserContext(), actor(c), a.view.ID, version, a.act.Name, evaluation.Change{
			Input: in, Reason: strings.TrimSpace(c.FormValue("reason")),
		})
		if aerr == nil {
			if err := s.dropDraft(c, a.view.ID, a.act.Name); err != nil {
				return err
			}
			return s.acted(c, r, &a)
		}
		err = aerr
	}
	return s.again(c, &a, err)
}

// read decodes what was posted, attachments included.
func (s *Site) read(c *fiber.Ctx, a *asked) (any, error) {
	values, err := posted(c)
	if err != nil {
		return nil, err
	}
	a.values = values
	if a.act.Input == nil {
		return nil, nil
	}
	refused := evaluation.Mistakes{}
	for _, f := range evaluation.FieldsOf(a.act.Input()) {
		if f.Form != evaluation.FormFiles {
			continue
		}
		err := s.takeFiles(c, values, f.Name)
		e, ok := errors.AsType[*evaluation.Error](err)
		switch {
		case err == nil:
		case ok && (e.Code == evaluation.CodeTooLarge || e.Code == evaluation.CodeMediaType):
			refused[f.Name] = e.Message // the file's trouble, beside its field; what was typed stays
		default:
			return nil, err
		}
	}
	in := a.act.Input()
	wrong := form.Decode(values, in)
	maps.Copy(wrong, refused)
	a.wrong = wrong
	return in, nil
}

// again shows the form with what was typed and what is wrong with it. After a
// lost race it shows the newest state beside it, and the version goes with it.
func (s *Site) again(c *fiber.Ctx, a *asked, err error) error {
	if len(a.wrong) == 0 {
		e, ok := errors.AsType[*evaluation.Error](err)
		switch {
		case ok && e.Code == evaluation.CodeInvalid:
			a.wrong = e.Fields
			if len(e.Fields) == 0 {
				a.wrong = map[string]evaluation.Problem{"": e.Message}
			}
		case ok && e.Code == evaluation.CodeConflict && a.view != nil:
			p, serr := s.speaker(c)
			if serr != nil {
				return serr
			}
			if a.newer, serr = p.lines(a.kind, a.view.Payload); serr != nil {
				return serr
			}
			a.status = fiber.StatusConflict
			return s.askFor(c, a, false)
		case ok && (e.Code == evaluation.CodeState || e.Code == evaluation.CodeForbidden || e.Code == evaluation.CodeRecused || e.Code == evaluation.CodeConflict):
			// The message of the domain says why; it belongs on the form, not on a page of its own.
			a.wrong = map[string]evaluation.Problem{"": e.Message}
			a.status = server.Status(e.Code)
			return s.askFor(c, a, false)
		default:
			return err
		}
	}
	a.status = fiber.StatusUnprocessableEntity
	return s.askFor(c, a, false)
}
