// Package countersign contains the countersigning (会签) of matters about cadres: the
// assessment, reward, penalty, transfer or promotion of somebody on whom several bodies have
// a say, such as the head of a stationed agency under double leadership (L-7). The office
// asks others, or another body asks the office. The parties sign in parallel or return the
// request with a reason, within working days of a rule; for a party outside the office
// personnel enters the letter that comes back. A promotion asks for the four checks (B-14).
// Whom a request is about, and their relatives, do not see it.
package countersign

import (
	"kaoji/evaluation"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/signoff"
)

// named are people who can be asked by name, by role.
var named = evaluation.By(evaluation.RolePrincipal, evaluation.RoleLeader, evaluation.RoleHead)

// KindRequest is the one kind.
const KindRequest = "countersign.request"

// The states of a request.
const (
	Draft     evaluation.State = "draft"
	Signing   evaluation.State = "signing"   // the parties are asked
	Agreed    evaluation.State = "agreed"    // all have signed
	Returned  evaluation.State = "returned"  // by a party, or recalled; it can be amended and asked again
	Closed    evaluation.State = "closed"    // what was decided then is noted
	Withdrawn evaluation.State = "withdrawn" //
)

// Keys of the rules that countersigning uses.
const (
	ruleDays   = "countersign.days"
	ruleChecks = "countersign.checks"
)

// Deps are the dependencies of countersigning.
type Deps struct {
	desk.Desk
	Holders desk.Holders
}

// Service has the acts of requests.
type Service struct{ Deps }

// New makes a Service.
func New(d Deps) *Service { return &Service{d} }

// Measure returns the definition; it is not one of the eight measures.
func (s *Service) Measure() evaluation.Measure {
	open := evaluation.States(Draft, Returned)
	signing := evaluation.States(Signing)
	ended := evaluation.States(Signing, Agreed, Returned)
	signers := evaluation.Running.Or(evaluation.Discipline, named.As(evaluation.Party))
	writers := evaluation.NotAccounts("countersign.own_request", func(p *Request) []string { return p.Writers })
	unanswered := evaluation.BarWhen("countersign.not_agreed", func(step *evaluation.Step, p *Request) bool {
		return step.Record.State == Returned && p.Way != WayIn
	})
	entered := evaluation.BarWhen("countersign.reply_waits", func(_ *evaluation.Step, p *Request) bool { return p.Reply != nil })
	nothing := evaluation.BarWhen("countersign.no_reply", func(_ *evaluation.Step, p *Request) bool { return p.Reply == nil })
	letter := evaluation.Staying("note_letter", evaluation.Personnel, signing, evaluation.Run(noteLetter)).Dated(evaluation.DaysOf(sinceAsked("sent", "received"))).Barring(missing("countersign.nobody_outside", outside))
	letter.Idle = evaluation.Idle((*Request).lettersNoted)
	return evaluation.Measure{Name: "countersign", Kinds: []evaluation.Kind{{
		Name: KindRequest, About: evaluation.AboutSubject, Drafts: evaluation.KeepDrafts(), Sight: requestSight, Payload: evaluation.New[Request],
		Brief: []string{"matter", "way"}, Found: []string{evaluation.FoundSort}, Discreet: true,
		Columns: []evaluation.Column{{Name: "matter", Choices: Matters()}, {Name: "way", Choices: Ways()}},
		States:  evaluation.States(Draft, Signing, Agreed, Returned, Closed, Withdrawn),
		Final:   evaluation.States(Closed, Withdrawn),
		Clock:   evaluation.Clocked(signing, ruleDays),
		Usual:   evaluation.Usual{Draft: {"ask"}, Signing: {"sign", "check_reply", "note_letter", "enter_reply", "substitute"}, Agreed: {"close"}, Returned: {"ask", "close"}},
		Grave:   []string{"send_back", "drop_reply", "recall", "withdraw"},
		Notifies: map[string][]evaluation.Recipient{
			"send_back": {evaluation.ToAuthor}, "recall": {evaluation.ToParties}, "escalate": {evaluation.ToTold}, "substitute": {evaluation.ToTold},
		},
		Moot:  map[string]string{"recall": "ask", "send_back": "ask", "escalate": "ask"},
		Print: []string{"countersign_letter", "countersign_sheet"},
		Acts: []evaluation.Act{
			evaluation.NewAct("prepare", evaluation.Personnel, nil, evaluation.States(Draft), evaluation.Run(s.prepare)).
				Dated(evaluation.UpToToday("asked_on")).Suiting(s.concernable),
			evaluation.NewAct("amend", evaluation.Personnel, open, evaluation.States(Draft), evaluation.Run(s.amend)).Dated(evaluation.UpToToday("asked_on")),
			evaluation.NewAct("ask", evaluation.Personnel, open, signing, evaluation.Run(s.ask)).Dated(evaluation.FromToday("due")),
			evaluation.NewAct("sign", signers, signing, evaluation.States(Signing, Agreed), evaluation.Run(s.sign)).Barring(writers),
			evaluation.NewAct("send_back", signers, signing, evaluation.States(Returned), evaluation.Run(s.sendBack)).WithReason().Barring(writers),
			evaluation.Staying("substitute", evaluation.Running, signing, evaluation.Run(s.substitute)).WithReason().Suiting(evaluation.SuitsOf(s.substitutes)).Barring(missing("countersign.nobody_named", ofPerson)),
			letter,
			evaluation.Staying("enter_reply", evaluation.Personnel, signing, evaluation.Run(enterReply)).Dated(evaluation.DaysOf(sinceAsked("on"))).Barring(entered, missing("countersign.nobody_outside", outside)),
			evaluation.NewAct("check_reply", evaluation.Running, signing, ended, evaluation.Plain(s.checkReply)).
				Barring(nothing, evaluation.NotDoer(signoff.SecondPerson, "enter_reply")),
			evaluation.Staying("drop_reply", evaluation.Running, signing, evaluation.Plain(dropReply)).WithReason().Barring(nothing),
			evaluation.NewAct("recall", evaluation.Running, evaluation.States(Signing, Agreed), evaluation.States(Returned), evaluation.Plain(recall)).WithReason(),
			evaluation.NewAct("close", evaluation.Personnel, evaluation.States(Agreed, Returned), evaluation.States(Closed), evaluation.Run(closeRequest)).Dated(evaluation.DaysOf(sinceAsked("done_on"))).Barring(unanswered),
			evaluation.NewAct("withdraw", evaluation.Personnel, open, evaluation.States(Withdrawn), evaluation.Plain(withdraw)).WithReason(),
			evaluation.Staying("escalate", nil, signing, evaluation.Plain(escalate)),
		},
	}}}
}
