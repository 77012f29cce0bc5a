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

// workName is the prefix of the folder of a running back-up, export or restore;
// noteName is the file in the data folder that contains its path and the process
// id.
const workName = ".kaoji-work-"

var noteName = regexp.MustCompile(`^\.work-(\d+)\.path$`)

// working creates a folder that only this user can read, next to the output, and
// removes it after use. If this process is killed, the next start of any command
// removes it.
func (p *Place) working(beside string, use func(work string) error) (err error) {
	work, err := os.MkdirTemp(beside, workName+"*") // mode 0700
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(work)) }()
	abs, err := filepath.Abs(work)
	if err != nil {
		return err
	}
	note := filepath.Join(p.Data, ".work-"+strconv.Itoa(os.Getpid())+".path")
	if err := renewed(note, []byte(abs+"\n")); err != nil {
		return err
	}
	err = use(work)
	return errors.Join(err, os.RemoveAll(work), os.Remove(note))
}

// RemoveLeftovers removes the folders of killed back-ups, exports and restores. The
// folder of a running one is left alone.
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

// alive reports whether another process with that id exists. A note with this
// process's own id was left by an earlier process with the same id.
func alive(number string) bool {
	pid, err := strconv.Atoi(number)
	if err != nil || pid == os.Getpid() {
		return false
	}
	process, err := os.FindProcess(pid)
	if err != nil {
		return false
	}
	err = process.Signal(syscall.Signal(0))
	return runtime.GOOS == "windows" || err == nil || errors.Is(err, os.ErrPermission) // of another account
}
