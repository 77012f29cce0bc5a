package api_test

import (
	"bytes"
	"net/url"
	"os"
	"strings"
	"testing"

	"kaoji/app/lrmx"
	"kaoji/app/xlsx"
	"kaoji/evaluation"
	"kaoji/evaluation/cadreform"
)

func TestAFileIsSentAttachedAndFetchedThroughItsRecordAlone(t *testing.T) {
	w := newWorld(t)
	token := w.role(evaluation.RolePersonnel)
	raw := workbookOf(t)
	sent := w.send(scene{
		name: "upload", method: "POST", path: "/api/v1/files?name=" + url.QueryEscape("../名册.xlsx"), token: token, body: raw, status: 201,
		has: []string{`"name":"名册.xlsx"`, "spreadsheetml"},
	})
	var file struct{ ID string }
	sent.into(t, &file)
	made := w.send(scene{
		name: "prepare an import", method: "POST", path: "/api/v1/roster/imports/acts/prepare", token: token, status: 201,
		body: `{"input":{"files":["` + file.ID + `"]}}`, has: []string{`"counts"`},
	})
	at := strings.TrimPrefix(made.Header.Get("Location"), "http://")
	got := w.send(scene{name: "fetch", method: "GET", path: at + "/files/" + file.ID, token: token, status: 200})
	if got.body != raw || got.Header.Get("X-Content-Type-Options") != "nosniff" || !strings.HasPrefix(got.Header.Get("Content-Disposition"), "attachment;") {
		t.Errorf("%d bytes of %d, %v", len(got.body), len(raw), got.Header)
	}
	other := w.send(scene{method: "POST", path: "/api/v1/files", token: token, body: "述职报告", status: 201, has: []string{"text/plain"}})
	var loose struct{ ID string }
	other.into(t, &loose)
	w.send(scene{name: "a file that the record does not hold", method: "GET", path: at + "/files/" + loose.ID, token: token, status: 404})
	w.send(scene{name: "who may not see the record", method: "GET", path: at + "/files/" + file.ID, token: w.role(evaluation.RoleCadre), status: 404})
	second := w.as("second", "", evaluation.RolePersonnel)
	w.send(scene{name: "another's file attached", method: "POST", path: "/api/v1/roster/imports/acts/prepare", token: second, body: `{"input":{"files":["` + loose.ID + `"]}}`, status: 422, has: []string{"error.field.file"}})
}

// A zip of forms in which other files lie is taken as by the page: without these.
func TestAZipOfFormsIsTakenWithoutOtherFiles(t *testing.T) {
	w := newWorld(t)
	token := w.role(evaluation.RolePersonnel)
	form := cadreform.Form{Name: "庚甲", Sex: "女", Born: "198505", Post: "科员"}
	zipped, err := lrmx.Pack([]lrmx.Entry{{Name: "司法所/a.lrmx", Content: lrmx.Write(&form)}, {Name: "说明.txt", Content: []byte("请查收")}, {Name: "a.exe", Content: []byte("MZ")}})
	if err != nil {
		t.Fatal(err)
	}
	w.send(scene{name: "upload", method: "POST", path: "/api/v1/files?name=a.zip", token: token, body: string(zipped), status: 201, has: []string{"application/zip"}})
	none, err := lrmx.Pack([]lrmx.Entry{{Name: "说明.txt", Content: []byte("请查收")}})
	if err != nil {
		t.Fatal(err)
	}
	w.send(scene{name: "no form", method: "POST", path: "/api/v1/files?name=a.zip", token: token, body: string(none), status: 415})
}

func workbookOf(t *testing.T) string {
	t.Helper()
	raw, err := os.ReadFile("../xlsx/testdata/roster-sample.xlsx")
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

func TestFilesAreTakenByTheirContentAndUpToTenMegabytes(t *testing.T) {
	w := newWorld(t)
	token := w.role(evaluation.RoleCadre)
	for name, c := range map[string]struct {
		content string
		status  int
	}{
		"a program":         {"MZ\x90\x00\x03\x00\x00\x00", 415},
		"a page":            {"<html><script>alert(1)</script></html>", 415},
		"nothing":           {"", 422},
		"ten megabytes":     {"%PDF-1.7\n" + strings.Repeat("x", evaluation.MaxBlob-9), 201},
		"one byte more":     {"%PDF-1.7\n" + strings.Repeat("x", evaluation.MaxBlob-8), 413},
		"a picture":         {"\x89PNG\r\n\x1a\n" + strings.Repeat("\x00", 20), 201},
		"another's archive": {"PK\x03\x04" + strings.Repeat("\x00", 40), 415},
	} {
		w.send(scene{name: name, method: "POST", path: "/api/v1/files?name=x", token: token, body: c.content, status: c.status})
	}
}

func TestTheRosterIsShownAsFarAsEachMaySeeIt(t *testing.T) {
	w := newWorld(t)
	personnel := w.role(evaluation.RolePersonnel)
	unit, _ := w.department("平安建设办公室")
	made := w.send(scene{method: "POST", path: "/api/v1/roster/people/acts/enter", token: personnel, status: 201, body: `{"input":{"no":"TQ0001","name":"单雄信",
		"sex":"男","born":"1980-05-01","joined":"2020-03-01","department":"` + unit + `","post":"主任","post_since":"2021-01-01","level":"正科级","level_since":"2021-01-01","heads":true}}`})
	var rec struct{ ID string }
	made.into(t, &rec)
	w.send(scene{name: "personnel", method: "GET", path: "/api/v1/roster?on=2026-01-01", token: personnel, status: 200, has: []string{"单雄信", `"post":"主任"`, `"heads":["` + rec.ID + `"]`}})
	w.send(scene{name: "before that day", method: "GET", path: "/api/v1/roster?on=2019-01-01", token: personnel, status: 200, lacks: []string{"单雄信"}})
	w.send(scene{name: "admin sees whom there is", method: "GET", path: "/api/v1/roster", token: w.role(evaluation.RoleAdmin), status: 200, has: []string{"单雄信"}, lacks: []string{"主任", "平安"}})
	w.send(scene{name: "a cadre sees the own entry", method: "GET", path: "/api/v1/roster", token: w.as("shan", rec.ID, evaluation.RoleCadre), status: 200, has: []string{"单雄信"}})
	w.send(scene{name: "another cadre does not", method: "GET", path: "/api/v1/roster", token: w.as("cadre2", "", evaluation.RoleCadre), status: 200, lacks: []string{"单雄信"}})
	w.send(scene{name: "the auditor has nothing to do with it", method: "GET", path: "/api/v1/roster", token: w.role(evaluation.RoleAuditor), status: 403})
	book := w.send(scene{name: "export", method: "GET", path: "/api/v1/roster/export", token: personnel, status: 200})
	if _, err := xlsx.Read([]byte(book.body)); err != nil || !bytes.HasPrefix([]byte(book.body), []byte("PK")) {
		t.Errorf("the export is no workbook: %v", err)
	}
	w.send(scene{name: "template", method: "GET", path: "/api/v1/roster/template", token: personnel, status: 200})
	w.send(scene{name: "own record", method: "GET", path: "/api/v1/roster/people/" + rec.ID, token: w.as("shan", rec.ID, evaluation.RoleCadre), status: 200, has: []string{`"own":true`}})
}
