package main

import (
	"testing"

	"kaoji/evaluation"
	"kaoji/evaluation/assessment"
)

func TestCalendars(t *testing.T) {
	place := oldPlace(t)
	if err := opened(t, place).Store.Close(); err != nil {
		t.Fatal(err)
	}
	m := measure(t, place.Data, readersOf...)
	t.Run("a calendar has what the to-do list has", m.tasksOfCalendars)
	t.Run("a booked talk stands in the calendars of those who talk", m.bookedTalks)
}

// What a calendar says waits for its reader is what the to-do list has, day by day, and
// every record that it names is one that they may read.
func (m *measured) tasksOfCalendars(t *testing.T) {
	from, to := evaluation.DateOf(officeAt).AddMonths(-24), evaluation.DateOf(officeAt).AddMonths(24)
	some := 0
	for _, name := range readersOf {
		list, err := m.Service.Calendar(t.Context(), m.actors[name], from, to)
		if err != nil {
			t.Fatal(err)
		}
		have, booked := map[evaluation.Date]int64{}, map[string]bool{}
		for i := range list {
			e := &list[i]
			if e.View != nil {
				if _, err := m.Service.Get(t.Context(), m.actors[name], e.View.ID); err != nil {
					t.Errorf("%s is shown a %s: %v", name, e.Kind, err)
				}
				booked[e.View.ID+e.Day.String()] = booked[e.View.ID+e.Day.String()] || e.Way == evaluation.Takes
			}
			if e.Key == "" {
				have[e.Day] += e.N
			}
		}
		for v, err := range evaluation.AllViews(t.Context(), m.Service.Todo, m.actors[name], evaluation.Query{DueFrom: from}) {
			if err != nil {
				t.Fatal(err)
			}
			if k, _ := m.Service.Kind(v.Kind); !v.Due.Before(from) && k.CanWait(v.State) && !booked[v.ID+v.Due.String()] {
				have[v.Due]--
				some++
			}
		}
		for day, n := range have {
			if n != 0 {
				t.Errorf("%s has %d more in the calendar of %s than in the to-do list", name, n, day)
			}
		}
	}
	if some < 100 {
		t.Errorf("only %d tasks", some)
	}
}

// A talk that is booked stands in the calendars of both who talk, and of nobody else,
// however much they may read of it.
func (m *measured) bookedTalks(t *testing.T) {
	talks, err := m.Service.Find(t.Context(), evaluation.Query{Office: m.Office, Kinds: []string{assessment.KindTalk}, States: evaluation.States(assessment.TalkScheduled), Limit: 3})
	if err != nil || len(talks.Records) == 0 {
		t.Fatal(len(talks.Records), err)
	}
	for _, r := range talks.Records {
		talk, err := evaluation.PayloadOf[assessment.Talk](r)
		if err != nil {
			t.Fatal(err)
		}
		for who, want := range map[string]bool{"its subject": true, "its talker": true, "personnel": false} {
			actor := m.actors["zuzhi"]
			switch who {
			case "its subject":
				actor = evaluation.Actor{Office: m.Office, Account: "-", Person: r.Subject, Roles: []evaluation.Role{evaluation.RoleCadre}}
			case "its talker":
				actor = evaluation.Actor{Office: m.Office, Account: "-", Person: talk.Talker, Roles: []evaluation.Role{evaluation.RolePrincipal}}
			}
			on := talk.Appointment.On
			list, err := m.Service.Calendar(t.Context(), actor, on, on)
			if err != nil {
				t.Fatal(err)
			}
			has := false
			for i := range list {
				e := &list[i]
				if e.View != nil && e.View.ID == r.ID && e.Way == evaluation.Takes {
					if has = true; e.Day != on || e.Time != talk.Appointment.Time {
						t.Errorf("%s is told %s %s of a talk on %s %s", who, e.Day, e.Time, on, talk.Appointment.Time)
					}
				}
			}
			if has != want {
				t.Errorf("%s: in the calendar %t, want %t", who, has, want)
			}
		}
	}
}
