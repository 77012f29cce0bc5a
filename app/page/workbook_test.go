package page_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"kaoji/app/xlsx"
	"kaoji/evaluation"
	"kaoji/evaluation/appraisal"
	"kaoji/evaluation/commendation"
	"kaoji/evaluation/concern"
	"kaoji/evaluation/roster"
)

// filledIn is the workbook of an address with cells of a line set, by column.
func filledIn(t *testing.T, v *visitor, table string, line int, cells map[int]string) []byte {
	t.Helper()
	v.get(table)
	sheets, err := xlsx.Read(v.body)
	if err != nil || len(sheets) != 1 || len(sheets[0].Rows) < line {
		t.Fatalf("%v %v: %s", err, sheets, v.body)
	}
	row := sheets[0].Rows[line-1]
	for col, text := range cells {
		row = slices.DeleteFunc(row, func(c roster.Cell) bool { return c.Col == col })
		row = append(row, roster.Cell{Text: text, Row: line, Col: col})
	}
	slices.SortFunc(row, func(a, b roster.Cell) int { return a.Col - b.Col })
	sheets[0].Rows[line-1] = row
	sheets[0].Rows = footed(sheets[0].Rows)
	file, err := xlsx.Bytes(sheets)
	if err != nil {
		t.Fatal(err)
	}
	return file
}

// footed adds to a table what offices write below it.
func footed(rows [][]roster.Cell) [][]roster.Cell {
	for _, text := range []string{"共 1 人", "注：1. 本表一式两份", "2. 请于月底前报组织科"} {
		rows = append(rows, []roster.Cell{{Text: text, Row: rows[len(rows)-1][0].Row + 1, Col: 1}})
	}
	return rows
}

// footNamed is what each page says of those rows.
const footNamed = "表尾 3 行未读取"

func TestOpinionsSignedOnPaperAreEnteredFromAWorkbook(t *testing.T) {
	s := newSite(t)
	round, _ := s.appraised(t)
	section := s.login("section", "", evaluation.RolePersonnel)
	at := "/appraisal/" + round + "/opinions"
	if page := section.get(at); !strings.Contains(page, "还有1份") {
		t.Fatalf("%d %s", section.status, page)
	}
	send := func(cells map[int]string, want string) {
		t.Helper()
		file := filledIn(t, section, at+"/table", 2, cells)
		section.get(at)
		if got := section.upload(at, "file", "鉴定意见.xlsx", file); !strings.Contains(got, want) {
			t.Errorf("no %s in:\n%s", want, got)
		}
	}
	send(map[int]string{}, footNamed)
	text := "联系居委会工作扎实，经常走访居民，群众反映好。"
	send(map[int]string{}, "还有1份") // nothing filled in: nothing entered
	send(map[int]string{5: text, 8: "昨天"}, "日期无法识别")
	send(map[int]string{5: text, 7: "某某", 8: "2026/1/5"}, "居委会")
	send(map[int]string{5: text, 1: "别的居委会", 8: "2026-01-05"}, "没有这份待签署的鉴定意见")
	send(map[int]string{5: text, 8: "2026年1月5日"}, "还有0份")
	found, err := s.service.Find(t.Context(), evaluation.Query{Office: office, Kinds: []string{appraisal.KindOpinion}, Parents: []string{round}})
	if err != nil || len(found.Records) != 1 {
		t.Fatal(len(found.Records), err)
	}
	o, err := evaluation.PayloadOf[appraisal.Opinion](found.Records[0])
	if err != nil || found.Records[0].State != appraisal.OpinionSigned || o.Text != text || !o.OnPaper || o.SignedOn.String() != "2026-01-05" {
		t.Errorf("%s %+v %v", found.Records[0].State, o, err)
	}
	cadre := s.login("somebody", found.Records[0].Subject, evaluation.RoleCadre)
	if cadre.get(at); cadre.status != 403 {
		t.Errorf("a cadre enters opinions: %d", cadre.status)
	}
}

func TestDeedsAreReportedFromAWorkbookAndTheRegisterGoesIntoOne(t *testing.T) {
	p := newPraise(t)
	section := p.personnel
	send := func(cells map[int]string, want string) {
		t.Helper()
		file := filledIn(t, section, "/commendation/deeds/table", 2, cells)
		section.get("/commendation/deeds")
		if got := section.upload("/commendation/deeds", "file", "事迹.xlsx", file); !strings.Contains(got, want) {
			t.Errorf("no %s in:\n%s", want, got)
		}
	}
	line := map[int]string{
		1: p.member.No, 3: "爱护公共财产", 4: "修好路灯", 5: "2026/1/5", 6: "微山路", 7: "下班后修好了弄堂里坏了一个月的路灯。", 8: "群众来信来访", 9: "居民王先生",
	}
	with := func(col int, text string) map[int]string {
		cells := maps.Clone(line)
		cells[col] = text
		return cells
	}
	send(with(1, "没有此人"), "名册")
	send(with(1, "没有此人"), footNamed)
	send(with(3, "别的"), "事迹类别不在可选范围内")
	send(with(5, "某日"), "日期无法识别")
	send(line, "事迹已报送")
	send(line, "相似") // the same one again
	found, err := p.service.Find(t.Context(), evaluation.Query{Office: office, Kinds: []string{commendation.KindDeed}})
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, r := range found.Records {
		d, err := evaluation.PayloadOf[commendation.Deed](r)
		if err != nil {
			t.Fatal(err)
		}
		if d.Title == "修好路灯" {
			n++
			if d.Source != "letter" || d.Reporter.Sender != "居民王先生" || len(d.People) != 1 || d.On.String() != "2026-01-05" {
				t.Errorf("%+v", d)
			}
		}
	}
	if n != 1 {
		t.Errorf("reported %d times", n)
	}
	p.released()
	section.get("/commendation/register")
	sheets, err := xlsx.Read(section.body)
	if err != nil || len(sheets) != 1 || len(sheets[0].Rows) < 2 || !strings.Contains(sheets[0].Rows[1][0].Text, "〔") {
		t.Errorf("the register: %v %v", sheets, err)
	}
}

func TestTheIntakeSaysWhatIsAskedAndWhichConcernsAreAlike(t *testing.T) {
	w := newWatch(t)
	page := w.personnel.get("/concern")
	for _, want := range []string{"事由", "热线电话", "同一事由"} {
		if !strings.Contains(page, want) {
			t.Errorf("no %s in the list:\n%s", want, page)
		}
	}
	found, err := w.service.Find(t.Context(), evaluation.Query{
		Office: office, Kinds: []string{concern.KindMatter}, Subjects: []string{w.member.ID}, States: []evaluation.State{concern.Received}, Limit: 2,
	})
	if err != nil || len(found.Records) != 2 {
		t.Fatal(len(found.Records), err)
	}
	one, other := found.Records[0], found.Records[1]
	page = w.personnel.get("/records/" + one.ID)
	if !strings.Contains(page, other.Unique) || !strings.Contains(page, "/acts/merge?no=") || strings.Contains(page, "反映人代号") {
		t.Errorf("the record names no double, or a pseudonym:\n%s", page)
	}
	merge := "/records/" + one.ID + "/acts/merge?no=" + strings.NewReplacer("〔", "%E3%80%94", "〕", "%E3%80%95").Replace(other.Unique)
	if page = w.personnel.get(merge); !strings.Contains(page, `value="`+other.Unique+`"`) {
		t.Errorf("the form does not know the other one:\n%s", page)
	}
	w.personnel.get("/concern?export=xlsx")
	if sheets, err := xlsx.Read(w.personnel.body); err != nil || len(sheets[0].Rows) < 3 {
		t.Errorf("%v %v", sheets, err)
	}
	subject := w.login("whom", w.member.ID, evaluation.RoleCadre, evaluation.RolePersonnel)
	if page := subject.get("/concern"); strings.Contains(page, one.Unique) {
		t.Error("whom it is about finds it in the list")
	}
	subject.get("/concern?export=xlsx")
	if sheets, err := xlsx.Read(subject.body); err != nil || len(sheets[0].Rows) > 1 && strings.Contains(sheets[0].Rows[1][0].Text, one.Unique) {
		t.Errorf("whom it is about exports it: %v %v", sheets, err)
	}
}
