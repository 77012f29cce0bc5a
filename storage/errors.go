package storage

import (
	"context"
	"errors"
	"fmt"

	"kaoji/evaluation"
)

// ErrClosed is the cause of every answer after Close.
var ErrClosed = errors.New("storage is closed")

// Invalid refuses what breaks the contract; why is for the log.
func Invalid(why string) *evaluation.Error {
	return evaluation.Fail(evaluation.CodeInvalid, "error.invalid").Because(errors.New(why))
}

// NotFound says that there is nothing under that key.
func NotFound() *evaluation.Error {
	return evaluation.Fail(evaluation.CodeNotFound, "error.not_found")
}

// Conflict says that somebody else was first.
func Conflict() *evaluation.Error {
	return evaluation.Fail(evaluation.CodeConflict, "error.conflict")
}

// TooLarge says that a bound on size is exceeded.
func TooLarge() *evaluation.Error {
	return evaluation.Fail(evaluation.CodeTooLarge, "error.too_large")
}

// Unavailable wraps what a driver says, so that it can be logged and nothing
// of the driver needs to be known. An evaluation.Error passes as it is.
func Unavailable(err error) error {
	if err == nil {
		return nil
	}
	if e, ok := errors.AsType[*evaluation.Error](err); ok {
		return e
	}
	return evaluation.Fail(evaluation.CodeUnavailable, "error.unavailable").Because(err)
}

// Alive is nil while the context may still be worked for.
func Alive(ctx context.Context) error { return Unavailable(ctx.Err()) }

// Newer refuses data that a newer program wrote.
func Newer(have, known int) error { return schema("error.storage_newer", have, known) }

// Older refuses to look at data that is still to be brought to this program's
// schema.
func Older(have, known int) error { return schema("error.storage_older", have, known) }

func schema(key string, have, known int) error {
	return evaluation.Fail(evaluation.CodeState, key).Because(fmt.Errorf("the data has schema %d, this program knows %d", have, known))
}
