package results_test

import (
	"strings"
	"testing"

	"kaoji/evaluation/cadreform"
	"kaoji/evaluation/results"
)

// Whoever did not take part is told apart from whoever took part without a grade, by every
// word that forms and sheets have for it.
func TestNotTakingPartIsNoGradeThatWasNotFixed(t *testing.T) {
	for _, word := range cadreform.GradeWords() {
		grade, known := results.GradeOf(word)
		want := ""
		switch {
		case strings.HasSuffix(word, "等次") || strings.HasSuffix(word, "档次") || strings.HasSuffix(word, "定等"):
			want = results.None
		case strings.Contains(word, "参") || strings.HasSuffix(word, "考核"):
			want = results.Exempt
		}
		if !known || want != "" && grade != want || want == "" && (grade == results.None || grade == results.Exempt) {
			t.Errorf("%s is %q, want %q", word, grade, want)
		}
		if read := cadreform.ParseGrades("2023年度" + word); len(read) != 1 || read[0].Word != word {
			t.Errorf("2023年度%s is read as %v", word, read)
		}
	}
	if grade, _ := results.GradeOf(" 未参加 "); grade != results.Exempt {
		t.Errorf("未参加 is %s", grade)
	}
}
