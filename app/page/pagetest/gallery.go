package pagetest

import (
	"embed"
	"math"
	"strconv"
	"time"

	"kaoji/app/page/chart"
	"kaoji/app/page/static"
	"kaoji/app/page/templates"
	"kaoji/app/page/view"
	"kaoji/app/text"
	"kaoji/evaluation"
)

//go:embed *.html
var own embed.FS

// Renderer renders the site's templates and those of this package: "gallery"
// shows every shared part once, "gallery_sheet" an official form.
func Renderer() (*view.Renderer, *view.Assets, error) {
	catalog, err := text.Load()
	if err != nil {
		return nil, nil, err
	}
	assets, err := view.NewAssets(static.Files)
	if err != nil {
		return nil, nil, err
	}
	r, err := view.New(catalog, assets, templates.Files, own)
	return r, assets, err
}

// now is the moment at which the gallery is rendered.
var now = time.Date(2026, 3, 10, 14, 3, 0, 0, evaluation.Office)

// Page is a page around content, as somebody of the personnel section sees it.
func Page(lang, title string, content any) *view.Page {
	return &view.Page{
		Lang: lang, Office: "塘桥街道", Title: title, Path: "/gallery", CSRF: "token", Now: now, Content: content,
		User:   &view.User{Name: "周敏", Roles: "组织科、机关干部"},
		Crumbs: []view.Link{{Label: "考核与反馈谈话", Href: "/assessment"}},
		Menu: []view.MenuGroup{
			{Label: "我的", Items: []view.MenuItem{
				{Label: "工作台", Href: "/", Icon: "home"},
				{Label: "待办事项", Href: "/todo", Icon: "checklist", Badge: 7},
				{Label: "我的档案", Href: "/me", Icon: "user"},
			}},
			{Label: "八项措施", Items: []view.MenuItem{{Number: 7, Label: "考核与反馈谈话", Href: "/assessment", Icon: "clipboard-check", Active: true}}},
			{Label: "基础", Items: []view.MenuItem{
				{Label: "干部名册", Href: "/roster", Icon: "users"},
				{Label: "规则库", Href: "/rules", Icon: "scale"},
			}},
			{Label: "管理", Items: []view.MenuItem{{Label: "工作日历", Href: "/workdays", Icon: "hourglass"}}},
		},
	}
}

func day(month time.Month, d int) evaluation.Date { return evaluation.NewDate(2026, month, d) }

// Gallery is the content of the page "gallery": one of each.
func Gallery() map[string]any {
	return map[string]any{
		"Stats": []view.Stat{
			{Label: "参加考核", Value: "42", Note: "人", Href: "/a"},
			{Label: "已完成谈话", Value: "31", Note: "占 73.8%", Href: "/b", Tone: "green"},
			{Label: "等待本人确认", Value: "6", Href: "/c", Tone: "yellow"},
			{Label: "已逾期", Value: "2", Note: "最长 5 个工作日", Href: "/d", Tone: "red"},
		},
		"Steps": []view.Step{{Label: "自评", Past: true}, {Label: "民主测评", Past: true}, {Label: "核实", Past: true}, {Label: "定等次", Now: true}, {Label: "公示"}, {Label: "反馈谈话"}, {Label: "归档"}},
		"Tabs":  []view.Tab{{Label: "全部", Href: "?", Active: true, Count: 42}, {Label: "待办理", Href: "?state=a", Count: 8}, {Label: "已办结", Href: "?state=b", Count: 34}},
		"Rows": listedRows([]view.Row{
			{Href: "/records/1", Kind: "干部考核表", Subject: "陈志远", Unit: "社区管理办公室", Period: "2026年上半年", State: view.Badge{Label: "等待谈话", Tone: "yellow"}, Due: day(3, 6)},
			{Href: "/records/2", Kind: "干部考核表", Subject: "欧阳静雯", Unit: "党政办公室", Period: "2026年上半年", State: view.Badge{Label: "等待本人确认", Tone: "blue"}, Due: day(3, 12)},
			{Href: "/records/3", Kind: "反馈谈话记录", Subject: "王建国", Unit: "城市管理办公室", Period: "2026年上半年", State: view.Badge{Label: "提出异议", Tone: "red"}, Due: day(4, 2)},
			{Href: "/records/4", Kind: "干部考核表", Subject: "李明", Unit: "经济发展办公室", Period: "2026年上半年", State: view.Badge{Label: "已归档", Tone: "green"}},
			{Href: "/records/5", Kind: "干部考核表", Subject: "赵敏", Unit: "平安办公室", Period: "2026年上半年", State: view.Badge{Label: "草稿"}},
		}),
		"Pager":   view.Pager{Next: "?cursor=b", From: "?"},
		"Filters": []view.Field{{Name: "state", ID: "q-state", Label: "状态", Form: evaluation.FormChoice, Choices: []view.Choice{{Value: "a", Label: "等待谈话"}}}, {Name: "name", ID: "q-name", Label: "姓名", Form: evaluation.FormText}, {Name: "from", ID: "q-from", Label: "起始日期", Form: evaluation.FormDate}},
		"Grid": view.Grid{Caption: "按科室", Columns: []view.Column{{Label: "科室", Sort: "?sort=unit", Sorted: "ascending"}, {Label: "应谈", Number: true, Sort: "?sort=n"}, {Label: "已谈", Number: true}, {Label: "状态"}}, Rows: [][]view.Cell{
			{{Text: "党政办公室", Href: "/u/1"}, {Text: "6"}, {Text: "6"}, {Badge: &view.Badge{Label: "完成", Tone: "green"}}},
			{{Text: "城市管理办公室", Href: "/u/2", Note: "2 人借调"}, {Text: "11"}, {Text: "7"}, {Badge: &view.Badge{Label: "进行中", Tone: "blue"}}},
		}},
		"Meter":  view.Meter{Label: "反馈谈话", Done: 31, Of: 42},
		"Copy":   view.Copy{ID: "link", Label: "公开链接", Text: "https://kaoji.example/s/4kd9"},
		"Fields": galleryFields(),
		"Draft": &view.Draft{
			Action: "/drafts", Drop: "/drafts/drop", Form: "k:form", ID: "d0", Edition: 2, Restored: "2026年3月2日 10:32", Files: true,
			Offers: []view.DraftOffer{{ID: "d1", Saved: "2026年3月1日 09:12", Until: "2026年3月31日 09:12", Href: "/new/x/y?draft=d1"}},
		},
		"Lines":   galleryLines(),
		"History": galleryHistory(),
		"Buttons": []view.Button{{Label: "提交", Href: "/x", Primary: true}, {Label: "导出", Href: "/y"}, {Label: "撤回", Href: "/z", Danger: true}, {Label: "转交", Href: "/u"}, {Label: "作废", Href: "/v", Danger: true}},
		"Empty":   view.Empty{Why: "本周期还没有考核对象", Do: "先打开本半年的考核周期，系统会按名册列出参加人员。", Button: &view.Button{Label: "打开考核周期", Href: "/new", Primary: true}},
		"Explained": []view.Explained{{Label: "综合得分", Value: "87.42", Formula: "各组得分 × 权重，末位四舍五入一次", Rule: galleryRule(false), Steps: []view.Explained{
			{Label: "领导班子（3 人）", Value: "89.00 × 40%"}, {Label: "科室同事（9 人）", Value: "86.33 × 40%"}, {Label: "服务对象（5 人）", Value: "86.45 × 20%"},
		}}},
		"Charts": Charts(),
		"Signs":  []view.Sign{{As: "谈话人", Name: "欧阳静雯", Day: "2026年3月12日"}, {As: "本人"}},
	}
}

func galleryRule(verified bool) *view.RuleNote {
	n := &view.RuleNote{Title: "优秀等次比例", Value: "不超过 20%", Source: "公务员考核规定 2020 第二十二条", Href: "/rules/A-20", Status: "待核对", Verified: verified}
	if verified {
		n.Status = "已核对"
	}
	return n
}

func galleryFields() []view.Field {
	people := []view.Choice{
		{Value: "1", Label: "欧阳静雯 主任", Group: "党政办公室", Keys: "ouyangjingwen oyjw"}, {Value: "2", Label: "王建国 科员", Group: "城市管理办公室", Keys: "wangjianguo wjg 3102"},
		{Value: "3", Label: "王建军 科员", Group: "城市管理办公室", Keys: "wangjianjun wjj", Why: "是谈话对象的近亲属，应当回避"},
	}
	var units []view.Choice
	for i := range 13 {
		units = append(units, view.Choice{Value: "u" + strconv.Itoa(i), Label: "第" + strconv.Itoa(i) + "科"})
	}
	grades := []view.Choice{{Value: "a", Label: "优秀"}, {Value: "b", Label: "称职"}, {Value: "c", Label: "基本称职"}, {Value: "d", Label: "不称职"}}
	return []view.Field{
		{Name: "title", ID: "f-title", Label: "标题", Form: evaluation.FormText, Value: "二〇二六年上半年考核", Required: true, Longest: 60},
		{Name: "achievement", ID: "f-achievement", Label: "肯定的成绩", Form: evaluation.FormLong, Required: true, Longest: 2000, Help: "至少写明一项具体成绩。", Error: "请填写此项"},
		{Name: "on", ID: "f-on", Label: "谈话日期", Form: evaluation.FormDate, Value: "2026-03-12", Required: true},
		{Name: "score", ID: "f-score", Label: "得分", Form: evaluation.FormInteger, Value: "88", Help: "0 至 100 的整数"},
		{Name: "grade", ID: "f-grade", Label: "拟定等次", Form: evaluation.FormChoice, Value: "a", Required: true, Choices: grades, Rules: []view.RuleNote{*galleryRule(false)}},
		{Name: "person", ID: "f-person", Label: "谈话人", Form: evaluation.FormPerson, Value: "1", Choices: people},
		{Name: "people", ID: "f-people", Label: "参加人员", Form: evaluation.FormPeople, Values: map[string]bool{"2": true}, Choices: people, Help: "可选多人。"},
		{Name: "everybody", ID: "f-everybody", Label: "大单位的人员", Form: evaluation.FormPeople, Ask: "/search/people?kind=x", Values: map[string]bool{"1": true}, Choices: people[:1]},
		{Name: "unit", ID: "f-unit", Label: "科室", Form: evaluation.FormUnit, Choices: units},
		{Name: "ticks", ID: "f-ticks", Label: "优秀等次的条件", Form: evaluation.FormChoices, Values: map[string]bool{"b": true}, Choices: grades, Rules: []view.RuleNote{*galleryRule(true)}},
		{Name: "private", ID: "f-private", Label: "已当面告知本人复核和申诉的权利", Form: evaluation.FormTick, Value: "1"},
		{Name: "copy", ID: "f-copy", Label: "盖章件", Form: evaluation.FormFiles, Accept: []string{"pdf", "ofd"}},
		{Name: "files", ID: "f-files", Label: "附件", Form: evaluation.FormFiles, Files: []view.File{{ID: "b1", Name: "述职报告.pdf", Size: 120000}}},
		{Name: "improvements", ID: "f-improvements", Label: "商定的改进措施", Form: evaluation.FormRows, Heads: []string{"措施", "完成期限"}, Rows: [][]view.Field{galleryRow("0", "每周下访一次"), galleryRow("1", "")}},
		{
			Name: "ranks", ID: "f-ranks", Label: "职级系数", Form: evaluation.FormRows, Heads: []string{"职级"}, Help: "职级可直接输入，并从提示中选择。",
			Lists: []view.List{{ID: "levels", Words: []string{"正科级", "副科级", "一级主任科员"}}},
			Rows: [][]view.Field{
				{{Name: "ranks.0.level", ID: "f-ranks-0-level", Label: "职级", Form: evaluation.FormText, Value: "副科级", List: "levels", Heads: []string{"职级"}}},
				{{Name: "ranks.1.level", ID: "f-ranks-1-level", Label: "职级", Form: evaluation.FormText, Value: "副科", List: "levels", Heads: []string{"职级"}, Error: "名册中没有这个职级"}},
			},
		},
	}
}

func galleryRow(i, value string) []view.Field {
	return []view.Field{
		{Name: "improvements." + i + ".what", ID: "f-improvements-" + i + "-what", Label: "措施", Form: evaluation.FormText, Value: value, Heads: []string{"措施"}},
		{Name: "improvements." + i + ".due", ID: "f-improvements-" + i + "-due", Label: "完成期限", Form: evaluation.FormDate, Heads: []string{"完成期限"}},
	}
}

func galleryLines() []view.Line {
	return []view.Line{
		{Label: "姓名", Value: "陈志远"}, {Label: "现任职务", Value: "社区管理办公室主任"},
		{Label: "自我评价", Long: true, Value: "一、政治思想：坚持学习，带头执行各项规定。\n二、工作实绩：牵头完成三个老旧小区的加装电梯，群众满意率比上年提高。"},
		{Label: "商定的改进措施", Table: &view.Table{Heads: []string{"措施", "期限", "完成"}, Rows: [][]string{{"每周下访一次", "2026年6月30日", "4"}, {"参加应急培训", "2026年5月15日", "1"}}, Numbers: []bool{false, false, true}}},
		{Label: "附件", Files: []view.File{{ID: "b1", Name: "述职报告.pdf", Href: "/f/b1"}}},
	}
}

func galleryHistory() []view.Entry {
	return []view.Entry{
		{At: now.Add(-2 * time.Hour), Who: "欧阳静雯", Act: "退回", To: "待核实", Reason: "第二项实绩的数字与台账不一致"},
		{At: now.Add(-26 * time.Hour), Who: "陈志远", Act: "提交自评", To: "待测评"},
		{At: now.Add(-70 * time.Hour), Who: "系统", Act: "建立", To: "填写中"},
	}
}

// Charts are one figure of each kind.
func Charts() []chart.Figure {
	units := []string{"党政办公室", "城市管理办公室", "平安办公室", "经济发展办公室"}
	months := []string{"1月", "2月", "3月", "4月", "5月", "6月", "7月", "8月", "9月", "10月", "11月", "12月"}
	xs, low95, high95, low998, high998 := []float64{}, []float64{}, []float64{}, []float64{}, []float64{}
	for x := 2.0; x <= 20; x += 2 {
		r := math.Sqrt(x)
		xs = append(xs, x)
		low95, high95 = append(low95, max(0, x-1.96*r)), append(high95, x+1.96*r)
		low998, high998 = append(low998, max(0, x-3.09*r)), append(high998, x+3.09*r)
	}
	return []chart.Figure{
		chart.Bars(chart.Text{ID: "bars", Title: "各科室受理事项", Note: "城市管理办公室最多，41 件。", Label: "科室", Value: "件"},
			[]chart.Item{{Label: units[0], Value: 12}, {Label: units[1], Value: 41}, {Label: units[2], Value: 28.5}, {Label: units[3], Value: 0}}),
		chart.Stacked(chart.Text{ID: "stacked", Title: "各科室测评等次分布", Note: "党政办公室优秀票占 30%。", Label: "科室"}, units,
			[]chart.Series{{Name: "优秀", Values: []float64{3, 2, 1, 2}}, {Name: "称职", Values: []float64{6, 8, 7, 5}}, {Name: "基本称职", Values: []float64{1, 0, 2, 1}}}, true),
		chart.Lines(chart.Text{ID: "lines", Title: "全年来信来访", Note: "六月最高；九月没有统计。", Label: "月份"}, months, []chart.Series{
			{Name: "来信", Values: []float64{12, 9, 14, 18, 22, 31, 24, 20, math.NaN(), 17, 15, 11}},
			{Name: "来访", Values: []float64{5, 4, 8, 7, 9, 12, 10, 8, math.NaN(), 6, 6, 5}}}),
		chart.Pie(chart.Text{ID: "pie", Title: "意见来源", Note: "热线占一半。", Label: "来源", Value: "件"},
			[]chart.Item{{Label: "热线", Value: 50}, {Label: "意见箱", Value: 22}, {Label: "社会监督员", Value: 18}, {Label: "来访", Value: 10}}),
		chart.Histogram(chart.Text{ID: "histogram", Title: "得分分布", Note: "多数在 80 至 90 分。", Label: "分数段", Value: "人"}, 60, 5, []int{1, 2, 5, 9, 14, 8, 3, 0}),
		chart.Funnel(chart.Text{ID: "funnel", Title: "意见集中情况", Note: "丙科超出 99.8% 控制限。", Label: "科室", Value: "实有"}, "预期", "提示", "须核实",
			[]chart.Point{{Label: "甲科", X: 4, Y: 5}, {Label: "乙科", X: 9, Y: 7}, {Label: "丙科", X: 8, Y: 21, Marked: true}, {Label: "丁科", X: 17, Y: 19}},
			[]chart.Limits{{Name: "95%", X: xs, Low: low95, High: high95}, {Name: "99.8%", X: xs, Low: low998, High: high998}}),
	}
}

// listedRows is the table of some records.
func listedRows(rows []view.Row) *view.Listed {
	table := &view.Listed{Heads: []view.ListedHead{{Label: "事项"}, {Label: "类别"}, {Label: "科室"}, {Label: "状态"}, {Label: "期限"}}}
	for _, r := range rows {
		table.Rows = append(table.Rows, view.ListedRow{Row: r, Note: r.Kind + " · " + r.Unit, Cells: []view.ListedCell{
			{Text: r.Kind}, {Text: r.Unit}, {Text: r.State.Label, State: &r.State}, {Due: r.Due},
		}})
	}
	return table
}
