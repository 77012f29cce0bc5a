package site

import (
	"io"
	"mime/multipart"
	"net/url"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/server"
	"kaoji/evaluation"
)

// Posted returns the fields of a form in any encoding.
func Posted(c *fiber.Ctx) (url.Values, error) {
	if f, err := c.MultipartForm(); err == nil {
		return url.Values(f.Value), nil
	}
	values, err := url.ParseQuery(string(c.Request().Body()))
	if err != nil {
		return nil, evaluation.Fail(evaluation.CodeInvalid, "error.invalid").Because(err)
	}
	return values, nil
}

// Version returns the version of the record with which a form was shown.
func Version(c *fiber.Ctx) (int64, error) {
	n, err := strconv.ParseInt(c.FormValue("version"), 10, 64)
	if err != nil {
		return 0, evaluation.Fail(evaluation.CodePrecondition, "error.precondition")
	}
	return n, nil
}

// Submit does an act on the version with which its form was shown.
func (s *Site) Submit(c *fiber.Ctx, id, act string, in any) (evaluation.Record, error) {
	version, err := Version(c)
	if err != nil {
		return evaluation.Record{}, err
	}
	return s.Service.Act(c.UserContext(), Actor(c), id, version, act, evaluation.Change{Input: in})
}

// takeFiles stores attached files and adds their ids to those attached before.
func (s *Site) takeFiles(c *fiber.Ctx, values url.Values, field string) error {
	return s.TakeFilesFor(c, Actor(c).Office, Actor(c).Account, values, field)
}

func (s *Site) TakeFilesFor(c *fiber.Ctx, office, owner string, values url.Values, field string) error {
	f, err := c.MultipartForm()
	if err != nil {
		return nil //nolint:nilerr // a form without files
	}
	for _, h := range f.File[field+".upload"] {
		if h.Size == 0 {
			continue
		}
		id, err := s.TakeFile(c, office, owner, h)
		if err != nil {
			return err
		}
		values.Add(field, id)
	}
	return nil
}

func (s *Site) TakeFile(c *fiber.Ctx, office, owner string, h *multipart.FileHeader) (string, error) {
	f, err := h.Open()
	if err != nil {
		return "", err
	}
	defer func() { _ = f.Close() }()
	content := make([]byte, min(h.Size, evaluation.MaxBlob+1))
	if _, err := io.ReadFull(f, content); err != nil {
		return "", err
	}
	b, err := server.Attachment(h.Filename, content)
	if err != nil {
		return "", err
	}
	b.Office, b.ID, b.Owner, b.Created = office, s.NewID(), owner, s.Now()
	return b.ID, s.Blobs.PutBlob(c.UserContext(), b, content)
}
