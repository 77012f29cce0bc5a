package reminder

import (
	"regexp"
	"slices"
	"strings"

	"kaoji/evaluation"
)

// unasserting refuses words that assert guilt: the first levels may only say that
// something was reported (C-16).
func (t *Talk) unasserting(m evaluation.Mistakes, texts map[string]string) error {
	return t.unassertingBut(m, texts, nil)
}

// unassertingBut is unasserting for texts that may use a word where fits accepts it with
// the rest of its sentence; nil accepts none.
func (t *Talk) unassertingBut(m evaluation.Mistakes, texts map[string]string, fits func(phrase, sentence string) bool) error {
	phrases, err := t.Rules.Items("reminder.asserting")
	if err != nil {
		return err
	}
	for field, text := range texts {
		for _, p := range phrases {
			if asserts(text, p.Zh, fits) {
				m.Add(field, "reminder.asserts", "phrase", p.Zh)
			}
		}
	}
	return nil
}

// asserts reports whether a text says a phrase of someone: not within a longer word, and
// neither denied nor asked.
func asserts(text, phrase string, fits func(phrase, sentence string) bool) bool {
	for from := 0; phrase != ""; {
		i := strings.Index(text[from:], phrase)
		if i < 0 {
			return false
		}
		before, after := text[:from+i], text[from+i+len(phrase):]
		sentence := after
		if end := strings.IndexAny(after, "。！？；!?;\n"); end >= 0 {
			sentence = after[:end]
		}
		if !within(before, phrase, after) && !denied(before) && (fits == nil || !fits(phrase, sentence)) {
			return true
		}
		from += i + len(phrase)
	}
	return false
}

// denial is a word that denies or asks, with what can stand between it and the phrase:
// 不(属实), 是否存在(违纪), 没有发现您有(违纪), 没有违纪和(违法).
var denial = regexp.MustCompile(`(没有|并非|绝非|并无|尚无|查无|是否|有无|是不是|不|未|没|无|免)` +
	`(是|曾|发现|查到|见|证据|足以|证明|表明|认定|存在|构成|属于|涉及|经|有|予|给予|受到|受过|受|您|你|本人|该同志|其|任何|相关|有关|的|违反|违纪|违法|渎职|失职|行为|、|和|或者|或|及)*$`)

// denied reports whether what stands before a phrase denies it or asks whether it is so.
// A denial of a denial (并非不) asserts.
func denied(before string) bool {
	is := false
	for {
		at := denial.FindStringIndex(before)
		if at == nil {
			return is
		}
		is, before = !is, before[:at[0]]
	}
}

// Longer words that contain a phrase and mean something else: 办事处分管, 已经查阅, and
// 说明属实, which says that the person told the truth.
var (
	longerBefore = map[string][]string{"经查": {"已", "曾"}, "属实": {"说明", "说明基本", "解释", "答复", "陈述"}}
	longerAfter  = map[string][]string{"处分": {"管", "工", "别", "析", "片", "组", "头", "布"}}
)

func within(before, phrase, after string) bool {
	return slices.ContainsFunc(longerBefore[phrase], func(w string) bool { return strings.HasSuffix(before, w) }) ||
		slices.ContainsFunc(longerAfter[phrase], func(w string) bool { return strings.HasPrefix(after, w) })
}

// clears accepts the words that begin a finding (经查) in a letter that clears, where the
// finding is that something is not borne out.
func clears(phrase, sentence string) bool {
	return (phrase == "经查" || phrase == "查实") && unfounded.MatchString(sentence)
}

var unfounded = regexp.MustCompile(`不属实|失实|未发现|没有发现|未查到|不存在|不成立|查无|没有依据|没有证据`)
