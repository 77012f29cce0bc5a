package assessment

import (
	"slices"
	"strings"
	"testing"

	"kaoji/app/page/site"
	"kaoji/app/paper"
	texts "kaoji/app/text"
	"kaoji/evaluation"
	"kaoji/evaluation/assessment"
	"kaoji/evaluation/roster"
)

func writing(t *testing.T, category string, sh *assessment.Sheet, own assessment.Own) *formWriter {
	t.Helper()
	catalog, err := texts.Load()
	if err != nil {
		t.Fatal(err)
	}
	of := sh.OfficialForm(own)
	of.Category = category
	return &formWriter{site.Printed{Office: "某街道", Speaker: &site.Speaker{Lang: texts.Chinese, Text: catalog}}, of}
}

// beside is what stands beside a head, and whether the form has the head.
func beside(f *paper.Form, head string) (string, bool) {
	for _, page := range f.Pages {
		for _, row := range page.Rows {
			if i := slices.IndexFunc(row.Cells, func(c paper.Cell) bool { return c.Head && c.Text == head }); i >= 0 {
				return row.Cells[i+1].Text, true
			}
		}
	}
	return "", false
}

// signed is where somebody signs below what stands beside a head.
func signed(f *paper.Form, head string) string {
	for _, page := range f.Pages {
		for i, row := range page.Rows {
			if row.Cells[0].Text == head {
				return page.Rows[i+1].Cells[0].Text
			}
		}
	}
	return ""
}

func day(s string) evaluation.Date {
	d, _ := evaluation.ParseDate(s)
	return d
}

// told is the sheet of somebody whose grade was decided and later corrected.
func told() *assessment.Sheet {
	return &assessment.Sheet{
		Person: assessment.Person{
			No: "0012", Name: "张三", Sex: "男", Born: day("1980-05-01"), Politics: "中共党员", DepartmentName: "党政办", Post: "主任", Level: "正科级",
			PostSince: day("2020-03-01"), LevelSince: day("2018-06-01"), Duties: "负责综合协调",
		},
		Report:      assessment.Report{Summary: "一年来认真履职", Results: "完成任务", Training: "参加党校培训"},
		Proposal:    assessment.Proposal{Comment: "工作扎实", Grade: assessment.Competent, Name: "李四", On: day("2026-12-20")},
		Decision:    assessment.Decision{Grade: assessment.Competent, On: day("2026-12-25")},
		Grade:       assessment.Excellent,
		Corrections: []assessment.Correction{{Old: assessment.Competent, New: assessment.Excellent, On: day("2027-02-01")}},
		Findings:    []assessment.Finding{{Kind: roster.Warning, Consequence: assessment.NotExcellent, Document: "某纪〔2026〕5号", From: day("2026-03-02"), Until: day("2026-12-31")}},
	}
}

func TestTheFormSaysWhatTheOfficialOneAsksFor(t *testing.T) {
	f := writing(t, assessment.Civil, told(), assessment.Own{Answer: assessment.Answer{Kind: "objected", Text: "希望复议", On: day("2027-01-12")}}).form("2026H2")
	if f.Title != "公务员年度考核登记表" || f.Under != "（2026年度）" || f.Name != "0012 张三" || f.Long {
		t.Errorf("%s %s %s %v", f.Title, f.Under, f.Name, f.Long)
	}
	for head, want := range map[string]string{
		"姓名": "张三", "性别": "男", "出生年月": "1980年5月", "政治面貌": "中共党员", "任现职（级）时间": "2020年3月\n2018年6月（职级）",
		"单位及职务职级": "某街道 党政办 主任 正科级", "从事或分管工作": "负责综合协调", "个人总结（含参加培训情况）": "一年来认真履职\n绩：完成任务\n参加培训情况：参加党校培训",
		"主管领导评语和考核等次建议": "工作扎实\n建议等次：称职", "机关负责人或考核委员会意见": "确定等次：称职\n2027年2月1日更正：称职改为优秀",
		"本人意见": "本人有异议\n希望复议", "未确定等次或不参加考核情况说明": "",
	} {
		if said, there := beside(f, head); !there || said != want {
			t.Errorf("%s: %q, want %q", head, said, want)
		}
	}
	for head, want := range map[string]string{
		"主管领导评语和考核等次建议": "签名：李四　2026年12月20日", "机关负责人或考核委员会意见": "（盖章）　2026年12月25日",
		"本人意见": "签名：　　　　　　　2027年1月12日", "未确定等次或不参加考核情况说明": "（盖章）　　　年　　月　　日",
	} {
		if said := signed(f, head); said != want {
			t.Errorf("%s is signed %q, want %q", head, said, want)
		}
	}
}

func TestWhoHasNotAnsweredSignsWithThePen(t *testing.T) {
	f := writing(t, assessment.Civil, told(), assessment.Own{}).form("2026H2")
	if said, _ := beside(f, "本人意见"); said != "" || signed(f, "本人意见") != "签名：　　　　　　　　　年　　月　　日" {
		t.Errorf("%q, signed %q", said, signed(f, "本人意见"))
	}
}

func TestAnAnswerToAFormerGradeIsNoAnswerToTheChangedOne(t *testing.T) {
	f := writing(t, assessment.Civil, told(), assessment.Own{Former: []assessment.Former{
		{Grade: assessment.Competent, Answer: assessment.Answer{Kind: "acknowledged", Text: "同意", On: day("2027-01-12")}},
	}}).form("2026H2")
	if said, _ := beside(f, "本人意见"); said != "对原等次（称职）的意见，2027年1月12日：本人已确认\n同意" || signed(f, "本人意见") != "签名：　　　　　　　　　年　　月　　日" {
		t.Errorf("%q, signed %q", said, signed(f, "本人意见"))
	}
}

func TestEachCategoryHasItsTitleAndItsLines(t *testing.T) {
	for category, want := range map[string]struct{ title, head, text string }{
		assessment.Institution: {"事业单位工作人员年度考核登记表", "单位及职务", "某街道 党政办 主任"},
		assessment.Contract:    {"编外聘用人员年度考核登记表", "单位及职务", "某街道 党政办 主任"},
	} {
		f := writing(t, category, told(), assessment.Own{}).form("2026H2")
		post, _ := beside(f, want.head)
		station, there := beside(f, "岗位")
		if f.Title != want.title || post != want.text || station != "正科级" || !there {
			t.Errorf("%s: %s, %q, %q", category, f.Title, post, station)
		}
	}
	if _, there := beside(writing(t, assessment.Civil, told(), assessment.Own{}).form("2026H2"), "岗位"); there {
		t.Error("a civil servant has a line for the rank of the post")
	}
}

// Whatever the category, each page is one page of paper: 261 mm less what stands above.
func TestTheRowsOfEachPageFitOnA4(t *testing.T) {
	for _, category := range assessment.Categories() {
		f := writing(t, category, told(), assessment.Own{}).form("2026H2")
		for i, most := range []int{2400, 2560} {
			height := 0
			for _, row := range f.Pages[i].Rows {
				height += row.Height
			}
			if height > most || height < most-250 {
				t.Errorf("%s: page %d is %d high", category, i+1, height)
			}
		}
	}
}

func TestALongReportIsSetSmallerAndItIsSaidIfItDoesNotFit(t *testing.T) {
	sh := told()
	sh.Report.Summary = strings.Repeat("一年来，本人认真学习，按时完成各项任务。", 100) // 2000 characters
	w := writing(t, assessment.Civil, sh, assessment.Own{})
	f := w.form("2026H2")
	if size := f.Pages[0].Rows[4].Cells[1].Size; f.Long || size >= 24 || size < 16 {
		t.Errorf("2000 characters: size %d, long %v", size, f.Long)
	}
	w.Report.Summary = strings.Repeat("一年来，本人认真学习，按时完成各项任务。", 400)
	if !w.form("2026H2").Long {
		t.Error("8000 characters fit on a page")
	}
}

// The last box is for who has no grade: what only limits a grade does not explain that there
// is none, and stands on the filing list.
func TestTheLastBoxSaysWhyThereIsNoGradeAndNothingElse(t *testing.T) {
	limited, recruit, deferred := told(), told(), told()
	limited.Findings = append(limited.Findings, assessment.Finding{Kind: assessment.KindTransfer, Consequence: assessment.Material, From: day("2026-05-06")})
	recruit.Decision, recruit.Corrections = assessment.Decision{Grade: assessment.None, On: day("2026-12-25")}, nil
	recruit.Findings = append(limited.Findings, assessment.Finding{Kind: roster.Probation, Consequence: assessment.CommentOnly, Until: day("2027-06-30")})
	deferred.Findings = []assessment.Finding{{Kind: roster.Investigation, Consequence: assessment.Deferred, From: day("2026-10-01")}}
	deferred.Decision, deferred.Corrections = assessment.Decision{Grade: assessment.None}, []assessment.Correction{{Old: assessment.None, New: assessment.Competent, On: day("2027-02-01")}}
	contract := told()
	contract.Findings = []assessment.Finding{{Kind: roster.Demerit, Document: "浦监〔2026〕7号", Consequence: assessment.OfficeRule, From: day("2026-03-31")}}
	changed := told()
	changed.Findings = []assessment.Finding{}
	changed.Changes = []assessment.Change{{Findings: []assessment.Finding{{Kind: roster.Investigation, Consequence: assessment.Reconsider, From: day("2026-12-26")}}}}
	for name, c := range map[string]struct {
		sheet *assessment.Sheet
		want  string
	}{
		"a case after the decision": {changed, "自2026年12月26日起立案调查，尚未结案：定等次后立案，由主要领导决定维持还是改定等次"},
		"a limited grade":           {limited, ""},
		"staff by contract":         {contract, "2026年3月31日受记过（浦监〔2026〕7号）：聘用（编外）人员，不适用公务员的规定，是否确定等次、可否评优按本单位规定办理"},
		"a recruit":                 {recruit, "试用期内，至2027年6月30日：参加考核，只写评语，不确定等次"},
		"a grade that was deferred": {deferred, ""},
		"a ground":                  {&assessment.Sheet{Exemption: "退休", ExemptGround: assessment.ExemptNotStaff}, "不参加考核，考核期内不是本单位人员（退休、辞职等）：退休"},
		"an exemption":              {&assessment.Sheet{Exemption: "因公出国"}, "不在本单位参加考核：因公出国"},
	} {
		if said, _ := beside(writing(t, assessment.Civil, c.sheet, assessment.Own{}).form("2026H2"), "未确定等次或不参加考核情况说明"); said != c.want {
			t.Errorf("%s: %q, want %q", name, said, c.want)
		}
	}
}

func TestWhatCameBackToSomebodyWhoRefusedIsNoSummary(t *testing.T) {
	refused, waived := told(), told()
	refused.Decision, refused.Corrections = assessment.Decision{Grade: assessment.Incompetent, Refusal: true}, nil
	waived.Waived = "住院"
	for want, sh := range map[string]*assessment.Sheet{"": refused, "未提交个人总结：住院": waived} {
		if said, _ := beside(writing(t, assessment.Civil, sh, assessment.Own{}).form("2026H2"), "个人总结（含参加培训情况）"); said != want {
			t.Errorf("%q, want %q", said, want)
		}
	}
}

func TestADocumentWithoutANumberHasNoBrackets(t *testing.T) {
	w := writing(t, assessment.Civil, told(), assessment.Own{})
	for _, lang := range []string{texts.Chinese, texts.English} {
		w.Lang = lang
		for _, kind := range []string{roster.Admonition, roster.Warning, roster.Leave, roster.Seconded, roster.Investigation, roster.Probation} {
			said := strings.Join(findingsIn(w.Speaker, []assessment.Finding{{Kind: kind, Consequence: assessment.NotExcellent, From: day("2026-03-02"), Until: day("2026-12-31")}}), "")
			if strings.Contains(said, "（）") || strings.Contains(said, "()") {
				t.Errorf("%s", said)
			}
		}
	}
}
