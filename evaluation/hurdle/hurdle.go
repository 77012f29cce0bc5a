// Package hurdle protects forms that everybody can send without an account: work that the
// sender's device must do first, and how often a form is accepted on one day. It needs no
// captcha and no outside service.
package hurdle

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"io"
	"math/bits"
	"strconv"
	"strings"
	"time"

	"kaoji/evaluation"
	"kaoji/evaluation/rulepack"
)

// Hurdle is the work: find a number that, appended to the challenge, gives a SHA-256 with the
// required number of leading zero bits.
type Hurdle struct {
	Challenge string
	Bits      int
}

// Keys are the rules of a form: the bits of the work, and how many are accepted on one day
// from one address and in total.
var Keys = []string{"concern.hurdle", "concern.limit.address", "concern.limit.box"}

// life is how long a challenge is valid.
const life = 30 * time.Minute

// Service sets hurdles and counts.
type Service struct {
	Cells  evaluation.Cells
	Vault  evaluation.Vault
	Random io.Reader
}

// Set makes the hurdle of a form, which is named by the id of what it is sent to.
func (s *Service) Set(form string, rules rulepack.Numbers, now time.Time) (Hurdle, error) {
	want, err := rules.Int("concern.hurdle")
	if err != nil {
		return Hurdle{}, err
	}
	raw := make([]byte, 8)
	if _, err := io.ReadFull(s.Random, raw); err != nil {
		return Hurdle{}, err
	}
	text := strconv.FormatInt(now.Add(life).Unix(), 36) + "." + strconv.FormatUint(binary.BigEndian.Uint64(raw), 36)
	return Hurdle{Challenge: text + "." + s.mark(form, text), Bits: int(want)}, nil
}

func (s *Service) mark(form, text string) string {
	return s.Vault.Mark("hurdle "+form, text)[:24]
}

// Cleared checks the solution of a hurdle; each can be used once.
func (s *Service) Cleared(ctx context.Context, office, form string, rules rulepack.Numbers, challenge, nonce string, now time.Time) error {
	bad := evaluation.Fail(evaluation.CodeInvalid, "concern.hurdle")
	i := strings.LastIndex(challenge, ".")
	if i < 0 || len(challenge) > 80 || len(nonce) > 20 || challenge[i+1:] != s.mark(form, challenge[:i]) {
		return bad
	}
	text := challenge[:i]
	expires, _, _ := strings.Cut(text, ".")
	until, err := strconv.ParseInt(expires, 36, 64)
	want, werr := rules.Int("concern.hurdle")
	if err != nil || werr != nil || now.Unix() > until || Zeros(challenge+nonce) < int(want) {
		return bad
	}
	_, err = s.Cells.PutCell(ctx, evaluation.Cell{Class: "hurdle", Office: office, ID: text, Expires: now.Add(2 * life), Body: json.RawMessage(`{}`)})
	if evaluation.CodeOf(err) == evaluation.CodeConflict {
		return bad // used before
	}
	return err
}

// Zeros counts the leading zero bits of the SHA-256 of a text.
func Zeros(text string) int {
	n := 0
	for _, b := range sha256.Sum256([]byte(text)) {
		if b != 0 {
			return n + bits.LeadingZeros8(b)
		}
		n += 8
	}
	return n
}

// Within counts what is sent to a form and refuses more than the rules accept on one day from
// one address, or in total. Addresses are stored for two days as a hash that changes every
// day.
func (s *Service) Within(ctx context.Context, office, form string, rules rulepack.Numbers, address string, now time.Time) error {
	day := evaluation.DateOf(now).String()
	for _, l := range []struct{ key, counter string }{
		{"concern.limit.address", "address " + s.Vault.Mark("address "+day, address)[:32]},
		{"concern.limit.box", "box " + form},
	} {
		most, err := rules.Int(l.key)
		if err != nil {
			return err
		}
		if err := s.count(ctx, office, day+" "+l.counter, int(most), now.AddDate(0, 0, 2)); err != nil {
			return err
		}
	}
	return nil
}

// counter is the body of a counter's cell.
type counter struct {
	N int `json:"n,string"`
}

// count increments a counter that expires; it returns an error at the limit.
func (s *Service) count(ctx context.Context, office, id string, most int, expires time.Time) error {
	const class, tries = "counter", 50
	for range tries {
		c, err := s.Cells.Cell(ctx, class, office, id)
		if evaluation.CodeOf(err) == evaluation.CodeNotFound {
			c, err = evaluation.Cell{Class: class, Office: office, ID: id, Expires: expires, Body: json.RawMessage(`{"n":"0"}`)}, nil
		}
		if err != nil {
			return err
		}
		var n counter
		if err := json.Unmarshal(c.Body, &n); err != nil || n.N >= most {
			return evaluation.Fail(evaluation.CodeTooMany, "concern.too_many")
		}
		n.N++
		if c.Body, err = json.Marshal(n); err != nil {
			return err
		}
		if _, err = s.Cells.PutCell(ctx, c); evaluation.CodeOf(err) != evaluation.CodeConflict {
			return err
		}
	}
	return evaluation.Fail(evaluation.CodeTooMany, "concern.too_many")
}
