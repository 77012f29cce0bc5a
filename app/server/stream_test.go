package server_test

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/server"
)

// streamed is more than fits into the buffers between the server and a client that
// does not read.
const streamed = 16 << 20

// newStream is a stand with a file that is written while it is sent. ?end= is how
// it ends.
func newStream(t *testing.T) *stand {
	s := newStand(t)
	s.app.Get("/api/stream", func(c *fiber.Ctx) error {
		end := c.Query("end")
		return server.DownloadStream(c, "大.bin", "application/pdf", func(ctx context.Context, w io.Writer) error {
			if err := ctx.Err(); err != nil { // the handler has returned
				return err
			}
			if _, err := io.Copy(w, io.LimitReader(zeros{}, streamed)); err != nil {
				return err
			}
			switch end {
			case "error":
				return errors.New("the storage went away")
			case "panic":
				panic("the secret of Zhang")
			}
			return nil
		})
	})
	return s
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { return len(p), nil }

func TestAFileIsSentWhileItIsWritten(t *testing.T) {
	s := newStream(t)
	at := serving(t, s, listen(t), server.Connections{})
	res := headOf(t, ask(t, at, "GET /api/stream HTTP/1.1\r\nHost: k\r\n\r\n"))
	if res.StatusCode != 200 || res.ContentLength != -1 || res.Header.Get("Content-Type") != "application/pdf" ||
		res.Header.Get("Content-Disposition") != "attachment; filename*=UTF-8''%E5%A4%A7.bin" || res.Header.Get("Cache-Control") != "no-store" {
		t.Errorf("%d, length %d, %v", res.StatusCode, res.ContentLength, res.Header)
	}
	if n, err := io.Copy(io.Discard, res.Body); err != nil || n != streamed {
		t.Errorf("%d bytes, %v", n, err)
	}
}

func TestNothingIsWrittenForTheHeadersOfAFile(t *testing.T) {
	s := newStand(t)
	var wrote atomic.Int32
	s.app.Get("/api/stream", func(c *fiber.Ctx) error {
		return server.DownloadStream(c, "大.bin", "application/pdf", func(context.Context, io.Writer) error {
			wrote.Add(1)
			return nil
		})
	})
	at := serving(t, s, listen(t), server.Connections{})
	res := headOf(t, ask(t, at, "HEAD /api/stream HTTP/1.1\r\nHost: k\r\n\r\n"))
	if res.StatusCode != 200 || res.Header.Get("Content-Type") != "application/pdf" || res.Header.Get("Content-Disposition") == "" {
		t.Errorf("%d, %v", res.StatusCode, res.Header)
	}
	if _, body := said(t, at, "GET /api/stream HTTP/1.1\r\nHost: k\r\n\r\n"); body != "" || wrote.Load() != 1 {
		t.Errorf("written %d times, want once", wrote.Load())
	}
}

// A client must not take a part for the whole.
func TestAFileThatFailsWhileItIsWrittenEndsWithoutItsEnd(t *testing.T) {
	for end, cause := range map[string]string{"error": "the storage went away", "panic": "the secret of Zhang"} {
		t.Run(end, func(t *testing.T) {
			s := newStream(t)
			at := serving(t, s, listen(t), server.Connections{})
			conn := ask(t, at, "GET /api/stream?end="+end+" HTTP/1.1\r\nHost: k\r\n\r\n")
			from := bufio.NewReader(conn)
			res, err := http.ReadResponse(from, nil)
			if err != nil || res.StatusCode != 200 {
				t.Fatal(res, err)
			}
			if n, err := io.Copy(io.Discard, res.Body); !errors.Is(err, io.ErrUnexpectedEOF) {
				t.Errorf("%d bytes, %v", n, err)
			}
			if _, err := from.ReadByte(); !errors.Is(err, io.EOF) {
				t.Errorf("the connection stays open: %v", err)
			}
			if log := s.log.String(); !strings.Contains(log, cause) || !strings.Contains(log, "route=/api/stream") || strings.Count(log, "reference=") != 2 {
				t.Errorf("log: %s", log)
			}
			if res, _ := said(t, at, "GET /healthz HTTP/1.1\r\nHost: k\r\n\r\n"); res.StatusCode != 200 {
				t.Errorf("afterwards: %d", res.StatusCode)
			}
		})
	}
}

// More clients than have room at once leave in the middle, or want the head only.
func TestWhoeverLeavesAFileGivesItsMemoryBack(t *testing.T) {
	s := newStream(t)
	at := serving(t, s, listen(t), server.Connections{})
	for range 20 {
		for _, method := range []string{"GET", "HEAD"} {
			conn := ask(t, at, method+" /api/stream HTTP/1.1\r\nHost: k\r\n\r\n")
			if res := headOf(t, conn); res.StatusCode != 200 {
				t.Fatalf("%s: %d", method, res.StatusCode)
			}
			if err := conn.Close(); err != nil {
				t.Error(err)
			}
		}
	}
	if log := s.log.String(); strings.Contains(log, "broken off") {
		t.Errorf("log: %s", log)
	}
}
