package unitreview

import (
	"kaoji/evaluation"
	"kaoji/evaluation/rulepack"
)

// ruleGrades is the key of the rule with the grades of units.
const ruleGrades = "unitreview.grades"

// Grades lists the grades of units, the best first.
func Grades() []string { return []string{"good", "fair", "ordinary", "poor"} }

// Sheet is the payload of a unitreview.sheet record.
type Sheet struct {
	Agency
	From         evaluation.Date `json:"from"`
	To           evaluation.Date `json:"to"`
	ReportBy     evaluation.Date `json:"report_by"`
	DecideBy     evaluation.Date `json:"decide_by"`
	Figures      []Figure        `json:"figures" show:"-"` // of the day on which the report came
	Quiet        []Figure        `json:"quiet" show:"-"`   // those that the head does not read
	Report       *Report         `json:"report,omitempty"`
	Marks        []Mark          `json:"marks" show:"-"`
	Panel        []Panelist      `json:"panel,omitempty" show:"-"` // members who rate this unit
	Ratings      []Rating        `json:"ratings" show:"-"`
	Rated        int             `json:"rated"` // how many rated, once decided
	Score        int             `json:"score"` // their mean in hundredths; 0 of fewer than leastRatings
	Comments     []Comment       `json:"comments"`
	Grade        string          `json:"grade"` // one of Grades, "" until it is decided
	Words        string          `json:"words"`
	DecidedBy    string          `json:"decided_by"` // name
	DecidedOn    evaluation.Date `json:"decided_on"`
	Improvements []Improvement   `json:"improvements"`
	Earlier      []Decided       `json:"earlier"` // what was decided before it was opened again
	Rules        rulepack.Frozen `json:"rules"`
}

// Decided is a decision that was taken back.
type Decided struct {
	Grade        string          `json:"grade"`
	Words        string          `json:"words"`
	By           string          `json:"by"` // name
	On           evaluation.Date `json:"on"`
	Improvements []Improvement   `json:"improvements" show:"-"`
}

// Report is what a unit says of its work.
type Report struct {
	ReportInput
	By string          `json:"by"` // name of who handed it in, or entered it
	On evaluation.Date `json:"on"`
}

// Rating is how a leader, or a member of the panel, rates a unit.
type Rating struct {
	Account string          `json:"account" show:"-"`
	Person  string          `json:"person" show:"-"`
	Name    string          `json:"name"`
	Score   int             `json:"score"` // 0 to 100
	Words   string          `json:"words"`
	On      evaluation.Date `json:"on"`
}

// Comment is what a leader says of a unit.
type Comment struct {
	Name string          `json:"name"`
	Text string          `json:"text"`
	On   evaluation.Date `json:"on"`
}

// Improvement is what a unit has to improve, and what was found when it was looked at.
type Improvement struct {
	What  string          `json:"what"`
	Due   evaluation.Date `json:"due" unit:"deadline"`
	Looks []Look          `json:"looks"`
	Done  bool            `json:"done"` // achieved, or no longer needed
}

// Look is one look at an improvement.
type Look struct {
	On    evaluation.Date `json:"on"`
	Name  string          `json:"name"` // who looked
	Found string          `json:"found"`
}

// Opening creates a sheet.
type Opening struct {
	Round string `json:"round"`
	Sheet string `json:"sheet"`
}

// ReportInput is the report of a unit.
type ReportInput struct {
	Done     string   `json:"done" form:"long" minLength:"10" maxLength:"4000" doc:"What was done in the period" example:"办结居民事项312件，……"`
	Problems string   `json:"problems" form:"long" maxLength:"2000" doc:"What is lacking" example:"窗口等候时间偏长。"`
	Plans    string   `json:"plans" form:"long" maxLength:"2000" doc:"What comes next" example:"增设预约窗口。"`
	Files    []string `json:"files,omitempty" form:"files" maxLength:"5" doc:"The report as a file" show:"-"`
}

// EnterInput is a report that came on paper.
type EnterInput struct {
	On evaluation.Date `json:"on" begin:"today" doc:"Day on which it was handed in"`
	ReportInput
}

// RateInput rates a unit.
type RateInput struct {
	Score int    `json:"score" minimum:"0" maximum:"100" doc:"0 to 100" example:"85"`
	Words string `json:"rating_words,omitempty" form:"long" maxLength:"500" doc:"Why"`
}

// CommentInput comments on a unit.
type CommentInput struct {
	Text string `json:"text" form:"long" maxLength:"1000" doc:"Comment" example:"服务态度明显改进，协同配合还要加强。"`
}

// DecideInput decides on the grade of a unit.
type DecideInput struct {
	Grade        string             `json:"grade" enum:"good,fair,ordinary,poor" rules:"unitreview.grades" doc:"Grade"`
	Words        string             `json:"words" form:"long" maxLength:"1000" doc:"Why, in words that the unit reads" example:"完成年度任务，群众满意度高。"`
	Improvements []ImprovementInput `json:"improvements,omitempty" maxLength:"10" doc:"What is to be improved"`
}

// ImprovementInput is what is to be improved.
type ImprovementInput struct {
	What string          `json:"what" maxLength:"300" doc:"What" example:"窗口等候时间降到20分钟以内"`
	Due  evaluation.Date `json:"due" doc:"By when" example:"2027-03-31"`
}

// LookInput is a look at an improvement.
type LookInput struct {
	Which int             `json:"which" minimum:"1" maximum:"10" doc:"Number of the improvement"`
	On    evaluation.Date `json:"on" begin:"today" doc:"Day"`
	Found string          `json:"found" form:"long" maxLength:"1000" doc:"What was found" example:"平均等候18分钟。"`
	Came  string          `json:"came" enum:"achieved,not_yet,dropped" doc:"What it came to"`
	Due   evaluation.Date `json:"look_due,omitzero" doc:"If it is not achieved yet: day of the next look"`
}
