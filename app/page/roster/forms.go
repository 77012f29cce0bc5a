package roster

import (
	"errors"
	"io"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/lrmx"
	"kaoji/app/page/site"
	"kaoji/app/page/view"
	"kaoji/app/server"
	"kaoji/evaluation"
	"kaoji/evaluation/roster"
)

// formsUpload stores the chosen files as zips and compares the forms with the roster;
// nothing is written.
func (s *pages) formsUpload(c *fiber.Ctx, p *site.Speaker) error {
	ids, err := s.takeForms(c, p)
	if err == nil {
		var r evaluation.Record
		r, err = s.Service.Create(c.UserContext(), site.Actor(c), roster.KindFormImport, "prepare", evaluation.Creation{Input: &roster.PrepareForms{Files: ids}})
		if err == nil {
			return s.Done(c, s.To(c, formsPath, r.ID), prepared(roster.KindFormImport, &r))
		}
	}
	if e, ok := site.AsMistake(err); ok {
		c.Status(server.Status(e.Code))
		return s.importAgain(c, p, p.Said(e))
	}
	return err
}

// prepared is the text that says what came of checking files.
func prepared(kind string, r *evaluation.Record) string {
	if r.State == roster.StateNothing {
		return "roster.import.idle"
	}
	return kind + ".prepare.done"
}

const formsPath = "/roster/forms"

// mostOfPart is how many bytes of forms are stored in one zip, which is an attachment.
const mostOfPart = evaluation.MaxBlob * 9 / 10

// takeForms stores all files that were chosen, and those of zips among them, as zips of
// the account. One form at a time is unpacked.
func (s *pages) takeForms(c *fiber.Ctx, p *site.Speaker) ([]string, error) {
	sources, done, err := chosen(c)
	defer done()
	if err != nil {
		return nil, err
	}
	var ids []string
	n, err := lrmx.Split(sources, mostOfPart, func(zipped []byte) error {
		b, err := server.Attachment(p.T("roster.forms.name")+s.Today().String()+".zip", zipped)
		if err != nil {
			return err
		}
		b.Office, b.ID, b.Owner, b.Created = site.Actor(c).Office, s.NewID(), site.Actor(c).Account, s.Now()
		ids = append(ids, b.ID)
		return s.Blobs.PutBlob(c.UserContext(), b, zipped)
	})
	switch {
	case errors.Is(err, lrmx.ErrTooLarge):
		err = evaluation.Fail(evaluation.CodeInvalid, "roster.forms.too_much", "files", lrmx.MaxFiles, "max", lrmx.MaxZip>>20).Because(err)
	case err == nil && n == 0:
		err = evaluation.Fail(evaluation.CodeInvalid, "roster.forms.none")
	}
	return ids, err
}

// chosen are the forms that were uploaded, on their own or in zips, and a function to
// call when they are read.
func chosen(c *fiber.Ctx) (list []lrmx.Source, done func(), err error) {
	var open []io.Closer
	done = func() {
		for _, f := range open {
			_ = f.Close()
		}
	}
	form, err := c.MultipartForm()
	if err != nil {
		return nil, done, evaluation.Fail(evaluation.CodeInvalid, "import.choose")
	}
	for _, h := range form.File["files"] {
		if lrmx.IsForm(h.Filename) {
			list = append(list, lrmx.Source{Name: h.Filename, Open: func() (io.ReadCloser, error) { return h.Open() }})
			continue
		}
		in, err := h.Open()
		if err != nil {
			return nil, done, err
		}
		open = append(open, in)
		more, err := lrmx.Sources(in, h.Size)
		if err != nil {
			return nil, done, evaluation.Fail(evaluation.CodeInvalid, "roster.forms.file", "name", h.Filename, "why", lrmx.Why(err))
		}
		list = append(list, more...)
	}
	return list, done, nil
}

// formsPage compares the forms with the roster, person by person.
type formsPage struct {
	Record   site.RecordPage
	ID       string
	Action   string // "" if nothing can be imported now
	Version  int64
	Figures  []view.Stat
	Standing *view.Grid // what was not undone
	People   []formRow  // of whom something contradicts itself, differs, or has to be decided
	Rest     []formRow  // the others
	Units    []string   // departments to choose from for new people
	Homeless int        // new people whose folder names no department
	// Establishments are the words to choose from; Unestablished counts people of whom
	// neither the roster nor the form says one.
	Establishments []string
	Unestablished  int
	Opens          []opening // departments that are not in the roster
	// Department and Establishment were chosen for all, before a mistake.
	Department, Establishment string
}

// opening is a department that is opened if it is chosen.
type opening struct {
	Name   string
	Chosen bool
}

// formRow is a file.
type formRow struct {
	N             int
	File, Name    string
	Who           string // who it is in the roster, or that the person is new
	Refused       string
	Doubts        []string
	New, Differs  []formChange
	Unit          string // of a new person
	Same, Chooses bool
	Taken         bool
	Left          bool   // was left out
	Fills         string // key of the text over New
	Adds          bool   // is not in the roster, and a department can be chosen
	Asks          bool   // the roster has no establishment, and one can be chosen
	Establishment string // that the form implies
}

// decides reports whether something has to be chosen for the file.
func (r *formRow) decides() bool {
	return r.Refused != "" || len(r.Doubts)+len(r.Differs) > 0 || r.Adds && r.Unit == "" || r.Asks && r.Establishment == ""
}

// formChange is a field before and after.
type formChange struct {
	Key, Label, Old, New string
	Chosen               bool   // overwrites
	Came                 string // what was done, once that is decided
}

func (s *pages) forms(c *fiber.Ctx, p *site.Speaker, v *evaluation.View, of *roster.FormImport) error {
	return s.formsAgain(c, p, v, of, nil, nil)
}

// formsAgain shows the comparison with what is wrong with the choices that were posted,
// and keeps these.
func (s *pages) formsAgain(c *fiber.Ctx, p *site.Speaker, v *evaluation.View, of *roster.FormImport, posted url.Values, wrong *evaluation.Error) error {
	head, err := s.Headed(c, p, v, "people", "items", "counts", "standing")
	if err != nil {
		return err
	}
	head.Progress = s.ProgressOf(c, v)
	page := formsPage{Record: head, ID: v.ID, Version: v.Version, Standing: p.Standing(of.Standing)}
	page.Record.Acts = slices.DeleteFunc(head.Acts, func(b view.Button) bool { return strings.HasPrefix(b.Href, p.To(formsPath, v.ID)) }) // it is at the end of the page
	if v.Grants("apply") {
		page.Action = p.To(formsPath, v.ID)
	}
	for _, n := range []struct {
		key string
		n   int
	}{
		{"files", of.Counts.Files}, {"created", of.Counts.Created}, {"filled", of.Counts.Filled}, {"differ", of.Counts.Differ}, {"same", of.Counts.Same}, {"refused", of.Counts.Refused}, {"left", of.Counts.Left},
	} {
		if n.key == "left" && n.n == 0 {
			continue
		}
		page.Figures = append(page.Figures, view.Stat{Label: p.T(roster.KindFormImport + ".field.counts." + n.key), Value: strconv.Itoa(n.n)})
	}
	for _, d := range p.Day.Departments() {
		page.Units = append(page.Units, d.Name)
	}
	page.Establishments, page.Opens = establishments(p), openings(p, of, posted)
	page.Department, page.Establishment = posted.Get("department"), posted.Get("establishment")
	for i := range of.People {
		row := formRowOf(p, i, of, page.Action != "", v.State)
		decides := row.decides()
		homeless, unestablished := row.Adds && row.Unit == "", row.Asks && row.Establishment == ""
		row.choose(posted)
		if decides {
			page.People = append(page.People, row)
		} else {
			page.Rest = append(page.Rest, row)
		}
		if unit := of.People[i].Department; unit != "" && !slices.Contains(page.Units, unit) {
			page.Units = append(page.Units, unit)
		}
		if homeless {
			page.Homeless++
		}
		if unestablished {
			page.Unestablished++
		}
	}
	said := ""
	if wrong != nil {
		said = p.Said(wrong)
	}
	return s.Again(c, wrong, said, "forms", p.Heading(&v.Record), page, s.Crumbs(c, v.Kind)...)
}

// establishments are the words to choose from: the usual ones, then those of the roster.
func establishments(p *site.Speaker) []string {
	list := roster.Establishments()
	for _, m := range p.Day.Members() {
		if m.Establishment != "" && !slices.Contains(list, m.Establishment) {
			list = append(list, m.Establishment)
		}
	}
	return list
}

// suggested offers the words for establishments while one types.
func suggested(p *site.Speaker, field string) []string {
	if field != "establishment" {
		return nil
	}
	return establishments(p)
}

// applyForms imports what was chosen. Mistakes are shown on the page with the choices.
func (s *pages) applyForms(c *fiber.Ctx, p *site.Speaker) error {
	posted, err := site.Posted(c)
	if err != nil {
		return err
	}
	v, err := s.Opened(c, roster.KindFormImport)
	if err != nil {
		return err
	}
	of, err := evaluation.PayloadOf[roster.FormImport](v.Record)
	if err != nil {
		return err
	}
	_, err = s.Submit(c, v.ID, "apply", formsChosen(posted, of))
	if e, ok := site.AsMistake(err); ok {
		return s.formsAgain(c, p, &v, of, posted, e)
	}
	if err != nil {
		return err
	}
	return s.Done(c, p.To(formsPath, v.ID), roster.KindFormImport+".apply.done")
}
