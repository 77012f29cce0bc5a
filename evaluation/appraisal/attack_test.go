package appraisal_test

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"kaoji/app/officetest"
	"kaoji/auth"
	"kaoji/evaluation"
	"kaoji/evaluation/appraisal"
)

// Each round is played in three offices, so the usual number is small.
var attacks = flag.Int("attacks", 6, "rounds that are attacked through a whole office")

// script is a round as it is played: who sits where, who serves whom, who votes
// how. Ballots are by cadre of the committee and staff number, "" abstains.
type script struct {
	sizes    []int
	serves   map[string][]int
	relative map[string]string
	mute     map[string]bool
	ballots  map[string]map[string]string
}

func scripts() *rapid.Generator[*script] {
	return rapid.Custom(func(r *rapid.T) *script {
		s := &script{serves: map[string][]int{}, relative: map[string]string{}, mute: map[string]bool{}, ballots: map[string]map[string]string{}}
		for range rapid.IntRange(2, 4).Draw(r, "committees") {
			s.sizes = append(s.sizes, rapid.IntRange(1, 7).Draw(r, "size"))
		}
		for _, no := range []string{"a4", "b4", "b5", "c4"}[:rapid.IntRange(1, 4).Draw(r, "cadres")] {
			s.serves[no] = rapid.SliceOfNDistinct(rapid.IntRange(1, len(s.sizes)), 1, len(s.sizes), rapid.ID).Draw(r, "serves")
		}
		for k, size := range s.sizes {
			served := s.servedBy(k + 1)
			for m := range size {
				key := fmt.Sprintf("k%dm%d", k+1, m+1)
				s.mute[key] = rapid.IntRange(0, 2).Draw(r, "mute") == 0
				if len(served) > 0 && m > 0 && rapid.IntRange(0, 7).Draw(r, "related") == 0 {
					s.relative[key] = rapid.SampledFrom(served).Draw(r, "of")
				}
				if s.relative[key] != "" && (s.mute[key] || len(served) == 1) || rapid.IntRange(0, 7).Draw(r, "stays away") == 0 {
					continue
				}
				s.ballots[key] = map[string]string{}
				for _, no := range served {
					if no != s.relative[key] && rapid.IntRange(0, 9).Draw(r, "abstains") > 0 {
						s.ballots[key][no] = fmt.Sprint(rapid.IntRange(55, 99).Draw(r, "first"), " ", rapid.IntRange(60, 90).Draw(r, "second"))
					}
				}
			}
		}
		return s
	})
}

func (s *script) servedBy(k int) []string {
	var out []string
	for _, no := range slices.Sorted(maps.Keys(s.serves)) {
		if slices.Contains(s.serves[no], k) {
			out = append(out, no)
		}
	}
	return out
}

func (s *script) clone() *script {
	c := *s
	c.ballots = map[string]map[string]string{}
	for key, b := range s.ballots {
		c.ballots[key] = maps.Clone(b)
	}
	return &c
}

// reason is what stands on a ballot at the ends of the scale; it goes along
// with the marks, whoever casts them.
func reason(points string) string { return "因为" + points }

func (s *script) rows(w *world, f appraisal.Form, key string) []appraisal.Row {
	var rows []appraisal.Row
	for _, c := range f.Cadres {
		no := ""
		for n, id := range w.People {
			if id == c.Person {
				no = n
			}
		}
		row := appraisal.Row{Person: c.Person, Points: s.ballots[key][no]}
		row.Abstain, row.Reason = row.Points == "", reason(row.Points)
		rows = append(rows, row)
	}
	return rows
}

// played is an office in which a script was played.
type played struct {
	*world
	round   string
	codes   []string
	polling []string // the whole storage while boxes were open
	after   []string // and when all was released
	views   map[string]string
}

// play carries a script out in a new office, from the roster to the release.
func play(t testing.TB, s *script) *played {
	t.Helper()
	p := &played{world: newWorld(t)}
	w := p.world
	for key, no := range s.relative {
		w.related[key] = no
	}
	for key, mute := range s.mute {
		if mute {
			w.Mute.Store(key, true)
		}
	}
	for _, size := range s.sizes {
		w.committee(size)
	}
	for _, no := range slices.Sorted(maps.Keys(s.serves)) {
		for _, k := range s.serves[no] {
			w.liaise(no, k, "2025-01-01")
		}
	}
	in := planned()
	in.Code, in.Paper = true, true
	p.round = w.published(in)
	for _, panel := range w.round(p.round).Panels {
		if !panel.Named {
			p.poll(s, panel)
		}
	}
	p.polling = w.storage()
	w.tally(p.round)
	w.Do(w.Personnel(), p.round, "release", &appraisal.AnywayInput{Anyway: true})
	p.after, p.views = w.storage(), w.everyView(p.round)
	return p
}

// poll lets a committee vote: by account, or by slips, every other one of paper.
func (p *played) poll(s *script, panel appraisal.Panel) {
	w := p.world
	w.T.Helper()
	var slips, papers []string
	for _, x := range panel.Raters {
		switch _, votes := s.ballots[x.Name]; {
		case !votes || x.Way == "":
		case x.Way == appraisal.WayAccount:
			f, _ := w.task(x.Name)
			w.Must(w.Appraisal.Cast(w.T.Context(), w.members[x.Name], p.round, appraisal.Ballot{Rows: s.rows(w, f, x.Name)}))
		case len(slips) <= len(papers):
			slips = append(slips, x.Name)
		default:
			papers = append(papers, x.Name)
		}
	}
	if len(slips) > 0 {
		codes := w.codes(p.round, panel.Committee, len(slips))
		p.codes = append(p.codes, codes...)
		for i, key := range slips {
			f, err := w.Appraisal.Slip(w.T.Context(), officetest.Office, codes[i])
			w.Must(err)
			w.Must(w.Appraisal.CastSlip(w.T.Context(), officetest.Office, codes[i], appraisal.Ballot{Rows: s.rows(w, f, key)}))
		}
	}
	if len(papers) > 0 {
		p.papers(s, panel, papers)
	}
}

func (p *played) papers(s *script, panel appraisal.Panel, keys []string) {
	w := p.world
	w.T.Helper()
	w.Do(w.Personnel(), p.round, "issue_papers", &appraisal.PapersInput{Committee: panel.Committee, Count: len(keys)})
	f := appraisal.Form{}
	for _, id := range panel.Cadres {
		f.Cadres = append(f.Cadres, appraisal.FormCadre{Person: id})
	}
	var rows []appraisal.PaperRow
	for i, key := range keys {
		for _, r := range s.rows(w, f, key) {
			rows = append(rows, appraisal.PaperRow{Paper: i + 1, Person: r.Person, Points: r.Points, Abstain: r.Abstain, Reason: r.Reason})
		}
	}
	batch := w.Make(w.Personnel(), appraisal.KindPaper, "enter", &appraisal.PaperInput{Round: p.round, Committee: panel.Committee, Rows: rows})
	w.Do(w.deputy(), batch.ID, "enter_again", &appraisal.AgainInput{Rows: rows})
	w.Do(w.Personnel(), batch.ID, "cast", nil)
}

// codes issues slips.
func (w *world) codes(round, committee string, n int) []string {
	w.T.Helper()
	codes, err := w.Appraisal.Issue(w.T.Context(), w.Service, w.Personnel(), round, w.Stored(round).Version, committee, n)
	w.Must(err)
	return codes
}

// storage is everything that is stored, as somebody reads it who even has the
// keys: ballots are opened. Left out are random values, which differ between
// two offices in which the same happened.
func (w *world) storage() []string {
	w.T.Helper()
	vault, err := auth.NewVault(bytes.Repeat([]byte("b"), 32), rand.Reader)
	w.Must(err)
	var out []string
	w.Must(w.Store.Everything(w.T.Context(), func(it evaluation.Item) error {
		switch {
		case it.Record != nil:
			r := *it.Record
			r.History = slices.Clone(r.History)
			for i := range r.History {
				r.History[i].Content, r.History[i].Hash, r.History[i].Prev = "", "", ""
			}
			out = append(out, w.plain(r))
		case it.Event != nil:
			e := *it.Event
			e.Hash, e.Prev = "", ""
			out = append(out, w.plain(e))
		case it.Cell.Class == "slip":
			out = append(out, "slip of "+it.Cell.Ref+string(it.Cell.Body))
		case it.Cell.Class == "box":
			out = append(out, w.box(it.Cell, vault))
		default:
			out = append(out, w.plain(it.Cell))
		}
		return nil
	}))
	return out
}

// box is a box with its ballots opened; of marks only their number stays, as
// those of slips are random.
func (w *world) box(c *evaluation.Cell, vault *auth.Vault) string {
	var b struct {
		Open           bool
		Eligible, Cast int
		Marks          []string
		Ballots        []struct{ Sealed string }
		Ways           map[string]int
		Wasted         int
	}
	w.Must(json.Unmarshal(c.Body, &b))
	var ballots []string
	for _, x := range b.Ballots {
		plain, err := vault.Open(x.Sealed, c.ID)
		w.Must(err)
		ballots = append(ballots, plain)
	}
	slices.Sort(ballots) // they lie there in the order of random bytes
	return fmt.Sprint(c.ID, b.Open, b.Eligible, b.Cast, len(b.Marks), ballots, b.Ways, b.Wasted, c.Version)
}

// plain is a value as JSON with random values left out and what is shuffled
// sorted.
func (w *world) plain(v any) string {
	raw, err := json.Marshal(v)
	w.Must(err)
	var x any
	w.Must(json.Unmarshal(raw, &x))
	tidy(x)
	raw, err = json.Marshal(x)
	w.Must(err)
	return string(raw)
}

func tidy(v any) {
	switch x := v.(type) {
	case map[string]any:
		for k, inner := range x {
			switch list, is := inner.([]any); {
			case k == "sealed":
				x[k] = ""
			case k == "digest" && is:
				slices.SortFunc(list, func(a, b any) int { return strings.Compare(fmt.Sprint(a), fmt.Sprint(b)) })
			default:
				tidy(inner)
			}
		}
	case []any:
		for _, inner := range x {
			tidy(inner)
		}
	}
}

// everybody is an actor of each role, those who are rated and those who rate.
func (w *world) everybody() []evaluation.Actor {
	list := []evaluation.Actor{
		w.Personnel(), w.deputy(), w.principal(), w.Who("l3", evaluation.RoleLeader), w.Who("l4", evaluation.RoleLeader), w.Who("b1", evaluation.RoleHead),
		w.Outside("jd", evaluation.RoleSupervisor), w.Outside("jw", evaluation.RoleDiscipline), w.Outside("gl", evaluation.RoleAdmin), w.Outside("sj", evaluation.RoleAuditor),
	}
	for _, no := range []string{"a4", "b4", "b5", "c4", "d4"} {
		list = append(list, w.Who(no))
	}
	for _, key := range slices.Sorted(maps.Keys(w.members)) {
		list = append(list, w.members[key])
	}
	return list
}

// everyView is what each of everybody can see or ask for.
func (w *world) everyView(round string) map[string]string {
	w.T.Helper()
	ctx := w.T.Context()
	out := map[string]string{}
	for _, who := range w.everybody() {
		var all []string
		for _, kind := range []string{appraisal.KindRound, appraisal.KindSheet, appraisal.KindOpinion, appraisal.KindPaper} {
			list, err := w.List(ctx, who, evaluation.Query{Office: who.Office, Kinds: []string{kind}, Limit: evaluation.MaxLimit})
			w.Must(err)
			for _, v := range list.Views {
				all = append(all, w.plain(v.Payload))
				if e, err := w.Appraisal.Explain(ctx, v); err == nil {
					all = append(all, fmt.Sprintf("%+v", e))
				}
				if f, err := w.Appraisal.FormOf(ctx, w.Service, who, v); err == nil {
					all = append(all, w.plain(f))
				}
			}
		}
		if v, err := w.Get(ctx, who, round); err == nil {
			progress, perr := w.Appraisal.Progress(ctx, v)
			slips, serr := w.Appraisal.Slips(ctx, v)
			lines, lerr := w.Appraisal.Results(ctx, w.Service, who, v)
			all = append(all, w.plain(progress), w.plain(slips), w.plain(lines), fmt.Sprint(perr, serr, lerr))
		}
		out[who.Account] = strings.Join(all, "\n")
	}
	return out
}

// shuffled is the same round with ballots in other hands: whole ballots where
// one rater's marks stay together, single marks where they do not.
func (s *script) shuffled(r *appraisal.Round, numbers map[string]string) *script {
	c := s.clone()
	for _, p := range r.Panels {
		var keys []string
		for _, x := range p.Raters {
			if _, votes := s.ballots[x.Name]; votes && x.Way != "" && !p.Named {
				keys = append(keys, x.Name)
			}
		}
		if p.Joined {
			for i, key := range keys {
				c.ballots[key] = s.ballots[keys[(i+1)%len(keys)]]
			}
			continue
		}
		for shift, id := range p.Cadres { // each cadre's marks go round by another step, so that they do not stay together
			no := numbers[id]
			may := slices.DeleteFunc(slices.Clone(keys), func(key string) bool { return s.relative[key] == no })
			for i, key := range may {
				delete(c.ballots[key], no)
				if points, marked := s.ballots[may[(i+1+shift)%len(may)]][no]; marked {
					c.ballots[key][no] = points
				}
			}
		}
	}
	return c
}

// TestNobodyWhoReadsEverythingCanTellWhoseABallotIs plays each round twice with
// the ballots in other hands. If an attacker with the whole storage, all keys
// included, cannot tell the two apart, nothing ties a ballot to a voter, nor
// marks of one rater to each other where they are kept apart.
func TestNobodyWhoReadsEverythingCanTellWhoseABallotIs(t *testing.T) {
	rounds, moved := 0, 0
	for i := range *attacks {
		s := scripts().Example(i)
		first := play(t, s)
		other := s.shuffled(first.world.round(first.round), first.world.numbers())
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
		other := s.shuffled(first.world.round(first.round), first.world.numbers())
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
		numbers := first.world.numbers()
		before := moved
		for _, c := range r.Cadres {
			x := first.world.result(first.round, numbers[c.Person])
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
