package evaluation_test

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"kaoji/evaluation"
)

func TestWordsCanBeCompared(t *testing.T) {
	for text, want := range map[string]string{
		"":                         "",
		"塘表备〔2026〕12号":             "塘表备 2026 12 号",
		"［２０２６］第３期":                "2026 第 3 期",
		"  Visit,  to the ELDERLY": "visit to the elderly",
		"〔2026〕A1B2C3D4":           "2026 a1b2c3d4",
		"关于2026年第一季度的通报":           "关于 2026 年第一季度的通报",
		"。。。":                      "",
	} {
		if got := evaluation.Words(text); got != want {
			t.Errorf("Words(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestASearchHasTheTermsOfWhatItFinds(t *testing.T) {
	words := evaluation.Words("关于2026年第一季度好人好事的通报〔2026〕第3期 Kaoji")
	for text, finds := range map[string]bool{
		"好人好事": true, "通报 2026": true, "2026年": true, "第3期": true, "202": true, "KAO": true, "一季 第 3": true, strings.Repeat("好人好事", 40): false,
		"026": false, "好人坏事": false, "2025": false, "aoji": false,
	} {
		terms := evaluation.TermsOf(text)
		found := len(terms) > 0 && !slices.ContainsFunc(terms, func(term string) bool { return !slices.Contains(evaluation.Terms(words), term) })
		if found != finds {
			t.Errorf("%q is found: %t (%q)", text, found, terms)
		}
	}
	for text, finds := range map[string]bool{"通": true, "第3期 2026": true, "ji": false, "ka": true, "": false, "〔〕": false, "3 好坏": false} {
		if evaluation.HasWords("通报〔2026〕第3期 Kaoji", text) != finds {
			t.Errorf("%q is in the text: %t", text, !finds)
		}
	}
	for _, text := range []string{"", "号", "好 人", "〔〕"} {
		if terms := evaluation.TermsOf(text); len(terms) > 0 {
			t.Errorf("%q asks for %q", text, terms)
		}
	}
}

func FuzzTermsOfASearchAreFewAndText(f *testing.F) {
	for _, text := range []string{"塘表备〔2026〕12号", "Ａｂ", "\xff\xfe", "ⅷ 𠮷𠮷", strings.Repeat("a", 500)} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		terms := evaluation.TermsOf(text)
		for _, term := range terms {
			if !utf8.ValidString(term) || strings.ContainsAny(term, " \x00") || term == "" {
				t.Errorf("%q asks for %q", text, term)
			}
		}
		if len(terms) > 16 {
			t.Errorf("%q asks for %d terms", text, len(terms))
		}
		if words := evaluation.Words(text); evaluation.Words(words) != words {
			t.Errorf("%q has the words %q, which have %q", text, words, evaluation.Words(words))
		}
	})
}
