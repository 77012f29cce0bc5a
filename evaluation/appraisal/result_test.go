package appraisal_test

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"kaoji/app/officetest"
	"kaoji/evaluation"
	"kaoji/evaluation/appraisal"
	"kaoji/evaluation/roster"
	"kaoji/evaluation/rulepack"
)

// figured is a round of one item whose committees marked as given: by committee
// and rater, one mark for each of its cadres.
func figured(t *testing.T, served map[string][]string, given map[string][][]int) *drawn {
	t.Helper()
	return figuredBy(t, ruleBook(t), served, given)
}

func figuredBy(t *testing.T, rules rulepack.Frozen, served map[string][]string, given map[string][][]int) *drawn {
	t.Helper()
	d := &drawn{rules: rules, boxes: map[string][][]appraisal.Mark{}, round: &appraisal.Round{
		Items: []appraisal.Item{{Code: "1", Name: "工作", Weight: 100}}, Account: true,
	}}
	var list []roster.CommitteeInfo
	var voters []string
	for _, k := range []string{"k1", "k2", "k3"} {
		info := roster.CommitteeInfo{ID: k, Name: k, Served: served[k]}
		for m, marks := range given[k] {
			id := fmt.Sprint(k, "m", m)
			voters = append(voters, id)
			info.Members = append(info.Members, roster.CommitteeMember{ID: id})
			var b []appraisal.Mark
			for i, who := range served[k] {
				b = append(b, appraisal.Mark{Person: who, Points: []int{marks[i]}})
			}
			d.boxes[k] = append(d.boxes[k], b)
		}
		if len(info.Served) > 0 {
			list = append(list, info)
		}
		for _, who := range served[k] {
			i := slices.IndexFunc(d.round.Cadres, func(c appraisal.Cadre) bool { return c.Person == who })
			if i < 0 {
				i = len(d.round.Cadres)
				d.round.Cadres = append(d.round.Cadres, appraisal.Cadre{Person: who, Name: who})
			}
			d.round.Cadres[i].Committees = append(d.round.Cadres[i].Committees, appraisal.Tie{Committee: k, Name: k})
		}
	}
	if err := d.round.Build(list, voters, d.rules); err != nil {
		t.Fatal(err)
	}
	d.compute(t)
	return d
}

// The table of Shrout & Fleiss (1979), six targets and four judges, whose
// ICC(2,1) is .29 and ICC(2,4) .62; with the floor as low as it may be.
func TestRatersWhoAllMarkTheSameCadresGiveTheTwoWayAgreementOfShroutAndFleiss(t *testing.T) {
	rules := ruleBook(t)
	for i := range rules.Values {
		if rules.Values[i].Key == "rating.floor" {
			rules.Values[i].Value.N = 3
		}
	}
	people := []string{"c1", "c2", "c3", "c4", "c5", "c6"}
	byJudge := [][]int{{9, 6, 8, 7, 10, 6}, {2, 1, 4, 1, 5, 2}, {5, 3, 6, 2, 6, 4}, {8, 2, 8, 6, 9, 7}}
	d := figuredBy(t, rules, map[string][]string{"k1": people}, map[string][][]int{"k1": byJudge})
	a := d.results["c1"].Agreement
	if a.Form != appraisal.FormTwoWay || a.Single != 290 || a.Mean != 620 || a.Cadres != 6 || a.Raters != 4000 || !a.Ranged || len(a.Words) != 2 {
		t.Errorf("%+v", a)
	}
	if x := d.results["c1"]; x.FairWhy != "" || x.Fair != x.Mean {
		t.Errorf("the same raters marked everybody, so there is nothing to correct: %+v", x)
	}
}

func TestCommitteesWithoutASharedCadreGiveAOneWayAgreementAndNoCorrection(t *testing.T) {
	d := figured(t, map[string][]string{"k1": {"c1"}, "k2": {"c2"}}, map[string][][]int{
		"k1": {{80}, {82}, {84}, {86}, {88}}, "k2": {{60}, {62}, {64}, {66}, {68}},
	})
	x := d.results["c1"]
	if x.Agreement.Form != appraisal.FormOneWay || x.FairWhy != appraisal.FairApart || x.Fair != 0 {
		t.Errorf("%+v", x)
	}
	// MSB = 5·(10² + 10²) = 1000, MSW = 10: ICC(1,1) = 990/1040, ICC(1,5) = 0.99.
	if x.Agreement.Single != 952 || x.Agreement.Mean != 990 {
		t.Errorf("ICC(1,1) is %d and ICC(1,5) %d thousandths", x.Agreement.Single, x.Agreement.Mean)
	}
	if x.Mean != 8400 || x.SD != 316 || x.Trimmed != 8400 || x.Panels[0].Mean != 8400 {
		t.Errorf("%+v", x)
	}
}

// Both cadres have the mean 80: nothing is left to agree about. There are cadres
// and ballots enough, so "too few" would be no reason.
func TestEqualMeansSayThatTheCadresHardlyDiffer(t *testing.T) {
	d := figured(t, map[string][]string{"k1": {"c1"}, "k2": {"c2"}}, map[string][][]int{
		"k1": {{70}, {75}, {80}, {85}, {90}}, "k2": {{60}, {70}, {80}, {90}, {100}},
	})
	if a := d.results["c1"].Agreement; a.Form != "" || a.Why != appraisal.WhyAlike {
		t.Errorf("%+v", a)
	}
}

func TestSeverityIsCorrectedWhereACadreIsSharedByCommittees(t *testing.T) {
	// Committee k2 marks ten points lower: it says so about c2, whom both mark.
	d := figured(t, map[string][]string{"k1": {"c1", "c2"}, "k2": {"c2", "c3"}}, map[string][][]int{
		"k1": {{80, 80}, {81, 81}, {82, 82}, {79, 79}, {78, 78}},
		"k2": {{70, 70}, {71, 71}, {72, 72}, {69, 69}, {68, 68}},
	})
	for who, want := range map[string]int64{"c1": 7500, "c2": 7500, "c3": 7500} {
		if x := d.results[who]; x.FairWhy != "" || x.Fair != want {
			t.Errorf("%s: corrected %d (%s), plain %d; want %d", who, x.Fair, x.FairWhy, x.Mean, want)
		}
	}
}

func TestTrimmingNeedsFiveBallotsAndTakesATenthAtEitherEnd(t *testing.T) {
	var given [][]int
	for _, m := range []int{1, 80, 80, 80, 80, 80, 80, 80, 80, 100} {
		given = append(given, []int{m})
	}
	x := figured(t, map[string][]string{"k1": {"c1"}}, map[string][][]int{"k1": given}).results["c1"]
	if x.Trimmed != 8000 || x.Mean != 7410 {
		t.Errorf("trimmed %d, mean %d", x.Trimmed, x.Mean)
	}
	if got := fmt.Sprint(x.Bands); got != "[{excellent 1} {good 8} {fair 0} {poor 1}]" {
		t.Errorf("distribution %s", got)
	}
}

func TestUnderTheFloorNothingIsShownAndTheEmptyRoundHasNoFigures(t *testing.T) {
	x := figured(t, map[string][]string{"k1": {"c1"}}, map[string][][]int{"k1": {{80}, {80}, {80}, {80}}}).results["c1"]
	if x.Shown || x.Mean != 0 || len(x.Bands)+len(x.Items) != 0 || x.Panels[0].State != appraisal.PanelHidden || x.Returned != 4 || x.Usable != 0 || x.Panels[0].Usable != 0 {
		t.Errorf("%+v", x)
	}
}

func TestTheOrderOfBallotsChangesNothing(t *testing.T) {
	served := map[string][]string{"k1": {"c1", "c2"}, "k2": {"c2"}}
	given := map[string][][]int{"k1": {{81, 90}, {77, 62}, {90, 71}, {66, 88}, {73, 94}}, "k2": {{61}, {62}, {77}, {81}, {99}}}
	first := figured(t, served, given)
	for k := range given {
		slices.Reverse(given[k])
	}
	if second := figured(t, served, given); !reflect.DeepEqual(first.results, second.results) {
		t.Errorf("%+v\n%+v", first.results, second.results)
	}
}

// voted is small's round with everybody's votes, tallied.
func voted(t *testing.T) (*world, string) {
	w := small(t)
	round := w.published(planned())
	for m := range 6 {
		w.vote(fmt.Sprintf("k1m%d", m+1), fmt.Sprintf("%d 80", 70+3*m))
	}
	for m := range 7 {
		w.vote(fmt.Sprintf("k2m%d", m+1), "88 79")
	}
	w.tally(round)
	return w, round
}

func TestWhyAResultIsWhatItIsIsWorkedOutAgainFromTheBoxes(t *testing.T) {
	w, round := voted(t)
	sheet := w.sheet(round, "c4")
	v, err := w.Get(t.Context(), w.principal(), sheet)
	w.Must(err)
	e, err := w.Appraisal.Explain(t.Context(), v)
	if err != nil || e.Differs || e.Tree.Value == "" || len(e.Tree.Children) < 5 {
		t.Errorf("%+v, %v", e, err)
	}
	r := w.Stored(sheet)
	r.Payload = []byte(strings.Replace(string(r.Payload), `"mean":`, `"mean":1`, 1))
	_, err = w.Store.Put(t.Context(), r)
	w.Must(err)
	v, err = w.Get(t.Context(), w.principal(), sheet)
	w.Must(err)
	if e, err := w.Appraisal.Explain(t.Context(), v); err != nil || !e.Differs {
		t.Errorf("a changed result is not found out: %v", err)
	}
	own, err := w.Get(t.Context(), w.Who("c4"), sheet)
	w.Must(err)
	if _, err := w.Appraisal.Explain(t.Context(), own); evaluation.CodeOf(err) != evaluation.CodeForbidden {
		t.Errorf("the cadre learns the result before it is released: %v", err)
	}
}

func TestTheCadreSeesNothingBeforeTheReleaseAndNobodyElsesEver(t *testing.T) {
	w, round := voted(t)
	sees := func(who evaluation.Actor, no, what string) bool {
		v, err := w.Get(t.Context(), who, w.sheet(round, no))
		return err == nil && strings.Contains(string(v.Payload), what)
	}
	if !sees(w.Who("b4"), "b4", `"served"`) || sees(w.Who("b4"), "b4", `"result"`) || sees(w.Who("b4"), "c4", `"served"`) {
		t.Error("before the release")
	}
	w.Do(w.Personnel(), round, "release", &appraisal.AnywayInput{Anyway: true})
	if !sees(w.Who("b4"), "b4", `"mean"`) || sees(w.Who("b4"), "c4", `"served"`) || !sees(w.Who("l3", evaluation.RoleLeader), "b4", `"mean"`) ||
		sees(w.Who("l4", evaluation.RoleLeader), "b4", `"mean"`) || sees(w.Who("b1", evaluation.RoleHead), "b4", `"mean"`) || sees(w.members["k1m1"], "b4", `"served"`) {
		t.Error("after the release")
	}
}

func TestReasonsReachTheCadreInNoOrderAndOnlyAboveTheFloor(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.committee(6)
	w.committee(3)
	w.liaise("b4", 1, "2025-01-01")
	w.liaise("c4", 2, "2025-01-01")
	round := w.published(planned())
	for m := range 9 {
		key := fmt.Sprintf("k1m%d", m+1)
		if m >= 6 {
			key = fmt.Sprintf("k2m%d", m-5)
		}
		f, _ := w.task(key)
		b := marks(f, "96 80")
		b.Rows[0].Reason = "理由" + key
		w.Must(w.Appraisal.Cast(t.Context(), w.members[key], round, b))
	}
	w.tally(round)
	digest := func(no string) []string {
		return officetest.Payload[appraisal.Sheet](w.World, w.sheet(round, no)).Digest
	}
	got := slices.Sorted(slices.Values(digest("b4")))
	if len(got) != 6 || got[0] != "理由k1m1" {
		t.Errorf("%v", got)
	}
	if got := digest("c4"); len(got) != 0 {
		t.Errorf("of three raters: %v", got)
	}
}

func TestThisYearStandsBesideTheLast(t *testing.T) {
	w, round := voted(t)
	w.Do(w.Personnel(), round, "release", &appraisal.AnywayInput{Anyway: true})
	last := w.result(round, "c4").Mean
	in := planned()
	in.Year, in.AsOf, in.VoteBy, in.OpinionBy = 2027, officetest.Date("2027-12-01"), officetest.Date("2027-12-15"), officetest.Date("2027-12-20")
	w.Turn("2027-12-01")
	next := w.published(in)
	for m := range 6 {
		w.vote(fmt.Sprintf("k1m%d", m+1), "90 90")
	}
	for m := range 7 {
		w.vote(fmt.Sprintf("k2m%d", m+1), "90 90")
	}
	w.tally(next)
	if x := w.result(next, "c4"); !x.LastPresent || x.LastYear != 2026 || x.Last != last || x.Change != 9000-last {
		t.Errorf("%+v", x)
	}
}
