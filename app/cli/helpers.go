package cli

import (
	"errors"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"kaoji/evaluation"
)

func asError(err error) (*evaluation.Error, bool) { return errors.AsType[*evaluation.Error](err) }

func sorted[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// whole writes a file and gives it its name only when it is complete and on the
// disk. Until then it has no name or, if the system has no unnamed files, one in
// the folder work on the same disk. An existing file is not changed.
func whole(work, path string, write func(*os.File) error) error {
	if _, err := os.Lstat(path); err == nil {
		return &os.PathError{Op: "write", Path: path, Err: os.ErrExist}
	}
	f, give, err := unnamed(filepath.Dir(path))
	if err != nil {
		if f, err = os.CreateTemp(work, ".kaoji-*"); err != nil { // mode 0600
			return err
		}
		give = func(path string) error { return os.Rename(f.Name(), path) }
	}
	err = write(f)
	if err == nil {
		err = f.Sync()
	}
	if err == nil {
		err = give(path)
	}
	return errors.Join(err, f.Close())
}

// renewed replaces a file, completely or not at all.
func renewed(path string, content []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".kaoji-*") // mode 0600
	if err != nil {
		return err
	}
	if _, err = f.Write(content); err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		err = errors.Join(err, os.Remove(f.Name()))
	}
	return err
}
