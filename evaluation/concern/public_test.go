package concern_test

import (
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"kaoji/app/officetest"
	"kaoji/evaluation"
	"kaoji/evaluation/concern"
	"kaoji/evaluation/hurdle"
)

func badge(w *officetest.World, no string) concern.BoxOf {
	w.T.Helper()
	r := w.Make(w.Personnel(), concern.KindBox, "open", &concern.OpenInput{Scope: concern.ScopeBadge, Person: w.People[no]})
	box, err := w.Concern.BoxByToken(w.T.Context(), officetest.Office, officetest.Payload[concern.Box](w, r.ID).Token)
	w.Must(err)
	return box
}

func comment() concern.Comment {
	return concern.Comment{Category: "attitude", Topic: "居住证办理", Content: "让人跑了三趟。"}
}

func leave(w *officetest.World, box concern.BoxOf, id string, c concern.Comment, address string) (string, error) {
	return w.Concern.Leave(w.T.Context(), w.Service, box, id, c, nil, address, w.Now())
}

func TestACommentOnABadgeIsAboutItsWearerAndTheReceiptTellsTheSenderAlone(t *testing.T) {
	w := officetest.New(t)
	box := badge(w, "a4")
	receipt, err := leave(w, box, "m1", comment(), "10.0.0.1")
	w.Must(err)
	r := w.Stored("m1")
	if r.Subject != w.People["a4"] || r.State != concern.Received {
		t.Errorf("%s %s", r.Subject, r.State)
	}
	w.Do(w.Personnel(), "m1", "accept", &concern.AcceptInput{Handler: w.People["d4"]})
	w.Do(w.Who("d4", evaluation.RolePersonnel), "m1", "conclude", &concern.ConcludeInput{Outcome: concern.BorneOut, Findings: "内部情况", Reply: "已督促改进。"})
	ask := func(number string) concern.Standing {
		st, err := w.Concern.Ask(t.Context(), officetest.Office, number)
		w.Must(err)
		return st
	}
	if st := ask(receipt); st.State != concern.Concluded || st.Reply != "" {
		t.Errorf("before the answer: %+v", st)
	}
	w.Do(w.Personnel(), "m1", "answer", nil)
	if st := ask(strings.ToLower(strings.ReplaceAll(receipt, "-", " "))); st.State != concern.Answered || st.Reply != "已督促改进。" {
		t.Errorf("after the answer: %+v", st)
	}
	_, err = w.Concern.Ask(t.Context(), officetest.Office, "0000-0000-0000")
	w.Refused("concern.receipt_unknown", err)
	cells, err := w.Store.FindCells(t.Context(), evaluation.CellQuery{Class: "receipt", Office: officetest.Office, Limit: 10})
	if err != nil || len(cells) != 1 || strings.Contains(cells[0].ID+string(cells[0].Body), strings.ReplaceAll(receipt, "-", "")) {
		t.Errorf("the number stands readable: %+v %v", cells, err)
	}
}

func TestAMergedConcernAnswersLikeTheOneItWentInto(t *testing.T) {
	w := officetest.New(t)
	box := badge(w, "a4")
	_, err := leave(w, box, "m1", comment(), "10.0.0.1")
	w.Must(err)
	second, err := leave(w, box, "m2", comment(), "10.0.0.2")
	w.Must(err)
	w.Do(w.Personnel(), "m2", "merge", &concern.OtherInput{No: officetest.Payload[concern.Matter](w, "m1").No})
	w.Do(w.Personnel(), "m1", "decline", &concern.ReplyInput{Reply: "请到区信访办反映。"})
	st, err := w.Concern.Ask(t.Context(), officetest.Office, second)
	if err != nil || st.State != concern.Declined || st.Reply == "" {
		t.Errorf("%+v %v", st, err)
	}
}

func TestLimitsHoldForAnAddressAndForABoxUnderARace(t *testing.T) {
	w := officetest.New(t)
	box := badge(w, "a4")
	most, err := box.Box.Rules.Int("concern.limit.address")
	w.Must(err)
	var wg sync.WaitGroup
	results := make([]error, most+10)
	for i := range results {
		wg.Go(func() { _, results[i] = leave(w, box, "race"+strconv.Itoa(i), comment(), "10.0.0.1") })
	}
	wg.Wait()
	taken := int64(0)
	for _, err := range results {
		if err == nil {
			taken++
		} else {
			w.Refused("concern.too_many", err)
		}
	}
	if taken != most {
		t.Errorf("%d comments from one address, %d allowed", taken, most)
	}
	if _, err := leave(w, box, "other", comment(), "10.0.0.2"); err != nil {
		t.Errorf("another address: %v", err)
	}
	w.Turn("2026-12-02")
	if _, err := leave(w, box, "tomorrow", comment(), "10.0.0.1"); err != nil {
		t.Errorf("the day after: %v", err)
	}
}

func TestTheHurdleIsTakenOnceInTimeForItsBoxWithTheWorkDone(t *testing.T) {
	w := officetest.New(t)
	box, other := badge(w, "a4"), badge(w, "a5")
	h, err := w.Concern.Challenge(box, w.Now())
	w.Must(err)
	work := func(h hurdle.Hurdle) string {
		for n := 0; ; n++ {
			if nonce := strconv.Itoa(n); hurdle.Zeros(h.Challenge+nonce) >= h.Bits {
				return nonce
			}
		}
	}
	nonce := work(h)
	cleared := func(box concern.BoxOf, challenge, nonce string, at time.Time) error {
		return w.Concern.Cleared(t.Context(), box, challenge, nonce, at)
	}
	for name, err := range map[string]error{
		"no work":          cleared(box, h.Challenge, "x", w.Now()),
		"another box":      cleared(other, h.Challenge, nonce, w.Now()),
		"forged":           cleared(box, "zzzzzz.1."+strings.Repeat("0", 24), "1", w.Now()),
		"none":             cleared(box, "", "", w.Now()),
		"too late":         cleared(box, h.Challenge, nonce, w.Now().Add(31*time.Minute)),
		"later by forging": cleared(box, "z"+h.Challenge, nonce, w.Now()),
	} {
		if evaluation.CodeOf(err) != evaluation.CodeInvalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	w.Must(cleared(box, h.Challenge, nonce, w.Now()))
	w.Refused("concern.hurdle", cleared(box, h.Challenge, nonce, w.Now()))
}

func TestABoxIsThereOnceAndItsCodeCanBeRenewed(t *testing.T) {
	w := officetest.New(t)
	box := badge(w, "a4")
	_, err := w.Create(t.Context(), w.Personnel(), concern.KindBox, "open", evaluation.Creation{Input: &concern.OpenInput{Scope: concern.ScopeBadge, Person: w.People["a4"]}})
	w.Refused("concern.box_there", err)
	w.Do(w.Personnel(), box.Record.ID, "renew", nil)
	_, err = w.Concern.BoxByToken(t.Context(), officetest.Office, box.Box.Token)
	w.Refused("not_found", err)
	list, err := w.Concern.Badgeless(t.Context(), officetest.Office, evaluation.DateOf(w.Now()))
	if err != nil || len(list) != len(w.People)-1 {
		t.Errorf("%d people without a badge of %d, %v", len(list), len(w.People), err)
	}
}

func TestThePaperBoxTakesTwoPersonsAndItsSlipsBecomeConcerns(t *testing.T) {
	w := officetest.New(t)
	one, two := w.Who("d4", evaluation.RolePersonnel), w.Who("d5")
	in := &concern.OpeningInput{Place: "一楼大厅", On: date("2026-11-30"), Other: w.People["d5"], Slips: []concern.Slip{
		{Person: w.People["a4"], Category: "attitude", Topic: "居住证办理", Content: "态度生硬"},
		{Content: "希望多放几把椅子"},
		{Unit: w.Units["b"], Category: "efficiency", Topic: "路灯", Content: "路灯坏了一个月"},
	}}
	_, err := w.Create(t.Context(), one, concern.KindOpening, "record", evaluation.Creation{Input: &concern.OpeningInput{Place: "一楼", On: date("2026-11-30"), Other: w.People["d4"]}})
	w.Refused("concern.second_person", err)
	for _, slip := range []concern.Slip{{Person: "nobody"}, {Unit: "nowhere"}} {
		slip.Category, slip.Topic, slip.Content = "attitude", "居住证办理", "态度生硬"
		_, err := w.Create(t.Context(), one, concern.KindOpening, "record", evaluation.Creation{Input: &concern.OpeningInput{Place: "一楼", On: date("2026-11-30"), Other: w.People["d5"], Slips: []concern.Slip{slip}}})
		w.Refused(map[bool]string{true: "concern.no_person", false: "concern.no_subject"}[slip.Person != ""], err)
	}
	r := w.Make(one, concern.KindOpening, "record", in)
	w.Refused("concern.second_person", w.Try(one, r.ID, "confirm", nil))
	w.Refused("not_found", w.Try(w.Who("d6"), r.ID, "confirm", nil))
	if v, err := w.Get(t.Context(), w.Who("d6", evaluation.RolePersonnel), r.ID); err != nil || strings.Contains(string(v.Payload), "态度生硬") {
		t.Errorf("a third of the section reads the slips: %s %v", v.Payload, err)
	}
	w.Do(two, r.ID, "return", nil)
	w.Do(one, r.ID, "correct", in)
	w.Do(two, r.ID, "confirm", nil)
	o := officetest.Payload[concern.Opening](w, r.ID)
	if o.Count != 3 || len(o.Slips) != 0 {
		t.Errorf("%+v", o)
	}
	found, err := w.Find(t.Context(), evaluation.Query{Office: officetest.Office, Kinds: []string{concern.KindMatter}})
	if err != nil || len(found.Records) != 2 {
		t.Errorf("%d concerns of two slips, %v", len(found.Records), err)
	}
}
