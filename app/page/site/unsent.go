package site

import (
	"encoding/json"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/view"
	"kaoji/evaluation"
	"kaoji/evaluation/draft"
)

// Fields of a form that can be kept as a draft. The form is named in an encrypted text,
// so a browser can save drafts of forms that it was shown and of no others.
const (
	fieldDraft   = "draft-id"
	fieldEdition = "draft-edition"
	fieldForm    = "draft-form"
	askDraft     = "draft" // parameter of an address: the draft to go on with
	mostOffered  = 3       // drafts that a form offers
)

// Unsent prepares the draft of a form with which an act is done, and returns what was
// typed if the address names a draft to go on with. Of a new record the id is "". A part
// distinguishes forms of one act, such as those of departments. The draft is nil if such
// forms are not kept.
func (s *Site) Unsent(c *fiber.Ctx, p *Speaker, kind *evaluation.Kind, act *evaluation.Act, record, part string) (*view.Draft, *draft.Draft, error) {
	if p.actor.Account == "" || !kind.KeepsDraft(act) {
		return nil, nil, nil
	}
	out := &view.Draft{Action: p.To("/drafts"), Drop: p.To("/drafts/drop"), Files: len(kind.NotInDraft(act)) > 0}
	if c.Method() != fiber.MethodGet && c.Method() != fiber.MethodHead {
		return s.draftAgain(c, out)
	}
	form := draft.Form{Kind: kind.Name, Act: act.Name, Record: record, Part: part, Place: WithQuery(s.within(c), askDraft, "")}
	var err error
	if out.Form, err = s.nameForm(p.actor, form); err != nil {
		return nil, nil, err
	}
	if id := c.Query(askDraft); id != "" {
		d, err := s.Drafts().Get(c.UserContext(), p.actor, form, id)
		if err == nil {
			out.ID, out.Edition, out.Restored = d.ID, d.Edition, p.moment(d.Saved)
			return out, &d, nil
		}
		if evaluation.CodeOf(err) != evaluation.CodeNotFound {
			return nil, nil, err
		}
	}
	out.ID = s.Drafts().New(p.actor, form)
	out.Offers, err = s.offers(c, p, form)
	return out, nil, err
}

// within is the address of the request within the pages of the office.
func (s *Site) within(c *fiber.Ctx) string {
	return strings.TrimPrefix(string(c.Request().URI().RequestURI()), s.base(s.Visited(c)))
}

// draftAgain is the draft of a form that was sent and is shown again.
func (s *Site) draftAgain(c *fiber.Ctx, out *view.Draft) (*view.Draft, *draft.Draft, error) {
	if kept, ok := c.Locals(localDraft).(*draft.Draft); ok {
		out.ID, out.Edition = kept.ID, kept.Edition
	} else {
		out.ID, out.Edition = c.FormValue(fieldDraft), editionOf(c.FormValue(fieldEdition))
	}
	if out.Form = c.FormValue(fieldForm); out.Form == "" {
		return nil, nil, nil
	}
	return out, nil, nil
}

// localDraft holds the draft that the request has saved.
const localDraft = "draft"

func editionOf(text string) int64 {
	n, _ := strconv.ParseInt(text, 10, 64) // 0: a new draft
	return n
}

// offers are the drafts of a form that the author can go on with.
func (s *Site) offers(c *fiber.Ctx, p *Speaker, form draft.Form) ([]view.DraftOffer, error) {
	list, err := s.Drafts().Of(c.UserContext(), p.actor, form)
	var out []view.DraftOffer
	for i := range list[:min(mostOffered, len(list))] {
		out = append(out, p.offer(&list[i]))
	}
	return out, err
}

func (p *Speaker) offer(d *draft.Draft) view.DraftOffer {
	return view.DraftOffer{ID: d.ID, Saved: p.moment(d.Saved), Until: p.moment(d.Until()), Href: WithQuery(p.base+d.Place, askDraft, d.ID)}
}

// nameForm makes the text that names a form to an account.
func (s *Site) nameForm(who evaluation.Actor, form draft.Form) (string, error) {
	plain, err := json.Marshal(form)
	if err != nil {
		return "", err
	}
	name, err := s.Vault.Seal(string(plain), formOwner(who))
	return string(name), err
}

func formOwner(who evaluation.Actor) string { return "form\x00" + who.Office + "\x00" + who.Account }

// namedForm reads what nameForm made.
func (s *Site) namedForm(who evaluation.Actor, name string) (form draft.Form, err error) {
	plain, err := s.Vault.Open(evaluation.Sealed(name), formOwner(who))
	if err == nil {
		err = json.Unmarshal([]byte(plain), &form)
	}
	if err != nil {
		return form, evaluation.Fail(evaluation.CodeInvalid, "error.invalid").Because(err)
	}
	return form, nil
}

// Sent deletes the draft of the form that the request has sent.
func (s *Site) Sent(c *fiber.Ctx) error {
	name := c.FormValue(fieldForm)
	if name == "" {
		return nil
	}
	form, err := s.namedForm(Actor(c), name)
	if err != nil {
		return nil //nolint:nilerr // what was sent is done; a form of another account has no draft here
	}
	c.Locals(localDraft, &draft.Draft{ID: s.Drafts().New(Actor(c), form)}) // if the page is shown again
	return s.Drafts().Sent(c.UserContext(), Actor(c), form, c.FormValue(fieldDraft))
}

// keepRest saves what is left of a form of which parts were sent, if the form can be
// kept. Without a rest the draft is deleted.
func (s *Site) keepRest(c *fiber.Ctx, rest url.Values) error {
	if len(rest) == 0 {
		return s.Sent(c)
	}
	form, err := s.namedForm(Actor(c), c.FormValue(fieldForm))
	if err != nil {
		return nil //nolint:nilerr // the page has no draft
	}
	saving, err := s.keepDraft(c, form, rest)
	if evaluation.CodeOf(err) == evaluation.CodeTooLarge || evaluation.CodeOf(err) == evaluation.CodeNotFound {
		return nil
	}
	c.Locals(localDraft, &saving.Draft)
	return err
}

// keepDraft saves what was typed in a form.
func (s *Site) keepDraft(c *fiber.Ctx, form draft.Form, values url.Values) (draft.Saving, error) {
	kind, ok := s.Service.Kind(form.Kind)
	if !ok {
		return draft.Saving{}, evaluation.Fail(evaluation.CodeInvalid, "error.invalid")
	}
	act, ok := kind.Act(form.Act)
	if !ok || !kind.KeepsDraft(act) {
		return draft.Saving{}, evaluation.Fail(evaluation.CodeInvalid, "error.invalid")
	}
	return s.Drafts().Save(c.UserContext(), Actor(c), draft.Draft{
		ID: c.FormValue(fieldDraft), Form: form, Values: typedIn(changedRows(values), kind.NotInDraft(act)),
		Seen: editionOf(c.FormValue("version")), Edition: editionOf(c.FormValue(fieldEdition)),
	})
}

// changedRows leaves out rows that are as they were shown. The others say how they were,
// so that the page can tell what somebody else changes meanwhile.
func changedRows(values url.Values) url.Values {
	touched, shown := map[string]bool{}, map[string]url.Values{} // shown is nil of a row that does not say how it was
	for name, list := range values {
		row, field, inRow := strings.Cut(name, ".")
		was, read := shown[row]
		if !read && inRow {
			was = wasOf(values, row)
			shown[row] = was
		}
		known := inRow && was != nil
		if !known || field != "was" && field != "version" && strings.Join(was[field], "\n") != strings.Join(list, "\n") {
			touched[row] = true
		}
	}
	out := url.Values{}
	for name, list := range values {
		if row, _, _ := strings.Cut(name, "."); touched[row] {
			out[name] = list
		}
	}
	return out
}

// wasOf returns how a row was shown, nil if the form does not say.
func wasOf(values url.Values, row string) url.Values {
	was, err := url.ParseQuery(values.Get(row + ".was"))
	if err != nil || !values.Has(row+".was") {
		return nil
	}
	return was
}

// neverTyped are fields that the page fills in.
var neverTyped = []string{"csrf", "version", "row", fieldDraft, fieldEdition, fieldForm}

// typedIn returns what a person has typed: without the page's own fields and the named
// ones. Fields of rows have names that end like those of a form.
func typedIn(values url.Values, not []string) url.Values {
	out := url.Values{}
	for name, list := range values {
		last := name[strings.LastIndex(name, ".")+1:]
		if !slices.Contains(neverTyped, last) && !slices.Contains(not, last) && strings.Join(list, "") != "" {
			out[name] = list
		}
	}
	return out
}
