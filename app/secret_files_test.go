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
	"kaoji/evaluation"
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
	if err := k.Files.PutBlob(t.Context(), evaluation.Blob{
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
	if again, err := k.Files.BlobContent(t.Context(), k.Office, id); err != nil || !bytes.Equal(again, csv) {
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
	out := filepath.Join(t.TempDir(), "export.zip")
	p, err := place(cfg)
	if err != nil {
		t.Fatal(err)
	}
	p.Out = io.Discard
	if err := (cli.Export{File: out}).Run(t.Context(), desk(cfg, p)); err != nil {
		t.Fatal(err)
	}
	z, err := zip.OpenReader(out)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = z.Close() }()
	for _, f := range z.File {
		in, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		raw, err := io.ReadAll(in)
		if err != nil || bytes.Contains(raw, []byte(number)) {
			t.Errorf("%s has it, %v", f.Name, err)
		}
		if strings.HasPrefix(f.Name, "records/roster.person") && !bytes.Contains(raw, []byte("甲一")) {
			t.Error("control: the person is not exported")
		}
	}
}
