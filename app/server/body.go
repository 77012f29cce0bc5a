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
	"golang.org/x/sync/semaphore"

	"kaoji/evaluation"
)

// Limits of a request's body, in bytes. A handler gets a body only after TakeBody
// has read it.
const (
	MaxUpload   = 32 << 20 // a form with many files that are not stored as they come
	MaxBody     = 12 << 20 // a form with an attachment of 10 MB
	MaxForm     = 2 << 20  // a form without attachments, such as a table of entries
	MaxOpenForm = 64 << 10 // a form of a person who is not logged in
)

const (
	// small is the size up to which bodies and replies are not counted.
	small = 16 << 10
	// largeBodies is the memory, in bytes, that all larger bodies may use together;
	// openBodies is that of people who are not logged in, so that these do not
	// block the others. A request that gets no share waits for waitForRoom.
	largeBodies = 36 << 20
	openBodies  = MaxBody
	// Parsing a large body takes up to unfolded times its size: as a tree of JSON,
	// as fields of a form. largeWork is the limit for all of them together.
	unfolded    = 8
	largeWork   = 40 << 20
	waitForRoom = 15 * time.Second
	// slowestBody is the slowest rate, in bytes a second, at which a body may
	// arrive after the first BodyTime.
	slowestBody = 200 << 10
)

const (
	keyBody = "kaoji.body"
	keyRoom = "kaoji.room"
	keyWork = "kaoji.work"
)

// holdBody prevents handlers from reading the body before they call TakeBody. The
// memory of a large body is returned when the request has been answered.
func (p *Parts) holdBody(c *fiber.Ctx) error {
	if stream := c.Request().BodyStream(); stream != nil {
		c.Locals(keyBody, stream)
	}
	c.Request().ResetBody()
	defer release(c, keyRoom)
	defer release(c, keyWork)
	return c.Next()
}

// HasBody reports whether the request has a body.
func HasBody(c *fiber.Ctx) bool {
	return bodyStream(c) != nil && c.Request().Header.ContentLength() != 0
}

func bodyStream(c *fiber.Ctx) io.Reader {
	stream, _ := c.Locals(keyBody).(io.Reader)
	return stream
}

// TakeBody reads the body of the request, of at most limit bytes, for the handlers
// that follow. A second call does nothing. Errors: CodeTooLarge if the body is
// longer or is announced as longer; CodeUnavailable if there is no memory for large
// bodies; a fiber.Error 408 if the body arrives too slowly and 400 if it ends
// early.
func TakeBody(c *fiber.Ctx, limit int) error {
	return takeBody(c, limit, func(p *Parts) room { return p.bodies })
}

// TakeOpenBody is TakeBody for a person who is not logged in.
func TakeOpenBody(c *fiber.Ctx, limit int) error {
	return takeBody(c, limit, func(p *Parts) room { return p.open })
}

func takeBody(c *fiber.Ctx, limit int, of func(*Parts) room) error {
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
	if err := hold(c, keyRoom, size, of); err != nil {
		return err
	}
	p, _ := c.Locals(keyParts).(*Parts) // there, as hold found
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
	if len(body) > small {
		if err := hold(c, keyWork, min(unfolded*len(body), largeWork), func(p *Parts) room { return p.work }); err != nil {
			return err
		}
	}
	c.Request().SetBodyRaw(body)
	return nil
}

type room = *semaphore.Weighted

// hold takes memory from a shared room until release. A request holds the memory of
// one key once.
func hold(c *fiber.Ctx, key string, size int, of func(*Parts) room) error {
	p, ok := c.Locals(keyParts).(*Parts)
	if !ok {
		return errors.New("server: a request outside of the server")
	}
	if size <= small || c.Locals(key) != nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(c.UserContext(), waitForRoom)
	defer cancel()
	if err := of(p).Acquire(ctx, int64(size)); err != nil {
		return evaluation.Fail(evaluation.CodeUnavailable, "error.busy").Because(err)
	}
	c.Locals(key, func() { of(p).Release(int64(size)) })
	return nil
}

func release(c *fiber.Ctx, key string) {
	if give, ok := c.Locals(key).(func()); ok {
		give()
	}
}

func readBody(stream io.Reader, announced, limit int) ([]byte, error) {
	var b bytes.Buffer
	if announced > 0 {
		b.Grow(announced + bytes.MinRead) // ReadFrom needs this much room to detect the end
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
