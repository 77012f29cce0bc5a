package xlsx_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"kaoji/app/xlsx"
	"kaoji/evaluation"
	"kaoji/evaluation/roster"
)

// sealing is a vault whose values can be read in a test; nothing opens them.
type sealing struct{ evaluation.Vault }

func (sealing) Seal(_, owner string) (evaluation.Sealed, error) {
	return evaluation.Sealed("sealed for " + owner), nil
}
func (sealing) Mark(purpose, text string) string { return fmt.Sprintf("%x", purpose+text) }

// judged is what a file becomes: its people in a line each, and what is said.
func judged(t *testing.T, name string, choice roster.Choice) (people, said []string) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata/imports", name+".xlsx"))
	if err != nil {
		t.Fatal(err)
	}
	sheets, err := xlsx.Read(data)
	if err != nil {
		t.Fatal(err)
	}
	book, err := roster.NewBook(street, nil)
	if err != nil {
		t.Fatal(err)
	}
	draft, found := choice.Read(sheets)
	n := 0
	plan, more := roster.MakePlan(book, draft, day("2026-11-28"), roster.Means{
		NewID: func() string { n++; return fmt.Sprint(n) }, Pinyin: xlsx.Pinyin, Vault: sealing{},
	})
	for _, v := range append(found, more...) {
		if v.Key != "roster.import.department_new" && v.Key != "roster.import.phone" {
			said = append(said, fmt.Sprintf("%s %s %d %s %s %s", v.Level, v.Sheet, v.Row, v.Column, v.Value, strings.TrimPrefix(v.Key, "roster.import.")))
		}
	}
	for _, it := range plan.Items {
		if it.Kind == roster.KindPerson {
			facts := map[string]string{}
			for _, c := range it.Changes {
				facts[c.Field] = c.New
			}
			people = append(people, strings.Join([]string{
				it.No, it.Name, facts["sex"], facts["born"], facts["department"], facts["post"], facts["level"], facts["phone"],
			}, " "))
		}
	}
	return people, said
}

// one and two are the people of most of the files.
const (
	one = "A001 甲一 男 1980-05 财务科 科员 一级科员 13800000001"
	two = "A002 乙二 女 1981-06 财务科 科长 正科级 13800000002"
)

func TestEachFileOfOfficesIsPlannedAsItsReaderSeesIt(t *testing.T) {
	for name, want := range map[string]struct{ people, said []string }{
		"13_star_headers":       {people: []string{one, two}},
		"13b_bilingual_headers": {people: []string{one, two}},
		"13c_english_headers":   {people: []string{one, two}},
		"33_backslash":          {people: []string{one, two}},
		"34_workbook2":          {people: []string{one, two}},
		"40_no_refs":            {people: []string{one, two}},
		"03_hidden_sheet":       {people: []string{one, two}, said: []string{"note 2019年旧表 0   sheet_hidden"}},
		"04_retired_sheet":      {people: []string{one, two}, said: []string{"note 退休人员 0   sheet_retired"}},
		"05_hidden_row":         {people: []string{one, two}, said: []string{"note 花名册 4   row_hidden"}},
		"02_decimal_month":      {people: []string{"1001 甲一 男 1980-05 财务科 科员 一级科员 13800000001", "1002 乙二 女 1981-12 财务科 科长 正科级 13800000002", "1003 丙三 女 1981-11 财务科 科长 正科级 13800000002"}, said: []string{"warn 花名册 4 职务 科长 heads_twice"}},
		"20_decimals": {people: []string{
			"A001 甲一 男 1980-05 财务科 科员 一级科员 ",
			"A002 乙二 男 1980-10 财务科 科员 一级科员 ",
			"A003 丙三 男 1980-10 财务科 科员 一级科员 ",
		}},
		"06_merged_department": {people: []string{
			"A001 甲一 男 1980-05 财务科 科员 一级科员 ",
			"A002 乙二 女 1981-06 财务科 科长 正科级 ",
			"A003 丙三 女 1981-06 财务科 科员 一级科员 ",
			"A004 丁四 女 1981-06 党政办 科员 一级科员 ",
			"A005 戊五 女 1981-06 党政办 科员 一级科员 ",
		}},
		"07_two_row_header": {people: []string{
			"A001 甲一 男 1980-05 财务科 科长  13800000001",
			"A002 乙二 女 1981-06 财务科 科员  13800000002",
		}, said: []string{
			"warn 花名册 2 职务 党内职务  column_ignored",
			"warn 花名册 2 联系方式 办公电话  column_ignored",
		}},
		"08_number_format_no": {people: []string{
			"000012 甲一 男 1980-05 财务科 科员 一级科员 13800000001",
			"TQ0013 乙二 女 1981-06 财务科 科长 正科级 13800000002",
		}},
		"09_age_in_birth": {people: []string{
			"A001 甲一 男 1980-05 财务科 科员 一级科员 ",
			"A002 乙二 女 1981-06 财务科 科长 正科级 ",
			"A003 丙三 女 1981-06 财务科 科员 一级科员 ",
		}},
		"10_name_remark": {people: []string{
			"A001 甲一 女 1980-05 财务科 科员 一级科员 ",
			"A002 乙二 女 1981-06 财务科 科长 正科级 ",
			"A003 丙三 女 1981-06 财务科 科员 一级科员 ",
		}, said: []string{
			"warn 花名册 2 姓名 甲一（女，满族） name_remark",
			"warn 花名册 3 姓名 乙二(挂职) name_remark",
			"warn 花名册 4 姓名 丙三* name_remark_left",
		}},
		"11_formula_nocache": {people: []string{
			"A001 甲一 男   科员 一级科员 ",
		}, said: []string{
			"error 花名册 2 出生年月  formula",
			"error 花名册 2 科室  formula",
		}},
		"12_error_values": {people: []string{
			"A001 甲一 男 1980-05   一级科员 ",
			"A002  男 1980-05 财务科 科员  ",
		}, said: []string{
			"error 花名册 2 科室 #N/A cell_error",
			"error 花名册 2 职务 #REF! cell_error",
			"error 花名册 3 姓名 #N/A cell_error",
		}},
		"14_footer": {people: []string{
			one,
			two,
		}, said: []string{
			"note 花名册 5  经办人：张某 footer_passed",
		}},
		"14b_footer_notes": {people: []string{
			one,
			two,
		}, said: []string{
			"note 花名册 5  注：1. 本表一式两份 footer_passed",
		}},
		"15_levels": {people: []string{
			"A000 人0 男 1980-05 财务科 科员 三级主办 ",
			"A001 人1 男 1980-05 财务科 科员 一级行政执法员 ",
			"A002 人2 男 1980-05 财务科 科员 四级高级主办 ",
			"A003 人3 男 1980-05 财务科 科员 正科级 ",
			"A004 人4 男 1980-05 财务科 科员 八级职员 ",
			"A005 人5 男 1980-05 财务科 科员 专业技术十级 ",
			"A006 人6 男 1980-05 财务科 科员 技术工四级 ",
			"A007 人7 男 1980-05 财务科 科员 技术工三级 ",
			"A008 人8 男 1980-05 财务科 科员 二级科员 ",
			"A009 人9 男 1980-05 财务科 科员 一级科员 ",
			"A010 人10 男 1980-05 财务科 科员  ",
			"A011 人11 男 1980-05 财务科 科员  ",
			"A012 人12 男 1980-05 财务科 科员  ",
			"A013 人13 男 1980-05 财务科 科员  ",
			"A014 人14 男 1980-05 财务科 科员 八级职员 ",
			"A015 人15 男 1980-05 财务科 科员 试用期 ",
			"A016 人16 男 1980-05 财务科 科员 二级警长 ",
			"A017 人17 男 1980-05 财务科 科员 正科级 ",
			"A018 人18 男 1980-05 财务科 科员 正科级 ",
			"A019 人19 男 1980-05 财务科 科员 八级职员 ",
			"A020 人20 男 1980-05 财务科 科员 专业技术十二级 ",
			"A021 人21 男 1980-05 财务科 科员  ",
		}, said: []string{
			"warn 花名册 5 职级 正科级（享受副处级待遇） level_remark",
			"warn 花名册 12 职级 副主任科员 level_unknown",
			"warn 花名册 13 职级 主任科员 level_unknown",
			"warn 花名册 14 职级 工勤 level_unknown",
			"warn 花名册 23 职级 八级 level_unknown",
			"warn 花名册 17 职级 见习 probation",
		}},
		"19_iso_dates": {people: []string{
			"A001 甲一 男 1980-05-17 财务科 科员 一级科员 ",
			"A002 乙二 男 1980-05-17 财务科 科员 一级科员 ",
		}},
		"22_x000d": {people: []string{
			"A001 甲一 男 1980-05 综合办公室 科员 一级科员 ",
		}},
		"24_idcard_as_no": {people: []string{
			"N0001 甲一 男 1980-05 财务科 科员 一级科员 ",
			"N0002 丙三 男 1980-05 财务科 科员 一级科员 ",
		}, said: []string{
			"warn 花名册 2 工号 310*************11 id_card_check",
			"warn 花名册 2 工号 310*************11 id_as_no",
			"error 花名册 3 工号 3.1010119800501e+17 digits_lost",
			"warn 花名册 4 工号 310*************3x id_card_check",
			"warn 花名册 2 工号  no_proposed",
		}},
		"25_no_staff_no": {people: []string{
			"N0001 甲一 男 1980-05 财务科 科员 一级科员 13800000001",
			"N0002 乙二 女 1981-06 财务科 科长 正科级 13800000002",
		}, said: []string{
			"warn 花名册 2   no_proposed",
		}},
		"25b_idcard_only": {people: []string{
			"N0001 甲一 男 1980-05 财务科 科员 一级科员 13800000001",
		}, said: []string{
			"warn 花名册 2 身份证号 310*************11 id_card_check",
			"warn 花名册 3 身份证号 310*************11 id_card_check",
			"warn 花名册 3 出生年月 1981.06 id_card_born",
			"warn 花名册 3 性别 女 id_card_sex",
			"warn 花名册 2   no_proposed",
			"error 花名册 3 身份证号 310*************11 twice",
		}},
		"26_alias_before_exact": {people: []string{
			"A001 甲一 男 1980-05 财务科 科员  ",
			"A002 乙二 男 1980-05 财务科 科员  ",
		}, said: []string{
			"warn 花名册 1 人员编号  column_twice",
		}},
		"26b_alias_before_exact2": {people: []string{
			"A001 甲一 男 1980-05 财务科 科员  ",
		}, said: []string{
			"warn 花名册 1 岗位  column_twice",
		}},
		"26c_level_two_columns": {people: []string{
			"A001 甲一 男 1980-05 财务科 科员 一级主任科员 ",
		}, said: []string{
			"warn 花名册 1 职务层次  column_other_level",
		}},
		"43_same_name": {people: []string{
			"A001 王伟 男 1980-05 财务科 科员 一级科员 ",
			"A002 王伟 男 1983-05 财务科 科员 一级科员 ",
		}},
	} {
		people, said := judged(t, name, roster.Choice{})
		if !slices.Equal(people, want.people) || !slices.Equal(said, want.said) {
			t.Errorf("%s:\n people %q\n said %q", name, people, said)
		}
	}
}

func TestWhatIsLeftOutByDefaultCanBeTakenIn(t *testing.T) {
	for name, choice := range map[string]roster.Choice{
		"03_hidden_sheet":  {Sheets: []string{"花名册", "2019年旧表"}},
		"04_retired_sheet": {Sheets: []string{"花名册", "退休人员"}},
		"05_hidden_row":    {Hidden: true},
	} {
		if people, _ := judged(t, name, choice); len(people) != 3 {
			t.Errorf("%s: %q", name, people)
		}
	}
	people, said := judged(t, "15_levels", roster.Choice{Levels: map[string]string{"八级": "八级职员", "主任科员": "二级主任科员"}})
	if !strings.HasSuffix(strings.TrimSpace(people[21]), "八级职员") || len(said) != 6 {
		t.Errorf("%q %q", people[21], said)
	}
}

func TestARemarkBehindANameGoesWhereItBelongs(t *testing.T) {
	data, err := os.ReadFile("testdata/imports/10_name_remark.xlsx")
	if err != nil {
		t.Fatal(err)
	}
	sheets, err := xlsx.Read(data)
	if err != nil {
		t.Fatal(err)
	}
	draft, _ := roster.Read(sheets)
	if p := draft.People; p[0].Ethnicity != "满族" || p[1].Secondment != "挂职" {
		t.Errorf("%+v", p)
	}
}

func TestSheetsAndLevelsAreChosenInTheDryRunAndAnIDCardNumberIsNeverKeptPlain(t *testing.T) {
	d := newDesk(t, nil)
	file := func(name string) []byte {
		data, err := os.ReadFile("testdata/imports/" + name + ".xlsx")
		if err != nil {
			t.Fatal(err)
		}
		return data
	}
	r, p := d.prepare(t, file("03_hidden_sheet"), asOf)
	if p.Counts.People != 2 {
		t.Fatalf("%+v", p.Counts)
	}
	if _, err := d.Act(t.Context(), personnel(), r.ID, r.Version, "choose", evaluation.Change{Input: &roster.Choose{Sheets: "没有的表"}}); evaluation.CodeOf(err) != evaluation.CodeInvalid {
		t.Errorf("a sheet that is not there: %v", err)
	}
	again, err := d.Act(t.Context(), personnel(), r.ID, r.Version, "choose", evaluation.Change{Input: &roster.Choose{Sheets: "花名册\n2019年旧表"}})
	if err != nil || payload[roster.Import](t, again).Counts.People != 3 {
		t.Fatalf("%v %+v", err, payload[roster.Import](t, again).Counts)
	}

	rejected, _ := d.prepare(t, file("25b_idcard_only"), asOf)
	if strings.Contains(string(rejected.Payload), "310101198005010011") {
		t.Error("the number stands in the record of the import")
	}
	one := func(name string) []byte { // the first two rows alone
		sheets, err := xlsx.Read(file(name))
		if err != nil {
			t.Fatal(err)
		}
		sheets[0].Rows = sheets[0].Rows[:2]
		data, err := xlsx.Bytes(sheets)
		if err != nil {
			t.Fatal(err)
		}
		return data
	}
	r, p = d.prepare(t, one("25b_idcard_only"), asOf)
	d.apply(t, r, roster.Apply{})
	if p.Counts.People != 1 || len(d.book(t).People()) != 1 {
		t.Fatalf("%+v", p.Counts)
	}
	id := d.book(t).People()[0]
	stored, err := d.Load(t.Context(), street, id)
	if err != nil || strings.Contains(string(stored.Payload), "310101198005010011") || !strings.Contains(string(stored.Payload), "sealed for "+id) {
		t.Errorf("%v %s", err, stored.Payload)
	}
	if _, p = d.prepare(t, one("25b_idcard_only"), asOf); len(p.Plan.Items) != 0 || p.Counts.Same != 1 {
		t.Errorf("not found again: %+v %+v", p.Counts, p.Plan.Items)
	}
}

// Whoever has no staff number in the file is the same person at the next import:
// found by name and month of birth, with the number that was proposed.
func TestPeopleWithoutAStaffNumberAreFoundAgain(t *testing.T) {
	d := newDesk(t, nil)
	file, err := os.ReadFile("testdata/imports/25_no_staff_no.xlsx")
	if err != nil {
		t.Fatal(err)
	}
	r, p := d.prepare(t, file, asOf)
	if p.Counts.Created != 3 { // two people and their department
		t.Fatalf("%+v", p.Counts)
	}
	d.apply(t, r, roster.Apply{})
	if _, p = d.prepare(t, file, asOf); len(p.Plan.Items) != 0 || p.Counts.Same != 2 || p.Counts.Missing != 0 {
		t.Errorf("not found again: %+v %+v", p.Counts, p.Plan.Items)
	}
}
