package main

import (
	"bytes"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"

	"kaoji/auth"
	"kaoji/evaluation"
)

type pace struct {
	rate     float64
	p50, p99 time.Duration
}

// target is one of the two that are compared.
type target struct {
	address string
	next    func() (path string, body []byte)
	client  *fasthttp.HostClient
	times   []time.Duration
	took    time.Duration
}

// compare asks both in turns of half a second, so that whatever else the
// machine does meets both alike.
func (w *bench) compare(b *testing.B, method, token string, targets ...*target) []pace {
	b.Helper()
	const turn = 500 * time.Millisecond
	for _, t := range targets {
		t.client = &fasthttp.HostClient{Addr: t.address, MaxConns: benchConnections, ReadTimeout: time.Minute, WriteTimeout: time.Minute}
		defer t.client.CloseIdleConnections()
	}
	for i := range 2 * int(w.each/time.Second) {
		for j := range targets {
			t := targets[(i+j)%len(targets)]
			t.drive(b, method, token, turn)
		}
	}
	paces := make([]pace, len(targets))
	for i, t := range targets {
		slices.Sort(t.times)
		at := func(share float64) time.Duration {
			return t.times[int(share*float64(len(t.times)-1))].Round(10 * time.Microsecond)
		}
		paces[i] = pace{float64(len(t.times)) / t.took.Seconds(), at(0.5), at(0.99)}
	}
	return paces
}

// drive asks over all connections for a while. Anything but success fails.
func (t *target) drive(b *testing.B, method, token string, turn time.Duration) {
	b.Helper()
	times := make([][]time.Duration, benchConnections)
	start := time.Now()
	end := start.Add(turn)
	var wg sync.WaitGroup
	for i := range times {
		wg.Go(func() {
			for time.Now().Before(end) {
				path, body := t.next()
				began := time.Now()
				status, reply, err := ask(t.client, method, t.address, path, token, body)
				if err != nil || status/100 != 2 {
					b.Errorf("%s %s: %d %v %.200s", method, path, status, err, reply)
					return
				}
				times[i] = append(times[i], time.Since(began))
			}
		})
	}
	wg.Wait()
	t.took += time.Since(start)
	t.times = slices.Concat(append(times, t.times)...)
	if b.Failed() || len(t.times) == 0 {
		b.FailNow()
	}
}

func ask(client *fasthttp.HostClient, method, address, path, token string, body []byte) (int, []byte, error) {
	req, res := fasthttp.AcquireRequest(), fasthttp.AcquireResponse()
	defer fasthttp.ReleaseRequest(req)
	defer fasthttp.ReleaseResponse(res)
	req.Header.SetMethod(method)
	req.SetRequestURI("http://" + address + path)
	if token != "" {
		req.Header.Set(fiber.HeaderAuthorization, "Bearer "+token)
	}
	if body != nil {
		req.Header.SetContentType(fiber.MIMEApplicationJSON)
		req.SetBody(body)
	}
	err := client.Do(req, res)
	return res.StatusCode(), bytes.Clone(res.Body()), err
}

// login makes an account and returns an access token of it.
func (w *bench) login(b *testing.B, name, person string, role evaluation.Role) string {
	b.Helper()
	const password = "Quiet-Heron-47"
	once := w.account(b, name, person, role)
	first, err := w.k.Auth.Login(b.Context(), auth.LoginInput{Name: name, Password: once})
	if err != nil {
		b.Fatal(err)
	}
	who, err := w.k.Auth.Authenticate(b.Context(), first.Access)
	if err != nil {
		b.Fatal(err)
	}
	if err := w.k.Auth.ChangePassword(b.Context(), who, once, password); err != nil {
		b.Fatal(err)
	}
	return first.Access
}

func (w *bench) account(b *testing.B, name, person string, role evaluation.Role) (password string) {
	b.Helper()
	_, password, err := w.k.Auth.CreateAccount(b.Context(), auth.Operator(w.k.Office), auth.NewAccount{
		Name: name, Display: name, Person: person, Roles: []evaluation.Role{role},
	})
	if err != nil {
		b.Fatal(err)
	}
	return password
}

// logins lets 32 people log in at once and reports the memory that it took.
func (w *bench) logins(b *testing.B) {
	bodies := make([][]byte, benchConnections)
	for i := range bodies {
		name := fmt.Sprint("login", i)
		bodies[i] = fmt.Appendf(nil, `{"name":%q,"password":%q}`, name, w.account(b, name, "", evaluation.RoleCadre))
	}
	client := &fasthttp.HostClient{Addr: w.ours, MaxConns: benchConnections, ReadTimeout: time.Minute}
	defer client.CloseIdleConnections()
	if err := os.WriteFile("/proc/self/clear_refs", []byte("5"), 0); err != nil { // the peak counts from here
		b.Fatal(err)
	}
	before, start := resident("VmRSS"), time.Now()
	var wg sync.WaitGroup
	for _, body := range bodies {
		wg.Go(func() {
			if status, reply, err := ask(client, fasthttp.MethodPost, w.ours, "/api/v1/session", "", body); err != nil || status/100 != 2 {
				b.Errorf("login: %d %v %.200s", status, err, reply)
			}
		})
	}
	wg.Wait()
	took, peak := time.Since(start).Round(time.Millisecond), resident("VmHWM")
	b.Logf("login: %d at once in %v; resident memory %d MiB before, %d MiB at the peak: %d MiB more",
		len(bodies), took, before>>20, peak>>20, (peak-before)>>20)
	b.ReportMetric(float64(peak-before)/(1<<20), "MiB-more")
}

// resident reads one of Linux's figures on the memory of this process, in bytes.
func resident(field string) int64 {
	raw, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(raw)) {
		if rest, ok := strings.CutPrefix(line, field+":"); ok {
			kb, _ := strconv.ParseInt(strings.Fields(rest)[0], 10, 64)
			return kb << 10
		}
	}
	return 0
}
