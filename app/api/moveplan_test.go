package api_test

import (
	"fmt"
	"testing"
	"time"

	"kaoji/evaluation"
	"kaoji/evaluation/rotation"
)

// planned is an office with a plan by which two members of two departments
// change places.
type planned struct {
	*team
	plan       string
	one, two   string // tokens of who is moved
	principals string
	today      evaluation.Date
}

func newPlanned(t *testing.T) *planned {
	t.Helper()
	p := &planned{team: newTeam(t)}
	p.today = evaluation.DateOf(time.Unix(0, p.clock.Load()))
	other, _ := p.department("社区事务办")
	p.one = p.member("jia", "科员甲", "一级科员", "科员一", p.unit, false, evaluation.RoleCadre)
	p.two = p.member("yi", "科员乙", "一级科员", "科员二", other, false, evaluation.RolePersonnel)
	p.principals = p.as("dangwu", "", evaluation.RolePrincipal)
	p.plan = p.made(p.personnel, "/rotation/plans/acts/open", map[string]any{
		"title": "对调方案", "as_of": p.today.String(), "effective": p.today.AddDays(30).String(), "people": []string{p.people["jia"], p.people["yi"]},
	})
	return p
}

func (p *planned) path(rest string) string { return "/rotation/plans/" + p.plan + rest }

// computed has both of them move.
func (p *planned) computed() {
	p.t.Helper()
	must := []map[string]any{{"person": p.people["jia"], "duty": "must"}, {"person": p.people["yi"], "duty": "must"}}
	p.act(p.personnel, p.path("/acts/ask"), map[string]any{"persons": must}, "")
	p.act(p.personnel, p.path("/acts/compute"), nil, "")
}

// signing has it submitted and deliberated.
func (p *planned) signing() {
	p.t.Helper()
	p.computed()
	p.act(p.personnel, p.path("/acts/submit"), map[string]any{"chosen": "best", "checked": []string{"file", "matters"}}, "")
	p.act(p.personnel, p.path("/acts/deliberate"), map[string]any{
		"on": p.today.String(), "place": "会议室", "present": []string{p.people["shuji"], p.people["fenguan"]}, "minutes": "会议一致同意对调方案。", "outcome": rotation.MeetingAgreed,
	}, "")
}

func (p *planned) asks(name, token, rest string, status int, has ...string) {
	p.t.Helper()
	p.send(scene{name: name, method: "GET", path: "/api/v1" + p.path(rest), token: token, status: status, has: has})
}

func TestAPlanIsWorkedOutAgainOverTheAPI(t *testing.T) {
	p := newPlanned(t)
	p.asks("nothing worked out yet", p.personnel, "/check", 404)
	p.asks("nothing submitted yet", p.personnel, "/moves", 200, `"items":[]`)
	p.computed()
	p.asks("the same again", p.personnel, "/check", 200, `"same":true`, `"proven":true`)
	p.asks("the principal leader too", p.principals, "/check", 200, `"same":true`)
	p.act(p.personnel, p.path("/acts/weigh"), map[string]any{"move": 1000, "distance": 1, "early": 0, "late": 0, "wish": 0, "need": 0}, "")
	p.asks("other weights, and nothing worked out with them", p.personnel, "/check", 404)
	p.act(p.personnel, p.path("/acts/compute"), nil, "")
	p.asks("with the new weights", p.personnel, "/check", 200, `"same":true`, `"total":2000`, `"bound":2000`)
	for rest, kind := range map[string]string{"/check": "no record", "/moves": "no record"} {
		p.send(scene{name: kind, method: "GET", path: "/api/v1/rotation/plans/nothing" + rest, token: p.personnel, status: 404})
		p.send(scene{name: "another kind", method: "GET", path: "/api/v1/rotation/plans/" + p.people["jia"] + rest, token: p.personnel, status: 404})
		p.send(scene{name: "nobody", method: "GET", path: "/api/v1" + p.path(rest), status: 401})
	}
}

func TestThoseWhomAPlanMovesAndStrangersLearnNothingOverTheAPI(t *testing.T) {
	p := newPlanned(t)
	p.signing()
	for name, token := range map[string]string{
		"who is moved": p.one, "personnel that is moved": p.two, "a head": p.head, "an administrator": p.role(evaluation.RoleAdmin),
		"a supervisor": p.role(evaluation.RoleSupervisor),
	} {
		for _, rest := range []string{"/moves", "/check"} {
			got := p.fetch(scene{method: "GET", path: "/api/v1" + p.path(rest), token: token})
			if got.StatusCode != 404 && got.StatusCode != 403 {
				t.Errorf("%s asks for %s: %d %s", name, rest, got.StatusCode, got.body)
			}
		}
	}
	moved := fmt.Sprintf(`"person":%q`, p.people["jia"])
	p.asks("personnel", p.personnel, "/moves", 200, moved, `"to_post":"科员二"`, p.people["yi"])
	discipline := p.role(evaluation.RoleDiscipline)
	p.asks("discipline inspection sees whom it is asked about", discipline, "/moves", 200, moved)
	p.asks("and not how it was worked out", discipline, "/check", 404)
	p.asks("the leader in charge sees the moves of the own departments", p.leader, "/moves", 200, moved)
	p.asks("and not how it was worked out", p.leader, "/check", 404)
}

func TestALeaderSeesNoMoveOfARelativeOverTheAPI(t *testing.T) {
	p := newPlanned(t)
	p.signing()
	p.act(p.personnel, "/roster/people/"+p.people["jia"]+"/acts/relate", map[string]any{"person": p.people["fenguan"], "relation": "夫妻"}, "")
	p.send(scene{
		name: "the other move, and not whom it follows", method: "GET", path: "/api/v1" + p.path("/moves"), token: p.leader, status: 200,
		has: []string{p.people["yi"], `"follows":""`}, lacks: []string{p.people["jia"]},
	})
}
