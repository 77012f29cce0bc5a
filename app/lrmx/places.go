package lrmx

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"kaoji/evaluation/cadreform"
)

// The places of fields that others are held against.
const (
	lrmSex      = 1
	lrmBorn     = 2
	lrmOrigin   = 4
	lrmParty    = 5
	lrmHealth   = 6
	lrmWorked   = 8
	lrmHonours  = 18
	lrmGrades   = 19
	lrmPost     = 25
	lrmAgeOn    = 30
	lrmFilledOn = 32
)

// place is a field of the format: its name on the form, and whether a text that is not
// empty can stand in it.
type place struct {
	name string
	fits func(string) bool
}

const always = "（空）"

// lrmPlaces are the fields of the format in its order.
var lrmPlaces = [lrmFields]place{
	{"姓名", isName}, {"性别", isSex}, {"出生年月", isDate}, {"民族", isEthnicity}, {"籍贯", isOrigin}, {"入党时间", isParty}, {"健康状况", isHealth},
	{"出生地", isOrigin}, {"参加工作时间", isDate}, {"学历学位", isDegrees}, {"毕业院校系及专业", isSchools}, {"专业技术职务", isShort},
	{always, isNothing}, {always, isNothing}, {always, isNothing}, {always, isNothing},
	{"熟悉专业有何专长", isShort}, {"简历", isCareer}, {"奖惩情况", isProse}, {"年度考核结果", isResults},
	{"称谓", rows(isRelation)}, {"家庭成员姓名", rows(isName)}, {"家庭成员出生年月", rows(isBirth)}, {"家庭成员政治面貌", rows(isPolitics)}, {"家庭成员工作单位及职务", rows(isWork)},
	{"现任职务", isProse}, {"拟任职务", isProse}, {"拟免职务", isProse}, {"任免理由", isProse}, {"呈报单位", isProse},
	{"计算年龄时间", isDate}, {"填表人", isFiller}, {"填表时间", isDate},
}

// Words that texts of one sort contain.
var (
	partyWords   = []string{"党", "盟", "民革", "民建", "民进", "农工", "致公", "九三", "群众", "团员", "少先队", "无"}
	healthWords  = []string{"健康", "良好", "一般", "较好", "较差", "较弱"}
	gradeWords   = []string{"优秀", "称职", "合格", "等次", "考核", "基本", "好", "一般", "试用", "参加", "无", "较差"}
	goneWords    = []string{"故", "逝", "去世", "不详", "岁", "生"}
	kinWords     = "父母夫妻子女儿兄弟姐妹哥岳公婆祖孙叔伯姑舅姨嫂媳婿侄甥配偶爱人亲监护堂表继养丈爹娘爷奶外"
	kinNames     = strings.Fields("父亲 母亲 丈夫 妻子 儿子 女儿 长子 次子 长女 次女 哥哥 弟弟 姐姐 妹妹 岳父 岳母 公公 婆婆 配偶 爱人")
	workWords    = []string{"局", "校", "公司", "厂", "街道", "村", "医院", "退休", "中心", "银行", "职工", "职员", "务农"}
	schoolWords  = []string{"系", "专业", "学院", "分校"}
	degreeWords  = []string{"大学", "大学本科", "本科", "大学普通班", "大专", "专科", "大学专科", "中专", "中等专科", "高中", "普通高中", "职高", "技校", "中技", "初中", "小学", "研究生", "硕士研究生", "博士研究生"}
	otherPeoples = []string{"穿青人", "革家人", "其他", "未识别民族", "外国血统", "外国血统中国籍人士"}
	peoples      = strings.Fields(`汉 蒙古 回 藏 维吾尔 苗 彝 壮 布依 朝鲜 满 侗 瑶 白 土家 哈尼 哈萨克 傣 黎 傈僳 佤 畲 高山 拉祜 水 东乡 纳西 景颇 柯尔克孜 土 达斡尔 仫佬 羌 布朗 撒拉 毛南 仡佬 锡伯
		阿昌 普米 塔吉克 怒 乌孜别克 俄罗斯 鄂温克 德昂 保安 裕固 京 塔塔尔 独龙 鄂伦春 赫哲 门巴 珞巴 基诺`)
	provinces = strings.Fields(`北京 天津 河北 山西 内蒙古 辽宁 吉林 黑龙江 上海 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东 广西 海南 重庆 四川 贵州 云南 西藏 陕西 甘肃 青海 宁夏 新疆 台湾 香港 澳门`)
)

var (
	digit      = regexp.MustCompile(`[0-9０-９]`)
	year       = regexp.MustCompile(`(19|20)\d\d`)
	careerLine = regexp.MustCompile(`(?m)^\s*(19|20)\d\d[.．/年]?\d{1,2}月?\s*(-|—|–|－|至|~|～)`)
)

func containsAny(text string, words []string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(text, w) })
}

// parted reports whether a text is divided as only some fields are.
func parted(text string) bool { return strings.ContainsAny(text, "@#") }

func isNothing(string) bool  { return false }
func isSex(text string) bool { return text == "男" || text == "女" }
func isFiller(text string) bool {
	return isProse(text) && !parted(text) && utf8.RuneCountInString(text) <= 60
}

func isName(text string) bool {
	const longest = 30
	return !digit.MatchString(text) && !parted(text) && !isSex(text) && !isEthnicity(text) && !slices.Contains(healthWords, text) && !slices.Contains(kinNames, text) && !onlyParty(text) && utf8.RuneCountInString(text) <= longest
}

// isDate reports whether a text is a month or a day, also with the time of day behind it.
func isDate(text string) bool {
	if day, _, timed := strings.Cut(text, " "); timed && strings.Contains(text, ":") {
		text = day
	}
	_, ok := cadreform.ParseMonth(text)
	return ok
}

func isEthnicity(text string) bool {
	return slices.Contains(peoples, strings.TrimSuffix(text, "族")) && text != "族" || slices.Contains(otherPeoples, text)
}

// isOrigin reports whether a text can be a place where people come from.
func isOrigin(text string) bool {
	return !digit.MatchString(text) && !parted(text) && !isSex(text) && !strings.HasSuffix(text, "族") && !slices.Contains(healthWords, text) && utf8.RuneCountInString(text) <= 50
}

func isParty(text string) bool {
	return !parted(text) && (year.MatchString(text) || containsAny(text, partyWords)) && !careerLine.MatchString(text)
}

func isHealth(text string) bool {
	from := slices.ContainsFunc(provinces, func(p string) bool { return strings.HasPrefix(text, p) })
	return !from && !year.MatchString(text) && !parted(text) && !isSex(text) && !strings.HasSuffix(text, "族") && !containsAny(text, []string{"党", "群众", "团员"})
}

// halved reports whether a text is divided between the two sorts of education.
func halved(text string) bool { return strings.Count(text, "@") == 1 && strings.Count(text, "#") <= 2 }

// isDegrees reports whether a text is the 学历 and 学位 of both sorts of education, and
// isSchools, whether it is their schools.
func isDegrees(text string) bool {
	if !halved(text) || year.MatchString(text) {
		return false
	}
	a, b, c, d := four(text)
	return !containsAny(a+" "+b+" "+c+" "+d, schoolWords)
}

func isSchools(text string) bool {
	if !halved(text) {
		return false
	}
	a, b, c, d := four(text)
	return !slices.ContainsFunc([]string{a, b, c, d}, func(s string) bool {
		return slices.Contains(degreeWords, s) || strings.HasSuffix(s, "学士") || strings.HasSuffix(s, "硕士") || strings.HasSuffix(s, "博士")
	})
}

func isShort(text string) bool {
	return isProse(text) && !isSex(text) && !isEthnicity(text)
}

// isCareer reports whether a text can be a career: some line of it begins with a month and
// the mark of a time.
func isCareer(text string) bool { return careerLine.MatchString(text) && !strings.Contains(text, "@") }

// isProse reports whether a text can be one in words: no date alone, no columns, no career.
func isProse(text string) bool {
	return !isDate(text) && !strings.Contains(text, "@") && !careerLine.MatchString(text) && !slices.Contains(healthWords, text)
}

func isResults(text string) bool { return isProse(text) && containsAny(text, gradeWords) }

// onlyGrades reports whether a text says nothing but grades of years.
func onlyGrades(text string) bool {
	parts := strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune("；;。\n", r) })
	return len(parts) > 0 && !slices.ContainsFunc(parts, func(part string) bool {
		return len(cadreform.ParseGrades(part)) == 0 || containsAny(part, []string{"奖", "功", "表彰", "荣", "先进", "处分"})
	})
}

// rows reports whether all rows of a column of the family fit.
func rows(fits func(string) bool) func(string) bool {
	return func(column string) bool {
		return !slices.ContainsFunc(kinCells(column), func(text string) bool { return text != "" && !fits(text) })
	}
}

func isRelation(text string) bool {
	const longest = 15
	return strings.ContainsAny(text, kinWords) && !digit.MatchString(text) && utf8.RuneCountInString(text) <= longest
}

func isWork(text string) bool { return isProse(text) && !onlyParty(text) }

// onlyParty reports whether a text is a political status and nothing else.
func onlyParty(text string) bool {
	return text == "群众" || text == "中共党员" || text == "中共预备党员" || text == "共青团员" || text == "无党派人士" || text == "少先队员"
}

func isBirth(text string) bool { return isDate(text) || containsAny(text, goneWords) }

func isPolitics(text string) bool {
	const longest = 15
	return !digit.MatchString(text) && !slices.Contains(kinNames, text) && !containsAny(text, workWords) && utf8.RuneCountInString(text) <= longest
}
