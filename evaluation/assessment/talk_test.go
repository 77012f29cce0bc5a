package assessment_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"kaoji/app/officetest"
	"kaoji/evaluation"
	"kaoji/evaluation/assessment"
)

func (w *world) reads(who evaluation.Actor, id string) []string {
	w.T.Helper()
	v, err := w.Get(w.T.Context(), who, id)
	if evaluation.CodeOf(err) == evaluation.CodeNotFound {
		return nil
	}
	w.Must(err)
	var p map[string]json.RawMessage
	w.Must(json.Unmarshal(v.Payload, &p))
	var keys []string
	for k := range p {
		keys = append(keys, k)
	}
	return keys
}

func TestATalkIsHeldByItsTalkerWithAchievementsAndShortcomings(t *testing.T) {
	w, cycle := told.begin(t)
	talk := w.participant(cycle, "a1").Talk
	when := func(talker, on, at string) *assessment.ScheduleInput {
		return &assessment.ScheduleInput{Talker: w.People[talker], On: officetest.Date(on), Time: at, Place: "会议室"}
	}
	w.Refused("assessment.talker_leads", w.Try(w.Personnel(), talk, "schedule", when("b1", "2026-12-24", "09:30")))
	w.Refused("assessment.recused", w.Try(w.Personnel(), w.participant(cycle, "a2").Talk, "schedule", when("l3", "2026-12-24", "09:30")))
	w.Refused("error.day.from", w.Try(w.Personnel(), talk, "schedule", when("l1", "2026-12-22", "09:30")))
	w.Refused("error.field.time", w.Try(w.Personnel(), talk, "schedule", when("l1", "2026-12-24", "half")))
	w.Mute.Store("干部l1", true) // could not read the talk, nor record it
	w.Refused("desk.no_account", w.Try(w.Personnel(), talk, "schedule", when("l1", "2026-12-24", "09:30")))
	w.Mute.Delete("干部l1")
	w.Do(w.Personnel(), talk, "schedule", when("l1", "2026-12-24", "09:30"))
	w.Refused("assessment.hand_over_first", w.Try(w.Personnel(), talk, "schedule", when("l2", "2026-12-24", "09:30")))
	w.Refused("error.day.to", w.Try(w.principal(), talk, "record", held()))
	w.Turn("2026-12-24")
	l2 := w.Who("l2", evaluation.RolePrincipal)
	if err := w.Try(l2, talk, "record", held()); evaluation.CodeOf(err) != evaluation.CodeForbidden {
		t.Errorf("another principal records: %v", err)
	}
	none := held()
	none.Shortcomings = nil
	w.Refused("error.field.required", w.Try(w.principal(), talk, "record", none))
	w.Do(w.principal(), talk, "record", held())
	w.Do(l2, talk, "hand_over", &assessment.HandOverInput{Talker: w.People["l2"]})
	if p := officetest.Payload[assessment.Talk](w.World, talk); p.PrivateNote != "" || p.Talker != w.People["l2"] || p.TalkerName != "干部l2" {
		t.Errorf("%+v", p)
	}
	if r := w.Stored(talk); !slices.Equal(r.Waiting, []string{evaluation.WaitPerson(w.People["l2"])}) || !slices.Equal(r.Parties, []string{w.People["l2"]}) {
		t.Errorf("waiting %v, parties %v", r.Waiting, r.Parties)
	}
	w.Do(l2, talk, "release", nil)
}

func TestThePrivateNoteNeverLeavesTheTalker(t *testing.T) {
	w, cycle := told.begin(t)
	talk := w.talked(cycle, "a1")
	w.Do(w.Who("a1"), talk, "acknowledge", &assessment.CommentInput{Comment: "同意"})
	for _, c := range []struct {
		who   evaluation.Actor
		note  bool
		sight bool
	}{
		{w.principal(), true, true},
		{w.Who("l2", evaluation.RolePrincipal), false, true},
		{w.Personnel(), false, true},
		{w.Who("a1"), false, true},
		{w.Who("a1", evaluation.RoleCadre, evaluation.RolePersonnel), false, true},
		{w.Who("l3", evaluation.RoleLeader), false, true},
		{w.Who("x", evaluation.RoleDiscipline), false, true},
		{w.Who("l4", evaluation.RoleLeader), false, false},
		{w.Who("a2"), false, false},
		{w.Who("b1", evaluation.RoleHead), false, false},
		{evaluation.Actor{Office: "o", Account: "admin", Roles: []evaluation.Role{evaluation.RoleAdmin}}, false, false},
	} {
		keys := w.reads(c.who, talk)
		if slices.Contains(keys, "private_note") != c.note || slices.Contains(keys, "achievements") != c.sight {
			t.Errorf("%s %v reads %v", c.who.Account, c.who.Roles, keys)
		}
	}
}

func TestASideOfTheTalkIsHiddenUntilItIsReleased(t *testing.T) {
	w, cycle := told.begin(t)
	w.Turn("2026-12-24")
	talk := w.participant(cycle, "d1").Talk
	w.Do(w.principal(), talk, "schedule", &assessment.ScheduleInput{On: officetest.Date("2026-12-24"), Time: "09:30", Place: "会议室"})
	w.Do(w.principal(), talk, "record", held())
	head := w.Who("d1", evaluation.RoleHead, evaluation.RolePersonnel)
	for _, who := range []evaluation.Actor{w.Who("d1"), head, w.Personnel()} {
		if keys := w.reads(who, talk); slices.Contains(keys, "achievements") || !slices.Contains(keys, "appointment") {
			t.Errorf("%v reads %v", who.Roles, keys)
		}
	}
	if err := w.Try(head, talk, "excuse", nil); evaluation.CodeOf(err) != evaluation.CodeRecused {
		t.Errorf("excusing oneself: %v", err)
	}
}

func TestAnObjectionNeedsAReplyAndALockedRecordIsOnlyAmended(t *testing.T) {
	w, cycle := told.begin(t)
	talk := w.talked(cycle, "a1")
	w.Do(w.Who("a1"), talk, "object", &assessment.TextInput{Text: "第二点与事实不符"})
	if r := w.Stored(talk); !slices.Equal(r.Waiting, []string{evaluation.WaitPerson(w.People["l1"])}) {
		t.Errorf("an objection waits for %v", r.Waiting)
	}
	w.Refused("assessment.reply_missing", w.Try(w.Personnel(), talk, "lock", nil))
	w.Do(w.principal(), talk, "reply", &assessment.TextInput{Text: "已核实并更正"})
	w.Do(w.Personnel(), talk, "lock", nil)
	w.Refused("error.state", w.Try(w.principal(), talk, "record", held()))
	w.Do(w.principal(), talk, "amend", &assessment.AmendTalkInput{
		Achievements: held().Achievements, Shortcomings: []assessment.Point{{Text: "更正后的不足"}},
	})
	p := officetest.Payload[assessment.Talk](w.World, talk)
	if len(p.Amendments) != 1 || p.Amendments[0].Shortcomings[0].Text != "不足" || p.Shortcomings[0].Text != "更正后的不足" || p.Amendments[0].Reason == "" {
		t.Errorf("%+v", p.Amendments)
	}
	w.Refused("assessment.second_person", w.Try(w.Personnel(), talk, "reopen", nil))
	w.Do(w.principal(), talk, "reopen", nil)
	p = officetest.Payload[assessment.Talk](w.World, talk)
	if p.Answer.Kind != "" || p.Amendments[1].Answer.Text != "第二点与事实不符" || w.Stored(talk).State != assessment.TalkHeld {
		t.Errorf("%+v", p)
	}
	w.Do(w.principal(), talk, "release", nil)
	w.Do(w.Who("a1"), talk, "refuse", &assessment.TextInput{Text: "不同意"})
	w.Do(w.Personnel(), talk, "lock", nil)
	other := w.talked(cycle, "a2")
	w.Do(w.Personnel(), other, "note_refusal", nil)
	if p := officetest.Payload[assessment.Talk](w.World, other); p.Answer.Noted != "组织科" || w.Stored(other).State != assessment.TalkRefused {
		t.Errorf("%+v", p.Answer)
	}
	third := w.participant(cycle, "b1").Talk
	w.Do(w.principal(), third, "excuse", nil)
	w.Refused("assessment.second_person", w.Try(w.principal(), third, "reopen", nil))
	w.Do(w.Personnel(), third, "reopen", nil)
	if r := w.Stored(third); r.State != assessment.TalkWaiting || !slices.Equal(r.Waiting, []string{evaluation.WaitRole(evaluation.RolePrincipal)}) {
		t.Errorf("%s waits for %v", r.State, r.Waiting)
	}
}

func TestTheWallSaysWhoIsWaitingForWhom(t *testing.T) {
	w, cycle := told.begin(t)
	w.talked(cycle, "a1")
	view, err := w.Get(t.Context(), w.Personnel(), cycle)
	w.Must(err)
	wall, err := w.Assessment.Wall(t.Context(), view)
	w.Must(err)
	if len(wall) != 12 {
		t.Fatalf("%d on the wall", len(wall))
	}
	for _, l := range wall {
		switch strings.TrimPrefix(l.Person.Name, "干部") {
		case "a1":
			if l.Stage != assessment.TalkReleased || !slices.Equal(l.Names, []string{"干部a1"}) || l.Talker != "干部l1" {
				t.Errorf("%+v", l)
			}
		case "c3":
			if !l.Done || l.Kind != assessment.KindSheet {
				t.Errorf("%+v", l)
			}
		default:
			if l.Stage != assessment.TalkWaiting || l.Done {
				t.Errorf("%+v", l)
			}
		}
	}
	own, err := w.Get(t.Context(), w.Who("a1"), cycle)
	w.Must(err)
	if _, err := w.Assessment.Wall(t.Context(), own); evaluation.CodeOf(err) != evaluation.CodeForbidden {
		t.Errorf("a cadre sees the wall: %v", err)
	}
}

func TestAPreparedTalkIsMadeOfTheRecordsAlone(t *testing.T) {
	w, cycle := told.begin(t)
	view, err := w.Get(t.Context(), w.principal(), w.participant(cycle, "a3").Talk)
	w.Must(err)
	got, err := w.Assessment.PrepareTalk(t.Context(), w.Service, w.principal(), view)
	w.Must(err)
	if got.Grade != assessment.Incompetent || got.Strengths != "优点" || got.Summary != "总结" || got.Result == nil || got.Least != [2]int64{1, 1} {
		t.Errorf("%+v", got)
	}
	if _, err := w.Assessment.PrepareTalk(t.Context(), w.Service, w.Personnel(), view); evaluation.CodeOf(err) != evaluation.CodeForbidden {
		t.Errorf("personnel prepare: %v", err)
	}
}

func TestNobodySeesTheOwnResultBeforeItIsTold(t *testing.T) {
	w, cycle := decided.begin(t)
	d1 := w.sheet(cycle, "d1")
	head := w.Who("d1", evaluation.RoleHead, evaluation.RolePersonnel)
	for _, who := range []evaluation.Actor{w.Who("d1"), head} {
		for _, hidden := range []string{"result", "grade", "proposal", "decision", "verification", "raters"} {
			if slices.Contains(w.reads(who, d1), hidden) {
				t.Errorf("%v reads the own %s", who.Roles, hidden)
			}
		}
	}
	view, err := w.Get(t.Context(), head, cycle)
	w.Must(err)
	lines, err := w.Assessment.Results(t.Context(), head, view)
	w.Must(err)
	for _, l := range lines {
		if own := l.Person.ID == w.People["d1"]; own != (l.Grade == "" && l.Result == nil) && l.State != assessment.SheetExempt {
			t.Errorf("%s: %+v", l.Person.Name, l)
		}
	}
	w.noticed(cycle)
	if keys := w.reads(w.Who("d1"), d1); !slices.Contains(keys, "grade") || slices.Contains(keys, "verification") {
		t.Errorf("told, and reads %s", strings.Join(keys, " "))
	}
	for _, who := range []evaluation.Actor{w.Personnel(), w.principal()} {
		if slices.Contains(w.reads(who, d1), "raters") {
			t.Errorf("%s reads who may rate", who.Account)
		}
	}
}
