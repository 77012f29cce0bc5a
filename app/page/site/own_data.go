package site

import (
	"archive/zip"
	"context"
	"encoding/json"
	"fmt"
	"html"
	"io"
	"iter"
	"slices"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/view"
	"kaoji/app/server"
	"kaoji/app/text"
	"kaoji/evaluation"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/roster"
)

// ownData sends everything that the reader may see about themself: for people as a
// page that needs no server, for programs as JSON, and the attached files. Records are
// read while the file is sent.
func (s *Site) ownData(c *fiber.Ctx, p *Speaker) error {
	a := Actor(c)
	if a.Person == "" {
		return evaluation.Fail(evaluation.CodeNotFound, "error.no_person")
	}
	if err := s.Note(c, "export", evaluation.OutcomeOK, roster.KindPerson, a.Person, ""); err != nil {
		return err
	}
	reader := *p
	reader.C = nil // the request is over while the file is sent
	facts, err := s.factsOf(c, desk.Asked{Office: a.Office, Person: a.Person})
	if err != nil {
		return err
	}
	own := &ownData{Site: s, p: &reader, actor: a, shared: recordsIn(facts)}
	name := p.T("file.download.name", "name", p.Name(a.Person), "day", s.Today().String())
	return server.DownloadStream(c, name+".zip", "application/zip", own.write)
}

type ownData struct {
	*Site
	p     *Speaker
	actor evaluation.Actor
	files []attached

	shared []string // records that tell something about the reader, perhaps without being about them
}

// recordsIn are the records that facts are from, in ascending order.
func recordsIn(facts []desk.Fact) []string {
	var ids []string
	for _, f := range facts {
		if f.Record != "" {
			ids = append(ids, f.Record)
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// attached is a file of a record.
type attached struct{ id, name string }

func (o *ownData) write(ctx context.Context, to io.Writer) error {
	z := zip.NewWriter(to)
	for _, part := range []struct {
		name  string
		write func(context.Context, io.Writer) error
	}{{o.p.T("file.download.page") + ".html", o.page}, {"data.json", o.json}} {
		w, err := z.Create(part.name)
		if err == nil {
			err = part.write(ctx, w)
		}
		if err != nil {
			return err
		}
	}
	for _, f := range o.files {
		w, err := z.Create("files/" + f.id + "/" + f.name)
		if err != nil {
			return err
		}
		content, err := o.Blobs.BlobContent(ctx, o.actor.Office, f.id)
		if err != nil {
			return err
		}
		if _, err := w.Write(content); err != nil {
			return err
		}
	}
	return z.Close()
}

// records are all records about the reader, oldest first.
func (o *ownData) records(ctx context.Context) iter.Seq2[evaluation.View, error] {
	return func(yield func(evaluation.View, error) bool) {
		for v, err := range evaluation.AllViews(ctx, o.Service.List, o.actor, evaluation.Query{Subjects: []string{o.actor.Person}}) {
			if !yield(v, err) {
				return
			}
		}
		if len(o.shared) == 0 {
			return
		}
		for v, err := range evaluation.AllViews(ctx, o.Service.List, o.actor, evaluation.Query{IDs: o.shared}) {
			if v.Own {
				continue // it was among the others
			}
			if !yield(v, err) {
				return
			}
		}
	}
}

// json writes the records as the API shows them.
func (o *ownData) json(ctx context.Context, w io.Writer) error {
	if _, err := fmt.Fprintf(w, "{\"person\":%q,\"day\":%q,\"records\":[", o.actor.Person, o.Today()); err != nil {
		return err
	}
	comma := ""
	for v, err := range o.records(ctx) {
		if err != nil {
			return err
		}
		raw, err := json.Marshal(struct {
			Kind    string           `json:"kind"`
			ID      string           `json:"id"`
			Period  string           `json:"period,omitempty"`
			State   evaluation.State `json:"state"`
			On      evaluation.Date  `json:"on,omitzero"`
			Payload json.RawMessage  `json:"payload"`
		}{v.Kind, v.ID, v.Period, v.State, v.On, v.Payload})
		if err != nil {
			return err
		}
		if _, err := fmt.Fprintf(w, "%s\n%s", comma, raw); err != nil {
			return err
		}
		comma = ","
	}
	_, err := io.WriteString(w, "\n]}\n")
	return err
}

// page writes the records for people, and collects their files.
func (o *ownData) page(ctx context.Context, w io.Writer) error {
	title := html.EscapeString(o.p.T("file.download.title", "name", o.p.Name(o.actor.Person)))
	if _, err := fmt.Fprintf(w, ownHead, o.p.Lang, title, title); err != nil {
		return err
	}
	for v, err := range o.records(ctx) {
		if err != nil {
			return err
		}
		if err := o.record(ctx, w, &v); err != nil {
			return err
		}
	}
	_, err := io.WriteString(w, "</body></html>\n")
	return err
}

const ownHead = `<!doctype html><html lang="%s"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>%s</title>
<style>body{font:16px/1.6 system-ui,sans-serif;max-width:50rem;margin:2rem auto;padding:0 1rem}dl{display:grid;grid-template-columns:10rem 1fr;gap:.2rem 1rem}dt{color:#556}dd{margin:0;white-space:pre-line}table{border-collapse:collapse}td,th{border:1px solid #ccd;padding:.2rem .5rem;text-align:left}h2{border-top:1px solid #ccd;padding-top:1rem;font-size:1.1rem}</style></head><body><h1>%s</h1>
`

func (o *ownData) record(ctx context.Context, w io.Writer, v *evaluation.View) error {
	kind, _ := o.Service.Kind(v.Kind)
	lines, err := o.p.lines(kind, v.Payload)
	if err != nil {
		return err
	}
	head := joinNonEmpty(text.Day(o.p.Lang, dayOf(&v.Record)), o.p.T(v.Kind), o.p.Period(v.Period), o.p.State(&v.Record).Label)
	if _, err := fmt.Fprintf(w, "<h2>%s</h2><dl>\n", html.EscapeString(head)); err != nil {
		return err
	}
	for i := range lines {
		if err := writeLine(w, &lines[i]); err != nil {
			return err
		}
	}
	for _, id := range attachments(v.Payload) {
		b, err := o.Blobs.BlobInfo(ctx, v.Office, id)
		if err != nil {
			return err
		}
		o.files = append(o.files, attached{id, safeName(b.Name)})
		name := html.EscapeString(safeName(b.Name))
		if _, err := fmt.Fprintf(w, "<dt>%s</dt><dd><a href=\"files/%s/%s\">%s</a></dd>\n", html.EscapeString(o.p.T("record.files")), id, name, name); err != nil {
			return err
		}
	}
	_, err = io.WriteString(w, "</dl>\n")
	return err
}

func writeLine(w io.Writer, l *view.Line) error {
	if _, err := fmt.Fprintf(w, "<dt>%s</dt><dd>", html.EscapeString(joinNonEmpty(l.Group, l.Label))); err != nil {
		return err
	}
	said := html.EscapeString(l.Value)
	if l.Table != nil {
		said = "<table><tr>" + cells("th", l.Table.Heads) + "</tr>"
		for _, row := range l.Table.Rows {
			said += "<tr>" + cells("td", row) + "</tr>"
		}
		said += "</table>"
	}
	_, err := io.WriteString(w, said+"</dd>\n")
	return err
}

func cells(tag string, list []string) string {
	said := ""
	for _, s := range list {
		said += "<" + tag + ">" + html.EscapeString(s) + "</" + tag + ">"
	}
	return said
}

// safeName is the name of a file without what means a folder or is no name.
func safeName(name string) string {
	clean := []rune{}
	for _, r := range name {
		switch r {
		case '/', '\\', ':', 0:
			r = '_'
		}
		clean = append(clean, r)
	}
	if s := string(clean); s != "" && s != "." && s != ".." {
		return s
	}
	return "_"
}
