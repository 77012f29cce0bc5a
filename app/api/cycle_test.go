package api_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"kaoji/evaluation"
)

// team is a small office whose two section-level cadres are assessed.
type team struct {
	*world
	personnel, secretary, leader, head, deputy string            // tokens
	people                                     map[string]string // login -> person
	unit                                       string
}

const since = "2020-03-01"

func newTeam(t *testing.T) *team {
	t.Helper()
	return newTeamAfter(t, 0)
}

// newTeamAfter is newTeam some days later.
func newTeamAfter(t *testing.T, days int) *team {
	t.Helper()
	c := &team{world: newWorld(t), people: map[string]string{}}
	c.pass(time.Duration(days) * 24 * time.Hour)
	c.personnel = c.role(evaluation.RolePersonnel)
	c.unit, _ = c.department("综合行政执法队")
	office, _ := c.department("党政办公室")
	c.secretary = c.member("shuji", "任书记", "正处级", "党工委书记", office, false, evaluation.RolePrincipal)
	c.leader = c.member("fenguan", "分管甲", "副处级", "副主任", office, false, evaluation.RoleLeader)
	c.head = c.member("kezhang", "科长乙", "正科级", "队长", c.unit, true, evaluation.RoleHead)
	c.deputy = c.member("fuke", "副科丙", "副科级", "副队长", c.unit, false, evaluation.RoleCadre)
	c.act(c.personnel, "/roster/departments/"+c.unit+"/acts/charge", map[string]any{"person": c.people["fenguan"], "from": since}, "")
	return c
}

func (c *team) member(login, name, level, post, unit string, heads bool, role evaluation.Role) string {
	c.t.Helper()
	c.people[login] = c.made(c.personnel, "/roster/people/acts/enter", map[string]any{
		"no": "TQ" + login, "name": name, "sex": "女", "born": "1980-05-01", "joined": since, "department": unit, "post": post,
		"post_since": since, "level": level, "level_since": since, "heads": heads,
	})
	return c.as(login, c.people[login], role)
}

func body(t *testing.T, v any) string {
	t.Helper()
	raw, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

// made is the id of the record that a creating act makes.
func (c *team) made(token, path string, input any) string {
	c.t.Helper()
	var out struct{ ID string }
	c.send(scene{method: "POST", path: "/api/v1" + path, token: token, body: body(c.t, map[string]any{"input": input}), status: 201}).into(c.t, &out)
	return out.ID
}

// got is the reply to a GET.
func (c *team) got(token, path string) reply {
	c.t.Helper()
	return c.send(scene{method: "GET", path: "/api/v1" + path, token: token, status: 200})
}

// act reads the version of the record and acts on it.
func (c *team) act(token, path string, input any, reason string) reply {
	c.t.Helper()
	seen := c.got(token, strings.Split(path, "/acts/")[0])
	given := map[string]any{}
	if input != nil {
		given["input"] = input
	}
	if reason != "" {
		given["reason"] = reason
	}
	return c.send(scene{
		name: path, method: "POST", path: "/api/v1" + path, token: token, body: body(c.t, given), status: 200,
		head: map[string]string{"If-Match": seen.Header.Get("ETag")},
	})
}

// ofEach maps people to their records in a list.
func (c *team) ofEach(path string) map[string]string {
	c.t.Helper()
	var list struct {
		Items []struct{ ID, Subject string }
	}
	c.got(c.personnel, path).into(c.t, &list)
	out := map[string]string{}
	for _, r := range list.Items {
		out[r.Subject] = r.ID
	}
	return out
}

// TestAYearIsAssessedOverTheAPI tells the whole story of measure 7 with
// requests alone: from the plan to the closed cycle.
func TestAYearIsAssessedOverTheAPI(t *testing.T) {
	c := newTeamAfter(t, 273) // 30 November
	cycle := c.made(c.personnel, "/assessment/cycles/acts/plan", map[string]any{
		"year": 2026, "half": "second", "as_of": "2026-11-30", "report_by": "2026-12-04", "rate_by": "2026-12-09", "decide_by": "2026-12-15",
	})
	at := "/assessment/cycles/" + cycle
	if r := c.got(c.personnel, at+"/preflight"); !strings.Contains(r.body, `"level":"fine"`) || strings.Contains(r.body, `"level":"stop"`) {
		t.Errorf("the check before opening: %s", r.body)
	}
	c.act(c.personnel, at+"/acts/open", nil, "")
	sheets := c.ofEach("/assessment/sheets?parent=" + cycle)
	if len(sheets) != 2 {
		t.Fatalf("sheets of %v, want two", sheets)
	}
	c.report(sheets)
	const passphrase = "over the API, by two"
	for _, token := range []string{c.personnel, c.secretary} {
		r := c.act(token, at+"/acts/keep", map[string]any{"passphrase": passphrase, "again": passphrase}, "")
		if !strings.Contains(r.body, `"keepers"`) || strings.Contains(r.body, "locks") || strings.Contains(r.body, passphrase) {
			t.Errorf("a keeper: %s", r.body)
		}
	}
	c.act(c.personnel, at+"/acts/start_rating", map[string]any{}, "")
	c.rate(cycle, sheets)
	c.act(c.personnel, at+"/acts/close_rating", map[string]any{"anyway": true, "passphrase": passphrase}, "")
	c.decide(cycle, sheets)
	c.act(c.personnel, at+"/acts/publish_notice", nil, "")
	c.later(12)
	c.act(c.personnel, at+"/acts/close_notice", nil, "")
	c.talk(cycle, sheets)
	if r := c.act(c.personnel, at+"/acts/close", nil, ""); !strings.Contains(r.body, `"state":"closed"`) {
		t.Error(r.body)
	}
	if r := c.got(c.head, "/assessment/sheets/"+sheets[c.people["kezhang"]]); !strings.Contains(r.body, `"grade":"competent"`) {
		t.Errorf("the cadre's own sheet at the end: %s", r.body)
	}
}

func (c *team) report(sheets map[string]string) {
	c.t.Helper()
	for login, token := range map[string]string{"kezhang": c.head, "fuke": c.deputy} {
		sheet := "/assessment/sheets/" + sheets[c.people[login]]
		if r := c.got(token, "/todo"); !strings.Contains(r.body, sheets[c.people[login]]) {
			c.t.Errorf("nothing waits for %s: %s", login, r.body)
		}
		if r := c.got(token, "/assessment/sheets?waiting=me"); !strings.Contains(r.body, sheets[c.people[login]]) {
			c.t.Errorf("no sheet waits for %s: %s", login, r.body)
		}
		var file struct{ ID string }
		c.send(scene{method: "POST", path: "/api/v1/files?name=report.txt", token: token, body: "述职报告全文", status: 201}).into(c.t, &file)
		c.act(token, sheet+"/acts/submit_report", map[string]any{
			"virtue": "政治坚定", "ability": "熟悉业务", "diligence": "全勤", "results": "完成年度任务", "integrity": "遵守纪律",
			"summary": "半年来认真履职", "files": []string{file.ID},
		}, "")
		got := c.got(c.secretary, sheet+"/files/"+file.ID)
		if got.body != "述职报告全文" || got.Header.Get("X-Content-Type-Options") != "nosniff" || !strings.HasPrefix(got.Header.Get("Content-Disposition"), "attachment") {
			c.t.Errorf("the attachment came as %q with %v", got.body, got.Header)
		}
	}
	other := "/api/v1/assessment/sheets/" + sheets[c.people["kezhang"]]
	c.send(scene{name: "another's sheet", method: "GET", path: other, token: c.deputy, status: 404})
}

func marks(points int) map[string]any {
	return map[string]any{"virtue": points, "ability": points, "diligence": points, "results": points, "integrity": points, "grade": "competent"}
}

func (c *team) rate(cycle string, sheets map[string]string) {
	c.t.Helper()
	mine := sheets[c.people["kezhang"]]
	to := "/api/v1/assessment/sheets/" + mine + "/ballot"
	var tasks struct {
		Items []struct {
			Sheet string
			Voted bool
		}
	}
	c.got(c.secretary, "/assessment/tasks").into(c.t, &tasks)
	if len(tasks.Items) != 2 || tasks.Items[0].Voted {
		c.t.Errorf("the secretary may rate %+v", tasks.Items)
	}
	for i, who := range []string{c.secretary, c.leader, c.deputy} {
		c.send(scene{name: "ballot", method: "POST", path: to, token: who, body: body(c.t, marks(80+i)), status: 204})
	}
	other := sheets[c.people["fuke"]]
	one := func(sheet string, points int) map[string]any {
		b := marks(points)
		b["sheet"] = sheet
		return b
	}
	c.send(scene{
		name: "several ballots", method: "POST", path: "/api/v1/assessment/ballots", token: c.leader, status: 200, has: []string{`"code":"conflict"`, `"code":"not_found"`},
		body: body(c.t, map[string]any{"ballots": []any{one(mine, 90), one(other, 90), one("none", 90)}}),
	})
	if r := c.got(c.leader, "/assessment/tasks"); strings.Count(r.body, `"voted":true`) != 2 {
		c.t.Error(r.body)
	}
	c.send(scene{name: "second ballot", method: "POST", path: to, token: c.secretary, body: body(c.t, marks(1)), status: 409})
	c.send(scene{name: "for oneself", method: "POST", path: to, token: c.head, body: body(c.t, marks(100)), status: 403, has: []string{`"recused"`}})
	c.send(scene{name: "no rater", method: "POST", path: to, token: c.role(evaluation.RoleDiscipline), body: body(c.t, marks(90)), status: 404})
	c.send(scene{name: "101 points", method: "POST", path: to, token: c.leader, body: body(c.t, marks(101)), status: 422, has: []string{`"field":"virtue"`}})
	if r := c.got(c.personnel, "/assessment/cycles/"+cycle+"/progress"); !strings.Contains(r.body, `"returned":3`) {
		c.t.Error(r.body)
	}
	if log := c.log.String(); strings.Contains(log, mine) || !strings.Contains(log, "/sheets/:id/ballot") {
		c.t.Error("the log leads to whom a ballot was for")
	}
}

func (c *team) decide(cycle string, sheets map[string]string) {
	c.t.Helper()
	at := "/assessment/cycles/" + cycle
	for _, sheet := range sheets {
		sheet = "/assessment/sheets/" + sheet
		c.act(c.personnel, sheet+"/acts/verify", map[string]any{"notes": "与有关人员谈话4人次，情况属实。"}, "")
		c.act(c.leader, sheet+"/acts/propose", map[string]any{"comment": "工作扎实", "grade": "competent"}, "")
		if r := c.got(c.personnel, sheet+"/why"); !strings.Contains(r.body, `"differs":false`) {
			c.t.Error(r.body)
		}
	}
	c.act(c.personnel, at+"/acts/start_deciding", nil, "")
	var grades []map[string]any
	for _, sheet := range sheets {
		var seen struct{ Version int }
		c.got(c.secretary, "/assessment/sheets/"+sheet).into(c.t, &seen)
		grades = append(grades, map[string]any{"sheet": sheet, "version": seen.Version, "grade": "competent"})
	}
	grades = append(grades, map[string]any{"sheet": "another", "version": 1, "grade": "competent"}, grades[0]) // one of no cycle, one twice
	many := map[string]any{"grades": grades}
	c.send(scene{name: "several grades by a head", method: "POST", path: "/api/v1" + at + "/grades", token: c.head, body: body(c.t, many), status: 403})
	var became struct {
		Items []struct{ Problem *struct{ Code string } }
	}
	c.send(scene{name: "several grades", method: "POST", path: "/api/v1" + at + "/grades", token: c.secretary, body: body(c.t, many), status: 200}).into(c.t, &became)
	if n := len(sheets); len(became.Items) != n+2 || became.Items[0].Problem != nil || became.Items[n-1].Problem != nil ||
		became.Items[n].Problem.Code != "not_found" || became.Items[n+1].Problem.Code != "conflict" {
		c.t.Errorf("%+v", became.Items)
	}
	c.send(scene{name: "a leader does not decide", method: "GET", path: "/api/v1" + at + "/results", token: c.head, status: 403})
	for _, name := range []string{"/results", "/seats", "/wall", "/history"} {
		c.got(c.personnel, at+name)
	}
}

func (c *team) talk(cycle string, sheets map[string]string) {
	c.t.Helper()
	talks := c.ofEach("/assessment/talks?parent=" + cycle)
	if len(talks) != len(sheets) {
		c.t.Fatalf("talks of %v", talks)
	}
	today := evaluation.DateOf(time.Unix(0, c.clock.Load())).String()
	for login, token := range map[string]string{"kezhang": c.head, "fuke": c.deputy} {
		talk := "/assessment/talks/" + talks[c.people[login]]
		c.act(c.secretary, talk+"/acts/schedule", map[string]any{"on": today, "time": "09:30", "place": "三楼小会议室"}, "")
		c.got(c.secretary, talk+"/prepared")
		c.send(scene{name: "the template is the talker's", method: "GET", path: "/api/v1" + talk + "/prepared", token: token, status: 403})
		c.act(c.secretary, talk+"/acts/record", map[string]any{
			"held_on": today, "achievements": points("主动承担动迁工作"), "shortcomings": points("调查研究不够深入"), "private_note": "只给自己看",
		}, "")
		c.act(c.secretary, talk+"/acts/release", nil, "")
		c.send(scene{name: "no private note", method: "GET", path: "/api/v1" + talk, token: token, status: 200, has: []string{"主动承担"}, lacks: []string{"只给自己看"}})
		c.act(token, talk+"/acts/acknowledge", map[string]any{"comment": "同意"}, "")
		c.act(c.personnel, talk+"/acts/lock", nil, "")
	}
	if r := c.got(c.personnel, "/assessment/cycles/"+cycle+"/wall"); strings.Contains(r.body, `"done":false`) {
		c.t.Error(r.body)
	}
}

func points(texts ...string) []map[string]string {
	var list []map[string]string
	for _, s := range texts {
		list = append(list, map[string]string{"text": s})
	}
	return list
}

// later lets days go by; access tokens are over by then, so everybody logs in
// again.
func (c *team) later(days int) {
	c.t.Helper()
	c.pass(time.Duration(days) * 24 * time.Hour)
	for name, token := range c.tokens {
		var out struct{ Access string }
		c.send(scene{method: "POST", path: "/api/v1/session", body: fmt.Sprintf(`{"name":%q,"password":%q}`, name, password), status: http.StatusOK}).into(c.t, &out)
		for _, held := range []*string{&c.personnel, &c.secretary, &c.leader, &c.head, &c.deputy} {
			if *held == token {
				*held = out.Access
			}
		}
		c.tokens[name] = out.Access
	}
}
