package server

import (
	"errors"
	"log/slog"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/text"
	"kaoji/evaluation"
)

// statuses maps every code to its HTTP status; a test holds it against
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

// Status is the HTTP status of a code.
func Status(code evaluation.Code) int { return statuses[code] }

// Problem is what a person or a program learns of a failure (RFC 9457).
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

// ProblemOf turns an error into what may be said of it; a stranger says only
// that something went wrong.
func ProblemOf(err error, catalog *text.Catalog, lang string) Problem {
	e, ok := errors.AsType[*evaluation.Error](err)
	if fe, isFiber := errors.AsType[*fiber.Error](err); !ok && isFiber {
		e, ok = ofFiber(fe), true
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

// ofFiber translates what the framework itself refuses.
func ofFiber(fe *fiber.Error) *evaluation.Error {
	switch fe.Code {
	case fiber.StatusNotFound, fiber.StatusMethodNotAllowed:
		return evaluation.Fail(evaluation.CodeNotFound, "error.not_found")
	case fiber.StatusRequestEntityTooLarge:
		return evaluation.Fail(evaluation.CodeTooLarge, "error.too_large")
	case fiber.StatusUnsupportedMediaType:
		return evaluation.Fail(evaluation.CodeMediaType, "error.unsupported_content")
	case fiber.StatusBadRequest, fiber.StatusUnprocessableEntity:
		return evaluation.Fail(evaluation.CodeInvalid, "error.invalid")
	}
	return evaluation.Fail(evaluation.CodeInternal, "error.internal").Because(fe)
}

// fail is the one place where an error becomes a reply.
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
	if err := c.JSON(problem); err != nil {
		return err
	}
	c.Set(fiber.HeaderContentType, "application/problem+json")
	return nil
}
