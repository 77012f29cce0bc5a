package auth_test

import (
	"bytes"
	"testing"

	"kaoji/auth"
	"kaoji/evaluation"
)

func TestAPassphraseGivesTheSameKeyInTheSameWayAndInNoOther(t *testing.T) {
	cheap := auth.NewPassphrases(auth.Cost{Memory: 64, Time: 1})
	key, how, err := cheap.Stretch("四个词的口令", "")
	if err != nil || len(key) != 32 {
		t.Fatalf("%d bytes, %v", len(key), err)
	}
	dearer := auth.NewPassphrases(auth.Cost{Memory: 128, Time: 2}) // the default may change while a round runs
	again, _, err := dearer.Stretch("四个词的口令", how)
	if err != nil || !bytes.Equal(again, key) {
		t.Errorf("another key in the same way: %v", err)
	}
	if other, _, err := cheap.Stretch("四个词的口今", how); err != nil || bytes.Equal(other, key) {
		t.Errorf("another passphrase gives the same key: %v", err)
	}
	if other, way, err := cheap.Stretch("四个词的口令", ""); err != nil || way == how || bytes.Equal(other, key) {
		t.Errorf("two keepers with the same passphrase have the same key: %v", err)
	}
	for _, bad := range []string{"x", "$argon2id$v=19$m=0,t=0,p=1$AAAA", "$argon2id$v=19$m=99999999,t=1,p=1$AAAA", how + "$", how[:len(how)-1] + "!"} {
		if _, _, err := cheap.Stretch("四个词的口令", bad); err == nil {
			t.Errorf("%q is a way", bad)
		}
	}
	if _, _, err := cheap.Stretch(string(make([]byte, 2000)), ""); evaluation.CodeOf(err) != evaluation.CodeTooLarge {
		t.Errorf("a passphrase of 2000 bytes: %v", err)
	}
}

func BenchmarkStretchingAPassphrase(b *testing.B) {
	p := auth.NewPassphrases(auth.Cost{})
	for b.Loop() {
		_, _, _ = p.Stretch("四个词的口令", "")
	}
}
