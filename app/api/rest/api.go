package rest

import (
	"context"
	"strings"
	"sync"

	"github.com/danielgtaylor/huma/v2"
	"github.com/gofiber/fiber/v2"

	"kaoji/app/measures"
	"kaoji/evaluation"
	"kaoji/evaluation/roster"
)

// Deps are the dependencies of the API.
type Deps struct {
	measures.Core
	Sheets  Sheets
	Asset   func(name string) (url string, err error) // of the page that shows the description
	Version string                                    // of the program
}

// Sheets writes workbooks.
type Sheets interface {
	// Roster writes the roster on a day as a workbook that can be imported again.
	Roster(ctx context.Context, book *roster.Book, day evaluation.Date, lang string) ([]byte, error)
	// Template returns the empty workbook.
	Template(lang string) ([]byte, error)
}

// API is every route with its description.
type API struct {
	Deps
	routes    []Route
	described func() (described, error)
	page      []byte // the page that shows it
}

// New collects the routes, including further operations of measures, and describes
// them.
func New(d Deps, measures ...func(*API) []Route) (*API, error) {
	a := &API{Deps: d}
	a.routes = a.fixed()
	for _, routes := range measures {
		a.routes = append(a.routes, routes(a)...)
	}
	a.routes = append(a.routes, a.records()...)
	a.described = sync.OnceValues(a.describe)
	return a, a.showPage()
}

// Routes returns every route, for the matrix of permissions.
func (a *API) Routes() []Route { return a.routes }

// Description returns the OpenAPI document.
func (a *API) Description() (*huma.OpenAPI, error) {
	d, err := a.described()
	return d.doc, err
}

// Mount adds the routes to the app.
func (a *API) Mount(app fiber.Router) {
	app.Get(Prefix+"/openapi.json", a.sendDescription)
	app.Get("/api/docs", a.sendPage)
	app.Get("/api/docs/show.js", sendScript)
	for i := range a.routes {
		r := &a.routes[i]
		app.Add(r.Method, r.pattern(), a.serve(r))
		if r.Method == fiber.MethodGet {
			app.Head(r.pattern(), a.serve(r))
		}
	}
	// If nothing matches, Fiber answers 404, or 405 if the address accepts other
	// methods.
	app.Use("/api/", func(c *fiber.Ctx) error {
		err := c.Next()
		if methods := a.methods(strings.TrimPrefix(c.Path(), Prefix)); len(methods) > 0 {
			c.Set(fiber.HeaderAllow, strings.Join(methods, ", "))
		}
		return err
	})
}

// methods returns the methods of an address. Fiber would match /accounts/bulk as an
// account with an id; here the most specific routes count.
func (a *API) methods(address string) []string {
	var methods []string
	most := -1
	for i := range a.routes {
		r := &a.routes[i]
		same := matches(r.Path, address)
		if same < 0 || same < most {
			continue
		}
		if same > most {
			most, methods = same, nil
		}
		methods = append(methods, r.Method)
		if r.Method == fiber.MethodGet {
			methods = append(methods, fiber.MethodHead)
		}
	}
	return methods
}

// matches counts the fixed parts of an address that agree with a path, -1 if the
// address does not match.
func matches(path, address string) int {
	parts, given := strings.Split(path, "/"), strings.Split(address, "/")
	if len(parts) != len(given) {
		return -1
	}
	same := 0
	for i := range parts {
		switch {
		case parts[i] == given[i]:
			same++
		case !strings.HasPrefix(parts[i], "{") || given[i] == "":
			return -1
		}
	}
	return same
}
