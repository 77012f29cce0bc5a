package auth

import (
	"bytes"
	"crypto/rand"
	"testing"
)

func TestASealedValueOpensForItsOwnerAndKeyAlone(t *testing.T) {
	s, err := newSealer(bytes.Repeat([]byte{1}, 32), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	sealed, err := s.seal("secret", "a1")
	if err != nil {
		t.Fatal(err)
	}
	again, err := s.seal("secret", "a1")
	if err != nil || again == sealed {
		t.Error("equal values look equal")
	}
	if got, err := s.open(sealed, "a1"); err != nil || got != "secret" {
		t.Errorf("%q, %v", got, err)
	}
	other, err := newSealer(bytes.Repeat([]byte{2}, 32), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	changed := []byte(sealed)
	changed[12] ^= 1
	for name, open := range map[string]func() (string, error){
		"another owner":     func() (string, error) { return s.open(sealed, "a2") },
		"another key":       func() (string, error) { return other.open(sealed, "a1") },
		"a changed value":   func() (string, error) { return s.open(string(changed), "a1") },
		"a cut-off value":   func() (string, error) { return s.open(sealed[:14], "a1") },
		"nothing":           func() (string, error) { return s.open("", "a1") },
		"a value of no key": func() (string, error) { return s.open("plain", "a1") },
	} {
		if got, err := open(); err == nil {
			t.Errorf("%s: opened %q", name, got)
		}
	}
	if s.fingerprint("a", "b") == s.fingerprint("b", "b") || s.fingerprint("a", "b") == other.fingerprint("a", "b") {
		t.Error("fingerprints of different purposes or keys are equal")
	}
}
