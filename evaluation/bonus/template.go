package bonus

import (
	"slices"
	"strconv"

	"kaoji/evaluation"
	"kaoji/evaluation/roster"
	"kaoji/evaluation/rulepack"
)

// The templates to start a scheme from.
const (
	TemplatePoints  = "a"    // E-14: the point scheme of a street office
	TemplateFactors = "b"    // E-15: by grade factor and days present
	TemplateWork    = "work" // by workload and results, with shares of the rules
)

// Templates lists them, the recommended one first.
func Templates() []string { return []string{TemplateWork, TemplatePoints, TemplateFactors} }

// units are what the indicators of the rule bonus.indicators are counted in.
var units = map[string]string{"cases": "件", "visits": "批次", "homes": "户", "papers": "篇", "targets": "项"}

// Template returns a plan to start from, with numbers from the rules.
func Template(rules rulepack.Numbers, which string) (Plan, error) {
	if !slices.Contains(Templates(), which) {
		return Plan{}, evaluation.Fail(evaluation.CodeNotFound, "error.not_found")
	}
	p := Plan{
		Name: "按工作量和实绩分配办法", Excluded: []string{roster.Warning, roster.HeavyPenalty, roster.PartySerious},
		Excellent: whole, Competent: whole, Ungraded: whole,
		Outside: []LevelRow{{roster.LevelDivisionHead}, {roster.LevelDivisionDeputy}},
	}
	var err error
	switch which {
	case TemplatePoints:
		p.Name, err = "百分考核办法", p.byPoints(rules)
	case TemplateFactors:
		p.Name, err = "按系数分配办法", p.byFactors(rules)
	default:
		err = p.byWork(rules)
	}
	return p, err
}

// byPoints: the attendance award depends on days, the monthly assessment award on
// points out of a hundred minus deductions.
func (p *Plan) byPoints(rules rulepack.Numbers) error {
	attendance, err := rules.Number("bonus.scheme.awards", "attendance")
	if err != nil {
		return err
	}
	assessed, err := rules.Number("bonus.scheme.awards", "assessment")
	if err != nil || attendance+assessed <= 0 {
		return err
	}
	p.Floor = int(attendance * whole / (attendance + assessed))
	p.QualityShare = whole - p.Floor
	p.Outside = append(p.Outside, LevelRow{roster.LevelSectionHead}, LevelRow{roster.LevelSectionDeputy}) // E-14: post holders stand outside
	p.Classes, err = ClassesOf(rules)
	return err
}

// ClassesOf returns the award classes of the rule.
func ClassesOf(rules rulepack.Numbers) ([]ClassRow, error) {
	items, err := rules.Items("bonus.scheme.classes")
	var rows []ClassRow
	for _, it := range items {
		if share := int(it.N / whole); share > 0 {
			rows = append(rows, ClassRow{Name: it.Zh, Share: share})
		}
	}
	return rows, err
}

// byFactors: the pool times the person's factor divided by the sum of factors; the
// factor is that of the grade times the days present.
func (p *Plan) byFactors(rules rulepack.Numbers) error {
	p.Floor = whole
	for code, into := range map[string]*int{GradeExcellent: &p.Excellent, GradeCompetent: &p.Competent, GradeBasic: &p.Basic} {
		bp, err := rules.Number("bonus.bands", code)
		if err != nil {
			return err
		}
		*into = int(bp / whole)
	}
	return nil
}

// byWork: indicators and shares proposed by the rules.
func (p *Plan) byWork(rules rulepack.Numbers) error {
	if err := p.byFactors(rules); err != nil {
		return err
	}
	p.Basic = 0 // E-12: competent or better
	for code, into := range map[string]*int{
		PartFloor: &p.Floor, PartWork: &p.WorkShare, PartResults: &p.ResultShare, PartQuality: &p.QualityShare,
	} {
		bp, err := rules.Number("bonus.shares", code)
		if err != nil {
			return err
		}
		*into = int(bp / whole)
	}
	items, err := rules.Items("bonus.indicators")
	for _, it := range items {
		if it.Code == "targets" {
			p.Results = append(p.Results, GoalRow{Name: it.Zh, Unit: units[it.Code], Points: WriteHundredths(it.N), How: HowRatio, Most: whole})
			continue
		}
		row := WorkRow{Name: it.Zh, Unit: units[it.Code], Points: WriteHundredths(it.N)}
		if it.Code == SourceCases {
			row.Source = SourceCases
		}
		p.Workload = append(p.Workload, row)
	}
	return err
}

// Example divides a made-up pool among four made-up people by the plan: one who
// does everything, one of a higher level who does the same, one who does half, and
// one who was present half the time and did half.
func Example(p *Plan, pool int64) ([]Line, Outcome, error) {
	const days, much = 180, 40
	lines := make([]Line, 4)
	for i, level := range []string{"一级科员", roster.LevelSectionHead, "一级科员", "一级科员"} {
		l := Line{Person: strconv.Itoa(i + 1), No: strconv.Itoa(i + 1), Level: level, Grade: GradeCompetent, Days: days, Quality: NumberOf(mostQuality), Out: []Reason{}}
		does := int64(2)
		if i >= 2 {
			does = 1
		}
		if i == 3 {
			l.Days = days / 2
		}
		for range p.Workload {
			l.Work = append(l.Work, NumberOf(much*does*100))
		}
		for range p.Results {
			l.Goals = append(l.Goals, Goal{Target: NumberOf(2 * much * 100), Actual: NumberOf(much * does * 100)})
		}
		lines[i] = l
	}
	out, err := Compute(p, pool, lines)
	for i := range out.Shares {
		lines[i].Amount = out.Shares[i].Amount
	}
	return lines, out, err
}
