package roster_test

import (
	"context"
	"fmt"
	"reflect"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"kaoji/evaluation"
	"kaoji/evaluation/roster"
)

// counting counts what is asked of the storage.
type counting struct {
	evaluation.Ledger
	finds, whole atomic.Int64
}

func (c *counting) Find(ctx context.Context, q evaluation.Query) (evaluation.Found, error) {
	c.finds.Add(1)
	if q.Limit != 1 {
		c.whole.Add(1)
	}
	return c.Ledger.Find(ctx, q)
}

func size(t *testing.T, s *roster.Source) int {
	t.Helper()
	b, err := s.Book(t.Context(), "o")
	if err != nil {
		t.Fatal(err)
	}
	return len(b.People())
}

func TestOnesOwnChangeIsSeenAtOnce(t *testing.T) {
	d := newSection(t)
	unit := d.department(t, "财务科", 1)
	for n := range 5 {
		d.person(t, entry(string(rune('A'+n)), unit))
		if got := size(t, d.source); got != n+1 {
			t.Fatalf("%d of %d people", got, n+1)
		}
	}
}

// TestActsInARowDoNotReadTheRosterAgain compares the Book after each act with one
// that is read anew.
func TestActsInARowDoNotReadTheRosterAgain(t *testing.T) {
	d := newSection(t)
	unit := d.department(t, "财务科", 1)
	one, two := d.person(t, entry("A1", unit)), d.person(t, entry("A2", unit))
	c := &counting{Ledger: d.store}
	s := roster.NewSource(c, d.clock)
	d.now.Add(60_000)
	d.Changed = s.Changed
	if _, err := s.Book(t.Context(), d.office); err != nil {
		t.Fatal(err)
	}
	c.finds.Store(0)
	day := evaluation.NewDate(2026, 6, 1)
	for _, act := range []struct {
		record, act string
		input       any
	}{
		{one, "relate", &roster.Relate{Person: two, Relation: "夫妻"}},
		{unit, "rename", &roster.RenameDepartment{Name: "财政科", From: day}},
		{two, "appoint", &roster.Appoint{Department: unit, Post: "副科长", PostSince: day, Level: "副科级", LevelSince: day}},
		{one, "depart", &roster.Depart{Leaving: roster.LeavingTransfer, Left: day}},
		{one, "reinstate", nil},
	} {
		r, err := d.Load(t.Context(), d.office, act.record)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := d.Act(t.Context(), d.actor(), r.ID, r.Version, act.act, evaluation.Change{Input: act.input, Reason: "因工作需要"}); err != nil {
			t.Fatalf("%s: %v", act.act, err)
		}
		got, err := s.Book(t.Context(), d.office)
		if err != nil {
			t.Fatal(err)
		}
		want, err := roster.Load(t.Context(), d.store, d.office)
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("after %s the Book is\n%+v\nand read anew\n%+v", act.act, got, want)
		}
	}
	if n := c.finds.Load(); n != 0 {
		t.Errorf("%d queries for five acts", n)
	}
}

func TestAnotherProcesssChangeIsSeenAfterTwoSecondsEvenInTheSameMillisecond(t *testing.T) {
	d := newSection(t)
	unit := d.department(t, "财务科", 1)
	other := roster.NewSource(d.store, d.clock) // is told of nothing
	d.person(t, entry("A1", unit))
	if size(t, other) != 1 {
		t.Fatal("not read")
	}
	d.person(t, entry("A2", unit))
	if size(t, other) != 1 {
		t.Error("checked too soon")
	}
	d.now.Add(2000)
	if got := size(t, other); got != 2 {
		t.Errorf("%d people", got)
	}
	r, err := d.Load(t.Context(), d.office, unit)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.Act(t.Context(), d.actor(), r.ID, r.Version, "rename", evaluation.Change{
		Input: &roster.RenameDepartment{Name: "财政科", From: evaluation.NewDate(2026, 6, 1)}, Reason: "因工作需要",
	}); err != nil {
		t.Fatal(err)
	}
	d.now.Add(2000)
	got, err := other.Book(t.Context(), d.office)
	if err != nil {
		t.Fatal(err)
	}
	if want, err := roster.Load(t.Context(), d.store, d.office); err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("the Book is\n%+v\nand read anew\n%+v\n%v", got, want, err)
	}
}

func TestAQuietRosterCostsOneSmallQueryForEachKindEveryTwoSeconds(t *testing.T) {
	d := newSection(t)
	d.person(t, entry("A1", d.department(t, "财务科", 1)))
	c := &counting{Ledger: d.store}
	s := roster.NewSource(c, d.clock)
	d.now.Add(60_000)
	size(t, s)
	c.finds.Store(0)
	c.whole.Store(0)
	for range 100 {
		size(t, s)
	}
	if n := c.finds.Load(); n != 0 {
		t.Errorf("%d queries within two seconds", n)
	}
	for range 10 {
		d.now.Add(2000)
		size(t, s)
		size(t, s)
	}
	if n, whole := c.finds.Load(), c.whole.Load(); n != 3*10 || whole != 0 {
		t.Errorf("%d queries in twenty seconds, %d of them for everything", n, whole)
	}
}

func TestManyReadersAtOnceReadTheStorageOnce(t *testing.T) {
	d := newSection(t)
	d.person(t, entry("A1", d.department(t, "财务科", 1)))
	c := &counting{Ledger: d.store}
	s := roster.NewSource(c, d.clock)
	var wg sync.WaitGroup
	for range 32 {
		wg.Go(func() {
			if b, err := s.Book(context.Background(), "o"); err != nil || len(b.On(date("2026-06-30")).Members()) != 1 {
				t.Errorf("%v", err)
			}
		})
	}
	wg.Wait()
	if n := c.whole.Load(); n != 3 { // people, departments and committees
		t.Errorf("%d queries for everything", n)
	}
}

// slow is a storage whose next query waits.
type slow struct {
	evaluation.Ledger
	asked, goOn chan struct{}
	once        sync.Once
}

func (s *slow) Find(ctx context.Context, q evaluation.Query) (evaluation.Found, error) {
	s.once.Do(func() {
		if s.asked != nil {
			close(s.asked)
			<-s.goOn
		}
	})
	return s.Ledger.Find(ctx, q)
}

// TestNobodyWaitsWhileOneReaderChecksTheRoster: the check begins before the roster
// is too old for the others.
func TestNobodyWaitsWhileOneReaderChecksTheRoster(t *testing.T) {
	d := newSection(t)
	d.person(t, entry("A1", d.department(t, "财务科", 1)))
	ledger := &slow{Ledger: d.store}
	s := roster.NewSource(ledger, d.clock)
	if _, err := s.Book(t.Context(), "o"); err != nil {
		t.Fatal(err)
	}
	ledger.asked, ledger.goOn, ledger.once = make(chan struct{}), make(chan struct{}), sync.Once{}
	d.now.Add(1500)
	checked := make(chan error)
	go func() {
		_, err := s.Book(context.Background(), "o")
		checked <- err
	}()
	<-ledger.asked
	if b, err := s.Book(t.Context(), "o"); err != nil || len(b.On(date("2026-06-30")).Members()) != 1 {
		t.Errorf("beside the check: %v", err)
	}
	close(ledger.goOn)
	if err := <-checked; err != nil {
		t.Error(err)
	}
}

func TestAStorageThatIsAwayIsNotAnEmptyRoster(t *testing.T) {
	d := newSection(t)
	if err := d.store.Close(); err != nil {
		t.Fatal(err)
	}
	d.now.Add(int64(time.Minute / time.Millisecond))
	if _, err := d.source.Book(t.Context(), "o"); evaluation.CodeOf(err) != evaluation.CodeUnavailable {
		t.Errorf("%v", err)
	}
}

func TestStandingFollowsHeadsChargesAndRelativesOfTheDay(t *testing.T) {
	d := newSection(t)
	finance, board := d.department(t, "财务科", 2), d.department(t, "领导班子", 1)
	in := entry("A1", finance)
	in.Heads, in.PostSince = true, date("2025-01-01")
	head := d.person(t, in)
	staff := d.person(t, entry("A2", finance))
	in = entry("A3", board)
	in.Post, in.Level = "副书记", roster.LevelDivisionDeputy
	leader := d.person(t, in)
	d.must(t, "", d.act(t.Context(), finance, "charge", &roster.TakeCharge{Person: leader, From: date("2026-01-01")}))
	d.must(t, "", d.act(t.Context(), staff, "relate", &roster.Relate{Person: leader, Relation: "父子"}))
	for _, c := range []struct {
		person, day string
		want        evaluation.Standing
	}{
		{head, "2026-06-30", evaluation.Standing{Heads: []string{finance}}},
		{head, "2024-06-30", evaluation.Standing{}},
		{leader, "2026-06-30", evaluation.Standing{Charges: []string{finance}, Relatives: []string{staff}}},
		{leader, "2025-12-31", evaluation.Standing{Relatives: []string{staff}}},
		{staff, "2026-06-30", evaluation.Standing{Relatives: []string{leader}}},
		{"nobody", "2026-06-30", evaluation.Standing{}},
	} {
		got, err := d.source.Standing(t.Context(), "o", c.person, date(c.day))
		if err != nil || fmt.Sprint(got) != fmt.Sprint(c.want) {
			t.Errorf("%+v: %+v, %v", c, got, err)
		}
	}
}
