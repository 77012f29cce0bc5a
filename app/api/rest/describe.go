package rest

import (
	"cmp"
	"net/http"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/gofiber/fiber/v2"

	"kaoji/app/server"
	"kaoji/evaluation"
)

const description = `Every act that the pages offer, under the same rules.

- **Who asks**: log in, then send the access token as ` + "`Authorization: Bearer …`" + `.
- **Changes** name the version that was seen: ` + "`If-Match: \"7\"`" + `, from ETag or version. Without it the answer is 428; if somebody was faster, 409.
- **Making** a record takes an ` + "`Idempotency-Key`" + `: repeated within 24 hours the request is answered with the first reply and makes nothing again.
- **Acts with many** records take ids with versions, and answer with a result for each; with an ` + "`Idempotency-Key`" + ` a repeated request goes on where the first one stopped.
- **Lists** come in pages: pass next as cursor.
- **Failures** are problem documents (RFC 9457) with a code, a title in the language of Accept-Language (zh, en) or ?lang=, and the field and rule of each mistake.
- Another person's record answers like one that does not exist.`

// described is the OpenAPI document and its bytes.
type described struct {
	doc  *huma.OpenAPI
	json []byte
}

// describe builds the OpenAPI document from the table of routes. It takes as long
// as the rest of a start, so it is built when first requested.
func (a *API) describe() (described, error) {
	registry := huma.NewMapRegistry("#/components/schemas/", schemaName)
	doc := &huma.OpenAPI{
		OpenAPI: "3.1.0",
		Info:    &huma.Info{Title: "Kaoji 考绩", Version: a.Version, Description: description},
		Servers: []*huma.Server{{URL: Prefix}},
		Components: &huma.Components{
			Schemas:         registry,
			SecuritySchemes: map[string]*huma.SecurityScheme{"token": {Type: "http", Scheme: "bearer", BearerFormat: "JWT"}},
		},
		Security: []map[string][]string{{"token": {}}},
	}
	for i := range a.routes {
		doc.AddOperation(a.operation(registry, &a.routes[i]))
	}
	for name, s := range registry.Map() {
		allowNull(s, registry.TypeFromRef("#/components/schemas/"+name))
		s.PrecomputeMessages()
	}
	raw, err := doc.MarshalJSON()
	return described{doc, raw}, err
}

// allowNull marks members that are pointers or maps, and are not omitted when
// empty, as nullable. The library does this only for lists.
func allowNull(s *huma.Schema, t reflect.Type) {
	if t == nil || t.Kind() != reflect.Struct {
		return
	}
	for _, f := range reflect.VisibleFields(t) {
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		p := s.Properties[cmp.Or(name, f.Name)]
		if p == nil || strings.Contains(options, "omit") || f.Type.Kind() != reflect.Pointer && f.Type.Kind() != reflect.Map {
			continue
		}
		if p.Ref == "" {
			p.Nullable = true
			continue
		}
		p.AnyOf = []*huma.Schema{{Ref: p.Ref}, {Type: "null", Enum: []any{nil}}}
		p.Ref = ""
	}
}

// schemaName distinguishes types of the same name in different packages.
func schemaName(t reflect.Type, hint string) string {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	name := huma.DefaultSchemaNamer(t, hint)
	folder := t.PkgPath()[strings.LastIndex(t.PkgPath(), "/")+1:]
	if folder == "" || strings.Contains(t.PkgPath(), "/app/") || strings.Contains(t.Name(), "[") {
		return name
	}
	return strings.ToUpper(folder[:1]) + folder[1:] + name
}

func (a *API) operation(registry huma.Registry, r *Route) *huma.Operation {
	op := &huma.Operation{
		OperationID: r.ID, Method: r.Method, Path: r.Path, Tags: []string{r.Tag}, Summary: r.Summary,
		Parameters: parameters(r), Responses: map[string]*huma.Response{},
	}
	if r.Open {
		op.Security = []map[string][]string{}
	}
	if body := bodyOf(r); body != nil {
		op.RequestBody = body
	}
	op.Responses[strconv.Itoa(r.Status)] = a.success(registry, r)
	problem := registry.Schema(reflect.TypeFor[server.Problem](), true, "Problem")
	fails := func(status int, code string) {
		said := op.Responses[strconv.Itoa(status)]
		if said == nil {
			said = &huma.Response{Content: map[string]*huma.MediaType{"application/problem+json": {Schema: problem}}}
			op.Responses[strconv.Itoa(status)] = said
		}
		said.Description = strings.TrimPrefix(said.Description+", "+code, ", ")
	}
	for _, code := range a.fails(r) {
		fails(server.Status(code), string(code))
	}
	if r.takesBody() { // before it reaches the API, if the body comes too slowly
		fails(http.StatusRequestTimeout, "slow")
	}
	return op
}

// fails lists the error codes of a route.
func (a *API) fails(r *Route) []evaluation.Code {
	codes := slices.Clone(r.Fails)
	if !r.Open {
		codes = append(codes, evaluation.CodeUnauthorized, evaluation.CodeForbidden)
		if r.Method != http.MethodGet { // somebody else was faster
			codes = append(codes, evaluation.CodeConflict)
		}
	}
	if strings.Contains(r.Path, "{") {
		codes = append(codes, evaluation.CodeNotFound)
	}
	if r.takesBody() {
		codes = append(codes, evaluation.CodeTooLarge, evaluation.CodeMediaType)
	}
	codes = append(codes, evaluation.CodeInvalid, evaluation.CodeUnavailable, evaluation.CodeInternal)
	slices.Sort(codes)
	return slices.Compact(codes)
}

func parameters(r *Route) []*huma.Param {
	var list []*huma.Param
	for _, part := range strings.Split(r.Path, "/") {
		if name, ok := strings.CutPrefix(part, "{"); ok {
			list = append(list, &huma.Param{Name: strings.TrimSuffix(name, "}"), In: "path", Required: true, Schema: &huma.Schema{Type: "string"}})
		}
	}
	for _, p := range r.Query {
		list = append(list, p.described())
	}
	text := &huma.Schema{Type: "string"}
	if r.Versioned {
		list = append(list, &huma.Param{Name: fiber.HeaderIfMatch, In: "header", Required: true, Description: "The version that was seen, in quotes", Schema: text, Example: `"1"`})
	}
	if r.Keyed {
		list = append(list, &huma.Param{Name: headerKey, In: "header", Description: "Makes the request safe to repeat for 24 hours", Schema: text, Example: "0197a3c2-7d1e-7000-8000-00000000002a"})
	}
	return list
}

func (p *Param) described() *huma.Param {
	s := &huma.Schema{Type: "string"}
	switch {
	case p.Max > 0:
		low, high := 1.0, float64(p.Max)
		s = &huma.Schema{Type: "integer", Minimum: &low, Maximum: &high}
	case p.Date:
		s.Format = "date"
	}
	for _, choice := range p.Choices {
		s.Enum = append(s.Enum, choice)
	}
	if p.Many {
		s = &huma.Schema{Type: "array", Items: s}
	}
	out := &huma.Param{Name: p.Name, In: "query", Description: p.Doc, Schema: s}
	if p.Example != "" {
		out.Example = p.Example
	}
	return out
}

func bodyOf(r *Route) *huma.RequestBody {
	switch {
	case r.File:
		return &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{
			fiber.MIMEOctetStream: {Schema: &huma.Schema{Type: "string", Format: "binary"}},
		}}
	case r.Record:
		return actBody(r)
	case r.Input == nil:
		return nil
	}
	schema, example := schemaOf(evaluation.FieldsOf(r.Input()))
	return jsonBody(schema, example, true)
}

// actBody is {"input": …, "reason": …}, with the parts that the act needs.
func actBody(r *Route) *huma.RequestBody {
	schema := &huma.Schema{Type: "object", Properties: map[string]*huma.Schema{}, AdditionalProperties: false}
	example := map[string]any{}
	if r.Input != nil {
		schema.Properties["input"], example["input"] = schemaOf(evaluation.FieldsOf(r.Input()))
		schema.Required = append(schema.Required, "input")
	}
	if r.Reason {
		f := evaluation.Field{Name: "reason", Form: evaluation.FormLong, MaxLength: maxReason, Doc: "Why; stands in the history", Example: "录入有误，据实更正"}
		schema.Properties["reason"], example["reason"] = fieldSchema(&f)
		schema.Required = append(schema.Required, "reason")
	}
	if r.Many {
		items, sample := schemaOf(evaluation.FieldsOf(&Chosen{}))
		schema.Properties["items"], schema.Required = items.Properties["items"], append(schema.Required, "items")
		if sample, ok := sample.(map[string]any); ok {
			example["items"] = sample["items"]
		}
	}
	if len(schema.Properties) == 0 {
		return nil
	}
	return jsonBody(schema, example, true)
}

// maxReason is the maximum length of a reason in characters; the service checks it.
const maxReason = 5000

func jsonBody(schema *huma.Schema, example any, required bool) *huma.RequestBody {
	return &huma.RequestBody{Required: required, Content: map[string]*huma.MediaType{
		fiber.MIMEApplicationJSON: {Schema: schema, Example: example},
	}}
}

func (a *API) success(registry huma.Registry, r *Route) *huma.Response {
	out := &huma.Response{Description: http.StatusText(r.Status)}
	switch {
	case r.Media != "":
		out.Content = map[string]*huma.MediaType{r.Media: {Schema: &huma.Schema{Type: "string", Format: "binary"}}}
	case r.Reply != nil:
		out.Content = map[string]*huma.MediaType{fiber.MIMEApplicationJSON: {Schema: a.replySchema(registry, r)}}
	}
	return out
}
