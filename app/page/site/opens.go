package site

import (
	"strings"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/view"
	"kaoji/evaluation"
)

// lets reports whether the policy lets somebody into a route, whatever record it
// is about.
func (s *Site) lets(r *Route, a evaluation.Actor) bool {
	if r.Area != "" && !s.Policy.Can(a.Roles, r.Area, r.Act) {
		return false
	}
	for _, kind := range r.Reaches {
		if len(s.Policy.Reach(a.Roles, kind)) == 0 {
			return false
		}
	}
	return true
}

// opens reports whether the reader may open an address of the site: the policy
// lets them into its route, and they may see the record that it is about. Nothing
// confidential is read for it.
func (s *Site) opens(c *fiber.Ctx, href string) (bool, error) {
	path := s.asked(c, href)
	for _, r := range s.Routes() {
		id, ok := matches(r.Path, path)
		if r.Method != fiber.MethodGet || !ok {
			continue
		}
		if !s.lets(&r, Actor(c)) {
			return false, nil
		}
		if id == "" {
			return true, nil
		}
		found, err := s.Service.Index(c.UserContext(), Actor(c), evaluation.Query{IDs: []string{id}, Limit: 1})
		return len(found.Views) > 0, err
	}
	return true, nil // no page of the site
}

// matches holds a path against the pattern of a route and returns the id of the
// record in it.
func matches(pattern, path string) (id string, ok bool) {
	want, have := strings.Split(pattern, "/"), strings.Split(path, "/")
	if len(want) != len(have) {
		return "", false
	}
	for i, part := range want {
		switch {
		case part == ":id":
			id = have[i]
		case !strings.HasPrefix(part, ":") && part != have[i]:
			return "", false
		}
	}
	return id, true
}

// opening are the links that the reader may open.
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
