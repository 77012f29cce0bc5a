package assessment_test

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
	"kaoji/evaluation/assessment"
	"kaoji/evaluation/rulepack"
)

// fieldKeys are the labels of a struct's fields, of its rows too.
func fieldKeys(keys map[string]bool, at string, t reflect.Type) {
	for _, sf := range evaluation.Members(t) {
		name, _, _ := strings.Cut(sf.Tag.Get("json"), ",")
		if sf.Tag.Get("show") == "-" && (strings.HasSuffix(sf.Type.PkgPath(), "ballot") || strings.HasSuffix(t.PkgPath(), "ballot")) {
			continue
		}
		key := at + "." + name
		keys[key] = true
		inner := sf.Type
		for inner.Kind() == reflect.Slice || inner.Kind() == reflect.Pointer {
			inner = inner.Elem()
		}
		if inner.Kind() == reflect.Struct && (strings.HasSuffix(inner.PkgPath(), "assessment") || strings.HasSuffix(inner.PkgPath(), "ballot") || strings.HasSuffix(inner.PkgPath(), "signoff")) {
			fieldKeys(keys, key, inner)
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

// needed are the keys that pages and messages of the measure ask for.
func needed(t *testing.T) map[string]bool {
	t.Helper()
	keys, measure := map[string]bool{"measure.assessment": true}, assessment.New(assessment.Deps{}).Measure()
	for _, f := range measure.Tally {
		keys["assessment.tally."+f.Key], keys["assessment.tally."+f.Key+".what"] = true, true
	}
	for _, f := range measure.Glance {
		keys["assessment.glance."+f.Key] = true
	}
	for _, k := range measure.Kinds {
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
		fieldKeys(keys, k.Name+".field", reflect.TypeOf(k.Payload()).Elem())
	}
	populations := []string{assessment.Section, assessment.Civil, assessment.Institution, assessment.Contract}
	for prefix, codes := range map[string][]string{
		"assessment.grade.":                           slices.Concat(assessment.Grades(), assessment.GradesIn(assessment.ScaleInstitution), []string{assessment.None, "good", "fair", "ordinary", "poor"}),
		"assessment.standing.":                        slices.Concat(assessment.Grades(), assessment.GradesIn(assessment.ScaleInstitution), []string{assessment.None}),
		"assessment.check.":                           {"population_rated"},
		"assessment.population.":                      populations,
		"assessment.category.":                        populations[1:],
		"assessment.scale.":                           {assessment.ScaleCivil, assessment.ScaleInstitution, assessment.ScaleHalf},
		"assessment.holder.":                          {assessment.HeldByPrincipal, assessment.HeldByCharge},
		"assessment.held_by.":                         {assessment.HeldByPrincipal, assessment.HeldByCharge},
		"assessment.cycle.task.":                      {"deciding.act.conclude", "reporting.act.start_deciding"},
		"assessment.sheet.task.":                      {"reporting.act.enter_summary", "verified.act.comment", "proposed.act.judge", "reporting.act.exempt", "entered.act.exempt", "reported.act.exempt", "verified.act.exempt", "proposed.act.exempt", "graded.stuck", "published.stuck", "closed.stuck", "published.act.confirm_grade", "closed.act.confirm_grade", "published.stuck.confirm_grade", "closed.stuck.confirm_grade"},
		"assessment.kind.":                            {"acknowledged", "objected", "refused", assessment.KindTransfer},
		"assessment.appeal.task.":                     {"decided.act.note_signature", "decided.act.check_signature"},
		"assessment.objection.task.":                  {"answered.act.check_signature"},
		"assessment.objection.field.type.":            {assessment.TypeObjection},
		"assessment.group.":                           assessment.GroupCodes(),
		"assessment.content.":                         assessment.Contents(),
		"assessment.why.group.":                       {"shown", "hidden", "complement", "empty"},
		"assessment.signal.":                          {"competent", "incompetent"},
		"assessment.invalid.":                         {"attendance", "usable"},
		"assessment.consequence.":                     {"comment_only", "no_grade", "deferred", "not_excellent", "at_most_basic", "incompetent", "unclassified", "unverified", "special", "material", "reconsider", "assessed_elsewhere", "departed", "office_rule"},
		"assessment.cycle_state.":                     {"draft", "reporting", "rating", "verifying", "deciding", "notice", "feedback", "closed"},
		"assessment.sheet.field.supplements.outcome.": {assessment.SupplementConfirmed, assessment.SupplementDropped},
		"assessment.sheet.field.changes.outcome.":     {assessment.ChangeKept, assessment.ChangeRevised},
		"assessment.level.":                           {"stop", "warn", "fine"},
		"assessment.talk.task.":                       {"objected.act.lock", "refused.act.lock", "waiting.act.tell", "released.act.note_signature"},
	} {
		for _, c := range codes {
			keys[prefix+c] = true
		}
	}
	for _, key := range []string{"incompetent.sanction", "at_most_basic.sanction", "unclassified.sanction", "elsewhere.seconded", "departed.departed", "finding.departed"} {
		keys["assessment."+key] = true
	}
	for _, kind := range []string{"leave", "investigation", "sanction", "admonition", "seconded", "probation", "transfer", "routine"} {
		keys["assessment.finding."+kind], keys["assessment.no_grade."+kind], keys["assessment.not_excellent."+kind] = true, true, true
	}
	fromSource(t, keys)
	return keys
}

// fromSource adds the keys that stand in the code.
func fromSource(t *testing.T, keys map[string]bool) {
	t.Helper()
	pack, err := rulepack.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	names, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		source, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(`"(assessment\.[a-z_.]*[a-z_])"`).FindAllStringSubmatch(string(source), -1) {
			if _, rule := pack.Rule(m[1]); !rule && !strings.HasSuffix(name, "_test.go") {
				keys[m[1]] = true
			}
		}
	}
}

func TestEverythingThatTheMeasureSaysHasATextInBothLanguages(t *testing.T) {
	need := needed(t)
	for _, lang := range []string{"zh", "en"} {
		raw, err := os.ReadFile(filepath.Join("..", "..", "app", "text", lang, "assessment.json"))
		if err != nil {
			t.Fatal(err)
		}
		var have map[string]string
		if err := json.Unmarshal(raw, &have); err != nil {
			t.Fatal(err)
		}
		for key := range need {
			if strings.TrimSpace(have[key]) == "" {
				t.Errorf("%s lacks %s", lang, key)
			}
		}
		for key := range have {
			if !need[key] && !strings.HasSuffix(key, ".help") {
				t.Errorf("%s has %s, which nothing asks for", lang, key)
			}
		}
	}
}
