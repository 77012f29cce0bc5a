package education

import (
	"slices"

	"kaoji/evaluation/roster"
)

// The bands of levels by which participants are selected.
const (
	BandDivision = "division" // 处级及调研员
	BandSection  = "section"  // 科级领导干部
	BandRank     = "rank"     // 主任科员、科员、试用期
	BandStaff    = "staff"    // 事业单位和其他人员
)

// Band is the band of a level.
func Band(level string) string {
	rank := roster.LevelRank(level)
	switch {
	case rank < roster.LevelRank(roster.LevelSectionHead):
		return BandDivision
	case roster.SectionLevel(level):
		return BandSection
	case rank <= roster.LevelRank(roster.LevelProbation):
		return BandRank
	}
	return BandStaff
}

// Pick returns the selected people on a day.
func (a Audience) Pick(day *roster.Snapshot) []roster.Member {
	return slices.DeleteFunc(day.Members(), func(m roster.Member) bool {
		return len(a.Units) > 0 && !slices.Contains(a.Units, m.Department) ||
			len(a.Levels) > 0 && !slices.Contains(a.Levels, Band(m.Level)) ||
			a.Group == GroupHeads && !m.Heads || a.Group == GroupOthers && m.Heads
	})
}
