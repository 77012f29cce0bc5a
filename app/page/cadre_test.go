package page_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"kaoji/evaluation"
	"kaoji/evaluation/assessment"
	"kaoji/evaluation/roster"
)

// opened plans and opens the half-year of a day, and gives its first
// participant who has a report to write.
func (p *praise) opened(day evaluation.Date) assessment.Participant {
	p.t.Helper()
	year, half := assessment.HalfOf(day)
	return p.openedHalf(year, half, day)
}

// openedYear is opened for the last half-year that ends with grades.
func (p *praise) openedYear(day evaluation.Date) assessment.Participant {
	p.t.Helper()
	year, half := assessment.HalfOf(day)
	if half == assessment.FirstHalf {
		year, day = year-1, evaluation.NewDate(year-1, 12, 31)
	}
	return p.openedHalf(year, assessment.SecondHalf, day)
}

func (p *praise) openedHalf(year int, half string, day evaluation.Date) assessment.Participant {
	p.t.Helper()
	section := evaluation.Actor{Office: office, Account: "zuzhi", Name: "组织科", Roles: []evaluation.Role{evaluation.RolePersonnel}}
	for i, name := range []string{"陆建平", "顾文莉"} { // a cycle needs two leaders, a principal one among them
		leader, err := p.service.Create(p.t.Context(), section, roster.KindPerson, "enter", evaluation.Creation{Input: &roster.Enter{
			No: name, Name: name, Sex: roster.Male, Born: day.AddMonths(-600), Joined: day.AddMonths(-120), Department: p.member.Department,
			Post: "副主任", PostSince: day.AddMonths(-60), Level: roster.LevelDivisionDeputy, LevelSince: day.AddMonths(-60),
		}})
		if err != nil {
			p.t.Fatal(err)
		}
		if i == 0 {
			p.login("secretary", leader.ID, evaluation.RolePrincipal)
		}
	}
	r, err := p.service.Create(p.t.Context(), section, assessment.KindCycle, "plan", evaluation.Creation{Input: &assessment.PlanInput{
		Year: year, Half: half, AsOf: day, ReportBy: day.AddDays(10), RateBy: day.AddDays(20), DecideBy: day.AddDays(30),
	}})
	if err != nil {
		p.t.Fatal(err)
	}
	if r, err = p.service.Act(p.t.Context(), section, r.ID, r.Version, "open", evaluation.Change{}); err != nil {
		p.t.Fatal(err)
	}
	c, err := evaluation.PayloadOf[assessment.Cycle](r)
	if err != nil {
		p.t.Fatal(err)
	}
	for _, one := range c.Participants {
		sheet, err := p.service.Load(p.t.Context(), office, one.Sheet)
		if err != nil {
			p.t.Fatal(err)
		}
		sh, err := evaluation.PayloadOf[assessment.Sheet](sheet)
		if err != nil {
			p.t.Fatal(err)
		}
		if sheet.State == assessment.SheetReporting && !sh.Person.Heads { // heads log in elsewhere in the story
			return one
		}
	}
	p.t.Fatal("nobody has a report to write")
	return assessment.Participant{}
}

func TestTheYearOnRecordBeginsTheReportAndStandsInTheFile(t *testing.T) {
	p := newPraise(t)
	day := evaluation.DateOf(time.Now()).AddDays(-3) // when the deed was done
	who := p.opened(day)
	book, err := p.roster.Book(t.Context(), office)
	if err != nil {
		t.Fatal(err)
	}
	p.member, _ = book.On(evaluation.DateOf(time.Now())).Member(who.Person)
	p.report("雨夜送药上门", "独居老人突发疾病，冒雨送药上门并陪护到家属赶到。")
	cadre := p.login("cadre", who.Person, evaluation.RoleCadre)

	form := cadre.get("/records/" + who.Sheet + "/acts/submit_report")
	results := form[strings.Index(form, `name="results"`):]
	if results = results[:strings.Index(results, "</textarea>")]; !strings.Contains(results, "雨夜送药上门") {
		t.Errorf("the part on results begins with %s", results)
	}
	if !strings.Contains(form, "本年度有关记录") {
		t.Error("what is on record does not stand beside the form")
	}
	for _, address := range []string{"/me", "/me?year=" + day.String()[:4]} {
		if file := cadre.get(address); !strings.Contains(file, "雨夜送药上门") || !strings.Contains(file, "考核表") {
			t.Errorf("%s lacks a measure:\n%s", address, file)
		}
	}
	if file := cadre.get("/me?year=1999"); strings.Contains(file, "雨夜送药上门") {
		t.Error("another year shows it too")
	}
	if file := p.personnel.get("/roster/people/" + who.Person); !strings.Contains(file, "雨夜送药上门") {
		t.Error("personnel read the file without the deed")
	}
	other := p.login("other", p.otherThan(who.Person), evaluation.RoleCadre)
	if other.get("/roster/people/" + who.Person); other.status != http.StatusNotFound {
		t.Errorf("a colleague reads the file: %d", other.status)
	}
}

// otherThan is somebody who leads nobody and is not the person.
func (p *praise) otherThan(person string) string {
	p.t.Helper()
	book, err := p.roster.Book(p.t.Context(), office)
	if err != nil {
		p.t.Fatal(err)
	}
	subject, _ := book.On(evaluation.DateOf(time.Now())).Member(person)
	for _, m := range book.On(evaluation.DateOf(time.Now())).Members() {
		if !m.Heads && m.Department != "" && m.Department != subject.Department {
			return m.ID
		}
	}
	p.t.Fatal("nobody else")
	return ""
}
