package lrmx_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"

	"kaoji/app/lrmx"
)

// older are the 33 fields of an .lrm file as programs write them, of somebody of whom
// everything is said.
func older() []string {
	return []string{
		"尹甲一", "女", "198005", "汉族", "浙江绍兴", "200306", "健康", "上海浦东", "200207", "大学#文学学士@研究生#", "华东师大中文系#@某党校#", "工程师", "", "", "", "", "城市管理",
		"2002.07--2009.07  某区档案局科员\r\n2009.07--         某街道副主任", "2019年嘉奖", "2023年度优秀", "丈夫@女儿@@@", "甲二@甲三@@@", "197906@200805@@@", "中共党员@@@@", "某区建设局@学生@@@",
		"某街道副主任", "某街道主任", "某街道副主任", "工作需要", "某街道党工委", "20261101", "甲四", "20261102",
	}
}

// lrmOf is the file with fields.
func lrmOf(t *testing.T, fields []string) []byte {
	t.Helper()
	out, err := simplifiedchinese.GBK.NewEncoder().String(`"` + strings.Join(fields, `","`) + `"` + "\r\n")
	if err != nil {
		t.Fatal(err)
	}
	return []byte(out)
}

func readsLRM(t *testing.T, fields []string) error {
	t.Helper()
	f, err := lrmx.ReadLRM(lrmOf(t, fields), nil)
	if err != nil && f.Name+f.Post+f.Resume != "" {
		t.Errorf("refused and read all the same: %+v", f)
	}
	return err
}

// No field can be missing, stand twice or be added without the file being refused, whatever
// the field.
func TestAnOlderFileWithOtherFieldsIsRefused(t *testing.T) {
	if err := readsLRM(t, older()); err != nil {
		t.Fatal(err)
	}
	for at := range older() {
		if err := readsLRM(t, slices.Delete(older(), at, at+1)); !errors.Is(err, lrmx.ErrShape) {
			t.Errorf("without field %d: %v", at+1, err)
		}
		for _, more := range []string{"", "310115", "某街道", older()[at]} {
			if err := readsLRM(t, slices.Insert(older(), at, more)); !errors.Is(err, lrmx.ErrShape) {
				t.Errorf("with %q before field %d: %v", more, at+1, err)
			}
		}
		// One too few and one too many, so that the number is right.
		for _, more := range []string{"", "某街道"} {
			short := slices.Delete(older(), at, at+1)
			for to := range short {
				if to == at || alikeBetween(at, to, more) {
					continue
				}
				if err := readsLRM(t, slices.Insert(slices.Clone(short), to, more)); !errors.Is(err, lrmx.ErrShape) {
					t.Errorf("without field %d and with %q as field %d: %v", at+1, more, to+1, err)
				}
			}
		}
	}
	if err := readsLRM(t, append(older(), "备注")); !errors.Is(err, lrmx.ErrShape) {
		t.Errorf("with a remark at the end: %v", err)
	}
}

// sorts are the places whose texts nothing tells from each other: words, months.
var sorts = [][]int{{0, 4, 7, 11, 16, 18, 25, 26, 27, 28, 29, 31}, {5, 8}, {30, 32}, {21, 24}}

func sameSort(a, b int) bool {
	return slices.ContainsFunc(sorts, func(s []int) bool { return slices.Contains(s, a) && slices.Contains(s, b) })
}

// alikeBetween reports whether fields are moved only among places of one sort, or nothing but
// empty ones are moved.
func alikeBetween(at, to int, more string) bool {
	low, high := min(at, to), max(at, to)
	return low >= 25 && high <= 29 || low >= 11 && high <= 16 && more == ""
}

// Two fields that stand in each other's place are found, unless both are of one sort, such as
// 籍贯 and 出生地: then nothing in the file says so.
func TestAnOlderFileInAnotherOrderIsRefused(t *testing.T) {
	var taken []string
	for a := range older() {
		for b := range a {
			fields := older()
			if fields[a] == fields[b] {
				continue
			}
			fields[a], fields[b] = fields[b], fields[a]
			if err := readsLRM(t, fields); err == nil && !sameSort(a, b) {
				taken = append(taken, fmt.Sprintf("%s and %s", older()[b], older()[a]))
			}
		}
	}
	if len(taken) > 0 {
		t.Errorf("read although exchanged: %s", strings.Join(taken, "; "))
	}
	// The order of the .lrmx elements, and that of the printed form.
	lrmxOrder := []int{0, 1, 2, 3, 4, 7, 5, 8, 6, 11, 16, 9, 10, 12, 13, 14, 15, 25, 26, 27, 17, 18, 19, 28, 20, 21, 22, 23, 24, 29, 30, 32, 31}
	printed := []int{0, 1, 2, 3, 4, 7, 5, 8, 6, 11, 16, 9, 10, 25, 26, 27, 17, 18, 19, 28, 20, 21, 22, 23, 24, 29, 12, 13, 14, 15, 31, 32, 30}
	for _, order := range [][]int{lrmxOrder, printed} {
		fields := make([]string, 0, len(order))
		for _, at := range order {
			fields = append(fields, older()[at])
		}
		if err := readsLRM(t, fields); !errors.Is(err, lrmx.ErrShape) {
			t.Errorf("in the order %v: %v", order, err)
		}
	}
}

// What the file says too much is taken where it is certain: an ID-card number of the same
// birth and sex, wherever it stands, and nothing at the end.
func TestWhatIsCertainlyTooMuchDoesNotRefuseAnOlderFile(t *testing.T) {
	const id, otherBirth, man = "31011519800508002X", "310115198105080027", "310115198005080038"
	for at := range len(older()) + 1 {
		f, err := lrmx.ReadLRM(lrmOf(t, slices.Insert(older(), at, id)), nil)
		if err != nil || f.IDCard != id || f.Post != "某街道副主任" || f.FilledOn != "20261102" {
			t.Errorf("an ID-card number as field %d: %+v, %v", at+1, f, err)
		}
	}
	for name, wrong := range map[string]string{"of another birth": otherBirth, "of a man": man, "that does not check": id[:17] + "9"} {
		if err := readsLRM(t, append(older(), wrong)); !errors.Is(err, lrmx.ErrShape) {
			t.Errorf("an ID-card number %s: %v", name, err)
		}
	}
	if err := readsLRM(t, append(older(), "", "")); err != nil {
		t.Errorf("with empty fields at the end: %v", err)
	}
	undated := append(older(), "")
	undated[30], undated[32] = "", ""
	if err := readsLRM(t, undated); !errors.Is(err, lrmx.ErrShape) {
		t.Errorf("without dates nothing says that the empty field is the last: %v", err)
	}
}

// What people and programs do write is read.
func TestOlderFilesAsTheyAreWrittenAreRead(t *testing.T) {
	for name, change := range map[string]func([]string){
		"of whom little is said": func(f []string) { clear(f[2:]) },
		"no party":               func(f []string) { f[5] = "群众" },
		"two parties":            func(f []string) { f[5] = "2003.06；民盟" },
		"a health in words":      func(f []string) { f[6] = "一般，患有慢性病" },
		"months with points":     func(f []string) { f[2], f[8] = "1980.05", "2002.07" },
		"an ethnicity without 族": func(f []string) { f[3] = "维吾尔" },
		"one education":          func(f []string) { f[9], f[10] = "大专#@#", "某师范专科学校#@#" },
		"党校 as education":        func(f []string) { f[9] = "中央党校大学#@省委党校研究生#" },
		"no grades":              func(f []string) { f[19] = "(无)" },
		"rewards with grades":    func(f []string) { f[18] = "2018年度考核优秀，嘉奖" },
		"a column with its end mark": func(f []string) {
			f[20], f[21], f[22], f[23], f[24] = "丈夫|", "甲二|", "#|", "#|", "某区建设局|"
		},
		"a dead father": func(f []string) {
			f[20], f[21], f[22], f[23], f[24] = "父亲", "甲五", "1950.03（已故）", "群众", "已故"
		},
		"no present post, but dates": func(f []string) { f[25] = "" },
		"the time of day":            func(f []string) { f[32] = "2026-11-02 10:30:00" },
	} {
		fields := older()
		change(fields)
		if err := readsLRM(t, fields); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// The refusal says what does not fit.
func TestARefusedOlderFileSaysWhatDoesNotFit(t *testing.T) {
	if said := lrmx.Why(readsLRM(t, older()[:32])); said.Key != "roster.forms.lrm_fields" || said.Args["n"] != 32 || said.Args["want"] != 33 {
		t.Errorf("%+v", said)
	}
	fields := older()
	fields[2], fields[3] = fields[3], fields[2]
	if said := lrmx.Why(readsLRM(t, fields)); said.Key != "roster.forms.lrm_field" || said.Args["n"] != 3 || said.Args["field"] != "出生年月" {
		t.Errorf("%+v", said)
	}
}
