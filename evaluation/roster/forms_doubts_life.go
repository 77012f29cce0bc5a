package roster

import (
	"regexp"
	"slices"
	"strings"

	"kaoji/evaluation"
	"kaoji/evaluation/cadreform"
)

// minPartyAge is the age from which one can join the Party (党章 art. 1), in years.
const minPartyAge = 18

// stageDoubts lists stages of a career that end before they begin, and how many begin
// before the one before them ended. Posts beside the main one run at the same time.
func stageDoubts(stages []cadreform.Stage) []evaluation.Problem {
	var list []evaluation.Problem
	overlaps, first, second := 0, "", ""
	for i, s := range stages {
		if s.To != "" && s.To < s.From {
			list = append(list, evaluation.Say("roster.forms.stage_ends", "from", s.From, "to", s.To))
			continue
		}
		if i == 0 || s.From == "" || strings.Contains(s.Text, "兼") {
			continue
		}
		if before := stages[i-1]; before.From != "" && s.From >= before.From && (before.To == "" || before.To >= before.From && s.From < before.To) {
			if overlaps++; overlaps == 1 {
				first, second = before.From+"--"+before.To, s.From+"--"+s.To
			}
		}
	}
	if overlaps > 0 {
		list = append(list, evaluation.Say("roster.forms.overlap", "n", overlaps, "first", first, "second", second))
	}
	return list
}

// jobBefore is the first stage of a career that begins before somebody began to work and is
// neither school nor waiting for a job.
func jobBefore(stages []cadreform.Stage, worked cadreform.Month) (cadreform.Stage, bool) {
	for _, s := range stages {
		from, ok := cadreform.ParseMonth(s.From)
		if ok && earlier(from.Date, worked.Date) && clean(s.Text) != "" && !atSchool(s.Text) {
			return s, true
		}
	}
	return cadreform.Stage{}, false
}

var (
	bracketed   = regexp.MustCompile(`[(（][^()（）]*[)）]`)
	schoolEnds  = []string{"学习", "学生", "学员", "就读", "在读", "读书", "上学", "求学", "专业", "本科", "大专", "专科", "中专", "高中", "初中", "研究生", "硕士", "博士", "毕业", "大学", "学院", "学校", "中学", "系", "班"}
	withoutJobs = []string{"待业", "待分配", "待岗", "务农", "无业", "在家"}
)

// atSchool reports whether a stage of a career is school, or waiting for a job: what it
// begins with, such as 某大学法律专业学习, ends with a word for it.
func atSchool(text string) bool {
	text, _, _ = strings.Cut(strings.ReplaceAll(bracketed.ReplaceAllString(cleanText(text), ""), ",", "，"), "，")
	has := func(word string) bool { return strings.HasSuffix(text, word) }
	return slices.ContainsFunc(schoolEnds, has) || slices.ContainsFunc(withoutJobs, func(word string) bool { return strings.Contains(text, word) })
}

// partyDoubts says that somebody joined the Party too young.
func partyDoubts(f *cadreform.Form, born cadreform.Month) []evaluation.Problem {
	first, _, _ := strings.Cut(strings.ReplaceAll(cleanText(f.PartyJoined), "；", ";"), ";")
	joined, ok := cadreform.ParseMonth(first)
	if !ok || born.IsZero() || !joined.Before(born.AddMonths(12*minPartyAge)) {
		return nil
	}
	return []evaluation.Problem{evaluation.Say("roster.forms.party_age", "joined", cadreform.Dotted(joined.Date), "age", minPartyAge)}
}

// The words by which forms name the nearest family.
var (
	wives    = []string{"妻子", "妻"}
	husbands = []string{"丈夫", "夫"}
	parents  = []string{"父亲", "母亲", "父", "母", "爸爸", "妈妈", "生父", "生母"}
	children = []string{"儿子", "女儿", "子", "女", "长子", "次子", "三子", "长女", "次女", "三女", "独子", "独女"}
)

// familyDoubts lists a spouse whose word does not go with the sex of the person, and
// parents and children who are too near in age.
func familyDoubts(f *cadreform.Form, born cadreform.Month) []evaluation.Problem {
	var list []evaluation.Problem
	for _, k := range f.Family {
		relation := cleanText(k.Relation)
		if f.Sex == Female && slices.Contains(wives, relation) || f.Sex == Male && slices.Contains(husbands, relation) {
			list = append(list, evaluation.Say("roster.forms.spouse", "relation", relation, "name", cleanName(k.Name), "sex", f.Sex))
		}
		kin, ok := cadreform.ParseMonth(k.Born)
		if !ok || born.IsZero() {
			continue
		}
		older, younger := kin, born
		switch {
		case slices.Contains(parents, relation):
		case slices.Contains(children, relation):
			older, younger = born, kin
		default:
			continue
		}
		if younger.Before(older.AddMonths(12 * minWorkAge)) {
			list = append(list, evaluation.Say("roster.forms.kin_age", "relation", relation, "name", cleanName(k.Name), "born", cadreform.Dotted(kin.Date), "age", minWorkAge))
		}
	}
	return list
}

// postDoubts says that the present post of a form is not that of the roster. A form may
// name the level instead.
func (c *comparison) postDoubts(f *cadreform.Form, entry *Person) []evaluation.Problem {
	text := cleanText(f.Post)
	if entry == nil || text == "" || isEmptyMark(text) {
		return nil
	}
	i := entry.at(c.today)
	if i < 0 {
		return nil
	}
	a := entry.Appointments[i]
	post, unit := c.book.BarePost(a.Department, a.Post), c.book.Name(a.Department)
	if post == "" || namesPost(text, post) || levelOf(c.postIn(unit, text)) != "" {
		return nil
	}
	return []evaluation.Problem{evaluation.Say("roster.forms.post_other", "text", text, "post", unit+post)}
}

// namesPost reports whether a text names a post: 副主任 does not name 主任.
func namesPost(text, post string) bool {
	for {
		before, after, found := strings.Cut(text, post)
		if !found {
			return false
		}
		if !strings.HasSuffix(before, "副") {
			return true
		}
		text = after
	}
}
