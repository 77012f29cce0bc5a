package page

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/view"
	"kaoji/evaluation"
	"kaoji/evaluation/bonus"
	"kaoji/evaluation/education"
)

// entriesPage is where a department's entries are written, all on one sheet, or
// in a workbook.
type entriesPage struct {
	ID, Unit string
	Units    []view.Choice
	Heads    []string
	Rows     []entryRow
	Can      bool // some row can be written
	Verify   int  // rows that wait for the reader's verification
	Error    string
	Done     *view.Table // what became of each row
	Empty    view.Empty
}

// entryRow is one person's line.
type entryRow struct {
	Entry, Person, Name string
	Href                string
	State               view.Badge
	Fields              []view.Field // nil: not for this reader to write, or not now
	Values              []string
	Facts               string
}

// bonusEntries shows the sheet of a department.
func (s *Site) bonusEntries(c *fiber.Ctx) error {
	v, period, err := s.viewPeriod(c)
	if err != nil {
		return err
	}
	return s.entriesAgain(c, &v, period, &entriesPage{Unit: c.Query("unit")}, nil)
}

// written are figures of one person as they stand or were typed, by column.
type written []string

func (s *Site) entriesAgain(c *fiber.Ctx, v *evaluation.View, period *bonus.Period, content *entriesPage, typed map[string]written) error {
	p, err := s.speaker(c)
	if err != nil {
		return err
	}
	views, err := s.entryViews(c, v.ID)
	if err != nil {
		return err
	}
	content.ID, content.Heads = v.ID, entryHeads(&period.Plan, p)
	content.Empty = view.Empty{Why: p.t("bonus.page.no_entries"), Do: p.t("bonus.page.no_entries_do")}
	content.Units, content.Unit = unitsOf(p, views, content.Unit)
	for i := range views {
		e := &views[i]
		if e.Unit != content.Unit {
			continue
		}
		row, err := p.entryRow(e, period, typed[e.ID])
		if err != nil {
			return err
		}
		content.Can = content.Can || row.Fields != nil
		if slices.Contains(e.Acts, "verify") {
			content.Verify++
		}
		content.Rows = append(content.Rows, row)
	}
	return s.show(c, "bonus_entries", p.t("bonus.page.enter"), content, bonusCrumbs(p, v, period)...)
}

// entryViews are the entries of a period that the reader sees, by name.
func (s *Site) entryViews(c *fiber.Ctx, period string) ([]evaluation.View, error) {
	var list []evaluation.View
	q := evaluation.Query{Kinds: []string{bonus.KindEntry}, Parents: []string{period}, Sort: evaluation.SortName, Limit: evaluation.MaxLimit}
	for {
		found, err := s.Service.List(c.UserContext(), actor(c), q)
		if err != nil {
			return nil, err
		}
		list = append(list, found.Views...)
		if q.Cursor = found.Next; q.Cursor == "" {
			return list, nil
		}
	}
}

// unitsOf are the departments of the entries, and the chosen one: without a
// choice, the first in which the reader can write something.
func unitsOf(p *speaker, views []evaluation.View, chosen string) ([]view.Choice, string) {
	var units []view.Choice
	first := ""
	for _, d := range p.day.Departments() {
		for i := range views {
			if views[i].Unit != d.ID {
				continue
			}
			if !slices.ContainsFunc(units, func(u view.Choice) bool { return u.Value == d.ID }) {
				units = append(units, view.Choice{Value: d.ID, Label: d.Name})
			}
			if first == "" && slices.Contains(views[i].Acts, "enter") {
				first = d.ID
			}
		}
	}
	if chosen == "" {
		chosen = first
	}
	if chosen == "" && len(units) > 0 {
		chosen = units[0].Value
	}
	return units, chosen
}

// entryHeads are the columns after the name: each indicator, target and actual of
// each result, quality.
func entryHeads(plan *bonus.Plan, p *speaker) []string {
	var heads []string
	for _, w := range plan.Workload {
		heads = append(heads, w.Name+"（"+w.Unit+"）")
	}
	for _, g := range plan.Results {
		heads = append(heads, g.Name+" "+p.t("bonus.period.field.lines.goals.target"), g.Name+" "+p.t("bonus.period.field.lines.goals.actual"))
	}
	return append(heads, p.t("bonus.entry.field.quality"))
}

// entryRow is a line as it stands, or as it was typed.
func (p *speaker) entryRow(v *evaluation.View, period *bonus.Period, typed written) (entryRow, error) {
	e, err := evaluation.PayloadOf[bonus.Entry](v.Record)
	if err != nil {
		return entryRow{}, err
	}
	row := entryRow{Entry: v.ID, Person: v.Subject, Name: p.title(&v.Record), Href: "/records/" + v.ID, State: p.state(&v.Record), Values: figuresOf(e)}
	row.Facts = p.facts(e.Facts)
	if !slices.Contains(v.Acts, "enter") {
		return row, nil
	}
	values := row.Values
	if typed != nil {
		values = typed
	}
	for i, head := range entryHeads(&period.Plan, p) {
		value := ""
		if i < len(values) {
			value = values[i]
		}
		row.Fields = append(row.Fields, view.Field{
			Name: v.ID + "." + strconv.Itoa(i), ID: "f-" + v.ID + "-" + strconv.Itoa(i), Label: row.Name + " " + head, Form: evaluation.FormInteger,
			Value: value, Heads: []string{head},
		})
	}
	return row, nil
}

// facts says what other records know of somebody.
func (p *speaker) facts(f bonus.Facts) string {
	var parts []string
	for _, one := range []struct {
		key   string
		known bool
		value any
	}{
		{"bonus.page.fact_cases", f.Cases > 0, f.Cases}, {"bonus.page.fact_residents", f.Residents > 0, f.Residents},
		{"bonus.page.fact_deeds", f.Deeds > 0, f.Deeds}, {"bonus.page.fact_hours", f.Hours > 0, education.HoursOf(int(f.Hours))},
		{"bonus.page.fact_mark", f.Appraisal > 0, view.Hundredths(f.Appraisal)},
	} {
		if one.known {
			parts = append(parts, p.t(one.key, "n", one.value))
		}
	}
	return strings.Join(parts, " · ")
}

// figuresOf are what an entry holds, in the order of entryHeads; nothing entered
// is empty.
func figuresOf(e *bonus.Entry) written {
	var w written
	for _, n := range e.Work {
		w = append(w, positive(n))
	}
	for _, g := range e.Goals {
		w = append(w, positive(g.Target), positive(g.Actual))
	}
	return append(w, positive(e.Quality))
}

func positive(n int64) string {
	if n == 0 {
		return ""
	}
	return strconv.FormatInt(n, 10)
}

// inputOf reads a line of figures; a problem names its column.
func inputOf(plan *bonus.Plan, w written, p *speaker) (*bonus.EntryInput, string) {
	heads := entryHeads(plan, p)
	numbers := make([]int, len(heads))
	for i := range heads {
		if i >= len(w) || w[i] == "" {
			continue
		}
		n, err := strconv.Atoi(w[i])
		if err != nil || n < 0 {
			return nil, heads[i] + "：" + p.t("reminder.page.whole_number")
		}
		numbers[i] = n
	}
	in := &bonus.EntryInput{Quality: numbers[len(numbers)-1]}
	at := 0
	for i := range plan.Workload {
		in.Workload = append(in.Workload, bonus.Quantity{Item: i + 1, Quantity: numbers[at]})
		at++
	}
	for i := range plan.Results {
		in.Results = append(in.Results, bonus.Reached{Item: i + 1, Target: numbers[at], Actual: numbers[at+1]})
		at += 2
	}
	if err := evaluation.CheckInput(in); err != nil {
		return nil, p.problem(err)
	}
	if _, _, err := in.Figures(plan); err != nil {
		return nil, p.problem(err)
	}
	return in, ""
}

// problem is what an error says, with what it says of fields.
func (p *speaker) problem(err error) string {
	if e, ok := err.(*evaluation.Error); ok { //nolint:errorlint // the domain returns it bare
		return p.said(e)
	}
	return p.t("error.internal")
}

// entryJob is one line that is going to be entered.
type entryJob struct {
	view *evaluation.View
	in   *bonus.EntryInput
	said string // verdict
	bad  bool
}

// bonusEntriesSave enters what was typed: all lines, or none if one is wrong.
func (s *Site) bonusEntriesSave(c *fiber.Ctx) error {
	v, period, err := s.viewPeriod(c)
	if err != nil {
		return err
	}
	p, err := s.speaker(c)
	if err != nil {
		return err
	}
	views, err := s.entryViews(c, v.ID)
	if err != nil {
		return err
	}
	typed := map[string]written{}
	var jobs []entryJob
	for i := range views {
		e := &views[i]
		var w written
		for k := range entryHeads(&period.Plan, p) {
			w = append(w, c.FormValue(e.ID+"."+strconv.Itoa(k)))
		}
		if !slices.Contains(e.Acts, "enter") || !slices.ContainsFunc(w, func(x string) bool { return x != "" }) {
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
		if job.in, job.said = inputOf(&period.Plan, w, p); job.in == nil {
			job.bad = true
		}
		jobs = append(jobs, job)
	}
	return s.enterAll(c, p, &v, period, &entriesPage{Unit: c.FormValue("unit")}, jobs, typed)
}

// enterAll enters all lines if none is wrong, and says what became of each.
func (s *Site) enterAll(c *fiber.Ctx, p *speaker, v *evaluation.View, period *bonus.Period, content *entriesPage, jobs []entryJob, typed map[string]written) error {
	bad := slices.ContainsFunc(jobs, func(j entryJob) bool { return j.bad })
	content.Done = &view.Table{Heads: []string{p.t("roster.name"), p.t("bonus.page.became")}}
	for i := range jobs {
		j := &jobs[i]
		switch {
		case j.bad:
		case bad:
			j.said = p.t("bonus.page.held")
		default:
			if err := s.enterOne(c.UserContext(), actor(c), p, j); err != nil {
				return err
			}
		}
		content.Done.Rows = append(content.Done.Rows, []string{p.title(&j.view.Record), j.said})
	}
	switch {
	case bad:
		content.Error = p.t("bonus.page.nothing_entered")
		c.Status(fiber.StatusUnprocessableEntity)
	case len(jobs) == 0:
		content.Error, content.Done = p.t("bonus.page.nothing_new"), nil
	default:
		typed = nil
	}
	return s.entriesAgain(c, v, period, content, typed)
}

// bonusEntriesVerify verifies all that is entered of a department, and says what
// became of each: who entered a line cannot verify it.
func (s *Site) bonusEntriesVerify(c *fiber.Ctx) error {
	v, period, err := s.viewPeriod(c)
	if err != nil {
		return err
	}
	p, err := s.speaker(c)
	if err != nil {
		return err
	}
	views, err := s.entryViews(c, v.ID)
	if err != nil {
		return err
	}
	content := &entriesPage{Unit: c.FormValue("unit"), Done: &view.Table{Heads: []string{p.t("roster.name"), p.t("bonus.page.became")}}}
	for i := range views {
		e := &views[i]
		if e.Unit != content.Unit || !slices.Contains(e.Acts, "verify") {
			continue
		}
		said := p.t("bonus.entry.verify.done")
		_, err := s.Service.Act(c.UserContext(), actor(c), e.ID, e.Version, "verify", evaluation.Change{})
		switch evaluation.CodeOf(err) {
		case "":
		case evaluation.CodeUnavailable, evaluation.CodeInternal:
			return err
		default:
			said = p.problem(err)
		}
		content.Done.Rows = append(content.Done.Rows, []string{p.title(&e.Record), said})
	}
	return s.entriesAgain(c, &v, period, content, nil)
}

// enterOne enters a checked line; what another did meanwhile is said and not
// overwritten.
func (s *Site) enterOne(ctx context.Context, a evaluation.Actor, p *speaker, j *entryJob) error {
	_, err := s.Service.Act(ctx, a, j.view.ID, j.view.Version, "enter", evaluation.Change{Input: j.in})
	switch evaluation.CodeOf(err) {
	case "":
		j.said = p.t("bonus.entry.enter.done")
	case evaluation.CodeUnavailable, evaluation.CodeInternal:
		return err
	default:
		j.said, j.bad = p.problem(err), true
	}
	return nil
}
