package server_test

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/server"
)

const twelve = 12 << 20 // bytes: three of these fill what large bodies, or replies, share

// headOf reads the head of a reply whose body is left where it is.
func headOf(t *testing.T, conn net.Conn) *http.Response {
	t.Helper()
	res, err := http.ReadResponse(bufio.NewReaderSize(conn, 4096), nil)
	if err != nil {
		t.Fatal(err)
	}
	return res
}

func ask(t *testing.T, at, raw string) net.Conn {
	t.Helper()
	conn := dialed(t, at)
	if _, err := io.WriteString(conn, raw); err != nil {
		t.Fatal(err)
	}
	return conn
}

func TestALargeReplyHoldsItsMemoryUntilItIsTaken(t *testing.T) {
	s := newStand(t)
	var made atomic.Int32
	s.app.Get("/api/large", func(c *fiber.Ctx) error {
		if err := server.HoldReply(c, twelve); err != nil {
			return err
		}
		made.Add(1)
		return server.Download(c, "大.bin", "application/pdf", bytes.Repeat([]byte("x"), twelve))
	})
	at := serving(t, s, listen(t), server.Connections{})
	large := "GET /api/large HTTP/1.1\r\nHost: k\r\n\r\n"
	var slow []net.Conn
	for range 3 {
		conn := ask(t, at, large)
		if res := headOf(t, conn); res.StatusCode != 200 || res.ContentLength != twelve {
			t.Fatalf("%d, %d bytes", res.StatusCode, res.ContentLength)
		}
		slow = append(slow, conn)
	}
	fourth := ask(t, at, large)
	if res, _ := said(t, at, "GET /healthz HTTP/1.1\r\nHost: k\r\n\r\n"); res.StatusCode != 200 {
		t.Errorf("a small reply meanwhile: %d", res.StatusCode)
	}
	if n := made.Load(); n != 3 {
		t.Errorf("%d replies were made while three were not taken", n)
	}
	_ = slow[0].Close()
	res := headOf(t, fourth)
	if n, err := io.Copy(io.Discard, res.Body); err != nil || n != twelve {
		t.Errorf("%d bytes, %v", n, err)
	}
}

func TestAReplyWithoutABodyGivesItsMemoryBack(t *testing.T) {
	s := newStand(t)
	s.app.Head("/api/headed", func(c *fiber.Ctx) error {
		if err := server.HoldReply(c, twelve); err != nil {
			return err
		}
		return c.SendString("none of it")
	})
	s.app.Get("/api/failed", func(c *fiber.Ctx) error {
		if err := server.HoldReply(c, twelve); err != nil {
			return err
		}
		if c.Query("how") == "panic" {
			panic("the secret of Zhang")
		}
		return fiber.ErrBadRequest
	})
	at := serving(t, s, listen(t), server.Connections{})
	for range 5 {
		for raw, status := range map[string]int{"HEAD /api/headed": 200, "GET /api/failed": 400, "GET /api/failed?how=panic": 500} {
			conn := ask(t, at, raw+" HTTP/1.1\r\nHost: k\r\nConnection: close\r\n\r\n")
			if got, _ := statusOf(bufio.NewReader(conn)); got != fmt.Sprint(status) {
				t.Errorf("%s: %s", raw, got)
			}
		}
	}
}

func TestAPanicGivesTheMemoryOfTheBodyBack(t *testing.T) {
	s := newStand(t)
	s.app.Post("/api/panic", func(c *fiber.Ctx) error {
		if err := server.TakeBody(c, server.MaxBody); err != nil {
			return err
		}
		panic("the secret of Zhang")
	})
	at := serving(t, s, listen(t), server.Connections{})
	body := strings.Repeat("x", server.MaxBody)
	for range 4 {
		res, _ := said(t, at, fmt.Sprintf("POST /api/panic HTTP/1.1\r\nHost: k\r\nContent-Length: %d\r\n\r\n%s", len(body), body))
		if res.StatusCode != 500 {
			t.Fatalf("a panic: %d", res.StatusCode)
		}
	}
	if res, got := said(t, at, fmt.Sprintf("POST /api/echo HTTP/1.1\r\nHost: k\r\nContent-Length: %d\r\n\r\n%s", len(body), body)); res.StatusCode != 200 || len(got) != len(body) {
		t.Errorf("afterwards: %d", res.StatusCode)
	}
}

func TestStrangersBodiesDoNotStandInTheWay(t *testing.T) {
	s := newStand(t)
	s.app.Post("/api/open", func(c *fiber.Ctx) error { return server.TakeOpenBody(c, server.MaxBody) })
	at := serving(t, s, listen(t), server.Connections{})
	for range 20 {
		ask(t, at, fmt.Sprintf("POST /api/open HTTP/1.1\r\nHost: k\r\nContent-Length: %d\r\n\r\nhalf", server.MaxBody))
	}
	body := strings.Repeat("x", server.MaxBody)
	if res, _ := said(t, at, fmt.Sprintf("POST /api/echo HTTP/1.1\r\nHost: k\r\nContent-Length: %d\r\n\r\n%s", len(body), body)); res.StatusCode != 200 {
		t.Errorf("a body of somebody who is logged in: %d", res.StatusCode)
	}
}

func TestLargeBodiesAreReadAFewAtATime(t *testing.T) {
	s := newStand(t)
	var now, most atomic.Int32
	s.app.Post("/api/work", func(c *fiber.Ctx) error {
		if err := server.TakeBody(c, server.MaxBody); err != nil {
			return err
		}
		n := now.Add(1)
		defer now.Add(-1)
		for seen := most.Load(); n > seen && !most.CompareAndSwap(seen, n); seen = most.Load() {
		}
		return c.SendString(fmt.Sprint(bytes.Count(c.Body(), []byte("x"))))
	})
	at := serving(t, s, listen(t), server.Connections{})
	body := strings.Repeat("x", 4<<20) // eight times this is more than half of what there is
	var all sync.WaitGroup
	for range 12 {
		all.Go(func() {
			if res, _ := said(t, at, fmt.Sprintf("POST /api/work HTTP/1.1\r\nHost: k\r\nContent-Length: %d\r\n\r\n%s", len(body), body)); res.StatusCode != 200 {
				t.Errorf("%d", res.StatusCode)
			}
		})
	}
	all.Wait()
	if most.Load() != 1 {
		t.Errorf("%d at once", most.Load())
	}
}
