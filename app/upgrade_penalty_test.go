package main

import (
	"context"
	"encoding/json"
	"net/url"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"

	"kaoji/evaluation"
	"kaoji/evaluation/assessment"
	"kaoji/evaluation/roster"
)

// oneRecord is a storage of one record, for an act as the old program did it.
type oneRecord struct {
	evaluation.Ledger
	r evaluation.Record
}

func (o *oneRecord) Get(context.Context, string, string) (evaluation.Record, error) { return o.r, nil }

func (o *oneRecord) Put(_ context.Context, r evaluation.Record) (evaluation.Record, error) {
	r.Version++
	o.r = r
	return r, nil
}

// penaltyOfOld writes into a data file of the old program that somebody got a
// penalty of a kind that stood for several, as its act did: the history is whole,
// and not keyed.
func penaltyOfOld(t *testing.T, path, no, kind string, from, to string) (person string) {
	t.Helper()
	var r evaluation.Record
	if err := json.Unmarshal([]byte(queried(t, path, `SELECT doc FROM records WHERE kind = 'roster.person' AND uniq = '`+no+`'`)[0]), &r); err != nil {
		t.Fatal(err)
	}
	store := &oneRecord{r: r}
	here := []evaluation.State{roster.StatePresent}
	enter := func(_ *evaluation.Step, p *map[string]any) (evaluation.State, error) {
		(*p)["absences"] = []map[string]string{{"kind": kind, "from": from, "to": to, "source": "示纪〔2024〕9号", "detail": ""}}
		return roster.StatePresent, nil
	}
	s, err := evaluation.NewService(evaluation.Parts{
		Ledger: store, Now: func() time.Time { return r.Changed.Add(time.Hour) },
		Measures: []evaluation.Measure{{Name: "roster", Kinds: []evaluation.Kind{{
			Name: roster.KindPerson, States: here, Payload: evaluation.New[map[string]any],
			Acts: []evaluation.Act{{Name: "absence", From: here, To: here, Run: evaluation.Plain(enter)}},
		}}}},
	})
	if err != nil {
		t.Fatal(err)
	}
	if r, err = s.Act(t.Context(), evaluation.System(r.Office), r.ID, r.Version, "absence", evaluation.Change{}); err != nil {
		t.Fatal(err)
	}
	doc, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	executed(t, path, `UPDATE records SET version = version + 1, changed = `+strconv.FormatInt(r.Changed.UnixMilli(), 10)+`, doc = '`+string(doc)+`' WHERE id = '`+r.ID+`'`)
	return r.ID
}

var todoRow = regexp.MustCompile(`<a href="/records/([^"]+)">([^<]*)</a>`)

// asked is the record of which the reader's to-do list says what to do; "" if it
// does not.
func asked(t *testing.T, r *reader, task string) string {
	t.Helper()
	for _, row := range todoRow.FindAllStringSubmatch(r.page(t, "/todo"), -1) {
		if strings.Contains(row[2], task) {
			return row[1]
		}
	}
	return ""
}

// A data file of the old program holds a penalty under a kind that stood for
// several. The program opens it, asks personnel with a sentence that says what to
// do, fixes no grade before, and the grade follows the kind that is classified.
func TestAPenaltyOfTheOldProgramIsClassifiedAndTheGradeFollows(t *testing.T) {
	cfg := oldPlace(t)
	cfg.Lang = "zh"
	person := penaltyOfOld(t, filepath.Join(cfg.Data, "kaoji.db"), "TQ0018", roster.HeavyPenalty, "2023-03-10", "")
	k := opened(t, cfg)
	if err := k.watch(t.Context()); err != nil {
		t.Fatal(err)
	}
	app, err := k.app()
	if err != nil {
		t.Fatal(err)
	}
	sheet := ""
	for r, err := range evaluation.AllRecords(t.Context(), k.Store, evaluation.Query{
		Office: k.Office, Kinds: []string{assessment.KindSheet}, Subjects: []string{person}, Periods: []string{"2024H2"},
	}) {
		if err != nil {
			t.Fatal(err)
		}
		sheet = r.ID
	}
	section, principal, head := loggedIn(t, app, "zuzhi"), loggedIn(t, app, "ld01"), loggedIn(t, app, "tq0001")
	const task, file = "的处分种类", "/records/"
	if asked(t, section, task) != person {
		t.Error("personnel is not asked")
	}
	if got := section.page(t, file+person); !strings.Contains(got, task) {
		t.Error("the record does not say what it waits for")
	}
	if asked(t, head, task) != "" {
		t.Error("others are told of it")
	}
	decide := file + sheet + "/acts/decide"
	competent := url.Values{"grade": {assessment.Competent}, "differing": {"按照实际表现"}}
	if got := principal.post(t, decide, competent); got.Status == fiber.StatusSeeOther || !strings.Contains(string(got.Body), "处分种类未核定") {
		t.Errorf("a grade before the penalty is classified: %d\n%s", got.Status, got.Body)
	}
	classify := file + person + "/acts/classify"
	if got := section.post(t, classify, url.Values{"kind": {roster.HeavyPenalty}, "from": {"2023-03-10"}, "as": {roster.SeriousDemerit}}); got.Status != fiber.StatusSeeOther {
		t.Fatalf("classify: %d\n%s", got.Status, got.Body)
	}
	if asked(t, section, task) != "" {
		t.Error("personnel is still asked")
	}
	if got := principal.post(t, decide, competent); got.Status == fiber.StatusSeeOther || !strings.Contains(string(got.Body), "受记大过") || strings.Contains(string(got.Body), "未核定") {
		t.Errorf("a grade against the penalty: %d\n%s", got.Status, got.Body)
	}
	competent.Set("grade", assessment.None)
	if got := principal.post(t, decide, competent); got.Status != fiber.StatusSeeOther {
		t.Errorf("what the penalty leaves: %d\n%s", got.Status, got.Body)
	}
}
