package api_test

import (
	"testing"
	"time"
)

// TestACorrectionOverTheAPI goes from the request to the answer, which waits for the
// roster.
func TestACorrectionOverTheAPI(t *testing.T) {
	c := newTeam(t)
	request := "/correction/requests/" + c.made(c.deputy, "/correction/requests/acts/submit", map[string]any{
		"about": "born", "wrong": "1980-05-01", "right": "1981-05-01，见身份证",
	})
	c.send(scene{name: "the head", method: "GET", path: "/api/v1" + request, token: c.head, status: 404})
	c.send(scene{name: "the secretary's list", method: "GET", path: "/api/v1/correction/requests", token: c.secretary, status: 200, has: []string{`"items":[]`}})
	seen := c.got(c.personnel, request)
	c.send(scene{
		name: "before the roster is amended", method: "POST", path: "/api/v1" + request + "/acts/accept", token: c.personnel, status: 409,
		body: body(t, map[string]any{"input": map[string]any{"answer": "已更正"}}), head: map[string]string{"If-Match": seen.Header.Get("ETag")},
		has: []string{"请先在名册或者有关记录中办理更正"},
	})
	c.pass(time.Minute)
	c.act(c.personnel, "/roster/people/"+c.people["fuke"]+"/acts/amend", map[string]any{"born": "1981-05-01"}, "按身份证更正")
	c.act(c.personnel, request+"/acts/accept", map[string]any{"answer": "已更正"}, "")
	c.send(scene{method: "GET", path: "/api/v1" + request, token: c.deputy, status: 200, has: []string{`"state":"accepted"`, `"act":"amend"`, `"usual":"acknowledge"`}})
	c.send(scene{
		name: "who looked", method: "GET", path: "/api/v1/me/looks?limit=2", token: c.deputy, status: 200,
		has: []string{`"kinds":["correction.request"]`, `"roles":["personnel"]`, `"next":"`}, lacks: []string{c.people["fuke"]},
	})
	c.send(scene{name: "an account of nobody", method: "GET", path: "/api/v1/me/looks", token: c.personnel, status: 404})
	c.act(c.deputy, request+"/acts/acknowledge", nil, "")
	c.send(scene{method: "GET", path: "/api/v1" + request, token: c.deputy, status: 200, has: []string{`"state":"closed"`}})
}
