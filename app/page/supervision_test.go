package page_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"kaoji/app/page/pagetest"
	"kaoji/evaluation"
)

// A supervisor is proposed and appointed, raises something at a meeting, and reads the answer
// with the own account.
func TestASupervisorFromTheProposalToTheAnswer(t *testing.T) {
	p := newPraise(t)
	today := evaluation.DateOf(time.Now())
	who := p.login("answerer", p.member.ID, evaluation.RoleCadre)
	form := p.personnel.get("/new/supervision.term/propose")
	pagetest.Check(t, []byte(form))
	account := p.accountOf("supervisor")
	if !strings.Contains(form, account) {
		t.Errorf("the account cannot be chosen:\n%s", form)
	}
	p.personnel.post("/new/supervision.term/propose", url.Values{
		"name": {"周保国"}, "body": {"浦建路居民区"}, "proposed_by": {"浦建居委会"}, "from": {today.String()}, "years": {"2"},
		"declared": {"本人书面声明。"}, "unrelated": {"1"}, "account": {account},
	})
	if p.personnel.status != http.StatusOK || !strings.HasPrefix(p.personnel.at, "/records/") {
		t.Fatalf("%d %s\n%s", p.personnel.status, p.personnel.at, p.personnel.body)
	}
	term := p.personnel.at
	p.submit(p.principal, term, "appoint", "已聘任", url.Values{"letter": {"塘监聘3号"}})
	letter := p.supervisor.get(term + "/print/appointment_letter")
	pagetest.Check(t, []byte(letter))
	if !strings.Contains(letter, "塘监聘3号") || !strings.Contains(letter, "周保国同志") || strings.Contains(letter, "书面声明") {
		t.Errorf("the letter: %d\n%s", p.supervisor.status, letter)
	}
	form = p.personnel.get("/new/supervision.meeting/record")
	pagetest.Check(t, []byte(form))
	id := strings.TrimPrefix(term, "/records/")
	if !strings.Contains(form, `value="`+id+`" selected`) {
		t.Errorf("the meeting does not begin with who serves:\n%s", form)
	}
	p.personnel.post("/new/supervision.meeting/record", url.Values{
		"on": {today.String()}, "place": {"三楼会议室"}, "chair": {p.member.ID}, "attended.0.supervisor": {id},
		"points.0.text": {"大厅中午没有人"}, "points.0.raised_by": {id}, "points.0.who": {p.member.ID}, "points.0.due": {today.AddDays(10).String()},
	})
	if p.personnel.status != http.StatusOK || !strings.HasPrefix(p.personnel.at, "/records/") {
		t.Fatalf("%d %s\n%s", p.personnel.status, p.personnel.at, p.personnel.body)
	}
	meeting := p.personnel.at
	if home := who.get("/"); !strings.Contains(home, "监督员会议的意见") {
		t.Errorf("who is asked does not learn of it:\n%s", home)
	}
	p.submit(who, meeting, "answer", "已答复", url.Values{"point": {"1"}, "answer": {"中午安排值班"}})
	read := p.supervisor.get(meeting)
	pagetest.Check(t, []byte(read))
	if !strings.Contains(read, "中午安排值班") {
		t.Errorf("the supervisor does not read the answer: %d\n%s", p.supervisor.status, read)
	}
	if home := p.supervisor.get("/supervision"); !strings.Contains(home, meeting) {
		t.Errorf("no way to the meeting:\n%s", home)
	}
	pagetest.Check(t, []byte(p.personnel.get("/supervision")))
	pagetest.Check(t, []byte(p.personnel.get(meeting+"/print/meeting_minutes")))
	stranger := p.login("stranger", "", evaluation.RoleSupervisor)
	if stranger.get(meeting); stranger.status != http.StatusNotFound {
		t.Errorf("a supervisor who was not there: %d", stranger.status)
	}
	admin := p.login("root", "", evaluation.RoleAdmin)
	if strings.Contains(admin.get("/accounts"), "聘期已于") {
		t.Error("the term of a supervisor who serves is over")
	}
	p.submit(p.personnel, term, "end", "已解聘", url.Values{"ended_why": {"moved"}, "ended_on": {today.String()}, "reason": {"迁离"}})
	list := admin.get("/accounts")
	pagetest.Check(t, []byte(list))
	if !strings.Contains(list, "聘期已于") {
		t.Errorf("those who run accounts are not told:\n%s", list)
	}
}

// accountOf is the id of an account.
func (s *site) accountOf(name string) string {
	s.t.Helper()
	list, err := s.auth.AccountsInUse(s.t.Context(), office, evaluation.RoleSupervisor)
	if err != nil {
		s.t.Fatal(err)
	}
	for _, a := range list {
		if a.Name == name {
			return a.ID
		}
	}
	s.t.Fatalf("no account %s", name)
	return ""
}
