package results

import (
	"strings"

	"kaoji/evaluation/table"
)

// words are the grades as forms and sheets write them, of civil servants and of staff of
// public institutions.
var words = map[string]string{
	"优秀": Excellent, "称职": Competent, "合格": Competent, "基本称职": Basic, "基本合格": Basic, "不称职": Incompetent, "不合格": Incompetent,
	"不确定等次": None, "未确定等次": None, "不定等次": None, "未定等次": None, "不确定档次": None, "未确定档次": None, "未定等": None, "不定等": None,
	"未参加年度考核": Exempt, "未参加考核": Exempt, "未参加": Exempt, "不参加年度考核": Exempt, "不参加考核": Exempt, "不参加": Exempt,
	"未参与考核": Exempt, "未考核": Exempt, "不考核": Exempt, "免于考核": Exempt, "免考核": Exempt, "未参评": Exempt, "不参评": Exempt,
	Excellent: Excellent, Competent: Competent, Basic: Basic, Incompetent: Incompetent, None: None, Exempt: Exempt,
}

// GradeOf returns the grade that a word of a form or sheet stands for.
func GradeOf(word string) (grade string, ok bool) {
	word = strings.ToLower(strings.ReplaceAll(table.HalfWidth(table.Clean(word)), " ", ""))
	grade, ok = words[strings.TrimSuffix(strings.TrimSuffix(word, "等次"), "档次")]
	if !ok {
		grade, ok = words[word]
	}
	return grade, ok
}
