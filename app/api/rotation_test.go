package api_test

import (
	"testing"
	"time"

	"kaoji/evaluation"
)

// TestTenureAndMentoringOverTheAPI names a mentor, and reads tenure as several.
func TestTenureAndMentoringOverTheAPI(t *testing.T) {
	c := newTeam(t)
	unit, _ := c.department("服务办")
	joined := evaluation.DateOf(time.Unix(0, c.clock.Load())).AddMonths(-1).String()
	person := c.made(c.personnel, "/roster/people/acts/enter", map[string]any{
		"no": "x1", "name": "新同志", "sex": "男", "born": "2002-05-01", "joined": joined, "department": unit, "post": "科员", "post_since": joined,
	})
	c.send(scene{method: "GET", path: "/api/v1/rotation/newcomers", token: c.personnel, status: 200, has: []string{"新同志", `"mentoring":""`}})
	c.send(scene{name: "a cadre asks who is new", method: "GET", path: "/api/v1/rotation/newcomers", token: c.deputy, status: 200, lacks: []string{"新同志"}})
	id := c.made(c.personnel, "/rotation/mentorings/acts/assign", map[string]any{"newcomer": person, "mentor": c.people["fuke"], "other": "本部门没有合适人选"})
	c.send(scene{method: "GET", path: "/api/v1/rotation/mentorings/" + id, token: c.personnel, status: 200, has: []string{`"state":"planning"`}})
	c.send(scene{method: "GET", path: "/api/v1/rotation/newcomers", token: c.personnel, status: 200, has: []string{id, `"state":"planning"`}})

	c.send(scene{method: "GET", path: "/api/v1/rotation/tenure", token: c.personnel, status: 200, has: []string{"新同志", c.people["fuke"], `"stage":"none"`}})
	c.send(scene{name: "the own tenure alone", method: "GET", path: "/api/v1/rotation/tenure", token: c.deputy, status: 200, has: []string{c.people["fuke"]}, lacks: []string{"新同志"}})
	c.send(scene{name: "before anybody was there", method: "GET", path: "/api/v1/rotation/tenure?on=1999-01-01", token: c.personnel, status: 200, has: []string{`"items":[]`}})
	c.send(scene{name: "a day that is none", method: "GET", path: "/api/v1/rotation/tenure?on=soon", token: c.personnel, status: 422})
	c.send(scene{name: "an administrator", method: "GET", path: "/api/v1/rotation/tenure", token: c.role(evaluation.RoleAdmin), status: 403})
}
