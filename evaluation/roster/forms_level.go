package roster

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"kaoji/evaluation/cadreform"
)

// impliedLevel returns the level that a form names: in an element beyond the form for
// 职级 or 职务层次, in the present post, or in the stage of the career that lasts. It is ""
// if they name none, or more than one.
func impliedLevel(f *cadreform.Form) string {
	texts := []string{f.Post}
	if stages := cadreform.ParseResume(f.Resume); len(stages) > 0 && stages[len(stages)-1].To == "" {
		texts = append(texts, stages[len(stages)-1].Text)
	}
	var found []string
	for _, e := range f.Extra {
		if !rankElement.MatchString(e.XML) {
			continue
		}
		text := markup.ReplaceAllString(e.XML, "")
		if level := levelOf(cleanText(text)); level != "" {
			found = append(found, level)
		} else {
			texts = append(texts, text)
		}
	}
	for _, text := range texts {
		found = append(found, levelsIn(text)...)
	}
	slices.Sort(found)
	if found = slices.Compact(found); len(found) != 1 {
		return ""
	}
	return found[0]
}

// rankElement is the name of an element beyond the form that holds a level, in pinyin.
var rankElement = regexp.MustCompile(`^<\w*(?i:ZhiJi|CengCi)\w*[\s>]`)

// levelWords are the words for levels that mean nothing else in a text, the longest first.
var levelWords = sync.OnceValue(func() []string {
	const least = 4 // characters of a word that is no level's own name, such as 管理七级
	var list []string
	for _, level := range allLevels() {
		if strings.Contains(level, "级") {
			list = append(list, level)
		}
	}
	for word, level := range known().Levels {
		if strings.Contains(word, "级") && utf8.RuneCountInString(word) >= least && !strings.HasPrefix(level, word) {
			list = append(list, word)
		}
	}
	slices.SortFunc(list, func(a, b string) int { return cmp.Or(len(b)-len(a), strings.Compare(a, b)) })
	return list
})

// The words before and after a level that make it the level of something else.
var (
	notHeld      = []string{"享受", "原", "保留", "相当", "相当于", "参照", "比照", "晋升", "拟任"}
	notHeldAfter = []string{"待遇", "以上", "以下", "及以"}
)

// levelsIn lists the levels that a text names.
func levelsIn(text string) []string {
	text = strings.ReplaceAll(halfWidth(text), " ", "")
	text = levelNumber.ReplaceAllStringFunc(text, func(m string) string {
		if n := number(strings.TrimSuffix(m, "级")); n >= 1 && n <= 19 {
			return chinese(n) + "级"
		}
		return m
	})
	var list []string
	for at := 0; at < len(text); {
		i := slices.IndexFunc(levelWords(), func(word string) bool { return strings.HasPrefix(text[at:], word) })
		if i < 0 {
			_, size := utf8.DecodeRuneInString(text[at:])
			at += size
			continue
		}
		word := levelWords()[i]
		before, after := text[:at], text[at+len(word):]
		at += len(word)
		if slices.ContainsFunc(notHeld, func(w string) bool { return strings.HasSuffix(before, w) }) ||
			slices.ContainsFunc(notHeldAfter, func(w string) bool { return strings.HasPrefix(after, w) }) {
			continue
		}
		list = append(list, levelOf(word))
	}
	return list
}
