package ballot_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"kaoji/evaluation"
	"kaoji/evaluation/ballot"
)

func refused(t *testing.T, key string, err error) {
	t.Helper()
	e, ok := errors.AsType[*evaluation.Error](err)
	if !ok || e.Message.Key != key && e.Fields["passphrase"].Key != key {
		t.Errorf("%v, want %s", err, key)
	}
}

func TestEitherKeeperOpensTheBallotsAndNobodyElse(t *testing.T) {
	for i, passphrase := range passphrases {
		s, _ := boxes(t)
		ctx := t.Context()
		s.box(1)
		s.must(s.Cast(ctx, "o", "b", "p1", vote{"x"}))
		refused(t, "ballot.locked", s.Close(ctx, "o", "b", nil))
		_, err := s.Unlock(&s.keeping, "")
		refused(t, "ballot.passphrase_needed", err)
		_, err = s.Unlock(&s.keeping, passphrase+"x")
		refused(t, "ballot.passphrase_wrong", err)
		other, _ := boxes(t) // the same passphrases, another round
		foreign, err := other.Unlock(&other.keeping, passphrase)
		s.must(err)
		if err := s.Close(ctx, "o", "b", foreign); err == nil {
			t.Error("the key of another round opens the box")
		}
		key, err := s.Unlock(&s.keeping, " "+passphrase+" ") // typed with spaces around it
		s.must(err)
		s.must(s.Close(ctx, "o", "b", key))
		if list, err := s.Ballots(ctx, "o", "b"); err != nil || len(list) != 1 {
			t.Errorf("keeper %d: %s, %v", i, list, err)
		}
		s.keeping.ForgetKey()
		if key, err := s.Unlock(&s.keeping, passphrase); key != nil || err != nil || s.keeping.Locked() {
			t.Errorf("the key outlives the count: %v", err)
		}
	}
}

func TestAKeyHasTwoKeepersAndTheyAreFixedWhenTheVotingBegins(t *testing.T) {
	cells, _ := store(t)
	s := ballot.New(cells, serverKey, stretch)
	on := evaluation.NewDate(2026, 12, 1)
	var k ballot.Keeping
	first, second := evaluation.Actor{Account: "zuzhi", Name: "甲"}, evaluation.Actor{Account: "shuji", Person: "p9", Name: "乙"}
	refused(t, "ballot.keepers_missing", s.Begin(&k))
	for _, passphrase := range []string{"forgotten at once", passphrases[0]} { // the same person again: another passphrase
		if err := s.Keep(&k, first, on, passphrase); err != nil {
			t.Fatal(err)
		}
		refused(t, "ballot.keepers_missing", s.Begin(&k))
	}
	if err := s.Keep(&k, second, on, passphrases[1]); err != nil {
		t.Fatal(err)
	}
	second.Account = "shuji2" // another account of the same person is no third keeper
	if err := s.Keep(&k, second, on, passphrases[1]); err != nil || len(k.Keepers) != 2 {
		t.Fatalf("%d keepers, %v", len(k.Keepers), err)
	}
	if err := s.Begin(&k); err != nil {
		t.Fatal(err)
	}
	refused(t, "ballot.keepers_fixed", s.Keep(&k, first, on, "another passphrase"))
	_, err := s.Unlock(&k, "forgotten at once")
	refused(t, "ballot.passphrase_wrong", err)
	raw, err := json.Marshal(k)
	if err != nil || strings.Contains(string(raw), passphrases[0]) || strings.Contains(string(raw), "argon2id") {
		t.Errorf("stored: %s, %v", raw, err) // the locks lie under the key of the server too
	}
	if _, err := ballot.New(cells, []byte(strings.Repeat("other", 7)[:32]), stretch).Unlock(&k, passphrases[0]); err == nil {
		t.Error("a lock opens without the key of the server")
	}
}

func TestTwoPassphrasesThatDifferAreRefused(t *testing.T) {
	in := &ballot.KeepInput{Passphrase: passphrases[0], Again: passphrases[0]}
	if err := in.Check(); err != nil {
		t.Error(err)
	}
	in.Again += "x"
	if evaluation.CodeOf(in.Check()) != evaluation.CodeInvalid {
		t.Error("a slip of the finger is taken")
	}
}
