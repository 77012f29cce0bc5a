package reminder_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"kaoji/app/officetest"
	"kaoji/evaluation"
	"kaoji/evaluation/reminder"
)

// shown are the examples of an input's text fields.
func shown(of any) map[string]string {
	out := map[string]string{}
	t := reflect.TypeOf(of)
	for i := range t.NumField() {
		if f := t.Field(i); f.Tag.Get("form") == "long" && f.Tag.Get("example") != "" {
			out[f.Name] = f.Tag.Get("example")
		}
	}
	return out
}

// What the form is filled in with, and what the documentation shows, is accepted.
func TestALetterIsAcceptedInTheWordsThatAreOffered(t *testing.T) {
	w := office(t)
	raw, err := os.ReadFile(filepath.Join("..", "..", "app", "text", "zh", "reminder.json"))
	w.Must(err)
	var texts map[string]string
	w.Must(json.Unmarshal(raw, &texts))
	propose := func(in *reminder.ClearInput) error {
		r, err := w.Create(t.Context(), w.Personnel(), reminder.KindClearing, "propose", evaluation.Creation{Input: in})
		if err == nil {
			w.Do(w.Personnel(), r.ID, "withdraw", nil)
		}
		return err
	}
	talk := inquiredOf(w, "a4", "letters")
	for kind, words := range map[string][]string{
		reminder.TypeAccepted: {texts["reminder.clearing.words.accepted"], "您的说明属实，予以采信。"},
		reminder.TypeCleared: {
			texts["reminder.clearing.words.cleared"], shown(reminder.ClearInput{})["Text"],
			"经查，未发现您存在违反工作纪律的问题。", "经核实，没有发现违纪违法行为，不予处分。", "经查实，所反映的问题不属实。", "已经查阅值班记录，未发现失职。",
		},
	} {
		for _, text := range words {
			if err := propose(&reminder.ClearInput{Talk: talk, Type: kind, Text: text}); err != nil || text == "" {
				t.Errorf("%s %q: %v", kind, text, err)
			}
		}
	}
	for _, text := range []string{"经查，您存在态度问题。", "反映的问题基本属实。", "并非不属实。", "部分问题不属实，迟到一事属实。", "未按规定办理，违反工作纪律。"} {
		w.Refused("reminder.asserts", propose(&reminder.ClearInput{Talk: talk, Type: reminder.TypeCleared, Text: text}))
	}
}

// A talk of the first levels may ask and may name an office whose name contains a word of
// the list; it asserts nothing.
func TestATalkAsksAndDoesNotAssert(t *testing.T) {
	w := office(t)
	propose := func(cause string) error {
		in := proposal(w, "a4", reminder.LevelReminder, reminder.ModeTalk)
		in.Cause = cause
		_, err := w.Create(t.Context(), w.Personnel(), reminder.KindTalk, "propose", evaluation.Creation{Input: in})
		return err
	}
	for _, cause := range []string{shown(reminder.ContentInput{})["Cause"], "收到反映，请说明是否属实", "收到反映，请说明有无违反规定的情形", "收到对办事处分管工作的反映"} {
		if err := propose(cause); err != nil || cause == "" {
			t.Errorf("%q: %v", cause, err)
		}
	}
	for _, cause := range []string{"经查，你没有按时到岗，其余未发现", "反映属实", "不遵守规定违反工作纪律", "你已受处分", "不得不说违纪", "严重失职"} {
		w.Refused("reminder.asserts", propose(cause))
	}
}

// inquiredOf is an inquiry from a source whose explanation was accepted.
func inquiredOf(w *officetest.World, no, source string) string {
	w.T.Helper()
	in := proposal(w, no, reminder.LevelInquiry, reminder.ModeLetter)
	in.Source = source
	id := w.Make(w.Personnel(), reminder.KindTalk, "propose", in).ID
	w.Do(charge(w), id, "check", &reminder.OpinionInput{Words: "同意"})
	w.Do(principal(w), id, "approve", &reminder.OpinionInput{})
	w.Do(w.Personnel(), id, "send", &reminder.SendInput{})
	w.Do(w.Who(no), id, "explain", &reminder.AnswerInput{Text: "当日人手不足。"})
	w.Do(w.Personnel(), id, "accept", &reminder.AcceptInput{})
	return id
}

// Who was spoken to for another reason than a report has nothing to be cleared of, unless
// the letter names the concern.
func TestALetterThatClearsSaysOfWhichConcern(t *testing.T) {
	w := office(t)
	in := letter(inquiredOf(w, "a4", "observation"), reminder.TypeCleared)
	_, err := w.Create(t.Context(), w.Personnel(), reminder.KindClearing, "propose", evaluation.Creation{Input: in})
	w.Refused("reminder.clearing_of_what", err)
	w.Make(w.Personnel(), reminder.KindClearing, "propose", letter(inquiredOf(w, "a5", "letters"), reminder.TypeCleared))
}
