package site

import (
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/view"
	"kaoji/app/text"
	"kaoji/evaluation"
	"kaoji/evaluation/workday"
)

type workdaysPage struct {
	Years []workdaysYear
	Acts  []view.Button
	Own   *view.Listed
}

type workdaysYear struct {
	Year   string
	Source string
	Table  view.Table
}

// workdays shows the known holidays and make-up days.
func (s *Site) workdays(c *fiber.Ctx, p *Speaker) error {
	calendar, err := s.Calendar.Calendar(c.UserContext(), Actor(c).Office)
	if err != nil {
		return err
	}
	var content workdaysPage
	for _, y := range slices.Backward(calendar.Years()) {
		t := p.Table("workdays.name", "workdays.from", "workdays.to", "workdays.worked")
		for _, h := range y.Holidays {
			var worked []string
			for _, w := range y.Workdays {
				if w.For == h.Name {
					worked = append(worked, text.MonthDay(p.Lang, w.Date))
				}
			}
			t.Rows = append(t.Rows, []string{h.Name, text.MonthDay(p.Lang, h.From), text.MonthDay(p.Lang, h.To), p.Join(worked)})
		}
		content.Years = append(content.Years, workdaysYear{Year: p.Period(Itoa(y.Year)), Source: strings.TrimSpace(y.Source + " " + y.Document), Table: t})
	}
	kind, _ := s.Service.Kind(workday.KindYear)
	content.Acts = s.Creating(p, kind, Actor(c))
	own, err := s.Service.Index(c.UserContext(), Actor(c), evaluation.Query{Kinds: []string{workday.KindYear}, Limit: PerPage})
	if err != nil {
		return err
	}
	content.Own = s.RecordsIn(p, own.Views)
	return s.Show(c, "workdays", p.T("menu.workdays"), content)
}
