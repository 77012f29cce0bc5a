package survey

import (
	"errors"
	"net/url"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/site"
	"kaoji/app/page/view"
	"kaoji/app/server"
	"kaoji/evaluation"
	"kaoji/evaluation/survey"
)

// homePage has the questionnaires that the reader is asked to answer, and the waves for
// people who run them.
type homePage struct {
	Open  []formLink
	Box   string // address of the comment box, if an answered questionnaire offers it
	Waves *view.Listed
	Acts  []view.Button
	Empty view.Empty
}

type formLink struct {
	Href, Label string
	Keep        string // what the browser forgets once it is answered
	By          evaluation.Date
	Answered    bool
}

func (s *pages) home(c *fiber.Ctx, p *site.Speaker) error {
	content := homePage{Empty: view.Empty{Why: p.T("survey.page.none"), Do: p.T("survey.page.none_do")}}
	forms, err := s.Survey.Forms(c.UserContext(), site.Actor(c))
	if err != nil {
		return err
	}
	for _, f := range forms {
		if f.Answered && content.Box == "" {
			if content.Box, err = s.boxFor(c, f.Questionnaire); err != nil {
				return err
			}
		}
		content.Open = append(content.Open, formLink{Href: p.To("/survey/answer", f.Wave), Label: f.Title.In(p.Lang), Keep: site.BallotKey(f.Wave, site.Actor(c).Account), By: f.AnswerBy, Answered: f.Answered})
	}
	kind, _ := s.Service.Kind(survey.KindWave)
	if s.May(c, kind.Name, "keep") {
		found, err := s.Service.Index(c.UserContext(), site.Actor(c), evaluation.Query{Kinds: []string{kind.Name}, Sort: evaluation.SortOn, Desc: true, Limit: site.PerPage})
		if err != nil {
			return err
		}
		content.Waves, content.Acts = s.RecordsIn(p, found.Views), s.Creating(p, kind, site.Actor(c))
	}
	return s.Show(c, "surveys", p.T("measure.survey"), content)
}

// ballots are the questionnaires that the reader may answer now.
func (s *pages) ballots(c *fiber.Ctx, p *site.Speaker) ([]site.Ballots, error) {
	forms, err := s.Survey.Forms(c.UserContext(), site.Actor(c))
	var list []site.Ballots
	for _, f := range forms {
		if !f.Answered {
			list = append(list, site.Ballots{Text: p.T("survey.page.task", "title", f.Title.In(p.Lang)), Note: f.Group.Name.In(p.Lang), Due: f.AnswerBy, Href: p.To("/survey/answer", f.Wave), N: 1})
		}
	}
	return list, err
}

func (s *pages) accountOf(c *fiber.Ctx) (survey.Form, error) {
	f, err := s.Survey.ByAccount(c.UserContext(), site.Actor(c), c.Params("id"))
	if err == nil && f.Answered {
		err = evaluation.Fail(evaluation.CodeNotFound, "error.not_found")
	}
	return f, err
}

func (s *pages) accountPage(c *fiber.Ctx, f *survey.Form) *answerPage {
	return &answerPage{Action: s.To(c, "/survey/answer", f.Wave), Back: s.To(c, "/survey"), Keep: site.BallotKey(f.Wave, site.Actor(c).Account), Submit: true}
}

func (s *pages) accountForm(c *fiber.Ctx) error {
	f, err := s.accountOf(c)
	if err != nil {
		return err
	}
	return s.again(c, &f, s.accountPage(c, &f), url.Values{}, nil)
}

func (s *pages) accountAnswer(c *fiber.Ctx) error {
	f, err := s.accountOf(c)
	if err != nil {
		return err
	}
	values, err := site.Posted(c)
	if err != nil {
		return err
	}
	err = s.Survey.Answer(c.UserContext(), &f, answersOf(f.Questionnaire, f.Group.Code, values))
	if e, ok := errors.AsType[*evaluation.Error](err); ok && e.Code == evaluation.CodeInvalid {
		return s.again(c, &f, s.accountPage(c, &f), values, e)
	}
	if err != nil {
		return err
	}
	return s.Done(c, s.To(c, "/survey"), "survey.page.thanks")
}

// codePage asks for the code of a slip, or says that the answers were taken.
// Box is the address of the comment box, if a question offers it.
type codePage struct{ Code, Done, Keep, Box string }

// codeForm asks for the code of a slip. The QR code contains it after #, which browsers do
// not send, so it is in no address that a server sees.
func (s *pages) codeForm(c *fiber.Ctx) error {
	return s.Show(c, "survey_code", s.T(c, "survey.page.code_title"), codePage{})
}

// slipOf finds the form of a code; wrong codes from one address are counted.
func (s *pages) slipOf(c *fiber.Ctx, code string) (survey.Form, error) {
	if err := s.Auth.MayGuess(server.Address(c)); err != nil {
		return survey.Form{}, err
	}
	f, err := s.Survey.BySlip(c.UserContext(), s.Visited(c), code)
	if evaluation.CodeOf(err) == evaluation.CodeNotFound {
		s.Auth.GuessedWrong(server.Address(c))
	}
	if err == nil && f.Answered {
		err = evaluation.Fail(evaluation.CodeConflict, "ballot.twice")
	}
	return f, err
}

func (s *pages) slipPage(c *fiber.Ctx, f *survey.Form, code string) *answerPage {
	return &answerPage{Action: s.To(c, "/s/answer"), Back: s.To(c, "/s"), Code: code, Keep: site.BallotKey(f.Wave, code), Submit: true}
}

func (s *pages) codeOpen(c *fiber.Ctx) error {
	code := c.FormValue("code")
	f, err := s.slipOf(c, code)
	if err != nil {
		return s.codeAgain(c, code, err)
	}
	return s.again(c, &f, s.slipPage(c, &f, code), url.Values{}, nil)
}

func (s *pages) codeAnswer(c *fiber.Ctx) error {
	values, err := site.Posted(c)
	if err != nil {
		return err
	}
	code := values.Get("code")
	f, err := s.slipOf(c, code)
	if err != nil {
		return s.codeAgain(c, code, err)
	}
	err = s.Survey.Answer(c.UserContext(), &f, answersOf(f.Questionnaire, f.Group.Code, values))
	if e, ok := errors.AsType[*evaluation.Error](err); ok && e.Code == evaluation.CodeInvalid {
		return s.again(c, &f, s.slipPage(c, &f, code), values, e)
	}
	if err != nil {
		return s.codeAgain(c, code, err)
	}
	return s.thanks(c, &f, s.T(c, "survey.page.code_title"), site.BallotKey(f.Wave, code))
}

// thanks says that the answers were taken; keep is what the browser forgets then.
func (s *pages) thanks(c *fiber.Ctx, f *survey.Form, title, keep string) error {
	box, err := s.boxFor(c, f.Questionnaire)
	if err != nil {
		return err
	}
	return s.Show(c, "survey_code", title, codePage{Done: s.T(c, "survey.page.thanks"), Keep: keep, Box: box})
}

func (s *pages) codeAgain(c *fiber.Ctx, code string, err error) error {
	e, ok := errors.AsType[*evaluation.Error](err)
	if !ok || e.Code == evaluation.CodeUnavailable {
		return err
	}
	return s.Again(c, e, "", "survey_code", s.T(c, "survey.page.code_title"), codePage{Code: code})
}

func (s *pages) linkOf(c *fiber.Ctx) (survey.Form, error) {
	return s.Survey.ByLink(c.UserContext(), s.Visited(c), c.Params("id"), c.Params("group"))
}

func (s *pages) linkForm(c *fiber.Ctx) error {
	f, err := s.linkOf(c)
	if err != nil {
		return err
	}
	return s.linkAgain(c, &f, url.Values{}, nil)
}

func (s *pages) linkAgain(c *fiber.Ctx, f *survey.Form, typed url.Values, wrong *evaluation.Error) error {
	h, err := s.Survey.Challenge(f)
	if err != nil {
		return err
	}
	content := &answerPage{Action: c.Path(), Keep: site.BallotKey(f.Wave, f.Group.Code), Hurdle: &h, Submit: true}
	return s.again(c, f, content, typed, wrong)
}

func (s *pages) linkAnswer(c *fiber.Ctx) error {
	f, err := s.linkOf(c)
	if err != nil {
		return err
	}
	values, err := site.Posted(c)
	if err != nil {
		return err
	}
	if err = s.Survey.Cleared(c.UserContext(), &f, values.Get("challenge"), values.Get("nonce"), server.Address(c)); err == nil {
		err = s.Survey.Answer(c.UserContext(), &f, answersOf(f.Questionnaire, f.Group.Code, values))
	}
	if e, ok := errors.AsType[*evaluation.Error](err); ok && e.Code != evaluation.CodeUnavailable {
		return s.linkAgain(c, &f, values, e)
	}
	if err != nil {
		return err
	}
	return s.thanks(c, &f, f.Title.In(server.Lang(c)), site.BallotKey(f.Wave, f.Group.Code))
}
