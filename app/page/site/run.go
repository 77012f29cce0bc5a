package site

import (
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/form"
	"kaoji/app/page/view"
	"kaoji/evaluation"
	"kaoji/evaluation/batch"
)

// runPage shows an act with many records: before it is begun what would happen to each,
// afterwards what became of each.
type runPage struct {
	ID     string
	Href   string // of this page, asked again while the run goes on
	Sub    string
	Rows   []runRow
	Back   string
	Fields []view.Field // for all records; of a run that is not begun
	N      int          // how many can be done
	Submit string       // "" if the run is begun, or nothing can be done
	Danger bool
	Head   string      // of the last column; "": what will happen to a record
	Hidden []view.Line // fields of the form
	Told   bool        // of an urging: it is done

	Runs, Stopped bool
	Progress      view.Meter
	Again, Undo   string // labels of the buttons, "" if there are none
	Undone        *view.Link
}

// runRow is one record.
type runRow struct {
	Title, Href, Unit string
	State             view.Badge
	Will              string // the state after the act, or what became of the record
	Tone              string // of Will, as of view.Badge
	Why               string // why it cannot be done or was not
	Value             string // that the form sends to confirm it; "" if it cannot be done
}

// patience is how long the answer waits for a run before it says how far it is.
const patience = 3 * time.Second

func (s *Site) runOf(c *fiber.Ctx) (batch.Run, error) {
	return s.Runs().Get(c.UserContext(), Actor(c), c.Params("id"))
}

// run asks to confirm a run, or shows its results.
func (s *Site) run(c *fiber.Ctx, p *Speaker) error {
	run, err := s.runOf(c)
	if err != nil {
		return err
	}
	if !run.Ended.IsZero() {
		if err := s.Runs().Seen(c.UserContext(), p.actor, run.ID); err != nil {
			return err
		}
	}
	return s.showRun(c, p, &run, nil, nil)
}

// showRun shows a run; wrong are mistakes in what was entered for all of its records.
func (s *Site) showRun(c *fiber.Ctx, p *Speaker, run *batch.Run, values url.Values, wrong *evaluation.Error) error {
	kind := s.kindOf(run.Kind)
	act, ok := kind.Act(run.Act)
	if !ok {
		return evaluation.Fail(evaluation.CodeNotFound, "error.not_found")
	}
	label := p.T(kind.Name + "." + act.Name)
	content := runPage{ID: run.ID, Href: p.To("/runs", run.ID), Sub: p.T(kind.Name), Back: s.listOf(c, p, run)}
	title := label
	var err error
	if run.Begun.IsZero() {
		content.Rows, err = s.askedRows(c, p, run, act)
		for _, r := range content.Rows {
			if r.Value != "" {
				content.N++
			}
		}
		if content.N > 0 && err == nil {
			content.Submit, content.Danger = p.T("many.confirm", "act", label, "n", content.N), kind.IsGrave(act.Name)
			content.Fields, err = s.fieldsForAll(c, p, kind, act, values, wrong)
		}
	} else {
		content.Rows, err = s.resultRows(c, p, run)
		s.results(p, run, kind, &content)
	}
	if err != nil {
		return err
	}
	return s.Again(c, wrong, "", "run", title, content, s.Crumbs(c, kind.Name, view.Link{Label: p.T(kind.Name), Href: content.Back})...)
}

// askedRows are the rows of a run that is not begun, with what would happen.
func (s *Site) askedRows(c *fiber.Ctx, p *Speaker, run *batch.Run, act *evaluation.Act) ([]runRow, error) {
	tried, err := s.Service.TryMany(c.UserContext(), Actor(c), run.Kind, run.Act, run.IDs(false))
	rows := make([]runRow, 0, len(tried))
	for i := range tried {
		v := &tried[i].View
		row := p.runRow(v)
		switch why := tried[i].Why; {
		case why != nil:
			row.Why = p.Said(why)
		default:
			row.Value, row.Will = v.ID+"."+strconv.FormatInt(v.Version, 10), p.T("many.stays")
			if act.To[0] != v.State {
				after := v.Record
				after.State = act.To[0]
				badge := p.State(&after)
				row.Will, row.Tone = badge.Label, badge.Tone
			}
		}
		rows = append(rows, row)
	}
	return rows, err
}

func (p *Speaker) runRow(v *evaluation.View) runRow {
	return runRow{Title: p.Title(&v.Record), Href: p.Href(&v.Record), Unit: joinNonEmpty(p.Name(v.Unit), p.Period(v.Period)), State: p.State(&v.Record)}
}

// resultTones are the colours of results.
var resultTones = map[batch.Result]string{batch.Done: "green", batch.Refused: "red", batch.Changed: "yellow", batch.Waiting: "muted"}

// resultRows are the rows of a run that is begun, with their results.
func (s *Site) resultRows(c *fiber.Ctx, p *Speaker, run *batch.Run) ([]runRow, error) {
	var ids []string
	for i := range run.Rows {
		ids = append(ids, run.Rows[i].ID)
	}
	found, err := s.Service.Index(c.UserContext(), Actor(c), evaluation.Query{IDs: ids, Kinds: []string{run.Kind}, Limit: evaluation.MostMany})
	if err != nil {
		return nil, err
	}
	rows := make([]runRow, 0, len(run.Rows))
	for i := range run.Rows {
		r := &run.Rows[i]
		row := runRow{Title: p.T(run.Kind)} // what the reader may no longer see
		if at := slices.IndexFunc(found.Views, func(v evaluation.View) bool { return v.ID == r.ID }); at >= 0 {
			row = p.runRow(&found.Views[at])
		}
		name := string(r.Result)
		if r.Result == batch.Waiting {
			name = "waiting"
		}
		row.Will, row.Tone = p.T("many.result."+name), resultTones[r.Result]
		switch r.Result {
		case batch.Refused:
			row.Why = p.Text.Say(p.Lang, r.Why)
		case batch.Changed:
			row.Why = p.T("many.changed_why")
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// results says how far a run is, and what can be done with it.
func (s *Site) results(p *Speaker, run *batch.Run, kind *evaluation.Kind, content *runPage) {
	done := run.Count(batch.Done)
	content.Runs, content.Stopped = run.Runs(s.Now()), run.Stopped(s.Now())
	content.Progress = view.Meter{Done: len(run.Rows) - run.Count(batch.Waiting), Of: len(run.Rows)}
	content.Sub = p.summary(run)
	if run.Ended.IsZero() {
		return
	}
	if failed := len(run.Rows) - done; failed > 0 {
		content.Again = p.T("many.again", "n", failed)
	}
	back := kind.TakesBack(run.Act)
	switch {
	case run.Undone != "":
		content.Undone = &view.Link{Label: p.T(kind.Name + "." + back), Href: p.To("/runs", run.Undone)}
	case back != "" && done > 0 && s.Service.May(p.actor, kind.Name, back):
		content.Undo = p.T(kind.Name + "." + back)
		content.N = done
	}
}

// summary counts the results of a run.
func (p *Speaker) summary(run *batch.Run) string {
	parts := []string{p.T("many.summary", "done", run.Count(batch.Done))}
	if n := run.Count(batch.Refused); n > 0 {
		parts = append(parts, p.T("many.summary_refused", "n", n))
	}
	if n := run.Count(batch.Changed); n > 0 {
		parts = append(parts, p.T("many.summary_changed", "n", n))
	}
	return joinNonEmpty(parts...)
}

// fieldsForAll are the fields of an act's input and its reason, the same for all records.
func (s *Site) fieldsForAll(c *fiber.Ctx, p *Speaker, kind *evaluation.Kind, act *evaluation.Act, values url.Values, wrong *evaluation.Error) ([]view.Field, error) {
	a := &Asked{Kind: kind, Act: act, Values: values, days: map[string]evaluation.Days{}}
	if wrong != nil {
		a.Wrong = wrong.Fields
	}
	var fields []view.Field
	var err error
	if act.Run.Input != nil {
		if fields, err = s.Fields(c, p, a, evaluation.FieldsOf(act.Run.Input())); err != nil {
			return nil, err
		}
	}
	if act.Reason {
		reason, err := s.reasonField(c, p, a)
		return append(fields, reason), err
	}
	return fields, nil
}

// beginRun begins a run with the rows that the form confirms, or lets it go on.
func (s *Site) beginRun(c *fiber.Ctx, p *Speaker) error {
	run, err := s.runOf(c)
	if err != nil {
		return err
	}
	values, err := Posted(c)
	if err != nil {
		return err
	}
	kind := s.kindOf(run.Kind)
	act, ok := kind.Act(run.Act)
	if !ok {
		return evaluation.Fail(evaluation.CodeNotFound, "error.not_found")
	}
	change, wrong := evaluation.Change{Reason: strings.TrimSpace(values.Get("reason"))}, map[string]evaluation.Problem(nil)
	if act.Run.Input != nil {
		change.Input = act.Run.Input()
		unclear, err := s.meant(c, values)
		if err != nil {
			return err
		}
		wrong = form.Decode(values, change.Input)
		maps.Copy(wrong, unclear)
	}
	if len(wrong) > 0 && run.Begun.IsZero() {
		return s.showRun(c, p, &run, values, &evaluation.Error{Code: evaluation.CodeInvalid, Message: evaluation.Say("error.invalid"), Fields: wrong})
	}
	run, err = s.Runs().Begin(c.UserContext(), Actor(c), run, Confirmed(values["row"]), change, patience)
	if e, ok := AsMistake(err); ok {
		return s.showRun(c, p, &run, values, e)
	}
	if err != nil {
		return err
	}
	if run.Ended.IsZero() { // it goes on in the background
		if _, err := s.Runs().Note(c.UserContext(), p.actor, batch.Work{ID: run.ID, What: batch.WorkRun, Kind: run.Kind, Act: run.Act}); err != nil {
			return err
		}
	}
	return c.Redirect(p.To("/runs", run.ID), fiber.StatusSeeOther)
}

// Confirmed reads the rows that a form confirms: ids with the versions that were seen.
func Confirmed(values []string) []batch.Row {
	var rows []batch.Row
	for _, value := range values {
		id, seen, _ := strings.Cut(value, ".")
		version, err := strconv.ParseInt(seen, 10, 64)
		if err == nil && !slices.ContainsFunc(rows, func(r batch.Row) bool { return r.ID == id }) {
			rows = append(rows, batch.Row{ID: id, Version: version})
		}
	}
	return rows
}

// runAgain chooses what a run has not done, to try it again.
func (s *Site) runAgain(c *fiber.Ctx, p *Speaker) error {
	return s.follow(c, p, func(run *batch.Run) batch.Run {
		return batch.Run{Kind: run.Kind, Act: run.Act, List: run.List, Rows: batch.Rows(run.IDs(false))}
	})
}

// undoRun chooses what a run has done, to take it back.
func (s *Site) undoRun(c *fiber.Ctx, p *Speaker) error {
	return s.follow(c, p, func(run *batch.Run) batch.Run {
		return batch.Run{Kind: run.Kind, Act: s.kindOf(run.Kind).TakesBack(run.Act), List: run.List, Rows: batch.Rows(run.IDs(true)), Undoes: run.ID}
	})
}

// follow chooses a run that follows from one that has ended.
func (s *Site) follow(c *fiber.Ctx, p *Speaker, next func(*batch.Run) batch.Run) error {
	run, err := s.runOf(c)
	if err != nil {
		return err
	}
	if run.Ended.IsZero() {
		return c.Redirect(p.To("/runs", run.ID), fiber.StatusSeeOther)
	}
	run, err = s.Runs().Choose(c.UserContext(), Actor(c), next(&run))
	if err != nil {
		return err
	}
	return c.Redirect(p.To("/runs", run.ID), fiber.StatusSeeOther)
}

// runsPage lists what the reader did in bulk.
type runsPage struct {
	Grid  view.Grid
	Pager view.Pager
	Empty view.Empty
}

func (s *Site) runs(c *fiber.Ctx, p *Speaker) error {
	after := c.Query("cursor")
	all, next, err := s.Runs().List(c.UserContext(), Actor(c), after, PerPage)
	if err != nil {
		return err
	}
	content := runsPage{Grid: p.Grid("many.begun", "list.kind", "many.result"), Empty: view.Empty{Why: p.T("many.runs_none"), Do: p.T("many.runs_none_do")}}
	content.Pager = Pager(string(c.Request().URI().RequestURI()), next, after)
	for i := range all {
		run := &all[i]
		said := p.summary(run)
		if run.Ended.IsZero() {
			said = joinNonEmpty(said, p.T("many.result.waiting")+" "+strconv.Itoa(run.Count(batch.Waiting)))
		}
		content.Grid.Rows = append(content.Grid.Rows, []view.Cell{
			{Text: p.moment(run.Begun), Href: p.To("/runs", run.ID)}, {Text: p.T("many.title", "kind", p.T(run.Kind), "act", p.T(run.Kind+"."+run.Act))}, {Text: said},
		})
	}
	return s.Show(c, "runs", p.T("many.runs"), content)
}
