package rulepack_test

import (
	"encoding/json"
	"strings"
	"testing"

	"kaoji/evaluation/rulepack"
)

// under is a pack for an office below one that set these.
func under(t *testing.T, p *rulepack.Pack, office string, o ...rulepack.Override) *rulepack.Pack {
	t.Helper()
	next, err := with(t, p, o...).Under(office)
	if err != nil {
		t.Fatal(err)
	}
	return next
}

func entryOf(t *testing.T, p *rulepack.Pack, on string) rulepack.Entry {
	t.Helper()
	e, err := p.On(day(t, on)).Entry(quota)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func TestTheNearestOfficeThatSetAValueCounts(t *testing.T) {
	from := func(o rulepack.Override, first string) rulepack.Override { o.ValidFrom = day(t, first); return o }
	firm := local(1200)
	firm.Binding = true
	for name, x := range map[string]struct {
		city, district, own []rulepack.Override
		want                int64
		origin              rulepack.Origin
		office              string
		bound               bool
	}{
		"nobody":                          {want: 2000, origin: rulepack.OriginNational},
		"the city":                        {city: []rulepack.Override{local(1500)}, want: 1500, origin: rulepack.OriginAbove, office: "某市"},
		"the district over the city":      {city: []rulepack.Override{local(1500)}, district: []rulepack.Override{local(1600)}, want: 1600, origin: rulepack.OriginAbove, office: "某区"},
		"the office over all":             {city: []rulepack.Override{local(1500)}, district: []rulepack.Override{local(1600)}, own: []rulepack.Override{local(1700)}, want: 1700, origin: rulepack.OriginOwn},
		"a later one above is not nearer": {district: []rulepack.Override{from(local(1600), "2026-06-01")}, own: []rulepack.Override{local(1700)}, want: 1700, origin: rulepack.OriginOwn},
		"what the city made binding":      {city: []rulepack.Override{firm}, district: []rulepack.Override{local(1600)}, own: []rulepack.Override{local(1700)}, want: 1200, origin: rulepack.OriginAbove, office: "某市", bound: true},
		"what begins to be binding later": {city: []rulepack.Override{from(firm, "2027-01-01")}, own: []rulepack.Override{local(1700)}, want: 1700, origin: rulepack.OriginOwn},
		"its own binding value":           {own: []rulepack.Override{firm}, want: 1200, origin: rulepack.OriginOwn},
	} {
		t.Run(name, func(t *testing.T) {
			e := entryOf(t, with(t, under(t, under(t, builtin(t), "某市", x.city...), "某区", x.district...), x.own...), "2026-12-01")
			if e.Value.N != x.want || e.Origin != x.origin || e.Office != x.office || e.Bound() != x.bound {
				t.Errorf("%d from %s %q, bound %v", e.Value.N, e.Origin, e.Office, e.Bound())
			}
		})
	}
}

func TestWhoDecidedStaysAbove(t *testing.T) {
	o := local(1500)
	o.VerifiedBy, o.VerifiedOn = "王芳", day(t, "2026-01-05")
	p := under(t, builtin(t), "某区", o)
	e := entryOf(t, p, "2026-12-01")
	if e.SourceZh != o.Source || e.Article != o.Article || e.VerifiedBy != "某区" || !e.Verified() {
		t.Errorf("%+v", e)
	}
	all, err := json.Marshal(p.On(day(t, "2026-12-01")))
	if err != nil || strings.Contains(string(all), "王芳") || strings.Contains(string(all), o.Reason) {
		t.Error("an office below reads who checked it or why", err)
	}
}

func TestTheVersionNamesAllLayers(t *testing.T) {
	p := builtin(t)
	seen := map[string]string{}
	for name, x := range map[string]*rulepack.Pack{
		"shipped":      p,
		"own":          with(t, p, local(1500)),
		"above":        under(t, p, "某区", local(1500)),
		"other above":  under(t, p, "某区", local(1600)),
		"both":         with(t, under(t, p, "某区", local(1500)), local(1500)),
		"two above":    under(t, under(t, p, "某市", local(1500)), "某区", local(1500)),
		"farther only": under(t, under(t, p, "某市", local(1500)), "某区"),
	} {
		v := x.Version()
		if other, twice := seen[v]; twice {
			t.Errorf("%s and %s are both %s", name, other, v)
		}
		seen[v] = name
	}
	if v := under(t, p, "某区").Version(); v != p.Version() {
		t.Errorf("nothing was set, and the version is %s", v)
	}
}

// What was frozen before offices had others above them reads as it was.
func TestAnEntryWithoutOriginReadsAsBefore(t *testing.T) {
	var f rulepack.Frozen
	if err := json.Unmarshal([]byte(`{"version":"2026.1+3f2a9c01d47b","on":"2026-12-01","values":[{"key":"`+quota+`","id":"A-5","title_zh":"a","title_en":"b","value":{"kind":"percent","n":1500},"unit":"basis_points","status":"office","reason":"c"}]}`), &f); err != nil {
		t.Fatal(err)
	}
	if e, err := f.Entry(quota); err != nil || e.Origin != "" || e.Bound() || e.Value.N != 1500 {
		t.Errorf("%+v %v", e, err)
	}
	raw, err := json.Marshal(entryOf(t, with(t, builtin(t), local(1500)), "2026-12-01"))
	if err != nil || strings.Contains(string(raw), `"origin"`) || strings.Contains(string(raw), `"since"`) || strings.Contains(string(raw), `"binding"`) {
		t.Errorf("an office with none above has origins: %v", err)
	}
}
