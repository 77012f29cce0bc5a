//go:build !linux

package cli

import (
	"errors"
	"os"
)

// unnamed is not supported on this system.
func unnamed(string) (*os.File, func(path string) error, error) {
	return nil, nil, errors.ErrUnsupported
}
