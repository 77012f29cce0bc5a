package lrmx

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"

	"kaoji/evaluation/cadreform"
)

// The fields of an .lrm file, in their order, which is that of all public programs that
// could be read; another one is refused (see shaped). Parts of a field are divided by @, and
// those by #; four fields after the technical post are always empty.
const (
	lrmSchools   = 9  // 学历#学位@学历#学位, full-time before @
	lrmFaculties = 10 // their schools in the same way
	lrmKin       = 20 // five fields of the family, each with a part for each row
	lrmLeast     = 20 // fewer fields are no form
)

// lrmTexts are the other fields, by their place.
var lrmTexts = map[int]func(*cadreform.Form) *string{
	0: of("XingMing"), 1: of("XingBie"), 2: of("ChuShengNianYue"), 3: of("MinZu"), 4: of("JiGuan"), 5: of("RuDangShiJian"), 6: of("JianKangZhuangKuang"),
	7: of("ChuShengDi"), 8: of("CanJiaGongZuoShiJian"), 11: of("ZhuanYeJiShuZhiWu"), 16: of("ShuXiZhuanYeYouHeZhuanChang"), 17: of("JianLi"),
	18: of("JiangChengQingKuang"), 19: of("NianDuKaoHeJieGuo"), 25: of("XianRenZhiWu"), 26: of("NiRenZhiWu"), 27: of("NiMianZhiWu"), 28: of("RenMianLiYou"),
	29: of("ChengBaoDanWei"), 30: of("JiSuanNianLingShiJian"), 31: of("TianBiaoRen"), 32: of("TianBiaoShiJian"),
}

// lrmFields is how many fields a file has.
const lrmFields = 33

func of(name string) func(*cadreform.Form) *string {
	for _, f := range fields {
		if f.name == name {
			return f.of
		}
	}
	panic("lrmx: no field " + name)
}

// ReadLRM reads an .lrm file, with the content of the .pic file of the same name, nil
// for none. Errors: ErrShape if it has other fields than the format, or another order.
func ReadLRM(content, picture []byte) (cadreform.Form, error) {
	var (
		f   cadreform.Form
		err error
	)
	if len(content) > maxTexts || len(picture) > MaxFile {
		return f, ErrTooLarge
	}
	text := string(bytes.TrimPrefix(content, []byte("\xEF\xBB\xBF")))
	if !utf8.ValidString(text) {
		decoded, err := simplifiedchinese.GB18030.NewDecoder().String(text)
		if err != nil || strings.ContainsRune(decoded, utf8.RuneError) {
			return f, ErrDamaged
		}
		text = decoded
	}
	parts, ok := quoted(text)
	if !ok {
		return f, ErrForeign
	}
	parts, f.IDCard, err = shaped(parts)
	if err != nil {
		return cadreform.Form{}, err
	}
	for at, into := range lrmTexts {
		*into(&f) = parts[at]
	}
	f.FullTime.Education, f.FullTime.Degree, f.InService.Education, f.InService.Degree = four(parts[lrmSchools])
	f.FullTime.School, f.FullTime.DegreeSchool, f.InService.School, f.InService.DegreeSchool = four(parts[lrmFaculties])
	kinOf(&f, parts)
	if f.Name == "" {
		return f, ErrForeign
	}
	if len(picture) > 0 {
		f.Photo = picture
	}
	return f, nil
}

// quoted splits "a","b" into its fields. Quotation marks within a field stay.
func quoted(text string) ([]string, bool) {
	text = strings.TrimSpace(text)
	if len(text) < 2 || text[0] != '"' || text[len(text)-1] != '"' {
		return nil, false
	}
	return strings.Split(text[1:len(text)-1], `","`), true
}

// four splits a#b@c#d.
func four(text string) (a, b, c, d string) {
	first, second, _ := strings.Cut(text, "@")
	a, b, _ = strings.Cut(first, "#")
	c, d, _ = strings.Cut(second, "#")
	return trim(a), trim(b), trim(c), trim(d)
}

func kinOf(f *cadreform.Form, parts []string) {
	for j, field := range kinFields {
		for i, text := range kinCells(parts[lrmKin+j]) {
			if i >= maxKin {
				break
			}
			for len(f.Family) <= i {
				f.Family = append(f.Family, cadreform.Kin{})
			}
			*field.of(&f.Family[i]) = text
		}
	}
	for n := len(f.Family); n > 0 && f.Family[n-1].IsZero(); n-- {
		f.Family = f.Family[:n-1]
	}
}

// WriteLRM is the .lrm file of a form in GB18030, of which GBK is a part; its photo is
// the content of the .pic file. The ID-card number and unknown elements have no place in
// it, and characters that divide fields become full-width.
func WriteLRM(f *cadreform.Form) ([]byte, error) {
	parts := make([]string, lrmFields)
	for at, from := range lrmTexts {
		parts[at] = plain(*from(f))
	}
	parts[lrmSchools] = divided(f.FullTime.Education, f.FullTime.Degree, f.InService.Education, f.InService.Degree)
	parts[lrmFaculties] = divided(f.FullTime.School, f.FullTime.DegreeSchool, f.InService.School, f.InService.DegreeSchool)
	for j, field := range kinFields {
		row := make([]string, len(f.Family))
		for i := range f.Family {
			row[i] = plain(*field.of(&f.Family[i]))
		}
		parts[lrmKin+j] = strings.Join(row, "@") //nolint:gosec // lrmFields are more
	}
	return simplifiedchinese.GB18030.NewEncoder().Bytes([]byte(`"` + strings.Join(parts, `","`) + `"`))
}

func divided(a, b, c, d string) string {
	return plain(a) + "#" + plain(b) + "@" + plain(c) + "#" + plain(d)
}

func plain(s string) string {
	return strings.NewReplacer("@", "＠", "#", "＃", `"`, "＂").Replace(s)
}
