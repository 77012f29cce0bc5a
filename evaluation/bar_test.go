package evaluation_test

import (
	"testing"

	"kaoji/evaluation"
)

// named is a bar of each sort over a note, and who of wang, sun and talker it
// lets through.
var named = map[string]struct {
	bar  evaluation.Bar
	lets string
}{
	"only a person":     {evaluation.Only("bar.say", func(*note) []string { return []string{"", "talker"} }), "talker"},
	"only an account":   {evaluation.OnlyAccount("bar.say", func(*note) string { return "account-wang" }), "wang"},
	"not an account":    {evaluation.NotAccounts("bar.say", func(*note) []string { return []string{"account-wang"} }), "nobody talker"},
	"not who showed it": {evaluation.NotDoer("bar.say", "show"), "nobody talker"},
	"nobody did it":     {evaluation.NotDoer("bar.say", "close"), "nobody talker wang"},
	"by what it says": {evaluation.BarWhen("bar.say", func(s *evaluation.Step, n *note) bool {
		return n.Title == "年度谈话" && s.Actor.Person != "wang"
	}), "wang"},
	"by what it asks": {evaluation.BarAsking("bar.say", func(s *evaluation.Step, _ *note) (bool, error) {
		r, err := s.Read.Get(s.Ctx, s.Record.Office, s.Record.ID)
		return r.Doer("show") != s.Actor.Account, err
	}), "wang"},
}

func TestABarIsAskedBeforeTheActRunsAndSaysWhy(t *testing.T) {
	whos := map[string]evaluation.Actor{
		"wang": wang, "talker": actor("talker", evaluation.RolePersonnel),
		"nobody": {Office: "o1", Account: "account-nobody", Roles: []evaluation.Role{evaluation.RolePersonnel}},
	}
	for name, c := range named {
		w := newWorld(t)
		kind, _ := w.Kind("note.sheet")
		a, _ := kind.Act("close")
		run, ran := a.Run.Do, 0
		*a = a.Barring(evaluation.NotDoer("bar.never", "nothing"), c.bar)
		a.Run.Do = func(s *evaluation.Step) (evaluation.State, error) { ran++; return run(s) }
		a.Ready = func(*evaluation.Step) error { ran++; return nil }
		r := w.act(t, wang, w.about(t), "show", evaluation.Change{})
		through := ""
		for _, who := range []string{"nobody", "talker", "wang"} {
			ran = 0
			v, err := w.Get(t.Context(), whos[who], r.ID)
			is(t, err, "")
			barred := w.Bar(t.Context(), whos[who], r.ID, "close")
			if v.Grants("close") {
				through += " " + who
				is(t, barred, "")
				continue
			}
			_, err = w.Act(t.Context(), whos[who], r.ID, r.Version, "close", evaluation.Change{})
			for _, err := range []error{barred, err} {
				is(t, err, evaluation.CodeForbidden)
				if err == nil || err.Error() != evaluation.Fail(evaluation.CodeForbidden, "bar.say").Error() {
					t.Errorf("%s: %s is told %v", name, who, err)
				}
			}
			if ran > 0 {
				t.Errorf("%s: was asked of %s when the act ran", name, who)
			}
		}
		if through != " "+c.lets {
			t.Errorf("%s lets through%s, want %s", name, through, c.lets)
		}
		first := map[byte]string{'t': "talker", 'w': "wang", 'n': "nobody"}[c.lets[0]]
		w.act(t, whos[first], r, "close", evaluation.Change{})
	}
}
