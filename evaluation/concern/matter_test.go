package concern_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"kaoji/app/officetest"
	"kaoji/evaluation"
	"kaoji/evaluation/concern"
)

var date = officetest.Date

func about(unit, person string) concern.About {
	return concern.About{Unit: unit, Person: person, Category: "attitude", Topic: "居住证办理", Content: "窗口人员态度生硬，让人跑了三趟。"}
}

// called registers a call about somebody.
func called(w *officetest.World, person, contact string) evaluation.Record {
	w.T.Helper()
	return w.Make(w.Personnel(), concern.KindMatter, "register", &concern.RegisterInput{
		Channel: "hotline", Received: evaluation.DateOf(w.Now()), About: about("", w.People[person]), Contact: contact,
	})
}

func TestAConcernGoesFromReceptionToTheAnswerWithinItsDays(t *testing.T) {
	w := officetest.New(t)
	w.Turn("2026-09-25") // a Friday, before the National Day holidays
	r := called(w, "a4", "")
	if r.State != concern.Received || r.Due != date("2026-10-10") { // 15 days, and 10 October is worked
		t.Errorf("%s, due %s", r.State, r.Due)
	}
	w.Turn("2026-09-28")
	w.Do(w.Personnel(), r.ID, "accept", &concern.AcceptInput{})
	r = w.Stored(r.ID)
	if r.State != concern.Accepted || r.Due != date("2026-11-27") { // 60 days from acceptance
		t.Errorf("%s, due %s", r.State, r.Due)
	}
	w.Do(w.Personnel(), r.ID, "extend", nil)
	if r = w.Stored(r.ID); r.Due != date("2026-12-28") { // 30 more end on a Sunday
		t.Errorf("extended to %s", r.Due)
	}
	w.Refused("concern.extended_once", w.Try(w.Personnel(), r.ID, "extend", nil))
	w.Refused("concern.recused", w.Try(w.Personnel(), r.ID, "assign", &concern.AssignInput{Handler: w.People["a1"]})) // heads the department
	w.Refused("concern.recused", w.Try(w.Personnel(), r.ID, "assign", &concern.AssignInput{Handler: w.People["a4"]}))
	w.Do(w.Personnel(), r.ID, "assign", &concern.AssignInput{Handler: w.People["d4"]})
	handler := w.Who("d4", evaluation.RolePersonnel)
	found := &concern.ConcludeInput{Outcome: concern.Partly, Findings: "调阅监控，情况部分属实。", Reply: "已督促改进，感谢监督。"}
	w.Refused("forbidden", w.Try(w.Personnel(), r.ID, "conclude", found))
	w.Do(handler, r.ID, "conclude", found)
	w.Do(w.Personnel(), r.ID, "return", nil)
	w.Do(handler, r.ID, "conclude", found)
	w.Do(w.Personnel(), r.ID, "answer", nil)
	if r = w.Stored(r.ID); r.State != concern.Answered || !r.Due.IsZero() || len(r.Waiting) > 0 {
		t.Errorf("%s still waits: %v %s", r.State, r.Waiting, r.Due)
	}
}

// C-27: who gave a name is told within 15 working days; C-29 gives everybody 15
// days. The earlier one binds.
func TestANamedReportIsToldByTheEarlierOfTheTwoClocks(t *testing.T) {
	w := officetest.New(t)
	w.Turn("2026-11-02")
	if r := called(w, "a4", "王先生 13900000000"); r.Due != date("2026-11-17") {
		t.Errorf("due %s", r.Due)
	}
}

// C-27: who gave a name also hears of the result within 15 working days of it,
// however much of the 60 days is left; a return gives those back.
func TestANamedReportHearsOfTheResultWithinItsDays(t *testing.T) {
	w := officetest.New(t)
	w.Turn("2026-11-02")
	named, nobody := called(w, "a4", "王先生 13900000000"), called(w, "a4", "")
	found := &concern.ConcludeInput{Outcome: concern.Partly, Findings: "调阅监控，情况部分属实。", Reply: "已督促改进，感谢监督。"}
	for _, c := range []struct {
		id  string
		due string
	}{{named.ID, "2026-11-24"}, {nobody.ID, "2027-01-04"}} {
		w.Do(w.Personnel(), c.id, "accept", &concern.AcceptInput{Handler: w.People["d4"]})
		w.Turn("2026-11-03")
		w.Do(w.Who("d4", evaluation.RolePersonnel), c.id, "conclude", found)
		if r := w.Stored(c.id); r.Due != date(c.due) {
			t.Errorf("due %s, want %s", r.Due, c.due)
		}
		w.Do(w.Personnel(), c.id, "return", nil)
		if r := w.Stored(c.id); r.Due != officetest.Payload[concern.Matter](w, c.id).DoneBy {
			t.Errorf("after the return due %s", r.Due)
		}
	}
}

func TestAMatterIsGivenOnlyToSomebodyWhoCanOpenIt(t *testing.T) {
	w := officetest.New(t)
	w.Mute.Store("干部d5", true)
	r := called(w, "a4", "")
	w.Refused("concern.no_account", w.Try(w.Personnel(), r.ID, "accept", &concern.AcceptInput{Handler: w.People["d5"]}))
	w.Do(w.Personnel(), r.ID, "accept", &concern.AcceptInput{Handler: w.People["d4"]})
}

func TestContactsAreSealedApartAndPseudonymsAreTheSameForTheSameReporter(t *testing.T) {
	w := officetest.New(t)
	first, again := called(w, "a4", "王先生 139 0000 0000"), called(w, "a5", " 王先生  13900000000")
	other, nobody, nobodyElse := called(w, "a4", "李女士"), called(w, "a4", ""), called(w, "a4", "")
	key := func(r evaluation.Record) string { return officetest.Payload[concern.Matter](w, r.ID).Reporter }
	if key(first) != key(again) || key(first) == key(other) || key(nobody) == key(nobodyElse) {
		t.Errorf("%s %s %s %s %s", key(first), key(again), key(other), key(nobody), key(nobodyElse))
	}
	contact, err := w.Concern.Contact(t.Context(), officetest.Office, first.ID)
	if err != nil || contact != "王先生 139 0000 0000" {
		t.Errorf("%q %v", contact, err)
	}
	_, err = w.Concern.Contact(t.Context(), officetest.Office, nobody.ID)
	w.Refused("not_found", err)
	cells, err := w.Store.FindCells(t.Context(), evaluation.CellQuery{Class: "reporter", Office: officetest.Office, Limit: 10})
	w.Must(err)
	for _, c := range append([]evaluation.Cell{{Body: w.Stored(first.ID).Payload}}, cells...) {
		if text := string(c.Body); strings.Contains(text, "王先生") || strings.Contains(text, "139") {
			t.Errorf("the contact stands readable in %s", text)
		}
	}
	if len(cells) != 3 {
		t.Errorf("%d contacts", len(cells))
	}
}

func TestDuplicatesAreMergedPartsSplitOffAndReportersJoined(t *testing.T) {
	w := officetest.New(t)
	joining := []string{"merge", "same_reporter"}
	main := called(w, "a4", "")
	if got := w.Offered(w.Personnel(), main.ID, joining...); got != "accept" {
		t.Errorf("%s is offered of the only one", got)
	}
	double := called(w, "a4", "")
	if got := w.Offered(w.Personnel(), main.ID, joining...); got != "accept merge same_reporter" {
		t.Errorf("%s is offered where there is another", got)
	}
	no := func(r evaluation.Record) string { return officetest.Payload[concern.Matter](w, r.ID).No }
	w.Do(w.Personnel(), double.ID, "mark_wide", nil)
	w.Refused("concern.no_other", w.Try(w.Personnel(), double.ID, "merge", &concern.OtherInput{No: no(double)}))
	w.Do(w.Personnel(), double.ID, "merge", &concern.OtherInput{No: no(main)})
	m := officetest.Payload[concern.Matter](w, main.ID)
	if w.Stored(double.ID).State != concern.Merged || len(m.Merged) != 1 || m.Merged[0] != no(double) || m.Wide == "" {
		t.Errorf("%s %+v", w.Stored(double.ID).State, m)
	}
	third := called(w, "a4", "")
	elsewhere := called(w, "b4", "")
	if got := w.Offered(w.Personnel(), elsewhere.ID, joining...); got != "accept same_reporter" {
		t.Errorf("%s is offered where the others are about somebody else", got)
	}
	w.Refused("concern.no_others", w.Try(w.Personnel(), elsewhere.ID, "merge", &concern.OtherInput{No: no(main)}))
	w.Refused("concern.merge_other", w.Try(w.Personnel(), third.ID, "merge", &concern.OtherInput{No: no(elsewhere)}))
	w.Refused("concern.merged_itself", w.Try(w.Personnel(), third.ID, "merge", &concern.OtherInput{No: no(double)}))
	w.Do(w.Personnel(), third.ID, "same_reporter", &concern.OtherInput{No: no(main)})
	if officetest.Payload[concern.Matter](w, third.ID).Reporter != m.Reporter {
		t.Error("still two reporters")
	}
	part := about("", w.People["b5"])
	nobody, later := about("", "0198c2f0-0000-7000-8000-00000000ffff"), part
	later.Happened = officetest.Payload[concern.Matter](w, main.ID).Received.AddDays(1)
	nothing := about("", "")
	w.Refused("concern.no_person", w.Try(w.Personnel(), main.ID, "split", &nobody))
	w.Refused("concern.no_subject", w.Try(w.Personnel(), main.ID, "split", &nothing))
	w.Refused("concern.future", w.Try(w.Personnel(), main.ID, "split", &later))
	w.Do(w.Personnel(), main.ID, "split", &part)
	found, err := w.Find(t.Context(), evaluation.Query{Office: officetest.Office, Kinds: []string{concern.KindMatter}, Subjects: []string{w.People["b5"]}})
	if err != nil || len(found.Records) != 1 {
		t.Fatal(len(found.Records), err)
	}
	if p := officetest.Payload[concern.Matter](w, found.Records[0].ID); p.SplitFrom != no(main) || p.Reporter != m.Reporter {
		t.Errorf("%+v", p)
	}
}

// A matter about oneself must not be known of, not even by what is offered of another one.
func TestAMatterAboutOneselfIsNoOther(t *testing.T) {
	w := officetest.New(t)
	one := called(w, "b4", "")
	called(w, "a4", "")
	if got := w.Offered(w.Who("a4", evaluation.RolePersonnel), one.ID, "merge", "same_reporter"); got != "accept" {
		t.Errorf("%s is offered", got)
	}
	if got := w.Offered(w.Who("a5", evaluation.RolePersonnel), one.ID, "merge", "same_reporter"); got != "accept same_reporter" {
		t.Errorf("%s is offered to somebody else", got)
	}
}

func TestWhatCountsIsNeitherDeclinedNorUnfoundedAndMergedOnesCountByTheirReporter(t *testing.T) {
	w := officetest.New(t)
	main, double, declined, unfounded := called(w, "a4", ""), called(w, "a4", ""), called(w, "a4", ""), called(w, "a4", "")
	w.Do(w.Personnel(), double.ID, "merge", &concern.OtherInput{No: officetest.Payload[concern.Matter](w, main.ID).No})
	w.Do(w.Personnel(), declined.ID, "decline", &concern.ReplyInput{Reply: "不属于受理范围。"})
	w.Do(w.Personnel(), unfounded.ID, "accept", &concern.AcceptInput{Handler: w.People["d4"]})
	w.Do(w.Who("d4", evaluation.RolePersonnel), unfounded.ID, "conclude", &concern.ConcludeInput{Outcome: concern.NotBorneOut, Findings: "查无此事", Reply: "经核实不属实。"})
	list, err := w.Concern.Evidence(t.Context(), officetest.Office, date("2026-11-01"), date("2026-12-31"))
	if err != nil || len(list) != 2 || list[0].Reporter == list[1].Reporter || list[0].Subject != w.People["a4"] {
		t.Errorf("%+v %v", list, err)
	}
	if list, _ = w.Concern.Evidence(t.Context(), officetest.Office, date("2026-10-01"), date("2026-11-30")); len(list) != 0 {
		t.Errorf("outside the window: %+v", list)
	}
}

// Five concerns of November are merged into one of May: the half-year from June
// counts the five, the window around May its own.
func TestWhatIsMergedIntoAnOlderConcernCountsInItsOwnWindow(t *testing.T) {
	w := officetest.New(t)
	old := w.Make(w.Personnel(), concern.KindMatter, "register", &concern.RegisterInput{
		Channel: "hotline", Received: date("2026-05-04"), About: about("", w.People["a4"]),
	})
	for range 5 {
		later := called(w, "a4", "")
		w.Do(w.Personnel(), later.ID, "merge", &concern.OtherInput{No: officetest.Payload[concern.Matter](w, old.ID).No})
	}
	for window, want := range map[[2]string]int{{"2026-06-01", "2026-12-31"}: 5, {"2026-05-01", "2026-05-31"}: 1, {"2026-05-01", "2026-12-31"}: 6} {
		list, err := w.Concern.Evidence(t.Context(), officetest.Office, date(window[0]), date(window[1]))
		if err != nil || len(list) != want {
			t.Errorf("%v: %d of %d, %v", window, len(list), want, err)
		}
	}
}

// A is merged into B and B into C: three reporters, all on the matter of C; and
// the receipt of A answers as C does.
func TestEveryLinkOfAChainOfMergesCountsAndAnswersAsItsEnd(t *testing.T) {
	w := officetest.New(t)
	a, b, c := called(w, "a4", ""), called(w, "a4", ""), called(w, "a4", "")
	no := func(r evaluation.Record) string { return officetest.Payload[concern.Matter](w, r.ID).No }
	w.Do(w.Personnel(), a.ID, "merge", &concern.OtherInput{No: no(b)})
	w.Do(w.Personnel(), b.ID, "merge", &concern.OtherInput{No: no(c)})
	list, err := w.Concern.Evidence(t.Context(), officetest.Office, date("2026-01-01"), date("2026-12-31"))
	reporters := map[string]bool{}
	for _, e := range list {
		reporters[e.Reporter] = true
	}
	if err != nil || len(list) != 3 || len(reporters) != 3 {
		t.Errorf("%d of 3, %d reporters: %v", len(list), len(reporters), err)
	}
	w.Do(w.Personnel(), c.ID, "decline", &concern.ReplyInput{Reply: "不属于受理范围。"})
	if list, err = w.Concern.Evidence(t.Context(), officetest.Office, date("2026-01-01"), date("2026-12-31")); err != nil || len(list) != 0 {
		t.Errorf("the end was declined, %d count: %v", len(list), err)
	}
}

// C-28, over every way of looking: whatever the person is in the office, a
// concern about them changes nothing of what they see. The control looks with
// eyes that may see it.
func TestWhomAConcernIsAboutCannotFindOutThatItExists(t *testing.T) {
	for _, roles := range [][]evaluation.Role{
		{evaluation.RoleCadre}, {evaluation.RolePersonnel}, {evaluation.RolePrincipal}, {evaluation.RoleDiscipline, evaluation.RolePersonnel},
		{evaluation.RoleLeader}, {evaluation.RoleHead, evaluation.RolePersonnel, evaluation.RolePrincipal}, {evaluation.RoleSupervisor},
	} {
		w := officetest.New(t)
		subject, head := w.Who("a4", roles...), w.Who("a1", append(roles, evaluation.RoleHead)...)
		control := w.Who("d1", evaluation.RolePersonnel)
		before, headBefore, controlBefore := glance(w, subject), glance(w, head), glance(w, control)
		r := called(w, "a4", "王先生")
		if got := glance(w, subject); got != before {
			t.Errorf("%v as subject sees a difference: %s, before %s", roles, got, before)
		}
		whole := w.Make(w.Personnel(), concern.KindMatter, "register", &concern.RegisterInput{
			Channel: "visit", Received: evaluation.DateOf(w.Now()), About: about(w.Units["a"], ""),
		})
		if got := glance(w, head); got != headBefore {
			t.Errorf("%v as head of the department sees a difference: %s, before %s", roles, got, headBefore)
		}
		for id, who := range map[string][]evaluation.Actor{r.ID: {subject, head}, whole.ID: {head}} {
			for _, a := range who {
				_, err := w.Get(t.Context(), a, id)
				w.Refused("not_found", err)
				w.Refused("not_found", w.Try(a, id, "accept", &concern.AcceptInput{}))
				w.Refused("not_found", w.Try(a, id, "conclude", &concern.ConcludeInput{}))
				if text := glance(w, a); strings.Contains(text, id) {
					t.Errorf("%v finds %s", a.Roles, id)
				}
			}
		}
		if glance(w, control) == controlBefore {
			t.Error("the control sees no difference either")
		}
	}
}

// glance is all that lists, counts and to-do items tell somebody of concerns.
func glance(w *officetest.World, who evaluation.Actor) string {
	w.T.Helper()
	var b strings.Builder
	for _, q := range []evaluation.Query{
		{}, {Kinds: []string{concern.KindMatter}}, {Subjects: []string{w.People["a4"]}}, {Units: []string{w.Units["a"]}},
		{Kinds: []string{concern.KindMatter, concern.KindOpening}, Sort: evaluation.SortDue, Desc: true},
	} {
		page, err := w.Index(w.T.Context(), who, q)
		w.Must(err)
		for _, v := range page.Views {
			if strings.HasPrefix(v.Kind, "concern.") {
				fmt.Fprint(&b, v.ID, " ")
			}
		}
		for _, field := range []string{"kind", "state", "unit", "subject", "period"} {
			counts, err := w.Group(w.T.Context(), who, q, field)
			w.Must(err)
			b.WriteString(string(must(json.Marshal(counts))))
		}
	}
	n, err := w.TodoCount(w.T.Context(), who)
	w.Must(err)
	fmt.Fprint(&b, n)
	return b.String()
}

func must(b []byte, err error) []byte {
	if err != nil {
		panic(err)
	}
	return b
}

func TestALeaderInChargeLearnsNotByWhomItCame(t *testing.T) {
	w := officetest.New(t)
	r := called(w, "a4", "王先生")
	v, err := w.Get(t.Context(), w.Who("l3", evaluation.RoleLeader), r.ID)
	if err != nil || strings.Contains(string(v.Payload), "reporter") || !strings.Contains(string(v.Payload), "content") {
		t.Errorf("%s %v", v.Payload, err)
	}
	_, err = w.Get(t.Context(), w.Who("l4", evaluation.RoleLeader), r.ID)
	w.Refused("not_found", err)
}

func TestASupervisorFollowsTheOwnReportsAndNoOthers(t *testing.T) {
	w := officetest.New(t)
	one, two := w.Outside("s1", evaluation.RoleSupervisor), w.Outside("s2", evaluation.RoleSupervisor)
	r := w.Make(one, concern.KindMatter, "report", &concern.ReportInput{About: about(w.Units["b"], "")})
	called(w, "b4", "")
	v, err := w.Get(t.Context(), one, r.ID)
	if err != nil || !strings.Contains(string(v.Payload), "居住证") || strings.Contains(string(v.Payload), "handler") {
		t.Errorf("%s %v", v.Payload, err)
	}
	if page, err := w.List(t.Context(), one, evaluation.Query{Kinds: []string{concern.KindMatter}}); err != nil || len(page.Views) != 1 {
		t.Errorf("%d %v", len(page.Views), err)
	}
	_, err = w.Get(t.Context(), two, r.ID)
	w.Refused("not_found", err)
}

// The 30 more days count from the end of the 60, not from the working day to
// which that end moves (C-29).
func TestTheExtensionOfAConcernCountsFromTheEndOfItsDays(t *testing.T) {
	w := officetest.New(t)
	w.Turn("2026-09-29")
	r := called(w, "a4", "")
	w.Do(w.Personnel(), r.ID, "accept", &concern.AcceptInput{})
	if r = w.Stored(r.ID); r.Due != date("2026-11-30") { // 60 days end on Saturday the 28th
		t.Fatalf("due %s", r.Due)
	}
	w.Do(w.Personnel(), r.ID, "extend", nil)
	if r = w.Stored(r.ID); r.Due != date("2026-12-28") {
		t.Errorf("extended to %s", r.Due)
	}
}
