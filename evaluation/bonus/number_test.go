package bonus_test

import (
	"encoding/json"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"kaoji/evaluation"
	"kaoji/evaluation/bonus"
)

func TestANumberComesBackAsItWasWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := bonus.NumberOf(rapid.Int64Range(0, 1_000_000_00).Draw(t, "hundredths"))
		raw, err := json.Marshal(want)
		if err != nil {
			t.Fatal(err)
		}
		var got bonus.Number
		if err := json.Unmarshal(raw, &got); err != nil || got != want || bonus.NumberOf(got.Hundredths()) != want {
			t.Fatalf("%s comes back as %q (%v)", raw, got, err)
		}
	})
}

// What was stored before there were decimals is whole numbers.
func TestAPeriodStoredInWholeNumbersGivesTheSameAmounts(t *testing.T) {
	p := &bonus.Plan{
		Floor: 20, WorkShare: 40, ResultShare: 30, QualityShare: 10, Competent: 100,
		Workload: []bonus.WorkRow{{Name: "参加培训", Unit: "学时", Points: "0.5", Most: "20", Source: "hours"}},
		Results:  []bonus.GoalRow{{Name: "任务", Unit: "项", Points: "100", How: bonus.HowRatio, Most: 120}},
	}
	var lines []bonus.Line
	stored := `[{"person":"a","no":"1","grade":"competent","days":181,"work":[12],"goals":[{"target":7,"actual":5}],"quality":90,"deducted":3},
		{"person":"b","no":"2","grade":"competent","days":180,"work":[70],"goals":[{"target":11,"actual":12}],"quality":85,"deducted":0}]`
	if err := json.Unmarshal([]byte(stored), &lines); err != nil {
		t.Fatal(err)
	}
	if l := lines[0]; l.Work[0] != "12" || l.Goals[0].Target != "7" || l.Quality != "90" {
		t.Errorf("read as %+v", l)
	}
	// By hand: floor 181:180, work 6:20, results 71.43:109.09, quality 87×181 : 85×180.
	out := computed(t, p, 1_000_000_00, lines)
	if a, b := out.Shares[0].Amount, out.Shares[1].Amount; a != 362_009_61 || b != 637_990_39 {
		t.Errorf("%d and %d", a, b)
	}
}

func TestAnEntryTakesDecimalsAndSaysWhatIsNoNumber(t *testing.T) {
	w := newWorld(t).begun(plan())
	entry := w.line("a4").Entry
	for field, in := range map[string]*bonus.EntryInput{
		"workload.0.quantity": {Workload: []bonus.Quantity{{Item: 1, Quantity: "1.234"}}, Results: []bonus.Reached{{Item: 1, Target: "1"}}},
		"results.0.actual":    {Results: []bonus.Reached{{Item: 1, Target: "1", Actual: "-1"}}},
		"results.0.target":    {Results: []bonus.Reached{{Item: 1, Target: "0"}}},
		"quality":             {Results: []bonus.Reached{{Item: 1, Target: "1"}}, Quality: "100.01"},
	} {
		err := w.Try(w.head("a"), entry, "enter", in)
		if e, ok := err.(*evaluation.Error); !ok || e.Fields[field].Key == "" { //nolint:errorlint // the domain returns it bare
			t.Errorf("%s: %v", field, err)
		}
	}
	w.Do(w.head("a"), entry, "enter", &bonus.EntryInput{
		Workload: []bonus.Quantity{{Item: 1, Quantity: "5.50"}}, Results: []bonus.Reached{{Item: 1, Target: "92.5", Actual: "90.25"}}, Quality: "85.96",
	})
	raw := string(w.Stored(entry).Payload)
	for _, want := range []string{`"work":["5.5"]`, `"target":"92.5"`, `"actual":"90.25"`, `"quality":"85.96"`} {
		if !strings.Contains(raw, want) {
			t.Errorf("no %s in %s", want, raw)
		}
	}
}

func TestHoursOfStudyAreNoSourceOfABonus(t *testing.T) {
	w := newWorld(t)
	p := plan()
	p.Workload[0].Source = "hours"
	_, err := w.Create(t.Context(), w.Personnel(), bonus.KindScheme, "draft", evaluation.Creation{Input: p})
	w.Refused("error.field.choice", err)
	// A scheme that an earlier version issued is read, and divides nothing new.
	id := w.scheme(plan())
	r := w.Stored(id)
	r.Payload = []byte(strings.Replace(string(r.Payload), `"points":"1"`, `"points":"1","source":"hours"`, 1))
	_, err = w.Store.Put(t.Context(), r)
	w.Must(err)
	if s := w.Stored(id); !strings.Contains(string(s.Payload), `"hours"`) {
		t.Fatalf("%s", s.Payload)
	}
	_, err = w.Create(t.Context(), w.Personnel(), bonus.KindPeriod, "open", evaluation.Creation{Input: w.input(id)})
	w.Refused("bonus.study_hours", err)
}
