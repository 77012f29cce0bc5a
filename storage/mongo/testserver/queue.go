package main

import (
	"encoding/binary"
	"errors"
	"io"
	"log"
	"net"
	"sync"
)

// maxMessage is MongoDB's own bound on a message, in bytes.
const maxMessage = 48_000_000

// serve hands every message on to the server behind, one at a time.
func serve(front net.Listener, behind string) {
	var one sync.Mutex
	for {
		client, err := front.Accept()
		if err != nil {
			return // closed
		}
		go func() {
			defer func() { _ = client.Close() }()
			server, err := net.Dial("tcp", behind)
			if err != nil {
				log.Println("testserver:", err)
				return
			}
			defer func() { _ = server.Close() }()
			for {
				if err := exchange(&one, client, server); err != nil {
					return // the client left, or the server ends
				}
			}
		}()
	}
}

// exchange carries one request and its reply. Every request of the driver has
// exactly one reply: writes are acknowledged and no cursor is streamed.
func exchange(one *sync.Mutex, client, server net.Conn) error {
	request, err := message(client)
	if err != nil {
		return err
	}
	one.Lock()
	defer one.Unlock()
	if _, err := server.Write(request); err != nil {
		return err
	}
	reply, err := message(server)
	if err != nil {
		return err
	}
	_, err = client.Write(reply)
	return err
}

// message reads one message of the wire protocol: its length, itself included,
// comes first.
func message(r io.Reader) ([]byte, error) {
	var head [4]byte
	if _, err := io.ReadFull(r, head[:]); err != nil {
		return nil, err
	}
	n := binary.LittleEndian.Uint32(head[:])
	if n < 16 || n > maxMessage {
		return nil, errors.New("not a message")
	}
	all := make([]byte, n)
	copy(all, head[:])
	_, err := io.ReadFull(r, all[4:])
	return all, err
}
