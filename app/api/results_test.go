package api_test

import (
	"fmt"
	"testing"
	"time"

	"kaoji/evaluation"
)

// The lists of what follows from grades say the years and the rule, are for those who run
// the measures, and the person is told who looked.
func TestTheListsOfAYearOverTheAPI(t *testing.T) {
	c := newTeam(t)
	year := evaluation.DateOf(time.Unix(0, c.clock.Load())).Year() - 1
	who := c.people["fuke"]
	for y, grade := range map[int]string{year - 1: "competent", year: "excellent"} {
		c.made(c.personnel, "/results/grades/acts/enter", map[string]any{"person": who, "year": y, "grade": grade, "source": "登记表"})
	}
	lists := "/api/v1/results/lists"
	for name, token := range map[string]string{"a cadre": c.deputy, "a head": c.head, "an administrator": c.role(evaluation.RoleAdmin), "an auditor": c.role(evaluation.RoleAuditor)} {
		c.send(scene{name: name, method: "GET", path: lists, token: token, status: 403})
	}
	c.send(scene{name: "before anybody reads them", method: "GET", path: "/api/v1/me/looks", token: c.deputy, status: 200, lacks: []string{"results.use"}})
	reply := c.send(scene{method: "GET", path: lists, token: c.personnel, status: 200, has: []string{fmt.Sprintf(`"year":%d`, year), `"others":`}})
	var of struct {
		Lists []struct {
			What  string
			Lines []struct {
				Person, Rule string
				Years        []int
				Grades       []struct {
					Year  int
					Grade string
				}
				First, Open bool
			}
		}
	}
	reply.into(t, &of)
	said := map[string]string{}
	for _, l := range of.Lists {
		for _, line := range l.Lines {
			if line.Person == who {
				said[l.What] = fmt.Sprint(line.Rule, line.Years, line.Grades, line.First, line.Open)
			}
		}
	}
	for what, want := range map[string]string{
		"commend": fmt.Sprintf("assessment.excellent.commendation[%d] [{%d excellent}] true true", year, year),
		"step":    fmt.Sprintf("assessment.competent.step[%d %d] [{%d competent} {%d excellent}] true true", year-1, year, year-1, year),
		"bonus":   fmt.Sprintf("assessment.competent.bonus[%d] [{%d excellent}] true false", year, year),
		"merit":   "",
	} {
		if said[what] != want {
			t.Errorf("%s: %q, want %q", what, said[what], want)
		}
	}
	c.send(scene{name: "who looked", method: "GET", path: "/api/v1/me/looks", token: c.deputy, status: 200, has: []string{"results.use"}})
	c.send(scene{name: "one list", method: "GET", path: lists + "?what=commend", token: c.personnel, status: 200, has: []string{who, `"commend"`}, lacks: []string{`"step"`, `"bonus"`}})
	c.act(c.personnel, "/roster/people/"+who+"/acts/absence", map[string]any{"kind": "investigation", "from": fmt.Sprintf("%d-01-04", year+1), "source": "浦纪〔2026〕3号"}, "")
	c.send(scene{name: "what excludes a promotion", method: "GET", path: lists + "?what=step", token: c.personnel, status: 200, has: []string{who, `"kind":"investigation"`, `"rule":"`}})
	use := c.made(c.personnel, "/results/uses/acts/note", map[string]any{"person": who, "what": "commend", "year": year, "on": fmt.Sprintf("%d-01-05", year+1), "document": "浦委〔2026〕3号"})
	c.send(scene{name: "what was done", method: "GET", path: lists + "?what=commend", token: c.personnel, status: 200, has: []string{use, "浦委〔2026〕3号", `"open":false`}})
	c.send(scene{name: "a year before", method: "GET", path: fmt.Sprintf("%s?year=%d&what=commend", lists, year-1), token: c.personnel, status: 200, has: []string{`"lists":[]`}})
	for _, wrong := range []string{fmt.Sprintf("year=%d", year+2), "year=x", "what=nothing"} {
		c.send(scene{name: wrong, method: "GET", path: lists + "?" + wrong, token: c.personnel, status: 422})
	}
}
