package roster

import (
	"slices"
	"strings"
)

// The reasons for which people leave the office (离任原因).
const (
	LeavingTransfer    = "transfer"    // 调出
	LeavingRetirement  = "retirement"  // 退休
	LeavingResignation = "resignation" // 辞去公职, 辞职
	LeavingDismissal   = "dismissal"   // 辞退
	LeavingExpulsion   = "expulsion"   // 开除
	LeavingDeath       = "death"       // 去世
	LeavingExpiry      = "expiry"      // 合同期满
	LeavingTermination = "termination" // 解除合同
	LeavingOther       = "other"
)

// Leavings lists them in the order in which they are offered.
func Leavings() []string {
	return []string{
		LeavingTransfer, LeavingRetirement, LeavingResignation, LeavingDismissal, LeavingExpulsion, LeavingDeath, LeavingExpiry, LeavingTermination, LeavingOther,
	}
}

// leavingWords are the words of rosters for the reasons, and parts of other words for them, in
// the order in which they are tried: 解除合同 ends a contract before its time, 合同期满 at its end.
var leavingWords = []struct {
	leaving, word string
	parts         []string
}{
	{LeavingExpulsion, "开除", []string{"expel", "expulsion"}},
	{LeavingDismissal, "辞退", []string{"dismiss"}},
	{LeavingResignation, "辞去公职", []string{"辞去", "辞职", "辞聘", "resign"}},
	{LeavingDeath, "去世", []string{"死亡", "病故", "逝世", "亡故", "殉职", "death", "died"}},
	{LeavingRetirement, "退休", []string{"离休", "退职", "retire"}},
	{LeavingExpiry, "合同期满", []string{"期满", "到期", "expir"}},
	{LeavingTermination, "解除合同", []string{"解除", "解聘", "终止", "terminat"}},
	{LeavingTransfer, "调出", []string{"调离", "调任", "调动", "调往", "调至", "转任", "交流", "转出", "录用", "考录", "transfer"}},
	{LeavingOther, "其他", []string{"其它", "离职", "other"}},
}

// leavingWord is the word of a roster for a reason.
func leavingWord(leaving string) string {
	for _, of := range leavingWords {
		if of.leaving == leaving {
			return of.word
		}
	}
	return leaving
}

// LeavingOf returns the reason that a word of a roster stands for; false if it is none of the
// known words.
func LeavingOf(word string) (leaving string, known bool) {
	word = strings.ToLower(cleanText(word))
	for _, of := range leavingWords {
		if strings.Contains(word, of.word) || slices.ContainsFunc(of.parts, func(w string) bool { return strings.Contains(word, w) }) {
			return of.leaving, true
		}
	}
	return LeavingOther, false
}

// leaves takes the day and the reason of leaving from a row. A reason without a day is taken
// only for a person whose leaving is recorded.
func (p *planner) leaves(w *working) {
	d, now := w.draft, &w.now
	if d.Leaving == "" && d.Left.Date.IsZero() {
		return
	}
	if d.Left.Date.IsZero() && now.Left.IsZero() {
		p.verdicts.add(Doubtful, d.at, "leaving", "roster.import.left_undated", "name", now.Name)
		return
	}
	setDay(&now.Left, d.Left)
	if n := len(now.Appointments); now.Left.After(p.day) {
		p.verdicts.add(Wrong, d.at, "left", "roster.date.future")
	} else if from := now.Joined; earlier(now.Left, from) || n > 0 && earlier(now.Left, now.Appointments[n-1].From) {
		if n > 0 && now.Appointments[n-1].From.After(from) {
			from = now.Appointments[n-1].From
		}
		p.verdicts.add(Wrong, d.at, "left", "roster.date.left_early", "from", from)
	}
	if d.Leaving != "" {
		leaving, known := LeavingOf(d.Leaving)
		if now.Leaving = leaving; !known {
			p.verdicts.onceOf(d.Leaving, Doubtful, d.at, "leaving", "roster.import.leaving_unknown", "word", d.Leaving)
		}
	}
}
