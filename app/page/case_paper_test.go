package page_test

import (
	"encoding/json"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"kaoji/app/page/pagetest"
	"kaoji/evaluation"
	"kaoji/evaluation/assessment"
	"kaoji/evaluation/routine"
)

// told changes the sheet of a participant as if the grade had been published on a day.
func (s *site) told(who assessment.Participant, grade string, day evaluation.Date) {
	s.t.Helper()
	r, err := s.service.Load(s.t.Context(), office, who.Sheet)
	if err != nil {
		s.t.Fatal(err)
	}
	sh, err := evaluation.PayloadOf[assessment.Sheet](r)
	if err != nil {
		s.t.Fatal(err)
	}
	sh.Grade, sh.Published, r.State = grade, day, assessment.SheetPublished
	if r.Payload, err = json.Marshal(sh); err == nil {
		_, err = s.store.Put(s.t.Context(), r)
	}
	if err != nil {
		s.t.Fatal(err)
	}
}

// The section enters from the sheet what somebody without an account handed in, a leader
// compares it, and the decision is printed, signed and noted.
func TestAReviewOnPaperGoesThroughThePages(t *testing.T) {
	p := newPraise(t)
	today := evaluation.DateOf(time.Now())
	who := p.openedYear(today.AddDays(-3))
	p.told(who, assessment.Incompetent, today.AddDays(-2))
	sheet := "/records/" + who.Sheet
	door := regexp.MustCompile(`/new/assessment\.appeal/enter_paper\?sheet=[0-9a-f-]+`).FindString(p.personnel.get(sheet))
	if door == "" {
		t.Fatalf("the sheet does not lead to the paper:\n%s", p.personnel.body)
	}
	if strings.Contains(p.principal.get(sheet), "enter_paper") {
		t.Error("a leader is offered what the section enters")
	}
	form := p.personnel.get(door)
	pagetest.Check(t, p.personnel.body)
	if !strings.Contains(form, who.Sheet) || !strings.Contains(form, `name="on"`) || !strings.Contains(form, `name="files.upload"`) {
		t.Errorf("the form:\n%s", form)
	}
	p.personnel.post("/new/assessment.appeal/enter_paper", url.Values{"sheet": {who.Sheet}, "type": {"review"}, "text": {"与事实不符。"}, "on": {today.AddDays(-1).String()}})
	if !strings.Contains(string(p.personnel.body), "已录入，请另一人核对") {
		t.Fatalf("%d at %s\n%s", p.personnel.status, p.personnel.at, p.personnel.body)
	}
	at := regexp.MustCompile(`/records/[0-9a-f-]+`).FindString(p.personnel.at)
	if page := p.personnel.get(at); strings.Contains(page, at+"/acts/check_paper") || !strings.Contains(page, at+"/acts/reenter_paper") {
		t.Errorf("whoever entered it is offered:\n%s", page)
	}
	if page := p.personnel.get(at + "/acts/reenter_paper"); !strings.Contains(page, today.AddDays(-1).String()) || !strings.Contains(page, "与事实不符。") {
		t.Errorf("the correction does not begin with what was entered:\n%s", page)
	}
	p.submit(p.principal, at, "check_paper", "已核对", url.Values{})
	reviewer := p.login("reviewer", p.leader("顾文莉"), evaluation.RoleLeader)
	p.submit(p.personnel, at, "assign", "", url.Values{"reviewer": {p.leader("顾文莉")}})
	if strings.Contains(p.personnel.get(at), "/print/case_answer") {
		t.Error("an answer is printed that nobody has given")
	}
	p.submit(reviewer, at, "decide", "决定已作出", url.Values{"outcome": {"upheld"}, "answer": {"经复核，维持原等次。"}})
	if page := p.personnel.get(at + "/print/case_answer"); !strings.Contains(page, "经复核，维持原等次。") || !strings.Contains(page, "年度考核复核决定") || !strings.Contains(page, "年度）") || !strings.Contains(page, who.Name) {
		t.Errorf("%d\n%s", p.personnel.status, page)
	}
	pagetest.Check(t, p.personnel.body)
	p.submit(p.personnel, at, "note_signature", "已登记，请另一人核对", url.Values{"signed": {today.String()}, "refused": {"true"}, "words": {"当面宣读，本人不签"}})
	p.submit(p.principal, at, "check_signature", "签收已核对", url.Values{})
	if page := p.personnel.get(at + "/print/case_answer"); !strings.Contains(page, "本人拒签") || !strings.Contains(page, "当面宣读，本人不签") {
		t.Errorf("the receipt does not stand on the paper:\n%s", page)
	}
	p.login("holder", who.Person, evaluation.RoleCadre)
	if strings.Contains(p.personnel.get(sheet), "enter_paper") {
		t.Error("paper is offered for a person with an account")
	}
}

// leader is the id of the person with a name.
func (s *site) leader(name string) string {
	s.t.Helper()
	book, err := s.roster.Book(s.t.Context(), office)
	if err != nil || len(book.ByName(name)) != 1 {
		s.t.Fatal(name, err)
	}
	return book.ByName(name)[0]
}

// The section enters an objection to a quarter with a scan, and the answer is printed.
func TestAnObjectionToAQuarterOnPaperGoesThroughThePages(t *testing.T) {
	p := newPraise(t)
	today := evaluation.DateOf(time.Now())
	r, err := p.service.Create(t.Context(), evaluation.Actor{Office: office, Account: "p", Name: "组织科", Roles: []evaluation.Role{evaluation.RolePersonnel}}, routine.KindRound, "open",
		evaluation.Creation{Input: &routine.OpenInput{Period: routine.Periods(today, 3)[0], DatesInput: routine.DatesInput{NoteBy: today.AddDays(7), ProposeBy: today.AddDays(14)}}})
	if err != nil {
		t.Fatal(err)
	}
	round, err := evaluation.PayloadOf[routine.Round](r)
	if err != nil {
		t.Fatal(err)
	}
	r, err = p.service.Load(t.Context(), office, round.Participants[len(round.Participants)-1].Sheet)
	if err != nil {
		t.Fatal(err)
	}
	sh, err := evaluation.PayloadOf[routine.Sheet](r)
	if err != nil {
		t.Fatal(err)
	}
	sh.Grade, sh.FixedOn, sh.ObjectBy, r.State = routine.Fair, today.AddDays(-5), today.AddDays(-1), routine.SheetFixed
	if r.Payload, err = json.Marshal(sh); err == nil {
		_, err = p.store.Put(t.Context(), r)
	}
	if err != nil {
		t.Fatal(err)
	}
	at := "/records/" + r.ID
	p.personnel.get(at + "/acts/enter_objection")
	p.personnel.uploadWith(at+"/acts/enter_objection", "files.upload", "异议书.pdf", []byte("%PDF-1.4\n%%EOF\n"), url.Values{"version": {version(p.personnel.body)}, "text": {"防汛工作没有写。"}, "handed_in": {today.AddDays(-1).String()}})
	if page := p.personnel.get(at); !strings.Contains(page, "书面异议待核对") || !strings.Contains(page, "异议书.pdf") {
		t.Fatalf("%d\n%s", p.personnel.status, page)
	}
	file := regexp.MustCompile(`/records/[0-9a-f-]+/files/[0-9a-f-]+`).FindString(p.principal.get(at))
	if p.principal.get(file); file == "" || p.principal.status != 200 {
		t.Errorf("the scan at %q: %d", file, p.principal.status)
	}
	p.submit(p.principal, at, "check_objection", "已核对", url.Values{})
	uninvolved := p.otherThan(r.Subject)
	reviewer := p.login("reviewer", uninvolved, evaluation.RoleLeader)
	p.submit(p.personnel, at, "assign", "已指定", url.Values{"reviewer": {uninvolved}})
	p.submit(reviewer, at, "answer", "已答复本人", url.Values{"grade": {"good"}, "answer": {"经核实，予以调整。"}})
	if page := p.personnel.get(at + "/print/objection_answer"); !strings.Contains(page, "经核实，予以调整。") || !strings.Contains(page, "平时考核异议答复") {
		t.Errorf("%d\n%s", p.personnel.status, page)
	}
	pagetest.Check(t, p.personnel.body)
	p.submit(p.personnel, at, "note_signature", "已登记，请另一人核对", url.Values{"signed": {today.String()}, "words": {"无意见"}})
	p.submit(p.principal, at, "check_signature", "签收已核对", url.Values{})
}
