package api_test

import (
	"testing"
)

// TestACampaignOverTheAPI goes from the plan to a session whose list is read,
// and asks for the hours of the year.
func TestACampaignOverTheAPI(t *testing.T) {
	c := newTeam(t)
	campaign := c.made(c.personnel, "/education/campaigns/acts/draft", map[string]any{
		"title": "主题教育", "theme": "争先创优", "aim": "转变作风", "from": "2026-01-05", "to": "2026-12-31", "hours": "2", "group": "all",
	})
	c.act(c.personnel, "/education/campaigns/"+campaign+"/acts/start", nil, "")
	session := c.made(c.personnel, "/education/sessions/acts/plan", map[string]any{
		"campaign": campaign, "title": "辅导", "on": "2026-03-02", "time": "09:00", "place": "会议室", "hours": "2",
	})
	c.act(c.personnel, "/education/sessions/"+session+"/acts/open", nil, "")
	at := "/api/v1/education/sessions/" + session
	c.send(scene{name: "a cadre asks for the code", method: "GET", path: at + "/code", token: c.deputy, status: 403})
	c.send(scene{name: "a cadre asks for the list", method: "GET", path: at + "/attendance", token: c.deputy, status: 403})
	var screen struct{ Code string }
	c.send(scene{method: "GET", path: at + "/code", token: c.personnel, status: 200, has: []string{`"seconds":30`}}).into(t, &screen)

	var parts struct{ Items []struct{ ID string } }
	c.send(scene{method: "GET", path: "/api/v1/education/parts", token: c.deputy, status: 200}).into(t, &parts)
	if len(parts.Items) != 1 {
		t.Fatalf("a cadre sees %d parts", len(parts.Items))
	}
	mine := "/education/parts/" + parts.Items[0].ID
	c.send(scene{name: "no test", method: "GET", path: "/api/v1" + mine + "/test", token: c.deputy, status: 200, has: []string{`"items":[]`}})
	c.act(c.deputy, mine+"/acts/check_in", map[string]any{"session": session, "code": screen.Code}, "")
	c.send(scene{method: "GET", path: at + "/attendance", token: c.personnel, status: 200, has: []string{`"how":"code"`}})
	c.send(scene{method: "GET", path: "/api/v1/education/campaigns/" + campaign + "/completion", token: c.personnel, status: 200, has: []string{`"complete":1`}})
	c.send(scene{method: "GET", path: "/api/v1/education/hours/2026", token: c.deputy, status: 200, has: []string{`"hours":"2"`, `"short":"88"`, `"complete":1`}})
	c.send(scene{method: "GET", path: "/api/v1/education/hours/20", token: c.deputy, status: 404})
}
