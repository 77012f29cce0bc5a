package rulepack_test

import (
	"bytes"
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"kaoji/evaluation"
	"kaoji/evaluation/rulepack"
)

// seats is a decision as a measure takes it: by Numbers alone.
func seats(t *testing.T, n rulepack.Numbers, due int64) int64 {
	t.Helper()
	share, err := n.Share("assessment.quota.excellent")
	if err != nil {
		t.Fatal(err)
	}
	how, err := n.Text("assessment.quota.rounding")
	if err != nil {
		t.Fatal(err)
	}
	return share.Round(due, how)
}

func TestAReplayOfAnOldYearGivesTheOldResult(t *testing.T) {
	p := builtin(t)
	frozen, err := p.On(day(t, "2025-12-20")).Freeze("assessment.quota.excellent", "assessment.quota.rounding", "assessment.quota.excellent")
	if err != nil {
		t.Fatal(err)
	}
	stored, err := json.Marshal(frozen)
	if err != nil {
		t.Fatal(err)
	}
	old := seats(t, frozen, 28)

	changed := with(t, p, local(1000))
	if now := seats(t, changed.On(day(t, "2025-12-20")), 28); now == old {
		t.Fatalf("the change changes nothing: %d", now)
	}
	var replayed rulepack.Frozen
	if err := json.Unmarshal(stored, &replayed); err != nil {
		t.Fatal(err)
	}
	if got := seats(t, replayed, 28); got != old || len(replayed.Values) != 2 || replayed.Version != p.Version() {
		t.Errorf("the replay gives %d with %+v, want %d", got, replayed, old)
	}
}

// A document store knows integers, text, arrays and fields with plain names;
// it may turn a whole number into a float and refuse a key with a dot or $.
func TestFrozenSurvivesADocumentStore(t *testing.T) {
	o := local(1500)
	o.VerifiedBy, o.VerifiedOn = "李明", day(t, "2026-01-05")
	whole := with(t, builtin(t), o).On(day(t, "2026-06-01"))
	text, err := json.Marshal(whole)
	if err != nil {
		t.Fatal(err)
	}
	dec := json.NewDecoder(bytes.NewReader(text))
	dec.UseNumber()
	var loose any
	if err := dec.Decode(&loose); err != nil {
		t.Fatal(err)
	}
	plain(t, "", loose)
	again, err := json.Marshal(loose) // field order is lost, as in any map
	if err != nil {
		t.Fatal(err)
	}
	var back rulepack.Frozen
	if err := json.Unmarshal(again, &back); err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(whole, back) {
		t.Error("what came back is not what was stored")
	}
}

func plain(t *testing.T, at string, v any) {
	t.Helper()
	switch v := v.(type) {
	case map[string]any:
		for k, x := range v {
			if strings.ContainsAny(k, ".$") || strings.ToLower(k) != k {
				t.Errorf("%s has the key %q", at, k)
			}
			plain(t, at+"/"+k, x)
		}
	case []any:
		for _, x := range v {
			plain(t, at+"[]", x)
		}
	case json.Number:
		if _, err := v.Int64(); err != nil {
			t.Errorf("%s is %s, no integer", at, v)
		}
	case nil:
		t.Errorf("%s is null", at)
	}
}

func TestAskingWronglyIsAnErrorOfOurs(t *testing.T) {
	f := builtin(t).On(day(t, "2026-06-01"))
	for name, ask := range map[string]func() error{
		"unknown key":       func() error { _, err := f.Int("no.such"); return err },
		"int of a percent":  func() error { _, err := f.Int(quota); return err },
		"percent of an int": func() error { _, err := f.BasisPoints("assessment.notice"); return err },
		"share of an int":   func() error { _, err := f.Share("assessment.notice"); return err },
		"text of a list":    func() error { _, err := f.Text("assessment.levels"); return err },
		"items of a text":   func() error { _, err := f.Items("assessment.quota.rounding"); return err },
		"codes of a text":   func() error { _, err := f.Codes("assessment.quota.rounding"); return err },
		"number of a list":  func() error { _, err := f.Number("assessment.levels", "正科级"); return err },
		"no such number":    func() error { _, err := f.Number("rating.weights", "chiefs"); return err },
		"period of persons": func() error { _, err := f.Period("rating.floor"); return err },
		"period of a text":  func() error { _, err := f.Period("assessment.quota.rounding"); return err },
		"freeze unknown":    func() error { _, err := f.Freeze(quota, "no.such"); return err },
		"share of no whole": func() error {
			_, err := (rulepack.Frozen{Values: []rulepack.Entry{{Key: "a.b", Value: rulepack.Value{Kind: rulepack.KindFraction, N: 1}}}}).Share("a.b")
			return err
		},
		"key outside frozen": func() error { return outside(f) },
	} {
		if err := ask(); evaluation.CodeOf(err) != evaluation.CodeInternal {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func outside(f rulepack.Frozen) error {
	kept, err := f.Freeze(quota)
	if err != nil {
		return nil //nolint:nilerr // the caller looks for the error of what follows
	}
	_, err = kept.Int("assessment.notice")
	return err
}

func TestWhatIsGivenOutCannotChangeThePack(t *testing.T) {
	p := builtin(t)
	f := p.On(day(t, "2026-06-01"))
	items, err := f.Items("rating.weights")
	if err != nil {
		t.Fatal(err)
	}
	items[0].N = 1
	for _, r := range p.Rules() {
		if len(r.Value.Items) > 0 {
			r.Value.Items[0].N = 77
		}
	}
	for i := range f.Values {
		f.Values[i].Value.N = 99
	}
	fresh := p.On(day(t, "2026-06-01"))
	if n, err := fresh.Number("rating.weights", "leaders"); err != nil || n != 3500 {
		t.Errorf("weight is %d (%v)", n, err)
	}
	if n, err := fresh.Int("assessment.notice"); err != nil || n != 5 {
		t.Errorf("notice is %d (%v)", n, err)
	}
}
