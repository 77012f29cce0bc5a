//go:build !linux

package cli

import (
	"errors"
	"os"
)

// unnamed is for systems that have files without a name.
func unnamed(string) (*os.File, func(path string) error, error) {
	return nil, nil, errors.ErrUnsupported
}
