package education

import (
	"crypto/subtle"
	"strconv"
	"strings"
	"time"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
)

const (
	codePurpose = "education.attendance"
	codeLength  = 12 // hex digits: 48 bits, which nobody can guess within a minute
)

// Code is the code shown on the screen at a moment.
type Code struct {
	Session string    `json:"session"`
	Code    string    `json:"code"`
	Until   time.Time `json:"until"`   // the next one comes
	Seconds int64     `json:"seconds"` // how often it changes (P-40)
}

// CodeOf returns the code of an open session, for those who keep its list.
func (s *Service) CodeOf(session evaluation.View, now time.Time) (Code, error) {
	ses, err := evaluation.PayloadOf[Session](session.Record)
	if err != nil {
		return Code{}, err
	}
	if !keeps(session) {
		return Code{}, evaluation.Fail(evaluation.CodeForbidden, "error.forbidden")
	}
	if err := signing(session.Record, ses, now); err != nil {
		return Code{}, err
	}
	each, err := ses.Rules.Int("education.code")
	if err != nil {
		return Code{}, err
	}
	window := now.Unix() / each
	return Code{
		Session: session.ID, Code: s.code(session.Record, window), Until: time.Unix((window+1)*each, 0).UTC(), Seconds: each,
	}, nil
}

// code is computed from the session and the time window: knowing some codes does
// not help to find the next, and none is stored.
func (s *Service) code(session evaluation.Record, window int64) string {
	return s.Vault.Mark(codePurpose, session.Office+"\x00"+session.ID+"\x00"+strconv.FormatInt(window, 10))[:codeLength]
}

// signing returns an error if nobody can sign in now.
func signing(r evaluation.Record, ses *Session, now time.Time) error {
	if r.State != SessionOpen || evaluation.DateOf(now) != ses.On {
		return desk.WrongState("education.not_open")
	}
	return nil
}

// fresh reports whether a code is the present one or the one before it, because
// scanning takes a moment.
func (s *Service) fresh(r evaluation.Record, each int64, code string, now time.Time) bool {
	code = strings.ToLower(strings.NewReplacer(" ", "", "-", "").Replace(code))
	window := now.Unix() / each
	yes := 0
	for _, w := range []int64{window, window - 1} {
		yes |= subtle.ConstantTimeCompare([]byte(code), []byte(s.code(r, w)))
	}
	return yes == 1
}

// Scan exchanges a code for a pass with which the same browser can sign in within
// the minutes of the rule (P-41), because logging in on a phone takes longer than a
// code is valid. The pass names nobody and is valid only for this session.
func (s *Service) Scan(session evaluation.Record, code string, now time.Time) (string, error) {
	ses, err := evaluation.PayloadOf[Session](session)
	if err != nil {
		return "", err
	}
	if session.Kind != KindSession {
		return "", evaluation.Fail(evaluation.CodeNotFound, "error.not_found")
	}
	if err := signing(session, ses, now); err != nil {
		return "", err
	}
	each, err := ses.Rules.Int("education.code")
	if err != nil {
		return "", err
	}
	if !s.fresh(session, each, code, now) {
		return "", evaluation.Fail(evaluation.CodeForbidden, "education.code_old")
	}
	pass, err := s.Vault.Seal(strconv.FormatInt(now.Unix(), 10), passOwner(session))
	return string(pass), err
}

func passOwner(session evaluation.Record) string {
	return codePurpose + "\x00" + session.Office + "\x00" + session.ID
}

// admits accepts a fresh code or a valid pass.
func (s *Service) admits(r evaluation.Record, ses *Session, code string, now time.Time) error {
	if err := signing(r, ses, now); err != nil {
		return err
	}
	each, err := ses.Rules.Int("education.code")
	if err != nil {
		return err
	}
	minutes, err := ses.Rules.Int("education.scan")
	if err != nil {
		return err
	}
	if s.fresh(r, each, code, now) {
		return nil
	}
	if text, err := s.Vault.Open(evaluation.Sealed(code), passOwner(r)); err == nil {
		scanned, err := strconv.ParseInt(text, 10, 64)
		if age := now.Unix() - scanned; err == nil && age >= 0 && age <= minutes*60 {
			return nil
		}
	}
	return evaluation.Fail(evaluation.CodeForbidden, "education.code_old")
}
