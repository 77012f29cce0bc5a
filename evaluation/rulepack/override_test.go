package rulepack_test

import (
	"encoding/json"
	"errors"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"kaoji/evaluation"
	"kaoji/evaluation/rulepack"
)

const quota = "assessment.quota.excellent"

func percent(n int64) *rulepack.Value { return &rulepack.Value{Kind: rulepack.KindPercent, N: n} }

func local(n int64) rulepack.Override {
	return rulepack.Override{Key: quota, Value: percent(n), Source: "区委组织部通知", Article: "三", Reason: "按区里规定执行"}
}

func with(t testing.TB, p *rulepack.Pack, o ...rulepack.Override) *rulepack.Pack {
	t.Helper()
	next, err := p.With(o)
	if err != nil {
		t.Fatal(err)
	}
	return next
}

func TestAnOverrideSaysWhatIsWrongWithIt(t *testing.T) {
	p := builtin(t)
	if err := local(2500).Check(p); err != nil {
		t.Fatalf("the sound one: %v", err)
	}
	for _, x := range []struct {
		name   string
		change func(*rulepack.Override)
		field  string
		key    string
	}{
		{"above the ceiling", func(o *rulepack.Override) { o.Value.N = 2501 }, "value.n", "rulepack.above"},
		{"below nothing", func(o *rulepack.Override) { o.Value.N = -1 }, "value.n", "rulepack.below"},
		{"another kind", func(o *rulepack.Override) { o.Value.Kind = rulepack.KindInteger }, "value.kind", "rulepack.kind"},
		{"stray text", func(o *rulepack.Override) { o.Value.Text = "x" }, "value", "rulepack.stray"},
		{"no source", func(o *rulepack.Override) { o.Source = "" }, "source", "error.field.required"},
		{"no reason", func(o *rulepack.Override) { o.Reason = "" }, "reason", "error.field.required"},
		{"long reason", func(o *rulepack.Override) { o.Reason = strings.Repeat("长", 301) }, "reason", "error.field.too_long"},
		{"unknown key", func(o *rulepack.Override) { o.Key = "no.such" }, "key", "rulepack.unknown"},
		{"fixed rule", func(o *rulepack.Override) { o.Key = "rating.floor.least" }, "key", "rulepack.fixed"},
		{"neither value nor verification", func(o *rulepack.Override) { o.Value = nil }, "value", "rulepack.either"},
		{"both", func(o *rulepack.Override) { o.Verifies = percent(2000) }, "value", "rulepack.either"},
		{"backwards", func(o *rulepack.Override) {
			o.ValidFrom, o.ValidTo = day(t, "2026-02-01"), day(t, "2026-01-31")
		}, "valid_to", "rulepack.order"},
		{"verified by nobody", func(o *rulepack.Override) { o.VerifiedOn = day(t, "2026-02-01") }, "verified_by", "error.field.required"},
		{"verified at no time", func(o *rulepack.Override) { o.VerifiedBy = "李明" }, "verified_on", "error.field.required"},
		{"verification of another value", func(o *rulepack.Override) {
			o.Value, o.Verifies, o.VerifiedBy, o.VerifiedOn = nil, percent(1500), "李明", day(t, "2026-02-01")
		}, "verifies", "rulepack.stale"},
		{"floor under three", func(o *rulepack.Override) {
			o.Key, o.Value = "rating.floor", &rulepack.Value{Kind: rulepack.KindInteger, N: 2}
		}, "value.n", "rulepack.below"},
		{"notice under five days", func(o *rulepack.Override) {
			o.Key, o.Value = "assessment.notice", &rulepack.Value{Kind: rulepack.KindInteger, N: 4}
		}, "value.n", "rulepack.below"},
		{"weights over the whole", func(o *rulepack.Override) {
			o.Key, o.Value = "rating.weights", weights(5000, 2500, 4000)
		}, "value.items", "rulepack.sum"},
		{"other groups", func(o *rulepack.Override) {
			o.Key, o.Value = "rating.weights", weights(3500, 2500, 4000)
			o.Value.Items[0].Code = "chiefs"
		}, "value.items", "rulepack.codes"},
		{"unknown rounding", func(o *rulepack.Override) {
			o.Key, o.Value = "assessment.quota.rounding", &rulepack.Value{Kind: rulepack.KindText, Text: "up"}
		}, "value.text", "rulepack.option"},
		{"fraction over one", func(o *rulepack.Override) {
			o.Key, o.Value = "rating.attendance", &rulepack.Value{Kind: rulepack.KindFraction, N: 5, Of: 4}
		}, "value.n", "rulepack.fraction"},
		{"fraction under a half", func(o *rulepack.Override) {
			o.Key, o.Value = "rating.attendance", &rulepack.Value{Kind: rulepack.KindFraction, N: 49, Of: 100}
		}, "value.n", "rulepack.below"},
		{"a level twice", func(o *rulepack.Override) {
			o.Key = "assessment.levels"
			o.Value = &rulepack.Value{Kind: rulepack.KindList, Items: []rulepack.Item{{Code: "正科级", Zh: "正科级"}, {Code: "正科级", Zh: "正科级"}}}
		}, "value.items.1.code", "rulepack.twice_code"},
		{"no level at all", func(o *rulepack.Override) {
			o.Key, o.Value = "assessment.levels", &rulepack.Value{Kind: rulepack.KindList}
		}, "value.items", "rulepack.items"},
	} {
		t.Run(x.name, func(t *testing.T) {
			o := local(2500)
			x.change(&o)
			e, ok := errors.AsType[*evaluation.Error](o.Check(p))
			if !ok || e.Code != evaluation.CodeInvalid || e.Fields[x.field].Key != x.key {
				t.Errorf("Check = %v, want %s at %s", e, x.key, x.field)
			}
		})
	}
}

func weights(n ...int64) *rulepack.Value {
	v := &rulepack.Value{Kind: rulepack.KindNumbers}
	for i, code := range []string{"leaders", "peers", "served"} {
		v.Items = append(v.Items, rulepack.Item{Code: code, Zh: code, N: n[i]})
	}
	return v
}

func TestAnOfficesValueHoldsInItsDatesWithItsSourceAndIsUnverifiedUntilChecked(t *testing.T) {
	o := local(1500)
	o.ValidFrom, o.ValidTo = day(t, "2026-01-01"), day(t, "2026-12-31")
	p := with(t, builtin(t), o)
	for on, want := range map[string]int64{"2025-12-31": 2000, "2026-01-01": 1500, "2026-12-31": 1500, "2027-01-01": 2000} {
		if n, err := p.On(day(t, on)).BasisPoints(quota); err != nil || n != want {
			t.Errorf("on %s it is %d (%v), want %d", on, n, err, want)
		}
	}
	e, err := p.On(day(t, "2026-06-01")).Entry(quota)
	if err != nil {
		t.Fatal(err)
	}
	if e.Status != rulepack.StatusOffice || e.SourceZh != "区委组织部通知" || e.Article != "三" || e.Verified() || e.Own() {
		t.Errorf("the entry is %+v", e)
	}
	o.VerifiedBy, o.VerifiedOn = "李明", day(t, "2026-01-05")
	e, err = with(t, builtin(t), o).On(day(t, "2026-06-01")).Entry(quota)
	if err != nil || !e.Verified() {
		t.Errorf("checked by the office, yet %+v (%v)", e, err)
	}
}

func TestTheValueThatBeganLastCounts(t *testing.T) {
	early, late := local(1500), local(1000)
	early.ValidFrom, late.ValidFrom = day(t, "2025-01-01"), day(t, "2026-01-01")
	p := with(t, with(t, builtin(t), late), early) // the order of entry does not matter
	for on, want := range map[string]int64{"2024-12-31": 2000, "2025-06-01": 1500, "2026-06-01": 1000} {
		if n, err := p.On(day(t, on)).BasisPoints(quota); err != nil || n != want {
			t.Errorf("on %s it is %d (%v), want %d", on, n, err, want)
		}
	}
	if _, err := p.With([]rulepack.Override{late}); evaluation.CodeOf(err) != evaluation.CodeInvalid {
		t.Errorf("two that begin on one day: %v", err)
	}
	bad := local(9000)
	_, err := builtin(t).With([]rulepack.Override{late, bad})
	if e, ok := errors.AsType[*evaluation.Error](err); !ok || e.Fields["1.value.n"].Key != "rulepack.above" {
		t.Errorf("the second is out of bounds: %v", err)
	}
}

func TestAVerificationStandsForTheShippedValueAlone(t *testing.T) {
	p := builtin(t)
	on := day(t, "2026-06-01")
	if e, err := p.On(on).Entry(quota); err != nil || e.Verified() {
		t.Fatalf("shipped: %+v %v", e, err)
	}
	check := rulepack.Override{Key: quota, VerifiedBy: "李明", VerifiedOn: day(t, "2026-03-01")}.Bind(p)
	if err := check.Check(p); err != nil {
		t.Fatal(err)
	}
	verified := with(t, p, check)
	e, err := verified.On(on).Entry(quota)
	if err != nil || !e.Verified() || e.Value.N != 2000 || e.Status != rulepack.StatusSecond || e.VerifiedBy != "李明" {
		t.Errorf("verified: %+v %v", e, err)
	}
	if e, err = with(t, verified, local(1500)).On(on).Entry(quota); err != nil || e.Verified() || e.Value.N != 1500 {
		t.Errorf("the office's own value took over the verification of the shipped one: %+v %v", e, err)
	}
	check.Verifies = percent(1800) // as if an earlier pack had shipped 18 %
	if e, err = with(t, p, check).On(on).Entry(quota); err != nil || e.Verified() {
		t.Errorf("a verification of another value stands: %+v %v", e, err)
	}
	fixed := rulepack.Override{Key: "assessment.quota.lean", VerifiedBy: "李明", VerifiedOn: on}.Bind(p)
	if e, err = with(t, p, fixed).On(on).Entry("assessment.quota.lean"); err != nil || !e.Verified() {
		t.Errorf("a rule in words can be verified too: %+v %v", e, err)
	}
}

func TestTheVersionTellsPacksApartAndNotTheOrderOfTheirOverrides(t *testing.T) {
	p := builtin(t)
	rapid.Check(t, func(rt *rapid.T) {
		n := rapid.IntRange(1, 6).Draw(rt, "n")
		set := make([]rulepack.Override, 0, n)
		for i := range n {
			o := local(rapid.Int64Range(0, 2500).Draw(rt, "value"))
			o.ValidFrom = evaluation.NewDate(2026, 1, 1).AddDays(30*i + rapid.IntRange(0, 29).Draw(rt, "day"))
			set = append(set, o)
		}
		shuffled := slices.Clone(set)
		seed := rapid.Uint64().Draw(rt, "seed")
		rand.New(rand.NewPCG(seed, 1)).Shuffle(n, func(i, j int) {
			shuffled[i], shuffled[j] = shuffled[j], shuffled[i]
		})
		a, b := with(t, p, set...), with(t, p, shuffled...)
		on := evaluation.NewDate(2026, 1, 1).AddDays(rapid.IntRange(0, 400).Draw(rt, "on"))
		if a.Version() != b.Version() || !reflect.DeepEqual(a.On(on), b.On(on)) {
			rt.Fatalf("%s and %s differ by order alone", a.Version(), b.Version())
		}
		set[0].Reason += "（修改）"
		if c := with(t, p, set...); c.Version() == a.Version() || !strings.HasPrefix(c.Version(), p.Version()+"+") {
			rt.Fatalf("a changed override has the version %s", c.Version())
		}
	})
	if again := with(t, p); again.Version() != p.Version() {
		t.Errorf("no override makes the version %s", again.Version())
	}
}

// An override comes from outside: whatever its JSON says, Check must answer,
// and what passes must be usable.
func FuzzOverrideCheck(f *testing.F) {
	p, err := rulepack.Builtin()
	if err != nil {
		f.Fatal(err)
	}
	kinds := map[rulepack.Kind]bool{}
	for _, r := range p.Rules() {
		v := r.Value
		if kinds[v.Kind] || !r.Overridable {
			continue // one seed of each kind
		}
		kinds[v.Kind] = true
		seed, err := json.Marshal(rulepack.Override{Key: r.Key, Value: &v, Source: "文", Reason: "由"})
		if err != nil {
			f.Fatal(err)
		}
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var o rulepack.Override
		if json.Unmarshal(data, &o) != nil || o.Check(p) != nil {
			return
		}
		next, err := p.With([]rulepack.Override{o})
		if err != nil {
			t.Fatalf("Check passed, With says %v", err)
		}
		d := o.ValidFrom
		if d.IsZero() {
			d = evaluation.NewDate(2026, 1, 1)
		}
		if !o.ValidTo.IsZero() && d.After(o.ValidTo) {
			d = o.ValidTo
		}
		if e, err := next.On(d).Entry(o.Key); err == nil && o.Value != nil && !e.Value.Equal(*o.Value) {
			t.Errorf("on %s %s is %+v, want %+v", d, o.Key, e.Value, *o.Value)
		}
	})
}
