package main

import (
	"archive/zip"
	"bytes"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"kaoji/app/page/pagetest"
	"kaoji/evaluation"
	"kaoji/evaluation/assessment"
)

// upload fills in the form of an act with a file and sends it.
func (r *reader) upload(t *testing.T, address, field, name string, content []byte) pagetest.Reply {
	t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for key, values := range pagetest.Form([]byte(r.page(t, address)), address) {
		for _, v := range values {
			_ = w.WriteField(key, v)
		}
	}
	f, err := w.CreateFormFile(field+".upload", name)
	if err != nil {
		t.Fatal(err)
	}
	_, _ = f.Write(content)
	_ = w.Close()
	req := httptest.NewRequest(http.MethodPost, address, &b)
	req.Header.Set("Content-Type", w.FormDataContentType())
	reply, err := r.send(req)
	if err != nil {
		t.Fatal(err)
	}
	return reply
}

func zipped(t *testing.T, parts ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(parts); i += 2 {
		f, err := z.Create(parts[i])
		if err != nil {
			t.Fatal(err)
		}
		_, _ = f.Write([]byte(parts[i+1]))
	}
	_ = z.Close()
	return b.Bytes()
}

// TestCopiesWithASealAreAttachedOnPages attaches copies to the lists of a year and to the
// sheet of somebody who logs in and has answered.
func TestCopiesWithASealAreAttachedOnPages(t *testing.T) {
	m := measure(t, oldPlace(t).Data, "zuzhi", "tq0009", "tq0033", "ld01")
	cadre, colleague := "tq0033", "tq0009"
	for _, r := range m.readers {
		r.cookies["kaoji_lang"] = "zh"
	}
	cycle := m.closedYear(t)
	found, err := m.store.Find(t.Context(), evaluation.Query{Office: m.Office, Kinds: []string{assessment.KindSheet}, Parents: []string{cycle.ID}, Subjects: []string{m.actors[cadre].Person}})
	if err != nil || len(found.Records) != 1 {
		t.Fatalf("%d sheets, %v", len(found.Records), err)
	}
	section := m.readers["zuzhi"]
	ofd := zipped(t, "OFD.xml", `<ofd:OFD xmlns:ofd="http://www.ofdspec.org/2016"/>`, "Doc_0/Document.xml", "<d/>")
	for id, kind := range map[string]string{found.Records[0].ID: "附加盖章件", cycle.ID: "附加备案表盖章件"} {
		at := "/records/" + id + "/acts/attach_sealed"
		of := "/records/" + id
		if id == cycle.ID {
			of = "/assessment/" + id
		}
		if page := section.page(t, of); !strings.Contains(page, kind) || strings.Contains(page, "与盖章时一致") {
			t.Errorf("%s is not offered", kind)
		}
		for name, content := range map[string][]byte{"盖章.ofd": zipped(t, "a.txt", "a"), "盖章.pdf": []byte("\x89PNG\r\n\x1a\n"), "盖章2.ofd": zipped(t, "OFD.xml", "<html/>")} {
			if reply := section.upload(t, at, "copy", name, content); reply.Status < http.StatusBadRequest {
				t.Errorf("%s is attached: %d", name, reply.Status)
			}
		}
		for name, content := range map[string][]byte{"盖章.pdf": []byte("%PDF-1.7\n"), "盖章.ofd": ofd} {
			if reply := section.upload(t, at, "copy", name, content); reply.Status != http.StatusSeeOther {
				t.Fatalf("%s: %d\n%s", name, reply.Status, reply.Body)
			}
		}
	}
	lists := section.page(t, "/assessment/"+cycle.ID)
	pagetest.Check(t, []byte(lists))
	filing := section.page(t, "/assessment/"+cycle.ID+"/filing")
	pagetest.Check(t, []byte(filing))
	if !strings.Contains(filing, "/records/"+cycle.ID+"/acts/attach_sealed") {
		t.Error("the page of the lists does not offer to attach a copy")
	}
	own := m.readers[cadre].page(t, "/records/"+found.Records[0].ID)
	pagetest.Check(t, []byte(own))
	for where, page := range map[string]string{"the cycle": lists, "the lists": filing, "the own sheet": own} {
		if strings.Count(page, "与盖章时一致") != 2 || !strings.Contains(page, "第 2 份（") {
			t.Errorf("%s does not show both copies:\n%s", where, page)
		}
	}
	file := fileOf(own)
	if reply, err := m.readers[cadre].get(file); err != nil || reply.Status != http.StatusOK {
		t.Errorf("the person opens %s: %d, %v", file, reply.Status, err)
	}
	if reply, err := m.readers[colleague].get(file); err != nil || reply.Status != http.StatusNotFound {
		t.Errorf("a colleague opens %s: %d, %v", file, reply.Status, err)
	}
	if reply, err := m.readers[cadre].get(fileOf(lists)); err != nil || reply.Status != http.StatusNotFound {
		t.Errorf("a cadre opens the sealed lists: %d, %v", reply.Status, err)
	}
	if reply, err := m.readers["ld01"].get("/records/" + cycle.ID + "/acts/attach_sealed"); err != nil || reply.Status < http.StatusBadRequest {
		t.Errorf("a principal leader attaches: %d, %v", reply.Status, err)
	}
}

// fileOf is the address of the first file that a page leads to.
func fileOf(page string) string {
	_, rest, _ := strings.Cut(page, `href="/records/`)
	for rest != "" {
		address, after, _ := strings.Cut(rest, `"`)
		if strings.Contains(address, "/files/") {
			return "/records/" + address
		}
		_, rest, _ = strings.Cut(after, `href="/records/`)
	}
	return ""
}
