package concern_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"kaoji/app/officetest"
	"kaoji/evaluation"
	"kaoji/evaluation/concern"
)

// settled carries a concern through to the answer.
func settled(w *officetest.World, r evaluation.Record) {
	w.T.Helper()
	w.Do(w.Personnel(), r.ID, "accept", &concern.AcceptInput{Handler: w.People["d4"]})
	w.Do(w.Who("d4", evaluation.RolePersonnel), r.ID, "conclude", &concern.ConcludeInput{Outcome: concern.Partly, Findings: "部分属实。", Reply: "已督促改进。"})
	w.Do(w.Personnel(), r.ID, "answer", nil)
}

func TestOnlySendersWithAContactAreCalledBackAndNotByTheHandler(t *testing.T) {
	w := officetest.New(t)
	named, nobody := called(w, "a4", "王先生 13900000000"), called(w, "a4", "")
	settled(w, named)
	settled(w, nobody)
	in := &concern.CallBackInput{CalledOn: evaluation.DateOf(w.Now()), Satisfied: concern.Fairly}
	w.Refused("concern.no_contact", w.Try(w.Personnel(), nobody.ID, "call_back", in))
	w.Refused("concern.own_callback", w.Try(w.Who("d4", evaluation.RolePersonnel), named.ID, "call_back", in))
	w.Do(w.Personnel(), named.ID, "call_back", in)
	if m := officetest.Payload[concern.Matter](w, named.ID); m.CallBack == nil || m.CallBack.Satisfied != concern.Fairly || w.Stored(named.ID).State != concern.Answered {
		t.Errorf("%+v", m.CallBack)
	}
}

func TestACountIsOfWhatWasDueAndOfSendersWhoWereReached(t *testing.T) {
	day, last := date("2026-06-30"), date("2026-06-10")
	answered := func(on string, satisfied string) *concern.Matter {
		m := &concern.Matter{AnsweredOn: date(on)}
		if satisfied != "" {
			m.CallBack = &concern.CallBack{CallBackInput: concern.CallBackInput{Satisfied: satisfied}}
		}
		return m
	}
	var sum concern.Tally
	for _, c := range []struct {
		m     *concern.Matter
		state evaluation.State
		last  evaluation.Date
	}{
		{answered("2026-06-10", concern.Satisfied), concern.Answered, last}, {answered("2026-06-11", concern.Dissatisfied), concern.Answered, last},
		{answered("2026-06-01", concern.Unreached), concern.Declined, last}, {&concern.Matter{}, concern.Assigned, last}, {&concern.Matter{}, concern.Assigned, day},
		{&concern.Matter{}, concern.Referred, last}, {&concern.Matter{}, concern.Concluded, day},
	} {
		sum.Add(concern.Count(c.m, c.state, c.last, day))
	}
	if sum != (concern.Tally{All: 7, Done: 4, Due: 4, InTime: 2, Called: 2, Satisfied: 1}) {
		t.Errorf("%+v", sum)
	}
}

// No hidden count follows from the sum and the shown ones, unless all others are zero.
func TestAHiddenCountDoesNotFollowFromTheSum(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		counts := rapid.SliceOfN(rapid.IntRange(0, 12), 1, 8).Draw(t, "counts")
		shown := concern.Shown(counts, 5)
		hidden, others := 0, 0
		for i, n := range counts {
			if n > 0 && n < 5 && shown[i] {
				t.Fatalf("%d is shown", n)
			}
			if !shown[i] {
				hidden++
			} else if n > 0 {
				others++
			}
		}
		if hidden == 1 && others > 0 {
			t.Fatalf("one alone is hidden of %v", counts)
		}
	})
}

func TestAStatementSaysWithoutPersonsWhatWasRaisedAndIsReadOnceItIsPublished(t *testing.T) {
	w := officetest.New(t)
	w.Turn("2026-11-02")
	for i := range 7 {
		r := called(w, "a4", fmt.Sprintf("居民%d 1390000000%d", i, i))
		settled(w, r)
		w.Do(w.Personnel(), r.ID, "call_back", &concern.CallBackInput{CalledOn: evaluation.DateOf(w.Now()), Satisfied: concern.Satisfied})
	}
	praised(w, "a4", "")
	other := about("", w.People["b4"])
	other.Category = "integrity"
	w.Make(w.Personnel(), concern.KindMatter, "register", &concern.RegisterInput{Channel: "letter", Received: evaluation.DateOf(w.Now()), About: other})
	r := w.Make(w.Personnel(), concern.KindStatement, "draft", &concern.DraftInput{Half: "2026H2"})
	st := officetest.Payload[concern.Statement](w, r.ID)
	want := []concern.CountOf{{Category: "attitude", N: 5}, {Category: "style"}, {Category: "efficiency"}, {Category: "fairness"}, {Category: "integrity"}, {Category: "other"}}
	if st.Summary.Total != 10 || st.Summary.Praise != 0 || st.Summary.InTime != 100 || !slices.Equal(st.Summary.Kinds, want) || !strings.Contains(st.Raised, "（截至11月2日）共收到群众反映约10件") {
		t.Errorf("%+v %s", st.Summary, st.Raised)
	}
	w.Refused("concern.statement_unsaid", w.Try(w.Personnel(), r.ID, "submit", nil))
	for range 6 {
		called(w, "a4", "")
	}
	w.Do(w.Personnel(), r.ID, "edit", &concern.WordsInput{Title: st.Title, Raised: st.Raised + "多为窗口服务。", Done: st.Done})
	w.Do(w.Personnel(), r.ID, "recount", nil)
	if st = officetest.Payload[concern.Statement](w, r.ID); st.Summary.Total <= 10 || !strings.HasPrefix(st.Raised, fmt.Sprintf("2026年下半年（截至11月2日）共收到群众反映约%d件", st.Summary.Total)) || !strings.HasSuffix(st.Raised, "多为窗口服务。") {
		t.Errorf("counted anew, the text says %s", st.Raised)
	}
	words := &concern.WordsInput{Title: st.Title, Raised: st.Raised, Done: "干部a4已作检查。"}
	w.Refused("concern.statement_name", w.Try(w.Personnel(), r.ID, "edit", words))
	words.Done = "请拨打13900000000。"
	w.Refused("concern.statement_number", w.Try(w.Personnel(), r.ID, "edit", words))
	words.Done = "增设窗口两个。"
	w.Do(w.Personnel(), r.ID, "edit", words)
	w.Do(w.Personnel(), r.ID, "submit", nil)
	w.Refused("forbidden", w.Try(w.Personnel(), r.ID, "approve", nil))
	w.Do(w.Who("l1", evaluation.RolePrincipal), r.ID, "approve", nil)
	cadre := w.Who("a4", evaluation.RoleCadre)
	if _, err := w.Get(t.Context(), cadre, r.ID); evaluation.CodeOf(err) != evaluation.CodeNotFound {
		t.Errorf("a cadre reads it before it is public: %v", err)
	}
	if list, err := w.Concern.Statements(t.Context(), officetest.Office); err != nil || len(list) != 0 {
		t.Errorf("the public reads it before: %v %v", list, err)
	}
	w.Do(w.Personnel(), r.ID, "publish", nil)
	if v, err := w.Get(t.Context(), cadre, r.ID); err != nil || strings.Contains(string(v.Payload), "summary") {
		t.Errorf("%s %v", v.Payload, err)
	}
	if list, err := w.Concern.Statements(t.Context(), officetest.Office); err != nil || len(list) != 1 || list[0].Done != "增设窗口两个。" {
		t.Errorf("%v %v", list, err)
	}
	_, err := w.Create(t.Context(), w.Personnel(), concern.KindStatement, "draft", evaluation.Creation{Input: &concern.DraftInput{Half: "2026H2"}})
	w.Refused("concern.statement_there", err)
	w.Do(w.Personnel(), r.ID, "take_down", nil)
	if list, err := w.Concern.Statements(t.Context(), officetest.Office); err != nil || len(list) != 0 {
		t.Errorf("it is still public: %v %v", list, err)
	}
}
