package bonus_test

import (
	"sync"
	"testing"

	"kaoji/evaluation"
	"kaoji/evaluation/bonus"
)

// taking is an adjustment that takes all but a little of what a4 got and gives
// it to a5: allowed alone, two of them are not.
func (w *world) taking() *bonus.AdjustInput {
	w.t.Helper()
	i := 0
	lines := w.lines()
	for lines[i].Person != w.People["a4"] {
		i++
	}
	most := bonus.Yuan(lines[i].Amount - 1)
	return &bonus.AdjustInput{Period: w.period, Grounds: "误计", Rows: []bonus.AdjustRow{
		{Person: w.People["a4"], Yuan: "-" + most}, {Person: w.People["a5"], Yuan: most},
	}}
}

func (w *world) finals(who string) int64 {
	w.t.Helper()
	why, err := w.Bonus.Why(w.t.Context(), w.Who(who), w.view(w.Who(who)), w.People[who])
	w.Must(err)
	return why.Final
}

func TestTwoAdjustmentsProposedSideBySideNeverTakeMoreThanThereIs(t *testing.T) {
	w := newWorld(t).begun(plan())
	w.exported()
	first := w.Make(w.Personnel(), bonus.KindAdjustment, "propose", w.taking()).ID
	second := w.Make(w.Personnel(), bonus.KindAdjustment, "propose", w.taking()).ID
	w.Do(w.principal(), first, "approve", nil)
	w.Refused("bonus.below_nothing_now", w.Try(w.principal(), second, "approve", nil))
	if left := w.finals("a4"); left != 1 {
		t.Errorf("a4 is left with %d fen, want 1", left)
	}
	w.Do(w.principal(), second, "reject", nil)
}

func TestTwoApprovalsAtTheSameMomentAreCheckedOneAfterTheOther(t *testing.T) {
	w := newWorld(t).begun(plan())
	w.exported()
	const n = 8
	var ids [n]string
	for i := range ids {
		ids[i] = w.Make(w.Personnel(), bonus.KindAdjustment, "propose", w.taking()).ID
	}
	var wg sync.WaitGroup
	var errs [n]error
	for i := range ids {
		wg.Go(func() { errs[i] = w.Try(w.principal(), ids[i], "approve", nil) })
	}
	wg.Wait()
	won := 0
	for _, err := range errs {
		if err == nil {
			won++
		} else if evaluation.CodeOf(err) != evaluation.CodeState {
			t.Errorf("refused with %v", err)
		}
	}
	if left := w.finals("a4"); won != 1 || left != 1 {
		t.Errorf("%d approvals went through and left %d fen", won, left)
	}
}

func TestAnApprovedAdjustmentSaysWhatThePersonHadAtTheApproval(t *testing.T) {
	w := newWorld(t).begun(plan())
	w.exported()
	had := w.finals("a5")
	give := func() string {
		return w.Make(w.Personnel(), bonus.KindAdjustment, "propose", &bonus.AdjustInput{Period: w.period, Grounds: "误计", Rows: []bonus.AdjustRow{
			{Person: w.People["a4"], Yuan: "-1"}, {Person: w.People["a5"], Yuan: "1"},
		}}).ID
	}
	one, two := give(), give()
	w.Do(w.principal(), one, "approve", nil)
	w.Do(w.principal(), two, "approve", nil)
	sheet, err := w.Bonus.Sheet(t.Context(), w.view(w.Personnel()))
	w.Must(err)
	if last := sheet.Adjusts[3]; last.Was != had+100 || last.Fen != 100 {
		t.Errorf("the second says %+v, want %d before it", last, had+100)
	}
}
