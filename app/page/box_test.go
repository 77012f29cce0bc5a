package page_test

import (
	"crypto/sha256"
	"math/bits"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/pagetest"
	"kaoji/evaluation"
	"kaoji/evaluation/concern"
	"kaoji/evaluation/roster"
)

// boxOf opens a comment box for a department and returns its page.
func boxOf(t *testing.T, s *site) string {
	t.Helper()
	section := evaluation.Actor{Office: office, Account: "p", Name: "组织科", Roles: []evaluation.Role{evaluation.RolePersonnel}}
	r, err := s.service.Create(t.Context(), section, concern.KindBox, "open", evaluation.Creation{Input: &concern.OpenInput{Scope: concern.ScopeUnit, Unit: s.unit(t)}})
	if err != nil {
		t.Fatal(err)
	}
	b, err := evaluation.PayloadOf[concern.Box](r)
	if err != nil {
		t.Fatal(err)
	}
	return "/b/" + b.Token
}

// unit is a department of the office, made if there is none.
func (s *site) unit(t *testing.T) string {
	t.Helper()
	section := evaluation.Actor{Office: office, Account: "p", Name: "组织科", Roles: []evaluation.Role{evaluation.RolePersonnel}}
	r, err := s.service.Create(t.Context(), section, "roster.department", "open", evaluation.Creation{Input: openDepartment("服务办")})
	if err != nil {
		t.Fatal(err)
	}
	return r.ID
}

var (
	challenge = regexp.MustCompile(`data-challenge="([^"]+)" data-bits="(\d+)"`)
	receiptNo = regexp.MustCompile(`<strong>([0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4})</strong>`)
)

// worked is a form with the work of the hurdle done, as the script does it.
func worked(t *testing.T, page string, form url.Values) url.Values {
	t.Helper()
	m := challenge.FindStringSubmatch(page)
	if m == nil {
		t.Fatalf("no hurdle on the page\n%s", page)
	}
	want, _ := strconv.Atoi(m[2])
	for n := 0; ; n++ {
		sum := sha256.Sum256([]byte(m[1] + strconv.Itoa(n)))
		zeros := 0
		for _, b := range sum {
			zeros += bits.LeadingZeros8(b)
			if b != 0 {
				break
			}
		}
		if zeros >= want {
			form.Set("challenge", m[1])
			form.Set("nonce", strconv.Itoa(n))
			return form
		}
	}
}

func TestSomebodyWithoutAnAccountLeavesACommentAndAsksByItsNumber(t *testing.T) {
	s := newSite(t)
	path := boxOf(t, s)
	v := s.visitor()
	form := func() url.Values {
		return url.Values{"category": {"attitude"}, "topic": {"居住证办理"}, "content": {"窗口人员态度生硬"}, "contact": {"王先生 13900000000"}}
	}
	page := v.get(path)
	pagetest.Check(t, []byte(page))
	if strings.Contains(page, `name="unit"`) {
		t.Error("the box of a department asks for the department")
	}
	v.post(path, form())
	if v.status != fiber.StatusUnprocessableEntity || receiptNo.Match(v.body) {
		t.Errorf("without the work: %d", v.status)
	}
	if !strings.Contains(string(v.body), "窗口人员态度生硬") {
		t.Error("what was typed is gone")
	}
	short := form()
	short.Set("content", "差")
	v.post(path, worked(t, string(v.body), short))
	if v.status != fiber.StatusUnprocessableEntity {
		t.Errorf("a comment of one character: %d", v.status)
	}
	v.post(path, worked(t, string(v.body), form()))
	number := receiptNo.FindSubmatch(v.body)
	if v.status != fiber.StatusOK || number == nil {
		t.Fatalf("%d %s", v.status, v.body)
	}
	v.get("/receipt")
	v.post("/receipt", url.Values{"number": {string(number[1])}})
	if v.status != fiber.StatusOK || !strings.Contains(string(v.body), "待受理") || strings.Contains(string(v.body), "态度生硬") {
		t.Errorf("%d %s", v.status, v.body)
	}
	v.post("/receipt", url.Values{"number": {"0000-0000-0000"}})
	if v.status != fiber.StatusNotFound {
		t.Errorf("an unknown number: %d", v.status)
	}
	v.get("/b/" + strings.Repeat("a", 26))
	if v.status != fiber.StatusNotFound {
		t.Errorf("an unknown box: %d", v.status)
	}
	section := s.login("section", "", evaluation.RolePersonnel)
	list := section.get("/concern")
	if !strings.Contains(list, "〔") || strings.Contains(list, "13900000000") {
		t.Errorf("%s", list)
	}
	record := regexp.MustCompile(`/records/[0-9a-f-]{36}`).FindString(list)
	if page := section.get(record); strings.Contains(page, "13900000000") || !strings.Contains(page, "窗口人员态度生硬") {
		t.Error("the record shows the contact, or not the comment")
	}
	contact := strings.Replace(record, "/records/", "/concern/", 1) + "/contact"
	if page := section.post(contact, url.Values{}); !strings.Contains(page, "13900000000") {
		t.Errorf("the contact is not opened: %s", page)
	}
	noted, err := s.store.FindTrail(t.Context(), office, evaluation.TrailFilter{Action: "reporter"}, 0, false, 10)
	if err != nil || len(noted) != 1 {
		t.Errorf("the look at the contact is noted %d times, %v", len(noted), err)
	}
	principal := s.login("principal", "", evaluation.RolePrincipal)
	principal.get(record)
	if principal.post(contact, url.Values{}); principal.status != fiber.StatusForbidden {
		t.Errorf("a principal leader opens the contact: %d", principal.status)
	}
}

func openDepartment(name string) any { return &roster.OpenDepartment{Name: name, Order: 1} }
