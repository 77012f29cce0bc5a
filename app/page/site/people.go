package site

import (
	"cmp"
	"context"
	"net/url"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/measures"
	"kaoji/app/page/view"
	"kaoji/evaluation"
	"kaoji/evaluation/roster"
)

// People are picked by typing. The choices of a field are the people of the office by
// department; those whom the act would refuse are there with the reason, by the check of
// the act itself. Name, department and post are what everybody in the office knows;
// staff numbers find only those of whom the reader sees them.

// mostListed is the largest number of people that a page lists if Deps does not say. In a
// larger office a field asks for them while somebody types, and without script a name or
// number is typed.
const mostListed = 300

// typedSuffix ends the names of fields in which names or numbers of people are typed.
const typedSuffix = ".typed"

// pickPeople completes a field for one or several people; only are the ids of those that
// the kind offers, nil for everybody.
func (s *Site) pickPeople(c *fiber.Ctx, p *Speaker, a *Asked, field string, v *view.Field, only []string) error {
	list, err := s.candidates(c, p, a, field)
	if err != nil {
		return err
	}
	if only != nil {
		list = slices.DeleteFunc(list, func(ch view.Choice) bool { return !slices.Contains(only, ch.Value) })
	}
	v.Ask = ""
	if len(list) > cmp.Or(s.Listed, mostListed) {
		v.Ask = p.To("/search/people") + "?" + url.Values{"kind": {a.Kind.Name}, "act": {a.Act.Name}, "record": {a.ID()}, "field": {field}}.Encode()
		list = slices.DeleteFunc(list, func(ch view.Choice) bool { return !slices.Contains(a.Values[v.Name], ch.Value) })
	}
	v.Choices = list
	return nil
}

// candidates are the people of the office as choices of a field.
func (s *Site) candidates(c *fiber.Ctx, p *Speaker, a *Asked, field string) ([]view.Choice, error) {
	if err := s.suit(c, a); err != nil {
		return nil, err
	}
	read, err := s.PeopleRead(c, p)
	if err != nil {
		return nil, err
	}
	why := a.suits[field]
	members := p.Day.Members()
	list := make([]view.Choice, 0, len(members))
	for i := range members {
		ch := p.personChoice(&members[i], read)
		if why != nil {
			if problem := why(ch.Value); problem.Key != "" {
				ch.Why = p.Text.Say(p.Lang, problem)
			}
		}
		list = append(list, ch)
	}
	return list, nil
}

// PeopleRead says whose records the reader may read, and which fields of them.
func (s *Site) PeopleRead(c *fiber.Ctx, p *Speaker) (map[string][]string, error) {
	return evaluation.Lately(c.UserContext(), s.Service, p.actor, "people", func(ctx context.Context) (map[string][]string, error) {
		return s.Service.Readable(ctx, p.actor, p.Book.Envelopes())
	})
}

// personChoice is a person as a choice, with the staff number if it may be read.
func (p *Speaker) personChoice(m *roster.Member, read map[string][]string) view.Choice {
	ch := view.Choice{Value: m.ID, Label: p.noted(strings.TrimSpace(m.Name+" "+m.Post), p.away.Of(m.ID)), Group: m.DepartmentName, Keys: m.Person.Spelling()}
	if evaluation.Shown(read[m.ID], "no") {
		ch.Keys += " " + strings.ToLower(m.No)
	}
	return ch
}

// suit gets once who can be chosen in the fields of a form. A form for several records
// at once has no answer that is the same for all.
func (s *Site) suit(c *fiber.Ctx, a *Asked) (err error) {
	if a.suits == nil && a.Act != nil && (a.View != nil || a.Act.Creates()) {
		a.suits, err = s.Service.Suits(c.UserContext(), Actor(c), a.Kind.Name, a.Act.Name, a.ID())
	}
	if evaluation.CodeOf(err) == evaluation.CodeNotFound { // a record that it depends on; the act says so
		return nil
	}
	return err
}

// foundPerson is a person in the reply to what somebody types.
type foundPerson struct {
	Value string `json:"value"`
	Label string `json:"label"`
	Group string `json:"group"`
	Why   string `json:"why,omitempty"`
}

// mostFound is how many people a reply has at most.
const mostFound = 20

// suggestPeople finds people for a field of a form that the reader can open, or for the
// filter of a list, by name, pinyin, initials or number.
func (s *Site) suggestPeople(c *fiber.Ctx, p *Speaker) error {
	a, err := s.askedFor(c)
	if err != nil {
		return err
	}
	list, err := s.candidates(c, p, &a, c.Query("field"))
	if err != nil {
		return err
	}
	if list, err = s.onlyOffered(c, p, &a, c.Query("field"), list); err != nil {
		return err
	}
	text := strings.ToLower(strings.ReplaceAll(measures.SearchText(c.Query("q")), " ", ""))
	found := []foundPerson{}
	for _, ch := range list {
		if text != "" && len(found) < mostFound && strings.Contains(strings.ToLower(strings.ReplaceAll(ch.Label, " ", ""))+" "+ch.Keys, text) {
			found = append(found, foundPerson{ch.Value, ch.Label, ch.Group, ch.Why})
		}
	}
	return c.JSON(found)
}

// onlyOffered leaves those whom the kind offers in a field, if it offers only some.
func (s *Site) onlyOffered(c *fiber.Ctx, p *Speaker, a *Asked, field string, list []view.Choice) ([]view.Choice, error) {
	choices := s.kinds[a.Kind.Name].Choices
	if choices == nil || a.Act == nil {
		return list, nil
	}
	for _, f := range evaluation.FieldsOf(a.Act.Run.Input()) {
		if f.Name != field || f.Form != evaluation.FormPerson {
			continue
		}
		offered, ok, err := choices(c, p, a, &f)
		if err != nil || !ok {
			return list, err
		}
		only := valuesOf(offered)
		return slices.DeleteFunc(list, func(ch view.Choice) bool { return !slices.Contains(only, ch.Value) }), nil
	}
	return list, nil
}

// askedFor is the form, or the list, for which people are looked for; one that the reader
// cannot open or filter is CodeNotFound.
func (s *Site) askedFor(c *fiber.Ctx) (Asked, error) {
	notFound := evaluation.Fail(evaluation.CodeNotFound, "error.not_found")
	if list := c.Query("list"); list != "" {
		if kind, ok := s.Service.Kind(list); ok && s.byPerson(c, kind) {
			return Asked{Kind: kind}, nil
		}
		return Asked{}, notFound
	}
	kind, ok := s.Service.Kind(c.Query("kind"))
	if !ok {
		return Asked{}, notFound
	}
	act, ok := kind.Act(c.Query("act"))
	if !ok || act.Run.Input == nil || !asksForPeople(evaluation.FieldsOf(act.Run.Input()), c.Query("field")) {
		return Asked{}, notFound
	}
	a := Asked{Kind: kind, Act: act}
	if act.Creates() {
		if !s.May(c, kind.Name, act.Name) {
			return a, notFound
		}
		return a, nil
	}
	v, err := s.Service.Reread(c.UserContext(), Actor(c), c.Query("record"))
	if err != nil || v.Kind != kind.Name {
		return a, notFound
	}
	a.View = &v
	return a, s.offered(c, &a)
}

// asksForPeople reports whether one of the fields, or of those of their rows, has a name and
// asks for people. A form that does not must name none.
func asksForPeople(fields []evaluation.Field, name string) bool {
	return slices.ContainsFunc(fields, func(f evaluation.Field) bool {
		people := f.Form == evaluation.FormPerson || f.Form == evaluation.FormPeople
		return people && f.Name == name || asksForPeople(f.Rows, name)
	})
}

// meant replaces names and numbers of people that were typed without script by the
// people meant, and says of which it is not clear who is meant. As in suggestions, a number
// means somebody only to those who see it.
func (s *Site) meant(c *fiber.Ctx, values url.Values) (map[string]evaluation.Problem, error) {
	wrong := map[string]evaluation.Problem{}
	for name, list := range values {
		field, typed := strings.CutSuffix(name, typedSuffix)
		words := strings.FieldsFunc(strings.Join(list, " "), func(r rune) bool { return strings.ContainsRune(" 　,，、;；", r) })
		if !typed || len(words) == 0 {
			continue
		}
		p, err := s.Speaker(c)
		if err != nil {
			return nil, err
		}
		read, err := s.PeopleRead(c, p)
		if err != nil {
			return nil, err
		}
		people := slices.DeleteFunc(values[field], func(v string) bool { return v == "" })
		for _, word := range words {
			switch found := p.meantBy(word, read); len(found) {
			case 0:
				wrong[field] = evaluation.Say("form.nobody", "name", word)
			case 1:
				people = append(people, found[0])
			default:
				wrong[field] = evaluation.Say("form.several", "name", word)
			}
		}
		values[field] = people
	}
	return wrong, nil
}

// meantBy are the people with a staff number that the reader may read, or with a name.
func (p *Speaker) meantBy(word string, read map[string][]string) []string {
	if id, ok := p.Book.ByNo(roster.CleanNo(word)); ok && evaluation.Shown(read[id], "no") {
		return []string{id}
	}
	return p.Book.ByName(roster.CleanName(word))
}
