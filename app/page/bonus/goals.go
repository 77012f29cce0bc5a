package bonus

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/site"
	"kaoji/app/page/view"
	"kaoji/evaluation"
	"kaoji/evaluation/bonus"
	"kaoji/evaluation/routine"
)

// goalsOf are the agreed goals (平时考核) that a period is about, as far as the reader may
// see them, by person.
func (s *pages) goalsOf(c *fiber.Ctx, period *bonus.Period, entries []evaluation.View) (map[string][]routine.Goal, error) {
	var people []string
	for i := range entries {
		people = append(people, entries[i].Subject)
	}
	out := map[string][]routine.Goal{}
	if len(period.Plan.Results) == 0 || len(people) == 0 {
		return out, nil
	}
	q := evaluation.Query{Kinds: []string{routine.KindGoals}, States: evaluation.States(routine.GoalsAgreed, routine.GoalsFinished), Subjects: people}
	for y := period.From.Year(); y <= period.To.Year(); y++ {
		q.Periods = append(q.Periods, strconv.Itoa(y))
	}
	for v, err := range evaluation.AllViews(c.UserContext(), s.Service.List, site.Actor(c), q) {
		if err != nil {
			return nil, err
		}
		g, err := evaluation.PayloadOf[routine.Goals](v.Record)
		if err != nil {
			return nil, err
		}
		if goals := g.Within(period.From, period.To); len(goals) > 0 {
			out[v.Subject] = append(out[v.Subject], goals...)
		}
	}
	return out, nil
}

// goalCell lists the goals of a person beside the fields for results.
func goalCell(p *site.Speaker, goals []routine.Goal) view.WorksheetCell {
	var cell view.WorksheetCell
	for _, g := range goals {
		cell.Lines = append(cell.Lines, view.Link{Label: p.T("bonus.page.goal", "what", g.What, "target", g.Target, "by", g.By, "actual", g.Actual)})
	}
	if n := len(goals); n > 0 {
		cell.Text, cell.Order = p.T("bonus.page.goals_n", "n", n), strconv.Itoa(n)
	}
	return cell
}

// proposed is what a goal with the name of a result says of its target or actual, if it is
// one number; "" for other fields. Whoever enters decides.
func proposed(field string, plan *bonus.Plan, goals []routine.Goal) string {
	for i, r := range plan.Results {
		for _, g := range goals {
			if sameName(r.Name) != sameName(g.What) {
				continue
			}
			switch field {
			case "results." + strconv.Itoa(i) + ".target":
				return oneNumber(g.Target)
			case "results." + strconv.Itoa(i) + ".actual":
				return oneNumber(g.Actual)
			}
		}
	}
	return ""
}

// sameName is a name without blanks.
func sameName(s string) string { return strings.Join(strings.Fields(s), "") }

var numbers = regexp.MustCompile(`\d+(?:\.\d{1,2})?`)

// oneNumber is the only number in a text, "" if there are none or several.
func oneNumber(text string) string {
	found := numbers.FindAllString(text, 2)
	if len(found) != 1 {
		return ""
	}
	return found[0]
}
