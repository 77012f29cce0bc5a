package api_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"kaoji/evaluation"
)

func TestAnActWithManyRecordsAnswersForEach(t *testing.T) {
	w := newWorld(t)
	token := w.role(evaluation.RolePersonnel)
	unit, _ := w.department("经济发展办公室")
	made := func(path, input string) string {
		var r struct{ ID string }
		w.send(scene{method: http.MethodPost, path: "/api/v1/roster/" + path, token: token, body: `{"input":` + input + `}`, status: 201}).into(t, &r)
		return r.ID
	}
	committee := made("committees/acts/open", `{"name":"塘桥第一居委会","order":1}`)
	var ids []string
	for i := range 3 {
		ids = append(ids, made("people/acts/enter", fmt.Sprintf(
			`{"no":"TQ000%d","name":"苏芳%d","sex":"男","born":"1980-05-01","joined":"2016-11-01","department":"%s","post":"科员","post_since":"2020-03-01"}`, i, i, unit)))
	}
	at := "/api/v1/roster/people/acts/liaise"
	items := func(of ...string) string {
		return `{"items":[` + strings.Join(of, ",") + `],"input":{"committee":"` + committee + `","from":"2026-01-01"}}`
	}
	seen := func(id string, version int) string { return fmt.Sprintf(`{"id":"%s","version":%d}`, id, version) }
	body := items(seen(ids[0], 1), seen(ids[1], 7), seen(newID(), 1))
	head := map[string]string{"Idempotency-Key": "one"}
	want := []string{`"id":"` + ids[0] + `","result":"done","version":2`, `"id":"` + ids[1] + `","result":"changed"`, `"result":"refused"`, `"title":`}
	for range 2 { // the same request again does nothing twice
		w.send(scene{name: "liaise", method: http.MethodPost, path: at, token: token, body: body, head: head, status: 200, has: want})
	}
	w.send(scene{name: "another body", method: http.MethodPost, path: at, token: token, body: items(seen(ids[2], 1)), head: head, status: 422, has: []string{"Idempotency-Key"}})
	w.pass(time.Second)
	w.send(scene{name: "without a key", method: http.MethodPost, path: at, token: token, body: body, status: 200, has: []string{`"result":"changed"`}, lacks: []string{`"done"`}})
	for name, body := range map[string]string{
		"no items": `{"input":{"committee":"` + committee + `","from":"2026-01-01"}}`, "empty": items(), "no version": items(`{"id":"` + ids[2] + `"}`),
		"items of another kind": `{"items":"all","input":{}}`, "no input": `{"items":[` + seen(ids[2], 1) + `]}`, "unknown member": items(`{"id":"x","version":1,"act":"depart"}`),
		"too many": items(strings.Split(strings.Repeat(seen(ids[2], 1)+"|", 501), "|")[:501]...),
	} {
		w.send(scene{name: name, method: http.MethodPost, path: at, token: token, body: body, status: 422})
	}
	w.send(scene{name: "who may not", method: http.MethodPost, path: at, token: w.role(evaluation.RoleCadre), body: body, status: 403})
	w.send(scene{name: "not for many", method: http.MethodPost, path: "/api/v1/roster/people/acts/depart", token: token, body: body, status: 404})
}
