package appraisal

import (
	"errors"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/site"
	"kaoji/app/page/view"
	"kaoji/app/server"
	"kaoji/evaluation"
	"kaoji/evaluation/appraisal"
)

// appraisePage is the ballot form of a rater: one row for each cadre, one column
// for each item. The browser keeps what is not sent.
type appraisePage struct {
	Form  appraisal.Form
	Sheet view.Worksheet
}

type forms struct {
	Open, Done []formLink
	Empty      view.Empty
}

type formLink struct {
	Href, Label string
	Keep        string // key under which the browser keeps what is not sent
	Cadres      int
	Due         evaluation.Date
}

// appraisals lists the reader's ballot forms, and the rounds for people who run
// them.
func (s *pages) appraisals(c *fiber.Ctx, p *site.Speaker) error {
	content := appraisalsPage{}
	var err error
	if content.Forms, err = s.appraising(c, p); err != nil {
		return err
	}
	content.Rates = appraisal.Raters.Include(site.Actor(c))
	kind, _ := s.Service.Kind(appraisal.KindRound)
	if s.Reads(c, kind.Name) {
		found, err := s.Service.Index(c.UserContext(), site.Actor(c), evaluation.Query{Kinds: []string{kind.Name}, Sort: evaluation.SortOn, Desc: true, Limit: site.PerPage})
		if err != nil {
			return err
		}
		content.Rounds, content.Acts = s.RecordsIn(p, found.Views), s.Creating(p, kind, site.Actor(c))
	}
	return s.Show(c, "appraisals", p.T("measure.appraisal"), content)
}

// appraisalBallots are the ballots that the reader's committee may cast now.
func (s *pages) appraisalBallots(c *fiber.Ctx, p *site.Speaker) ([]site.Ballots, error) {
	tasks, err := s.Appraisal.Tasks(c.UserContext(), site.Actor(c))
	if err != nil {
		return nil, err
	}
	var list []site.Ballots
	for i := range tasks {
		f := &tasks[i]
		if f.Voted || f.Named { // a signed opinion, which is a record that waits
			continue
		}
		b := site.Ballots{Text: p.T("appraise.task", "n", len(f.Cadres)), Note: p.T("appraise.of", "year", f.Year, "committee", f.CommitteeName), Due: f.Due, Href: p.To("/appraisal/vote", f.Round), N: 1}
		if f.Rehearsal {
			b.Note += " · " + p.T("appraise.rehearsal_short")
		}
		list = append(list, b)
	}
	return list, nil
}

// appraising are the ballots of the reader, open and cast.
func (s *pages) appraising(c *fiber.Ctx, p *site.Speaker) (forms, error) {
	out := forms{Empty: view.Empty{Why: p.T("appraise.none"), Do: p.T("appraise.none_do")}}
	tasks, err := s.Appraisal.Tasks(c.UserContext(), site.Actor(c))
	if err != nil {
		return out, err
	}
	for _, f := range tasks {
		link := formLink{Keep: site.BallotKey(f.Round, site.Actor(c).Account), Href: p.To("/appraisal/vote", f.Round), Label: p.T("appraise.of", "year", f.Year, "committee", f.CommitteeName), Cadres: len(f.Cadres), Due: f.Due}
		if f.Rehearsal {
			link.Label += " · " + p.T("appraise.rehearsal_short")
		}
		if f.Voted {
			out.Done = append(out.Done, link)
		} else {
			out.Open = append(out.Open, link)
		}
	}
	return out, nil
}

type appraisalsPage struct {
	Forms  forms
	Rates  bool
	Rounds *view.Listed
	Acts   []view.Button
}

func (s *pages) appraiseForm(c *fiber.Ctx) error {
	f, err := s.formOf(c)
	if err != nil {
		return err
	}
	return s.appraiseAgain(c, f, "", nil, nil)
}

// formOf returns the reader's form in the round of the address.
func (s *pages) formOf(c *fiber.Ctx) (appraisal.Form, error) {
	tasks, err := s.Appraisal.Tasks(c.UserContext(), site.Actor(c))
	if err != nil {
		return appraisal.Form{}, err
	}
	i := slices.IndexFunc(tasks, func(f appraisal.Form) bool { return f.Round == c.Params("id") && !f.Voted })
	if i < 0 {
		return appraisal.Form{}, evaluation.Fail(evaluation.CodeNotFound, "error.not_found")
	}
	return tasks[i], nil
}

// appraiseAgain shows the form with the typed values and mistakes, and says first
// who can see what.
func (s *pages) appraiseAgain(c *fiber.Ctx, f appraisal.Form, code string, typed url.Values, wrong *evaluation.Error) error {
	lang := server.Lang(c)
	w := view.Worksheet{
		Label: s.T(c, "appraise.paper"), Action: s.To(c, "/appraisal/vote", f.Round), Back: s.To(c, "/appraisal"), Columns: s.markColumns(lang, f.Items),
		Submit: s.T(c, "appraise.submit"), Note: s.T(c, "appraise.keeps"), Counts: []view.WorksheetCount{{Say: s.T(c, "rate.left", "n", "{n}", "of", len(f.Cadres))}},
	}
	if code != "" { // opened by a slip, without login
		w.Action, w.Back, w.Hidden, w.Keep = s.To(c, "/v/cast"), s.To(c, "/v"), []view.Line{{Label: "code", Value: code}}, site.BallotKey(f.Round, code)
	} else {
		w.Keep = site.BallotKey(f.Round, site.Actor(c).Account)
	}
	m := marking{lang: lang, items: f.Items, grades: gradeChoices(lang, &f), typed: typed, wrong: wrong}
	for i, cadre := range f.Cadres {
		w.Rows = append(w.Rows, s.markRow(&m, "rows."+strconv.Itoa(i), cadre.Name, cadre.UnitName+" "+cadre.Post))
	}
	w.Count()
	content := appraisePage{Form: f, Sheet: w}
	said := ""
	if wrong != nil {
		if problem, ok := wrong.Fields["rows"]; ok {
			said = s.Text.Say(lang, problem)
		}
	}
	return s.Again(c, wrong, said, "appraise", s.T(c, "appraise.of", "year", f.Year, "committee", f.CommitteeName), content)
}

// gradeChoices are the grades of a form, nil if points are given.
func gradeChoices(lang string, f *appraisal.Form) []view.Choice {
	if f.Scale == appraisal.ScalePoints {
		return nil
	}
	list := []view.Choice{}
	for _, g := range f.Grades {
		label := g.Zh
		if lang == "en" && g.En != "" {
			label = g.En
		}
		list = append(list, view.Choice{Value: strconv.FormatInt(g.N, 10), Label: label})
	}
	return list
}

// wrongIn says what is wrong in a row, "" if nothing is.
func (s *pages) wrongIn(lang, at string, wrong *evaluation.Error) (said string) {
	if wrong == nil {
		return ""
	}
	for field, problem := range wrong.Fields {
		if strings.HasPrefix(field, at+".") {
			said = s.Text.Say(lang, problem)
		}
	}
	return said
}

// pointsIn reads the marks of a row; an abstention has none.
func pointsIn(items []appraisal.Item, at string, values url.Values) (points string, abstains bool, reason string) {
	var given []string
	for i := range items {
		if v := strings.TrimSpace(values.Get(at + "." + strconv.Itoa(i))); v != "" {
			given = append(given, v)
		}
	}
	if abstains = values.Get(at+"."+markAbstain) != ""; !abstains {
		points = strings.Join(given, " ")
	}
	return points, abstains, strings.TrimSpace(values.Get(at + "." + markReason))
}

// ballotOf reads a form; missing marks stay missing, and the domain reports them.
func ballotOf(f appraisal.Form, values url.Values) appraisal.Ballot {
	var b appraisal.Ballot
	for i, cadre := range f.Cadres {
		row := appraisal.Row{Person: cadre.Person}
		row.Points, row.Abstain, row.Reason = pointsIn(f.Items, "rows."+strconv.Itoa(i), values)
		b.Rows = append(b.Rows, row)
	}
	return b
}

func (s *pages) appraise(c *fiber.Ctx) error {
	f, err := s.formOf(c)
	if err != nil {
		return err
	}
	values, err := site.Posted(c)
	if err != nil {
		return err
	}
	err = s.Appraisal.Cast(c.UserContext(), site.Actor(c), f.Round, ballotOf(f, values))
	if e, ok := errors.AsType[*evaluation.Error](err); ok && e.Code == evaluation.CodeInvalid {
		return s.appraiseAgain(c, f, "", values, e)
	}
	if err != nil {
		return err
	}
	return s.Done(c, s.To(c, "/appraisal"), "appraise.done")
}

type codePage struct{ Code, Done, Keep string }

// codeForm asks for the code of a slip. The QR code contains it after #, which
// browsers do not send, so it is in no address that a server sees.
func (s *pages) codeForm(c *fiber.Ctx) error {
	return s.Show(c, "code", s.T(c, "code.title"), codePage{})
}

// codeOpen shows the form for a code.
func (s *pages) codeOpen(c *fiber.Ctx) error {
	code := c.FormValue("code")
	f, err := s.slipOf(c, code)
	if err == nil && f.Voted {
		err = evaluation.Fail(evaluation.CodeConflict, "ballot.twice")
	}
	if err != nil {
		return s.codeAgain(c, code, err)
	}
	return s.appraiseAgain(c, f, code, nil, nil)
}

// slipOf finds the ballot of a code; wrong codes from one address are counted.
func (s *pages) slipOf(c *fiber.Ctx, code string) (appraisal.Form, error) {
	if err := s.Auth.MayGuess(server.Address(c)); err != nil {
		return appraisal.Form{}, err
	}
	f, err := s.Appraisal.Slip(c.UserContext(), s.Visited(c), code)
	if evaluation.CodeOf(err) == evaluation.CodeNotFound {
		s.Auth.GuessedWrong(server.Address(c))
	}
	return f, err
}

// codeCast puts the ballot of a slip into the box.
func (s *pages) codeCast(c *fiber.Ctx) error {
	values, err := site.Posted(c)
	if err != nil {
		return err
	}
	code := values.Get("code")
	f, err := s.slipOf(c, code)
	if err != nil {
		return s.codeAgain(c, code, err)
	}
	err = s.Appraisal.CastSlip(c.UserContext(), s.Visited(c), code, ballotOf(f, values))
	if e, ok := errors.AsType[*evaluation.Error](err); ok && e.Code == evaluation.CodeInvalid {
		return s.appraiseAgain(c, f, code, values, e)
	}
	if err != nil {
		return s.codeAgain(c, code, err)
	}
	return s.Show(c, "code", s.T(c, "code.title"), codePage{Done: s.T(c, "code.done"), Keep: site.BallotKey(f.Round, code)})
}

func (s *pages) codeAgain(c *fiber.Ctx, code string, err error) error {
	e, ok := errors.AsType[*evaluation.Error](err)
	if !ok || e.Code == evaluation.CodeUnavailable {
		return err
	}
	return s.Again(c, e, "", "code", s.T(c, "code.title"), codePage{Code: code})
}
