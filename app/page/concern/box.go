package concern

import (
	"errors"
	"net/url"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/form"
	"kaoji/app/page/site"
	"kaoji/app/page/view"
	"kaoji/app/server"
	"kaoji/evaluation"
	"kaoji/evaluation/concern"
	"kaoji/evaluation/hurdle"
)

// boxPage is the page of a comment box, for people without an account.
type boxPage struct {
	Office, Whom, Post, Greeting string
	Action                       string
	Fields                       []view.Field
	Hurdle                       hurdle.Hurdle
	Receipt                      string // after the comment was accepted
	Stated                       bool   // the office has published what became of comments
}

// openBox returns the open box of the address, otherwise CodeNotFound.
func (s *pages) openBox(c *fiber.Ctx) (concern.BoxOf, error) {
	return s.Concern.BoxByToken(c.UserContext(), s.Visited(c), c.Params("token"))
}

func (s *pages) boxForm(c *fiber.Ctx) error {
	box, err := s.openBox(c)
	if err != nil {
		return err
	}
	return s.boxAgain(c, box, concern.Comment{}, nil)
}

// boxAgain shows the form with the typed text and its mistakes.
func (s *pages) boxAgain(c *fiber.Ctx, box concern.BoxOf, typed concern.Comment, wrong *evaluation.Error) error {
	content, p, err := s.boxContent(c, box)
	if err != nil {
		return err
	}
	if content.Hurdle, err = s.Concern.Challenge(box, s.Now()); err != nil {
		return err
	}
	a := &site.Asked{Values: form.Encode(&typed)}
	if wrong != nil {
		a.Wrong = wrong.Fields
	}
	kind, _ := s.Service.Kind(concern.KindMatter)
	a.Kind = kind
	for _, f := range evaluation.FieldsOf(&typed) {
		if f.Name == "unit" && box.Box.Scope != concern.ScopeOffice {
			continue
		}
		field, err := s.Field(c, p, a, f, concern.KindMatter+".field."+f.Name, "")
		if err != nil {
			return err
		}
		field.Help = p.Or("box.help."+f.Name, field.Help)
		field.Required = field.Required || f.Name == "unit"
		content.Fields = append(content.Fields, field)
	}
	content.Fields = append(content.Fields, view.Field{
		Name: "files", ID: "f-files", Label: p.T(concern.KindMatter + ".field.files"), Form: evaluation.FormFiles,
	})
	return s.Again(c, wrong, "", "box", p.T("box.title"), content)
}

func (s *pages) boxContent(c *fiber.Ctx, box concern.BoxOf) (boxPage, *site.Speaker, error) {
	book, err := s.Roster.Book(c.UserContext(), s.Visited(c))
	if err != nil {
		return boxPage{}, nil, err
	}
	settings, err := s.SettingsOf(c.UserContext(), s.Visited(c))
	if err != nil {
		return boxPage{}, nil, err
	}
	p := &site.Speaker{Lang: server.Lang(c), Text: s.Text, Book: book, Day: book.On(s.Today()), Kind: s.Service.Kind, C: c}
	content := boxPage{Office: settings.Name, Greeting: box.Box.Greeting, Action: c.Path(), Post: box.Box.Post}
	stated, err := s.Concern.Statements(c.UserContext(), s.Visited(c))
	if err != nil {
		return boxPage{}, nil, err
	}
	content.Stated = len(stated) > 0
	switch box.Box.Scope {
	case concern.ScopeBadge:
		content.Whom = box.Box.UnitName + " " + box.Box.PersonName
	case concern.ScopeUnit:
		content.Whom = box.Box.UnitName
	}
	return content, p, nil
}

// boxTake accepts a comment and shows its receipt number, once.
func (s *pages) boxTake(c *fiber.Ctx) error {
	box, err := s.openBox(c)
	if err != nil {
		return err
	}
	values, err := site.Posted(c)
	if err != nil {
		return err
	}
	var in concern.Comment
	wrong := form.Decode(values, &in)
	err = wrong.Err()
	if err == nil {
		err = evaluation.CheckInput(&in)
	}
	if err == nil {
		err = s.Concern.Cleared(c.UserContext(), box, values.Get("challenge"), values.Get("nonce"), s.Now())
	}
	var receipt string
	if err == nil {
		receipt, err = s.boxKeep(c, box, in, values)
	}
	if e, ok := errors.AsType[*evaluation.Error](err); ok && e.Code != evaluation.CodeUnavailable {
		return s.boxAgain(c, box, in, e)
	}
	if err != nil {
		return err
	}
	content, _, err := s.boxContent(c, box)
	if err != nil {
		return err
	}
	content.Receipt = receipt
	return s.Show(c, "box", s.T(c, "box.taken"), content)
}

// mostFiles is the largest number of files of one comment.
const mostFiles = 3

// boxKeep stores the files, which belong to no record until the act attaches them,
// and leaves the comment.
func (s *pages) boxKeep(c *fiber.Ctx, box concern.BoxOf, in concern.Comment, values url.Values) (string, error) {
	if f, err := c.MultipartForm(); err == nil && len(f.File["files.upload"]) > mostFiles {
		return "", evaluation.Fail(evaluation.CodeTooLarge, "box.too_many_files", "most", mostFiles)
	}
	values.Del("files") // an id in the form is not this sender's
	if err := s.TakeFilesFor(c, s.Visited(c), "box", values, "files"); err != nil {
		return "", err
	}
	return s.Concern.Leave(c.UserContext(), s.Service, box, s.NewID(), in, values["files"], server.Address(c), s.Now())
}

type receiptPage struct {
	Number string
	Known  bool
	Given  concern.Standing
	State  view.Badge
}

func (s *pages) receiptForm(c *fiber.Ctx) error {
	return s.Show(c, "receipt", s.T(c, "receipt.title"), receiptPage{})
}

// receipt shows the status of a concern to the holder of its number.
func (s *pages) receipt(c *fiber.Ctx) error {
	if err := s.Auth.MayGuess(server.Address(c)); err != nil {
		return err
	}
	content := receiptPage{Number: c.FormValue("number")}
	of := view.Page{Title: s.T(c, "receipt.title")}
	given, err := s.Concern.Ask(c.UserContext(), s.Visited(c), content.Number)
	switch {
	case evaluation.CodeOf(err) == evaluation.CodeNotFound:
		s.Auth.GuessedWrong(server.Address(c))
		of.Problem = s.T(c, "concern.receipt_unknown")
		c.Status(fiber.StatusNotFound)
	case err != nil:
		return err
	default:
		if of.Unsettled, err = s.Unsettled(c, s.Visited(c)); err != nil {
			return err
		}
		content.Known, content.Given = true, given
		content.State = view.Badge{Label: s.T(c, concern.KindMatter+".state."+string(given.State)), Tone: "blue"}
	}
	of.Content = content
	return s.ShowPage(c, "receipt", of)
}
