package appraisal_test

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"kaoji/app/officetest"
	"kaoji/auth"
	"kaoji/evaluation"
	"kaoji/evaluation/appraisal"
	"kaoji/evaluation/ballot"
)

// storage is everything that is stored, as somebody reads it who even has the
// keys: ballots are opened. Left out are random values, which differ between
// two offices in which the same happened.
func (w *world) storage() []string {
	w.T.Helper()
	vault, err := auth.NewVault(bytes.Repeat([]byte("b"), 32), rand.Reader)
	w.Must(err)
	boxes := ballot.New(w.Store, bytes.Repeat([]byte("b"), 32), nil)
	runs := map[string]string{} // of a box
	for c, err := range evaluation.AllCells(w.T.Context(), w.Store, evaluation.CellQuery{Class: "box", Office: officetest.Office}) {
		w.Must(err)
		var b struct{ Run string }
		w.Must(json.Unmarshal(c.Body, &b))
		runs[b.Run] = c.ID
	}
	var out, loose []string // loose ones lie in the order of random marks
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
		case it.Seal != nil: // sums of keyed hashes over what is compared here by itself
		case it.Cell.Class == "slip":
			loose = append(loose, "slip of "+it.Cell.Ref+string(it.Cell.Body))
		case it.Cell.Class == "box":
			out = append(out, w.box(it.Cell, boxes, vault))
		case strings.HasPrefix(it.Cell.Class, "box."):
			loose = append(loose, fmt.Sprint(it.Cell.Class, runs[it.Cell.Ref], len(it.Cell.ID), w.plain(it.Cell.Body), it.Cell.Version))
		default:
			out = append(out, w.plain(it.Cell))
		}
		return nil
	}))
	slices.Sort(loose)
	return append(out, loose...)
}

// box is a box with its ballots, if they have been opened.
func (w *world) box(c *evaluation.Cell, boxes *ballot.Service, vault *auth.Vault) string {
	var ballots []string
	list, err := boxes.Ballots(w.T.Context(), c.Office, c.ID)
	if evaluation.CodeOf(err) != evaluation.CodeState {
		w.Must(err)
	}
	for _, raw := range list {
		var x struct{ Sealed evaluation.Sealed }
		w.Must(json.Unmarshal(raw, &x))
		plain, err := vault.Open(x.Sealed, c.ID)
		w.Must(err)
		ballots = append(ballots, plain)
	}
	slices.Sort(ballots) // they lie there in the order of random bytes
	return fmt.Sprint(c.ID, ballots, w.plain(c.Body), c.Version)
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
			case k == "sealed", k == "public", k == "locks", k == "run", k == "part", k == "key" && x["run"] != nil:
				x[k] = len(fmt.Sprint(inner))
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
