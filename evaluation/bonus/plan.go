package bonus

import "slices"

// Plan is the content of a scheme: how points are counted and how the pool is
// divided by them. It is the input of the editor, stored as written and frozen into
// each period that uses it.
type Plan struct {
	Name         string     `json:"name" maxLength:"60" doc:"Name of the scheme" example:"按工作量和实绩分配办法"`
	Workload     []WorkRow  `json:"workload,omitempty" maxLength:"20" rules:"bonus.indicators" doc:"Indicators of workload"`
	Results      []GoalRow  `json:"results,omitempty" maxLength:"10" doc:"Indicators of results"`
	Floor        int        `json:"floor,omitempty" minimum:"0" maximum:"100" rules:"bonus.shares" doc:"Share of the pool for everybody alike, percent" example:"20"`
	WorkShare    int        `json:"work_share,omitempty" minimum:"0" maximum:"100" doc:"Share for workload, percent" example:"40"`
	ResultShare  int        `json:"result_share,omitempty" minimum:"0" maximum:"100" doc:"Share for results, percent" example:"30"`
	QualityShare int        `json:"quality_share,omitempty" minimum:"0" maximum:"100" doc:"Share for quality, percent" example:"10"`
	Excellent    int        `json:"excellent,omitempty" minimum:"0" maximum:"300" rules:"bonus.bands,bonus.incompetent" doc:"Factor of the grade excellent, percent" example:"120"`
	Competent    int        `json:"competent" minimum:"1" maximum:"300" doc:"Factor of competent, percent" example:"100"`
	Basic        int        `json:"basic,omitempty" minimum:"0" maximum:"300" rules:"assessment.basic.consequences" doc:"Factor of basically competent, percent; 0 takes no part" example:"0"`
	Ungraded     int        `json:"ungraded,omitempty" minimum:"0" maximum:"300" doc:"Factor of those who have no grade, percent" example:"100"`
	Excluded     []string   `json:"excluded,omitempty" enum:"investigation,warning,party_warning,penalty,party_serious,admonition,suspended,adjusted,dismissed,demoted" doc:"Who takes no part while this is in effect"`
	LeastDays    int        `json:"least_days,omitempty" minimum:"0" maximum:"366" doc:"Days present at least; 0 for any" example:"30"`
	Outside      []LevelRow `json:"outside,omitempty" maxLength:"200" doc:"Levels that take no part, such as the leaders who approve"`
	Ranks        []RankRow  `json:"ranks,omitempty" maxLength:"200" doc:"Factors by level; none keeps the bonus independent of rank"`
	Classes      []ClassRow `json:"classes,omitempty" maxLength:"5" rules:"bonus.scheme.classes" doc:"Award classes, the highest first; they carry no money"`
}

// WorkRow is an indicator of workload with its points per piece.
type WorkRow struct {
	Name   string `json:"name" maxLength:"30" doc:"Indicator" example:"办结事项"`
	Unit   string `json:"unit" maxLength:"6" doc:"Counted in" example:"件"`
	Points string `json:"points" form:"decimal" maxLength:"8" doc:"Points for each, two decimals at most" example:"1.5"`
	Most   string `json:"most,omitempty" form:"decimal" maxLength:"10" doc:"Points at most, empty for no limit" example:"200"`
	Source string `json:"source,omitempty" enum:"cases,residents,deeds" doc:"Records that fill it in beforehand"`
}

// GoalRow is an indicator of results: points for reaching a target.
type GoalRow struct {
	Name   string `json:"name" maxLength:"30" doc:"Indicator" example:"重点任务完成"`
	Unit   string `json:"unit" maxLength:"6" doc:"Counted in" example:"项"`
	Points string `json:"points" form:"decimal" maxLength:"8" doc:"Points when the target is reached" example:"100"`
	How    string `json:"how" enum:"ratio,reach" doc:"In proportion, or only when reached" example:"ratio"`
	Most   int    `json:"most,omitempty" minimum:"100" maximum:"300" doc:"In proportion: counted up to, percent of the target" example:"120"`
}

// RankRow is a factor for a level that a local rule requires.
type RankRow struct {
	Level  string `json:"level" form:"level" doc:"Level"`
	Factor int    `json:"factor" minimum:"1" maximum:"500" doc:"Factor, percent" example:"110"`
}

// LevelRow is a level.
type LevelRow struct {
	Level string `json:"level" form:"level" doc:"Level"`
}

// How points are computed from target and result.
const (
	HowRatio = "ratio"
	HowReach = "reach"
)

// The sources with which an indicator is prefilled.
const (
	SourceCases     = "cases"     // cases handled, of the records of measure 1
	SourceResidents = "residents" // residents served, of the same
	SourceDeeds     = "deeds"     // counted good deeds
	sourceHours     = "hours"     // class hours of education, in schemes of earlier versions alone (L-1)
)

// The grades of the assessment (assessment.grades), and none.
const (
	GradeExcellent   = "excellent"
	GradeCompetent   = "competent"
	GradeBasic       = "basic"
	GradeIncompetent = "incompetent"
	GradeNone        = "none"
)

// The parts of the pool.
const (
	PartFloor   = "floor"
	PartWork    = "workload"
	PartResults = "results"
	PartQuality = "quality"
)

// parts is how many there are, in the order of the constants.
const parts = 4

// Parts lists their codes.
func Parts() [parts]string { return [parts]string{PartFloor, PartWork, PartResults, PartQuality} }

// Shares returns the shares of the pool in percent, in the order of Parts.
func (p *Plan) Shares() [parts]int {
	return [parts]int{p.Floor, p.WorkShare, p.ResultShare, p.QualityShare}
}

// Band returns the factor of a grade in percent. People graded incompetent do not
// take part (E-13).
func (p *Plan) Band(grade string) int {
	switch grade {
	case GradeExcellent:
		return p.Excellent
	case GradeCompetent:
		return p.Competent
	case GradeBasic:
		return p.Basic
	case GradeIncompetent:
		return 0
	}
	return p.Ungraded
}

// Outsider reports whether a level does not take part.
func (p *Plan) Outsider(level string) bool {
	return slices.Contains(p.Outside, LevelRow{Level: level})
}

// RankFactor returns the factor of a level in percent, 100 unless the scheme has
// another.
func (p *Plan) RankFactor(level string) int {
	for _, r := range p.Ranks {
		if r.Level == level {
			return r.Factor
		}
	}
	return whole
}

// whole is 100 %.
const whole = 100

// ByRank reports whether the level can change a person's amount.
func (p *Plan) ByRank() bool {
	for _, r := range p.Ranks {
		if r.Factor != whole {
			return true
		}
	}
	return false
}
