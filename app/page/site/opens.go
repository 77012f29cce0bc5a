package site

import (
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/view"
	"kaoji/evaluation"
)

// Can reports whether the reader may do an act in an area of the policy.
func (s *Site) Can(c *fiber.Ctx, area, act string) bool {
	return s.Policy.Can(Actor(c).Roles, area, act)
}

// May reports whether the policy lets the reader do an act on records of a kind:
// see evaluation.Service.May.
func (s *Site) May(c *fiber.Ctx, kind, act string, as ...evaluation.Relation) bool {
	return s.Service.May(Actor(c), kind, act, as...)
}

// Reads reports whether the reader can read records of a kind: see
// evaluation.Service.Reads.
func (s *Site) Reads(c *fiber.Ctx, kind string, as ...evaluation.Relation) bool {
	return s.Service.Reads(Actor(c), kind, as...)
}

// ReadsOthers reports whether the reader can read more records of a kind than the
// own ones.
func (s *Site) ReadsOthers(c *fiber.Ctx, kind string) bool {
	return s.Service.ReadsOthers(Actor(c), kind)
}

// lets reports whether somebody may open a route, whatever record it is about.
func (s *Site) lets(r *Route, a evaluation.Actor) bool {
	return (r.Area == "" || s.Policy.Can(a.Roles, r.Area, r.Act)) &&
		(r.Kind == "" || s.Service.May(a, r.Kind, r.Act)) &&
		(r.For == nil || r.For.Include(a)) &&
		s.reaches(a, r.Reaches)
}

// reaches reports whether somebody can read some records of each of the kinds.
func (s *Site) reaches(a evaluation.Actor, kinds []string) bool {
	return !slices.ContainsFunc(kinds, func(kind string) bool { return !s.Service.Reads(a, kind) })
}

// route is the page at an address, with the id of the record in it.
func (s *Site) route(path string) (r *Route, id string) {
	for i := range s.routes {
		if s.routes[i].Method == fiber.MethodGet {
			if id, ok := matches(s.routes[i].Path, path); ok {
				return &s.routes[i], id
			}
		}
	}
	return nil, ""
}

// opens reports whether the reader may open an address of the site: the policy
// allows its route, and the reader may see its record. No confidential content is
// read for this.
func (s *Site) opens(c *fiber.Ctx, href string) (bool, error) {
	r, id := s.route(s.asked(c, href))
	switch {
	case r == nil: // no page of the site
		return true, nil
	case !s.lets(r, Actor(c)):
		return false, nil
	case id == "":
		return true, nil
	}
	found, err := s.Service.Index(c.UserContext(), Actor(c), evaluation.Query{IDs: []string{id}, Limit: 1})
	return len(found.Views) > 0, err
}

// matches compares a path with the pattern of a route and returns the record id in
// it.
func matches(pattern, path string) (id string, ok bool) {
	for more := true; more; {
		var want, have string
		var longer bool
		want, pattern, more = strings.Cut(pattern, "/")
		have, path, longer = strings.Cut(path, "/")
		switch {
		case more != longer:
			return "", false
		case want == ":id":
			id = have
		case !strings.HasPrefix(want, ":") && want != have:
			return "", false
		}
	}
	return id, true
}

// opening returns the links that the reader may open.
func (s *Site) opening(c *fiber.Ctx, links []view.Link) ([]view.Link, error) {
	var list []view.Link
	for _, l := range links {
		ok, err := s.opens(c, l.Href)
		if err != nil {
			return nil, err
		}
		if ok {
			list = append(list, l)
		}
	}
	return list, nil
}
