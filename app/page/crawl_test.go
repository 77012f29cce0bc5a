package page_test

import (
	"io"
	"net/http"
	"net/http/httptest"
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
// crawled in the nightly stage.
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
			c := pagetest.Crawler{Get: v.follow, Alike: 1, Most: 3000, Within: within}
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
