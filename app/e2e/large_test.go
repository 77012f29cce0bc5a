//go:build browser

package e2e_test

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"kaoji/evaluation"
)

// largeYear is an office of 240 people, in December of the year that it closes.
type largeYear struct {
	kaoji
	all       *testing.T // of the story
	t         *testing.T // of the step
	year      int
	ahead     int // days of the office's clock before the real one
	today     evaluation.Date
	penalised evaluation.Date // day of the penalties
	personnel *person
	people    map[string]*person
	ids       map[string]string // of the people who are followed, by name
	yearPage  string
}

// step is a part of the story; one that fails ends it.
func (o *largeYear) step(name string, does func()) {
	began := time.Now()
	set := func(t *testing.T) {
		o.t, o.personnel.t = t, t
		for _, p := range o.people {
			p.t = t
		}
	}
	if !o.all.Run(name, func(t *testing.T) { set(t); does() }) {
		o.all.FailNow()
	}
	set(o.all)
	o.all.Logf("%s: %.0f s", name, time.Since(began).Seconds())
}

// later lets days pass; everybody logs in again.
func (o *largeYear) later(days int) {
	o.t.Helper()
	o.ahead, o.today = o.ahead+days, o.today.AddDays(days)
	o.wait(o.t, o.ahead)
	again := func(login string) *person {
		p := o.login(o.all, login, longPassword)
		p.t = o.t
		return p
	}
	for login := range o.people {
		o.people[login] = again(login)
	}
	o.personnel = again("zuzhi")
}

// TestTheYearOf240PeopleFromAnEmptyOffice is the year of an office that began empty: 240
// people of three kinds come from forms with photos and from Excel, the grades of the last
// years from another workbook; four quarters, the first half and the year are assessed, two
// penalties of December change what they must, and the lists, forms and what follows from
// the grades stand.
func TestTheYearOf240PeopleFromAnEmptyOffice(t *testing.T) {
	now := evaluation.DateOf(time.Now())
	o := &largeYear{all: t, t: t, year: now.Year(), today: evaluation.NewDate(now.Year(), time.December, 1), ids: map[string]string{}}
	if o.today.Before(now) {
		o.year, o.today = o.year+1, o.today.AddMonths(12)
	}
	o.ahead = now.DaysUntil(o.today)
	o.kaoji = beginIn(t, o.ahead)
	admin, personnel := o.section(t)
	o.personnel = personnel
	o.step("people from forms and Excel", o.comes)
	o.people = o.accounts(t, admin, map[string][]string{"ld01": {"principal"}, "ld02": {"principal"}, "ld03": {"leader"}})
	o.step("grades of the last years", o.knew)
	o.step("four quarters", o.quarters)
	o.step("the first half", o.half)
	o.step("the year and the penalties", o.closes)
	o.step("filing lists and forms", o.filed)
	o.step("what follows from the grades", o.follows)
}

// comes takes forms and a workbook over into the empty roster.
func (o *largeYear) comes() {
	p := o.personnel
	p.importsRoster(leadersFile(o.t))
	p.counts(3)
	path, says, later := formsZip(o.t, o.year)
	if info, err := os.Stat(path); err != nil || info.Size() < 16<<20 {
		o.t.Fatalf("the zip of the forms: %v %v", info, err)
	}
	p.comparesForms(path)
	for _, want := range says {
		p.sees(want)
	}
	p.takesForms("市政管理科")
	p.wellMade("forms-imported")
	p.counts(243)
	p.importsRoster(rosterFile(o.t, o.year))
	p.counts(243)
	p.comparesForms(path)
	for _, want := range later {
		p.sees(want)
	}
	p.wellMade("forms-compared")
	p.puts("顾建平", yearUnits...)
	for _, f := range followed {
		p.goTo("/roster?q=" + f.name)
		o.ids[f.name] = strings.TrimPrefix(p.first("/roster/people/"), "/roster/people/")
	}
	old := followedAt(44).name // an .lrm with a .pic
	p.goTo(p.formOf(old))
	p.sees("浙江绍兴")
	p.sees("某小学教师")
	if !ask[bool](p.ctx, o.t, `document.querySelector(".portrait img").naturalWidth > 0`) {
		o.t.Error("there is no photo")
	}
	p.act("/records/"+o.ids[largeStaff()[newcomer].name], "absence", "", "kind", "probation", "from", fmt.Sprint(o.year, "-07-01"), "to", fmt.Sprint(o.year+1, "-06-30"))
}

// knew takes the grades of the last years over, and what was done because of them.
func (o *largeYear) knew() {
	o.personnel.importsGrades(gradesFile(o.t, o.year))
	o.notes()
}

// quarters assesses all four: nobody writes a note, and the leader in charge comments on
// everybody on one page. Two people were not there from the beginning. For the first quarter
// all sign on paper.
func (o *largeYear) quarters() {
	var rounds []string
	for n := range 4 {
		o.personnel.goTo("/new/routine.round/open")
		o.personnel.answer("", "period", fmt.Sprintf("%dQ%d", o.year, n+1), "note_by", o.today.String(), "propose_by", o.today.AddDays(5).String())
		o.personnel.awaits("已全部写完")
		rounds = append(rounds, "/records/"+o.personnel.at()[strings.LastIndex(o.personnel.at(), "/")+1:])
	}
	o.later(1) // the last day for notes is over
	leader := o.people["ld03"]
	there := []int{238, 239, 240, 240}
	for n, round := range rounds {
		leader.goTo(strings.Replace(round, "/records/", "/routine/", 1) + "/propose")
		leader.fills("grade", "fair")
		leader.fills("comment", "工作认真。")
		for _, f := range followed {
			switch {
			case n == 2 && f.quarter != "":
				leader.row(f.name, "grade", f.quarter)
			case f.proposed == "优秀" && (n > 0 || f.name != transferred):
				leader.row(f.name, "grade", "good")
			}
		}
		leader.sends(there[n])
		o.personnel.act(round, "hand_in", "")
		o.people["ld01"].act(round, "fix", "")
		if n == 0 { // nobody has an account: all sign on paper, which one enters and another compares
			sign := strings.Replace(round, "/records/", "/routine/", 1) + "/sign"
			for range 200 { // until all have been told
				if o.personnel.goTo(sign); ask[int](o.personnel.ctx, o.t, `document.querySelectorAll("[data-row]").length`) == there[n] {
					break
				}
			}
			o.personnel.fills("signed", o.today.String())
			o.personnel.fills("words", "已知悉。")
			o.personnel.sends(there[n])
			o.people["ld01"].chosen("/lists/routine.sheet?state=fixed", "check_signature", there[n])
		}
	}
}

// half is the first half of the year of the 40 section-level cadres: a judgement and no
// grade, so there is no notice; a principal leader talks with each.
func (o *largeYear) half() {
	page, record := o.cycle("first", fmt.Sprintf("%d-06-20", o.year), 40)
	o.people["ld03"].goTo(page + "/acts/comment")
	o.people["ld03"].fills("judgement", "fair")
	o.people["ld03"].fills("comment", "半年来工作扎实。")
	o.people["ld03"].sends(40)
	o.personnel.act(record, "start_deciding", "")
	o.people["ld01"].goTo(page + "/acts/judge")
	o.people["ld01"].sends(40)
	o.personnel.act(record, "publish_notice", "上半年只作工作评价，不确定法定等次")
	o.starts(record, "conclude")
	o.talks(page)
}
