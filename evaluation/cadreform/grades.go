package cadreform

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Grade is the result of a year's assessment.
type Grade struct {
	Year int
	Word string // 优秀, 称职, 合格, 不确定等次, …
}

var (
	years     = regexp.MustCompile(`(\d{4})(?:\s*年?\s*(?:[-—–~至、，,和]+)\s*(\d{4}))?\s*年?度?`)
	gradeWord = regexp.MustCompile(`^[^0-9；;。\n]*?(` + strings.Join(GradeWords(), "|") + `|试用期[^；;。，,\n]*)`)
)

// GradeWords are the words for grades, and for having none, that texts are searched for; a word
// comes before those it begins with.
func GradeWords() []string {
	return []string{
		"优秀", "基本称职", "不称职", "称职", "基本合格", "不合格", "合格",
		"不确定等次", "未确定等次", "不确定档次", "未确定档次", "不定等次", "未定等次", "不定等", "未定等",
		"未参加年度考核", "未参加考核", "未参加", "不参加年度考核", "不参加考核", "不参加", "未参与考核", "未考核", "不考核", "免于考核", "免考核", "未参评", "不参评",
	}
}

// ParseGrades reads grades of years from a text such as
// “2021、2022年度称职；2023年度优秀”. What it cannot read is left out.
func ParseGrades(text string) []Grade {
	text = halfWidth(text)
	all := years.FindAllStringSubmatchIndex(text, -1)
	var list []Grade
	var waiting []int
	for i, at := range all {
		from := number(text[at[2]:at[3]])
		to := from
		if at[4] >= 0 {
			to = number(text[at[4]:at[5]])
		}
		between := strings.ContainsAny(text[at[0]:at[1]], "-—–~至")
		if between && to > from && to-from < 60 {
			for y := from; y <= to; y++ {
				waiting = append(waiting, y)
			}
		} else if waiting = append(waiting, from); to != from {
			waiting = append(waiting, to)
		}
		end := len(text)
		if i+1 < len(all) {
			end = all[i+1][0]
		}
		word := gradeWord.FindStringSubmatch(text[at[1]:end])
		if word == nil {
			continue // several years before one word
		}
		for _, y := range waiting {
			list = append(list, Grade{y, word[1]})
		}
		waiting = nil
	}
	slices.SortStableFunc(list, func(a, b Grade) int { return cmp.Compare(a.Year, b.Year) })
	return list
}

// FormatGrades writes grades as files have them: 2023年度优秀；2024年度称职.
func FormatGrades(list []Grade) string {
	parts := make([]string, len(list))
	for i, g := range list {
		parts[i] = strconv.Itoa(g.Year) + "年度" + g.Word
	}
	return strings.Join(parts, "；")
}
