package education_test

import (
	"fmt"
	"testing"

	"kaoji/evaluation/education"
)

// BenchmarkAThousand is a campaign with an audience of a thousand, each of whom
// owes a reflection.
func BenchmarkAThousand(b *testing.B) {
	const thousand = 1000
	w := crowd(b, thousand)
	another := func() string {
		return w.Make(w.Personnel(), education.KindCampaign, "draft", input(w.World)).ID
	}
	// timed runs what is measured on what is made beforehand.
	timed := func(name string, beforehand func() string, measured func(id string)) {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				b.StopTimer()
				id := beforehand()
				b.StartTimer()
				measured(id)
			}
		})
	}
	timed("start", another, func(id string) { w.Do(w.Personnel(), id, "start", nil) })
	timed("sign in", func() string { return w.session("2") }, func(id string) {
		code := w.screen(id)
		for i := range thousand {
			w.Must(w.scan(fmt.Sprint("a", i+1), id, code))
		}
	})
	timed("nobody came", func() string { return w.session("2") }, func(id string) { w.Do(w.Personnel(), id, "hold", nil) })
	timed("completion", func() string { return w.campaign }, func(id string) {
		list, err := education.Completion(b.Context(), w.Service, w.Personnel(), id)
		w.Must(err)
		if all := education.Whole(list); all.All != thousand {
			b.Fatalf("%+v", all)
		}
	})
	timed("close", func() string {
		id := another()
		w.Do(w.Personnel(), id, "start", nil)
		return id
	}, func(id string) {
		w.Do(w.Personnel(), id, "close", &education.CloseInput{Unfinished: true, Why: "年底结束"})
	})
}
