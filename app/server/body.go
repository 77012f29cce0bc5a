package server

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"

	"kaoji/evaluation"
)

// Bounds of a request's body, in bytes. A handler sees no body at all before
// TakeBody has read one for it.
const (
	MaxBody     = 12 << 20 // a form with an attachment of 10 MB
	MaxForm     = 2 << 20  // a form without attachments, such as a table of entries
	MaxOpenForm = 64 << 10 // a form of somebody who is not logged in
)

const (
	// smallBody is what every request may hold in memory without asking.
	smallBody = 64 << 10
	// largeBodies is the memory that all larger bodies may hold at once, in
	// bytes. A request that finds none free waits for waitForRoom.
	largeBodies = 36 << 20
	waitForRoom = 15 * time.Second
	// slowestBody is the slowest rate, in bytes a second, at which a body may
	// arrive after the first BodyTime.
	slowestBody = 200 << 10
)

const (
	keyBody    = "kaoji.body"
	keyRelease = "kaoji.release"
)

// holdBody keeps the body away from the handlers until one of them calls
// TakeBody. The memory that a large body holds is given back when the request
// has been answered.
func (p *Parts) holdBody(c *fiber.Ctx) error {
	if stream := c.Request().BodyStream(); stream != nil {
		c.Locals(keyBody, stream)
	}
	c.Request().ResetBody()
	err := c.Next()
	if release, ok := c.Locals(keyRelease).(func()); ok {
		release()
	}
	return err
}

// HasBody reports whether the request announces a body.
func HasBody(c *fiber.Ctx) bool {
	return bodyStream(c) != nil && c.Request().Header.ContentLength() != 0
}

func bodyStream(c *fiber.Ctx) io.Reader {
	stream, _ := c.Locals(keyBody).(io.Reader)
	return stream
}

// TakeBody reads the body of the request, of at most max bytes, for the handlers
// that follow. It does nothing the second time. Errors: CodeTooLarge if the body
// is, or says that it is, longer; CodeUnavailable if larger bodies of others
// fill the memory; a fiber.Error 408 if the body arrives too slowly and 400 if
// it ends early.
func TakeBody(c *fiber.Ctx, limit int) error {
	stream := bodyStream(c)
	if stream == nil {
		return nil
	}
	announced := c.Request().Header.ContentLength() // -1: in chunks
	if announced > limit {
		return evaluation.Fail(evaluation.CodeTooLarge, "error.too_large")
	}
	size := announced
	if size < 0 {
		size = limit
	}
	p, ok := c.Locals(keyParts).(*Parts)
	if !ok {
		return errors.New("server: a body outside of the server")
	}
	if err := p.reserve(c, size); err != nil {
		return err
	}
	enough := p.BodyTime + time.Duration(size/slowestBody)*time.Second
	if conn := c.Context().Conn(); conn != nil {
		if err := conn.SetReadDeadline(time.Now().Add(enough)); err != nil {
			return fmt.Errorf("read deadline: %w", err)
		}
	}
	body, err := readBody(stream, announced, limit)
	c.Locals(keyBody, nil)
	if err != nil {
		return err
	}
	c.Request().SetBodyRaw(body)
	return nil
}

// reserve takes memory for a large body out of what all of them share.
func (p *Parts) reserve(c *fiber.Ctx, size int) error {
	if size <= smallBody {
		return nil
	}
	ctx, cancel := context.WithTimeout(c.UserContext(), waitForRoom)
	defer cancel()
	if err := p.room.Acquire(ctx, int64(size)); err != nil {
		return evaluation.Fail(evaluation.CodeUnavailable, "error.busy").Because(err)
	}
	c.Locals(keyRelease, func() { p.room.Release(int64(size)) })
	return nil
}

func readBody(stream io.Reader, announced, limit int) ([]byte, error) {
	var b bytes.Buffer
	if announced > 0 {
		b.Grow(announced + bytes.MinRead) // ReadFrom wants this much room to see the end
	}
	n, err := b.ReadFrom(io.LimitReader(stream, int64(limit)+1))
	var broken fasthttp.ErrBrokenChunk
	switch {
	case errors.Is(err, os.ErrDeadlineExceeded):
		return nil, fiber.ErrRequestTimeout
	case errors.As(err, &broken), errors.Is(err, io.ErrUnexpectedEOF), err == nil && n < int64(announced):
		return nil, fiber.ErrBadRequest
	case err != nil:
		return nil, fmt.Errorf("reading the body: %w", errors.Join(fiber.ErrBadRequest, err))
	case n > int64(limit):
		return nil, evaluation.Fail(evaluation.CodeTooLarge, "error.too_large")
	}
	return b.Bytes(), nil
}
