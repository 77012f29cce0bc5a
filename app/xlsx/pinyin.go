package xlsx

import (
	"strings"
	"unicode"

	"github.com/mozillazg/go-pinyin"
)

// surnames are surnames that are read differently from the same character
// elsewhere.
func surnames() map[string]string {
	return map[string]string{
		"单": "shan", "解": "xie", "仇": "qiu", "查": "zha", "曾": "zeng", "区": "ou", "任": "ren", "盖": "ge", "朴": "piao",
		"翟": "zhai", "缪": "miao", "乐": "yue", "员": "yun", "洗": "xian", "冼": "xian", "秘": "bi", "尹": "yin", "召": "shao",
		"隗": "wei", "覃": "qin", "燕": "yan", "华": "hua", "宁": "ning", "重": "chong", "种": "chong", "繁": "po", "祭": "zhai",
		"能": "nai", "黑": "he", "那": "na", "折": "she", "牟": "mu", "佴": "nai", "句": "gou", "逄": "pang", "卜": "bu",
		"纪": "ji", "应": "ying", "郇": "xun", "钭": "tou", "臧": "zang", "沈": "shen", "葛": "ge", "於": "yu", "过": "guo",
		"尉迟": "yu chi", "万俟": "mo qi", "澹台": "tan tai", "宰父": "zai fu", "单于": "chan yu", "令狐": "ling hu", "长孙": "zhang sun",
		"夏侯": "xia hou", "欧阳": "ou yang", "司马": "si ma", "上官": "shang guan", "诸葛": "zhu ge", "皇甫": "huang fu",
		"呼延": "hu yan", "慕容": "mu rong", "宇文": "yu wen", "端木": "duan mu", "公孙": "gong sun", "轩辕": "xuan yuan", "独孤": "du gu",
	}
}

// Pinyin returns the sort key of a name: "shan xiao ming". Other letters stay, in
// lower case.
func Pinyin(name string) string {
	table, runes := surnames(), []rune(name)
	for n := min(2, len(runes)-1); n > 0; n-- { // a name needs at least one character after the surname
		if reading, ok := table[string(runes[:n])]; ok {
			return strings.TrimSpace(reading + " " + read(runes[n:]))
		}
	}
	return read(runes)
}

func read(runes []rune) string {
	args := pinyin.NewArgs()
	var words []string
	other := ""
	flush := func() {
		if other != "" {
			words, other = append(words, other), ""
		}
	}
	for _, r := range runes {
		switch reading := pinyin.SinglePinyin(r, args); {
		case len(reading) > 0:
			flush()
			words = append(words, reading[0])
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			other += string(unicode.ToLower(r))
		default:
			flush()
		}
	}
	flush()
	return strings.Join(words, " ")
}
