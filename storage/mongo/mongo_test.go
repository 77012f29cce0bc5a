package mongo_test

import (
	"fmt"
	"net/url"
	"os"
	"sync/atomic"
	"testing"

	"kaoji/evaluation"
	"kaoji/storage/mongo"
	"kaoji/storage/mongo/mongotest"
	"kaoji/storage/storagetest"
)

var (
	server  string
	counter atomic.Int64
)

func TestMain(m *testing.M) {
	os.Exit(run(m))
}

func run(m *testing.M) int {
	dir, err := os.MkdirTemp("", "kaoji-mongo-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer func() { _ = os.RemoveAll(dir) }()
	uri, stop, err := mongotest.StartServer(dir)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer stop()
	server = uri
	return m.Run()
}

// address is a database of its own on the server.
func address(t *testing.T) string {
	t.Helper()
	u, err := url.Parse(server)
	if err != nil {
		t.Fatal(err)
	}
	u.Path = fmt.Sprintf("/kaoji_test_%d_%d", os.Getpid(), counter.Add(1))
	return u.String()
}

func open(t *testing.T) evaluation.Store {
	t.Helper()
	s, err := mongo.Open(t.Context(), address(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func TestMongoDBKeepsTheContract(t *testing.T) { storagetest.Run(t, open) }
