package assessment_test

import (
	"errors"
	"slices"
	"testing"

	"kaoji/app/officetest"
	"kaoji/evaluation"
	"kaoji/evaluation/assessment"
	"kaoji/evaluation/roster"
	"kaoji/evaluation/rulepack"
)

// world is the office of officetest with the special cases that the tests ask
// about: twelve section-level cadres, of whom c3 is seconded elsewhere.
type world struct{ *officetest.World }

func newWorld(t *testing.T) *world {
	t.Helper()
	w, _ := begins.begin(t)
	return w
}

// special makes the office.
func special(t testing.TB) (*world, string) {
	t.Helper()
	w := &world{officetest.New(t)}
	w.Make(w.Personnel(), rulepack.KindOverride, "set", &rulepack.SetInput{ // an office of before the year was everybody's
		Key: "assessment.populations", Value: "section", Source: "塘街办〔2026〕1号", Reason: "本年只考核科级干部", ValidFrom: officetest.Date("2026-01-01"),
	})
	w.Do(w.Personnel(), w.People["b2"], "absence", &roster.Away{Kind: roster.Leave, Detail: "病假", Source: "诊断证明", From: officetest.Date("2026-04-10"), To: officetest.Date("2026-11-20")})
	w.Do(w.Personnel(), w.People["b3"], "absence", &roster.Away{Kind: roster.Admonition, Source: "塘纪〔2026〕5号", From: officetest.Date("2026-03-02"), To: officetest.Date("2026-09-02")})
	w.Do(w.Personnel(), w.People["c3"], "absence", &roster.Away{Kind: roster.Seconded, Source: "浦委组〔2026〕9号", From: officetest.Date("2026-06-01")})
	return w, ""
}

func (w *world) principal() evaluation.Actor { return w.Who("l1", evaluation.RolePrincipal) }

// refusal expects the act to fail with the message key, or with the key at one
// of the fields, and gives what else is said.
func (w *world) refusal(key string, err error) *evaluation.Error {
	w.T.Helper()
	w.Refused(key, err)
	e, ok := errors.AsType[*evaluation.Error](err)
	if !ok {
		return &evaluation.Error{}
	}
	return e
}

// sheet is the id of a participant's sheet.
func (w *world) sheet(cycle, no string) string {
	w.T.Helper()
	return w.participant(cycle, no).Sheet
}

func (w *world) participant(cycle, no string) assessment.Participant {
	w.T.Helper()
	c, err := evaluation.PayloadOf[assessment.Cycle](w.Stored(cycle))
	w.Must(err)
	i := slices.IndexFunc(c.Participants, func(p assessment.Participant) bool { return p.Person == w.People[no] })
	if i < 0 {
		w.T.Fatalf("%s is no participant", no)
	}
	return c.Participants[i]
}

// assessedHere are the staff numbers of those who are assessed, c3 being
// seconded.
func assessedHere() []string {
	return []string{"a1", "a2", "a3", "b1", "b2", "b3", "c1", "c2", "d1", "d2", "d3"}
}
