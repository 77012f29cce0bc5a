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

// Bounds of a request's body, in bytes. A handler sees no body at all before
// TakeBody has read one for it.
const (
	MaxBody     = 12 << 20 // a form with an attachment of 10 MB
	MaxForm     = 2 << 20  // a form without attachments, such as a table of entries
	MaxOpenForm = 64 << 10 // a form of somebody who is not logged in
)

const (
	// small is what the body of every request, and its reply, may hold in memory
	// without asking.
	small = 16 << 10
	// largeBodies is the memory that all larger bodies may hold at once, in
	// bytes, openBodies that of those who are not logged in: they do not stand in
	// the way of the others. A request that finds none free waits for waitForRoom.
	largeBodies = 36 << 20
	openBodies  = MaxBody
	// A large body that has arrived takes up to unfolded times its bytes when it is
	// read: as a tree of JSON, as fields of a form. largeWork is what all of them may
	// take at once.
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

// holdBody keeps the body away from the handlers until one of them calls
// TakeBody. The memory that a large body holds is given back when the request
// has been answered.
func (p *Parts) holdBody(c *fiber.Ctx) error {
	if stream := c.Request().BodyStream(); stream != nil {
		c.Locals(keyBody, stream)
	}
	c.Request().ResetBody()
	defer release(c, keyRoom)
	defer release(c, keyWork)
	return c.Next()
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
	return takeBody(c, limit, func(p *Parts) room { return p.bodies })
}

// TakeOpenBody does the same for somebody who is not logged in.
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

// hold takes memory out of a room that many requests share, until release. A
// request holds the memory of one key once.
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
