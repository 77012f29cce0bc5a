package page_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"hash/crc32"
	"image"
	"image/jpeg"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"kaoji/app/lrmx"
	"kaoji/app/page/pagetest"
	"kaoji/evaluation"
	"kaoji/evaluation/cadreform"
	"kaoji/evaluation/results"
	"kaoji/evaluation/roster"
)

// formImport is the newest import of forms.
func (p *praise) formImport() (evaluation.State, *roster.FormImport) {
	p.t.Helper()
	found, err := p.service.Find(p.t.Context(), evaluation.Query{Office: office, Kinds: []string{roster.KindFormImport}, Desc: true, Limit: 1})
	if err != nil || len(found.Records) == 0 {
		p.t.Fatal("no import: ", err)
	}
	section := evaluation.Actor{Office: office, Account: "section", Roles: []evaluation.Role{evaluation.RolePersonnel}}
	v, err := p.service.Get(p.t.Context(), section, found.Records[0].ID)
	if err != nil {
		p.t.Fatal(err)
	}
	of, err := evaluation.PayloadOf[roster.FormImport](v.Record)
	if err != nil {
		p.t.Fatal(err)
	}
	return v.State, of
}

// takes uploads a form and imports what it has.
func (p *praise) takes(name string, content []byte) {
	p.t.Helper()
	p.personnel.get("/roster/import")
	page := p.personnel.upload("/roster/forms", "files", name, content)
	at := formAddress.FindString(p.personnel.at)
	if p.personnel.post(at, url.Values{"version": {version([]byte(page))}, "take": {"0"}}); p.personnel.status != 200 {
		p.t.Fatalf("%d\n%s", p.personnel.status, p.personnel.body)
	}
}

// What Kaoji wrote says nothing new to the office that wrote it: not its own grades, rewards
// and penalties, not the education of the roster, and months stay as the first file had them.
func TestAFormOfTheOfficesOwnOffersNothing(t *testing.T) {
	p := newPraise(t)
	var photo bytes.Buffer
	if err := jpeg.Encode(&photo, image.NewGray(image.Rect(0, 0, 40, 56)), nil); err != nil {
		t.Fatal(err)
	}
	last := time.Now().Year() - 1
	book, err := p.roster.Book(t.Context(), office)
	if err != nil {
		t.Fatal(err)
	}
	entry, _ := book.Person(p.member.ID)
	born, worked := cadreform.Dotted(entry.Born), cadreform.Dotted(entry.WorkedSince)
	in := cadreform.Form{
		Name: p.member.Name, Sex: p.member.Sex, Born: born, WorkedSince: worked, PartyJoined: "1999.06", Ethnicity: "回族", NativePlace: "浙江绍兴", BirthPlace: "上海浦东",
		Health: "健康", TechnicalPost: "工程师", Strengths: "城市管理",
		FullTime:  cadreform.Schooling{Education: "大专", Degree: "", School: "某师范专科学校中文系"},
		InService: cadreform.Schooling{Education: "研究生", Degree: "公共管理硕士", School: "某大学公共管理学院", DegreeSchool: "另一大学"},
		Grades:    fmt.Sprintf("%d、%d年度称职", last-3, last-2), Honours: "2015年被评为区先进工作者",
		Resume: worked + "--2012.03  某区档案局科员\n2012.03--         某街道" + p.member.Post, Proposed: "某街道主任", Removed: "某街道副主任", Grounds: "工作需要",
		Family: []cadreform.Kin{{Relation: "父亲", Name: "尹某某", Born: "195003", Politics: "群众", Work: "已退休"}, {Relation: "母亲", Name: "甲某某", Born: "1952.07"}},
		Photo:  photo.Bytes(), Extra: []cadreform.Extra{{After: "MinZu", XML: "<BianHao>7</BianHao>"}},
	}
	p.takes("任免表.lrmx", lrmx.Write(&in))
	file := "/records/" + p.member.ID
	p.submit(p.personnel, file, "amend", "", url.Values{"education": {"大学本科"}, "reason": {"核对学历"}})
	for year, grade := range map[int]string{last: results.Excellent, last - 1: results.None} {
		p.personnel.post("/new/results.grade/enter", url.Values{"person": {p.member.ID}, "year": {strconv.Itoa(year)}, "grade": {grade}, "source": {"登记表"}})
	}
	p.personnel.post("/new/results.use/note", url.Values{"person": {p.member.ID}, "what": {results.Commend}, "year": {strconv.Itoa(last)}, "on": {fmt.Sprintf("%d-01-15", last+1)}, "document": {"浦委 [2026] 3号"}})
	p.submit(p.personnel, file, "absence", "", url.Values{"kind": {roster.Warning}, "from": {fmt.Sprintf("%d-03-01", last-4)}, "to": {fmt.Sprintf("%d-08-31", last-4)}, "source": {"浦监〔2021〕1号"}})

	address := "/roster/people/" + p.member.ID + "/form/"
	first := p.personnel.get(address + "lrmx")
	for _, want := range []string{
		"<ChuShengNianYue>" + born + "<", "<CanJiaGongZuoShiJian>" + worked + "<", "<RuDangShiJian>1999.06<", "<ChuShengRiQi>195003<", "<ChuShengRiQi>1952.07<",
		fmt.Sprintf("%d年度称职；%d年度称职；%d年度未确定等次；%d年度优秀<", last-3, last-2, last-1, last), "嘉奖（浦委 [2026] 3号）", "受", "浦监〔2021〕1号",
	} {
		if !strings.Contains(first, want) {
			t.Errorf("the form does not say %q:\n%s", want, first)
		}
	}
	for name, content := range map[string]string{"表.lrmx": first, "表.zip": p.personnel.get(address + "lrm")} {
		p.personnel.get("/roster/import")
		page := p.personnel.upload("/roster/forms", "files", name, []byte(content))
		pagetest.Check(t, []byte(page))
		state, of := p.formImport()
		if one := of.People[0]; state != roster.StateNothing || of.Counts.Same != 1 || one.Person != p.member.ID || len(one.New)+len(one.Differs)+len(one.Doubts) != 0 || !strings.Contains(page, "没有要导入的内容") {
			t.Errorf("%s is %s: %+v", name, state, one)
		}
	}
	if tasks := p.personnel.get("/"); strings.Contains(tasks, "核对并导入任免表") {
		t.Errorf("it waits for somebody:\n%s", tasks)
	}
	if again := p.personnel.get(address + "lrmx"); again != first {
		t.Errorf("written again\n%s\nand not\n%s", again, first)
	}
	read, err := lrmx.Read([]byte(first))
	if err != nil || string(lrmx.Write(&read)) != first {
		t.Errorf("read and written: %v\n%s", err, lrmx.Write(&read))
	}

	// A file that says more says only that: not what the office has on record.
	read.Grades = fmt.Sprintf("%d年度优秀；", last-5) + read.Grades
	read.Honours = "2012年获区五一劳动奖章\n" + read.Honours
	p.personnel.get("/roster/import")
	p.personnel.upload("/roster/forms", "files", "表.lrmx", lrmx.Write(&read))
	_, of := p.formImport()
	said := map[string]string{}
	for _, f := range of.People[0].Differs {
		said[f.Field] = f.New
	}
	if len(said) != 2 || said["grades"] != fmt.Sprintf("%d年度优秀；%d年度称职；%d年度称职", last-5, last-3, last-2) || said["honours"] != "2012年获区五一劳动奖章\n2015年被评为区先进工作者" {
		t.Errorf("a file with more: %v, %v", said, of.People[0])
	}
	read.Grades = fmt.Sprintf("%d年度称职", last)
	p.personnel.get("/roster/import")
	if page := p.personnel.upload("/roster/forms", "files", "表.lrmx", lrmx.Write(&read)); !strings.Contains(page, fmt.Sprintf("写有 %d 年度“称职”，系统记载为优秀", last)) {
		t.Errorf("another grade than the one here is not named:\n%s", page)
	}
}

// A zip in which files are bad is taken without them; each is listed by its name with the
// reason. What is too much for all files together is refused as a whole.
func TestBadFilesOfAZipAreListedAndTheOthersTaken(t *testing.T) {
	p := newPraise(t)
	good := func(name string) []byte {
		f := cadreform.Form{Name: name, Sex: "女", Born: "198505", Post: "科员", WorkedSince: "201007", Resume: "2010.07--         某街道科员"}
		return lrmx.Write(&f)
	}
	bomb := `<?xml version="1.0"?><!DOCTYPE Person [<!ENTITY a "` + strings.Repeat("甲", 100) + `"><!ENTITY b "` + strings.Repeat("&a;", 100) + `">]><Person><XingMing>&b;</XingMing></Person>`
	content := []struct {
		name string
		body []byte
		says string
	}{
		{"a好.lrmx", good("庚甲"), ""},
		{"b断.lrmx", []byte("<Person><XingMing>庚乙</XingMing>"), "文件已损坏，或编码不能识别"},
		{"c炸.lrmx", []byte(bomb), "文件里有文档类型、实体或指令"},
		{"d码.lrmx", []byte("<?xml version=\"1.0\" encoding=\"gbk\"?><Person><XingMing>\xff\xfe\xfd</XingMing></Person>"), "文件已损坏，或编码不能识别"},
		{"e大.lrmx", append(good("庚丙"), bytes.Repeat([]byte(" "), lrmx.MaxFile)...), "文件太大，或层次、项目太多"},
		{"f坏.lrmx", good("庚丁"), "文件已损坏，或编码不能识别"},
		{"g旧.lrm", []byte("没有引号"), "不是干部任免审批表"},
		{"h好.lrmx", good("庚戊"), ""},
	}
	var packed bytes.Buffer
	z := zip.NewWriter(&packed)
	for _, c := range content {
		head := &zip.FileHeader{Name: "司法所/" + c.name, Flags: 0x800, CRC32: crc32.ChecksumIEEE(c.body), CompressedSize64: uint64(len(c.body)), UncompressedSize64: uint64(len(c.body))}
		if strings.HasPrefix(c.name, "f") {
			head.CRC32++ // damaged on the way
		}
		w, err := z.CreateRaw(head)
		if err == nil {
			_, err = w.Write(c.body)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	p.personnel.get("/roster/import")
	page := p.personnel.upload("/roster/forms", "files", "任免表.zip", packed.Bytes())
	at := formAddress.FindString(p.personnel.at)
	if at == "" {
		t.Fatalf("%d\n%s", p.personnel.status, page)
	}
	_, of := p.formImport()
	if of.Counts.Files != len(content) || of.Counts.Created != 2 || of.Counts.Refused != len(content)-2 {
		t.Errorf("%+v", of.Counts)
	}
	for _, c := range content {
		_, after, there := strings.Cut(page, c.name)
		if after, _, _ = strings.Cut(after, "</section>"); !there || c.says != "" && !strings.Contains(after, c.says) {
			t.Errorf("%s: %v, want %q:\n%s", c.name, there, c.says, after)
		}
	}
	page = p.personnel.post(at, url.Values{"version": {version([]byte(page))}, "take": {"0"}, "establishment": {"事业编"}})
	if !strings.Contains(page, "已新增") || !strings.Contains(page, "名册中没有，未新增") || !strings.Contains(page, "导入时没有勾选") || strings.Contains(page, "将新增") || strings.Contains(page, "将写入") {
		t.Errorf("it does not say what was done:\n%s", page)
	}
	if _, of = p.formImport(); of.Counts.Created != 1 || of.Counts.Left != 1 {
		t.Errorf("%+v", of.Counts)
	}
	book, err := p.roster.Book(t.Context(), office)
	if err != nil || len(book.ByName("庚甲")) != 1 || len(book.ByName("庚戊")) != 0 || len(book.ByName("庚丁"))+len(book.ByName("庚丙")) != 0 {
		t.Errorf("imported %v %v, %v", book.ByName("庚甲"), book.ByName("庚戊"), err)
	}

	var bombs bytes.Buffer
	z = zip.NewWriter(&bombs)
	for i := range lrmx.MaxZip/lrmx.MaxFile + 1 {
		w, err := z.Create(strconv.Itoa(i) + ".lrmx")
		if err == nil {
			_, err = w.Write(make([]byte, 2*lrmx.MaxFile))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	p.personnel.get("/roster/import")
	if page = p.personnel.upload("/roster/forms", "files", "任免表.zip", bombs.Bytes()); p.personnel.status == 200 || !strings.Contains(page, "合计最多 2000 个") {
		t.Errorf("%d bytes that unpack to more than %d: %d\n%s", bombs.Len(), lrmx.MaxZip, p.personnel.status, page)
	}
	p.personnel.get("/roster/import")
	if page = p.personnel.upload("/roster/forms", "files", "坏包.zip", []byte("no zip")); !strings.Contains(page, "“坏包.zip”：文件已损坏") {
		t.Errorf("a damaged zip is not named:\n%s", page)
	}
}
