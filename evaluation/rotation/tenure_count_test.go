package rotation_test

import (
	"testing"

	"pgregory.net/rapid"

	"kaoji/app/officetest"
	"kaoji/evaluation"
	"kaoji/evaluation/roster"
	"kaoji/evaluation/rotation"
	"kaoji/evaluation/rulepack"
)

var date = officetest.Date

// someDay is any day of half a century.
func someDay(r *rapid.T, label string) evaluation.Date {
	return date("1990-01-01").AddDays(rapid.IntRange(0, 18000).Draw(r, label))
}

func TestASpanLeadsFromTheFirstDayToTheLastAndGrowsWithIt(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		from, to := someDay(r, "from"), someDay(r, "to")
		s := rotation.Between(from, to)
		if to.Before(from) {
			if s != (rotation.Span{}) {
				r.Fatalf("%s to %s is %+v", from, to, s)
			}
			return
		}
		if from.AddMonths(s.Whole()).AddDays(s.Days) != to || s.Months > 11 || s.Days > 30 || s.Days < 0 {
			r.Errorf("%s to %s is %+v", from, to, s)
		}
		later := rotation.Between(from, to.AddDays(rapid.IntRange(0, 400).Draw(r, "more")))
		if later.Whole() < s.Whole() {
			r.Errorf("%s to %s is %+v, longer it is %+v", from, to, s, later)
		}
	})
}

func FuzzBetween(f *testing.F) {
	f.Add("2016-02-29", "2026-02-28")
	f.Add("2016-03-01", "2026-03-01")
	f.Fuzz(func(t *testing.T, a, b string) {
		from, err := evaluation.ParseDate(a)
		to, other := evaluation.ParseDate(b)
		if err != nil || other != nil || from.IsZero() || to.Before(from) {
			return
		}
		if s := rotation.Between(from, to); from.AddMonths(s.Whole()).AddDays(s.Days) != to {
			t.Errorf("%s to %s is %+v", a, b, s)
		}
	})
}

// career is a drawn list of appointments, some with a gap before them.
func career(r *rapid.T) []roster.Appointment {
	day := someDay(r, "joined")
	n := rapid.IntRange(1, 8).Draw(r, "appointments")
	var list []roster.Appointment
	for i := range n {
		day = day.AddDays(rapid.SampledFrom([]int{0, 0, 0, 1, 90}).Draw(r, "gap"))
		a := roster.Appointment{
			Department: rapid.SampledFrom([]string{"x", "y"}).Draw(r, "unit"), Post: rapid.SampledFrom([]string{"科员", "科长"}).Draw(r, "post"), From: day,
		}
		if a.To = day.AddDays(rapid.IntRange(0, 2000).Draw(r, "days")); i == n-1 && rapid.Bool().Draw(r, "lasts") {
			a.To = evaluation.Date{}
		}
		list, day = append(list, a), a.To.AddDays(1)
	}
	return list
}

func same(x, y roster.Appointment) bool { return x.Department == y.Department && x.Post == y.Post }

func days(from, to evaluation.Date) int {
	if to.IsZero() {
		to = date("2060-01-01")
	}
	return from.DaysUntil(to) + 1
}

func TestStintsShareOutTheAppointmentsWithoutLossAndNoTwoOfThemCouldBeOne(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		list := career(r)
		stints := rotation.Stints(list, same, func(evaluation.Date) bool { return true })
		all := 0
		for _, a := range list {
			all += days(a.From, a.To)
		}
		sum := 0
		for i, s := range stints {
			sum += days(s.From, s.To)
			if i == 0 {
				continue
			}
			before := stints[i-1]
			if !before.To.Before(s.From) || before.To.AddDays(1) == s.From && before.Department == s.Department && before.Post == s.Post {
				r.Errorf("%+v and %+v", before, s)
			}
		}
		if sum != all {
			r.Errorf("%d days of stints, %d of appointments", sum, all)
		}
	})
}

func ladders(t *testing.T) (ordinary, sensitive []rotation.Rung) {
	t.Helper()
	pack, err := rulepack.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	rules := pack.On(date("2026-12-01"))
	if ordinary, err = rotation.Ladder(rules, false); err != nil {
		t.Fatal(err)
	}
	if sensitive, err = rotation.Ladder(rules, true); err != nil {
		t.Fatal(err)
	}
	return ordinary, sensitive
}

// rules.md, defaults for rotation: notice at 5 years, warning at 8, mandatory at
// 10; sensitive posts: notice at 3, must be decided at 5; D-5: exchanged at 10.
func TestTheStagesAreThoseOfTheRules(t *testing.T) {
	ordinary, sensitive := ladders(t)
	for _, c := range []struct {
		ladder []rotation.Rung
		day    string
		want   rotation.Stage
		next   rotation.Stage
		on     string
	}{
		{ordinary, "2021-02-28", rotation.StageNone, rotation.StageNotice, "2021-03-01"},
		{ordinary, "2021-03-01", rotation.StageNotice, rotation.StageWarning, "2024-03-01"},
		{ordinary, "2024-02-29", rotation.StageNotice, rotation.StageWarning, "2024-03-01"},
		{ordinary, "2024-03-01", rotation.StageWarning, rotation.StageMandatory, "2026-03-01"},
		{ordinary, "2026-02-28", rotation.StageWarning, rotation.StageMandatory, "2026-03-01"},
		{ordinary, "2026-03-01", rotation.StageMandatory, rotation.StageNone, ""},
		{sensitive, "2019-02-28", rotation.StageNone, rotation.StageNotice, "2019-03-01"},
		{sensitive, "2019-03-01", rotation.StageNotice, rotation.StageDecide, "2021-03-01"},
		{sensitive, "2021-03-01", rotation.StageDecide, rotation.StageMandatory, "2026-03-01"},
		{sensitive, "2026-03-01", rotation.StageMandatory, rotation.StageNone, ""},
	} {
		now, next, on := rotation.Reached(c.ladder, date("2016-03-01"), date(c.day))
		if now.Stage != c.want || next.Stage != c.next || on.String() != c.on {
			t.Errorf("on %s: %s, then %s on %s", c.day, now.Stage, next.Stage, on)
		}
	}
}

func TestAStageNeverFallsAsTimePassesAndSensitivePostsAreNeverLaxer(t *testing.T) {
	ordinary, sensitive := ladders(t)
	weight := map[rotation.Stage]int{}
	for i, s := range rotation.Stages() {
		weight[s] = i
	}
	rapid.Check(t, func(r *rapid.T) {
		since, day := someDay(r, "since"), someDay(r, "day")
		later := day.AddDays(rapid.IntRange(0, 3000).Draw(r, "later"))
		o, next, on := rotation.Reached(ordinary, since, day)
		s, _, _ := rotation.Reached(sensitive, since, day)
		p, _, _ := rotation.Reached(ordinary, since, later)
		if weight[p.Stage] < weight[o.Stage] {
			r.Errorf("%s on %s, %s on %s", o.Stage, day, p.Stage, later)
		}
		if s.Stage.Due() != (s.Years >= 5) || o.Stage.Due() && !s.Stage.Due() {
			r.Errorf("ordinary %s, sensitive %s", o.Stage, s.Stage)
		}
		if at, _, _ := rotation.Reached(ordinary, since, on); next.Stage != rotation.StageNone && at.Stage != next.Stage {
			r.Errorf("on %s comes %s, foretold %s", on, at.Stage, next.Stage)
		}
	})
}
