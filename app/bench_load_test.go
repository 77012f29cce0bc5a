package main

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/gob"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"
)

const benchConnections = 32

// question is a request; of several paths each connection takes one after the other.
type question struct {
	Method string
	Paths  []string
	Body   string
	Token  string
}

// drive is a request with the server that it is sent to.
type drive struct {
	Address string
	Asked   question
	of      *process
}

// turn is a period in which the load sends requests over all connections, with the
// result.
type (
	turn struct {
		Drive drive
		For   time.Duration
	}
	taken struct {
		Times []time.Duration
		Bytes int64 // of the replies with their headers
		Took  time.Duration
		Wrong string
	}
)

// bytesOf writes the request as it goes over the wire.
func (d *drive) bytesOf(path string) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "%s %s HTTP/1.1\r\nHost: %s\r\n", d.Asked.Method, path, d.Address)
	if d.Asked.Token != "" {
		fmt.Fprintf(&b, "Authorization: Bearer %s\r\n", d.Asked.Token)
	}
	if d.Asked.Body != "" {
		fmt.Fprintf(&b, "Content-Type: application/json\r\nContent-Length: %d\r\n", len(d.Asked.Body))
	}
	b.WriteString("\r\n" + d.Asked.Body)
	return b.Bytes()
}

// serveLoad carries out the turns that it reads from standard input. It builds each
// request once and reads replies only to find their end, so that the load needs
// little processor time compared with the servers.
func serveLoad() error {
	in, out := gob.NewDecoder(os.Stdin), gob.NewEncoder(os.Stdout)
	for {
		var t turn
		if err := in.Decode(&t); err != nil {
			return nil //nolint:nilerr // the bench is over
		}
		if err := out.Encode(t.run()); err != nil {
			return err
		}
	}
}

func (t *turn) run() taken {
	var requests [][]byte
	for _, path := range t.Drive.Asked.Paths {
		requests = append(requests, t.Drive.bytesOf(path))
	}
	parts := make([]taken, benchConnections)
	begun := time.Now()
	var wg sync.WaitGroup
	for i := range parts {
		wg.Go(func() {
			if err := parts[i].drive(t.Drive.Address, requests, i, begun.Add(t.For)); err != nil {
				parts[i].Wrong = err.Error()
			}
		})
	}
	wg.Wait()
	all := taken{Took: time.Since(begun)}
	for _, p := range parts {
		all.Times, all.Bytes, all.Wrong = append(all.Times, p.Times...), all.Bytes+p.Bytes, cmp.Or(all.Wrong, p.Wrong)
	}
	return all
}

// drive sends requests over one connection until the turn ends. A reply that is not
// a success is an error.
func (t *taken) drive(address string, requests [][]byte, first int, end time.Time) error {
	conn, err := net.Dial("tcp", address) //nolint:noctx // on this machine
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close() }()
	from := bufio.NewReaderSize(conn, 64<<10)
	for i := first; ; i++ {
		begun := time.Now()
		if !begun.Before(end) {
			return nil
		}
		request := requests[i%len(requests)]
		if _, err := conn.Write(request); err != nil {
			return err
		}
		_, size, err := reply(from)
		if err != nil {
			line, _, _ := bytes.Cut(request, []byte("\r\n"))
			return fmt.Errorf("%s: %w", line, err)
		}
		t.Bytes += int64(size)
		t.Times = append(t.Times, time.Since(begun))
	}
}

// reply reads one reply. It returns the body if the reply is not a success.
func reply(from *bufio.Reader) (body, size int, err error) {
	ok, length := false, 0
	for lines := 0; ; lines++ {
		line, err := from.ReadSlice('\n')
		if err != nil {
			return 0, 0, err
		}
		size += len(line)
		if lines == 0 {
			ok = bytes.HasPrefix(line, []byte("HTTP/1.1 2"))
		}
		if value, is := bytes.CutPrefix(line, []byte("Content-Length: ")); is {
			if length, err = strconv.Atoi(string(bytes.TrimSpace(value))); err != nil {
				return 0, 0, err
			}
		}
		if len(bytes.TrimSpace(line)) == 0 {
			break
		}
	}
	if !ok {
		text := make([]byte, min(length, 300))
		_, err := io.ReadFull(from, text)
		return 0, 0, errors.Join(fmt.Errorf("refused: %s", text), err)
	}
	_, err = from.Discard(length)
	return length, size + length, err
}

// pace is the result of one server over all its turns.
type pace struct {
	rate     float64 // requests per second
	p50, p99 time.Duration
	size     int64         // bytes of a reply with its headers
	work     time.Duration // of the server's processors for a request
}

func (p pace) String() string {
	return fmt.Sprintf("%.0f/s, p50 %v, p99 %v, %d bytes a reply, %.0f MB/s, %v of processor a request",
		p.rate, p.p50, p.p99, p.size, p.rate*float64(p.size)/1e6, p.work)
}

// compare sends requests to all servers in alternating turns of half a second, so
// that other load of the machine affects them equally. The first turns are not
// counted.
func (w *bench) compare(b *testing.B, drives ...drive) []pace {
	b.Helper()
	const length, unheeded = 500 * time.Millisecond, 1
	sums, work := make([]taken, len(drives)), make([]time.Duration, len(drives))
	for i := range unheeded + int(w.each/length) {
		for j := range drives {
			n := (i + j) % len(drives)
			before := drives[n].of.work()
			got := w.drive(b, drives[n], length)
			if s := &sums[n]; i >= unheeded {
				s.Times, s.Bytes, s.Took = append(s.Times, got.Times...), s.Bytes+got.Bytes, s.Took+got.Took
				work[n] += drives[n].of.work() - before
			}
		}
	}
	paces := make([]pace, len(drives))
	for i, s := range sums {
		slices.Sort(s.Times)
		n := len(s.Times)
		at := func(share float64) time.Duration {
			return s.Times[int(share*float64(n-1))].Round(10 * time.Microsecond)
		}
		paces[i] = pace{float64(n) / s.Took.Seconds(), at(0.5), at(0.99), s.Bytes / int64(n), (work[i] / time.Duration(n)).Round(time.Microsecond)}
	}
	return paces
}

func (w *bench) drive(b *testing.B, d drive, length time.Duration) taken {
	b.Helper()
	var got taken
	if err := errors.Join(w.load.to.Encode(turn{d, length}), w.load.from.Decode(&got)); err != nil {
		b.Fatal(err)
	}
	if got.Wrong != "" || len(got.Times) == 0 {
		b.Fatalf("%s: %s", d.Asked.Paths[0], got.Wrong)
	}
	return got
}

// size returns the length of the body of Kaoji's reply, in bytes.
func (w *bench) size(b *testing.B, what question) int {
	b.Helper()
	conn, err := net.Dial("tcp", w.ours.address) //nolint:noctx // on this machine
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	d := drive{Address: w.ours.address, Asked: what}
	if _, err := conn.Write(d.bytesOf(what.Paths[0])); err != nil {
		b.Fatal(err)
	}
	body, _, err := reply(bufio.NewReaderSize(conn, 64<<10))
	if err != nil {
		b.Fatal(err)
	}
	return body
}

// logins lets 32 people log in at once and reports the memory that it took.
func (w *bench) logins(b *testing.B) {
	before, start := w.ours.memory("VmRSS"), time.Now()
	w.ours.peakFromHere(b)
	var wg sync.WaitGroup
	for i := range benchConnections {
		wg.Go(func() {
			conn, err := net.Dial("tcp", w.ours.address) //nolint:noctx // on this machine
			if err != nil {
				b.Error(err)
				return
			}
			defer func() { _ = conn.Close() }()
			d := drive{Address: w.ours.address, Asked: question{Method: "POST", Body: fmt.Sprintf(`{"name":"login%d","password":%q}`, i, w.passwords[i])}}
			if _, err = conn.Write(d.bytesOf("/api/v1/session")); err == nil {
				_, _, err = reply(bufio.NewReader(conn))
			}
			if err != nil {
				b.Error("login:", err)
			}
		})
	}
	wg.Wait()
	took, peak := time.Since(start).Round(time.Millisecond), w.ours.memory("VmHWM")
	b.Logf("login: %d at once in %v; resident memory %d MiB before, %d MiB at the peak: %d MiB more",
		benchConnections, took, before>>20, peak>>20, (peak-before)>>20)
	b.ReportMetric(float64(peak-before)/(1<<20), "MiB-more")
}
