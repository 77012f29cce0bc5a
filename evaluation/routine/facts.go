package routine

import (
	"context"
	"slices"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
)

// Telling returns the results of a person, and what became of the goals.
func (s *Service) Telling() []desk.Telling {
	return []desk.Telling{
		{Kind: KindSheet, States: evaluation.States(SheetFixed, SheetEntered, SheetObjected), Of: desk.Reads(result, "grade", "fixed_on")},
		{Kind: KindGoals, States: evaluation.States(GoalsAgreed, GoalsFinished), Of: reached},
	}
}

func result(r evaluation.Record, sh *Sheet, _ string) desk.Fact {
	f := desk.Fact{On: r.On, Say: evaluation.Say("routine.fact.grade", "grade", evaluation.Say("routine.grade."+sh.Grade))}
	if step := slices.Index(series.Steps, "routine.grade."+sh.Grade); step >= 0 {
		f.Drawn = &desk.Drawn{Of: series, Value: float64(step)}
	}
	return f
}

// series are the grades of the periods.
var series = &desk.Series{Name: "routine.series.grades", Place: 2, Steps: []string{
	"routine.grade." + Poor, "routine.grade." + Ordinary, "routine.grade." + Fair, "routine.grade." + Good,
}}

// Tally is how many of the fixed grades of a person are good.
type Tally struct{ Good, Of int }

// TallyOf counts the grades among the facts of a person.
func TallyOf(facts []desk.Fact) (t Tally) {
	for _, f := range facts {
		if f.Kind == KindSheet && f.Drawn != nil {
			t.Of++
			if int(f.Drawn.Value) == len(series.Steps)-1 {
				t.Good++
			}
		}
	}
	return t
}

// reached are the goals of which the person has written what was reached.
func reached(r evaluation.Record, _ string) ([]desk.Fact, error) {
	p, err := evaluation.PartOf[Goals](r, "items", "on")
	if err != nil {
		return nil, err
	}
	var list []desk.Fact
	for _, g := range p.Items {
		if g.Actual == "" {
			continue
		}
		on := g.Done
		if on.IsZero() {
			on = g.By
		}
		list = append(list, desk.Fact{
			On: on, Goes: desk.GoesResults,
			Say: evaluation.Say("routine.fact.goal", "what", g.What, "target", g.Target, "actual", g.Actual),
		})
	}
	return list, nil
}

// Result is the fixed grade of a person in a period.
type Result struct {
	Period string
	To     evaluation.Date // last day of the period
	Fixed  evaluation.Date // day on which the grade was fixed
	Grade  string
}

// Results returns the fixed grades of people in a year, by person and in the order of
// the periods. Periods without a grade are missing: nobody is blamed for them.
func (s *Service) Results(ctx context.Context, office string, people []string, year int) (map[string][]Result, error) {
	sheets, err := desk.All(ctx, s.Ledger, evaluation.Query{
		Office: office, Kinds: []string{KindSheet}, States: evaluation.States(SheetFixed, SheetEntered, SheetObjected), Subjects: people,
		OnFrom: evaluation.NewDate(year, 1, 1), OnTo: evaluation.NewDate(year, 12, 31), Sort: evaluation.SortOn, NoHistory: true,
	})
	if err != nil {
		return nil, err
	}
	list := map[string][]Result{}
	for _, r := range sheets {
		sh, err := evaluation.PartOf[Sheet](r, "grade", "fixed_on")
		if err != nil {
			return nil, err
		}
		list[r.Subject] = append(list[r.Subject], Result{Period: r.Period, To: r.On, Fixed: sh.FixedOn, Grade: sh.Grade})
	}
	return list, nil
}

// Facts returns by person what the measures, and the goals, have on record of people on
// some days, as far as the reader may see it.
func (s *Service) Facts(ctx context.Context, actor evaluation.Actor, index desk.Index, people []string, from, to evaluation.Date) (map[string][]desk.Fact, error) {
	if len(people) == 0 {
		return nil, nil
	}
	list, err := desk.Recorded(ctx, s.Year, actor, index, desk.Asked{Office: actor.Office, People: people, First: from, Last: to})
	return desk.ByPerson(list), err
}
