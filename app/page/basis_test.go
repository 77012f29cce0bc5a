package page_test

import (
	"strings"
	"testing"

	"kaoji/evaluation"
)

func TestAPageSaysWhereItsNumbersComeFrom(t *testing.T) {
	s := newSite(t)
	section := s.login("section", "", evaluation.RolePersonnel)
	admin := s.login("boss", "", evaluation.RoleAdmin)
	for _, c := range []struct {
		who  *visitor
		path string
		keys []string
	}{
		{section, "/password", []string{"security.password.length", "security.password.history", "security.password.age"}},
		{section, "/account", []string{"security.idle.minutes"}},
		{admin, "/accounts", []string{"security.lockout.failures", "security.lockout.minutes"}},
		{admin, "/accounts/bulk", []string{"security.password.once"}},
	} {
		page := c.who.get(c.path)
		for _, key := range c.keys {
			if !strings.Contains(page, `href="/rules/`+key+`"`) {
				t.Errorf("%s does not name %s", c.path, key)
			}
		}
		if strings.Count(page, `class="rule-note"`) < len(c.keys) {
			t.Errorf("%s does not say what they are and how sure we are", c.path)
		}
	}
}
