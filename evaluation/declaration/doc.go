// Package declaration contains declarations of personal matters (申报): income, property and
// family matters of cadres, yearly and when something changes. It is off until the office
// cites the rule that it rests on (F-2) and names who declares and who reads; a principal
// leader puts that in force. What is declared is encrypted. That there is a declaration is
// known to the declarant and to the readers who are named, and to nobody else whatever the
// role. A reader reads it after an act that says why, which the declarant sees, until the
// end of that day. It is in no file, no search, no export and no figure.
package declaration

import (
	"io"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
)

// The kinds.
const (
	KindBasis  = "declaration.basis"
	KindReport = "declaration.report"
)

// The states of a basis.
const (
	BasisProposed evaluation.State = "proposed"
	BasisInForce  evaluation.State = "in_force"
	BasisEnded    evaluation.State = "ended"
)

// The states of a report.
const (
	ReportDue        evaluation.State = "due"        // the person has to declare
	ReportSubmitted  evaluation.State = "submitted"  //
	ReportExplaining evaluation.State = "explaining" // the person is asked to explain
	ReportChecked    evaluation.State = "checked"    //
	ReportDropped    evaluation.State = "dropped"    // the person left, or the basis ended
)

// Keys of the rules that declarations use.
const (
	ruleYearly   = "declaration.yearly"
	ruleChange   = "declaration.change"
	ruleFirst    = "declaration.new"
	ruleFamily   = "declaration.family"
	ruleProperty = "declaration.property"
)

// Deps are the dependencies of declarations.
type Deps struct {
	desk.Desk
	Ledger  desk.Finder
	Holders desk.Holders
	Random  io.Reader // draws the reports that are checked
}

// Service has the acts of declarations.
type Service struct{ Deps }

// New makes a Service.
func New(d Deps) *Service { return &Service{d} }

// Measure returns the definition; it is not one of the eight measures.
func (s *Service) Measure() evaluation.Measure {
	return evaluation.Measure{Name: "declaration", Kinds: []evaluation.Kind{s.basisKind(), s.reportKind()}}
}

func (s *Service) basisKind() evaluation.Kind {
	proposed, inForce, ended := evaluation.States(BasisProposed), evaluation.States(BasisInForce), evaluation.States(BasisEnded)
	return evaluation.Kind{
		Name: KindBasis, Drafts: evaluation.KeepDrafts(), Sight: basisSight, Payload: evaluation.New[Basis], Found: []string{evaluation.FoundSort},
		States: evaluation.States(BasisProposed, BasisInForce, BasisEnded), Final: ended,
		Usual: evaluation.Usual{BasisProposed: {"approve"}}, Grave: []string{"withdraw", "end"},
		Effects: map[string]evaluation.EffectHandler{"replace": replace, "settle": s.settle, "drawn": drawn},
		Acts: []evaluation.Act{
			evaluation.NewAct("propose", evaluation.Personnel, nil, proposed, evaluation.Run(s.propose)).Suiting(evaluation.SuitsOf(s.suits)).NoRecusal(),
			evaluation.NewAct("approve", evaluation.Principal, proposed, inForce, evaluation.Plain(s.approve)).NoRecusal(),
			evaluation.Staying("name", evaluation.Principal, inForce, evaluation.Run(s.name)).Suiting(evaluation.SuitsOf(s.suits)).NoRecusal(),
			evaluation.Staying("draw", nil, inForce, evaluation.Run(s.draw)),
			evaluation.NewAct("withdraw", evaluation.Running, proposed, ended, evaluation.Plain(s.ended)).WithReason().NoRecusal(),
			evaluation.NewAct("replace", nil, inForce, ended, evaluation.Plain(replaced)),
			evaluation.NewAct("end", evaluation.Principal, inForce, ended, evaluation.Plain(s.ended)).WithReason().NoRecusal(),
		},
	}
}

func (s *Service) reportKind() evaluation.Kind {
	due, read := evaluation.States(ReportDue), evaluation.States(ReportSubmitted, ReportExplaining, ReportChecked)
	submitted, explaining := evaluation.States(ReportSubmitted), evaluation.States(ReportExplaining)
	unread := evaluation.States(ReportDue, ReportSubmitted, ReportExplaining, ReportChecked)
	own, reader, opened := evaluation.Staff.As(evaluation.Own), evaluation.Staff.As(evaluation.Party), evaluation.Staff.As(evaluation.Opener)
	outside := evaluation.BarAsking("declaration.not_in_circle", s.outsideCircle)
	return evaluation.Kind{
		Name: KindReport, About: evaluation.AboutSubject, Sight: reportSight, Payload: evaluation.New[Report],
		Discreet: true, Apart: true, Brief: []string{"type", "late", "drawn"},
		Columns: []evaluation.Column{{Name: "type", Choices: Types()}},
		States:  evaluation.States(ReportDue, ReportSubmitted, ReportExplaining, ReportChecked, ReportDropped),
		Final:   evaluation.States(ReportChecked, ReportDropped),
		Usual:   evaluation.Usual{ReportDue: {"submit"}, ReportSubmitted: {"check", "look"}, ReportExplaining: {"explain"}},
		Notifies: map[string][]evaluation.Recipient{
			"raise": {evaluation.ToSubject}, "look": {evaluation.ToSubject}, "ask": {evaluation.ToSubject}, "check": {evaluation.ToSubject},
		},
		Acts: []evaluation.Act{
			evaluation.NewAct("raise", nil, nil, due, evaluation.Run(s.raise)),
			evaluation.NewAct("report_change", own, nil, submitted, evaluation.Run(s.reportChange)).Dated(evaluation.UpToToday("changed_on")).NoRecusal(),
			evaluation.NewAct("report_leaving", own, nil, submitted, evaluation.Run(s.reportLeaving)).NoRecusal(),
			evaluation.OwnAct("submit", due, submitted, evaluation.Run(s.submit)),
			evaluation.NewAct("amend", own, read, evaluation.States(ReportSubmitted, ReportExplaining), evaluation.Run(s.amend)).NoRecusal(),
			evaluation.OwnAct("explain", explaining, submitted, evaluation.Run(s.explain)),
			evaluation.Staying("look", reader, read, evaluation.Plain(s.look)).WithReason().Barring(outside).When(evaluation.Ready(closed)),
			evaluation.NewAct("ask", opened, evaluation.States(ReportSubmitted, ReportChecked), explaining, evaluation.Run(ask)).Dated(evaluation.FromToday("until")).Barring(outside),
			evaluation.NewAct("check", opened, read, evaluation.States(ReportChecked), evaluation.Run(check)).Barring(outside),
			evaluation.Staying("draw", nil, submitted, evaluation.Plain(s.drawOne)),
			evaluation.Staying("address", nil, unread, evaluation.Plain(s.address)),
			evaluation.NewAct("drop", nil, due, evaluation.States(ReportDropped), evaluation.Plain(drop)),
		},
	}
}
