package api_test

import (
	"encoding/json"
	"flag"
	"mime"
	"net/http"
	"os"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/danielgtaylor/huma/v2"

	"kaoji/app/api"
)

var update = flag.Bool("update", false, "write the golden files anew")

// golden compares with a reviewed file in testdata.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := "testdata/" + name
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if string(want) == got {
		return
	}
	is, should := strings.Split(got, "\n"), strings.Split(string(want), "\n")
	for i := range max(len(is), len(should)) {
		if i >= len(is) || i >= len(should) || is[i] != should[i] {
			t.Fatalf("%s differs from line %d on:\n%s\nwant:\n%s", name, i+1, line(is, i), line(should, i))
		}
	}
}

func line(lines []string, i int) string {
	if i < len(lines) {
		return lines[i]
	}
	return "(end)"
}

// holdsToDescription is part of every request in these tests: the status must
// be described, and the reply be of the described shape.
func (w *world) holdsToDescription(s scene, r reply) {
	w.t.Helper()
	path, _, _ := strings.Cut(s.path, "?")
	route := w.routeOf(s.method, path)
	if route == nil {
		return
	}
	op := operation(w.described(), s.method, route.Path)
	described := op.Responses[strconv.Itoa(r.StatusCode)]
	if described == nil {
		w.t.Errorf("%s %s answered %d, which is not described: %s", s.method, route.Path, r.StatusCode, r.body)
		return
	}
	if len(described.Content) == 0 {
		if r.body != "" {
			w.t.Errorf("%s %s: a body where none is described: %s", s.method, route.Path, r.body)
		}
		return
	}
	media, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	content := described.Content[media]
	if content == nil {
		if route.Media == "" {
			w.t.Errorf("%s %s: %d is %s, which is not described", s.method, route.Path, r.StatusCode, media)
		}
		return
	}
	if !strings.HasSuffix(media, "json") {
		return
	}
	var value any
	r.into(w.t, &value)
	var result huma.ValidateResult
	huma.Validate(w.described().Components.Schemas, content.Schema, huma.NewPathBuffer([]byte{}, 0), huma.ModeReadFromServer, value, &result)
	for _, err := range result.Errors {
		w.t.Errorf("%s %s: %d differs from its description: %v", s.method, route.Path, r.StatusCode, err)
	}
}

func (w *world) routeOf(method, path string) *api.Route {
	routes := w.api.Routes()
	parts := strings.Split(strings.TrimPrefix(path, api.Prefix), "/")
	for i := range routes {
		pattern := strings.Split(routes[i].Path, "/")
		if routes[i].Method != method || len(pattern) != len(parts) {
			continue
		}
		fits := true
		for j := range parts {
			fits = fits && (pattern[j] == parts[j] || strings.HasPrefix(pattern[j], "{"))
		}
		if fits {
			return &routes[i]
		}
	}
	return nil
}

func operation(doc *huma.OpenAPI, method, path string) *huma.Operation {
	item := doc.Paths[path]
	return map[string]*huma.Operation{"GET": item.Get, "POST": item.Post, "PUT": item.Put, "DELETE": item.Delete}[method]
}

func TestEveryExampleOfABodyHoldsToItsSchema(t *testing.T) {
	w := newWorld(t)
	doc, seen := w.described(), 0
	for _, r := range w.api.Routes() {
		op := operation(doc, r.Method, r.Path)
		if op.RequestBody == nil || r.File {
			continue
		}
		seen++
		content := op.RequestBody.Content["application/json"]
		raw, err := json.Marshal(content.Example)
		if err != nil {
			t.Fatal(err)
		}
		var value any
		if err := json.Unmarshal(raw, &value); err != nil {
			t.Fatal(err)
		}
		content.Schema.PrecomputeMessages()
		var result huma.ValidateResult
		huma.Validate(doc.Components.Schemas, content.Schema, huma.NewPathBuffer([]byte{}, 0), huma.ModeWriteToServer, value, &result)
		for _, err := range result.Errors {
			t.Errorf("%s %s: %v in %s", r.Method, r.Path, err, raw)
		}
	}
	if seen < 20 {
		t.Errorf("only %d bodies", seen)
	}
}

func TestEveryRouteHasAnIdOfItsOwnAndSaysWhoMayAsk(t *testing.T) {
	w := newWorld(t)
	ids := map[string]bool{}
	for _, r := range w.api.Routes() {
		if ids[r.ID] || r.ID == "" || r.Summary == "" || r.Tag == "" || r.Status == 0 {
			t.Errorf("%s %s: id %q is taken, or something is not said", r.Method, r.Path, r.ID)
		}
		ids[r.ID] = true
		if (r.Area == "") != (r.Act == "") && r.Kind == "" {
			t.Errorf("%s %s: area %q without act %q", r.Method, r.Path, r.Area, r.Act)
		}
	}
	// What the app really serves below /api is in the table.
	for _, r := range w.app.GetRoutes(true) {
		about := []string{api.Prefix + "/openapi.json", "/api/docs", "/api/docs/show.js"} // the description itself, open to all
		if !strings.HasPrefix(r.Path, "/api/") || r.Method == http.MethodHead || slices.Contains(about, r.Path) {
			continue
		}
		if w.routeOf(r.Method, strings.ReplaceAll(r.Path, ":", "")) == nil {
			t.Errorf("%s %s is served and stands in no table", r.Method, r.Path)
		}
	}
}

func TestTheDescriptionNamesEveryActThatSomebodyMayDo(t *testing.T) {
	w := newWorld(t)
	described := map[string]bool{}
	for _, r := range w.api.Routes() {
		described[r.Kind+" "+r.Act] = true
	}
	for _, k := range []string{"roster.person", "roster.department", "rules.override", "workday.year", "office.settings"} {
		kind, ok := w.service.Kind(k)
		if !ok || reflect.TypeOf(kind.Payload()).Kind() != reflect.Pointer {
			t.Fatalf("no kind %s", k)
		}
		for _, a := range kind.Acts {
			internal := slices.Contains([]string{"ask_class", "imported", "reimported", "restored", "withdrawn"}, a.Name)
			if described[k+" "+a.Name] == internal {
				t.Errorf("%s %s: described %v", k, a.Name, !internal)
			}
		}
	}
}

// What Go writes as null has to be described as something that can be null.
func TestWhatCanBeNullIsDescribedSo(t *testing.T) {
	w := newWorld(t)
	registry := w.described().Components.Schemas
	seen := 0
	for name, schema := range registry.Map() {
		goes := registry.TypeFromRef("#/components/schemas/" + name)
		if goes == nil || goes.Kind() != reflect.Struct {
			continue
		}
		raw, err := json.Marshal(reflect.New(goes).Elem().Interface())
		if err != nil {
			t.Fatal(err)
		}
		var empty map[string]json.RawMessage
		if json.Unmarshal(raw, &empty) != nil {
			continue // it is written as something else
		}
		for field, value := range empty {
			p := schema.Properties[field]
			if string(value) != "null" || p == nil || p.Type == "" && p.Ref == "" && p.AnyOf == nil {
				continue
			}
			seen++
			if !p.Nullable && !slices.ContainsFunc(p.AnyOf, func(s *huma.Schema) bool { return s.Type == "null" }) {
				t.Errorf("%s.%s is null at first and not described so", name, field)
			}
		}
	}
	if seen < 50 {
		t.Errorf("only %d members were looked at", seen)
	}
}

// described is the description of the API.
func (w *world) described() *huma.OpenAPI {
	w.t.Helper()
	doc, err := w.api.Description()
	if err != nil {
		w.t.Fatal(err)
	}
	return doc
}
