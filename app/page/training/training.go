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

// trainingPage lists the training plans of the reader: their own, those they are
// responsible for, and for the section all of them.
type trainingPage struct {
	Acts   []view.Button
	Stats  []view.Stat // how many of the reader's reports were on time
	Owed   view.Grid   // the reports counted
	Own    *view.Listed
	Mine   view.Grid
	Gaps   view.Grid
	All    view.Grid
	Pager  view.Pager // of All
	People view.Grid
	Empty  view.Empty
}

// plan is a training plan that the reader may see.
type plan struct {
	*evaluation.View
	*training.Plan
}

func (s *pages) plans(list []evaluation.View) ([]plan, error) {
	plans := make([]plan, len(list))
	for i := range list {
		one, err := evaluation.PayloadOf[training.Plan](list[i].Record)
		if err != nil {
			return nil, err
		}
		plans[i] = plan{&list[i], one}
	}
	return plans, nil
}

// everyPlan are all plans of a query.
func (s *pages) everyPlan(c *fiber.Ctx, q evaluation.Query) ([]plan, error) {
	q.Kinds, q.Sort = []string{training.KindPlan}, evaluation.SortName
	list, err := evaluation.Gather(s.EveryView(c, q))
	if err != nil {
		return nil, err
	}
	return s.plans(list)
}

func (s *pages) training(c *fiber.Ctx, p *site.Speaker) error {
	a := site.Actor(c)
	kind, _ := s.Service.Kind(training.KindPlan)
	content := trainingPage{
		Acts:  s.Creating(p, kind, a),
		Empty: view.Empty{Why: p.T("training.page.empty_you"), Do: p.T("training.page.empty_you_do")},
	}
	site.Basis(c, "training.report")
	if err := s.ownPlans(c, p, &content); err != nil {
		return err
	}
	punctual, err := s.Training.Punctuality(c.UserContext(), a.Office, a.Person, s.Today())
	if err != nil {
		return err
	}
	if s.Reads(c, kind.Name, evaluation.Anyone) {
		if content.Empty = (view.Empty{Why: p.T("training.page.empty"), Do: p.T("training.page.empty_do")}); len(content.Acts) > 0 {
			content.Empty.Button = &content.Acts[0]
		}
		if err := s.officePlans(c, p, &content); err != nil {
			return err
		}
		content.People = punctualPeople(p, &punctual)
	}
	if mine := punctual.Of(a.Person); a.Person != "" && mine.Due() > 0 {
		content.Stats, content.Owed = punctualStats(p, mine), owedGrid(p, mine.Reports)
	}
	return s.Show(c, "training", p.T("measure.training"), content)
}

// ownPlans are those of the reader, and those that the reader answers for.
func (s *pages) ownPlans(c *fiber.Ctx, p *site.Speaker, content *trainingPage) error {
	person := site.Actor(c).Person
	if person == "" {
		return nil
	}
	own, err := s.IndexAll(c, evaluation.Query{Kinds: []string{training.KindPlan}, Subjects: []string{person}, Sort: evaluation.SortName})
	if err != nil {
		return err
	}
	content.Own = s.RecordsIn(p, own)
	mine, err := s.everyPlan(c, evaluation.Query{Parties: []string{person}})
	content.Mine = planGrid(p, mine)
	return err
}

// officePlans are those of the office that need somebody, and a page of all. The
// reader's own is not among them.
func (s *pages) officePlans(c *fiber.Ctx, p *site.Speaker, content *trainingPage) error {
	notOwn := func(one plan) bool { return !one.Shows(evaluation.All) }
	gaps, err := s.everyPlan(c, evaluation.Query{States: []evaluation.State{training.Vacant}})
	if err != nil {
		return err
	}
	found, err := s.Service.List(c.UserContext(), site.Actor(c), evaluation.Query{
		Kinds: []string{training.KindPlan}, Sort: evaluation.SortName, Limit: site.PerPage, Cursor: c.Query("cursor"),
	})
	if err != nil {
		return err
	}
	all, err := s.plans(found.Views)
	content.Gaps, content.All = planGrid(p, slices.DeleteFunc(gaps, notOwn)), planGrid(p, slices.DeleteFunc(all, notOwn))
	content.Pager = site.Pager(string(c.Request().URI().RequestURI()), found.Next, c.Query("cursor"))
	return err
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

// owedGrid lists the reports that the reader had to write.
func owedGrid(p *site.Speaker, list []training.Owed) view.Grid {
	grid := p.Grid("training.page.name", "training.page.due_by", "training.page.handed_in", "training.page.state")
	for _, one := range list {
		grid.Rows = append(grid.Rows, []view.Cell{
			{Text: one.Name}, {Text: text.Day(p.Lang, one.DueBy)}, {Text: text.Day(p.Lang, one.On)}, {Text: p.T("training.page." + one.State)},
		})
	}
	return grid
}

// owedNote is the same in one line, without the names of the plans' people.
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
			{Due: one.ReportBy},
			{Badge: &state},
		})
	}
	return grid
}

// responsible shows the responsible person's post, or why there is nobody.
func responsible(p *site.Speaker, one *plan) string {
	if one.Gap != nil {
		return p.T("training.page.gap") + p.T("training.plan.field.why."+one.Gap.Why)
	}
	return one.Responsible.UnitName + " " + one.Responsible.Post
}

// punctualPeople lists who answers for somebody, with how they kept to the dates.
func punctualPeople(p *site.Speaker, of *training.Punctuality) view.Grid {
	grid := p.Grid("training.page.responsible", site.Number("training.page.plans"), "training.page.reports")
	for _, id := range of.People {
		n := of.Of(id)
		grid.Rows = append(grid.Rows, []view.Cell{
			{Text: p.Name(id)}, {Text: strconv.Itoa(of.Running[id])}, {Text: fmt.Sprintf("%d / %d / %d", n.OnTime, n.Late, n.Missed), Note: owedNote(p, n.Reports)},
		})
	}
	return grid
}
