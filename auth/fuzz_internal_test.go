package auth

import (
	"bytes"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"kaoji/evaluation"
)

func FuzzFoldedNamesStayAsTheyAre(f *testing.F) {
	for _, s := range []string{"admin", " ＡＤｍin　", "张三", "İstanbul", "a\x00b", "\xff", strings.Repeat("x", 300)} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		once := foldName(s)
		if len(s) <= 4*longestName && len(once) <= 4*longestName && foldName(once) != once {
			t.Errorf("%q folds to %q and then to %q", s, once, foldName(once))
		}
		if !utf8.ValidString(once) || strings.ContainsAny(once, " \x00\t\n　") {
			t.Errorf("%q folds to %q", s, once)
		}
	})
}

func FuzzNothingButASignedTokenIsRead(f *testing.F) {
	now := time.Date(2026, 3, 2, 1, 0, 0, 0, time.UTC)
	tk, err := newTokens(TokenKeys{Current: TokenKey{ID: "k", Secret: bytes.Repeat([]byte{1}, keyBytes)}}, func() time.Time { return now })
	if err != nil {
		f.Fatal(err)
	}
	good, _, err := tk.sign(&account{id: "a", Office: "o"}, "f", time.Minute)
	if err != nil {
		f.Fatal(err)
	}
	if c, err := tk.read(good); err != nil || c.Subject != "a" || c.Family != "f" {
		f.Fatal(c, err)
	}
	f.Add(good)
	f.Add(good[:len(good)-1])
	f.Add("..")
	f.Add("eyJhbGciOiJub25lIn0.e30.")
	f.Fuzz(func(t *testing.T, s string) {
		if _, err := tk.read(s); s != good && evaluation.CodeOf(err) != evaluation.CodeUnauthorized {
			t.Errorf("%q: %v", s, err)
		}
	})
}

func FuzzSplitHashAcceptsOnlyOurForm(f *testing.F) {
	f.Add(owasp.prefix() + "AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")
	f.Add("$argon2id$v=19$m=8,t=4294967295,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")
	f.Add("$argon2id$v=19$m=1048576,t=2,p=1$AAAA$AAAA")
	f.Fuzz(func(t *testing.T, s string) {
		cost, salt, key, known := (&Service{Parts: Parts{Cost: owasp}}).split(s)
		if len(salt) != saltBytes || len(key) != hashBytes || known && !strings.HasPrefix(s, cost.prefix()) {
			t.Errorf("%q: %d, %d, %v", s, len(salt), len(key), known)
		}
		if cost.Memory > mostMemory || cost.Time == 0 || cost.Time > mostPasses || !known && cost != owasp {
			t.Errorf("%q: %+v", s, cost)
		}
	})
}
