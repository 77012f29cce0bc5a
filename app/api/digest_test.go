package api_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
)

// TestTheDescriptionIsTheReviewedOne compares a digest of the OpenAPI document
// with the reviewed one: a line for each operation and a line for each schema.
// Descriptions in words and examples are left out.
func TestTheDescriptionIsTheReviewedOne(t *testing.T) {
	w := newWorld(t)
	var doc struct {
		Paths      map[string]map[string]any
		Components struct{ Schemas map[string]any }
	}
	w.send(scene{method: "GET", path: "/api/v1/openapi.json", status: 200}).into(t, &doc)
	var lines []string
	for path, item := range doc.Paths {
		for method, op := range item {
			lines = append(lines, path+" "+strings.ToUpper(method)+" "+operationDigest(t, op))
		}
	}
	slices.Sort(lines)
	names := make([]string, 0, len(doc.Components.Schemas))
	for name, schema := range doc.Components.Schemas {
		names = append(names, name+" = "+schemaDigest(schema))
	}
	slices.Sort(names)
	golden(t, "operations.txt", strings.Join(lines, "\n")+"\n\n"+strings.Join(names, "\n")+"\n")
}

// operationDigest is the id, the parameters, the body and the replies.
func operationDigest(t *testing.T, value any) string {
	op := fields(value)
	parts := []string{fmt.Sprint(op["operationId"])}
	if security, ok := op["security"].([]any); ok && len(security) == 0 {
		parts = append(parts, "open")
	}
	for _, p := range items(op["parameters"]) {
		p := fields(p)
		mark := ""
		if p["required"] == true {
			mark = "*"
		}
		parts = append(parts, fmt.Sprintf("%s:%s%s:%s", p["in"], p["name"], mark, schemaDigest(p["schema"])))
	}
	if body := fields(op["requestBody"]); body != nil {
		parts = append(parts, "body:"+contentDigest(body["content"]))
	}
	replies := fields(op["responses"])
	statuses := make([]string, 0, len(replies))
	for status, reply := range replies {
		content := contentDigest(fields(reply)["content"])
		if content != "application/problem+json:Problem" {
			status += "=" + content
		}
		statuses = append(statuses, status)
	}
	slices.Sort(statuses)
	if len(statuses) == 0 {
		t.Errorf("%v describes no reply", op["operationId"])
	}
	return strings.Join(append(parts, "->"), " ") + " " + strings.Join(statuses, " ")
}

func contentDigest(value any) string {
	var all []string
	for media, content := range fields(value) {
		all = append(all, media+":"+schemaDigest(fields(content)["schema"]))
	}
	slices.Sort(all)
	return strings.Join(all, ",")
}

// schemaDigest writes a schema on one line: required fields carry a star, what
// is neither a type nor a structure is written as JSON.
func schemaDigest(value any) string {
	s := fields(value)
	if ref, ok := s["$ref"].(string); ok {
		return ref[strings.LastIndex(ref, "/")+1:]
	}
	text := typeDigest(s)
	bounds := map[string]any{}
	for key, v := range s {
		switch key {
		case "type", "format", "items", "properties", "required", "description", "examples", "example", "title":
		case "additionalProperties":
			if inner := fields(v); inner != nil {
				text += "<" + schemaDigest(inner) + ">"
			} else if v != false {
				bounds[key] = v
			}
		default:
			bounds[key] = v
		}
	}
	if len(bounds) > 0 {
		raw, _ := json.Marshal(bounds) // made from JSON a moment ago
		text += string(raw)
	}
	return text
}

func typeDigest(s map[string]any) string {
	text := ""
	switch kind := s["type"].(type) {
	case string:
		text = kind
	case []any:
		text = strings.Trim(strings.ReplaceAll(fmt.Sprint(kind), " ", "|"), "[]")
	}
	if format, ok := s["format"].(string); ok {
		text += "/" + format
	}
	if s["items"] != nil {
		text += "[" + schemaDigest(s["items"]) + "]"
	}
	properties := fields(s["properties"])
	if properties == nil {
		return text
	}
	required := items(s["required"])
	var all []string
	for name, p := range properties {
		mark := ""
		if slices.Contains(required, any(name)) {
			mark = "*"
		}
		all = append(all, name+mark+":"+schemaDigest(p))
	}
	slices.Sort(all)
	return text + "{" + strings.Join(all, " ") + "}"
}

func fields(value any) map[string]any {
	m, _ := value.(map[string]any)
	return m
}

func items(value any) []any {
	list, _ := value.([]any)
	return list
}
