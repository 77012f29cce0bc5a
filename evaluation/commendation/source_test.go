package commendation_test

import (
	"testing"

	"kaoji/app/officetest"
	"kaoji/evaluation"
	"kaoji/evaluation/commendation"
)

func TestTheSourceFollowsFromWhoReports(t *testing.T) {
	w := newWorld(t)
	committee := evaluation.Actor{Office: "o", Account: "juwei", Name: "浦建居委", Roles: []evaluation.Role{evaluation.RoleCommittee}}
	letter := w.input("2026-03-01", "群众来信表扬", "b3")
	letter.Source, letter.Sender = "letter", "居民王某"
	for i, c := range []struct {
		who  evaluation.Actor
		in   *commendation.ReportInput
		want string
	}{
		{w.head("a"), w.input("2026-03-01", "本科室干部", "a2"), "head"}, {w.head("a"), w.input("2026-03-01", "别科室干部", "b2"), "department"},
		{committee, w.input("2026-03-01", "居委推荐", "a3"), "committee"}, {w.Personnel(), letter, "letter"},
		{w.Personnel(), w.input("2026-03-01", "直接登记", "d3"), "personnel"},
	} {
		id, err := w.report(c.who, c.in)
		w.Must(err)
		if d := officetest.Payload[commendation.Deed](w.World, id); d.Source != c.want || d.Reporter.Sender != c.in.Sender {
			t.Errorf("%d: %s %q", i, d.Source, d.Reporter.Sender)
		}
	}
}
