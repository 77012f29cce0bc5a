package site

import (
	"net/url"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/view"
	"kaoji/evaluation"
)

// Whoever opens a record from a list goes on to the next one of the same list, or back
// to the list as it was. The list and the place in it go along in the address of the
// record and of the forms of its acts.

// askList is the parameter of a record's address with the list from which it was opened.
const askList = "list"

// The parameters of a list that say where in it a record is.
const (
	askPlace = "at"  // cursor of what comes after the record
	askNth   = "nth" // its number in the list, from 1
	askOf    = "of"  // number of records in the list
)

const (
	longestPlace = 2000 // bytes
	mostNth      = 1 << 30
	tries        = 20 // records in a row that the policy leaves out
)

// place is a record's place in a list.
type place struct {
	listing
	after   string
	nth, of int64
}

// String is the value of askList.
func (w place) String() string {
	l := w.without(askPlace, askNth, askOf)
	l.asked.Set(askPlace, w.after)
	l.asked.Set(askNth, strconv.FormatInt(w.nth, 10))
	l.asked.Set(askOf, strconv.FormatInt(w.of, 10))
	return l.String()
}

// place returns where the record of the request was opened from; false if not from a
// list. A form that leaves it out has it in the address of its page.
func (s *Site) place(c *fiber.Ctx) (place, bool) {
	from := c.Query(askList)
	if from == "" && c.Method() != fiber.MethodGet {
		if u, err := url.Parse(c.Get(fiber.HeaderReferer)); err == nil {
			from = u.Query().Get(askList)
		}
	}
	l, ok := s.listingFrom(c, from)
	if !ok {
		return place{}, false
	}
	w := place{listing: l.without(askPlace, askNth, askOf), after: l.asked.Get(askPlace), nth: ordinal(l.asked.Get(askNth)), of: ordinal(l.asked.Get(askOf))}
	return w, w.after != ""
}

// listingFrom reads a list as listing.String writes it; false if the reader has no such
// list.
func (s *Site) listingFrom(c *fiber.Ctx, from string) (listing, bool) {
	kind, query, _ := strings.Cut(from, "?")
	asked, err := url.ParseQuery(query)
	if err != nil || len(from) > longestPlace {
		return listing{}, false
	}
	l, err := s.listing(c, kind, asked)
	return l, err == nil
}

func ordinal(s string) int64 {
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil {
		return 0
	}
	return min(max(0, n), mostNth)
}

// Within returns the address of a page about the record of the request, which keeps the
// list from which it was opened.
func (p *Speaker) Within(address string) string {
	if p.list == "" {
		return address
	}
	return WithQuery(address, askList, p.list)
}

// inList is what a page about a record says of the list that it was opened from.
func (s *Site) inList(c *fiber.Ctx) *view.Place {
	w, ok := s.place(c)
	if !ok {
		return nil
	}
	base := s.To(c, "/lists", w.kind.Name)
	return &view.Place{
		Back: strings.TrimSuffix(base+"?"+w.asked.Encode(), "?"), Next: s.nextHref(c, &w), N: w.nth, Of: w.of,
	}
}

func (s *Site) nextHref(c *fiber.Ctx, w *place) string {
	return s.To(c, "/next") + "?" + url.Values{askList: {w.String()}}.Encode()
}

// next opens the record after the one of the address in the same list or, after the last
// one, the list.
func (s *Site) next(c *fiber.Ctx, p *Speaker) error {
	w, ok := s.place(c)
	if !ok {
		return evaluation.Fail(evaluation.CodeNotFound, "error.not_found")
	}
	q, err := s.query(p, w.listing)
	if err != nil {
		return err
	}
	q.Limit, q.Places, q.Cursor = 1, true, w.after
	for range tries {
		found, err := s.Service.Index(c.UserContext(), Actor(c), q)
		if evaluation.CodeOf(err) == evaluation.CodeInvalid { // the list is another one since midnight, or for this reader
			break
		}
		if err != nil {
			return err
		}
		if len(found.Views) > 0 {
			w.after, w.nth = found.Places[0], w.nth+1
			return c.Redirect(WithQuery(p.Href(&found.Views[0].Record), askList, w.String()), fiber.StatusSeeOther)
		}
		if q.Cursor = found.Next; q.Cursor == "" {
			break
		}
	}
	key := "list.place_end"
	if c.Cookies(cookieFlash) != "" { // what was done with the last one is said there
		key = ""
	}
	return s.Done(c, p.At(w.listing), key)
}
