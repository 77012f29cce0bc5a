package page_test

import (
	"encoding/json"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/pagetest"
	"kaoji/evaluation"
	"kaoji/evaluation/appraisal"
	"kaoji/evaluation/ballot"
	"kaoji/evaluation/roster"
)

// do makes or changes a record as the personnel section.
func (s *site) do(t *testing.T, kind, id, act string, in any) evaluation.Record {
	t.Helper()
	section := evaluation.Actor{Office: office, Account: "p", Name: "组织科", Roles: []evaluation.Role{evaluation.RolePersonnel}}
	var r evaluation.Record
	var err error
	if id == "" {
		r, err = s.service.Create(t.Context(), section, kind, act, evaluation.Creation{Input: in})
	} else if r, err = s.service.Load(t.Context(), office, id); err == nil {
		r, err = s.service.Act(t.Context(), section, id, r.Version, act, evaluation.Change{Input: in, Reason: "因工作需要"})
	}
	if err != nil {
		t.Fatalf("%s of %s: %v", act, kind, err)
	}
	return r
}

// appraised is a published round: one committee of six who vote by slips, and
// one cadre who has served it for years.
func (s *site) appraised(t *testing.T) (round, committee string) {
	t.Helper()
	today := evaluation.DateOf(time.Now())
	since := today.AddMonths(-24)
	unit := s.do(t, roster.KindDepartment, "", "open", &roster.OpenDepartment{Name: "服务办", Order: 1})
	cadre := s.do(t, roster.KindPerson, "", "enter", &roster.Enter{
		No: "a1", Name: "李明", Sex: roster.Male, Born: evaluation.NewDate(1985, 5, 1), Joined: since, Department: unit.ID, Post: "科员", PostSince: since,
	})
	k := s.do(t, roster.KindCommittee, "", "open", &roster.OpenCommittee{Name: "蓝村居委会", Order: 1})
	in := &roster.SeatMembers{}
	for _, name := range []string{"甲", "乙", "丙", "丁", "戊", "己"} {
		in.Members = append(in.Members, roster.SeatRow{Name: "委员" + name, Post: "委员", Signs: name == "甲"})
	}
	s.do(t, roster.KindCommittee, k.ID, "seat", in)
	s.do(t, roster.KindPerson, cadre.ID, "liaise", &roster.Liaise{Committee: k.ID, From: since})
	r := s.do(t, appraisal.KindRound, "", "plan", &appraisal.PlanInput{
		Year: today.Year(), AsOf: today, VoteBy: today.AddDays(7), OpinionBy: today.AddDays(14),
		Items: []appraisal.ItemInput{{Name: "联系群众", Weight: 60}, {Name: "解决问题", Weight: 40}},
		Scale: appraisal.ScalePoints, Comments: appraisal.CommentsDigest, Code: true,
	})
	s.keep(t, appraisal.KindRound, r.ID)
	s.do(t, appraisal.KindRound, r.ID, "publish", nil)
	return r.ID, k.ID
}

const passphrase = "on a page, by two"

// keep lets the section and the secretary keep the ballots.
func (s *site) keep(t *testing.T, kind, id string) {
	t.Helper()
	in := &ballot.KeepInput{Passphrase: passphrase, Again: passphrase}
	s.do(t, kind, id, "keep", in)
	r, err := s.service.Load(t.Context(), office, id)
	if err != nil {
		t.Fatal(err)
	}
	secretary := evaluation.Actor{Office: office, Account: "s", Name: "书记", Roles: []evaluation.Role{evaluation.RolePrincipal}}
	if _, err := s.service.Act(t.Context(), secretary, id, r.Version, "keep", evaluation.Change{Input: in}); err != nil {
		t.Fatal(err)
	}
}

// TestAPassphraseOpensTheBallotsAndIsNowhereStored goes the way of a keeper on
// the pages, with slips of the finger.
func TestAPassphraseOpensTheBallotsAndIsNowhereStored(t *testing.T) {
	s := newSite(t)
	round, committee := s.appraised(t)
	section := s.login("section", "", evaluation.RolePersonnel)
	s.do(t, appraisal.KindRound, round, "count_slips", &appraisal.ReturnInput{Committee: committee})
	s.do(t, appraisal.KindRound, round, "end_voting", nil)
	at := "/records/" + round + "/acts/tally"
	page := section.get(at)
	pagetest.Check(t, []byte(page))
	if !strings.Contains(page, `type="password" name="passphrase"`) || strings.Contains(page, "data-draft=") {
		t.Errorf("the form asks for the passphrase in the open, or keeps it: %s", page)
	}
	wrong := section.post(at, url.Values{"version": {version([]byte(section.get(at)))}, "passphrase": {"another one, typed"}})
	if section.status != fiber.StatusUnprocessableEntity || !strings.Contains(wrong, "组织科、书记") || strings.Contains(wrong, "another one, typed") {
		t.Errorf("a wrong passphrase: %d %s", section.status, wrong)
	}
	if page := section.post(at, url.Values{"version": {version([]byte(section.get(at)))}, "passphrase": {passphrase}}); !strings.Contains(page, "计票完成") {
		t.Errorf("the right passphrase: %d %s", section.status, page)
	}
	if page := section.get("/appraisal/" + round); !strings.Contains(page, "已计票") || !strings.Contains(page, "票箱保管人") {
		t.Errorf("after the count: %s", page)
	}
	s.nowhere(t, passphrase)
	s.nowhere(t, "another one, typed")
}

// nowhere looks for what was typed in everything that is stored.
func (s *site) nowhere(t *testing.T, typed string) {
	t.Helper()
	err := s.store.Everything(t.Context(), func(it evaluation.Item) error {
		raw, err := json.Marshal(it)
		if strings.Contains(string(raw), typed) || strings.Contains(string(raw), url.QueryEscape(typed)) {
			t.Errorf("%q is stored: %s", typed, raw)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

var slipCode = regexp.MustCompile(`<code>([0-9A-Z-]{12,20})</code>`)

func TestASlipIsPrintedOnceAndGoodForOneBallot(t *testing.T) {
	s := newSite(t)
	round, committee := s.appraised(t)
	section := s.login("section", "", evaluation.RolePersonnel)
	page := section.get("/appraisal/" + round)
	pagetest.Check(t, []byte(page))
	issue := "/appraisal/" + round + "/issue"
	section.get(issue)
	printed := section.post(issue, url.Values{"version": {version(section.body)}, "committee": {"all"}})
	codes := slipCode.FindAllStringSubmatch(printed, -1)
	if len(codes) != 6 {
		t.Fatalf("%d slips (%d): %s", len(codes), section.status, printed)
	}
	full := section.post(issue, url.Values{"version": {version([]byte(section.get(issue)))}, "committee": {committee}, "count": {"1"}})
	if section.status != fiber.StatusUnprocessableEntity || !strings.Contains(full, `role="alert"`) || slipCode.MatchString(full) {
		t.Errorf("a slip more than raters: %d %s", section.status, full)
	}
	if none := section.post(issue, url.Values{"version": {version([]byte(section.get(issue)))}, "committee": {"all"}}); slipCode.MatchString(none) || !strings.Contains(none, "都已发足") {
		t.Errorf("slips for all once more: %d %s", section.status, none)
	}
	if again := section.get(issue); slipCode.MatchString(again) {
		t.Error("the codes can be read again")
	}
	voter := s.visitor()
	voter.get("/v")
	voter.post("/v", url.Values{"code": {"0000-0000-0000"}})
	if voter.status != fiber.StatusNotFound {
		t.Errorf("an unknown code: %d", voter.status)
	}
	paper := voter.post("/v", url.Values{"code": {codes[0][1]}})
	pagetest.Check(t, []byte(paper))
	if !strings.Contains(paper, "李明") || !strings.Contains(paper, "不记名") || strings.Contains(voter.at, codes[0][1]) {
		t.Fatalf("%d at %s: %s", voter.status, voter.at, paper)
	}
	bad := url.Values{"code": {codes[0][1]}, "rows.0.0": {"101"}, "rows.0.1": {"85"}}
	if back := voter.post("/v/cast", bad); voter.status != fiber.StatusUnprocessableEntity || !strings.Contains(back, `value="101"`) || strings.Count(rowOf(back, "rows.0"), `aria-invalid="true"`) != 1 {
		t.Errorf("101 points: %d %s", voter.status, rowOf(back, "rows.0"))
	}
	good := url.Values{"code": {codes[0][1]}, "rows.0.0": {"85"}, "rows.0.1": {"88"}}
	if thanks := voter.post("/v/cast", good); voter.status != fiber.StatusOK || !strings.Contains(thanks, "已投票") {
		t.Fatalf("%d %s", voter.status, thanks)
	}
	voter.get("/v")
	if voter.post("/v/cast", good); voter.status != fiber.StatusConflict {
		t.Errorf("a second ballot by the same slip: %d", voter.status)
	}
	if page := section.get("/appraisal/" + round); !strings.Contains(page, "1 / 6") || strings.Contains(page, codes[0][1]) {
		t.Errorf("the turn-out is not 1 of 6, or the code stands there: %s", page)
	}
}
