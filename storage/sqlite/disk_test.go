package sqlite_test

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/ncruces/go-sqlite3"
	"github.com/ncruces/go-sqlite3/vfs"
)

// disk is a file system under SQLite that knows what a power cut would leave:
// of every file what was there when it was last flushed, and of the writes
// since then as many as luck will have it, in any order and torn at any sector.
// It can be told to lie about flushing and to fail.
type disk struct {
	vfs.VFSFilename
	lies  bool
	fails atomic.Pointer[sqlite3.ErrorCode] // what the next writes and flushes answer
	after atomic.Int64                      // so many of them go well before

	mu    sync.Mutex
	files map[string]*kept
	syncs int
}

// kept is what the platters hold of a file, and what they may not hold yet.
type kept struct {
	content []byte
	pending []change
}

type change struct {
	at   int64
	data []byte // nil: the file is cut to at
}

func newDisk() *disk {
	base, _ := vfs.Find("").(vfs.VFSFilename) // the default one is
	return &disk{VFSFilename: base, files: map[string]*kept{}}
}

func (d *disk) OpenFilename(name *vfs.Filename, flags vfs.OpenFlag) (vfs.File, vfs.OpenFlag, error) {
	f, out, err := d.VFSFilename.OpenFilename(name, flags)
	if err != nil || name == nil {
		return f, out, err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	k := d.files[filepath.Base(name.String())]
	if k == nil {
		k = &kept{}
		d.files[filepath.Base(name.String())] = k
	}
	return &diskFile{File: f, disk: d, kept: k}, out, nil
}

func (d *disk) Delete(name string, syncDir bool) error {
	d.mu.Lock()
	delete(d.files, filepath.Base(name))
	d.mu.Unlock()
	return d.VFSFilename.Delete(name, syncDir)
}

func (d *disk) fault() error {
	if code := d.fails.Load(); code != nil && d.after.Add(-1) < 0 {
		return *code
	}
	return nil
}

// cut writes what a power cut would leave now into a folder.
func (d *disk) cut(folder string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	for name, k := range d.files {
		content := slices.Clone(k.content)
		for _, i := range rand.Perm(len(k.pending)) {
			if c := k.pending[i]; rand.IntN(2) == 0 { //nolint:gosec // luck, not secrecy
				content = c.torn().apply(content)
			}
		}
		if err := os.WriteFile(filepath.Join(folder, name), content, 0o600); err != nil {
			return err
		}
	}
	return nil
}

// torn is the part of a write that reached the disk, in sectors of 512 bytes.
func (c change) torn() change {
	if sectors := len(c.data) / 512; sectors > 1 {
		c.data = c.data[:512*(1+rand.IntN(sectors))] //nolint:gosec // luck, not secrecy
	}
	return c
}

func (c change) apply(content []byte) []byte {
	end := c.at + int64(len(c.data))
	if c.data == nil {
		return content[:min(c.at, int64(len(content)))]
	}
	if more := end - int64(len(content)); more > 0 {
		content = append(content, make([]byte, more)...)
	}
	copy(content[c.at:end], c.data)
	return content
}

type diskFile struct {
	vfs.File
	disk *disk
	kept *kept
}

// SharedMemory is that of the real file.
func (f *diskFile) SharedMemory() vfs.SharedMemory {
	if s, ok := f.File.(vfs.FileSharedMemory); ok {
		return s.SharedMemory()
	}
	return nil
}

func (f *diskFile) note(c change) {
	f.disk.mu.Lock()
	defer f.disk.mu.Unlock()
	f.kept.pending = append(f.kept.pending, c)
}

func (f *diskFile) WriteAt(p []byte, at int64) (int, error) {
	if err := f.disk.fault(); err != nil {
		return 0, err
	}
	f.note(change{at, slices.Clone(p)})
	return f.File.WriteAt(p, at)
}

func (f *diskFile) Truncate(size int64) error {
	f.note(change{at: size})
	return f.File.Truncate(size)
}

// Sync does not trouble the real disk: only what this one keeps counts.
func (f *diskFile) Sync(vfs.SyncFlag) error {
	if err := f.disk.fault(); err != nil {
		return err
	}
	if f.disk.lies {
		return nil
	}
	f.disk.mu.Lock()
	defer f.disk.mu.Unlock()
	f.disk.syncs++
	for _, c := range f.kept.pending {
		f.kept.content = c.apply(f.kept.content)
	}
	f.kept.pending = nil
	return nil
}
