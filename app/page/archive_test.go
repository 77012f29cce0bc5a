package page_test

import (
	"archive/zip"
	"bytes"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"kaoji/app/page/pagetest"
	"kaoji/app/pdf/pdftest"
	"kaoji/evaluation"
	"kaoji/evaluation/archive"
	"kaoji/evaluation/commendation"
)

// toFile grants a person a reward and lists its form for the person's file.
func (p *praise) toFile(t *testing.T, person string) (item, form string) {
	t.Helper()
	p.granted(person, "commendation", evaluation.DateOf(time.Now()))
	found, err := p.service.Find(t.Context(), evaluation.Query{Office: office, Kinds: []string{commendation.KindProposal}, Subjects: []string{person}})
	if err != nil {
		t.Fatal(err)
	}
	form = found.Records[0].ID
	v, err := p.service.Create(t.Context(), evaluation.System(office), archive.KindItem, "raise", evaluation.Creation{Input: &archive.Raising{Of: form, Form: "commendation.reward"}})
	if err != nil {
		t.Fatal(err)
	}
	return v.ID, form
}

// The forms of one person are one document, those of several a zip with one for each; all
// are in the trail and in what is told to those whom they show.
func TestFormsForFilesAreTakenAsPDFByPerson(t *testing.T) {
	p := newPraise(t)
	one, form := p.toFile(t, p.member.ID)
	other, second := p.toFile(t, p.otherThan(p.member.ID))
	list := "/lists/" + archive.KindItem
	since := p.entries(t)
	p.personnel.get(list)
	p.personnel.has(t, `value="packs"`)
	p.personnel.post(list+"/many", url.Values{"act": {"packs"}, "id": {one, other}})
	z, err := zip.NewReader(bytes.NewReader(p.personnel.body), int64(len(p.personnel.body)))
	if err != nil || len(z.File) != 2 || p.personnel.status != http.StatusOK {
		t.Fatalf("%d, %v", p.personnel.status, err)
	}
	own := ""
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		words := ""
		for _, page := range pdftest.Read(t, content) {
			words += page.Words()
		}
		if strings.Contains(f.Name, p.member.Name) != strings.Contains(words, p.member.Name) || !strings.Contains(words, "奖励申报表") || !strings.HasSuffix(f.Name, ".pdf") {
			t.Errorf("%s says %s", f.Name, words)
		}
		if strings.Contains(f.Name, p.member.No+" "+p.member.Name) {
			own = f.Name
		}
	}
	if own == "" {
		t.Errorf("no file is named by staff number and name: %s, %s", z.File[0].Name, z.File[1].Name)
	}
	if got := p.taken(p.member.ID, since); got != "<pdf>" {
		t.Errorf("told as %s", got)
	}
	records := p.noted(t, "export", commendation.KindProposal, "award_form.pdf")
	if records[form] != 1 || records[second] != 1 {
		t.Errorf("in the trail: %v", records)
	}

	p.personnel.get("/records/" + one)
	year := "/archive/items/" + one + "/year"
	p.personnel.has(t, year)
	p.personnel.get(year)
	name, err := url.PathUnescape(p.personnel.file)
	if pages := pdftest.Read(t, p.personnel.body); err != nil || len(pages) != 1 || !strings.HasSuffix(name, "''"+own) {
		t.Errorf("%d pages in %s, not %s", len(pages), name, own)
	}
	if p.noted(t, "export", commendation.KindProposal, "award_form.pdf")[form] != 2 {
		t.Error("the document of one is not in the trail")
	}
}

// Only who puts forms into files takes them; others that read the list are not offered it.
func TestFormsForFilesAreTakenByThePersonnelSectionAlone(t *testing.T) {
	p := newPraise(t)
	item, form := p.toFile(t, p.member.ID)
	list, year := "/lists/"+archive.KindItem, "/archive/items/"+item+"/year"
	for _, v := range []*visitor{p.principal, p.supervisor, p.head, p.login("cadre", p.member.ID, evaluation.RoleCadre)} {
		v.refused(year)
		if strings.Contains(v.get(list), `value="packs"`) {
			t.Error("the files are offered")
		}
		if v.status == http.StatusOK {
			v.post(list+"/many", url.Values{"act": {"packs"}, "id": {item}})
			if bytes.HasPrefix(v.body, []byte("%PDF")) || v.status < http.StatusBadRequest {
				t.Errorf("%d", v.status)
			}
		}
	}
	if records := p.noted(t, "export", commendation.KindProposal, "award_form.pdf"); records[form] != 0 {
		t.Error("a refused file is in the trail")
	}
	p.personnel.get(list)
	p.personnel.post(list+"/many", url.Values{"act": {"packs"}})
	if p.personnel.status != http.StatusUnprocessableEntity && p.personnel.status != http.StatusBadRequest {
		t.Errorf("nothing chosen: %d", p.personnel.status)
	}
	p.personnel.refused("/archive/items/" + form + "/year")
}

// Who puts forms into personnel files first reads which are missing, and by when, although
// all have the same last day; whoever does not, and who clears the conditions, reads all.
func TestTheListOfFormsOpensWithThoseThatAreMissing(t *testing.T) {
	w := newWatch(t)
	for _, of := range []string{w.member.ID, w.otherThan(w.member.ID)} {
		if _, err := w.service.Create(t.Context(), evaluation.System(office), archive.KindItem, "raise", evaluation.Creation{Input: &archive.Raising{Of: of, Form: "assessment.form"}}); err != nil {
			t.Fatal(err)
		}
	}
	const list = "/lists/" + archive.KindItem
	page := w.personnel.get(list)
	pagetest.Check(t, []byte(page))
	_, table, _ := strings.Cut(page, "<thead")
	if !strings.Contains(w.personnel.at, "waiting=me") || !strings.Contains(table, "年度考核登记表") || !strings.Contains(table, "办理期限") {
		t.Errorf("at %s:\n%s", w.personnel.at, page)
	}
	if w.principal.get(list); strings.Contains(w.principal.at, "waiting") || w.principal.status != 200 {
		t.Errorf("for whom nothing waits: %d %s", w.principal.status, w.principal.at)
	}
	if w.personnel.get(list + "?view=none"); strings.Contains(w.personnel.at, "waiting") {
		t.Errorf("without conditions: %s", w.personnel.at)
	}
}
