package main

import (
	"context"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/roster"
	"kaoji/evaluation/rotation"
	"kaoji/evaluation/workday"
)

// calendar is what counts until it is set: the years that are shipped.
var calendar workday.Calendar

type day struct {
	Day   evaluation.Date `json:"day"`
	Until evaluation.Date `json:"until"`
	N     int             `json:"n"`
	Rule  string          `json:"rule"`
	More  string          `json:"more"`
}

func init() {
	on("workday.set", setCalendar)
	on("workday.year", yearOf)
	on("workday.add", func(in day) (any, error) {
		at, missing := calendar.Add(in.Day, in.N)
		return map[string]any{"day": at, "missing": missing}, nil
	})
	on("workday.between", func(in day) (any, error) {
		n, missing := calendar.Between(in.Day, in.Until)
		return map[string]any{"n": n, "missing": missing}, nil
	})
	on("workday.after", func(in day) (any, error) {
		at, missing := calendar.OnOrAfter(in.Day)
		return map[string]any{"day": at, "missing": missing}, nil
	})
	on("desk.due", due)
	on("rotation.between", func(in day) (any, error) { return rotation.Between(in.Day, in.Until), nil })
	on("rotation.reached", reached)
	on("rotation.stints", stints)
}

// setCalendar takes year files; without any the shipped calendar counts.
func setCalendar(years []workday.Year) (any, error) {
	if len(years) == 0 {
		c, err := workday.Builtin()
		calendar = c
		return nil, err
	}
	for _, y := range years {
		if err := y.Check(); err != nil {
			return nil, err
		}
	}
	calendar = workday.New(years...)
	return nil, nil
}

// yearOf says of each day of a year whether it is worked and which statutory
// holiday it is.
func yearOf(year int) (any, error) {
	type one struct {
		Works     bool   `json:"works"`
		Statutory string `json:"statutory"`
		Unsettled bool   `json:"unsettled"`
	}
	var list []one
	for d := evaluation.NewDate(year, 1, 1); d.Year() == year; d = d.AddDays(1) {
		list = append(list, one{calendar.IsWorkday(d), workday.Statutory(d), calendar.Unsettled(d)})
	}
	return list, nil
}

func due(in day) (any, error) {
	d := desk.Desk{Calendar: func(context.Context, string) (workday.Calendar, error) { return calendar, nil }}
	rules, err := rulesOn(evaluation.NewDate(2026, 12, 1), nil)
	if err != nil {
		return nil, err
	}
	var at evaluation.Date
	if in.More != "" {
		at, _, err = d.Extended(context.Background(), "", rules, in.Rule, in.More, in.Day)
	} else {
		at, err = d.Due(context.Background(), "", rules, in.Rule, in.Day)
	}
	return at, err
}

func reached(in struct {
	Since     evaluation.Date `json:"since"`
	Day       evaluation.Date `json:"day"`
	Sensitive bool            `json:"sensitive"`
},
) (any, error) {
	rules, err := rulesOn(evaluation.NewDate(2026, 12, 1), nil)
	if err != nil {
		return nil, err
	}
	ladder, err := rotation.Ladder(rules, in.Sensitive)
	if err != nil {
		return nil, err
	}
	now, next, nextOn := rotation.Reached(ladder, in.Since, in.Day)
	return map[string]any{"now": now.Stage, "next": next.Stage, "next_on": nextOn}, nil
}

func stints(in struct {
	Appointments []roster.Appointment `json:"appointments"`
},
) (any, error) {
	same := func(x, y roster.Appointment) bool { return x.Department == y.Department && x.Post == y.Post }
	return rotation.Stints(in.Appointments, same, calendar.IsWorkday), nil
}
