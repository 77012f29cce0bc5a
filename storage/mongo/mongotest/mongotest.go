// Package mongotest gives tests a MongoDB to speak to: the one that
// KAOJI_TEST_MONGODB_URI names, otherwise a FerretDB server built from the
// nested module storage/mongo/testserver. A server that cannot be had is an
// error, never a reason to skip.
package mongotest

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"time"
)

// Variable names the environment variable with the address of a real MongoDB.
const Variable = "KAOJI_TEST_MONGODB_URI"

// patience bounds the build of the server (a minute on a cold cache) and its start.
const patience = 5 * time.Minute

// StartServer starts a server with its data in dir and returns its address and
// how to stop it. It is made for TestMain, so that one server serves a package.
func StartServer(dir string) (uri string, stop func(), err error) {
	if uri = os.Getenv(Variable); uri != "" {
		return uri, func() {}, nil
	}
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	binary, err := build(ctx)
	if err != nil {
		return "", nil, err
	}
	return start(ctx, binary, dir)
}

func start(ctx context.Context, binary, dir string) (uri string, stop func(), err error) {
	cmd := exec.Command(binary, "-dir", dir) //nolint:gosec,noctx // our own build; it lives until stop
	stdin, err := cmd.StdinPipe()
	if err != nil {
		return "", nil, err
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		return "", nil, err
	}
	if err := cmd.Start(); err != nil {
		return "", nil, err
	}
	stop = func() {
		_ = stdin.Close() // the server ends with its standard input
		_ = cmd.Wait()
	}
	line := make(chan string, 1)
	go func() {
		s, _ := bufio.NewReader(stdout).ReadString('\n')
		line <- strings.TrimSpace(s)
		_, _ = io.Copy(io.Discard, stdout)
	}()
	select {
	case uri = <-line:
	case <-ctx.Done():
	}
	if !strings.HasPrefix(uri, "mongodb://") {
		_ = cmd.Process.Kill()
		stop()
		return "", nil, errors.New("mongotest: the server did not say where it listens")
	}
	return uri, stop, nil
}

// build compiles the server once for each set of versions, into the user's
// cache. Packages are tested at the same time, so it holds a lock meanwhile.
func build(ctx context.Context) (string, error) {
	module, err := moduleDir()
	if err != nil {
		return "", err
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		return "", err
	}
	name, err := fingerprint(module)
	if err != nil {
		return "", err
	}
	dir := filepath.Join(cache, "kaoji-testserver")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", err
	}
	unlock, err := lock(filepath.Join(dir, "lock"))
	if err != nil {
		return "", err
	}
	defer unlock()
	binary := filepath.Join(dir, name)
	if _, err := os.Stat(binary); err == nil {
		return binary, nil
	}
	cmd := exec.CommandContext(ctx, "go", "build", "-o", binary+".new", ".") //nolint:gosec // constants and our own folder
	cmd.Dir, cmd.Env = module, append(os.Environ(), "CGO_ENABLED=0", "GOFLAGS=-buildvcs=false", "GOWORK=off")
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("mongotest: building the server: %w\n%s", err, out)
	}
	return binary, os.Rename(binary+".new", binary)
}

// moduleDir is the test server's module. A test runs in its package's folder;
// the folder above it that holds the program's go.mod is asked, and not the
// position in the source, which a build with -trimpath does not know.
func moduleDir() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for {
		module := filepath.Join(dir, "storage", "mongo", "testserver")
		if _, err := os.Stat(filepath.Join(module, "go.mod")); err == nil {
			return module, nil
		}
		above := filepath.Dir(dir)
		if above == dir {
			return "", errors.New("mongotest: the test does not run inside the program's source")
		}
		dir = above
	}
}

// fingerprint names a build after all that goes into it.
func fingerprint(module string) (string, error) {
	h := sha256.New()
	_, _ = io.WriteString(h, runtime.Version()+runtime.GOOS+runtime.GOARCH)
	for _, f := range []string{"main.go", "queue.go", "go.mod", "go.sum"} {
		b, err := os.ReadFile(filepath.Join(module, f)) //nolint:gosec // our own folder
		if err != nil {
			return "", err
		}
		_, _ = h.Write(b)
	}
	return "testserver-" + hex.EncodeToString(h.Sum(nil))[:16], nil
}

func lock(path string) (unlock func(), err error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600) //nolint:gosec // our own folder
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX); err != nil { //nolint:gosec // a descriptor fits an int
		return nil, errors.Join(err, f.Close())
	}
	return func() { _ = f.Close() }, nil
}
