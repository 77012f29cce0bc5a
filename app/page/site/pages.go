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
	"kaoji/evaluation/desk"
)

// Pages is what one measure adds to the shared pages: list, record, form of an act,
// print form.
type Pages struct {
	Measure   string                                                             // such as bonus
	Home      view.Link                                                          // page of the measure; Label is the key of a text
	Menu      *MenuEntry                                                         // nil: not in the menu
	Routes    []Route                                                            //
	Templates fs.FS                                                              // of its pages and print forms; nil for none
	Kinds     map[string]Kind                                                    // by the name of the kind
	Asked     func(c *fiber.Ctx, p *Speaker, v *evaluation.View) []view.Button   // acts on the record of any measure, such as to ask for its correction; nil for none
	Ballots   func(c *fiber.Ctx, p *Speaker) ([]Ballots, error)                  // ballots that the reader may cast now; no record lists them as waiting
	Year      func(c *fiber.Ctx, p *Speaker, person string) ([]view.Stat, error) // figures of this year at the top of a person's file

	// Accounts says of accounts, by id, what those who run them should know, such as that the
	// holder's task is over; nil for none.
	Accounts func(c *fiber.Ctx, p *Speaker) (map[string]string, error)

	// Years returns figures of a person's years, which are no facts of records, for the
	// charts of the file; nil for none.
	Years func(c *fiber.Ctx, p *Speaker, person string, from, to int) ([]desk.Fact, error)
}

// MenuEntry leads to the home of a measure, under its name: a measure has one in all
// places. Those see it who may open the home.
type MenuEntry struct {
	Icon    string
	Group   string   // such as MenuVoices; measures with a number have their own group
	Reaches []string // and, of these kinds too, can read some records of each

	// Shows reports whether the reader has a part in it; nil: who may open it has.
	Shows func(c *fiber.Ctx) (bool, error)
}

// Kind is what the pages of one kind of record add. Omitted fields mean the shared
// behaviour.
type Kind struct {
	Page     string      // address of a record's own page, before its id
	List     string      // address of the page that lists its records
	Home     []view.Link // breadcrumbs between the measure's start page and a record; labels are keys of texts
	Titled   bool        // the title of a record is its Sort, such as the title of a plan
	Reported bool        // people from outside the office report such records

	// Waiting are the columns with which its list opens while something waits for the reader,
	// who then sees that first; nil: the list opens with all.
	Waiting []string

	// Column is a column of lists beside those of the index; nil for none.
	Column *Column

	// Panels adds cards to the page of a record; fields that it shows itself it
	// removes from page.Payload.
	Panels func(c *fiber.Ctx, p *Speaker, v *evaluation.View, page *RecordPage) error
	// Further links from a record to acts on other records.
	Further func(c *fiber.Ctx, p *Speaker, v *evaluation.View) ([]view.Button, error)
	// FormOf returns the address of the form of an act with its own page, "" for
	// others.
	FormOf func(p *Speaker, v *evaluation.View, act string) string
	// Together returns the address of the page on which all records that wait in the
	// state of a record can be dealt with, "" if there is none.
	Together func(p *Speaker, v *evaluation.View) string
	// Own are creating acts without a button, because their form is on another
	// page.
	Own []string
	// Beside returns sections shown next to the form of an act.
	Beside func(c *fiber.Ctx, p *Speaker, a *Asked) ([]Section, error)
	// Start prefills fields of the form of an act that the record, if there is one, does
	// not.
	Start func(c *fiber.Ctx, a *Asked, values url.Values) error
	// Choices returns the options of a field; false means that it is an ordinary
	// field.
	Choices func(c *fiber.Ctx, p *Speaker, a *Asked, f *evaluation.Field) ([]view.Choice, bool, error)
	// Suggested returns the words that are offered while one types in a text field; the act
	// says which words it accepts.
	Suggested func(p *Speaker, field string) []string
	// Printed returns the data of a print form; by default the payload as a
	// Document.
	Printed func(c *fiber.Ctx, p Printed, v *evaluation.View) (any, error)
	// Paper makes the official form of a record; its print form needs no template, and is
	// a Word and a PDF document and a sheet of a workbook, too. nil: it has none.
	Paper MakePaper
	// Packs lets the forms that belong to chosen records be taken; nil for none.
	Packs *Packing
	// Printable reports whether a form has content to print.
	Printable func(v *evaluation.View, form string) bool
	// Posted: its print forms, such as posters, leave the office and have no
	// confidentiality mark.
	Posted bool
	// Filed: its print forms are official forms that are sealed and go into a file, and have
	// no confidentiality mark either. So are all that Paper makes. Who printed them is in the
	// trail.
	Filed bool
}

// Column is a column by which a list is neither ordered nor filtered, and that everybody may
// read who sees the record. Field is the payload field whose label it has.
type Column struct {
	Field string
	Of    func(p *Speaker, v *evaluation.View) string
}

// marked reports whether the print forms of a kind have a confidentiality mark.
func (k Kind) marked() bool { return !k.Posted && !k.Filed && k.Paper == nil }

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
		for name, k := range m.Kinds {
			if kind, ok := s.Service.Kind(name); ok && k.Titled && !slices.Contains(kind.Found, evaluation.FoundSort) {
				return fmt.Errorf("pages of %s: search does not find %s by its title", m.Measure, name)
			}
		}
		if home, _ := s.route(m.Home.Href); m.Menu != nil && home == nil {
			return fmt.Errorf("pages of %s: the menu leads to %s, which is no page", m.Measure, m.Home.Href)
		}
	}
	return nil
}

// pagesOf returns the pages of the measure of a kind.
func (s *Site) pagesOf(kind string) *Pages {
	measure, _, _ := strings.Cut(kind, ".")
	i := slices.IndexFunc(s.pages, func(m Pages) bool { return m.Measure == measure })
	if i < 0 {
		return &Pages{}
	}
	return &s.pages[i]
}
