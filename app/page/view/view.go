// Package view renders pages: every template is parsed at start, and every page is
// rendered into a buffer before a byte is sent.
//
// Templates get a *Page as their dot. Templates are shared between requests, so
// everything that depends on the request, such as language and reader, is in the
// Page.
package view

import (
	"bytes"
	"fmt"
	"html/template"
	"io"
	"io/fs"
	"iter"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"kaoji/app/text"
	"kaoji/evaluation"
)

// Page is the data of a template.
type Page struct {
	Lang         string
	Base         string // prefix of every address of a page, see To
	Office       string
	Title        string
	Path         string
	User         *User // nil: nobody is logged in
	Menu         []MenuGroup
	Unread       string // unread notifications, at the bell; "" for none
	New          []Link // what the reader can begin, for the menu 新建
	Crumbs       []Link
	Help         string     // what the page is for, whose turn it is, and by which rule; "" for nothing
	Place        *Place     // of the record in the list that it was opened from; nil: from none
	Basis        []RuleNote // rules behind the page's numbers
	Flash        string     // message after a successful act, shown once
	Onward       *Link      // what comes next after that act; nil for nothing
	Problem      string     // message above the content
	CSRF         string
	Now          time.Time
	Confidential bool // printed with a watermark of name and time
	Wall         bool // for a projector: without menu and head
	Content      any
	Search       string // what was searched for, in the search box

	// Unsettled reports whether a deadline depends on an unpublished holiday
	// notice; nil means never.
	Unsettled func(evaluation.Date) bool

	Unreachable string // why others may not reach the printed address; "" if they can

	text *text.Catalog
	body template.HTML
}

// Body is the content of the page, for its frame.
func (p *Page) Body() template.HTML { return p.body }

// User is the reader.
type User struct {
	Name  string
	Roles string
}

// MenuGroup is a part of the menu under a label.
type MenuGroup struct {
	Label string
	Items []MenuItem
}

// MenuItem is an entry of the menu.
type MenuItem struct {
	Number int // of the measure, shown instead of the icon; 0 for none
	Label  string
	Href   string
	Icon   string
	Help   string // key of the text that says what its pages are for
	Active bool
	Badge  int
}

// Link is a labelled address.
type Link struct {
	Label string
	Href  string
}

// Place is a record's place in the list from which it was opened.
type Place struct {
	Back, Next string // addresses of the list and of the next record
	N, Of      int64  // its number in the list; 0 if unknown
}

// T returns a text in the page's language; pairs are name, value.
func (p *Page) T(key string, pairs ...any) string { return p.text.T(p.Lang, key, pairs...) }

// Has reports whether a text exists.
func (p *Page) Has(key string) bool { return p.text.Has(key) }

// Coded is a word of the roster, such as 女 in the field sex, in the page's language.
func (p *Page) Coded(field, word string) string { return p.text.Coded(p.Lang, field, word) }

// Say returns the text of a problem.
func (p *Page) Say(problem evaluation.Problem) string { return p.text.Say(p.Lang, problem) }

// Day formats a date.
func (p *Page) Day(d evaluation.Date) string { return text.Day(p.Lang, d) }

// By formats a deadline, and says that it may still move if it depends on an
// unpublished holiday notice.
func (p *Page) By(d evaluation.Date) string {
	return p.text.By(p.Lang, d, p.Unsettled)
}

// Note says that a deadline depends on an unpublished holiday notice, "" if it does
// not.
func (p *Page) Note(d evaluation.Date) string {
	if p.Unsettled == nil || !p.Unsettled(d) {
		return ""
	}
	return p.T("due.unsettled", "year", d.Year())
}

// DayOfWeek formats a date with its day of the week.
func (p *Page) DayOfWeek(d evaluation.Date) string {
	return p.Day(d) + " " + p.T("weekday."+strconv.Itoa(int(d.Weekday())))
}

// DueIn says when something is due: how many days ago if it is late, today, or the
// day.
func (p *Page) DueIn(d evaluation.Date) string {
	switch days := p.Today().DaysUntil(d); {
	case days < 0:
		return p.T("due.late_by", "n", -days)
	case days == 0:
		return p.T("task.today")
	}
	return p.Day(d)
}

// Month formats a date known to the month.
func (p *Page) Month(d evaluation.Date) string { return text.Month(p.Lang, d) }

// Moment formats an instant in the office's time.
func (p *Page) Moment(t time.Time) string {
	return text.Moment(p.Lang, t)
}

// MenuElsewhere are the groups of the menu besides the reader's own, what the reader
// manages first.
func (p *Page) MenuElsewhere() []MenuGroup {
	if len(p.Menu) == 0 {
		return nil
	}
	groups := slices.Clone(p.Menu[1:])
	slices.Reverse(groups)
	return groups
}

// Today is the day in the office.
func (p *Page) Today() evaluation.Date { return evaluation.DateOf(p.Now) }

// Deadline returns how urgent a day is: late, soon (within three days) or "".
func (p *Page) Deadline(d evaluation.Date) string {
	switch today := p.Today(); {
	case d.IsZero():
		return ""
	case d.Before(today):
		return "late"
	case today.DaysUntil(d) <= 3:
		return "soon"
	}
	return ""
}

// Renderer contains the parsed templates in one set: the shared parts are parsed
// and escaped only once.
type Renderer struct {
	set   *template.Template
	pages map[string]string // page name -> its frame
	text  *text.Catalog
}

// layout and files that begin with an underscore are parts of every page.
const layout = "layout.html"

// New parses every template in files: _*.html and layout.html are shared; each
// other file is a page that defines "content" (and may define "print", to be shown
// without the site's frame, or "part", to be put into a page by script).
func New(catalog *text.Catalog, assets *Assets, files ...fs.FS) (*Renderer, error) {
	parts := functions(assets)
	r := &Renderer{set: template.New("").Funcs(parts).Option("missingkey=error"), pages: map[string]string{}, text: catalog}
	for _, from := range files {
		names, err := fs.Glob(from, "*.html")
		if err != nil {
			return nil, err
		}
		for _, name := range names {
			if name == layout || strings.HasPrefix(name, "_") {
				_, err = r.set.ParseFS(from, name)
			} else {
				err = r.addPage(from, name, parts)
			}
			if err != nil {
				return nil, fmt.Errorf("templates: %w", err)
			}
		}
	}
	return r, nil
}

// addPage adds the content of a page under its name, and other templates that its
// file defines.
func (r *Renderer) addPage(from fs.FS, file string, parts template.FuncMap) error {
	page := strings.TrimSuffix(file, path.Ext(file))
	if r.Has(page) {
		return fmt.Errorf("two of the name %s", file)
	}
	one, err := template.New(file).Funcs(parts).ParseFS(from, file)
	if err != nil {
		return err
	}
	if one.Lookup("content") == nil {
		return fmt.Errorf("%s defines no content", file)
	}
	r.pages[page] = "layout"
	for _, t := range one.Templates() {
		name := t.Name()
		switch name {
		case file:
			continue
		case "print":
			r.pages[page] = "sheet"
			continue
		case "part":
			r.pages[page] = "bare"
			continue
		case "content":
			name = contentOf(page)
		}
		if r.set.Lookup(name) != nil {
			return fmt.Errorf("%s defines %s, which is there", file, name)
		}
		if _, err := r.set.AddParseTree(name, t.Tree); err != nil {
			return err
		}
	}
	return nil
}

func contentOf(page string) string { return "content of " + page }

// Pages lists the pages, for tests.
func (r *Renderer) Pages() []string {
	names := make([]string, 0, len(r.pages))
	for name := range r.pages {
		names = append(names, name)
	}
	return names
}

// Has reports whether a page exists.
func (r *Renderer) Has(page string) bool { return r.pages[page] != "" }

// Render renders a page completely or returns an error.
func (r *Renderer) Render(page string, p *Page) ([]byte, error) {
	frame, ok := r.pages[page]
	if !ok {
		return nil, fmt.Errorf("no page %s", page)
	}
	return r.frame(frame, page, p)
}

// Stream writes one page whose content is made of several, one after the other while they
// are made: print forms, each in an element of its own. The frame is that of p. At the
// first error of contents it stops, within the page.
func (r *Renderer) Stream(w io.Writer, page string, p *Page, contents iter.Seq2[any, error]) error {
	const here = "<!-- forms -->"
	frame, ok := r.pages[page]
	if !ok {
		return fmt.Errorf("no page %s", page)
	}
	var b bytes.Buffer
	p.text, p.body = r.text, here
	if err := r.set.ExecuteTemplate(&b, frame, p); err != nil {
		return fmt.Errorf("page %s: %w", page, err)
	}
	head, foot, _ := bytes.Cut(bytes.Clone(b.Bytes()), []byte(here))
	if _, err := w.Write(head); err != nil {
		return err
	}
	for content, err := range contents {
		if err != nil {
			return err
		}
		b.Reset()
		p.Content = content
		b.WriteString(`<div class="form-sheet">`)
		if err := r.set.ExecuteTemplate(&b, contentOf(page), p); err != nil {
			return fmt.Errorf("page %s: %w", page, err)
		}
		b.WriteString(`</div>`)
		if _, err := b.WriteTo(w); err != nil {
			return err
		}
	}
	_, err := w.Write(foot)
	return err
}

// RenderAll renders several pages of one kind in one frame, such as print forms, each in
// an element of its own. The frame is that of the first.
func (r *Renderer) RenderAll(page string, all []*Page) ([]byte, error) {
	frame, ok := r.pages[page]
	if !ok || len(all) == 0 {
		return nil, fmt.Errorf("no page %s", page)
	}
	return r.frame(frame, page, all...)
}

func (r *Renderer) frame(frame, page string, all ...*Page) ([]byte, error) {
	var content, b bytes.Buffer
	for _, p := range all {
		p.text = r.text
		if len(all) > 1 {
			content.WriteString(`<div class="form-sheet">`)
		}
		if err := r.set.ExecuteTemplate(&content, contentOf(page), p); err != nil {
			return nil, fmt.Errorf("page %s: %w", page, err)
		}
		if len(all) > 1 {
			content.WriteString(`</div>`)
		}
	}
	all[0].body = template.HTML(content.String()) //nolint:gosec // made by a template, which has escaped it
	if err := r.set.ExecuteTemplate(&b, frame, all[0]); err != nil {
		return nil, fmt.Errorf("page %s: %w", page, err)
	}
	return b.Bytes(), nil
}
