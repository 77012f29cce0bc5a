package education

import (
	"kaoji/evaluation"
	"kaoji/evaluation/rulepack"
)

// Campaign is the payload of education.campaign records.
type Campaign struct {
	Title string          `json:"title"`
	Theme string          `json:"theme"`
	Aim   string          `json:"aim"`
	From  evaluation.Date `json:"from"`
	To    evaluation.Date `json:"to"`
	Hours Hours           `json:"hours" form:"decimal"` // required for each person
	Files []string        `json:"files"`                // materials

	Audience Audience `json:"audience"` // by rule, until it starts
	People   []Member `json:"people"`   // fixed at the start; later ones are admitted by name

	Reflect     bool            `json:"reflect"` // a reflection is asked of everybody
	Ask         string          `json:"ask"`     // what to write about
	Length      int             `json:"length"`  // characters at least
	ReflectBy   evaluation.Date `json:"reflect_by"`
	HeadReviews bool            `json:"head_reviews"` // the head of the department reviews it

	Questions []Question      `json:"questions"` // of the test, with their answers; none: no test
	TestBy    evaluation.Date `json:"test_by"`
	Pass      int             `json:"pass"`  // percent of the points
	Tries     int             `json:"tries"` // attempts each

	StartedOn    evaluation.Date `json:"started_on"`
	ClosedOn     evaluation.Date `json:"closed_on"`
	Left         int             `json:"left"` // people who had not completed it when it closed
	LeftFor      string          `json:"left_for"`
	CancelledFor string          `json:"cancelled_for"`

	Rules rulepack.Frozen `json:"rules"`
}

// Audience selects the participants of a campaign. A non-empty list restricts.
type Audience struct {
	Units  []string `json:"units"`
	Levels []string `json:"levels"` // bands, see Bands
	Group  string   `json:"group"`  // GroupAll, GroupHeads or GroupOthers
}

// The groups of participants.
const (
	GroupAll    = "all"
	GroupHeads  = "heads"
	GroupOthers = "others"
)

// Member is a participant, with the ids of the participant's records.
type Member struct {
	Person     string          `json:"person"`
	Name       string          `json:"name"`
	Unit       string          `json:"unit"`
	UnitName   string          `json:"unit_name"`
	Sort       string          `json:"sort"`
	Part       string          `json:"part"`
	Reflection string          `json:"reflection"` // "" where none is asked
	Since      evaluation.Date `json:"since"`
}

// The states of a campaign.
const (
	Draft     evaluation.State = "draft"
	Running   evaluation.State = "running"
	Closed    evaluation.State = "closed"
	Cancelled evaluation.State = "cancelled"
)

// CampaignInput is the content of a campaign.
type CampaignInput struct {
	Title  string          `json:"title" maxLength:"60" doc:"Short name" example:"“争先创优、知足知趣”主题教育"`
	Theme  string          `json:"theme" maxLength:"200" doc:"Theme" example:"在工作上争先创优、在收入待遇上知足知趣"`
	Aim    string          `json:"aim" form:"long" maxLength:"2000" doc:"What it is to bring about"`
	From   evaluation.Date `json:"from" begin:"workday" doc:"First day" example:"2026-03-01"`
	To     evaluation.Date `json:"to" begin:"+90" doc:"Last day" example:"2026-06-30"`
	Hours  string          `json:"hours" maxLength:"6" rules:"training.yearly.hours" doc:"Hours that each person needs" example:"6"`
	Units  []string        `json:"units,omitempty" form:"units" doc:"Departments; none: all"`
	Levels []string        `json:"levels,omitempty" form:"choices" enum:"division,section,rank,staff" doc:"Levels; none: all"`
	Group  string          `json:"group" enum:"all,heads,others" doc:"Everybody, heads of departments, or everybody else" example:"all"`

	Reflect     bool            `json:"reflect,omitempty" doc:"A written reflection is asked"`
	Ask         string          `json:"ask,omitempty" form:"long" maxLength:"500" doc:"What to write about"`
	Length      int             `json:"length,omitempty" minimum:"1" maximum:"5000" rules:"education.reflection.length" doc:"Characters at least; none: the rule"`
	ReflectBy   evaluation.Date `json:"reflect_by,omitzero" doc:"Until when" example:"2026-06-15"`
	HeadReviews bool            `json:"head_reviews,omitempty" doc:"The head of the department reviews it"`

	Files []string `json:"files,omitempty" form:"files" maxLength:"20" rules:"attachment.bytes" doc:"Materials"`
}

// AdmitInput adds a person to a running campaign.
type AdmitInput struct {
	Person string `json:"person" form:"person" doc:"Whom"`
}

// CloseInput closes a campaign.
type CloseInput struct {
	Unfinished bool   `json:"unfinished,omitempty" doc:"Although not everybody has completed it"`
	Why        string `json:"why,omitempty" form:"long" maxLength:"1000" doc:"Why those are not waited for"`
}

func (s *Service) campaignKind() evaluation.Kind {
	draft, running := evaluation.States(Draft), evaluation.States(Running)
	return evaluation.Kind{
		Name: KindCampaign, Drafts: evaluation.KeepDrafts(), Spans: true, Sight: campaignSight, Payload: evaluation.New[Campaign], Milestones: campaignDays(), Found: []string{evaluation.FoundSort, "theme"},
		Columns: []evaluation.Column{{Name: "from"}, {Name: "to"}, {Name: "hours"}},
		States:  evaluation.States(Draft, Running, Closed, Cancelled), Final: evaluation.States(Closed, Cancelled),
		Print: []string{"education_report"},
		Effects: map[string]evaluation.EffectHandler{
			"enrol": enrol, "end": endParts,
		},
		Usual: evaluation.Usual{Draft: {"start"}, Running: {"close"}},
		Grave: []string{"cancel"},
		Acts: []evaluation.Act{
			{Name: "draft", May: evaluation.Personnel, To: draft, Run: evaluation.Run(s.draft)},
			{Name: "edit", May: evaluation.Personnel, From: draft, To: draft, Begins: []string{"audience"}, Run: evaluation.Run(s.edit)},
			{Name: "set_test", May: evaluation.Personnel, From: draft, To: draft, Run: evaluation.Run(s.setTest)},
			{Name: "start", May: evaluation.Personnel, From: draft, To: running, Run: evaluation.Plain(s.start)},
			{Name: "admit", May: evaluation.Personnel, From: running, To: running, Reason: true, Run: evaluation.Run(s.admit)},
			{Name: "close", May: evaluation.Personnel, From: running, To: evaluation.States(Closed), Run: evaluation.Run(s.closeCampaign)},
			{Name: "cancel", May: evaluation.Personnel, From: evaluation.States(Draft, Running), To: evaluation.States(Cancelled), Reason: true, Run: evaluation.Plain(s.cancelCampaign)},
		},
	}
}
