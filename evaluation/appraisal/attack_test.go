package appraisal_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"kaoji/app/officetest"
	"kaoji/evaluation"
	"kaoji/evaluation/appraisal"
)

// Each round is played in three offices, so the usual number is small.
var attacks = flag.Int("attacks", 6, "rounds that are attacked through a whole office")

// TestNobodyWhoReadsEverythingCanTellWhoseABallotIs plays each round twice with
// the ballots in other hands. If an attacker with the whole storage, all keys
// included, cannot tell the two apart, nothing ties a ballot to a voter, nor
// marks of one rater to each other where they are kept apart.
func TestNobodyWhoReadsEverythingCanTellWhoseABallotIs(t *testing.T) {
	rounds, moved := 0, 0
	for i := range *attacks {
		s := scripts().Example(i)
		first := play(t, s)
		other := s.shuffled(first.world.round(first.round), first.numbers())
		second := play(t, other)
		rounds++
		for key := range s.ballots {
			if !maps.Equal(s.ballots[key], other.ballots[key]) {
				moved++
			}
		}
		differ(t, fmt.Sprint("round ", i, ", polling"), first.polling, second.polling)
		differ(t, fmt.Sprint("round ", i, ", released"), first.after, second.after)
		if !maps.Equal(first.views, second.views) {
			t.Errorf("round %d: somebody sees whose ballot is whose", i)
		}
		first.silent(t, s)
	}
	t.Logf("%d rounds, %d ballots in other hands", rounds, moved)
	if moved == 0 {
		t.Error("no ballot changed hands")
	}
}

func differ(t *testing.T, what string, a, b []string) {
	t.Helper()
	for i := range max(len(a), len(b)) {
		if i >= len(a) || i >= len(b) || a[i] != b[i] {
			t.Errorf("%s: what is stored differs, first in item %d of %d and %d", what, i, len(a), len(b))
			if i < len(a) && i < len(b) {
				t.Logf("%s\n%s", a[i], b[i])
			}
			return
		}
	}
}

// silent looks at the stored bytes themselves: no code, no reason before it is
// published, no voter beside a box, no vote in the audit trail.
func (p *played) silent(t *testing.T, s *script) {
	t.Helper()
	var cells, trail, records strings.Builder
	err := p.Store.Everything(t.Context(), func(it evaluation.Item) error {
		switch {
		case it.Cell != nil:
			fmt.Fprintf(&cells, "%s %s %s %s\n", it.Cell.ID, it.Cell.Unique, it.Cell.Ref, it.Cell.Body)
		case it.Event != nil:
			fmt.Fprintf(&trail, "%+v\n", *it.Event)
		case it.Record != nil:
			raw, err := json.Marshal(it.Record)
			records.Write(raw)
			return err
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, code := range p.codes {
		if strings.Contains(cells.String()+trail.String()+records.String(), code) {
			t.Error("a code is stored")
		}
	}
	for key, who := range p.members {
		if strings.Contains(cells.String(), who.Person) || strings.Contains(cells.String(), who.Account) || strings.Contains(cells.String(), key+`"`) {
			t.Errorf("%s stands in a cell", key)
		}
		if slices.ContainsFunc(p.polling, func(item string) bool { return strings.Contains(item, who.Account+`"`) }) {
			t.Errorf("something names the account of %s, who only voted", key)
		}
	}
	for key := range s.ballots {
		for _, points := range s.ballots[key] {
			if strings.Contains(cells.String(), reason(points)) || strings.Contains(cells.String(), `[`+strings.ReplaceAll(points, " ", ",")+`]`) {
				t.Errorf("marks can be read in a box: %s", points)
			}
		}
	}
}

// numbers are the staff numbers by id.
func (w *world) numbers() map[string]string {
	out := map[string]string{}
	for no, id := range w.People {
		out[id] = no
	}
	return out
}

// The control: an office that notes each ballot beside its voter is told apart
// by the same comparison.
func TestAStorageThatNotesVotersIsFoundOut(t *testing.T) {
	for i := range *attacks {
		s := scripts().Example(i)
		first := careless(t, s)
		other := s.shuffled(first.world.round(first.round), first.numbers())
		if reflect.DeepEqual(s.ballots, other.ballots) {
			continue // nobody could be mistaken for another
		}
		if slices.Equal(first.polling, careless(t, other).polling) {
			t.Error("the comparison finds nothing even where voters are noted")
		}
		return
	}
	t.Error("no ballot changed hands")
}

// careless plays a round and notes who cast what, as a system would that keeps
// an author with each entry.
func careless(t testing.TB, s *script) *played {
	t.Helper()
	p := play(t, s)
	for key, b := range s.ballots {
		body, err := json.Marshal(b)
		p.Must(err)
		_, err = p.Store.PutCell(t.Context(), evaluation.Cell{Class: "note", Office: officetest.Office, ID: key, Body: body})
		p.Must(err)
	}
	p.polling = p.storage()
	return p
}

// TestNoViewOfAnybodyTellsWhatAHiddenCommitteeMarked moves marks between hidden
// committees and looks whether anybody sees anything else than before.
func TestNoViewOfAnybodyTellsWhatAHiddenCommitteeMarked(t *testing.T) {
	rounds, moved := 0, 0
	for i := range *attacks {
		s := scripts().Example(100 + i)
		first := play(t, s)
		other := s.clone()
		r := first.world.round(first.round)
		numbers := first.numbers()
		before := moved
		for _, c := range r.Cadres {
			x := first.result(first.round, numbers[c.Person])
			moved += other.move(r, x, numbers[c.Person])
		}
		if moved == before {
			continue
		}
		rounds++
		second := play(t, other)
		for who, seen := range first.views {
			if seen != second.views[who] {
				t.Errorf("round %d: %s sees what hidden committees marked:\n%s\n%s", i, who, seen, second.views[who])
			}
		}
	}
	t.Logf("%d rounds with %d marks that came from other committees", rounds, moved)
	if moved == 0 {
		t.Error("nothing was hidden")
	}
}

// move changes what hidden committees marked a cadre: between two of them if the
// total is shown, freely if nothing is.
func (s *script) move(r *appraisal.Round, x *appraisal.Result, no string) int {
	var keys []string
	for _, p := range x.Panels {
		if p.State != appraisal.PanelHidden && p.State != appraisal.PanelComplement {
			continue
		}
		i := slices.IndexFunc(r.Panels, func(o appraisal.Panel) bool { return o.Committee == p.Committee })
		for _, m := range r.Panels[i].Raters {
			if s.ballots[m.Name][no] != "" && m.Way != "" {
				keys = append(keys, m.Name)
				break
			}
		}
	}
	switch {
	case !x.Shown && len(keys) > 0:
		s.ballots[keys[0]][no] = "61 61"
		return 1
	case x.Shown && len(keys) > 1:
		s.ballots[keys[0]][no], s.ballots[keys[1]][no] = s.ballots[keys[1]][no], s.ballots[keys[0]][no]
		return 1
	}
	return 0
}
