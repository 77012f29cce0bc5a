package bonus

import (
	"net/url"
	"slices"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/site"
	"kaoji/app/page/view"
	"kaoji/evaluation"
	"kaoji/evaluation/bonus"
)

// entriesPage is the page on which a department's entries are written, in a table or
// a workbook.
type entriesPage struct {
	ID, Unit string
	Units    []view.Choice
	Sheet    view.Worksheet
	Writes   bool     // some row can be written
	Verify   []string // rows that wait for the reader's verification, with the versions shown
	Error    string
	Done     string
	Failed   []view.Link
	Passed   string      // rows below an uploaded table that were not read
	Strays   *view.Table // lines of a workbook without an entry
	Empty    view.Empty
}

// bonusEntries shows the entries of a department.
func (s *pages) bonusEntries(c *fiber.Ctx, p *site.Speaker, v *evaluation.View, period *bonus.Period) error {
	units, unit, err := s.units(c, p, v.ID, c.Query("unit"))
	if err != nil {
		return err
	}
	return s.entriesAgain(c, p, v, period, &entriesPage{Units: units, Unit: unit}, s.sheetOf(p, v, &period.Plan, unit), nil, nil)
}

// entriesAgain shows the entries as they stand now, with what became of those that were
// sent.
func (s *pages) entriesAgain(c *fiber.Ctx, p *site.Speaker, v *evaluation.View, period *bonus.Period, content *entriesPage, sheet *entrySheet, values url.Values, sent []site.Sent) error {
	views, err := s.entryViews(c, sheet.Query, "enter", "verify")
	if err != nil {
		return err
	}
	site.Stands(c, p.To("/bonus", v.ID, "entries")+"?unit="+url.QueryEscape(content.Unit))
	content.ID = v.ID
	content.Empty = view.Empty{Why: p.T("bonus.page.no_entries"), Do: p.T("bonus.page.no_entries_do")}
	if sheet.goals, err = s.goalsOf(c, period, views); err != nil {
		return err
	}
	if content.Sheet, err = s.Worksheet(c, p, &sheet.ActSheet, sheet.columns(c, p), values, sent); err != nil {
		return err
	}
	w := &content.Sheet
	w.Label, w.Filter = p.T("bonus.page.enter"), nil // the page has its own choice of the department
	w.Back = p.To("/bonus", v.ID)
	for i := range views {
		e := &views[i]
		if e.Offers("verify") {
			content.Verify = append(content.Verify, e.ID+"."+strconv.FormatInt(e.Version, 10))
		}
		content.Writes = content.Writes || e.Offers("enter")
		entry, err := evaluation.PayloadOf[bonus.Entry](e.Record)
		if err != nil {
			return err
		}
		if at := slices.IndexFunc(w.Rows, func(r view.WorksheetRow) bool { return r.ID == e.ID }); at >= 0 {
			w.Rows[at].Note = facts(p, entry.Facts)
		}
	}
	page := view.Page{Title: p.T("bonus.page.enter"), Crumbs: s.crumbs(c, v, period), Content: content}
	if sent != nil {
		content.Done, page.Problem, content.Failed = p.SentPage(c, sent)
	}
	if content.Error != "" {
		page.Problem = content.Error
		c.Status(fiber.StatusUnprocessableEntity)
	}
	return s.ShowPage(c, "bonus_entries", page)
}

// bonusEntriesSave enters each row that was filled in.
func (s *pages) bonusEntriesSave(c *fiber.Ctx, p *site.Speaker, v *evaluation.View, period *bonus.Period) error {
	units, unit, err := s.units(c, p, v.ID, c.Query("unit"))
	if err != nil {
		return err
	}
	sheet := s.sheetOf(p, v, &period.Plan, unit)
	values, sent, err := s.SendRows(c, p, &sheet.ActSheet)
	if err != nil {
		return err
	}
	return s.entriesAgain(c, p, v, period, &entriesPage{Units: units, Unit: unit}, sheet, values, sent)
}

// bonusEntriesVerify verifies the rows of a department that the form names, each as it
// was shown; the person who entered a row cannot verify it.
func (s *pages) bonusEntriesVerify(c *fiber.Ctx, p *site.Speaker, v *evaluation.View, period *bonus.Period) error {
	units, unit, err := s.units(c, p, v.ID, c.FormValue("unit"))
	if err != nil {
		return err
	}
	sheet := s.sheetOf(p, v, &period.Plan, unit)
	views, err := s.entryViews(c, sheet.Query, "verify")
	if err != nil {
		return err
	}
	posted, err := site.Posted(c)
	if err != nil {
		return err
	}
	sent := []site.Sent{}
	for _, row := range site.Confirmed(posted["row"]) {
		at := slices.IndexFunc(views, func(e evaluation.View) bool { return e.ID == row.ID })
		if at < 0 {
			continue
		}
		one := site.Sent{Row: row.ID, Act: "verify", Name: p.Title(&views[at].Record)}
		_, err := s.Service.Act(c.UserContext(), site.Actor(c), row.ID, row.Version, "verify", evaluation.Change{})
		if one.Err, err = site.Refusal(err); err != nil {
			return err
		}
		sent = append(sent, one)
	}
	return s.entriesAgain(c, p, v, period, &entriesPage{Units: units, Unit: unit}, sheet, nil, sent)
}
