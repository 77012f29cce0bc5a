package main

import (
	"bytes"
	"encoding/json"
	"html"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/ical"
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
	t.Run("what a calendar does not read it links", m.muchOfCalendars)
	t.Run("an address says when what sort of work is due, and of whom nothing", m.feeds)
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
		for i := range list.Entries {
			e := &list.Entries[i]
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

// A calendar with more than is read says of which kinds, and the feed says so too.
func (m *measured) muchOfCalendars(t *testing.T) {
	from, to := evaluation.NewDate(officeAt.Year(), 1, 1), evaluation.NewDate(officeAt.Year(), 12, 31)
	actor := m.actors["zuzhi"]
	all, err := m.Service.CalendarOfYear(t.Context(), actor, from, to)
	if err != nil || len(all.More) > 0 {
		t.Fatalf("everything is read: %v, %v", all.More, err)
	}
	m.Service.CalendarReads = 3
	m.Service.Forget(m.Office)
	defer func() { m.Service.CalendarReads = 0 }()
	some, err := m.Service.CalendarOfYear(t.Context(), actor, from, to)
	if err != nil || len(some.More) == 0 || len(some.Entries) >= len(all.Entries) {
		t.Fatalf("of %d entries %d, more of %v, %v", len(all.Entries), len(some.Entries), some.More, err)
	}
	agenda, err := m.Service.Agenda(t.Context(), actor, from, to)
	if err != nil || !agenda.More {
		t.Errorf("the feed has everything: %t, %v", agenda.More, err)
	}
	app, err := m.Kaoji.app()
	if err != nil {
		t.Fatal(err)
	}
	page, err := loggedIn(t, app, "zuzhi").get("/calendar/year?year=" + from.String()[:4])
	if link := `/lists/` + some.More[0] + `?on_from=` + from.String(); err != nil || !strings.Contains(string(page.Body), link) {
		t.Errorf("no link to %s, %v", link, err)
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
			for i := range list.Entries {
				e := &list.Entries[i]
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

var shownAddress = regexp.MustCompile(`id="address" value="([^"]+)"`)

// What leaves Kaoji by a calendar address names nobody, and the address itself is in no
// log and no entry of the trail.
func (m *measured) feeds(t *testing.T) {
	log := &bytes.Buffer{}
	m.Log = slog.New(slog.NewTextHandler(log, nil))
	app, err := m.Kaoji.app()
	if err != nil {
		t.Fatal(err)
	}
	names := append(m.names(t), m.discreet()...)
	some, other := 0, 0
	for _, name := range readersOf {
		r := loggedIn(t, app, name)
		made := r.post(t, "/calendar/address", url.Values{})
		found := shownAddress.FindSubmatch(made.Body)
		if made.Status != fiber.StatusOK || found == nil {
			t.Fatalf("%s: %d\n%s", name, made.Status, made.Body)
		}
		if shownAddress.MatchString(r.page(t, "/calendar/address")) {
			t.Errorf("%s is shown the address again", name)
		}
		at, err := url.Parse(html.UnescapeString(string(found[1])))
		if err != nil {
			t.Fatal(err)
		}
		status, file := read(t, app, at)
		if status != fiber.StatusOK {
			t.Fatalf("%s: %d", name, status)
		}
		file = strings.ReplaceAll(file, "\r\n ", "")
		some, other = some+strings.Count(file, "BEGIN:VEVENT"), other+strings.Count(file, m.Text.T(m.Config.Lang, "feed.other", "n", 1))
		for _, n := range names {
			if strings.Contains(file, n) {
				t.Errorf("the calendar of %s names %s", name, n)
			}
		}
		if seen := log.String() + m.trailText(t); strings.Contains(seen, strings.TrimPrefix(at.Path, "/ical/")) {
			t.Errorf("the address of %s is in the log or the trail", name)
		}
		if ended := r.postOf(t, "/calendar/address", "/calendar/address/end", url.Values{}); ended.Status != fiber.StatusSeeOther {
			t.Errorf("%s cannot withdraw the address: %d", name, ended.Status)
		}
		if status, _ := read(t, app, at); status != fiber.StatusNotFound {
			t.Errorf("a withdrawn address answers %d", status)
		}
	}
	if some < 20 || other < 2 {
		t.Errorf("only %d events, %d of kinds that are not named", some, other)
	}
}

// discreet are the words for what is to do with records of kinds that are not named
// outside.
func (m *measured) discreet() []string {
	var list []string
	for i := range m.Measures {
		for j := range m.Measures[i].Kinds {
			k := &m.Measures[i].Kinds[j]
			for _, state := range k.States {
				if k.Discreet && k.CanWait(state) {
					before, after, _ := strings.Cut(m.Text.T(m.Config.Lang, k.Name+".task."+string(state)+".many", "n", "#"), "#")
					list = append(list, slices.MaxFunc([]string{before, after}, func(a, b string) int { return len(a) - len(b) }))
				}
			}
		}
	}
	return list
}

// read asks for a calendar as a program without a session does.
func read(t *testing.T, app *fiber.App, at *url.URL) (status int, file string) {
	t.Helper()
	reply, err := (&reader{app: app, cookies: map[string]string{}}).send(httptest.NewRequest(http.MethodGet, at.RequestURI(), nil))
	if err != nil {
		t.Fatal(err)
	}
	if reply.Status == fiber.StatusOK && reply.Type != ical.Media {
		t.Errorf("the calendar is %q", reply.Type)
	}
	return reply.Status, string(reply.Body)
}

// names are those of all people, departments and committees of the office, and what its
// records are called by.
func (m *measured) names(t *testing.T) []string {
	t.Helper()
	var list []string
	for r, err := range evaluation.AllRecords(t.Context(), m.Store, evaluation.Query{Office: m.Office}) {
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, r.ID)
		var named struct {
			Name, Title, PersonName, UnitName string
		}
		raw := strings.NewReplacer(`"person_name"`, `"PersonName"`, `"unit_name"`, `"UnitName"`).Replace(string(r.Payload))
		if err := json.Unmarshal([]byte(raw), &named); err != nil {
			continue // a name of another form
		}
		for _, n := range []string{named.Name, named.Title, named.PersonName, named.UnitName} {
			if len(n) > len("字") {
				list = append(list, n)
			}
		}
	}
	if len(list) < 1000 {
		t.Fatalf("only %d names", len(list))
	}
	return list
}

// trailText is all that the audit trail says.
func (m *measured) trailText(t *testing.T) string {
	t.Helper()
	list, err := m.Store.FindTrail(t.Context(), m.Office, evaluation.TrailFilter{}, 0, true, evaluation.MaxLimit)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := json.Marshal(list)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}
