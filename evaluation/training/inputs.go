package training

import "kaoji/evaluation"

// OpenInput opens a plan.
type OpenInput struct {
	Person      string `json:"person" form:"person" doc:"Who is trained"`
	Responsible string `json:"responsible" form:"person" doc:"Who answers for it; neither the person nor a relative"`
	AmendInput
}

// AmendInput is the content of a plan. Its milestones replace those that are not
// reached yet.
type AmendInput struct {
	Goals      string          `json:"goals" form:"long" maxLength:"3000" doc:"What is to be reached" example:"两年内能独立负责一个条线的工作。"`
	From       evaluation.Date `json:"from" rules:"training.report" begin:"today" doc:"First day" example:"2026-01-01"`
	Until      evaluation.Date `json:"until" begin:"+365" doc:"Last day" example:"2027-12-31"`
	Hours      int             `json:"hours" minimum:"0" maximum:"2000" rules:"training.yearly.hours" doc:"Hours of training to come to" example:"180"`
	Milestones []MilestoneRow  `json:"milestones,omitempty" maxLength:"30" doc:"Tasks with dates"`
}

// MilestoneRow is one task.
type MilestoneRow struct {
	What string          `json:"what" maxLength:"200" doc:"Task" example:"牵头完成一个老旧小区加装电梯项目"`
	Due  evaluation.Date `json:"due" doc:"Until when" example:"2026-09-30"`
}

// ReportInput is a report of the responsible person.
type ReportInput struct {
	Progress string `json:"progress" form:"long" maxLength:"3000" rules:"training.report" doc:"How it went" example:"能按计划完成任务。"`
	Lacks    string `json:"lacks" form:"long" maxLength:"3000" doc:"What is lacking" example:"统筹协调经验不足。"`
	Next     string `json:"next" form:"long" maxLength:"3000" doc:"What is done next" example:"下半年安排参与综合执法协调。"`
}

// SummaryInput is a summary written by the cadre.
type SummaryInput struct {
	Text string `json:"text" form:"long" maxLength:"5000" doc:"In own words"`
}

// MilestoneInput records that a milestone was reached.
type MilestoneInput struct {
	Number int             `json:"number" minimum:"1" maximum:"60" doc:"Its number in the plan" example:"1"`
	On     evaluation.Date `json:"on" begin:"today" doc:"Day" example:"2026-09-28"`
	Note   string          `json:"note,omitempty" form:"long" maxLength:"1000" doc:"How"`
}

// PostingInput records a posting; entering the same one again records its end.
type PostingInput struct {
	Kind  string          `json:"kind" enum:"grassroots,secondment,rotation,project" rules:"rotation.grassroots" doc:"Kind" example:"grassroots"`
	Place string          `json:"place" maxLength:"100" doc:"Where" example:"浦塘一居"`
	Task  string          `json:"task,omitempty" maxLength:"300" doc:"What for"`
	From  evaluation.Date `json:"from" begin:"today" doc:"First day" example:"2026-03-01"`
	To    evaluation.Date `json:"to,omitzero" doc:"Last day, empty while it lasts" example:"2026-08-31"`
}

// StudyInput records training taken.
type StudyInput struct {
	On    evaluation.Date `json:"on" begin:"today" doc:"Day" example:"2026-05-20"`
	Topic string          `json:"topic" maxLength:"200" doc:"Topic" example:"基层治理专题班"`
	Hours int             `json:"hours" minimum:"1" maximum:"500" rules:"training.yearly.hours" doc:"Hours" example:"16"`
}

// HandOverInput gives the plan to another responsible person.
type HandOverInput struct {
	Responsible string `json:"responsible" form:"person" rules:"training.takeover" doc:"Who takes over"`
}

// CompleteInput ends a plan.
type CompleteInput struct {
	Result  string `json:"result" form:"long" maxLength:"3000" doc:"What was reached"`
	Without string `json:"without,omitempty" form:"long" maxLength:"1000" doc:"Why what is still open is not waited for"`
}
