package bonus_test

import (
	"fmt"
	"math/big"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"kaoji/app/officetest"
	"kaoji/evaluation"
	"kaoji/evaluation/bonus"
	"kaoji/evaluation/roster"
)

// classes of rule E-14.
var classes = []bonus.ClassRow{{Name: "一等奖", Share: 5}, {Name: "二等奖", Share: 10}, {Name: "三等奖", Share: 20}}

// byQuantity is people who did as much as quantities say, the pool being divided by
// that alone.
func byQuantity(t interface{ Fatal(...any) }, quantities ...int64) bonus.Outcome {
	p := &bonus.Plan{WorkShare: 100, Competent: 100, Workload: []bonus.WorkRow{{Name: "w", Points: "1"}}}
	var lines []bonus.Line
	for i, q := range quantities {
		lines = append(lines, bonus.Line{Person: fmt.Sprint(i), No: fmt.Sprint(i), Grade: bonus.GradeCompetent, Days: 1, Work: []bonus.Number{bonus.NumberOf(q * 100)}})
	}
	return computed(t, p, 1_000_00, lines)
}

// By hand: of 20 people 5 % is 1, 10 % is 2 and 20 % is 4.
func TestClassesByHand(t *testing.T) {
	for name, c := range map[string]struct {
		top  []int64
		want string // classes of the top, a digit for each, 0 for none
	}{
		"all different":                              {[]int64{90, 80, 70, 60, 50, 40, 30, 20}, "12233330"},
		"two at the top share the second":            {[]int64{90, 90, 70, 60, 50, 40, 30}, "2233330"},
		"a pair that does not fit goes down whole":   {[]int64{90, 80, 70, 70, 60, 50, 40}, "1233330"},
		"who follows a pair does not go back up":     {[]int64{90, 80, 70, 70, 70, 70, 60, 50}, "12333300"},
		"a group too large for any class ends it":    {[]int64{90, 80, 80, 80, 80, 80, 70, 60}, "10000000"},
		"the first class stays empty if none fit it": {[]int64{90, 90, 90, 80, 70}, "33330"},
		"of those who do nothing none has a class":   {[]int64{90}, "1000"},
	} {
		q := make([]int64, 20)
		copy(q, c.top)
		for i := len(c.top); len(c.top) > 1 && i < len(q); i++ {
			q[i] = 1
		}
		out := byQuantity(t, q...)
		var got strings.Builder
		for _, class := range out.Classes(classes)[:len(c.want)] {
			fmt.Fprint(&got, 1+slices.IndexFunc(classes, func(r bonus.ClassRow) bool { return r.Name == class }))
		}
		if got.String() != c.want {
			t.Errorf("%s: %s, want %s", name, got.String(), c.want)
		}
	}
}

// Amounts that differ by less than a fen are not equal: of 21 people 4761.90 fen
// for each, one has a hair more.
func TestClassesFollowTheAmountBeforeTheRounding(t *testing.T) {
	q := make([]int64, 21)
	for i := range q {
		q[i] = 1_000_000
	}
	q[7]++
	out := byQuantity(t, q...)
	if got := out.Classes(classes); got[7] != "一等奖" || out.Shares[7].Cut != out.Shares[6].Cut {
		t.Errorf("%q of %d and %d fen", got, out.Shares[7].Cut, out.Shares[6].Cut)
	}
}

func rows(t *rapid.T) []bonus.ClassRow {
	var list []bonus.ClassRow
	for i := range rapid.IntRange(0, 4).Draw(t, "classes") {
		list = append(list, bonus.ClassRow{Name: fmt.Sprint("class ", i), Share: rapid.IntRange(1, 25).Draw(t, "share")})
	}
	return list
}

// exactly is somebody's amount before the rounding, straight from the definition.
func exactly(out *bonus.Outcome, i int) *big.Rat {
	exact := new(big.Rat)
	for k, part := range out.Parts {
		if part.Total.Sign() > 0 {
			q := new(big.Rat).SetFrac(out.Shares[i].Weights[k], part.Total)
			exact.Add(exact, q.Mul(q, big.NewRat(out.Pool*int64(part.Share), int64(part.Of))))
		}
	}
	return exact
}

func TestClassesHoldTheirRoomAndFollowTheAmounts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, pool, lines := office(t)
		for range rapid.IntRange(0, 30).Draw(t, "twins") {
			twin := lines[rapid.IntRange(0, len(lines)-1).Draw(t, "of")]
			twin.Person, twin.No = fmt.Sprint("t", len(lines)), fmt.Sprintf("9%03d", len(lines))
			lines = append(lines, twin)
		}
		p.Classes = rows(t)
		out := computed(t, p, pool, lines)
		got, n, taking := out.Classes(p.Classes), map[string]int{}, 0
		place := func(i int) int {
			at := slices.IndexFunc(p.Classes, func(c bonus.ClassRow) bool { return c.Name == got[i] })
			if at < 0 {
				at = len(p.Classes)
			}
			return at
		}
		for i := range lines {
			if n[got[i]]++; out.Takes(i) {
				taking++
			} else if got[i] != "" {
				t.Fatalf("%s takes no part and has %s", lines[i].Person, got[i])
			}
			for k := range lines[:i] {
				switch d := exactly(&out, i).Cmp(exactly(&out, k)); {
				case d == 0 && got[i] != got[k]:
					t.Fatalf("equal amounts, %q and %q", got[i], got[k])
				case d > 0 && place(i) > place(k), d < 0 && place(i) < place(k):
					t.Fatalf("the lower amount has the higher class: %q and %q", got[i], got[k])
				}
			}
		}
		for _, c := range p.Classes {
			if n[c.Name]*100 > c.Share*taking {
				t.Fatalf("%d of %d have %s, which has room for %d %%", n[c.Name], taking, c.Name, c.Share)
			}
		}
	})
}

func TestClassesDoNotDependOnTheOrderOfPeopleAndChangeNoAmount(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, pool, lines := office(t)
		before := computed(t, p, pool, lines)
		p.Classes = rows(t)
		first := computed(t, p, pool, lines)
		want := map[string]string{}
		for i, class := range first.Classes(p.Classes) {
			want[lines[i].Person] = class
			if first.Shares[i].Amount != before.Shares[i].Amount {
				t.Fatalf("the classes change %d to %d", before.Shares[i].Amount, first.Shares[i].Amount)
			}
		}
		turned := rapid.Permutation(lines).Draw(t, "order")
		second := computed(t, p, pool, turned)
		for i, class := range second.Classes(p.Classes) {
			if class != want[turned[i].Person] {
				t.Fatalf("%s has %q and %q", turned[i].Person, want[turned[i].Person], class)
			}
		}
	})
}

func TestTemplateAHasTheClassesOfTheRule(t *testing.T) {
	w := newWorld(t)
	pack, err := w.Bonus.Pack(t.Context(), officetest.Office)
	w.Must(err)
	p, err := bonus.Template(pack.On(officetest.Date("2026-06-01")), bonus.TemplatePoints)
	w.Must(err)
	if !slices.Equal(p.Classes, classes) { // E-14: 5, 10 and 20 %
		t.Errorf("%+v", p.Classes)
	}
	w.Must(p.Check(roster.Levels()))
	for key, list := range map[string][]bonus.ClassRow{
		"bonus.class_twice": {{Name: "一等奖", Share: 5}, {Name: "一等奖", Share: 10}},
		"bonus.classes_sum": {{Name: "一等奖", Share: 60}, {Name: "二等奖", Share: 41}},
	} {
		p := plan()
		p.Classes = list
		_, err := w.Create(t.Context(), w.Personnel(), bonus.KindScheme, "draft", evaluation.Creation{Input: p})
		w.Refused(key, err)
	}
}

func TestTheClassIsStoredWithTheAmountExplainedAndTakenBackWithIt(t *testing.T) {
	w := newWorld(t)
	p := plan()
	p.Classes = []bonus.ClassRow{{Name: "一等奖", Share: 20}}
	w.begun(p).announced()
	sheet, err := w.Bonus.Sheet(t.Context(), w.view(w.Personnel()))
	w.Must(err)
	first := slices.IndexFunc(sheet.Lines, func(l bonus.Line) bool { return l.Class == "一等奖" })
	if first < 0 || !sheet.Same {
		t.Fatalf("no class, same %v: %+v", sheet.Same, sheet.Lines)
	}
	top := sheet.Lines[first]
	for _, l := range sheet.Lines {
		if l.Class == "" && l.Amount > top.Amount {
			t.Errorf("%s gets more than %s, who alone has a class", l.No, top.No)
		}
	}
	who := w.Who(strings.ToLower(top.No))
	why, err := w.Bonus.Why(t.Context(), who, w.view(who), top.Person)
	w.Must(err)
	last := why.Nodes[len(why.Nodes)-1]
	if why.Class != "一等奖" || last.Value != "一等奖" || last.Rule != "bonus.scheme.classes" || len(last.Children) != 1 {
		t.Errorf("%q %+v", why.Class, last)
	}
	stored := officetest.Payload[bonus.Period](w.World, w.period)
	stored.Lines[first].Class = ""
	if same, err := stored.Same(); err != nil || same {
		t.Errorf("another class counts as the same: %v", err)
	}
	w.Do(w.principal(), w.period, "reopen", nil)
	if l := w.lines()[first]; l.Class != "" || l.Amount != 0 {
		t.Errorf("%+v", l)
	}
}
