package commendation_test

import (
	"slices"
	"testing"

	"kaoji/evaluation"
	"kaoji/evaluation/commendation"
	"kaoji/evaluation/roster"
)

// bulletin is a draft of the first quarter.
func (w *world) bulletin() string {
	w.t.Helper()
	r, err := w.startBulletin("2026-03-31")
	w.must(err)
	return r.ID
}

func (w *world) startBulletin(to string) (evaluation.Record, error) {
	return w.Create(w.t.Context(), w.personnel(), commendation.KindBulletin, "draft", evaluation.Creation{
		Input: &commendation.DraftInput{Title: "关于一季度好人好事的通报", From: date("2026-01-01"), To: date(to)},
	})
}

func (w *world) released(id string) {
	w.t.Helper()
	w.do(w.personnel(), id, "submit", nil)
	w.do(w.principal(), id, "approve", nil)
}

func TestABulletinGathersIsApprovedNumberedAndMarksItsDeeds(t *testing.T) {
	w := newWorld(t)
	one, two := w.filed("2026-02-10", "清理楼道", "a2"), w.filed("2026-02-01", "护送老人", "b2", "b3")
	_ = w.deed("2026-02-03", "还没有备案", "a3")
	id := w.bulletin()
	b := payload[commendation.Bulletin](w, id)
	if len(b.Items) != 2 || b.Items[0].Deed != two || b.Items[1].Deed != one || b.Items[0].Names != "科室b 干部b2、干部b3" || b.Number != "" {
		t.Errorf("%+v", b.Items)
	}
	if err := w.try(w.personnel(), id, "approve", nil); evaluation.CodeOf(err) != evaluation.CodeForbidden {
		t.Errorf("personnel approve: %v", err)
	}
	w.released(id)
	b = payload[commendation.Bulletin](w, id)
	if b.Number != "〔2026〕第1期" || b.Approver != "干部l1" || len(b.Receipts) != 3 || w.load(id).Due != date("2026-03-09") {
		t.Errorf("%+v, due %s", b, w.load(id).Due)
	}
	for _, deed := range []string{one, two} {
		d := payload[commendation.Deed](w, deed)
		if w.load(deed).State != commendation.DeedPublished || d.Bulletin.Number != b.Number || d.Bulletin.ID != id {
			t.Errorf("%+v", d.Bulletin)
		}
	}
	w.on("2026-04-01")
	_, err := w.startBulletin("2026-06-30")
	w.must(err)
	due, err := w.commend.NextDue(t.Context(), "o", date("2026-04-01"))
	if err != nil || due != date("2026-06-02") {
		t.Errorf("the next is due %s (%v)", due, err)
	}
}

func TestOneBulletinIsPreparedAtATime(t *testing.T) {
	w := newWorld(t)
	id := w.bulletin()
	_, err := w.startBulletin("2026-03-31")
	w.refused("commendation.in_preparation", err)
	w.refused("commendation.empty", w.try(w.personnel(), id, "submit", nil))
	w.do(w.personnel(), id, "discard", nil)
	_, err = w.startBulletin("2025-12-31")
	w.refused("commendation.period", err)
	_ = w.bulletin()
}

func TestOrderAndWordingAreEditedAndDeedsGoInAndOutWithAReason(t *testing.T) {
	w := newWorld(t)
	w.filed("2026-02-01", "护送老人", "b2")
	w.filed("2026-02-10", "清理楼道", "a2")
	id := w.bulletin()
	n1, n2 := "塘表备〔2026〕1号", "塘表备〔2026〕2号"
	row := func(n string) commendation.ItemInput {
		return commendation.ItemInput{Number: n, Heading: "标题" + n, Text: "内容" + n}
	}
	edit := func(rows ...commendation.ItemInput) *commendation.EditInput {
		return &commendation.EditInput{Title: "通报", Intro: "现将好人好事通报如下：", Items: rows, Closing: "望再接再厉。"}
	}
	w.refused("commendation.items_missing", w.try(w.personnel(), id, "edit", edit(row(n1))))
	w.refused("commendation.not_in_bulletin", w.try(w.personnel(), id, "edit", edit(row(n1), row(n1))))
	w.refused("commendation.not_in_bulletin", w.try(w.personnel(), id, "edit", edit(row(n1), row("塘表备〔2026〕9号"))))
	w.do(w.personnel(), id, "edit", edit(row(n2), row(n1)))
	b := payload[commendation.Bulletin](w, id)
	if b.Items[0].Number != n2 || b.Items[0].Heading != "标题"+n2 || b.Items[0].Names == "" || b.Closing == "" {
		t.Errorf("%+v", b.Items)
	}
	w.do(w.personnel(), id, "leave_out", &commendation.NumberInput{Number: n1})
	w.filed("2026-02-20", "后来备案的", "a3")
	w.do(w.personnel(), id, "refresh", nil)
	b = payload[commendation.Bulletin](w, id)
	if len(b.Items) != 2 || b.Items[0].Heading != "标题"+n2 || b.Items[1].Heading != "后来备案的" {
		t.Errorf("gathered again: %+v", b.Items)
	}
	w.refused("commendation.not_filed", w.try(w.personnel(), id, "include", &commendation.NumberInput{Number: n2}))
	w.refused("commendation.not_filed", w.try(w.personnel(), id, "include", &commendation.NumberInput{Number: "九号"}))
	w.do(w.personnel(), id, "include", &commendation.NumberInput{Number: n1})
	b = payload[commendation.Bulletin](w, id)
	if len(b.Items) != 3 || len(b.Changes) != 2 || b.Changes[0].Added || b.Changes[0].Reason != "因工作需要" || !b.Changes[1].Added {
		t.Errorf("%+v", b.Changes)
	}
	w.do(w.personnel(), id, "submit", nil)
	w.do(w.principal(), id, "return", nil)
	if b := payload[commendation.Bulletin](w, id); b.Returned != "因工作需要" || w.load(id).State != commendation.BulletinDraft {
		t.Errorf("%+v", b)
	}
}

func TestADeedRevokedMeanwhileStopsTheReleaseAndOneRevokedAfterItIsCorrected(t *testing.T) {
	w := newWorld(t)
	one, two := w.filed("2026-02-01", "护送老人", "b2"), w.filed("2026-02-10", "清理楼道", "a2")
	id := w.bulletin()
	w.do(w.personnel(), id, "submit", nil)
	w.do(w.personnel(), one, "revoke", nil)
	w.refused("commendation.no_longer_filed", w.try(w.principal(), id, "approve", nil))
	w.do(w.principal(), id, "return", nil)
	w.do(w.personnel(), id, "refresh", nil)
	w.released(id)
	if d := payload[commendation.Deed](w, one); d.Bulletin.ID != "" || w.load(one).State != commendation.DeedRevoked {
		t.Errorf("revoked before release: %+v", d.Bulletin)
	}
	w.do(w.principal(), two, "revoke", nil)
	w.on("2026-04-02")
	r, err := w.startBulletin("2026-06-30")
	w.must(err)
	b := payload[commendation.Bulletin](w, r.ID)
	if len(b.Items) != 0 || len(b.Corrections) != 1 || b.Corrections[0].Deed != two || b.Corrections[0].Bulletin != "〔2026〕第1期" {
		t.Fatalf("%+v", b)
	}
	w.do(w.personnel(), r.ID, "edit", &commendation.EditInput{Title: "通报", Corrections: []commendation.CorrectionText{{Number: b.Corrections[0].Number, Text: "予以更正。"}}})
	w.released(r.ID)
	d := payload[commendation.Deed](w, two)
	if d.Correction.Number != "〔2026〕第2期" || w.load(two).State != commendation.DeedRevoked || payload[commendation.Bulletin](w, r.ID).Corrections[0].Text != "予以更正。" {
		t.Errorf("%+v", d.Correction)
	}
	r, err = w.startBulletin("2026-09-30")
	w.must(err)
	if b := payload[commendation.Bulletin](w, r.ID); len(b.Corrections) != 0 {
		t.Error("corrected twice")
	}
}

func TestMarkingTwiceComesToTheSameEnd(t *testing.T) {
	w := newWorld(t)
	deed := w.filed("2026-02-01", "护送老人", "b2")
	id := w.bulletin()
	w.released(id)
	before := payload[commendation.Deed](w, deed)
	handle := w.commend.Measure().Kinds[1].Effects["mark"]
	w.must(handle(t.Context(), w.Service, w.load(id), nil))
	if after := payload[commendation.Deed](w, deed); after.Bulletin != before.Bulletin || w.load(deed).State != commendation.DeedPublished {
		t.Errorf("%+v", after.Bulletin)
	}
	w.do(w.personnel(), deed, "revoke", nil)
	w.must(handle(t.Context(), w.Service, w.load(id), nil))
	if w.load(deed).State != commendation.DeedRevoked {
		t.Error("marking brought a revoked deed back")
	}
	for _, act := range []string{"publish", "correct"} {
		in := &commendation.BulletinReference{Bulletin: id, Number: "〔2026〕第9期", On: date("2026-03-02")}
		if err := w.try(w.personnel(), deed, act, in); evaluation.CodeOf(err) != evaluation.CodeForbidden {
			t.Errorf("personnel %s: %v", act, err)
		}
	}
}

func TestEachDepartmentAcknowledgesOnceAndWhoHasNotIsListed(t *testing.T) {
	w := newWorld(t)
	w.filed("2026-02-01", "护送老人", "b2")
	r, err := w.Create(t.Context(), w.personnel(), roster.KindDepartment, "open", evaluation.Creation{Input: &roster.OpenDepartment{Name: "没有负责人的科室", Order: 9}})
	w.must(err)
	id := w.bulletin()
	if got := w.sees(w.who("b2"), id); got != nil {
		t.Errorf("a cadre sees the draft: %v", got)
	}
	w.released(id)
	w.do(w.head("a"), id, "acknowledge", nil)
	w.refused("commendation.acknowledged", w.try(w.head("a"), id, "acknowledge", nil))
	w.refused("commendation.acknowledged", w.try(w.who("a3", evaluation.RoleHead), id, "acknowledge", nil))
	for _, x := range payload[commendation.Bulletin](w, id).Receipts {
		if x.Unit == r.ID {
			t.Error("a department without a head is asked to acknowledge")
		}
	}
	r = w.load(id)
	if want := []string{evaluation.WaitHead(w.units["b"]), evaluation.WaitHead(w.units["d"])}; !slices.Equal(r.Waiting, want) {
		t.Errorf("waiting for %v", r.Waiting)
	}
	w.do(w.head("b"), id, "acknowledge", nil)
	w.do(w.head("d"), id, "acknowledge", nil)
	if r := w.load(id); len(r.Waiting) > 0 || !r.Due.IsZero() {
		t.Errorf("%v %s", r.Waiting, r.Due)
	}
	for name, who := range map[string]evaluation.Actor{"cadre": w.who("b2"), "supervisor": w.supervisor()} {
		got := w.sees(who, id)
		if !slices.Contains(got, "items") || slices.Contains(got, "receipts") || slices.Contains(got, "changes") {
			t.Errorf("%s sees %v", name, got)
		}
	}
	if got := w.sees(w.head("a"), id); !slices.Contains(got, "receipts") || slices.Contains(got, "changes") {
		t.Errorf("a head sees %v", got)
	}
}
