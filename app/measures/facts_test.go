package measures_test

import (
	"encoding/json"
	"slices"
	"testing"

	"kaoji/app/officetest"
	"kaoji/evaluation"
	"kaoji/evaluation/appraisal"
	"kaoji/evaluation/assessment"
	"kaoji/evaluation/bonus"
	"kaoji/evaluation/commendation"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/education"
	"kaoji/evaluation/reminder"
)

// put stores a record of another measure as it would stand after its acts.
func put(w *officetest.World, r evaluation.Record, payload any) string {
	w.T.Helper()
	raw, err := json.Marshal(payload)
	w.Must(err)
	r.Office, r.Payload, r.Created, r.Changed = officetest.Office, raw, w.Now(), w.Now()
	if r.Unique == "" {
		r.Unique = r.ID
	}
	stored, err := w.Store.Put(w.T.Context(), r)
	w.Must(err)
	return stored.ID
}

func (o *office) material(t *testing.T, who evaluation.Actor) []desk.Fact {
	t.Helper()
	v, err := o.Get(t.Context(), who, o.sheet)
	o.Must(err)
	facts, err := o.Assessment.Material(t.Context(), who, o.Index, v)
	o.Must(err)
	return facts
}

// office has a half-year that is open, with a deed, a talk and an appraisal of
// a1 and some that are not a1's or not of the year.
type office struct {
	*officetest.World
	sheet             string
	deed, talk, rated string
}

func newOffice(t *testing.T) *office {
	t.Helper()
	w := officetest.New(t)
	o := &office{World: w}
	cycle := w.Make(w.Personnel(), assessment.KindCycle, "plan", &assessment.PlanInput{
		Year: 2026, Half: assessment.SecondHalf, AsOf: officetest.Date("2026-11-30"),
		ReportBy: officetest.Date("2026-12-04"), RateBy: officetest.Date("2026-12-10"), DecideBy: officetest.Date("2026-12-15"),
	})
	w.Do(w.Personnel(), cycle.ID, "open", nil)
	for _, p := range officetest.Payload[assessment.Cycle](w, cycle.ID).Participants {
		if p.Person == w.People["a1"] {
			o.sheet = p.Sheet
		}
	}
	a1 := w.People["a1"]
	deed := func(id, on, title string, state evaluation.State, by string, people ...string) string {
		d := commendation.Deed{Title: title, On: officetest.Date(on), Number: "1号", Counted: true}
		for _, p := range people {
			d.People = append(d.People, commendation.Person{ID: p})
		}
		return put(w, evaluation.Record{ID: id, Kind: commendation.KindDeed, State: state, On: d.On, Parties: append(people, by)}, d)
	}
	o.deed = deed("deed-1", "2026-09-01", "救助老人", commendation.DeedPublished, "x", a1, w.People["b1"])
	deed("deed-2", "2025-12-01", "上年的事", commendation.DeedPublished, "x", a1)
	deed("deed-3", "2026-09-02", "已撤销的事", commendation.DeedRevoked, "x", a1)
	deed("deed-4", "2026-09-03", "他人的事", commendation.DeedPublished, a1, w.People["b1"])
	o.talk = put(w, evaluation.Record{
		ID: "talk-1", Kind: reminder.KindTalk, State: reminder.Closed, Subject: a1, Unit: w.Units["a"], On: officetest.Date("2026-08-10"), Confidential: true,
	}, reminder.Talk{Level: reminder.LevelReminder, Cause: "群众反映办事拖延"})
	put(w, evaluation.Record{
		ID: "talk-2", Kind: reminder.KindTalk, State: reminder.Proposed, Subject: a1, Unit: w.Units["a"], On: officetest.Date("2026-11-10"), Confidential: true,
	}, reminder.Talk{Level: reminder.LevelReminder, Cause: "尚未批准"})
	o.rated = put(w, evaluation.Record{ID: "sheet-1", Kind: appraisal.KindSheet, State: appraisal.SheetLocked, Subject: a1, Unit: w.Units["a"], Confidential: true},
		appraisal.Sheet{Year: 2025, Released: officetest.Date("2026-07-02"), Result: &appraisal.Result{Shown: true, Mean: 9150, Usable: 8}})
	put(w, evaluation.Record{ID: "sheet-2", Kind: appraisal.KindSheet, State: appraisal.SheetTallied, Subject: a1, Unit: w.Units["a"], Confidential: true},
		appraisal.Sheet{Year: 2026, Result: &appraisal.Result{Shown: true, Mean: 8000}})
	period := put(w, evaluation.Record{ID: "period-1", Kind: bonus.KindPeriod, State: bonus.PeriodApproved}, bonus.Period{
		Title: "上半年工作奖金", ApprovedOn: officetest.Date("2026-08-20"), Lines: []bonus.Line{{Person: a1, Amount: 100_00, Class: "一等奖"}},
	})
	put(w, evaluation.Record{ID: "entry-1", Kind: bonus.KindEntry, State: bonus.EntryAccepted, Subject: a1, Parent: period, Unit: w.Units["a"]}, bonus.Entry{})
	return o
}

func TestABonusIsNoMaterialOfAnAssessment(t *testing.T) {
	o := newOffice(t)
	got := o.Facts(o.Bonus, o.People["a1"], evaluation.Date{}, evaluation.Date{})
	if len(got) != 1 || got[0].Say.Key != "bonus.fact.class" {
		t.Fatalf("on record: %+v", got)
	}
	for _, who := range []evaluation.Actor{o.Who("a1"), o.Personnel(), o.Who("l1", evaluation.RolePrincipal), o.Who("l3", evaluation.RoleLeader)} {
		if slices.ContainsFunc(o.material(t, who), func(f desk.Fact) bool { return f.Kind == bonus.KindEntry }) {
			t.Errorf("%v reads a bonus beside a self-report", who.Roles)
		}
	}
}

func TestWhatIsOnRecordReachesASelfReportAndNothingThatIsNotToldYet(t *testing.T) {
	o := newOffice(t)
	facts := o.material(t, o.Who("a1"))
	var got, goes []string
	for _, f := range facts {
		got = append(got, f.Record+" "+f.Say.Key)
		goes = append(goes, f.Goes)
	}
	want := []string{o.rated + " appraisal.fact.result", o.talk + " reminder.fact.talk", o.deed + " commendation.fact.counted"}
	if !slices.Equal(got, want) || !slices.Equal(goes, []string{"", "", desk.GoesResults}) {
		t.Errorf("a1 begins with %v (%v), want %v", got, goes, want)
	}
}

func TestOthersReadOfItOnlyRecordsThatTheySee(t *testing.T) {
	o := newOffice(t)
	for name, c := range map[string]struct {
		who  evaluation.Actor
		want []string
	}{
		"the leader in charge": {o.Who("l3", evaluation.RoleLeader), []string{o.rated, o.talk}},
		"a principal leader":   {o.Who("l1", evaluation.RolePrincipal), []string{o.rated, o.talk, o.deed}},
		"personnel":            {o.Personnel(), []string{o.rated, o.talk, o.deed}},
	} {
		var got []string
		for _, f := range o.material(t, c.who) {
			got = append(got, f.Record)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s reads %v, want %v", name, got, c.want)
		}
	}
}

// An entry begins with what the sources say, to the last digit, and with no hours
// of study.
func TestAnEntryBeginsWithTheDecimalsOfItsSources(t *testing.T) {
	w := officetest.New(t)
	put(w, evaluation.Record{ID: "credit-1", Kind: education.KindCredit, State: education.CreditConfirmed, Subject: w.People["a4"], Period: "2026"},
		education.Credit{To: officetest.Date("2026-05-22"), Hours: "12.5"})
	// A quarter of which the period has 61 of 91 days: 40 × 61 ÷ 91 = 26.81.
	put(w, evaluation.Record{ID: "exposure-1", Kind: reminder.KindExposure, State: reminder.ExposureConfirmed, Unit: w.Units["a"], On: officetest.Date("2026-06-30"), Period: "2026Q2"},
		reminder.Exposure{
			Period: "2026Q2", From: officetest.Date("2026-04-01"), To: officetest.Date("2026-06-30"), Basis: reminder.BasisCases, Unit: w.Units["a"],
			Count: 40, People: []reminder.PersonCount{{Person: w.People["a4"], Count: 40}},
		})
	put(w, evaluation.Record{ID: "sheet-1", Kind: appraisal.KindSheet, State: appraisal.SheetReleased, Subject: w.People["a4"], Period: "2025"},
		appraisal.Sheet{Year: 2025, Result: &appraisal.Result{Shown: true, Mean: 8596}})
	period := bonusOfAprilAndMay(w, bonus.SourceCases)
	for _, l := range officetest.Payload[bonus.Period](w, period).Lines {
		if e := officetest.Payload[bonus.Entry](w, l.Entry); l.Person == w.People["a4"] && (e.Work[0] != "26.81" || e.Quality != "85.96" || e.Facts.Hours != 0) {
			t.Errorf("a4 begins with %s cases, %s points, %d hours", e.Work[0], e.Quality, e.Facts.Hours)
		}
	}
}

// bonusOfAprilAndMay begins a period whose one indicator is prefilled from a source.
func bonusOfAprilAndMay(w *officetest.World, source string) (period string) {
	scheme := w.Make(w.Personnel(), bonus.KindScheme, "draft", &bonus.Plan{
		Name: "办法", Floor: 30, WorkShare: 60, QualityShare: 10, Competent: 100, Ungraded: 100,
		Workload: []bonus.WorkRow{{Name: "办结事项", Unit: "件", Points: "1", Source: source}},
	}).ID
	w.Do(w.Who("l1", evaluation.RolePrincipal), scheme, "issue", nil)
	period = w.Make(w.Personnel(), bonus.KindPeriod, "open", &bonus.PeriodInput{
		Title: "四五月", From: officetest.Date("2026-04-01"), To: officetest.Date("2026-05-31"), Scheme: scheme, Pool: "1000", Document: "1号",
		DocumentOn: officetest.Date("2026-06-20"), EntriesBy: officetest.Date("2026-12-10"), Approved: true,
	}).ID
	w.Do(w.Personnel(), period, "begin", nil)
	return period
}
