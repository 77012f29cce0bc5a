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
	parts = append(append(parts, kin...), of("XianRenZhiWu", "NiRenZhiWu", "NiMianZhiWu", "RenMianLiYou", "ChengBaoDanWei", "JiSuanNianLingShiJian", "TianBiaoRen", "TianBiaoShiJian")...)
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
func textsOf(w worker, n, year int) formTexts {
	born := strings.ReplaceAll(w.born, ".", "")
	return formTexts{
		"XingMing": w.name, "XingBie": w.sex, "ChuShengNianYue": born, "MinZu": "汉族", "JiGuan": "浙江绍兴", "ChuShengDi": "上海浦东", "RuDangShiJian": "200806",
		"CanJiaGongZuoShiJian": "200807", "JianKangZhuangKuang": "健康", "QuanRiZhiJiaoYu_XueLi": "大学", "QuanRiZhiJiaoYu_XueLi_BiYeYuanXiaoXi": "某大学行政管理专业",
		"XianRenZhiWu": w.unit + w.post, "JianLi": "2008.07--2015.11  某区档案局科员\n2015.11--         " + w.unit + w.post, "JiangChengQingKuang": "(无)",
		"NianDuKaoHeJieGuo": formGrades(n, year), "ShenFenZheng": idCard(born+"08", 2*n+100, w.sex),
	}
}

// contradictions changes the forms of four people so that they contradict themselves or
// the roster, and says what the page has to say of them: at once, or when the roster is
// known.
func contradictions(n int, texts formTexts) (says, later string) {
	switch n {
	case 5:
		texts["ShenFenZheng"] = idCard("19860908", 300, texts["XingBie"])
		return "与身份证号中的", ""
	case 6:
		texts["CanJiaGongZuoShiJian"], texts["JianLi"] = "201601", ""
		return "", "晚于进入本单位时间"
	case 7:
		texts["JianLi"] = "2008.07--2015.11  某区档案局科员\n2015.11--         某街道副主任"
		return "", "现任职务"
	case 8:
		texts["JiangChengQingKuang"] = "2019年5月受党内警告处分"
		return "名册没有记载", ""
	}
	return "", ""
}

// formsZip writes the forms of everybody of the large office into a zip, each into the
// folder of the department and in the way of one of the programs, one of them twice, and
// that of the newcomer into no folder. It returns what the comparison has to say, in an
// empty office and when the roster is known.
func formsZip(t *testing.T, year int) (path string, says, later []string) {
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
		texts, way, name := textsOf(w, i, year), formWays[i%len(formWays)], w.unit+"/"+w.name
		if said, then := contradictions(i, texts); said+then != "" {
			says, later, way = append(says, said), append(later, then), formWays[0]
		}
		if i == newcomer {
			texts["CanJiaGongZuoShiJian"], texts["JianLi"], texts["RuDangShiJian"] = fmt.Sprint(year, "07"), fmt.Sprintf("%d.07--         %s", year, w.unit+w.post), ""
			name, way = w.name, formWays[0]
		}
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
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	return path, append(says, "是同一人", "有 1 人的文件夹没有写明科室", "人的编制，名册没有"), later
}
