package rest

import (
	"cmp"
	"context"
	"net/http"
	"strings"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/server"
	"kaoji/evaluation"
)

// records returns the routes of every kind of record: list, one record, history,
// attachments, and one for each act.
func (a *API) records() []Route {
	var routes []Route
	for i := range a.Measures {
		m := &a.Measures[i]
		for j := range m.Kinds {
			routes = append(routes, a.ofKind(m.Name, &m.Kinds[j])...)
		}
	}
	return routes
}

func (a *API) ofKind(measure string, k *evaluation.Kind) []Route {
	_, thing, _ := strings.Cut(k.Name, ".")
	base := "/" + measure + "/" + plural(thing)
	id := strings.ReplaceAll(k.Name, ".", "-")
	one, reads := Record{}, []evaluation.Code{evaluation.CodeNotFound}
	routes := []Route{
		{
			Method: http.MethodGet, Path: base, ID: "list-" + id, Summary: "Records of the kind that the reader may see",
			Query: kindFilters(k), Reply: List[Record]{}, Reaches: []string{k.Name}, Handle: a.listKind,
		},
		{
			Method: http.MethodGet, Path: base + "/{id}", ID: "get-" + id, Summary: "One record, as the reader may see it",
			Reply: one, Fails: reads, Handle: a.getRecord,
		},
		{
			Method: http.MethodGet, Path: base + "/{id}/history", ID: "history-of-" + id, Summary: "Every act on the record, chained by hash",
			Reply: List[Entry]{}, Fails: reads, Handle: a.getHistory,
		},
		{
			Method: http.MethodGet, Path: base + "/{id}/files/{file}", ID: "file-of-" + id, Summary: "A file attached to the record",
			Media: "*/*", Fails: reads, Handle: a.getFile,
		},
	}
	for i := range k.Acts {
		if len(k.Acts[i].May) > 0 { // an act without permissions is only for Kaoji
			routes = append(routes, a.ofAct(base, id, &k.Acts[i]))
		}
		if k.ForMany(k.Acts[i].Name) {
			routes = append(routes, a.ofMany(base, id, &k.Acts[i]))
		}
	}
	for i := range routes {
		routes[i].Tag, routes[i].Kind = measure, k.Name
		if routes[i].Status == 0 {
			routes[i].Status = http.StatusOK
		}
	}
	return routes
}

func (a *API) ofAct(base, id string, act *evaluation.Act) Route {
	r := Route{
		Method: http.MethodPost, ID: id + "-" + strings.ReplaceAll(act.Name, "_", "-"), Act: act.Name,
		Input: act.Run.Input, Reason: act.Reason, Record: true, Reply: Record{},
		Fails: []evaluation.Code{evaluation.CodeInvalid, evaluation.CodeForbidden, evaluation.CodeRecused, evaluation.CodeConflict},
	}
	if act.Creates() {
		r.Path, r.Summary = base+"/acts/"+act.Name, "Make a record: "+spaced(act.Name)
		r.Keyed, r.Status, r.Handle = true, http.StatusCreated, a.createRecord
		r.Fails = append(r.Fails, evaluation.CodeNotFound) // for ids in the input
		return r
	}
	r.Path, r.Summary = base+"/{id}/acts/"+act.Name, "Act on a record: "+spaced(act.Name)
	r.Versioned, r.Fails, r.Handle = true, append(r.Fails, evaluation.CodeNotFound, evaluation.CodeState, evaluation.CodePrecondition), a.actOnRecord
	return r
}

func spaced(name string) string { return strings.ReplaceAll(name, "_", " ") }

// plural returns the collection of a thing in an address.
func plural(thing string) string {
	switch {
	case thing == "person":
		return "people"
	case strings.HasSuffix(thing, "s"):
		return thing
	case strings.HasSuffix(thing, "y") && !strings.HasSuffix(thing, "ey") && !strings.HasSuffix(thing, "ay"):
		return strings.TrimSuffix(thing, "y") + "ies"
	}
	return thing + "s"
}

func (a *API) listKind(c *Call) error {
	q := c.query()
	q.Kinds = []string{c.kind.Name}
	if err := c.kind.ByColumns(&q, c.Many); err != nil {
		return err
	}
	return a.list(c, q)
}

// Limits of a list. It is written part by part and ends after the part with which
// it exceeds listBytes, even if more were requested. A list of several parts counts
// as a large reply.
const (
	listBytes = 1 << 20
	listPart  = 50 // records
)

// list answers with the records of q, or with those that wait for the reader.
func (a *API) list(c *Call, q evaluation.Query) error {
	if c.Query("waiting") != "" {
		return a.inPage(c, a.Service.Todo, q)
	}
	return a.inPage(c, a.Service.List, q)
}

// inPage answers with one page of records from find.
func (a *API) inPage(c *Call, find func(context.Context, evaluation.Actor, evaluation.Query) (evaluation.Views, error), q evaluation.Query) error {
	wanted := cmp.Or(q.Limit, listPart)
	if wanted > listPart {
		if err := server.HoldReply(c.Ctx, 2*listBytes); err != nil {
			return err
		}
	}
	list := newList(c.buffer())
	for {
		q.Limit = min(wanted-list.n, listPart)
		found, err := find(c.UserContext(), c.Actor(), q)
		if err != nil {
			return err
		}
		for i := range found.Views {
			r := recordOf(&found.Views[i], c.unsettled)
			if err := list.add(&r); err != nil {
				return err
			}
		}
		q.Cursor = found.Next
		if found.Next == "" || list.n >= wanted || len(list.to) > listBytes {
			body, err := list.end(found.Next)
			return c.send(body, err)
		}
	}
}

// Get reads the record of the address. A record of another kind is CodeNotFound.
func (a *API) Get(c *Call) (evaluation.View, error) {
	v, err := a.Service.Get(c.UserContext(), c.Actor(), c.Params("id"))
	if err == nil && v.Kind != c.kind.Name {
		err = evaluation.Fail(evaluation.CodeNotFound, "error.not_found")
	}
	return v, err
}

func (a *API) getRecord(c *Call) error {
	v, err := a.Get(c)
	if err != nil {
		return err
	}
	return c.record(&v)
}

// record answers with a record and its version.
func (c *Call) record(v *evaluation.View) error {
	c.Set(fiber.HeaderETag, etag(v.Version))
	return c.Answer(recordOf(v, c.unsettled))
}

func (a *API) getHistory(c *Call) error {
	v, err := a.Get(c)
	if err != nil {
		return err
	}
	if err := v.Needs(c.kind.Name, evaluation.FieldHistory); err != nil {
		return err
	}
	out := List[Entry]{Items: make([]Entry, 0, len(v.History))}
	for _, e := range v.History {
		out.Items = append(out.Items, Entry(e))
	}
	return c.Answer(out)
}

func (a *API) createRecord(c *Call) error {
	r, err := a.create(c, "")
	if err != nil {
		return err
	}
	v, err := a.Service.Show(c.UserContext(), c.Actor(), r)
	if err != nil {
		return err
	}
	c.Set(fiber.HeaderLocation, c.location(r.ID))
	return c.record(&v)
}

func (a *API) create(c *Call, id string) (evaluation.Record, error) {
	return a.Service.Create(c.UserContext(), c.Actor(), c.kind.Name, c.route.Act, evaluation.Creation{
		ID: id, Input: c.in, Reason: c.reason,
	})
}

// location returns the address of a created record.
func (c *Call) location(id string) string {
	return Prefix + strings.TrimSuffix(c.route.Path, "/acts/"+c.route.Act) + "/" + id
}

func (a *API) actOnRecord(c *Call) error {
	r, err := a.Service.Act(c.UserContext(), c.Actor(), c.Params("id"), c.Version, c.route.Act, evaluation.Change{Input: c.in, Reason: c.reason})
	if err != nil {
		return err
	}
	v, err := a.Service.Show(c.UserContext(), c.Actor(), r)
	if err != nil {
		return err
	}
	return c.record(&v)
}
