package measures_test

import (
	"slices"
	"testing"

	"kaoji/app/officetest"
	"kaoji/evaluation"
	"kaoji/evaluation/concern"
	"kaoji/evaluation/unitreview"
)

// Praise is no concern, and what is with another body is late for nobody; what nobody has
// dealt with when the days are over is a deadline that was not kept. The head reads neither.
func TestTheFiguresOfAUnitSayHowManyConcernsWereDealtWithAndInTime(t *testing.T) {
	w := officetest.New(t)
	w.Turn("2026-07-06")
	register := func(category string) string {
		return w.Make(w.Personnel(), concern.KindMatter, "register", &concern.RegisterInput{
			Channel: "hotline", Received: evaluation.DateOf(w.Now()), About: concern.About{Unit: w.Units["a"], Category: category, Topic: "窗口服务", Content: "窗口等候时间长。"},
		}).ID
	}
	register(concern.Praise)
	register("attitude") // which nobody deals with
	with := register("other")
	w.Do(w.Personnel(), with, "refer", &concern.ReferInput{
		To: concern.ToHotline, Body: "区城市运行管理中心", Letter: "塘信转〔2026〕3号", Sent: evaluation.DateOf(w.Now()), Text: "窗口等候时间长。", Reply: "已转有权处理的单位。",
	})
	w.Do(w.Personnel(), register("style"), "decline", &concern.ReplyInput{Reply: "不属于本单位职责。"})
	w.Turn("2026-12-01")
	got, err := w.UnitReview.Figures(t.Context(), officetest.Office, w.Units["a"], officetest.Date("2026-07-01"), officetest.Date("2026-12-31"))
	w.Must(err)
	want := []unitreview.Figure{{Key: "deeds"}, {Key: "education"}, {Key: "concerns", N: 1, Of: 3, Quiet: true}, {Key: "in_time", N: 1, Of: 2, Quiet: true}}
	if !slices.Equal(got, want) {
		t.Errorf("%+v", got)
	}
}
