package site

import (
	"testing"
	"time"

	"kaoji/app/text"
	"kaoji/evaluation"
	"kaoji/evaluation/appraisal"
)

// Beside a sentence stands only what it does not say.
func TestANoteRepeatsNothingOfItsSentence(t *testing.T) {
	got := unsaid("编好《关于2026年第四季度好人好事的通报》并送审", "2026年", "", "组织科", "关于2026年第四季度好人好事的通报 · 规章")
	if got != "组织科 · 规章" {
		t.Errorf("the note says %q", got)
	}
	for sentence, want := range map[string]string{"年终考评 2026年：办理投票": "办理投票", "审核年终考评 2026年": "审核年终考评 2026年"} {
		if got := below("年终考评 2026年", sentence); got != want {
			t.Errorf("below its title stands %q", got)
		}
	}
}

// Nineteen committees whose codes are handed out one after the other are one line of the
// history, and what leaves a state as it was names none.
func TestTheSameActAgainAndAgainIsOneEntryOfTheHistory(t *testing.T) {
	catalog, err := text.Load()
	if err != nil {
		t.Fatal(err)
	}
	p := &Speaker{Lang: "zh", Text: catalog}
	at := time.Date(2026, 11, 16, 1, 0, 0, 0, time.UTC)
	v := evaluation.View{Record: evaluation.Record{Kind: appraisal.KindRound}}
	did := func(name, act string, from, to evaluation.State, minutes int) {
		v.History = append(v.History, evaluation.Entry{At: at.Add(time.Duration(minutes) * time.Minute), Account: "a", Name: name, Act: act, From: from, To: to})
	}
	did("组织科", "publish", appraisal.RoundDraft, appraisal.RoundVoting, 0)
	for i := range 19 {
		did("组织科", "issue", appraisal.RoundVoting, appraisal.RoundVoting, i)
	}
	did("复核", "issue", appraisal.RoundVoting, appraisal.RoundVoting, 30)
	did("复核", "issue", appraisal.RoundVoting, appraisal.RoundVoting, 24*60)
	list := p.History(&v)
	if len(list) != 4 || list[2].N != 19 || list[2].At.Sub(list[2].Since) != 18*time.Minute || list[2].Act != "发放验证码票" {
		t.Fatalf("the history says %+v", list)
	}
	for i, want := range []string{"", "", "", "投票中"} {
		if list[i].To != want {
			t.Errorf("line %d leads to %q, want %q", i, list[i].To, want)
		}
	}
}
