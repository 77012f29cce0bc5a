package main

import (
	"archive/zip"
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"kaoji/app/cli"
	"kaoji/app/config"
	"kaoji/evaluation"
	"kaoji/evaluation/concern"
	"kaoji/evaluation/roster"
)

func TestNoIDCardNumberOfAWorkbookStandsPlainInStorageOrExport(t *testing.T) {
	const number = "11010519491231002X" // the example of GB 11643-1999
	cfg := settings(t)
	k := opened(t, cfg)
	// CSV is not compressed: what is stored plain is found.
	csv := []byte("姓名,身份证号,性别,出生年月,部门,职务,进入本单位时间,任现职时间\n甲一," + number + ",女,1949-12,办公室,科员,1970-01,1990-01\n")
	person := evaluation.Actor{Office: k.Office, Account: "a1", Name: "组织科", Roles: []evaluation.Role{evaluation.RolePersonnel}}
	id := k.NewID()
	if err := k.Blobs.PutBlob(t.Context(), evaluation.Blob{
		Office: k.Office, ID: id, Name: "花名册.csv", Type: "text/csv", Owner: person.Account, Created: time.Now(),
	}, csv); err != nil {
		t.Fatal(err)
	}
	r, err := k.Service.Create(t.Context(), person, roster.KindImport, "prepare", evaluation.Creation{Input: &roster.Prepare{Files: []string{id}}})
	if err != nil || r.State != roster.StatePrepared {
		t.Fatalf("%s %v %s", r.State, err, r.Payload)
	}
	r, err = k.Service.Act(t.Context(), person, r.ID, r.Version, "apply", evaluation.Change{Input: &roster.Apply{}})
	if err != nil || r.Pending {
		t.Fatalf("pending %v, %v", r.Pending, err)
	}
	if again, err := k.Blobs.BlobContent(t.Context(), k.Office, id); err != nil || !bytes.Equal(again, csv) {
		t.Errorf("the file comes back as %q, %v", again, err)
	}

	files, err := filepath.Glob(filepath.Join(cfg.Data, "kaoji.db*"))
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, f := range files {
		raw, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(raw, []byte(number)) {
			t.Errorf("%s has it", filepath.Base(f))
		}
	}
	if err := k.Store.Close(); err != nil {
		t.Fatal(err)
	}
	for name, raw := range exported(t, cfg) {
		if bytes.Contains(raw, []byte(number)) {
			t.Errorf("%s has it", name)
		}
		if strings.HasPrefix(name, "records/roster.person") && !bytes.Contains(raw, []byte("甲一")) {
			t.Error("control: the person is not exported")
		}
	}
}

// exported are the files of an export of a place that is not running.
func exported(t *testing.T, cfg config.Config) map[string][]byte {
	t.Helper()
	out := filepath.Join(t.TempDir(), "export.zip")
	p, err := place(cfg)
	if err != nil {
		t.Fatal(err)
	}
	p.Out = io.Discard
	if err := (cli.Export{File: out}).Run(t.Context(), program(cfg, p)); err != nil {
		t.Fatal(err)
	}
	z, err := zip.OpenReader(out)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = z.Close() }()
	parts := map[string][]byte{}
	for _, f := range z.File {
		in, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if parts[f.Name], err = io.ReadAll(in); err != nil {
			t.Fatal(err)
		}
	}
	return parts
}

// What is attached to other records leaves in an export as it was attached, also
// spreadsheets, which are stored encrypted. A spreadsheet that an earlier version
// stored plain is opened and exported, too.
func TestAttachmentsAreExportedAsTheyWereAttachedAndPlainOnesOfEarlierVersionsAreOpened(t *testing.T) {
	cfg := settings(t)
	k := opened(t, cfg)
	section := evaluation.Actor{Office: k.Office, Account: "a1", Name: "组织科", Roles: []evaluation.Role{evaluation.RolePersonnel}}
	contents := map[string][]byte{}
	var ids []string
	attach := func(to evaluation.Blobs, name, kind string, content []byte) string {
		id := k.NewID()
		if err := to.PutBlob(t.Context(), evaluation.Blob{Office: k.Office, ID: id, Name: name, Type: kind, Owner: section.Account, Created: time.Now()}, content); err != nil {
			t.Fatal(err)
		}
		contents[id] = content
		return id
	}
	roll := []byte("姓名,工号,性别,出生年月,部门,职务,进入本单位时间,任现职时间\n甲一,A1,女,1985-12,办公室,科员,2010-01,2010-01\n")
	ids = append(
		ids, attach(k.Blobs, "来信.pdf", "application/pdf", []byte("%PDF-1.7\nletter\n%%EOF")),
		attach(k.Blobs, "清单.csv", "text/csv", []byte("日期,事项\n2026-01-05,来访\n")),
		attach(k.Store, "旧清单.csv", "text/csv", []byte("日期,事项\n2025-01-05,来电\n")),
	)
	unit, err := k.Service.Create(t.Context(), section, roster.KindDepartment, "open", evaluation.Creation{Input: &roster.OpenDepartment{Name: "服务办", Order: 1}})
	if err != nil {
		t.Fatal(err)
	}
	today := evaluation.DateOf(time.Now())
	if _, err := k.Service.Create(t.Context(), section, concern.KindMatter, "register", evaluation.Creation{Input: &concern.RegisterInput{
		Channel: "letter", Received: today, Files: ids, About: concern.About{Unit: unit.ID, Category: "attitude", Topic: "居住证办理", Content: "窗口人员态度生硬，让人跑了三趟。"},
	}}); err != nil {
		t.Fatal(err)
	}
	plain := attach(k.Store, "花名册.csv", "text/csv", roll)
	r, err := k.Service.Create(t.Context(), section, roster.KindImport, "prepare", evaluation.Creation{Input: &roster.Prepare{Files: []string{plain}}})
	if err != nil || r.State != roster.StatePrepared {
		t.Errorf("a roster stored plain: %s %v", r.State, err)
	}
	if err := k.Store.Close(); err != nil {
		t.Fatal(err)
	}
	parts := exported(t, cfg)
	for _, id := range ids {
		if !bytes.Equal(parts["files/"+id], contents[id]) {
			t.Errorf("%s is exported as %q", contents[id], parts["files/"+id])
		}
	}
	if _, there := parts["files/"+plain]; there {
		t.Error("the workbook of an import leaves")
	}
}
