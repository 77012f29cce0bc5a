package api_test

import (
	"encoding/json"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"kaoji/evaluation"
)

func TestAHundredMistakesAreReported(t *testing.T) {
	w := newWorld(t)
	s := scene{method: "POST", path: "/api/v1/workday/years/acts/enter", token: w.role(evaluation.RolePersonnel), status: 422,
		body: `{"input":{"year":2027,"source":"x","holidays":[` + strings.Repeat(`{"a":1},`, 10_000) + `{}]}}`}
	var got struct {
		Errors []struct{ Field string } `json:"errors"`
	}
	r := w.send(s)
	r.into(t, &got)
	if len(got.Errors) != evaluation.MostMistakes || len(r.body) > 64<<10 {
		t.Errorf("%d mistakes in %d bytes", len(got.Errors), len(r.body))
	}
	s.body = `{"input":{"year":2027,"source":"x","holidays":[` + strings.Repeat(`{},`, 60_000) + `{}]}}`
	s.has = []string{"50000"}
	w.send(s)
}

func TestWhoMayNotActIsNotToldWhatIsWrongWithTheInput(t *testing.T) {
	w := newWorld(t)
	id, version := w.department("经济发展办公室")
	at := "/api/v1/roster/departments/"
	cadre := w.as("li", newID(), evaluation.RoleCadre)
	admin := w.role(evaluation.RoleAdmin)
	for _, body := range []string{`{`, `{"input":{"no":1}}`, strings.Repeat("x", 2<<20)} {
		w.send(scene{name: "making", method: "POST", path: at + "acts/open", token: cadre, body: body, status: 403, lacks: []string{"errors"}})
		w.send(scene{name: "acting", method: "POST", path: at + id + "/acts/rename", token: cadre, body: body, status: 403, head: map[string]string{"If-Match": version}, lacks: []string{"errors"}})
		w.send(scene{name: "acting on what is not there", method: "POST", path: at + newID() + "/acts/rename", token: cadre, body: body, status: 404, lacks: []string{"errors"}})
		w.send(scene{name: "acting on what is hidden", method: "POST", path: at + id + "/acts/rename", token: admin, body: body, status: 404, lacks: []string{"errors"}})
	}
}

func TestAListEndsWithItsBytes(t *testing.T) {
	w := newWorld(t)
	const all = 120
	at := time.Unix(0, w.clock.Load()).UTC()
	long, err := json.Marshal(map[string]string{"name": strings.Repeat("科", 10_000)})
	if err != nil {
		t.Fatal(err)
	}
	for range all {
		id := newID()
		if _, err := w.store.Put(t.Context(), evaluation.Record{
			Office: office, ID: id, Unique: id, Kind: "roster.department", State: "open", Payload: long,
			Created: at, Changed: at,
		}); err != nil {
			t.Fatal(err)
		}
	}
	seen, pages := map[string]bool{}, 0
	for cursor := ""; ; pages++ {
		var got struct {
			Items []struct{ ID string }
			Next  string
		}
		r := w.send(scene{method: "GET", path: "/api/v1/roster/departments?limit=500&cursor=" + cursor, token: w.role(evaluation.RolePersonnel), status: 200})
		r.into(t, &got)
		if len(r.body) > 4<<20 {
			t.Errorf("a reply of %d bytes", len(r.body))
		}
		for _, item := range got.Items {
			seen[item.ID] = true
		}
		if cursor = got.Next; cursor == "" {
			break
		}
	}
	if len(seen) != all || pages == 0 {
		t.Errorf("%d records in %d pages", len(seen), pages+1)
	}
}

func TestTheProtocolIsSpokenAsItIsWritten(t *testing.T) {
	w := newWorld(t)
	token := w.role(evaluation.RoleAdmin)
	for _, scheme := range []string{"Bearer ", "bearer ", "BEARER  "} {
		w.send(scene{name: scheme, method: "GET", path: "/api/v1/me", status: 200, head: map[string]string{"Authorization": scheme + token}})
	}
	req := httptest.NewRequestWithContext(t.Context(), "HEAD", "/api/v1/me", nil)
	req.Header.Set("Authorization", "Bearer "+token)
	res, err := w.app.Test(req, -1)
	if err != nil {
		t.Fatal(err)
	}
	if err := res.Body.Close(); err != nil || res.StatusCode != 200 || res.ContentLength <= 0 {
		t.Errorf("HEAD: %d, length %d, %v", res.StatusCode, res.ContentLength, err)
	}
	r := w.send(scene{method: "DELETE", path: "/api/v1/me", token: token, status: 405, has: []string{`"code":"method"`}})
	if allow := r.Header.Get("Allow"); !strings.Contains(allow, "GET") || !strings.Contains(allow, "HEAD") {
		t.Errorf("Allow %q", allow)
	}
	for path, want := range map[string]string{"/accounts/bulk": "POST", "/accounts/slips": "GET, HEAD", "/accounts/" + newID(): "GET, HEAD, PUT", "/accounts": "GET, HEAD, POST"} {
		r := w.send(scene{method: "OPTIONS", path: "/api/v1" + path, token: token, status: 405})
		if allow := r.Header.Get("Allow"); allow != want {
			t.Errorf("%s: Allow %q, want %q", path, allow, want)
		}
	}
}
