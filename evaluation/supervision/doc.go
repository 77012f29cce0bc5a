// Package supervision contains the terms of social supervisors (社会监督员) and their
// meetings. A supervisor is somebody from outside the office who is not related to its leaders
// and cadres; a principal leader appoints them for the years of rule G-8. At a meeting they
// raise points, each of which somebody of the office answers by a day; the supervisors who
// were there read the answers. An account of a supervisor whose term is over is named to those
// who run accounts until it is no longer in use.
package supervision

import (
	"context"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
)

// The kinds.
const (
	KindTerm    = "supervision.term"
	KindMeeting = "supervision.meeting"
)

// The states of a term.
const (
	TermProposed   evaluation.State = "proposed"
	TermServing    evaluation.State = "serving"
	TermEnded      evaluation.State = "ended" // the account is still to be closed
	TermClosed     evaluation.State = "closed"
	TermTurnedDown evaluation.State = "turned_down"
)

// The states of a meeting.
const (
	MeetingOpen evaluation.State = "open" // points wait for answers
	MeetingDone evaluation.State = "done"
)

// Keys of the rules.
const (
	ruleTerm   = "supervisor.term"
	ruleRemind = "supervisor.remind"
)

// Account is an account of a social supervisor.
type Account struct {
	ID, Name, Display string // Name is the login name
}

// Deps are the dependencies of the measure.
type Deps struct {
	desk.Desk
	Ledger  evaluation.Ledger
	Holders desk.Holders
	// Accounts lists the accounts of social supervisors that are in use.
	Accounts func(ctx context.Context, office string) ([]Account, error)
}

// Service has the acts of the measure.
type Service struct{ Deps }

// New makes a Service.
func New(d Deps) *Service { return &Service{d} }

// Measure returns the definition; it is not one of the eight measures.
func (s *Service) Measure() evaluation.Measure {
	return evaluation.Measure{Name: "supervision", Kinds: []evaluation.Kind{s.termKind(), s.meetingKind()}}
}

func (s *Service) termKind() evaluation.Kind {
	proposed, serving := evaluation.States(TermProposed), evaluation.States(TermServing)
	ended := evaluation.States(TermEnded, TermClosed)
	return evaluation.Kind{
		Name: KindTerm, Drafts: evaluation.KeepDrafts(), Sight: termSight, Payload: evaluation.New[Term],
		Brief: []string{"body"}, Found: []string{evaluation.FoundSort}, Columns: []evaluation.Column{{Name: "to"}},
		States:   evaluation.States(TermProposed, TermServing, TermEnded, TermClosed, TermTurnedDown),
		Final:    evaluation.States(TermClosed, TermTurnedDown),
		Clock:    evaluation.Clocked(serving, ruleTerm, ruleRemind),
		Usual:    evaluation.Usual{TermProposed: {"appoint"}, TermServing: {"renew", "end"}},
		Grave:    []string{"end", "turn_down"},
		Notifies: map[string][]evaluation.Recipient{"turn_down": {evaluation.ToAuthor}, "end": {evaluation.ToTold}, "lapse": {evaluation.ToTold}},
		Effects:  map[string]evaluation.EffectHandler{"admit": admit},
		Print:    []string{"appointment_letter"},
		Acts: []evaluation.Act{
			evaluation.NewAct("propose", evaluation.Personnel, nil, proposed, evaluation.Run(s.propose)),
			evaluation.NewAct("revise", evaluation.Personnel, proposed, proposed, evaluation.Run(s.propose)),
			evaluation.NewAct("appoint", evaluation.Principal, proposed, serving, evaluation.Run(appoint)),
			evaluation.NewAct("turn_down", evaluation.Principal, proposed, evaluation.States(TermTurnedDown), evaluation.Plain(turnDown)).WithReason(),
			evaluation.Staying("link", evaluation.Personnel, serving, evaluation.Run(s.link)),
			evaluation.Staying("renew", evaluation.Principal, serving, evaluation.Run(s.renew)).When(evaluation.Ready(s.nearEnd)),
			evaluation.NewAct("end", evaluation.Running, serving, ended, evaluation.Run(end)).WithReason().Dated(evaluation.DaysOf(sinceBegun)),
			evaluation.Staying("remind", nil, serving, evaluation.Plain(remind)),
			{Name: "lapse", From: serving, To: ended, Run: evaluation.Plain(lapse)},
			{Name: "close", From: evaluation.States(TermEnded), To: evaluation.States(TermClosed), Run: evaluation.Plain(func(*evaluation.Step, *Term) (evaluation.State, error) { return TermClosed, nil })},
		},
	}
}

func (s *Service) meetingKind() evaluation.Kind {
	open := evaluation.States(MeetingOpen)
	both := evaluation.States(MeetingOpen, MeetingDone)
	return evaluation.Kind{
		Name: KindMeeting, Drafts: evaluation.KeepDrafts(), Sight: meetingSight, Payload: evaluation.New[Meeting],
		Brief: []string{"on", "place"}, Found: []string{evaluation.FoundSort},
		States: both, Final: evaluation.States(MeetingDone),
		Usual:    evaluation.Usual{MeetingOpen: {"answer"}},
		Grave:    []string{"ask_again"},
		Passes:   []string{"pass_on"},
		Notifies: map[string][]evaluation.Recipient{"record": {evaluation.ToParties}, "correct": {evaluation.ToParties}, "pass_on": {evaluation.ToTold}, "answer": {evaluation.ToTold}, "ask_again": {evaluation.ToTold}},
		Print:    []string{"meeting_minutes"},
		Acts: []evaluation.Act{
			evaluation.NewAct("record", evaluation.Personnel, nil, both, evaluation.Run(s.enter)).Dated(evaluation.UpToToday("on")),
			evaluation.NewAct("correct", evaluation.Personnel, open, both, evaluation.Run(s.enter)).Dated(evaluation.UpToToday("on")),
			evaluation.NewAct("answer", evaluation.Staff.As(evaluation.Party), open, both, evaluation.Run(answer)).Barring(evaluation.BarWhen("supervision.not_asked", notAsked)),
			evaluation.Staying("pass_on", evaluation.Personnel, open, evaluation.Run(s.passOn)).Suiting(s.answerers),
			evaluation.NewAct("ask_again", evaluation.Running, both, open, evaluation.Run(askAgain)).WithReason(),
			evaluation.NewAct("admit", nil, both, both, evaluation.Run(admitted)),
		},
	}
}
