package page_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"kaoji/evaluation"
	"kaoji/evaluation/assessment"
	"kaoji/evaluation/routine"
)

// Goals of the year that were agreed on begin the results of the self-report, and the one
// text of a summary; a goal of which nothing was written does not.
func TestGoalsOfTheYearBeginTheSelfReport(t *testing.T) {
	p := newPraise(t)
	today := evaluation.DateOf(time.Now())
	who := p.openedYear(today.AddDays(-3))
	reports := 0
	_, all := p.cycleOf(t, who)
	for _, rated := range []bool{true, false} {
		for _, one := range all {
			sheet, err := p.service.Load(t.Context(), office, one.Sheet)
			if err != nil {
				t.Fatal(err)
			}
			sh, err := evaluation.PayloadOf[assessment.Sheet](sheet)
			if err != nil {
				t.Fatal(err)
			}
			if sheet.State == assessment.SheetReporting && !sh.Person.Heads && rated == (len(sh.Raters) > 0) {
				p.reportBegins(t, one, &sheet, rated)
				reports++
				break
			}
		}
	}
	if reports != 2 {
		t.Errorf("%d forms were looked at, want that of a rated person and of another one", reports)
	}
}

// reportBegins agrees on goals with a person and looks at the form of the report.
func (p *praise) reportBegins(t *testing.T, who assessment.Participant, sheet *evaluation.Record, rated bool) {
	t.Helper()
	today := evaluation.DateOf(time.Now())
	cadre := p.login("cadre"+who.Sheet, who.Person, evaluation.RoleCadre)
	self := evaluation.Actor{Office: office, Account: "cadre" + who.Sheet, Person: who.Person, Name: who.Name, Roles: []evaluation.Role{evaluation.RoleCadre}}
	r, err := p.service.Create(t.Context(), self, routine.KindGoals, "draft", evaluation.Creation{Input: &routine.DraftInput{Year: today.Year(), ItemsInput: routine.ItemsInput{Items: []routine.ItemInput{
		{What: "加装电梯", Target: "完成6部", By: today}, {What: "垃圾分类", By: today},
	}}}})
	if err != nil {
		t.Fatal(err)
	}
	act := func(who evaluation.Actor, act string, in any) {
		t.Helper()
		if r, err = p.service.Load(t.Context(), office, r.ID); err == nil {
			r, err = p.service.Act(t.Context(), who, r.ID, r.Version, act, evaluation.Change{Input: in})
		}
		if err != nil {
			t.Fatal(act, err)
		}
	}
	act(self, "offer", nil)
	act(evaluation.Actor{Office: office, Account: "secretary", Person: p.leader("陆建平"), Name: "书记", Roles: []evaluation.Role{evaluation.RolePrincipal}}, "agree", nil)
	act(self, "progress", &routine.ProgressInput{Word: "电梯已完成5部。", Actual: []routine.ActualInput{{Goal: 1, Actual: "完成5部", Done: today}}})
	p.ofYear(r.ID, assessment.LastDay(sheet.Period, today).Year()) // in the first half of a year, the one to be assessed is the year before
	form, field := "submit_report", "results"
	if !rated {
		form, field = "submit_summary", "summary"
	}
	_, text, found := strings.Cut(cadre.get("/records/"+who.Sheet+"/acts/"+form), `name="`+field+`"`)
	if text, _, _ = strings.Cut(text, "</textarea>"); !found {
		t.Fatalf("%s: %d at %s\n%s", form, cadre.status, cadre.at, cadre.body)
	}
	if !strings.Contains(text, "加装电梯") || !strings.Contains(text, "完成5部") || strings.Contains(text, "垃圾分类") {
		t.Errorf("%s begins with %s", form, text)
	}
}

// ofYear moves goals to a year.
func (s *site) ofYear(id string, year int) {
	s.t.Helper()
	r, err := s.service.Load(s.t.Context(), office, id)
	if err != nil {
		s.t.Fatal(err)
	}
	g, err := evaluation.PayloadOf[routine.Goals](r)
	if err != nil {
		s.t.Fatal(err)
	}
	g.Year, r.On = year, evaluation.NewDate(year, 1, 1)
	for i := range g.Items {
		if g.Items[i].By.Year() != year {
			g.Items[i].By = evaluation.NewDate(year, 12, 1)
		}
		if d := &g.Items[i].Done; !d.IsZero() && d.Year() != year {
			*d = evaluation.NewDate(year, 12, 1)
		}
	}
	if r.Payload, err = json.Marshal(g); err == nil {
		_, err = s.store.Put(s.t.Context(), r)
	}
	if err != nil {
		s.t.Fatal(err)
	}
}
