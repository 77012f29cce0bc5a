package site

import (
	"cmp"
	"errors"
	"maps"
	"net/url"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/form"
	"kaoji/app/page/view"
	"kaoji/app/server"
	"kaoji/evaluation"
)

// Asked is an act whose form is being filled in.
type Asked struct {
	Kind   *evaluation.Kind
	Act    *evaluation.Act
	View   *evaluation.View // nil for a creating act
	Values url.Values
	Wrong  map[string]evaluation.Problem
	newer  []view.Line // what somebody else has changed the record to
	Status int
	Memo   any                        // data that Kind.Choices reads once for all fields
	days   map[string]evaluation.Days // bounds of dates, by field

	suits     map[string]evaluation.Suits // who can be chosen, by field
	newerSays string                      // key of what is said above newer
}

// find loads the record and the act of a request. If the reader cannot do the act
// now, the service refuses it with the reason.
func (s *Site) find(c *fiber.Ctx) (Asked, error) {
	v, err := s.Service.Get(c.UserContext(), Actor(c), c.Params("id"))
	if err != nil {
		return Asked{}, err
	}
	kind, _ := s.Service.Kind(v.Kind)
	act, ok := kind.Act(c.Params("act"))
	if !ok || act.Creates() {
		return Asked{}, evaluation.Fail(evaluation.CodeNotFound, "error.not_found")
	}
	return Asked{Kind: kind, Act: act, View: &v}, nil
}

// offered returns nil if the record offers the act, otherwise the reason.
func (s *Site) offered(c *fiber.Ctx, a *Asked) error {
	if slices.Contains(a.View.Acts, a.Act.Name) {
		return nil
	}
	return s.Service.Bar(c.UserContext(), Actor(c), a.View.ID, a.Act.Name)
}

func (s *Site) actForm(c *fiber.Ctx) error {
	a, err := s.find(c)
	if err != nil {
		return err
	}
	if err := s.offered(c, &a); err != nil {
		return err
	}
	if a.Act.Run.Input != nil || a.Act.Reason {
		if a.Values, err = s.startingValues(c, &a); err != nil {
			return err
		}
	}
	return s.askFor(c, &a)
}

// startingValues returns the record's values of the same names, so that nothing is typed
// twice.
func (s *Site) startingValues(c *fiber.Ctx, a *Asked) (url.Values, error) {
	if a.Act.Run.Input == nil { // only the reason is asked for
		values := url.Values{}
		return values, s.start(c, a, values)
	}
	in := a.Act.Run.Input()
	if err := fillFrom(a.View.Payload, a.Act.Begins, in); err != nil {
		return nil, nil //nolint:nilerr // fields with the same name but another type: start empty
	}
	values := form.Encode(in)
	for name, value := range c.Queries() { // a link can prefill fields
		values.Set(name, value)
	}
	return values, s.start(c, a, values)
}

// start prefills what the kind's pages know, and then dates and times.
func (s *Site) start(c *fiber.Ctx, a *Asked, values url.Values) error {
	if start := s.kinds[a.Kind.Name].Start; start != nil {
		if err := start(c, a, values); err != nil {
			return err
		}
	}
	return s.proposeDates(c, a, values)
}

// StartWith sets the proposed values of fields that are still empty.
func StartWith(values, proposed url.Values) {
	for name, list := range proposed {
		if values.Get(name) == "" && len(list) > 0 && list[0] != "" {
			values[name] = list
		}
	}
}

// unsent prepares the draft of the form, and goes on with the one that the address
// names. If the record has changed since that was saved, the form shows what it is now.
func (s *Site) unsent(c *fiber.Ctx, p *Speaker, a *Asked) (*view.Draft, error) {
	out, restored, err := s.Unsent(c, p, a.Kind, a.Act, a.ID(), "")
	if err != nil || restored == nil {
		return out, err
	}
	for _, name := range a.Kind.NotInDraft(a.Act) { // attachments of the record stay
		if begun, ok := a.Values[name]; ok {
			restored.Values[name] = begun
		}
	}
	a.Values = restored.Values
	if a.View != nil && restored.Seen != 0 && restored.Seen != a.View.Version {
		a.newerSays = "draft.newer"
		a.newer, err = p.lines(a.Kind, a.View.Payload)
	}
	return out, err
}

// ID is the id of the record, "" for a new one.
func (a *Asked) ID() string {
	if a.View == nil {
		return ""
	}
	return a.View.ID
}

func (s *Site) askFor(c *fiber.Ctx, a *Asked) error {
	p, err := s.Speaker(c)
	if err != nil {
		return err
	}
	kept, err := s.unsent(c, p, a)
	if err != nil {
		return err
	}
	content, title, err := s.formOf(c, p, a)
	if err != nil {
		return err
	}
	content.Draft = kept
	crumbs := s.Crumbs(c, a.Kind.Name)
	if a.View != nil {
		crumbs = append(crumbs, view.Link{Label: p.Title(&a.View.Record), Href: content.Back})
	}
	if a.Status != 0 {
		c.Status(a.Status)
	}
	return s.ShowPage(c, "form", view.Page{Title: title, Crumbs: crumbs, Problem: a.problem(p, content.Fields), Content: content})
}

// problem says what is wrong with the whole input, or with a field that the form
// does not show; "" if nothing is wrong.
func (a *Asked) problem(p *Speaker, fields []view.Field) string {
	if len(a.Wrong) == 0 {
		return ""
	}
	if whole, ok := a.Wrong[""]; ok { // about no field, but about the act
		return p.Text.Say(p.Lang, whole)
	}
	if rest := unplaced(a.Wrong, fields); len(rest) > 0 {
		return p.Text.Say(p.Lang, rest[0])
	}
	return p.T("error.invalid")
}

// formOf returns the form of an act and its title.
func (s *Site) formOf(c *fiber.Ctx, p *Speaker, a *Asked) (content FormPage, title string, err error) {
	base := a.Kind.Name + "." + a.Act.Name
	title = p.T(base)
	content = FormPage{
		Help: p.Or(base+".help", ""), Submit: title, Newer: a.newer, NewerSays: p.T(cmp.Or(a.newerSays, "form.newer")), Danger: a.Kind.IsGrave(a.Act.Name),
	}
	if a.Act.Run.Input != nil {
		fields := evaluation.FieldsOf(a.Act.Run.Input())
		if err := s.bound(c, a); err != nil {
			return content, title, err
		}
		if content.Fields, err = s.Fields(c, p, a, fields); err != nil {
			return content, title, err
		}
		for _, f := range fields {
			content.Multipart = content.Multipart || f.Form == evaluation.FormFiles || f.Form == evaluation.FormPhoto
		}
	}
	if a.Act.Reason {
		reason, err := s.reasonField(c, p, a)
		if err != nil {
			return content, title, err
		}
		content.Fields = append(content.Fields, reason)
	}
	if a.View != nil {
		content.Action, content.Back = p.Within(p.To("/records", a.View.ID, "acts", a.Act.Name)), p.Within(p.To("/records", a.View.ID))
		if content.Aside, err = s.beside(c, p, a); err != nil {
			return content, title, err
		}
		if content.Foresight, err = s.foresee(c, p, a); err != nil {
			return content, title, err
		}
		content.Version, content.Sub = a.View.Version, p.Title(&a.View.Record)+" · "+p.State(&a.View.Record).Label
	} else {
		content.Action, content.Back = p.To("/new", a.Kind.Name, a.Act.Name), p.List(a.Kind.Name)
	}
	if len(content.Fields) == 0 && content.Help == "" {
		content.Help = p.T("form.confirm")
	}
	return content, title, nil
}

// reasonField asks for the reason of an act.
func (s *Site) reasonField(c *fiber.Ctx, p *Speaker, a *Asked) (view.Field, error) {
	return s.Field(c, p, a, evaluation.Field{Name: "reason", Form: evaluation.FormLong, MaxLength: 1000}, "record.field.reason", "")
}

// unplaced lists mistakes of fields that the form does not show.
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
	// Before any input is read or stored.
	if err := s.Service.Allows(c.UserContext(), Actor(c), a.Kind.Name, a.View.ID, a.Act.Name); err != nil {
		return err
	}
	version, err := Version(c)
	if err != nil {
		return err
	}
	in, err := s.Read(c, &a)
	if err != nil {
		return err
	}
	if len(a.Wrong) == 0 {
		done, here, failed := s.actAside(c, &a, version, evaluation.Change{Input: in, Reason: strings.TrimSpace(c.FormValue("reason"))})
		if failed != nil || !here {
			return failed
		}
		if done.err == nil {
			if err := s.Sent(c); err != nil {
				return err
			}
			return s.acted(c, done.record, &a)
		}
		err = done.err
	}
	return s.again(c, &a, err)
}

// Read decodes the posted input, including attachments.
func (s *Site) Read(c *fiber.Ctx, a *Asked) (any, error) {
	values, err := Posted(c)
	if err != nil {
		return nil, err
	}
	a.Values = values
	if a.Act.Run.Input == nil {
		return nil, nil
	}
	refused, err := s.meant(c, values)
	if err != nil {
		return nil, err
	}
	for _, f := range evaluation.FieldsOf(a.Act.Run.Input()) {
		if f.Form != evaluation.FormFiles && f.Form != evaluation.FormPhoto {
			continue
		}
		err := s.takeFiles(c, values, f.Name)
		e, ok := errors.AsType[*evaluation.Error](err)
		switch {
		case err == nil:
		case ok && (e.Code == evaluation.CodeTooLarge || e.Code == evaluation.CodeMediaType):
			refused[f.Name] = e.Message // the error of a file is shown at its field; the typed text stays
		default:
			return nil, err
		}
	}
	in := a.Act.Run.Input()
	wrong := form.Decode(values, in)
	maps.Copy(wrong, refused)
	a.Wrong = wrong
	return in, nil
}

// again shows the form with the typed values and mistakes. After a conflict it also
// shows the newest state and uses its version.
func (s *Site) again(c *fiber.Ctx, a *Asked, err error) error {
	if len(a.Wrong) == 0 {
		e, ok := errors.AsType[*evaluation.Error](err)
		switch {
		case ok && e.Code == evaluation.CodeInvalid:
			a.Wrong = e.Fields
			if len(e.Fields) == 0 {
				a.Wrong = map[string]evaluation.Problem{"": e.Message}
			}
		case ok && e.Code == evaluation.CodeConflict && a.View != nil:
			p, serr := s.Speaker(c)
			if serr != nil {
				return serr
			}
			if a.newer, serr = p.lines(a.Kind, a.View.Payload); serr != nil {
				return serr
			}
			a.Status = fiber.StatusConflict
			return s.askFor(c, a)
		case ok && (e.Code == evaluation.CodeState || e.Code == evaluation.CodeForbidden || e.Code == evaluation.CodeRecused || e.Code == evaluation.CodeConflict):
			// The message is shown on the form, not on a separate page.
			a.Wrong = map[string]evaluation.Problem{"": e.Message}
			a.Status = server.Status(e.Code)
			return s.askFor(c, a)
		default:
			return err
		}
	}
	a.Status = fiber.StatusUnprocessableEntity
	return s.askFor(c, a)
}
