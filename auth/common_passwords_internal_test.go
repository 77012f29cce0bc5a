package auth

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestCommonPasswordsAreRecognisedInTheirUsualDisguises(t *testing.T) {
	c := newCommon()
	for _, p := range []string{
		"password", "Password123", "P@ssw0rd2026", "p@$$w0rd!!", "Admin@2026", "@dmin123456", "admin888888", "qwertyuiop", "QWERTY123456",
		"1qaz2wsx3edc", "!qaz@wsx", "1234567890", "0987654321", "13800138000", "310115199001011234", "abcdefghij", "zyxwvutsrq",
		"aaaaaaaaaa", "1212121212", "abc123abc123abc123", "woaini1314", "woaini1314520", "zhangsan2026", "Tangqiao2026", "tangqiaotangqiao",
		"kaoji@2026", "iloveyou!!!", "Welcome2026!", "mima123456", "ganbukaohe2026", "1q2w3e4r5t",
	} {
		if !c.has(p) {
			t.Errorf("%s passes", p)
		}
	}
	for _, p := range []string{
		"Quiet-Heron-47", "quietheronflies", "春眠不觉晓处处闻啼鸟", "xkcd-staple-horse", "T7vb!mQ29zLw", "manager of the quiet lake", "k3mz-9qwt-hxp4",
	} {
		if c.has(p) {
			t.Errorf("%s is refused", p)
		}
	}
}

func TestTheListIsSortedLowerCaseAndWithoutDoubles(t *testing.T) {
	var lines []string
	for line := range strings.Lines(commonPasswords) {
		if line = strings.TrimSuffix(line, "\n"); !strings.HasPrefix(line, "#") {
			lines = append(lines, line)
		}
	}
	if len(lines) < 500 || !slices.IsSorted(lines) || len(slices.Compact(slices.Clone(lines))) != len(lines) {
		t.Errorf("%d lines, sorted %v", len(lines), slices.IsSorted(lines))
	}
	for _, l := range lines {
		if l == "" || l != strings.ToLower(strings.TrimSpace(l)) {
			t.Errorf("line %q", l)
		}
	}
}

func TestAListedWordStaysCommonWithDigitsBehindIt(t *testing.T) {
	c := newCommon()
	words := make([]string, 0, len(c))
	for w := range c {
		words = append(words, w)
	}
	slices.Sort(words)
	rapid.Check(t, func(r *rapid.T) {
		p := rapid.SampledFrom(words).Draw(r, "word") + rapid.StringMatching(`[0-9!.#]{0,4}`).Draw(r, "tail")
		if rapid.Bool().Draw(r, "capital") {
			p = strings.ToUpper(p[:1]) + p[1:]
		}
		if !c.has(p) {
			r.Fatalf("%s passes", p)
		}
	})
}

func TestOneTimePasswordsAreThreeGroupsOfCharactersThatAreNotMisread(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		s := &Service{Parts: Parts{Random: &byteReader{r}}}
		p, err := s.oneTimePassword()
		if err != nil || len(p) != 14 || p[4] != '-' || p[9] != '-' {
			r.Fatalf("%q, %v", p, err)
		}
		for _, b := range p {
			if b != '-' && !strings.ContainsRune(oneTimeAlphabet, b) {
				r.Fatalf("%q", p)
			}
		}
	})
}

// byteReader reads drawn bytes.
type byteReader struct{ r *rapid.T }

func (b *byteReader) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = rapid.Byte().Draw(b.r, "byte")
	}
	return len(p), nil
}
