package cadreform_test

import (
	"slices"
	"testing"

	"kaoji/evaluation"
	"kaoji/evaluation/cadreform"
)

func TestMonthsAreReadAsProgramsAndPeopleWriteThem(t *testing.T) {
	for text, want := range map[string]string{
		"198005": "1980-05-01", "1980.05": "1980-05-01", "1980.5": "1980-05-01", "1980-05": "1980-05-01", "1980年5月": "1980-05-01", "19800517": "1980-05-17",
		"1980.05.17": "1980-05-17", "１９８０．０５": "1980-05-01", "1980年5月生": "1980-05-01", " 1980 05 ": "1980-05-01",
		"198013": "", "19800231": "", "1980": "", "民盟": "", "": "", "18001": "", "30000101": "",
	} {
		got, ok := cadreform.ParseMonth(text)
		if ok != (want != "") || ok && got.String() != want {
			t.Errorf("%q: %v %v, want %s", text, got.Date, ok, want)
		}
	}
	if age := cadreform.Age(evaluation.NewDate(1980, 12, 1), evaluation.NewDate(2026, 11, 30)); age != 45 {
		t.Errorf("age %d", age)
	}
}

func TestACareerIsReadWithItsContinuationLinesAndWrittenTheSame(t *testing.T) {
	text := "2002.07--2009.07  某区档案局科员\n                  （其间：2005.03--2006.01 借调）\n200907--2012.03 某街道 A\nB科\n2012.03--         某街道副主任\r\n2020年5月至今 兼任"
	want := []cadreform.Stage{
		{From: "2002.07", To: "2009.07", Text: "某区档案局科员（其间：2005.03--2006.01 借调）"}, {From: "2009.07", To: "2012.03", Text: "某街道 A B科"},
		{From: "2012.03", Text: "某街道副主任"}, {From: "2020.05", Text: "兼任"},
	}
	got := cadreform.ParseResume(text)
	if !slices.Equal(got, want) {
		t.Fatalf("%q", got)
	}
	if again := cadreform.ParseResume(cadreform.FormatResume(got)); !slices.Equal(again, want) {
		t.Errorf("came back as %q", again)
	}
	if odd := cadreform.ParseResume("无固定经历"); len(odd) != 1 || odd[0].Text != "无固定经历" {
		t.Errorf("%q", odd)
	}
}

func TestGradesOfYearsAreReadFromText(t *testing.T) {
	for text, want := range map[string]string{
		"2023年度优秀；2024年度称职":                      "2023年度优秀；2024年度称职",
		"2021、2022年度称职，2023年考核优秀":                "2021年度称职；2022年度称职；2023年度优秀",
		"2019-2021年度考核均为称职":                      "2019年度称职；2020年度称职；2021年度称职",
		"2024年度基本称职；2022年度不确定等次":                 "2022年度不确定等次；2024年度基本称职",
		"近三年考核合格":                                "",
		"2023年度先进；2024年度称职":                      "2024年度称职",
		"2021年12月调入，2022年考核、2023年考核均为称职":         "2022年度称职；2023年度称职",
		"2022年度因病未参加考核；2023年度未参加；2024年度免于考核（援藏）": "2022年度未参加考核；2023年度未参加；2024年度免于考核",
		"2021年度不参加考核；2022年度未考核；2023年度未定等":        "2021年度不参加考核；2022年度未考核；2023年度未定等",
	} {
		if got := cadreform.FormatGrades(cadreform.ParseGrades(text)); got != want {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
	}
}
