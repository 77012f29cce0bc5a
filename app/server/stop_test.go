package server_test

import (
	"context"
	"io"
	"net"
	"net/http"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/server"
)

func listen(t *testing.T) net.Listener {
	t.Helper()
	var lc net.ListenConfig
	ln, err := lc.Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	return ln
}

func get(t *testing.T, url string) (*http.Response, error) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	return (&http.Client{Transport: &http.Transport{DisableKeepAlives: true}}).Do(req)
}

func TestARequestInFlightFinishesWhenTheServerStops(t *testing.T) {
	s := newStand(t)
	begun, finish := make(chan struct{}), make(chan struct{})
	s.app.Get("/slow", func(c *fiber.Ctx) error {
		close(begun)
		<-finish
		return c.SendString("finished")
	})
	ln := listen(t)
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(ctx, s.app, ln, 20*time.Second) }()
	answered := make(chan string, 1)
	go func() {
		res, err := get(t, "http://"+ln.Addr().String()+"/slow")
		if err != nil {
			answered <- err.Error()
			return
		}
		body, err := io.ReadAll(res.Body)
		if cerr := res.Body.Close(); err != nil || cerr != nil {
			t.Error(err, cerr)
		}
		answered <- string(body)
	}()
	<-begun
	stop()
	for { // until the door is shut
		res, err := get(t, "http://"+ln.Addr().String()+"/healthz")
		if err != nil {
			break
		}
		if err := res.Body.Close(); err != nil {
			t.Fatal(err)
		}
	}
	select {
	case err := <-ended:
		t.Fatalf("the server ended before the request: %v", err)
	default:
	}
	close(finish)
	if got := <-answered; got != "finished" {
		t.Errorf("the request in flight got %q", got)
	}
	if err := <-ended; err != nil {
		t.Errorf("stopping: %v", err)
	}
}

func TestAStopBeforeTheFirstRequestIsNotLost(t *testing.T) {
	for range 20 {
		s := newStand(t)
		ctx, stop := context.WithCancel(t.Context())
		stop()
		if err := server.Serve(ctx, s.app, listen(t), time.Second); err != nil {
			t.Fatalf("stopping: %v", err)
		}
	}
}

func TestAStopDoesNotWaitForeverForARequestThatHangs(t *testing.T) {
	s := newStand(t)
	begun, finish := make(chan struct{}), make(chan struct{})
	s.app.Get("/stuck", func(*fiber.Ctx) error {
		close(begun)
		<-finish
		return nil
	})
	ln := listen(t)
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(ctx, s.app, ln, 50*time.Millisecond) }()
	gone := make(chan struct{})
	go func() {
		defer close(gone)
		if res, err := get(t, "http://"+ln.Addr().String()+"/stuck"); err == nil {
			_ = res.Body.Close()
		}
	}()
	<-begun
	stop()
	if err := <-ended; err == nil {
		t.Error("a request was cut off, and nobody is told")
	}
	close(finish)
	<-gone
}
