package auth

import (
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"sync"

	"golang.org/x/crypto/argon2"

	"kaoji/evaluation"
)

// keeping is the cost of stretching a passphrase that protects a key: the second
// recommended option of RFC 9106, for machines with little memory (64 MiB, three
// passes).
var keeping = Cost{Memory: 64 << 10, Time: 3}

// Passphrases stretches passphrases into keys with argon2id, one at a time, so that
// many requests need no more memory than one.
type Passphrases struct {
	cost Cost
	turn sync.Mutex
}

// NewPassphrases makes Passphrases; the zero cost means the default.
func NewPassphrases(cost Cost) *Passphrases {
	if cost == (Cost{}) {
		cost = keeping
	}
	return &Passphrases{cost: cost}
}

// Stretch derives 32 bytes from a passphrase. how contains the parameters including
// the salt. "" means new parameters, which are returned as way; with them the same
// passphrase gives the same bytes, even after the default has changed.
func (p *Passphrases) Stretch(passphrase, how string) (key []byte, way string, err error) {
	if len(passphrase) > maxPassword {
		return nil, "", evaluation.Fail(evaluation.CodeTooLarge, "error.too_large")
	}
	cost, salt := p.cost, make([]byte, saltBytes)
	if how == "" {
		_, _ = rand.Read(salt) // never fails
		how = cost.prefix() + base64.RawStdEncoding.EncodeToString(salt)
	} else if cost, salt, err = readWay(how); err != nil {
		return nil, "", err
	}
	p.turn.Lock()
	defer p.turn.Unlock()
	return argon2.IDKey([]byte(passphrase), salt, cost.Time, cost.Memory, hashLanes, hashBytes), how, nil
}

var errWay = errors.New("auth: not a way of stretching")

// mostMemory, in KiB, and mostPasses bound what stored parameters may require.
const (
	mostMemory = 1 << 20
	mostPasses = 64
)

func readWay(how string) (Cost, []byte, error) {
	var c Cost
	parts := strings.Split(how, "$")
	if len(parts) != 5 {
		return c, nil, errWay
	}
	if _, err := fmt.Sscanf(parts[3], "m=%d,t=%d", &c.Memory, &c.Time); err != nil {
		return c, nil, errors.Join(errWay, err)
	}
	salt, err := base64.RawStdEncoding.DecodeString(parts[4])
	if err != nil || c.Time == 0 || c.Time > mostPasses || c.Memory > mostMemory || c.prefix()+parts[4] != how {
		return c, nil, errors.Join(errWay, err)
	}
	return c, salt, nil
}
