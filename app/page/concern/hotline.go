package concern

import (
	"errors"
	"net/url"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/site"
	"kaoji/app/page/view"
	"kaoji/evaluation"
	"kaoji/evaluation/concern"
)

// hotlinePage is the sheet that is filled in during a call: what the caller chooses first,
// then words, then who calls. It opens empty again after each call.
type hotlinePage struct {
	Category view.Field
	Fields   []view.Field
	Kept     *kept // the call before
}

// kept is a call that was saved, and the concerns that may be about the same matter.
type kept struct {
	No, Topic, Href string
	Alike           *view.Grid // nil: none
}

// called are the fields of the sheet in the order in which a call gives them.
var called = []string{"unit", "person", "topic", "content", "happened", "contact", "received", "time"}

// hotline shows the empty sheet with the time of now.
func (s *pages) hotline(c *fiber.Ctx, p *site.Speaker) error {
	now := s.Now().In(evaluation.Office)
	return s.sheet(c, p, s.calling(url.Values{"received": {s.Today().String()}, "time": {now.Format("15:04")}}), nil)
}

// calling is the act that the sheet does.
func (s *pages) calling(values url.Values) *site.Asked {
	kind, _ := s.Service.Kind(concern.KindMatter)
	act, _ := kind.Act("register")
	return &site.Asked{Kind: kind, Act: act, Values: values}
}

func (s *pages) sheet(c *fiber.Ctx, p *site.Speaker, a *site.Asked, wrong *evaluation.Error) error {
	var content hotlinePage
	known := map[string]evaluation.Field{}
	for _, f := range evaluation.FieldsOf(a.Act.Run.Input()) {
		known[f.Name] = f
	}
	field := func(name string) (view.Field, error) {
		f, err := s.Field(c, p, a, known[name], concern.KindMatter+".field."+name, "")
		f.Rules = nil // the sheet is short; the form of the record shows them
		return f, err
	}
	var err error
	if content.Category, err = field("category"); err != nil {
		return err
	}
	for _, name := range called {
		f, err := field(name)
		if err != nil {
			return err
		}
		content.Fields = append(content.Fields, f)
	}
	if content.Kept, err = s.keptCall(c, p); err != nil {
		return err
	}
	return s.Again(c, wrong, "", "hotline", p.T("hotline.title"), content, s.Crumbs(c, concern.KindMatter)...)
}

// keptCall is the call that the address names, nil if it names none that the reader can open.
func (s *pages) keptCall(c *fiber.Ctx, p *site.Speaker) (*kept, error) {
	id := c.Query("kept")
	if id == "" {
		return nil, nil
	}
	v, err := s.Service.Get(c.UserContext(), site.Actor(c), id)
	if evaluation.CodeOf(err) == evaluation.CodeNotFound || err == nil && v.Kind != concern.KindMatter {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	m, err := evaluation.PayloadOf[concern.Matter](v.Record)
	if err != nil {
		return nil, err
	}
	k := &kept{No: m.No, Topic: m.Topic, Href: p.To("/records", v.ID)}
	if !v.Offers("merge") {
		return k, nil
	}
	grid, err := s.alike(c, p, &v)
	if err == nil && len(grid.Rows) > 0 {
		k.Alike = grid
	}
	return k, err
}

// hotlineSave registers the call and opens the next sheet.
func (s *pages) hotlineSave(c *fiber.Ctx, p *site.Speaker) error {
	a := s.calling(nil)
	if err := s.Service.AllowsCreate(c.UserContext(), site.Actor(c), a.Kind.Name, a.Act.Name); err != nil {
		return err
	}
	in, err := s.Read(c, a)
	if err != nil {
		return err
	}
	if len(a.Wrong) > 0 {
		return s.sheet(c, p, a, evaluation.Fail(evaluation.CodeInvalid, "error.invalid"))
	}
	r, err := s.Service.Create(c.UserContext(), site.Actor(c), a.Kind.Name, a.Act.Name, evaluation.Creation{Input: in})
	if e, ok := errors.AsType[*evaluation.Error](err); ok && e.Code == evaluation.CodeInvalid {
		a.Wrong = e.Fields
		return s.sheet(c, p, a, e)
	}
	if err != nil {
		return err
	}
	return s.Done(c, site.WithQuery(p.To("/concern/hotline"), "kept", r.ID), "hotline.done")
}
