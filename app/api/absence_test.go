package api_test

import (
	"testing"
	"time"

	"kaoji/evaluation"
)

// TestAnAbsenceOverTheAPI enters one, with a substitute of the same department, and
// reads what others see of it.
func TestAnAbsenceOverTheAPI(t *testing.T) {
	c := newTeam(t)
	today := evaluation.DateOf(time.Unix(0, c.clock.Load()))
	input := map[string]any{"from": today.String(), "until": today.AddDays(9).String(), "why": "trip", "substitute": c.people["fenguan"]}
	c.send(scene{
		name: "a leader for a head", method: "POST", path: "/api/v1/absence/periods/acts/enter", token: c.head, status: 422, body: body(t, map[string]any{"input": input}),
		has: []string{`"field":"substitute"`, "代办人应为同类人员"},
	})
	input["substitute"] = c.people["fuke"]
	id := c.made(c.head, "/absence/periods/acts/enter", input)
	c.send(scene{method: "GET", path: "/api/v1/absence/periods/" + id, token: c.deputy, status: 200, has: []string{c.people["fuke"]}, lacks: []string{`"why"`}})
	c.send(scene{method: "GET", path: "/api/v1/absence/periods/" + id, token: c.personnel, status: 200, has: []string{`"why":"trip"`}})
	c.send(scene{name: "nothing is due", method: "GET", path: "/api/v1/tasks/meanwhile", token: c.deputy, status: 200, has: []string{`"items":[]`}})
	plan := c.made(c.personnel, "/training/plans/acts/open", map[string]any{
		"person": c.people["fuke"], "responsible": c.people["kezhang"], "goals": "能独立负责一个条线的工作。", "from": today.String(), "until": today.AddDays(700).String(), "hours": 180,
		"milestones": []map[string]any{{"what": "牵头完成一个项目", "due": today.AddDays(5).String()}},
	})
	c.send(scene{
		name: "the section", method: "GET", path: "/api/v1/tasks/meanwhile", token: c.personnel, status: 200,
		has: []string{`"kind":"training.plan"`, `"person":"` + c.people["kezhang"] + `"`, `"substitute":"` + c.people["fuke"] + `"`, plan, `"hand_over"`, `"until":"` + today.AddDays(9).String() + `"`},
	})
	due := today.AddDays(5).String()
	c.send(scene{name: "the own calendar", method: "GET", path: "/api/v1/agenda?from=" + today.String() + "&to=" + due, token: c.head, status: 200, has: []string{`"kind":"training.plan"`, plan, due, `"more":[]`}})
	c.send(scene{name: "another's calendar", method: "GET", path: "/api/v1/agenda?from=" + today.String() + "&to=" + due, token: c.leader, status: 200, lacks: []string{plan}})
	c.send(scene{name: "too many days", method: "GET", path: "/api/v1/agenda?from=2026-01-01&to=2027-12-31", token: c.head, status: 422, has: []string{`"field":"to"`}})
	c.send(scene{name: "the year of the office", method: "GET", path: "/api/v1/agenda/year", token: c.personnel, status: 200, has: []string{`"items":`}})
	c.send(scene{name: "not for a head", method: "GET", path: "/api/v1/agenda/year", token: c.head, status: 403})
	c.send(scene{name: "the own case", method: "GET", path: "/api/v1/tasks/meanwhile", token: c.deputy, status: 200, has: []string{`"items":[]`}})
	c.act(c.head, "/absence/periods/"+id+"/acts/end", nil, "")
	c.send(scene{name: "who is back", method: "GET", path: "/api/v1/tasks/meanwhile", token: c.personnel, status: 200, has: []string{`"items":[]`}})
}
