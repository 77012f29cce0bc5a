package commendation_test

import (
	"context"
	"slices"
	"testing"

	"kaoji/app/officetest"
	"kaoji/evaluation"
	"kaoji/evaluation/commendation"
	"kaoji/evaluation/roster"
)

// bulletin is a draft of the first quarter.
func (w *world) bulletin() string {
	w.T.Helper()
	r, err := w.startBulletin("2026-03-31")
	w.Must(err)
	return r.ID
}

func (w *world) startBulletin(to string) (evaluation.Record, error) {
	return w.Create(w.T.Context(), w.Personnel(), commendation.KindBulletin, "draft", evaluation.Creation{
		Input: &commendation.DraftInput{Title: "关于一季度好人好事的通报", From: date("2026-01-01"), To: date(to)},
	})
}

func (w *world) released(id string) {
	w.T.Helper()
	w.Do(w.Personnel(), id, "submit", nil)
	w.Do(w.principal(), id, "approve", nil)
}

func TestABulletinGathersIsApprovedNumberedAndMarksItsDeeds(t *testing.T) {
	w := newWorld(t)
	one, two := w.filed("2026-02-10", "清理楼道", "a2"), w.filed("2026-02-01", "护送老人", "b2", "b3")
	_ = w.deed("2026-02-03", "还没有备案", "a3")
	id := w.bulletin()
	b := officetest.Payload[commendation.Bulletin](w.World, id)
	if len(b.Items) != 2 || b.Items[0].Deed != two || b.Items[1].Deed != one || b.Items[0].Names != "科室b 干部b2、干部b3" || b.Number != "" {
		t.Errorf("%+v", b.Items)
	}
	if err := w.Try(w.Personnel(), id, "approve", nil); evaluation.CodeOf(err) != evaluation.CodeForbidden {
		t.Errorf("personnel approve: %v", err)
	}
	w.released(id)
	b = officetest.Payload[commendation.Bulletin](w.World, id)
	if b.Number != "〔2026〕第1期" || b.Approver != "干部l1" || len(b.Receipts) != 4 || w.Stored(id).Due != date("2026-03-09") {
		t.Errorf("%+v, due %s", b, w.Stored(id).Due)
	}
	for _, deed := range []string{one, two} {
		d := officetest.Payload[commendation.Deed](w.World, deed)
		if w.Stored(deed).State != commendation.DeedPublished || d.Bulletin.Number != b.Number || d.Bulletin.ID != id {
			t.Errorf("%+v", d.Bulletin)
		}
	}
	w.Turn("2026-04-01")
	_, err := w.startBulletin("2026-06-30")
	w.Must(err)
	due, err := w.Commendation.NextDue(t.Context(), "o", date("2026-04-01"))
	if err != nil || due != date("2026-06-02") {
		t.Errorf("the next is due %s (%v)", due, err)
	}
}

func TestOneBulletinIsPreparedAtATime(t *testing.T) {
	w := newWorld(t)
	id := w.bulletin()
	_, err := w.startBulletin("2026-03-31")
	w.Refused("commendation.in_preparation", err)
	w.Refused("commendation.empty", w.Try(w.Personnel(), id, "submit", nil))
	w.Do(w.Personnel(), id, "discard", nil)
	_, err = w.startBulletin("2025-12-31")
	w.Refused("commendation.period", err)
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
	w.Refused("commendation.items_missing", w.Try(w.Personnel(), id, "edit", edit(row(n1))))
	w.Refused("commendation.not_in_bulletin", w.Try(w.Personnel(), id, "edit", edit(row(n1), row(n1))))
	w.Refused("commendation.not_in_bulletin", w.Try(w.Personnel(), id, "edit", edit(row(n1), row("塘表备〔2026〕9号"))))
	w.Do(w.Personnel(), id, "edit", edit(row(n2), row(n1)))
	b := officetest.Payload[commendation.Bulletin](w.World, id)
	if b.Items[0].Number != n2 || b.Items[0].Heading != "标题"+n2 || b.Items[0].Names == "" || b.Closing == "" {
		t.Errorf("%+v", b.Items)
	}
	if got := w.Offered(w.Personnel(), id, "include", "leave_out"); got != "submit leave_out" {
		t.Errorf("with every filed deed in it, %s is offered", got)
	}
	w.Refused("commendation.nothing_to_include", w.Try(w.Personnel(), id, "include", &commendation.NumberInput{Number: n2}))
	w.Do(w.Personnel(), id, "leave_out", &commendation.NumberInput{Number: n1})
	if got := w.Offered(w.Personnel(), id, "include", "leave_out"); got != "submit include leave_out" {
		t.Errorf("with a filed deed left out, %s is offered", got)
	}
	w.filed("2026-02-20", "后来备案的", "a3")
	w.Do(w.Personnel(), id, "refresh", nil)
	b = officetest.Payload[commendation.Bulletin](w.World, id)
	if len(b.Items) != 2 || b.Items[0].Heading != "标题"+n2 || b.Items[1].Heading != "后来备案的" {
		t.Errorf("gathered again: %+v", b.Items)
	}
	w.Refused("commendation.not_filed", w.Try(w.Personnel(), id, "include", &commendation.NumberInput{Number: n2}))
	w.Refused("commendation.not_filed", w.Try(w.Personnel(), id, "include", &commendation.NumberInput{Number: "九号"}))
	w.Do(w.Personnel(), id, "include", &commendation.NumberInput{Number: n1})
	b = officetest.Payload[commendation.Bulletin](w.World, id)
	if len(b.Items) != 3 || len(b.Changes) != 2 || b.Changes[0].Added || b.Changes[0].Reason != "因工作需要" || !b.Changes[1].Added {
		t.Errorf("%+v", b.Changes)
	}
	w.Do(w.Personnel(), id, "submit", nil)
	w.Do(w.principal(), id, "return", nil)
	if b := officetest.Payload[commendation.Bulletin](w.World, id); b.Returned != "因工作需要" || w.Stored(id).State != commendation.BulletinDraft {
		t.Errorf("%+v", b)
	}
}

func TestADeedRevokedMeanwhileStopsTheReleaseAndOneRevokedAfterItIsCorrected(t *testing.T) {
	w := newWorld(t)
	one, two := w.filed("2026-02-01", "护送老人", "b2"), w.filed("2026-02-10", "清理楼道", "a2")
	id := w.bulletin()
	w.Do(w.Personnel(), id, "submit", nil)
	w.Do(w.Personnel(), one, "revoke", nil)
	w.Refused("commendation.no_longer_filed", w.Try(w.principal(), id, "approve", nil))
	w.Do(w.principal(), id, "return", nil)
	w.Do(w.Personnel(), id, "refresh", nil)
	w.released(id)
	if d := officetest.Payload[commendation.Deed](w.World, one); d.Bulletin.ID != "" || w.Stored(one).State != commendation.DeedRevoked {
		t.Errorf("revoked before release: %+v", d.Bulletin)
	}
	w.Do(w.principal(), two, "revoke", nil)
	w.Turn("2026-04-02")
	r, err := w.startBulletin("2026-06-30")
	w.Must(err)
	b := officetest.Payload[commendation.Bulletin](w.World, r.ID)
	if len(b.Items) != 0 || len(b.Corrections) != 1 || b.Corrections[0].Deed != two || b.Corrections[0].Bulletin != "〔2026〕第1期" {
		t.Fatalf("%+v", b)
	}
	w.Do(w.Personnel(), r.ID, "edit", &commendation.EditInput{Title: "通报", Corrections: []commendation.CorrectionText{{Number: b.Corrections[0].Number, Text: "予以更正。"}}})
	w.released(r.ID)
	d := officetest.Payload[commendation.Deed](w.World, two)
	if d.Correction.Number != "〔2026〕第2期" || w.Stored(two).State != commendation.DeedRevoked || officetest.Payload[commendation.Bulletin](w.World, r.ID).Corrections[0].Text != "予以更正。" {
		t.Errorf("%+v", d.Correction)
	}
	r, err = w.startBulletin("2026-09-30")
	w.Must(err)
	if b := officetest.Payload[commendation.Bulletin](w.World, r.ID); len(b.Corrections) != 0 {
		t.Error("corrected twice")
	}
}

func TestMarkingTwiceComesToTheSameEnd(t *testing.T) {
	w := newWorld(t)
	deed := w.filed("2026-02-01", "护送老人", "b2")
	id := w.bulletin()
	w.released(id)
	before := officetest.Payload[commendation.Deed](w.World, deed)
	handle := w.Commendation.Measure().Kinds[1].Effects["mark"]
	w.Must(handle(t.Context(), w.Service, w.Stored(id), nil))
	if after := officetest.Payload[commendation.Deed](w.World, deed); after.Bulletin != before.Bulletin || w.Stored(deed).State != commendation.DeedPublished {
		t.Errorf("%+v", after.Bulletin)
	}
	w.Do(w.Personnel(), deed, "revoke", nil)
	w.Must(handle(t.Context(), w.Service, w.Stored(id), nil))
	if w.Stored(deed).State != commendation.DeedRevoked {
		t.Error("marking brought a revoked deed back")
	}
	for _, act := range []string{"publish", "correct"} {
		in := &commendation.BulletinReference{Bulletin: id, Number: "〔2026〕第9期", On: date("2026-03-02")}
		if err := w.Try(w.Personnel(), deed, act, in); evaluation.CodeOf(err) != evaluation.CodeForbidden {
			t.Errorf("personnel %s: %v", act, err)
		}
	}
}

func TestEachDepartmentAcknowledgesOnceAndWhoHasNotIsListed(t *testing.T) {
	w := newWorld(t)
	w.filed("2026-02-01", "护送老人", "b2")
	r, err := w.Create(t.Context(), w.Personnel(), roster.KindDepartment, "open", evaluation.Creation{Input: &roster.OpenDepartment{Name: "没有负责人的科室", Order: 9}})
	w.Must(err)
	id := w.bulletin()
	if got := w.sees(w.Who("b2"), id); got != nil {
		t.Errorf("a cadre sees the draft: %v", got)
	}
	w.released(id)
	w.Do(w.head("a"), id, "acknowledge", nil)
	w.Refused("commendation.acknowledged", w.Try(w.head("a"), id, "acknowledge", nil))
	w.Refused("commendation.acknowledged", w.Try(w.Who("a3", evaluation.RoleHead), id, "acknowledge", nil))
	for _, x := range officetest.Payload[commendation.Bulletin](w.World, id).Receipts {
		if x.Unit == r.ID {
			t.Error("a department without a head is asked to acknowledge")
		}
	}
	r = w.Stored(id)
	if want := []string{evaluation.WaitHead(w.Units["b"]), evaluation.WaitHead(w.Units["c"]), evaluation.WaitHead(w.Units["d"])}; !slices.Equal(r.Waiting, want) {
		t.Errorf("waiting for %v", r.Waiting)
	}
	for _, unit := range []string{"b", "c", "d"} {
		w.Do(w.head(unit), id, "acknowledge", nil)
	}
	if r := w.Stored(id); len(r.Waiting) > 0 || !r.Due.IsZero() {
		t.Errorf("%v %s", r.Waiting, r.Due)
	}
	for name, who := range map[string]evaluation.Actor{"cadre": w.Who("b2"), "supervisor": w.supervisor()} {
		got := w.sees(who, id)
		if !slices.Contains(got, "items") || slices.Contains(got, "receipts") || slices.Contains(got, "changes") {
			t.Errorf("%s sees %v", name, got)
		}
	}
	if got := w.sees(w.head("a"), id); !slices.Contains(got, "receipts") || slices.Contains(got, "changes") {
		t.Errorf("a head sees %v", got)
	}
}

// blind is a storage that fails to read one record.
type blind struct {
	evaluation.Ledger
	id string
}

func (b blind) Get(ctx context.Context, office, id string) (evaluation.Record, error) {
	if id == b.id {
		return evaluation.Record{}, evaluation.Fail(evaluation.CodeUnavailable, "error.unavailable")
	}
	return b.Ledger.Get(ctx, office, id)
}

func TestARefreshThatCannotReadADeedChangesNothing(t *testing.T) {
	w := newWorld(t)
	deed := w.filed("2026-02-10", "清理楼道", "a2")
	id := w.bulletin()
	before := officetest.Payload[commendation.Bulletin](w.World, id)
	w.Do(w.Personnel(), id, "edit", &commendation.EditInput{Title: "通报", Items: []commendation.ItemInput{
		{Number: before.Items[0].Number, Heading: "楼道焕然一新", Text: "改过的措辞，经核实。"},
	}})
	parts := w.Parts
	parts.Ledger = blind{w.Store, deed}
	service, err := evaluation.NewService(parts)
	w.Must(err)
	_, err = service.Act(t.Context(), w.Personnel(), id, w.Stored(id).Version, "refresh", evaluation.Change{Reason: "因工作需要"})
	w.Refused("unavailable", err)
	b := officetest.Payload[commendation.Bulletin](w.World, id)
	if len(b.Items) != 1 || b.Items[0].Heading != "楼道焕然一新" {
		t.Errorf("the wording is now %+v", b.Items)
	}
	w.Do(w.Personnel(), id, "refresh", nil)
	if b := officetest.Payload[commendation.Bulletin](w.World, id); len(b.Items) != 1 || b.Items[0].Heading != "楼道焕然一新" {
		t.Errorf("after a refresh that could read: %+v", b.Items)
	}
}
