package appraisal_test

import (
	"fmt"
	"slices"
	"testing"

	"kaoji/app/officetest"
	"kaoji/evaluation"
	"kaoji/evaluation/appraisal"
	"kaoji/evaluation/roster"
)

// world is an office with residents' committees.
type world struct {
	*officetest.World
	committees []string                    // ids
	members    map[string]evaluation.Actor // "k1m2" -> the account of the second cadre of the first committee
	byID       map[string]string           // cadre of a committee -> "k1m2"
	serves     map[string][]string         // staff number -> committees
	related    map[string]string           // "k1m2" -> staff number of a relative
}

func newWorld(t testing.TB) *world {
	return &world{
		World: officetest.New(t), members: map[string]evaluation.Actor{}, byID: map[string]string{}, serves: map[string][]string{},
		related: map[string]string{},
	}
}

// committee opens a committee of so many cadres, the first of whom signs.
func (w *world) committee(size int) string {
	w.T.Helper()
	k := len(w.committees) + 1
	r := w.Make(w.Personnel(), roster.KindCommittee, "open", &roster.OpenCommittee{Name: fmt.Sprintf("第%d居委会", k), Order: k})
	w.committees = append(w.committees, r.ID)
	w.seat(k, size)
	return r.ID
}

// seat enters the cadres of committee k.
func (w *world) seat(k, size int) {
	w.T.Helper()
	in := &roster.SeatMembers{}
	for m := range size {
		key := fmt.Sprintf("k%dm%d", k, m+1)
		row := roster.SeatRow{Name: key, Post: "委员", Signs: m == 0}
		if no := w.related[key]; no != "" {
			row.Relative, row.Relation = w.People[no], "夫妻"
		}
		in.Members = append(in.Members, row)
	}
	id := w.committees[k-1]
	w.Do(w.Personnel(), id, "seat", in)
	for _, m := range officetest.Payload[roster.Committee](w.World, id).Members {
		w.byID[m.ID] = m.Name
		w.members[m.Name] = evaluation.Actor{
			Office: officetest.Office, Account: "account-" + m.Name, Person: m.ID, Name: m.Name, Roles: []evaluation.Role{evaluation.RoleCommittee},
		}
	}
}

// liaise makes a cadre serve a committee since a day.
func (w *world) liaise(no string, k int, since string) {
	w.T.Helper()
	w.Do(w.Personnel(), w.People[no], "liaise", &roster.Liaise{Committee: w.committees[k-1], From: officetest.Date(since)})
	w.serves[no] = append(w.serves[no], w.committees[k-1])
}

// planned is a plan of two items.
func planned() *appraisal.PlanInput {
	return &appraisal.PlanInput{
		Year: 2026, AsOf: officetest.Date("2026-12-01"), VoteBy: officetest.Date("2026-12-15"), OpinionBy: officetest.Date("2026-12-20"),
		Items: []appraisal.ItemInput{{Name: "联系群众", Weight: 60}, {Name: "解决问题", Weight: 40}},
		Scale: appraisal.ScalePoints, Comments: appraisal.CommentsDigest, Account: true,
	}
}

// plan plans a round.
func (w *world) plan(in *appraisal.PlanInput) string {
	w.T.Helper()
	return w.Make(w.Personnel(), appraisal.KindRound, "plan", in).ID
}

// published plans and publishes a round.
func (w *world) published(in *appraisal.PlanInput) string {
	w.T.Helper()
	id := w.plan(in)
	w.Keep(id)
	w.Do(w.Personnel(), id, "publish", nil)
	return id
}

// deputy is another account of the personnel section.
func (w *world) deputy() evaluation.Actor { return w.Outside("fuhe", evaluation.RolePersonnel) }

func (w *world) principal() evaluation.Actor { return w.Who("l1", evaluation.RolePrincipal) }

// round reads a round.
func (w *world) round(id string) *appraisal.Round {
	w.T.Helper()
	return officetest.Payload[appraisal.Round](w.World, id)
}

// sheet is the id of a cadre's sheet.
func (w *world) sheet(round, no string) string {
	w.T.Helper()
	r := w.round(round)
	i := slices.IndexFunc(r.Cadres, func(c appraisal.Cadre) bool { return c.Person == w.People[no] })
	if i < 0 {
		w.T.Fatalf("%s is not rated", no)
	}
	return r.Cadres[i].Sheet
}

// task is the form that a cadre of a committee may fill in.
func (w *world) task(key string) (appraisal.Form, bool) {
	w.T.Helper()
	tasks, err := w.Appraisal.Tasks(w.T.Context(), w.members[key])
	w.Must(err)
	if len(tasks) == 0 {
		return appraisal.Form{}, false
	}
	return tasks[0], true
}

// marks fills a form with the same marks for everybody.
func marks(f appraisal.Form, points string) appraisal.Ballot {
	var b appraisal.Ballot
	for _, c := range f.Cadres {
		b.Rows = append(b.Rows, appraisal.Row{Person: c.Person, Points: points})
	}
	return b
}

// vote casts the ballot of a cadre of a committee.
func (w *world) vote(key, points string) {
	w.T.Helper()
	f, ok := w.task(key)
	if !ok {
		w.T.Fatalf("%s has nothing to vote on", key)
	}
	if err := w.Appraisal.Cast(w.T.Context(), w.members[key], f.Round, marks(f, points)); err != nil {
		w.T.Fatalf("%s: %s", key, officetest.Said(err))
	}
}

// tally ends the voting and counts.
func (w *world) tally(round string) {
	w.T.Helper()
	w.Do(w.Personnel(), round, "end_voting", nil)
	w.Do(w.Personnel(), round, "tally", &appraisal.TallyInput{Passphrase: officetest.Passphrase})
}

// result is that of a cadre.
func (w *world) result(round, no string) *appraisal.Result {
	w.T.Helper()
	return officetest.Payload[appraisal.Sheet](w.World, w.sheet(round, no)).Result
}
