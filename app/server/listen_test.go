package server_test

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"kaoji/app/server"
)

// full fails its first calls as the system does when no file is free.
type full struct {
	net.Listener
	left atomic.Int32
}

func (f *full) Accept() (net.Conn, error) {
	if f.left.Add(-1) >= 0 {
		return nil, &net.OpError{Op: "accept", Net: "tcp", Err: syscall.EMFILE}
	}
	return f.Listener.Accept()
}

// serving runs the stand behind the bounds and returns its address.
func serving(t *testing.T, s *stand, ln net.Listener, c server.Connections) string {
	t.Helper()
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	ctx, stop := context.WithCancel(context.WithoutCancel(t.Context()))
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(ctx, s.app, server.Bound(ln, c), time.Second) }()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil && !errors.Is(err, context.DeadlineExceeded) {
			t.Error(err)
		}
	})
	return ln.Addr().String()
}

func TestAFailureToAcceptIsWaitedOut(t *testing.T) {
	ln := &full{Listener: listen(t)}
	ln.left.Store(3)
	var log bytes.Buffer
	at := serving(t, newStand(t), ln, server.Connections{Log: slog.New(slog.NewTextHandler(&log, nil))})
	res, err := get(t, "http://"+at+"/healthz")
	if err != nil {
		t.Fatalf("after three failures to accept: %v", err)
	}
	defer func() { _ = res.Body.Close() }()
	if res.StatusCode != 200 {
		t.Errorf("answers %d", res.StatusCode)
	}
	if n := strings.Count(log.String(), "too many open files"); n != 1 {
		t.Errorf("%d lines in the log, want one: %s", n, &log)
	}
}

func TestConnectionsAreBoundedInAllAndFromOneAddress(t *testing.T) {
	for name, c := range map[string]struct {
		server.Connections
		held int
	}{
		"in all":            {server.Connections{All: 3, Address: 10}, 3},
		"from one address":  {server.Connections{All: 10, Address: 2}, 2},
		"but not a proxy's": {server.Connections{All: 4, Address: 1, NotCounted: []string{"127.0.0.0/8"}}, 4},
	} {
		t.Run(name, func(t *testing.T) {
			at := serving(t, newStand(t), listen(t), c.Connections)
			var first net.Conn
			for i := range c.held {
				conn, status := healthy(t, at)
				if status != "200" {
					t.Fatalf("connection %d: %s", i+1, status)
				}
				if first == nil {
					first = conn
				}
			}
			if _, status := healthy(t, at); status != "503" {
				t.Errorf("beyond the bound: %q", status)
			}
			if err := first.Close(); err != nil {
				t.Fatal(err)
			}
			for end := time.Now().Add(5 * time.Second); ; {
				if _, status := healthy(t, at); status == "200" {
					break
				}
				if time.Now().After(end) {
					t.Fatal("a closed connection keeps its place")
				}
			}
		})
	}
}

// healthy opens a connection, asks once over it and leaves it open.
func healthy(t *testing.T, address string) (conn net.Conn, status string) {
	t.Helper()
	conn = dialed(t, address)
	_, _ = io.WriteString(conn, "GET /healthz HTTP/1.1\r\nHost: kaoji\r\n\r\n") // turned away, perhaps
	status, _ = statusOf(bufio.NewReader(conn))
	return conn, status
}

func dialed(t *testing.T, address string) net.Conn {
	t.Helper()
	conn, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	return conn
}

// statusOf reads the status line, "" if there is none.
func statusOf(r *bufio.Reader) (string, error) {
	line, err := r.ReadString('\n')
	if _, status, ok := strings.Cut(line, " "); ok && len(status) >= 3 {
		return status[:3], nil
	}
	return "", err
}
