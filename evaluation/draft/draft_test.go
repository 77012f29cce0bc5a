package draft_test

import (
	"bytes"
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"kaoji/app/officetest"
	"kaoji/auth"
	"kaoji/evaluation"
	"kaoji/evaluation/draft"
)

// world keeps drafts in a real storage.
type world struct {
	*officetest.World
	drafts *draft.Service
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{World: officetest.New(t)}
	vault, err := auth.NewVault(bytes.Repeat([]byte("k"), 32), seeded{})
	w.Must(err)
	w.drafts = &draft.Service{Cells: w.Store, Vault: vault, Now: w.Now, NewID: w.NewID}
	return w
}

// seeded is a source of bytes that are no secret.
type seeded struct{}

func (seeded) Read(p []byte) (int, error) { return len(p), nil }

var report = draft.Form{Kind: "commendation.deed", Act: "report", Place: "/new/commendation.deed/report?unit=u1"}

func (w *world) save(who evaluation.Actor, d draft.Draft, title string) draft.Saving {
	w.T.Helper()
	if d.ID == "" {
		d.Form, d.ID = report, w.drafts.New(who, report)
	}
	d.Values = url.Values{"title": {title}}
	saving, err := w.drafts.Save(w.T.Context(), who, d)
	w.Must(err)
	return saving
}

func (w *world) all(who evaluation.Actor) []string {
	w.T.Helper()
	list, err := w.drafts.All(w.T.Context(), who)
	w.Must(err)
	var titles []string
	for _, d := range list {
		titles = append(titles, d.Values.Get("title"))
	}
	return titles
}

func TestADraftIsReadByItsAuthorAloneAndSaysNothingInTheStorage(t *testing.T) {
	w := newWorld(t)
	saved := w.save(w.Personnel(), draft.Draft{}, "深夜送走失老人回家")
	elsewhere := report
	elsewhere.Place = "/new/commendation.deed/report" // the same form, opened in another way
	if got, err := w.drafts.Get(t.Context(), w.Personnel(), elsewhere, saved.ID); err != nil || got.Values.Get("title") != "深夜送走失老人回家" || got.Place != report.Place {
		t.Errorf("%+v, %v", got, err)
	}
	other := w.Who("d4", evaluation.RolePersonnel)
	for name, ask := range map[string]func() error{
		"get": func() error { _, err := w.drafts.Any(t.Context(), other, saved.ID); return err },
		"save": func() error {
			d := saved.Draft
			_, err := w.drafts.Save(t.Context(), other, d)
			return err
		},
	} {
		if err := ask(); err == nil {
			t.Errorf("%s: another account can", name)
		}
	}
	w.Must(w.drafts.Drop(t.Context(), other, saved.ID))
	if titles := w.all(other); len(titles) > 0 || len(w.all(w.Personnel())) != 1 {
		t.Errorf("another account sees %v, or has thrown it away", titles)
	}
	cells, err := w.Store.FindCells(t.Context(), evaluation.CellQuery{Class: evaluation.ClassDraft, Office: w.Personnel().Office})
	w.Must(err)
	if said := fmt.Sprintf("%+v %s", cells, cells[0].Body); len(cells) != 1 || strings.Contains(said, "老人") || strings.Contains(said, "deed") || strings.Contains(said, "report") {
		t.Errorf("the storage says %s", said)
	}
}

func TestTwoWindowsDoNotOverwriteEachOther(t *testing.T) {
	w := newWorld(t)
	who := w.Personnel()
	first := w.save(who, draft.Draft{}, "一")
	if again := w.save(who, first.Draft, "一二"); again.ID != first.ID || again.Edition == first.Edition || again.Beside {
		t.Errorf("the same window: %+v", again)
	}
	if second := w.save(who, first.Draft, "三"); !second.Beside || second.ID == first.ID { // it has seen the first edition
		t.Errorf("another window: %+v", second)
	}
	copied := draft.Draft{ID: first.ID, Form: report} // a window that was duplicated before anything was typed
	if third := w.save(who, copied, "四"); !third.Beside {
		t.Errorf("a copy of the window: %+v", third)
	}
	if got := strings.Join(w.all(who), " "); !strings.Contains(got, "一二") || !strings.Contains(got, "三") || !strings.Contains(got, "四") {
		t.Errorf("kept: %s", got)
	}
	w.Must(w.drafts.Drop(t.Context(), who, first.ID))
	if _, err := w.drafts.Save(t.Context(), who, first.Draft); evaluation.CodeOf(err) != evaluation.CodeNotFound {
		t.Errorf("a draft that was thrown away comes back: %v", err)
	}
}

func TestDraftsAreBounded(t *testing.T) {
	w := newWorld(t)
	who := w.Personnel()
	for i := range draft.Most {
		w.TurnTo(w.Now().Add(time.Minute))
		if saving := w.save(who, draft.Draft{}, fmt.Sprint(i)); saving.Dropped != nil {
			t.Errorf("%d: dropped %+v", i, saving.Dropped)
		}
	}
	w.TurnTo(w.Now().Add(time.Minute))
	saving := w.save(who, draft.Draft{}, "last")
	if saving.Dropped == nil || saving.Dropped.Values.Get("title") != "0" {
		t.Errorf("the oldest is not the one that goes: %+v", saving.Dropped)
	}
	if titles := w.all(who); len(titles) != draft.Most || titles[0] != "last" {
		t.Errorf("%v", titles)
	}
	_, err := w.drafts.Save(t.Context(), who, draft.Draft{ID: w.drafts.New(who, report), Form: report, Values: url.Values{"text": {strings.Repeat("字", draft.MaxSize/3)}}})
	if evaluation.CodeOf(err) != evaluation.CodeTooLarge {
		t.Errorf("too much: %v", err)
	}
	cell, err := w.Store.Cell(t.Context(), evaluation.ClassDraft, who.Office, saving.ID)
	if err != nil || !cell.Expires.Equal(saving.Saved.Add(30*24*time.Hour)) { // the storage deletes it
		t.Errorf("until %s, %v", cell.Expires, err)
	}
}

func TestWhatIsSentAndWhoHasLeftHaveNoDrafts(t *testing.T) {
	w := newWorld(t)
	who, other := w.Personnel(), w.Who("d4", evaluation.RolePersonnel)
	one, two := w.save(who, draft.Draft{}, "一"), w.save(who, draft.Draft{}, "二")
	w.save(other, draft.Draft{}, "三")
	w.Must(w.drafts.Sent(t.Context(), who, report, one.ID))
	if titles := w.all(who); len(titles) != 1 || titles[0] != "二" {
		t.Errorf("another new record is gone too: %v, %s", titles, two.ID)
	}
	act := draft.Form{Kind: "commendation.deed", Act: "verify", Record: "r1", Place: "/records/r1/acts/verify"}
	for range 2 { // two windows
		if _, err := w.drafts.Save(t.Context(), who, draft.Draft{ID: w.drafts.New(who, act), Form: act, Values: url.Values{"facts": {"属实"}}}); err != nil {
			t.Fatal(err)
		}
	}
	w.Must(w.drafts.Sent(t.Context(), who, act, ""))
	if titles := w.all(who); len(titles) != 1 {
		t.Errorf("the act is done and its draft is there: %v", titles)
	}
	w.Must(w.drafts.Ends(t.Context(), who.Office, []string{who.Account}))
	if mine, theirs := w.all(who), w.all(other); len(mine) != 0 || len(theirs) != 1 {
		t.Errorf("%v, %v", mine, theirs)
	}
}

func TestDraftsOfEarlierVersionsAreEncrypted(t *testing.T) {
	w := newWorld(t)
	who := w.Personnel()
	for id, saved := range map[string]time.Time{"new": w.Now(), "old": w.Now().Add(-draft.Life), "closed": w.Now()} {
		_, err := w.Store.PutCell(t.Context(), evaluation.Cell{
			Class: "draft", Office: who.Office, ID: who.Account + "/" + id + "/verify", Ref: who.Account, Expires: saved.Add(90 * 24 * time.Hour), Body: []byte(`{"form":"facts=%E5%B1%9E%E5%AE%9E"}`),
		})
		w.Must(err)
	}
	form := func(record, act string) (draft.Form, bool, error) {
		return draft.Form{Kind: "commendation.deed", Act: act, Record: record, Place: "/records/" + record + "/acts/" + act}, record != "closed", nil
	}
	for range 2 { // the second time there is nothing to do
		w.Must(w.drafts.Adopt(t.Context(), who.Office, form))
	}
	list, err := w.drafts.All(t.Context(), who)
	if err != nil || len(list) != 1 || list[0].Values.Get("facts") != "属实" || list[0].Record != "new" || !list[0].Saved.Equal(w.Now()) {
		t.Errorf("%+v, %v", list, err)
	}
	if left, err := w.Store.FindCells(t.Context(), evaluation.CellQuery{Class: "draft", Office: who.Office}); err != nil || len(left) > 0 {
		t.Errorf("unencrypted: %v, %v", left, err)
	}
}
