package main

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/api/rest"
	"kaoji/app/server"
	"kaoji/evaluation"
)

// What a figure says is the length of the list that it opens, for whoever reads it,
// in all and in each department; by the address that pages and API give it too.
func TestAFigureIsTheLengthOfItsList(t *testing.T) {
	place := oldPlace(t)
	if err := opened(t, place).Store.Close(); err != nil {
		t.Fatal(err)
	}
	m := measure(t, place.Data, readersOf...)
	some := 0
	for _, name := range readersOf {
		list, err := m.Service.Glances(t.Context(), m.actors[name])
		if err != nil {
			t.Fatal(err)
		}
		for _, g := range list {
			for i := range g.Figures {
				f := &g.Figures[i]
				if n := m.listed(t, name, f); n != f.Now.N.Sum() {
					t.Errorf("%s %s as %s: %d, and its list has %d", g.Measure, f.Key, name, f.Now.N.Sum(), n)
				} else if n > 0 {
					some++
				}
			}
		}
	}
	if some < 20 {
		t.Errorf("only %d figures are not 0", some)
	}
	for _, name := range []string{"zuzhi", "tq0001"} {
		for _, f := range m.figuresOfAPI(t, name) {
			if n := m.lengthOf(t, name, f.List); n != f.Value {
				t.Errorf("%s as %s: %d, and %s has %d", f.Key, name, f.Value, f.List, n)
			}
		}
	}
}

// listed counts the records of a figure one by one, and checks its departments.
func (m *measured) listed(t *testing.T, name string, f *evaluation.Figure) int64 {
	t.Helper()
	n, units := int64(0), evaluation.Split{}
	for v, err := range evaluation.AllViews(t.Context(), m.Service.Index, m.actors[name], f.Query(evaluation.DateOf(officeAt))) {
		if err != nil {
			t.Fatal(err)
		}
		n++
		units[v.Unit]++
	}
	for unit, want := range units {
		if got, _ := f.Now.In(unit); got != want {
			t.Errorf("%s as %s in %s: %d, and its list has %d", f.Key, name, unit, got, want)
		}
	}
	return n
}

type apiFigure struct {
	Key, List string
	Value     int64
}

func (m *measured) figuresOfAPI(t *testing.T, name string) []apiFigure {
	t.Helper()
	var reply struct {
		Items []struct{ Figures []apiFigure }
	}
	m.get(t, name, rest.Prefix+"/glances", &reply)
	var list []apiFigure
	for _, g := range reply.Items {
		list = append(list, g.Figures...)
	}
	if len(list) == 0 {
		t.Fatalf("%s sees no figure", name)
	}
	return list
}

// lengthOf follows the pages of a list of the API.
func (m *measured) lengthOf(t *testing.T, name, address string) int64 {
	t.Helper()
	n := int64(0)
	for cursor := "first"; cursor != ""; {
		var page struct {
			Items []json.RawMessage
			Next  string
		}
		at := address + "&limit=500"
		if cursor != "first" {
			at += "&cursor=" + url.QueryEscape(cursor)
		}
		m.get(t, name, at, &page)
		n, cursor = n+int64(len(page.Items)), page.Next
	}
	return n
}

func (m *measured) get(t *testing.T, name, address string, into any) {
	t.Helper()
	req := httptest.NewRequest(http.MethodGet, address, nil)
	req.Header.Set(fiber.HeaderAuthorization, "Bearer "+m.readers[name].cookies[server.CookieAccess])
	reply, err := m.readers[name].send(req)
	if err != nil || reply.Status != http.StatusOK {
		t.Fatalf("%s as %s: %d, %v", address, name, reply.Status, err)
	}
	if err := json.Unmarshal(reply.Body, into); err != nil {
		t.Fatalf("%s: %v", address, err)
	}
}
