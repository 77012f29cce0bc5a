package page_test

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"fmt"
	"image"
	"image/jpeg"
	"io"
	"maps"
	"math/rand/v2"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"kaoji/app/lrmx"
	"kaoji/app/page/pagetest"
	"kaoji/app/server"
	"kaoji/app/xlsx"
	"kaoji/evaluation"
	"kaoji/evaluation/cadreform"
	"kaoji/evaluation/commendation"
	"kaoji/evaluation/results"
	"kaoji/evaluation/roster"
)

var formAddress = regexp.MustCompile(`/roster/forms/[0-9a-f-]{36}`)

// A form is uploaded, compared, imported and exported; the person reads it, too, and
// others do not.
func TestAFormGoesInAndOutThroughThePages(t *testing.T) {
	p := newPraise(t)
	own, other := p.login("cadre", p.member.ID, evaluation.RoleCadre), p.login("other", p.otherThan(p.member.ID), evaluation.RoleCadre, evaluation.RoleLeader)
	var photo bytes.Buffer
	if err := jpeg.Encode(&photo, image.NewGray(image.Rect(0, 0, 40, 56)), nil); err != nil {
		t.Fatal(err)
	}
	last := time.Now().Year() - 1
	in := cadreform.Form{
		Grades: fmt.Sprintf("%d年度称职；%d年度称职", last-1, last),
		Name:   p.member.Name, NativePlace: "浙江绍兴", Health: "健康", Ethnicity: "回族", Photo: photo.Bytes(), Resume: "2009.07--         某街道科员",
		Family: []cadreform.Kin{{Relation: "父亲", Name: "尹某某", Born: "195003", Work: "已退休"}}, Extra: []cadreform.Extra{{XML: "<BianHao>7</BianHao>"}},
	}
	p.personnel.get("/roster/import")
	page := p.personnel.upload("/roster/forms", "files", "任免表.lrmx", lrmx.Write(&in))
	at := formAddress.FindString(p.personnel.at)
	if at == "" || !strings.Contains(page, "浙江绍兴") || !strings.Contains(page, "尹某某") || !strings.Contains(page, p.member.No) {
		t.Fatalf("%s\n%s", p.personnel.at, page)
	}
	version := regexp.MustCompile(`name="version" value="(\d+)"`).FindStringSubmatch(page)[1]
	if page = p.personnel.post(at, url.Values{"version": {version}, "take": {"0"}}); p.personnel.status != 200 || !strings.Contains(page, "已导入") {
		t.Fatalf("%d\n%s", p.personnel.status, page)
	}
	record := regexp.MustCompile(`/records/[0-9a-f-]{36}"[^>]*>任免表信息`).FindString(own.get("/roster/people/" + p.member.ID))
	if record == "" {
		t.Fatal("the file does not lead to the form")
	}
	record, _, _ = strings.Cut(record, `"`)
	id := strings.TrimPrefix(record, "/records/")
	if said := own.get(record); !strings.Contains(said, "尹某某") || !strings.Contains(said, "/roster/photos/"+id) {
		t.Errorf("the person reads\n%s", said)
	}
	if own.get("/roster/photos/" + id); own.status != 200 || !bytes.HasPrefix(own.body, []byte("\xFF\xD8")) {
		t.Errorf("the photo: %d", own.status)
	}
	for _, path := range []string{"/records/" + id, "/roster/photos/" + id, "/roster/people/" + p.member.ID + "/form/lrmx"} {
		if other.get(path); other.status != 404 {
			t.Errorf("a colleague opens %s: %d", path, other.status)
		}
	}
	// A leader in charge reads the file, but not the particulars: the form would look complete.
	p.submit(p.personnel, "/records/"+p.member.Department, "charge", "", url.Values{"person": {p.otherThan(p.member.ID)}, "from": {evaluation.DateOf(time.Now()).AddDays(-1).String()}})
	if page := other.get("/roster/people/" + p.member.ID); other.status != 200 || !strings.Contains(page, p.member.Name) {
		t.Errorf("the leader in charge opens the file: %d", other.status)
	}
	for who, v := range map[string]*visitor{"/form/lrmx": other, "/form/docx": own} {
		if v.get("/roster/people/" + p.member.ID + who); v.status != 404 {
			t.Errorf("%s: %d", who, v.status)
		}
	}
	p.personnel.post("/new/results.grade/enter", url.Values{"person": {p.member.ID}, "year": {strconv.Itoa(last)}, "grade": {results.Excellent}, "source": {"复核决定"}})
	out, err := lrmx.Read([]byte(own.get("/roster/people/" + p.member.ID + "/form/lrmx")))
	if err != nil || out.NativePlace != in.NativePlace || len(out.Family) != 1 || len(out.Extra) != 1 || len(out.Photo) == 0 || out.Grades != fmt.Sprintf("%d年度称职；%d年度优秀", last-1, last) || out.Honours != "(无)" {
		t.Errorf("exported %+v, %v", out, err)
	}
	p.personnel.post("/new/results.grade/enter", url.Values{"person": {p.member.ID}, "year": {strconv.Itoa(last - 2)}, "grade": {results.Competent}})
	p.submit(p.personnel, "/records/"+p.member.ID, "amend", "", url.Values{"establishment": {"事业编"}, "reason": {"核对编制"}})
	if out, err = lrmx.Read([]byte(own.get("/roster/people/" + p.member.ID + "/form/lrmx"))); err != nil || !strings.HasPrefix(out.Grades, fmt.Sprintf("%d年度合格；", last-2)) {
		t.Errorf("of staff of a public institution: %s, %v", out.Grades, err)
	}
	if all, err := lrmx.Forms([]byte(p.personnel.get("/roster/export/forms")), lrmx.NewLimits()); err != nil || len(all) < 2 || all[0].Folder == "" {
		t.Errorf("all forms: %+v, %v", all, err)
	}
	word := own.get(record + "/print/appointment_form/docx")
	z, err := zip.NewReader(strings.NewReader(word), int64(len(word)))
	if err != nil || !holds(t, z, "word/document.xml", "浙江绍兴") || !holds(t, z, "word/media/picture1.jpeg", "JFIF") && !holds(t, z, "word/media/picture1.jpeg", "\xFF\xD8") {
		t.Errorf("the Word document: %v", err)
	}
	book := own.get(record + "/print/appointment_form/xlsx")
	if z, err = zip.NewReader(strings.NewReader(book), int64(len(book))); err != nil || !holds(t, z, "xl/media/picture1_1.jpeg", "\xFF\xD8") || !holds(t, z, "xl/drawings/drawing1.xml", "oneCellAnchor") ||
		!holds(t, z, "xl/worksheets/sheet1.xml", `<drawing r:id="rId1"/></worksheet>`) || !holds(t, z, "[Content_Types].xml", "/xl/drawings/drawing1.xml") {
		t.Errorf("the workbook has no photo: %v", err)
	}
	if said := own.get(record + "/print/appointment_form"); !strings.Contains(said, "干部任免审批表") || !strings.Contains(said, "尹某某") || strings.Contains(said, "sheet-warning") {
		t.Errorf("on paper:\n%s", said)
	}
	columnsAreChosen(t, p, own, other)
}

// noise is a picture of more than 100 KB that no zip makes smaller.
func noise(t *testing.T) []byte {
	t.Helper()
	img := image.NewGray(image.Rect(0, 0, 300, 420))
	dice := rand.New(rand.NewPCG(1, 2))
	for i := range img.Pix {
		img.Pix[i] = byte(dice.Uint32())
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: 85}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// A zip of more than an attachment, or an ordinary form, can hold is stored in parts and
// imported whole; a much larger one is refused.
func TestAZipOfManyPhotosIsImportedWhole(t *testing.T) {
	p := newPraise(t)
	photo := noise(t)
	people := 14<<20/len(photo) + 1
	var entries []lrmx.Entry
	for i := range people {
		f := cadreform.Form{Name: "辛" + string(rune('一'+i)), Sex: "女", Born: "198505", Post: "科员", Photo: photo}
		entries = append(entries, lrmx.Entry{Name: "司法所/" + f.Name + ".lrmx", Content: lrmx.Write(&f)})
	}
	zipped, err := lrmx.Pack(entries)
	if err != nil || len(zipped) < 13<<20 {
		t.Fatalf("%d photos of %d bytes are %d bytes, %v", people, len(photo), len(zipped), err)
	}
	p.personnel.get("/roster/import")
	p.personnel.upload("/roster/forms", "files", "任免表.zip", zipped)
	at := formAddress.FindString(p.personnel.at)
	if at == "" {
		t.Fatalf("%d %s", p.personnel.status, p.personnel.body)
	}
	found, err := p.service.Find(t.Context(), evaluation.Query{Office: office, Kinds: []string{roster.KindFormImport}})
	if err != nil {
		t.Fatal(err)
	}
	of, err := evaluation.PartOf[roster.FormImport](found.Records[0], "blobs", "counts")
	if err != nil || len(of.Blobs) < 2 || of.Counts.Files != people || of.Counts.Created != people {
		t.Errorf("%+v, %v, want %d people in parts", of, err, people)
	}
	for path, size := range map[string]int{"/roster/forms": server.MaxUpload, "/roster/import": server.MaxBody} {
		p.personnel.get("/roster/import")
		p.personnel.upload(path, "files", "任免表.zip", make([]byte, size))
		if p.personnel.status != 413 {
			t.Errorf("%s takes more than %d bytes: %d", path, size, p.personnel.status)
		}
	}
}

func holds(t *testing.T, z *zip.Reader, name, text string) bool {
	t.Helper()
	f, err := z.Open(name)
	if err != nil {
		return false
	}
	defer func() { _ = f.Close() }()
	content, err := io.ReadAll(f)
	return err == nil && bytes.Contains(content, []byte(text))
}

// columnsAreChosen chooses the columns of a list of people, saves them as a view and
// exports them.
func columnsAreChosen(t *testing.T, p *praise, others ...*visitor) {
	t.Helper()
	query := "?column=name&column=age&column=native_place"
	if said := p.personnel.get("/roster/columns" + query); p.personnel.status != 200 || !strings.Contains(said, p.member.Name) || !strings.Contains(said, ">籍贯</th>") {
		t.Fatalf("%d\n%s", p.personnel.status, said)
	}
	p.personnel.post("/roster/columns/views", url.Values{"name": {"年龄结构"}, "query": {strings.TrimPrefix(query, "?") + "&column=evil&unit="}})
	if said := p.personnel.get("/roster/columns"); !strings.Contains(said, "年龄结构") || strings.Contains(said, "evil") {
		t.Errorf("saved:\n%s", said)
	}
	sheets, err := xlsx.Read([]byte(p.personnel.get("/roster/columns/export" + query)))
	if err != nil || len(sheets) != 1 || len(sheets[0].Rows[0]) != 3 || sheets[0].Rows[0][1].Text != "年龄" {
		t.Errorf("exported %+v, %v", sheets, err)
	}
	for _, who := range others {
		if who.get("/roster/columns/export" + query); who.status == 200 {
			t.Errorf("a cadre exports the roster: %d", who.status)
		}
	}
}

// A list says of rewards and penalties what the 任免表 says; on an earlier day it knows nothing of
// what came later.
func TestAListOfAnEarlierDayKnowsNothingOfWhatCameLater(t *testing.T) {
	p := newPraise(t)
	today := evaluation.DateOf(time.Now())
	for year, grade := range map[int]string{today.Year() - 3: "competent", today.Year() - 1: "excellent"} {
		p.personnel.post("/new/results.grade/enter", url.Values{"person": {p.member.ID}, "year": {strconv.Itoa(year)}, "grade": {grade}, "source": {"干部档案"}})
		if p.personnel.status != 200 {
			t.Fatalf("%d\n%s", p.personnel.status, p.personnel.body)
		}
	}
	p.submit(p.personnel, "/records/"+p.member.ID, "absence", "", url.Values{"kind": {"warning"}, "source": {"监〔1〕号"}, "from": {today.AddDays(-40).String()}})
	row := func(on evaluation.Date) string {
		sheets, err := xlsx.Read([]byte(p.personnel.get("/roster/columns/export?column=name&column=grades&column=rewards&on=" + on.String())))
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range sheets[0].Rows {
			if r[0].Text == p.member.Name {
				said := ""
				for _, cell := range r[1:] {
					said += cell.Text + "|"
				}
				return said
			}
		}
		return ""
	}
	if said := row(today); !strings.Contains(said, strconv.Itoa(today.Year()-1)+"年") || !strings.Contains(said, "警告（监〔1〕号）") {
		t.Errorf("today: %s", said)
	}
	earlier := today.AddMonths(-18)
	if said := row(earlier); !strings.Contains(said, strconv.Itoa(today.Year()-3)+"年") || strings.Contains(said, strconv.Itoa(today.Year()-1)+"年") || strings.Contains(said, "警告") {
		t.Errorf("on %s: %s", earlier, said)
	}
}

// compares uploads forms in a zip and returns where they are compared, and the page, which
// must say what is wanted.
func (p *praise) compares(entries []lrmx.Entry, wants ...string) (at, page string) {
	p.t.Helper()
	zipped, err := lrmx.Pack(entries)
	if err != nil {
		p.t.Fatal(err)
	}
	p.personnel.get("/roster/import")
	page = p.personnel.upload("/roster/forms", "files", "任免表.zip", zipped)
	pagetest.Check(p.t, []byte(page))
	for _, want := range wants {
		if !strings.Contains(page, want) {
			p.t.Errorf("the page does not say %q:\n%s", want, page)
		}
	}
	return formAddress.FindString(p.personnel.at), page
}

// People of whom neither the roster nor the form says an establishment get one on the page:
// all the same, or one by one. What a form implies is filled in.
func TestPeopleOfFormsGetAnEstablishment(t *testing.T) {
	p := newPraise(t)
	var entries []lrmx.Entry
	for i, post := range []string{"科员", "科员", "一级主任科员", "二级主任科员"} {
		f := cadreform.Form{Name: "壬" + string(rune('甲'+i)), Sex: "女", Born: "198" + strconv.Itoa(i) + "05", Post: post, WorkedSince: "201007", Resume: "2010.07--         某街道科员"}
		entries = append(entries, lrmx.Entry{Name: "司法所/" + strconv.Itoa(i) + ".lrmx", Content: lrmx.Write(&f)})
	}
	at, page := p.compares(entries, "有 2 人的编制", `name="establishment.0" id="establishment-0" value=""`, `name="establishment.2" id="establishment-2" value="行政编"`, `其余 2 人`)
	p.personnel.post(at, url.Values{"version": {version([]byte(page))}, "take": {"0", "1", "2", "3"}, "establishment": {"事业编"}, "establishment.1": {" 编外聘用 "}, "establishment.2": {"行政编"}, "establishment.3": {""}})
	book, err := p.roster.Book(t.Context(), office)
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []string{"事业编", "编外聘用", "行政编", ""} {
		name := "壬" + string(rune('甲'+i))
		ids := book.ByName(name)
		if len(ids) != 1 {
			t.Fatalf("%s: %v", name, ids)
		}
		if person, _ := book.Person(ids[0]); person.Establishment != want {
			t.Errorf("%s has %q, want %q", name, person.Establishment, want)
		}
	}
}

// New people whose files are in no folder are put into a department on the page: all into
// one, or one by one. One that is not in the roster is opened only if that is ticked, and
// whoever has none is not written.
func TestNewPeopleOfFormsGetADepartment(t *testing.T) {
	p := newPraise(t)
	var entries []lrmx.Entry
	for i, name := range []string{"辛甲", "辛乙", "辛丙", "辛丁"} {
		f := cadreform.Form{Name: name, Sex: "女", Born: "198" + strconv.Itoa(i) + "05", Post: "示范街道市政管理科科员", WorkedSince: "201007", Resume: "2010.07--         某街道科员"}
		folder := ""
		if i >= 2 {
			folder = "法治所/"
		}
		entries = append(entries, lrmx.Entry{Name: folder + name + ".lrmx", Content: lrmx.Write(&f)})
	}
	at, page := p.compares(entries, "有 2 人的文件夹没有写明科室", "选定科室后才能导入", `name="department.0" id="department-0" value=""`, `name="department.2" id="department-2" value="法治所"`, "<datalist", "新设科室：法治所", "名册中没有科室“法治所”")
	choice := url.Values{"version": {version([]byte(page))}, "take": {"0", "1", "2"}, "department": {"新设科"}, "department.1": {" 党政办公室 "}, "department.2": {"法治所"}, "open": {"法治所"}}
	members := func() map[string]string {
		book, err := p.roster.Book(t.Context(), office)
		if err != nil {
			t.Fatal(err)
		}
		got := map[string]string{}
		for _, m := range book.On(evaluation.DateOf(time.Now())).Members() {
			if strings.HasPrefix(m.Name, "辛") {
				got[m.Name] = m.DepartmentName + " " + m.Post
			}
		}
		return got
	}
	page = p.personnel.post(at, choice)
	pagetest.Check(t, []byte(page))
	for _, want := range []string{"名册中没有科室“新设科”", `name="open" value="新设科"><`, `name="open" value="法治所" checked`, `name="take" value="2" checked`, `name="take" value="3">`, `name="department" id="department" list="departments" value="新设科"`, `value=" 党政办公室 "`} {
		if p.personnel.status != 422 && p.personnel.status != 400 || !strings.Contains(page, want) {
			t.Errorf("%d, the page does not say %q:\n%s", p.personnel.status, want, page)
		}
	}
	if got := members(); len(got) > 0 {
		t.Errorf("written although a department is unknown: %v", got)
	}
	choice["open"], choice["take"] = []string{"法治所"}, []string{"0", "1", "2", "3"}
	choice["department"], choice["department.3"] = []string{""}, []string{"党政办公室"}
	p.personnel.post(at, choice)
	want := map[string]string{"辛乙": "党政办公室 科员", "辛丙": "法治所 科员", "辛丁": "党政办公室 科员"}
	if got := members(); p.personnel.status != 200 || !maps.Equal(got, want) {
		t.Errorf("%d, written %v, want %v", p.personnel.status, got, want)
	}
	if page = p.personnel.get(at); !strings.Contains(page, "法治所") || !strings.Contains(page, "选定科室后才能导入") {
		t.Errorf("the import does not say where they went:\n%s", page)
	}
}

// The form has the rewards that were noted because of grades, with year and document, and
// one that was also granted on a proposal once.
func TestAFormHasTheRewardsThatWereNoted(t *testing.T) {
	p := newPraise(t)
	last := time.Now().Year() - 1
	for y := last - 2; y <= last; y++ {
		p.personnel.post("/new/results.grade/enter", url.Values{"person": {p.member.ID}, "year": {strconv.Itoa(y)}, "grade": {results.Excellent}})
	}
	note := func(what string, document string) {
		p.personnel.post("/new/results.use/note", url.Values{
			"person": {p.member.ID}, "what": {what}, "year": {strconv.Itoa(last)}, "on": {fmt.Sprintf("%d-01-15", last+1)}, "document": {document},
		})
	}
	note(results.Commend, "浦委〔2026〕3号")
	note(results.Merit, "浦人社 [2026] 88号")
	note(results.Step, "浦人社〔2026〕8号")
	honours := func() string {
		t.Helper()
		out, err := lrmx.Read([]byte(p.personnel.get("/roster/people/" + p.member.ID + "/form/lrmx")))
		if err != nil {
			t.Fatal(err)
		}
		return out.Honours
	}
	year := strconv.Itoa(last + 1)
	if got := honours(); got != year+"年嘉奖（浦委〔2026〕3号）\n"+year+"年记三等功（浦人社 [2026] 88号）" && got != year+"年记三等功（浦人社 [2026] 88号）\n"+year+"年嘉奖（浦委〔2026〕3号）" {
		t.Errorf("noted: %q", got)
	}
	p.granted(p.member.ID, "third", evaluation.NewDate(last+1, 1, 10))
	if got := honours(); strings.Count(got, "三等功") != 1 || !strings.Contains(got, "（浦人社〔2026〕88号）") || !strings.Contains(got, "嘉奖（浦委〔2026〕3号）") {
		t.Errorf("granted, too: %q", got)
	}
	p.personnel.get("/new/roster.particulars/enter")
	p.personnel.post("/new/roster.particulars/enter", url.Values{"person": {p.member.ID}})
	form, err := p.service.Find(t.Context(), evaluation.Query{Office: office, Kinds: []string{roster.KindParticulars}, Subjects: []string{p.member.ID}})
	if err != nil || len(form.Records) != 1 {
		t.Fatal(len(form.Records), err)
	}
	p.submit(p.personnel, "/records/"+form.Records[0].ID, "results", "", url.Values{"honours": {strconv.Itoa(last) + "年度嘉奖"}})
	if got := honours(); strings.Count(got, "嘉奖") != 1 || !strings.Contains(got, "三等功") {
		t.Errorf("written down, too: %q", got)
	}
}

// granted stores a proposal that the district granted.
func (p *praise) granted(person, kind string, on evaluation.Date) {
	p.t.Helper()
	p.personnel.get("/new/commendation.proposal/propose")
	said := p.personnel.post("/new/commendation.proposal/propose", url.Values{"kind": {kind}, "person": {person}, "grounds": {"连续三年优秀"}})
	found, err := p.service.Find(p.t.Context(), evaluation.Query{Office: office, Kinds: []string{commendation.KindProposal}, Subjects: []string{person}})
	if err != nil || len(found.Records) != 1 {
		p.t.Fatal(len(found.Records), err, said)
	}
	r := found.Records[0]
	of, err := evaluation.PayloadOf[commendation.Proposal](r)
	if err != nil {
		p.t.Fatal(err)
	}
	of.Result, r.State = commendation.Result{Document: "浦人社〔2026〕88号", On: on}, commendation.ProposalGranted
	if r.Payload, err = json.Marshal(of); err == nil {
		_, err = p.store.Put(p.t.Context(), r)
	}
	if err != nil {
		p.t.Fatal(err)
	}
}
