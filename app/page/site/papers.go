package site

import (
	"bytes"
	"context"
	"io"
	"iter"
	"slices"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/docx"
	"kaoji/app/page/view"
	"kaoji/app/paper"
	"kaoji/app/pdf"
	"kaoji/app/server"
	"kaoji/evaluation"
)

// MakePaper makes the official form of a record for print, Word, PDF and Excel. Forms of many
// records are made while they are sent, when the request is over: it must not use words.C.
type MakePaper func(ctx context.Context, words Printed, v *evaluation.View) (*paper.Form, error)

// Actor is the reader.
func (p *Speaker) Actor() evaluation.Actor { return p.actor }

// InPrint is the format of forms that are shown to be printed; the others are files.
const InPrint = "print"

// paperFile is a format of files with forms.
type paperFile struct {
	media string
	write func(w io.Writer, title string, forms iter.Seq2[*paper.Form, error]) error
}

// PaperFormats are the formats of files, in the order of their buttons.
func PaperFormats() []string { return []string{"docx", "pdf", "xlsx"} }

var paperFiles = map[string]paperFile{
	"docx": {docx.Media, paper.Word},
	"pdf":  {pdf.Media, paper.PDF},
	"xlsx": {MediaXLSX, func(w io.Writer, _ string, forms iter.Seq2[*paper.Form, error]) error { return paper.Excel(w, forms) }},
}

// paperFile sends the form of a record as a file.
func (s *Site) paperFile(c *fiber.Ctx, p *Speaker) error {
	v, err := s.Service.Get(c.UserContext(), Actor(c), c.Params("id"))
	if err != nil {
		return err
	}
	form, format := c.Params("form"), c.Params("format")
	file, known := paperFiles[format]
	if !known || s.kinds[v.Kind].Paper == nil || !s.hasForm(&v, form) {
		return evaluation.Fail(evaluation.CodeNotFound, "error.not_found")
	}
	office, err := s.OfficeSettings(c)
	if err != nil {
		return err
	}
	f, err := s.kinds[v.Kind].Paper(c.UserContext(), p.Printed(office.Name, &v), &v)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := file.write(&b, f.Title, oneForm(f)); err != nil {
		return err
	}
	return s.Export(c, f.Title+"."+format, file.media, b.Bytes(), v.Kind, v.ID, form+"."+format)
}

// paperFiles are the forms of a record as files.
func (s *Site) paperFiles(p *Speaker, kind *evaluation.Kind, v *evaluation.View) (list []view.Button) {
	if s.kinds[v.Kind].Paper == nil {
		return nil
	}
	for _, form := range kind.Print {
		for _, format := range PaperFormats() {
			if s.prints(v, form) {
				list = append(list, view.Button{Label: p.T("paper." + format), Href: p.To("/records", v.ID, "print", form, format)})
			}
		}
	}
	return list
}

// hasForm reports whether a record has a print form with content.
func (s *Site) hasForm(v *evaluation.View, form string) bool {
	kind, ok := s.Service.Kind(v.Kind)
	return ok && slices.Contains(kind.Print, form) && s.prints(v, form)
}

// SendForms sends the forms of records of a kind in one document, in print or as a file.
// Records that the reader may not see, or that have no such form, are left out. The forms
// are made while they are sent, so that memory does not grow with their number.
func (s *Site) SendForms(c *fiber.Ctx, p *Speaker, kind *evaluation.Kind, form, format string, ids []string) error {
	file, known := paperFiles[format]
	switch {
	case !slices.Contains(kind.Print, form) || s.kinds[kind.Name].Paper == nil || !known && format != InPrint:
		return evaluation.Fail(evaluation.CodeNotFound, "error.not_found")
	case len(ids) == 0:
		return evaluation.Fail(evaluation.CodeInvalid, "many.none")
	case len(ids) > mostForms:
		return evaluation.Fail(evaluation.CodeTooLarge, "many.print_most", "max", mostForms)
	}
	if known {
		if err := s.MayExport(c); err != nil {
			return err
		}
	}
	evaluation.TakenAs(c.UserContext(), evaluation.Taken(format)) // before the first are made
	ids, err := s.withForm(evaluation.Looking(c.UserContext()), Actor(c), kind, form, ids)
	if err != nil {
		return err
	}
	if len(ids) == 0 {
		return evaluation.Fail(evaluation.CodeInvalid, "many.print_none")
	}
	office, err := s.OfficeSettings(c)
	if err != nil {
		return err
	}
	forms, err := s.forms(c.UserContext(), p, office.Name, ids)
	if err != nil {
		return err
	}
	if format == InPrint {
		return s.showForms(c, p, kind, form, ids, forms)
	}
	if err := s.noteForms(c, "export", kind.Name, form+"."+format, ids); err != nil {
		return err
	}
	title := p.T("print." + form + ".title")
	return server.DownloadStream(c, title+"."+format, file.media, func(ctx context.Context, w io.Writer) error {
		return file.write(w, title, forms(ctx))
	})
}

// showForms shows forms as one page to be printed.
func (s *Site) showForms(c *fiber.Ctx, p *Speaker, kind *evaluation.Kind, form string, ids []string, forms laterForms) error {
	frame, err := s.frame(c, p.T("print."+form+".title"), []view.Link{{Label: p.T(kind.Name), Href: p.List(kind.Name)}})
	if err != nil {
		return err
	}
	frame.Confidential = s.kinds[kind.Name].marked()
	if err := s.noteForms(c, "print", kind.Name, form, ids); err != nil {
		return err
	}
	return server.PageStream(c, func(ctx context.Context, w io.Writer) error {
		return s.views.Stream(w, "paper", frame, contents(forms(ctx)))
	})
}

// withForm returns those of the records that the reader may see and that have the form. It
// shows nobody: whom the forms show is recorded when they are made.
func (s *Site) withForm(ctx context.Context, actor evaluation.Actor, kind *evaluation.Kind, form string, ids []string) ([]string, error) {
	there := map[string]bool{}
	err := s.eachOf(ctx, actor, evaluation.Query{Kinds: []string{kind.Name}}, ids, func(v *evaluation.View) { there[v.ID] = s.prints(v, form) })
	return slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return !there[id] }), err
}

// eachOf calls f with those of the records that the reader may see and a query finds.
func (s *Site) eachOf(ctx context.Context, actor evaluation.Actor, q evaluation.Query, ids []string, f func(*evaluation.View)) error {
	for part := range slices.Chunk(ids, formsAtOnce) {
		q.IDs, q.Limit = part, formsAtOnce
		found, err := s.Service.List(ctx, actor, q)
		if err != nil {
			return err
		}
		for i := range found.Views {
			f(&found.Views[i])
		}
	}
	return nil
}

// noteForms records in the trail that the forms of records were printed or sent.
func (s *Site) noteForms(c *fiber.Ctx, action, kind, detail string, ids []string) error {
	for _, id := range ids {
		if err := s.Note(c, action, evaluation.OutcomeOK, kind, id, detail); err != nil {
			return err
		}
	}
	return nil
}

// formsAtOnce is how many forms are kept in memory, mostForms how many one document has: it
// is sent within a minute.
const (
	formsAtOnce = 20
	mostForms   = 1000
)

// laterForms are forms that are made when they are needed.
type laterForms func(context.Context) iter.Seq2[*paper.Form, error]

// forms are the forms of records, in their order. The first ones are made at once, so that
// errors in them are shown as any other. Whom they show is recorded in the trail before
// they are sent.
func (s *Site) forms(ctx context.Context, p *Speaker, office string, ids []string) (laterForms, error) {
	n := min(formsAtOnce, len(ids))
	first, err := s.makeForms(ctx, p, office, ids[:n])
	return func(ctx context.Context) iter.Seq2[*paper.Form, error] {
		return func(yield func(*paper.Form, error) bool) {
			made, left := first, ids[n:]
			for {
				for _, f := range made {
					if !yield(f, nil) {
						return
					}
				}
				if len(left) == 0 {
					return
				}
				n := min(formsAtOnce, len(left))
				var err error
				if made, err = s.makeForms(ctx, p, office, left[:n]); err != nil {
					yield(nil, err)
					return
				}
				left = left[n:]
			}
		}
	}, err
}

// makeForms makes the forms of some records that have one.
func (s *Site) makeForms(ctx context.Context, p *Speaker, office string, ids []string) ([]*paper.Form, error) {
	ctx = evaluation.Looking(ctx)
	var list []*paper.Form
	for _, id := range ids {
		v, err := s.Service.Get(ctx, p.actor, id)
		if evaluation.CodeOf(err) == evaluation.CodeNotFound { // the reader may not see it any more
			continue
		}
		if err != nil {
			return nil, err
		}
		f, err := s.kinds[v.Kind].Paper(ctx, p.Printed(office, &v), &v)
		if err != nil {
			return nil, err
		}
		list = append(list, f)
	}
	return list, s.Service.NoteLooks(ctx, p.actor)
}

// oneForm is a sequence of one form.
func oneForm(f *paper.Form) iter.Seq2[*paper.Form, error] {
	return func(yield func(*paper.Form, error) bool) { yield(f, nil) }
}

// contents are forms as contents of pages.
func contents(forms iter.Seq2[*paper.Form, error]) iter.Seq2[any, error] {
	return func(yield func(any, error) bool) {
		for f, err := range forms {
			if !yield(f, err) {
				return
			}
		}
	}
}
