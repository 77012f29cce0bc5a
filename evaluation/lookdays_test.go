package evaluation_test

import (
	"context"
	"testing"
	"time"

	"kaoji/evaluation"
)

// seen is a trail of looks at one person, oldest first.
type seen []evaluation.TrailEntry

func (s seen) LastTrail(context.Context, string) (evaluation.TrailEntry, error) {
	return s[len(s)-1], nil
}

func (s seen) AppendTrail(context.Context, evaluation.TrailEntry) error { panic("nothing is written") }

func (s seen) FindTrail(_ context.Context, _ string, f evaluation.TrailFilter, before int64, desc bool, limit int) ([]evaluation.TrailEntry, error) {
	if f.Shown != "p1" || !desc {
		panic("others are read")
	}
	var list []evaluation.TrailEntry
	for i := len(s) - 1; i >= 0 && len(list) < limit; i-- {
		if before == 0 || s[i].Seq < before {
			list = append(list, s[i])
		}
	}
	return list, nil
}

// look adds a look of an account on a day of November.
func (s *seen) look(day, minute int, account, action, kind string, taken evaluation.Taken, others ...string) {
	shown := []evaluation.Seen{{Kind: kind, People: []string{"p1", "p2"}}}
	for _, other := range others {
		shown = append(shown, evaluation.Seen{Kind: other, People: []string{"p1"}})
	}
	*s = append(*s, evaluation.TrailEntry{
		Seq: int64(len(*s) + 1), At: time.Date(2026, 11, day, 1, minute, 0, 0, time.UTC),
		TrailEvent: evaluation.TrailEvent{Account: account, Name: account, Action: action, Kind: kind, Look: evaluation.Look{Shown: shown, Taken: taken}},
	})
}

func TestLooksOfADayThatAreAlikeAreOneLine(t *testing.T) {
	var log seen
	log.look(1, 0, "a", "list", "k", "")
	for minute := range 300 { // more than are read at once
		log.look(2, minute%60, "a", evaluation.ActRead, "k", "", map[bool][]string{true: {"other"}}[minute%2 == 0]...)
	}
	log.look(2, 59, "a", evaluation.ActRead, "k", evaluation.InPrint)
	log.look(2, 59, "b", evaluation.ActRead, "k", "")
	log.look(2, 59, "a", "list", "k", "")
	log.look(3, 5, "a", evaluation.ActRead, "k", "")
	log.look(3, 9, "a", evaluation.ActRead, "k", "")
	who, s := evaluation.Actor{Person: "p1"}, &evaluation.Service{}
	type line struct {
		name   string
		opened string
		taken  evaluation.Taken
		times  int
	}
	want := []line{{"a", "k", "", 2}, {"a", "", "", 1}, {"b", "k", "", 1}, {"a", "k", evaluation.InPrint, 1}, {"a", "k", "", 300}, {"a", "", "", 1}}
	for least, pages := range map[int][]int{1: {1, 4, 1}, 2: {5, 1}, 100: {6}} {
		var got []line
		var next int64
		for _, n := range pages {
			lines, more, err := s.LookLines(t.Context(), log, who, next, least)
			if err != nil || len(lines) != n {
				t.Fatalf("at least %d: %d lines, want %d, %v", least, len(lines), n, err)
			}
			for _, l := range lines {
				got = append(got, line{l.Name, l.Opened, l.Look.Taken, l.Times})
				if people := l.Look.People(); len(people) != 1 {
					t.Errorf("others are named: %v", people)
				}
				if l.Last.Before(l.First) {
					t.Errorf("from %v to %v", l.First, l.Last)
				}
			}
			next = more
		}
		if next != 0 {
			t.Errorf("at least %d: there are more after %v", least, got)
		}
		for i := range want {
			if got[i] != want[i] {
				t.Errorf("at least %d: line %d is %+v, want %+v", least, i, got[i], want[i])
			}
		}
	}
	if _, _, err := s.LookLines(t.Context(), log, evaluation.Actor{}, 0, 1); evaluation.CodeOf(err) != evaluation.CodeNotFound {
		t.Errorf("an account of nobody: %v", err)
	}
}
