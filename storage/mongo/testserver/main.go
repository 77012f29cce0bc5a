// Command testserver is a MongoDB server for tests: FerretDB with its embedded
// SQLite backend, on a free port of the loopback interface. It prints its
// address as one line and ends when its standard input is closed, so that it
// cannot outlive the tests that started it.
//
// FerretDB v1 reads and writes an updated document in two steps, so that two
// updates at once can both find the old one. MongoDB promises that each update
// of one document is atomic, and Kaoji relies on exactly that promise.
// The server therefore carries out one command at a time.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"log"
	"net"
	"net/url"
	"os"
	"runtime/debug"

	"github.com/FerretDB/FerretDB/ferretdb"
)

func main() {
	dir := flag.String("dir", "", "folder for the data; has to exist")
	flag.Parse()
	debug.SetGCPercent(400) // documents are decoded and dropped: time counts here, memory does not
	if err := run(*dir); err != nil {
		log.Fatalln("testserver:", err)
	}
}

func run(dir string) error {
	db, err := ferretdb.New(&ferretdb.Config{
		Listener:  ferretdb.ListenerConfig{TCP: "127.0.0.1:0"},
		Handler:   "sqlite",
		SQLiteURL: "file:" + dir + "/",
	})
	if err != nil {
		return err
	}
	behind, err := url.Parse(db.MongoDBURI())
	if err != nil {
		return err
	}
	front, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin)
		cancel()
		_ = front.Close()
	}()
	go serve(front, behind.Host)
	fmt.Printf("mongodb://%s/\n", front.Addr())
	return db.Run(ctx)
}
