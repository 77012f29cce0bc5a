package roster_test

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"slices"
	"strings"
	"testing"
	"time"

	"kaoji/app/officetest"
	"kaoji/evaluation"
	"kaoji/evaluation/cadreform"
	"kaoji/evaluation/roster"
)

// particulars enters those of a person of the office, with a family and a career.
func particulars(w *officetest.World, no string) string {
	w.T.Helper()
	id := w.Make(w.Personnel(), roster.KindParticulars, "enter", &roster.EnterParticulars{
		Person: w.People[no], Basics: roster.Basics{NativePlace: "浙江绍兴", PartyJoined: "200306", Health: "高血压病史"},
	}).ID
	w.Do(w.Personnel(), id, "education", &roster.EducationInput{FullEducation: "大学", FullSchool: "华东师范大学"})
	w.Do(w.Personnel(), id, "resume", &roster.ResumeInput{Resume: []roster.StageRow{
		{From: "2009年7月", Text: "某区档案局科员"}, {From: "200207", To: "2009.07", Text: "某校教师"},
	}})
	w.Do(w.Personnel(), id, "family", &roster.FamilyInput{Family: []roster.KinRow{{Relation: "妻子", Name: "尹秘密", Born: "198203", Work: "某单位"}}})
	return id
}

func TestFamilyHealthAndPhotoStandEncryptedAndWhoMayReadThemReadsThemPlain(t *testing.T) {
	w := officetest.New(t)
	id := particulars(w, "a4")
	stored := string(w.Stored(id).Payload)
	for _, secret := range []string{"尹秘密", "高血压", "198203"} {
		if strings.Contains(stored, secret) {
			t.Errorf("the storage has %s: %s", secret, stored)
		}
	}
	if !strings.Contains(stored, "浙江绍兴") {
		t.Errorf("control: %s", stored)
	}
	plain, err := roster.Opened(w.Vault, w.Stored(id))
	if err != nil || len(plain.Family) != 1 || plain.Family[0].Name != "尹秘密" || plain.Health != "高血压病史" {
		t.Errorf("opened: %+v, %v", plain, err)
	}
	for name, c := range map[string]struct {
		who   evaluation.Actor
		reads bool
	}{
		"the person":          {w.Who("a4"), true},
		"the section":         {w.Personnel(), true},
		"a principal leader":  {w.Who("l1", evaluation.RolePrincipal), true},
		"the leader":          {w.Who("l3", evaluation.RoleLeader), false},
		"the head":            {w.Who("a1", evaluation.RoleHead), false},
		"a colleague":         {w.Who("a5"), false},
		"an administrator":    {w.Outside("admin", evaluation.RoleAdmin), false},
		"whoever audits":      {w.Outside("audit", evaluation.RoleAuditor), false},
		"the discipline side": {w.Outside("jw", evaluation.RoleDiscipline), false},
	} {
		v, err := w.Get(t.Context(), c.who, id)
		if c.reads != (err == nil && strings.Contains(string(v.Payload), "尹秘密") && strings.Contains(string(v.Payload), "高血压")) {
			t.Errorf("%s: %s, %v", name, v.Payload, err)
		}
		list, err := w.List(t.Context(), c.who, evaluation.Query{Kinds: []string{roster.KindParticulars}})
		if own := name == "the person"; err != nil || strings.Contains(string(mustOne(list, c.reads, t).Payload), "尹秘密") != own {
			t.Errorf("the list of %s: %+v, %v", name, list, err)
		}
	}
}

// mustOne is the only view of a list, an empty one if there should be none.
func mustOne(list evaluation.Views, some bool, t *testing.T) evaluation.View {
	t.Helper()
	if some != (len(list.Views) == 1) {
		t.Fatalf("%d views", len(list.Views))
	}
	if !some {
		return evaluation.View{}
	}
	return list.Views[0]
}

func TestACareerIsInTheOrderOfItsMonthsAndMonthsAreRead(t *testing.T) {
	w := officetest.New(t)
	id := particulars(w, "a4")
	of, err := roster.Opened(w.Vault, w.Stored(id))
	w.Must(err)
	want := []cadreform.Stage{{From: "2002.07", To: "2009.07", Text: "某校教师"}, {From: "2009.07", Text: "某区档案局科员"}}
	if !slices.Equal(of.Resume, want) || of.PartyJoined != "2003.06" {
		t.Errorf("%+v, joined %s", of.Resume, of.PartyJoined)
	}
	for name, c := range map[string]struct {
		row   roster.StageRow
		field string
	}{
		"no month":     {roster.StageRow{From: "去年", Text: "x"}, "resume.0.from"},
		"to come":      {roster.StageRow{From: "2027.01", Text: "x"}, "resume.0.from"},
		"ends earlier": {roster.StageRow{From: "2010.01", To: "2009.12", Text: "x"}, "resume.0.to"},
	} {
		if err := w.Try(w.Personnel(), id, "resume", &roster.ResumeInput{Resume: []roster.StageRow{c.row}}); fields(err)[c.field] == "" {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := w.Create(t.Context(), w.Personnel(), roster.KindParticulars, "enter", evaluation.Creation{Input: &roster.EnterParticulars{Person: w.People["a4"]}}); fields(err)["person"] != "roster.particulars_there" {
		t.Errorf("twice: %v", err)
	}
	if err := w.Try(w.Who("d4", evaluation.RolePersonnel), particulars(w, "d4"), "basics", &roster.Basics{}); evaluation.CodeOf(err) != evaluation.CodeRecused {
		t.Errorf("the own case: %v", err)
	}
}

func TestAPhotoIsMadeSmallWithoutWhatTheCameraWrote(t *testing.T) {
	w := officetest.New(t)
	id := particulars(w, "a4")
	img := image.NewRGBA(image.Rect(0, 0, 1600, 2000))
	for i := range img.Pix {
		img.Pix[i] = byte(i * 7)
	}
	img.Set(0, 0, color.White)
	var big bytes.Buffer
	w.Must(png.Encode(&big, img))
	attach := func(blob string, owner string, content []byte) {
		w.Must(w.Store.PutBlob(t.Context(), evaluation.Blob{Office: officetest.Office, ID: blob, Name: "p.png", Type: "image/png", Owner: owner, Created: time.Now()}, content))
	}
	attach("mine", w.Personnel().Account, big.Bytes())
	attach("other", "somebody", big.Bytes())
	attach("text", w.Personnel().Account, []byte("no picture"))
	for _, blob := range []string{"other", "text", "none"} {
		if err := w.Try(w.Personnel(), id, "photo", &roster.PhotoInput{Photo: blob}); fields(err)["photo"] == "" {
			t.Errorf("%s: %v", blob, err)
		}
	}
	w.Do(w.Personnel(), id, "photo", &roster.PhotoInput{Photo: "mine"})
	of, err := roster.Opened(w.Vault, w.Stored(id))
	w.Must(err)
	size, err := jpeg.DecodeConfig(bytes.NewReader(of.Photo.JPEG()))
	if err != nil || size.Height > 579 || size.Width > 413 || len(of.Photo) > 64<<10 || of.PhotoOn != date("2026-12-01") {
		t.Errorf("%+v, %d bytes, %v, on %v", size, len(of.Photo), err, of.PhotoOn)
	}
	if n, err := w.Store.SweepBlobs(t.Context(), time.Now().Add(time.Hour)); err != nil || n != 3 {
		t.Errorf("%d attached files are deleted, %v", n, err)
	}
	if strings.Contains(string(w.Stored(id).Payload), string(of.Photo[:40])) {
		t.Error("the photo is stored plain")
	}
	w.Do(w.Personnel(), id, "remove_photo", nil)
	if of, err = roster.Opened(w.Vault, w.Stored(id)); err != nil || of.Photo != "" {
		t.Errorf("removed: %v", err)
	}
}

func TestAFamilyProposesRelativesWhoAreInTheOffice(t *testing.T) {
	w := officetest.New(t)
	book, err := w.Desk.Book(t.Context(), officetest.Office)
	w.Must(err)
	family := []cadreform.Kin{
		{Relation: "妻子", Name: "干部b4", Born: "1980.05", Work: "科室b科员"}, {Relation: "儿子", Name: "干部b5", Born: "2001.02"}, {Relation: "哥哥", Name: "外人"},
		{Relation: "同学", Name: "干部b6"}, {Relation: "丈夫", Name: "干部l3"},
	}
	got := book.MaybeKin(w.People["a2"], family, date("2026-12-01"))
	if len(got) != 1 || got[0].Person != w.People["b4"] || got[0].Relation != "夫妻" || !got[0].SameUnit {
		t.Errorf("%+v", got)
	}
}

func TestAnIDCardNumberIsCheckedStoredEncryptedAndReadByTheSectionAndThePerson(t *testing.T) {
	w := officetest.New(t)
	amend := func(no, id string) error {
		_, err := w.Act(t.Context(), w.Personnel(), w.People[no], w.Stored(w.People[no]).Version, "amend", evaluation.Change{Input: &roster.Amend{IDCard: id}, Reason: "补录"})
		return err
	}
	for id, want := range map[string]string{
		"11010519491231002X": "roster.import.id_card_born", "110105198005011": "roster.import.id_card", "110105198005010010": "roster.import.id_card_check",
	} {
		if got := fields(amend("a4", id))["id_card"]; got != want {
			t.Errorf("%s: %s, want %s", id, got, want)
		}
	}
	const number = "110105198005010013"
	w.Must(amend("a4", number))
	if got := fields(amend("a5", number))["id_card"]; got != "roster.import.id_taken" {
		t.Errorf("a number twice: %s", got)
	}
	if strings.Contains(string(w.Stored(w.People["a4"]).Payload), number) {
		t.Error("stored plain")
	}
	for name, c := range map[string]struct {
		who   evaluation.Actor
		reads bool
	}{
		"the person": {w.Who("a4"), true}, "the section": {w.Personnel(), true},
		"a principal leader": {w.Who("l1", evaluation.RolePrincipal), false}, "the leader": {w.Who("l3", evaluation.RoleLeader), false},
	} {
		v, err := w.Get(t.Context(), c.who, w.People["a4"])
		if err != nil || strings.Contains(string(v.Payload), number) != c.reads {
			t.Errorf("%s: %s, %v", name, v.Payload, err)
		}
	}
}
