package batch_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"kaoji/app/officetest"
	"kaoji/evaluation"
	"kaoji/evaluation/batch"
	"kaoji/evaluation/commendation"
	"kaoji/evaluation/rulepack"
)

// world is an office with filed deeds, which personnel count for a year.
type world struct {
	*officetest.World
	runs  *batch.Service
	deeds []string
}

func newWorld(t *testing.T, n int) *world {
	t.Helper()
	w := &world{World: officetest.New(t)}
	w.runs = &batch.Service{Acts: w.Service, Cells: w.Store, Now: w.Now, NewID: w.NewID}
	for i := range n {
		title := fmt.Sprint("清理楼道", i)
		r := w.Make(w.Outside("super", evaluation.RoleSupervisor), commendation.KindDeed, "report", &commendation.ReportInput{
			Ground: "exemplary", Title: title, On: officetest.Date("2026-02-01"), Place: "浦建路", Text: title + "，受到居民称赞。", People: []string{w.People["a2"]}, Anyway: true,
		})
		w.Do(w.Personnel(), r.ID, "verify", &commendation.VerifyInput{Facts: "属实", How: "走访", Ground: "exemplary", Title: title, Wording: title + "。", Anyway: true})
		w.Do(w.Personnel(), r.ID, "file", nil)
		w.deeds = append(w.deeds, r.ID)
	}
	return w
}

// choose stores a run on deeds, and returns it with the rows as the person sees them.
func (w *world) choose(act string, ids ...string) (batch.Run, []batch.Row) {
	w.T.Helper()
	run, err := w.runs.Choose(w.T.Context(), w.Personnel(), batch.Run{Kind: commendation.KindDeed, Act: act, Rows: batch.Rows(ids)})
	w.Must(err)
	var rows []batch.Row
	for _, id := range ids {
		rows = append(rows, batch.Row{ID: id, Version: w.Stored(id).Version})
	}
	return run, rows
}

var because = evaluation.Change{Reason: "年度表扬"}

func (w *world) begin(run batch.Run, rows []batch.Row) batch.Run {
	w.T.Helper()
	run, err := w.runs.Begin(w.T.Context(), w.Personnel(), run, rows, because, time.Minute)
	w.Must(err)
	return run
}

func (w *world) counted(id string) bool {
	return officetest.Payload[commendation.Deed](w.World, id).Counted
}

func TestEachRecordHasItsOwnResult(t *testing.T) {
	w := newWorld(t, 4)
	w.Do(w.Personnel(), w.deeds[1], "count", nil) // so that it is refused
	run, rows := w.choose("count", w.deeds...)
	w.Do(w.Personnel(), w.deeds[2], "count", nil) // changed after it was seen
	w.Do(w.Personnel(), w.deeds[2], "uncount", nil)
	w.TurnTo(w.Now().Add(time.Second))
	run = w.begin(run, rows)
	want := []batch.Result{batch.Done, batch.Refused, batch.Changed, batch.Done}
	for i, row := range run.Rows {
		if row.Result != want[i] {
			t.Errorf("row %d is %q, want %q (%s)", i, row.Result, want[i], row.Why.Key)
		}
	}
	if run.Rows[1].Why.Key != "commendation.counted.true" || run.Ended.IsZero() || run.Count(batch.Done) != 2 {
		t.Errorf("run %+v", run)
	}
	if !w.counted(w.deeds[0]) || w.counted(w.deeds[2]) {
		t.Error("what was done is not what the results say")
	}
	if kept, err := w.runs.Get(t.Context(), w.Personnel(), run.ID); err != nil || kept.Count(batch.Done) != 2 || len(kept.IDs(false)) != 2 {
		t.Errorf("kept %+v, %v", kept, err)
	}
	back, rows := w.choose("uncount", run.IDs(true)...)
	back.Undoes = run.ID
	if back = w.begin(back, rows); back.Count(batch.Done) != 2 || w.counted(w.deeds[0]) {
		t.Errorf("taken back %+v", back)
	}
	if kept, err := w.runs.Get(t.Context(), w.Personnel(), run.ID); err != nil || kept.Undone != back.ID {
		t.Errorf("the run does not say that it was taken back: %+v, %v", kept, err)
	}
}

// cut does so many acts and then loses the answer, as if the process had been killed
// after the act was stored.
type cut struct {
	*evaluation.Service
	after int
}

var errKilled = errors.New("killed")

func (c *cut) Act(ctx context.Context, actor evaluation.Actor, id string, version int64, act string, change evaluation.Change) (evaluation.Record, error) {
	r, err := c.Service.Act(ctx, actor, id, version, act, change)
	if c.after--; c.after == 0 {
		return r, evaluation.Fail(evaluation.CodeUnavailable, "error.unavailable").Because(errKilled)
	}
	return r, err
}

func TestARunThatIsCutOffGoesOnWithoutDoingAnythingTwice(t *testing.T) {
	w := newWorld(t, 5)
	run, rows := w.choose("count", w.deeds...)
	w.runs.Acts = &cut{w.Service, 3}
	if _, err := w.runs.Begin(t.Context(), w.Personnel(), run, rows, because, time.Minute); !errors.Is(err, errKilled) {
		t.Fatal(err)
	}
	w.runs.Acts = w.Service
	left, err := w.runs.Get(t.Context(), w.Personnel(), run.ID)
	w.Must(err)
	if !left.Runs(w.Now()) || left.Stopped(w.Now()) {
		t.Error("a run that has just been seen counts as cut off")
	}
	if again, err := w.runs.Resume(t.Context(), w.Personnel(), left, time.Minute); err != nil || !again.Ended.IsZero() {
		t.Errorf("it goes on twice at the same time: %+v, %v", again, err)
	}
	w.TurnTo(w.Now().Add(time.Minute))
	if !left.Stopped(w.Now()) {
		t.Error("a run without a sign of life does not count as cut off")
	}
	left, err = w.runs.Resume(t.Context(), w.Personnel(), left, time.Minute)
	w.Must(err)
	if left.Count(batch.Done) != 5 || left.Ended.IsZero() {
		t.Errorf("%+v", left.Rows)
	}
	for _, id := range w.deeds {
		n := 0
		for _, e := range w.Stored(id).History {
			if e.Act == "count" {
				n++
			}
		}
		if n != 1 || w.Stored(id).Version != left.Rows[0].Version {
			t.Errorf("%s was counted %d times", id, n)
		}
	}
	if again := w.begin(left, rows); again.Ended != left.Ended {
		t.Error("the same form sent again began anew")
	}
}

func TestARunGoesOnInTheBackground(t *testing.T) {
	w := newWorld(t, 3)
	var task func(context.Context)
	w.runs.Background = func(f func(context.Context)) bool { task = f; return true }
	run, rows := w.choose("count", w.deeds...)
	run, err := w.runs.Begin(t.Context(), w.Personnel(), run, rows, because, 0)
	w.Must(err)
	if run.Count(batch.Done) != 0 || !run.Runs(w.Now()) || task == nil {
		t.Errorf("without patience %+v", run)
	}
	task(t.Context())
	if run, err = w.runs.Get(t.Context(), w.Personnel(), run.ID); err != nil || run.Count(batch.Done) != 3 || run.Ended.IsZero() {
		t.Errorf("%+v, %v", run, err)
	}
}

// A run goes on after its request with what the account may do then, not with what it
// might when the run began.
func TestARunEndsWithTheRightToIt(t *testing.T) {
	w := newWorld(t, 4)
	asked := 0
	w.runs.Still = func(_ context.Context, actor evaluation.Actor) (evaluation.Actor, error) {
		switch asked++; asked {
		case 1:
			return actor, nil
		case 2, 3:
			actor.Roles = []evaluation.Role{evaluation.RoleCadre}
			return actor, nil
		}
		return evaluation.Actor{}, evaluation.Fail(evaluation.CodeUnauthorized, "auth.unauthorized")
	}
	run, rows := w.choose("count", w.deeds...)
	if _, err := w.runs.Begin(t.Context(), w.Personnel(), run, rows, because, time.Minute); evaluation.CodeOf(err) != evaluation.CodeUnauthorized {
		t.Errorf("a disabled account goes on: %v", err)
	}
	for i, want := range []bool{true, false, false, false} {
		if got := w.counted(w.deeds[i]); got != want {
			t.Errorf("deed %d is counted: %v", i, got)
		}
	}
}

func TestARunBelongsToOneAccount(t *testing.T) {
	w := newWorld(t, 1)
	run, rows := w.choose("count", w.deeds...)
	other := w.Who("d4", evaluation.RolePersonnel)
	if _, err := w.runs.Get(t.Context(), other, run.ID); evaluation.CodeOf(err) != evaluation.CodeNotFound {
		t.Error(err)
	}
	w.begin(run, rows)
	mine, _, err := w.runs.List(t.Context(), w.Personnel(), "", 50)
	if err != nil || len(mine) != 1 {
		t.Error(mine, err)
	}
	if others, _, err := w.runs.List(t.Context(), other, "", 50); err != nil || len(others) != 0 {
		t.Error(others, err)
	}
}

func TestWhatCannotBeARunIsRefused(t *testing.T) {
	w := newWorld(t, 1)
	many := make([]string, evaluation.MostMany+1)
	for i := range many {
		many[i] = fmt.Sprint("id", i)
	}
	for name, of := range map[string]struct {
		run  batch.Run
		code evaluation.Code
	}{
		"no records":      {batch.Run{Kind: commendation.KindDeed, Act: "count"}, evaluation.CodeInvalid},
		"too many":        {batch.Run{Kind: commendation.KindDeed, Act: "count", Rows: batch.Rows(many)}, evaluation.CodeTooLarge},
		"not for many":    {batch.Run{Kind: commendation.KindDeed, Act: "verify", Rows: batch.Rows(w.deeds)}, evaluation.CodeInvalid},
		"an unknown kind": {batch.Run{Kind: "x.y", Act: "count", Rows: batch.Rows(w.deeds)}, evaluation.CodeInvalid},
	} {
		if _, err := w.runs.Choose(t.Context(), w.Personnel(), of.run); evaluation.CodeOf(err) != of.code {
			t.Errorf("%s: %v", name, err)
		}
	}
	run, _ := w.choose("count", w.deeds...)
	if _, err := w.runs.Begin(t.Context(), w.Personnel(), run, run.Rows, evaluation.Change{}, 0); evaluation.CodeOf(err) != evaluation.CodeInvalid {
		t.Error("without the reason that the act needs", err)
	}
	if _, err := w.runs.Begin(t.Context(), w.Who("a4"), run, run.Rows, because, 0); evaluation.CodeOf(err) != evaluation.CodeForbidden {
		t.Error("by somebody who may not do the act", err)
	}
	if _, err := w.runs.Begin(t.Context(), w.Personnel(), run, []batch.Row{{ID: "another", Version: 1}}, because, 0); evaluation.CodeOf(err) != evaluation.CodeInvalid {
		t.Error("a record that was not chosen is carried out", err)
	}
}

// What TryMany says is what the act does, and it leaves no trace.
func TestWhatIsTriedIsWhatWouldHappen(t *testing.T) {
	w := newWorld(t, 3)
	w.Do(w.Personnel(), w.deeds[1], "count", nil)
	for who, actor := range map[string]evaluation.Actor{
		"personnel": w.Personnel(), "about": w.Who("a2", evaluation.RolePersonnel), "married": w.Who("l3", evaluation.RolePersonnel), "stranger": w.Who("a4"),
	} {
		tried, err := w.TryMany(t.Context(), actor, commendation.KindDeed, "count", w.deeds)
		w.Must(err)
		for i, one := range tried {
			bar := w.Bar(t.Context(), actor, one.ID, "count")
			if evaluation.CodeOf(bar) != codeOf(one.Why) {
				t.Errorf("%s, deed %d: tried %v, asked %v", who, i, one.Why, bar)
			}
			if who == "personnel" && one.ID != w.deeds[i] {
				t.Error("another order")
			}
		}
		if who == "personnel" && len(tried) != 3 || who == "stranger" && len(tried) > 0 && tried[0].Why == nil {
			t.Errorf("%s: %d", who, len(tried))
		}
	}
}

func codeOf(e *evaluation.Error) evaluation.Code {
	if e == nil {
		return ""
	}
	return e.Code
}

func TestLongWorkIsFoundAgainByWhoeverBeganIt(t *testing.T) {
	w := newWorld(t, 0)
	who, other := w.Personnel(), w.Who("d4", evaluation.RolePersonnel)
	run, err := w.runs.Note(t.Context(), who, batch.Work{ID: "r1", What: batch.WorkRun, Kind: commendation.KindDeed, Act: "count"})
	w.Must(err)
	if _, err := w.runs.Note(t.Context(), who, batch.Work{ID: "r1", What: batch.WorkRun}); err != nil {
		t.Errorf("noted twice: %v", err)
	}
	w.TurnTo(w.Now().Add(time.Second))
	work, err := w.runs.Note(t.Context(), who, batch.Work{What: batch.WorkAccounts, Items: []string{"a", "b", "c"}})
	w.Must(err)
	w.Must(w.runs.Beat(t.Context(), &work, 2))
	list, err := w.runs.Works(t.Context(), who)
	if err != nil || len(list) != 2 || list[0].ID != work.ID || list[0].Done != 2 || !list[0].Runs(w.Now()) || list[1].ID != run.ID {
		t.Errorf("%+v, %v", list, err)
	}
	if theirs, err := w.runs.Works(t.Context(), other); err != nil || len(theirs) != 0 {
		t.Errorf("another account: %v, %v", theirs, err)
	}
	if _, err := w.runs.Work(t.Context(), other, work.ID); evaluation.CodeOf(err) != evaluation.CodeNotFound {
		t.Errorf("another account: %v", err)
	}
	stale := work
	w.Must(w.runs.Stop(t.Context(), &work, evaluation.Say("error.internal")))
	if work.Runs(w.Now()) || !work.Ended.IsZero() {
		t.Error("what was stopped goes on")
	}
	if err := w.runs.Beat(t.Context(), &stale, 3); evaluation.CodeOf(err) != evaluation.CodeConflict {
		t.Errorf("two carry it out: %v", err)
	}
	w.Must(w.runs.Beat(t.Context(), &work, 3))
	if work.Ended.IsZero() || work.Why.Key != "" {
		t.Errorf("%+v", work)
	}
	w.Must(w.runs.Seen(t.Context(), who, work.ID))
	if list, err := w.runs.Works(t.Context(), who); err != nil || len(list) != 1 {
		t.Errorf("%v, %v", list, err)
	}

	// What was begun last is found, however much has ended unseen before.
	for range 30 {
		w.TurnTo(w.Now().Add(time.Second))
		work, err = w.runs.Note(t.Context(), who, batch.Work{What: batch.WorkAccounts, Items: []string{"a"}})
		w.Must(err)
	}
	if list, err := w.runs.Works(t.Context(), who); err != nil || list[0].ID != work.ID {
		t.Errorf("the newest work is not first: %v", err)
	}
}

// The ids of a run come from outside. A record of another kind that has an act of the same
// name is not dealt with: that act is perhaps not for many, and its form was not shown.
func TestARunDealsWithRecordsOfItsKindAlone(t *testing.T) {
	w := newWorld(t, 0)
	deed := w.Make(w.Outside("super", evaluation.RoleSupervisor), commendation.KindDeed, "report", &commendation.ReportInput{
		Ground: "exemplary", Title: "清理楼道", On: officetest.Date("2026-02-01"), Place: "浦建路", Text: "清理楼道，受到居民称赞。", People: []string{w.People["a2"]}, Anyway: true,
	})
	run, err := w.runs.Choose(t.Context(), w.Personnel(), batch.Run{Kind: rulepack.KindOverride, Act: "verify", Rows: batch.Rows([]string{deed.ID})})
	w.Must(err)
	run, err = w.runs.Begin(t.Context(), w.Personnel(), run, []batch.Row{{ID: deed.ID, Version: deed.Version}}, evaluation.Change{}, time.Minute)
	w.Must(err)
	if row := run.Rows[0]; row.Result != batch.Refused || row.Why.Key != "error.not_found" {
		t.Errorf("a deed among rules: %+v", row)
	}
}
