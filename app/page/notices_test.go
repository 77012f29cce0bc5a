package page_test

import (
	"html"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"kaoji/app/page/pagetest"
	"kaoji/evaluation"
)

var (
	atTheBell = regexp.MustCompile(`class="bell"[^>]*>.*?<span class="count">([^<]+)</span></a>`)
	noticeIDs = regexp.MustCompile(`name="id" value="([^"]+)"`)
)

// bell is the number of unread notifications on a page.
func bell(page string) string {
	if m := atTheBell.FindStringSubmatch(page); m != nil {
		return m[1]
	}
	return ""
}

// Whoever reports a deed is told that it was verified, once; the cadre is told when it
// is filed; whoever does it is told nothing, and nobody else is told of it.
func TestWhatHappensToOnesOwnIsToldOnceAndToNobodyElse(t *testing.T) {
	w := newPraise(t)
	cadre := w.login("praised", w.member.ID, evaluation.RoleCadre)
	if got := cadre.get("/notices"); bell(got) != "" || !strings.Contains(got, "没有通知") {
		t.Fatalf("before anything has happened:\n%s", got)
	}
	record := strings.TrimPrefix(w.report("雨夜送医", "雨夜把独居老人送到医院。"), "/records/")
	for v, want := range map[*visitor]string{w.supervisor: "您报送的事迹", cadre: "您的好人好事已备案"} {
		left := map[bool]string{true: "1"}[v == w.supervisor] // who has reported it is told of the filing too
		got := v.get("/notices")
		pagetest.Check(t, v.body)
		ids := noticeIDs.FindAllStringSubmatch(got, -1)
		if len(ids) != 1+len(left) || bell(got) != strconv.Itoa(len(ids)) || !strings.Contains(got, want) {
			t.Fatalf("bell %q, %d notices, want %s:\n%s", bell(got), len(ids), want, got)
		}
		if home := v.get("/"); (v == w.supervisor) != (strings.Contains(home, "新的答复") && strings.Contains(home, want)) {
			t.Errorf("the start page of %s does not begin with what came of reports:\n%s", v.at, home)
		}
		v.post("/notices/read", url.Values{"id": {html.UnescapeString(ids[0][1])}, "record": {record}})
		if !strings.Contains(v.at, record) {
			t.Errorf("a notice leads to %s", v.at)
		}
		if got := v.get("/notices"); bell(got) != left || !strings.Contains(got, want) {
			t.Errorf("a notice that was read is unread or gone:\n%s", got)
		}
	}
	if home := w.supervisor.get("/"); strings.Contains(home, "等我审批") || !strings.Contains(home, "我报送的情况") {
		t.Errorf("somebody from outside, for whom nothing waits, begins with an empty list:\n%s", home)
	}
	for _, v := range []*visitor{w.personnel, w.head, w.principal} {
		if got := v.get("/notices"); noticeIDs.MatchString(got) {
			t.Errorf("somebody else is told:\n%s", got)
		}
	}
}

// A notification of a record that its reader no longer sees, or of an act that was not
// stored, is not shown and not counted; all can be marked as read, and no others.
func TestANoticeObeysTheSightOfItsRecord(t *testing.T) {
	w := newPraise(t)
	cadre := w.login("praised", w.member.ID, evaluation.RoleCadre)
	at := w.report("拾金不昧", "把捡到的钱包还给失主。")
	id := strings.TrimPrefix(at, "/records/")
	cell, err := w.store.FindCells(t.Context(), evaluation.CellQuery{Class: evaluation.ClassNotice, Office: office, Refs: []string{w.member.ID}})
	if err != nil || len(cell) != 1 {
		t.Fatal(len(cell), err)
	}
	never := cell[0]
	never.ID, never.Unique, never.Version = strings.Replace(never.ID, id, id+"x", 1), "", 0
	never.Body = []byte(strings.Replace(string(never.Body), `"file"`, `"revoke"`, 1))
	if _, err := w.store.PutCell(t.Context(), never); err != nil {
		t.Fatal(err)
	}
	if got := cadre.get("/notices"); bell(got) != "1" || strings.Contains(got, "撤销") {
		t.Errorf("an act that was never stored is told:\n%s", got)
	}
	other := w.login("other", "", evaluation.RoleCadre)
	if other.get("/notices"); other.status != 200 {
		t.Fatal(other.status)
	}
	other.post("/notices/read", url.Values{"id": {cell[0].ID}, "record": {id}})
	if other.status != 404 || bell(cadre.get("/notices")) != "1" {
		t.Errorf("the notice of somebody else is marked: %d", other.status)
	}
	r, err := w.store.Get(t.Context(), office, id)
	if err != nil {
		t.Fatal(err)
	}
	r.State = "reported" // in which the person whom it is about does not see it
	if r, err = w.store.Put(t.Context(), r); err != nil {
		t.Fatal(err)
	}
	if got := cadre.get("/notices"); bell(got) != "" || noticeIDs.MatchString(got) {
		t.Errorf("of a record that is not seen:\n%s", got)
	}
	r.State = "filed"
	if _, err = w.store.Put(t.Context(), r); err != nil {
		t.Fatal(err)
	}
	if got := cadre.get("/notices"); bell(got) != "1" {
		t.Errorf("of a record that is seen again:\n%s", got)
	}
	cadre.post("/notices/read", url.Values{})
	if bell(cadre.get("/notices")) != "" {
		t.Error("all are marked as read, and one is unread")
	}
}

// The list of departments says who is in charge of each.
func TestTheListOfDepartmentsNamesTheLeadersInCharge(t *testing.T) {
	w := newPraise(t)
	leader := w.otherThan(w.member.ID)
	row := func() string {
		for _, row := range strings.Split(w.personnel.get("/lists/roster.department"), "<tr")[1:] {
			if strings.Contains(row, w.member.Department) {
				return row
			}
		}
		return ""
	}
	book, err := w.roster.Book(t.Context(), office)
	if err != nil {
		t.Fatal(err)
	}
	if row := row(); row == "" || strings.Contains(row, book.Name(leader)) {
		t.Errorf("somebody is named who is not in charge:\n%s", row)
	}
	w.submit(w.personnel, "/records/"+w.member.Department, "charge", "", url.Values{"person": {leader}, "from": {evaluation.DateOf(time.Now()).AddDays(-1).String()}})
	if row := row(); !strings.Contains(row, book.Name(leader)) {
		t.Errorf("the leader in charge is not named:\n%s", row)
	}
}

// Whoever agrees to nothing by their role has no figure of what waits for that.
func TestTheFigureOfApprovalsIsForThoseWhoApprove(t *testing.T) {
	w := newPraise(t)
	for v, approves := range map[*visitor]bool{w.principal: true, w.personnel: true, w.login("plain", w.member.ID, evaluation.RoleCadre): false} {
		if page := v.get("/todo"); v.status != 200 || strings.Contains(page, "等我审批") != approves || !strings.Contains(page, "已逾期") {
			t.Errorf("approves: %t, %d\n%s", approves, v.status, page)
		}
	}
}
