package page_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"kaoji/app/page/pagetest"
	"kaoji/evaluation"
	"kaoji/evaluation/assessment"
	"kaoji/evaluation/roster"
)

// cycleOf is the cycle of a participant, with all participants.
func (s *site) cycleOf(t *testing.T, who assessment.Participant) (string, []assessment.Participant) {
	t.Helper()
	sheet, err := s.service.Load(t.Context(), office, who.Sheet)
	if err != nil {
		t.Fatal(err)
	}
	cycle, err := s.service.Load(t.Context(), office, sheet.Parent)
	if err != nil {
		t.Fatal(err)
	}
	c, err := evaluation.PayloadOf[assessment.Cycle](cycle)
	if err != nil {
		t.Fatal(err)
	}
	return cycle.ID, c.Participants
}

// noted are the records of a kind that the trail says an action of the detail was done
// with.
func (s *site) noted(t *testing.T, action, kind, detail string) map[string]int {
	t.Helper()
	records := map[string]int{}
	for after := int64(0); ; {
		list, err := s.store.FindTrail(t.Context(), office, evaluation.TrailFilter{Action: action, Kind: kind}, after, false, 0)
		if err != nil {
			t.Fatal(err)
		}
		if len(list) == 0 {
			return records
		}
		for _, e := range list {
			if after = e.Seq; e.Detail == detail {
				records[e.Record]++
			}
		}
	}
}

func (v *visitor) refused(address string) {
	v.site.t.Helper()
	if v.get(address); v.status != http.StatusNotFound && v.status != http.StatusForbidden {
		v.site.t.Errorf("%s: %d", address, v.status)
	}
}

func TestFormsGoToThoseWhoMaySeeThePerson(t *testing.T) {
	p := newPraise(t)
	who := p.openedYear(evaluation.DateOf(time.Now()).AddDays(-3))
	cycle, all := p.cycleOf(t, who)
	var unit, others int
	for _, one := range all {
		if one.Unit == who.Unit {
			unit++
		} else {
			others++
		}
	}
	if unit == 0 || others == 0 {
		t.Fatalf("%d of the department, %d others", unit, others)
	}
	book, err := p.roster.Book(t.Context(), office)
	if err != nil {
		t.Fatal(err)
	}
	var deputy string
	for _, m := range book.On(evaluation.DateOf(time.Now())).Members() {
		if m.Name == "顾文莉" {
			deputy = m.ID
		}
	}
	p.do(t, roster.KindDepartment, who.Unit, "charge", &roster.TakeCharge{Person: deputy, From: evaluation.DateOf(time.Now())})
	leader, cadre := p.login("leader", deputy, evaluation.RoleLeader), p.login("cadre", who.Person, evaluation.RoleCadre)
	form := "/records/" + who.Sheet + "/print/assessment_form"
	for _, v := range []*visitor{p.personnel, p.principal, leader, cadre} {
		if page := v.get(form); v.status != http.StatusOK || !strings.Contains(page, who.Name) || !strings.Contains(page, "登记表") || strings.Contains(page, "watermark") {
			t.Errorf("%d\n%s", v.status, page)
		}
		pagetest.Check(t, v.body)
		for _, format := range []string{"docx", "xlsx"} {
			v.get(form + "/" + format)
			if _, err := zip.NewReader(bytes.NewReader(v.body), int64(len(v.body))); err != nil || v.status != http.StatusOK {
				t.Errorf("%s: %d, %v", format, v.status, err)
			}
			if name, err := url.PathUnescape(v.file); err != nil || !strings.HasSuffix(name, "登记表."+format) || strings.Contains(name, who.Name) {
				t.Errorf("the file is called %s", name)
			}
		}
	}
	p.refusedAll(form, form+"/docx", p.login("other", p.otherThan(who.Person), evaluation.RoleCadre), p.supervisor)
	p.personnel.refused(form + "/exe")
	p.personnel.refused("/records/" + cycle + "/print/assessment_form")

	// All of a cycle: as many as one may see, and files for those who may export.
	forms := "/assessment/" + cycle + "/forms"
	for v, n := range map[*visitor]int{p.personnel: len(all), p.principal: len(all), leader: unit, cadre: 1} {
		if page := v.get(forms); !strings.Contains(page, fmt.Sprintf("共 %d 人", n)) || strings.Contains(page, forms+"/xlsx") != (v == p.personnel) {
			t.Errorf("%d people are offered otherwise:\n%s", n, page)
		}
		pagetest.Check(t, v.body)
		if page := v.get(forms + "/print"); strings.Count(page, "<h1>") != n || strings.Contains(page, "watermark") || !strings.HasSuffix(strings.TrimSpace(page), "</html>") {
			t.Errorf("%d forms instead of %d", strings.Count(page, "<h1>"), n)
		}
	}
	for _, v := range []*visitor{leader, cadre, p.principal} {
		v.refused(forms + "/docx")
	}
	p.supervisor.refused(forms + "/print")
}

func (p *praise) refusedAll(first, second string, visitors ...*visitor) {
	p.t.Helper()
	for _, v := range visitors {
		v.refused(first)
		v.refused(second)
	}
}

// crowd opens a cycle with at least so many participants.
func (p *praise) crowd(t *testing.T, n int) (cycle string, all []assessment.Participant) {
	t.Helper()
	day := evaluation.DateOf(time.Now()).AddDays(-3)
	for i := range n {
		p.do(t, roster.KindPerson, "", "enter", &roster.Enter{
			No: fmt.Sprintf("X%04d", i), Name: fmt.Sprintf("干部%04d", i), Sex: roster.Female, Born: day.AddMonths(-400), Joined: day.AddMonths(-100), Department: p.member.Department,
			Post: "副主任科员", PostSince: day.AddMonths(-40), Level: roster.LevelSectionDeputy, LevelSince: day.AddMonths(-40),
		})
	}
	return p.cycleOf(t, p.openedYear(day))
}

func TestThreeHundredFormsArePrintedAndSentAtOnceAndEachIsInTheTrail(t *testing.T) {
	p := newPraise(t)
	cycle, all := p.crowd(t, 230)
	if len(all) < 300 {
		t.Fatalf("%d participants", len(all))
	}
	forms := "/assessment/" + cycle + "/forms/"
	page := p.personnel.get(forms + "print")
	if n := strings.Count(page, "<h1>"); n != len(all) || !strings.HasSuffix(strings.TrimSpace(page), "</html>") {
		t.Errorf("%d forms of %d", n, len(all))
	}
	p.personnel.get(forms + "docx")
	z, err := zip.NewReader(bytes.NewReader(p.personnel.body), int64(len(p.personnel.body)))
	if err != nil {
		t.Fatal(err)
	}
	for _, one := range all {
		if !strings.Contains(page, ">"+one.Name+"</td>") {
			t.Fatalf("%s has no form", one.Name)
		}
	}
	if !holds(t, z, "word/document.xml", all[len(all)-1].Name) {
		t.Error("the Word document lacks the last one")
	}
	p.personnel.get(forms + "xlsx")
	book, err := excelize.OpenReader(bytes.NewReader(p.personnel.body))
	if err != nil || len(book.GetSheetList()) != len(all) {
		t.Fatalf("%v, %d sheets", err, len(book.GetSheetList()))
	}
	for action, detail := range map[string]string{"print": "assessment_form", "export": "assessment_form.docx"} {
		records := p.noted(t, action, assessment.KindSheet, detail)
		for _, one := range all {
			if records[one.Sheet] != 1 {
				t.Errorf("%s of %s is %d times in the trail", action, one.Name, records[one.Sheet])
			}
		}
	}
}
