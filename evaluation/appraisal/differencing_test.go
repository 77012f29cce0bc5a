package appraisal_test

import (
	"fmt"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"kaoji/evaluation"
	"kaoji/evaluation/appraisal"
	"kaoji/evaluation/roster"
	"kaoji/evaluation/rulepack"
)

// drawn is a round that was drawn at random, with what lay in its boxes.
type drawn struct {
	round   *appraisal.Round
	rules   rulepack.Frozen
	boxes   map[string][][]appraisal.Mark
	results map[string]appraisal.Result
}

const floor = 5

func ruleBook(t testing.TB) rulepack.Frozen {
	t.Helper()
	pack, err := rulepack.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	return pack.On(evaluation.NewDate(2026, 12, 1))
}

// draw makes committees of one to eight cadres and one to five people who serve
// one to four of them, with relatives, abstentions and people who stay away.
func draw(r *rapid.T, rules rulepack.Frozen) *drawn {
	d := &drawn{rules: rules, boxes: map[string][][]appraisal.Mark{}, round: &appraisal.Round{
		Items: []appraisal.Item{{Code: "1", Weight: 60}, {Code: "2", Weight: 40}}, Account: true,
	}}
	committees := rapid.IntRange(1, 4).Draw(r, "committees")
	list := make([]roster.CommitteeInfo, committees)
	for k := range list {
		list[k] = roster.CommitteeInfo{ID: fmt.Sprint("k", k), Name: fmt.Sprint("k", k)}
	}
	calm := rapid.Bool().Draw(r, "everybody votes") // otherwise corrected means would hardly ever be drawn
	for c := range rapid.IntRange(1, 5).Draw(r, "cadres") {
		who := fmt.Sprint("c", c)
		cadre := appraisal.Cadre{Person: who, Name: who}
		for k := range list {
			if rapid.Bool().Draw(r, "serves") || k == 0 && len(cadre.Committees) == 0 && c == 0 {
				list[k].Served = append(list[k].Served, who)
				cadre.Committees = append(cadre.Committees, appraisal.Tie{Committee: list[k].ID, Name: list[k].ID})
			}
		}
		if len(cadre.Committees) > 0 {
			d.round.Cadres = append(d.round.Cadres, cadre)
		}
	}
	var voters []string
	for k := range list {
		for m := range rapid.IntRange(1, 8).Draw(r, "size") {
			member := roster.CommitteeMember{ID: fmt.Sprintf("k%dm%d", k, m), Signs: m == 0}
			if !calm && len(list[k].Served) > 0 && rapid.IntRange(0, 11).Draw(r, "relative") == 0 {
				member.Relatives = []string{rapid.SampledFrom(list[k].Served).Draw(r, "of")}
			}
			list[k].Members = append(list[k].Members, member)
			voters = append(voters, member.ID)
		}
	}
	if err := d.round.Build(list, voters, rules); err != nil {
		r.Fatal(err)
	}
	for _, p := range d.round.Panels {
		for _, x := range p.Raters {
			if x.Way == "" || p.Named || !calm && rapid.IntRange(0, 7).Draw(r, "stays away") == 0 {
				continue
			}
			d.boxes[p.Committee] = append(d.boxes[p.Committee], ballotOf(r, p, x, calm))
		}
	}
	d.compute(r)
	return d
}

func ballotOf(r *rapid.T, p appraisal.Panel, x appraisal.Rater, calm bool) []appraisal.Mark {
	var ballot []appraisal.Mark
	for _, who := range p.Cadres {
		if slices.Contains(x.Recused, who) {
			continue
		}
		m := appraisal.Mark{Person: who}
		if calm || rapid.IntRange(0, 11).Draw(r, "abstains") > 0 {
			m.Points = []int{rapid.IntRange(1, 100).Draw(r, "first"), rapid.IntRange(1, 100).Draw(r, "second")}
		}
		ballot = append(ballot, m)
	}
	return ballot
}

func (d *drawn) compute(t interface{ Fatal(...any) }) {
	var err error
	if d.results, err = d.round.Compute(d.boxes, d.rules); err != nil {
		t.Fatal(err)
	}
}

func TestNoGroupUnderTheFloorFollowsFromAllThatIsPublished(t *testing.T) {
	rules := ruleBook(t)
	rounds, complements, corrected := 0, 0, 0
	rapid.Check(t, func(r *rapid.T) {
		d := draw(r, rules)
		rounds++
		if got := d.found(d.attacker(r)); got != "" {
			r.Fatalf("the attacker knows %s", got)
		}
		for _, x := range d.results {
			if x.Shown && x.FairWhy == "" {
				corrected++
			}
			for _, p := range x.Panels {
				if p.State == appraisal.PanelComplement {
					complements++
				}
			}
		}
	})
	t.Logf("%d rounds attacked; %d committees hidden beside another, %d corrected means", rounds, complements, corrected)
	if complements == 0 || corrected == 0 {
		t.Error("what protects was never needed, or what could tell was never published")
	}
}

// The control: the same attack on the same rounds, with the second committee
// shown that is hidden only because of the first.
func TestWithoutHidingTheComplementTheSameAttackFindsTheGroup(t *testing.T) {
	rules := ruleBook(t)
	open, foundIn := 0, 0
	rapid.Check(t, func(r *rapid.T) {
		d := draw(r, rules)
		bare := false
		for who, x := range d.results {
			shown := false
			for i := range x.Panels {
				if x.Panels[i].State == appraisal.PanelComplement {
					x.Panels[i].State, shown = appraisal.PanelShown, true
				}
			}
			bare = bare || shown && d.guards(who, &x)
		}
		if !bare {
			return
		}
		open++
		if d.found(d.attacker(r)) == "" {
			r.Fatal("a committee was hidden that nobody could have found")
		}
		foundIn++
	})
	t.Logf("%d of %d unprotected rounds broken", foundIn, open)
	if open == 0 {
		t.Error("no round needed the protection")
	}
}

// guards reports whether a hidden committee gave somebody marks. Where all of it
// abstained, another one is hidden beside it only so that this is not told: there is
// no mark to be found.
func (d *drawn) guards(who string, x *appraisal.Result) bool {
	for _, p := range x.Panels {
		if p.State != appraisal.PanelHidden {
			continue
		}
		for _, ballot := range d.boxes[p.Committee] {
			for _, m := range ballot {
				if m.Person == who && len(m.Points) > 0 {
					return true
				}
			}
		}
	}
	return false
}

// Why corrected means are withheld where somebody abstained: six raters on c0,
// five of them on c1 too. The corrected means tell how the five marked both, so
// what the sixth gave c0 is left.
func TestACorrectedMeanWouldTellTheMarkOfWhoAbstainedElsewhere(t *testing.T) {
	d := &drawn{rules: ruleBook(t), boxes: map[string][][]appraisal.Mark{}, round: &appraisal.Round{
		Items: []appraisal.Item{{Code: "1", Weight: 100}}, Account: true,
	}}
	k := roster.CommitteeInfo{ID: "k", Served: []string{"c0", "c1"}}
	var voters []string
	for m := range 6 {
		voters = append(voters, fmt.Sprint("m", m))
		k.Members = append(k.Members, roster.CommitteeMember{ID: voters[m]})
		b := []appraisal.Mark{{Person: "c0", Points: []int{70 + m}}, {Person: "c1"}}
		if m > 0 {
			b[1].Points = []int{80 - m}
		}
		d.boxes["k"] = append(d.boxes["k"], b)
	}
	for _, who := range k.Served {
		d.round.Cadres = append(d.round.Cadres, appraisal.Cadre{Person: who, Committees: []appraisal.Tie{{Committee: "k"}}})
	}
	if err := d.round.Build([]roster.CommitteeInfo{k}, voters, d.rules); err != nil {
		t.Fatal(err)
	}
	d.compute(t)
	for who, x := range d.results {
		if !x.Shown || x.FairWhy != appraisal.FairIncomplete {
			t.Errorf("%s: %+v", who, x)
		}
	}
	if got := d.found(d.attacker(t)); got != "" {
		t.Errorf("the attacker knows %s", got)
	}
	for who, x := range d.results {
		x.FairWhy = ""
		d.results[who] = x
	}
	if d.found(d.attacker(t)) == "" {
		t.Error("the corrected means tell nothing; then they need not be withheld")
	}
}

func TestWhatIsPublishedStaysTheSameWhateverHiddenCommitteesMarked(t *testing.T) {
	rules := ruleBook(t)
	swaps, silent := 0, 0
	rapid.Check(t, func(r *rapid.T) {
		d := draw(r, rules)
		before := d.results
		for who, x := range before {
			var hidden []*appraisal.Mark // one usable mark of each hidden committee
			for _, p := range x.Panels {
				if p.State != appraisal.PanelHidden && p.State != appraisal.PanelComplement {
					continue
				}
				if m := d.markOf(p.Committee, who); m != nil {
					hidden = append(hidden, m)
				}
			}
			switch {
			case !x.Shown && len(hidden) > 0: // nothing of the cadre is shown: any mark may be another
				hidden[0].Points = []int{1, 100}
				silent++
			case len(hidden) > 1: // the total is shown: the marks may have come from the other committee
				hidden[0].Points, hidden[1].Points = hidden[1].Points, hidden[0].Points
				swaps++
			}
		}
		d.compute(r)
		if !reflect.DeepEqual(before, d.results) {
			r.Fatalf("published before: %+v\nand after: %+v", before, d.results)
		}
	})
	t.Logf("%d marks swapped between hidden committees, %d changed on cadres without figures", swaps, silent)
	if swaps == 0 || silent == 0 {
		t.Error("nothing was hidden")
	}
}

func (d *drawn) markOf(committee, who string) *appraisal.Mark {
	for _, b := range d.boxes[committee] {
		for i := range b {
			if b[i].Person == who && len(b[i].Points) > 0 {
				return &b[i]
			}
		}
	}
	return nil
}
