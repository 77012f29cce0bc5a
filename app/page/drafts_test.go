package page_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/pagetest"
	"kaoji/evaluation"
)

// typing is a form as it was opened, with what somebody types.
func (v *visitor) typing(path string, typed url.Values) url.Values {
	v.site.t.Helper()
	v.get(path)
	values := v.hidden()
	for name, list := range typed {
		values[name] = list
	}
	return values
}

type draftReply struct {
	ID      string
	Edition int64
	Said    string
}

// autosave saves a form as script does, and changes it as script does.
func (v *visitor) autosave(values url.Values) draftReply {
	v.site.t.Helper()
	if m := token.FindSubmatch(v.body); m != nil {
		values.Set("csrf", string(m[1]))
	}
	req := httptest.NewRequest(http.MethodPost, "/drafts", strings.NewReader(values.Encode()))
	req.Header.Set(fiber.HeaderContentType, fiber.MIMEApplicationForm)
	req.Header.Set(fiber.HeaderAccept, fiber.MIMEApplicationJSON)
	before := v.body
	v.do(req)
	var reply draftReply
	if err := json.Unmarshal(v.body, &reply); err != nil {
		v.site.t.Fatalf("%d %s: %v", v.status, v.body, err)
	}
	v.body = before // the page stays open
	values.Set("draft-id", reply.ID)
	values.Set("draft-edition", jsonNumber(reply.Edition))
	return reply
}

func jsonNumber(n int64) string {
	raw, _ := json.Marshal(n)
	return string(raw)
}

const reportForm = "/new/commendation.deed/report"

func TestAFormForANewRecordIsKeptUntilItIsSent(t *testing.T) {
	s := newSite(t)
	v, other := s.login("section", "", evaluation.RolePersonnel), s.login("other", "", evaluation.RolePersonnel)
	values := v.typing(reportForm, url.Values{"title": {"深夜送走失老人回家"}, "sender": {"居民王阿姨"}})
	if reply := v.autosave(values); v.status != fiber.StatusOK || !strings.Contains(reply.Said, "已存草稿") {
		t.Fatalf("%d %+v", v.status, reply)
	}
	values.Set("text", "晚上十点在浦建路巡查")
	v.autosave(values)
	page := v.get(reportForm + "?ground=exemplary") // the same form, whatever it begins with
	pagetest.Check(t, []byte(page))
	if strings.Contains(page, "走失老人") || strings.Count(page, "没有提交的内容") != 1 {
		t.Errorf("it is not offered, or filled in without being asked for: %s", page)
	}
	if page = other.get(reportForm); strings.Contains(page, "没有提交的内容") {
		t.Error("offered to another account")
	}
	page = v.get("/drafts")
	pagetest.Check(t, []byte(page))
	if !strings.Contains(page, "保留到") || !strings.Contains(page, "走失老人") {
		t.Errorf("the list of drafts: %s", page)
	}
	page = v.get(reportForm + "?draft=" + url.QueryEscape(values.Get("draft-id")))
	pagetest.Check(t, []byte(page))
	if !strings.Contains(page, "走失老人") || !strings.Contains(page, "浦建路巡查") || !strings.Contains(page, "已恢复您") || strings.Contains(page, "王阿姨") {
		t.Errorf("not as it was typed, or with who reported it: %s", page)
	}
	if page = other.get(reportForm + "?draft=" + url.QueryEscape(values.Get("draft-id"))); strings.Contains(page, "走失老人") {
		t.Error("another account reads it")
	}
	v.get(reportForm)
	values.Set("ground", "exemplary")
	values.Set("on", evaluation.DateOf(time.Now()).String())
	values.Set("text", "晚上十点在浦建路巡查时发现一名走失老人")
	values.Set("who", "联络干部")
	values.Set("source", "letter")
	if v.post(reportForm, values); v.status != fiber.StatusOK || !strings.HasPrefix(v.at, "/records/") {
		t.Fatalf("sent: %d at %s", v.status, v.at)
	}
	if page = v.get("/drafts"); !strings.Contains(page, "您没有未提交的内容") {
		t.Error("the draft is left of what was sent")
	}
	s.saidNowhere("走失老人回家", "王阿姨")
}

// saidNowhere checks that the log and the trail do not contain words.
func (s *site) saidNowhere(words ...string) {
	s.t.Helper()
	events, err := evaluation.Gather(evaluation.AllEvents(s.t.Context(), s.store, office))
	if err != nil {
		s.t.Fatal(err)
	}
	raw, err := json.Marshal(events)
	if err != nil {
		s.t.Fatal(err)
	}
	for _, w := range words {
		if strings.Contains(string(raw), w) || strings.Contains(s.log.String(), w) || strings.Contains(s.log.String(), url.QueryEscape(w)) {
			s.t.Errorf("the trail or the log says %s", w)
		}
	}
}

func TestTwoWindowsKeepADraftEach(t *testing.T) {
	s := newSite(t)
	v := s.login("section", "", evaluation.RolePersonnel)
	one := v.typing(reportForm, url.Values{"title": {"第一件"}})
	v.autosave(one)
	two := url.Values{}
	for name, list := range one {
		two[name] = list
	}
	v.autosave(one) // has moved on
	two.Set("title", "第二件")
	if reply := v.autosave(two); !strings.Contains(reply.Said, "另一个窗口") || reply.ID == one.Get("draft-id") {
		t.Errorf("%+v", reply)
	}
	page := v.get(reportForm)
	if strings.Count(page, "没有提交的内容") != 2 {
		t.Errorf("%d offers", strings.Count(page, "没有提交的内容"))
	}
	v.post("/drafts/drop", url.Values{"id": {one.Get("draft-id")}})
	if v.at != reportForm || strings.Count(string(v.body), "没有提交的内容") != 1 {
		t.Errorf("thrown away: at %s", v.at)
	}
	if reply := v.autosave(one); v.status != fiber.StatusNotFound || !strings.Contains(reply.Said, "已经提交或者丢弃") {
		t.Errorf("it comes back: %d %+v", v.status, reply)
	}
}

func TestADraftOfAnActSaysThatTheRecordHasChanged(t *testing.T) {
	s := newSite(t)
	a, b := s.login("first", "", evaluation.RoleAdmin), s.login("second", "", evaluation.RoleAdmin)
	a.get("/settings")
	act := strings.SplitN(a.at, "?", 2)[0] + "/acts/change"
	values := a.typing(act, url.Values{"name": {"还没有提交的名称"}, "short_name": {"简称"}})
	page := a.post("/drafts", values) // without script
	pagetest.Check(t, []byte(page))
	if !strings.Contains(page, "还没有提交的名称") || !strings.Contains(page, "草稿已保存") || strings.Contains(page, "有过改动") || !strings.HasPrefix(a.at, act+"?draft=") {
		t.Errorf("%d at %s: %s", a.status, a.at, page)
	}
	sent := b.typing(act, url.Values{"name": {"他人改的名称"}, "short_name": {"简称"}})
	b.post(act, sent)
	if page = a.get(a.at); !strings.Contains(page, "有过改动") || !strings.Contains(page, "他人改的名称") || !strings.Contains(page, `value="还没有提交的名称"`) {
		t.Errorf("the record has changed and nobody says so: %s", page)
	}
	values = a.hidden()
	values.Set("name", "提交的名称")
	values.Set("short_name", "简称")
	a.post(act, values)
	if page = a.get("/drafts"); !strings.Contains(page, "您没有未提交的内容") {
		t.Error("the draft outlives what was sent")
	}
}

// What a form is not kept of stands with its kind; a form that was not shown cannot be
// named.
func TestFormsThatNameAReporterOfferNoDraft(t *testing.T) {
	s := newSite(t)
	v := s.login("section", "", evaluation.RolePersonnel)
	for _, path := range []string{"/new/concern.matter/register", "/new/concern.opening/record"} {
		if page := v.get(path); v.status != fiber.StatusOK || strings.Contains(page, "存草稿") || strings.Contains(page, "data-draft") {
			t.Errorf("%s: %d", path, v.status)
		}
	}
	values := v.typing(reportForm, url.Values{"title": {"甲"}})
	other := s.login("other", "", evaluation.RolePersonnel)
	other.get(reportForm)
	for name, form := range map[string]string{"of another account": values.Get("draft-form"), "made up": "x:AAAA"} {
		forged := url.Values{"draft-form": {form}, "draft-id": {values.Get("draft-id")}, "title": {"甲"}}
		if other.post("/drafts", forged); other.status != fiber.StatusUnprocessableEntity {
			t.Errorf("%s: %d", name, other.status)
		}
		other.get(reportForm)
	}
}
