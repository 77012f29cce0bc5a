package auth_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"kaoji/auth"
	"kaoji/evaluation"
	"kaoji/evaluation/appraisal"
	"kaoji/evaluation/assessment"
	"kaoji/evaluation/bonus"
	"kaoji/evaluation/commendation"
	"kaoji/evaluation/concern"
	"kaoji/evaluation/reminder"
	"kaoji/evaluation/roster"
	"kaoji/evaluation/rotation"
	"kaoji/evaluation/rulepack"
	"kaoji/evaluation/workday"
)

// measured are the kinds by name that the table speaks of.
func measured() map[string]evaluation.Kind {
	kinds := map[string]evaluation.Kind{}
	for _, m := range []evaluation.Measure{
		roster.Measure(roster.Deps{}), roster.Office(), rulepack.Records{}.Measure(), workday.Measure(),
		commendation.New(commendation.Deps{}).Measure(), assessment.New(assessment.Deps{}).Measure(), concern.New(concern.Deps{}).Measure(),
		reminder.New(reminder.Deps{}).Measure(),
		appraisal.New(appraisal.Deps{}).Measure(),
		rotation.New(rotation.Deps{}).Measure(),
		bonus.New(bonus.Deps{}).Measure(),
	} {
		for _, k := range m.Kinds {
			kinds[k.Name] = k
		}
	}
	return kinds
}

// systemActs are Kaoji's own: effects carry them out, nobody may ask for them.
var systemActs = []string{
	"appraisal.sheet open", "appraisal.sheet tally", "appraisal.sheet release", "appraisal.sheet drop",
	"appraisal.opinion open", "appraisal.opinion release", "appraisal.opinion drop", "appraisal.paper drop",
	"bonus.entry raise", "bonus.entry address", "bonus.entry drop", "bonus.entry settle",
	"commendation.deed publish", "commendation.deed correct",
	"reminder.alarm raise", "reminder.alarm renew", "reminder.alarm take_up",
	"rotation.mentoring seated", "rotation.mentoring unseated", "rotation.mentoring observe",
	"rotation.load open", "rotation.load take", "rotation.load free",
	"rotation.case raise", "rotation.case renew", "rotation.case settle", "rotation.case close", "rotation.stay lapse",
	"rotation.move announce", "rotation.move enter", "rotation.move cancel",
	"concern.matter submit", "concern.matter absorb",
	"roster.person ask_class", "roster.person imported", "roster.person reimported", "roster.person withdrawn",
	"roster.department imported", "roster.department reimported", "roster.department withdrawn",
	"assessment.sheet open", "assessment.sheet tally", "assessment.sheet publish", "assessment.sheet correct_grade", "assessment.sheet facts_changed",
	"assessment.sheet close", "assessment.sheet reopen", "assessment.talk prepare", "assessment.cycle supplement",
	"roster.committee imported", "roster.committee reimported", "roster.committee withdrawn",
}

func TestEveryActIsEitherGrantedToSomebodyOrKaojisOwn(t *testing.T) {
	granted := map[string]bool{}
	for _, g := range auth.NewPolicy().Grants() {
		granted[g.Kind+" "+g.Act] = true
	}
	for _, k := range measured() {
		if !granted[k.Name+" "+auth.Read] {
			t.Errorf("nobody reads %s", k.Name)
		}
		for _, a := range k.Acts {
			name := k.Name + " " + a.Name
			if granted[name] == slices.Contains(systemActs, name) {
				t.Errorf("%s: granted %v", name, granted[name])
			}
		}
	}
}

func TestTheTableSpeaksOnlyOfWhatThereIs(t *testing.T) {
	kinds := measured()
	for _, g := range auth.NewPolicy().Grants() {
		k, ok := kinds[g.Kind]
		if !ok {
			if slices.Contains([]string{"roster", "rules", "workday", "office", "commendation", "assessment"}, strings.Split(g.Kind, ".")[0]) && strings.Contains(g.Kind, ".") {
				t.Errorf("there is no kind %s", g.Kind)
			}
			continue
		}
		if _, ok := k.Act(g.Act); !ok && g.Act != auth.Read {
			t.Errorf("%s has no act %s", g.Kind, g.Act)
		}
		for _, st := range g.States {
			if st != "" && !slices.Contains(k.States, st) {
				t.Errorf("%s has no state %s", g.Kind, st)
			}
		}
		for _, f := range g.Fields {
			if f != evaluation.All && f != evaluation.FieldHistory && !slices.Contains(fieldNames(k), f) {
				t.Errorf("%s has no field %s", g.Kind, f)
			}
		}
	}
}

func fieldNames(k evaluation.Kind) []string {
	var names []string
	for _, sf := range evaluation.Members(reflect.TypeOf(k.Payload()).Elem()) {
		name, _, _ := strings.Cut(sf.Tag.Get("json"), ",")
		names = append(names, name)
	}
	return names
}
