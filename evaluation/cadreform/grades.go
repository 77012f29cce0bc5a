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
	list, _ := ReadGrades(text)
	return list
}

// ReadGrades is ParseGrades that also returns what it could not read: parts that name no
// year, and years without a word of GradeWords.
func ReadGrades(text string) (list []Grade, unread []string) {
	for _, part := range GradeParts(halfWidth(text)) {
		read, rest := gradesIn(part)
		list, unread = append(list, read...), append(unread, rest...)
	}
	slices.SortStableFunc(list, func(a, b Grade) int { return cmp.Compare(a.Year, b.Year) })
	return list, unread
}

// GradeParts are the parts of a text on grades.
func GradeParts(text string) []string {
	return slices.DeleteFunc(strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune("；;。\n", r) }), func(part string) bool { return strings.TrimSpace(part) == "" })
}

// gradesIn reads a part of a text. A part that ends with a colon is a heading; a year in
// brackets without a grade is that of a document.
func gradesIn(part string) (list []Grade, unread []string) {
	all := years.FindAllStringSubmatchIndex(part, -1)
	if text := strings.TrimSpace(part); len(all) == 0 && !strings.HasSuffix(text, ":") {
		return nil, []string{text}
	}
	var waiting []int
	from := 0
	for i, at := range all {
		if len(waiting) == 0 {
			from = at[0]
		}
		waiting = append(waiting, yearsAt(part, at)...)
		end := len(part)
		if i+1 < len(all) {
			end = all[i+1][0]
		}
		rest := part[at[1]:end]
		word := gradeWord.FindStringSubmatch(rest)
		switch {
		case word != nil:
			for _, y := range waiting {
				list = append(list, Grade{y, word[1]})
			}
		case i+1 < len(all) && strings.Trim(rest, betweenYears) == "":
			continue // several years before one word
		case !inBrackets(part[:from]):
			unread = append(unread, strings.Trim(part[from:end], " ,，、"))
		}
		waiting = nil
	}
	return list, unread
}

// betweenYears are the characters between years that have one grade: 2021年考核、2022年考核.
const betweenYears = " ,，、和及与以年度终考核均为都"

// inBrackets reports whether a bracket is open at the end of a text.
func inBrackets(before string) bool {
	count := func(list string) (n int) {
		for _, r := range list {
			n += strings.Count(before, string(r))
		}
		return n
	}
	return count("([〔") > count(")]〕")
}

// yearsAt are the years of a match: one, two, or those from one to another.
func yearsAt(text string, at []int) []int {
	from := number(text[at[2]:at[3]])
	if at[4] < 0 {
		return []int{from}
	}
	to := number(text[at[4]:at[5]])
	if !strings.ContainsAny(text[at[0]:at[1]], "-—–~至") || to <= from || to-from >= 60 {
		return slices.Compact([]int{from, to})
	}
	var list []int
	for y := from; y <= to; y++ {
		list = append(list, y)
	}
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
