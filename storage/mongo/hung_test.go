package mongo_test

import (
	"context"
	"net"
	"net/url"
	"sync"
	"testing"
	"time"

	"kaoji/evaluation"
	"kaoji/storage/mongo"
)

// line carries the wire to the server; while it is held nothing passes, and
// nobody is told: connections stay open, as those to a server that hangs.
type line struct {
	net.Listener
	to   string
	gate sync.RWMutex // held for writing while the line is held
}

func newLine(t *testing.T, to string) *line {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	out := &line{Listener: l, to: to}
	t.Cleanup(func() { _ = l.Close() })
	go func() {
		for {
			near, err := l.Accept()
			if err != nil {
				return
			}
			far, err := net.Dial("tcp", to)
			if err != nil {
				_ = near.Close()
				continue
			}
			go out.carry(near, far)
			go out.carry(far, near)
		}
	}()
	return out
}

func (l *line) carry(from, to net.Conn) {
	defer func() { _, _ = from.Close(), to.Close() }()
	buf := make([]byte, 32<<10)
	for {
		n, err := from.Read(buf)
		l.gate.RLock()
		_, werr := to.Write(buf[:n])
		l.gate.RUnlock()
		if err != nil || werr != nil {
			return
		}
	}
}

// TestAServerThatHangsKeepsNobodyLongerThanPromised: a call fails with
// CodeUnavailable when its patience ends, although its own context has no end,
// and works again when the server does.
func TestAServerThatHangsKeepsNobodyLongerThanPromised(t *testing.T) {
	u, err := url.Parse(address(t))
	if err != nil {
		t.Fatal(err)
	}
	l := newLine(t, u.Host)
	u.Host = l.Addr().String()
	const read, write = 300 * time.Millisecond, 900 * time.Millisecond
	s, err := mongo.Open(t.Context(), u.String(), mongo.Options{ReadPatience: read, WritePatience: write})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	r := evaluation.Record{Office: "o", ID: "a", Kind: "k", Unique: "a", Payload: []byte(`{}`)}
	if _, err := s.Put(t.Context(), r); err != nil {
		t.Fatal(err)
	}
	l.gate.Lock()
	for name, c := range map[string]struct {
		most time.Duration
		call func(context.Context) error
	}{
		"get":   {read, func(ctx context.Context) error { _, err := s.Get(ctx, "o", "a"); return err }},
		"find":  {read, func(ctx context.Context) error { _, err := s.Find(ctx, evaluation.Query{Office: "o"}); return err }},
		"cell":  {read, func(ctx context.Context) error { _, err := s.Cell(ctx, "c", "o", "a"); return err }},
		"trail": {read, func(ctx context.Context) error { _, err := s.LastTrail(ctx, "o"); return err }},
		"append": {read, func(ctx context.Context) error {
			return s.AppendTrail(ctx, evaluation.TrailEntry{TrailEvent: evaluation.TrailEvent{Office: "o"}, Seq: 1})
		}},
		"put": {write, func(ctx context.Context) error {
			_, err := s.Put(ctx, evaluation.Record{Office: "o", ID: "b", Kind: "k", Unique: "b", Payload: []byte(`{}`)})
			return err
		}},
	} {
		began := time.Now()
		err := c.call(context.Background()) //nolint:usetesting // a context without an end is the case
		if took := time.Since(began); evaluation.CodeOf(err) != evaluation.CodeUnavailable || took > 10*c.most {
			t.Errorf("%s: %v after %s", name, err, took)
		}
	}
	l.gate.Unlock()
	deadline := time.Now().Add(time.Minute)
	for err = evaluation.Fail(evaluation.CodeUnavailable, ""); err != nil && time.Now().Before(deadline); {
		_, err = s.Get(t.Context(), "o", "a")
	}
	if err != nil {
		t.Errorf("after it came back: %v", err)
	}
}
