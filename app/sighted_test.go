package main

import (
	"bytes"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"kaoji/app/page/pagetest"
	"kaoji/evaluation"
)

// Why nobody is told of a look although somebody is named.
const (
	ofTasks   = "tasks are no looks (decision 63)"
	ofSecrets = "the person may not know of the record"
	ofActors  = "it names those who deal with it, and is about nobody"
	ofChoices = "people are offered to choose from"
	ofBallots = "a look would say who votes, and when"
	ofPublic  = "it is published to everybody inside the office"
	ofRecords = "the service notes whom a record is about; others deal with it"
)

// unlooked says why an address names people although nobody is told of a look. Those
// that end in * are all that begin so.
var unlooked = map[string]string{
	"/": ofTasks, "/todo": ofTasks,
	"/new/*": ofChoices, "/records/*": ofRecords, "/bonus/*": ofRecords, "/assessment/*": ofRecords,
	"/me/looks": "it is about the reader", "/api/v1/me/looks": "it is about the reader",
	"/accounts*": "accounts are no records about people", "/api/v1/accounts*": "accounts are no records about people",
	"/api/v1/openapi.json":     "names are examples",
	"/roster":                  "whoever sees no file but the own one reads who heads a department, which everybody knows",
	"/lists/roster.department": "it names who is in charge of a department, which everybody knows",
	"/commendation/verify":     ofSecrets, // whom a deed is about learns of it when it is filed
	"/reserve*":                ofSecrets, "/api/v1/reserve/*": ofSecrets, "/lists/reserve.candidate": ofSecrets,
	"/concern*": ofSecrets, "/api/v1/concern/*": ofSecrets, "/lists/concern.*": ofSecrets, "/overview/concern": ofSecrets,
	"/lists/reminder.alarm": ofSecrets, "/api/v1/reminder/alarms*": ofSecrets,
	"/lists/appraisal.opinion": ofSecrets, "/api/v1/appraisal/opinions": ofSecrets, "/lists/assessment.objection": ofSecrets,
	"/api/v1/assessment/objections": ofSecrets, "/api/v1/records": ofSecrets,
	"/appraisal/vote/*": ofBallots, "/api/v1/appraisal/tasks": ofBallots, "/assessment/rate": ofBallots, "/api/v1/assessment/tasks": ofBallots,
	"/commendation/bulletins/*": ofPublic, "/api/v1/commendation/bulletins": ofPublic,
	"/api/v1/appraisal/rounds": ofActors, "/api/v1/assessment/cycles": ofActors, "/api/v1/bonus/adjustments": ofActors, "/api/v1/bonus/entries": ofActors,
	"/api/v1/bonus/periods": ofActors, "/api/v1/bonus/schemes": ofActors, "/api/v1/education/campaigns": ofActors, "/api/v1/education/studies": ofActors,
	"/api/v1/reminder/exposures": ofActors, "/api/v1/roster/imports": ofActors, "/api/v1/rotation/plans": ofActors, "/education/studies/*": ofActors,
}

// offeredPeople are the people among whom the filter of a list is chosen (ofChoices).
var offeredPeople = regexp.MustCompile(`(?s)<select [^>]*id="f-person".*?</select>`)

// sighted are the names of the office that a page can show, by person. Names of two
// characters can be part of other words.
func (m *measured) sighted(t *testing.T) map[string][]byte {
	t.Helper()
	book, err := m.Roster.Book(t.Context(), m.Office)
	if err != nil {
		t.Fatal(err)
	}
	names := map[string][]byte{}
	for _, p := range book.On(evaluation.DateOf(officeAt)).Members() {
		if len([]rune(p.Name)) > 2 {
			names[p.ID] = []byte(p.Name)
		}
	}
	return names
}

// newest is the number of the last entry of the trail.
func (m *measured) newest(t *testing.T) int64 {
	t.Helper()
	last, err := m.store.Store.LastTrail(t.Context(), m.Office)
	if err != nil && evaluation.CodeOf(err) != evaluation.CodeNotFound {
		t.Fatal(err)
	}
	return last.Seq
}

// unnoted returns somebody whom an answer names to another person, if no look was told
// since an entry of the trail; "" if all is well.
func (m *measured) unnoted(t *testing.T, name, address string, since int64, names map[string][]byte, reply *pagetest.Reply) string {
	t.Helper()
	who := m.actors[name]
	if evaluation.By(evaluation.RoleDiscipline, evaluation.RoleSupervisor, evaluation.RoleAuditor).Include(who) {
		return "" // whose looks are not told
	}
	path, _, _ := strings.Cut(address, "?")
	for unless := range unlooked {
		if begins, all := strings.CutSuffix(unless, "*"); path == unless || all && strings.HasPrefix(path, begins) {
			return ""
		}
	}
	shown, body := "", offeredPeople.ReplaceAll(reply.Body, nil)
	for id, one := range names {
		if id != who.Person && bytes.Contains(body, one) {
			shown = string(one)
		}
	}
	if shown == "" {
		return ""
	}
	list, err := m.store.Store.FindTrail(t.Context(), m.Office, evaluation.TrailFilter{Account: who.Account}, since, false, 20)
	if err != nil {
		t.Fatal(err)
	}
	if slices.ContainsFunc(list, func(e evaluation.TrailEntry) bool { return len(e.Look.Shown) > 0 || e.Action == evaluation.ActRead }) {
		return ""
	}
	return shown
}

// onlyLooked reports whether what was printed or sent as a file was noted as a look at a page
// since an entry of the trail.
func (m *measured) onlyLooked(t *testing.T, name, address string, since int64, reply *pagetest.Reply) bool {
	t.Helper()
	path, _, _ := strings.Cut(address, "?")
	file := strings.Contains(reply.Type, "officedocument") || strings.Contains(reply.Type, "zip") || strings.Contains(reply.Type, "application/xml")
	if reply.Status != http.StatusOK || !file && !strings.Contains(path, "/print/") {
		return false
	}
	list, err := m.store.Store.FindTrail(t.Context(), m.Office, evaluation.TrailFilter{Account: m.actors[name].Account}, since, false, 20)
	if err != nil {
		t.Fatal(err)
	}
	return slices.ContainsFunc(list, func(e evaluation.TrailEntry) bool {
		return len(e.Look.Shown) > 0 && e.Look.Taken == evaluation.OnScreen
	})
}
