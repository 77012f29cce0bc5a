package page

import (
	"errors"
	"html/template"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/chart"
	"kaoji/app/page/view"
	"kaoji/app/server"
	"kaoji/evaluation"
	"kaoji/evaluation/appraisal"
	"kaoji/evaluation/desk"
)

// roundPage is the page from which a round is run.
type roundPage struct {
	ID       string
	Record   recordPage
	Steps    []step
	Checks   []checkRow
	Stops    int
	Progress appraisal.Progress
	Counted  bool // progress is known
	Slips    []appraisal.Balance
	Issue    string // address of the form that issues slips, "" if it is not for now
	Sheets   []view.Row
	Results  []resultRow
	Forms    string // address of all forms to print
}

type checkRow struct{ Tone, Say, Href string }

func (s *Site) viewRound(c *fiber.Ctx) (evaluation.View, error) {
	v, err := s.Service.Get(c.UserContext(), actor(c), c.Params("id"))
	if err == nil && v.Kind != appraisal.KindRound {
		err = evaluation.Fail(evaluation.CodeNotFound, "error.not_found")
	}
	return v, err
}

// round shows where a round stands, what is missing, how many have voted and
// whether the slips add up.
func (s *Site) round(c *fiber.Ctx) error {
	v, err := s.viewRound(c)
	if err != nil {
		return err
	}
	p, err := s.speaker(c)
	if err != nil {
		return err
	}
	kind, _ := s.Service.Kind(v.Kind)
	p.deadline(&v.Record)
	content := roundPage{ID: v.ID, Record: recordPage{
		Kind: p.t(v.Kind), Period: p.period(v.Period), State: p.state(&v.Record), Due: v.Due, Waiting: p.waiting(v.Waiting), History: p.history(&v),
	}}
	content.Record.Acts, _ = s.buttons(p, kind, &v)
	payload := v.Payload
	for _, long := range []string{"panels", "cadres", "slips"} { // they have tables of their own
		if payload, err = without(payload, long); err != nil {
			return err
		}
	}
	if content.Record.Sections, err = p.sections(kind, payload); err != nil {
		return err
	}
	content.Steps = steps(p, kind, v.State)
	if err := s.roundFigures(c, p, &v, &content); err != nil {
		return err
	}
	return s.show(c, "round", p.title(&v.Record), content, view.Link{Label: p.t("measure.appraisal"), Href: "/appraisal"})
}

// steps are the states of a kind with the present one marked.
func steps(p *speaker, kind *evaluation.Kind, now evaluation.State) []step {
	var list []step
	past := true
	for _, st := range kind.States {
		past = past && st != now
		list = append(list, step{Label: p.t(kind.Name + ".state." + string(st)), Past: past, Current: st == now})
	}
	return list
}

// roundFigures are for those who run rounds; others see the record alone.
func (s *Site) roundFigures(c *fiber.Ctx, p *speaker, v *evaluation.View, content *roundPage) error {
	sheets, err := s.Service.Index(c.UserContext(), actor(c), evaluation.Query{
		Kinds: []string{appraisal.KindSheet}, Parents: []string{v.ID}, Sort: evaluation.SortName, Limit: evaluation.MaxLimit,
	})
	if err != nil {
		return err
	}
	content.Sheets = p.rows(sheets.Views)
	if !runs(actor(c)) {
		return nil
	}
	if len(sheets.Views) > 0 {
		content.Forms = "/appraisal/" + v.ID + "/forms"
	}
	if v.State == appraisal.RoundDraft {
		return s.roundChecks(c, p, v, content)
	}
	if content.Slips, err = s.Appraisal.Slips(c.UserContext(), *v); err != nil {
		return err
	}
	if (v.State == appraisal.RoundVoting || v.State == appraisal.RoundRehearsing) && actor(c).Has(evaluation.RolePersonnel) {
		content.Issue = "/appraisal/" + v.ID + "/issue"
	}
	if v.State == appraisal.RoundTallied || v.State == appraisal.RoundReleased || v.State == appraisal.RoundClosed {
		content.Sheets = nil
		if content.Results, err = s.results(c, p, v); err != nil {
			return err
		}
	}
	content.Counted = true
	content.Progress, err = s.Appraisal.Progress(c.UserContext(), *v)
	return err
}

func (s *Site) roundChecks(c *fiber.Ctx, p *speaker, v *evaluation.View, content *roundPage) error {
	r, err := evaluation.PayloadOf[appraisal.Round](v.Record)
	if err != nil {
		return err
	}
	checks, err := s.Appraisal.Preflight(c.UserContext(), v.Office, r)
	if err != nil {
		return err
	}
	for _, k := range checks {
		row := checkRow{Tone: map[string]string{appraisal.LevelStop: "red", appraisal.LevelWarn: "yellow"}[k.Level], Say: p.text.Say(p.lang, k.Say)}
		if row.Tone == "" {
			row.Tone = "green"
		}
		if k.Level == appraisal.LevelStop {
			content.Stops++
		}
		if k.Record != "" {
			row.Href = "/records/" + k.Record
		}
		content.Checks = append(content.Checks, row)
	}
	return nil
}

type issuePage struct {
	Action           string
	Version          int64
	Committees       []view.Choice
	Committee, Count string // as chosen
}

// issueForm asks for whom slips are printed, and how many.
func (s *Site) issueForm(c *fiber.Ctx) error {
	v, err := s.viewRound(c)
	if err != nil {
		return err
	}
	return s.issueAgain(c, &v, nil)
}

func (s *Site) issueAgain(c *fiber.Ctx, v *evaluation.View, wrong *evaluation.Error) error {
	balances, err := s.Appraisal.Slips(c.UserContext(), *v)
	if err != nil {
		return err
	}
	content := issuePage{Action: c.Path(), Version: v.Version, Committee: c.FormValue("committee"), Count: c.FormValue("count")}
	for _, b := range balances {
		if b.Slots > 0 {
			content.Committees = append(content.Committees, view.Choice{Value: b.Committee, Label: s.t(c, "slips.room", "name", b.Name, "slots", b.Slots, "issued", b.Codes)})
		}
	}
	frame, err := s.frame(c, s.t(c, "slips.issue"), []view.Link{{Label: s.t(c, "measure.appraisal"), Href: "/appraisal"}, {Label: v.Period, Href: "/appraisal/" + v.ID}})
	if err != nil {
		return err
	}
	if wrong != nil {
		frame.Problem = s.Text.Say(server.Lang(c), wrong.Message)
		for _, problem := range wrong.Fields {
			frame.Problem = s.Text.Say(server.Lang(c), problem)
		}
		c.Status(server.Status(wrong.Code))
	}
	frame.Content = content
	return s.send(c, "issue", frame)
}

type slipSheet struct {
	Office, Committee, Page string
	Year                    string
	Slips                   []codeSlip
}

type codeSlip struct {
	Code string
	QR   template.URL
}

// issue makes codes and shows the slips, this once: their order says nothing,
// and no list says who draws which.
func (s *Site) issue(c *fiber.Ctx) error {
	v, err := s.viewRound(c)
	if err != nil {
		return err
	}
	committee := c.FormValue("committee")
	version, verr := strconv.ParseInt(c.FormValue("version"), 10, 64)
	count, cerr := strconv.Atoi(c.FormValue("count"))
	if verr != nil || cerr != nil {
		return evaluation.Fail(evaluation.CodeInvalid, "error.invalid")
	}
	codes, err := s.Appraisal.Issue(c.UserContext(), s.Service, actor(c), v.ID, version, committee, count)
	if e, ok := errors.AsType[*evaluation.Error](err); ok && e.Code != evaluation.CodeUnavailable && e.Code != evaluation.CodeForbidden {
		return s.issueAgain(c, &v, e)
	}
	if err != nil {
		return err
	}
	p, err := s.speaker(c)
	if err != nil {
		return err
	}
	settings, err := s.officeSettings(c)
	if err != nil {
		return err
	}
	content := slipSheet{Office: settings.Name, Committee: p.name(committee), Page: c.BaseURL() + "/v", Year: v.Period}
	for _, code := range codes {
		image, err := qrCode(content.Page + "#" + code)
		if err != nil {
			return err
		}
		content.Slips = append(content.Slips, codeSlip{grouped(code), image})
	}
	return s.show(c, "print_codes", s.t(c, "slips.title_codes"), content, view.Link{Label: s.t(c, "measure.appraisal"), Href: "/appraisal/" + v.ID})
}

// grouped writes a code as people read it off: XGB6-YEMP-JXG2.
func grouped(code string) string {
	var parts []string
	for len(code) > 4 {
		parts, code = append(parts, code[:4]), code[4:]
	}
	return strings.Join(append(parts, code), "-")
}

// resultRow is one cadre of a round: in the order of names, never of marks.
type resultRow struct {
	Href, Name, Unit, Mean, Trimmed, SD, Usable, Agreement, Opinions string
	State                                                            view.Badge
	Hidden                                                           bool
}

// results are the figures of a round as the reader may see them.
func (s *Site) results(c *fiber.Ctx, p *speaker, v *evaluation.View) ([]resultRow, error) {
	lines, err := s.Appraisal.Results(c.UserContext(), s.Service, actor(c), *v)
	if err != nil {
		return nil, err
	}
	rows := make([]resultRow, 0, len(lines))
	for _, l := range lines {
		row := resultRow{
			Href: "/records/" + l.Sheet, Name: l.Name, Unit: l.UnitName, State: p.state(&evaluation.Record{Kind: appraisal.KindSheet, State: l.State}),
			Opinions: itoa(l.Opinions) + " / " + itoa(l.Asked),
		}
		if x := l.Result; x != nil {
			row.Usable, row.Hidden = itoa(x.Usable)+" / "+itoa(x.Eligible), !x.Shown
			if x.Shown {
				row.Mean, row.SD = hundredths(x.Mean), hundredths(x.SD)
				if x.Trimmed > 0 {
					row.Trimmed = hundredths(x.Trimmed)
				}
			}
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// hundredths writes 8840 as 88.40.
func hundredths(n int64) string { return strconv.FormatFloat(float64(n)/100, 'f', 2, 64) }

// appraised shows the result of a sheet with how it came about, worked out
// again from the boxes, and how the marks are spread.
func (s *Site) appraised(c *fiber.Ctx, p *speaker, v *evaluation.View, content *recordPage) error {
	e, err := s.Appraisal.Explain(c.UserContext(), *v)
	if err != nil {
		return err
	}
	sh, err := evaluation.PayloadOf[appraisal.Sheet](v.Record)
	if err != nil {
		return err
	}
	if content.Result = p.explained([]desk.Node{e.Tree}, sh.Rules); e.Differs {
		content.Result = append([]view.Explained{{Label: p.t("why.differs")}}, content.Result...)
	}
	if sh.Result == nil || !sh.Result.Shown {
		return nil
	}
	bands, err := sh.Rules.Items("appraisal.bands")
	if err != nil {
		return err
	}
	labels := map[string]string{appraisal.BandRest: p.t("appraisal.band.rest")}
	for _, b := range bands {
		if labels[b.Code] = b.Zh; p.lang == "en" {
			labels[b.Code] = b.En
		}
	}
	var items []chart.Item
	for _, b := range sh.Result.Bands {
		items = append(items, chart.Item{Label: labels[b.Code], Value: float64(b.Count)})
	}
	content.Charts = []chart.Figure{chart.Bars(chart.Text{
		ID: "bands", Title: p.t("appraisal.sheet.field.result.bands"), Note: p.t("appraisal.band.note", "n", sh.Result.Usable),
		Label: p.t("appraisal.sheet.field.result.bands.code"), Value: p.t("appraisal.sheet.field.result.bands.count"),
	}, items)}
	return nil
}

// appraisalForm is the form 居委干部年终考评表 of one cadre.
type appraisalForm struct {
	Office string
	appraisal.Printed
	*speaker
}

// Points writes hundredths of a point.
func (appraisalForm) Points(n int64) string { return hundredths(n) }

type formsPage struct{ Forms []appraisalForm }

func (s *Site) formOfSheet(c *fiber.Ctx, p *speaker, office string, v *evaluation.View) (appraisalForm, error) {
	printed, err := s.Appraisal.FormOf(c.UserContext(), s.Service, actor(c), *v)
	return appraisalForm{Office: office, Printed: printed, speaker: p}, err
}

// roundForms prints the forms of all cadres of a round that the reader may
// see, each on a sheet of its own.
func (s *Site) roundForms(c *fiber.Ctx) error {
	v, err := s.viewRound(c)
	if err != nil {
		return err
	}
	p, err := s.speaker(c)
	if err != nil {
		return err
	}
	settings, err := s.officeSettings(c)
	if err != nil {
		return err
	}
	content := formsPage{}
	q := evaluation.Query{Kinds: []string{appraisal.KindSheet}, Parents: []string{v.ID}, Sort: evaluation.SortName, Limit: evaluation.MaxLimit}
	sheets, err := s.Service.List(c.UserContext(), actor(c), q)
	if err != nil {
		return err
	}
	for i := range sheets.Views {
		form, err := s.formOfSheet(c, p, settings.Name, &sheets.Views[i])
		if err != nil {
			return err
		}
		content.Forms = append(content.Forms, form)
	}
	if err := s.note(c, "print", evaluation.OutcomeOK, appraisal.KindSheet+" "+v.ID); err != nil {
		return err
	}
	frame, err := s.frame(c, p.t("print.appraisal_form.title"), []view.Link{{Label: p.title(&v.Record), Href: "/appraisal/" + v.ID}})
	if err != nil {
		return err
	}
	frame.Confidential, frame.Content = true, content
	return s.send(c, "print_appraisal_form", frame)
}

// printSheet prints the form of one cadre.
func (s *Site) printSheet(c *fiber.Ctx, p *speaker, office string, v *evaluation.View) error {
	form, err := s.formOfSheet(c, p, office, v)
	if err != nil {
		return err
	}
	if err := s.note(c, "print", evaluation.OutcomeOK, v.Kind+" appraisal_form"); err != nil {
		return err
	}
	frame, err := s.frame(c, p.t("print.appraisal_form.title"), []view.Link{{Label: p.title(&v.Record), Href: "/records/" + v.ID}})
	if err != nil {
		return err
	}
	frame.Confidential, frame.Content = true, formsPage{Forms: []appraisalForm{form}}
	return s.send(c, "print_appraisal_form", frame)
}
