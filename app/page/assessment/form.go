package assessment

import (
	"context"
	"strings"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/site"
	"kaoji/app/paper"
	"kaoji/evaluation"
	"kaoji/evaluation/assessment"
)

// The columns of the form, and the heights of its rows.
var formColumns = []int{240, 330, 200, 300, 270, 360}

const (
	formRow      = 115
	formSummary  = 1780 // with the rows above it, a page
	formComment  = 800
	formDecision = 380
	formOwn      = 400
	formRemark   = 480
	formSign     = 110
)

// form makes the official form of the year of a person (rules.md A⁗) as far as the reader
// may see the sheet and the talk.
func (s *pages) form(ctx context.Context, words site.Printed, v *evaluation.View) (*paper.Form, error) {
	sh, err := evaluation.PayloadOf[assessment.Sheet](v.Record)
	if err != nil {
		return nil, err
	}
	if sh.Form() == "" {
		return nil, evaluation.Fail(evaluation.CodeNotFound, "error.not_found")
	}
	own, err := s.ownOf(ctx, words.Actor(), sh.Talk)
	if err != nil {
		return nil, err
	}
	w := formWriter{words, sh.OfficialForm(own)}
	return w.form(v.Period), nil
}

// form lays the form of a period out.
func (w *formWriter) form(period string) *paper.Form {
	f := &paper.Form{
		Name: strings.TrimSpace(w.Person.No + " " + w.Person.Name), Title: w.T("paper.assessment.title." + w.Category), Under: w.T("paper.assessment.period", "period", assessed(w.Speaker, period)),
		Pages: []paper.Page{{Columns: formColumns, Rows: w.front()}, {Columns: formColumns, Rows: w.back()}},
	}
	if !assessment.OfYear(period) {
		f.Title = w.T("paper.assessment.title.half")
	}
	f.Fit()
	return f
}

// assessed names the period on paper: the one that closes a year is the year.
func assessed(p *site.Speaker, period string) string {
	if assessment.OfYear(period) {
		return p.T("paper.assessment.year", "year", period[:4])
	}
	return p.Period(period)
}

// printed is a print form under the period that was assessed.
func (s *pages) printed(c *fiber.Ctx, words site.Printed, v *evaluation.View) (any, error) {
	words.Period = assessed(words.Speaker, v.Period)
	return s.Document(c, words, v)
}

// ownOf is what the person said in the talk, as far as the reader may see it.
func (s *pages) ownOf(ctx context.Context, actor evaluation.Actor, talk string) (assessment.Own, error) {
	if talk == "" {
		return assessment.Own{}, nil
	}
	v, err := s.Service.Get(ctx, actor, talk)
	if evaluation.CodeOf(err) == evaluation.CodeNotFound { // there is none yet, or the reader may not see it
		return assessment.Own{}, nil
	}
	if err != nil {
		return assessment.Own{}, err
	}
	t, err := evaluation.PartOf[assessment.Talk](v.Record, "answer", "amendments")
	if err != nil {
		return assessment.Own{}, err
	}
	return t.Own(), nil
}

// formWriter says what stands on the form of a person.
type formWriter struct {
	site.Printed
	*assessment.OfficialForm
}

func (w *formWriter) head(key string) paper.Cell { return paper.Head(w.T(key)) }

// front is the page with the person and the summary.
func (w *formWriter) front() []paper.Row {
	p := &w.Person
	row := func(cells ...paper.Cell) paper.Row { return paper.Row{Height: formRow, Cells: cells} }
	across := func(key, text string) paper.Row { return row(w.head(key), paper.Line(text).Over(5)) }
	rows := []paper.Row{
		row(w.head("roster.name"), paper.Value(p.Name), w.head("form.sex"), paper.Value(w.Coded("sex", p.Sex)), w.head("form.born"), paper.Value(w.MonthOf(p.Born))),
		row(w.head("form.politics"), paper.Value(w.Coded("politics", p.Politics)).Over(2), w.head("form.since"), paper.Value(w.since()).Over(2)),
	}
	place, level := words(w.Office, p.DepartmentName, p.Post), w.Coded("level", p.Level)
	if w.Category == assessment.Civil {
		rows = append(rows, across("form.post", words(place, level)))
	} else {
		rows = append(rows, across("form.post_held", place), across("form.station", level))
	}
	rows = append(rows, across("form.duties", p.Duties))
	left := formSummary
	for _, r := range rows[3:] { // the institution's form has a row more
		left -= r.Height
	}
	return append(rows, paper.Row{Height: left + formRow, Cells: []paper.Cell{w.head("form.summary"), paper.Running(w.summary()).Over(5)}})
}

// since is since when the person has the post, and the level if that is another day.
func (w *formWriter) since() string {
	post, level := w.Person.PostSince, w.Person.LevelSince
	said := w.MonthOf(post)
	if !level.IsZero() && level != post {
		said = joined([]string{said, w.T("paper.assessment.level_since", "month", w.MonthOf(level))})
	}
	return said
}

// summary is the self-report with the training, or why there is none. What came back to
// somebody who then refused is no report.
func (w *formWriter) summary() string {
	r := &w.Report
	switch {
	case w.Decision.Refusal:
		return ""
	case w.Waived != "":
		return w.T("paper.assessment.waived", "why", w.Waived)
	}
	lines := []string{r.Summary}
	for i, text := range []string{r.Virtue, r.Ability, r.Diligence, r.Results, r.Integrity} {
		if text != "" {
			lines = append(lines, w.Speaker.Named(w.T("assessment.content."+assessment.Contents()[i]), text))
		}
	}
	if r.Training != "" {
		lines = append(lines, w.T("paper.assessment.training", "text", r.Training))
	}
	return joined(lines)
}

// back is the page with what others and the person say.
func (w *formWriter) back() []paper.Row {
	signed := func(key, text string, height int, signature string) []paper.Row {
		return paper.Signed(w.head(key), paper.Running(text).Over(5), height, signature, formSign)
	}
	rows := signed("form.comment", w.comment(), formComment, w.signature(w.Proposal.Name, w.Proposal.On))
	rows = append(rows, signed("form.decision", w.decision(), formDecision, w.seal(w.Decision.On))...)
	rows = append(rows, signed("form.own", w.own(), formOwn, w.signature("", w.Own.Answer.On))...)
	return append(rows, signed("form.remark", w.remark(), formRemark, w.seal(evaluation.Date{}))...)
}

// own is what the person says of the grade, after what was said of former grades.
func (w *formWriter) own() string {
	var lines []string
	for i := range w.Own.Former {
		f := &w.Own.Former[i]
		lines = append(lines, w.T("paper.assessment.former", "grade", w.grade(f.Grade), "on", w.DayOf(f.Answer.On), "answer", w.answer(&f.Answer)))
	}
	return joined(append(lines, w.answer(&w.Own.Answer)))
}

// answer is what the person answered, "" before.
func (w *formWriter) answer(a *assessment.Answer) string {
	said := ""
	if a.Kind != "" {
		said = w.T("assessment.talk.state." + a.Kind)
	}
	if a.Noted != "" {
		said += w.T("paper.assessment.noted", "name", a.Noted)
	}
	return joined([]string{said, a.Text})
}

func (w *formWriter) comment() string {
	var lines []string
	if !w.Deferred() { // no comment during an investigation
		lines = append(lines, w.Proposal.Comment)
	}
	if w.Proposal.Grade != "" {
		lines = append(lines, w.T("form.proposed")+w.grade(w.Proposal.Grade))
	}
	return joined(lines)
}

// decision is the decided grade and what became of it later.
func (w *formWriter) decision() string {
	var lines []string
	if w.Decision.Grade != "" {
		lines = append(lines, w.T("form.decided")+w.grade(w.Decision.Grade))
	}
	if w.Decision.Refusal {
		lines = append(lines, w.T("form.refusal"))
	}
	return joined(append(lines, correctionsIn(w.Speaker, w.Corrections)...))
}

// correctionsIn says how a grade was changed later.
func correctionsIn(p *site.Speaker, list []assessment.Correction) []string {
	var lines []string
	for _, c := range list {
		lines = append(lines, p.T("paper.assessment.corrected", "on", p.DayOf(c.On), "old", p.Text.Say(p.Lang, assessment.Word(c.Old)), "new", p.Text.Say(p.Lang, assessment.Word(c.New))))
	}
	return lines
}

// findingsIn says which special cases there are and what follows from them.
func findingsIn(p *site.Speaker, list []assessment.Finding) []string {
	var lines []string
	for _, f := range list {
		lines = append(lines, p.Text.Say(p.Lang, f.Words()))
	}
	return lines
}

// remark is why there is no grade, or what became known after it was decided. What else limits
// a grade stands on the filing list.
func (w *formWriter) remark() string {
	lines := findingsIn(w.Speaker, w.Remarks())
	if why, exempt := w.WhyExempt(); exempt {
		lines = append(lines, w.Text.Say(w.Lang, why))
	}
	return joined(lines)
}

func (w *formWriter) grade(word string) string { return w.Text.Say(w.Lang, assessment.Word(word)) }

// signature is where somebody signs; who has done so in Kaoji is named.
func (w *formWriter) signature(name string, on evaluation.Date) string {
	if name == "" {
		name = strings.Repeat("　", 6)
	}
	return w.T("form.signature") + name + "　" + w.day(on)
}

func (w *formWriter) seal(on evaluation.Date) string { return w.T("form.seal") + "　" + w.day(on) }

// day is a day, or the place for it.
func (w *formWriter) day(on evaluation.Date) string {
	if on.IsZero() {
		return w.T("form.date")
	}
	return w.DayOf(on)
}

// words are the words that there are, with spaces between.
func words(list ...string) string { return strings.Join(strings.Fields(strings.Join(list, " ")), " ") }

// joined are the lines that say something.
func joined(lines []string) string {
	var said []string
	for _, line := range lines {
		if line = strings.TrimSpace(strings.ReplaceAll(line, "\r\n", "\n")); line != "" {
			said = append(said, line)
		}
	}
	return strings.Join(said, "\n")
}
