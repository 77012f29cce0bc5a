package storage

import (
	"context"
	"errors"
	"fmt"

	"kaoji/evaluation"
)

// ErrClosed is the cause of every error after Close.
var ErrClosed = errors.New("storage is closed")

// Invalid is the error for a value that violates the contract; why is for the log.
func Invalid(why string) *evaluation.Error {
	return evaluation.Fail(evaluation.CodeInvalid, "error.invalid").Because(errors.New(why))
}

// NotFound is the error for a key that does not exist.
func NotFound() *evaluation.Error {
	return evaluation.Fail(evaluation.CodeNotFound, "error.not_found")
}

// Conflict is the error for a write that lost a race.
func Conflict() *evaluation.Error {
	return evaluation.Fail(evaluation.CodeConflict, "error.conflict")
}

// TooLarge is the error for a value above a size limit.
func TooLarge() *evaluation.Error {
	return evaluation.Fail(evaluation.CodeTooLarge, "error.too_large")
}

// Unavailable wraps an error of a driver for the log, so that callers need not know
// the driver. An evaluation.Error is returned unchanged.
func Unavailable(err error) error {
	if err == nil {
		return nil
	}
	if e, ok := errors.AsType[*evaluation.Error](err); ok {
		return e
	}
	return evaluation.Fail(evaluation.CodeUnavailable, "error.unavailable").Because(err)
}

// Alive returns an error if the context has ended.
func Alive(ctx context.Context) error { return Unavailable(ctx.Err()) }

// Newer is the error for data written by a newer program.
func Newer(have, known int) error { return schema("error.storage_newer", have, known) }

// Older is the error for reading data that must first be upgraded to this program's
// schema.
func Older(have, known int) error { return schema("error.storage_older", have, known) }

func schema(key string, have, known int) error {
	return evaluation.Fail(evaluation.CodeState, key).Because(fmt.Errorf("the data has schema %d, this program knows %d", have, known))
}
