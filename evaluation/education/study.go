package education

import (
	"kaoji/evaluation"
	"kaoji/evaluation/rulepack"
)

// Study is the payload of education.study records: a quarterly study of the work
// style, or a half-yearly evaluation with the work review.
type Study struct {
	Kind         string          `json:"kind"` // StudyQuarter or StudyHalf
	Span         string          `json:"span"` // 2026Q3, 2026H2
	On           evaluation.Date `json:"on"`   // of the meeting
	Place        string          `json:"place"`
	Chair        string          `json:"chair"`
	Participants string          `json:"participants"`
	Situation    string          `json:"situation"`
	Review       string          `json:"review"` // what the work review said
	Findings     []Finding       `json:"findings"`
	Measures     []Measure       `json:"measures"`
	Figures      *Figures        `json:"figures"` // counted when it was adopted
	AdoptedOn    evaluation.Date `json:"adopted_on"`
	Files        []string        `json:"files"`
	Rules        rulepack.Frozen `json:"rules"`
}

// The kinds of studies.
const (
	StudyQuarter = "quarter" // 作风状况季度分析
	StudyHalf    = "half"    // 作风建设半年评议
)

// Finding is a finding about a department or the whole office.
type Finding struct {
	Unit     string `json:"unit"`
	UnitName string `json:"unit_name"`
	Grade    string `json:"grade"` // of a half-yearly evaluation
	Text     string `json:"text"`
}

// Measure is a consequence: who does what until when.
type Measure struct {
	No         int             `json:"no"`
	What       string          `json:"what"`
	Person     string          `json:"person"`
	PersonName string          `json:"person_name"`
	Due        evaluation.Date `json:"due"`
	State      string          `json:"state"`
	Report     string          `json:"report"`
	ReportedOn evaluation.Date `json:"reported_on"`
	Files      []string        `json:"files"`
	Words      string          `json:"words"` // of who looked at it
	DoneOn     evaluation.Date `json:"done_on"`
}

// The states of a measure.
const (
	MeasureOpen     = "open"
	MeasureReported = "reported"
	MeasureDone     = "done"
)

// Figures are the figures of the period; they are counted, not typed.
type Figures struct {
	Sessions int `json:"sessions"` // held
	Present  int `json:"present"`
	MadeUp   int `json:"made_up"`
	Owed     int `json:"owed"`
	Parts    int `json:"parts"` // people in campaigns that ran
	Complete int `json:"complete"`
}

// The states of a study.
const (
	StudyDraft     evaluation.State = "draft"
	StudyFollowing evaluation.State = "following"
	StudyClosed    evaluation.State = "closed"
	StudyDiscarded evaluation.State = "discarded"
)

// StudyContent is the content of a study.
type StudyContent struct {
	On           evaluation.Date `json:"on" begin:"today" doc:"Day of the meeting" example:"2026-10-09"`
	Place        string          `json:"place,omitempty" maxLength:"100" doc:"Where"`
	Chair        string          `json:"chair" maxLength:"50" doc:"Who presides"`
	Participants string          `json:"participants" form:"long" maxLength:"500" doc:"Who takes part"`
	Situation    string          `json:"situation" form:"long" maxLength:"5000" doc:"How the work style stands"`
	Review       string          `json:"review,omitempty" form:"long" maxLength:"3000" doc:"What the work review of the half-year says"`
	Findings     []FindingRow    `json:"findings" maxLength:"50" doc:"Findings"`
	Measures     []MeasureRow    `json:"measures" maxLength:"50" doc:"Measures"`
	Files        []string        `json:"files,omitempty" form:"files" maxLength:"10" rules:"attachment.bytes" doc:"Attachments"`
}

// FindingRow is one finding.
type FindingRow struct {
	Unit  string `json:"unit,omitempty" form:"unit" doc:"Department; none: the office"`
	Grade string `json:"grade,omitempty" enum:"good,fair,weak" doc:"Of a half-yearly evaluation"`
	Text  string `json:"text" form:"long" maxLength:"1000" doc:"What was found"`
}

// MeasureRow is one measure.
type MeasureRow struct {
	What   string          `json:"what" form:"long" maxLength:"1000" doc:"What is to be done"`
	Person string          `json:"person" form:"person" doc:"Who answers for it"`
	Due    evaluation.Date `json:"due" doc:"Until when" example:"2026-11-30"`
}

// StudyInput drafts a study.
type StudyInput struct {
	Kind string `json:"kind" enum:"quarter,half" doc:"Quarterly study or half-yearly evaluation" example:"quarter"`
	Span string `json:"span" minLength:"6" maxLength:"6" doc:"Quarter or half-year" example:"2026Q3"`
	StudyContent
}

// ReportInput reports what was done.
type ReportInput struct {
	No    int      `json:"no" minimum:"1" maximum:"50" doc:"Number of the measure" example:"1"`
	Text  string   `json:"text" form:"long" maxLength:"3000" doc:"What was done"`
	Files []string `json:"files,omitempty" form:"files" maxLength:"5" rules:"attachment.bytes" doc:"Proof"`
}

// MeasureNo names a measure.
type MeasureNo struct {
	No int `json:"no" minimum:"1" maximum:"50" doc:"Number of the measure" example:"1"`
}

// HandOverInput gives a measure to another person.
type HandOverInput struct {
	No     int             `json:"no" minimum:"1" maximum:"50" doc:"Number of the measure" example:"1"`
	Person string          `json:"person" form:"person" doc:"Who answers for it from now on"`
	Due    evaluation.Date `json:"due" begin:"+14" doc:"Until when" example:"2026-12-31"`
}

func (s *Service) studyKind() evaluation.Kind {
	draft, following := evaluation.States(StudyDraft), evaluation.States(StudyFollowing)
	return evaluation.Kind{
		Name: KindStudy, Drafts: evaluation.KeepDrafts(), Sight: studySight, Payload: evaluation.New[Study],
		States: evaluation.States(StudyDraft, StudyFollowing, StudyClosed, StudyDiscarded), Final: evaluation.States(StudyClosed, StudyDiscarded),
		Print: []string{"education_study"},
		Usual: evaluation.Usual{StudyDraft: {"adopt"}, StudyFollowing: {"report", "confirm"}},
		Grave: []string{"discard", "send_back"},
		Told:  following, Passes: []string{"hand_over"},
		Acts: []evaluation.Act{
			{Name: "draft", May: evaluation.Personnel, To: draft, Run: evaluation.Run(s.draftStudy)},
			{Name: "edit", May: evaluation.Personnel, From: draft, To: draft, Run: evaluation.Run(s.editStudy)},
			{Name: "adopt", May: evaluation.Personnel, From: draft, To: following, Run: evaluation.Plain(s.adopt)},
			{Name: "report", May: evaluation.Staff.As(evaluation.Party), From: following, To: following, InOwnCase: true, Ready: s.some(true, MeasureOpen, MeasureReported), Run: evaluation.Run(report)},
			{Name: "confirm", May: evaluation.Personnel, From: following, To: evaluation.States(StudyFollowing, StudyClosed), Ready: s.some(false, MeasureReported), Run: evaluation.Run(s.confirmMeasure)},
			{Name: "send_back", May: evaluation.Personnel, From: following, To: following, Reason: true, Ready: s.some(false, MeasureReported), Run: evaluation.Run(s.sendBack)},
			{Name: "hand_over", May: evaluation.Personnel, From: following, To: following, Reason: true, Ready: s.some(false, MeasureOpen, MeasureReported), Run: evaluation.Run(s.handOver)},
			{Name: "discard", May: evaluation.Personnel, From: draft, To: evaluation.States(StudyDiscarded), Reason: true, Run: evaluation.Plain(discard)},
		},
	}
}
