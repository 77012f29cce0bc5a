package appraisal_test

import (
	"fmt"
	"strings"
	"testing"

	"kaoji/app/officetest"
	"kaoji/evaluation"
	"kaoji/evaluation/appraisal"
)

func TestAnOpinionIsTheSignersUntilItIsSignedAndKeepsWhatItSaid(t *testing.T) {
	w := small(t)
	round := w.published(planned())
	id := w.round(round).Cadres[0].Committees[0].Opinion
	signer, other := w.members["k1m1"], w.members["k1m2"]
	in := &appraisal.OpinionInput{Text: "经常走访居民，帮助解决实际困难。"}
	w.Refused("not_found", w.Try(other, id, "write", in))
	w.Refused("state", w.Try(signer, id, "sign", nil))
	w.Do(signer, id, "write", in)
	says := func(who evaluation.Actor) bool {
		v, err := w.Get(t.Context(), who, id)
		return err == nil && strings.Contains(string(v.Payload), "经常走访")
	}
	if !says(signer) || says(w.Personnel()) || says(w.principal()) || says(w.Who("b4")) {
		t.Error("somebody reads what is not signed")
	}
	w.Do(w.Personnel(), id, "hand_over", &appraisal.HandOverInput{Member: "k1m2"})
	w.Refused("not_found", w.Try(signer, id, "sign", nil))
	w.Do(other, id, "sign", nil)
	if !says(w.Personnel()) || says(w.Who("b4")) {
		t.Error("after the signature")
	}
	w.Do(other, id, "withdraw", nil)
	w.Do(other, id, "sign", nil)
	for m := range 6 {
		w.vote(fmt.Sprintf("k1m%d", m+1), "80 80")
	}
	w.tally(round)
	w.Refused("appraisal.opinions_missing", w.Try(w.Personnel(), round, "release", &appraisal.AnywayInput{}))
	w.Do(w.Personnel(), round, "release", &appraisal.AnywayInput{Anyway: true})
	if !says(w.Who("b4")) || says(w.Who("c4")) {
		t.Error("after the release")
	}
	w.Do(other, id, "amend", &appraisal.OpinionInput{Text: "更正：经核实，联系时间为十一个月。"})
	if o := officetest.Payload[appraisal.Opinion](w.World, id); len(o.Amendments) != 1 || !strings.HasPrefix(o.Amendments[0].Text, "经常走访") || o.Amendments[0].Reason == "" {
		t.Errorf("%+v", o)
	}
}

func TestWhoNeverAnswersIsNotedOnlyAfterTheDeadline(t *testing.T) {
	w, round := voted(t)
	w.Do(w.Personnel(), round, "release", &appraisal.AnywayInput{Anyway: true})
	sheet := w.sheet(round, "b4")
	w.Refused("appraisal.answer_runs", w.Try(w.Personnel(), sheet, "note_refusal", nil))
	w.Refused("forbidden", w.Try(w.Personnel(), sheet, "acknowledge", &appraisal.CommentInput{}))
	w.Turn(w.Stored(sheet).Due.AddDays(1).String())
	w.Do(w.Personnel(), sheet, "note_refusal", nil)
	w.Do(w.Personnel(), sheet, "lock", nil)
	w.Refused("appraisal.second_person", w.Try(w.Personnel(), sheet, "reopen", nil))
	w.Do(w.deputy(), sheet, "reopen", nil)
	w.Do(w.Who("b4"), sheet, "refuse", &appraisal.TextInput{Text: "不认可。"})
}
