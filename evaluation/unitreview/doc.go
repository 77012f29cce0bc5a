// Package unitreview contains the review of units (工作评议) once a year or half-year:
// departments, and stationed agencies (派出机构) such as the police station, which belong to
// another body. Each hands in a report; beside it stand figures from the records and what
// committees and residents said in a questionnaire, without names; leaders, and a panel if
// there is one, rate by name; a principal leader decides the grade and what is to be
// improved, which is looked at again.
package unitreview

import (
	"context"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
)

// The kinds.
const (
	KindRound = "unitreview.round"
	KindSheet = "unitreview.sheet"
)

// The states of a round.
const (
	RoundRunning   evaluation.State = "running"
	RoundClosed    evaluation.State = "closed"
	RoundCancelled evaluation.State = "cancelled"
)

// The states of a sheet, which is the review of one unit.
const (
	SheetReporting evaluation.State = "reporting" // the report is to be handed in
	SheetReviewing evaluation.State = "reviewing" // leaders rate and comment, a principal leader decides
	SheetImproving evaluation.State = "improving" // decided; improvements are to be looked at
	SheetClosed    evaluation.State = "closed"    // decided, with nothing left to be looked at
	SheetDropped   evaluation.State = "dropped"   // the round was cancelled
)

// Figure is a number from the records of a unit in the period: N, of Of where it is a share.
type Figure struct {
	Key string `json:"key"`
	N   int64  `json:"n"`
	Of  int64  `json:"of"` // 0: it is no share
	// Quiet: the head of the unit does not read it, because it tells of concerns.
	Quiet bool `json:"quiet,omitempty"`
}

// Mark is what respondents of a questionnaire said of a unit.
type Mark struct {
	Wave     string `json:"wave" show:"-"`
	Title    string `json:"title"`           // of the questionnaire
	Question string `json:"question"`        //
	Group    string `json:"group,omitempty"` // name, "" of all who were asked
	Mean     int    `json:"mean"`            // of 0 to 100, in hundredths
	N        int    `json:"n"`               // who answered it
}

// Deps are the dependencies of the measure.
type Deps struct {
	desk.Desk
	// Figures are those of a department between two days, both included.
	Figures func(ctx context.Context, office, unit string, from, to evaluation.Date) ([]Figure, error)
	// Marks are those of a counted questionnaire, by what a row of a question says: the name
	// of a unit.
	Marks func(ctx context.Context, office, wave string) (map[string][]Mark, error)
	// Holders says who has an account, and so can rate.
	Holders desk.Holders
}

// Service has the acts of the measure.
type Service struct{ Deps }

// New makes a Service.
func New(d Deps) *Service { return &Service{d} }

// Measure returns the definition; it is not one of the eight measures.
func (s *Service) Measure() evaluation.Measure {
	return evaluation.Measure{Name: "unitreview", Kinds: []evaluation.Kind{s.roundKind(), s.sheetKind()}}
}

func (s *Service) roundKind() evaluation.Kind {
	running := evaluation.States(RoundRunning)
	return evaluation.Kind{
		Name: KindRound, Sight: roundSight, Payload: evaluation.New[Round], Spans: true, Drafts: evaluation.KeepDrafts(),
		States: evaluation.States(RoundRunning, RoundClosed, RoundCancelled), Final: evaluation.States(RoundClosed, RoundCancelled),
		Usual: evaluation.Usual{RoundRunning: {"close"}}, Grave: []string{"cancel"},
		Milestones: []evaluation.Milestone{{Key: "report_by", Day: "report_by", Way: evaluation.Closes, Of: running, Year: true}},
		Acts: []evaluation.Act{
			evaluation.NewAct("open", evaluation.Personnel, nil, running, evaluation.Run(s.open)).Dated(evaluation.FromToday("report_by")).Suiting(s.panelists),
			evaluation.Staying("take_marks", evaluation.Personnel, running, evaluation.Run(s.takeMarks)),
			evaluation.NewAct("close", evaluation.Personnel, running, evaluation.States(RoundClosed), evaluation.Plain(closeRound)),
			evaluation.NewAct("cancel", evaluation.Personnel, running, evaluation.States(RoundCancelled), evaluation.Plain(cancel)).WithReason(),
		},
		Effects: map[string]evaluation.EffectHandler{"make": makeSheets, "mark": s.markSheets, "drop": dropSheets},
	}
}

func (s *Service) sheetKind() evaluation.Kind {
	reporting, reviewing := evaluation.States(SheetReporting), evaluation.States(SheetReviewing)
	decided := evaluation.States(SheetClosed, SheetImproving)
	live := evaluation.States(SheetReporting, SheetReviewing)
	apart := evaluation.BarAsking("unitreview.recused", s.recused) // D-10, for a record that is about no person
	return evaluation.Kind{
		Name: KindSheet, Sight: sheetSight, Payload: evaluation.New[Sheet], Drafts: evaluation.KeepDrafts(), Brief: []string{"name", "grade"},
		Columns: []evaluation.Column{{Name: "grade", Choices: Grades()}}, Found: []string{evaluation.FoundSort},
		States: evaluation.States(SheetReporting, SheetReviewing, SheetImproving, SheetClosed, SheetDropped), Final: evaluation.States(SheetClosed, SheetDropped), Void: evaluation.States(SheetDropped),
		Usual:    evaluation.Usual{SheetReporting: {"submit_report", "enter_report"}, SheetReviewing: {"decide", "rate"}, SheetImproving: {"look_back"}},
		Grave:    []string{"return_report", "reopen"},
		Notifies: map[string][]evaluation.Recipient{"return_report": {evaluation.ToTold}, "decide": {evaluation.ToTold}, "reopen": {evaluation.ToTold}},
		Print:    []string{"unitreview_sheet"},
		Acts: []evaluation.Act{
			evaluation.NewAct("open", nil, nil, reporting, evaluation.Run(s.openSheet)),
			evaluation.NewAct("submit_report", evaluation.Head.As(evaluation.Department), reporting, reviewing, evaluation.Run(s.submitReport)),
			evaluation.NewAct("enter_report", evaluation.Personnel, reporting, reviewing, evaluation.Run(s.enterReport)).Dated(evaluation.UpToToday("on")),
			evaluation.NewAct("return_report", evaluation.Running.Or(evaluation.Leader), reviewing, reporting, evaluation.Plain(s.returnReport)).WithReason().Barring(apart),
			evaluation.Staying("rate", evaluation.Leader.Or(evaluation.Staff.As(evaluation.Party)), reviewing, evaluation.Run(s.rate)).Barring(apart),
			evaluation.Staying("comment", evaluation.Leader.As(evaluation.Charge).Or(evaluation.Principal), reviewing, evaluation.Run(s.comment)).Barring(apart),
			evaluation.NewAct("decide", evaluation.Principal, reviewing, decided, evaluation.Run(s.decide)).Dated(evaluation.FromToday("improvements.due")).Barring(apart),
			evaluation.NewAct("look_back", evaluation.Running.Or(evaluation.Leader.As(evaluation.Charge)), evaluation.States(SheetImproving), evaluation.States(SheetImproving, SheetClosed), evaluation.Run(s.lookBack)).Dated(evaluation.UpToToday("on")).Barring(apart),
			evaluation.NewAct("reopen", evaluation.Running, decided, reviewing, evaluation.Plain(s.reopen)).WithReason().Barring(apart, evaluation.NotDoer("unitreview.second_person", "decide")),
			evaluation.NewAct("mark", nil, live, live, evaluation.Run(mark)),
			evaluation.NewAct("drop", nil, live, evaluation.States(SheetDropped), evaluation.Plain(drop)),
		},
	}
}
