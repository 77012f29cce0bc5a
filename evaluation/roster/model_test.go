package roster_test

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"kaoji/evaluation"
	"kaoji/evaluation/roster"
)

// The model keeps one line for each day of 100 and writes each act into the
// days that it holds for. It knows no spans and no lists.
const modelDays = 100

type modelDay struct {
	here                    bool
	department, post, level string
	since                   int
	heads                   bool
	committees              map[string]bool
}

type model struct {
	people  map[string]*[modelDays]modelDay
	last    map[string]int // first day of the newest appointment
	charges map[[2]string]*[modelDays]bool
	names   map[string]*[modelDays]string // departments
	renamed map[string]int
	ties    map[[2]string]bool
}

// dayOf numbers days from 23 March 2026 on; 99 is the section's today.
func dayOf(i int) evaluation.Date { return date("2026-03-23").AddDays(i) }

func TestTheOfficeOfAnyDayIsRightAfterAnySequenceOfActs(t *testing.T) {
	d := newSection(t)
	round, done := 0, map[string]int{}
	rapid.Check(t, func(rt *rapid.T) {
		round++
		d.office = fmt.Sprintf("o%d", round)
		w := &walk{section: d, T: rt, model: model{
			people: map[string]*[modelDays]modelDay{}, last: map[string]int{}, charges: map[[2]string]*[modelDays]bool{},
			names: map[string]*[modelDays]string{}, renamed: map[string]int{}, ties: map[[2]string]bool{},
		}, done: done}
		for i, name := range []string{"甲科", "乙科"} {
			id := d.department(rt, name, i+1)
			w.units = append(w.units, id)
			w.names[id] = new([modelDays]string)
			for j := range modelDays {
				w.names[id][j] = name
			}
		}
		w.boards = []string{d.committee(rt, "一居", 1), d.committee(rt, "二居", 2)}
		w.enter()
		for range rapid.IntRange(10, 60).Draw(rt, "acts") {
			w.step()
		}
		w.compare()
	})
	for _, act := range []string{"enter", "appoint", "depart", "reinstate", "liaise", "end_liaison", "charge", "end_charge", "rename", "relate", "unrelate"} {
		if done[act] < 2 {
			t.Errorf("%s succeeded %d times only: %v", act, done[act], done)
		}
	}
}

type walk struct {
	*section
	*rapid.T
	model
	ids, units, boards []string
	done               map[string]int
}

// try runs an act and reports whether it was accepted; what is refused must be
// a mistake of input, or nothing that could be ended, and changes nothing.
func (w *walk) try(id, act string, in any) bool {
	err := w.act(w.Context(), id, act, in)
	if err != nil && !slices.Contains([]evaluation.Code{evaluation.CodeInvalid, evaluation.CodeState, evaluation.CodeConflict}, evaluation.CodeOf(err)) {
		w.Fatalf("%s: %v", act, err)
	}
	if err == nil {
		w.done[act]++
	}
	return err == nil
}

func (w *walk) day(name string) int  { return rapid.IntRange(0, modelDays-1).Draw(w.T, name) }
func (w *walk) of(l []string) string { return rapid.SampledFrom(l).Draw(w.T, "which") }

// late turns a day round: small numbers are drawn more often, and what ends has
// to begin first.
func late(day int) int { return modelDays - 1 - day }

func (w *walk) enter() {
	joined := w.day("joined")
	unit := w.of(w.units)
	in := entry(fmt.Sprintf("A%d", len(w.ids)), unit)
	in.Joined, in.PostSince, in.LevelSince = dayOf(joined), dayOf(joined), dayOf(joined)
	id, err := w.create(w.Context(), roster.KindPerson, "enter", in)
	if err != nil {
		w.Fatalf("%v", err)
	}
	w.ids = append(w.ids, id)
	w.done["enter"]++
	days := new([modelDays]modelDay)
	for j := range days {
		days[j].committees = map[string]bool{}
		if j >= joined {
			days[j] = modelDay{here: true, department: unit, post: "科员", level: "一级科员", since: joined, committees: map[string]bool{}}
		}
	}
	w.people[id], w.last[id] = days, joined
}

func (w *walk) step() {
	switch rapid.IntRange(0, 13).Draw(w.T, "act") {
	case 0:
		if len(w.ids) < 3 { // few people meet often
			w.enter()
		}
	case 1, 2:
		w.appoint()
	case 3:
		w.leave()
	case 4, 5, 6:
		w.liaison()
	case 7, 8:
		w.charge()
	case 9:
		w.rename()
	default:
		w.tie()
	}
	if rapid.Bool().Draw(w.T, "look") {
		w.compare() // also in between, so that nothing stale is answered
	}
}

func (w *walk) appoint() {
	id, from, unit := w.of(w.ids), w.day("from"), w.of(w.units)
	post := w.of([]string{"科员", "科长"})
	level := w.of([]string{"一级科员", "正科级"})
	heads := rapid.Bool().Draw(w.T, "heads")
	wasGone := !w.people[id][modelDays-1].here
	if !w.try(id, "appoint", &roster.Appoint{Department: unit, Post: post, PostSince: dayOf(from), Level: level, Heads: heads}) {
		return
	}
	if wasGone || from <= w.last[id] {
		w.Fatalf("appointed on %d after %d, gone %v", from, w.last[id], wasGone)
	}
	w.last[id] = from
	since := from
	if before := w.people[id][from-1]; before.department == unit && before.post == post {
		since = before.since
	}
	for j := from; j < modelDays; j++ {
		m := &w.people[id][j]
		m.department, m.post, m.level, m.heads, m.since = unit, post, level, heads, since
	}
	for other, days := range w.people {
		for j := from; heads && other != id && j < modelDays; j++ {
			if days[j].here && days[j].heads && days[j].department == unit {
				w.Fatalf("two heads on day %d", j)
			}
		}
	}
}

func (w *walk) leave() {
	id, left := w.of(w.ids), w.day("left")
	if w.people[id][modelDays-1].here {
		if left < w.last[id] || !w.try(id, "depart", &roster.Depart{Leaving: roster.LeavingTransfer, Left: dayOf(left)}) {
			return
		}
		for j := left + 1; j < modelDays; j++ {
			w.people[id][j].here = false
		}
		return
	}
	if w.try(id, "reinstate", nil) {
		started := false
		for j := range modelDays {
			started = started || w.people[id][j].here
			w.people[id][j].here = started
		}
	}
}

func (w *walk) liaison() {
	id, board, day := w.of(w.ids), w.of(w.boards), w.day("day")
	if rapid.Bool().Draw(w.T, "begin") {
		if w.try(id, "liaise", &roster.Liaise{Committee: board, From: dayOf(day)}) {
			for j := day; j < modelDays; j++ {
				w.people[id][j].committees[board] = true
			}
		}
		return
	}
	if w.try(id, "end_liaison", &roster.EndLiaison{Committee: board, To: dayOf(late(day))}) {
		for j := late(day) + 1; j < modelDays; j++ {
			delete(w.people[id][j].committees, board)
		}
	}
}

func (w *walk) charge() {
	id, unit, day := w.of(w.ids), w.of(w.units), w.day("day")
	key := [2]string{unit, id}
	if w.charges[key] == nil {
		w.charges[key] = new([modelDays]bool)
	}
	if open := w.openCharges(); len(open) > 0 && rapid.Bool().Draw(w.T, "end") {
		key = rapid.SampledFrom(open).Draw(w.T, "charge")
		if w.try(key[0], "end_charge", &roster.EndCharge{Person: key[1], To: dayOf(late(day))}) {
			for j := late(day) + 1; j < modelDays; j++ {
				w.charges[key][j] = false
			}
		}
		return
	}
	if w.try(unit, "charge", &roster.TakeCharge{Person: id, From: dayOf(day)}) {
		for j := day; j < modelDays; j++ {
			w.charges[key][j] = true
		}
	}
}

// openCharges are those without an end, in a fixed order.
func (w *walk) openCharges() [][2]string {
	var open [][2]string
	for _, unit := range w.units {
		for _, id := range w.ids {
			if c := w.charges[[2]string{unit, id}]; c != nil && c[modelDays-1] {
				open = append(open, [2]string{unit, id})
			}
		}
	}
	return open
}

func (w *walk) rename() {
	unit, day := w.of(w.units), w.day("day")
	name := fmt.Sprintf("科%d", w.done["rename"])
	if w.try(unit, "rename", &roster.RenameDepartment{Name: name, From: dayOf(day)}) {
		if day < w.renamed[unit] {
			w.Fatalf("renamed on %d after %d", day, w.renamed[unit])
		}
		w.renamed[unit] = day
		for j := day; j < modelDays; j++ {
			w.names[unit][j] = name
		}
	}
}

func (w *walk) tie() {
	a, b := w.of(w.ids), w.of(w.ids)
	if rapid.Bool().Draw(w.T, "begin") {
		if w.try(a, "relate", &roster.Relate{Person: b, Relation: "夫妻"}) {
			w.ties[[2]string{a, b}], w.ties[[2]string{b, a}] = true, true
		}
		return
	}
	if w.try(a, "unrelate", &roster.Unrelate{Person: b}) {
		delete(w.ties, [2]string{a, b})
		delete(w.ties, [2]string{b, a})
	}
}

// compare asks the roster for every tenth day, the first and the last.
func (w *walk) compare() {
	for _, j := range []int{0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 99} {
		s := w.on(w.T, dayOf(j))
		for id, days := range w.people {
			w.member(s, id, j, days[j])
		}
		for _, unit := range w.units {
			w.unit(s, unit, j)
		}
		for _, a := range w.ids {
			for _, b := range w.ids {
				if _, yes := s.Related(a, b); yes != w.ties[[2]string{a, b}] {
					w.Fatalf("%s and %s related: %v", a, b, yes)
				}
			}
		}
	}
}

func (w *walk) member(s *roster.Snapshot, id string, j int, want modelDay) {
	m, here := s.Member(id)
	if here != want.here {
		w.Fatalf("day %d: %s here %v", j, id, here)
	}
	if !here {
		return
	}
	if m.Department != want.department || m.Post != want.post || m.Level != want.level || m.Heads != want.heads || m.PostSince != dayOf(want.since) {
		w.Fatalf("day %d: %+v, want %+v", j, m, want)
	}
	if m.DepartmentName != w.names[m.Department][j] {
		w.Fatalf("day %d: department %s, want %s", j, m.DepartmentName, w.names[m.Department][j])
	}
	served := s.Liaisons(id)
	for _, board := range w.boards {
		c, _ := s.Committee(board)
		if want := want.committees[board]; slices.Contains(served, board) != want || slices.Contains(c.Served, id) != want {
			w.Fatalf("day %d: %s serves %v, want %v", j, id, served, want)
		}
	}
}

func (w *walk) unit(s *roster.Snapshot, unit string, j int) {
	var heads, charges []string
	size := 0
	for _, id := range w.ids {
		m := w.people[id][j]
		if m.here && m.department == unit {
			if size++; m.heads {
				heads = append(heads, id)
			}
		}
		if c := w.charges[[2]string{unit, id}]; c != nil && c[j] && m.here {
			charges = append(charges, id)
		}
		h, c := s.Units(id)
		if slices.Contains(h, unit) != slices.Contains(heads, id) || slices.Contains(c, unit) != slices.Contains(charges, id) {
			w.Fatalf("day %d: units of %s", j, id)
		}
	}
	d, _ := s.Department(unit)
	slices.Sort(d.Charges)
	slices.Sort(charges)
	if d.Size != size || !slices.Equal(d.Heads, heads) || !slices.Equal(d.Charges, charges) || len(s.In(unit)) != size {
		w.Fatalf("day %d: %+v, want %d, %v, %v", j, d, size, heads, charges)
	}
}
