package api_test

import (
	"fmt"
	"strings"
	"testing"

	"kaoji/evaluation"
)

// TestACommitteeVotesOverTheAPI goes from the plan to the tally: six cadres of a
// committee, of whom three have accounts, two get slips and one stays away.
func TestACommitteeVotesOverTheAPI(t *testing.T) {
	c := newTeam(t)
	committee := c.made(c.personnel, "/roster/committees/acts/open", map[string]any{"name": "塘桥第一居委会", "order": 1})
	var members []map[string]any
	for i := range 6 {
		members = append(members, map[string]any{"name": fmt.Sprint("居委", i), "signs": i == 0})
	}
	c.act(c.personnel, "/roster/committees/"+committee+"/acts/seat", map[string]any{"members": members}, "")
	c.act(c.personnel, "/roster/people/"+c.people["fuke"]+"/acts/liaise", map[string]any{"committee": committee, "from": since}, "")
	var seats struct {
		Payload struct{ Members []struct{ ID, Name string } }
	}
	c.send(scene{method: "GET", path: "/api/v1/roster/committees/" + committee, token: c.personnel, status: 200}).into(t, &seats)
	c.send(scene{name: "a cadre learns who is related to whom", method: "GET", path: "/api/v1/roster/committees/" + committee, token: c.deputy, status: 200, lacks: []string{"members"}})
	var voters []string
	for i := range 3 {
		voters = append(voters, c.as(fmt.Sprint("juwei", i), seats.Payload.Members[i].ID, evaluation.RoleCommittee))
	}
	round := c.made(c.personnel, "/appraisal/rounds/acts/plan", map[string]any{
		"year": 2026, "as_of": "2026-12-01", "vote_by": "2026-12-10", "opinion_by": "2026-12-15", "scale": "points", "comments": "none",
		"items": []map[string]any{{"name": "联系群众", "weight": 60}, {"name": "解决问题", "weight": 40}}, "account": true, "code": true,
	})
	at := "/api/v1/appraisal/rounds/" + round
	c.send(scene{method: "GET", path: at + "/preflight", token: c.personnel, status: 200, has: []string{`"level":"fine"`, "appraisal.check.no_liaison"}})
	const passphrase = "over the API, by two"
	for _, token := range []string{c.personnel, c.secretary} {
		c.act(token, "/appraisal/rounds/"+round+"/acts/keep", map[string]any{"passphrase": passphrase, "again": passphrase}, "")
	}
	c.act(c.personnel, "/appraisal/rounds/"+round+"/acts/publish", nil, "")

	vote := body(t, map[string]any{"rows": []map[string]any{{"person": c.people["fuke"], "points": "80 90"}}})
	for i, token := range voters {
		c.send(scene{method: "GET", path: "/api/v1/appraisal/tasks", token: token, status: 200, has: []string{round, `"voted":false`, `"named":false`}})
		c.send(scene{name: fmt.Sprint("voter ", i), method: "POST", path: at + "/ballot", token: token, body: vote, status: 204})
		c.send(scene{name: "again", method: "POST", path: at + "/ballot", token: token, body: vote, status: 409})
		c.send(scene{method: "GET", path: "/api/v1/appraisal/tasks", token: token, status: 200, has: []string{`"voted":true`}})
	}
	c.send(scene{name: "a cadre votes", method: "POST", path: at + "/ballot", token: c.head, body: vote, status: 404})
	c.send(scene{name: "half a ballot", method: "POST", path: at + "/ballot", token: voters[0], body: `{"rows":[]}`, status: 422})
	c.send(scene{method: "GET", path: at + "/progress", token: c.personnel, status: 200, has: []string{`"cast":3`, `"eligible":6`}, lacks: []string{"居委0"}})
	c.send(scene{name: "a voter asks who voted", method: "GET", path: at + "/progress", token: voters[0], status: 403})

	version := c.send(scene{method: "GET", path: at, token: c.personnel, status: 200}).Header.Get("ETag")
	ask := body(t, map[string]any{"input": map[string]any{"committee": committee, "count": 3}})
	head := map[string]string{"If-Match": version}
	c.send(scene{name: "a leader issues slips", method: "POST", path: at + "/codes", token: c.leader, body: ask, head: head, status: 403})
	c.send(scene{name: "over the plain act", method: "POST", path: at + "/acts/issue", token: c.personnel, body: ask, head: head, status: 409})
	var issued struct{ Codes []string }
	c.send(scene{method: "POST", path: at + "/codes", token: c.personnel, body: ask, head: head, status: 201}).into(t, &issued)
	if len(issued.Codes) != 3 || len(issued.Codes[0]) != 12 {
		t.Fatalf("%v", issued)
	}
	again := c.send(scene{name: "again on the old version", method: "POST", path: at + "/codes", token: c.personnel, body: ask, head: head, status: 409})
	if strings.Contains(again.body, issued.Codes[0]) {
		t.Error("codes are sent twice")
	}
	c.act(c.personnel, "/appraisal/rounds/"+round+"/acts/end_voting", nil, "")
	c.send(scene{method: "GET", path: at + "/slips", token: c.personnel, status: 200, has: []string{`"codes":3`, `"left_codes":3`}})
	c.act(c.personnel, "/appraisal/rounds/"+round+"/acts/count_slips", map[string]any{"committee": committee, "unused_codes": 3}, "")
	c.act(c.personnel, "/appraisal/rounds/"+round+"/acts/tally", map[string]any{"passphrase": passphrase}, "")
	var sheets struct{ Items []struct{ ID string } }
	c.send(scene{method: "GET", path: "/api/v1/appraisal/sheets", token: c.personnel, status: 200}).into(t, &sheets)
	if len(sheets.Items) != 1 {
		t.Fatalf("%v", sheets)
	}
	sheet := "/api/v1/appraisal/sheets/" + sheets.Items[0].ID
	c.send(scene{name: "three of six are under the floor", method: "GET", path: sheet, token: c.personnel, status: 200, has: []string{`"shown":false`, `"returned":3`}, lacks: []string{`"mean":8400`, `"usable"`}})
	c.send(scene{method: "GET", path: sheet + "/why", token: c.personnel, status: 200, has: []string{`"differs":false`}})
	c.send(scene{name: "before the release", method: "GET", path: sheet + "/why", token: c.deputy, status: 403})
	c.send(scene{name: "a colleague", method: "GET", path: sheet, token: c.head, status: 404})
}
