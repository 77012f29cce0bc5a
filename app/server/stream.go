package server

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"runtime/debug"

	"github.com/gofiber/fiber/v2"
)

const (
	// streamed is the memory of a reply that is written while it is sent, in bytes:
	// a page of what is read, and the compression.
	streamed = 4 << 20
	// sendTime limits how long a reply may be written and sent.
	sendTime = 2 * deadline
)

// DownloadStream sends a file that the browser saves, and which write writes while
// it is sent, after the handler has returned: write must not use the request. Its
// context ends after sendTime. If write fails, the connection is closed within the
// file, so that the client does not take it for the whole, and the log names the
// request. A request for the headers alone writes nothing. Errors: CodeUnavailable if
// there is no memory for large replies.
func DownloadStream(c *fiber.Ctx, name, media string, write func(context.Context, io.Writer) error) error {
	return stream(c, func() { describe(c, name, media) }, write)
}

// PageStream is DownloadStream for a page of HTML that the browser shows.
func PageStream(c *fiber.Ctx, write func(context.Context, io.Writer) error) error {
	return stream(c, func() { c.Set(fiber.HeaderContentType, fiber.MIMETextHTMLCharsetUTF8) }, write)
}

func stream(c *fiber.Ctx, head func(), write func(context.Context, io.Writer) error) error {
	if c.Method() == fiber.MethodHead {
		head()
		return nil
	}
	if err := HoldReply(c, streamed); err != nil {
		return err
	}
	give, _ := c.Locals(keyReply).(func())
	c.Locals(keyReply, nil) // not when the handler returns, but below
	p, _ := c.Locals(keyParts).(*Parts)
	about := []any{slog.String("reference", Reference(c)), slog.String("method", c.Method()), slog.String("route", c.Route().Path)}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(c.UserContext()), sendTime)
	from, to := io.Pipe()
	go func() {
		defer give()
		defer cancel()
		err := buffered(ctx, to, write)
		if err != nil && !errors.Is(err, io.ErrClosedPipe) { // which is a client that left
			p.Log.ErrorContext(ctx, "reply broken off", append(about, slog.Any("err", err))...)
		}
		_ = to.CloseWithError(err) // never fails
	}()
	head()
	response := &c.Context().Response
	response.ImmediateHeaderFlush = true // what fails at once is a broken download, too, and not an empty reply, which clients repeat
	response.SetBodyStream(from, -1)
	return nil
}

// buffered calls write with a buffer, so that not every few bytes are a packet. A
// panic is an error, because there is nobody above who would catch it.
func buffered(ctx context.Context, to io.Writer, write func(context.Context, io.Writer) error) (err error) {
	const size = 32 << 10
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("panic: %v\n%s", r, debug.Stack())
		}
	}()
	b := bufio.NewWriterSize(to, size)
	if err := write(ctx, b); err != nil {
		return err
	}
	return b.Flush()
}
