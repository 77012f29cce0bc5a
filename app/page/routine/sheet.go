package routine

import (
	"net/url"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/site"
	"kaoji/app/page/view"
	"kaoji/app/server"
	"kaoji/evaluation"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/routine"
)

// sheetOf is the worksheet on which the sheets of a round are commented on.
func (s *pages) sheetOf(v *evaluation.View) *site.ActSheet {
	return &site.ActSheet{
		Kind: routine.KindSheet, Act: "propose", Of: v.ID, Columns: []string{"grade", "comment"},
		Query: evaluation.Query{
			Kinds: []string{routine.KindSheet}, Parents: []string{v.ID}, Sort: evaluation.SortName,
			States: evaluation.States(routine.SheetNoting, routine.SheetNoted, routine.SheetCommenting, routine.SheetProposed),
		},
	}
}

func (s *pages) proposeForm(c *fiber.Ctx, p *site.Speaker, v *evaluation.View, r *routine.Round) error {
	return s.proposeAgain(c, p, v, r, nil, nil)
}

func (s *pages) proposeSend(c *fiber.Ctx, p *site.Speaker, v *evaluation.View, r *routine.Round) error {
	values, sent, err := s.SendRows(c, p, s.sheetOf(v))
	if err != nil {
		return err
	}
	return s.proposeAgain(c, p, v, r, values, sent)
}

// proposeAgain shows everybody whom the reader comments on, with the note and what the
// measures have on record of the period.
func (s *pages) proposeAgain(c *fiber.Ctx, p *site.Speaker, v *evaluation.View, r *routine.Round, values url.Values, sent []site.Sent) error {
	if !s.May(c, routine.KindSheet, "propose") {
		return evaluation.Fail(evaluation.CodeNotFound, "error.not_found")
	}
	content := site.SheetPage{Sub: p.Period(v.Period), Empty: view.Empty{Why: p.T("together.none"), Do: p.T("together.none_do")}}
	of := s.sheetOf(v)
	var facts map[string][]desk.Fact
	stored := map[string]*routine.Sheet{} // category and grade of each
	of.Rows = func(sheets []evaluation.View) (err error) {
		var people []string
		for i := range sheets {
			people = append(people, sheets[i].Subject)
		}
		facts, err = s.Routine.Facts(c.UserContext(), site.Actor(c), s.Service.Index, people, r.From, r.To)
		return err
	}
	of.Read = func(sheet *evaluation.View) ([]view.WorksheetCell, error) {
		return noted(p, sheet, facts[sheet.Subject], stored)
	}
	var err error
	columns := p.WorksheetColumns(c, "list.unit", "list.state", "routine.sheet.field.note")
	if content.Sheet, err = s.Worksheet(c, p, of, columns, values, sent); err != nil {
		return err
	}
	content.Sheet.Label, content.Sheet.Back = p.T(of.Kind+"."+of.Act), p.To("/records", v.ID)
	for i := range content.Sheet.Rows {
		row := &content.Sheet.Rows[i]
		row.Group = stored[row.ID].Category
	}
	if err := s.goodCount(c, p, v, &content.Sheet, stored); err != nil {
		return err
	}
	return s.ShowSheet(c, p, p.T("routine.page.propose"), s.Crumbs(c, v.Kind, view.Link{Label: p.Title(&v.Record), Href: p.Href(&v.Record)}), &content, sent)
}

// noted are the cells beside a person: department, state, and the note with the facts of
// the period.
func noted(p *site.Speaker, v *evaluation.View, facts []desk.Fact, stored map[string]*routine.Sheet) ([]view.WorksheetCell, error) {
	sh, err := evaluation.PartOf[routine.Sheet](v.Record, "note", "grade", "category", "by_name", "on")
	if err != nil {
		return nil, err
	}
	stored[v.ID] = sh
	state := p.State(&v.Record)
	note := view.WorksheetCell{Cell: view.Cell{Text: sh.Note}}
	for _, f := range facts {
		note.Lines = append(note.Lines, view.Link{Label: p.Text.Say(p.Lang, f.Say), Href: p.To("/records", f.Record)})
	}
	stands := view.WorksheetCell{Cell: view.Cell{Badge: &state}, Order: state.Label}
	if sh.Grade != "" { // whoever changes it replaces what somebody else proposed
		stands.Lines = []view.Link{{Label: p.T("routine.page.proposed", "name", sh.ByName, "grade", p.T("routine.sheet.field.grade."+sh.Grade), "on", sh.On)}}
	}
	return []view.WorksheetCell{{Cell: view.Cell{Text: p.Name(v.Unit)}}, stands, note}, nil
}

// goodCount says while one chooses how many people of each category on the page are good in
// the whole office, and how many are within its share.
func (s *pages) goodCount(c *fiber.Ctx, p *site.Speaker, v *evaluation.View, w *view.Worksheet, stored map[string]*routine.Sheet) error {
	if w.Submit == "" {
		return nil
	}
	count, err := s.Routine.Good(c.UserContext(), v.Office, v.ID)
	if err != nil {
		return err
	}
	for _, share := range count.ByCategory() {
		base, open := share.Good, false
		for i := range w.Rows {
			if row := &w.Rows[i]; row.Open && row.Group == share.Category {
				open = true
				if stored[row.ID].Grade == routine.Good { // counted in its row, by what is chosen there
					base--
				}
			}
		}
		if !open {
			continue
		}
		args := []any{"name", shareName(p, share), "n", "{n}", "of", "{of}", "left", "{left}", "over", "{over}", "people", share.Of}
		w.Counts = append(w.Counts, view.WorksheetCount{
			Field: "grade", Value: routine.Good, Group: share.Category, Base: base, Of: share.Most,
			Say: p.T("routine.page.good", args...), Over: p.T("routine.page.good_over", args...),
		})
	}
	w.Count()
	return nil
}

// shareName says of whom a share is.
func shareName(p *site.Speaker, s routine.Share) string { return p.Text.Say(p.Lang, s.Name()) }

// startNote fills in the note with what the measures have on record of the period and
// with what became of the goals.
func (s *pages) startNote(c *fiber.Ctx, a *site.Asked, values url.Values) error {
	if a.Act.Name != "note" || values.Get("note") != "" {
		return nil
	}
	round, err := s.Service.Get(c.UserContext(), site.Actor(c), a.View.Parent)
	if evaluation.CodeOf(err) == evaluation.CodeNotFound {
		return nil
	}
	if err != nil {
		return err
	}
	r, err := evaluation.PartOf[routine.Round](round.Record, "from", "to")
	if err != nil {
		return err
	}
	facts, err := s.Routine.Facts(c.UserContext(), site.Actor(c), s.Service.Index, []string{a.View.Subject}, r.From, r.To)
	var lines []string
	for _, f := range facts[a.View.Subject] {
		lines = append(lines, s.Text.Say(server.Lang(c), f.Say))
	}
	values.Set("note", strings.Join(lines, "\n"))
	return err
}

// roundPanels show how far a round is, by department, and lead to the worksheet.
func (s *pages) roundPanels(c *fiber.Ctx, p *site.Speaker, v *evaluation.View, page *site.RecordPage) error {
	if err := page.Take("participants"); err != nil {
		return err
	}
	if v.State == routine.RoundRunning && s.May(c, routine.KindSheet, "propose") {
		b := view.Button{Label: p.T("routine.page.propose"), Href: p.To("/routine", v.ID, "propose")}
		if v.Usual == "" {
			page.Lead(b)
		} else {
			page.Acts = append(page.Acts, b)
		}
	}
	if err := s.addLink(c, p, v, page); err != nil {
		return err
	}
	if err := s.toSign(c, p, v, page); err != nil {
		return err
	}
	if err := added(p, v, page); err != nil {
		return err
	}
	if err := s.graded(c, p, v, page); err != nil {
		return err
	}
	t, err := s.progress(c, p, v)
	if err != nil || t == nil {
		return err
	}
	link := view.Link{Label: p.T("routine.page.people"), Href: p.To("/lists/routine.sheet") + "?" + url.Values{"period": {v.Period}}.Encode()}
	panel := site.Panel{Heading: t.Caption, Table: t, Link: &link}
	t.Caption = ""
	page.Panels = append(page.Panels, panel)
	return nil
}

// progress says how far a round is, by department; nil if the reader sees no sheet of it.
func (s *pages) progress(c *fiber.Ctx, p *site.Speaker, v *evaluation.View) (*view.Table, error) {
	counts, err := s.Service.Group(c.UserContext(), site.Actor(c), evaluation.Query{Kinds: []string{routine.KindSheet}, Parents: []string{v.ID}}, "unit", "state")
	if err != nil || len(counts) == 0 {
		return nil, err
	}
	states := slices.DeleteFunc(
		evaluation.States(routine.SheetNoting, routine.SheetNoted, routine.SheetCommenting, routine.SheetProposed, routine.SheetFixed, routine.SheetEntered, routine.SheetObjected, routine.SheetExempt, routine.SheetDropped),
		func(state evaluation.State) bool {
			return !slices.ContainsFunc(counts, func(n evaluation.Count) bool { return n.Keys[1] == string(state) })
		})
	heads := []string{"list.unit"}
	for _, state := range states {
		heads = append(heads, site.Number("routine.sheet.state."+string(state)))
	}
	t := p.Captioned("routine.page.progress", heads...)
	rows := map[string][]int64{}
	for _, n := range counts {
		if rows[n.Keys[0]] == nil {
			rows[n.Keys[0]] = make([]int64, len(states))
		}
		for i, state := range states {
			if string(state) == n.Keys[1] {
				rows[n.Keys[0]][i] += n.N
			}
		}
	}
	for _, u := range p.Units() {
		if row := rows[u.Value]; row != nil {
			cells := []string{u.Label}
			for _, n := range row {
				cells = append(cells, site.Itoa(int(n)))
			}
			t.Rows = append(t.Rows, cells)
		}
	}
	return &t, nil
}
