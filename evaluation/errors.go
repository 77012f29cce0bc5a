package evaluation

import (
	"errors"
	"maps"
	"slices"
)

// Code is the kind of an error for programs; it determines the HTTP status.
type Code string

// The codes. Codes lists them all, so that a test can check tables keyed by Code
// for completeness.
const (
	CodeInvalid      Code = "invalid"             // the input breaks a rule; Fields says where
	CodeUnauthorized Code = "unauthorized"        // nobody is logged in, or the login is spent
	CodeForbidden    Code = "forbidden"           // known person, not allowed
	CodeRecused      Code = "recused"             // own case or a relative's (公务回避)
	CodeNotFound     Code = "not_found"           // absent, or not for these eyes
	CodeConflict     Code = "conflict"            // somebody else changed it first, or a unique key is taken
	CodeState        Code = "state"               // the act does not fit the record's state
	CodeUnavailable  Code = "unavailable"         // storage is away; trying again may help
	CodeTooMany      Code = "too_many"            // throttled
	CodeTooLarge     Code = "too_large"           // a bound on size was exceeded
	CodeMediaType    Code = "unsupported_content" // content type or encoding refused
	CodePrecondition Code = "precondition"        // a required version or key was not given
	CodeInternal     Code = "internal"            // ours; says nothing to the user
)

// Codes returns every code.
func Codes() []Code {
	return []Code{
		CodeInvalid, CodeUnauthorized, CodeForbidden, CodeRecused, CodeNotFound, CodeConflict, CodeState,
		CodeUnavailable, CodeTooMany, CodeTooLarge, CodeMediaType, CodePrecondition, CodeInternal,
	}
}

// Problem is one message for a person: a key in the catalog of texts and the values
// for its placeholders.
type Problem struct {
	Key  string
	Args map[string]any
}

// Say makes a Problem; pairs are name, value, name, value.
func Say(key string, pairs ...any) Problem {
	p := Problem{Key: key}
	for i := 0; i+1 < len(pairs); i += 2 {
		if p.Args == nil {
			p.Args = map[string]any{}
		}
		name, _ := pairs[i].(string)
		p.Args[name] = pairs[i+1]
	}
	return p
}

// Error is the error type of the domain. Code is for programs, Message and Fields
// are for the person, Cause is for the log only and never part of a reply.
type Error struct {
	Code    Code
	Message Problem
	Fields  map[string]Problem // input field (JSON path) -> its mistake
	Cause   error
}

// Error returns code and message key; the log gets Cause through Unwrap.
func (e *Error) Error() string {
	s := string(e.Code) + ": " + e.Message.Key
	if e.Cause != nil {
		s += ": " + e.Cause.Error()
	}
	for _, f := range slices.Sorted(maps.Keys(e.Fields)) {
		s += "; " + f + ": " + e.Fields[f].Key
	}
	return s
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Cause }

// Fail makes an Error with the message key; pairs fill its placeholders.
func Fail(code Code, key string, pairs ...any) *Error {
	return &Error{Code: code, Message: Say(key, pairs...)}
}

// Because adds the cause that the log should show.
func (e *Error) Because(cause error) *Error {
	e.Cause = cause
	return e
}

// CodeOf returns the code of err, CodeInternal for an error of another type, "" for
// nil.
func CodeOf(err error) Code {
	if err == nil {
		return ""
	}
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Code
	}
	return CodeInternal
}

// Mistakes collects the mistakes of an input, at most MostMistakes, so that a
// person sees all of them together.
type Mistakes map[string]Problem

// MostMistakes is the largest number of mistakes reported for one input. A person
// who made more sees the rest after correcting these.
const MostMistakes = 100

// Add records a mistake of a field; only the first mistake of a field is kept.
func (m Mistakes) Add(field, key string, pairs ...any) { m.Note(field, Say(key, pairs...)) }

// Note is Add of a Problem.
func (m Mistakes) Note(field string, p Problem) {
	if _, known := m[field]; !known && !m.Full() {
		m[field] = p
	}
}

// Full reports that no more mistakes are recorded, so that a check can stop.
func (m Mistakes) Full() bool { return len(m) >= MostMistakes }

// Mistake returns the error for one mistake of an input.
func Mistake(field string, p Problem) error { return Mistakes{field: p}.Err() }

// Err is nil without mistakes, otherwise one CodeInvalid error with all of them.
func (m Mistakes) Err() error {
	if len(m) == 0 {
		return nil
	}
	return &Error{Code: CodeInvalid, Message: Say("error.invalid"), Fields: m}
}
