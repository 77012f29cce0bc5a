package appraisal_test

import (
	"fmt"
	"strings"
	"testing"

	"kaoji/app/officetest"
	"kaoji/evaluation"
	"kaoji/evaluation/appraisal"
	"kaoji/evaluation/ballot"
)

// papered is an office of one committee that votes on paper, for b4 and c4.
func papered(t *testing.T) (*world, string, string) {
	t.Parallel()
	w := newWorld(t)
	w.committee(7)
	w.liaise("b4", 1, "2025-01-01")
	w.liaise("c4", 1, "2025-01-01")
	in := planned()
	in.Account, in.Paper = false, true
	return w, w.published(in), w.committees[0]
}

func (w *world) paperRows(n int, points func(paper int, no string) string) []appraisal.PaperRow {
	var rows []appraisal.PaperRow
	for i := range n {
		for _, no := range []string{"b4", "c4"} {
			rows = append(rows, appraisal.PaperRow{Paper: i + 1, Person: w.People[no], Points: points(i+1, no)})
		}
	}
	return rows
}

func TestPapersCountWhenTwoPeopleTypedTheSame(t *testing.T) {
	w, round, k := papered(t)
	w.Do(w.Personnel(), round, "issue_papers", &appraisal.PapersInput{Committee: k, Count: 6})
	right := w.paperRows(5, func(p int, _ string) string { return fmt.Sprint(70+p, " 80") })
	wrong := w.paperRows(5, func(p int, no string) string {
		if p == 3 && no == "c4" {
			return "73 81"
		}
		return fmt.Sprint(70+p, " 80")
	})
	batch := w.Make(w.Personnel(), appraisal.KindPaper, "enter", &appraisal.PaperInput{Round: round, Committee: k, Rows: right}).ID
	w.Refused("appraisal.second_person", w.Try(w.Personnel(), batch, "enter_again", &appraisal.AgainInput{Rows: right}))
	w.Refused("state", w.Try(w.Personnel(), batch, "cast", nil))
	w.Do(w.deputy(), batch, "enter_again", &appraisal.AgainInput{Rows: wrong})
	if b := officetest.Payload[appraisal.Batch](w.World, batch); b.Differing != 1 || w.Stored(batch).State != appraisal.PaperDiffering {
		t.Errorf("%+v", b)
	}
	v, err := w.Get(t.Context(), w.Personnel(), batch)
	w.Must(err)
	list, err := w.Appraisal.Differences(t.Context(), v)
	if err != nil || len(list) != 1 || list[0] != (appraisal.Difference{Paper: 3, Person: w.People["c4"], Item: 1, First: "80", Second: "81"}) {
		t.Errorf("%+v, %v", list, err)
	}
	if strings.Contains(string(v.Payload), "sealed") || strings.Contains(string(w.Stored(batch).Payload), "73 8") {
		t.Errorf("what was typed can be read: %s", v.Payload)
	}
	third := w.Outside("third", evaluation.RolePersonnel)
	w.Refused("appraisal.only_two", w.Try(third, batch, "enter_again", &appraisal.AgainInput{Rows: right}))
	w.Refused("appraisal.papers_open", w.open(round, "tally"))
	w.Do(w.deputy(), batch, "enter_again", &appraisal.AgainInput{Rows: right})
	w.Do(w.Personnel(), batch, "cast", nil)
	b := officetest.Payload[appraisal.Batch](w.World, batch)
	if b.First.Sealed+b.Second.Sealed != "" || b.Papers != 5 {
		t.Errorf("after the box has them: %+v", b)
	}
	w.Refused("appraisal.slips_off.explain", w.Try(w.Personnel(), round, "tally", &appraisal.TallyInput{Passphrase: officetest.Passphrase})) // one paper is still out
	w.Do(w.Personnel(), round, "count_slips", &appraisal.ReturnInput{Committee: k, UnusedPapers: 1})
	w.Do(w.Personnel(), round, "tally", &appraisal.TallyInput{Passphrase: officetest.Passphrase})
	if x := w.result(round, "c4"); x.Usable != 5 || x.Mean != (60*73+40*80) {
		t.Errorf("%+v", x)
	}
}

// TestPapersOfWhichACrashLeftSomeInTheBoxAreCompleted puts the first paper of a
// batch in beforehand, as a process does that dies behind it.
func TestPapersOfWhichACrashLeftSomeInTheBoxAreCompleted(t *testing.T) {
	w, round, k := papered(t)
	w.Do(w.Personnel(), round, "issue_papers", &appraisal.PapersInput{Committee: k, Count: 5})
	rows := w.paperRows(5, func(int, string) string { return "80 80" })
	batch := w.Make(w.Personnel(), appraisal.KindPaper, "enter", &appraisal.PaperInput{Round: round, Committee: k, Rows: rows}).ID
	w.Do(w.deputy(), batch, "enter_again", &appraisal.AgainInput{Rows: rows})
	box := round + "/" + k
	w.Must(w.Appraisal.Boxes.Put(t.Context(), officetest.Office, box, ballot.Vote{Voter: "paper/" + batch + "/1", Way: appraisal.WayPaper}))
	w.Do(w.Personnel(), batch, "cast", nil)
	n, err := w.Appraisal.Boxes.Count(t.Context(), officetest.Office, box)
	if err != nil || n.Cast != 5 || n.Ways[appraisal.WayPaper] != 5 {
		t.Errorf("%+v, %v", n, err)
	}
}

// open ends the voting and tries an act.
func (w *world) open(round, act string) error {
	w.Do(w.Personnel(), round, "end_voting", nil)
	return w.Try(w.Personnel(), round, act, &appraisal.TallyInput{Passphrase: officetest.Passphrase})
}

// TestAnActThatWasNotWrittenLeavesTheBoxAsItWas: neither papers nor a count.
func TestAnActThatWasNotWrittenLeavesTheBoxAsItWas(t *testing.T) {
	w, round, k := papered(t)
	w.Do(w.Personnel(), round, "issue_papers", &appraisal.PapersInput{Committee: k, Count: 5})
	rows := w.paperRows(5, func(int, string) string { return "80 80" })
	batch := w.Make(w.Personnel(), appraisal.KindPaper, "enter", &appraisal.PaperInput{Round: round, Committee: k, Rows: rows}).ID
	w.Do(w.deputy(), batch, "enter_again", &appraisal.AgainInput{Rows: rows})
	holds := func(cast int, open bool) {
		t.Helper()
		n, err := w.Appraisal.Boxes.Count(t.Context(), officetest.Office, round+"/"+k)
		if err != nil || n.Cast != cast || n.Open != open {
			t.Errorf("%+v, %v", n, err)
		}
	}
	w.Lose(w.Personnel(), batch, "cast", nil)
	holds(0, true)
	w.Do(w.Personnel(), batch, "cast", nil)
	w.Do(w.Personnel(), round, "end_voting", nil)
	w.Lose(w.Personnel(), round, "tally", &appraisal.TallyInput{Passphrase: officetest.Passphrase})
	holds(5, true)
	w.Do(w.Personnel(), round, "tally", &appraisal.TallyInput{Passphrase: officetest.Passphrase})
	holds(5, false)
}

func TestPapersAreTakenOnlyWholeAndNoMoreThanWereIssued(t *testing.T) {
	w, round, k := papered(t)
	w.Do(w.Personnel(), round, "issue_papers", &appraisal.PapersInput{Committee: k, Count: 1})
	good := func(int, string) string { return "80 80" }
	enter := func(rows []appraisal.PaperRow) error {
		_, err := w.Create(t.Context(), w.Personnel(), appraisal.KindPaper, "enter", evaluation.Creation{
			Input: &appraisal.PaperInput{Round: round, Committee: k, Rows: rows},
		})
		return err
	}
	rows := w.paperRows(2, good)
	w.Refused("appraisal.incomplete", enter(rows[:3]))
	rows[3].Points = "80 101"
	err := enter(rows)
	w.Refused("appraisal.points.points", err)
	if !strings.Contains(fmt.Sprint(err), "rows.3.points") {
		t.Errorf("the mistake is said to be elsewhere: %v", err)
	}
	two := w.paperRows(2, good)
	batch := w.Make(w.Personnel(), appraisal.KindPaper, "enter", &appraisal.PaperInput{Round: round, Committee: k, Rows: two}).ID
	w.Do(w.deputy(), batch, "enter_again", &appraisal.AgainInput{Rows: two})
	w.Refused("appraisal.too_many_papers", w.Try(w.Personnel(), batch, "cast", nil))
	w.Do(w.Personnel(), round, "issue_papers", &appraisal.PapersInput{Committee: k, Count: 1})
	w.Do(w.Personnel(), batch, "cast", nil)
	again := w.Make(w.Personnel(), appraisal.KindPaper, "enter", &appraisal.PaperInput{Round: round, Committee: k, Rows: two}).ID
	w.Do(w.Personnel(), again, "discard", nil)
	if b := officetest.Payload[appraisal.Batch](w.World, again); b.First.Sealed != "" {
		t.Error("a discarded batch keeps what was typed")
	}
}
