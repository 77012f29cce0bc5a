package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/server"
	"kaoji/evaluation"
	"kaoji/evaluation/commendation"
	"kaoji/evaluation/concern"
)

// registers are the exports of which there can be any number of rows, with the kind
// that they list.
var registers = map[string]string{
	"/lists/commendation.deed?export=xlsx": commendation.KindDeed,
	"/commendation/register":               commendation.KindDeed,
	"/concern?export=xlsx&state=concluded": concern.KindMatter,
}

// repeated is a storage with n copies of the first record that a query for all records
// of a kind finds. Page broken of them cannot be read (0: all can); each page is told
// first.
type repeated struct {
	evaluation.Store
	kind      string
	n, broken int
	told      func(page int)
}

func (s *repeated) Find(ctx context.Context, q evaluation.Query) (evaluation.Found, error) {
	if len(q.Kinds) != 1 || q.Kinds[0] != s.kind || q.Limit != evaluation.MaxLimit {
		return s.Store.Find(ctx, q)
	}
	from, _ := strconv.Atoi(q.Cursor)
	page := from/evaluation.MaxLimit + 1
	if s.told(page); page == s.broken {
		return evaluation.Found{}, errors.New("the disk is gone")
	}
	q.Limit, q.Cursor = 1, ""
	found, err := s.Store.Find(ctx, q)
	if err != nil || len(found.Records) == 0 {
		return found, errors.Join(err, ctx.Err())
	}
	r, to := found.Records[0], min(from+evaluation.MaxLimit, s.n)
	found.Records, found.Next = nil, ""
	for i := from; i < to; i++ {
		r.ID = fmt.Sprintf("01980000-0000-7000-8000-%012d", i)
		found.Records = append(found.Records, r)
	}
	if to < s.n {
		found.Next = strconv.Itoa(to)
	}
	return found, nil
}

// exporting serves the demo office on a connection, and export asks for an address
// as the personnel section: how many bytes come, and whether they are all.
type exporting struct {
	*measured
	address string
}

func newExporting(t *testing.T) *exporting {
	place := oldPlace(t)
	k := opened(t, place)
	if err := k.Store.Close(); err != nil {
		t.Fatal(err)
	}
	x := &exporting{measured: measure(t, place.Data, "zuzhi")}
	ln, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	x.address = "http://" + ln.Addr().String()
	ctx, stop := context.WithCancel(context.WithoutCancel(t.Context()))
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(ctx, x.app, ln, time.Second) }()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil && !errors.Is(err, context.DeadlineExceeded) {
			t.Error(err)
		}
	})
	return x
}

func (x *exporting) export(t *testing.T, address string) (status int, n int64, err error) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, x.address+address, nil)
	if err != nil {
		t.Fatal(err)
	}
	for name, value := range x.readers["zuzhi"].cookies {
		req.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	res, err := (&http.Client{Transport: &http.Transport{DisableKeepAlives: true}}).Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	n, err = io.Copy(io.Discard, res.Body)
	return res.StatusCode, n, err
}

// exports are the entries of the trail that say that records of a kind were exported.
func (x *exporting) exports(t *testing.T, kind string) int {
	t.Helper()
	list, err := x.Store.FindTrail(t.Context(), x.Office, evaluation.TrailFilter{Action: "export", Kind: kind}, 0, false, evaluation.MaxLimit)
	if err != nil {
		t.Error(err)
	}
	return len(list)
}

// A hundred times as many records need no more memory: what is in use whenever a
// page is read.
func TestAnExportNeedsAsMuchMemoryForFiftyThousandRecordsAsForFiveHundred(t *testing.T) {
	const most = 4 << 20
	x := newExporting(t)
	place := x.store.Store
	for address, kind := range registers {
		var peaks, sizes []int64
		for _, n := range []int{500, 50_000} {
			var peak atomic.Int64
			pages := 0
			x.store.Store = &repeated{Store: place, kind: kind, n: n, told: func(page int) {
				if pages = page; page%10 != 0 && page > 1 {
					return
				}
				var m runtime.MemStats
				runtime.GC()
				runtime.ReadMemStats(&m)
				peak.Store(max(peak.Load(), int64(m.HeapAlloc)))
			}}
			status, size, err := x.export(t, address)
			if err != nil || status != fiber.StatusOK || pages != n/evaluation.MaxLimit {
				t.Fatalf("%s: %d, %d pages, %v", address, status, pages, err)
			}
			peaks, sizes = append(peaks, peak.Load()), append(sizes, size)
		}
		t.Logf("%s: %d kB in use and a file of %d kB; with 50,000 records %d and %d", address, peaks[0]>>10, sizes[0]>>10, peaks[1]>>10, sizes[1]>>10)
		if peaks[1]-peaks[0] > most || sizes[1] < 10*sizes[0] {
			t.Errorf("%s: %d kB more in use, a file of %d kB", address, (peaks[1]-peaks[0])>>10, sizes[1]>>10)
		}
	}
}

func TestAnExportIsInTheTrailBeforeItsFirstByteAndDoesNotEndWhereItFails(t *testing.T) {
	x := newExporting(t)
	place := x.store.Store
	for address, kind := range registers {
		before := x.exports(t, kind)
		x.store.Store = &repeated{Store: place, kind: kind, n: 2000, broken: 3, told: func(page int) {
			if n := x.exports(t, kind) - before; n != min(page-1, 1) {
				t.Errorf("%s: %d entries when page %d is read", address, n, page)
			}
		}}
		if status, n, err := x.export(t, address); status != fiber.StatusOK || !errors.Is(err, io.ErrUnexpectedEOF) {
			t.Errorf("%s: %d, %d bytes, %v", address, status, n, err)
		}
		before = x.exports(t, kind)
		x.store.Store = &repeated{Store: place, kind: kind, n: 2000, broken: 1, told: func(int) {}}
		if status, _, err := x.export(t, address); status != fiber.StatusInternalServerError || err != nil || x.exports(t, kind) != before {
			t.Errorf("%s, of which nothing can be read: %d, %v, %d entries", address, status, err, x.exports(t, kind)-before)
		}
	}
}

// Whoever compares two exports finds what has changed in the office, and nothing else.
func TestAFileIsTheSameByteForByteWhenItIsAskedForAgain(t *testing.T) {
	place := oldPlace(t)
	k := opened(t, place)
	if err := k.Store.Close(); err != nil {
		t.Fatal(err)
	}
	x := measure(t, place.Data, "zuzhi")
	list := []string{"/api/v1/roster/export", "/api/v1/roster/template", "/education/hours?export=xlsx", "/rotation/tenure?export=xlsx"}
	for address := range registers {
		list = append(list, address)
	}
	same := map[string]bool{}
	for _, address := range append(list, x.addresses(t, "zuzhi", 0, map[string]bool{})...) {
		file := func() []byte {
			req := httptest.NewRequest(http.MethodGet, address, nil)
			if strings.HasPrefix(address, "/api/") {
				req.Header.Set(fiber.HeaderAuthorization, "Bearer "+x.readers["zuzhi"].cookies[server.CookieAccess])
			}
			reply, err := x.readers["zuzhi"].send(req)
			if err != nil || !strings.HasPrefix(reply.Type, "application/vnd.openxml") {
				return nil
			}
			return reply.Body
		}
		first := file()
		if first == nil {
			continue
		}
		same[x.routeOf(address)] = true
		if !bytes.Equal(first, file()) {
			t.Errorf("%s differs", address)
		}
	}
	for _, route := range []string{
		"/roster/template", "/roster/export", "/api/v1/roster/template", "/api/v1/roster/export", "/commendation/register", "/concern", "/lists/:kind",
		"/education/hours", "/rotation/tenure", "/rotation/plans/:id/excel", "/reserve/table", "/commendation/deeds/table",
	} {
		if !same[route] {
			t.Errorf("no file of %s", route)
		}
	}
}
