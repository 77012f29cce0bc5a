package page_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/pagetest"
	"kaoji/app/xlsx"
	"kaoji/evaluation"
	"kaoji/evaluation/roster"
	"kaoji/evaluation/rotation"
)

// staffed is a department with a head who has been there for eleven years, two
// more, and somebody who joined a month ago.
func (s *site) staffed(t *testing.T) (unit string, people map[string]string) {
	t.Helper()
	today := evaluation.DateOf(time.Now())
	unit = s.do(t, roster.KindDepartment, "", "open", &roster.OpenDepartment{Name: "服务办", Order: 1}).ID
	people = map[string]string{}
	for _, m := range []struct {
		name  string
		years int
	}{{"周主任", 11}, {"钱科员", 6}, {"孙科员", 3}, {"新同志", 0}} {
		since, level := today.AddMonths(-12*m.years), "一级科员"
		if m.years == 0 {
			since, level = today.AddMonths(-1), roster.LevelProbation
		}
		people[m.name] = s.do(t, roster.KindPerson, "", "enter", &roster.Enter{
			No: m.name, Name: m.name, Sex: roster.Male, Born: evaluation.NewDate(1985, 5, 1), Joined: since, Department: unit, Post: "职务" + m.name,
			PostSince: since, Level: level, LevelSince: since, Heads: m.years == 11,
		}).ID
	}
	return unit, people
}

func TestNewcomersGetAMentorFromTheListOfThoseWithRoom(t *testing.T) {
	s := newSite(t)
	section := s.login("section", "", evaluation.RolePersonnel)
	if page := section.get("/rotation"); !strings.Contains(page, "还没有带岗和留任记录") {
		t.Errorf("the empty page says nothing: %s", page)
	}
	pagetest.Check(t, section.body)
	_, people := s.staffed(t)
	page := section.get("/rotation")
	pagetest.Check(t, []byte(page))
	list := "/rotation/mentors/" + people["新同志"]
	if !strings.Contains(page, list) {
		t.Fatalf("the newcomer is not on the page: %s", page)
	}
	page = section.get(list)
	pagetest.Check(t, []byte(page))
	form := "/new/rotation.mentoring/assign?newcomer=" + people["新同志"] + "&mentor=" + people["钱科员"]
	if !strings.Contains(page, strings.ReplaceAll(form, "&", "&amp;")) || !strings.Contains(page, "0 / 2") {
		t.Fatalf("no way to name a mentor: %s", page)
	}
	section.get(form)
	page = section.post("/new/rotation.mentoring/assign", url.Values{"newcomer": {people["新同志"]}, "mentor": {people["钱科员"]}})
	pagetest.Check(t, []byte(page))
	if !strings.Contains(page, "待制定计划") || !strings.Contains(page, "时间安排和完成情况") {
		t.Fatalf("%d %s", section.status, page)
	}
	record := strings.Split(section.at, "?")[0]
	for _, form := range []string{"rotation_agreement", "rotation_record"} {
		page := section.get(record + "/print/" + form)
		if section.status != fiber.StatusOK || !strings.Contains(page, "钱科员") {
			t.Errorf("%s: %d", form, section.status)
		}
		pagetest.Check(t, []byte(page))
	}
	mentor, other := s.login("qian", people["钱科员"], evaluation.RoleCadre), s.login("sun", people["孙科员"], evaluation.RoleCadre)
	if page := mentor.get(record + "/acts/plan"); mentor.status != fiber.StatusOK || !strings.Contains(page, "培养方向") {
		t.Errorf("the mentor cannot write the plan: %d", mentor.status)
	}
	if other.get(record); other.status != fiber.StatusNotFound {
		t.Errorf("a colleague reads it: %d", other.status)
	}
	if other.get(list); other.status != fiber.StatusForbidden {
		t.Errorf("a colleague reads what speaks against whom as a mentor: %d", other.status)
	}
}

func TestTenureIsSeenAsFarAsItIsForTheReaderAndAsOfAnyDay(t *testing.T) {
	s := newSite(t)
	unit, people := s.staffed(t)
	section := s.login("section", "", evaluation.RolePersonnel)
	head := s.login("zhou", people["周主任"], evaluation.RoleHead, evaluation.RoleCadre)
	cadre := s.login("sun", people["孙科员"], evaluation.RoleCadre)
	page := section.get("/rotation/tenure")
	pagetest.Check(t, []byte(page))
	for _, want := range []string{"周主任", "必须轮岗", "11年0个月", "年龄结构", "在同一岗位的连续时间"} {
		if !strings.Contains(page, want) {
			t.Errorf("the list does not say %s", want)
		}
	}
	if page := section.get("/rotation/tenure?stage=notice&unit=" + unit); strings.Contains(page, "周主任") || !strings.Contains(page, "钱科员") {
		t.Error("the filter by stage does not hold")
	}
	long := evaluation.DateOf(time.Now()).AddMonths(-12 * 2).String()
	if page := section.get("/rotation/tenure?on=" + long); !strings.Contains(page, "9年0个月") || strings.Contains(page, "新同志") {
		t.Error("two years ago it was nine years")
	}
	if section.get("/rotation/tenure?on=gestern"); section.status != fiber.StatusUnprocessableEntity {
		t.Errorf("a day that is none: %d", section.status)
	}
	if page := section.get("/rotation/tenure?sort=age"); !strings.Contains(page, `aria-sort="ascending"`) {
		t.Error("the list does not say how it is sorted")
	}
	section.get("/rotation/tenure?export=xlsx&stage=mandatory")
	sheets, err := xlsx.Read(section.body)
	if err != nil || len(sheets[0].Rows) != 2 || sheets[0].Rows[1][0].Text != "周主任" {
		t.Errorf("%v %v", sheets, err)
	}
	if page := head.get("/rotation/tenure"); !strings.Contains(page, "钱科员") || strings.Contains(page, "export=xlsx") {
		t.Error("a head sees the department, and exports nothing")
	}
	if head.get("/rotation/tenure?export=xlsx"); head.status != fiber.StatusForbidden {
		t.Errorf("a head exports: %d", head.status)
	}
	page = cadre.get("/rotation/tenure")
	pagetest.Check(t, []byte(page))
	if strings.Contains(page, "周主任") || !strings.Contains(page, "孙科员") || strings.Contains(page, "年龄结构") {
		t.Error("a cadre sees the own tenure and nothing else")
	}
	if page := cadre.get("/rotation"); !strings.Contains(page, "本人任现岗情况") {
		t.Errorf("the own time in the post is missing: %s", page)
	}
	pagetest.Check(t, cadre.body)
}

func TestACaseLeadsToTheProposalThatSomebodyStays(t *testing.T) {
	s := newSite(t)
	unit, people := s.staffed(t)
	s.do(t, rotation.KindPost, "", "mark", &rotation.MarkInput{
		Unit: unit, Title: "职务钱科员", From: evaluation.DateOf(time.Now()), PowersInput: rotation.PowersInput{Powers: []string{"money"}},
	})
	section := s.login("section", "", evaluation.RolePersonnel)
	page := section.get("/rotation")
	pagetest.Check(t, []byte(page))
	found, err := s.service.Find(t.Context(), evaluation.Query{Office: office, Kinds: []string{rotation.KindCase}, Subjects: []string{people["钱科员"]}})
	if err != nil || len(found.Records) != 1 {
		t.Fatalf("%d cases, %v", len(found.Records), err)
	}
	propose := "/new/rotation.stay/propose?person=" + people["钱科员"]
	if page := section.get("/records/" + found.Records[0].ID); !strings.Contains(page, propose) || !strings.Contains(page, "必须研究") {
		t.Fatalf("no way from the case to the proposal: %s", page)
	}
	pagetest.Check(t, section.body)
	section.get(propose)
	until := evaluation.DateOf(time.Now()).AddMonths(6).String()
	page = section.post("/new/rotation.stay/propose", url.Values{"person": {people["钱科员"]}, "ground": {"task"}, "words": {"项目收尾前不宜更换经办人。"}, "until": {until}})
	if section.status != fiber.StatusOK || !strings.Contains(page, "待审批") {
		t.Fatalf("%d %s", section.status, page)
	}
	pagetest.Check(t, section.body)
}

// "ended" is a state of a mentoring and of a stay; only the stay is a fact.
func TestTheFileOfANewcomerWhoseMentoringEndedOpens(t *testing.T) {
	s := newSite(t)
	section := s.login("section", "", evaluation.RolePersonnel)
	_, people := s.staffed(t)
	id := s.do(t, rotation.KindMentoring, "", "assign", &rotation.AssignInput{
		Newcomer: people["新同志"], MentorInput: rotation.MentorInput{Mentor: people["钱科员"]},
	}).ID
	s.do(t, rotation.KindMentoring, id, "end", nil)
	for _, who := range []string{"新同志", "钱科员"} {
		page := section.get("/roster/people/" + people[who])
		if section.status != fiber.StatusOK {
			t.Errorf("the file of %s answers %d: %s", who, section.status, page)
		}
	}
}
