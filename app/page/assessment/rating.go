package assessment

import (
	"errors"
	"slices"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/form"
	"kaoji/app/page/site"
	"kaoji/app/page/view"
	"kaoji/app/server"
	"kaoji/evaluation"
	"kaoji/evaluation/assessment"
)

type ratePage struct {
	Open, Done []task
	Empty      view.Empty
}

type task struct {
	Name, Unit, Group, Href string
	Due                     evaluation.Date
}

// rateList lists the people whom the reader may rate now. Only the voter's own page
// shows whether they have voted.
func (s *pages) rateList(c *fiber.Ctx, p *site.Speaker) error {
	tasks, err := s.Assessment.Tasks(c.UserContext(), site.Actor(c))
	if err != nil {
		return err
	}
	content := ratePage{Empty: view.Empty{Why: p.T("rate.none"), Do: p.T("rate.none_do")}}
	for _, t := range tasks {
		item := task{Name: t.Person.Name, Unit: t.Person.DepartmentName, Group: p.T("assessment.group." + t.Group), Due: t.Due, Href: p.To("/assessment/rate", t.Sheet)}
		if t.Voted {
			content.Done = append(content.Done, item)
		} else {
			content.Open = append(content.Open, item)
		}
	}
	return s.Show(c, "rate", p.T("rate.title"), content, s.Crumbs(c, assessment.KindCycle)...)
}

type ballotPage struct {
	Name, Action string
	Fields       []view.Field
}

func (s *pages) rateForm(c *fiber.Ctx, p *site.Speaker) error { return s.ballot(c, p, nil) }

// ballot shows the form, and says first that it is anonymous.
func (s *pages) ballot(c *fiber.Ctx, p *site.Speaker, wrong *evaluation.Error) error {
	tasks, err := s.Assessment.Tasks(c.UserContext(), site.Actor(c))
	if err != nil {
		return err
	}
	values, err := site.Posted(c)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(tasks, func(t assessment.Task) bool { return t.Sheet == c.Params("sheet") && !t.Voted })
	if i < 0 {
		return evaluation.Fail(evaluation.CodeNotFound, "error.not_found")
	}
	content := ballotPage{Name: tasks[i].Person.Name, Action: p.To("/assessment/rate", tasks[i].Sheet)}
	a := site.Asked{Kind: &evaluation.Kind{Name: "assessment.ballot"}, Values: values}
	if wrong != nil {
		a.Wrong = wrong.Fields
		c.Status(server.Status(wrong.Code))
	}
	if content.Fields, err = s.Fields(c, p, &a, evaluation.FieldsOf(assessment.Ballot{})); err != nil {
		return err
	}
	return s.Show(c, "ballot", p.T("rate.of", "name", content.Name), content, view.Link{Label: p.T("rate.title"), Href: p.To("/assessment/rate")})
}

func (s *pages) rate(c *fiber.Ctx, p *site.Speaker) error {
	values, err := site.Posted(c)
	if err != nil {
		return err
	}
	var b assessment.Ballot
	if err := form.Decode(values, &b).Err(); err != nil {
		return s.ballotAgain(c, p, err)
	}
	return s.ballotAgain(c, p, s.Assessment.Cast(c.UserContext(), site.Actor(c), c.Params("sheet"), b))
}

// ballotAgain shows the thanks after a vote, or the form with its mistakes.
func (s *pages) ballotAgain(c *fiber.Ctx, p *site.Speaker, err error) error {
	if e, ok := errors.AsType[*evaluation.Error](err); ok && e.Code == evaluation.CodeInvalid {
		return s.ballot(c, p, e)
	}
	if err != nil {
		return err
	}
	return s.Done(c, s.To(c, "/assessment/rate"), "rate.done")
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

// ratingBallots links to the sheets that the reader has not rated yet.
func (s *pages) ratingBallots(c *fiber.Ctx, p *site.Speaker) ([]site.FormLink, error) {
	tasks, err := s.Assessment.Tasks(c.UserContext(), site.Actor(c))
	if err != nil {
		return nil, err
	}
	n := 0
	for _, t := range tasks {
		if !t.Voted {
			n++
		}
	}
	if n == 0 {
		return nil, nil
	}
	return []site.FormLink{{Href: p.To("/assessment/rate"), Label: p.T("rate.title"), Cadres: n}}, nil
}
