package concern

import (
	"context"
	"io"
	"slices"
	"strings"
	"time"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/hurdle"
)

// Comment is a comment that a person without an account leaves in a box.
type Comment struct {
	Unit     string          `json:"unit,omitempty" form:"unit" doc:"Department, where the box does not say it"`
	Category string          `json:"category" enum:"style,efficiency,attitude,fairness,integrity,other,praise" doc:"Kind of concern" example:"attitude"`
	Topic    string          `json:"topic" maxLength:"60" doc:"The matter in a few words" example:"居住证办理"`
	Content  string          `json:"content" form:"long" minLength:"5" maxLength:"3000" doc:"What happened"`
	Happened evaluation.Date `json:"happened,omitzero" doc:"Day on which it happened" example:"2026-05-12"`
	Contact  string          `json:"contact,omitempty" maxLength:"200" doc:"How to reach the sender, if the sender wants"`
}

// Leave makes a matter of a comment and returns the receipt number, of which only a
// hash is stored. files are already uploaded; the act attaches them. The caller has
// checked the hurdle.
func (s *Service) Leave(ctx context.Context, do evaluation.Doer, box BoxOf, id string, c Comment, files []string, address string, now time.Time) (receipt string, err error) {
	if err := evaluation.CheckInput(&c); err != nil {
		return "", err
	}
	office, today := box.Record.Office, evaluation.DateOf(now)
	if box.Box.Scope == ScopeOffice && c.Unit == "" {
		return "", desk.Mistake("unit", "concern.no_subject")
	}
	if err := s.hurdles().Within(ctx, office, box.Record.ID, box.Box.Rules, address, now); err != nil {
		return "", err
	}
	in := Submission{
		About:   About{Unit: c.Unit, Category: c.Category, Topic: c.Topic, Content: c.Content, Happened: c.Happened},
		Channel: ChannelBox, Box: box.Record.ID, Reporter: s.pseudonym(c.Contact, id), Named: strings.TrimSpace(c.Contact) != "",
		Received: today, Files: files,
	}
	switch box.Box.Scope {
	case ScopeUnit:
		in.Unit = box.Box.Unit
	case ScopeBadge:
		in.Person, in.Unit = box.Box.Person, ""
	}
	if in.Named {
		if err := s.keepContact(ctx, office, id, c.Contact); err != nil {
			return "", err
		}
	}
	if receipt, err = s.newReceipt(ctx, office, id); err != nil {
		return "", err
	}
	_, err = do.Create(ctx, evaluation.System(office), KindMatter, "submit", evaluation.Creation{ID: id, Input: &in})
	return receipt, err
}

// receiptLetters omits letters that are easily confused (Crockford's base 32).
const (
	receiptLetters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
	receiptLength  = 12 // 60 bits
)

// newReceipt draws a number with which the sender can ask later. Only its keyed
// hash is stored.
func (s *Service) newReceipt(ctx context.Context, office, record string) (string, error) {
	raw := make([]byte, receiptLength)
	if _, err := io.ReadFull(s.random(), raw); err != nil {
		return "", err
	}
	for i := range raw {
		raw[i] = receiptLetters[int(raw[i])%len(receiptLetters)]
	}
	number := string(raw)
	_, err := s.Cells.PutCell(ctx, evaluation.Cell{
		Class: classReceipt, Office: office, ID: s.Vault.Mark(classReceipt, number), Body: jsonText("record", record),
	})
	return number[:4] + "-" + number[4:8] + "-" + number[8:], err
}

// Standing is what a sender sees of a concern.
type Standing struct {
	Received evaluation.Date
	State    evaluation.State
	Reply    string // when it has one: answered, declined, passed on, or praise
	Due      evaluation.Date
}

// Ask returns the status to the holder of a receipt number; otherwise CodeNotFound.
// For a merged concern it returns that of the final one.
func (s *Service) Ask(ctx context.Context, office, receipt string) (Standing, error) {
	unknown := evaluation.Fail(evaluation.CodeNotFound, "concern.receipt_unknown")
	number := strings.NewReplacer("-", "", " ", "", "O", "0", "I", "1", "L", "1").Replace(strings.ToUpper(strings.TrimSpace(receipt)))
	cell, err := s.Cells.Cell(ctx, classReceipt, office, s.Vault.Mark(classReceipt, number))
	if evaluation.CodeOf(err) == evaluation.CodeNotFound {
		return Standing{}, unknown
	}
	if err != nil {
		return Standing{}, err
	}
	r, err := s.Ledger.Get(ctx, office, textOf(cell.Body, "record"))
	if evaluation.CodeOf(err) == evaluation.CodeNotFound {
		return Standing{}, unknown
	}
	if err != nil {
		return Standing{}, err
	}
	m, err := evaluation.PayloadOf[Matter](r)
	if err != nil {
		return Standing{}, err
	}
	out := Standing{Received: m.Received}
	all := merges{s: s, office: office, known: map[string]matterOf{}}
	main, err := all.end(ctx, matterOf{m, r})
	if err != nil {
		return Standing{}, err
	}
	out.State, out.Due = main.r.State, main.r.Due
	if slices.Contains(matterReplied, out.State) {
		out.Reply = main.Reply
	}
	return out, nil
}

// hurdles protects the boxes.
func (s *Service) hurdles() *hurdle.Service {
	return &hurdle.Service{Cells: s.Cells, Vault: s.Vault, Random: s.random()}
}

// Challenge creates the hurdle of a box; it is valid for half an hour.
func (s *Service) Challenge(box BoxOf, now time.Time) (hurdle.Hurdle, error) {
	return s.hurdles().Set(box.Record.ID, box.Box.Rules, now)
}

// Cleared checks the solution of a hurdle; each can be used once.
func (s *Service) Cleared(ctx context.Context, box BoxOf, challenge, nonce string, now time.Time) error {
	return s.hurdles().Cleared(ctx, box.Record.Office, box.Record.ID, box.Box.Rules, challenge, nonce, now)
}
