package page

import (
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/chart"
	"kaoji/app/page/view"
	"kaoji/evaluation"
	"kaoji/evaluation/education"
)

// campaignPage is the page from which a campaign is run.
type campaignPage struct {
	Record   recordPage
	Steps    []step
	Theme    string
	Sessions []view.Row
	Plan     string // address of the form that plans a session, "" if it is not for now
	All      education.UnitCompletion
	Meter    view.Meter
	Units    view.Grid
	Chart    chart.Figure
	Test     view.Grid // its questions, for those who may see the answers
	Parts    []view.Row
	More     string // address of the whole list
	Excel    string
	Mine     string // the reader's own part
	Empty    view.Empty
}

func (s *Site) campaign(c *fiber.Ctx) error {
	v, err := s.opened(c, education.KindCampaign)
	if err != nil {
		return err
	}
	p, err := s.speaker(c)
	if err != nil {
		return err
	}
	camp, err := evaluation.PayloadOf[education.Campaign](v.Record)
	if err != nil {
		return err
	}
	content := campaignPage{Theme: camp.Theme, Empty: view.Empty{Why: p.t("education.page.no_sessions"), Do: p.t("education.page.no_sessions_do")}}
	dropped := []string{"people", "title", "theme", "questions"}
	if !camp.Reflect {
		dropped = append(dropped, "reflect", "length", "head_reviews")
	}
	content.Test = p.questions(camp.Questions)
	if content.Record, err = s.headed(c, p, &v, dropped...); err != nil {
		return err
	}
	kind, _ := s.Service.Kind(v.Kind)
	content.Steps = steps(p, kind, v.State)
	if v.State != education.Cancelled {
		content.Steps = content.Steps[:3]
	}
	if err := s.campaignSessions(c, p, &v, &content); err != nil {
		return err
	}
	if err := s.campaignParts(c, p, &v, &content); err != nil {
		return err
	}
	return s.show(c, "education_campaign", camp.Title, content, educationCrumb(p)...)
}

func (s *Site) campaignSessions(c *fiber.Ctx, p *speaker, v *evaluation.View, content *campaignPage) error {
	found, err := s.indexAll(c, evaluation.Query{Kinds: []string{education.KindSession}, Parents: []string{v.ID}, Sort: evaluation.SortOn})
	if err != nil {
		return err
	}
	content.Sessions = p.rows(found)
	plans := s.Policy.May(actor(c).Roles, education.KindSession, "plan", "", []evaluation.Relation{evaluation.Anyone})
	if plans && (v.State == education.Draft || v.State == education.Running) {
		content.Plan = "/new/" + education.KindSession + "/plan?campaign=" + v.ID
	}
	return nil
}

// campaignParts are completion by department and the people, as far as the
// reader may see them.
func (s *Site) campaignParts(c *fiber.Ctx, p *speaker, v *evaluation.View, content *campaignPage) error {
	a := actor(c)
	if a.Person != "" {
		mine, err := s.partOf(c, v.ID, a.Person)
		if err != nil {
			return err
		}
		if mine != nil {
			content.Mine = "/education/parts/" + mine.ID
		}
	}
	if !seesYears(a) {
		return nil
	}
	units, err := education.Completion(c.UserContext(), s.Service, a, v.ID)
	if err != nil {
		return err
	}
	content.All = education.Whole(units)
	content.Meter = view.Meter{Label: p.t("education.page.completed"), Done: content.All.Complete, Of: content.All.All - content.All.Excused}
	content.Units, content.Chart = p.completion(units)
	parts, err := s.Service.Index(c.UserContext(), a, evaluation.Query{
		Kinds: []string{education.KindPart}, Parents: []string{v.ID}, States: []evaluation.State{education.PartOpen, education.PartUnfinished}, Sort: evaluation.SortDue, Limit: perPage,
	})
	if err != nil {
		return err
	}
	content.Parts, content.More = p.rows(parts.Views), "/lists/"+education.KindPart
	if a.Has(evaluation.RolePersonnel) && content.All.All > 0 {
		content.Excel = "/education/campaigns/" + v.ID + "/excel"
	}
	return nil
}

// partOf is somebody's part in a campaign, nil for none.
func (s *Site) partOf(c *fiber.Ctx, campaign, person string) (*evaluation.Record, error) {
	found, err := s.Service.Find(c.UserContext(), evaluation.Query{
		Office: actor(c).Office, Kinds: []string{education.KindPart}, Uniques: []string{education.PartKey(campaign, person)}, Limit: 1,
	})
	if err != nil || len(found.Records) == 0 {
		return nil, err
	}
	return &found.Records[0], nil
}

// completion is a line and a bar for each department.
func (p *speaker) completion(units []education.UnitCompletion) (view.Grid, chart.Figure) {
	grid := view.Grid{Columns: []view.Column{
		{Label: p.t("list.unit")}, {Label: p.t("education.page.all"), Number: true}, {Label: p.t("education.part.state.complete"), Number: true},
		{Label: p.t("education.part.state.open"), Number: true}, {Label: p.t("education.part.state.excused"), Number: true}, {Label: p.t("education.part.state.unfinished"), Number: true},
	}}
	var labels []string
	series := []chart.Series{{Name: p.t("education.part.state.complete")}, {Name: p.t("education.page.not_yet")}}
	for _, d := range p.day.Departments() { // in the office's own order
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
		ID: "completion", Title: p.t("education.page.by_unit"), Label: p.t("list.unit"), Value: p.t("education.page.people"),
		Note: p.t("education.page.completion_note", "done", all.Complete, "of", all.All-all.Excused),
	}, labels, series, false)
}

// questions lists a test with its answers.
func (p *speaker) questions(list []education.Question) view.Grid {
	grid := view.Grid{Columns: []view.Column{
		{Label: p.t("education.campaign.field.questions.text")}, {Label: p.t("education.campaign.field.questions.form")},
		{Label: p.t("education.campaign.field.questions.answer")}, {Label: p.t("education.campaign.field.questions.points"), Number: true},
	}}
	for i := range list {
		q := &list[i]
		grid.Rows = append(grid.Rows, []view.Cell{
			{Text: strconv.Itoa(i+1) + ". " + q.Text, Note: strings.Join(q.Choices(), "；")}, {Text: p.t("education.campaign.field.questions.form." + q.Form)}, {Text: q.Answer}, countCell(q.Points),
		})
	}
	return grid
}

func countCell(n int) view.Cell { return view.Cell{Text: strconv.Itoa(n)} }

// campaignExcel is the completion of everybody as a workbook.
func (s *Site) campaignExcel(c *fiber.Ctx) error {
	v, err := s.opened(c, education.KindCampaign)
	if err != nil {
		return err
	}
	if err := s.mayExport(c); err != nil {
		return err
	}
	p, err := s.speaker(c)
	if err != nil {
		return err
	}
	camp, err := evaluation.PayloadOf[education.Campaign](v.Record)
	if err != nil {
		return err
	}
	views, err := evaluation.Gather(s.everyView(c, evaluation.Query{Kinds: []string{education.KindPart}, Parents: []string{v.ID}, Sort: evaluation.SortName}))
	if err != nil {
		return err
	}
	heads := []string{
		p.t("list.unit"), p.t("roster.name"), p.t("education.part.field.wanted"), p.t("education.part.field.hours"), p.t("education.page.owed"),
		p.t("education.part.field.reflected_on"), p.t("education.part.field.passed_on"), p.t("list.state"),
	}
	var rows [][]string
	for i := range views {
		part, err := evaluation.PayloadOf[education.Part](views[i].Record)
		if err != nil {
			return err
		}
		rows = append(rows, []string{
			part.UnitName, part.Name, string(part.Wanted), string(part.Hours), strconv.Itoa(len(part.Owed())), part.ReflectedOn.String(), part.PassedOn.String(),
			p.state(&views[i].Record).Label,
		})
	}
	return s.workbook(c, camp.Title, education.KindPart, &view.Table{Heads: heads, Rows: rows, Numbers: columns(len(heads), 2, 3, 4)})
}
