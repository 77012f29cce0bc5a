package page_test

import (
	"fmt"
	"strings"
	"testing"

	"kaoji/evaluation"
	"kaoji/evaluation/roster"
)

func TestWhatSomebodyHasDealtWithOutlivesManyChangesByOthers(t *testing.T) {
	s := newSite(t)
	first := s.login("first", "", evaluation.RolePersonnel)
	first.get("/new/roster.department/open")
	first.post("/new/roster.department/open", map[string][]string{"name": {"最先设立的科室"}, "order": {"1"}})
	other := evaluation.Actor{Office: office, Account: "somebody-else", Name: "他人", Roles: []evaluation.Role{evaluation.RolePersonnel}}
	for i := range 101 {
		if _, err := s.service.Create(t.Context(), other, roster.KindDepartment, "open", evaluation.Creation{
			Input: &roster.OpenDepartment{Name: fmt.Sprint("科室", i), Order: i + 2},
		}); err != nil {
			t.Fatal(err)
		}
	}
	page := first.get("/todo")
	_, done, found := strings.Cut(page, "已办")
	if !found || !strings.Contains(done, "最先设立的科室") || strings.Contains(done, "科室7") {
		t.Errorf("%v: %s", found, done)
	}
}
