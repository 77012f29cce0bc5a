package api_test

import (
	"net/http"
	"strings"
	"testing"

	"kaoji/app/server/matrix"
	"kaoji/evaluation"
	"kaoji/evaluation/reserve"
)

// TestNoReplyBetraysTheListToWhomItIsClosed asks every route that reads, about
// everybody on the list, and everything that can be asked for at all.
func TestNoReplyBetraysTheListToWhomItIsClosed(t *testing.T) {
	w := newWorld(t)
	o := w.office()
	var ids []string
	for _, state := range []evaluation.State{reserve.Nominated, reserve.Approved, reserve.Training, reserve.Ready} {
		for _, a := range o.Askers {
			id, err := o.Record(reserve.KindCandidate, state, matrix.Own, a)
			if err != nil {
				t.Fatal(err)
			}
			ids = append(ids, id)
		}
	}
	asked, told := 0, 0
	for _, a := range o.Askers {
		may := a.Role == evaluation.RolePersonnel || a.Role == evaluation.RolePrincipal
		for _, r := range w.api.Routes() {
			if r.Method != http.MethodGet || strings.HasPrefix(r.Path, "/rulepack") || strings.Contains(r.Path, "openapi") || strings.Contains(r.Path, "{file}") {
				continue // what rules the office has, and what can be asked at all, is no secret
			}
			for _, path := range paths(r.Path, ids) {
				got := w.fetch(scene{method: r.Method, path: "/api/v1" + path, token: w.tokenOf("the", a)})
				asked++
				said := strings.Contains(got.body, "reserve") || strings.Contains(got.body, "后备")
				for _, id := range ids {
					said = said || strings.Contains(got.body, id) && !strings.Contains(path, id)
				}
				if told += count(said); said && !may {
					t.Errorf("%s is told by %s (%d):\n%.300s", a.Role, path, got.StatusCode, got.body)
				}
			}
		}
	}
	if asked < 500 || told == 0 { // the control: those who may are told
		t.Errorf("asked %d times, told %d times", asked, told)
	}
	if log := w.log.String(); strings.Contains(log, "candidate") && !onlyRoutes(log) {
		t.Errorf("the log says:\n%.2000s", log)
	}
}

func count(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

// paths are the addresses of a route, about one after another.
func paths(path string, ids []string) []string {
	if !strings.Contains(path, "{") {
		return []string{path, path + "?lang=en"}
	}
	if strings.Count(path, "{") > 1 || !strings.Contains(path, "{id}") {
		return nil
	}
	var list []string
	for _, id := range []string{ids[0], ids[len(ids)-1]} {
		list = append(list, strings.Replace(path, "{id}", id, 1))
	}
	return list
}

// onlyRoutes reports that the log names the kind in addresses of routes alone:
// that somebody asked there, not whom for.
func onlyRoutes(log string) bool {
	return !strings.Contains(strings.ReplaceAll(log, "/api/v1/reserve/candidates", ""), "candidate")
}
