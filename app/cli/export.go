package cli

import (
	"archive/zip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"hash"
	"io"
	"os"
	"path/filepath"
	"regexp"

	"kaoji/auth"
	"kaoji/evaluation"
	"kaoji/evaluation/roster"
)

// Export writes all data in open formats.
type Export struct {
	File string `arg:"" type:"path" help:"Zip file to write; must not be there yet."`
}

// Run writes the file.
func (c Export) Run(ctx context.Context, open Open) error {
	return open(ctx, func(d *Desk) error { return d.fault(d.export(ctx, c.File)) })
}

func (d *Desk) export(ctx context.Context, path string) error {
	if err := RemoveLeftovers(d.Data); err != nil {
		return err
	}
	var records int
	err := d.working(filepath.Dir(path), func(work string) error {
		return whole(work, path, func(f *os.File) error {
			x := exporter{Desk: d, ctx: ctx, zip: zip.NewWriter(f)}
			for _, part := range []func() error{x.records, x.files, x.accounts, x.entries, x.workbook, x.checksums, x.zip.Close} {
				if err := part(); err != nil {
					return err
				}
			}
			records = x.n
			return nil
		})
	})
	if err != nil {
		return err
	}
	if err := d.note(ctx, "export", "everything"); err != nil {
		return err
	}
	return d.say("cli.export.done", "file", path, "records", records)
}

// exporter writes the parts one after the other.
type exporter struct {
	*Desk
	ctx  context.Context
	zip  *zip.Writer
	held []evaluation.Blob
	sums []sum
	n    int
}

// lines writes JSON Lines: one value on each line.
func (x *exporter) lines(name string, write func(put func(any) error) error) error {
	w, err := x.create(name)
	if err != nil {
		return err
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	return write(e.Encode)
}

// create starts a file and computes its checksum while it is written.
func (x *exporter) create(name string) (io.Writer, error) {
	w, err := x.zip.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: x.Now()})
	if err != nil {
		return nil, err
	}
	h := sha256.New()
	x.sums = append(x.sums, sum{name, h})
	return io.MultiWriter(w, h), nil
}

type sum struct {
	name string
	hash hash.Hash
}

// checksums writes SHA256SUMS in the format of sha256sum -c; it is last, because a
// file of a zip ends where the next one begins.
func (x *exporter) checksums() error {
	all := x.sums
	w, err := x.create("SHA256SUMS")
	if err != nil {
		return err
	}
	for _, s := range all {
		if _, err := fmt.Fprintf(w, "%x  %s\n", s.hash.Sum(nil), s.name); err != nil {
			return err
		}
	}
	return nil
}

// records writes records/<kind>.jsonl, each record with its complete history, without the
// kinds that stand apart.
func (x *exporter) records() error {
	for _, m := range x.Service.Measures {
		for _, k := range m.Kinds {
			if k.Apart {
				continue
			}
			err := x.lines("records/"+k.Name+".jsonl", func(put func(any) error) error { return x.kind(k.Name, put) })
			if err != nil {
				return err
			}
		}
	}
	return nil
}

func (x *exporter) kind(name string, put func(any) error) error {
	for r, err := range evaluation.AllRecords(x.ctx, x.Store, evaluation.Query{Office: x.Office, Kinds: []string{name}}) {
		if err != nil {
			return err
		}
		if err := put(&r); err != nil {
			return err
		}
		if err := x.attached(&r); err != nil {
			return err
		}
		x.n++
	}
	return nil
}

var anID = regexp.MustCompile(`"([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})"`)

// attached stores which files a record contains.
func (x *exporter) attached(r *evaluation.Record) error {
	seen := map[string]bool{}
	for _, m := range anID.FindAllSubmatch(r.Payload, -1) {
		id := string(m[1])
		if seen[id] {
			continue
		}
		seen[id] = true
		if r.Kind == roster.KindImport { // it may contain the ID-card numbers of the whole office
			continue
		}
		b, err := x.Store.BlobInfo(x.ctx, x.Office, id)
		if evaluation.CodeOf(err) == evaluation.CodeNotFound {
			continue
		}
		if err != nil {
			return err
		}
		if b.Record == r.ID {
			x.held = append(x.held, b)
		}
	}
	return nil
}

// files writes files.jsonl and files/<id>.
func (x *exporter) files() error {
	err := x.lines("files.jsonl", func(put func(any) error) error {
		for _, b := range x.held {
			content, err := x.Files.BlobContent(x.ctx, x.Office, b.ID)
			if err != nil {
				return err
			}
			sum := sha256.Sum256(content) // of the original content, not of the stored bytes
			if err := put(map[string]any{
				"id": b.ID, "name": b.Name, "type": b.Type, "size": len(content), "sha256": hex.EncodeToString(sum[:]), "owner": b.Owner,
				"record": b.Record, "created": b.Created,
			}); err != nil {
				return err
			}
		}
		return nil
	})
	for _, b := range x.held {
		if err != nil {
			return err
		}
		var content []byte
		if content, err = x.Files.BlobContent(x.ctx, x.Office, b.ID); err == nil {
			err = x.file("files/"+b.ID, content)
		}
	}
	return err
}

func (x *exporter) file(name string, content []byte) error {
	w, err := x.create(name)
	if err != nil {
		return err
	}
	_, err = w.Write(content)
	return err
}

// accounts writes the accounts without passwords and other secrets.
func (x *exporter) accounts() error {
	return x.lines("accounts.jsonl", func(put func(any) error) error {
		after := ""
		for {
			list, next, err := x.Auth.ListAccounts(x.ctx, auth.Operator(x.Office), auth.Filter{}, after, evaluation.MaxLimit)
			if err != nil {
				return err
			}
			for _, a := range list {
				if err := put(map[string]any{
					"id": a.ID, "name": a.Name, "display": a.Display, "person": a.Person, "roles": a.Roles, "disabled": a.Disabled,
				}); err != nil {
					return err
				}
			}
			if after = next; after == "" {
				return nil
			}
		}
	})
}

func (x *exporter) entries() error {
	return x.lines("trail.jsonl", func(put func(any) error) error {
		for e, err := range evaluation.AllEvents(x.ctx, x.Store, x.Office) {
			if err != nil {
				return err
			}
			if err := put(e); err != nil {
				return err
			}
		}
		return nil
	})
}

// workbook writes today's roster as a workbook that can be imported again.
func (x *exporter) workbook() error {
	book, err := x.Roster.Book(x.ctx, x.Office)
	if err != nil {
		return err
	}
	content, err := x.Sheets.Roster(x.ctx, book, evaluation.DateOf(x.Now()), x.Lang)
	if err != nil {
		return err
	}
	return x.file("roster.xlsx", content)
}
