package assessment

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/site"
	"kaoji/app/page/view"
	"kaoji/evaluation"
	"kaoji/evaluation/assessment"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/routine"
)

// yearColumns reads what stands beside each participant: the rating, the record of the
// year, special cases and the proposal.
type yearColumns struct {
	p          *site.Speaker
	talks      bool
	facts      map[string][]desk.Fact // by person
	kinds      []string               // of facts, in the order of the columns
	posts      map[string]string      // by row
	categories map[string]string      // by row; "" for talks
	known      known
}

// yearOf reads the record of the year of all participants whom the reader sees.
func (s *pages) yearOf(c *fiber.Ctx, p *site.Speaker, v *evaluation.View, of *site.ActSheet) (*yearColumns, error) {
	y := &yearColumns{p: p, talks: of.Kind == assessment.KindTalk, posts: map[string]string{}, categories: map[string]string{}}
	sheets, err := s.IndexAll(c, evaluation.Query{Kinds: []string{assessment.KindSheet}, Parents: []string{v.ID}, Sort: evaluation.SortName})
	if err != nil {
		return nil, err
	}
	var people []string
	for i := range sheets {
		if !sheets[i].Own {
			people = append(people, sheets[i].Subject)
		}
	}
	if y.facts, err = s.Assessment.YearOf(c.UserContext(), site.Actor(c), s.Service.Index, *v, people); err != nil {
		return nil, err
	}
	for _, kind := range s.yearKinds() {
		if slices.ContainsFunc(people, func(id string) bool {
			return slices.ContainsFunc(y.facts[id], func(f desk.Fact) bool { return f.Kind == kind })
		}) {
			y.kinds = append(y.kinds, kind)
		}
	}
	return y, nil
}

// yearKinds are all kinds of records, in the order of the measures.
func (s *pages) yearKinds() []string {
	var list []string
	for _, m := range s.Measures {
		for i := range m.Kinds {
			list = append(list, m.Kinds[i].Name)
		}
	}
	return list
}

// columns are the heads of the cells that cells returns.
func (y *yearColumns) columns(c *fiber.Ctx) []view.WorksheetColumn {
	keys := []string{"list.unit", "list.state"}
	if !y.talks {
		keys = append(keys, "#together.rating")
	}
	list := y.p.WorksheetColumns(c, keys...)
	for _, kind := range y.kinds {
		list = append(list, site.SortedColumn(c, view.WorksheetColumn{Key: kind, Label: y.p.Or("together.kind."+kind, y.p.T(kind)), Number: true}))
	}
	if !y.talks {
		list = append(list, y.p.WorksheetColumns(c, "assessment.sheet.field.findings", "together.suggested")...)
	}
	return list
}

// cells are what stands beside a participant.
func (y *yearColumns) cells(v *evaluation.View) ([]view.WorksheetCell, error) {
	state := y.p.State(&v.Record)
	cells := []view.WorksheetCell{text(y.p.Name(v.Unit)), {Cell: view.Cell{Badge: &state}, Order: state.Label}}
	if y.talks {
		t, err := evaluation.PartOf[assessment.Talk](v.Record, "person")
		if err != nil {
			return nil, err
		}
		y.posts[v.ID] = t.Person.Post
		return append(cells, y.recorded(v)...), nil
	}
	sh, err := evaluation.PayloadOf[assessment.Sheet](v.Record)
	if err != nil {
		return nil, err
	}
	y.posts[v.ID], y.categories[v.ID] = sh.Person.Post, cmp.Or(sh.Category, assessment.Civil)
	cells = append(cells, y.rating(v, sh))
	cells = append(cells, y.recorded(v)...)
	return append(cells, y.findings(v, sh), y.suggested(sh)), nil
}

func text(s string) view.WorksheetCell { return view.WorksheetCell{Cell: view.Cell{Text: s}} }

// rating is the mean of the rating with the number of ballots, and what it signals.
func (y *yearColumns) rating(v *evaluation.View, sh *assessment.Sheet) view.WorksheetCell {
	if sh.Result == nil {
		return view.WorksheetCell{}
	}
	why := y.p.To("/assessment/why", v.ID)
	if !sh.Result.Shown {
		return view.WorksheetCell{Cell: view.Cell{Text: y.p.T("together.hidden"), Href: why}, Order: "0"}
	}
	cell := view.WorksheetCell{
		Cell:  view.Cell{Text: view.Hundredths(sh.Result.Total), Href: why, Note: y.p.T("together.ballots", "n", sh.Result.Usable)},
		Order: strconv.FormatInt(sh.Result.Total, 10),
	}
	if len(sh.Result.Signals) > 0 {
		cell.Note += " · " + y.p.T("together.signal")
	}
	return cell
}

// sayTally says how many routine assessments of the year are good.
func sayTally(p *site.Speaker, t routine.Tally) string {
	return p.T("together.tally", "good", t.Good, "of", t.Of)
}

// recorded are the cells of the facts of the year, a kind each: a figure, or how many
// there are, with the facts in words.
func (y *yearColumns) recorded(v *evaluation.View) []view.WorksheetCell {
	var cells []view.WorksheetCell
	for _, kind := range y.kinds {
		var cell view.WorksheetCell
		n, figure := 0, ""
		for _, f := range y.facts[v.Subject] {
			if f.Kind == kind {
				n++
				figure = f.Figure
				cell.Lines = append(cell.Lines, view.Link{Label: y.p.Text.Say(y.p.Lang, f.Say), Href: y.p.To("/records", f.Record)})
			}
		}
		switch {
		case kind == routine.KindSheet:
			if t := routine.TallyOf(y.facts[v.Subject]); t.Of > 0 {
				cell.Text, cell.Order = sayTally(y.p, t), strconv.Itoa(t.Good)
			}
		case kind == assessment.KindSheet && n == 1: // the judgement of the first half
			cell.Text = y.word(v.Subject)
			cell.Order = cell.Text
		case n == 1 && figure != "":
			cell.Text, cell.Order = figure, figure
		case n > 0:
			cell.Text, cell.Order = y.p.T("together.n", "n", n), strconv.Itoa(n)
		}
		cells = append(cells, cell)
	}
	return cells
}

// word is the judgement of a person's first half.
func (y *yearColumns) word(person string) string {
	for _, f := range y.facts[person] {
		if word, is := f.Say.Args["word"].(evaluation.Problem); is && f.Kind == assessment.KindSheet {
			return y.p.Text.Say(y.p.Lang, word)
		}
	}
	return ""
}

// findings are the special cases that limit the grade: those of today until it is decided.
func (y *yearColumns) findings(v *evaluation.View, sh *assessment.Sheet) view.WorksheetCell {
	var cell view.WorksheetCell
	list := sh.Findings
	if now, changed := y.known.changed(v, sh); changed {
		list, cell.Note = now, y.p.T("together.changed", "on", y.p.DayOf(sh.Asked))
	}
	for _, f := range list {
		cell.Lines = append(cell.Lines, view.Link{Label: y.p.Text.Say(y.p.Lang, f.Say()) + y.p.T("together.then", "then", y.p.Text.Say(y.p.Lang, f.Then()))})
	}
	if len(list) > 0 {
		cell.Text = y.p.Text.Say(y.p.Lang, list[0].Then())
	}
	return cell
}

// suggested is the proposed or decided grade with its reasons.
func (y *yearColumns) suggested(sh *assessment.Sheet) view.WorksheetCell {
	var cell view.WorksheetCell
	add := func(key, value string) {
		if value != "" {
			cell.Lines = append(cell.Lines, view.Link{Label: y.p.Named(y.p.T(key), value)})
		}
	}
	add("talk.verified", sh.Verification.Notes)
	add("talk.comment", sh.Proposal.Comment)
	add("talk.strengths", sh.Proposal.Strengths)
	add("talk.improvements", sh.Proposal.Improvements)
	add("together.evidence", sh.Proposal.Evidence)
	add("talk.summary", sh.Report.Summary)
	switch {
	case sh.Grade != "":
		cell.Text = y.p.T("together.decided", "grade", y.p.Text.Say(y.p.Lang, assessment.Word(sh.Grade)))
	case sh.Proposal.Grade != "":
		cell.Text = y.p.Text.Say(y.p.Lang, assessment.Word(sh.Proposal.Grade))
	case len(cell.Lines) > 0:
		cell.Text = y.p.T("together.texts")
	}
	return cell
}
