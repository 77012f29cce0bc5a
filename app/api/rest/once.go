package rest

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"time"

	"github.com/gofiber/fiber/v2"

	"kaoji/evaluation"
)

// How long stored replies to creations are kept, and how long their keys are.
const (
	keptFor = 24 * time.Hour
	longest = 255 // characters of a key
)

const headerKey = "Idempotency-Key"

// attempt is a creation with an Idempotency-Key. The id of the record is chosen
// before anything is created, so that of several requests at once, or repeated
// after a crash, only one can create it: the storage refuses a duplicate id. All
// requests get the reply that is stored first.
type attempt struct {
	Body   string `json:"body"`   // SHA-256 of the request's body
	Record string `json:"record"` // id that the new record gets
	ETag   string `json:"etag,omitempty"`
	Reply  string `json:"reply,omitempty"` // "" until the record is made
}

// once creates a record; repeated requests get the same record.
func (a *API) once(c *Call) error {
	key := c.Get(headerKey)
	if key == "" {
		return c.route.Handle(c)
	}
	if len(key) > longest {
		return evaluation.Fail(evaluation.CodeInvalid, "api.key_long", "max", longest)
	}
	kept, t, err := a.begin(c, key)
	if err != nil {
		return err
	}
	if t.Reply == "" {
		if t, err = a.finish(c, kept, t); err != nil {
			return err
		}
	}
	c.Set(fiber.HeaderETag, t.ETag)
	c.Set(fiber.HeaderLocation, c.location(t.Record))
	c.Set(fiber.HeaderContentType, fiber.MIMEApplicationJSON)
	return c.Status(c.route.Status).SendString(t.Reply)
}

// begin finds the attempt of the key or starts it. A key is valid for this account
// and route.
func (a *API) begin(c *Call, key string) (evaluation.Cell, attempt, error) {
	office := c.Actor().Office
	id := digest(c.Actor().Account + "\x00" + c.route.ID + "\x00" + key)
	body := digest(string(c.Request().Body()))
	for {
		kept, err := a.Cells.Cell(c.UserContext(), evaluation.ClassOnce, office, id)
		if evaluation.CodeOf(err) == evaluation.CodeNotFound {
			kept, err = a.keep(c, evaluation.Cell{Class: evaluation.ClassOnce, Office: office, ID: id, Ref: c.Actor().Account},
				attempt{Body: body, Record: a.NewID()})
			if evaluation.CodeOf(err) == evaluation.CodeConflict {
				continue // the same request came twice and the other one was faster
			}
		}
		if err != nil {
			return kept, attempt{}, err
		}
		t, err := attemptOf(kept)
		if err == nil && t.Body != body {
			err = evaluation.Fail(evaluation.CodeInvalid, "api.key_reused")
		}
		return kept, t, err
	}
}

// finish creates the record unless it exists, and stores the reply.
func (a *API) finish(c *Call, kept evaluation.Cell, t attempt) (attempt, error) {
	r, err := a.create(c, t.Record)
	if err != nil { // perhaps it was created by the same request a moment ago
		if made, lerr := a.Service.Load(c.UserContext(), c.Actor().Office, t.Record); lerr == nil {
			r, err = made, nil
		}
	}
	switch evaluation.CodeOf(err) {
	case "":
	case evaluation.CodeUnavailable, evaluation.CodeInternal: // it may have been created
		return t, err
	default: // nothing was created: the key can be used for a correct request
		if derr := a.Cells.DeleteCell(c.UserContext(), evaluation.ClassOnce, kept.Office, kept.ID); derr != nil {
			return t, derr
		}
		return t, err
	}
	v, err := a.Service.Show(c.UserContext(), c.Actor(), r)
	if err != nil {
		return t, err
	}
	reply, err := encode(nil, recordOf(&v, c.unsettled))
	if err != nil {
		return t, fmt.Errorf("reply to keep: %w", err)
	}
	t.ETag, t.Reply = etag(v.Version), string(reply)
	if _, err := a.keep(c, kept, t); evaluation.CodeOf(err) != evaluation.CodeConflict {
		return t, err
	}
	first, err := a.Cells.Cell(c.UserContext(), evaluation.ClassOnce, kept.Office, kept.ID)
	if err != nil {
		return t, err
	}
	return attemptOf(first)
}

func (a *API) keep(c *Call, cell evaluation.Cell, t attempt) (evaluation.Cell, error) {
	body, err := json.Marshal(t)
	if err != nil {
		return cell, fmt.Errorf("attempt: %w", err)
	}
	cell.Body, cell.Expires = body, a.Now().Add(keptFor)
	return a.Cells.PutCell(c.UserContext(), cell)
}

func attemptOf(cell evaluation.Cell) (attempt, error) {
	var t attempt
	if err := json.Unmarshal(cell.Body, &t); err != nil {
		return t, fmt.Errorf("attempt: %w", err)
	}
	return t, nil
}

func digest(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:])
}
