package sqlite

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
)

// merged presents a database file with its write-ahead log applied. It reads from
// both files; nothing is copied or written.
type merged struct {
	file, log *os.File
	page      int64           // bytes of a page
	size      int64           // of the database
	at        map[int64]int64 // position in the log of the newest content of a page
}

// merge opens both files. Nobody may write to them meanwhile.
func merge(path string) (m *merged, err error) {
	m = &merged{at: map[int64]int64{}}
	if m.file, err = os.Open(path); err != nil { //nolint:gosec // the operator's data file
		return m, err
	}
	if m.log, err = os.Open(path + "-wal"); err != nil { //nolint:gosec // as above
		return m, err
	}
	info, err := m.file.Stat()
	if err != nil {
		return m, err
	}
	m.size = info.Size()
	return m, m.readLog()
}

// The format of the log:
// https://www.sqlite.org/fileformat2.html#the_write_ahead_log
const (
	logHeader  = 32
	pageHeader = 24
	logMagic   = 0x377f0682 // the last bit is the byte order of checksums
)

// readLog finds the pages of the committed transactions. Frames after the last
// commit, or with wrong checksums, were never committed.
func (m *merged) readLog() error {
	head := make([]byte, logHeader)
	if _, err := io.ReadFull(m.log, head); errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return nil
	} else if err != nil {
		return err
	}
	word := func(b []byte, i int) uint32 { return binary.BigEndian.Uint32(b[4*i:]) }
	sum := checksum{order: binary.LittleEndian}
	switch word(head, 0) {
	case logMagic:
	case logMagic | 1:
		sum.order = binary.BigEndian
	default:
		return nil
	}
	m.page = int64(word(head, 2))
	if m.page < 512 || m.page > 64<<10 {
		return fmt.Errorf("%s: pages of %d bytes", m.log.Name(), m.page)
	}
	sum.add(head[:24])
	if !sum.is(word(head, 6), word(head, 7)) {
		return nil
	}
	frame := make([]byte, pageHeader+m.page)
	begun := map[int64]int64{} // pages of the transaction being read
	for at := int64(logHeader); ; at += int64(len(frame)) {
		if _, err := m.log.ReadAt(frame, at); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
		sum.add(frame[:8])
		sum.add(frame[pageHeader:])
		if word(frame, 2) != word(head, 4) || word(frame, 3) != word(head, 5) || !sum.is(word(frame, 4), word(frame, 5)) {
			return nil
		}
		begun[int64(word(frame, 0))-1] = at + pageHeader
		if pages := int64(word(frame, 1)); pages > 0 {
			for page, where := range begun {
				m.at[page] = where
			}
			clear(begun)
			m.size = pages * m.page
		}
	}
}

// checksum is the running checksum of SQLite's log.
type checksum struct {
	order  binary.ByteOrder
	s0, s1 uint32
}

func (c *checksum) add(b []byte) {
	for i := 0; i < len(b); i += 8 {
		c.s0 += c.order.Uint32(b[i:]) + c.s1
		c.s1 += c.order.Uint32(b[i+4:]) + c.s0
	}
}

func (c *checksum) is(s0, s1 uint32) bool { return c.s0 == s0 && c.s1 == s1 }

// name is the name under which SQLite opens it.
func (m *merged) name() string { return fmt.Sprintf("merged-%p", m) }

// Size is the size of the database.
func (m *merged) Size() (int64, error) { return m.size, nil }

// ReadAt reads the newest content of each page. The header is changed to say that
// there is no log, so that SQLite does not look for one.
func (m *merged) ReadAt(p []byte, off int64) (n int, err error) {
	for n < len(p) && err == nil {
		at := off + int64(n)
		if at >= m.size {
			return n, io.EOF
		}
		var got int
		if len(m.at) == 0 {
			got, err = m.file.ReadAt(p[n:], at)
		} else {
			got, err = m.readPage(p[n:], at)
		}
		plainJournal(p[n:n+got], at)
		n += got
	}
	return n, err
}

// readPage reads at most to the end of a page.
func (m *merged) readPage(p []byte, off int64) (int, error) {
	in := off % m.page
	if rest := m.page - in; int64(len(p)) > rest {
		p = p[:rest]
	}
	if at, ok := m.at[off/m.page]; ok {
		return m.log.ReadAt(p, at+in)
	}
	return m.file.ReadAt(p, off)
}

// plainJournal changes the two header bytes that indicate a write-ahead log.
func plainJournal(p []byte, off int64) {
	for _, at := range []int64{18, 19} {
		if i := at - off; i >= 0 && i < int64(len(p)) && p[i] == 2 {
			p[i] = 1
		}
	}
}

// Close closes both files.
func (m *merged) Close() error {
	var errs []error
	for _, f := range []*os.File{m.file, m.log} {
		if f != nil {
			errs = append(errs, f.Close())
		}
	}
	return errors.Join(errs...)
}
