package bonus

import (
	"slices"

	"kaoji/evaluation"
	"kaoji/evaluation/rulepack"
)

// Entry is the payload of bonus.entry records: the work of one person in a period.
type Entry struct {
	PersonName   string          `json:"person_name"`
	UnitName     string          `json:"unit_name"`
	Work         []Number        `json:"work"`
	Goals        []Goal          `json:"goals"`
	Quality      Number          `json:"quality" form:"decimal"`
	Note         string          `json:"note"`
	Facts        Facts           `json:"facts"` // figures with which it was prefilled
	EnteredBy    string          `json:"entered_by"`
	EnteredName  string          `json:"entered_name"`
	EnteredOn    evaluation.Date `json:"entered_on"`
	VerifiedBy   string          `json:"verified_by"`
	VerifiedName string          `json:"verified_name"`
	ContestBy    evaluation.Date `json:"contest_by" unit:"deadline"` // last day on which the cadre can object
	Contests     []Contest       `json:"contests"`
	Earlier      []Values        `json:"earlier"` // former figures
	Rules        rulepack.Frozen `json:"rules"`
}

// Contest is the cadre's objection to an entry, and the answer.
type Contest struct {
	Text       string          `json:"text"`
	On         evaluation.Date `json:"on"`
	Outcome    string          `json:"outcome"`
	Answer     string          `json:"answer"`
	AnsweredBy string          `json:"answered_by"`
	AnsweredOn evaluation.Date `json:"answered_on"`
}

// Values are former figures.
type Values struct {
	On      evaluation.Date `json:"on"`
	By      string          `json:"by"`
	Work    []Number        `json:"work"`
	Goals   []Goal          `json:"goals"`
	Quality Number          `json:"quality"`
}

// The outcomes of a contest.
const (
	OutcomeStands  = "stands"  // the entry stays as it is
	OutcomeChanged = "changed" // the entry goes back to be put right
)

// EntryOpening is the input with which Kaoji creates an entry, with figures from
// other records.
type EntryOpening struct {
	Period    string `json:"period" doc:"The period"`
	Person    string `json:"person" form:"person" doc:"Whose entry it is"`
	Cases     string `json:"cases,omitempty" maxLength:"14" doc:"Cases handled"`
	Residents string `json:"residents,omitempty" maxLength:"14" doc:"Residents served"`
	Deeds     int    `json:"deeds,omitempty" doc:"Counted good deeds"`
	Mark      string `json:"mark,omitempty" maxLength:"14" doc:"Committees' mark"`
}

// EntryInput enters a person's work.
type EntryInput struct {
	Workload []Quantity `json:"workload,omitempty" maxLength:"20" doc:"Quantities"`
	Results  []Reached  `json:"results,omitempty" maxLength:"10" doc:"Targets and what came of them"`
	Quality  string     `json:"quality,omitempty" form:"decimal" maxLength:"6" doc:"Quality, points of a hundred, two decimals at most" example:"95.5"`
	Note     string     `json:"note,omitempty" form:"long" maxLength:"500" doc:"Note"`
}

// Quantity is the quantity for an indicator of workload.
type Quantity struct {
	Item     int    `json:"item" minimum:"1" maximum:"20" doc:"Indicator, from 1 in the order of the scheme" example:"1"`
	Quantity string `json:"quantity,omitempty" form:"decimal" maxLength:"10" doc:"How many, two decimals at most" example:"120.5"`
}

// Reached is the result for the target of an indicator of results.
type Reached struct {
	Item   int    `json:"item" minimum:"1" maximum:"10" doc:"Indicator, from 1 in the order of the scheme" example:"1"`
	Target string `json:"target" form:"decimal" maxLength:"8" doc:"Target, two decimals at most" example:"10"`
	Actual string `json:"actual,omitempty" form:"decimal" maxLength:"10" doc:"Reached, two decimals at most" example:"9.5"`
}

// ContestInput is what the cadre says.
type ContestInput struct {
	Text string `json:"text" form:"long" maxLength:"2000" rules:"bonus.contest" doc:"What is not right, with facts"`
}

// ContestAnswer answers it.
type ContestAnswer struct {
	Outcome string `json:"outcome" enum:"stands,changed" doc:"Whether the entry stays" example:"stands"`
	Answer  string `json:"answer" form:"long" maxLength:"2000" doc:"The written answer"`
}

// entryKind: a person whom an entry is about has only the rights of Own, even if
// they are a head.
func (s *Service) entryKind() evaluation.Kind {
	writable := evaluation.States(EntryOpen, EntryEntered)
	all := evaluation.States(EntryOpen, EntryEntered, EntryVerified, EntryAccepted, EntryContested, EntryAnswered)
	ended := evaluation.States(EntrySettled, EntryDropped)
	second := evaluation.NotAccounts("bonus.second_person", func(e *Entry) []string { return []string{e.EnteredBy} })
	hadPart := evaluation.NotAccounts("bonus.had_part", func(e *Entry) []string { return []string{e.EnteredBy, e.VerifiedBy} })
	return evaluation.Kind{
		Name: KindEntry, About: evaluation.AboutSubject, Drafts: evaluation.KeepDrafts(), Sight: entrySight, Payload: evaluation.New[Entry],
		Notifies: map[string][]evaluation.Recipient{
			"verify": {evaluation.ToSubject},
			"answer": {evaluation.ToSubject},
		},
		Columns: []evaluation.Column{{Name: "quality", Since: "entered_on"}, {Name: "entered_on"}}, Print: []string{"bonus_slip"},
		States: slices.Concat(all, ended), Final: append(evaluation.States(EntryAccepted, EntryAnswered), ended...),
		Clock: map[evaluation.State][]string{EntryVerified: {"bonus.contest"}},
		Usual: evaluation.Usual{EntryOpen: {"enter"}, EntryEntered: {"verify"}, EntryVerified: {"accept"}, EntryContested: {"answer"}},
		Grave: []string{"return", "contest"},
		Told:  evaluation.States(EntryOpen),
		Many:  evaluation.Many{"verify": "return", "return": ""},
		Acts: []evaluation.Act{
			{Name: "raise", To: evaluation.States(EntryOpen), Run: evaluation.Run(s.raise)},
			{Name: "enter", May: evaluation.Personnel.Or(evaluation.Head.As(evaluation.Department), evaluation.Leader.As(evaluation.Charge)), From: writable, To: evaluation.States(EntryEntered), Ready: evaluation.Always, Run: evaluation.Run(s.enter), Bars: []evaluation.Bar{evaluation.BarAsking("bonus.head_enters", s.headEnters)}},
			{Name: "verify", May: evaluation.Personnel, From: evaluation.States(EntryEntered), To: evaluation.States(EntryVerified), Ready: stillEntering, Run: evaluation.Plain(s.verify), Bars: []evaluation.Bar{second}},
			{Name: "return", May: evaluation.Personnel, From: all[1:], To: evaluation.States(EntryOpen), Reason: true, Run: evaluation.Plain(s.returnEntry)},
			evaluation.OwnAct("accept", evaluation.States(EntryVerified), evaluation.States(EntryAccepted), evaluation.Plain(accept)),
			evaluation.OwnAct("contest", evaluation.States(EntryVerified), evaluation.States(EntryContested), evaluation.Run(contest)),
			{Name: "answer", May: evaluation.Running.Or(evaluation.Leader.As(evaluation.Charge)), From: evaluation.States(EntryContested), To: evaluation.States(EntryAnswered, EntryOpen), Run: evaluation.Run(s.answerContest), Bars: []evaluation.Bar{hadPart}},
			{Name: "address", From: evaluation.States(EntryOpen), To: evaluation.States(EntryOpen), Run: evaluation.Plain(s.addressEntry)},
			{Name: "settle", From: unsettled(), To: ended, Run: evaluation.Plain(settleEntry)},
			{Name: "drop", From: all, To: evaluation.States(EntryDropped), Run: evaluation.Plain(dropEntry)},
		},
	}
}
