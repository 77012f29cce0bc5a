package lrmx_test

import (
	"archive/zip"
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"image"
	"image/jpeg"
	"io"
	"reflect"
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"

	"kaoji/app/lrmx"
	"kaoji/evaluation/cadreform"
)

// other writes files in the ways of other programs; it shares no code with the package.
type other struct {
	bom, crlf, gb    bool
	declared         string // encoding of the declaration, "" for no declaration
	broken           bool   // base64 over lines
	rows             int    // of the family, with empty ones at the end
	selfClosing      bool
	unknown, without string
}

func (o other) write(t *testing.T, texts map[string]string, family [][5]string, photo []byte) []byte {
	t.Helper()
	var b strings.Builder
	if o.declared != "" {
		fmt.Fprintf(&b, "<?xml version=\"1.0\" encoding=\"%s\"?>\n", o.declared)
	}
	b.WriteString("<Person>\n")
	for _, name := range strings.Fields(`XingMing XingBie ChuShengNianYue MinZu JiGuan ChuShengDi RuDangShiJian CanJiaGongZuoShiJian JianKangZhuangKuang ZhuanYeJiShuZhiWu
		ShuXiZhuanYeYouHeZhuanChang QuanRiZhiJiaoYu_XueLi QuanRiZhiJiaoYu_XueWei QuanRiZhiJiaoYu_XueLi_BiYeYuanXiaoXi QuanRiZhiJiaoYu_XueWei_BiYeYuanXiaoXi
		ZaiZhiJiaoYu_XueLi ZaiZhiJiaoYu_XueWei ZaiZhiJiaoYu_XueLi_BiYeYuanXiaoXi ZaiZhiJiaoYu_XueWei_BiYeYuanXiaoXi XianRenZhiWu NiRenZhiWu NiMianZhiWu JianLi
		JiangChengQingKuang NianDuKaoHeJieGuo RenMianLiYou JiaTingChengYuan ChengBaoDanWei JiSuanNianLingShiJian TianBiaoShiJian TianBiaoRen ShenFenZheng ZhaoPian Version`) {
		switch text := texts[name]; {
		case name == o.without:
		case name == "JiaTingChengYuan":
			b.WriteString("  <JiaTingChengYuan>\n")
			for i := range max(o.rows, len(family)) {
				row := [5]string{}
				if i < len(family) {
					row = family[i]
				}
				b.WriteString("    <Item>")
				for j, n := range []string{"ChengWei", "XingMing", "ChuShengRiQi", "ZhengZhiMianMao", "GongZuoDanWeiJiZhiWu"} {
					fmt.Fprintf(&b, "<%s>%s</%s>", n, row[j], n)
				}
				b.WriteString("<DaoLingNianYue /></Item>\n")
			}
			b.WriteString("  </JiaTingChengYuan>\n")
		case name == "ZhaoPian" && photo != nil:
			coded := base64.StdEncoding.EncodeToString(photo)
			if o.broken {
				for at := 76; at < len(coded); at += 78 {
					coded = coded[:at] + "\r\n" + coded[at:]
				}
			}
			b.WriteString("  <ZhaoPian>" + coded + "</ZhaoPian>\n")
		case text == "" && o.selfClosing:
			fmt.Fprintf(&b, "  <%s/>\n", name)
		default:
			fmt.Fprintf(&b, "  <%s>%s</%s>\n", name, text, name)
		}
		if name == "MinZu" {
			b.WriteString(o.unknown)
		}
	}
	b.WriteString("</Person>\n")
	text := b.String()
	if o.crlf {
		text = strings.ReplaceAll(text, "\n", "\r\n")
	}
	out := []byte(text)
	if o.gb {
		var err error
		if out, err = simplifiedchinese.GB18030.NewEncoder().Bytes(out); err != nil {
			t.Fatal(err)
		}
	}
	if o.bom {
		out = append([]byte("\xEF\xBB\xBF"), out...)
	}
	return out
}

func texts() map[string]string {
	return map[string]string{
		"XingMing": "尹甲一", "XingBie": "女", "ChuShengNianYue": "198005", "MinZu": "汉族", "JiGuan": "浙江绍兴", "RuDangShiJian": "200306；民盟",
		"CanJiaGongZuoShiJian": "2002.07", "QuanRiZhiJiaoYu_XueLi": "大学", "XianRenZhiWu": "某街道党政办公室&amp;综合科副主任",
		"JianLi":              "2002.07--2009.07  某区档案局科员\n                  （其间：2005.03--2006.01 借调）\n2009.07--         某街道党政办公室副主任",
		"JiangChengQingKuang": "(无)", "NianDuKaoHeJieGuo": "2023年度优秀；2024年度称职", "ShenFenZheng": "11010519491231002X", "Version": "3.2.1.16",
	}
}

func picture(t testing.TB) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, image.NewGray(image.Rect(0, 0, 64, 90)), nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

var kin = [][5]string{{"丈夫", "甲二", "197906", "中共党员", "某区建设局"}, {"女儿", "甲三", "", "", ""}}

func TestEveryVariantIsReadAndWrittenAndReadTheSame(t *testing.T) {
	want, err := lrmx.Read(other{}.write(t, texts(), kin, picture(t)))
	if err != nil {
		t.Fatal(err)
	}
	if want.Name != "尹甲一" || want.Post != "某街道党政办公室&综合科副主任" || len(want.Family) != 2 || want.Family[0].Born != "197906" || want.FullTime.Education != "大学" ||
		!bytes.Equal(want.Photo, picture(t)) || want.IDCard != "11010519491231002X" || want.Version != "3.2.1.16" || !strings.HasPrefix(want.Resume, "2002.07--2009.07  某区") {
		t.Fatalf("read %+v", want)
	}
	for name, o := range map[string]other{
		"with a mark":       {bom: true, declared: "utf-8"},
		"lines of Windows":  {crlf: true, declared: "UTF-8"},
		"GB18030":           {gb: true, declared: "GB18030"},
		"gb2312 declared":   {gb: true, declared: "gb2312"},
		"photo over lines":  {broken: true},
		"ten rows":          {rows: 10},
		"closed in one":     {selfClosing: true},
		"an element absent": {without: "RenMianLiYou"},
	} {
		got, err := lrmx.Read(o.write(t, texts(), kin, picture(t)))
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %+v, %v; want %+v", name, got, err, want)
			continue
		}
		again, err := lrmx.Read(lrmx.Write(&got))
		if err != nil || !reflect.DeepEqual(again, got) {
			t.Errorf("%s came back as %+v, %v", name, again, err)
		}
	}
}

func TestUnknownElementsAreWrittenBackInTheirPlace(t *testing.T) {
	unknown := "<GongWuYuan DengJi=\"一级\">是<Nian>2010</Nian> &lt;备注&gt;</GongWuYuan>"
	f, err := lrmx.Read(other{unknown: "  " + unknown + "\n"}.write(t, texts(), kin, nil))
	if err != nil || len(f.Extra) != 1 || f.Extra[0].After != "MinZu" {
		t.Fatalf("%+v, %v", f.Extra, err)
	}
	written := string(lrmx.Write(&f))
	if !strings.Contains(written, "</MinZu>\n  "+unknown+"\n  <JiGuan>") {
		t.Errorf("written as\n%s", written)
	}
	if strings.Count(written, "<DaoLingNianYue></DaoLingNianYue>") != 2 {
		t.Errorf("unknown elements of the family are gone:\n%s", written)
	}
}

func TestHostileFilesAreRefused(t *testing.T) {
	person := func(inner string) string { return "<Person><XingMing>甲</XingMing>" + inner + "</Person>" }
	for name, c := range map[string]struct {
		file string
		want error
	}{
		"a document type":    {`<!DOCTYPE Person [<!ENTITY a "b">]>` + person("&a;"), lrmx.ErrUnsafe},
		"an outer entity":    {`<!DOCTYPE Person SYSTEM "file:///etc/passwd">` + person(""), lrmx.ErrUnsafe},
		"an unknown entity":  {person("<JiGuan>&xxe;</JiGuan>"), lrmx.ErrDamaged},
		"an instruction":     {`<?xml-stylesheet href="http://example.com/x"?>` + person(""), lrmx.ErrUnsafe},
		"another document":   {"<html><body/></html>", lrmx.ErrForeign},
		"nothing":            {"", lrmx.ErrForeign},
		"cut off":            {"<Person><XingMing>甲", lrmx.ErrDamaged},
		"depth":              {person(strings.Repeat("<X>", 40) + strings.Repeat("</X>", 40)), lrmx.ErrTooLarge},
		"elements":           {person(strings.Repeat("<X/>", 5000)), lrmx.ErrTooLarge},
		"a long text":        {person("<JianLi>" + strings.Repeat("长", 40000) + "</JianLi>"), lrmx.ErrTooLarge},
		"a large file":       {person(strings.Repeat(" ", lrmx.MaxFile)), lrmx.ErrTooLarge},
		"an unread encoding": {`<?xml version="1.0" encoding="utf-7"?>` + person(""), lrmx.ErrDamaged},
	} {
		if _, err := lrmx.Read([]byte(c.file)); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
}

func TestTheOlderFormatIsReadAndWritten(t *testing.T) {
	line := `"尹甲一","女","198005","汉族","浙江绍兴","200306","健康","上海浦东","200207","大学#文学学士@研究生#","华东师大中文系#@某党校#","工程师","","","","","城市管理",` +
		"\"2002.07--2009.07  某区档案局科员\r\n2009.07--         某街道副主任\",\"(无)\",\"2023年度优秀\"," +
		`"丈夫@女儿@@@","甲二@甲三@@@","197906@#@@@","中共党员@@@@","某区建设局@@@@","某街道副主任","某街道主任","某街道副主任","工作需要","某街道党工委","20261101","甲四","20261102"`
	gb, err := simplifiedchinese.GB18030.NewEncoder().Bytes([]byte(line))
	if err != nil {
		t.Fatal(err)
	}
	f, err := lrmx.ReadLRM(gb, picture(t))
	want := cadreform.Form{
		Name: "尹甲一", Sex: "女", Born: "198005", Ethnicity: "汉族", NativePlace: "浙江绍兴", BirthPlace: "上海浦东", PartyJoined: "200306", WorkedSince: "200207", Health: "健康",
		TechnicalPost: "工程师", Strengths: "城市管理", FullTime: cadreform.Schooling{Education: "大学", Degree: "文学学士", School: "华东师大中文系"},
		InService: cadreform.Schooling{Education: "研究生", School: "某党校"}, Post: "某街道副主任", Proposed: "某街道主任", Removed: "某街道副主任",
		Resume: "2002.07--2009.07  某区档案局科员\n2009.07--         某街道副主任", Honours: "(无)", Grades: "2023年度优秀", Grounds: "工作需要",
		Family: []cadreform.Kin{{Relation: "丈夫", Name: "甲二", Born: "197906", Politics: "中共党员", Work: "某区建设局"}, {Relation: "女儿", Name: "甲三"}},
		Office: "某街道党工委", AgeOn: "20261101", FilledBy: "甲四", FilledOn: "20261102", Photo: picture(t),
	}
	if err != nil || !reflect.DeepEqual(f, want) {
		t.Fatalf("read %+v, %v\nwant %+v", f, err, want)
	}
	written, err := lrmx.WriteLRM(&f)
	if err != nil {
		t.Fatal(err)
	}
	if again, err := lrmx.ReadLRM(written, picture(t)); err != nil || !reflect.DeepEqual(again, want) {
		t.Errorf("came back as %+v, %v", again, err)
	}
	for name, bad := range map[string]string{"a text": "没有引号", "few fields": `"甲","女"`, "no name": `"` + strings.Repeat(`","`, 32) + `"`} {
		if _, err := lrmx.ReadLRM([]byte(bad), nil); !errors.Is(err, lrmx.ErrForeign) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Files are packed into zips of a limited size, an .lrm with its photo; what comes out of
// them is what went in.
func TestManyFilesAreSplitIntoZips(t *testing.T) {
	var list []lrmx.Source
	add := func(name string, content []byte) {
		list = append(list, lrmx.Source{Name: name, Open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(content)), nil }})
	}
	line := func(i int) []byte { return []byte(fmt.Sprintf(`"甲%c"`, '一'+rune(i)) + strings.Repeat(`,""`, 32)) }
	for i := range 20 {
		add(fmt.Sprintf("科室/%d.lrm", i), line(i))
	}
	for i := range 20 {
		add(fmt.Sprintf("科室/%d.pic", i), picture(t))
	}
	var files []lrmx.File
	zips := 0
	most := 4 * (len(picture(t)) + 800)
	forms, err := lrmx.Split(list, most, func(zipped []byte) error {
		if zips++; len(zipped) > most {
			t.Errorf("a zip of %d bytes, at most %d", len(zipped), most)
		}
		more, err := lrmx.Forms(zipped, lrmx.NewLimits())
		files = append(files, more...)
		return err
	})
	if err != nil || forms != 20 || len(files) != 20 || zips < 4 {
		t.Fatalf("%d forms and %d files in %d zips, %v", forms, len(files), zips, err)
	}
	for i, f := range files {
		if f.Err != nil || f.Folder != "科室" || f.Form.Name != fmt.Sprintf("甲%c", '一'+rune(i)) || !bytes.Equal(f.Form.Photo, picture(t)) {
			t.Errorf("%d: %s in %s, %v, photo of %d bytes", i, f.Form.Name, f.Folder, f.Err, len(f.Form.Photo))
		}
	}
	list = nil
	for i := range lrmx.MaxZip/lrmx.MaxFile + 1 {
		add(fmt.Sprintf("%d.lrmx", i), make([]byte, lrmx.MaxFile))
	}
	if _, err := lrmx.Split(list, most, func([]byte) error { return nil }); !errors.Is(err, lrmx.ErrTooLarge) {
		t.Errorf("more than an import can have: %v", err)
	}
}

// FuzzRead looks for files that stop the reader or do not come back the same.
func FuzzRead(f *testing.F) {
	f.Add([]byte("<Person><XingMing>甲</XingMing><A b='c'>d<E/></A><JiaTingChengYuan><Item><ChengWei>子</ChengWei></Item></JiaTingChengYuan></Person>"))
	f.Add([]byte("<?xml version='1.0' encoding='gbk'?><Person><ZhaoPian>AAAA</ZhaoPian></Person>"))
	f.Fuzz(func(t *testing.T, content []byte) {
		form, err := lrmx.Read(content)
		if err != nil {
			return
		}
		written := lrmx.Write(&form)
		again, err := lrmx.Read(written)
		if err != nil && !errors.Is(err, lrmx.ErrTooLarge) {
			t.Fatalf("what was written is not read: %v\n%s", err, written)
		}
		if err == nil && !bytes.Equal(lrmx.Write(&again), written) {
			t.Fatalf("written\n%s\nand then\n%s", written, lrmx.Write(&again))
		}
	})
}

// The names in a zip are read as Windows writes them, in GB18030, as others do, in UTF-8 with
// the flag for it, and as macOS does, in UTF-8 without the flag.
func TestNamesOfAZipAreReadAsProgramsWriteThem(t *testing.T) {
	const name = "市政管理科/尹某某.lrmx"
	gb, err := simplifiedchinese.GB18030.NewEncoder().String(name)
	if err != nil {
		t.Fatal(err)
	}
	for program, header := range map[string]*zip.FileHeader{
		"Windows": {Name: gb, NonUTF8: true}, "Linux": {Name: name}, "macOS": {Name: name, NonUTF8: true},
	} {
		var b bytes.Buffer
		z := zip.NewWriter(&b)
		_, err := z.CreateHeader(header)
		if err == nil {
			err = z.Close()
		}
		if err != nil {
			t.Fatal(err)
		}
		list, err := lrmx.Sources(bytes.NewReader(b.Bytes()), int64(b.Len()))
		if err != nil || len(list) != 1 || list[0].Name != name {
			t.Errorf("%s: %v, %v", program, list, err)
		}
	}
}
