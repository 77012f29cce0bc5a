package evaluation_test

import (
	"cmp"
	"fmt"
	"slices"

	"pgregory.net/rapid"

	"kaoji/evaluation"
)

// standsIn: what somebody learns of what falls due while others are away is held against
// the description: records that exist for them, and as substitute of those of which the
// kind says so, never about the reader, a relative or the one who is away.
func (o *randomOffice) standsIn(who evaluation.Actor) {
	var away []evaluation.Absent
	for _, p := range some(o.T, "away", 0, thePeople...) {
		if p != who.Person {
			away = append(away, evaluation.Absent{Person: p, Until: evaluation.NewDate(2026, 3, rapid.IntRange(1, 3).Draw(o.T, "until")), Entrusted: rapid.Bool().Draw(o.T, "entrusted")})
		}
	}
	want := []string{}
	for _, a := range away {
		tokens := evaluation.WaitTokens(evaluation.Actor{Person: a.Person}, o.stands[a.Person].Heads)
		for i := range o.all {
			r := &o.all[i]
			p := o.plain(who, r)
			if r.Due.IsZero() || r.Due.After(a.Until) || !meet(r.Waiting, tokens) || p.recused() {
				continue
			}
			switch told := slices.Contains(p.kind.Told, r.State); {
			case len(p.sees()) > 0:
				want = append(want, fmt.Sprint(a.Person, " ", r.ID))
			case told && a.Entrusted && r.Subject != a.Person:
				want = append(want, fmt.Sprint(a.Person, " ", r.Kind, " ", r.State))
			}
		}
	}
	list, _, err := o.Meanwhile(o.ctx, who, away)
	if err != nil {
		o.Fatal(err)
	}
	got := []string{}
	for _, m := range list {
		if m.Views == nil {
			for range m.N {
				got = append(got, fmt.Sprint(m.Person, " ", m.Kind, " ", m.State))
			}
		}
		for i := range m.Views {
			got = append(got, fmt.Sprint(m.Person, " ", m.Views[i].ID))
		}
		if m.Views != nil && m.N != int64(len(m.Views)) {
			o.Fatalf("%+v counts other records than it shows", m)
		}
	}
	slices.Sort(got)
	slices.SortFunc(want, cmp.Compare[string])
	if !slices.Equal(got, want) {
		o.Fatalf("%+v learns of %v while %+v are away, the description says %v", who, got, away, want)
	}
}
