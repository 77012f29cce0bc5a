package auth_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"kaoji/auth"
	"kaoji/evaluation"
)

// forge rewrites a good token: header and claims as edited, signed as told.
func forge(t *testing.T, access string, method jwt.SigningMethod, key any, edit func(header, claims map[string]any)) string {
	t.Helper()
	parts := strings.Split(access, ".")
	header, claims := map[string]any{}, map[string]any{}
	for i, into := range []*map[string]any{&header, &claims} {
		raw, err := base64.RawURLEncoding.DecodeString(parts[i])
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(raw, into); err != nil {
			t.Fatal(err)
		}
	}
	token := jwt.NewWithClaims(method, jwt.MapClaims(claims))
	header["alg"] = method.Alg()
	token.Header = header
	edit(header, claims)
	signed, err := token.SignedString(key)
	if err != nil {
		t.Fatal(err)
	}
	return signed
}

func TestOnlyOurOwnUnexpiredTokensAreAccepted(t *testing.T) {
	former := auth.TokenKey{ID: "k0", Secret: bytes.Repeat([]byte{5}, 32)}
	w := newWorld(t, func(p *auth.Parts) { p.Key.Former = []auth.TokenKey{former} })
	_, tk := w.enter("zhangsan", evaluation.RoleCadre)
	other, _ := w.enter("lisi", evaluation.RoleCadre)
	key, issued := []byte(signing.Secret), w.now()
	hs := func(edit func(h, c map[string]any)) string {
		return forge(t, tk.Access, jwt.SigningMethodHS256, key, edit)
	}
	claim := func(name string, value any) string {
		return hs(func(_, c map[string]any) { c[name] = value })
	}
	without := func(name string) string { return hs(func(_, c map[string]any) { delete(c, name) }) }
	same := func(_, _ map[string]any) {}
	parts := strings.Split(tk.Access, ".")
	expired := 15*time.Minute + 30*time.Second // with the leeway
	for _, c := range []struct {
		name   string
		access string
		after  time.Duration
		ok     bool
	}{
		{"our own", tk.Access, 0, true},
		{"our own, written anew", hs(same), 0, true},
		{"of a former key", forge(t, tk.Access, jwt.SigningMethodHS256, []byte(former.Secret), func(h, _ map[string]any) { h["kid"] = "k0" }), 0, true},
		{"in the last millisecond", tk.Access, expired - time.Millisecond, true},
		{"expired to the second", tk.Access, expired, false},
		{"unsigned", forge(t, tk.Access, jwt.SigningMethodNone, jwt.UnsafeAllowNoneSignatureType, same), 0, false}, // alg=none must never pass
		{"signature cut off", parts[0] + "." + parts[1] + ".", 0, false},
		{"HS512, same key", forge(t, tk.Access, jwt.SigningMethodHS512, key, same), 0, false},
		{"HS384, same key", forge(t, tk.Access, jwt.SigningMethodHS384, key, same), 0, false},
		{"empty key", forge(t, tk.Access, jwt.SigningMethodHS256, []byte{}, same), 0, false},
		{"another key under our id", forge(t, tk.Access, jwt.SigningMethodHS256, bytes.Repeat([]byte{8}, 32), same), 0, false},
		{"former key under the present id", forge(t, tk.Access, jwt.SigningMethodHS256, []byte(former.Secret), same), 0, false},
		{"unknown kid", hs(func(h, _ map[string]any) { h["kid"] = "k9" }), 0, false},
		{"empty key under an unknown kid", forge(t, tk.Access, jwt.SigningMethodHS256, []byte{}, func(h, _ map[string]any) { h["kid"] = "k8" }), 0, false},
		{"no kid", hs(func(h, _ map[string]any) { delete(h, "kid") }), 0, false},
		{"kid that is a path", hs(func(h, _ map[string]any) { h["kid"] = "../../dev/null" }), 0, false},
		{"kid that is no text", hs(func(h, _ map[string]any) { h["kid"] = 1 }), 0, false},
		{"foreign issuer", claim("iss", "elsewhere"), 0, false},
		{"no issuer", without("iss"), 0, false},
		{"wrong audience", claim("aud", "elsewhere"), 0, false},
		{"no audience", without("aud"), 0, false},
		{"no expiry", without("exp"), 0, false},
		{"no start", without("nbf"), 0, false},
		{"starts later", claim("nbf", issued.Add(31*time.Second).Unix()), 0, false},
		{"issued later", claim("iat", issued.Add(31*time.Second).Unix()), 0, false},
		{"of nobody", without("sub"), 0, false},
		{"of an unknown account", claim("sub", "0198"), 0, false},
		{"of another account's login", claim("family", other.Family), 0, false},
		{"of another office", claim("office", "elsewhere"), 0, false},
		{"of other roles", claim("roles", 7), 0, false},
		{"of no login", without("family"), 0, false},
		{"tampered claims", parts[0] + "." + base64.RawURLEncoding.EncodeToString([]byte(`{"sub":"x"}`)) + "." + parts[2], 0, false},
		{"tampered signature", parts[0] + "." + parts[1] + "." + flipped(parts[2]), 0, false},
		{"one part", "x", 0, false},
		{"nothing", "", 0, false},
		{"too long", tk.Access + strings.Repeat("A", 5000), 0, false},
	} {
		w.pass(c.after)
		if c.after > 0 { // the session is in use, only the token ages
			w.refreshIdle(tk)
		}
		_, err := w.Authenticate(t.Context(), c.access)
		w.pass(-c.after)
		if (err == nil) != c.ok {
			t.Errorf("%s: %v", c.name, err)
		} else if err != nil && evaluation.CodeOf(err) != evaluation.CodeUnauthorized {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

// flipped changes the first character, all of whose bits count.
func flipped(s string) string {
	if s[0] == 'A' {
		return "B" + s[1:]
	}
	return "A" + s[1:]
}

// refreshIdle writes into the session that it was used just now.
func (w *world) refreshIdle(tk auth.Tokens) {
	w.t.Helper()
	id, _, _ := strings.Cut(tk.Refresh, ".")
	c, err := w.store.Cell(w.t.Context(), "session", "", id)
	if err != nil {
		w.t.Fatal(err)
	}
	var body map[string]any
	if err := json.Unmarshal(c.Body, &body); err != nil {
		w.t.Fatal(err)
	}
	body["used"] = w.now().UTC()
	if c.Body, err = json.Marshal(body); err != nil {
		w.t.Fatal(err)
	}
	if _, err := w.store.PutCell(w.t.Context(), c); err != nil {
		w.t.Fatal(err)
	}
}

func TestATokenThatWasVerifiedAMomentAgoStillEndsOnTime(t *testing.T) {
	w := newWorld(t)
	_, tk := w.enter("zhangsan", evaluation.RoleCadre)
	ends := tk.AccessExpires.Add(30 * time.Second) // with the leeway
	for range 3 {                                  // kept in use, though not renewed
		w.pass(4 * time.Minute)
		w.session(tk.Access)
	}
	w.pass(ends.Sub(w.now()) - time.Second)
	w.session(tk.Access)
	w.pass(2 * time.Second)
	_, err := w.Authenticate(t.Context(), tk.Access)
	wantCode(t, err, evaluation.CodeUnauthorized)
}

func TestKeysThatAreNotKeysAreRefused(t *testing.T) {
	w := newWorld(t)
	key := func(id string, n int) auth.TokenKey { return auth.TokenKey{ID: id, Secret: make([]byte, n)} }
	for _, c := range []struct {
		name   string
		change func(*auth.Parts)
	}{
		{"empty key", func(p *auth.Parts) { p.Key.Current = key("k", 0) }},
		{"short key", func(p *auth.Parts) { p.Key.Current = key("k", 31) }},
		{"long key", func(p *auth.Parts) { p.Key.Current = key("k", 33) }},
		{"no id", func(p *auth.Parts) { p.Key.Current = key("", 32) }},
		{"short former key", func(p *auth.Parts) { p.Key.Former = []auth.TokenKey{key("k0", 16)} }},
		{"id twice", func(p *auth.Parts) { p.Key.Former = []auth.TokenKey{p.Key.Current} }},
		{"short secret", func(p *auth.Parts) { p.Secret = make([]byte, 16) }},
		{"no secret", func(p *auth.Parts) { p.Secret = nil }},
		{"passwords of seven", func(p *auth.Parts) { p.Settings.MinPassword = 7 }},
		{"negative lock", func(p *auth.Parts) { p.Settings.Lock = -time.Minute }},
		{"unknown profile", func(p *auth.Parts) { p.Settings.PasswordProfile = "none" }},
		{"unknown role", func(p *auth.Parts) { p.Settings.TOTPRequired = []evaluation.Role{"boss"} }},
	} {
		p := w.parts
		c.change(&p)
		if _, err := auth.New(p); err == nil {
			t.Errorf("%s: accepted", c.name)
		}
	}
}

func TestSecretsDoNotPrint(t *testing.T) {
	w := newWorld(t)
	raw, err := json.Marshal(w.parts.Key)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range []string{fmt.Sprint(w.parts.Key), fmt.Sprintf("%+v", w.parts.Key), fmt.Sprintf("%#v", w.parts.Key), string(raw)} {
		if !strings.Contains(s, "[hidden]") || strings.Contains(s, "7 7") || strings.Contains(s, "0x7") || strings.Contains(s, "BwcH") {
			t.Errorf("prints %s", s)
		}
	}
}
