package rulepack_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"kaoji/evaluation"
	"kaoji/evaluation/rulepack"
	"kaoji/evaluation/workday"
)

var _ rulepack.Workdays = workday.Calendar{}

// Seats within 20 % and 25 %, rounded down, worked out by hand.
func TestSeatsWithinAShareAreRoundedDown(t *testing.T) {
	for _, x := range []struct{ n, twenty, twentyfive int64 }{
		{0, 0, 0}, {4, 0, 1}, {5, 1, 1}, {9, 1, 2}, {10, 2, 2}, {12, 2, 3}, {15, 3, 3}, {18, 3, 4},
		{20, 4, 5}, {24, 4, 6}, {28, 5, 7}, {40, 8, 10}, {60, 12, 15},
	} {
		a := rulepack.Share{N: 2000, Of: 10000}.Round(x.n, rulepack.RoundFloor)
		b := rulepack.Share{N: 2500, Of: 10000}.Round(x.n, rulepack.RoundFloor)
		if a != x.twenty || b != x.twentyfive {
			t.Errorf("%d persons: %d and %d seats, want %d and %d", x.n, a, b, x.twenty, x.twentyfive)
		}
	}
	fifth := rulepack.Share{N: 2000, Of: 10000}
	if h, c := fifth.Round(13, rulepack.RoundHalfUp), fifth.Round(11, rulepack.RoundCeil); h != 3 || c != 3 {
		t.Errorf("2.6 half up is %d, 2.2 up is %d", h, c)
	}
	if got := fifth.Round(14, "no such word"); got != 2 {
		t.Errorf("an unknown word rounds 2.8 to %d", got)
	}
}

func TestRoundingsStandInOrderAndFloorNeverExceedsTheShare(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		of := rapid.Int64Range(1, 10000).Draw(t, "of")
		s := rulepack.Share{N: rapid.Int64Range(0, of).Draw(t, "n"), Of: of}
		whole := rapid.Int64Range(1, 100000).Draw(t, "whole")
		down, half, up := s.Round(whole, rulepack.RoundFloor), s.Round(whole, rulepack.RoundHalfUp), s.Round(whole, rulepack.RoundCeil)
		if down > half || half > up || up-down > 1 {
			t.Fatalf("%v of %d: %d %d %d", s, whole, down, half, up)
		}
		if s.Exceeded(down, whole) || !s.Exceeded(down+1, whole) || !s.Reached(up, whole) {
			t.Fatalf("%v of %d: floor %d, ceiling %d do not bracket the share", s, whole, down, up)
		}
	})
}

func TestTwoThirdsIsExact(t *testing.T) {
	two := rulepack.Share{N: 2, Of: 3}
	if !two.Reached(20, 30) || two.Reached(19, 30) || two.Exceeded(20, 30) || !two.Exceeded(21, 30) || two.Reached(0, 0) {
		t.Error("20 of 30 are two thirds, 19 are not, nothing of nothing is not")
	}
}

func TestPeriodsEndAsTheirUnitSays(t *testing.T) {
	c, err := workday.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	f := builtin(t).On(day(t, "2026-06-01"))
	for _, x := range []struct{ key, from, end, due string }{
		{"assessment.notice", "2025-09-29", "2025-10-13", "2025-10-13"},       // 5 working days over National Day
		{"assessment.review.apply", "2025-09-03", "2025-10-03", "2025-10-09"}, // 30 days end in the holiday
		{"assessment.appeal.apply", "2025-06-02", "2025-06-17", "2025-06-17"},
		{"reminder.admonition.report", "2025-08-31", "2026-02-28", "2026-02-28"}, // a made-up Saturday
		{"assessment.basic.promotion", "2025-01-01", "2026-01-01", "2026-01-04"},
	} {
		p, err := f.Period(x.key)
		if err != nil {
			t.Fatal(err)
		}
		end, _ := p.End(day(t, x.from), c)
		due, missing := p.Due(day(t, x.from), c)
		if end.String() != x.end || due.String() != x.due || missing != nil {
			t.Errorf("%s from %s: end %s, due %s (missing %v), want %s and %s", x.key, x.from, end, due, missing, x.end, x.due)
		}
	}
	_, missing := rulepack.Period{N: 30, Unit: rulepack.Days}.Due(evaluation.NewDate(2026, 12, 20), c)
	if !slices.Equal(missing, []int{2027}) {
		t.Errorf("a term into 2027 misses %v", missing)
	}
}
