package ballot

import (
	"crypto/ecdh"
	"crypto/hpke"
	"encoding/base64"
	"fmt"
	"slices"
	"strings"

	"kaoji/evaluation"
)

// Keepers is the minimum number of keepers of a round's key, so that the round is
// not lost if one is away or has forgotten the passphrase.
const Keepers = 2

// Keeping is the key of a round and its keepers. It is embedded in the payload of
// the record whose ballots it protects; the policy shows the keepers and never the
// key.
type Keeping struct {
	Keepers []Keeper `json:"keepers,omitempty"`
	Stored  Stored   `json:"key,omitzero" show:"-"`
}

// Keeper is a person whose passphrase can open the ballots.
type Keeper struct {
	Account string          `json:"account" show:"-"`
	Person  string          `json:"person" show:"-"`
	Name    string          `json:"name"`
	On      evaluation.Date `json:"on"`
}

// Stored is the stored form of a key.
type Stored struct {
	Public string   `json:"public,omitempty"` // key to which ballots are encrypted; "" before it exists
	Locks  []string `json:"locks,omitempty"`  // one for each keeper, encrypted; none when the ballots have been counted
}

// lock is the content of a keeper's lock. The passphrase gives a key pair of the
// keeper; the private key of the round is encrypted to its public key, so that
// neither the passphrase nor the keeper is needed when the round begins.
type lock struct {
	How    string `json:"how"`    // parameters with which the passphrase is stretched
	Public []byte `json:"public"` // of the keeper
	Key    []byte `json:"key"`    // private key of the round, encrypted to Public
}

// Key opens the ballots of a round. It exists only in memory while they are
// counted.
type Key struct{ private hpke.PrivateKey }

func kem() hpke.KEM   { return hpke.DHKEM(ecdh.X25519()) }
func kdf() hpke.KDF   { return hpke.HKDFSHA256() }
func aead() hpke.AEAD { return hpke.AES256GCM() }

// roundInfo binds the data encrypted to a keeper to its purpose.
const roundInfo = "kaoji key of a round"

// Keep makes the actor a keeper, or gives a keeper another passphrase. It is
// refused when the voting has begun, because the key is then fixed.
func (s *Service) Keep(k *Keeping, who evaluation.Actor, on evaluation.Date, passphrase string) error {
	if err := k.Choosing(); err != nil {
		return err
	}
	secret, how, err := s.stretch(strings.TrimSpace(passphrase), "")
	if err != nil {
		return err
	}
	private, err := keeperKey(secret)
	if err != nil {
		return err
	}
	keeper := Keeper{Account: who.Account, Person: who.Person, Name: who.Name, On: on}
	text, err := s.sealLock(keeper.Account, lock{How: how, Public: private.PublicKey().Bytes()})
	if err != nil {
		return err
	}
	i := slices.IndexFunc(k.Keepers, func(o Keeper) bool {
		return o.Account == who.Account || who.Person != "" && o.Person == who.Person
	})
	if i < 0 {
		k.Keepers, k.Stored.Locks = append(k.Keepers, keeper), append(k.Stored.Locks, text)
	} else {
		k.Keepers[i], k.Stored.Locks[i] = keeper, text
	}
	return nil
}

// Choosing returns an error when the voting has begun: keepers can no longer be
// chosen.
func (k *Keeping) Choosing() error {
	if k.Stored.Public != "" {
		return evaluation.Fail(evaluation.CodeState, "ballot.keepers_fixed")
	}
	return nil
}

// keeperKey returns the key pair of a stretched passphrase.
func keeperKey(secret []byte) (hpke.PrivateKey, error) {
	key, err := kem().DeriveKeyPair(secret)
	if err != nil {
		return nil, fmt.Errorf("ballot: %w", err)
	}
	return key, nil
}

// Begin makes the key pair of a round and stores the private key encrypted to each
// keeper. Fewer than two keepers are CodeState.
func (s *Service) Begin(k *Keeping) error {
	if len(k.Keepers) < Keepers {
		return evaluation.Fail(evaluation.CodeState, "ballot.keepers_missing", "have", len(k.Keepers), "want", Keepers)
	}
	private, err := kem().GenerateKey()
	if err != nil {
		return fmt.Errorf("ballot: %w", err)
	}
	raw, err := private.Bytes()
	if err != nil {
		return fmt.Errorf("ballot: %w", err)
	}
	for i := range k.Keepers {
		l, err := s.openLock(k, i)
		if err != nil {
			return err
		}
		public, err := kem().NewPublicKey(l.Public)
		if err != nil {
			return fmt.Errorf("ballot: %w", err)
		}
		if l.Key, err = hpke.Seal(public, kdf(), aead(), []byte(roundInfo), raw); err != nil {
			return fmt.Errorf("ballot: %w", err)
		}
		if k.Stored.Locks[i], err = s.sealLock(k.Keepers[i].Account, l); err != nil {
			return err
		}
	}
	k.Stored.Public = base64.StdEncoding.EncodeToString(private.PublicKey().Bytes())
	return nil
}

// Locked reports whether a passphrase is needed to count.
func (k *Keeping) Locked() bool {
	return k.Stored.Public != "" && len(k.Stored.Locks) > 0
}

// ForgetKey deletes the key: data encrypted to it can never be read again.
func (k *Keeping) ForgetKey() {
	k.Stored.Locks = nil
}

// Unlock returns the key of a round, given the passphrase of one of its keepers. It
// returns nil if there is no key, because the round was opened before keys existed
// or its ballots are counted. A wrong passphrase is CodeInvalid at the field
// passphrase.
func (s *Service) Unlock(k *Keeping, passphrase string) (*Key, error) {
	if !k.Locked() {
		return nil, nil //nolint:nilnil // there is no key and none is needed
	}
	passphrase = strings.TrimSpace(passphrase)
	if passphrase == "" {
		return nil, wrongPassphrase("ballot.passphrase_needed", k)
	}
	for i := range k.Keepers {
		l, err := s.openLock(k, i)
		if err != nil {
			return nil, err
		}
		key, err := s.tryLock(&l, passphrase)
		if key != nil || err != nil {
			return key, err
		}
	}
	return nil, wrongPassphrase("ballot.passphrase_wrong", k)
}

func wrongPassphrase(key string, k *Keeping) error {
	names := make([]string, 0, len(k.Keepers))
	for _, o := range k.Keepers {
		names = append(names, o.Name)
	}
	m := evaluation.Mistakes{}
	m.Add("passphrase", key, "names", strings.Join(names, "、"))
	return m.Err()
}

// tryLock opens a lock; it returns nil if the passphrase is wrong.
func (s *Service) tryLock(l *lock, passphrase string) (*Key, error) {
	secret, _, err := s.stretch(passphrase, l.How)
	if err != nil {
		return nil, err
	}
	own, err := keeperKey(secret)
	if err != nil {
		return nil, err
	}
	raw, err := hpke.Open(own, kdf(), aead(), []byte(roundInfo), l.Key)
	if err != nil {
		return nil, nil //nolint:nilerr,nilnil // wrong passphrase
	}
	private, err := kem().NewPrivateKey(raw)
	if err != nil {
		return nil, fmt.Errorf("ballot: %w", err)
	}
	return &Key{private}, nil
}
