package page_test

import (
	"net/url"
	"strings"
	"testing"

	"github.com/gofiber/fiber/v2"

	"kaoji/evaluation"
	"kaoji/evaluation/roster"
	"kaoji/evaluation/rulepack"
)

// Whoever asks for the form of an act by its address reads what stands against it:
// the own case, the own part in an earlier step, the own roles. It is what the act
// itself would answer.
func TestWhoeverMayNotActIsToldWhyByTheAddressOfTheForm(t *testing.T) {
	s := newSite(t)
	section := s.login("zuzhi", "", evaluation.RolePersonnel)
	system := evaluation.System(office)
	unit, err := s.service.Create(t.Context(), system, roster.KindDepartment, "open", evaluation.Creation{Input: &roster.OpenDepartment{Name: "科室", Order: 1}})
	if err != nil {
		t.Fatal(err)
	}
	since := evaluation.NewDate(2020, 1, 1)
	person, err := s.service.Create(t.Context(), system, roster.KindPerson, "enter", evaluation.Creation{Input: &roster.Enter{
		No: "1", Name: "周敏", Sex: roster.Male, Born: evaluation.NewDate(1980, 5, 1), Joined: since,
		Department: unit.ID, Post: "科员", PostSince: since, Level: "一级科员", LevelSince: since,
	}})
	if err != nil {
		t.Fatal(err)
	}
	clerk := s.login("zhoumin", person.ID, evaluation.RolePersonnel, evaluation.RoleCadre)
	own := s.login("guest", "", evaluation.RolePrincipal)
	section.get("/new/rules.override/set?key=assessment.notice")
	section.post("/new/rules.override/set", url.Values{
		"key": {"assessment.notice"}, "value": {"7"}, "source": {"示委组〔2026〕12号"}, "reason": {"经主管部门同意"}, "valid_from": {"2026-01-01"},
	})
	found, err := s.store.Find(t.Context(), evaluation.Query{Office: office, Kinds: []string{rulepack.KindOverride}})
	if err != nil || len(found.Records) != 1 {
		t.Fatalf("%v %s", err, section.body)
	}
	override := found.Records[0].ID
	list := section.get("/rules?q=示委组")
	if strings.Contains(list, "<details class=\"card folded\">") || !strings.Contains(section.get("/rules"), "<details class=\"card folded\">") {
		t.Error("rules are not folded, or those that were looked for are")
	}
	if _, row, _ := strings.Cut(list, `href="/records/`+override); !strings.HasPrefix(row[strings.Index(row, ">"):], ">拟定优秀等次人员在本机关公示") {
		t.Errorf("the office's own value is not called by its rule:\n%s", list)
	}
	for name, c := range map[string]struct {
		who       *visitor
		path, why string
		status    int
	}{
		"the own case":           {clerk, "/records/" + person.ID + "/acts/amend", "依照公务回避规定", fiber.StatusForbidden},
		"the own earlier step":   {section, "/records/" + override + "/acts/verify", "须由设定者以外的另一人复核", fiber.StatusForbidden},
		"no right":               {own, "/records/" + person.ID + "/acts/amend", "您没有办理此事项的权限", fiber.StatusForbidden},
		"another state":          {section, "/records/" + person.ID + "/acts/reinstate", "此记录当前状态不能办理该事项", fiber.StatusConflict},
		"nothing stands against": {section, "/records/" + person.ID + "/acts/amend", "周敏", fiber.StatusOK},
	} {
		t.Run(name, func(t *testing.T) {
			if got := c.who.get(c.path); c.who.status != c.status || !strings.Contains(got, c.why) {
				t.Errorf("answered %d, without %q:\n%s", c.who.status, c.why, got)
			}
		})
	}
	if got := section.get("/records/" + override); strings.Contains(got, "须由设定者以外的另一人复核") {
		t.Error("the record itself speaks of an act that is not for its reader")
	}
	// Whoever verifies a value reads which rule it is of, and what it is.
	second := s.login("second", "", evaluation.RolePersonnel)
	for _, path := range []string{"/records/" + override, "/records/" + override + "/acts/verify"} {
		if got := second.get(path); !strings.Contains(got, "拟定优秀等次人员在本机关公示") || !strings.Contains(got, "数值") || strings.Contains(got, "assessment.notice<") {
			t.Errorf("%s: %d\n%s", path, second.status, got)
		}
	}
}
