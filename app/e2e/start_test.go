//go:build browser

package e2e_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// shared is where the binary and the filled demo lie that all stories start
// from.
var shared string

func TestMain(m *testing.M) {
	var err error
	if shared, err = os.MkdirTemp("", "kaoji-e2e"); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	code := m.Run()
	closeBrowser()
	_ = os.RemoveAll(shared)
	os.Exit(code)
}

// binary is built once.
var binary = sync.OnceValues(func() (string, error) {
	path := filepath.Join(shared, "kaoji")
	out, err := exec.Command("go", "build", "-tags", "browser", "-o", path, "kaoji/app").CombinedOutput() //nolint:noctx // outlives the test that asks first
	if err != nil {
		return "", fmt.Errorf("build: %w\n%s", err, out)
	}
	return path, nil
})

// filled is the folder of an office that the demo has filled, once.
var filled = sync.OnceValues(func() (string, error) {
	dir := filepath.Join(shared, "demo")
	p, err := launch(dir, "demo", "--years=1", "--states")
	if err != nil {
		return "", err
	}
	if err := p.ready(context.Background()); err != nil {
		return "", errors.Join(err, p.stop())
	}
	return filepath.Join(dir, "data"), p.stop()
})

// process is a running server.
type process struct {
	cmd     *exec.Cmd
	out     io.Reader
	address string
}

// launch starts the binary over the folder.
func launch(dir string, args ...string) (*process, error) {
	path, err := binary()
	if err != nil {
		return nil, err
	}
	ln, err := net.Listen("tcp", "127.0.0.1:0") //nolint:noctx // at once
	if err != nil {
		return nil, err
	}
	p := &process{cmd: exec.Command(path, args...), address: ln.Addr().String()} //nolint:noctx // stopped by a signal, as an operator would
	_ = ln.Close()
	p.cmd.Env = append(os.Environ(), "KAOJI_DATA="+filepath.Join(dir, "data"), "KAOJI_LISTEN="+p.address, "KAOJI_CLOCK="+filepath.Join(dir, "clock"))
	if p.out, err = p.cmd.StdoutPipe(); err != nil {
		return nil, err
	}
	return p, p.cmd.Start()
}

// ready waits until the server listens, at most four minutes: the demo fills an
// office first, which takes one minute on two busy cores. What the server prints
// meanwhile is dropped.
func (p *process) ready(ctx context.Context) error {
	go func() { _, _ = io.Copy(io.Discard, p.out) }()
	dialer := net.Dialer{Timeout: time.Second}
	for range 4800 {
		if conn, err := dialer.DialContext(ctx, "tcp", p.address); err == nil {
			return conn.Close()
		}
		select {
		case <-ctx.Done():
		case <-time.After(50 * time.Millisecond):
		}
	}
	return fmt.Errorf("the server does not listen")
}

func (p *process) stop() error {
	if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		return err
	}
	return p.cmd.Wait()
}

// kaoji is a running server, as a person would start it.
type kaoji struct {
	url      string
	password string // of admin, printed at the first start
	clock    string // file that moves the server's clock
}

// begin starts a server in an empty folder, as `go run ./app` does. Stories run
// beside each other, as many as there are processors.
func begin(t *testing.T) kaoji {
	t.Helper()
	return beginIn(t, 0)
}

// beginIn is begin with a clock that is so many days ahead.
func beginIn(t *testing.T, days int) kaoji {
	t.Helper()
	t.Parallel()
	dir := t.TempDir()
	kaoji{clock: filepath.Join(dir, "clock")}.wait(t, days)
	k, p := run(t, dir)
	lines := bufio.NewScanner(p.out)
	for k.password == "" && lines.Scan() {
		if m := printed.FindStringSubmatch(lines.Text()); m != nil {
			k.password = m[1]
		}
	}
	if k.password == "" {
		t.Fatal("the first start printed no password")
	}
	return k.await(t, p)
}

var printed = regexp.MustCompile(`密码\s+(\S+)`)

// beginDemo starts a server in a copy of the demo's office, beside other stories.
func beginDemo(t *testing.T) kaoji {
	t.Helper()
	t.Parallel()
	from, err := filled()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := copyOffice(filepath.Join(dir, "data"), from); err != nil {
		t.Fatal(err)
	}
	k, p := run(t, dir, "serve")
	return k.await(t, p)
}

// copyOffice keeps the files' modes: keys that others could read are refused.
func copyOffice(to, from string) error {
	if err := os.CopyFS(to, os.DirFS(from)); err != nil {
		return err
	}
	return filepath.WalkDir(from, func(path string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := e.Info()
		if err != nil {
			return err
		}
		return os.Chmod(filepath.Join(to, strings.TrimPrefix(path, from)), info.Mode())
	})
}

func run(t *testing.T, dir string, args ...string) (kaoji, *process) {
	t.Helper()
	p, err := launch(dir, args...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := p.stop(); err != nil {
			t.Errorf("the server did not stop cleanly: %v", err)
		}
	})
	return kaoji{url: "http://" + p.address, clock: filepath.Join(dir, "clock")}, p
}

func (k kaoji) await(t *testing.T, p *process) kaoji {
	t.Helper()
	if err := p.ready(t.Context()); err != nil {
		t.Fatal(err)
	}
	return k
}

// wait lets days pass for the server, counted from now.
func (k kaoji) wait(t *testing.T, days int) {
	t.Helper()
	if err := os.WriteFile(k.clock, fmt.Appendf(nil, "%dh", 24*days), 0o600); err != nil {
		t.Fatal(err)
	}
}
