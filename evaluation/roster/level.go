package roster

import "slices"

// The levels that rules ask for by name.
const (
	LevelDivisionHead   = "正处级"
	LevelDivisionDeputy = "副处级"
	LevelSectionHead    = "正科级"
	LevelSectionDeputy  = "副科级"
	LevelProbation      = "试用期"
)

// Levels lists every level (职务层次和职级) that the roster knows, highest first:
// leading posts and ranks of civil servants (公务员职务与职级并行规定 2019, art. 6
// and 7, up to what a sub-district office has), then staff and technical
// grades of public institutions (事业单位岗位设置管理试行办法 2006, art. 11 and 12).
func Levels() []string {
	return []string{
		LevelDivisionHead, LevelDivisionDeputy,
		"一级调研员", "二级调研员", "三级调研员", "四级调研员",
		LevelSectionHead, LevelSectionDeputy,
		"一级主任科员", "二级主任科员", "三级主任科员", "四级主任科员",
		"一级科员", "二级科员", LevelProbation,
		"五级职员", "六级职员", "七级职员", "八级职员", "九级职员", "十级职员",
		"专业技术一级", "专业技术二级", "专业技术三级", "专业技术四级", "专业技术五级", "专业技术六级", "专业技术七级",
		"专业技术八级", "专业技术九级", "专业技术十级", "专业技术十一级", "专业技术十二级", "专业技术十三级",
		"技术工一级", "技术工二级", "技术工三级", "技术工四级", "技术工五级", "普通工",
	}
}

// LevelRank is the place of a level in Levels, 0 for the highest. "" and what
// is unknown come last.
func LevelRank(level string) int {
	all := Levels()
	if i := slices.Index(all, level); i >= 0 {
		return i
	}
	return len(all)
}

// Leads reports whether the level is that of a leader of the office (处级).
func Leads(level string) bool {
	return level == LevelDivisionHead || level == LevelDivisionDeputy
}

// Layer is how high the leading post is that belongs to a level.
type Layer int

// The layers, from the lowest. Ranks without a leading post (职级) and technical
// grades are LayerStaff.
const (
	LayerStaff         Layer = iota
	LayerSectionDeputy       // 科级副职
	LayerSectionHead         // 科级正职
	LayerOffice              // 处级
)

// LayerOf is the layer of a level. Of staff grades the fifth and sixth are 处级,
// the seventh 科级正职 and the eighth 科级副职 (《事业单位岗位设置管理试行办法》实施意见 2006).
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

// SectionLevel reports whether the level is that of a section-level cadre
// holding a leading post (科级领导干部).
func SectionLevel(level string) bool {
	return level == LevelSectionHead || level == LevelSectionDeputy
}
