package site

import (
	"cmp"
	"net/url"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/view"
	"kaoji/evaluation"
)

// askPerson is the parameter of the person that a list is filtered by.
const askPerson = "person"

// byPerson reports whether the reader filters the lists of a kind by person: someone of the
// office who reads more than the own records.
func (s *Site) byPerson(c *fiber.Ctx, kind *evaluation.Kind) bool {
	return kind.About != "" && evaluation.Staff.Include(Actor(c)) && s.ReadsOthers(c, kind.Name)
}

// PersonFilter filters the lists of a kind by person; none for a reader who cannot. Somebody
// who has left the office is among the choices if the address asks for them.
func (s *Site) PersonFilter(p *Speaker, kind *evaluation.Kind, asked url.Values) []view.Field {
	if !s.byPerson(p.C, kind) {
		return nil
	}
	f := view.Field{
		Name: askPerson, ID: "f-" + askPerson, Label: p.T("list.person"), Form: evaluation.FormPerson, Value: asked.Get(askPerson),
	}
	f.Ask = p.To("/search/people") + "?" + url.Values{"list": {kind.Name}}.Encode() // the page names nobody whom it does not show
	if f.Value != "" {
		f.Choices = []view.Choice{{Value: f.Value, Label: cmp.Or(p.Book.Name(f.Value), p.T("list.person_unknown"))}}
	}
	return []view.Field{f}
}

// About restricts the query of a list to records about the person of its address.
func (s *Site) About(c *fiber.Ctx, kind *evaluation.Kind, asked url.Values, q *evaluation.Query) {
	if person := asked.Get(askPerson); person != "" && s.byPerson(c, kind) {
		kind.About.Restrict(q, person)
	}
}

// Meant replaces a name or number in the address of a list, typed without script, by the
// person meant; it returns what is wrong with it, nil if nothing is.
func (s *Site) Meant(c *fiber.Ctx, asked url.Values) (*evaluation.Error, error) {
	wrong, err := s.meant(c, asked)
	delete(asked, askPerson+typedSuffix)
	if problem, bad := wrong[askPerson]; bad {
		return &evaluation.Error{Code: evaluation.CodeInvalid, Message: problem}, err
	}
	return nil, err
}
