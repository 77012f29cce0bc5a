package survey_test

import (
	"fmt"
	"os"
	"strconv"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"kaoji/app/officetest"
	"kaoji/evaluation/survey"
)

// BenchmarkResults is what a page reads and reckons of a wave: the answers were counted when
// a keeper opened them, so that it does not depend on their number. It also says how long an
// answer, and its share of the counting, take with SQLite. KAOJI_ANSWERS is how many there are.
func BenchmarkResults(b *testing.B) {
	n := 1000
	if of, err := strconv.Atoi(os.Getenv("KAOJI_ANSWERS")); err == nil {
		n = of
	}
	w := &world{officetest.New(b)}
	id := w.Make(w.Personnel(), survey.KindWave, "plan", &survey.PlanInput{From: "blank", SettingsInput: survey.SettingsInput{
		Title: "问卷", AnswerBy: officetest.Date("2026-12-15"), Groups: []survey.GroupInput{{Name: "居民", Issued: n, Public: true}},
	}}).ID
	w.asked(id)
	w.Keep(id)
	w.Do(w.Personnel(), id, "open", nil)
	begun := time.Now()
	var all errgroup.Group
	all.SetLimit(64)
	for i := range n {
		all.Go(func() error {
			f, err := w.Survey.ByLink(b.Context(), officetest.Office, id, "g1")
			if err != nil {
				return err
			}
			return w.Survey.Answer(b.Context(), &f, survey.Answers{"q1": chosen([]string{"o1", "o2", "o3"}[i%3]), "q3": {Text: fmt.Sprint("意见", i)}})
		})
	}
	w.Must(all.Wait())
	answered := time.Now()
	w.counted(id)
	counted := time.Now()
	for b.Loop() {
		of := w.have(id)
		r, err := of.Results()
		w.Must(err)
		if _, err = of.Compared(); err != nil || r.All.Returned != n {
			b.Fatal(err, r.All)
		}
		w.words(id, 2)
	}
	b.ReportMetric(answered.Sub(begun).Seconds()*1e6/float64(n), "µs/answer")
	b.ReportMetric(counted.Sub(answered).Seconds()*1e6/float64(n), "µs/counted")
}
