package bonus

import (
	"slices"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/site"
	"kaoji/app/page/view"
	"kaoji/evaluation"
	"kaoji/evaluation/bonus"
)

// entriesPage is the page on which a department's entries are written, in a form or
// a workbook.
type entriesPage struct {
	ID, Unit string
	Units    []view.Choice
	Heads    []string
	Rows     []entryRow
	Can      bool // some row can be written
	Verify   int  // rows that wait for the reader's verification
	Error    string
	Passed   string      // rows below an uploaded table that were not read
	Done     *view.Table // what became of each row
	Empty    view.Empty
}

// entryRow is one person's line.
type entryRow struct {
	Entry, Person, Name string
	Href                string
	State               view.Badge
	Fields              []view.Field // nil if the reader cannot write them now
	Values              []string
	Facts               string
}

// bonusEntries shows the sheet of a department.
func (s *pages) bonusEntries(c *fiber.Ctx, p *site.Speaker, v *evaluation.View, period *bonus.Period) error {
	return s.entriesAgain(c, &entrySheet{Speaker: p, v: v, period: period}, &entriesPage{Unit: c.Query("unit")}, nil)
}

// written are the stored or typed figures of one person, by column.
type written []string

// entriesAgain shows the entries as they stand now.
func (s *pages) entriesAgain(c *fiber.Ctx, sheet *entrySheet, content *entriesPage, typed map[string]written) (err error) {
	if sheet.views, err = s.entryViews(c, sheet.v.ID); err != nil {
		return err
	}
	p := sheet.Speaker
	content.ID, content.Heads = sheet.v.ID, entryHeads(&sheet.period.Plan, p)
	content.Empty = view.Empty{Why: p.T("bonus.page.no_entries"), Do: p.T("bonus.page.no_entries_do")}
	content.Units, content.Unit = sheet.units(content.Unit)
	for i := range sheet.views {
		e := &sheet.views[i]
		if e.Unit != content.Unit {
			continue
		}
		row, err := sheet.row(e, typed[e.ID])
		if err != nil {
			return err
		}
		content.Can = content.Can || row.Fields != nil
		if e.Offers("verify") {
			content.Verify++
		}
		content.Rows = append(content.Rows, row)
	}
	return s.Show(c, "bonus_entries", p.T("bonus.page.enter"), content, s.crumbs(c, sheet.v, sheet.period)...)
}

// inputOf reads a line of figures; a problem names its column.
func inputOf(plan *bonus.Plan, w written, p *site.Speaker) (*bonus.EntryInput, string) {
	heads := entryHeads(plan, p)
	figures := make([]string, len(heads))
	for i := range heads {
		if i >= len(w) || w[i] == "" {
			continue
		}
		if n, ok := bonus.ParseHundredths(w[i]); !ok || n < 0 {
			return nil, heads[i] + "：" + p.T("bonus.page.decimal")
		}
		figures[i] = w[i]
	}
	in := &bonus.EntryInput{Quality: figures[len(figures)-1]}
	at := 0
	for i := range plan.Workload {
		in.Workload = append(in.Workload, bonus.Quantity{Item: i + 1, Quantity: figures[at]})
		at++
	}
	for i := range plan.Results {
		in.Results = append(in.Results, bonus.Reached{Item: i + 1, Target: figures[at], Actual: figures[at+1]})
		at += 2
	}
	if err := evaluation.CheckInput(in); err != nil {
		return nil, problem(p, err)
	}
	if _, err := in.Figures(plan); err != nil {
		return nil, problem(p, err)
	}
	return in, ""
}

// problem is what an error says, with what it says of fields.
func problem(p *site.Speaker, err error) string {
	if e, ok := err.(*evaluation.Error); ok { //nolint:errorlint // the domain returns it bare
		return p.Said(e)
	}
	return p.T("error.internal")
}

// entryJob is one line to enter.
type entryJob struct {
	view *evaluation.View
	in   *bonus.EntryInput
	said string // result
	bad  bool
}

// bonusEntriesSave enters what was typed: all lines, or none if one is wrong.
func (s *pages) bonusEntriesSave(c *fiber.Ctx, p *site.Speaker, v *evaluation.View, period *bonus.Period) error {
	sheet, err := s.entrySheet(c, p, v, period)
	if err != nil {
		return err
	}
	typed := map[string]written{}
	var jobs []entryJob
	for i := range sheet.views {
		e := &sheet.views[i]
		var w written
		for k := range entryHeads(&sheet.period.Plan, sheet.Speaker) {
			w = append(w, c.FormValue(e.ID+"."+strconv.Itoa(k)))
		}
		if !sheet.writes(e) || !slices.ContainsFunc(w, func(x string) bool { return x != "" }) {
			continue
		}
		typed[e.ID] = w
		old, err := evaluation.PayloadOf[bonus.Entry](e.Record)
		if err != nil {
			return err
		}
		if e.State == bonus.EntryEntered && slices.Equal(figuresOf(old), w) {
			continue // nothing new
		}
		job := entryJob{view: e}
		if job.in, job.said = inputOf(&sheet.period.Plan, w, sheet.Speaker); job.in == nil {
			job.bad = true
		}
		jobs = append(jobs, job)
	}
	return s.enterAll(c, sheet, &entriesPage{Unit: c.FormValue("unit")}, jobs, typed)
}

// enterAll enters all lines if none is wrong, and reports the result of each.
func (s *pages) enterAll(c *fiber.Ctx, sheet *entrySheet, content *entriesPage, jobs []entryJob, typed map[string]written) error {
	p, bad := sheet.Speaker, slices.ContainsFunc(jobs, func(j entryJob) bool { return j.bad })
	done := p.Table("roster.name", "bonus.page.became")
	content.Done = &done
	for i := range jobs {
		j := &jobs[i]
		switch {
		case j.bad:
		case bad:
			j.said = p.T("bonus.page.held")
		default:
			// A change by another person meanwhile is reported and not overwritten.
			_, err := s.Service.Act(c.UserContext(), site.Actor(c), j.view.ID, j.view.Version, "enter", evaluation.Change{Input: j.in})
			if j.said, err = p.Became("bonus.entry.enter.done", err); err != nil {
				return err
			}
		}
		content.Done.Rows = append(content.Done.Rows, []string{p.Title(&j.view.Record), j.said})
	}
	switch {
	case bad:
		content.Error = p.T("bonus.page.nothing_entered")
		c.Status(fiber.StatusUnprocessableEntity)
	case len(jobs) == 0:
		content.Error, content.Done = p.T("bonus.page.nothing_new"), nil
	default:
		typed = nil
	}
	return s.entriesAgain(c, sheet, content, typed)
}

// bonusEntriesVerify verifies all entered lines of a department and reports the
// result of each; the person who entered a line cannot verify it.
func (s *pages) bonusEntriesVerify(c *fiber.Ctx, p *site.Speaker, v *evaluation.View, period *bonus.Period) error {
	sheet, err := s.entrySheet(c, p, v, period)
	if err != nil {
		return err
	}
	done := p.Table("roster.name", "bonus.page.became")
	content := &entriesPage{Unit: c.FormValue("unit"), Done: &done}
	for i := range sheet.views {
		e := &sheet.views[i]
		if e.Unit != content.Unit || !e.Offers("verify") {
			continue
		}
		_, err := s.Service.Act(c.UserContext(), site.Actor(c), e.ID, e.Version, "verify", evaluation.Change{})
		said, err := p.Became("bonus.entry.verify.done", err)
		if err != nil {
			return err
		}
		content.Done.Rows = append(content.Done.Rows, []string{p.Title(&e.Record), said})
	}
	return s.entriesAgain(c, sheet, content, nil)
}
