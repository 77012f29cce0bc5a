package auth

import (
	"crypto/sha256"
	"fmt"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"kaoji/evaluation"
)

const (
	tokenIssuer = "kaoji"
	tokenReader = "kaoji"
	// tokenLeeway allows for clocks that differ between machines.
	tokenLeeway = 30 * time.Second
	// tokenLongest is the maximum length of a token that is parsed, in bytes; ours
	// have about 420.
	tokenLongest = 4096
	keyBytes     = 32
)

// TokenKey signs access tokens: HS256, exactly 32 bytes.
type TokenKey struct {
	ID     string
	Secret Hidden
}

// TokenKeys are the signing key and former signing keys that are still accepted.
type TokenKeys struct {
	Current TokenKey
	Former  []TokenKey
}

// claims of an access token. They do not contain roles, which are read with each
// request; RolesVer only shows that the token is older than a change of the roles.
type claims struct {
	jwt.RegisteredClaims
	Office   string `json:"office"`
	Family   string `json:"family"`
	RolesVer int64  `json:"roles"`
}

// tokens creates and verifies access tokens.
type tokens struct {
	current string
	keys    map[string][]byte
	now     func() time.Time
	parser  *jwt.Parser
	known   cache[claims] // recently verified tokens, by digest
}

func newTokens(k TokenKeys, now func() time.Time) (*tokens, error) {
	t := &tokens{current: k.Current.ID, keys: map[string][]byte{}, now: now}
	for _, key := range append([]TokenKey{k.Current}, k.Former...) {
		switch {
		case key.ID == "" || t.keys[key.ID] != nil:
			return nil, fmt.Errorf("auth: token key id %q is empty or used twice", key.ID)
		case len(key.Secret) != keyBytes:
			return nil, fmt.Errorf("auth: token key %q has %d bytes, not %d", key.ID, len(key.Secret), keyBytes)
		}
		t.keys[key.ID] = key.Secret
	}
	t.parser = jwt.NewParser(
		jwt.WithValidMethods([]string{jwt.SigningMethodHS256.Alg()}),
		jwt.WithIssuer(tokenIssuer), jwt.WithAudience(tokenReader),
		jwt.WithExpirationRequired(), jwt.WithNotBeforeRequired(), jwt.WithIssuedAt(),
		jwt.WithLeeway(tokenLeeway), jwt.WithTimeFunc(now), jwt.WithStrictDecoding(),
	)
	return t, nil
}

func (t *tokens) sign(a *account, family string, life time.Duration) (string, time.Time, error) {
	now := t.now().UTC().Truncate(time.Second)
	expires := now.Add(life)
	token := jwt.NewWithClaims(jwt.SigningMethodHS256, claims{
		RegisteredClaims: jwt.RegisteredClaims{
			Issuer: tokenIssuer, Audience: jwt.ClaimStrings{tokenReader}, Subject: a.id,
			IssuedAt: jwt.NewNumericDate(now), NotBefore: jwt.NewNumericDate(now), ExpiresAt: jwt.NewNumericDate(expires),
		},
		Office: a.Office, Family: family, RolesVer: a.RolesVer,
	})
	token.Header["kid"] = t.current
	signed, err := token.SignedString(t.keys[t.current])
	if err != nil {
		return "", time.Time{}, fmt.Errorf("sign: %w", err)
	}
	return signed, expires, nil
}

// read verifies a token. If it was verified within the cache's age, only its expiry
// is checked, because a page sends many requests with the same token.
func (t *tokens) read(access string) (claims, error) {
	if len(access) > tokenLongest {
		return claims{}, unauthorized()
	}
	sum, now := sha256.Sum256([]byte(access)), t.now()
	c, ticket, ok := t.known.get(string(sum[:]), now)
	if ok && now.Before(c.ExpiresAt.Add(tokenLeeway)) {
		return c, nil
	}
	c, err := t.verify(access)
	if err == nil {
		t.known.put(string(sum[:]), c, now, ticket)
	}
	return c, err
}

func (t *tokens) verify(access string) (claims, error) {
	var c claims
	if _, err := t.parser.ParseWithClaims(access, &c, t.key); err != nil {
		return c, unauthorized().Because(err)
	}
	if c.Subject == "" || c.Family == "" {
		return c, unauthorized()
	}
	return c, nil
}

// key chooses only among our own keys, whatever the header contains.
func (t *tokens) key(token *jwt.Token) (any, error) {
	kid, _ := token.Header["kid"].(string)
	key, ok := t.keys[kid]
	if !ok {
		return nil, fmt.Errorf("auth: unknown token key")
	}
	return key, nil
}

func unauthorized() *evaluation.Error {
	return evaluation.Fail(evaluation.CodeUnauthorized, "error.unauthorized")
}
