package education

import (
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/chart"
	"kaoji/app/page/site"
	"kaoji/app/page/view"
	"kaoji/evaluation"
	"kaoji/evaluation/education"
)

// campaignPage is the page from which a campaign is run.
type campaignPage struct {
	Record   site.RecordPage
	Steps    []view.Step
	Theme    string
	Sessions *view.Listed
	Plan     string // address of the form that plans a session, "" if it is not possible now
	All      education.UnitCompletion
	Meter    view.Meter
	Units    view.Grid
	Chart    chart.Figure
	Test     view.Grid // its questions, for those who may see the answers
	Parts    *view.Listed
	More     string // address of the whole list
	Excel    string
	Mine     string // address of the reader's own part
	Empty    view.Empty
}

func (s *pages) campaign(c *fiber.Ctx, p *site.Speaker, v *evaluation.View, camp *education.Campaign) (err error) {
	content := campaignPage{Theme: camp.Theme, Empty: view.Empty{Why: p.T("education.page.no_sessions"), Do: p.T("education.page.no_sessions_do")}}
	dropped := []string{"people", "title", "theme", "questions"}
	if !camp.Reflect {
		dropped = append(dropped, "reflect", "length", "head_reviews")
	}
	content.Test = questions(p, camp.Questions)
	if content.Record, err = s.Headed(c, p, v, dropped...); err != nil {
		return err
	}
	kind, _ := s.Service.Kind(v.Kind)
	content.Steps = site.Steps(p, kind, v.State)
	if v.State != education.Cancelled {
		content.Steps = content.Steps[:3]
	}
	if err := s.campaignSessions(c, p, v, &content); err != nil {
		return err
	}
	if err := s.campaignParts(c, p, v, &content); err != nil {
		return err
	}
	return s.Show(c, "education_campaign", camp.Title, content, s.Crumbs(c, v.Kind)...)
}

func (s *pages) campaignSessions(c *fiber.Ctx, p *site.Speaker, v *evaluation.View, content *campaignPage) error {
	found, err := s.IndexAll(c, evaluation.Query{Kinds: []string{education.KindSession}, Parents: []string{v.ID}, Sort: evaluation.SortOn})
	if err != nil {
		return err
	}
	content.Sessions = s.RecordsIn(p, found)
	plans := s.May(c, education.KindSession, "plan")
	if plans && (v.State == education.Draft || v.State == education.Running) {
		content.Plan = p.To("/new", education.KindSession, "plan") + "?campaign=" + v.ID
	}
	return nil
}

// campaignParts shows completion by department and the people, as far as the reader
// may see them.
func (s *pages) campaignParts(c *fiber.Ctx, p *site.Speaker, v *evaluation.View, content *campaignPage) error {
	a := site.Actor(c)
	if a.Person != "" {
		mine, err := s.partOf(c, v.ID, a.Person)
		if err != nil {
			return err
		}
		if mine != nil {
			content.Mine = p.To("/education/parts", mine.ID)
		}
	}
	if !s.ReadsOthers(c, education.KindPart) {
		return nil
	}
	units, err := education.Completion(c.UserContext(), s.Service, a, v.ID)
	if err != nil {
		return err
	}
	content.All = education.Whole(units)
	content.Meter = view.Meter{Label: p.T("education.page.completed"), Done: content.All.Complete, Of: content.All.All - content.All.Excused}
	content.Units, content.Chart = completion(p, units)
	parts, err := s.Service.Index(c.UserContext(), a, evaluation.Query{
		Kinds: []string{education.KindPart}, Parents: []string{v.ID}, States: []evaluation.State{education.PartOpen, education.PartUnfinished}, Sort: evaluation.SortDue, Limit: site.PerPage,
	})
	if err != nil {
		return err
	}
	content.Parts, content.More = s.RecordsIn(p, parts.Views), p.To("/lists", education.KindPart)
	if s.MayExport(c) == nil && content.All.All > 0 {
		content.Excel = p.To("/education/campaigns", v.ID, "excel")
	}
	return nil
}

// partOf is somebody's part in a campaign, nil for none that the reader may see.
func (s *pages) partOf(c *fiber.Ctx, campaign, person string) (*evaluation.Record, error) {
	found, err := s.Service.Index(c.UserContext(), site.Actor(c), evaluation.Query{
		Kinds: []string{education.KindPart}, Uniques: []string{education.PartKey(campaign, person)}, Limit: 1,
	})
	if err != nil || len(found.Views) == 0 {
		return nil, err
	}
	return &found.Views[0].Record, nil
}

// completion is a line and a bar for each department.
func completion(p *site.Speaker, units []education.UnitCompletion) (view.Grid, chart.Figure) {
	grid := p.Grid("list.unit", site.Number("education.page.all"), site.Number("education.part.state.complete"), site.Number("education.part.state.open"),
		site.Number("education.part.state.excused"), site.Number("education.part.state.unfinished"))
	var labels []string
	series := []chart.Series{{Name: p.T("education.part.state.complete")}, {Name: p.T("education.page.not_yet")}}
	for _, d := range p.Day.Departments() { // in the office's own order
		for _, u := range units {
			if u.Unit != d.ID {
				continue
			}
			grid.Rows = append(grid.Rows, []view.Cell{
				{Text: d.Name}, countCell(u.All), countCell(u.Complete), countCell(u.Open), countCell(u.Excused), countCell(u.Unfinished),
			})
			labels = append(labels, d.Name)
			series[0].Values = append(series[0].Values, float64(u.Complete))
			series[1].Values = append(series[1].Values, float64(u.Open+u.Unfinished))
		}
	}
	all := education.Whole(units)
	return grid, chart.Stacked(chart.Text{
		ID: "completion", Title: p.T("education.page.by_unit"), Label: p.T("list.unit"), Value: p.T("education.page.people"),
		Note: p.T("education.page.completion_note", "done", all.Complete, "of", all.All-all.Excused),
	}, labels, series, false)
}

// questions lists a test with its answers.
func questions(p *site.Speaker, list []education.Question) view.Grid {
	const field = "education.campaign.field.questions."
	grid := p.Grid(field+"text", field+"form", field+"answer", site.Number(field+"points"))
	for i := range list {
		q := &list[i]
		grid.Rows = append(grid.Rows, []view.Cell{
			{Text: strconv.Itoa(i+1) + ". " + q.Text, Note: strings.Join(q.Choices(), "；")}, {Text: p.T("education.campaign.field.questions.form." + q.Form)}, {Text: q.Answer}, countCell(q.Points),
		})
	}
	return grid
}

func countCell(n int) view.Cell { return view.Cell{Text: strconv.Itoa(n)} }

// campaignExcel returns everybody's completion as a workbook.
func (s *pages) campaignExcel(c *fiber.Ctx, p *site.Speaker, v *evaluation.View, camp *education.Campaign) error {
	if err := s.MayExport(c); err != nil {
		return err
	}
	views, err := evaluation.Gather(s.EveryView(c, evaluation.Query{Kinds: []string{education.KindPart}, Parents: []string{v.ID}, Sort: evaluation.SortName}))
	if err != nil {
		return err
	}
	t := p.Table("list.unit", "roster.name", site.Number("education.part.field.wanted"), site.Number("education.part.field.hours"), site.Number("education.page.owed"),
		"education.part.field.reflected_on", "education.part.field.passed_on", "list.state")
	for i := range views {
		part, err := evaluation.PayloadOf[education.Part](views[i].Record)
		if err != nil {
			return err
		}
		t.Rows = append(t.Rows, []string{
			part.UnitName, part.Name, string(part.Wanted), string(part.Hours), strconv.Itoa(len(part.Owed())), part.ReflectedOn.String(), part.PassedOn.String(),
			p.State(&views[i].Record).Label,
		})
	}
	return s.Workbook(c, camp.Title, education.KindPart, &t)
}
