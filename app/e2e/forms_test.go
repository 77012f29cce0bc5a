//go:build browser

package e2e_test

import (
	"archive/zip"
	"bytes"
	"encoding/base64"
	"fmt"
	"image"
	"image/jpeg"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"golang.org/x/text/encoding/simplifiedchinese"
)

// formTexts are the elements of an .lrmx file by their names, without family and photo.
type formTexts map[string]string

// formElements is the order of those elements.
var formElements = strings.Fields(`XingMing XingBie ChuShengNianYue MinZu JiGuan ChuShengDi RuDangShiJian CanJiaGongZuoShiJian JianKangZhuangKuang
	ZhuanYeJiShuZhiWu ShuXiZhuanYeYouHeZhuanChang QuanRiZhiJiaoYu_XueLi QuanRiZhiJiaoYu_XueLi_BiYeYuanXiaoXi XianRenZhiWu JianLi JiangChengQingKuang
	NianDuKaoHeJieGuo ShenFenZheng`)

// formWay is how a program writes files; there are as many as programs.
type formWay struct {
	encoding string // of the declaration
	bom      bool
	broken   bool // base64 over lines
	crlf     bool
	empty    bool // elements without a text are left out
	old      bool // an .lrm file with a .pic beside it
}

var formWays = []formWay{
	{encoding: "utf-8", bom: true}, {encoding: "gb2312"}, {encoding: "UTF-8", broken: true, crlf: true}, {empty: true}, {old: true},
}

// lrmx writes a form as another program would. It shares no code with the program.
func (w formWay) lrmx(t *testing.T, texts formTexts, family [][5]string, photo []byte) []byte {
	t.Helper()
	var b strings.Builder
	if w.encoding != "" {
		fmt.Fprintf(&b, "<?xml version=\"1.0\" encoding=\"%s\"?>\n", w.encoding)
	}
	b.WriteString("<Person>\n")
	for _, name := range formElements {
		if text := texts[name]; text != "" || !w.empty {
			fmt.Fprintf(&b, "  <%s>%s</%s>\n", name, text, name)
		}
	}
	b.WriteString("  <JiaTingChengYuan>\n")
	for _, row := range family {
		fmt.Fprintf(&b, "    <Item><ChengWei>%s</ChengWei><XingMing>%s</XingMing><ChuShengRiQi>%s</ChuShengRiQi><ZhengZhiMianMao>%s</ZhengZhiMianMao><GongZuoDanWeiJiZhiWu>%s</GongZuoDanWeiJiZhiWu></Item>\n", row[0], row[1], row[2], row[3], row[4])
	}
	coded := base64.StdEncoding.EncodeToString(photo)
	if w.broken {
		var lines []string
		for ; len(coded) > 76; coded = coded[76:] {
			lines = append(lines, coded[:76])
		}
		coded = strings.Join(append(lines, coded), "\n")
	}
	b.WriteString("  </JiaTingChengYuan>\n  <ZhaoPian>" + coded + "</ZhaoPian>\n  <Version>3.2.1.16</Version>\n</Person>\n")
	text := b.String()
	if w.crlf {
		text = strings.ReplaceAll(text, "\n", "\r\n")
	}
	if strings.HasPrefix(w.encoding, "gb") {
		return gb(t, text)
	}
	if w.bom {
		text = "\xEF\xBB\xBF" + text
	}
	return []byte(text)
}

func gb(t *testing.T, text string) []byte {
	t.Helper()
	out, err := simplifiedchinese.GBK.NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	return []byte(out)
}

// lrm writes the older format, whose photo is a file of its own.
func lrm(t *testing.T, texts formTexts, family [][5]string) []byte {
	t.Helper()
	columns := make([][]string, 5)
	for _, row := range family {
		for j := range columns {
			columns[j] = append(columns[j], row[j])
		}
	}
	kin := make([]any, len(columns))
	for j := range columns {
		kin[j] = strings.Join(columns[j], "@")
	}
	of := func(names ...string) (list []any) {
		for _, name := range names {
			list = append(list, texts[name])
		}
		return list
	}
	parts := append(of("XingMing", "XingBie", "ChuShengNianYue", "MinZu", "JiGuan", "RuDangShiJian", "JianKangZhuangKuang", "ChuShengDi", "CanJiaGongZuoShiJian"),
		texts["QuanRiZhiJiaoYu_XueLi"]+"#@#", texts["QuanRiZhiJiaoYu_XueLi_BiYeYuanXiaoXi"]+"#@#", "", "", "", "", "", "", texts["JianLi"], texts["JiangChengQingKuang"], texts["NianDuKaoHeJieGuo"])
	parts = append(append(parts, kin...), of("XianRenZhiWu")...)
	var b strings.Builder
	for i, p := range parts {
		if i > 0 {
			b.WriteString(",")
		}
		fmt.Fprintf(&b, `"%s"`, p)
	}
	return gb(t, b.String())
}

// idCard is a made-up ID-card number with the right check digit.
func idCard(born string, n int, sex string) string {
	if odd := n%2 == 1; odd != (sex == "男") {
		n++
	}
	id := "310115" + born + fmt.Sprintf("%03d", n)
	sum := 0
	for i, w := range []int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2} {
		sum += int(id[i]-'0') * w
	}
	return id + string("10X98765432"[sum%11])
}

// photoOf is a picture of about 80 KB that no zip makes smaller.
func photoOf(t *testing.T, seed uint64) []byte {
	t.Helper()
	img := image.NewGray(image.Rect(0, 0, 300, 420))
	dice := rand.New(rand.NewPCG(seed, 1))
	for i := range img.Pix {
		img.Pix[i] = byte(dice.Uint32())
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: 80}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// textsOf are what the form of somebody of the large office says.
func textsOf(w worker, n int) formTexts {
	born := strings.ReplaceAll(w.born, ".", "")
	return formTexts{
		"XingMing": w.name, "XingBie": w.sex, "ChuShengNianYue": born, "MinZu": "汉族", "JiGuan": "浙江绍兴", "ChuShengDi": "上海浦东", "RuDangShiJian": "200806",
		"CanJiaGongZuoShiJian": "200807", "JianKangZhuangKuang": "健康", "QuanRiZhiJiaoYu_XueLi": "大学", "QuanRiZhiJiaoYu_XueLi_BiYeYuanXiaoXi": "某大学行政管理专业",
		"XianRenZhiWu": w.unit + w.post, "JianLi": "2008.07--2015.11  某区档案局科员\n2015.11--         " + w.unit + w.post, "JiangChengQingKuang": "(无)",
		"NianDuKaoHeJieGuo": "2021年度称职；2022年度优秀；2023年度称职", "ShenFenZheng": idCard(born+"08", 2*n+100, w.sex),
	}
}

// contradictions changes the forms of four people so that they contradict themselves or
// the roster, and says what the page has to say of them.
func contradictions(n int, texts formTexts) (says string) {
	switch n {
	case 5:
		texts["ShenFenZheng"] = idCard("19860908", 300, texts["XingBie"])
		return "与身份证号中的"
	case 6:
		texts["CanJiaGongZuoShiJian"], texts["JianLi"] = "201601", ""
		return "晚于进入本单位时间"
	case 7:
		texts["JianLi"] = "2008.07--2015.11  某区档案局科员\n2015.11--         某街道副主任"
		return "现任职务"
	case 8:
		texts["JiangChengQingKuang"] = "2019年5月受党内警告处分"
		return "名册没有记载"
	}
	return ""
}

// newcomer has a form that lies in no folder, and is not in the roster.
var newcomer = worker{name: "邵新来", sex: "女", born: "1999.03", post: "窗口人员"}

// formsZip writes the forms of everybody of the large office into a zip, each into the
// folder of the department and in the way of one of the programs, one of them twice, and
// the form of newcomer. It returns what the comparison has to say.
func formsZip(t *testing.T) (path string, says []string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "任免表.zip")
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	z := zip.NewWriter(file)
	put := func(name string, content []byte) {
		t.Helper()
		w, err := z.Create(name)
		if err == nil {
			_, err = w.Write(content)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	photos := [][]byte{photoOf(t, 1), photoOf(t, 2), photoOf(t, 3)}
	family := [][5]string{{"妻子", "某某", "198703", "群众", "某小学教师"}, {"女儿", "某小某", "201506", "", "学生"}}
	for i, w := range largeStaff() {
		texts, way := textsOf(w, i), formWays[i%len(formWays)]
		if said := contradictions(i, texts); said != "" {
			says = append(says, said)
			way = formWays[0]
		}
		name := w.unit + "/" + w.name
		if way.old {
			put(name+".lrm", lrm(t, texts, family))
			put(name+".pic", photos[i%len(photos)])
			continue
		}
		put(name+".lrmx", way.lrmx(t, texts, family, photos[i%len(photos)]))
		if i == 0 {
			put("另存/"+w.name+".lrmx", way.lrmx(t, texts, family, photos[0]))
		}
	}
	texts := textsOf(newcomer, 400)
	texts["CanJiaGongZuoShiJian"], texts["JianLi"] = "202207", "2022.07--         某街道窗口人员"
	put(newcomer.name+".lrmx", formWays[0].lrmx(t, texts, nil, photos[0]))
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	return path, append(says, "是同一人", "有 1 人的文件夹没有写明科室")
}

// comparesForms uploads a zip of forms and returns the address of the comparison.
func (p *person) comparesForms(path string) string {
	p.t.Helper()
	p.goTo("/roster/import")
	p.do(chromedp.SetUploadFiles(chromedp.CSS("#forms"), []string{path}))
	p.click(`form[action$="/roster/forms"] [type=submit]`)
	p.sees("任免表导入")
	return p.at()
}

// takesForms imports the forms of the comparison that is open; new people without a
// folder go into a department.
func (p *person) takesForms(unit string) {
	p.t.Helper()
	p.set("department", unit)
	p.click("main form[method=post] .form-end [type=submit]")
	p.awaits("已全部写完")
}

// undoesForms takes an import of forms back.
func (p *person) undoesForms(at string) {
	p.t.Helper()
	p.act("/records/"+at[strings.LastIndex(at, "/")+1:], "undo", "", "reason", "照片要重拍")
	p.goTo(at)
	p.awaits("已全部写完")
}

// counts fails if the roster has another number of people.
func (p *person) counts(people int) {
	p.t.Helper()
	p.goTo("/roster")
	p.sees(fmt.Sprintf("共 %d 人", people))
}

// formOf is the address of the appointment form of somebody, "" if there is none.
func (p *person) formOf(name string) string {
	p.t.Helper()
	p.goTo("/roster?q=" + name)
	p.goTo(p.first("/roster/people/"))
	return ask[string](p.ctx, p.t, `[...document.querySelectorAll("main a")].find(a => a.innerText.includes("任免表信息") && a.pathname.startsWith("/records/"))?.pathname ?? ""`)
}

// gradesFile writes a workbook with the grades of everybody of the large office in the two
// years before one, by the rules of each.
func gradesFile(t *testing.T, year int) string {
	t.Helper()
	lines := [][]string{{"工号", "姓名", fmt.Sprint(year-2, "年度"), fmt.Sprint(year-1, "年度"), "来源"}}
	for i, w := range largeStaff() {
		word := map[bool]string{true: "称职", false: "合格"}[w.establishment == "行政编"]
		last := word
		if i%6 == 0 {
			last = "优秀"
		}
		lines = append(lines, []string{w.no, w.name, word, last, "年度考核登记表"})
	}
	lines[2][3] = "基本称职"
	return sheetFile(t, "往年等次.xlsx", lines)
}

// importsGrades takes the grades of a workbook over, all that are new.
func (p *person) importsGrades(path string) {
	p.t.Helper()
	p.goTo("/results/import")
	p.wellMade("grades-import")
	p.do(chromedp.SetUploadFiles(chromedp.CSS("#file"), []string{path}))
	p.submit()
	p.sees("已核对，尚未导入")
	p.wellMade("grades-compared")
	p.click("main form[method=post] .form-end [type=submit]")
	p.awaits("已全部写完")
}

// TestAnOfficeOf240PeopleComesFromFormsAndExcel begins empty: a roster in Excel with people
// of three kinds, then a zip of their forms with photos; its contradictions are seen, it
// is taken over, undone, and taken over again. The grades of the last years come from
// another workbook, and the lists of what follows from them stand.
func TestAnOfficeOf240PeopleComesFromFormsAndExcel(t *testing.T) {
	k := begin(t)
	section, _ := k.officeOf(t, largeOffice(t), nil, nil)
	section.counts(243)
	path, says := formsZip(t)
	if info, err := os.Stat(path); err != nil || info.Size() < 16<<20 {
		t.Fatalf("the zip of the forms: %v %v", info, err)
	}
	at := section.comparesForms(path)
	for _, want := range says {
		section.sees(want)
	}
	section.wellMade("forms-compared")
	section.counts(243) // nothing is written yet
	section.goTo(at)
	section.takesForms("党政办公室")
	section.wellMade("forms-imported")
	section.counts(244)
	who := largeStaff()[4] // an .lrm with a .pic
	form := section.formOf(who.name)
	if form == "" {
		t.Fatalf("%s has no form", who.name)
	}
	section.goTo(form)
	section.sees("浙江绍兴")
	section.sees("某小学教师")
	if !ask[bool](section.ctx, t, `document.querySelector(".portrait img").naturalWidth > 0`) {
		t.Error("there is no photo")
	}
	section.undoesForms(at)
	section.counts(243)
	if form := section.formOf(who.name); form != "" {
		t.Errorf("%s has a form after the import was undone: %s", who.name, form)
	}
	section.comparesForms(path)
	section.takesForms("综合治理办公室")
	section.counts(244)
	section.goTo("/roster?q=" + newcomer.name)
	section.sees("综合治理办公室")
	section.act(strings.Replace(section.first("/roster/people/"), "/roster/people/", "/records/", 1), "amend", "", "establishment", "编外聘用", "reason", "任免表没有编制一栏")
	if section.formOf(who.name) == "" {
		t.Errorf("%s has no form after the second import", who.name)
	}
	year := time.Now().Year()
	section.importsGrades(gradesFile(t, year))
	section.goTo(fmt.Sprint("/results?year=", year-1))
	section.sees("列公务员120人") // and the three leaders are assessed above
	section.sees("嘉奖 · 20 人")
	section.sees("诫勉并限期改进 · 1 人")
	section.sees("发给年度考核奖金 · 119 人")
	section.wellMade("results")
	section.goTo(fmt.Sprint("/results/paper?what=commend&year=", year-1))
	if n := sheets(section.ctx, t); n < 1 {
		t.Errorf("the list takes %d pages", n)
	}
}
