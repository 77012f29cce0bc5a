package api_test

import (
	"slices"
	"strings"
	"testing"
)

// TestPersonalFieldsAreInNoReplyBesideThePersonsRecords follows every described
// reply down to its fields. Birth, sex, politics, phone and relatives may come
// only with records whose fields the policy hands out one by one.
func TestPersonalFieldsAreInNoReplyBesideThePersonsRecords(t *testing.T) {
	personal := []string{"born", "birth", "sex", "politics", "phone", "relatives", "id_card", "ethnicity"}
	records := []string{
		"/roster ", "/roster/people", // the policy says for each person which fields the reader sees
		"/roster/particulars",   // family and photo, by the same policy
		"/roster/committees",    // phone of a committee, not of a person
		"/assessment/sheets",    // the official form
		"/assessment/talks",     // its record
		"/reserve/candidates",   // read by personnel and principal leaders alone
		"/records", "/records/", // any record, by the same policy
	}
	w := newWorld(t)
	var doc struct {
		Paths      map[string]map[string]any
		Components struct{ Schemas map[string]any }
	}
	w.send(scene{method: "GET", path: "/api/v1/openapi.json", status: 200}).into(t, &doc)
	seen := 0
	for path, item := range doc.Paths {
		for method, op := range item {
			for status, reply := range fields(fields(op)["responses"]) {
				for _, content := range fields(fields(reply)["content"]) {
					found := named(doc.Components.Schemas, fields(content)["schema"], map[string]bool{})
					found = slices.DeleteFunc(found, func(f string) bool { return !slices.Contains(personal, f) })
					seen += len(found)
					allowed := slices.ContainsFunc(records, func(p string) bool { return strings.HasPrefix(path+" ", p) })
					if len(found) > 0 && !allowed {
						t.Errorf("%s %s answers %s with %v of people", method, path, status, found)
					}
				}
			}
		}
	}
	if seen == 0 {
		t.Error("not even the roster answers with personal fields: the test looks past them")
	}
}

// named are the names of all fields that a schema leads to.
func named(schemas map[string]any, value any, visited map[string]bool) []string {
	s := fields(value)
	if s == nil {
		return nil
	}
	if ref, ok := s["$ref"].(string); ok {
		name := ref[strings.LastIndex(ref, "/")+1:]
		if visited[name] {
			return nil
		}
		visited[name] = true
		return named(schemas, schemas[name], visited)
	}
	list := append(named(schemas, s["items"], visited), named(schemas, s["additionalProperties"], visited)...)
	for name, p := range fields(s["properties"]) {
		list = append(append(list, name), named(schemas, p, visited)...)
	}
	return list
}
