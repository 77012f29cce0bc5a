package cli

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"golang.org/x/crypto/argon2"
)

// An encrypted back-up is a header followed by chunks, each encrypted with
// AES-256-GCM. The key is derived from the passphrase and a random salt. The nonce
// counts the chunks and marks the last one, so that chunks cannot be moved,
// repeated or removed (the STREAM construction of Hoang, Reyhanitabar, Rogaway and
// Vizár, 2015).
const (
	magic     = "KAOJI-BACKUP-1\n"
	saltBytes = 16
	chunk     = 64 << 10 // bytes of content
)

var errSealed = errors.New("the passphrase is not the right one, or the file was changed")

func sealer(passphrase string, salt []byte) (cipher.AEAD, error) {
	// Argon2id: OWASP Password Storage Cheat Sheet, second choice.
	block, err := aes.NewCipher(argon2.IDKey([]byte(passphrase), salt, 2, 19<<10, 1, 32))
	if err != nil {
		return nil, err
	}
	return cipher.NewGCM(block)
}

func nonce(n uint64, last bool) []byte {
	b := make([]byte, 12)
	if last {
		b[0] = 1
	}
	binary.BigEndian.PutUint64(b[4:], n)
	return b
}

// sealing encrypts what is written to it; Close writes the last chunk.
type sealing struct {
	to   io.Writer
	aead cipher.AEAD
	head []byte
	buf  []byte
	n    uint64
}

func newSealing(to io.Writer, passphrase string) (*sealing, error) {
	head := make([]byte, len(magic)+saltBytes)
	copy(head, magic)
	_, _ = rand.Read(head[len(magic):]) // never fails
	aead, err := sealer(passphrase, head[len(magic):])
	if err != nil {
		return nil, err
	}
	if _, err := to.Write(head); err != nil {
		return nil, err
	}
	return &sealing{to: to, aead: aead, head: head, buf: make([]byte, 0, chunk)}, nil
}

// Write buffers data that does not fill a chunk.
func (s *sealing) Write(p []byte) (int, error) {
	total := len(p)
	for len(p) > 0 {
		if len(s.buf) == chunk { // there is more data, so it is not the last chunk
			if err := s.flush(false); err != nil {
				return 0, err
			}
		}
		n := copy(s.buf[len(s.buf):chunk], p)
		s.buf, p = s.buf[:len(s.buf)+n], p[n:]
	}
	return total, nil
}

func (s *sealing) flush(last bool) error {
	_, err := s.to.Write(s.aead.Seal(nil, nonce(s.n, last), s.buf, s.head))
	s.n, s.buf = s.n+1, s.buf[:0]
	return err
}

// Close writes the last chunk.
func (s *sealing) Close() error { return s.flush(true) }

// opening decrypts what sealing wrote. It returns only authenticated bytes.
type opening struct {
	from io.Reader
	aead cipher.AEAD
	head []byte
	next []byte // read ahead to recognise the last chunk
	left []byte
	n    uint64
	done bool
}

// newOpening starts after the magic bytes, which the caller has read.
func newOpening(from io.Reader, passphrase string) (*opening, error) {
	head := make([]byte, len(magic)+saltBytes)
	copy(head, magic)
	if _, err := io.ReadFull(from, head[len(magic):]); err != nil {
		return nil, fmt.Errorf("%w: cut off", errSealed)
	}
	aead, err := sealer(passphrase, head[len(magic):])
	if err != nil {
		return nil, err
	}
	o := &opening{from: from, aead: aead, head: head}
	o.next, err = o.take()
	return o, err
}

func (o *opening) take() ([]byte, error) {
	b := make([]byte, chunk+o.aead.Overhead())
	n, err := io.ReadFull(o.from, b)
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		err = nil
	}
	return b[:n], err
}

func (o *opening) Read(p []byte) (int, error) {
	for len(o.left) == 0 {
		if o.done {
			return 0, io.EOF
		}
		if err := o.advance(); err != nil {
			return 0, err
		}
	}
	n := copy(p, o.left)
	o.left = o.left[n:]
	return n, nil
}

func (o *opening) advance() error {
	now := o.next
	var err error
	if o.next, err = o.take(); err != nil {
		return err
	}
	o.done = len(o.next) == 0
	if o.left, err = o.aead.Open(nil, nonce(o.n, o.done), now, o.head); err != nil {
		return errSealed
	}
	o.n++
	return nil
}
