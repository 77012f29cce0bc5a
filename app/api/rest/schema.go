package rest

import (
	"reflect"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"kaoji/evaluation"
)

// schemaOf describes an input by the fields used to check it, with an example built
// from their examples.
func schemaOf(fields []evaluation.Field) (*huma.Schema, any) {
	s := &huma.Schema{Type: "object", Properties: map[string]*huma.Schema{}, AdditionalProperties: false}
	example := map[string]any{}
	for i := range fields {
		f := &fields[i]
		var given any
		s.Properties[f.Name], given = fieldSchema(f)
		if given != nil {
			example[f.Name] = given
		}
		if !f.Optional {
			s.Required = append(s.Required, f.Name)
		}
	}
	return s, example
}

func fieldSchema(f *evaluation.Field) (*huma.Schema, any) {
	s, example := plainSchema(f)
	s.Description = f.Doc
	s.Extensions = map[string]any{"x-form": f.Form}
	if len(f.Rules) > 0 {
		s.Extensions["x-rules"] = f.Rules
	}
	return s, example
}

func plainSchema(f *evaluation.Field) (*huma.Schema, any) {
	switch f.Form {
	case evaluation.FormInteger:
		return &huma.Schema{Type: "integer", Minimum: float(f.Min), Maximum: float(f.Max)}, exampleNumber(f.Example)
	case evaluation.FormTick:
		return &huma.Schema{Type: "boolean"}, f.Example == "true"
	case evaluation.FormRows:
		rows, example := schemaOf(f.Rows)
		return listSchema(f, rows), []any{example}
	case evaluation.FormChoices, evaluation.FormPeople, evaluation.FormUnits, evaluation.FormFiles:
		example := []any{}
		for _, one := range strings.Split(orChoice(f), ",") {
			example = append(example, one)
		}
		return listSchema(f, &huma.Schema{Type: "string", Enum: choices(f)}), example
	case evaluation.FormDate:
		return &huma.Schema{Type: "string", Format: "date"}, exampleText(f, "2026-03-01")
	}
	s := &huma.Schema{Type: "string", MaxLength: &f.MaxLength, Enum: choices(f)}
	if f.Form == evaluation.FormTime {
		s.Pattern = evaluation.TimeOfDay.String()
	}
	if f.Form == evaluation.FormPassword {
		s.Format, s.WriteOnly = "password", true
	}
	if low := max(f.MinLength, 1); !f.Optional {
		s.MinLength = &low
	}
	return s, exampleText(f, "")
}

func listSchema(f *evaluation.Field, items *huma.Schema) *huma.Schema {
	s := &huma.Schema{Type: "array", Items: items, MaxItems: &f.MaxLength}
	if low := max(f.MinLength, 1); !f.Optional {
		s.MinItems = &low
	}
	return s
}

func choices(f *evaluation.Field) []any {
	var list []any
	for _, c := range f.Choices {
		list = append(list, c)
	}
	return list
}

// exampleText returns the example of a text, nil if there is none.
func exampleText(f *evaluation.Field, otherwise string) any {
	switch {
	case f.Example != "":
		return f.Example
	case len(f.Choices) > 0:
		return f.Choices[0]
	case f.Form == evaluation.FormPerson || f.Form == evaluation.FormUnit:
		return exampleID
	case otherwise != "":
		return otherwise
	case f.Optional:
		return nil
	}
	return "…"
}

const exampleID = "0197a3c2-7d1e-7000-8000-00000000002a"

func orChoice(f *evaluation.Field) string {
	switch {
	case f.Example != "":
		return f.Example
	case len(f.Choices) > 0:
		return f.Choices[0]
	}
	return exampleID
}

func exampleNumber(s string) any {
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil {
		return 1
	}
	return n
}

func float(n *int64) *float64 {
	if n == nil {
		return nil
	}
	f := float64(*n)
	return &f
}

// replySchema describes the reply of a route. Records of a kind have its states,
// acts and payload.
func (a *API) replySchema(registry huma.Registry, r *Route) *huma.Schema {
	t := reflect.TypeOf(r.Reply)
	generic := registry.Schema(t, true, r.ID)
	if r.Kind == "" {
		return generic
	}
	kind, _ := a.Service.Kind(r.Kind)
	switch t {
	case reflect.TypeFor[Record]():
		return kindSchema(registry, kind)
	case reflect.TypeFor[List[Record]]():
		return listOfKind(registry, kind)
	}
	return generic
}

func kindName(k *evaluation.Kind) string {
	name := ""
	for _, part := range strings.FieldsFunc(k.Name, func(r rune) bool { return r == '.' || r == '_' }) {
		name += strings.ToUpper(part[:1]) + part[1:]
	}
	return name + "Record"
}

func refTo(name string) *huma.Schema { return &huma.Schema{Ref: "#/components/schemas/" + name} }

func kindSchema(registry huma.Registry, k *evaluation.Kind) *huma.Schema {
	name := kindName(k)
	if _, known := registry.Map()[name]; known {
		return refTo(name)
	}
	generic := registry.SchemaFromRef(registry.Schema(reflect.TypeFor[Record](), true, "Record").Ref)
	s := &huma.Schema{Type: "object", Properties: map[string]*huma.Schema{}, Required: generic.Required, AdditionalProperties: false}
	for field, p := range generic.Properties {
		s.Properties[field] = p
	}
	s.Properties["kind"] = &huma.Schema{Type: "string", Enum: []any{k.Name}}
	s.Properties["state"] = &huma.Schema{Type: "string"}
	for _, state := range k.States {
		s.Properties["state"].Enum = append(s.Properties["state"].Enum, string(state))
	}
	acts := &huma.Schema{Type: "string"}
	for _, act := range k.Acts {
		acts.Enum = append(acts.Enum, act.Name)
	}
	s.Properties["acts"] = &huma.Schema{Type: "array", Items: acts, Description: generic.Properties["acts"].Description}
	s.Properties["payload"] = payloadSchema(registry, k)
	registry.Map()[name] = s
	return refTo(name)
}

// payloadSchema is the schema of the payload without required fields, because
// fields that a reader may not see are omitted.
func payloadSchema(registry huma.Registry, k *evaluation.Kind) *huma.Schema {
	whole := registry.Schema(reflect.TypeOf(k.Payload()), true, kindName(k)+"Payload")
	if whole.Ref != "" {
		whole = registry.SchemaFromRef(whole.Ref)
	}
	return &huma.Schema{
		Type: "object", Properties: whole.Properties, AdditionalProperties: whole.AdditionalProperties,
		Description: "As far as the reader may see it",
	}
}

func listOfKind(registry huma.Registry, k *evaluation.Kind) *huma.Schema {
	return &huma.Schema{
		Type: "object", AdditionalProperties: false, Required: []string{"items"},
		Properties: map[string]*huma.Schema{
			"items": {Type: "array", Items: kindSchema(registry, k)},
			"next":  {Type: "string", Description: "Cursor of the next page, absent on the last"},
		},
	}
}
