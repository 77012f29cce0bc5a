package site

import (
	"fmt"
	"io/fs"
	"maps"
	"net/url"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/view"
	"kaoji/evaluation"
)

// Pages are what one measure adds to the pages that all records share: the list,
// the record, the form of an act, the print form.
type Pages struct {
	Measure   string                                                             // such as bonus
	Home      view.Link                                                          // page of the measure; Label is the key of a text
	Menu      *MenuEntry                                                         // nil: not in the menu
	Counted   bool                                                               // stands in the overview of the measures though it is none of the eight
	Routes    []Route                                                            //
	Templates fs.FS                                                              // of its pages and print forms; nil for none
	Kinds     map[string]Kind                                                    // by the name of the kind
	Ballots   func(c *fiber.Ctx, p *Speaker) ([]FormLink, error)                 // forms that the reader may fill in now and that no record asks for
	Year      func(c *fiber.Ctx, p *Speaker, person string) ([]view.Stat, error) // figures of this year at the head of a person's file
}

// MenuEntry leads to the home of a measure. Those see it who may open the home.
type MenuEntry struct {
	Label   string // key of a text
	Icon    string
	Reaches []string // and, of these kinds too, can read some records of each
}

// Kind is what the pages of one kind of record have of their own. Whatever is
// left out is as of every record.
type Kind struct {
	Page     string      // address of a record's own page, before its id
	List     string      // address of the page on which its records are found
	Home     []view.Link // where a record's page hangs, below the measure's home; labels are keys of texts
	Titled   bool        // a record is called by its Sort, such as the title of a plan
	Reported bool        // people from outside the office report such records
	Apart    bool        // too many records below it to be linked one by one

	// Panels completes the page of a record; what it says itself it takes out of
	// page.Payload.
	Panels func(c *fiber.Ctx, p *Speaker, v *evaluation.View, page *RecordPage) error
	// Further leads from a record to acts on others.
	Further func(c *fiber.Ctx, p *Speaker, v *evaluation.View) ([]view.Button, error)
	// FormOf is the address of the form of an act that has a page of its own, ""
	// for the others.
	FormOf func(p *Speaker, v *evaluation.View, act string) string
	// Own are creating acts that are not offered by themselves: their form stands on a page of its own.
	Own []string
	// Beside is what stands beside the form of an act.
	Beside func(c *fiber.Ctx, p *Speaker, a *Asked) ([]Section, error)
	// Start fills fields of the form of an act that the record does not fill.
	Start func(c *fiber.Ctx, a *Asked, values url.Values) error
	// Choices offers what a field may be; false: the field is asked as any other.
	Choices func(c *fiber.Ctx, p *Speaker, a *Asked, f *evaluation.Field) ([]view.Choice, bool, error)
	// Printed is what a print form gets; left out, it is the payload as a Document.
	Printed func(c *fiber.Ctx, p Printed, v *evaluation.View) (any, error)
	// Printable reports whether there is something to print of a form.
	Printable func(v *evaluation.View, form string) bool
	// Posted: its print forms leave the office, such as a poster, and carry no mark
	// of a confidential paper.
	Posted bool
}

// kinds are the pages of all kinds.
type kinds map[string]Kind

// collect collects what the measures add, once.
func (s *Site) collect(measures []func(*Site) Pages) error {
	s.kinds, s.routes = kinds{}, s.ownRoutes()
	for _, of := range measures {
		m := of(s)
		s.pages = append(s.pages, m)
		s.routes = append(s.routes, m.Routes...)
		maps.Copy(s.kinds, m.Kinds)
		if home, _ := s.route(m.Home.Href); m.Menu != nil && home == nil {
			return fmt.Errorf("pages of %s: the menu leads to %s, which is no page", m.Measure, m.Home.Href)
		}
	}
	return nil
}

// pagesOf are the pages of the measure of a kind.
func (s *Site) pagesOf(kind string) *Pages {
	measure, _, _ := strings.Cut(kind, ".")
	i := slices.IndexFunc(s.pages, func(m Pages) bool { return m.Measure == measure })
	if i < 0 {
		return &Pages{}
	}
	return &s.pages[i]
}
