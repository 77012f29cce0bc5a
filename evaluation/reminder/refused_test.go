package reminder_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"kaoji/app/officetest"
	"kaoji/evaluation"
	"kaoji/evaluation/reminder"
	"kaoji/evaluation/rulepack"
)

func TestADepartmentsTalkIsHeldWithItsHead(t *testing.T) {
	w := office(t)
	in := proposal(w, "a4", reminder.LevelReminder, reminder.ModeTalk)
	in.Person, in.Unit = "", w.Units["b"]
	r := w.Make(w.Personnel(), reminder.KindTalk, "propose", in)
	if p := officetest.Payload[reminder.Talk](w, r.ID); r.Subject != w.People["b1"] || !p.Group {
		t.Errorf("%+v", p)
	}
	in.Level, in.Grounds = reminder.LevelAdmonition, []string{"duty"}
	_, err := w.Create(t.Context(), w.Personnel(), reminder.KindTalk, "propose", evaluation.Creation{Input: in})
	w.Refused("reminder.admonition_person", err)
}

func TestProposalsThatBreakARuleAreRefused(t *testing.T) {
	w := office(t)
	for want, change := range map[string]func(*reminder.ProposeInput){
		"reminder.asserts":        func(in *reminder.ProposeInput) { in.Cause = "经了解，你存在态度问题" },
		"reminder.greeting_talk":  func(in *reminder.ProposeInput) { in.Level, in.Mode = reminder.LevelGreeting, reminder.ModeLetter },
		"reminder.inquiry_letter": func(in *reminder.ProposeInput) { in.Level = reminder.LevelInquiry },
		"error.field.required":    func(in *reminder.ProposeInput) { in.Level = reminder.LevelAdmonition },
		"reminder.person_or_unit": func(in *reminder.ProposeInput) { in.Unit = w.Units["a"] },
		"reminder.no_person":      func(in *reminder.ProposeInput) { in.Person = "nobody" },
		"reminder.leads":          func(in *reminder.ProposeInput) { in.Person = w.People["l5"] },
		"reminder.source_alarm":   func(in *reminder.ProposeInput) { in.Source = reminder.SourceAlarm },
		"reminder.recused":        func(in *reminder.ProposeInput) { in.Talker = w.People["a4"] },
		"error.not_found":         func(in *reminder.ProposeInput) { in.Alarm = w.People["a4"] },
	} {
		in := proposal(w, "a4", reminder.LevelReminder, reminder.ModeTalk)
		change(in)
		_, err := w.Create(t.Context(), w.Personnel(), reminder.KindTalk, "propose", evaluation.Creation{Input: in})
		w.Refused(want, err)
	}
}

// Rule C-30: somebody would have to read talks, or the deductions of other
// systems, to take points off. Nothing does.
func TestNothingReadsATalkAsPoints(t *testing.T) {
	pack, err := rulepack.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	if off, err := pack.On(date("2026-12-01")).Text("reminder.deductions"); err != nil || off != "off" {
		t.Error(off, err)
	}
	sources, err := filepath.Glob(filepath.Join("..", "*", "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range sources {
		raw, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, key := range []string{"reminder.deductions.points", "reminder.talk\"", "kaoji/evaluation/reminder\""} {
			dir := filepath.Base(filepath.Dir(name))
			if strings.Contains(string(raw), key) && dir != "reminder" && dir != "catalog" {
				t.Errorf("%s reads %s", name, key)
			}
		}
	}
}
