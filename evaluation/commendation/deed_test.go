package commendation_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"sync"
	"testing"

	"kaoji/app/officetest"
	"kaoji/evaluation"
	"kaoji/evaluation/commendation"
)

func (w *world) input(on, title string, people ...string) *commendation.ReportInput {
	in := &commendation.ReportInput{Ground: "exemplary", Title: title, On: date(on), Place: "浦建路", Text: title + "，受到居民称赞。"}
	for _, no := range people {
		in.People = append(in.People, w.People[no])
	}
	return in
}

func (w *world) report(who evaluation.Actor, in *commendation.ReportInput) (string, error) {
	r, err := w.Create(w.T.Context(), who, commendation.KindDeed, "report", evaluation.Creation{Input: in})
	return r.ID, err
}

func verified(title string) *commendation.VerifyInput {
	return &commendation.VerifyInput{Facts: "属实", How: "走访", Ground: "exemplary", Title: title, Wording: title + "。", Anyway: true}
}

// deed is a verified one.
func (w *world) deed(on, title string, people ...string) string {
	w.T.Helper()
	in := w.input(on, title, people...)
	in.Anyway = true
	id, err := w.report(w.supervisor(), in)
	w.Must(err)
	w.Do(w.Personnel(), id, "verify", verified(title))
	return id
}

func (w *world) filed(on, title string, people ...string) string {
	w.T.Helper()
	id := w.deed(on, title, people...)
	w.Do(w.Personnel(), id, "file", nil)
	return id
}

// sees lists the payload fields that somebody reads, nil if the record does not
// exist for them.
func (w *world) sees(who evaluation.Actor, id string) []string {
	w.T.Helper()
	v, err := w.Get(w.T.Context(), who, id)
	if evaluation.CodeOf(err) == evaluation.CodeNotFound {
		return nil
	}
	w.Must(err)
	var p map[string]json.RawMessage
	w.Must(json.Unmarshal(v.Payload, &p))
	keys := []string{}
	for k := range p {
		keys = append(keys, k)
	}
	if len(v.History) > 0 {
		keys = append(keys, "history")
	}
	return keys
}

func TestADeedIsReportedVerifiedAndFiledUnderItsNumber(t *testing.T) {
	w := newWorld(t)
	id, err := w.report(w.supervisor(), w.input("2026-03-01", "护送走失老人回家", "a2"))
	w.Must(err)
	r := w.Stored(id)
	if r.State != commendation.DeedReported || r.Subject != w.People["a2"] || r.Unit != w.Units["a"] || r.Period != "2026" ||
		!slices.Equal(r.Waiting, []string{evaluation.WaitRole(evaluation.RolePersonnel)}) {
		t.Errorf("%+v", r)
	}
	if err := w.Try(w.Personnel(), id, "file", nil); evaluation.CodeOf(err) != evaluation.CodeState {
		t.Errorf("filed unverified: %v", err)
	}
	w.Do(w.Personnel(), id, "verify", verified("护送老人"))
	w.Do(w.Personnel(), id, "file", nil)
	d := officetest.Payload[commendation.Deed](w.World, id)
	if d.Number != "塘表备〔2026〕1号" || d.FiledOn != date("2026-03-02") || d.Counted || d.Title != "护送老人" || d.Source != "supervisor" {
		t.Errorf("%+v", d)
	}
	if r := w.Stored(id); len(r.Waiting) > 0 || !slices.Contains(r.Parties, w.People["a2"]) {
		t.Errorf("%+v", r)
	}
}

func TestNumbersRunWithoutGapsThroughARaceAndTheYear(t *testing.T) {
	w := newWorld(t)
	const n = 8
	ids := make([]string, n)
	for i := range ids {
		ids[i] = w.deed("2026-03-01", fmt.Sprint("事迹", string(rune('甲'+i))), "a2")
	}
	var wait sync.WaitGroup
	for _, id := range ids {
		wait.Add(1)
		go func() {
			defer wait.Done()
			if err := w.Try(w.Personnel(), id, "file", nil); err != nil {
				t.Errorf("file: %v", err)
			}
		}()
	}
	wait.Wait()
	var got []int
	for _, id := range ids {
		_, k, _ := commendation.ParseNumber(officetest.Payload[commendation.Deed](w.World, id).Number)
		got = append(got, k)
	}
	slices.Sort(got)
	if !slices.Equal(got, []int{1, 2, 3, 4, 5, 6, 7, 8}) {
		t.Errorf("numbers %v", got)
	}
	w.Turn("2027-01-04")
	next := w.filed("2026-12-30", "跨年的事迹", "a2")
	if d := officetest.Payload[commendation.Deed](w.World, next); d.Number != "塘表备〔2027〕1号" {
		t.Errorf("first of the year: %s", d.Number)
	}
}

func TestFiledAndCountedAreTwoThings(t *testing.T) {
	w := newWorld(t)
	one, two := w.filed("2026-02-01", "清理楼道", "a2", "b2"), w.filed("2025-12-31", "上年的事迹", "a2")
	counted := func(no string, year int) int {
		n, err := w.Commendation.CountedDeeds(t.Context(), "o", w.People[no], year)
		w.Must(err)
		return n
	}
	if counted("a2", 2026) != 0 {
		t.Error("filed is counted")
	}
	w.Do(w.Personnel(), one, "count", nil)
	w.Do(w.Personnel(), two, "count", nil)
	w.Refused("commendation.counted.true", w.Try(w.Personnel(), one, "count", nil))
	if counted("a2", 2026) != 1 || counted("b2", 2026) != 1 || counted("a2", 2025) != 1 || counted("a3", 2026) != 0 {
		t.Error("counts by person and year")
	}
	w.Do(w.Personnel(), one, "uncount", nil)
	w.Refused("commendation.counted.false", w.Try(w.Personnel(), one, "uncount", nil))
	if counted("a2", 2026) != 0 {
		t.Error("still counted")
	}
	w.Do(w.Personnel(), one, "count", nil)
	w.Do(w.Personnel(), one, "revoke", nil)
	d := officetest.Payload[commendation.Deed](w.World, one)
	if counted("b2", 2026) != 0 || d.Counted || len(d.Counting) != 4 || d.Counting[3].Reason != "因工作需要" || d.Revoked.Reason == "" {
		t.Errorf("revoked: %+v", d.Counting)
	}
}

func TestASimilarDeedIsAskedAboutOnceAndTheReporterLearnsTheDayOnly(t *testing.T) {
	w := newWorld(t)
	first := w.filed("2026-02-20", "护送走失老人回家", "a2")
	in := w.input("2026-03-01", "护送走失老人回到家", "a2")
	_, err := w.report(w.supervisor(), in)
	w.Refused("commendation.similar", err)
	if p := fields(err)["anyway"]; p.Args["title"] != "" || p.Args["on"] != "2026-02-20" {
		t.Errorf("the supervisor is told %v", p.Args)
	}
	_, err = w.report(w.Personnel(), in)
	if p := fields(err)["anyway"]; p.Args["title"] != "《护送走失老人回家》" {
		t.Errorf("personnel are told %v", p.Args)
	}
	in.Anyway = true
	id, err := w.report(w.supervisor(), in)
	w.Must(err)
	if s := officetest.Payload[commendation.Deed](w.World, id).Similar; len(s) != 1 || s[0].Deed != first || s[0].Number == "" || s[0].Likeness < 5000 {
		t.Errorf("%+v", s)
	}
	again := verified("护送走失老人回家")
	again.Anyway = false
	w.Refused("commendation.similar", w.Try(w.Personnel(), id, "verify", again))
	w.Do(w.Personnel(), id, "turn_down", nil)
	if d := officetest.Payload[commendation.Deed](w.World, id); d.TurnedDown.Reason != "因工作需要" {
		t.Errorf("%+v", d.TurnedDown)
	}
}

func fields(err error) map[string]evaluation.Problem {
	e, _ := err.(*evaluation.Error) //nolint:errorlint // the service returns it bare
	if e == nil {
		return nil
	}
	return e.Fields
}

func TestWhatIsWrongWithAReportIsSaidAtOnce(t *testing.T) {
	w := newWorld(t)
	in := w.input("2026-03-03", "明天的事")
	_, err := w.report(w.supervisor(), in)
	w.Refused("commendation.future", err)
	w.Refused("commendation.nobody", err)
	in = w.input("2026-03-01", "事迹内容", "a2", "a2")
	_, err = w.report(w.supervisor(), in)
	w.Refused("commendation.person", err)
	in = w.input("2026-03-01", "事迹内容")
	in.Unit = "nowhere"
	_, err = w.report(w.supervisor(), in)
	w.Refused("commendation.unit", err)
}

func TestWhomItIsAboutCanBeFoundOutByVerifying(t *testing.T) {
	w := newWorld(t)
	in := w.input("2026-03-01", "帮助居民修水管")
	in.Who = "穿红马甲的干部"
	id, err := w.report(w.supervisor(), in)
	w.Must(err)
	w.Refused("commendation.nobody", w.Try(w.Personnel(), id, "verify", verified("修水管")))
	found := verified("修水管")
	found.People = []string{w.People["b2"], w.People["b3"]}
	w.Do(w.Personnel(), id, "verify", found)
	r, d := w.Stored(id), officetest.Payload[commendation.Deed](w.World, id)
	if r.Subject != "" || r.Unit != w.Units["b"] || d.Names() != "科室b 干部b2、干部b3" {
		t.Errorf("%s %s %s", r.Subject, r.Unit, d.Names())
	}
	mixed := verified("修水管")
	mixed.People = []string{w.People["b2"], w.People["a3"]}
	w.Do(w.Personnel(), id, "verify", mixed)
	if r := w.Stored(id); r.Unit != "" || officetest.Payload[commendation.Deed](w.World, id).Names() != "科室b 干部b2、科室a 干部a3" {
		t.Errorf("two departments: %q", r.Unit)
	}
	whole := verified("修水管")
	whole.Unit = w.Units["a"]
	w.Do(w.Personnel(), id, "verify", whole)
	if d := officetest.Payload[commendation.Deed](w.World, id); len(d.People) != 0 || d.Names() != "科室a" || w.Stored(id).Unit != w.Units["a"] {
		t.Errorf("%+v", d)
	}
}

func TestNobodyDealsWithTheOwnDeedOrARelatives(t *testing.T) {
	w := newWorld(t)
	d2 := w.Who("d2", evaluation.RolePersonnel)
	recused := func(what string, err error) {
		if evaluation.CodeOf(err) != evaluation.CodeRecused {
			t.Errorf("%s: %v", what, err)
		}
	}
	_, err := w.report(w.head("a"), w.input("2026-03-01", "自己的事迹", "a1", "a3"))
	recused("reports the own", err)
	_, err = w.report(d2, w.input("2026-03-01", "妻子的事迹", "a2", "b2"))
	recused("reports the wife's", err)
	id := w.deed("2026-03-01", "夫妻一方的事迹", "a2", "b2")
	recused("verifies", w.Try(d2, id, "verify", verified("事迹")))
	recused("files", w.Try(d2, id, "file", nil))
	w.Do(w.Personnel(), id, "file", nil)
	recused("counts", w.Try(d2, id, "count", nil))
}

func TestWhoReportedIsSeenByPersonnelAlone(t *testing.T) {
	w := newWorld(t)
	id, err := w.report(w.head("a"), w.input("2026-03-01", "护送走失老人回家", "a2", "b2"))
	w.Must(err)
	if s := officetest.Payload[commendation.Deed](w.World, id).Source; s != "department" {
		t.Errorf("source %s", s)
	}
	none := map[string]evaluation.Actor{"the person": w.Who("a2"), "a cadre": w.Who("b3"), "leader of another": w.Who("l2", evaluation.RoleLeader), "head of another": w.head("b")}
	for name, who := range none {
		if got := w.sees(who, id); got != nil {
			t.Errorf("%s sees %v before filing", name, got)
		}
	}
	if got := w.sees(w.head("a"), id); !slices.Contains(got, "text") || slices.Contains(got, "reporter") {
		t.Errorf("the reporter sees %v", got)
	}
	w.Do(w.Personnel(), id, "verify", verified("护送走失老人回家"))
	w.Do(w.Personnel(), id, "file", nil)
	for name, who := range map[string]evaluation.Actor{
		"one": w.Who("a2"), "the other": w.Who("b2"), "principal": w.principal(), "the reporter": w.head("a"),
	} {
		got := w.sees(who, id)
		if !slices.Contains(got, "wording") || slices.Contains(got, "reporter") || slices.Contains(got, "history") {
			t.Errorf("%s sees %v", name, got)
		}
	}
	if got := w.sees(w.Who("a2"), id); slices.Contains(got, "text") || slices.Contains(got, "files") {
		t.Errorf("whom it is about sees the report: %v", got)
	}
	if got := w.sees(w.principal(), id); slices.Contains(got, "files") || slices.Contains(got, "similar") {
		t.Errorf("a leader sees what tells the reporter: %v", got)
	}
	if got := w.sees(w.Personnel(), id); !slices.Contains(got, "reporter") || !slices.Contains(got, "history") {
		t.Errorf("personnel see %v", got)
	}
	own := w.filed("2026-03-01", "组织科干部的事迹", "d2")
	if got := w.sees(w.Who("d2", evaluation.RolePersonnel), own); slices.Contains(got, "reporter") || !slices.Contains(got, "wording") {
		t.Errorf("of the own deed personnel see %v", got)
	}
	mine, err := w.List(t.Context(), w.supervisor(), evaluation.Query{Kinds: []string{commendation.KindDeed}})
	w.Must(err)
	if len(mine.Views) != 1 || mine.Views[0].ID != own {
		t.Errorf("the supervisor finds %d deeds", len(mine.Views))
	}
}
