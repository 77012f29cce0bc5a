package correction_test

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"

	"kaoji/app/officetest"
	"kaoji/evaluation"
	"kaoji/evaluation/correction"
	"kaoji/evaluation/roster"
	"kaoji/evaluation/training"
)

var date = officetest.Date

func wrongPost(about, record string) *correction.SubmitInput {
	return &correction.SubmitInput{About: about, Record: record, Wrong: "参加工作时间记为2002年7月", Right: "应为2001年7月，见合同"}
}

func TestARequestIsAnsweredWithTheActThatAmendedTheRoster(t *testing.T) {
	w := officetest.New(t)
	cadre := w.Who("b4")
	r := w.Make(cadre, correction.KindRequest, "submit", wrongPost("worked_since", ""))
	if r.Subject != w.People["b4"] || r.Parent != w.People["b4"] || r.Due != date("2026-12-22") {
		t.Errorf("about %s in %s, due %s", r.Subject, r.Parent, r.Due)
	}
	w.Refused("correction.open", try(w, cadre, wrongPost("worked_since", "")))
	w.Do(cadre, r.ID, "supplement", &correction.SupplementInput{Text: "合同复印件在人事档案中"})
	answer := &correction.AnswerInput{Answer: "已按合同更正"}
	w.Refused("correction.amend_first", w.Try(w.Personnel(), r.ID, "accept", answer))
	w.Do(cadre, r.ID, "supplement", &correction.SupplementInput{Text: "又及"}) // the person's own acts amend nothing
	w.TurnTo(w.Now().Add(60e9))
	w.Do(w.Personnel(), w.People["b4"], "amend", amended("b4"))
	w.Refused("correction.not_amended", w.Try(w.Personnel(), r.ID, "accept", &correction.AnswerInput{Answer: "已更正", Record: w.People["b5"]}))
	w.Do(w.Personnel(), r.ID, "accept", answer)
	p, err := evaluation.PartOf[correction.Request](w.Stored(r.ID), "amendments")
	w.Must(err)
	if r = w.Stored(r.ID); r.State != correction.Accepted || len(p.Amendments) != 1 || p.Amendments[0].Act != "amend" || p.Amendments[0].Record != w.People["b4"] {
		t.Errorf("%s %+v", r.State, p.Amendments)
	}
	if len(r.Waiting) != 1 || r.Waiting[0] != evaluation.WaitPerson(w.People["b4"]) {
		t.Errorf("waits for %v", r.Waiting) // so the person learns of the answer
	}
	w.Do(cadre, r.ID, "acknowledge", nil)
	if r = w.Stored(r.ID); r.State != correction.Closed || len(r.Waiting) != 0 {
		t.Errorf("%s, waits for %v", r.State, r.Waiting)
	}
	if facts := w.Facts(w.Correction, w.People["b4"], date("2026-01-01"), date("2026-12-31")); len(facts) != 1 || facts[0].Say.Key != "correction.fact.answered" {
		t.Errorf("%+v", facts)
	}
}

func TestARequestIsRefusedWithAReasonOrWithdrawn(t *testing.T) {
	w := officetest.New(t)
	first := w.Make(w.Who("b4"), correction.KindRequest, "submit", wrongPost("born", ""))
	second := w.Make(w.Who("b4"), correction.KindRequest, "submit", wrongPost("sex", ""))
	w.Refused("invalid", w.Try(w.Personnel(), first.ID, "refuse", &correction.RefuseInput{Answer: "不行"}))
	w.Do(w.Personnel(), first.ID, "refuse", &correction.RefuseInput{Answer: "经核对身份证，名册记载无误。"})
	w.Do(w.Who("b4"), second.ID, "withdraw", nil)
	if x, y := w.Stored(first.ID), w.Stored(second.ID); x.State != correction.Refused || y.State != correction.Withdrawn || len(y.Waiting) != 0 {
		t.Errorf("%s, %s, waits for %v", x.State, y.State, y.Waiting)
	}
}

func TestOnlyThePersonAndTheSectionSeeARequest(t *testing.T) {
	w := officetest.New(t)
	r := w.Make(w.Who("b4"), correction.KindRequest, "submit", wrongPost("phone", ""))
	own := w.Who("d4", evaluation.RolePersonnel, evaluation.RoleCadre)
	of := w.Make(own, correction.KindRequest, "submit", wrongPost("phone", ""))
	for name, c := range map[string]struct {
		who  evaluation.Actor
		sees bool
	}{
		"the person": {w.Who("b4"), true}, "the section": {w.Personnel(), true}, "somebody of the section": {own, true},
		"another cadre": {w.Who("b5"), false}, "the head": {w.Who("b1", evaluation.RoleHead, evaluation.RoleCadre), false},
		"the leader in charge": {w.Who("l3", evaluation.RoleLeader), false}, "the principal leader": {w.Who("l1", evaluation.RolePrincipal), false},
		"discipline": {w.Outside("jiwei", evaluation.RoleDiscipline), false},
	} {
		_, err := w.Get(t.Context(), c.who, r.ID)
		list, lerr := w.List(t.Context(), c.who, evaluation.Query{Kinds: []string{correction.KindRequest}, IDs: []string{r.ID}})
		w.Must(lerr)
		if (err == nil) != c.sees || (len(list.Views) == 1) != c.sees {
			t.Errorf("%s: %v, %d in the list", name, err, len(list.Views))
		}
	}
	w.Refused("recused", w.Try(own, of.ID, "refuse", &correction.RefuseInput{Answer: "经核对，名册记载无误。"}))
}

func TestARecordIsMeantOnlyIfThePersonMayReadIt(t *testing.T) {
	w := officetest.New(t)
	plan := w.Make(w.Personnel(), training.KindPlan, "open", &training.OpenInput{
		Person: w.People["b4"], Responsible: w.People["b1"],
		AmendInput: training.AmendInput{
			Goals: "能独立负责一个条线的工作。", From: date("2026-12-01"), Until: date("2028-11-30"), Hours: 180,
			Milestones: []training.MilestoneRow{{What: "牵头完成一个项目", Due: date("2027-03-31")}},
		},
	})
	w.Refused("correction.from_record", try(w, w.Who("b4"), wrongPost("record", "")))
	w.Refused("correction.not_yours", try(w, w.Who("b4"), wrongPost("record", "0198c2f0-0000-7000-8000-999999999999")))
	w.Refused("correction.not_yours", try(w, w.Who("b5"), wrongPost("record", plan.ID)))
	r := w.Make(w.Who("b4"), correction.KindRequest, "submit", wrongPost("record", plan.ID))
	if r.Parent != plan.ID {
		t.Errorf("about %s", r.Parent)
	}
	w.Refused("correction.not_yours", try(w, w.Who("b4"), wrongPost("record", r.ID)))

	// Who did what with the plan its person does not read, so the answer does not tell it.
	w.TurnTo(w.Now().Add(60e9))
	w.Do(w.Personnel(), plan.ID, "hand_over", &training.HandOverInput{Responsible: w.People["b2"]})
	w.Do(w.Personnel(), r.ID, "accept", &correction.AnswerInput{Answer: "已更正"})
	list := officetest.Payload[correction.Request](w, r.ID).Amendments
	if len(list) != 1 || list[0].Record != plan.ID || list[0].Act+list[0].By != "" || list[0].On.IsZero() {
		t.Errorf("the answer tells %+v", list)
	}
}

func try(w *officetest.World, who evaluation.Actor, in *correction.SubmitInput) error {
	_, err := w.Create(w.T.Context(), who, correction.KindRequest, "submit", evaluation.Creation{Input: in})
	return err
}

// amended corrects the day since when somebody works.
func amended(no string) *roster.Amend {
	return &roster.Amend{No: no, Name: "干部" + no, Sex: roster.Male, Born: date("1980-05-01"), WorkedSince: date("2001-07-01"), Joined: date("2020-01-01")}
}

// Whatever the pages of a person show of the person can be asked about; what is said of it
// stands encrypted, and an amendment of the particulars answers it.
func TestEverythingThatThePagesOfAPersonShowCanBeAskedAbout(t *testing.T) {
	w := officetest.New(t)
	for name, payload := range map[string]any{roster.KindPerson: roster.Person{}, roster.KindParticulars: roster.Particulars{}} {
		kind, _ := w.Kind(name)
		for _, sf := range evaluation.Members(reflect.TypeOf(payload)) {
			field, _, _ := strings.Cut(sf.Tag.Get("json"), ",")
			own := kind.Sight.TellsSubject(&evaluation.Record{Kind: name, State: kind.States[0]}, field)
			hidden := sf.Tag.Get("show") == "-" && field != "photo" || slices.Contains([]string{"import", "id_mark", "photo_on"}, field)
			if own && !hidden && !slices.Contains(correction.Topics(), field) {
				t.Errorf("%s.%s is shown, and cannot be asked about", name, field)
			}
		}
	}
	cadre := w.Who("b4")
	form := w.Make(w.Personnel(), roster.KindParticulars, "enter", &roster.EnterParticulars{Person: w.People["b4"], Basics: roster.Basics{NativePlace: "浙江绍兴"}})
	for _, about := range []string{"native_place", "resume", "family", "health"} {
		if r := w.Make(cadre, correction.KindRequest, "submit", wrongPost(about, "")); r.Parent != form.ID {
			t.Errorf("%s: about record %s", about, r.Parent)
		}
	}
	card := w.Make(cadre, correction.KindRequest, "submit", &correction.SubmitInput{About: "id_card", Wrong: "身份证号末位有误", Right: "应为310115198005010011"})
	if card.Parent != w.People["b4"] || strings.Contains(string(w.Stored(card.ID).Payload), "310115198005010011") {
		t.Errorf("in %s; stored %s", card.Parent, w.Stored(card.ID).Payload)
	}
	if v, err := w.Get(t.Context(), w.Personnel(), card.ID); err != nil || !strings.Contains(string(v.Payload), "310115198005010011") {
		t.Errorf("the section does not read what is right: %v %s", err, v.Payload)
	}
	family := w.Make(w.Who("b5"), correction.KindRequest, "submit", wrongPost("family", ""))
	w.TurnTo(w.Now().Add(60e9))
	entered := w.Make(w.Personnel(), roster.KindParticulars, "enter", &roster.EnterParticulars{Person: w.People["b5"]})
	w.Do(w.Personnel(), family.ID, "accept", &correction.AnswerInput{Answer: "已补录"})
	if r := w.Stored(family.ID); r.State != correction.Accepted || !strings.Contains(string(r.Payload), entered.ID) {
		t.Errorf("%s %s", r.State, r.Payload)
	}
}

// Earlier versions stored what is said as it is: such requests are read and answered.
func TestARequestOfAnEarlierVersionIsReadAndAnswered(t *testing.T) {
	w := officetest.New(t)
	r := w.Make(w.Who("b4"), correction.KindRequest, "submit", wrongPost("duties", ""))
	stored := w.Stored(r.ID)
	var payload map[string]any
	w.Must(json.Unmarshal(stored.Payload, &payload))
	payload["wrong"], payload["right"] = "分工写成：综合", "应为：宣传"
	payload["more"] = []any{map[string]any{"text": "另附任命文件", "on": "2026-11-02"}}
	var err error
	stored.Payload, err = json.Marshal(payload)
	w.Must(err)
	_, err = w.Store.Put(t.Context(), stored)
	w.Must(err)
	v, err := w.Get(t.Context(), w.Personnel(), r.ID)
	for _, says := range []string{"分工写成：综合", "应为：宣传", "另附任命文件"} {
		if err != nil || !strings.Contains(string(v.Payload), says) {
			t.Errorf("%v: %q is not in %s", err, says, v.Payload)
		}
	}
	w.Do(w.Personnel(), r.ID, "refuse", &correction.RefuseInput{Answer: "分工以党工委文件为准，不作更正"})
	if v, err = w.Get(t.Context(), w.Who("b4"), r.ID); err != nil || !strings.Contains(string(v.Payload), "应为：宣传") || strings.Contains(string(w.Stored(r.ID).Payload), "宣传") {
		t.Errorf("%v %s; stored %s", err, v.Payload, w.Stored(r.ID).Payload)
	}
}
