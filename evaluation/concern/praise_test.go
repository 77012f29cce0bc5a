package concern_test

import (
	"strings"
	"testing"

	"kaoji/app/officetest"
	"kaoji/evaluation"
	"kaoji/evaluation/commendation"
	"kaoji/evaluation/concern"
)

// praised is a call that praises somebody.
func praised(w *officetest.World, person, contact string) evaluation.Record {
	w.T.Helper()
	in := &concern.RegisterInput{Channel: "hotline", Received: evaluation.DateOf(w.Now()), Time: "10:15", About: about("", w.People[person]), Contact: contact}
	in.Category = concern.Praise
	return w.Make(w.Personnel(), concern.KindMatter, "register", in)
}

func deedOf(w *officetest.World, people ...string) *concern.PraiseInput {
	in := &concern.PraiseInput{
		Ground: "exemplary", Title: "护送走失老人回家", On: evaluation.DateOf(w.Now()), Text: "晚上十点发现一名走失老人，护送回家。", Reply: "感谢您的表扬。",
	}
	for _, p := range people {
		in.People = append(in.People, w.People[p])
	}
	return in
}

func TestPraiseBecomesOneGoodDeedThatKnowsNothingOfTheSender(t *testing.T) {
	w := officetest.New(t)
	r := praised(w, "a4", "王小明 13900000000")
	named := deedOf(w, "a4")
	named.Text = "王小明来电表扬，晚上十点护送走失老人回家。"
	w.Refused("concern.says_who", w.Try(w.Personnel(), r.ID, "commend", named))
	w.Do(w.Personnel(), r.ID, "commend", deedOf(w, "a4"))
	m := officetest.Payload[concern.Matter](w, r.ID)
	d := officetest.Payload[commendation.Deed](w, m.Deed)
	stored := w.Stored(m.Deed)
	if d.Matter != r.ID || d.Source != commendation.SourcePublic || stored.State != commendation.DeedReported || stored.Subject != w.People["a4"] {
		t.Errorf("%s %+v", stored.State, d)
	}
	if d.Reporter != (commendation.Reporter{}) || len(stored.Parties) > 0 || strings.Contains(string(stored.Payload), "王小明") || strings.Contains(string(stored.Payload), m.Reporter) {
		t.Errorf("the deed says who praised it: %v %s", stored.Parties, stored.Payload)
	}
	if w.Stored(r.ID).State != concern.Commended {
		t.Errorf("the praise is %s", w.Stored(r.ID).State)
	}
	w.Refused("error.state", w.Try(w.Personnel(), r.ID, "commend", deedOf(w, "a4")))
	found, err := w.Find(t.Context(), evaluation.Query{Office: officetest.Office, Kinds: []string{commendation.KindDeed}})
	if err != nil || len(found.Records) != 1 {
		t.Errorf("%d deeds, %v", len(found.Records), err)
	}
	if list, err := w.Concern.Evidence(t.Context(), officetest.Office, date("2026-01-01"), date("2026-12-31")); err != nil || len(list) != 0 {
		t.Errorf("praise counts as a concern: %+v %v", list, err)
	}
}

func TestOpenPraiseIsNoEvidenceAndAConcernBecomesNoDeed(t *testing.T) {
	w := officetest.New(t)
	praise, complaint := praised(w, "a4", ""), called(w, "a4", "")
	if list, err := w.Concern.Evidence(t.Context(), officetest.Office, date("2026-01-01"), date("2026-12-31")); err != nil || len(list) != 1 || list[0].Record != complaint.ID {
		t.Errorf("%+v %v", list, err)
	}
	w.Refused("forbidden", w.Try(w.Personnel(), complaint.ID, "commend", deedOf(w, "a4")))
	w.Refused("forbidden", w.Try(w.Personnel(), complaint.ID, "thank", &concern.ReplyInput{Reply: "感谢。"}))
	w.Do(w.Personnel(), praise.ID, "thank", &concern.ReplyInput{Reply: "感谢您的肯定。"})
	if m := officetest.Payload[concern.Matter](w, praise.ID); m.Deed != "" || m.Reply == "" || m.Time != "10:15" {
		t.Errorf("%+v", m)
	}
}

// Whom it praises, and relatives, do not make the deed.
func TestNobodyMakesADeedOfOwnPraise(t *testing.T) {
	w := officetest.New(t)
	r := praised(w, "a4", "")
	self := w.Who("d4", evaluation.RolePersonnel)
	w.Refused("error.recused", w.Try(self, r.ID, "commend", deedOf(w, "a4", "d4")))
	w.Refused("commendation.nobody", w.Try(self, r.ID, "commend", deedOf(w)))
	w.Do(self, r.ID, "commend", deedOf(w, "a4"))
}
