package routine

import (
	"slices"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/site"
	"kaoji/app/page/view"
	"kaoji/evaluation"
	"kaoji/evaluation/routine"
)

// homePage begins with what waits for the reader, then the rounds and the goals of this
// year.
type homePage struct {
	Acts   []view.Button
	Tasks  *view.Listed
	Now    *view.Table // how far the running round is
	Rounds *view.Listed
	Pager  view.Pager
	Goals  *view.Listed
	Empty  view.Empty
}

// mostShown is how many sheets and goals the page shows.
const mostShown = 10

func (s *pages) home(c *fiber.Ctx, p *site.Speaker) error {
	a := site.Actor(c)
	round, _ := s.Service.Kind(routine.KindRound)
	goals, _ := s.Service.Kind(routine.KindGoals)
	content := homePage{
		Acts:  append(s.Creating(p, round, a), s.Creating(p, goals, a)...),
		Empty: view.Empty{Why: p.T("routine.page.none"), Do: p.T("routine.page.none_do")},
	}
	waiting, err := s.Service.Todo(c.UserContext(), a, evaluation.Query{Kinds: []string{routine.KindSheet, routine.KindGoals}, Limit: mostShown})
	if err != nil {
		return err
	}
	rounds, err := s.Service.Index(c.UserContext(), a, evaluation.Query{
		Kinds: []string{routine.KindRound}, Sort: evaluation.SortOn, Desc: true, Limit: site.PerPage, Cursor: c.Query("cursor"),
	})
	if err != nil {
		return err
	}
	agreed, err := s.Service.Index(c.UserContext(), a, evaluation.Query{
		Kinds: []string{routine.KindGoals}, Periods: []string{site.Itoa(s.Today().Year())}, Sort: evaluation.SortName, Limit: mostShown,
	})
	if err != nil {
		return err
	}
	if err := s.now(c, p, rounds.Views, &content); err != nil {
		return err
	}
	content.Tasks, content.Rounds, content.Goals = s.RecordsIn(p, waiting.Views), s.RecordsIn(p, rounds.Views), s.RecordsIn(p, agreed.Views)
	content.Pager = site.Pager(string(c.Request().URI().RequestURI()), rounds.Next, c.Query("cursor"))
	return s.Show(c, "routine", p.T("measure.routine"), content)
}

// now shows how far the running round is, and leads whoever comments to the worksheet.
func (s *pages) now(c *fiber.Ctx, p *site.Speaker, rounds []evaluation.View, content *homePage) (err error) {
	i := slices.IndexFunc(rounds, func(v evaluation.View) bool { return v.State == routine.RoundRunning })
	if i < 0 {
		return nil
	}
	if content.Now, err = s.progress(c, p, &rounds[i]); content.Now == nil {
		return err
	}
	content.Now.Caption = p.Period(rounds[i].Period) + " · " + content.Now.Caption
	if s.May(c, routine.KindSheet, "propose") {
		for j := range content.Acts {
			content.Acts[j].Primary = false
		}
		content.Acts = slices.Insert(content.Acts, 0, view.Button{Label: p.T("routine.page.propose"), Href: p.To("/routine", rounds[i].ID, "propose"), Primary: true})
	}
	return nil
}

// periods are those that can be assessed.
func (s *pages) periods(c *fiber.Ctx, p *site.Speaker, _ *site.Asked, f *evaluation.Field) ([]view.Choice, bool, error) {
	if f.Name != "period" {
		return nil, false, nil
	}
	list, err := s.recent(c)
	var choices []view.Choice
	for _, period := range list {
		choices = append(choices, view.Choice{Value: period, Label: p.Period(period)})
	}
	return choices, true, err
}

// recent are the periods of the last year in the rhythm of the rules.
func (s *pages) recent(c *fiber.Ctx) ([]string, error) {
	pack, err := s.Rules.Pack(c.UserContext(), site.Actor(c).Office)
	if err != nil {
		return nil, err
	}
	months, err := pack.On(s.Today()).Int("assessment.routine.months")
	return routine.Periods(s.Today(), int(months)), err
}
