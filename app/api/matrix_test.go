package api_test

import (
	"cmp"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"kaoji/app/api"
	"kaoji/app/server/matrix"
	"kaoji/evaluation"
	"kaoji/evaluation/appraisal"
	"kaoji/evaluation/assessment"
	"kaoji/evaluation/bonus"
	"kaoji/evaluation/reminder"
	"kaoji/evaluation/rulepack"
)

// TestWhoMayDoWhatIsTheReviewedTable asks every route as every role about the
// own record, one that names the asker, one of the own department and one of
// another. A route that is added shows up as a difference.
func TestWhoMayDoWhatIsTheReviewedTable(t *testing.T) {
	w := newWorld(t)
	o := w.office()
	answers, err := o.Ask(w.questions(o))
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range answers {
		checkPlainly(t, a)
	}
	t.Logf("%d cells", len(answers))
	if matrix.Sampled() {
		return
	}
	asked := map[string]bool{}
	for _, a := range answers {
		asked[a.Question] = true
	}
	for _, r := range w.api.Routes() {
		if !asked[r.Method+" "+r.Path] {
			t.Errorf("%s %s was never asked", r.Method, r.Path)
		}
	}
	golden(t, "matrix.txt", o.Table(answers))
}

// checkPlainly states in words what must hold whatever the table says, so that
// nobody can review a hole into it.
func checkPlainly(t *testing.T, a matrix.Answer) {
	t.Helper()
	area := strings.SplitN(strings.TrimPrefix(a.Question[strings.Index(a.Question, " "):], " /"), "/", 2)[0]
	open := area == "session" && strings.HasPrefix(a.Question, "POST ")
	business := area == "assessment" && !strings.HasSuffix(a.Question, "/ballot")    // raters rate others; who they are is frozen in the sheet
	runs := a.Role == evaluation.RolePersonnel || a.Role == evaluation.RolePrincipal // who runs the rounds
	switch {
	case a.Role == "" && a.Status != http.StatusUnauthorized && !open:
		t.Errorf("a stranger is let in to %s", a.Question)
	case area == "accounts" && a.Let() && a.Role != evaluation.RoleAdmin:
		t.Errorf("%s manages accounts: %s", a.Role, a.Question)
	case area == "trail" && a.Let() && a.Role != evaluation.RoleAuditor:
		t.Errorf("%s reads the audit trail: %s", a.Role, a.Question)
	case business && strings.Contains(a.Question, "{id}") && a.Let() && (a.Role == evaluation.RoleAdmin || a.Role == evaluation.RoleAuditor) && a.Standing != matrix.Own && a.Standing != matrix.Party:
		t.Errorf("%s has to do with %s", a.Role, a.Question)
	case strings.Contains(a.Question, "concern/matters/{id}") && a.Let() && a.Standing == matrix.Own:
		t.Errorf("%s reaches a concern about themselves: %s", a.Role, a.Question)
	case area == "reserve" && a.Let() && (!runs || a.Standing == matrix.Own):
		t.Errorf("%s learns of the list: %s", a.Role, a.Question)
	case area == "training" && strings.Contains(a.Question, "{id}") && a.Let() && !runs && a.Standing != matrix.Own && a.Standing != matrix.Party:
		t.Errorf("%s reaches another's plan: %s", a.Role, a.Question)
	case area == "appraisal" && strings.Contains(a.Question, "sheets/{id}") && a.Let() && a.Standing == matrix.Other && !runs:
		t.Errorf("%s reaches another's appraisal: %s", a.Role, a.Question)
	case area == "appraisal" && strings.Contains(a.Question, "opinions/{id}") && a.Let() && a.Standing == matrix.Other && !runs:
		t.Errorf("%s reaches another's opinion: %s", a.Role, a.Question)
	case area == "appraisal" && strings.Contains(a.Question, "papers/{id}") && a.Let() && !runs:
		t.Errorf("%s reaches what was typed in: %s", a.Role, a.Question)
	case area == "appraisal" && a.Let() && (a.Role == evaluation.RoleAdmin || a.Role == evaluation.RoleAuditor) &&
		strings.Contains(a.Question, "{id}") && !strings.HasSuffix(a.Question, "/ballot"):
		t.Errorf("%s has to do with %s", a.Role, a.Question)
	case area == "concern" && strings.Contains(a.Question, "matters/{id}") && a.Let() && a.Standing != matrix.Party &&
		!slices.Contains([]evaluation.Role{evaluation.RolePersonnel, evaluation.RoleDiscipline, evaluation.RolePrincipal, evaluation.RoleLeader}, a.Role):
		t.Errorf("%s reaches a concern: %s", a.Role, a.Question)
	case business && strings.Contains(a.Question, "sheets/{id}") && a.Let() && a.Role == evaluation.RoleCadre && a.Standing != matrix.Own && a.Standing != matrix.Party:
		t.Errorf("a cadre reaches another's record (%s): %s", a.Standing, a.Question)
	}
}

func (w *world) office() *matrix.Office {
	w.t.Helper()
	o, err := matrix.New(w.t.Context(), matrix.Parts{
		Office: office, Service: w.service, Ledger: w.store, NewID: newID,
		Now: func() time.Time { return time.Unix(0, w.clock.Load()) }, Dress: w.dress,
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return o
}

// dress gives the records of measure 7 the rules that they keep, a cycle in
// which ballots are cast, and every business role as a rater.
func (w *world) dress(o *matrix.Office, r *evaluation.Record) (any, error) {
	pack, err := rulepack.Builtin()
	if err != nil {
		return nil, err
	}
	rules, err := pack.On(evaluation.NewDate(2026, 3, 2)).Freeze(
		"assessment.quota.excellent", "assessment.quota.excellent.ceiling", "assessment.quota.rounding",
		"assessment.feedback.achievements", "assessment.feedback.shortcomings", "concern.duplicate", "concern.floor", "statistics.fdr", "statistics.funnel",
		"bonus.hidden",
	)
	if err != nil {
		return nil, err
	}
	switch r.Kind {
	case bonus.KindScheme:
		return &bonus.Scheme{Plan: bonus.Plan{Competent: 100}, Rules: rules}, nil
	case bonus.KindPeriod:
		return &bonus.Period{Plan: bonus.Plan{Competent: 100}, Rules: rules}, nil
	case reminder.KindScan:
		return &reminder.Scan{Rules: rules}, nil
	case appraisal.KindRound, appraisal.KindSheet, appraisal.KindOpinion, appraisal.KindPaper:
		return dressAppraisal(o, r, pack)
	case assessment.KindCycle:
		return &assessment.Cycle{Rules: rules}, nil
	case assessment.KindSheet:
		everybody := assessment.Raters{Group: "peers"}
		for _, who := range o.Askers {
			if who.Role != evaluation.RoleAdmin && who.Role != evaluation.RoleAuditor {
				everybody.People = append(everybody.People, who.Person)
			}
		}
		r.Parent, err = o.Record(assessment.KindCycle, assessment.CycleRating, matrix.Other, matrix.Stranger())
		return &assessment.Sheet{Rules: rules, Raters: []assessment.Raters{everybody}}, err
	case assessment.KindTalk:
		sheet, err := o.Record(assessment.KindSheet, assessment.SheetPublished, matrix.Other, matrix.Stranger())
		return &assessment.Talk{Sheet: sheet, Rules: rules}, err
	}
	return nil, nil
}

// dressAppraisal gives the records of measure 3 the rules that they keep, a round
// in which everybody is a rater, and everybody's own signature on opinions.
func dressAppraisal(o *matrix.Office, r *evaluation.Record, pack *rulepack.Pack) (any, error) {
	rules, err := pack.On(evaluation.NewDate(2026, 3, 2)).Freeze(
		"appraisal.contact", "appraisal.reasons", "appraisal.bands", "appraisal.grades", "appraisal.slips", "appraisal.acknowledge",
		"appraisal.answer", "rating.attendance", "rating.usable", "rating.floor", "rating.floor.least", "rating.trim", "rating.trim.least",
		"statistics.icc", "statistics.confidence",
	)
	if err != nil {
		return nil, err
	}
	panel := appraisal.Panel{Committee: "k", Name: "居委会", Account: true, Code: true, Paper: true}
	for _, who := range o.Askers {
		panel.Raters = append(panel.Raters, appraisal.Rater{ID: who.Person, Way: appraisal.WayAccount})
	}
	round := &appraisal.Round{Year: 2025, Panels: []appraisal.Panel{panel}, Rules: rules}
	if r.Kind == appraisal.KindRound {
		return round, nil
	}
	r.Parent, err = o.Record(appraisal.KindRound, appraisal.RoundVoting, matrix.Other, matrix.Stranger())
	switch {
	case err != nil:
		return nil, err
	case r.Kind == appraisal.KindSheet:
		return &appraisal.Sheet{Rules: rules, Result: &appraisal.Result{}}, nil
	case r.Kind == appraisal.KindOpinion:
		return &appraisal.Opinion{Committee: "k", Text: "意见"}, nil
	}
	return &appraisal.Batch{Committee: "k"}, nil
}

// questions are all routes, those on one record for each state in which it can
// be asked for.
func (w *world) questions(o *matrix.Office) []matrix.Question {
	other := w.accountOf("somebody", o.Colleague)
	for _, who := range o.Askers { // everybody logs in before the askers ask at once
		for _, login := range []string{"the", leaving + "logout", leaving + "logout-everywhere"} {
			w.tokenOf(login, who)
		}
	}
	var list []matrix.Question
	for _, r := range w.api.Routes() {
		q := matrix.Question{Name: r.Method + " " + r.Path, Ask: func(who matrix.Asker, record string) (int, error) {
			return w.ask(r, who, record, other)
		}}
		if r.Kind == "" || !strings.Contains(r.Path, "{id}") {
			list = append(list, q)
			continue
		}
		q.Kind = r.Kind
		kind, _ := w.service.Kind(r.Kind)
		states := kind.States
		if act, ok := kind.Act(r.Act); ok {
			states = act.From
		}
		if strings.Contains(r.Path, "{file}") {
			states = states[:1] // there is no such file in any state; see the test of files
		}
		for _, q.State = range states {
			list = append(list, q)
		}
	}
	return list
}

func (w *world) accountOf(name, person string) string {
	w.as(name, person, evaluation.RoleCadre)
	acc, err := w.auth.AccountOfPerson(w.t.Context(), office, person)
	if err != nil {
		w.t.Fatal(err)
	}
	return acc.ID
}

// ask sends a request that says nothing: whoever may ask is told what is
// missing, or that the version is not the stored one.
func (w *world) ask(r api.Route, who matrix.Asker, record, account string) (int, error) {
	s := scene{method: r.Method, head: map[string]string{}, path: api.Prefix + strings.NewReplacer(
		"{id}", cmp.Or(record, account), "{year}", "2026", "{key}", "assessment.grades", "{measure}", "bonus", "{file}", newID(),
	).Replace(r.Path)}
	if r.Versioned {
		s.head["If-Match"] = `"999999"`
	}
	if r.Input != nil {
		s.body = "{}"
	}
	login := "the"
	if r.ID == "logout" || r.ID == "logout-everywhere" { // would end the login that the next question needs
		login = leaving + r.ID
	}
	s.token = w.tokenOf(login, who)
	return w.send(s).StatusCode, nil
}

const leaving = "leaving-"

// tokenOf is a token of the asker, "" for a stranger.
func (w *world) tokenOf(name string, who matrix.Asker) string {
	person := who.Person
	switch {
	case who.Role == "":
		return ""
	case strings.HasPrefix(name, leaving):
		person = "" // a person has one account
	}
	return w.as(name+"-"+string(who.Role), person, who.Role)
}
