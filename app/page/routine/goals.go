package routine

import (
	"net/url"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/site"
	"kaoji/app/page/view"
	"kaoji/evaluation"
	"kaoji/evaluation/routine"
)

// goalsOf offers the goals by their words where the input has their number.
func goalsOf(_ *fiber.Ctx, _ *site.Speaker, a *site.Asked, f *evaluation.Field) ([]view.Choice, bool, error) {
	if a.Act.Name != "progress" || f.Name != "goal" {
		return nil, false, nil
	}
	p, err := evaluation.PartOf[routine.Goals](a.View.Record, "items")
	if err != nil {
		return nil, false, err
	}
	var choices []view.Choice
	for i, g := range p.Items {
		n := strconv.Itoa(i + 1)
		choices = append(choices, view.Choice{Value: n, Label: n + ". " + g.What})
	}
	return choices, true, nil
}

// startGoals begins a word about the goals with what has been written down of each.
func startGoals(_ *fiber.Ctx, a *site.Asked, values url.Values) error {
	if a.Act.Name != "progress" {
		return nil
	}
	p, err := evaluation.PartOf[routine.Goals](a.View.Record, "items")
	if err != nil {
		return err
	}
	begun, row := url.Values{}, 0
	for i, g := range p.Items {
		if g.Actual == "" {
			continue
		}
		at := "actual." + strconv.Itoa(row) + "."
		begun.Set(at+"goal", strconv.Itoa(i+1))
		begun.Set(at+"actual", g.Actual)
		begun.Set(at+"done", g.Done.String())
		row++
	}
	site.StartWith(values, begun)
	return nil
}
