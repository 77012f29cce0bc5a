package main

import (
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"kaoji/app/cli"
	"kaoji/evaluation"
	"kaoji/evaluation/rulepack"
)

const layered = "assessment.quota.excellent"

// sectionOf is somebody of the personnel section of an office.
func sectionOf(office, name string) evaluation.Actor {
	return evaluation.Actor{Office: office, Account: name, Name: name, Roles: []evaluation.Role{evaluation.RolePersonnel}}
}

// sets gives a rule of an office a value.
func (k *Kaoji) sets(t *testing.T, by evaluation.Actor, value string, binding bool) (evaluation.Record, error) {
	t.Helper()
	return k.Service.Create(t.Context(), by, rulepack.KindOverride, "set", evaluation.Creation{Input: &rulepack.SetInput{
		Key: layered, Value: value, Source: "某委组〔2026〕12号", Reason: "不往下说的理由", ValidFrom: evaluation.DateOf(k.Now()), Binding: binding,
	}})
}

// rule reads a rule over the API.
func (v *visit) rule() (e rulepack.Entry, raw string) {
	v.t.Helper()
	status, raw := v.api(http.MethodGet, "/rulepack/"+layered, "")
	if err := json.Unmarshal([]byte(raw), &e); status != http.StatusOK || err != nil {
		v.t.Fatal(status, err, raw)
	}
	return e, raw
}

// A city, which is the first office, a district and two sub-districts of it.
func TestRulesComeInLayers(t *testing.T) {
	cfg := settings(t)
	cfg.Lang = "zh"
	must(t, cfg, cli.OfficeOpen{Code: "quwei", Name: "某某区委组织部", Short: "某某区"})
	must(t, cfg, cli.OfficeOpen{Code: "weifang", Name: "潍坊街道党工委", Short: "潍坊街道", Under: "quwei"})
	must(t, cfg, cli.OfficeOpen{Code: "tangqiao", Name: "塘桥街道党工委", Short: "塘桥街道", Under: "quwei"})
	var later atomic.Int64
	k := openedAt(t, cfg, func() time.Time { return time.Now().Add(time.Duration(later.Load())) })
	app, err := k.app()
	if err != nil {
		t.Fatal(err)
	}
	visits, ids := map[string]*visit{}, map[string]string{}
	for _, code := range []string{"", "quwei", "weifang", "tangqiao"} {
		of, err := k.Offices.ByCode(t.Context(), code)
		if err != nil {
			t.Fatal(err)
		}
		ids[code], visits[code] = of.ID, k.loginAt(t, app, of.ID, "zuzhi", "", evaluation.RolePersonnel)
	}
	reads := func(code, value string, origin rulepack.Origin, office string) {
		t.Helper()
		if e, raw := visits[code].rule(); e.Value.Written() != value || e.Origin != origin || e.Office != office {
			t.Errorf("%q reads %s", code, raw)
		}
	}
	frozen := func(code string) rulepack.Frozen {
		t.Helper()
		pack, err := k.Rules.Pack(t.Context(), ids[code])
		if err != nil {
			t.Fatal(err)
		}
		f, err := pack.Freeze(evaluation.DateOf(k.Now()), layered)
		if err != nil {
			t.Fatal(err)
		}
		return f
	}
	below := frozen("weifang")
	reads("", "20%", "", "")
	reads("weifang", "20%", rulepack.OriginNational, "")

	// What a district sets holds at once in what is below it, and nowhere else.
	set, err := k.sets(t, sectionOf(ids["quwei"], "提出人"), "15%", false)
	if err != nil {
		t.Fatal(err)
	}
	reads("", "20%", "", "")
	reads("quwei", "15%", rulepack.OriginOwn, "")
	reads("weifang", "15%", rulepack.OriginAbove, "某某区")
	reads("tangqiao", "15%", rulepack.OriginAbove, "某某区")
	if f := frozen("weifang"); f.Version == below.Version {
		t.Error("the version is that of other rules")
	}
	page := "/o/weifang/rules/" + layered
	_, html := visits["weifang"].page(page)
	if !strings.Contains(html, "上级（某某区）") || !strings.Contains(html, "某委组〔2026〕12号") || !strings.Contains(html, "/new/rules.override/set") {
		t.Errorf("the page: %s", html)
	}
	_, list := visits["weifang"].page("/o/weifang/rules")
	_, beside := visits["weifang"].page("/o/weifang/search?q=" + layered)
	_, raw := visits["weifang"].rule()
	for _, text := range []string{html, list, beside, raw} {
		for _, theirs := range []string{"提出人", "不往下说的理由", set.ID} {
			if strings.Contains(text, theirs) {
				t.Errorf("an office below reads %s", theirs)
			}
		}
	}
	if !strings.Contains(list, "来源：上级（某某区）") {
		t.Error("the list of rules does not say whose value it is")
	}

	// Its own value goes before it, and no sibling knows.
	own, err := k.sets(t, sectionOf(ids["weifang"], "zuzhi"), "12%", false)
	if err != nil {
		t.Fatal(err)
	}
	reads("weifang", "12%", rulepack.OriginOwn, "")
	reads("tangqiao", "15%", rulepack.OriginAbove, "某某区")
	for code, id := range map[string]string{"weifang": set.ID, "tangqiao": own.ID, "quwei": own.ID, "": set.ID} {
		path := "/records/" + id
		if status, _ := visits[code].api(http.MethodGet, path, ""); status != http.StatusNotFound {
			t.Errorf("%q asks the API for a record of another office: %d", code, status)
		}
		if code != "" {
			path = "/o/" + code + path
		}
		if status, _ := visits[code].page(path); status != http.StatusNotFound {
			t.Errorf("%q opens a record of another office: %d", code, status)
		}
	}

	// What the city makes binding holds over both.
	binding, err := k.sets(t, sectionOf(k.Office, "zuzhi"), "10%", true)
	if err != nil {
		t.Fatal(err)
	}
	city, err := k.above(t.Context(), ids["weifang"])
	if err != nil || len(city) != 2 {
		t.Fatal(city, err)
	}
	reads("weifang", "10%", rulepack.OriginAbove, city[0].Name)
	reads("quwei", "10%", rulepack.OriginAbove, city[0].Name)
	_, html = visits["weifang"].page(page)
	if !strings.Contains(html, "本单位不得更改") || !strings.Contains(html, "原有的设定在此期间不执行") || strings.Contains(html, "/new/rules.override/") {
		t.Errorf("the page of a binding value: %s", html)
	}
	_, err = k.sets(t, sectionOf(ids["tangqiao"], "zuzhi"), "12%", false)
	var refused *evaluation.Error
	if !errors.As(err, &refused) || refused.Fields["key"].Key != "rulepack.bound" {
		t.Errorf("a binding value was set below: %v", err)
	}
	if _, err := k.Service.Act(t.Context(), sectionOf(k.Office, "zuzhi"), binding.ID, binding.Version, "withdraw", evaluation.Change{Reason: "另行规定"}); err != nil {
		t.Fatal(err)
	}
	reads("weifang", "12%", rulepack.OriginOwn, "")

	// Elsewhere in the tree, other layers hold.
	reads("tangqiao", "15%", rulepack.OriginAbove, "某某区")
	if err := k.Offices.Move(t.Context(), ids["tangqiao"], k.Office); err != nil {
		t.Fatal(err)
	}
	later.Store(int64(2 * evaluation.Recheck))
	reads("tangqiao", "20%", rulepack.OriginNational, "")
}
