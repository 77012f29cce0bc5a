package page_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/pagetest"
	"kaoji/evaluation"
)

// follow asks for one address, as the crawl wants it: redirects are its own.
func (v *visitor) follow(address string) (pagetest.Reply, error) {
	req := httptest.NewRequest(http.MethodGet, address, nil)
	for name, value := range v.cookies {
		req.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	resp, err := v.site.app.Test(req, -1)
	if err != nil {
		return pagetest.Reply{}, err
	}
	defer func() { _ = resp.Body.Close() }()
	body, err := io.ReadAll(resp.Body)
	return pagetest.Reply{
		Status: resp.StatusCode, Location: resp.Header.Get(fiber.HeaderLocation), Type: resp.Header.Get(fiber.HeaderContentType), Body: body,
	}, err
}

// TestNothingIsOfferedThatDoesNotOpen crawls a small office as every role: start
// pages, lists, and some records of each kind, with texts that would be script.
// The pages stand below a prefix, as they would where a server has those of
// several offices: an address that is not made by To is found. The filled demo is
// crawled in the nightly stage. Each page inside the frame says what it is for.
func TestNothingIsOfferedThatDoesNotOpen(t *testing.T) {
	const script = `"><script>alert(1)</script><img src=x onerror=alert(1)>`
	w := newClass(t)
	w.act(w.section, w.session, "hold", nil)
	w.released()
	w.report(script, script)
	logins := map[string]*visitor{
		"personnel": w.personnel, "head": w.head, "supervisor": w.supervisor, "principal": w.principal,
		"admin":      w.login("crawladmin", "", evaluation.RoleAdmin),
		"auditor":    w.login("crawlauditor", "", evaluation.RoleAuditor),
		"discipline": w.login("crawldiscipline", "", evaluation.RoleDiscipline),
		"member":     w.login("crawlmember", w.member.ID, evaluation.RoleCadre),
		"outsider":   w.login("crawloutsider", outsider(w), evaluation.RoleCadre),
		"leader":     w.login("crawlleader", "", evaluation.RoleLeader),
	}
	const within = "/of/tangqiao"
	w.below(within)
	for name, v := range logins {
		t.Run(name, func(t *testing.T) {
			helped := func(address string) (pagetest.Reply, error) {
				reply, err := v.follow(address)
				if page := string(reply.Body); reply.Status == http.StatusOK && strings.Contains(page, `<aside class="side"`) {
					switch {
					case !strings.Contains(page, "<summary>帮助</summary>"):
						t.Errorf("%s has no help", address)
					case strings.Contains(page, "您看到的内容按您的角色和与记录的关系显示"):
						t.Errorf("%s has no help of its own", address)
					}
				}
				return reply, err
			}
			c := pagetest.Crawler{Get: helped, Alike: 1, Most: 3000, Within: within}
			if err := c.Run(within + "/"); err != nil {
				t.Error(err)
			}
			t.Logf("%d addresses", c.Opened)
			for _, found := range c.Found {
				t.Error(found)
			}
		})
	}
}
