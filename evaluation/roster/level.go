package roster

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"

	"kaoji/evaluation"
)

// The levels that rules refer to by name.
const (
	LevelDivisionHead   = "正处级"
	LevelDivisionDeputy = "副处级"
	LevelSectionHead    = "正科级"
	LevelSectionDeputy  = "副科级"
	LevelProbation      = "试用期"
)

// Levels lists every published level (职务层次和职级), each series from the highest:
// leading posts and ranks of civil servants in general administration (公务员职务与职级并行规定
// 2019, art. 6 and 7), in law enforcement (行政执法类公务员管理规定 2023), in technical work
// (专业技术类公务员管理规定 2023), and of the police (公安机关执法勤务警员职务序列 and 警务技术职务序列 2018); then
// staff grades, technical grades and workers of public institutions (事业单位岗位设置管理试行办法
// 2006, art. 11 to 13; 职员等级 2022).
func Levels() []string { return slices.Clone(allLevels()) }

var allLevels = sync.OnceValue(func() []string {
	levels := []string{
		LevelDivisionHead, LevelDivisionDeputy,
		"一级巡视员", "二级巡视员", "一级调研员", "二级调研员", "三级调研员", "四级调研员",
		LevelSectionHead, LevelSectionDeputy,
		"一级主任科员", "二级主任科员", "三级主任科员", "四级主任科员",
		"一级科员", "二级科员", LevelProbation, "督办",
	}
	for _, s := range []struct {
		before, after string
		n             int
	}{
		{"", "高级主办", 4}, {"", "主办", 4}, {"", "行政执法员", 2},
		{"", "总监", 2}, {"", "高级主管", 4}, {"", "主管", 4}, {"专业技术员", "", 0},
		{"", "警务专员", 2}, {"", "高级警长", 4}, {"", "警长", 4}, {"", "警员", 2},
		{"警务技术", "总监", 2}, {"警务技术", "主任", 4}, {"警务技术", "主管", 4}, {"警务技术员", "", 0},
		{"", "职员", 10}, {"专业技术", "", 13}, {"技术工", "", 5}, {"普通工", "", 0},
	} {
		if s.n == 0 {
			levels = append(levels, s.before)
		}
		for n := 1; n <= s.n; n++ {
			levels = append(levels, s.before+chinese(n)+"级"+s.after)
		}
	}
	return levels
})

// chinese writes a number from 1 to 19.
func chinese(n int) string {
	digits := []rune("一二三四五六七八九")
	switch {
	case n < 10:
		return string(digits[n-1])
	case n == 10:
		return "十"
	}
	return "十" + string(digits[n-11])
}

var levelNumber = regexp.MustCompile(`\d{1,2}级`)

// levelOf returns the level that a word means, "" if it means none or may mean
// several (八级 may be of staff or technical).
func levelOf(word string) string {
	word = strings.ReplaceAll(halfWidth(word), " ", "")
	word = levelNumber.ReplaceAllStringFunc(word, func(m string) string {
		if n := number(strings.TrimSuffix(m, "级")); n >= 1 && n <= 19 {
			return chinese(n) + "级"
		}
		return m
	})
	if full, ok := known().Levels[word]; ok {
		return full
	}
	if slices.Contains(allLevels(), word) {
		return word
	}
	return ""
}

// Levels lists the levels that can be chosen in the office: the published ones,
// then those named in its rules, then its own ones that people hold.
func (b *Book) Levels(rules ...string) []string {
	all := Levels()
	for _, l := range slices.Concat(rules, b.ownLevels) {
		if !slices.Contains(all, l) {
			all = append(all, l)
		}
	}
	return all
}

// ownLevelsOf lists the levels that people hold and that are in no published table,
// in their order. They come from an import or a rule of the office.
func ownLevelsOf(people map[string]*entry) []string {
	own := map[string]bool{}
	for _, p := range people {
		for _, a := range p.Appointments {
			if a.Level != "" && !slices.Contains(allLevels(), a.Level) {
				own[a.Level] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(own))
}

// LevelRank returns the position of a level in Levels, 0 for the highest. "", the
// office's own levels and unknown levels come last.
func LevelRank(level string) int {
	all := allLevels()
	if i := slices.Index(all, level); i >= 0 {
		return i
	}
	return len(all)
}

// Leads reports whether the level is one of leaders of the office (处级).
func Leads(level string) bool {
	return level == LevelDivisionHead || level == LevelDivisionDeputy
}

// Layer is the layer of the leading post that belongs to a level.
type Layer int

// The layers, from the lowest. Ranks without a leading post (职级) and technical
// grades are LayerStaff.
const (
	LayerStaff         Layer = iota
	LayerSectionDeputy       // 科级副职
	LayerSectionHead         // 科级正职
	LayerOffice              // 处级
)

// LayerOf returns the layer of a level. The fifth and sixth staff grades are 处级,
// the seventh is 科级正职 and the eighth 科级副职 (《事业单位岗位设置管理试行办法》实施意见 2006).
func LayerOf(level string) Layer {
	switch level {
	case LevelDivisionHead, LevelDivisionDeputy, "五级职员", "六级职员":
		return LayerOffice
	case LevelSectionHead, "七级职员":
		return LayerSectionHead
	case LevelSectionDeputy, "八级职员":
		return LayerSectionDeputy
	}
	return LayerStaff
}

// SectionLevel reports whether the level is one of section-level cadres with a
// leading post (科级领导干部).
func SectionLevel(level string) bool {
	return level == LevelSectionHead || level == LevelSectionDeputy
}

// OnProbation reports whether a level says that the person is on probation.
func OnProbation(level string) bool {
	return strings.Contains(level, "试用") || strings.Contains(level, "见习")
}

// ProbationUnrecorded reports whether the level of a member on a day says probation and no
// such time is recorded: only what is recorded counts when people are assessed.
func (m *Member) ProbationUnrecorded(day evaluation.Date) bool {
	return OnProbation(m.Level) && !m.Person.probationRecorded(day)
}

// probationRecorded reports whether a time of probation is recorded that has not ended before
// a day. One that has ended is that of another post or an earlier time, or the level is no
// longer right.
func (p *Person) probationRecorded(day evaluation.Date) bool {
	return slices.ContainsFunc(p.Absences, func(a Absence) bool {
		return a.Kind == Probation && (a.To.IsZero() || !a.To.Before(day))
	})
}
