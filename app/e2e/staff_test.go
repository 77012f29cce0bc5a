//go:build browser

package e2e_test

import (
	"fmt"
	"strings"
	"testing"
)

// worker is one of the 240 people of a large office.
type worker struct{ name, sex, born, unit, post, level, establishment, worked, joined, since string }

var yearUnits = []string{"党政办公室", "综合治理办公室", "社会保障科", "市政管理科"}

// newcomer is the number of somebody who came this year and is on probation.
const newcomer = 119

// largeStaff are 240 people in four departments: 40 of section level, 80 other civil
// servants, 60 of an institution and 60 by contract. Those of followed have names of
// their own.
func largeStaff() []worker {
	surnames, given := []rune("赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨"), []rune("平安祥和敏静思远志强文华建国明")
	list := make([]worker, 240)
	for i := range list {
		w := worker{
			name: string(surnames[i%16]) + string(given[i/16]) + string(given[(i*7)%15]), sex: "男", born: "1985.10", unit: yearUnits[i%4],
			level: "副科级", establishment: "行政编", post: "副科长", worked: "2008.07", joined: "2015.11", since: "2020.05",
		}
		switch {
		case i >= 180:
			w.level, w.establishment, w.post = "", "编外聘用", "窗口人员"
		case i >= 120:
			w.level, w.establishment, w.post = "九级职员", "事业编", "工作人员"
		case i >= 40:
			w.level, w.post = "一级科员", "科员"
		}
		list[i] = w
	}
	for _, f := range followed {
		list[f.at].name = f.name
	}
	return list
}

// leadersFile writes the three leaders, who have staff numbers and no forms.
func leadersFile(t *testing.T) string {
	t.Helper()
	return sheetFile(t, "领导班子.xlsx", [][]string{
		{"人员编号", "姓名", "性别", "出生日期", "部门", "现任职务", "职级", "任现职务时间", "编制类别", "参加工作时间", "进入本单位时间"},
		{"LD01", "沈国栋", "男", "1970.04", "领导班子", "党工委书记", "正处级", "2021.03", "行政编", "1992.07", "2021.03"},
		{"LD02", "陆文娟", "女", "1971.04", "领导班子", "办事处主任", "正处级", "2021.03", "行政编", "1993.07", "2021.03"},
		{"LD03", "顾建平", "男", "1972.04", "领导班子", "党工委副书记", "副处级", "2021.03", "行政编", "1994.07", "2021.03"},
	})
}

// rosterFile writes what the forms do not say: level, establishment, and since when
// somebody is in the office and in the post.
func rosterFile(t *testing.T, year int) string {
	t.Helper()
	lines := [][]string{{"姓名", "性别", "出生日期", "部门", "现任职务", "职级", "任现职务时间", "编制类别", "参加工作时间", "进入本单位时间"}}
	for i, w := range largeStaff() {
		switch {
		case i == newcomer:
			w.worked, w.joined, w.since = fmt.Sprint(year, ".07"), fmt.Sprint(year, ".07"), fmt.Sprint(year, ".07")
		case w.name == transferred:
			w.joined, w.since = fmt.Sprint(year, ".05"), fmt.Sprint(year, ".05")
		}
		lines = append(lines, []string{w.name, w.sex, w.born, w.unit, w.post, w.level, w.since, w.establishment, w.worked, w.joined})
	}
	return sheetFile(t, "花名册.xlsx", lines)
}

// gradesFile writes a workbook with the grades of the three years before one, in the
// words that the rules of each person have.
func gradesFile(t *testing.T, year int) string {
	t.Helper()
	lines := [][]string{{"姓名", fmt.Sprint(year-3, "年度"), fmt.Sprint(year-2, "年度"), fmt.Sprint(year-1, "年度"), "来源"}}
	for i, w := range largeStaff() {
		word := map[bool]string{true: "称职", false: "合格"}[w.establishment == "行政编"]
		grades := []string{word, word, word}
		if f := followedAt(i); f != nil {
			grades = f.three[:]
		}
		lines = append(lines, append(append([]string{w.name}, grades...), "年度考核登记表"))
	}
	return sheetFile(t, "往年等次.xlsx", lines)
}

// formGrades are the grades that the form of somebody says.
func formGrades(n, year int) string {
	if f := followedAt(n); f != nil {
		var list []string
		for _, back := range f.form {
			list = append(list, fmt.Sprintf("%d年度称职", year-back))
		}
		return strings.Join(list, "；")
	}
	return fmt.Sprintf("%d年度称职", year-3)
}
