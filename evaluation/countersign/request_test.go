package countersign_test

import (
	"slices"
	"testing"

	"kaoji/app/officetest"
	"kaoji/evaluation"
	"kaoji/evaluation/countersign"
)

var date = officetest.Date

const kind = countersign.KindRequest

// of is a request about the transfer of a1, whom l4 and a body outside are asked about.
func of(w *officetest.World) *countersign.PrepareInput {
	return &countersign.PrepareInput{
		Way: countersign.WayOut, Matter: "transfer", Person: w.People["a1"], Proposal: "拟调任区属另一街道科长，任职满五年。",
		Parties: []countersign.PartyRow{
			{Side: countersign.SidePerson, Person: w.People["l4"]},
			{Side: countersign.SidePrincipal},
			{Side: countersign.SideOutside, Body: "区公安分局政治处"},
		},
	}
}

func second(w *officetest.World) evaluation.Actor {
	return w.Who("d4", evaluation.RolePersonnel, evaluation.RoleCadre)
}

// reply enters and compares the letter of the body outside.
func reply(w *officetest.World, id, outcome, words string) {
	w.Do(w.Personnel(), id, "enter_reply", &countersign.ReplyInput{Party: "o3", Outcome: outcome, Signer: "陈国强", On: date("2026-12-01"), Number: "公政函7号", Words: words})
	w.Refused("signoff.second_compares", w.Try(w.Personnel(), id, "check_reply", nil))
	w.Do(second(w), id, "check_reply", nil)
}

func TestAllSignInParallelAndTheBodyOutsideByALetter(t *testing.T) {
	w := officetest.New(t)
	r := w.Make(w.Personnel(), kind, "prepare", of(w))
	w.Do(w.Personnel(), r.ID, "ask", &countersign.AskInput{})
	l4, l1 := w.Who("l4", evaluation.RoleLeader), w.Who("l1", evaluation.RolePrincipal)
	r = w.Stored(r.ID)
	// five working days after Tuesday 1 December, as the calendar says
	want := []string{evaluation.WaitPerson(w.People["l4"]), evaluation.WaitRole(evaluation.RolePersonnel), evaluation.WaitRole(evaluation.RolePrincipal)}
	slices.Sort(want)
	if r.Due != date("2026-12-08") || !slices.Equal(r.Waiting, want) {
		t.Errorf("due %s, waits for %v", r.Due, r.Waiting)
	}
	w.Do(w.Personnel(), r.ID, "note_letter", &countersign.LetterInput{Party: "o3", Number: "塘组函12号", Sent: date("2026-12-01")})
	w.Refused("invalid", w.Try(w.Personnel(), r.ID, "note_letter", &countersign.LetterInput{Party: "o3", Number: "12", Sent: date("2026-11-30")})) // before they were asked
	w.Refused("countersign.not_outside", w.Try(w.Personnel(), r.ID, "note_letter", &countersign.LetterInput{Party: "principal", Number: "12", Sent: date("2026-12-01")}))
	w.Do(l1, r.ID, "sign", &countersign.SignInput{Words: "同意。"})
	w.Refused("signoff.not_asked", w.Try(l1, r.ID, "sign", &countersign.SignInput{}))
	reply(w, r.ID, countersign.ReplyAgrees, "同意。")
	w.Refused("countersign.nobody_outside", w.Try(w.Personnel(), r.ID, "enter_reply", &countersign.ReplyInput{Party: "o3", Outcome: "agrees", Signer: "某", On: date("2026-12-01")}))
	w.Do(l4, r.ID, "sign", &countersign.SignInput{})
	if r = w.Stored(r.ID); r.State != countersign.Agreed || !slices.Equal(r.Waiting, []string{evaluation.WaitRole(evaluation.RolePersonnel)}) {
		t.Fatalf("%s, waits for %v", r.State, r.Waiting)
	}
	w.Do(w.Personnel(), r.ID, "close", &countersign.ClosingInput{DoneOn: date("2026-12-01"), Document: "塘委45号", Result: "同意调任。"})
	p := officetest.Payload[countersign.Request](w, r.ID)
	party := p.Sheet.Current().Parties[2]
	if party.Seal.Name != "陈国强" || len(p.Round().Letters) != 1 || len(p.Round().Replies) != 1 || p.Round().Replies[0].Paper.Checked == "" {
		t.Errorf("%+v %+v", party, p.Round())
	}
	facts := w.Facts(w.Countersign, w.People["a1"], date("2026-01-01"), date("2026-12-31"))
	if len(facts) != 1 || facts[0].Say.Key != "countersign.fact.closed" {
		t.Errorf("%+v", facts)
	}
}

func TestWhoReturnsItSaysWhyAndItCanBeAskedAgain(t *testing.T) {
	w := officetest.New(t)
	r := w.Make(w.Personnel(), kind, "prepare", of(w))
	w.Do(w.Personnel(), r.ID, "ask", &countersign.AskInput{Due: date("2026-12-04")})
	w.Do(w.Who("l4", evaluation.RoleLeader), r.ID, "send_back", &countersign.PartyInput{})
	w.Refused("state", w.Try(w.Who("l1", evaluation.RolePrincipal), r.ID, "sign", &countersign.SignInput{}))
	in := of(w)
	in.Person = w.People["b1"]
	w.Refused("countersign.same_person", w.Try(w.Personnel(), r.ID, "amend", in))
	in = of(w)
	in.Proposal = "改为年底后调任。"
	w.Do(w.Personnel(), r.ID, "amend", in)
	w.Do(w.Personnel(), r.ID, "ask", &countersign.AskInput{})
	w.Refused("signoff.why", w.Try(w.Personnel(), r.ID, "enter_reply", &countersign.ReplyInput{Party: "o3", Outcome: "returns", Signer: "陈国强", On: date("2026-12-01")}))
	reply(w, r.ID, countersign.ReplyReturns, "暂不同意。")
	p := officetest.Payload[countersign.Request](w, r.ID)
	if s := w.Stored(r.ID).State; s != countersign.Returned || len(p.Sheet.Rounds) != 2 || p.Sheet.Rounds[0].Ended.Why == "" || p.Sheet.Rounds[1].Ended.Why != "暂不同意。" {
		t.Errorf("%s %+v", s, p.Sheet.Rounds)
	}
	w.Refused("forbidden", w.Try(w.Personnel(), r.ID, "close", &countersign.ClosingInput{DoneOn: date("2026-12-01"), Result: "不同意。"}))
	// what was put to the parties, and what came back, stays with its round
	if len(p.Asked) != 2 || p.Asked[0].Proposal != of(w).Proposal || p.Asked[1].Proposal != in.Proposal || len(p.Asked[1].Replies) != 1 {
		t.Errorf("%+v", p.Asked)
	}
	in.Parties = in.Parties[1:] // without l4, who does not read on
	w.Do(w.Personnel(), r.ID, "amend", in)
	w.Do(w.Personnel(), r.ID, "ask", &countersign.AskInput{})
	if _, err := w.Get(t.Context(), w.Who("l4", evaluation.RoleLeader), r.ID); evaluation.CodeOf(err) != evaluation.CodeNotFound {
		t.Errorf("a former party reads on: %v", err)
	}
	w.Do(w.Personnel(), r.ID, "enter_reply", &countersign.ReplyInput{Party: "o2", Outcome: "agrees", Signer: "陈国强", On: date("2026-12-01")})
	w.Do(w.Personnel(), r.ID, "recall", nil)
	if p = officetest.Payload[countersign.Request](w, r.ID); p.Reply != nil || len(p.Round().Replies) != 1 || p.Round().Replies[0].Paper.Checked != "" {
		t.Errorf("the letter that nobody compared: %+v %+v", p.Reply, p.Round())
	}
	w.Do(w.Personnel(), r.ID, "withdraw", nil)
}

func TestNobodySignsInTheirOwnMatterARelativesOrForTheDraftThatTheyWrote(t *testing.T) {
	w := officetest.New(t)
	in := of(w)
	in.Person = w.People["a2"] // married to l3
	in.Parties = []countersign.PartyRow{{Side: countersign.SidePerson, Person: w.People["l3"]}}
	refused := func(key string) {
		t.Helper()
		_, err := w.Create(t.Context(), w.Personnel(), kind, "prepare", evaluation.Creation{Input: in})
		w.Refused(key, err)
	}
	refused("countersign.recused")
	in.Parties = []countersign.PartyRow{{Side: countersign.SidePerson}}
	refused("countersign.name_person")
	in.Parties = []countersign.PartyRow{{Side: countersign.SideOutside}}
	refused("countersign.name_body")
	in.Parties, in.Somebody = []countersign.PartyRow{{Side: countersign.SidePersonnel}}, "某人"
	refused("countersign.whom")
	in.Person, in.Somebody = "", "干部a2"
	refused("countersign.in_roster") // the free text is no way around recusal
	in.Person, in.Somebody, in.Parties = w.People["a2"], "", []countersign.PartyRow{{Side: countersign.SideOutside, Body: "甲"}, {Side: countersign.SideOutside, Body: "甲"}}
	refused("countersign.twice")
	w.Mute.Store("干部l4", true)
	in.Parties = []countersign.PartyRow{{Side: countersign.SidePerson, Person: w.People["l4"]}}
	refused("countersign.no_account")
	in.Parties = []countersign.PartyRow{{Side: countersign.SidePersonnel}}
	r := w.Make(w.Personnel(), kind, "prepare", in)
	w.Do(w.Personnel(), r.ID, "ask", &countersign.AskInput{})
	w.Refused("countersign.own_request", w.Try(w.Personnel(), r.ID, "sign", &countersign.SignInput{}))
	w.Do(w.Personnel(), r.ID, "recall", nil)
	w.Do(w.Outside("zuzhi2", evaluation.RolePersonnel), r.ID, "amend", in)
	w.Do(w.Personnel(), r.ID, "amend", in)
	w.Do(w.Personnel(), r.ID, "ask", &countersign.AskInput{})
	w.Refused("countersign.own_request", w.Try(w.Outside("zuzhi2", evaluation.RolePersonnel), r.ID, "sign", &countersign.SignInput{})) // who wrote a part of it
	w.Do(second(w), r.ID, "sign", &countersign.SignInput{})

	for name, c := range map[string]struct {
		who  evaluation.Actor
		sees bool
	}{
		"the person": {w.Who("a2"), false}, "the husband": {w.Who("l3", evaluation.RoleLeader), false}, "a principal who is concerned": {w.Who("a2", evaluation.RolePrincipal), false},
		"a leader who is not asked": {w.Who("l4", evaluation.RoleLeader), false}, "discipline": {w.Outside("jiwei", evaluation.RoleDiscipline), true},
		"a principal": {w.Who("l1", evaluation.RolePrincipal), true}, "the section": {w.Personnel(), true},
	} {
		_, err := w.Get(t.Context(), c.who, r.ID)
		list, lerr := w.List(t.Context(), c.who, evaluation.Query{Kinds: []string{kind}})
		w.Must(lerr)
		if (err == nil) != c.sees || (len(list.Views) == 1) != c.sees {
			t.Errorf("%s: %v, %d in the list", name, err, len(list.Views))
		}
	}
}

func TestAPromotionAsksForTheFourChecks(t *testing.T) {
	w := officetest.New(t)
	in := of(w)
	in.Matter, in.Parties = countersign.Promotion, []countersign.PartyRow{{Side: countersign.SidePrincipal}}
	r := w.Make(w.Personnel(), kind, "prepare", in)
	w.Do(w.Personnel(), r.ID, "ask", &countersign.AskInput{})
	jiwei := w.Outside("jiwei", evaluation.RoleDiscipline)
	w.Refused("countersign.check_missing", w.Try(jiwei, r.ID, "sign", &countersign.SignInput{Checked: []string{"discipline"}}))
	w.Do(jiwei, r.ID, "sign", &countersign.SignInput{Checked: []string{"discipline", "complaints"}})
	w.Refused("countersign.check_missing", w.Try(second(w), r.ID, "sign", &countersign.SignInput{Checked: []string{"file", "complaints"}}))
	w.Do(second(w), r.ID, "sign", &countersign.SignInput{Checked: []string{"file", "matters"}})
	w.Do(w.Who("l1", evaluation.RolePrincipal), r.ID, "sign", &countersign.SignInput{})
	p := officetest.Payload[countersign.Request](w, r.ID)
	if w.Stored(r.ID).State != countersign.Agreed || len(p.Round().Checked) != 2 || p.Round().Checked[0].Party != "纪工委" {
		t.Errorf("%s %+v", w.Stored(r.ID).State, p.Round())
	}
}

func TestALateCountersignIsReportedOnceAndSomebodyElseCanSign(t *testing.T) {
	w := officetest.New(t)
	in := of(w)
	in.Parties = in.Parties[:1] // l4 alone
	r := w.Make(w.Personnel(), kind, "prepare", in)
	w.Do(w.Personnel(), r.ID, "ask", &countersign.AskInput{})
	watch := func() {
		t.Helper()
		w.Must(w.Countersign.Watch(t.Context(), w, officetest.Office, evaluation.DateOf(w.Now())))
	}
	l1 := w.Who("l1", evaluation.RolePrincipal)
	watch()
	if !officetest.Payload[countersign.Request](w, r.ID).Escalated.IsZero() {
		t.Error("reported on the day on which it was asked")
	}
	w.Turn("2026-12-09") // the day after the last one
	watch()
	watch()
	told, err := w.Notified(t.Context(), l1, "", 10)
	w.Must(err)
	if r = w.Stored(r.ID); len(told.List) != 1 || !slices.Contains(r.Waiting, evaluation.WaitRole(evaluation.RolePrincipal)) {
		t.Fatalf("told %d times, waits for %v", len(told.List), r.Waiting)
	}
	if offered := w.Offered(l1, r.ID, "sign"); offered != "substitute" {
		t.Errorf("offered: %s", offered)
	}
	w.Refused("countersign.asked_already", w.Try(l1, r.ID, "substitute", &countersign.SubstituteInput{Party: "p1", Person: w.People["l4"]}))
	w.Refused("countersign.recused", w.Try(l1, r.ID, "substitute", &countersign.SubstituteInput{Party: "p1", Person: w.People["a1"]}))
	w.Do(l1, r.ID, "substitute", &countersign.SubstituteInput{Party: "p1", Person: w.People["l5"]})
	w.Refused("not_found", w.Try(w.Who("l4", evaluation.RoleLeader), r.ID, "sign", &countersign.SignInput{}))
	w.Do(w.Who("l5", evaluation.RoleLeader), r.ID, "sign", &countersign.SignInput{})
	if party := officetest.Payload[countersign.Request](w, r.ID).Sheet.Current().Parties[0]; party.Instead != "干部l4" || party.Name != "干部l5" {
		t.Errorf("%+v", party)
	}
}

// The head of a stationed agency stands in no roster: the agency asks, the office answers.
func TestAnAgencyAsksTheOfficeAboutItsHead(t *testing.T) {
	w := officetest.New(t)
	in := &countersign.PrepareInput{
		Way: countersign.WayIn, Matter: "transfer", Somebody: "郭建新", Post: "派出所所长", Proposal: "拟调任另一派出所所长。",
		Parties: []countersign.PartyRow{{Side: countersign.SidePrincipal}, {Side: countersign.SideDiscipline}},
	}
	_, err := w.Create(t.Context(), w.Personnel(), kind, "prepare", evaluation.Creation{Input: in})
	w.Refused("countersign.who_asks", err)
	in.Asker, in.Number, in.AskedOn = "区公安分局政治处", "公政函3号", date("2026-11-30")
	r := w.Make(w.Personnel(), kind, "prepare", in)
	w.Do(w.Personnel(), r.ID, "ask", &countersign.AskInput{Due: date("2026-12-10")})
	if r = w.Stored(r.ID); r.Subject != "" || r.Due != date("2026-12-10") {
		t.Errorf("about %q, due %s", r.Subject, r.Due)
	}
	w.Do(w.Who("l1", evaluation.RolePrincipal), r.ID, "sign", &countersign.SignInput{})
	w.Do(w.Personnel(), r.ID, "recall", nil)
	w.Do(w.Personnel(), r.ID, "ask", &countersign.AskInput{})
	l1 := w.Who("l1", evaluation.RolePrincipal)
	w.Do(l1, r.ID, "sign", &countersign.SignInput{})
	w.Do(w.Outside("jiwei", evaluation.RoleDiscipline), r.ID, "send_back", &countersign.PartyInput{})
	other := *in
	other.Somebody = "别人"
	w.Refused("countersign.same_person", w.Try(w.Personnel(), r.ID, "amend", &other))
	w.Do(w.Personnel(), r.ID, "close", &countersign.ClosingInput{DoneOn: date("2026-12-01"), Document: "塘组函9号", Result: "不同意。"}) // the agency is answered
	if s := w.Stored(r.ID).State; s != countersign.Closed {
		t.Error(s)
	}
}

// The roster does not know the relatives of the head of an agency: they are named.
func TestARelativeOfSomebodyOutsideKeepsOutOfIt(t *testing.T) {
	w := officetest.New(t)
	in := &countersign.PrepareInput{
		Way: countersign.WayIn, Asker: "区公安分局政治处", Matter: "transfer", Somebody: "郭建新", Proposal: "拟调任另一派出所所长。", Apart: []string{w.People["l4"]},
		Parties: []countersign.PartyRow{{Side: countersign.SidePerson, Person: w.People["l4"]}},
	}
	refused := func(key string) {
		t.Helper()
		_, err := w.Create(t.Context(), second(w), kind, "prepare", evaluation.Creation{Input: in})
		w.Refused(key, err)
	}
	refused("countersign.recused")
	in.Parties = []countersign.PartyRow{{Side: countersign.SidePerson, Person: w.People["l3"]}, {Side: countersign.SidePrincipal}}
	in.Apart = []string{second(w).Person}
	refused("countersign.recused") // whoever writes it does not keep out of it
	in.Apart = []string{w.People["l4"]}
	r := w.Make(second(w), kind, "prepare", in)
	w.Do(second(w), r.ID, "ask", &countersign.AskInput{})
	l4 := w.Who("l4", evaluation.RolePrincipal)
	w.Refused("error.not_found", w.Try(l4, r.ID, "sign", &countersign.SignInput{}))
	if list, err := w.List(t.Context(), l4, evaluation.Query{Kinds: []string{kind}}); err != nil || len(list.Views) != 0 {
		t.Errorf("the relative sees it: %v", err)
	}
	w.Refused("countersign.recused", w.Try(second(w), r.ID, "substitute", &countersign.SubstituteInput{Party: "p1", Person: w.People["l4"]}))
	w.Do(w.Who("l1", evaluation.RolePrincipal), r.ID, "sign", &countersign.SignInput{})
}

func TestARecallIsToldUntilThePartiesAreAskedAgain(t *testing.T) {
	w := officetest.New(t)
	r := w.Make(w.Personnel(), kind, "prepare", of(w))
	l4 := w.Who("l4", evaluation.RoleLeader)
	told := func(want int) {
		t.Helper()
		got, err := w.Notified(t.Context(), l4, "", 10)
		w.Must(err)
		if unread, err := w.Unread(t.Context(), l4); err != nil || len(got.List) != want || unread != want {
			t.Errorf("told %d times, %d unread, want %d: %v", len(got.List), unread, want, err)
		}
	}
	w.Do(w.Personnel(), r.ID, "ask", &countersign.AskInput{})
	w.Do(w.Personnel(), r.ID, "recall", nil)
	told(1)
	w.Do(w.Personnel(), r.ID, "ask", &countersign.AskInput{})
	told(0)
	w.Do(w.Personnel(), r.ID, "recall", nil)
	told(1)
}

// The letter to a party outside comes before its answer.
func TestALetterIsWrittenFirstAndItsAnswerWaitedForThen(t *testing.T) {
	w := officetest.New(t)
	r := w.Make(w.Personnel(), kind, "prepare", of(w))
	w.Do(w.Personnel(), r.ID, "ask", &countersign.AskInput{})
	first := func(want string) {
		t.Helper()
		v, err := w.Get(t.Context(), w.Personnel(), r.ID)
		w.Must(err)
		if v.Usual != want {
			t.Errorf("the usual act is %q, want %q", v.Usual, want)
		}
	}
	first("note_letter")
	w.Do(w.Personnel(), r.ID, "note_letter", &countersign.LetterInput{Party: "o3", Number: "塘组函12号", Sent: date("2026-12-01")})
	first("enter_reply")
}

// What a party cannot open is in no list of tasks either.
func TestARequestIsATaskOfThePartiesThatHaveNotSigned(t *testing.T) {
	w := officetest.New(t)
	r := w.Make(w.Personnel(), kind, "prepare", of(w))
	w.Do(w.Personnel(), r.ID, "ask", &countersign.AskInput{})
	l4 := w.Who("l4", evaluation.RoleLeader)
	n := func(who evaluation.Actor) int {
		t.Helper()
		todo, err := w.TodoCount(t.Context(), who)
		w.Must(err)
		return todo
	}
	if n(l4) != 1 {
		t.Errorf("l4 has %d tasks", n(l4))
	}
	w.Do(l4, r.ID, "sign", &countersign.SignInput{})
	if n(l4) != 0 {
		t.Errorf("after signing l4 has %d tasks", n(l4))
	}
}
