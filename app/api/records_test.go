package api_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"kaoji/evaluation"
)

func TestARecordFromMakingToHistory(t *testing.T) {
	w := newWorld(t)
	token := w.role(evaluation.RolePersonnel)
	id, version := w.department("经济发展办公室")
	at := "/api/v1/roster/departments/" + id
	one := w.send(scene{name: "get", method: "GET", path: at, token: token, status: 200, has: []string{"经济发展办公室", `"acts":["rename"`}})
	if one.Header.Get("ETag") != version || version != `"1"` {
		t.Errorf("ETag %q after making, %q later", version, one.Header.Get("ETag"))
	}
	act := at + "/acts/rename"
	body := `{"input":{"name":"经济服务办公室","from":"2026-03-01"}}`
	w.send(scene{name: "no version", method: "POST", path: act, token: token, body: body, status: 428, has: []string{`"precondition"`}})
	w.send(scene{name: "weak version", method: "POST", path: act, token: token, body: body, head: map[string]string{"If-Match": `W/"1"`}, status: 428})
	w.send(scene{name: "any version", method: "POST", path: act, token: token, body: body, head: map[string]string{"If-Match": "*"}, status: 428})
	w.send(scene{name: "another version", method: "POST", path: act, token: token, body: body, head: map[string]string{"If-Match": `"7"`}, status: 409, has: []string{`"conflict"`}})
	w.send(scene{name: "nothing in it", method: "POST", path: act, token: token, body: `{"input":{}}`, head: map[string]string{"If-Match": version}, status: 422, has: []string{`"field":"name"`, `"rule":"error.field.required"`}})
	done := w.send(scene{name: "rename", method: "POST", path: act, token: token, body: body, head: map[string]string{"If-Match": version}, status: 200, has: []string{"经济服务办公室", `"version":2`}, lacks: []string{`"acts"`}})
	if done.Header.Get("ETag") != `"2"` {
		t.Errorf("ETag %q", done.Header.Get("ETag"))
	}
	w.send(scene{name: "no reason", method: "POST", path: at + "/acts/close", token: token, body: `{"input":{"closed":"2026-03-01"}}`, head: map[string]string{"If-Match": `"2"`}, status: 422, has: []string{`"field":"reason"`}})
	w.send(scene{name: "history", method: "GET", path: at + "/history", token: token, status: 200, has: []string{`"act":"open"`, `"act":"rename"`}})
	w.send(scene{name: "of another kind", method: "GET", path: "/api/v1/roster/people/" + id, token: token, status: 404})
	w.send(scene{name: "act under another kind", method: "POST", path: "/api/v1/roster/committees/" + id + "/acts/close", token: token, body: `{"input":{"closed":"2026-03-01"},"reason":"x"}`, head: map[string]string{"If-Match": `"2"`}, status: 404})
	w.send(scene{name: "in everything", method: "GET", path: "/api/v1/records?kind=roster.department", token: token, status: 200, has: []string{id}, lacks: []string{`"acts"`}})
	w.send(scene{name: "todo", method: "GET", path: "/api/v1/todo", token: token, status: 200, has: []string{`"items":[]`}})
}

// No notice of holidays can be there for 2049: a deadline in it may move.
func TestADeadlineThatDependsOnAnUnpublishedNoticeSaysSo(t *testing.T) {
	w := newWorld(t)
	token := w.role(evaluation.RolePersonnel)
	id, _ := w.department("经济发展办公室")
	at := "/api/v1/roster/departments/" + id
	for due, said := range map[string]bool{"2049-03-04": true, "2026-03-04": false} {
		r, err := w.store.Get(t.Context(), office, id)
		if err != nil {
			t.Fatal(err)
		}
		if r.Due, err = evaluation.ParseDate(due); err != nil {
			t.Fatal(err)
		}
		if _, err = w.store.Put(t.Context(), r); err != nil {
			t.Fatal(err)
		}
		for _, path := range []string{at, "/api/v1/records?kind=roster.department"} {
			s := scene{name: path + " " + due, method: "GET", path: path, token: token, status: 200, has: []string{due}}
			if said {
				s.has = append(s.has, `"due_unsettled":true`)
			} else {
				s.lacks = []string{"due_unsettled"}
			}
			w.send(s)
		}
	}
}

func TestWhatOneMayNotSeeAnswersLikeWhatIsNotThere(t *testing.T) {
	w := newWorld(t)
	id, _ := w.department("党群工作办公室")
	admin := w.role(evaluation.RoleAdmin)
	there := w.send(scene{method: "GET", path: "/api/v1/roster/departments/" + id, token: admin, status: 404})
	absent := w.send(scene{method: "GET", path: "/api/v1/roster/departments/" + newID(), token: admin, status: 404})
	if there.body != absent.body {
		t.Errorf("there %s, absent %s", there.body, absent.body)
	}
}

func TestListsComeInPages(t *testing.T) {
	w := newWorld(t)
	token := w.role(evaluation.RolePersonnel)
	want := map[string]bool{}
	for i := range 7 {
		id, _ := w.department(fmt.Sprintf("第%d科", i))
		want[id] = true
	}
	cursor, pages := "", 0
	for {
		var page struct {
			Items []struct{ ID string }
			Next  string
		}
		w.send(scene{method: "GET", path: "/api/v1/roster/departments?limit=3&sort=-changed&cursor=" + cursor, token: token, status: 200}).into(t, &page)
		for _, item := range page.Items {
			if !want[item.ID] {
				t.Errorf("%s twice, or not ours", item.ID)
			}
			delete(want, item.ID)
		}
		pages++
		if cursor = page.Next; cursor == "" {
			break
		}
	}
	if len(want) != 0 || pages != 3 {
		t.Errorf("%d left after %d pages", len(want), pages)
	}
	for query, field := range map[string]string{
		"limit=0": "limit", "limit=501": "limit", "limit=x": "limit", "sort=salary": "sort", "state=gone": "state", "stat=open": "stat",
		"on_from=2026-13-01": "on_from", "limit=1&limit=2": "limit", "cursor=" + strings.Repeat("a", 2001): "cursor",
	} {
		w.send(scene{name: query, method: "GET", path: "/api/v1/roster/departments?" + query, token: token, status: 422, has: []string{`"field":"` + field + `"`}})
	}
	w.send(scene{name: "a cursor of another query", method: "GET", path: "/api/v1/roster/departments?cursor=nonsense", token: token, status: 422})
}

const opening = `{"input":{"name":"社区管理办公室","order":3,"opened":"2020-01-01"}}`

func TestARepeatedCreationGetsTheSameReplyAndMakesNothingAgain(t *testing.T) {
	w := newWorld(t)
	token := w.role(evaluation.RolePersonnel)
	s := scene{method: "POST", path: "/api/v1/roster/departments/acts/open", token: token, body: opening, head: map[string]string{"Idempotency-Key": "k-1"}, status: 201}
	first := w.send(s)
	w.pass(23 * time.Hour)
	token = w.as("later", "", evaluation.RolePersonnel)
	again := w.send(scene{method: "POST", path: s.path, token: token, body: opening, head: s.head, status: 422})
	if again.body == first.body {
		t.Error("another account's key answered with our reply")
	}
	s.token = w.login("the-personnel")
	again = w.send(s)
	if again.body != first.body || again.Header.Get("ETag") != first.Header.Get("ETag") || again.Header.Get("Location") != first.Header.Get("Location") {
		t.Errorf("first %s %v, again %s %v", first.body, first.Header, again.body, again.Header)
	}
	other := s
	other.body, other.status, other.has = strings.Replace(opening, "3", "4", 1), 422, []string{"Idempotency-Key"}
	w.send(other)
	s.status = 422 // a day later the key is free, and the name is taken
	w.pass(2 * time.Hour)
	s.token = w.login("the-personnel")
	w.send(s)
	if n := w.count("roster.department"); n != 1 {
		t.Errorf("%d departments", n)
	}
}

func TestOfTheSameCreationSentAtOnceOneIsMade(t *testing.T) {
	w := newWorld(t)
	token := w.role(evaluation.RolePersonnel)
	var wg sync.WaitGroup
	bodies := make([]string, 16)
	for i := range bodies {
		wg.Go(func() {
			bodies[i] = w.send(scene{method: "POST", path: "/api/v1/roster/departments/acts/open", token: token, body: opening, head: map[string]string{"Idempotency-Key": "k-2"}, status: 201}).body
		})
	}
	wg.Wait()
	for _, b := range bodies {
		if b != bodies[0] {
			t.Errorf("%s and %s", b, bodies[0])
		}
	}
	if n := w.count("roster.department"); n != 1 {
		t.Errorf("%d departments", n)
	}
}

func TestAKeyOfARefusedCreationIsFreeAgain(t *testing.T) {
	w := newWorld(t)
	token := w.role(evaluation.RolePersonnel)
	s := scene{method: "POST", path: "/api/v1/roster/departments/acts/open", token: token, body: `{"input":{"order":3}}`, head: map[string]string{"Idempotency-Key": "k-3"}, status: 422}
	w.send(s)
	s.body, s.status = opening, 201
	w.send(s)
}

func TestACreationCutOffAfterItsWriteIsNotMadeTwice(t *testing.T) {
	w := newWorld(t)
	token := w.role(evaluation.RolePersonnel)
	s := scene{method: "POST", path: "/api/v1/roster/departments/acts/open", token: token, body: opening, head: map[string]string{"Idempotency-Key": "k-4"}, status: 201}
	first := w.send(s)
	// As after a crash: the record is stored, the reply was not.
	cells, err := w.store.FindCells(t.Context(), evaluation.CellQuery{Class: "idempotency", Office: office, Limit: 10})
	if err != nil || len(cells) != 1 {
		t.Fatal(len(cells), err)
	}
	var attempt map[string]string
	if err := json.Unmarshal(cells[0].Body, &attempt); err != nil {
		t.Fatal(err)
	}
	delete(attempt, "reply")
	delete(attempt, "etag")
	if cells[0].Body, err = json.Marshal(attempt); err != nil {
		t.Fatal(err)
	}
	if _, err := w.store.PutCell(t.Context(), cells[0]); err != nil {
		t.Fatal(err)
	}
	again := w.send(s)
	if again.Header.Get("Location") != first.Header.Get("Location") {
		t.Errorf("made at %s, then at %s", first.Header.Get("Location"), again.Header.Get("Location"))
	}
	if n := w.count("roster.department"); n != 1 {
		t.Errorf("%d departments", n)
	}
}
