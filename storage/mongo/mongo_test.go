package mongo_test

import (
	"fmt"
	"net/url"
	"os"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"kaoji/evaluation"
	"kaoji/storage/mongo"
	"kaoji/storage/mongo/mongotest"
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

// patient waits for the test server, which is slow beside other tests.
var patient = mongo.Options{ReadPatience: 2 * time.Minute, WritePatience: 2 * time.Minute}

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
	s, err := mongo.Open(t.Context(), address(t), patient)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

// TestADocumentBeyondWhatMongoDBStoresIsTooLarge: it is refused before it is
// sent, because not every server that speaks the protocol refuses it.
func TestADocumentBeyondWhatMongoDBStoresIsTooLarge(t *testing.T) {
	r := evaluation.Record{Office: "o", ID: "r", Kind: "note.sheet", Unique: "r", Payload: []byte(`{}`)}
	for i := range 1800 {
		r.History = append(r.History, evaluation.Entry{Seq: i + 1, Account: "a", Reason: strings.Repeat("考绩办", 1000)})
	}
	if _, err := open(t).Put(t.Context(), r); evaluation.CodeOf(err) != evaluation.CodeTooLarge {
		t.Error(err)
	}
}
