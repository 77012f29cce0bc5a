package page_test

import (
	"html"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/server"
	"kaoji/evaluation"
	"kaoji/evaluation/roster"
)

var hiddenField = regexp.MustCompile(`<input type="hidden" name="([^"]*)" value="([^"]*)">`)

// hidden are the hidden fields of the page, without the form's token.
func (v *visitor) hidden() url.Values {
	out := url.Values{}
	for _, m := range hiddenField.FindAllStringSubmatch(string(v.body), -1) {
		if m[1] != "csrf" {
			out.Add(m[1], html.UnescapeString(m[2]))
		}
	}
	return out
}

// end ends the session of a visitor, as its time-out does.
func (s *site) end(v *visitor) {
	s.t.Helper()
	session, err := s.auth.Authenticate(s.t.Context(), v.cookies[server.CookieAccess])
	if err != nil {
		s.t.Fatal(err)
	}
	if err := s.auth.Logout(s.t.Context(), session); err != nil {
		s.t.Fatal(err)
	}
}

func TestWhatIsTypedWhenASessionEndsIsSentAfterTheLogin(t *testing.T) {
	s := newSite(t)
	v := s.login("section", "", evaluation.RolePersonnel)
	other := s.login("other", "", evaluation.RolePersonnel)
	v.get("/new/roster.department/open")
	s.end(v)
	page := v.post("/new/roster.department/open", url.Values{"name": {`党政"办<b>`}, "order": {"1"}})
	if v.status != fiber.StatusUnauthorized || !strings.Contains(page, "登录已超时") || strings.Contains(page, "其他网站") {
		t.Fatalf("%d: %s", v.status, page)
	}
	kept := v.hidden()
	if kept.Get("kept.name") != `党政"办<b>` || kept.Get("kept-to") != "/new/roster.department/open" || kept.Has("kept.csrf") {
		t.Errorf("kept: %v", kept)
	}
	// A wrong password keeps it too; the right one offers to send it.
	with := func(more url.Values) url.Values {
		for name, list := range v.hidden() {
			more[name] = list
		}
		return more
	}
	v.post("/login", with(url.Values{"name": {"section"}, "password": {"Wrong-heron-48"}}))
	page = v.post("/login", with(url.Values{"name": {"section"}, "password": {"Tang-qiao-1998"}}))
	if v.status != fiber.StatusOK || !strings.Contains(page, `action="/new/roster.department/open"`) {
		t.Fatalf("%d: %s", v.status, page)
	}
	v.post("/new/roster.department/open", v.hidden())
	found, err := evaluation.Gather(evaluation.AllRecords(t.Context(), s.store, evaluation.Query{Office: office, Kinds: []string{roster.KindDepartment}}))
	if err != nil || len(found) != 1 || !strings.Contains(string(found[0].Payload), `党政`) {
		t.Errorf("%v, %v\n%s", found, err, v.body)
	}
	// Somebody else who logs in in that browser is not handed the form.
	other.get("/new/roster.department/open")
	s.end(other)
	other.post("/new/roster.department/open", url.Values{"name": {"机密科室"}, "order": {"2"}})
	form := other.hidden()
	form.Set("name", "section")
	form.Set("password", "Tang-qiao-1998")
	if page := other.post("/login", form); strings.Contains(page, "机密科室") {
		t.Errorf("handed on: %s", page)
	}
}

func TestAStrangersFormIsNotKept(t *testing.T) {
	s := newSite(t)
	v := s.visitor()
	v.get("/login")
	if page := v.post("/new/roster.department/open", url.Values{"name": {"甲"}, "order": {"1"}}); v.status != fiber.StatusUnauthorized || strings.Contains(page, "kept") {
		t.Errorf("%d: %s", v.status, page)
	}
}

func TestAPageAskedForAfterTheSessionEndedComesAfterTheLogin(t *testing.T) {
	s := newSite(t)
	v := s.login("section", "", evaluation.RolePersonnel)
	s.end(v)
	v.get("/new/roster.person/enter?department=x&post=%E7%A7%91")
	v.post("/login", url.Values{"name": {"section"}, "password": {"Tang-qiao-1998"}, "next": {v.hidden().Get("next")}})
	if v.at != "/new/roster.person/enter?department=x&post=%E7%A7%91" {
		t.Errorf("after the login: %s", v.at)
	}
}

func TestTheTroubleOfAFileIsSaidOfTheFileAndWhatWasTypedStays(t *testing.T) {
	s := newSite(t)
	v := s.login("section", "", evaluation.RolePersonnel)
	v.get("/new/commendation.deed/report")
	page := v.uploadWith("/new/commendation.deed/report", "files.upload", "宏.docm", []byte("MZ\x90\x00 a program"), url.Values{"title": {"拾金不昧好榜样"}})
	if v.status != fiber.StatusUnprocessableEntity || !strings.Contains(page, "类型不支持") || !strings.Contains(page, "拾金不昧好榜样") {
		t.Errorf("%d: %s", v.status, page)
	}
}
