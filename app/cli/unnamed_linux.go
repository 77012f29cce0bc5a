package cli

import (
	"os"
	"strconv"

	"golang.org/x/sys/unix"
)

// unnamed creates a file that has no name until give is called: however this
// process ends, the system removes it. Not every file system supports this.
func unnamed(folder string) (f *os.File, give func(path string) error, err error) {
	const own = "/proc/self/fd/"
	if _, err := os.Stat(own); err != nil {
		return nil, nil, err
	}
	f, err = os.OpenFile(folder, os.O_RDWR|unix.O_TMPFILE, 0o600) //nolint:gosec // the operator names it
	if err != nil {
		return nil, nil, err
	}
	return f, func(path string) error {
		err := unix.Linkat(unix.AT_FDCWD, own+strconv.Itoa(int(f.Fd())), unix.AT_FDCWD, path, unix.AT_SYMLINK_FOLLOW) //nolint:gosec // a descriptor fits an int
		if err != nil {
			return &os.PathError{Op: "write", Path: path, Err: err}
		}
		return nil
	}, nil
}
