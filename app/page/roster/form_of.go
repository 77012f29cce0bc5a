package roster

import (
	"context"
	"io"
	"path"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/lrmx"
	"kaoji/app/page/site"
	"kaoji/app/page/view"
	"kaoji/app/server"
	"kaoji/evaluation"
	"kaoji/evaluation/cadreform"
	"kaoji/evaluation/results"
	"kaoji/evaluation/roster"
)

// gradeYears is how many years of results a form lists, beside those that were written
// down before.
const gradeYears = 5

// grades are the grades that are known of people, by person.
type grades map[string]*results.History

// gradesOf reads the grades of people, of all if none are named.
func (s *pages) gradesOf(ctx context.Context, office string, people ...string) (grades, error) {
	return s.Results.Known(ctx, office, s.Today().Year(), people)
}

// list are the grades of the last years in the words of forms, but for those that only the
// form itself says: it has them already.
func (s *pages) list(ctx context.Context, office string, of grades, person *roster.Person, id string) ([]cadreform.Grade, error) {
	h := of[id]
	if h == nil {
		return nil, nil
	}
	pack, err := s.Rules.Pack(ctx, office)
	if err != nil {
		return nil, err
	}
	civil, err := s.Results.Civil(person.Establishment, pack.On(s.Today()))
	if err != nil {
		return nil, err
	}
	key := "results.institution."
	if civil {
		key = "results.grade."
	}
	var list []cadreform.Grade
	for year := s.Today().Year() - gradeYears + 1; year <= s.Today().Year(); year++ {
		if grade := h.Grades[year]; grade != "" && !h.Formed[year] {
			list = append(list, cadreform.Grade{Year: year, Word: s.Text.T("zh", key+grade)})
		}
	}
	return list, nil
}

// formOf is the 干部任免审批表 of a person as far as the reader may see it. The words of
// a form are Chinese, whatever the reader's language.
func (s *pages) formOf(ctx context.Context, p *site.Speaker, person string, known grades) (cadreform.Form, error) {
	var f cadreform.Form
	v, err := s.Service.Get(ctx, p.Actor(), person)
	// Whoever may not read the particulars would be given a form that looks complete.
	whole := person == p.Actor().Person || s.Service.ReadsOthers(p.Actor(), roster.KindParticulars)
	if err == nil && (v.Kind != roster.KindPerson || !v.Shows("relatives") || !whole) {
		err = evaluation.Fail(evaluation.CodeNotFound, "error.not_found")
	}
	if err != nil {
		return f, err
	}
	entry, err := evaluation.PayloadOf[roster.Person](v.Record)
	if err != nil {
		return f, err
	}
	var of *roster.Particulars
	there, err := s.particularsOf(ctx, p.Actor(), person)
	if err == nil && there.ID != "" {
		if there, err = s.Service.Get(ctx, p.Actor(), there.ID); err == nil {
			of, err = evaluation.PayloadOf[roster.Particulars](there.Record)
		}
	}
	if err != nil {
		return f, err
	}
	settings, err := s.SettingsOf(ctx, p.Actor().Office)
	if err != nil {
		return f, err
	}
	add := roster.Added{Day: s.Today(), Office: settings.Name, Place: settings.BeforePosts(), FilledBy: p.Actor().Name, IDCard: string(entry.IDCard)}
	if add.Grades, err = s.list(ctx, p.Actor().Office, known, entry, person); err != nil {
		return f, err
	}
	written := ""
	if of != nil {
		written = of.Honours
	}
	rewards, err := s.rewardsOf(ctx, p.Actor(), add.Day, person)
	if err != nil {
		return f, err
	}
	add.Honours = s.honoursOf(rewards[person], add.Day, entry, written)
	return p.Book.FormOf(entry, of, add), nil
}

// formFile sends the form of a person as an .lrmx file, or as .lrm without photo.
func (s *pages) formFile(c *fiber.Ctx, p *site.Speaker) error {
	if !slices.Contains(formFormats, c.Params("format")) {
		return evaluation.Fail(evaluation.CodeNotFound, "error.not_found")
	}
	known, err := s.gradesOf(c.UserContext(), p.Actor().Office, c.Params("id"))
	if err != nil {
		return err
	}
	f, err := s.formOf(c.UserContext(), p, c.Params("id"), known)
	if err != nil {
		return err
	}
	evaluation.TakenAs(c.UserContext(), evaluation.Taken(c.Params("format"))) // also where it is packed
	if c.Params("format") == "lrm" {
		content, err := lrmx.WriteLRM(&f)
		if err != nil {
			return err
		}
		packed, err := lrmx.Pack([]lrmx.Entry{{Name: f.Name + ".lrm", Content: content}, {Name: f.Name + ".pic", Content: f.Photo}})
		if err != nil {
			return err
		}
		return s.Export(c, f.Name+".zip", "application/zip", packed, roster.KindPerson, c.Params("id"), "lrm")
	}
	return s.Export(c, f.Name+".lrmx", lrmx.Media, lrmx.Write(&f), roster.KindPerson, c.Params("id"), "lrmx")
}

// formFormats are the formats of a form's file.
var formFormats = []string{"lrmx", "lrm"}

// mostForms is how many forms are exported at once.
const mostForms = 1000

// formFiles sends the forms of all whom the roster shows, in a zip with a folder for each
// department.
func (s *pages) formFiles(c *fiber.Ctx, p *site.Speaker) error {
	visible, err := s.visiblePeople(c, p)
	if err != nil {
		return err
	}
	of := s.asked(c)
	lines, n := of.lines(p.Book.On(of.day), visible, false)
	if n == 0 || n > mostForms {
		return evaluation.Fail(evaluation.CodeInvalid, "roster.forms.export_most", "max", mostForms)
	}
	evaluation.TakenAs(c.UserContext(), evaluation.AsLRMX)
	known, err := s.gradesOf(c.UserContext(), p.Actor().Office)
	if err != nil {
		return err
	}
	var entries []lrmx.Entry
	for _, l := range lines {
		f, err := s.formOf(c.UserContext(), p, l.member.ID, known)
		if err != nil {
			return err
		}
		entries = append(entries, lrmx.Entry{Name: path.Join(folderName(l.unit.Name), folderName(f.Name)+" "+l.member.No+".lrmx"), Content: lrmx.Write(&f)})
	}
	if err := s.Note(c, "export", evaluation.OutcomeOK, roster.KindPerson, "", "lrmx"); err != nil {
		return err
	}
	packed, err := lrmx.Pack(entries)
	if err != nil {
		return err
	}
	return server.DownloadStream(c, p.T("roster.forms.name")+s.Today().String()+".zip", "application/zip", func(_ context.Context, to io.Writer) error {
		_, err := to.Write(packed)
		return err
	})
}

// folderName is a name without what divides folders.
func folderName(name string) string {
	return strings.NewReplacer("/", "-", `\`, "-", ":", "-").Replace(name)
}

// formFurther are the files of the form of the person whom particulars are about.
func (s *pages) formFurther(_ *fiber.Ctx, p *site.Speaker, v *evaluation.View) ([]view.Button, error) {
	var list []view.Button
	for _, format := range formFormats {
		list = append(list, view.Button{Label: p.T("roster.form." + format), Href: p.To("/roster/people", v.Subject, "form", format)})
	}
	return list, nil
}
