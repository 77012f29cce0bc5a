package auth

import (
	"cmp"
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"time"

	"kaoji/evaluation"
)

// A feed is an address that a calendar on a phone reads without a login: whoever knows
// its secret reads the account's calendar. The secret is in no storage, only its hash.

const (
	// feedBytes is the length of a secret.
	feedBytes = 24
	// feedReads is how often a feed is read within feedWindow; calendars ask every few
	// minutes at most.
	feedReads  = 30
	feedWindow = 15 * time.Minute
)

// feed is the body of the cell of an account's feed, whose natural key is the hash of
// the secret.
type feed struct {
	Hash string    `json:"hash"`
	Made time.Time `json:"made"`
}

// MakeFeed gives the account a feed and returns its secret, which nothing can return
// again. An earlier one ends.
func (s *Service) MakeFeed(ctx context.Context, by Session) (secret string, err error) {
	if err := by.Ready(); err != nil {
		return "", err
	}
	raw := make([]byte, feedBytes)
	if _, err := io.ReadFull(s.Random, raw); err != nil {
		return "", fmt.Errorf("feed: %w", err)
	}
	secret = base64.RawURLEncoding.EncodeToString(raw)
	f := feed{Hash: digest(secret), Made: s.now()}
	body, err := json.Marshal(f)
	if err != nil {
		return "", fmt.Errorf("feed: %w", err)
	}
	if err := s.endFeed(ctx, by.Account.ID); err != nil {
		return "", err
	}
	if _, err := s.Cells.PutCell(ctx, evaluation.Cell{Class: classFeed, ID: by.Account.ID, Unique: f.Hash, Body: body}); err != nil {
		return "", err
	}
	return secret, s.note(ctx, by, "feed", evaluation.OutcomeOK, by.Account.ID, "made")
}

// WithdrawFeed ends the account's feed.
func (s *Service) WithdrawFeed(ctx context.Context, by Session) error {
	if err := s.endFeed(ctx, by.Account.ID); err != nil {
		return err
	}
	return s.note(ctx, by, "feed", evaluation.OutcomeOK, by.Account.ID, "withdrawn")
}

// FeedSince returns when the account's feed was made, zero if it has none.
func (s *Service) FeedSince(ctx context.Context, by Session) (time.Time, error) {
	c, err := s.Cells.Cell(ctx, classFeed, "", by.Account.ID)
	if evaluation.CodeOf(err) == evaluation.CodeNotFound {
		return time.Time{}, nil
	}
	if err != nil {
		return time.Time{}, err
	}
	f, err := feedOf(c)
	return f.Made, err
}

// Feed returns whose calendar a secret reads. Everything that does not hold is
// CodeNotFound: an unknown secret, an account that is disabled, has left the office or
// has to change its password. It is CodeTooMany if the feed is read too often, or the
// address asks for unknown ones too often. These do not count as guesses of passwords: the
// phones of an office go on to ask for feeds that have ended, and must not keep it from
// logging in, or other phones from reading theirs.
func (s *Service) Feed(ctx context.Context, secret, address string) (evaluation.Actor, error) {
	hash := digest(secret)
	c, err := s.Cells.CellByUnique(ctx, classFeed, "", hash)
	if err != nil {
		if evaluation.CodeOf(err) == evaluation.CodeNotFound && s.feeds.count("\x00"+network(address), s.now(), feedWindow, 1) > s.settings().AddressFailures {
			err = evaluation.Fail(evaluation.CodeTooMany, "error.too_many")
		}
		return evaluation.Actor{}, err
	}
	f, err := feedOf(c)
	if err != nil {
		return evaluation.Actor{}, err
	}
	unknown := evaluation.Fail(evaluation.CodeNotFound, "error.not_found")
	if !same(hash, f.Hash) {
		return evaluation.Actor{}, unknown
	}
	if s.feeds.count(c.ID, s.now(), feedWindow, 1) > feedReads {
		return evaluation.Actor{}, evaluation.Fail(evaluation.CodeTooMany, "error.too_many")
	}
	a, err := s.load(ctx, c.ID)
	if err != nil {
		return evaluation.Actor{}, err
	}
	if left, err := s.left(ctx, a); err != nil || left || a.Disabled {
		return evaluation.Actor{}, cmp.Or(err, error(unknown))
	}
	session := s.session(a, "")
	if session.Ready() != nil {
		return evaluation.Actor{}, unknown
	}
	return session.Actor, nil
}

// endFeed ends the feed of an account, if it has one.
func (s *Service) endFeed(ctx context.Context, account string) error {
	return s.Cells.DeleteCell(ctx, classFeed, "", account)
}

func feedOf(c evaluation.Cell) (feed, error) {
	var f feed
	if err := json.Unmarshal(c.Body, &f); err != nil {
		return f, fmt.Errorf("feed of %s: %w", c.ID, err)
	}
	return f, nil
}
