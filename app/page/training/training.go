package training

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/site"
	"kaoji/app/page/view"
	"kaoji/app/text"
	"kaoji/evaluation"
	"kaoji/evaluation/training"
)

// trainingPage is the training plans as far as the reader has to do with them:
// the own one, those the reader answers for, and for the section all of them.
type trainingPage struct {
	Acts   []view.Button
	Stats  []view.Stat // how the reader kept to the dates of the reports
	Owed   view.Grid   // the reports behind it
	Own    []view.Row
	Mine   view.Grid
	Gaps   view.Grid
	All    view.Grid
	People view.Grid
	Empty  view.Empty
}

// plan is a training plan that the reader may see.
type plan struct {
	*evaluation.View
	*training.Plan
}

func (s *pages) plans(c *fiber.Ctx, q evaluation.Query) ([]plan, error) {
	q.Kinds, q.Sort = []string{training.KindPlan}, evaluation.SortName
	var list []plan
	for v, err := range s.EveryView(c, q) {
		if err != nil {
			return nil, err
		}
		one, err := evaluation.PayloadOf[training.Plan](v.Record)
		if err != nil {
			return nil, err
		}
		list = append(list, plan{&v, one})
	}
	return list, nil
}

func (s *pages) training(c *fiber.Ctx, p *site.Speaker) error {
	a := site.Actor(c)
	if len(s.Policy.Reach(a.Roles, training.KindPlan)) == 0 {
		return evaluation.Fail(evaluation.CodeNotFound, "error.not_found")
	}
	kind, _ := s.Service.Kind(training.KindPlan)
	content := trainingPage{
		Acts:  s.Creating(p, kind, a),
		Empty: view.Empty{Why: p.T("training.page.empty_you"), Do: p.T("training.page.empty_you_do")},
	}
	list, err := s.plans(c, evaluation.Query{})
	if err != nil {
		return err
	}
	site.Basis(c, "training.report")
	content.sort(p, a, list)
	if a.Has(evaluation.RolePersonnel) || a.Has(evaluation.RolePrincipal) {
		if content.Empty = (view.Empty{Why: p.T("training.page.empty"), Do: p.T("training.page.empty_do")}); len(content.Acts) > 0 {
			content.Empty.Button = &content.Acts[0]
		}
		if err := s.punctualPeople(c, p, list, &content.People); err != nil {
			return err
		}
	}
	mine, err := s.Training.Punctual(c.UserContext(), a.Office, a.Person, s.Today())
	if err != nil {
		return err
	}
	if mine.Due() > 0 {
		content.Stats, content.Owed = punctualStats(p, mine), owedGrid(p, mine.Reports)
	}
	return s.Show(c, "training", p.T("measure.training"), content)
}

// sort puts each plan where the reader looks for it.
func (content *trainingPage) sort(p *site.Speaker, a evaluation.Actor, list []plan) {
	var mine, gaps, all []plan
	for _, one := range list {
		if one.Own {
			content.Own = append(content.Own, p.Row(one.View))
		}
		if a.Person != "" && slices.Contains(one.Parties, a.Person) {
			mine = append(mine, one)
		}
		if !slices.Contains(one.Fields, evaluation.All) {
			continue
		}
		if all = append(all, one); one.State == training.Vacant {
			gaps = append(gaps, one)
		}
	}
	content.Mine, content.Gaps, content.All = planGrid(p, mine), planGrid(p, gaps), planGrid(p, all)
}

func punctualStats(p *site.Speaker, n training.Punctual) []view.Stat {
	missed := view.Stat{Label: p.T("training.page.missed"), Value: strconv.Itoa(n.Missed)}
	if n.Missed > 0 {
		missed.Tone = "red"
	}
	return []view.Stat{
		{Label: p.T("training.page.due"), Value: strconv.Itoa(n.Due())},
		{Label: p.T("training.page.on_time"), Value: strconv.Itoa(n.OnTime), Tone: "green"},
		{Label: p.T("training.page.late"), Value: strconv.Itoa(n.Late)}, missed,
	}
}

// owedGrid lists the reports that the reader owed.
func owedGrid(p *site.Speaker, list []training.Owed) view.Grid {
	grid := p.Grid("training.page.name", "training.page.due_by", "training.page.handed_in", "training.page.state")
	for _, one := range list {
		grid.Rows = append(grid.Rows, []view.Cell{
			{Text: one.Name}, {Text: text.Day(p.Lang, one.DueBy)}, {Text: text.Day(p.Lang, one.On)}, {Text: p.T("training.page." + one.State)},
		})
	}
	return grid
}

// owedNote is the same in a line, without whom the plans are of.
func owedNote(p *site.Speaker, list []training.Owed) string {
	var parts []string
	for _, one := range list {
		parts = append(parts, p.T("training.page.owed", "due", text.Day(p.Lang, one.DueBy), "on", cmp.Or(text.Day(p.Lang, one.On), "—"), "state", p.T("training.page."+one.State)))
	}
	return strings.Join(parts, p.T("training.page.owed_and"))
}

// planGrid is a list of plans.
func planGrid(p *site.Speaker, list []plan) view.Grid {
	grid := p.Grid("training.page.name", "training.page.responsible", site.Number("training.page.tasks"), site.Number("training.page.hours"), "training.page.next",
		"training.page.state")
	for _, one := range list {
		done := len(one.Milestones) - one.Open()
		state := p.State(&one.Record)
		grid.Rows = append(grid.Rows, []view.Cell{
			{Text: one.PersonName, Href: p.Href(&one.Record), Note: one.UnitName + " " + one.Post},
			{Text: one.Responsible.Name, Note: responsible(p, &one)},
			{Text: fmt.Sprintf("%d / %d", done, len(one.Milestones))},
			{Text: fmt.Sprintf("%d / %d", one.Taken(), one.Hours)},
			{Text: text.Day(p.Lang, one.ReportBy)},
			{Badge: &state},
		})
	}
	return grid
}

// responsible says in which post, or why there is nobody.
func responsible(p *site.Speaker, one *plan) string {
	if one.Gap != nil {
		return p.T("training.page.gap") + p.T("training.plan.field.why."+one.Gap.Why)
	}
	return one.Responsible.UnitName + " " + one.Responsible.Post
}

// punctualPeople lists who answers for somebody, with how they kept to the dates.
func (s *pages) punctualPeople(c *fiber.Ctx, p *site.Speaker, list []plan, grid *view.Grid) error {
	*grid = p.Grid("training.page.responsible", site.Number("training.page.plans"), "training.page.reports")
	running := map[string]int{}
	var people []string
	for _, one := range list {
		if !slices.Contains(one.Fields, evaluation.All) || one.State != training.Running {
			continue
		}
		if running[one.Responsible.Person]++; running[one.Responsible.Person] == 1 {
			people = append(people, one.Responsible.Person)
		}
	}
	for _, id := range people {
		n, err := s.Training.Punctual(c.UserContext(), site.Actor(c).Office, id, s.Today())
		if err != nil {
			return err
		}
		grid.Rows = append(grid.Rows, []view.Cell{
			{Text: p.Name(id)}, {Text: strconv.Itoa(running[id])}, {Text: fmt.Sprintf("%d / %d / %d", n.OnTime, n.Late, n.Missed), Note: owedNote(p, n.Reports)},
		})
	}
	return nil
}
