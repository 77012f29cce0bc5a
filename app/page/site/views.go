package site

import (
	"encoding/json"
	"net/url"
	"slices"

	"github.com/gofiber/fiber/v2"

	"kaoji/evaluation"
)

// The views of a list that an account has saved: what the list is asked for, under a
// name. They are in one cell for each account and kind.
const (
	classViews  = "views"
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
	cell, err := s.Cells.Cell(c.UserContext(), classViews, office, id)
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
			Class: classViews, Office: office, ID: id, Ref: Actor(c).Account, Version: views.version, Body: body,
		})
		if evaluation.CodeOf(err) != evaluation.CodeConflict || i == tries {
			return err
		}
	}
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
	name := c.FormValue("name")
	if err := s.changeViews(c, l.kind.Name, func(v *savedViews) error {
		v.Views = slices.DeleteFunc(v.Views, func(old savedView) bool { return old.Name == name })
		return nil
	}); err != nil {
		return err
	}
	return s.Done(c, p.At(l), "views.dropped")
}
