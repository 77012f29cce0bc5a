package evaluation

import (
	"errors"
	"maps"
	"slices"
)

// Code tells a program what went wrong; the HTTP status follows from it.
type Code string

// The codes. Codes lists them all, so that a table keyed by Code can be tested
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

// Problem is one sentence for a person: a key in the catalog of texts and the
// values to put into it.
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

// Error is the one error type that crosses a package border on purpose.
// Code is for the machine, Message and Fields for the person, Cause for the
// log alone: it never reaches a reply.
type Error struct {
	Code    Code
	Message Problem
	Fields  map[string]Problem // input field (JSON path) -> what is wrong with it
	Cause   error
}

// Error names code and message key; the log adds Cause through Unwrap.
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

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Cause }

// Fail makes an Error whose message key is key; pairs fill its text.
func Fail(code Code, key string, pairs ...any) *Error {
	return &Error{Code: code, Message: Say(key, pairs...)}
}

// Because adds the cause that the log should show.
func (e *Error) Because(cause error) *Error {
	e.Cause = cause
	return e
}

// CodeOf returns the code of err, CodeInternal for a stranger, "" for nil.
func CodeOf(err error) Code {
	if err == nil {
		return ""
	}
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Code
	}
	return CodeInternal
}

// Mistakes collects what is wrong with an input, so that a person sees all of
// it at once, up to MostMistakes.
type Mistakes map[string]Problem

// MostMistakes is how many mistakes of one input are reported. Who made more sees
// the others after having corrected these.
const MostMistakes = 100

// Add notes a mistake of a field; the first one of a field stays.
func (m Mistakes) Add(field, key string, pairs ...any) {
	if _, known := m[field]; !known && !m.Full() {
		m[field] = Say(key, pairs...)
	}
}

// Full reports that no further mistake is noted, so that a check can stop.
func (m Mistakes) Full() bool { return len(m) >= MostMistakes }

// Err is nil without mistakes, otherwise one CodeInvalid error with all of them.
func (m Mistakes) Err() error {
	if len(m) == 0 {
		return nil
	}
	return &Error{Code: CodeInvalid, Message: Say("error.invalid"), Fields: m}
}
