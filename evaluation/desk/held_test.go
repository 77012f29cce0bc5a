package desk_test

import (
	"testing"

	"kaoji/app/officetest"
	"kaoji/evaluation"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/roster"
)

// A task is in the hands of b1 for b4.
func TestATaskIsHeldAsLongAsThePostIsTheSame(t *testing.T) {
	day := officetest.Date("2026-12-02")
	for name, c := range map[string]struct {
		change func(w *officetest.World)
		want   string
	}{
		"nothing": {func(*officetest.World) {}, ""},
		"the title with the department's name before it": {func(w *officetest.World) { titled(w, "b", "科室b职务b1", "正科级") }, ""},
		"the department has another name, and the title too": {func(w *officetest.World) {
			w.Do(w.Personnel(), w.Units["b"], "rename", &roster.RenameDepartment{Name: "自治办", From: officetest.Date("2026-12-01")})
			titled(w, "b", "自治办职务b1", "正科级")
		}, ""},
		"another level":      {func(w *officetest.World) { titled(w, "b", "职务b1", "副科级") }, ""},
		"another title":      {func(w *officetest.World) { titled(w, "b", "二级调研员", "正科级") }, desk.GapMoved},
		"another department": {func(w *officetest.World) { titled(w, "c", "职务b1", "正科级") }, desk.GapMoved},
		"a tie": {func(w *officetest.World) {
			w.Do(w.Personnel(), w.People["b1"], "relate", &roster.Relate{Person: w.People["b4"], Relation: "夫妻"})
		}, desk.GapRelated},
		"gone": {func(w *officetest.World) {
			w.Do(w.Personnel(), w.People["b1"], "depart", &roster.Depart{Leaving: roster.LeavingTransfer, Left: officetest.Date("2026-12-01")})
		}, desk.GapLeft},
	} {
		w := officetest.New(t)
		wrong := evaluation.Mistakes{}
		held := desk.Take(wrong, "person", snapshot(w, "2026-12-01"), w.People["b1"], w.People["b4"])
		w.Must(wrong.Err())
		c.change(w)
		if got := held.Gap(snapshot(w, day.String()), w.People["b4"]); got != c.want {
			t.Errorf("%s: gap %q, want %q", name, got, c.want)
		}
	}
}

// titled corrects the post of b1, or appoints b1 to one elsewhere.
func titled(w *officetest.World, unit, post, level string) {
	w.T.Helper()
	w.Do(w.Personnel(), w.People["b1"], "appoint", &roster.Appoint{
		Department: w.Units[unit], Post: post, PostSince: officetest.Date("2026-12-01"), Level: level, LevelSince: officetest.Date("2026-12-01"),
	})
}

func snapshot(w *officetest.World, day string) *roster.Snapshot {
	w.T.Helper()
	book, err := roster.Load(w.T.Context(), w.Store, officetest.Office)
	w.Must(err)
	return book.On(officetest.Date(day))
}
