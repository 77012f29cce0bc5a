package commendation

import (
	"cmp"
	"slices"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/docx"
	"kaoji/app/page/site"
	"kaoji/app/page/view"
	"kaoji/evaluation"
	"kaoji/evaluation/commendation"
	"kaoji/evaluation/roster"
)

// bulletinPage shows a bulletin as it will be printed, its editor, and who has
// acknowledged it.
type bulletinPage struct {
	ID       string
	Record   site.RecordPage
	Paper    *paper
	Editor   *bulletinEditor // nil if the reader cannot edit it now
	Changes  []commendation.Change
	Receipts []commendation.Receipt
	Missing  int
	Links    []view.Button
}

type bulletinEditor struct {
	Version int64
	Title   view.Field
	Intro   view.Field
	Closing view.Field
	Items   []itemEditor
	Correct []correctionEditor
	Draft   *view.Draft
}

type itemEditor struct {
	Number, Names, LeaveOut string
	Order, Heading, Text    view.Field
}

type correctionEditor struct {
	Number, Names string
	Text          view.Field
}

func (s *pages) bulletin(c *fiber.Ctx, p *site.Speaker, v *evaluation.View, b *commendation.Bulletin) error {
	settings, err := s.OfficeSettings(c)
	if err != nil {
		return err
	}
	content := bulletinPage{
		ID: v.ID, Record: s.Head(p, v), Paper: paperOf(p, b, settings.Name), Changes: b.Changes, Receipts: slices.Clone(b.Receipts),
		Links: []view.Button{
			{Label: p.T("print.bulletin"), Href: p.To("/records", v.ID, "print", "bulletin")},
			{Label: p.T("commendation.page.word"), Href: p.To("/commendation/bulletins", v.ID, "word")},
			{Label: p.T("commendation.page.excel"), Href: p.To("/commendation/bulletins", v.ID, "excel")},
		},
	}
	if v.State == commendation.BulletinReleased && !site.Has(v.Payload, "receipts") { // whose receipt is missing is not for everybody
		content.Record.Due, content.Record.Waiting = evaluation.Date{}, ""
	}
	if v.Offers("edit") {
		if content.Editor, err = s.editor(c, p, v, b); err != nil {
			return err
		}
	}
	for _, r := range b.Receipts {
		if r.ByName == "" {
			content.Missing++
		}
	}
	slices.SortStableFunc(content.Receipts, func(x, y commendation.Receipt) int { return cmp.Compare(len(x.ByName), len(y.ByName)) })
	return s.Show(c, "bulletin", cmp.Or(b.Number, b.Title), content, s.Crumbs(c, v.Kind)...)
}

// editor is the form of the act "edit", with what was typed before if the address asks
// for it.
func (s *pages) editor(c *fiber.Ctx, p *site.Speaker, v *evaluation.View, b *commendation.Bulletin) (*bulletinEditor, error) {
	kind, _ := s.Service.Kind(v.Kind)
	act, _ := kind.Act("edit")
	kept, restored, err := s.Unsent(c, p, kind, act, v.ID, "")
	if err != nil {
		return nil, err
	}
	e := editorOf(p, v, b)
	if e.Draft = kept; restored != nil {
		for _, f := range e.fields() {
			f.Value = restored.Values.Get(f.Name)
		}
	}
	return e, nil
}

// fields are all fields of the form.
func (e *bulletinEditor) fields() []*view.Field {
	list := []*view.Field{&e.Title, &e.Intro, &e.Closing}
	for i := range e.Items {
		list = append(list, &e.Items[i].Order, &e.Items[i].Heading, &e.Items[i].Text)
	}
	for i := range e.Correct {
		list = append(list, &e.Correct[i].Text)
	}
	return list
}

// editorOf fills the form of the act "edit" with the present text.
func editorOf(p *site.Speaker, v *evaluation.View, b *commendation.Bulletin) *bulletinEditor {
	field := func(name, id, label, form, value string) view.Field {
		return view.Field{Name: name, ID: "f-" + id, Label: p.T("commendation.bulletin.field." + label), Form: form, Value: value, Heads: []string{}}
	}
	e := &bulletinEditor{
		Version: v.Version, Title: field("title", "title", "title", evaluation.FormText, b.Title),
		Intro:   field("intro", "intro", "intro", evaluation.FormLong, b.Intro),
		Closing: field("closing", "closing", "closing", evaluation.FormLong, b.Closing),
	}
	for i, it := range b.Items {
		n := site.Itoa(i)
		e.Items = append(e.Items, itemEditor{
			Number: it.Number, Names: it.Names, LeaveOut: p.To("/records", v.ID, "acts", "leave_out") + "?number=" + queryEscape(it.Number),
			Order:   field("items."+n+".order", "order-"+n, "items.order", evaluation.FormInteger, site.Itoa(i+1)),
			Heading: field("items."+n+".heading", "heading-"+n, "items.heading", evaluation.FormText, it.Heading),
			Text:    field("items."+n+".text", "text-"+n, "items.text", evaluation.FormLong, it.Text),
		})
	}
	for i, cor := range b.Corrections {
		n := site.Itoa(i)
		e.Correct = append(e.Correct, correctionEditor{
			Number: cor.Number, Names: cor.Names,
			Text: field("corrections."+n+".text", "correction-"+n, "corrections.text", evaluation.FormLong, cor.Text),
		})
	}
	return e
}

// bulletinWord returns the bulletin as a Word document.
func (s *pages) bulletinWord(c *fiber.Ctx, p *site.Speaker, v *evaluation.View, b *commendation.Bulletin) error {
	settings, err := s.OfficeSettings(c)
	if err != nil {
		return err
	}
	file, err := docx.Bytes(wordOf(paperOf(p, b, settings.Name)))
	if err != nil {
		return err
	}
	return s.Export(c, cmp.Or(b.Number, b.Title)+".docx", docx.Media, file, v.Kind, v.ID, "docx")
}

// bulletinExcel returns its deeds as in the register.
func (s *pages) bulletinExcel(c *fiber.Ctx, p *site.Speaker, v *evaluation.View, b *commendation.Bulletin) error {
	return s.Sheets(c, cmp.Or(b.Number, b.Title), v.Kind, v.ID, "xlsx", bulletinSheet(p, b))
}

func bulletinSheet(p *site.Speaker, b *commendation.Bulletin) roster.Sheet {
	const field = "commendation.bulletin.field.items."
	t := p.Table(field+"number", field+"names", field+"ground", field+"on", field+"heading", field+"text")
	for _, it := range b.Items {
		t.Rows = append(t.Rows, []string{it.Number, it.Names, p.T("commendation.deed.field.ground." + it.Ground), it.On.String(), it.Heading, it.Text})
	}
	for _, cor := range b.Corrections {
		t.Rows = append(t.Rows, []string{cor.Number, cor.Names, "", "", p.T("commendation.paper.corrections"), correctionText(p, &cor)})
	}
	return site.TableSheet(p.T("commendation.bulletin"), &t)
}
