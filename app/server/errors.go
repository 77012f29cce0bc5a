package server

import (
	"errors"
	"log/slog"
	"slices"

	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"

	"kaoji/app/text"
	"kaoji/evaluation"
)

// statuses maps every code to its HTTP status; a test compares it with
// evaluation.Codes.
var statuses = map[evaluation.Code]int{
	evaluation.CodeInvalid:      fiber.StatusUnprocessableEntity,
	evaluation.CodeUnauthorized: fiber.StatusUnauthorized,
	evaluation.CodeForbidden:    fiber.StatusForbidden,
	evaluation.CodeRecused:      fiber.StatusForbidden,
	evaluation.CodeNotFound:     fiber.StatusNotFound,
	evaluation.CodeConflict:     fiber.StatusConflict,
	evaluation.CodeState:        fiber.StatusConflict,
	evaluation.CodeUnavailable:  fiber.StatusServiceUnavailable,
	evaluation.CodeTooMany:      fiber.StatusTooManyRequests,
	evaluation.CodeTooLarge:     fiber.StatusRequestEntityTooLarge,
	evaluation.CodeMediaType:    fiber.StatusUnsupportedMediaType,
	evaluation.CodePrecondition: fiber.StatusPreconditionRequired,
	evaluation.CodeInternal:     fiber.StatusInternalServerError,
}

// Status returns the HTTP status of a code.
func Status(code evaluation.Code) int { return statuses[code] }

// Problem is the reply to a failure, for people or programs (RFC 9457).
type Problem struct {
	Type      string         `json:"type"`
	Title     string         `json:"title"`
	Status    int            `json:"status"`
	Code      string         `json:"code"`
	Reference string         `json:"reference,omitempty"` // to be found in the log
	Errors    []ProblemField `json:"errors,omitempty"`
}

// ProblemField names a field and the rule that it breaks.
type ProblemField struct {
	Field   string `json:"field"`
	Rule    string `json:"rule"`
	Message string `json:"message"`
}

// ProblemOf converts an error to a reply; an unknown error says only that something
// went wrong.
func ProblemOf(err error, catalog *text.Catalog, lang string) Problem {
	e, ok := errors.AsType[*evaluation.Error](err)
	if fe, isFiber := errors.AsType[*fiber.Error](err); !ok && isFiber {
		if w, known := wires[fe.Code]; known {
			return Problem{Type: "about:blank", Title: catalog.T(lang, w.message), Status: fe.Code, Code: w.code}
		}
	}
	if !ok || e.Code == evaluation.CodeInternal || statuses[e.Code] == 0 {
		e = evaluation.Fail(evaluation.CodeInternal, "error.internal")
	}
	p := Problem{
		Type: "about:blank", Title: catalog.Say(lang, e.Message), Status: statuses[e.Code], Code: string(e.Code),
	}
	for _, field := range sortedKeys(e.Fields) {
		said := e.Fields[field]
		p.Errors = append(p.Errors, ProblemField{Field: field, Rule: said.Key, Message: catalog.Say(lang, said)})
	}
	return p
}

// wires are errors of the HTTP protocol, with their code and the text of their
// title.
var wires = map[int]struct{ code, message string }{
	fiber.StatusBadRequest:                  {"malformed", "error.malformed"},
	fiber.StatusNotFound:                    {string(evaluation.CodeNotFound), "error.not_found"},
	fiber.StatusMethodNotAllowed:            {"method", "error.method"},
	fiber.StatusRequestTimeout:              {"slow", "error.slow"},
	fiber.StatusRequestEntityTooLarge:       {string(evaluation.CodeTooLarge), "error.too_large"},
	fiber.StatusUnsupportedMediaType:        {string(evaluation.CodeMediaType), "error.unsupported_content"},
	fiber.StatusUnprocessableEntity:         {string(evaluation.CodeInvalid), "error.invalid"},
	fiber.StatusRequestHeaderFieldsTooLarge: {"headers", "error.headers"},
}

// outside answers a request that could not be read and reached no route. It is
// unknown whether a person or a program sent it, so the reply is short.
func (p *Parts) outside(c *fiber.Ctx, err error) error {
	if errors.Is(err, fiber.ErrBadGateway) { // Fiber's error for a closed connection
		err = fiber.ErrBadRequest
	}
	p.introduce(c)
	guard(c)
	return sendProblem(c, ProblemOf(err, p.Text, Lang(c)))
}

// knownMethod refuses methods that no route has, such as those of WebDAV; otherwise
// Fiber would answer without our headers.
func (p *Parts) knownMethod(app *fiber.App) fasthttp.RequestHandler {
	next, known := app.Server().Handler, app.Config().RequestMethods
	return func(ctx *fasthttp.RequestCtx) {
		if slices.Contains(known, string(ctx.Method())) {
			next(ctx)
			return
		}
		c := app.AcquireCtx(ctx)
		defer app.ReleaseCtx(c)
		c.Set(fiber.HeaderAllow, "GET, HEAD, POST, PUT, PATCH, DELETE")
		if err := p.outside(c, fiber.ErrMethodNotAllowed); err != nil {
			ctx.SetStatusCode(fiber.StatusInternalServerError)
		}
	}
}

func sendProblem(c *fiber.Ctx, problem Problem) error {
	if err := c.Status(problem.Status).JSON(problem); err != nil {
		return err
	}
	c.Set(fiber.HeaderContentType, "application/problem+json")
	return nil
}

// fail is the only place that converts an error to a reply.
func (p *Parts) fail(c *fiber.Ctx, err error) error {
	problem := ProblemOf(err, p.Text, Lang(c))
	c.Status(problem.Status)
	if problem.Status >= fiber.StatusInternalServerError {
		problem.Reference = Reference(c)
		p.Log.ErrorContext(c.UserContext(), "request failed",
			slog.String("reference", problem.Reference), slog.String("method", c.Method()),
			slog.String("route", c.Route().Path), slog.Any("err", err))
	}
	if problem.Status == fiber.StatusServiceUnavailable {
		c.Set(fiber.HeaderRetryAfter, "5")
	}
	if p.Page != nil && !IsAPI(c) {
		return p.Page(c, problem)
	}
	return sendProblem(c, problem)
}
