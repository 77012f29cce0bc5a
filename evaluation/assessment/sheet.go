package assessment

import (
	"kaoji/evaluation"
	"kaoji/evaluation/rulepack"
	"kaoji/evaluation/sealed"
	"kaoji/evaluation/signoff"
)

// Sheet is the payload of an assessment.sheet record: one person in one cycle.
type Sheet struct {
	Person Person `json:"person"`
	// Category is by which rules the person is graded: Civil, Institution or Contract.
	// Population is who takes part how: Section, Civil, Institution or Contract. Scale is
	// in which words: ScaleCivil, ScaleInstitution or ScaleHalf. All are "" in sheets of
	// before there were populations: section-level civil servants with a statutory grade.
	Category     string          `json:"category"`
	Population   string          `json:"population"`
	Scale        string          `json:"scale" show:"-"`
	Findings     []Finding       `json:"findings"`
	Asked        evaluation.Date `json:"asked"`                   // the day on which the findings were last checked; zero: at opening, by an earlier version
	Added        evaluation.Date `json:"added,omitzero"`          // the day whose roster the person was added from while the cycle ran; zero: there since the opening
	Held         *Held           `json:"held,omitempty" show:"-"` // set while personnel have the sheet because the person has left
	Changes      []Change        `json:"changes"`                 // changes of the facts after the decision
	Groups       []Group         `json:"groups"`
	Raters       []Raters        `json:"raters"` // frozen at opening; nobody can read it
	Report       Report          `json:"report"`
	Returned     string          `json:"returned"`                // why the report came back, "" if it did not
	Waived       string          `json:"waived"`                  // reason why there is no report, "" if there is one
	Exemption    string          `json:"exemption"`               // reason why personnel exempted the person, "" if nobody did
	ExemptGround string          `json:"exempt_ground,omitempty"` // one of the Exempt grounds, "" in sheets of earlier versions
	Refusals     []Refusal       `json:"refusals"`                // talks with a person who will not take part
	Result       *Result         `json:"result,omitempty"`
	Verification Verification    `json:"verification"`
	Proposal     Proposal        `json:"proposal"`
	Decision     Decision        `json:"decision"`
	Grade        string          `json:"grade"` // the valid grade, "" before the decision
	Corrections  []Correction    `json:"corrections"`
	Supplements  []Supplement    `json:"supplements"` // notices of an excellent grade that came later
	Published    evaluation.Date `json:"published"`   // the day on which the person was told
	Sealed       sealed.Copies   `json:"sealed,omitzero"`
	Listed       sealed.Copies   `json:"listed,omitzero" show:"-"` // which acts changed what the filing lists say
	Talk         string          `json:"talk"`
	DecideBy     evaluation.Date `json:"decide_by"`
	Rules        rulepack.Frozen `json:"rules"`
}

// Person is the assessed person, as of the cycle's day.
type Person struct {
	ID             string          `json:"id"`
	No             string          `json:"no"`
	Name           string          `json:"name"`
	Sex            string          `json:"sex"`
	Born           evaluation.Date `json:"born"`
	Politics       string          `json:"politics"`
	DepartmentName string          `json:"department_name"`
	Post           string          `json:"post"`
	Level          string          `json:"level"`
	PostSince      evaluation.Date `json:"post_since"`
	LevelSince     evaluation.Date `json:"level_since"`
	Duties         string          `json:"duties"`
	Heads          bool            `json:"heads"` // is the head of the department
}

// Identity is the part of a person that raters and the progress page need, without
// birth, sex, politics, level and duties.
type Identity struct {
	ID             string `json:"id"`
	Name           string `json:"name"`
	DepartmentName string `json:"department_name"`
	Post           string `json:"post"`
}

func (p *Person) identity() Identity {
	return Identity{ID: p.ID, Name: p.Name, DepartmentName: p.DepartmentName, Post: p.Post}
}

// Group is one group of raters of a person.
type Group struct {
	Code     string `json:"code"`
	Weight   int64  `json:"weight" unit:"basis_points"` // basis points
	Eligible int    `json:"eligible"`
}

// Raters are the people who may rate in a group.
type Raters struct {
	Group  string   `json:"group"`
	People []string `json:"people"`
}

// Report is the self-report 述职 on the five contents.
type Report struct {
	Virtue    string          `json:"virtue"`
	Ability   string          `json:"ability"`
	Diligence string          `json:"diligence"`
	Results   string          `json:"results"`
	Integrity string          `json:"integrity"`
	Summary   string          `json:"summary"`
	Training  string          `json:"training"`
	Files     []string        `json:"files"`
	On        evaluation.Date `json:"on"`
	Paper     *signoff.Paper  `json:"paper,omitempty"` // nil: written by the person
}

// Verification is the result of the check by personnel.
type Verification struct {
	Notes string          `json:"notes"`
	By    string          `json:"by"`
	Name  string          `json:"name"`
	On    evaluation.Date `json:"on"`
}

// Proposal is the comment and the proposed grade of the leader in charge.
type Proposal struct {
	Comment      string          `json:"comment"`
	Strengths    string          `json:"strengths"`
	Improvements string          `json:"improvements"`
	Grade        string          `json:"grade"`
	Conditions   []string        `json:"conditions"` // all of them for an excellent grade
	Ground       string          `json:"ground"`     // of an incompetent grade
	Evidence     string          `json:"evidence"`
	By           string          `json:"by"`
	Name         string          `json:"name"`
	On           evaluation.Date `json:"on"`
}

// Decision is the decided grade.
type Decision struct {
	Grade      string          `json:"grade"`
	Reason     string          `json:"reason"` // why it differs from the proposal
	Conditions []string        `json:"conditions"`
	Ground     string          `json:"ground"`
	Evidence   string          `json:"evidence"`
	Refusal    bool            `json:"refusal"` // the person refused to take part
	By         string          `json:"by"`
	Name       string          `json:"name"`
	On         evaluation.Date `json:"on"`
}

// Correction is a former grade, before an objection, an appeal or the end of an
// investigation changed it.
type Correction struct {
	Old    string          `json:"old" as:"grade"`
	New    string          `json:"new" as:"grade"`
	Case   string          `json:"case"` // the record that changed it, "" for an added grade
	Reason string          `json:"reason"`
	On     evaluation.Date `json:"on"`
}

// ReportInput is the self-report.
type ReportInput struct {
	Virtue    string   `json:"virtue" form:"long" maxLength:"3000" rules:"assessment.contents" doc:"Virtue 德" example:"政治坚定，……"`
	Ability   string   `json:"ability" form:"long" maxLength:"3000" doc:"Ability 能" example:"熟悉业务，……"`
	Diligence string   `json:"diligence" form:"long" maxLength:"3000" doc:"Diligence 勤" example:"全勤，……"`
	Results   string   `json:"results" form:"long" maxLength:"3000" doc:"Results 绩" example:"完成……"`
	Integrity string   `json:"integrity" form:"long" maxLength:"3000" doc:"Integrity 廉" example:"遵守……"`
	Summary   string   `json:"summary" form:"long" maxLength:"5000" doc:"Personal summary" example:"一年来……"`
	Training  string   `json:"training,omitempty" form:"long" maxLength:"2000" doc:"Training taken" example:"参加……培训"`
	Files     []string `json:"files,omitempty" form:"files" maxLength:"10" rules:"attachment.bytes" doc:"Attachments"`
}

// SummaryInput is the self-report of people who are not rated: the summary of the official
// form.
type SummaryInput struct {
	Summary  string   `json:"summary" form:"long" maxLength:"5000" doc:"Personal summary" example:"一年来……"`
	Training string   `json:"training,omitempty" form:"long" maxLength:"2000" doc:"Training taken" example:"参加……培训"`
	Files    []string `json:"files,omitempty" form:"files" maxLength:"10" rules:"attachment.bytes" doc:"Attachments"`
}

// NotesInput are notes of the verification.
type NotesInput struct {
	Notes string `json:"notes" form:"long" doc:"What was checked and found" example:"与有关人员谈话4人次，情况属实。"`
}

// ProposeInput is the comment and the proposed grade.
type ProposeInput struct {
	Comment      string   `json:"comment,omitempty" form:"long" maxLength:"3000" doc:"Comment; left out only for a person whose grade is deferred" example:"工作扎实，……"`
	Strengths    string   `json:"strengths,omitempty" form:"long" maxLength:"2000" doc:"Strengths" example:"善于做群众工作"`
	Improvements string   `json:"improvements,omitempty" form:"long" maxLength:"2000" doc:"What to improve" example:"调查研究不够深入"`
	Grade        string   `json:"grade" enum:"excellent,competent,basic,incompetent,qualified,basic_qualified,unqualified,none" rules:"assessment.grades,assessment.quota.excellent" doc:"Proposed grade; none where the rules fix no grade" example:"competent"`
	Conditions   []string `json:"conditions,omitempty" enum:"political,ability,responsibility,results,integrity" rules:"assessment.excellent.conditions" doc:"Conditions of an excellent grade, all required"`
	Ground       string   `json:"ground,omitempty" enum:"political,ability,responsibility,results,integrity" rules:"assessment.incompetent.grounds" doc:"Ground of an incompetent grade"`
	Evidence     string   `json:"evidence,omitempty" form:"long" maxLength:"3000" doc:"Written evidence of that ground"`
}

// JudgementInput is the comment and the proposed judgement of a first half-year.
type JudgementInput struct {
	Comment      string `json:"comment,omitempty" form:"long" maxLength:"3000" doc:"Comment; left out only for a person under investigation" example:"工作扎实，……"`
	Strengths    string `json:"strengths,omitempty" form:"long" maxLength:"2000" doc:"Strengths" example:"善于做群众工作"`
	Improvements string `json:"improvements,omitempty" form:"long" maxLength:"2000" doc:"What to improve" example:"调查研究不够深入"`
	Judgement    string `json:"judgement" maxLength:"60" rules:"assessment.half.grades" doc:"Proposed judgement: one of the words of the rule assessment.half.grades, or none where the year would have no grade" example:"fair"`
}

// JudgeInput decides the judgement of a first half-year.
type JudgeInput struct {
	Judgement string `json:"judgement" maxLength:"60" rules:"assessment.half.grades" doc:"Judgement: one of the words of the rule assessment.half.grades, or none where the year would have no grade" example:"fair"`
	Differing string `json:"differing,omitempty" form:"long" maxLength:"2000" doc:"Why the judgement differs from the proposal"`
}

// DecideInput decides the grade. Conditions, ground and evidence are required only
// if the proposal does not have them.
type DecideInput struct {
	Grade      string   `json:"grade" enum:"excellent,competent,basic,incompetent,qualified,basic_qualified,unqualified,none" rules:"assessment.grades,assessment.quota.excellent" doc:"Grade" example:"competent"`
	Differing  string   `json:"differing,omitempty" form:"long" maxLength:"2000" doc:"Why the grade differs from the proposal"`
	Conditions []string `json:"conditions,omitempty" enum:"political,ability,responsibility,results,integrity" rules:"assessment.excellent.conditions" doc:"Conditions of an excellent grade, all required"`
	Ground     string   `json:"ground,omitempty" enum:"political,ability,responsibility,results,integrity" rules:"assessment.incompetent.grounds" doc:"Ground of an incompetent grade"`
	Evidence   string   `json:"evidence,omitempty" form:"long" maxLength:"3000" doc:"Written evidence of that ground"`
}

// AddGradeInput adds a grade that was deferred.
type AddGradeInput struct {
	Grade  string `json:"grade" enum:"excellent,competent,basic,incompetent,qualified,basic_qualified,unqualified" rules:"assessment.special.investigation" doc:"Grade" example:"competent"`
	Source string `json:"source" maxLength:"200" doc:"Document that closed the investigation" example:"浦纪〔2026〕30号"`
}

// SheetOpening is the input with which Kaoji creates a sheet.
type SheetOpening struct {
	Cycle  string `json:"cycle" doc:"The cycle"`
	Person string `json:"person" form:"person" doc:"Who is assessed"`
}

// GradeCorrection is the result of an objection or appeal.
type GradeCorrection struct {
	Case  string `json:"case" doc:"The record that decided it"`
	Grade string `json:"grade" enum:"excellent,competent,basic,incompetent,qualified,basic_qualified,unqualified,none" doc:"Grade"`
}
