package notice_test

import (
	"testing"

	"kaoji/evaluation"
	"kaoji/evaluation/notice"
)

func step(day evaluation.Date) *evaluation.Step {
	return &evaluation.Step{Today: day, Actor: evaluation.Actor{Name: "王一"}, Record: &evaluation.Record{}}
}

func TestANoticeTakesObjectionsUpToItsLastDayAndEndsWhenAllAreAnswered(t *testing.T) {
	last := evaluation.NewDate(2026, 3, 9)
	n := notice.Notice{NoticeUntil: last}
	if err := n.Object(step(last), "工作量有误"); err != nil {
		t.Fatal(err)
	}
	if err := n.Object(step(last.AddDays(1)), "太晚"); evaluation.CodeOf(err) != evaluation.CodeState {
		t.Errorf("an objection after the last day: %v", err)
	}
	if err := n.Close(step(last.AddDays(1))); evaluation.CodeOf(err) != evaluation.CodeState {
		t.Errorf("ends unanswered: %v", err)
	}
	for _, number := range []int{0, 2} {
		if err := n.Answer(step(last), &notice.AnswerInput{Number: number, Answer: "属实"}); evaluation.CodeOf(err) != evaluation.CodeInvalid {
			t.Errorf("answers objection %d: %v", number, err)
		}
	}
	if err := n.Answer(step(last), &notice.AnswerInput{Number: 1, Answer: "已更正"}); err != nil || n.Unanswered() != 0 {
		t.Errorf("%v, %d unanswered", err, n.Unanswered())
	}
	if err := n.Close(step(last)); evaluation.CodeOf(err) != evaluation.CodeState {
		t.Errorf("ends on its last day: %v", err)
	}
	if err := n.Close(step(last.AddDays(1))); err != nil {
		t.Error(err)
	}
}

func TestANoticeIsNotFloodedWithObjections(t *testing.T) {
	n := notice.Notice{NoticeUntil: evaluation.NewDate(2026, 3, 9)}
	for range 200 {
		if err := n.Object(step(n.NoticeUntil), "异议"); err != nil {
			t.Fatal(err)
		}
	}
	if err := n.Object(step(n.NoticeUntil), "异议"); evaluation.CodeOf(err) != evaluation.CodeTooMany {
		t.Errorf("takes one more: %v", err)
	}
}
