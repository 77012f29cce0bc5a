package rest

import (
	"cmp"
	"strings"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/server"
	"kaoji/auth"
	"kaoji/evaluation"
)

// Prefix is the address of the API.
const Prefix = "/api/v1"

// Route is one operation: what it is, who may ask for it, and what goes in and
// comes out. What a record allows is decided by the service, record by record.
type Route struct {
	Method, Path string // in the notation of OpenAPI, below Prefix: /accounts/{id}
	ID           string // operationId
	Tag, Summary string
	Open         bool              // anybody may ask
	Early        bool              // also while a password change or the set-up of a second factor is due
	Area, Act    string            // the caller may do Act in the area
	Kind         string            // of the records that it is about
	Reaches      []string          // the caller can read some records of each of these kinds
	For          evaluation.Grants // the caller holds one of these roles
	Hidden       bool              // for others there is nothing at the address
	Query        []Param
	Input        func() any // pointer to the body's struct; nil: no body
	Reason       bool       // of an act: the body is {"input": …, "reason": …}
	Record       bool       // the body is that of an act
	Many         bool       // of an act with several records, which the body names
	File         bool       // the body is a file
	Reply        any        // a value of the reply's type; nil: none
	Media        string     // of the reply, if it is not JSON
	Status       int        // of success
	Versioned    bool       // If-Match is required
	Keyed        bool       // Idempotency-Key is accepted
	Fails        []evaluation.Code

	Handle func(*Call) error
}

// Param is one query parameter. It can be repeated if Many.
type Param struct {
	Name, Doc, Example string
	Many               bool
	Choices            []string
	Date               bool
	Max                int // of an integer; 0: it is a text
}

// pattern is the path in Fiber's notation.
func (r *Route) pattern() string {
	return Prefix + strings.NewReplacer("{", ":", "}", "").Replace(r.Path)
}

// Call is one request to a route.
type Call struct {
	*fiber.Ctx
	route *Route
	who   auth.Session
	in    any // the decoded body
	// Of an act on a record:
	reason  string
	chosen  Chosen
	Version int64
	kind    *evaluation.Kind

	unsettled func(evaluation.Date) bool // whether a deadline may still move
}

func (c *Call) Actor() evaluation.Actor { return c.who.Actor }

// Answer sends a reply with the route's status.
func (c *Call) Answer(out any) error {
	return c.send(encode(c.buffer(), out))
}

// buffer returns the server's buffer for replies.
func (c *Call) buffer() []byte { return c.Response().SwapBody(nil)[:0] }

// send answers with JSON that was written into the buffer.
func (c *Call) send(body []byte, err error) error {
	if err != nil {
		return err
	}
	c.Response().SwapBody(body)
	c.Status(c.route.Status)
	c.Set(fiber.HeaderContentType, fiber.MIMEApplicationJSON)
	return nil
}

// Nothing sends a reply without a body.
func (c *Call) Nothing() error { return c.SendStatus(fiber.StatusNoContent) }

// Input is the body of a route whose Input makes a *T.
func Input[T any](c *Call) *T {
	in, ok := c.in.(*T)
	if !ok {
		return new(T) // the table of routes is wrong; a test walks all of it
	}
	return in
}

// serve makes the handler of a route: it finds the caller, checks the permission
// and reads the input.
func (a *API) serve(r *Route) fiber.Handler {
	kind, _ := a.Service.Kind(r.Kind)
	return func(ctx *fiber.Ctx) error {
		c := &Call{Ctx: ctx, route: r, kind: kind}
		if err := a.admit(c); err != nil {
			return err
		}
		if !r.Open {
			calendar, err := a.Calendar.Calendar(ctx.UserContext(), c.Actor().Office)
			if err != nil {
				return err
			}
			c.unsettled = calendar.Unsettled
		}
		if err := c.checkQuery(); err != nil {
			return err
		}
		if err := a.allows(c); err != nil {
			return err
		}
		if r.takesBody() { // read refuses any other
			take := server.TakeBody
			if r.Open {
				take = server.TakeOpenBody
			}
			if err := take(ctx, r.bodyLimit()); err != nil {
				return err
			}
		}
		if err := c.read(); err != nil {
			return err
		}
		handle := r.Handle
		if r.Keyed && !r.Many { // a run of many is stored under its key
			handle = a.once
		}
		ctx.SetUserContext(evaluation.Looking(ctx.UserContext()))
		err := handle(c)
		return cmp.Or(a.Service.NoteLooks(ctx.UserContext(), c.Actor()), err) // before anything that was read is sent
	}
}

// allows checks the policy for the caller before the body is read.
func (a *API) allows(c *Call) error {
	for _, kind := range c.route.Reaches {
		switch {
		case a.Service.Reads(c.Actor(), kind):
		case c.route.Hidden:
			return evaluation.Fail(evaluation.CodeNotFound, "error.not_found")
		default:
			return evaluation.Fail(evaluation.CodeForbidden, "error.forbidden")
		}
	}
	switch {
	case len(c.route.For) > 0 && !c.route.For.Include(c.Actor()):
		return evaluation.Fail(evaluation.CodeForbidden, "error.forbidden")
	case !c.route.Record:
		return nil
	case c.route.Many:
		return a.Service.AllowsMany(c.UserContext(), c.Actor(), c.kind.Name, c.route.Act)
	case c.route.Keyed:
		return a.Service.AllowsCreate(c.UserContext(), c.Actor(), c.kind.Name, c.route.Act)
	}
	return a.Service.Allows(c.UserContext(), c.Actor(), c.kind.Name, c.Params("id"), c.route.Act)
}

func (r *Route) takesBody() bool { return r.Input != nil || r.Record || r.File }

// bodyLimit is the maximum size of the route's body, in bytes.
func (r *Route) bodyLimit() int {
	switch {
	case r.File:
		return evaluation.MaxBlob
	case r.Open:
		return server.MaxOpenForm
	}
	return maxJSON
}

// admit finds the caller and checks the policy.
func (a *API) admit(c *Call) (err error) {
	if c.route.Open {
		return nil
	}
	scheme, token, ok := strings.Cut(c.Get(fiber.HeaderAuthorization), " ")
	if ok = ok && strings.EqualFold(scheme, "Bearer"); ok {
		c.who, err = a.Auth.Authenticate(c.UserContext(), strings.TrimSpace(token))
	}
	if !ok || evaluation.CodeOf(err) == evaluation.CodeUnauthorized {
		c.Set(fiber.HeaderWWWAuthenticate, "Bearer")
		return evaluation.Fail(evaluation.CodeUnauthorized, "error.unauthorized")
	}
	if err != nil {
		return err
	}
	if err := c.who.Ready(); err != nil && !c.route.Early {
		return err
	}
	if c.route.Area == "" || a.Policy.Can(c.Actor().Roles, c.route.Area, c.route.Act) {
		return nil
	}
	if err := a.Note(c, "api", evaluation.OutcomeRefused, "", "", c.route.Area+" "+c.route.Act); err != nil {
		return err
	}
	return evaluation.Fail(evaluation.CodeForbidden, "error.forbidden")
}

// Note records in the trail what the caller did: with a record, with the records of
// a kind if record is "", or with something else of the office if kind is "".
func (a *API) Note(c *Call, action, outcome, kind, record, detail string) error {
	by := c.Actor()
	kind, record = a.Service.Traced(kind, record)
	if kind == evaluation.KindSecret {
		detail = ""
	}
	return a.Trail.Note(c.UserContext(), evaluation.TrailEvent{
		Office: by.Office, Account: by.Account, Person: by.Person, Name: by.Name, Action: action, Outcome: outcome,
		Kind: kind, Record: record, Detail: detail, Address: server.Address(c.Ctx),
	})
}
