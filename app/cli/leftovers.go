package cli

import (
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"syscall"
)

// workName is how the folder of a back-up in the making is called, and noteName
// the file of the data folder that says where it stands, with the number of the
// process in it.
const workName = ".kaoji-backup-"

var noteName = regexp.MustCompile(`^\.backup-(\d+)\.path$`)

// noteWork says in the data folder where this process makes a back-up, so that
// what it leaves behind when it is killed can be removed. The returned function
// takes the note away.
func (p *Place) noteWork(work string) (done func() error, err error) {
	path := filepath.Join(p.Data, ".backup-"+strconv.Itoa(os.Getpid())+".path")
	abs, err := filepath.Abs(work)
	if err != nil {
		return nil, err
	}
	return func() error { return os.Remove(path) }, renewed(path, []byte(abs+"\n"))
}

// RemoveLeftovers removes what back-ups left that were killed midway: copies of
// the data that are not encrypted. One that is still at work is left alone.
func RemoveLeftovers(data string) error {
	files, err := os.ReadDir(data)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	var errs []error
	for _, f := range files {
		m := noteName.FindStringSubmatch(f.Name())
		if m == nil || alive(m[1]) {
			continue
		}
		path := filepath.Join(data, f.Name())
		raw, rerr := os.ReadFile(path) //nolint:gosec // a name of ours in the operator's folder
		work := strings.TrimSpace(string(raw))
		if rerr == nil && strings.HasPrefix(filepath.Base(work), workName) {
			rerr = os.RemoveAll(work) //nolint:gosec // the name is held against workName
		}
		errs = append(errs, rerr, os.Remove(path))
	}
	return errors.Join(err, errors.Join(errs...))
}

// alive reports whether there is a process of that number.
func alive(number string) bool {
	pid, err := strconv.Atoi(number)
	if err != nil {
		return false
	}
	process, err := os.FindProcess(pid)
	if err != nil {
		return false
	}
	return runtime.GOOS == "windows" || process.Signal(syscall.Signal(0)) == nil
}
