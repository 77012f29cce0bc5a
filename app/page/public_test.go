package page_test

import (
	"strings"
	"testing"

	"kaoji/evaluation"
	"kaoji/evaluation/concern"
)

func TestAPosterPrintsThePublicAddress(t *testing.T) {
	s := newSite(t)
	v := s.login("zuzhi", "", evaluation.RolePersonnel)
	r, err := s.service.Create(t.Context(), evaluation.System(office), concern.KindBox, "open", evaluation.Creation{
		Input: &concern.OpenInput{Scope: concern.ScopeOffice},
	})
	if err != nil {
		t.Fatal(err)
	}
	poster := "/records/" + r.ID + "/print/box_poster"
	for _, c := range []struct{ url, want, warning string }{
		{"", "http://example.com/b/", "尚未设置对外地址"},
		{"https://kaoji.example.cn", "https://kaoji.example.cn/b/", ""},
		{"http://127.0.0.1:8080", "http://127.0.0.1:8080/b/", "只有本机能打开"},
		{"http://localhost:8080", "http://localhost:8080/b/", "只有本机能打开"},
		{"http://[::1]", "http://[::1]/b/", "只有本机能打开"},
	} {
		s.pages.URL = c.url
		page := v.get(poster)
		if !strings.Contains(page, c.want) {
			t.Errorf("%q: the poster does not print %s", c.url, c.want)
		}
		if strings.Contains(page, "sheet-warning") != (c.warning != "") || !strings.Contains(page, c.warning) {
			t.Errorf("%q: want the warning %q", c.url, c.warning)
		}
	}
}
