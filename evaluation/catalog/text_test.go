package catalog_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"kaoji/evaluation"
	"kaoji/evaluation/rulepack"
)

// textsOf are the texts of a measure in a language.
func textsOf(t *testing.T, lang, measure string) map[string]string {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("..", "..", "app", "text", lang, measure+".json"))
	if err != nil {
		t.Fatal(err)
	}
	var texts map[string]string
	if err := json.Unmarshal(raw, &texts); err != nil {
		t.Fatal(err)
	}
	return texts
}

// payloadKeys are the labels of a payload's fields, of its own rows too.
func payloadKeys(keys map[string]bool, at string, t reflect.Type) {
	for _, sf := range evaluation.Members(t) {
		name, _, _ := strings.Cut(sf.Tag.Get("json"), ",")
		if sf.Tag.Get("show") == "-" {
			continue
		}
		keys[at+"."+name] = true
		inner := sf.Type
		for inner.Kind() == reflect.Slice || inner.Kind() == reflect.Pointer {
			inner = inner.Elem()
		}
		if inner.Kind() == reflect.Struct && inner.PkgPath() == t.PkgPath() {
			payloadKeys(keys, at+"."+name, inner)
		}
	}
}

func inputKeys(keys map[string]bool, at string, fields []evaluation.Field) {
	for _, f := range fields {
		keys[at+"."+f.Name] = true
		for _, c := range f.Choices {
			keys[at+"."+f.Name+"."+c] = true
		}
		inputKeys(keys, at+"."+f.Name, f.Rows)
	}
}

// needed are the keys that the generic pages ask for, and those in the code of
// the measure's folder.
func needed(t *testing.T, m *evaluation.Measure) map[string]bool {
	t.Helper()
	keys := map[string]bool{"measure." + m.Name: true}
	for _, l := range m.Tally {
		keys[m.Name+".tally."+l.Key], keys[m.Name+".tally."+l.Key+".what"] = true, true
	}
	for _, l := range m.Glance {
		keys[m.Name+".glance."+l.Key] = true
	}
	for i := range m.Kinds {
		k := &m.Kinds[i]
		keys[k.Name] = true
		for _, s := range k.States {
			keys[k.Name+".state."+string(s)] = true
			for _, key := range k.TaskTexts(s) {
				keys[key] = true
			}
		}
		for _, m := range k.Milestones {
			keys[k.Name+".day."+m.Key] = true
		}
		for _, a := range k.Acts {
			keys[k.Name+"."+a.Name], keys[k.Name+"."+a.Name+".done"] = true, true
			for _, key := range k.NoticeTexts(a.Name) {
				keys[key] = true
			}
			if a.Run.Input != nil {
				inputKeys(keys, k.Name+".field", evaluation.FieldsOf(a.Run.Input()))
			}
		}
		for _, form := range k.Print {
			keys["print."+form], keys["print."+form+".title"] = true, true
		}
		payloadKeys(keys, k.Name+".field", reflect.TypeOf(k.Payload()).Elem())
	}
	pack, err := rulepack.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	sources, err := filepath.Glob(filepath.Join("..", m.Name, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	key := regexp.MustCompile(`"(` + m.Name + `\.[a-z_.]*[a-z_])"`)
	for _, name := range sources {
		source, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, found := range key.FindAllStringSubmatch(string(source), -1) {
			if _, rule := pack.Rule(found[1]); !rule && !strings.HasSuffix(name, "_test.go") {
				keys[found[1]] = true
			}
		}
	}
	return keys
}

func TestEveryKindActFieldAndMessageHasATextInBothLanguages(t *testing.T) {
	for _, m := range all() {
		if m.Number == 0 && m.Name != "concern" && m.Name != "survey" && m.Name != "training" && m.Name != "absence" && m.Name != "countersign" && m.Name != "unitreview" && m.Name != "periodic" && m.Name != "supervision" && m.Name != "archive" && m.Name != "declaration" || m.Name == "assessment" { // these have a stricter test of their own
			continue
		}
		for _, lang := range []string{"zh", "en"} {
			have := textsOf(t, lang, m.Name)
			for key := range needed(t, &m) {
				if strings.TrimSpace(have[key]) == "" {
					t.Errorf("%s lacks %s", lang, key)
				}
			}
		}
	}
}

// A sentence for a task while a certain act comes first must be for an act that can, or
// nobody would ever read it.
func TestASentenceForAnActIsForOneThatIsUsual(t *testing.T) {
	some := 0
	for _, m := range all() {
		if m.Name == "rules" {
			continue // its texts stand in another file
		}
		for i := range m.Kinds {
			k := &m.Kinds[i]
			for _, lang := range []string{"zh", "en"} {
				for key := range textsOf(t, lang, m.Name) {
					task, act, ok := strings.Cut(strings.TrimPrefix(key, k.Name+".task."), ".act.")
					if !ok || !strings.HasPrefix(key, k.Name+".task.") {
						continue
					}
					if some++; len(k.Usual[evaluation.State(task)]) < 2 || !slices.Contains(k.Usual[evaluation.State(task)], act) {
						t.Errorf("%s has %s, and the act does not come first among others in that state", lang, key)
					}
				}
			}
		}
	}
	if some == 0 {
		t.Error("no such sentence is found")
	}
}

func TestWhatAListSaysInBriefStandsInThePayloadUnderALabel(t *testing.T) {
	for _, m := range all() {
		for i := range m.Kinds {
			k := &m.Kinds[i]
			if len(k.Brief) == 0 {
				continue
			}
			have := textsOf(t, "zh", m.Name)
			keys := map[string]bool{}
			payloadKeys(keys, k.Name+".field", reflect.TypeOf(k.Payload()).Elem())
			for _, name := range k.Brief {
				if key := k.Name + ".field." + name; !keys[key] || have[key] == "" {
					t.Errorf("%s is in no payload or has no label", key)
				}
			}
		}
	}
}

// takesBack are names of acts that take back, refuse, end or remove something,
// whatever the measure.
var takesBack = []string{
	"cancel", "decline", "discard", "excuse", "exempt", "lift", "merge", "note_refusal", "refuse", "reject", "retire", "return", "revoke",
	"roll_back", "set_aside", "stop", "suspend", "turn_down", "undo", "undo_decision", "withdraw",
}

// Acts that people must think about twice are marked in every measure alike.
func TestActsThatTakeBackAreGrave(t *testing.T) {
	for _, m := range all() {
		for _, k := range m.Kinds {
			for _, a := range k.Acts {
				if len(a.May) > 0 && slices.Contains(takesBack, a.Name) && !k.IsGrave(a.Name) {
					t.Errorf("%s of %s is not grave", a.Name, k.Name)
				}
				if k.IsGrave(a.Name) && slices.Contains(k.Usual[a.From[0]], a.Name) && !a.Reason {
					t.Errorf("%s of %s is grave and usual, and asks for no reason", a.Name, k.Name)
				}
			}
		}
	}
}

// What nobody expects anybody to do is either over or goes on by itself.
func TestWhereNothingIsUsualNobodyIsWaitedFor(t *testing.T) {
	quiet := map[string]string{
		"absence.period.entered":  "until the last day has passed",
		"appraisal.sheet.waiting": "until the votes are counted", "appraisal.sheet.tallied": "until the round is released", "appraisal.opinion.signed": "until the round is released",
		"bonus.scheme.issued": "in force", "commendation.deed.filed": "on file", "commendation.deed.published": "on file", "declaration.basis.in_force": "in force", "concern.box.open": "in use",
		"office.settings.current": "in force", "periodic.report.issued": "done", "periodic.template.in_use": "in use", "roster.committee.open": "exists", "roster.department.open": "exists",
		"roster.import.applied": "done", "roster.form_import.applied": "done", "roster.person.departed": "left", "roster.particulars.kept": "kept", "rotation.case.staying": "until the stay ends", "rotation.load.kept": "kept by Kaoji",
		"rotation.mentoring.seeking": "Kaoji looks for room with the mentor", "rotation.move.handed_over": "until the plan takes effect", "rotation.post.marked": "in force",
		"supervision.term.ended": "until the account is closed", "rotation.stay.approved": "until it ends", "routine.sheet.proposed": "until the round is handed in", "results.import.applied": "done", "routine.goals.agreed": "until the year is over", "rules.override.verified": "in force", "workday.year.entered": "in force", "workday.year.withdrawn": "can be entered again",
	}
	for _, m := range all() {
		for _, k := range m.Kinds {
			for _, state := range k.States {
				name := k.Name + "." + string(state)
				if _, listed := quiet[name]; listed == (k.CanWait(state) || slices.Contains(k.Final, state)) {
					t.Errorf("%s: listed as quiet is %t", name, listed)
				}
			}
		}
	}
}
