package evaluation_test

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"kaoji/evaluation"
)

func TestAWholeHistoryVerifiesAfterStorage(t *testing.T) {
	w := newWorld(t)
	r := w.whole(t)
	stored, err := w.store.Get(t.Context(), "o1", r.ID)
	if err != nil {
		t.Fatal(err)
	}
	if bad := evaluation.VerifyHistory(nil, &stored); len(bad) > 0 {
		t.Errorf("%v", bad)
	}
	if len(stored.History) != 4 || stored.History[3].Prev != stored.History[2].Hash {
		t.Errorf("%+v", stored.History)
	}
}

// Each way to tamper with a record must be found; the control in the middle of
// the table is bookkeeping, which the chain leaves out on purpose.
func TestTamperingWithARecordIsFound(t *testing.T) {
	type change = func(r *evaluation.Record)
	for _, c := range []struct {
		name   string
		change change
		want   string
	}{
		{"an entry's actor", func(r *evaluation.Record) { r.History[1].Account = "x" }, "entry 2: changed"},
		{"an entry's person", func(r *evaluation.Record) { r.History[1].Person = "x" }, "entry 2: changed"},
		{"an entry's name", func(r *evaluation.Record) { r.History[0].Name = "x" }, "entry 1: changed"},
		{"an entry's act", func(r *evaluation.Record) { r.History[2].Act = "x" }, "entry 3: changed"},
		{"an entry's states", func(r *evaluation.Record) { r.History[1].From = "x" }, "entry 2: changed"},
		{"an entry's time", func(r *evaluation.Record) { r.History[1].At = r.History[1].At.Add(time.Millisecond) }, "entry 2: changed"},
		{"an entry's reason", func(r *evaluation.Record) { r.History[1].Reason = "另一个" }, "entry 2: changed"},
		{"an entry's content hash", func(r *evaluation.Record) { r.History[1].Content = r.History[0].Content }, "entry 2: changed"},
		{"an entry's hash", func(r *evaluation.Record) { r.History[1].Hash = strings.Repeat("0", 64) }, "entry 2: changed; entry 3: out of sequence"},
		{"an entry's sequence", func(r *evaluation.Record) { r.History[1].Seq = 7 }, "entry 2: out of sequence; entry 2: changed"},
		{"the first entry removed", func(r *evaluation.Record) { r.History = r.History[1:] }, "entry 1: out of sequence; entry 2: out of sequence; entry 3: out of sequence"},
		{"a middle entry removed", func(r *evaluation.Record) { r.History = slices.Delete(r.History, 1, 2) }, "entry 2: out of sequence; entry 3: out of sequence"},
		{"the last entry removed", func(r *evaluation.Record) { r.History = r.History[:3] }, "content: not what the last act left"},
		{"an entry repeated", func(r *evaluation.Record) { r.History = append(r.History, r.History[3]) }, "entry 5: out of sequence"},
		{"two entries swapped", func(r *evaluation.Record) { r.History[1], r.History[2] = r.History[2], r.History[1] }, "entry 2: out of sequence; entry 3: out of sequence; entry 4: out of sequence"},
		{"no history", func(r *evaluation.Record) { r.History = nil }, "no history"},
		{"the payload", func(r *evaluation.Record) {
			r.Payload = json.RawMessage(strings.Replace(string(r.Payload), "年度", "季度", 1))
		}, "content: not what the last act left"},
		{"the payload is no JSON", func(r *evaluation.Record) { r.Payload = json.RawMessage(`{`) }, "content: not what the last act left"},
		{"the state", func(r *evaluation.Record) { r.State = shown }, "content: not what the last act left"},
		{"the office", func(r *evaluation.Record) { r.Office = "o2" }, "entry 1: changed; entry 2: changed; entry 3: changed; entry 4: changed; content: not what the last act left"},
		{"the subject", func(r *evaluation.Record) { r.Subject = "zhao" }, "content: not what the last act left"},
		{"the unit", func(r *evaluation.Record) { r.Unit = "u2" }, "content: not what the last act left"},
		{"the natural key", func(r *evaluation.Record) { r.Unique = "x" }, "content: not what the last act left"},
		{"the parent", func(r *evaluation.Record) { r.Parent = "x" }, "content: not what the last act left"},
		{"the period", func(r *evaluation.Record) { r.Period = "x" }, "content: not what the last act left"},
		{"the day", func(r *evaluation.Record) { r.On = r.On.AddDays(1) }, "content: not what the last act left"},
		{"the deadline", func(r *evaluation.Record) { r.Due = r.On }, "content: not what the last act left"},
		{"who is waited for", func(r *evaluation.Record) { r.Waiting = []string{"x"} }, "content: not what the last act left"},
		{"who takes part", func(r *evaluation.Record) { r.Parties = nil }, "content: not what the last act left"},
		{"the order", func(r *evaluation.Record) { r.Sort = "x" }, "content: not what the last act left"},
		{"confidentiality", func(r *evaluation.Record) { r.Confidential = false }, "content: not what the last act left"},
		{"the rules", func(r *evaluation.Record) { r.Rules = "x" }, "content: not what the last act left"},
		{"an effect's arguments", func(r *evaluation.Record) { r.Effects[0].Args = json.RawMessage(`{"id":"x"}`) }, "content: not what the last act left"},
		{"an effect removed", func(r *evaluation.Record) { r.Effects = nil }, "content: not what the last act left"},
		{"control: nothing", func(*evaluation.Record) {}, ""},
		{"control: bookkeeping", func(r *evaluation.Record) { r.Version, r.Pending, r.Effects[0].Done = 99, true, false }, ""},
		{"control: the same payload written otherwise", func(r *evaluation.Record) {
			r.Payload = append(json.RawMessage(" "), r.Payload...)
		}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := fresh(t)
			c.change(&r)
			if got := strings.Join(evaluation.VerifyHistory(nil, &r), "; "); got != c.want {
				t.Errorf("found %q, want %q", got, c.want)
			}
		})
	}
}

// fresh is a whole record of four acts.
func fresh(t *testing.T) evaluation.Record {
	t.Helper()
	w := newWorld(t)
	r, err := w.store.Get(t.Context(), "o1", w.whole(t).ID)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestEffectsRunOnceWhenAllIsWell(t *testing.T) {
	w := newWorld(t)
	r := w.whole(t)
	if r.Pending || !r.Effects[0].Done || r.Version != 5 || w.ran != 1 {
		t.Errorf("%+v, ran %d times", r, w.ran)
	}
	filed, err := w.store.Get(t.Context(), "o1", "copy-"+r.ID)
	if err != nil || filed.Subject != "li" || filed.History[0].Account != string(evaluation.RoleSystem) {
		t.Errorf("%+v %v", filed, err)
	}
	if err := w.Resume(t.Context(), "o1", 0); err != nil || w.ran != 1 {
		t.Errorf("ran %d times (%v)", w.ran, err)
	}
}

func TestAnEffectThatFailsDoesNotUndoTheActAndIsResumed(t *testing.T) {
	w := newWorld(t)
	w.failing = true
	r := w.whole(t) // the person is told of success
	if !r.Pending || r.State != closed || r.Effects[0].Done {
		t.Errorf("%+v", r)
	}
	if err := w.Resume(t.Context(), "o1", 0); err == nil {
		t.Error("nobody hears of an effect that goes on failing")
	}
	w.failing = false
	if err := w.Resume(t.Context(), "o1", 0); err != nil {
		t.Error(err)
	}
	after, err := w.store.Get(t.Context(), "o1", r.ID)
	if err != nil || after.Pending || !after.Effects[0].Done || len(evaluation.VerifyHistory(nil, &after)) > 0 {
		t.Errorf("%+v %v", after, err)
	}
	if _, err := w.store.Get(t.Context(), "o1", "copy-"+r.ID); err != nil {
		t.Error(err)
	}
}

func TestResumeGoesThroughAllAndTellsEveryFailure(t *testing.T) {
	w := newWorld(t)
	w.failing = true
	for range 3 {
		w.whole(t)
	}
	before := w.ran
	err := w.Resume(t.Context(), "o1", 0)
	if w.ran != before+3 {
		t.Errorf("%d effects tried, want 3", w.ran-before)
	}
	joined, ok := errors.AsType[interface {
		error
		Unwrap() []error
	}](err)
	if !ok || len(joined.Unwrap()) != 3 {
		t.Errorf("%v", err)
	}
	if err := w.Resume(t.Context(), "o2", 0); err != nil {
		t.Error(err)
	}
}

func TestTheSystemCreatesAnIdOnceAndAPersonNever(t *testing.T) {
	w := newWorld(t)
	c := evaluation.Creation{ID: "given", Input: &begin{Subject: "li", Title: "标题"}}
	for range 2 {
		r, err := w.Create(t.Context(), evaluation.System("o1"), "note.copy", "file", c)
		if err != nil || r.Version != 1 {
			t.Errorf("%+v %v", r, err)
		}
	}
	_, err := w.Create(t.Context(), wang, "note.sheet", "begin", c)
	is(t, err, evaluation.CodeConflict)
}

// intruder lets somebody else write first, once, when effects are marked done.
type intruder struct {
	evaluation.Ledger
	first func()
}

func (i *intruder) Put(ctx context.Context, r evaluation.Record) (evaluation.Record, error) {
	if f := i.first; f != nil && len(r.Effects) > 0 && r.Effects[0].Done {
		i.first = nil
		f()
	}
	return i.Ledger.Put(ctx, r)
}

func TestMarkingEffectsDoneKeepsWhatSomebodyElseWroteMeanwhile(t *testing.T) {
	w := newWorld(t)
	var id string
	w.Ledger = &intruder{Ledger: w.store, first: func() {
		found, err := w.store.Find(t.Context(), evaluation.Query{Office: "o1", Pending: true})
		if err != nil {
			t.Fatal(err)
		}
		r := found.Records[0]
		id, r.Sort = r.ID, "written meanwhile"
		r.Effects = append(r.Effects, evaluation.Effect{ID: "new", Name: "file", Args: json.RawMessage(`{"id":"second"}`)})
		if _, err := w.store.Put(t.Context(), r); err != nil {
			t.Fatal(err)
		}
	}}
	w.whole(t)
	r, err := w.store.Get(t.Context(), "o1", id)
	if err != nil || r.Sort != "written meanwhile" || !r.Pending || !r.Effects[0].Done || r.Effects[1].Done {
		t.Fatalf("%+v %v", r, err)
	}
	if err := w.Resume(t.Context(), "o1", 0); err != nil {
		t.Fatal(err)
	}
	if r, err = w.store.Get(t.Context(), "o1", id); err != nil || r.Pending || !r.Effects[1].Done {
		t.Errorf("%+v %v", r, err)
	}
}
