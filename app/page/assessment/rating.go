package assessment

import (
	"net/url"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/form"
	"kaoji/app/page/site"
	"kaoji/app/page/view"
	"kaoji/evaluation"
	"kaoji/evaluation/assessment"
)

// ratePage is the page on which all ballots of the reader are filled in.
type ratePage struct {
	Sheet  view.Worksheet
	Voted  []string // names
	Gone   string   // key of what the browser kept, if nothing is left to rate
	Done   string
	Failed []view.Link
	Empty  view.Empty
}

func (s *pages) rateForm(c *fiber.Ctx, p *site.Speaker) error { return s.rateAgain(c, p, nil, nil) }

// rateAgain shows everybody whom the reader may rate and has not rated yet, with what
// was typed. Only the voter's own page shows whether they have voted.
func (s *pages) rateAgain(c *fiber.Ctx, p *site.Speaker, typed url.Values, sent []site.Sent) error {
	tasks, err := s.Assessment.Tasks(c.UserContext(), site.Actor(c))
	if err != nil {
		return err
	}
	content := ratePage{Empty: view.Empty{Why: p.T("rate.none"), Do: p.T("rate.none_do")}}
	key := keptRatings(site.Actor(c), tasks)
	w := &content.Sheet
	w.Action, w.Keep, w.Label, w.Submit = p.To("/assessment/rate"), key, p.T("rate.title"), p.T("rate.submit")
	w.Note, w.Columns = p.T("rate.keeps"), p.WorksheetColumns(c, "list.unit", "rate.group")
	for _, f := range ballotFields() {
		w.Columns = append(w.Columns, view.WorksheetColumn{Key: f.Name, Label: p.Or("assessment.content."+f.Name, p.T("assessment.ballot.field."+f.Name))})
	}
	w.Counts = []view.WorksheetCount{{Say: p.T("rate.left", "n", "{n}", "of", len(tasks))}}
	for i := range tasks {
		t := &tasks[i]
		if t.Voted {
			content.Voted = append(content.Voted, t.Person.Name)
			continue
		}
		row, err := s.rateRow(c, p, t, typed, sent)
		if err != nil {
			return err
		}
		w.Rows = append(w.Rows, row)
	}
	if p.Arrange(c, w); len(w.Rows) == 0 && len(tasks) > 0 {
		content.Gone, content.Empty = key, view.Empty{Why: p.T("rate.all_cast", "n", len(tasks))}
	}
	page := view.Page{Title: p.T("rate.title"), Crumbs: s.Crumbs(c, assessment.KindCycle), Content: &content}
	if sent != nil {
		content.Done, page.Problem, content.Failed = p.SentPage(c, sent)
	}
	return s.ShowPage(c, "rate", page)
}

// rateRow is the ballot about one person.
func (s *pages) rateRow(c *fiber.Ctx, p *site.Speaker, t *assessment.Task, typed url.Values, sent []site.Sent) (view.WorksheetRow, error) {
	row := view.WorksheetRow{
		ID: t.Sheet, Name: t.Person.Name, Note: t.Person.Post, Open: true,
		Link:  &view.Link{Label: p.T("rate.report"), Href: p.To("/assessment/rate", t.Sheet)},
		Cells: []view.WorksheetCell{text(t.Person.DepartmentName), text(p.T("assessment.group." + t.Group))},
	}
	a := site.Asked{Kind: &evaluation.Kind{Name: "assessment.ballot"}, Values: typed, Wrong: map[string]evaluation.Problem{}}
	if i := slices.IndexFunc(sent, func(r site.Sent) bool { return r.Row == t.Sheet }); i >= 0 {
		sent[i].Tell(p, &row, "rate.done")
		for name, problem := range sent[i].Wrong {
			a.Wrong[t.Sheet+"."+name] = problem
		}
	}
	cells, err := s.RowCells(c, p, t.Sheet, t.Person.Name, a, ballotFields())
	for i := range cells {
		if f := cells[i].Field; f != nil && f.Name == t.Sheet+".grade" {
			relabel(p, f, t.Scale)
		}
	}
	row.Cells = append(row.Cells, cells...)
	return row, err
}

// ballotFields are the fields of a ballot; whoever has no opinion says so last.
func ballotFields() []evaluation.Field {
	fields := evaluation.FieldsOf(assessment.Ballot{})
	return append(slices.Clone(fields[1:]), fields[0])
}

// rate casts a ballot for each person who is filled in. Each is a ballot of its own;
// what is wrong with one stops no other.
func (s *pages) rate(c *fiber.Ctx, p *site.Speaker) error {
	values, err := site.Posted(c)
	if err != nil {
		return err
	}
	tasks, err := s.Assessment.Tasks(c.UserContext(), site.Actor(c))
	if err != nil {
		return err
	}
	sent := []site.Sent{}
	for _, t := range tasks {
		typed := site.RowValues(values, t.Sheet)
		if t.Voted || !site.Filled(typed, ballotFields()) {
			continue
		}
		one := site.Sent{Row: t.Sheet, Name: t.Person.Name}
		var b assessment.Ballot
		if b, one.Wrong = ballotOf(typed); len(one.Wrong) == 0 {
			if one.Err, err = site.Refusal(s.Assessment.Cast(c.UserContext(), site.Actor(c), t.Sheet, b)); err != nil {
				return err
			}
		}
		if one.Err != nil {
			one.Wrong = one.Err.Fields
		}
		sent = append(sent, one)
	}
	return s.rateAgain(c, p, values, sent)
}

// ballotOf reads a ballot. A mark that is missing is a mistake and not 0 points.
func ballotOf(typed url.Values) (b assessment.Ballot, wrong evaluation.Mistakes) {
	wrong = form.Decode(typed, &b)
	if b.Abstain {
		return b, wrong
	}
	for _, name := range assessment.Contents() {
		if strings.TrimSpace(typed.Get(name)) == "" {
			wrong.Add(name, "error.field.required")
		}
	}
	if b.Grade == "" {
		wrong.Add("grade", "error.field.required")
	}
	return b, wrong
}

// keptRatings is the key under which the voter's browser keeps ballots that are not
// cast. The server keeps none, because it would know whose they are.
func keptRatings(voter evaluation.Actor, tasks []assessment.Task) string {
	cycles := ""
	for _, t := range tasks {
		if !strings.Contains(cycles, t.Cycle) {
			cycles += t.Cycle
		}
	}
	return site.BallotKey(cycles, voter.Account)
}

type reportPage struct {
	Post  string
	Lines []view.Line
	Empty view.Empty
}

// report is the self-report of somebody whom the reader may rate now.
func (s *pages) report(c *fiber.Ctx, p *site.Speaker) error {
	person, report, err := s.Assessment.ReportFor(c.UserContext(), site.Actor(c), c.Params("sheet"))
	if err != nil {
		return err
	}
	if err := s.Note(c, "read", evaluation.OutcomeOK, assessment.KindSheet, c.Params("sheet"), ""); err != nil {
		return err
	}
	content := reportPage{Post: person.DepartmentName + " " + person.Post, Empty: view.Empty{Why: p.T("rate.no_report")}}
	for _, l := range []struct{ key, value string }{
		{"assessment.content.virtue", report.Virtue}, {"assessment.content.ability", report.Ability}, {"assessment.content.diligence", report.Diligence},
		{"assessment.content.results", report.Results}, {"assessment.content.integrity", report.Integrity}, {"talk.summary", report.Summary},
		{"assessment.sheet.field.training", report.Training},
	} {
		if l.value != "" {
			content.Lines = append(content.Lines, view.Line{Label: p.T(l.key), Value: l.value, Long: true})
		}
	}
	return s.Show(c, "report", p.T("rate.report_of", "name", person.Name), content, append(s.Crumbs(c, assessment.KindCycle), view.Link{Label: p.T("rate.title"), Href: p.To("/assessment/rate")})...)
}

type whyPage struct {
	Name    string
	Nodes   []view.Explained
	Differs bool
	Empty   view.Empty
}

// why explains a result from the stored data.
func (s *pages) why(c *fiber.Ctx, p *site.Speaker) error {
	v, err := s.Service.Get(c.UserContext(), site.Actor(c), c.Params("sheet"))
	if err != nil {
		return err
	}
	e, err := s.Assessment.Explain(c.UserContext(), v)
	if err != nil {
		return err
	}
	pack, err := s.Rules.Pack(c.UserContext(), v.Office)
	if err != nil {
		return err
	}
	rules := pack.On(s.Today())
	content := whyPage{Name: p.Title(&v.Record), Nodes: p.Explained([]assessment.Node{e.Tree}, rules), Differs: e.Differs, Empty: view.Empty{Why: p.T("why.none"), Do: p.T("why.none_do")}}
	return s.Show(c, "why", p.T("why.title"), content, view.Link{Label: content.Name, Href: p.To("/records", v.ID)})
}

// ratingBallots are the ballots that the reader has not cast yet, of each cycle.
func (s *pages) ratingBallots(c *fiber.Ctx, p *site.Speaker) ([]site.Ballots, error) {
	tasks, err := s.Assessment.Tasks(c.UserContext(), site.Actor(c))
	if err != nil {
		return nil, err
	}
	var list []site.Ballots
	for len(tasks) > 0 {
		t := tasks[0]
		n := slices.IndexFunc(tasks, func(o assessment.Task) bool { return o.Cycle != t.Cycle })
		if n < 0 {
			n = len(tasks)
		}
		left := slices.DeleteFunc(slices.Clone(tasks[:n]), func(o assessment.Task) bool { return o.Voted })
		tasks = tasks[n:]
		if len(left) == 0 {
			continue
		}
		b := site.Ballots{Text: p.T("rate.task.many", "n", len(left)), Note: p.Period(t.Period), Due: t.Due, Href: p.To("/assessment/rate"), N: int64(len(left))}
		if len(left) == 1 {
			b.Text = p.T("rate.task", "name", left[0].Person.Name)
		}
		if cast := n - len(left); cast > 0 {
			b.Note += " · " + p.T("rate.cast_of", "n", cast, "of", n)
		}
		list = append(list, b)
	}
	return list, nil
}
