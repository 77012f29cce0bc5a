package site

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/url"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"kaoji/evaluation"
)

// A draft is the unsent text of a form. It belongs to one account and is deleted
// when the act is done, or after some time.
const (
	classDraft = "draft"
	draftLife  = 90 * 24 * time.Hour
	maxDraft   = 256 << 10 // bytes
)

func (s *Site) draft(c *fiber.Ctx, record, act string) (url.Values, bool, error) {
	office, id := Key(c, record, act)
	cell, err := s.Cells.Cell(c.UserContext(), classDraft, office, id)
	if evaluation.CodeOf(err) == evaluation.CodeNotFound {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, err
	}
	values, err := draftOf(cell)
	return values, err == nil, err
}

// draftOf returns the values of a stored draft.
func draftOf(cell evaluation.Cell) (url.Values, error) {
	var body struct {
		Form string `json:"form"`
	}
	if err := json.Unmarshal(cell.Body, &body); err != nil {
		return nil, err
	}
	return url.ParseQuery(body.Form)
}

// saveDraft stores a form as it is, if the reader may do the act.
func (s *Site) saveDraft(c *fiber.Ctx) error {
	a, err := s.find(c)
	if err != nil {
		return err
	}
	if err := s.offered(c, &a); err != nil {
		return err
	}
	values, err := Posted(c)
	if err != nil {
		return err
	}
	if a.Act.Run.Input != nil {
		for _, f := range evaluation.FieldsOf(a.Act.Run.Input()) {
			if f.Form == evaluation.FormPassword {
				values.Del(f.Name) // never stored
			}
		}
	}
	values.Del("csrf")
	values.Del("version")
	form := values.Encode()
	if len(form) > maxDraft {
		return evaluation.Fail(evaluation.CodeTooLarge, "error.too_large")
	}
	body, err := json.Marshal(map[string]string{"form": form})
	if err != nil {
		return err
	}
	const tries = 5 // the same person in two windows: the last one is kept
	office, id := Key(c, a.View.ID, a.Act.Name)
	for range tries {
		old, err := s.Cells.Cell(c.UserContext(), classDraft, office, id)
		if err != nil && evaluation.CodeOf(err) != evaluation.CodeNotFound {
			return err
		}
		_, err = s.Cells.PutCell(c.UserContext(), evaluation.Cell{
			Class: classDraft, Office: office, ID: id, Ref: Actor(c).Account, Version: old.Version,
			Expires: s.Now().Add(draftLife), Body: body,
		})
		if evaluation.CodeOf(err) != evaluation.CodeConflict {
			if err != nil {
				return err
			}
			break
		}
	}
	return c.SendStatus(fiber.StatusNoContent)
}

func (s *Site) dropDraft(c *fiber.Ctx, record, act string) error {
	office, id := Key(c, record, act)
	return s.Cells.DeleteCell(c.UserContext(), classDraft, office, id)
}

// trimmed returns a typed text without surrounding spaces.
func trimmed(c *fiber.Ctx, name string) string { return strings.TrimSpace(c.FormValue(name)) }

// BallotKey is the key under which the voter's browser keeps an unsent ballot of a
// round. It is not stored on the server, because the server would know whose it is.
func BallotKey(round, voter string) string {
	sum := sha256.Sum256([]byte(round + " " + strings.ToUpper(strings.ReplaceAll(voter, "-", ""))))
	return hex.EncodeToString(sum[:8])
}
