package roster_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"kaoji/evaluation"
	"kaoji/evaluation/roster"
)

// table makes a sheet of rows; cells are separated by |, a blank row is "".
func table(name string, rows ...string) roster.Sheet {
	s := roster.Sheet{Name: name}
	for i, line := range rows {
		var cells []roster.Cell
		for j, text := range strings.Split(line, "|") {
			if text != "" {
				cells = append(cells, roster.Cell{Text: strings.ReplaceAll(text, `\n`, "\n"), Row: i + 1, Col: j + 1})
			}
		}
		s.Rows = append(s.Rows, cells)
	}
	return s
}

// counter makes ids in order.
func counter() func() string {
	n := 0
	return func() string { n++; return fmt.Sprintf("id%04d", n) }
}

func means() roster.Means {
	return roster.Means{NewID: counter(), Pinyin: strings.ToLower}
}

func empty(t testing.TB) *roster.Book {
	t.Helper()
	b, err := roster.NewBook("o", nil)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// judge reads and plans over an empty roster as of 30 June 2026.
func judge(t testing.TB, sheets ...roster.Sheet) (roster.Plan, []roster.Verdict) {
	t.Helper()
	draft, found := roster.Read(sheets)
	with := means()
	with.Establishments = []string{"事业", "编外"}
	plan, more := roster.MakePlan(empty(t), draft, date("2026-06-30"), with)
	return plan, append(found, more...)
}

// said writes verdicts as "level row column key".
func said(verdicts []roster.Verdict) []string {
	var all []string
	for _, v := range verdicts {
		if v.Key != "roster.import.department_new" {
			all = append(all, fmt.Sprintf("%s %d %s %s", v.Level, v.Row, v.Column, strings.TrimPrefix(v.Key, "roster.")))
		}
	}
	slices.Sort(all)
	return all
}

const head = "姓名|工号|性别|出生年月|科室|职务|职级|参加工作时间|进入本单位时间|任现职时间|任现职级时间|联系居委会|手机"

var committees = table("居委会", "名称|书记", "塘桥第一居委会|彭文慧", "塘桥第二居委会|向海雪")

func TestEachWrongRowIsNamedWithItsColumnAndReason(t *testing.T) {
	for row, want := range map[string]string{
		"张三||男|1980.05|财务科|科员|一级科员|2002.07|2010.01|2020.01|2020.01":   "warn 2 工号 import.no_proposed",
		"张三|A 1#|男|1980.05|财务科|科员|一级科员":                               "error 2 工号 import.no_invalid",
		"|A1|男|1980.05|财务科|科员|一级科员":                                   "error 2 姓名 import.name_missing",
		"张三|A1|那|1980.05|财务科|科员|一级科员":                                 "error 2 性别 import.sex",
		"张三|A1|男|1980.13|财务科|科员|一级科员":                                 "error 2 出生年月 import.date",
		"张三|A1|男|1980|财务科|科员|一级科员":                                    "error 2 出生年月 import.date_year_only",
		"张三|A1|男|2027.05|财务科|科员|一级科员":                                 "error 2 出生年月 date.future",
		"张三|A1|男|1980.05|财务科|科员|九品":                                   "warn 2 职级 import.level_unknown",
		"张三|A1|男|1980.05|财务科|科员|试用":                                   "warn 2 职级 import.probation",
		"张三|A1|男|1980.05|财务科|科员|一级科员|1990.01":                         "error 2 参加工作时间 date.work_age",
		"张三|A1|男|1980.05|财务科|科员|一级科员|2002.07|2001.01":                 "error 2 进入本单位时间 date.joined_early",
		"张三|A1|男|1980.05|财务科|科员|一级科员||1985.01":                        "error 2 进入本单位时间 date.joined_early",
		"张三|A1|男|1980.05|财务科|科员|一级科员|2002.07|2010.01|2009.12":         "error 2 任现职时间 date.post_early",
		"张三|A1|男|1980.05|财务科|科员|一级科员|2002.07|2010.01|2026.07":         "error 2 任现职时间 date.future",
		"张三|A1|男|1980.05|财务科|科员|一级科员|2002.07|2010.01|2010.01|2001.01": "error 2 任现职级时间 date.level_early",
		"张三|A1|男|1980.05|财务科|科员|一级科员|||||塘桥第九居委会":                     "error 2 联系居委会 import.committee_unknown",
		"张三|A1|男|1980.05|财务科|科员|一级科员||||||见备注":                        "warn 2 手机 import.phone",
		"张三|A1|男|1980.05||科员|一级科员":                                    "warn 2 科室 import.department_missing",
		"张三|A1|" + strings.Repeat("男", 300) + "|1980.05|财务科|科员":       "error 2 性别 import.too_long",
		"张三|A1|男|1980.05|财务科|科员|一级科员|2002.07|2002.07|2002.07|2002.07|塘桥第一\\n塘桥第二居委会|１３９ ５８４７ ３９２２": "",
		"欧阳 修|a1|女性|1980.05|财务科|科员|四级主任科员":                                                         "",
	} {
		var wants []string
		if want != "" {
			wants = []string{want}
		}
		if _, v := judge(t, committees, table("花名册", head, row)); !slices.Equal(said(v), wants) {
			t.Errorf("%s:\n have %v\n want %s", row, said(v), want)
		}
	}
}

// What stands in the column of heads of departments is yes, no or an error, never
// no because it was not understood.
func TestAWordThatIsNeitherYesNorNoIsAnErrorAndNotNo(t *testing.T) {
	for word, want := range map[string]string{
		"是": "yes", "√": "yes", "1": "yes", "TRUE": "yes", "true": "yes", "负责人": "yes",
		"否": "no", "": "no", "0": "no", "FALSE": "no", "无": "no", "—": "no",
		"也许": "error", "maybe": "error", "兼": "error", "2": "error", "?": "error", "暂缺": "error",
	} {
		draft, found := roster.Read([]roster.Sheet{table("花名册", "姓名|工号|性别|科室|职务|部门负责人", "张三|A1|男|财务科|科长|"+word)})
		got := "no"
		switch {
		case slices.Equal(said(found), []string{"error 2 部门负责人 import.yes_no"}) && roster.Failed(found):
			got = "error"
		case len(found) > 0:
			got = fmt.Sprint(said(found))
		case draft.People[0].Heads:
			got = "yes"
		}
		if got != want {
			t.Errorf("%q is %s, not %s", word, got, want)
		}
	}
}

func TestADuplicateStaffNumberNamesBothRows(t *testing.T) {
	_, v := judge(t, table("花名册", head, "张三|A1|男|1980.05|财务科", "李四|B1|男|1981.05|财务科", "王五| a1 |男|1982.05|财务科"))
	if len(said(v)) != 1 || said(v)[0] != "error 4 工号 import.twice" || v[0].Args["row"] != 2 {
		t.Errorf("%v", v)
	}
}

func TestARelationIsHeldAgainstNumbersAndNames(t *testing.T) {
	people := table("花名册", head, "张三|A1|男|1980.05|财务科", "李四|B1|男|1981.05|财务科")
	for row, want := range map[string]string{
		"A1|张三|B1|李四|兄弟": "",
		"A1||B1||兄弟":     "",
		"A1|张三|C1|王五|兄弟": "error 2 亲属工号 import.person_unknown",
		"C1|王五|B1|李四|兄弟": "error 2 工号 import.person_unknown",
		"A1|张三|B1|李二|兄弟": "error 2 亲属姓名 import.name_differs",
		"A1|张三|A1|张三|兄弟": "error 2 亲属工号 import.relative_self",
		"A1|张三|B1|李四|":   "error 2 关系 import.relation_missing",
		"A1|张三||李四|兄弟":   "",
		"A1|张三|||兄弟":     "error 2 亲属工号 import.no_missing",
		"A1|张三||王二|兄弟":   "error 2 亲属姓名 import.name_unknown",
		"A1|张三|B1|李四|同事": "error 2 关系 import.relation_unknown",
	} {
		var wants []string
		if want != "" {
			wants = []string{want}
		}
		if _, v := judge(t, people, table("亲属关系", "工号|姓名|亲属工号|亲属姓名|关系", row)); !slices.Equal(said(v), wants) {
			t.Errorf("%s: %v, want %s", row, said(v), want)
		}
	}
}

func TestARelationByANameThatTwoPeopleHaveIsAsked(t *testing.T) {
	people := table("花名册", head, "王伟|A1|男|1980.05|财务科", "王伟|B1|男|1981.05|财务科", "李四|C1|男|1982.05|财务科")
	for row, want := range map[string]string{
		"C1|李四||王伟|兄弟":   "error 2 亲属姓名 import.person_which",
		"|王伟|C1|李四|兄弟":   "error 2 姓名 import.person_which",
		"C1|李四|B1|王伟|兄弟": "",
	} {
		_, v := judge(t, people, table("亲属关系", "工号|姓名|亲属工号|亲属姓名|关系", row))
		if got := strings.Join(said(v), "; "); got != want {
			t.Errorf("%s: %s, want %s", row, got, want)
		}
	}
}

func TestAnAgeThatContradictsTheMonthOfBirthIsNamed(t *testing.T) {
	for born, want := range map[string]string{
		"1980.05（46岁）": "", "1980年5月生（45岁）": "", "1980.05（30岁）": "warn 2 出生年月 import.age",
	} {
		_, v := judge(t, table("花名册", head, "张三|A1|男|"+born+"|财务科|科员|一级科员"))
		if got := strings.Join(said(v), "; "); got != want {
			t.Errorf("%s: %s, want %s", born, got, want)
		}
	}
}

func TestAVisibleColumnWinsOverAHiddenOneAndAHiddenOneAloneIsNamed(t *testing.T) {
	hide := func(s roster.Sheet, col int) roster.Sheet {
		for _, row := range s.Rows {
			for i := range row {
				row[i].Hidden = row[i].Col == col
			}
		}
		return s
	}
	two := hide(table("花名册", "姓名|工号|性别|科室|科室", "张三|A1|男|旧科|财务科"), 4)
	draft, found := roster.Read([]roster.Sheet{two})
	if draft.People[0].Department != "财务科" || !slices.Equal(said(found), []string{"warn 1 科室 import.column_twice"}) {
		t.Errorf("%+v %v", draft.People, said(found))
	}
	one := hide(table("花名册", "姓名|工号|性别|科室", "张三|A1|男|财务科"), 4)
	draft, found = roster.Read([]roster.Sheet{one})
	if draft.People[0].Department != "财务科" || !slices.Equal(said(found), []string{"note 0 科室 import.column_hidden"}) {
		t.Errorf("%+v %v", draft.People, said(found))
	}
}

func TestTheHeaderIsFoundWhereverItStandsAndWhateverItIsCalled(t *testing.T) {
	s := table("Sheet1",
		"某某街道机关人员情况一览表（2026年6月）", "", "填报单位：组织科||||2026年6月30日",
		"序 号|所在部门|人员编号|姓　名|性 别|出生\\n日期|现任职务|现任职级|任现职务时间|备注|血型",
		"一、党政办公室（2人）", "1|党政办公室|1001|张三|男|1980-05-17|主任|正科级|2024.05", "2|党政办公室|1002|李四|女|1981-05|科员|一级科员|2024.05",
		"", "二、财务科", "序 号|所在部门|人员编号|姓　名|性 别|出生\\n日期|现任职务|现任职级|任现职务时间|备注|血型",
		"3|财务科|1003|王五|男|1982-05|科长|正科级|2024.05", "4", "", "合计|||3人", "填表人：|||审核人：")
	plan, v := judge(t, s)
	if got := said(v); !slices.Equal(got, []string{"note 14  import.footer_passed", "warn 4 血型 import.column_ignored"}) {
		t.Errorf("%v", got)
	}
	var names []string
	for _, it := range plan.Items {
		names = append(names, it.Kind+" "+it.No+it.Name)
	}
	want := []string{"roster.department 党政办公室", "roster.department 财务科", "roster.person 1001张三", "roster.person 1002李四", "roster.person 1003王五"}
	if !slices.Equal(names, want) {
		t.Errorf("%v", names)
	}
}

func TestSectionRowsNameTheDepartmentWhereNoColumnDoes(t *testing.T) {
	draft, _ := roster.Read([]roster.Sheet{table("花名册", "姓名|工号|性别|职务", "一、党政办公室（1人）", "张三|A1|男|主任", "（二）财务科：", "李四|B1|女|科长")})
	if len(draft.People) != 2 || draft.People[0].Department != "党政办公室" {
		t.Fatalf("%+v", draft.People)
	}
}

// A column 单位 with several values names departments if no other column does; with one value
// it names the office.
func TestTheColumnForUnitsNamesDepartmentsWhereItsValuesDiffer(t *testing.T) {
	for name, c := range map[string]struct {
		rows []string
		of   []string // the departments of the people
		said []string
	}{
		"several values":      {[]string{"姓名|工号|性别|单位", "张三|A1|男|党政办公室", "李四|B1|女|财务科"}, []string{"党政办公室", "财务科"}, []string{"note 0 单位 import.unit_department"}},
		"one value":           {[]string{"姓名|工号|性别|工作单位", "张三|A1|男|示范街道", "李四|B1|女|示范街道", "王五|C1|女|"}, []string{"", "", ""}, []string{"note 0 工作单位 import.unit_office"}},
		"departments beside":  {[]string{"姓名|工号|性别|单位|科室", "张三|A1|男|甲局|财务科", "李四|B1|女|乙局|财务科"}, []string{"财务科", "财务科"}, []string{"warn 1 单位 import.column_ignored"}},
		"a foot that differs": {[]string{"姓名|工号|性别|单位", "张三|A1|男|示范街道", "李四|B1|女|示范街道", "|||填表人：王五"}, []string{"", ""}, []string{"note 0 单位 import.unit_office", "note 4  import.footer_passed"}},
		"empty":               {[]string{"姓名|工号|性别|单位", "张三|A1|男|"}, []string{""}, []string{"warn 1 单位 import.column_ignored"}},
	} {
		draft, found := roster.Read([]roster.Sheet{table("花名册", c.rows...)})
		of := make([]string, len(draft.People))
		for i, p := range draft.People {
			of[i] = p.Department
		}
		if !slices.Equal(of, c.of) || !slices.Equal(said(found), c.said) {
			t.Errorf("%s: %q, %q", name, of, said(found))
		}
	}
}

func TestAWorkbookWithoutARosterSaysSo(t *testing.T) {
	_, v := roster.Read([]roster.Sheet{table("Sheet1", "商品|价格", "苹果|3")})
	if got := said(v); !slices.Equal(got, []string{"error 0  import.no_header", "warn 0  import.sheet_ignored"}) {
		t.Errorf("%v", got)
	}
	if _, v := roster.Read(nil); !roster.Failed(v) {
		t.Error("nothing at all is no roster")
	}
}

func TestADepartmentKeepsOneHead(t *testing.T) {
	_, v := judge(t, table("花名册", head, "张三|A1|男|1980.05|财务科|主任|副科级", "李四|B1|男|1981.05|财务科|科长|正科级"))
	if got := said(v); !slices.Equal(got, []string{"warn 2 职务 import.heads_twice"}) {
		t.Errorf("the higher level heads: %v", got)
	}
	_, v = judge(t, table("花名册", head+"|部门负责人", "张三|A1|男|1980.05|财务科|主任|正科级|||||||是", "李四|B1|男|1981.05|财务科|科长|副科级|||||||是"))
	if got := said(v); !slices.Equal(got, []string{"error 3 部门负责人 import.heads_twice"}) {
		t.Errorf("a column that says so is believed: %v", got)
	}
}

func TestAFileOfManyMistakesIsBounded(t *testing.T) {
	rows := []string{head}
	for i := range 20_000 {
		rows = append(rows, fmt.Sprintf("张三|A%d|那|1980.13|财务科|科员|九品", i))
	}
	plan, v := judge(t, table("花名册", rows...))
	if len(v) > 3000 || len(plan.Items) > roster.MaxPeople+1 {
		t.Errorf("%d verdicts, %d items", len(v), len(plan.Items))
	}
}

func TestThePlanOfTheLargestImportFitsIntoOneRecord(t *testing.T) {
	rows := []string{head + "|政治面貌|学历|编制"}
	for i := range roster.MaxPeople {
		rows = append(rows, fmt.Sprintf("欧阳三三|TQ%05d|男|1980.05|综合治理办公室|社区工作者|四级主任科员|2002.07|2010.01|2020.01|2021.01|塘桥第一居委会、塘桥第二居委会|13958473922|中共党员|研究生|行政编", i))
	}
	plan, v := judge(t, committees, table("花名册", rows...))
	if roster.Failed(v) || len(plan.Items) != roster.MaxPeople+3 {
		t.Fatalf("%d items, %v", len(plan.Items), said(v)[:1])
	}
	if err := plan.Pack(); err != nil {
		t.Fatal(err)
	}
	all, err := plan.All()
	if err != nil || len(all) != roster.MaxPeople+3 || all[roster.MaxPeople+2].No != fmt.Sprintf("TQ%05d", roster.MaxPeople-1) {
		t.Fatalf("%d items, %v", len(all), err)
	}
	raw, err := json.Marshal(roster.Import{Plan: plan, Verdicts: v})
	if err != nil || len(raw) > evaluation.MaxDocument*9/10 {
		t.Errorf("%d kB of %d, %v", len(raw)>>10, evaluation.MaxDocument>>10, err)
	}
}

func FuzzSheetsOfHostileCellsAreReadWithoutHarm(f *testing.F) {
	f.Add("姓名", "工号", "性别", "张三", "A1", "男", 1.5)
	f.Add("=HYPERLINK(1)", "工号", "科室", "\u202e张\x00三", strings.Repeat("长", 400), "\xff\xfe", 1e300)
	f.Add("名称", "书记", "居民户数", "一", "二", "-1", -1.0)
	f.Add("工号", "亲属工号", "关系", "A1", "A1", "", 0.0)
	f.Fuzz(func(t *testing.T, h1, h2, h3, a, b, c string, n float64) {
		s := roster.Sheet{Name: a, Rows: [][]roster.Cell{
			{{Text: h1, Row: 1, Col: 1}, {Text: h2, Row: 1, Col: 2}, {Text: h3, Row: 1, Col: 3}, {Text: "职务", Row: 1, Col: 4}},
			{{Text: a, Row: 2, Col: 1}, {Text: b, Row: 2, Col: 2}, {Text: c, Row: 2, Col: 3}, {Text: "x", Number: n, IsNumber: true, Row: 2, Col: 4}},
			{{Text: c, Number: n, IsNumber: true, Row: 3, Col: 1}, {Text: a, Row: 3, Col: 2}, {Text: b, Number: n, IsDate: true, Row: 3, Col: 3}},
		}}
		draft, found := roster.Read([]roster.Sheet{s, table("花名册", head, "张三|A1|男|1980.05|财务科")})
		plan, more := roster.MakePlan(empty(t), draft, date("2026-06-30"), means())
		for _, v := range append(found, more...) {
			if len([]rune(v.Value)) > 80 || v.Key == "" {
				t.Errorf("%+v", v)
			}
		}
		for _, it := range plan.Items {
			for field, raw := range it.Patch {
				if _, err := evaluation.Canonical(raw); err != nil || strings.ContainsAny(string(raw), "\x00\x7f") || strings.Contains(string(raw), "\u202e") {
					t.Errorf("%s %s", field, raw)
				}
			}
		}
	})
}

// Education of both sorts stands under one head each, in the same words, as forms have it.
func TestColumnsUnderAGroupAreThoseOfTheGroup(t *testing.T) {
	s := table("花名册",
		"姓名|性别|出生年月|部门|职务|全日制教育|全日制教育|全日制教育|在职教育|在职教育|健康状况",
		"|||||学历|学位|毕业院校|学历|学位|",
		"甲一|女|1985.12|办公室|科员|大学|文学学士|某大学|研究生|法学硕士|健康",
	)
	for i := range s.Rows[0] {
		if c := &s.Rows[0][i]; i > 0 && c.Text == s.Rows[0][i-1].Text {
			c.Across, c.Copied = true, true
		}
	}
	draft, found := roster.Read([]roster.Sheet{s})
	if len(draft.People) != 1 || roster.Failed(found) {
		t.Fatalf("%+v %v", draft.People, said(found))
	}
	p := draft.People[0]
	want := map[string]string{"full_education": "大学", "full_degree": "文学学士", "full_school": "某大学", "in_education": "研究生", "in_degree": "法学硕士", "health": "健康"}
	if !maps.Equal(p.Form, want) || p.Education != "研究生" {
		t.Errorf("%v, education %s, %v", p.Form, p.Education, said(found))
	}
	long := table("花名册", "姓名|性别|出生年月|部门|职务|健康状况", "甲一|女|1985.12|办公室|科员|"+strings.Repeat("很长", 60))
	_, found = roster.Read([]roster.Sheet{long})
	if i := slices.IndexFunc(found, func(v roster.Verdict) bool { return v.Key == "roster.import.too_long" }); i < 0 || found[i].Value != "***" {
		t.Errorf("what is said of health: %+v", found)
	}
}

// A word for an establishment that means nothing is named, once for all who have it.
func TestAnUnknownEstablishmentIsNamed(t *testing.T) {
	head := "姓名|工号|性别|科室|职务|编制"
	for word, want := range map[string][]string{
		"乱写编制": {"warn 2 编制 import.establishment_unknown"}, "行政编制": nil, "事业编": nil, "参公事业": nil, "公务员": nil, "": nil,
	} {
		if _, v := judge(t, committees, table("花名册", head, "张三|A1|男|财务科|科员|"+word, "李四|A2|男|财务科|科员|"+word)); !slices.Equal(said(v), want) {
			t.Errorf("%q: %v, want %v", word, said(v), want)
		}
	}
}

// A recorded time of probation that has ended does not answer for a level of probation.
func TestAnEndedProbationDoesNotAnswerForALevelOfProbation(t *testing.T) {
	for until, want := range map[string][]string{
		"2025-12-31": {"warn 2 职级 import.probation"}, "2026-06-29": {"warn 2 职级 import.probation"}, "2026-06-30": nil, "2026-12-31": nil,
	} {
		d := newSection(t)
		id := d.person(t, entry("A1", d.department(t, "财务科", 1)))
		d.now.Store(time.Date(2027, 6, 30, 1, 0, 0, 0, time.UTC).UnixMilli())
		d.must(t, "", d.act(t.Context(), id, "absence", &roster.Away{Kind: roster.Probation, Source: "录用通知", From: date("2025-01-01"), To: date(until)}))
		book, err := d.source.Book(t.Context(), d.office)
		if err != nil {
			t.Fatal(err)
		}
		draft, _ := roster.Read([]roster.Sheet{table("花名册", "姓名|工号|性别|科室|职务|职级", "干部A1|A1|男|财务科|科员|试用")})
		if _, v := roster.MakePlan(book, draft, date("2026-06-30"), means()); !slices.Equal(said(v), want) {
			t.Errorf("until %s: %v, want %v", until, said(v), want)
		}
	}
}

// Rosters that say who has left record it with the day and the reason; a reason alone is only
// taken for somebody whose leaving is known.
func TestARosterSaysWhoHasLeftAndWhy(t *testing.T) {
	for word, want := range map[string]string{
		"调往区民政局": roster.LeavingTransfer, "退休": roster.LeavingRetirement, "辞职": roster.LeavingResignation, "辞去公职": roster.LeavingResignation, "辞退": roster.LeavingDismissal,
		"开除": roster.LeavingExpulsion, "病故": roster.LeavingDeath, "合同到期": roster.LeavingExpiry, "解除劳动合同": roster.LeavingTermination, "其他": roster.LeavingOther,
	} {
		if got, known := roster.LeavingOf(word); got != want || !known {
			t.Errorf("%s is %s", word, got)
		}
	}
	const heads = "姓名|工号|性别|出生年月|科室|职务|进入本单位时间|任现职时间|离任日期|离任原因"
	for row, want := range map[string]string{
		"张三|A1|男|1980.05|财务科|科员|2010.01|2020.01|2026.05.31|退休":   "2026-05-31 retirement",
		"张三|A1|男|1980.05|财务科|科员|2010.01|2020.01||":               " ",
		"张三|A1|男|1980.05|财务科|科员|2010.01|2020.01||调出":             "warn 2 离任原因 import.left_undated",
		"张三|A1|男|1980.05|财务科|科员|2010.01|2020.01|2026.05.31|高就":   "warn 2 离任原因 import.leaving_unknown",
		"张三|A1|男|1980.05|财务科|科员|2010.01|2020.01|2026.08.31|退休":   "error 2 离任日期 date.future",
		"张三|A1|男|1980.05|财务科|科员|2010.01|2020.01|2019.05.31|合同期满": "error 2 离任日期 date.left_early",
	} {
		plan, v := judge(t, table("花名册", heads, row))
		var p roster.Person
		for _, it := range plan.Items {
			if it.Kind == roster.KindPerson {
				raw, err := json.Marshal(it.Patch)
				if err != nil || json.Unmarshal(raw, &p) != nil {
					t.Fatal(err)
				}
			}
		}
		got := strings.Join(said(v), "; ")
		if got == "" {
			got = strings.TrimPrefix(p.Left.String(), "0001-01-01") + " " + p.Leaving
		}
		if got != want {
			t.Errorf("%s: %q, want %q", row, got, want)
		}
	}
}
