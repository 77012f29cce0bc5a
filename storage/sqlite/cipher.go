package sqlite

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/url"

	"github.com/ncruces/go-sqlite3"
	"github.com/ncruces/go-sqlite3/vfs"
	_ "github.com/ncruces/go-sqlite3/vfs/xts" // registers the file system "xts"

	"kaoji/storage"
)

// Cipher encrypts a database file and its log while they are written, with
// AES-256-XTS (IEEE 1619). It is for temporary files: the key exists only in the
// memory of this process, so nobody can read what a killed process leaves on the
// disk. It does not detect changes. The zero Cipher does not encrypt.
type Cipher struct {
	key string // 64 bytes in hex
}

// NewCipher makes a cipher with a random key.
func NewCipher() Cipher {
	key := make([]byte, 64)
	_, _ = rand.Read(key) // never fails
	return Cipher{key: hex.EncodeToString(key)}
}

// Content is a decrypted database file.
type Content interface {
	io.ReaderAt
	io.Closer
	Size() (int64, error)
}

// content reads through the connection's file, which decrypts.
type content struct {
	vfs.File
	conn *sqlite3.Conn
}

func (c content) Close() error { return c.conn.Close() }

// Content opens a database file to which nobody writes any more.
func (c Cipher) Content(path string) (Content, error) {
	conn, err := sqlite3.Open(c.address(path, url.Values{"mode": {"ro"}}))
	if err != nil {
		return nil, storage.Unavailable(err)
	}
	got, err := conn.FileControl("main", sqlite3.FCNTL_FILE_POINTER)
	file, ok := got.(vfs.File)
	if err == nil && !ok {
		err = fmt.Errorf("%T is no file", got)
	}
	if err != nil {
		return nil, storage.Unavailable(errors.Join(err, conn.Close()))
	}
	return content{File: file, conn: conn}, nil
}

// address is the name of an encrypted file for the driver.
func (c Cipher) address(path string, v url.Values) string {
	if c.key != "" {
		v.Set("vfs", "xts")
		v.Set("hexkey", c.key)
	}
	return address(path, v)
}
