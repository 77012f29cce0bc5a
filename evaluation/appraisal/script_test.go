package appraisal_test

import (
	"fmt"
	"maps"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"kaoji/app/officetest"
	"kaoji/evaluation/appraisal"
)

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
