package signoff_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"kaoji/evaluation"
	"kaoji/evaluation/roster"
	"kaoji/evaluation/signoff"
)

var today = evaluation.NewDate(2026, 12, 1)

// office has p1 to p4; p1 and p2 are married.
func office(t testing.TB) *roster.Snapshot {
	t.Helper()
	var records []evaluation.Record
	for _, id := range []string{"p1", "p2", "p3", "p4"} {
		p := roster.Person{No: id, Name: id, Joined: evaluation.NewDate(2020, 1, 1)}
		if id == "p1" {
			p.Relatives = []roster.Relative{{Person: "p2", Relation: "夫妻"}}
		}
		raw, err := json.Marshal(p)
		if err != nil {
			t.Fatal(err)
		}
		records = append(records, evaluation.Record{ID: id, Kind: roster.KindPerson, State: roster.StatePresent, Payload: raw})
	}
	book, err := roster.NewBook("o", records)
	if err != nil {
		t.Fatal(err)
	}
	return book.On(today)
}

func who(person string, roles ...evaluation.Role) evaluation.Actor {
	return evaluation.Actor{Office: "o", Account: "account-" + person, Person: person, Name: person, Roles: roles}
}

// asked is a round about p1 of discipline, of the principal leaders and of p3.
func asked(t testing.TB) *signoff.Sheet {
	t.Helper()
	s := &signoff.Sheet{}
	err := s.Open(today, office(t), today.AddDays(5), []string{"p1"},
		signoff.Party{Key: "discipline", Name: "纪工委", Role: evaluation.RoleDiscipline},
		signoff.Party{Key: "principal", Name: "主要领导", Role: evaluation.RolePrincipal},
		signoff.Party{Key: "head", Name: "p3", Person: "p3"})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func refused(t testing.TB, want string, err error) {
	t.Helper()
	if e, ok := err.(*evaluation.Error); !ok || e.Message.Key != want && string(e.Code) != want { //nolint:errorlint // returned bare
		t.Errorf("%v, want %s", err, want)
	}
}

func TestAllPartiesSignInAnyOrderAndOnlyThenItIsComplete(t *testing.T) {
	day := office(t)
	signers := map[string]evaluation.Actor{
		"discipline": who("", evaluation.RoleDiscipline), "principal": who("p4", evaluation.RolePrincipal), "head": who("p3", evaluation.RoleHead),
	}
	rapid.Check(t, func(rt *rapid.T) {
		s := asked(t)
		for i, key := range rapid.Permutation([]string{"discipline", "principal", "head"}).Draw(rt, "order") {
			if s.Complete() || !s.Running() || len(s.Waiting()) != 3-i {
				rt.Fatalf("before %s: %+v", key, s)
			}
			if _, err := s.Sign(signers[key], today, day, "", "同意"); err != nil {
				rt.Fatal(err)
			}
		}
		if !s.Complete() || s.Running() || s.Waiting() != nil {
			rt.Fatalf("%+v", s)
		}
	})
}

func TestWaitingNamesWhoseSignatureIsMissing(t *testing.T) {
	s := asked(t)
	if want := []string{"person:p3", "role:discipline", "role:principal"}; !slices.Equal(s.Waiting(), want) || !slices.Equal(s.Named(), []string{"p3"}) {
		t.Errorf("%v %v", s.Waiting(), s.Named())
	}
}

func TestNobodySignsForTheOwnCaseOrARelatives(t *testing.T) {
	day := office(t)
	for _, person := range []string{"p1", "p2"} {
		s := asked(t)
		refused(t, "recused", signed(s.Sign(who(person, evaluation.RolePrincipal), today, day, "", "")))
		refused(t, "recused", s.Return(who(person, evaluation.RolePrincipal), today, day, "", "不同意"))
		var named signoff.Sheet
		refused(t, "signoff.relative", named.Open(today, day, today, []string{"p1"}, signoff.Party{Key: "x", Name: person, Person: person}))
	}
}

func TestOnePersonSignsOnceAndOnlyWhoIsAsked(t *testing.T) {
	day, s := office(t), asked(t)
	refused(t, "signoff.not_asked", signed(s.Sign(who("p4", evaluation.RoleHead), today, day, "", "")))
	refused(t, "signoff.not_asked", signed(s.Sign(who("p4", evaluation.RoleDiscipline), today, day, "head", "")))
	both := who("p4", evaluation.RoleDiscipline, evaluation.RolePrincipal)
	refused(t, "invalid", signed(s.Sign(both, today, day, "", "")))
	if _, err := s.Sign(both, today, day, "discipline", ""); err != nil {
		t.Fatal(err)
	}
	refused(t, "signoff.second_person", signed(s.Sign(both, today, day, "principal", "")))
}

func TestAReturnedRoundStartsAnewAndStays(t *testing.T) {
	day, s := office(t), asked(t)
	if _, err := s.Sign(who("p3"), today, day, "", "同意"); err != nil {
		t.Fatal(err)
	}
	refused(t, "signoff.running", s.Open(today, day, today, nil, signoff.Party{Key: "x", Role: evaluation.RoleHead}))
	refused(t, "signoff.why", s.Return(who("", evaluation.RoleDiscipline), today, day, "", " "))
	if err := s.Return(who("", evaluation.RoleDiscipline), today, day, "", "线索未查清"); err != nil {
		t.Fatal(err)
	}
	old := s.Rounds[0]
	if s.Running() || s.Complete() || old.Ended.How != signoff.Returned || old.Ended.Party != "discipline" || s.Waiting() != nil {
		t.Errorf("%+v", old)
	}
	refused(t, "signoff.not_running", signed(s.Sign(who("p4", evaluation.RolePrincipal), today, day, "", "")))
	if err := s.Open(today, day, today, []string{"p1"}, old.Parties...); err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(s.Rounds[0], old) || s.Current().Parties[2].Signed() {
		t.Errorf("the old round changed, or its signatures were carried over: %+v", s)
	}
}

func TestWhoAskedCanTakeItBackEvenWhenAllHaveSigned(t *testing.T) {
	day := office(t)
	s := &signoff.Sheet{}
	refused(t, "signoff.not_running", s.Recall(who("p4"), today, "另议"))
	if err := s.Open(today, day, today, nil, signoff.Party{Key: "x", Name: "p3", Person: "p3"}); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Sign(who("p3"), today, day, "", ""); err != nil {
		t.Fatal(err)
	}
	if err := s.Recall(who("p4"), today, "另议"); err != nil || s.Complete() {
		t.Errorf("%v %+v", err, s)
	}
}

func TestTheClockRunsOutAfterItsDay(t *testing.T) {
	s := asked(t)
	if s.Late(today.AddDays(5)) || !s.Late(today.AddDays(6)) {
		t.Error("late on the wrong day")
	}
}

func TestARoundAsksEachPartyOnceAndSomebody(t *testing.T) {
	var s signoff.Sheet
	refused(t, "signoff.nobody", s.Open(today, office(t), today, nil))
	x := signoff.Party{Key: "x", Name: "x", Role: evaluation.RoleHead}
	refused(t, "signoff.twice", s.Open(today, office(t), today, nil, x, x))
	y, z := signoff.Party{Key: "y", Person: "p3"}, signoff.Party{Key: "z", Person: "p3"}
	refused(t, "signoff.twice", s.Open(today, office(t), today, nil, y, z))
}

func TestEveryMessageHasATextInBothLanguages(t *testing.T) {
	source, err := os.ReadFile("signoff.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, language := range []string{"zh", "en"} {
		raw, err := os.ReadFile(filepath.Join("..", "..", "app", "text", language, "signoff.json"))
		if err != nil {
			t.Fatal(err)
		}
		var texts map[string]string
		if err := json.Unmarshal(raw, &texts); err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(`"(signoff\.[a-z_]+)"`).FindAllSubmatch(source, -1) {
			if texts[string(m[1])] == "" {
				t.Errorf("%s has no text in %s", m[1], language)
			}
		}
	}
}

func signed(_ signoff.Party, err error) error { return err }
