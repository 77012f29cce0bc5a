package page

import (
	"context"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/view"
	"kaoji/app/xlsx"
	"kaoji/evaluation"
	"kaoji/evaluation/reminder"
	"kaoji/evaluation/roster"
)

// exposurePage takes exposure from a workbook and gives one to fill in.
type exposurePage struct {
	Period, Basis, Reason string
	Bases                 []view.Choice
	Error                 string
	Done                  *view.Table
}

func (s *Site) exposureForm(c *fiber.Ctx) error {
	p, err := s.speaker(c)
	if err != nil {
		return err
	}
	return s.exposureAgain(c, p, exposurePage{Period: s.today().String()[:7], Basis: reminder.BasisCases})
}

func (s *Site) exposureAgain(c *fiber.Ctx, p *speaker, content exposurePage) error {
	if len(p.measured(actor(c))) == 0 {
		return evaluation.Fail(evaluation.CodeForbidden, "error.forbidden")
	}
	for _, b := range []string{reminder.BasisCases, reminder.BasisResidents} {
		content.Bases = append(content.Bases, view.Choice{Value: b, Label: p.t("reminder.exposure.field.basis." + b)})
	}
	return s.show(c, "exposure", p.t("reminder.page.workbook"), content, view.Link{Label: p.t("measure.reminder"), Href: "/reminder"})
}

// measured are the departments whose exposure somebody may enter.
func (p *speaker) measured(a evaluation.Actor) []roster.DepartmentInfo {
	heads, _ := p.day.Units(a.Person)
	return slices.DeleteFunc(p.day.Departments(), func(d roster.DepartmentInfo) bool {
		return !a.Has(evaluation.RolePersonnel) && (!a.Has(evaluation.RoleHead) || !slices.Contains(heads, d.ID))
	})
}

// exposureRecord finds what is on record of a department and period.
func (s *Site) exposureRecord(ctx context.Context, office, period, unit, basis string) (*evaluation.Record, *reminder.Exposure, error) {
	found, err := s.Service.Find(ctx, evaluation.Query{
		Office: office, Kinds: []string{reminder.KindExposure}, Uniques: []string{reminder.ExposureKey(period, unit, basis)}, Limit: 1,
	})
	if err != nil || len(found.Records) == 0 {
		return nil, nil, err
	}
	e, err := evaluation.PayloadOf[reminder.Exposure](found.Records[0])
	return &found.Records[0], e, err
}

// exposureTable is the workbook: a line for each department and each of its
// people, with what is on record.
func (s *Site) exposureTable(c *fiber.Ctx) error {
	p, err := s.speaker(c)
	if err != nil {
		return err
	}
	period, basis := c.Query("period"), c.Query("basis")
	if _, _, ok := reminder.Span(period); !ok {
		return s.exposureAgain(c, p, exposurePage{Period: period, Basis: basis, Error: p.t("reminder.period")})
	}
	units := p.measured(actor(c))
	if len(units) == 0 {
		return evaluation.Fail(evaluation.CodeForbidden, "error.forbidden")
	}
	var rows [][]string
	for _, d := range units {
		_, known, err := s.exposureRecord(c.UserContext(), actor(c).Office, period, d.ID, basis)
		if err != nil {
			return err
		}
		have := map[string]string{}
		if known != nil {
			have[""] = strconv.Itoa(known.Count)
			for _, one := range known.People {
				have[one.Person] = strconv.Itoa(one.Count)
			}
		}
		rows = append(rows, []string{d.Name, "", "", have[""]})
		for _, m := range p.day.In(d.ID) {
			rows = append(rows, []string{d.Name, m.No, m.Name, have[m.ID]})
		}
	}
	heads := []string{p.t("list.unit"), p.t("reminder.page.no"), p.t("reminder.page.name"), p.t("reminder.exposure.field.people.count")}
	file, err := xlsx.Bytes([]roster.Sheet{listSheet(p.t("reminder.exposure"), heads, rows)})
	if err != nil {
		return err
	}
	if err := s.note(c, "export", evaluation.OutcomeOK, reminder.KindExposure); err != nil {
		return err
	}
	return download(c, p.t("reminder.exposure")+period+".xlsx", mediaXLSX, file)
}

// exposureUpload enters or corrects each department of the workbook, and says
// what became of each.
func (s *Site) exposureUpload(c *fiber.Ctx) error {
	p, err := s.speaker(c)
	if err != nil {
		return err
	}
	content := exposurePage{Period: c.FormValue("period"), Basis: c.FormValue("basis"), Reason: c.FormValue("reason")}
	sheets, err := workbookOf(c)
	if err != nil {
		e, ok := errors.AsType[*evaluation.Error](err)
		if !ok {
			return err
		}
		content.Error = p.said(e)
		return s.exposureAgain(c, p, content)
	}
	inputs, problem := p.exposures(sheets)
	if problem != "" {
		content.Error = problem
		return s.exposureAgain(c, p, content)
	}
	content.Done = &view.Table{Heads: []string{p.t("list.unit"), p.t("reminder.exposure.field.count"), p.t("reminder.page.became")}}
	for _, in := range inputs {
		in.Period, in.Basis = content.Period, content.Basis
		became, err := s.enterExposure(c, p, in, content.Reason)
		if err != nil {
			return err
		}
		content.Done.Rows = append(content.Done.Rows, []string{p.name(in.Unit), strconv.Itoa(in.Count), became})
	}
	return s.exposureAgain(c, p, content)
}

// enterExposure enters or corrects one department and says what became of it.
func (s *Site) enterExposure(c *fiber.Ctx, p *speaker, in *reminder.ExposureInput, reason string) (string, error) {
	a := actor(c)
	r, known, err := s.exposureRecord(c.UserContext(), a.Office, in.Period, in.Unit, in.Basis)
	if err != nil {
		return "", err
	}
	said := p.t("reminder.exposure.enter.done")
	switch {
	case known == nil:
		_, err = s.Service.Create(c.UserContext(), a, reminder.KindExposure, "enter", evaluation.Creation{Input: in})
	case known.Same(in):
		return p.t("reminder.page.unchanged"), nil
	default:
		said = p.t("reminder.exposure.correct.done")
		_, err = s.Service.Act(c.UserContext(), a, r.ID, r.Version, "correct", evaluation.Change{
			Input: &reminder.CountInput{Count: in.Count, People: in.People}, Reason: reason,
		})
	}
	if e, ok := errors.AsType[*evaluation.Error](err); ok && e.Code != evaluation.CodeUnavailable && e.Code != evaluation.CodeInternal {
		return p.said(e), nil
	}
	return said, err
}

// said is an error with what it says of fields.
func (p *speaker) said(e *evaluation.Error) string {
	out := p.text.Say(p.lang, e.Message)
	for _, f := range e.Fields {
		out += "；" + p.text.Say(p.lang, f)
	}
	return out
}

func workbookOf(c *fiber.Ctx) ([]roster.Sheet, error) {
	h, err := c.FormFile("file")
	if err != nil {
		return nil, evaluation.Fail(evaluation.CodeInvalid, "import.choose")
	}
	if h.Size > evaluation.MaxBlob {
		return nil, evaluation.Fail(evaluation.CodeTooLarge, "error.file_too_large", "name", h.Filename, "max", evaluation.MaxBlob>>10)
	}
	f, err := h.Open()
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	raw, err := io.ReadAll(io.LimitReader(f, evaluation.MaxBlob+1))
	if err != nil {
		return nil, err
	}
	return xlsx.Read(raw)
}

// exposures reads the first sheet: department, staff number (none: the whole
// department), name, count. Lines without a count are left out; a department
// without a line of its own is the sum of its people.
func (p *speaker) exposures(sheets []roster.Sheet) (list []*reminder.ExposureInput, problem string) {
	if len(sheets) == 0 || len(sheets[0].Rows) < 2 {
		return nil, p.t("reminder.page.no_rows")
	}
	units, whole := map[string]*reminder.ExposureInput{}, map[string]bool{}
	for i, row := range sheets[0].Rows[1:] {
		var cell [5]string
		for _, one := range row {
			if one.Col >= 1 && one.Col <= 4 {
				cell[one.Col] = strings.TrimSpace(one.Text)
			}
		}
		if cell[4] == "" {
			continue
		}
		line := p.t("reminder.page.line", "n", i+2)
		n, err := strconv.Atoi(cell[4])
		if err != nil || n < 0 {
			return nil, line + p.t("reminder.page.whole_number")
		}
		at := slices.IndexFunc(p.day.Departments(), func(d roster.DepartmentInfo) bool { return d.Name == cell[1] })
		if at < 0 {
			return nil, line + p.t("reminder.no_unit")
		}
		unit := p.day.Departments()[at].ID
		in := units[unit]
		if in == nil {
			in = &reminder.ExposureInput{Unit: unit}
			units[unit] = in
			list = append(list, in)
		}
		if cell[2] == "" {
			in.Count, whole[unit] = n, true
			continue
		}
		person, known := p.day.Book().ByNo(cell[2])
		if !known {
			return nil, line + p.t("reminder.no_person")
		}
		in.People = append(in.People, reminder.CountRow{Person: person, Count: n})
		if !whole[unit] {
			in.Count += n
		}
	}
	if len(list) == 0 {
		return nil, p.t("reminder.page.no_rows")
	}
	return list, ""
}
