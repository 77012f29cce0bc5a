//go:build browser

package e2e_test

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"kaoji/evaluation"
)

// followedPerson is somebody whose lists of what follows from grades (结果运用) were worked
// out by hand. Years count back from the year that is closed.
type followedPerson struct {
	at       int // among largeStaff
	name     string
	form     []int     // years in which the appointment form says 称职
	three    [3]string // grades of the last three years, "" where the workbook has none
	noted    []notedUse
	quarter  string // grade of the third quarter, "" for as all others have it
	proposed string // grade that the leader in charge proposes
	december string // penalty in December
	decided  string // grade that is decided where it is not the proposed one
	lists    map[string]string
}

// notedUse is what was done because of the grades up to a year.
type notedUse struct {
	what string
	back int
}

// transferred came from another office within the year.
const transferred = "狄开明"

// followed are twelve people, each of whom another rule is about. The lists say the years
// that carry a line; after 不计 the years that do not count, after 影响期 until when a penalty
// excludes a promotion, after 调入前 the years that another office assessed.
var followed = []followedPerson{
	// excellent three years running. A-42: years 3 and 2 are used up, 1 and 0 are
	// two new ones. No level: four years count, A-43 wants five.
	{at: 0, name: "柏志清", three: [3]string{"称职", "优秀", "优秀"}, noted: []notedUse{{"step", 2}}, proposed: "优秀", lists: map[string]string{
		"嘉奖": "0", "记三等功": "2 1 0", "缩短晋升职级年限": "0", "晋升一个工资档次": "1 0", "发给年度考核奖金": "0"}},
	// 记过 decided in December is a year without grade, so neither A-40 nor A-41, and
	// no bonus. A-42: only year 1 is left.
	{at: 1, name: "丛林", three: [3]string{"称职", "优秀", "优秀"}, noted: []notedUse{{"step", 2}}, proposed: "优秀", december: "demerit", decided: "不确定等次", lists: map[string]string{
		"不发年度考核奖金": "0"}},
	// five competent years, nothing of which was noted as used: the last two and
	// the last five.
	{at: 41, name: "单一鸣", form: []int{4}, three: [3]string{"称职", "称职", "称职"}, proposed: "称职", lists: map[string]string{
		"晋升一个工资档次": "1 0", "晋升一个级别": "4 3 2 1 0", "发给年度考核奖金": "0"}},
	// basically competent two years running; the admonition of the first
	// of them has an improvement that is looked at again. A-42: one year counts.
	{at: 42, name: "杜康", three: [3]string{"称职", "不确定等次", "基本称职"}, noted: []notedUse{{"admonish", 1}}, proposed: "基本称职", lists: map[string]string{
		"诫勉并限期改进": "0", "诫勉后的改进": "1", "组织调整": "1 0", "不得列为考察对象": "0", "不发年度考核奖金": "0"}},
	// incompetent two years running. A-47: one year counts.
	{at: 43, name: "方正", three: [3]string{"不确定等次", "称职", "不称职"}, proposed: "不称职", lists: map[string]string{
		"降低一个职务职级层次": "0", "辞退": "1 0", "不得列为考察对象": "0", "不发年度考核奖金": "0"}},
	// A-41 wants years that run: the one without grade breaks them. cumulate:
	// 2 and 0 are a step; 4, 3, 2 and 0 are no level.
	{at: 44, name: "葛天明", form: []int{4}, three: [3]string{"优秀", "优秀", "不确定等次"}, noted: []notedUse{{"step", 3}}, proposed: "优秀", lists: map[string]string{
		"嘉奖": "0", "缩短晋升职级年限": "0", "晋升一个工资档次": "2 0 不计 1", "发给年度考核奖金": "0"}},
	// after a 警告 not excellent, so neither A-40 nor A-41; competent counts (A-42 to
	// A-44), but nobody is promoted within the six months of C-23.
	{at: 45, name: "贺岁安", form: []int{5, 4}, three: [3]string{"称职", "优秀", "优秀"}, proposed: "优秀", december: "warning", decided: "称职", lists: map[string]string{
		"晋升一个工资档次": "1 0 影响期", "晋升一个级别": "4 3 2 1 0 影响期", "发给年度考核奖金": "0"}},
	// Who used the years up earlier: the three of 三等功 and the steps of 4, 3 and 2, 1
	// . The level is not used.
	{at: 46, name: "季长风", form: []int{4}, three: [3]string{"优秀", "优秀", "优秀"}, noted: []notedUse{{"merit", 1}, {"step", 3}, {"step", 1}}, proposed: "优秀", lists: map[string]string{
		"嘉奖": "0", "缩短晋升职级年限": "0", "晋升一个级别": "4 3 2 1 0", "发给年度考核奖金": "0"}},
	// a quarter 一般 excludes an excellent year, so neither A-40 nor A-41.
	{at: 47, name: "孔文轩", three: [3]string{"称职", "优秀", "优秀"}, quarter: "ordinary", proposed: "优秀", decided: "称职", lists: map[string]string{
		"晋升一个工资档次": "1 0", "发给年度考核奖金": "0"}},
	// came within the year, is assessed here, and the grades of the office before
	// count on; the lists say that they are not from here.
	{at: 48, name: transferred, three: [3]string{"", "优秀", "优秀"}, proposed: "优秀", lists: map[string]string{
		"嘉奖": "0", "记三等功": "2 1 0 调入前 2 1", "缩短晋升职级年限": "0", "晋升一个工资档次": "1 0 调入前 1", "发给年度考核奖金": "0"}},
	// on probation, a comment and no grade; nothing follows, and no bonus.
	{at: newcomer, name: "邵新来", proposed: "不确定等次", lists: map[string]string{"不发年度考核奖金": "0"}},
	// institution staff have rules of their own and are on none of these lists.
	{at: 120, name: "宗平川", three: [3]string{"优秀", "优秀", "优秀"}, proposed: "优秀", lists: map[string]string{}},
}

// followedAt is who of followed stands at a place of largeStaff, nil if none does.
func followedAt(at int) *followedPerson {
	if i := slices.IndexFunc(followed, func(f followedPerson) bool { return f.at == at }); i >= 0 {
		return &followed[i]
	}
	return nil
}

// notes notes what was done in earlier years.
func (o *largeYear) notes() {
	for _, f := range followed {
		for _, n := range f.noted {
			o.personnel.goTo("/new/results.use/note?person=" + o.ids[f.name] + fmt.Sprintf("&what=%s&year=%d", n.what, o.year-n.back))
			o.personnel.answer("已登记", "on", o.today.String(), "document", "浦人社〔"+fmt.Sprint(o.year-n.back+1)+"〕8号")
		}
	}
}

var fourDigits = regexp.MustCompile(`\d{4}`)

// follows holds the lists of the closed year against what was worked out by hand.
func (o *largeYear) follows() {
	o.t.Helper()
	p := o.personnel
	p.goTo(fmt.Sprint("/results?year=", o.year))
	p.sees("列公务员120人") // and the three leaders are assessed above
	p.wellMade("results")
	found := map[string]map[string]string{}
	rows := ask[[]string](p.ctx, o.t, `[...document.querySelectorAll("main section.card")].flatMap(s => {
		for (const d of s.querySelectorAll("details")) d.open = true;
		const list = s.querySelector("h2").innerText.split(" · ")[0];
		return [...s.querySelectorAll("tbody tr")].map(r => [list, ...[...r.cells].map(c => c.innerText.trim())].join("\t")) })`)
	for _, row := range rows {
		cells := strings.Split(row, "\t")
		if len(cells) < 5 {
			o.t.Fatalf("a row of %d cells: %q", len(cells), row)
		}
		if found[cells[1]] == nil {
			found[cells[1]] = map[string]string{}
		}
		found[cells[1]][cells[0]] = strings.TrimSpace(o.back(cells[3]) + " " + o.remarked(cells[4]))
	}
	for _, f := range followed {
		for list, years := range f.lists {
			if got := found[f.name][list]; got != years {
				o.t.Errorf("%s, %s: %q, by hand %q", f.name, list, got, years)
			}
		}
		for list, years := range found[f.name] {
			if f.lists[list] == "" {
				o.t.Errorf("%s stands on %s for %q, by hand not", f.name, list, years)
			}
		}
	}
}

// back writes the years that a text names as numbers of years back.
func (o *largeYear) back(text string) string {
	var list []string
	for _, year := range fourDigits.FindAllString(text, -1) {
		y, err := strconv.Atoi(year)
		if err != nil {
			o.t.Fatal(err)
		}
		list = append(list, strconv.Itoa(o.year-y))
	}
	return strings.Join(list, " ")
}

// remarked writes the remarks of a row in the way of followed.
func (o *largeYear) remarked(text string) string {
	var list []string
	for remark := range strings.SplitSeq(text, "；") {
		switch {
		case strings.HasPrefix(remark, "不计："):
			list = append(list, "不计 "+o.back(remark))
		case strings.Contains(remark, "影响期") && strings.Contains(remark, o.day(o.penalised.AddMonths(6))):
			list = append(list, "影响期")
		case strings.Contains(remark, "调入"):
			list = append(list, "调入前 "+o.back(strings.SplitN(remark, "：", 2)[1]))
		}
	}
	return strings.Join(list, " ")
}

// day writes a day as pages do.
func (o *largeYear) day(d evaluation.Date) string {
	return fmt.Sprintf("%d年%d月%d日", d.Year(), d.Month(), d.Day())
}
