package bonus_test

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"kaoji/evaluation"
	"kaoji/evaluation/bonus"
	"kaoji/evaluation/roster"
)

var grades = []string{bonus.GradeExcellent, bonus.GradeCompetent, bonus.GradeBasic, bonus.GradeIncompetent, bonus.GradeNone}

// planned draws any plan that the editor accepts, without factors by level.
func planned(t *rapid.T) *bonus.Plan {
	percent := rapid.IntRange(0, 100)
	cuts := []int{0, percent.Draw(t, "cut1"), percent.Draw(t, "cut2"), percent.Draw(t, "cut3"), 100}
	slices.Sort(cuts)
	p := &bonus.Plan{
		Floor: cuts[1] - cuts[0], WorkShare: cuts[2] - cuts[1], ResultShare: cuts[3] - cuts[2], QualityShare: cuts[4] - cuts[3],
		Excellent: rapid.IntRange(100, 300).Draw(t, "excellent"), Competent: 100, Basic: rapid.IntRange(0, 100).Draw(t, "basic"), Ungraded: 100,
	}
	for i := range rapid.IntRange(1, 3).Draw(t, "indicators") {
		w := bonus.WorkRow{Name: fmt.Sprint("w", i), Points: bonus.WriteHundredths(rapid.Int64Range(1, 999).Draw(t, "points"))}
		if rapid.Bool().Draw(t, "limited") {
			w.Most = bonus.WriteHundredths(rapid.Int64Range(1, 99999).Draw(t, "most"))
		}
		p.Workload = append(p.Workload, w)
		p.Results = append(p.Results, bonus.GoalRow{
			Name: fmt.Sprint("g", i), Points: bonus.WriteHundredths(rapid.Int64Range(1, 9999).Draw(t, "worth")),
			How: rapid.SampledFrom([]string{bonus.HowRatio, bonus.HowReach}).Draw(t, "how"), Most: rapid.IntRange(100, 300).Draw(t, "up to"),
		})
	}
	return p
}

func number(t *rapid.T, label string, most int64) bonus.Number {
	return bonus.NumberOf(rapid.Int64Range(0, most).Draw(t, label))
}

func person(t *rapid.T, p *bonus.Plan, i int) bonus.Line {
	l := bonus.Line{
		Person: fmt.Sprint("p", i), No: fmt.Sprintf("%04d", i), Level: rapid.SampledFrom(roster.Levels()).Draw(t, "level"),
		Grade: rapid.SampledFrom(grades).Draw(t, "grade"), Days: rapid.IntRange(0, 184).Draw(t, "days"),
		Quality: number(t, "quality", 100_00), Deducted: rapid.Int64Range(0, 20).Draw(t, "deducted"),
	}
	if rapid.IntRange(0, 9).Draw(t, "out") == 0 {
		l.Out = []bonus.Reason{{Why: roster.Warning}}
	}
	for range p.Workload {
		l.Work = append(l.Work, number(t, "quantity", 500_00))
		l.Goals = append(l.Goals, bonus.Goal{Target: number(t, "target", 120_00), Actual: number(t, "actual", 200_00)})
	}
	return l
}

// office draws a plan, a pool and at least one person who takes part.
func office(t *rapid.T) (*bonus.Plan, int64, []bonus.Line) {
	p := planned(t)
	var lines []bonus.Line
	for i := range rapid.IntRange(1, 12).Draw(t, "people") {
		lines = append(lines, person(t, p, i))
	}
	one := &lines[rapid.IntRange(0, len(lines)-1).Draw(t, "one")]
	one.Out, one.Grade, one.Days = nil, bonus.GradeCompetent, 1+one.Days
	return p, rapid.Int64Range(0, 5_000_000_00).Draw(t, "pool"), lines
}

func computed(t interface{ Fatal(...any) }, p *bonus.Plan, pool int64, lines []bonus.Line) bonus.Outcome {
	out, err := bonus.Compute(p, pool, lines)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestTheAmountsAddUpToThePoolToTheFen(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, pool, lines := office(t)
		out, sum := computed(t, p, pool, lines), int64(0)
		for i, s := range out.Shares {
			sum += s.Amount
			if s.Amount < 0 || !out.Takes(i) && s.Amount != 0 {
				t.Fatalf("%s gets %d", lines[i].Person, s.Amount)
			}
		}
		if sum != pool {
			t.Fatalf("%d of %d", sum, pool)
		}
	})
}

// Ranks do not enter; equal work differs by no more than the one fen that
// cannot be split.
func TestTheSameWorkAndResultsGetTheSameMoneyWhateverTheRank(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, pool, lines := office(t)
		twin := lines[0]
		twin.Person, twin.No, twin.Level = "twin", "9999", rapid.SampledFrom(roster.Levels()).Draw(t, "level of the twin")
		lines = append(lines, twin)
		before := computed(t, p, pool, lines)
		if d := before.Shares[0].Amount - before.Shares[len(lines)-1].Amount; d < 0 || d > 1 {
			t.Fatalf("the twin gets %d less", d)
		}
		for i := range lines {
			lines[i].Level = rapid.SampledFrom(roster.Levels()).Draw(t, "another level")
		}
		after := computed(t, p, pool, lines)
		for i := range lines {
			if before.Shares[i].Amount != after.Shares[i].Amount {
				t.Fatalf("the rank of somebody changes %d to %d", before.Shares[i].Amount, after.Shares[i].Amount)
			}
		}
	})
}

func TestMoreOfAnyInputNeverGetsLess(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, pool, lines := office(t)
		who := rapid.IntRange(0, len(lines)-1).Draw(t, "who")
		before := computed(t, p, pool, lines).Shares[who].Amount
		more, l := rapid.Int64Range(1, 300).Draw(t, "more"), &lines[who]
		k := rapid.IntRange(0, len(l.Work)-1).Draw(t, "indicator")
		switch what := rapid.SampledFrom([]string{"quantity", "actual", "target", "quality", "deduction", "days", "grade"}).Draw(t, "what"); what {
		case "quantity":
			l.Work[k] = bonus.NumberOf(l.Work[k].Hundredths() + more)
		case "actual":
			l.Goals[k].Actual = bonus.NumberOf(l.Goals[k].Actual.Hundredths() + more)
		case "target":
			if l.Goals[k].Target.Hundredths() <= more { // a target of nothing counts nothing
				return
			}
			l.Goals[k].Target = bonus.NumberOf(l.Goals[k].Target.Hundredths() - more)
		case "quality":
			l.Quality = bonus.NumberOf(l.Quality.Hundredths() + more)
		case "deduction":
			l.Deducted = max(0, l.Deducted-more)
		case "days":
			l.Days += int(more)
		case "grade":
			if l.Grade == bonus.GradeNone {
				return
			}
			l.Grade = grades[max(0, slices.Index(grades, l.Grade)-1)]
		}
		if after := computed(t, p, pool, lines).Shares[who].Amount; after < before {
			t.Fatalf("%d becomes %d", before, after)
		}
	})
}

func TestTheOrderOfPeopleDoesNotMatterAndTheSameInputGivesTheSameFen(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, pool, lines := office(t)
		want := map[string]int64{}
		for i, s := range computed(t, p, pool, lines).Shares {
			want[lines[i].Person] = s.Amount
		}
		turned := rapid.Permutation(lines).Draw(t, "order")
		for i, s := range computed(t, p, pool, turned).Shares {
			if s.Amount != want[turned[i].Person] {
				t.Fatalf("%s gets %d and %d", turned[i].Person, want[turned[i].Person], s.Amount)
			}
		}
	})
}

// The exact amounts again, as fractions straight from the definition.
func TestTheDivisionIsThatOfTheDefinition(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, pool, lines := office(t)
		out := computed(t, p, pool, lines)
		of := 0
		for _, part := range out.Parts {
			if part.Total.Sign() > 0 {
				of += part.Share
			}
		}
		for i, s := range out.Shares {
			exact := new(big.Rat)
			for k, part := range out.Parts {
				if part.Total.Sign() > 0 {
					q := new(big.Rat).SetFrac(s.Weights[k], part.Total)
					q.Mul(q, big.NewRat(int64(part.Share), int64(of)))
					exact.Add(exact, q.Mul(q, big.NewRat(pool, 1)))
				}
			}
			less, more := new(big.Rat).SetInt64(s.Amount-1), new(big.Rat).SetInt64(s.Amount+1)
			if exact.Cmp(less) <= 0 || exact.Cmp(more) >= 0 {
				t.Fatalf("%s gets %d of exactly %s", lines[i].Person, s.Amount, exact.FloatString(4))
			}
		}
	})
}

// Largest remainder by hand: 100.00 yuan among three who did the same leave one
// fen, which goes to the lowest staff number.
func TestTheLastFenGoesByTheStatedRule(t *testing.T) {
	p := &bonus.Plan{Floor: 100, Competent: 100}
	line := func(no string) bonus.Line {
		return bonus.Line{Person: "p" + no, No: no, Grade: bonus.GradeCompetent, Days: 181}
	}
	out := computed(t, p, 100_00, []bonus.Line{line("3"), line("1"), line("2")})
	if a := []int64{out.Shares[0].Amount, out.Shares[1].Amount, out.Shares[2].Amount}; !slices.Equal(a, []int64{33_33, 33_34, 33_33}) {
		t.Errorf("%v", a)
	}
	// Of equal remainders the larger amount comes first: 1 fen over 1 : 3 gives ¼
	// and ¾; 2 fen over 1 : 3 gives ½ and 1½.
	half := []bonus.Line{line("1"), line("2")}
	half[0].Days, half[1].Days = 1, 3
	out = computed(t, p, 2, half)
	if out.Shares[0].Amount != 0 || out.Shares[1].Amount != 2 || out.Left != 1 {
		t.Errorf("%+v", out.Shares)
	}
}

func TestWhoTakesPartAndIfNobodyDoesItSaysSo(t *testing.T) {
	p := &bonus.Plan{Floor: 100, Competent: 100, Excellent: 100}
	for name, l := range map[string]bonus.Line{
		"incompetent": {Grade: bonus.GradeIncompetent, Days: 100}, "no days": {Grade: bonus.GradeCompetent},
		"factor 0": {Grade: bonus.GradeBasic, Days: 100}, "a penalty": {Grade: bonus.GradeCompetent, Days: 9, Out: []bonus.Reason{{}}},
	} {
		if _, err := bonus.Compute(p, 100, []bonus.Line{l}); evaluation.CodeOf(err) != evaluation.CodeState {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := bonus.Compute(p, 100, nil); evaluation.CodeOf(err) != evaluation.CodeState {
		t.Errorf("nobody: %v", err)
	}
}

func TestAPartInWhichNobodyHasPointsIsSpreadOverTheOthers(t *testing.T) {
	p := &bonus.Plan{Floor: 20, WorkShare: 60, QualityShare: 20, Competent: 100, Workload: []bonus.WorkRow{{Name: "w", Points: "1"}}}
	a := bonus.Line{Person: "a", No: "1", Grade: bonus.GradeCompetent, Days: 10, Work: []bonus.Number{"0"}, Quality: "90"}
	b := bonus.Line{Person: "b", No: "2", Grade: bonus.GradeCompetent, Days: 10, Work: []bonus.Number{"0"}, Quality: "30"}
	out := computed(t, p, 800, []bonus.Line{a, b}) // halves: 400 alike, 400 by 90 : 30
	if !out.Parts[1].Spread || out.Shares[0].Amount != 500 || out.Shares[1].Amount != 300 {
		t.Errorf("%+v", out)
	}
	only := &bonus.Plan{WorkShare: 100, Competent: 100, Workload: p.Workload}
	if out := computed(t, only, 800, []bonus.Line{a, b}); out.Shares[0].Amount != 400 || out.Parts[0].Share != 100 {
		t.Errorf("%+v", out)
	}
}

// The control: with a factor by level the independence of rank is gone.
func TestAFactorByLevelIsSeenForWhatItIs(t *testing.T) {
	p := &bonus.Plan{Floor: 100, Competent: 100, Ranks: []bonus.RankRow{{Level: roster.LevelSectionHead, Factor: 150}}}
	a := bonus.Line{Person: "a", No: "1", Grade: bonus.GradeCompetent, Days: 10, Level: roster.LevelSectionHead}
	b := bonus.Line{Person: "b", No: "2", Grade: bonus.GradeCompetent, Days: 10}
	if out := computed(t, p, 500, []bonus.Line{a, b}); !p.ByRank() || out.Shares[0].Amount != 300 || out.Shares[1].Amount != 200 {
		t.Errorf("%+v", out.Shares)
	}
}

// many is an office of ten thousand with targets of all sizes.
func many() (*bonus.Plan, []bonus.Line) {
	p := &bonus.Plan{Floor: 20, WorkShare: 40, ResultShare: 30, QualityShare: 10, Competent: 100, Excellent: 120, Ungraded: 100}
	for i := range 5 {
		p.Workload = append(p.Workload, bonus.WorkRow{Name: fmt.Sprint(i), Points: "1.25", Most: "900"})
	}
	for i := range 3 {
		p.Results = append(p.Results, bonus.GoalRow{Name: fmt.Sprint(i), Points: "100", How: bonus.HowRatio, Most: 120})
	}
	r := rand.New(rand.NewPCG(1, 2))
	lines := make([]bonus.Line, 10_000)
	for i := range lines {
		l := bonus.Line{Person: fmt.Sprint("p", i), No: fmt.Sprint(i), Grade: grades[i%2], Days: 90 + r.IntN(92), Quality: bonus.NumberOf(r.Int64N(10_001))}
		for range p.Workload {
			l.Work = append(l.Work, bonus.NumberOf(r.Int64N(80_000)))
		}
		for range p.Results {
			l.Goals = append(l.Goals, bonus.Goal{Target: bonus.NumberOf(100 + 100*r.Int64N(10_000)), Actual: bonus.NumberOf(r.Int64N(1_000_000))})
		}
		lines[i] = l
	}
	return p, lines
}

func BenchmarkTenThousandPeople(b *testing.B) {
	p, lines := many()
	for b.Loop() {
		out := computed(b, p, 123_456_789_01, lines)
		if n := len(out.Classes(classes)); n != len(lines) {
			b.Fatal(n)
		}
	}
}
