package concern

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
)

// The bodies that a concern is passed on to.
const (
	ToHotline    = "12345"
	ToSelection  = "12380"
	ToDiscipline = "discipline"
	ToOther      = "other"
)

// Referral is a concern that was passed on by a letter to the body that it belongs to, and
// what came back.
type Referral struct {
	To      string          `json:"to"`
	Body    string          `json:"body"`
	Letter  string          `json:"letter"` // number of the letter
	Sent    evaluation.Date `json:"sent"`
	Text    string          `json:"text"`    // of the letter
	Consent bool            `json:"consent"` // the sender agrees that the contact goes along
	Why     string          `json:"why"`
	By      string          `json:"by"` // name
	Receipt *ReceiptInput   `json:"receipt,omitempty"`
	Answer  *AnswerInput    `json:"answer,omitempty"`
	Back    string          `json:"back,omitempty"` // why the body did not take it
}

// ReferInput passes a concern on.
type ReferInput struct {
	To      string          `json:"to" enum:"12345,12380,discipline,other" rules:"concern.refer" doc:"To whom it belongs: the citizens' hotline, the hotline for the selection of leaders, discipline inspection of the level above, another body" example:"12345"`
	Body    string          `json:"body" maxLength:"100" doc:"The body as the letter names it" example:"区城市运行管理中心"`
	Letter  string          `json:"letter" maxLength:"60" doc:"Number of the letter" example:"塘信转〔2026〕3号"`
	Sent    evaluation.Date `json:"sent" begin:"today" doc:"Day of the letter"`
	Text    string          `json:"text" form:"long" maxLength:"3000" doc:"What is passed on, in the words of the letter; it does not say who reported it"`
	Consent bool            `json:"consent,omitempty" doc:"The sender agrees that name and contact go along with the letter"`
	Reply   string          `json:"reply" form:"long" maxLength:"2000" doc:"What the sender is told; it names nobody" example:"您反映的事项已转有权处理的单位，办理结果将另行告知。"`
}

// ReceiptInput is the receipt of the letter.
type ReceiptInput struct {
	ReceivedOn evaluation.Date `json:"received_on" begin:"today" doc:"Day of the receipt"`
	Receiver   string          `json:"receiver,omitempty" maxLength:"40" doc:"Who received it"`
	Number     string          `json:"their_number,omitempty" maxLength:"60" doc:"Number under which the body keeps it"`
}

// AnswerInput is the answer of the body.
type AnswerInput struct {
	On       evaluation.Date `json:"on" begin:"today" doc:"Day of the answer"`
	Document string          `json:"document,omitempty" maxLength:"60" doc:"Number of the answer"`
	Outcome  string          `json:"outcome" enum:"borne_out,partly,not,unknown,elsewhere" doc:"What it found; elsewhere if it does not say" example:"elsewhere"`
	Words    string          `json:"words" form:"long" maxLength:"3000" doc:"What it answers"`
	Reply    string          `json:"reply" form:"long" maxLength:"2000" doc:"What the sender will be told; it names nobody"`
}

// refer passes a concern on. Until the answer comes it counts against nobody, and those who
// only handle concerns or are in charge of the department no longer read it.
func (s *Service) refer(step *evaluation.Step, m *Matter, in *ReferInput) (evaluation.State, error) {
	if in.Consent && !m.Named {
		return "", desk.Mistake("consent", "concern.no_contact")
	}
	if !in.Consent {
		if err := s.unnamed(step, m, "text", in.Text); err != nil {
			return "", err
		}
	}
	m.Referral = &Referral{
		To: in.To, Body: in.Body, Letter: in.Letter, Sent: in.Sent, Text: in.Text, Consent: in.Consent, Why: step.Reason, By: step.Actor.Name,
	}
	m.Reply = in.Reply
	s.dismiss(step, m)
	if m.DoneBy.IsZero() {
		due, missing, err := s.DueCounted(step.Ctx, step.Record.Office, m.Rules, "complaint.done", in.Sent)
		if err != nil {
			return "", err
		}
		m.DoneBy, m.Missing = due, append(m.Missing, missing...)
	}
	desk.Wait(step.Record, m.DoneBy, evaluation.WaitRole(evaluation.RolePersonnel))
	return Referred, nil
}

// dismiss takes the matter from its handler; a sender with an account stays a party.
func (s *Service) dismiss(step *evaluation.Step, m *Matter) {
	var rest []string
	for _, p := range step.Record.Parties {
		if p != m.Handler {
			rest = append(rest, p)
		}
	}
	step.Record.Parties, m.Handler, m.HandlerName = rest, "", ""
}

func noteReceipt(_ *evaluation.Step, m *Matter, in *ReceiptInput) (evaluation.State, error) {
	m.Referral.Receipt = in
	return Referred, nil
}

// enterAnswer records what came back; then the sender is told.
func (s *Service) enterAnswer(step *evaluation.Step, m *Matter, in *AnswerInput) (evaluation.State, error) {
	m.Referral.Answer = in
	m.Outcome, m.Reply = in.Outcome, in.Reply
	due, err := s.tellBy(step, m)
	if err != nil {
		return "", err
	}
	desk.Wait(step.Record, due, evaluation.WaitRole(evaluation.RolePersonnel))
	return Concluded, nil
}

// takeBack goes on with a concern that the body did not take. A deadline that was counted
// from the letter no longer holds.
func (s *Service) takeBack(step *evaluation.Step, m *Matter) (evaluation.State, error) {
	m.Referral.Back = step.Reason
	m.SentBack, m.Referral, m.Reply = append(m.SentBack, *m.Referral), nil, ""
	if !m.AcceptedOn.IsZero() {
		desk.Wait(step.Record, m.DoneBy, evaluation.WaitRole(evaluation.RolePersonnel))
		return Accepted, nil
	}
	m.DoneBy = evaluation.Date{}
	due, _, err := s.DueCounted(step.Ctx, step.Record.Office, m.Rules, "complaint.accept", m.Received)
	if err != nil {
		return "", err
	}
	desk.Wait(step.Record, due, evaluation.WaitRole(evaluation.RolePersonnel))
	return Received, nil
}

// sinceReceived are the bounds of the day of the letter.
func sinceReceived(step *evaluation.Step, m *Matter) (map[string]evaluation.Days, error) {
	return map[string]evaluation.Days{"sent": {From: m.Received, To: step.Today}}, nil
}

// sinceSent are the bounds of days after the letter.
func sinceSent(field string) func(*evaluation.Step, *Matter) (map[string]evaluation.Days, error) {
	return func(step *evaluation.Step, m *Matter) (map[string]evaluation.Days, error) {
		days := evaluation.Days{To: step.Today}
		if m.Referral != nil {
			days.From = m.Referral.Sent
		}
		return map[string]evaluation.Days{field: days}, nil
	}
}

// unnamed refuses a text for others that contains a word or number of the sender's contact.
func (s *Service) unnamed(step *evaluation.Step, m *Matter, field, text string) error {
	if !m.Named || step.Trial {
		return nil
	}
	contact, err := s.Contact(step.Ctx, step.Record.Office, step.Record.ID)
	if evaluation.CodeOf(err) == evaluation.CodeNotFound {
		return nil // a report of a supervisor has an account instead
	}
	if err != nil {
		return err
	}
	for _, word := range strings.FieldsFunc(contact, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsPunct(r) }) {
		if utf8.RuneCountInString(word) > 1 && strings.Contains(text, word) {
			return desk.Mistake(field, "concern.says_who")
		}
	}
	return nil
}
