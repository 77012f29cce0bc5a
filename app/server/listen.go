package server

import (
	"errors"
	"log/slog"
	"net"
	"net/netip"
	"sync"
	"time"
)

// Connections limits the number of connections.
type Connections struct {
	Log        *slog.Logger
	All        int      // at once; 0: as many as the operating system's limit of files leaves room for, at most 1,024
	Address    int      // at once from one address; 0: 256
	NotCounted []string // addresses and networks without a limit per address: trusted proxies, which send requests of many people
}

const (
	mostConnections = 1024
	mostOfAddress   = 256
	// keptFiles is the number of open files reserved for the storage, logs and
	// back-ups.
	keptFiles = 96
)

// Bound returns a listener that limits connections. Further connections get a short
// 503 and are closed. If accepting fails, for example because no file is free, it
// waits and continues until it is closed.
func Bound(ln net.Listener, c Connections) net.Listener {
	if c.All == 0 {
		c.All = min(mostConnections, max(filesAllowed()-keptFiles, 16))
	}
	if c.Address == 0 {
		c.Address = mostOfAddress
	}
	return &bound{Listener: ln, Connections: c, from: map[netip.Addr]int{}}
}

type bound struct {
	net.Listener
	Connections
	mu    sync.Mutex
	all   int
	from  map[netip.Addr]int
	noted time.Time // when the log last reported a refused connection
}

// Accept returns no error except net.ErrClosed.
func (b *bound) Accept() (net.Conn, error) {
	const shortest, longest = 5 * time.Millisecond, time.Second
	wait := shortest
	for {
		conn, err := b.Listener.Accept()
		switch {
		case errors.Is(err, net.ErrClosed):
			return nil, err
		case err != nil:
			b.note("connections cannot be accepted", slog.Any("err", err))
			time.Sleep(wait)
			wait = min(2*wait, longest)
			continue
		}
		wait = shortest
		from := addressOf(conn)
		if b.enter(from) {
			return &counted{Conn: conn, leave: sync.OnceFunc(func() { b.leave(from) })}, nil
		}
		b.note("too many connections", slog.Int("all", b.All), slog.Int("address", b.Address))
		turnAway(conn)
	}
}

const busy = "HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nRetry-After: 5\r\nContent-Length: 0\r\n\r\n"

func turnAway(conn net.Conn) {
	// These few bytes fit into the buffer of a new connection, so this does not
	// wait.
	_ = conn.SetWriteDeadline(time.Now().Add(time.Second))
	_, _ = conn.Write([]byte(busy))
	_ = conn.Close()
}

func (b *bound) enter(from netip.Addr) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.all >= b.All || b.from[from] >= b.Address && !named(b.NotCounted, from) {
		return false
	}
	b.all++
	b.from[from]++
	return true
}

func (b *bound) leave(from netip.Addr) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.all--
	if b.from[from]--; b.from[from] == 0 {
		delete(b.from, from)
	}
}

// note writes to the log at most once a minute, so that connections cannot fill the
// disk.
func (b *bound) note(what string, details ...any) {
	if now := time.Now(); now.Sub(b.noted) >= time.Minute {
		b.noted = now
		b.Log.Warn(what, details...)
	}
}

func addressOf(conn net.Conn) netip.Addr {
	at, err := netip.ParseAddrPort(conn.RemoteAddr().String())
	if err != nil {
		return netip.Addr{}
	}
	return at.Addr().Unmap()
}

// counted is a connection that is no longer counted when it is closed.
type counted struct {
	net.Conn
	leave func()
}

// Close implements net.Conn.
func (c *counted) Close() error {
	defer c.leave()
	return c.Conn.Close()
}
