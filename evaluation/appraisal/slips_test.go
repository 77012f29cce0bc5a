package appraisal_test

import (
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"pgregory.net/rapid"

	"kaoji/app/officetest"
	"kaoji/evaluation"
	"kaoji/evaluation/appraisal"
)

// slipped is an office of one committee of eight that votes by slips alone.
func slipped(t testing.TB) (*world, string, string) {
	w := newWorld(t)
	w.committee(8)
	w.liaise("b4", 1, "2025-01-01")
	in := planned()
	in.Account, in.Code, in.Paper = false, true, true
	return w, w.published(in), w.committees[0]
}

func (w *world) castSlip(code, points string) error {
	f, err := w.Appraisal.Slip(w.T.Context(), officetest.Office, code)
	if err != nil {
		return err
	}
	return w.Appraisal.CastSlip(w.T.Context(), officetest.Office, code, marks(f, points))
}

func TestOfManyWhoUseACodeAtOnceOneVotes(t *testing.T) {
	t.Parallel()
	w, round, k := slipped(t)
	for _, code := range w.codes(round, k, 3) {
		f, err := w.Appraisal.Slip(t.Context(), officetest.Office, code)
		w.Must(err)
		var in atomic.Int32
		var wg sync.WaitGroup
		for i := range 8 {
			wg.Go(func() {
				switch err := w.Appraisal.CastSlip(t.Context(), officetest.Office, code, marks(f, fmt.Sprint(70+i, " 80"))); evaluation.CodeOf(err) {
				case "":
					in.Add(1)
				case evaluation.CodeConflict:
				default:
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if in.Load() != 1 {
			t.Errorf("%d ballots by one code", in.Load())
		}
	}
	v, err := w.Get(t.Context(), w.Personnel(), round)
	w.Must(err)
	if p, err := w.Appraisal.Progress(t.Context(), v); err != nil || p.Cast != 3 || p.Eligible != 8 {
		t.Errorf("%+v, %v", p, err)
	}
}

func TestACodeIsReadAsPeopleTypeItAndOpensNothingWhenItIsWrong(t *testing.T) {
	t.Parallel()
	w, round, k := slipped(t)
	code := w.codes(round, k, 1)[0]
	if len(code) != 12 || strings.ContainsAny(code, "ILOU") {
		t.Errorf("the code is %q", code)
	}
	typed := strings.ToLower(code[:4] + "-" + code[4:8] + " " + code[8:])
	typed = strings.NewReplacer("0", "o", "1", "l").Replace(typed)
	if f, err := w.Appraisal.Slip(t.Context(), officetest.Office, typed); err != nil || f.Voted || len(f.Cadres) != 1 {
		t.Errorf("%q: %+v, %v", typed, f, err)
	}
	for _, wrong := range []string{"", "AAAAAAAAAAAA", code + "0", code[1:]} {
		if _, err := w.Appraisal.Slip(t.Context(), officetest.Office, wrong); evaluation.CodeOf(err) != evaluation.CodeNotFound {
			t.Errorf("%q: %v", wrong, err)
		}
	}
	if _, err := w.Appraisal.Slip(t.Context(), "another", code); evaluation.CodeOf(err) != evaluation.CodeNotFound {
		t.Errorf("in another office: %v", err)
	}
	w.Must(w.castSlip(code, "80 80"))
	if f, err := w.Appraisal.Slip(t.Context(), officetest.Office, code); err != nil || !f.Voted {
		t.Errorf("after voting: %+v, %v", f, err)
	}
	w.Do(w.Personnel(), round, "count_slips", &appraisal.ReturnInput{Committee: k})
	w.tally(round)
	if _, err := w.Appraisal.Slip(t.Context(), officetest.Office, code); evaluation.CodeOf(err) != evaluation.CodeNotFound {
		t.Errorf("after the tally: %v", err)
	}
}

func TestNoMoreSlipsAreOutThanThereAreWhoVoteByOne(t *testing.T) {
	t.Parallel()
	w, round, k := slipped(t)
	codes := w.codes(round, k, 5)
	w.Do(w.Personnel(), round, "issue_papers", &appraisal.PapersInput{Committee: k, Count: 3})
	w.Refused("appraisal.too_many_slips", w.Try(w.Personnel(), round, "issue_papers", &appraisal.PapersInput{Committee: k, Count: 1}))
	issue := func() error {
		_, err := w.Appraisal.Issue(t.Context(), w.Service, w.Personnel(), round, w.Stored(round).Version, k, 1)
		return err
	}
	w.Refused("appraisal.too_many_slips", issue())
	w.Refused("appraisal.no_code", w.Try(w.Personnel(), round, "spoil", &appraisal.SpoilInput{Code: "AAAAAAAAAAAA"}))
	w.Do(w.Personnel(), round, "spoil", &appraisal.SpoilInput{Code: codes[0]})
	w.Refused("ballot.spoilt", w.Try(w.Personnel(), round, "spoil", &appraisal.SpoilInput{Code: codes[0]}))
	w.Refused("ballot.spoilt", w.castSlip(codes[0], "80 80"))
	w.Must(issue())
	w.Refused("appraisal.too_many_slips", issue())
	w.Must(w.castSlip(codes[1], "80 80"))
	w.Refused("ballot.used", w.Try(w.Personnel(), round, "spoil", &appraisal.SpoilInput{Code: codes[1]}))
	w.Refused("appraisal.codes_once", w.Try(w.Personnel(), round, "issue", &appraisal.IssueInput{Committee: k, Count: 1}))
	if _, err := w.Appraisal.Issue(t.Context(), w.Service, w.Who("b5"), round, w.Stored(round).Version, k, 1); evaluation.CodeOf(err) != evaluation.CodeForbidden {
		t.Errorf("a cadre issues slips: %v", err)
	}
}

// TestSlipsAddUpOrThereIsNoTally plays any order of issuing, using, spoiling and
// counting: the tally goes through exactly when issued is used, spoilt and
// unused, and what the page shows is what was done.
func TestSlipsAddUpOrThereIsNoTally(t *testing.T) {
	t.Parallel()
	w, _, k := slipped(t)
	tallied, refused := 0, 0
	w.Do(w.Personnel(), w.onlyRound(), "cancel", nil)
	rapid.Check(t, func(r *rapid.T) {
		in := planned()
		in.Account, in.Code = false, true
		round := w.published(in)
		var live []string
		used, spoilt, issued := 0, 0, 0
		for range rapid.IntRange(0, 12).Draw(r, "steps") {
			switch rapid.IntRange(0, 2).Draw(r, "step") {
			case 0:
				if len(live)+used < 8 {
					live = append(live, w.codes(round, k, 1)...)
					issued++
				}
			case 1:
				if len(live) > 0 {
					w.Must(w.castSlip(live[0], "80 80"))
					live = live[1:]
					used++
				}
			case 2:
				if len(live) > 0 {
					w.Do(w.Personnel(), round, "spoil", &appraisal.SpoilInput{Code: live[0]})
					live = live[1:]
					spoilt++
				}
			}
		}
		back := rapid.IntRange(0, len(live)).Draw(r, "came back")
		w.Do(w.Personnel(), round, "end_voting", nil)
		w.Do(w.Personnel(), round, "count_slips", &appraisal.ReturnInput{Committee: k, UnusedCodes: back})
		v, err := w.Get(t.Context(), w.Personnel(), round)
		w.Must(err)
		list, err := w.Appraisal.Slips(t.Context(), v)
		w.Must(err)
		if b := list[0]; b.Codes != issued || b.UsedCodes != used || b.SpoiltCodes != spoilt || b.UnusedCodes != back || b.LeftCodes != len(live)-back ||
			issued != used+spoilt+back+b.LeftCodes {
			r.Fatalf("%+v; issued %d, used %d, spoilt %d, back %d of %d", b, issued, used, spoilt, back, len(live))
		}
		err = w.Try(w.Personnel(), round, "tally", &appraisal.TallyInput{Passphrase: officetest.Passphrase})
		if (err == nil) != (back == len(live)) {
			r.Fatalf("%d slips are missing: %v", len(live)-back, err)
		}
		if err != nil {
			refused++
			w.Do(w.Personnel(), round, "cancel", nil)
			return
		}
		tallied++
		w.free(round)
	})
	t.Logf("%d tallies, %d refused", tallied, refused)
}

// onlyRound is the round that there is.
func (w *world) onlyRound() string {
	w.T.Helper()
	found, err := w.Find(w.T.Context(), evaluation.Query{Office: officetest.Office, Kinds: []string{appraisal.KindRound}, Limit: 1})
	w.Must(err)
	return found.Records[0].ID
}

// free gives the year of a tallied round to another one, as if it lay long back.
func (w *world) free(round string) {
	w.T.Helper()
	r := w.Stored(round)
	r.Unique = r.ID
	_, err := w.Store.Put(w.T.Context(), r)
	w.Must(err)
}

func TestAMissingSlipTakesTheWordsOfTwo(t *testing.T) {
	t.Parallel()
	w, round, k := slipped(t)
	w.codes(round, k, 2)
	w.Refused("appraisal.count_first", w.Try(w.Personnel(), round, "explain", &appraisal.ExplainInput{Committee: k, Reason: "遗失"}))
	w.Do(w.Personnel(), round, "end_voting", nil)
	w.Refused("appraisal.slips_off.explain", w.Try(w.Personnel(), round, "tally", &appraisal.TallyInput{Passphrase: officetest.Passphrase}))
	w.Do(w.Personnel(), round, "count_slips", &appraisal.ReturnInput{Committee: k, UnusedCodes: 1})
	w.Refused("appraisal.explain_first", w.Try(w.deputy(), round, "confirm", &appraisal.ConfirmInput{Committee: k}))
	w.Do(w.Personnel(), round, "explain", &appraisal.ExplainInput{Committee: k, Reason: "一张遗失"})
	w.Refused("appraisal.second_person", w.Try(w.Personnel(), round, "confirm", &appraisal.ConfirmInput{Committee: k}))
	w.Refused("appraisal.slips_off.explain", w.Try(w.Personnel(), round, "tally", &appraisal.TallyInput{Passphrase: officetest.Passphrase}))
	w.Do(w.deputy(), round, "confirm", &appraisal.ConfirmInput{Committee: k})
	w.Do(w.Personnel(), round, "count_slips", &appraisal.ReturnInput{Committee: k})
	w.Refused("appraisal.slips_off.explain", w.Try(w.Personnel(), round, "tally", &appraisal.TallyInput{Passphrase: officetest.Passphrase})) // counted anew: what was said is void
	w.Do(w.deputy(), round, "explain", &appraisal.ExplainInput{Committee: k, Reason: "两张遗失"})
	w.Do(w.principal(), round, "confirm", &appraisal.ConfirmInput{Committee: k})
	w.Do(w.Personnel(), round, "tally", &appraisal.TallyInput{Passphrase: officetest.Passphrase})
}

func TestARehearsalLeavesNothingBehindButACount(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.committee(6)
	w.Mute.Store("k1m6", true)
	w.liaise("b4", 1, "2025-01-01")
	in := planned()
	in.Code = true
	round := w.plan(in)
	w.Do(w.Personnel(), round, "rehearse", nil)
	f, ok := w.task("k1m1")
	if !ok || !f.Rehearsal {
		t.Fatalf("%+v", f)
	}
	w.vote("k1m1", "80 80")
	code := w.codes(round, w.committees[0], 1)[0]
	w.Must(w.castSlip(code, "77 78"))
	w.Refused("state", w.Try(w.Personnel(), round, "tally", &appraisal.TallyInput{Passphrase: officetest.Passphrase}))
	w.Do(w.Personnel(), round, "end_rehearsal", nil)
	if r := w.round(round); len(r.Rehearsals) != 1 || r.Rehearsals[0].Votes != 2 || len(r.Slips)+len(r.Panels)+len(r.Cadres) != 0 {
		t.Errorf("%+v", r)
	}
	if _, err := w.Appraisal.Slip(t.Context(), officetest.Office, code); evaluation.CodeOf(err) != evaluation.CodeNotFound {
		t.Errorf("the code of a rehearsal: %v", err)
	}
	for _, item := range w.storage() {
		if strings.Contains(item, `"p":"`) {
			t.Errorf("a ballot of the rehearsal is kept: %s", item)
		}
	}
	w.Keep(round)
	w.Do(w.Personnel(), round, "publish", nil)
	if f, _ := w.task("k1m1"); f.Voted || f.Rehearsal {
		t.Errorf("who tried cannot vote: %+v", f)
	}
	for m := range 5 {
		w.vote(fmt.Sprintf("k1m%d", m+1), "80 80")
	}
	w.tally(round)
	if x := w.result(round, "b4"); x.Usable != 5 || x.Mean != 8000 {
		t.Errorf("%+v", x)
	}
}

func TestCodesOfAnActThatWasNotWrittenOpenNothing(t *testing.T) {
	w, round, k := slipped(t)
	slips := func() int {
		cells, err := evaluation.Gather(evaluation.AllCells(t.Context(), w.Store, evaluation.CellQuery{Class: "slip", Office: officetest.Office}))
		w.Must(err)
		return len(cells)
	}
	_, err := w.Appraisal.Issue(t.Context(), w.Losing(), w.Personnel(), round, w.Stored(round).Version, k, 2)
	w.Refused("conflict", err)
	if n := slips(); n != 0 {
		t.Errorf("%d codes of an act that was not written", n)
	}
	_, err = w.Appraisal.Issue(t.Context(), w.Service, w.Personnel(), round, w.Stored(round).Version, k, 2)
	w.Must(err)
	if n := slips(); n != 2 {
		t.Errorf("%d codes after the act", n)
	}
}

func TestASlipOfAnActThatWasNotWrittenIsNotSpoilt(t *testing.T) {
	w, round, k := slipped(t)
	code := w.codes(round, k, 1)[0]
	w.Lose(w.Personnel(), round, "spoil", &appraisal.SpoilInput{Code: code})
	w.Must(w.castSlip(code, "80 80"))
}
