package site

import (
	"encoding/json"
	"net/url"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"

	"kaoji/evaluation"
)

// The views of a list that an account has saved: what the list is asked for, under a
// name. They are in one cell for each account and kind.
const (
	mostViews   = 20
	longestName = 40 // characters
	viewNone    = "none"
)

type savedViews struct {
	Views []savedView `json:"views"`

	version int64
}

type savedView struct {
	Name    string `json:"name"`
	Query   string `json:"query"`             // parameters of the list
	Default bool   `json:"default,omitempty"` // the list opens with it

	Href   string `json:"-"`
	Active bool   `json:"-"`
}

// standard is what the list is asked for when it is opened; false without a default.
func (v *savedViews) standard() (string, bool) {
	i := slices.IndexFunc(v.Views, func(one savedView) bool { return one.Default })
	if i < 0 || v.Views[i].Query == "" {
		return "", false
	}
	return v.Views[i].Query, true
}

func (s *Site) savedViews(c *fiber.Ctx, kind string) (savedViews, error) {
	var out savedViews
	office, id := Key(c, kind)
	cell, err := s.Cells.Cell(c.UserContext(), evaluation.ClassViews, office, id)
	if evaluation.CodeOf(err) == evaluation.CodeNotFound {
		return out, nil
	}
	if err == nil {
		err = json.Unmarshal(cell.Body, &out)
	}
	out.version = cell.Version
	return out, err
}

// changeViews stores what change makes of the views of a kind, again if another window
// of the same account was faster.
func (s *Site) changeViews(c *fiber.Ctx, kind string, change func(*savedViews) error) error {
	const tries = 5
	office, id := Key(c, kind)
	for i := 0; ; i++ {
		views, err := s.savedViews(c, kind)
		if err != nil {
			return err
		}
		if err := change(&views); err != nil {
			return err
		}
		body, err := json.Marshal(views)
		if err != nil {
			return err
		}
		_, err = s.Cells.PutCell(c.UserContext(), evaluation.Cell{
			Class: evaluation.ClassViews, Office: office, ID: id, Ref: Actor(c).Account, Version: views.version, Body: body,
		})
		if evaluation.CodeOf(err) != evaluation.CodeConflict || i == tries {
			return err
		}
	}
}

// SavedViews are the views of a page that is no list of records, such as the roster, at
// an address that is asked for some parameters. A page that is opened without any goes
// to the default view; it is the address then.
func (s *Site) SavedViews(c *fiber.Ctx, p *Speaker, page string, asked url.Values) (part ViewsPart, standard string, err error) {
	saved, err := s.savedViews(c, page)
	if query, ok := saved.standard(); ok && c.Method() == fiber.MethodGet && len(c.Request().URI().QueryString()) == 0 {
		standard = p.To(page) + "?" + query
	}
	return viewsPart(p.To(page), asked, saved), standard, err
}

// SaveView saves what the page is asked for, under the name that the form gives.
func (s *Site) SaveView(c *fiber.Ctx, p *Speaker, page string, asked url.Values) error {
	name, err := boundedName(trimmed(c, "name"))
	if err == nil {
		err = s.changeViews(c, page, func(v *savedViews) error {
			return v.keep(savedView{Name: name, Query: asked.Encode(), Default: c.FormValue("default") != ""})
		})
	}
	if err != nil {
		return err
	}
	return s.Done(c, strings.TrimSuffix(p.To(page)+"?"+asked.Encode(), "?"), "views.saved")
}

// DropView deletes the view of a page that the form names.
func (s *Site) DropView(c *fiber.Ctx, p *Speaker, page string) error {
	if err := s.forgetView(c, page); err != nil {
		return err
	}
	return s.Done(c, p.To(page)+"?"+url.Values{askView: {viewNone}}.Encode(), "views.dropped")
}

// forgetView deletes the view of a list or page that the form names.
func (s *Site) forgetView(c *fiber.Ctx, of string) error {
	name := c.FormValue("name")
	return s.changeViews(c, of, func(v *savedViews) error {
		v.Views = slices.DeleteFunc(v.Views, func(old savedView) bool { return old.Name == name })
		return nil
	})
}

// saveView saves the list as the form names it; a view of the same name is replaced.
func (s *Site) saveView(c *fiber.Ctx, p *Speaker) error {
	asked, err := url.ParseQuery(c.FormValue("query"))
	if err != nil || len(c.FormValue("query")) > longestPlace {
		return evaluation.Fail(evaluation.CodeInvalid, "error.invalid")
	}
	l, err := s.listing(c, c.Params("kind"), asked)
	if err != nil {
		return err
	}
	l = l.without(askCursor, askFirst, askView)
	name, err := boundedName(trimmed(c, "name"))
	if err == nil { // what the list would refuse is not kept
		var q evaluation.Query
		if q, err = s.query(p, l); err == nil {
			q.Limit = 1
			_, err = s.Service.Index(c.UserContext(), Actor(c), q)
		}
	}
	if err == nil {
		err = s.changeViews(c, l.kind.Name, func(v *savedViews) error {
			return v.keep(savedView{Name: name, Query: l.asked.Encode(), Default: c.FormValue("default") != ""})
		})
	}
	if e, ok := AsMistake(err); ok {
		return s.showList(c, p, l, e)
	}
	if err != nil {
		return err
	}
	return s.Done(c, p.At(l), "views.saved")
}

func (v *savedViews) keep(view savedView) error {
	if len(view.Query) > longestPlace {
		return evaluation.Fail(evaluation.CodeInvalid, "error.invalid")
	}
	v.Views = slices.DeleteFunc(v.Views, func(old savedView) bool { return old.Name == view.Name })
	if len(v.Views) >= mostViews {
		return evaluation.Fail(evaluation.CodeInvalid, "views.most", "max", mostViews)
	}
	for i := range v.Views {
		v.Views[i].Default = v.Views[i].Default && !view.Default
	}
	v.Views = append(v.Views, view)
	return nil
}

// dropView deletes the view that the form names.
func (s *Site) dropView(c *fiber.Ctx, p *Speaker) error {
	l, err := s.listing(c, c.Params("kind"), url.Values{askView: {viewNone}})
	if err != nil {
		return err
	}
	if err := s.forgetView(c, l.kind.Name); err != nil {
		return err
	}
	return s.Done(c, p.At(l), "views.dropped")
}
