package cli_test

import (
	"archive/zip"
	"crypto/sha256"
	"fmt"
	"io"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"kaoji/app/cli"
	"kaoji/app/xlsx"
	"kaoji/auth"
	"kaoji/evaluation"
	"kaoji/evaluation/roster"
)

const sample = "../xlsx/testdata/roster-sample.xlsx"

var printed = regexp.MustCompile(`one-time password (\S+)`)

func TestAccountsAreManagedFromTheCommandLine(t *testing.T) {
	p := newPlace(t)
	login := func(password string) (err error) {
		p.at(func(d *cli.Desk) error {
			_, err = d.Auth.Login(t.Context(), auth.LoginInput{Name: "zhang", Password: password})
			return nil
		})
		return err
	}
	first := printed.FindStringSubmatch(p.must(cli.AccountCreate{Name: "zhang", Display: "张伟", Role: []string{"personnel"}}))
	if first == nil || login(first[1]) != nil {
		t.Fatalf("the printed password %v does not open the account", first)
	}
	if out := p.must(cli.AccountList{}); !strings.Contains(out, "zhang") || !strings.Contains(out, "张伟") || strings.Contains(out, first[1]) {
		t.Errorf("list: %s", out)
	}
	second := printed.FindStringSubmatch(p.must(cli.AccountReset{Name: "zhang"}))
	if login(first[1]) == nil || login(second[1]) != nil {
		t.Error("after a reset the old password opens, or the new one does not")
	}
	p.must(cli.AccountDisable{Name: "zhang"})
	if login(second[1]) == nil {
		t.Error("a disabled account logs in")
	}
	p.must(cli.AccountEnable{Name: "zhang"})
	for range 6 {
		_ = login("wrong")
	}
	if login(second[1]) == nil {
		t.Error("not locked after six wrong passwords")
	}
	p.must(cli.AccountUnlock{Name: "zhang"})
	if err := login(second[1]); err != nil {
		t.Errorf("after unlocking: %v", err)
	}
	if _, err := p.run(cli.AccountReset{Name: "nobody"}); err == nil {
		t.Error("an unknown account was reset")
	}
	if _, err := p.run(cli.AccountCreate{Name: "x", Display: "", Role: []string{"admin", "cadre"}}); err == nil || !strings.Contains(err.Error(), "roles:") || !strings.Contains(err.Error(), "name:") {
		t.Errorf("mistakes are not named: %v", err)
	}
}

func TestAnImportIsDryUntilItIsAsked(t *testing.T) {
	p := newPlace(t)
	people := func() (n int) {
		p.at(func(d *cli.Desk) error {
			b, err := d.Roster.Book(t.Context(), office)
			n = len(b.People())
			return err
		})
		return n
	}
	out := p.must(cli.Import{File: sample})
	if people() != 0 || !strings.Contains(out, "dry run") {
		t.Errorf("%d people after a dry run: %s", people(), out)
	}
	p.must(cli.Import{File: sample, Apply: true})
	if n := people(); n < 90 {
		t.Errorf("%d people", n)
	}
	if out = p.must(cli.Import{File: sample, Apply: true}); !strings.Contains(out, "0 records new, 0 changed") {
		t.Errorf("the same file again: %s", out)
	}
	if _, err := p.run(cli.Import{File: "office_test.go"}); err == nil {
		t.Error("a file that is no workbook was imported")
	}
	if _, err := p.run(cli.Import{File: sample, AsOf: "2026-02-30"}); err == nil {
		t.Error("a day that is none was taken")
	}
}

func TestAnExportHoldsEverythingAndOpensNothing(t *testing.T) {
	p := newPlace(t)
	slip := printed.FindStringSubmatch(p.must(cli.AccountCreate{Name: "zhang", Display: "张伟", Role: []string{"personnel"}}))
	p.must(cli.Import{File: sample, Apply: true})
	path := filepath.Join(t.TempDir(), "all.zip")
	p.must(cli.Export{File: path})
	parts := unzip(t, path)
	persons := strings.Count(parts["records/roster.person.jsonl"], "\n")
	if persons < 90 || !strings.Contains(parts["accounts.jsonl"], "张伟") || !strings.Contains(parts["trail.jsonl"], `"action":"account"`) {
		t.Errorf("%d people, accounts %s", persons, parts["accounts.jsonl"])
	}
	for name, content := range parts {
		if strings.Contains(content, "argon2id") || strings.Contains(content, slip[1]) {
			t.Errorf("%s holds a password", name)
		}
	}
	if list, there := parts["files.jsonl"]; !there || list != "" {
		t.Errorf("the imported workbook, which may hold ID-card numbers, is there: %s", list)
	}
	if _, err := xlsx.Read([]byte(parts["roster.xlsx"])); err != nil {
		t.Errorf("the roster cannot be read: %v", err)
	}
	for _, line := range strings.Split(strings.TrimSpace(parts["SHA256SUMS"]), "\n") {
		sum, name, _ := strings.Cut(line, "  ")
		if got := fmt.Sprintf("%x", sha256.Sum256([]byte(parts[name]))); got != sum || name == "" {
			t.Errorf("%s: checksum %s, written %s", name, got, sum)
		}
	}
	if n := strings.Count(parts["SHA256SUMS"], "\n"); n != len(parts)-1 {
		t.Errorf("%d checksums of %d files", n, len(parts))
	}
	if _, err := p.run(cli.Export{File: path}); err == nil {
		t.Error("a file that was there has been written over")
	}
}

func unzip(t *testing.T, path string) map[string]string {
	t.Helper()
	z, err := zip.OpenReader(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = z.Close() }()
	parts := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		parts[f.Name] = string(b)
	}
	return parts
}

func TestVerifyNamesWhatWasChangedPastTheActs(t *testing.T) {
	p := newPlace(t)
	p.must(cli.AccountCreate{Name: "zhang", Display: "张伟", Role: []string{"personnel"}})
	p.must(cli.Import{File: sample, Apply: true})
	if out := p.must(cli.Verify{}); !strings.Contains(out, "Everything is whole") {
		t.Fatalf("an honest office: %s", out)
	}
	var id string
	p.at(func(d *cli.Desk) error {
		found, err := d.Store.Find(t.Context(), evaluation.Query{Office: office, Kinds: []string{roster.KindPerson}, Limit: 1})
		if err != nil {
			return err
		}
		r := found.Records[0]
		id, r.Payload = r.ID, []byte(strings.Replace(string(r.Payload), `"level":`, `"level":"正处级","was":`, 1))
		_, err = d.Store.Put(t.Context(), r)
		return err
	})
	out, err := p.run(cli.Verify{})
	if err == nil || !strings.Contains(out, "roster.person "+id+": content") {
		t.Errorf("a changed record: %v\n%s", err, out)
	}
	p.at(func(d *cli.Desk) error {
		last, err := d.Store.LastTrail(t.Context(), office)
		if err != nil {
			return err
		}
		last.Seq, last.Prev, last.Name = last.Seq+1, last.Hash, "somebody else"
		return d.Store.AppendTrail(t.Context(), last)
	})
	if out, err = p.run(cli.Verify{}); err == nil || !strings.Contains(out, "was changed or inserted") {
		t.Errorf("a forged trail entry: %v\n%s", err, out)
	}
}
