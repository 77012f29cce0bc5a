package reminder_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"kaoji/app/officetest"
	"kaoji/evaluation"
	"kaoji/evaluation/concern"
	"kaoji/evaluation/reminder"
)

// busy is an office in which a4 drew seven concerns where exposure explains two.
func busy(w *officetest.World) {
	w.T.Helper()
	exposure(w, "a", 100, map[string]int{"a4": 20, "a5": 80})
	exposure(w, "b", 300, map[string]int{"b4": 100, "b5": 200})
	for i := range 7 {
		called(w, "a4", fmt.Sprint("甲", i), "居住证办理")
	}
	called(w, "a4", "甲0", "居住证办理") // the same reporter on the same matter
	called(w, "b4", "乙", "排队")
	called(w, "b5", "丙", "排队")
	called(w, "b5", "丁", "排队")
}

func line(f reminder.Shown, id string) (reminder.Line, bool) {
	i := slices.IndexFunc(f.Lines, func(l reminder.Line) bool { return l.ID == id })
	if i < 0 {
		return reminder.Line{}, false
	}
	return f.Lines[i], true
}

func alarms(w *officetest.World) []evaluation.Record {
	w.T.Helper()
	found, err := w.Find(w.T.Context(), evaluation.Query{Office: officetest.Office, Kinds: []string{reminder.KindAlarm}})
	w.Must(err)
	return found.Records
}

func alarmOf(w *officetest.World, no string) evaluation.Record {
	w.T.Helper()
	for _, r := range alarms(w) {
		if r.Subject == w.People[no] {
			return r
		}
	}
	w.T.Fatal("no alarm about ", no)
	return evaluation.Record{}
}

func TestAScanCountsTestsAndRaisesAnAlarmThatPeopleLookInto(t *testing.T) {
	w := office(t)
	busy(w)
	id := scan(w)
	f := findings(w, w.Personnel(), id)
	l, _ := line(f.People, w.People["a4"])
	// 10 concerns counted over 20+80+100+200 cases: 0.5 expected, and P(X ≥ 7 | 0.5) = 1.0e-6.
	if !f.Same || f.People.Total != 10 || l.Count != 7 || l.Reporters != 7 || len(l.Repeated) != 1 || l.Expected != 0.5 || l.Level != reminder.LevelAlert || l.P > 1.1e-6 {
		t.Errorf("%+v", f.People)
	}
	u, _ := line(f.Units, w.Units["a"])
	if u.Count != 7 || u.Expected != 2.5 || u.Level != reminder.LevelAlert { // P(X ≥ 7 | 2.5) = 0.0142, twice that in a family of two
		t.Errorf("%+v", u)
	}
	if got := alarms(w); len(got) != 2 {
		t.Fatalf("%d alarms", len(got))
	}
	a := alarmOf(w, "a4")
	if a.State != reminder.AlarmOpen || a.Waiting[0] != evaluation.WaitRole(evaluation.RolePersonnel) {
		t.Errorf("%+v", a)
	}
	found, err := w.Find(t.Context(), evaluation.Query{Office: officetest.Office, Kinds: []string{reminder.KindTalk}})
	if err != nil || len(found.Records) != 0 { // H-24
		t.Errorf("%d talks out of nowhere, %v", len(found.Records), err)
	}
	in := proposal(w, "a4", reminder.LevelReminder, reminder.ModeTalk)
	in.Source, in.Alarm = reminder.SourceAlarm, a.ID
	_, err = w.Create(t.Context(), w.Personnel(), reminder.KindTalk, "propose", evaluation.Creation{Input: in})
	w.Refused("reminder.check_first", err)
	w.Do(w.Personnel(), a.ID, "check", &reminder.CheckInput{With: "窗口负责人", What: "值班情况", Findings: "情况部分存在"})
	other := proposal(w, "b4", reminder.LevelReminder, reminder.ModeTalk)
	other.Source, other.Alarm = reminder.SourceAlarm, a.ID
	_, err = w.Create(t.Context(), w.Personnel(), reminder.KindTalk, "propose", evaluation.Creation{Input: other})
	w.Refused("reminder.alarm_other", err)
	talk := w.Make(w.Personnel(), reminder.KindTalk, "propose", in)
	state(w, a.ID, reminder.AlarmTakenUp)
	if p := officetest.Payload[reminder.Alarm](w, a.ID); p.Talk != talk.ID {
		t.Errorf("%+v", p)
	}
	_, err = w.Create(t.Context(), w.Personnel(), reminder.KindTalk, "propose", evaluation.Creation{Input: in})
	w.Refused("reminder.alarm_ended", err)
}

func TestAnotherScanRaisesNothingNewUnlessSomethingIsNew(t *testing.T) {
	w := office(t)
	busy(w)
	scan(w)
	a := alarmOf(w, "a4")
	w.Do(w.Personnel(), a.ID, "set_aside", nil)
	again := findings(w, w.Personnel(), scan(w))
	if l, _ := line(again.People, w.People["a4"]); !l.Known || l.Alarm != a.ID || len(alarms(w)) != 2 {
		t.Errorf("%+v, %d alarms", l, len(alarms(w)))
	}
	called(w, "a4", "新来的", "居住证办理")
	scan(w)
	got := alarms(w)
	if len(got) != 3 { // a new one for the person; the department's, still open, is renewed
		t.Errorf("%d alarms", len(got))
	}
	for _, r := range got {
		if p := officetest.Payload[reminder.Alarm](w, r.ID); p.Family == reminder.FamilyUnits && (p.Count != 8 || len(p.Scans) != 2) {
			t.Errorf("%+v", p)
		}
	}
}

func TestAScanKeepsNoReporterAndCanBeWorkedOutAgainAfterTheRulesChange(t *testing.T) {
	w := office(t)
	busy(w)
	id := scan(w)
	payload := string(w.Stored(id).Payload)
	first := alarmOf(w, "a4")
	for _, e := range officetest.Payload[reminder.Alarm](w, first.ID).Evidence {
		reporter := officetest.Payload[concern.Matter](w, e).Reporter
		if reporter == "" || strings.Contains(payload, reporter) || strings.Contains(string(w.Stored(first.ID).Payload), reporter) {
			t.Errorf("%s stands in the scan or alarm", reporter)
		}
	}
	called(w, "a4", "后来的", "居住证办理")
	if f := findings(w, w.Personnel(), id); !f.Same {
		t.Error("what came later changes the scan")
	}
	r := w.Stored(id)
	var p reminder.Scan
	w.Must(json.Unmarshal(r.Payload, &p))
	p.People.Lines[0].Count++
	r.Payload, _ = json.Marshal(p)
	_, err := w.Store.Put(t.Context(), r)
	w.Must(err)
	if f := findings(w, w.Personnel(), id); f.Same {
		t.Error("a figure that was tampered with goes unnoticed")
	}
}

// C-28, as with concerns: whoever is compared, and whoever heads a department
// that is, sees the same with and without concerns, whatever the roles. The
// control, whom nothing is about, sees the difference.
func TestWhomAScanIsAboutLearnsNothingOfItWhateverTheRole(t *testing.T) {
	roles := []evaluation.Role{evaluation.RolePersonnel, evaluation.RolePrincipal, evaluation.RoleDiscipline, evaluation.RoleHead, evaluation.RoleLeader}
	seen := func(reader, about string) string {
		w := office(t)
		exposure(w, "a", 100, map[string]int{"a4": 20, "a5": 80})
		exposure(w, "b", 300, map[string]int{"b4": 100, "b5": 200})
		called(w, "b4", "乙", "排队")
		for i := range 8 {
			called(w, about, fmt.Sprint("甲", i), "居住证办理")
		}
		id, who := scan(w), w.Who(reader, roles...)
		f := findings(w, who, id)
		// What there is about somebody else instead is no secret to the reader.
		for _, lines := range []*[]reminder.Line{&f.People.Lines, &f.Units.Lines} {
			*lines = slices.DeleteFunc(*lines, func(l reminder.Line) bool { return l.ID == w.People["c4"] || l.ID == w.Units["c"] })
		}
		v, err := w.Get(t.Context(), who, id)
		w.Must(err)
		raw, err := json.Marshal([]any{f.People, f.Units, v.Payload})
		w.Must(err)
		for _, r := range alarms(w) {
			if _, err := w.Get(t.Context(), who, r.ID); err == nil && (r.Subject == who.Person || reader == "a1" && r.Unit == w.Units["a"]) {
				raw = append(raw, r.ID...)
			}
		}
		return string(raw)
	}
	for reader, about := range map[string]string{"a4": "a4", "a1": "a5", "d5": "d5"} {
		if with, without := seen(reader, about), seen(reader, "c4"); with != without {
			t.Errorf("%s sees a difference:\n%s\n%s", reader, with, without)
		}
	}
	if seen("d6", "a4") == seen("d6", "c4") {
		t.Error("the control sees no difference either")
	}
}

func TestExposureIsCheckedCutByDaysAndKeepsItsCorrections(t *testing.T) {
	w := office(t)
	id := exposure(w, "a", 300, map[string]int{"a4": 30})
	for want, in := range map[string]*reminder.ExposureInput{
		"reminder.period":         {Period: "2026-13", Basis: "cases", Unit: w.Units["b"], Count: 1},
		"reminder.future":         {Period: "2027-01", Basis: "cases", Unit: w.Units["b"], Count: 1},
		"reminder.exposure_twice": {Period: "2026Q4", Basis: "cases", Unit: w.Units["a"], Count: 1},
		"reminder.no_unit":        {Period: "2026-11", Basis: "cases", Unit: "x", Count: 1},
		"reminder.more_than_all":  {Period: "2026-11", Basis: "cases", Unit: w.Units["b"], Count: 1, People: []reminder.CountRow{{Person: w.People["b4"], Count: 2}}},
		"reminder.person_twice":   {Period: "2026-11", Basis: "cases", Unit: w.Units["b"], Count: 9, People: []reminder.CountRow{{Person: w.People["b4"], Count: 2}, {Person: w.People["b4"], Count: 2}}},
	} {
		_, err := w.Create(t.Context(), w.Personnel(), reminder.KindExposure, "enter", evaluation.Creation{Input: in})
		w.Refused(want, err)
	}
	w.Do(w.Personnel(), id, "correct", &reminder.CountInput{Count: 600, People: []reminder.CountRow{{Person: w.People["a4"], Count: 60}}})
	p := officetest.Payload[reminder.Exposure](w, id)
	if p.Count != 600 || len(p.Corrections) != 1 || p.Corrections[0].Count != 300 || p.Corrections[0].Reason == "" {
		t.Errorf("%+v", p)
	}
	// A window that ends on 15 November has half of the month's cases.
	r := w.Make(w.Personnel(), reminder.KindScan, "run", &reminder.ScanInput{To: date("2026-11-15"), UnitBasis: "cases", PeopleBasis: "cases"})
	in := officetest.Payload[reminder.Scan](w, r.ID)
	if in.From != date("2026-05-16") || len(in.UnitInput) != 1 || in.UnitInput[0].Count != 30000 || in.UnitInput[0].Days != 15 || in.PeopleInput[0].Count != 3000 {
		t.Errorf("%+v", in)
	}
}

func TestWhatAHeadEntersCountsOnceSomebodyElseConfirmedIt(t *testing.T) {
	w := office(t)
	head := w.Who("a1", evaluation.RoleHead, evaluation.RolePersonnel)
	in := &reminder.ExposureInput{Period: "2026-11", Basis: "cases", Unit: w.Units["a"], Count: 100}
	r := w.Make(head, reminder.KindExposure, "enter", in)
	state(w, r.ID, reminder.ExposureEntered)
	if s := officetest.Payload[reminder.Scan](w, scan(w)); len(s.UnitInput) != 0 {
		t.Errorf("%+v", s.UnitInput)
	}
	w.Refused("reminder.second_person", w.Try(head, r.ID, "confirm", nil))
	w.Do(w.Personnel(), r.ID, "confirm", nil)
	if s := officetest.Payload[reminder.Scan](w, scan(w)); len(s.UnitInput) != 1 {
		t.Errorf("%+v", s.UnitInput)
	}
	in.Unit = w.Units["b"]
	_, err := w.Create(t.Context(), w.Who("a1", evaluation.RoleHead), reminder.KindExposure, "enter", evaluation.Creation{Input: in})
	w.Refused("forbidden", err)
}

// a4 worked for two departments in November: 30 days of the window, not 60.
func TestAPersonOfTwoDepartmentsIsCoveredOnTheSameDaysOnce(t *testing.T) {
	w := office(t)
	exposure(w, "a", 300, map[string]int{"a4": 30})
	exposure(w, "b", 300, map[string]int{"a4": 90})
	r := w.Make(w.Personnel(), reminder.KindScan, "run", &reminder.ScanInput{To: date("2026-11-30"), UnitBasis: "cases", PeopleBasis: "cases"})
	p := officetest.Payload[reminder.Scan](w, r.ID)
	l := p.People.Lines[0]
	// The window from 1 June to 30 November has 183 days: 120 cases in 30 of them are 732 in all.
	if len(p.PeopleInput) != 1 || l.Days != 30 || l.Exposure != 12000 || l.Scaled != 73200 || !p.Scaled {
		t.Errorf("%+v", p.People)
	}
	f := findings(w, w.Personnel(), r.ID)
	if !f.Same || f.Rules.Window != 183 {
		t.Errorf("%+v", f)
	}
}

// What an analysis of the time before exposure was brought to the window stored
// is still what working it out again gives.
func TestAnAnalysisThatTookExposureAsRecordedStaysTheSame(t *testing.T) {
	w := office(t)
	busy(w)
	id := scan(w)
	r := w.Stored(id)
	var p reminder.Scan
	w.Must(json.Unmarshal(r.Payload, &p))
	old := func(f reminder.Family, input []reminder.Exposed, key func(reminder.Item) string) reminder.Family {
		by := map[string][]reminder.Item{}
		for _, it := range p.Items {
			by[key(it)] = append(by[key(it)], it)
		}
		again := reminder.Concentrate(input, by, reminder.Limits{Within: 30, Floor: 3, Alert: 500, Hint: 1000})
		if len(again.Lines) != len(f.Lines) {
			t.Fatalf("%+v", again)
		}
		return again
	}
	p.Scaled = false
	p.Units = old(p.Units, p.UnitInput, func(it reminder.Item) string { return it.Unit })
	p.People = old(p.People, p.PeopleInput, func(it reminder.Item) string { return it.Subject })
	r.Payload, _ = json.Marshal(p)
	if strings.Contains(string(r.Payload), `"scaled"`) {
		t.Error("a stored analysis of before has the marker")
	}
	_, err := w.Store.Put(t.Context(), r)
	w.Must(err)
	if f := findings(w, w.Personnel(), id); !f.Same || f.Rules.Window != 0 {
		t.Errorf("%+v", f)
	}
}
