package ballot_test

import (
	"bytes"
	"cmp"
	"crypto/aes"
	"crypto/cipher"
	"crypto/ecdh"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/hpke"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strings"
)

// named gives the voter of a mark of a run: the attacker has the key.
func (e *election) named(run, mark string) string {
	for _, v := range e.voters {
		m := hmac.New(sha256.New, serverKey)
		m.Write([]byte(run + "\x00" + v))
		if hex.EncodeToString(m.Sum(nil)) == mark {
			return v
		}
	}
	return ""
}

// hits counts how many guesses are right.
func (e *election) hits(guess map[string]string) int {
	n := 0
	for voter, grade := range guess {
		if e.cast[voter] == grade {
			n++
		}
	}
	return n
}

// neighbours compares each state of a box with the one before: what is new in
// both lists belongs together.
func (e *election) neighbours() map[string]string {
	type box struct {
		Marks   []string
		Ballots []vote
	}
	var before box
	out := map[string]string{}
	for _, c := range e.writes {
		if c.Class != "box" || c.Body == nil {
			continue
		}
		var now box
		if err := json.Unmarshal(c.Body, &now); err != nil {
			continue
		}
		mark := slices.DeleteFunc(slices.Clone(now.Marks), func(m string) bool { return slices.Contains(before.Marks, m) })
		cast := slices.DeleteFunc(slices.Clone(now.Ballots), func(v vote) bool { return slices.Contains(before.Ballots, v) })
		if len(mark) == 1 && len(cast) == 1 {
			out[e.named("b", mark[0])] = cast[0].Grade
		}
		before = now
	}
	return out
}

// cipherText is a ballot that a voter wrote, with what can be seen of it.
type cipherText struct {
	voter, id string
	text      []byte
	run       string
}

// texts are the ciphertexts in the order in which they were cast.
func (e *election) texts() []cipherText {
	var out []cipherText
	for _, c := range e.writes {
		var v struct {
			Ballots []struct {
				ID     string
				Sealed []byte
			}
		}
		if c.Class != "box.voter" || json.Unmarshal(c.Body, &v) != nil {
			continue
		}
		for _, b := range v.Ballots {
			out = append(out, cipherText{voter: e.named(c.Ref, c.ID), id: b.ID, text: b.Sealed, run: c.Ref})
		}
	}
	return out
}

// inOrder pairs ciphertexts with opened ballots, each list in some order.
func inOrder(texts []cipherText, opened []string) map[string]string {
	out := map[string]string{}
	for i := range min(len(texts), len(opened)) {
		out[texts[i].voter] = opened[i]
	}
	return out
}

// decrypted tries every key that can be made of those of the server.
func (e *election) decrypted() map[string]string {
	var secrets [][]byte
	for _, purpose := range []string{"", "kaoji ballots locks", "kaoji ballots opened", "kaoji fingerprint"} {
		key, err := hkdf.Key(sha256.New, serverKey, nil, purpose, 32)
		if err == nil {
			secrets = append(secrets, key)
		}
	}
	secrets = append(secrets, serverKey)
	for _, guess := range []string{"", "123456", "passphrase", "kaoji", "b", "o"} { // not the keepers'
		key, _, err := stretch(guess, "")
		if err == nil {
			secrets = append(secrets, key)
		}
	}
	out := map[string]string{}
	for _, t := range e.texts() {
		for _, secret := range secrets {
			for _, plain := range opens(secret, t) {
				if at := bytes.Index(plain, []byte(`"grade":"`)); at >= 0 {
					grade, _, _ := strings.Cut(string(plain[at+len(`"grade":"`):]), `"`)
					out[t.voter] = grade
				}
			}
		}
	}
	return out
}

// opens is what a secret makes of a ciphertext, by the ways of the program.
func opens(secret []byte, t cipherText) (out [][]byte) {
	kem := hpke.DHKEM(ecdh.X25519())
	derived, _ := kem.DeriveKeyPair(secret)
	direct, _ := kem.NewPrivateKey(secret)
	for _, private := range []hpke.PrivateKey{derived, direct} {
		if private == nil {
			continue
		}
		if plain, err := hpke.Open(private, hpke.HKDFSHA256(), hpke.AES256GCM(), []byte(t.run), t.text); err == nil {
			out = append(out, plain)
		}
	}
	if block, err := aes.NewCipher(secret); err == nil && len(t.text) > 12 {
		if gcm, err := cipher.NewGCM(block); err == nil {
			if plain, err := gcm.Open(nil, t.text[:12], t.text[12:], []byte(t.run)); err == nil {
				out = append(out, plain)
			}
		}
	}
	return out
}

// attacks are all ways of pairing that this reader knows.
func (e *election) attacks() map[string]map[string]string {
	texts := e.texts()
	byID := slices.SortedFunc(slices.Values(texts), func(a, b cipherText) int { return cmp.Compare(a.id, b.id) })
	byLength := slices.SortedStableFunc(slices.Values(texts), func(a, b cipherText) int { return cmp.Compare(len(a.text), len(b.text)) })
	byBytes := slices.SortedFunc(slices.Values(texts), func(a, b cipherText) int { return bytes.Compare(a.text, b.text) })
	opened := slices.Clone(e.opened)
	shortest := slices.SortedStableFunc(slices.Values(opened), func(a, b string) int { return cmp.Compare(len(a), len(b)) })
	slices.Reverse(opened)
	return map[string]map[string]string{
		"neighbouring states":               e.neighbours(),
		"keys of the server":                e.decrypted(),
		"order of casting":                  inOrder(texts, e.opened),
		"order of casting, backwards":       inOrder(texts, opened),
		"order in which the count reads":    inOrder(byID, e.opened),
		"order of bytes":                    inOrder(byBytes, e.opened),
		"length":                            inOrder(byLength, shortest),
		"length, backwards":                 inOrder(byLength, opened),
		"order of casting against length":   inOrder(texts, shortest),
		"order of the count against length": inOrder(byID, shortest),
	}
}
