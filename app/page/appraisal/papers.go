package appraisal

import (
	"errors"
	"net/url"
	"slices"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/site"
	"kaoji/app/page/view"
	"kaoji/evaluation"
	"kaoji/evaluation/appraisal"
)

// secondEntry is the page on which papers are typed in again.
func secondEntry(p *site.Speaker, v *evaluation.View, act string) string {
	if b, err := evaluation.PayloadOf[appraisal.Batch](v.Record); err == nil && act == "enter_again" {
		return p.To("/appraisal", v.Parent, "papers", b.Committee)
	}
	return ""
}

// papersPage is the page on which papers of a committee are typed in, once by each
// of two people.
type papersPage struct {
	Count          int
	Sheet          view.Worksheet
	Second         bool       // another person made the first entry
	Differ         view.Table // cells in which the entries differ
	Batch          string     // address of the record of the batch, "" before the first entry
	State          view.Badge
	Agreed, Locked bool // the entries are equal; the reader has already entered
}

// papersAsked is a committee of a round and the batch that is being typed in.
type papersAsked struct {
	view   *evaluation.View
	round  *appraisal.Round
	panel  *appraisal.Panel
	cadres []appraisal.Cadre
	batch  *evaluation.View
}

func (s *pages) papersOf(c *fiber.Ctx, v *evaluation.View, round *appraisal.Round) (papersAsked, error) {
	if !s.May(c, appraisal.KindPaper, "enter") {
		return papersAsked{}, evaluation.Fail(evaluation.CodeForbidden, "error.forbidden")
	}
	a := papersAsked{view: v, round: round}
	i := slices.IndexFunc(a.round.Panels, func(p appraisal.Panel) bool { return p.Committee == c.Params("committee") && p.Paper && !p.Named })
	if i < 0 {
		return a, evaluation.Fail(evaluation.CodeNotFound, "error.not_found")
	}
	a.panel = &a.round.Panels[i]
	for _, x := range a.round.Cadres {
		if slices.Contains(a.panel.Cadres, x.Person) {
			a.cadres = append(a.cadres, x)
		}
	}
	slices.SortFunc(a.cadres, func(x, y appraisal.Cadre) int { // as they stand on the paper
		return slices.Index(a.panel.Cadres, x.Person) - slices.Index(a.panel.Cadres, y.Person)
	})
	for open, err := range s.EveryView(c, evaluation.Query{
		Kinds: []string{appraisal.KindPaper}, Parents: []string{v.ID},
		States: []evaluation.State{appraisal.PaperEntered, appraisal.PaperDiffering, appraisal.PaperAgreed},
	}) {
		if err != nil {
			return a, err
		}
		b, err := evaluation.PayloadOf[appraisal.Batch](open.Record)
		if err != nil {
			return a, err
		}
		if b.Committee != a.panel.Committee {
			continue
		}
		batch, err := s.Service.Get(c.UserContext(), site.Actor(c), open.ID) // with what the reader may do
		if err != nil {
			return a, err
		}
		a.batch = &batch
	}
	return a, nil
}

func (s *pages) papersForm(c *fiber.Ctx, p *site.Speaker, v *evaluation.View, round *appraisal.Round) error {
	a, err := s.papersOf(c, v, round)
	if err != nil {
		return err
	}
	return s.papersAgain(c, p, &a, url.Values{"count": {c.Query("count")}}, nil)
}

// papersAgain shows the papers to type in, with typed values and mistakes.
func (s *pages) papersAgain(c *fiber.Ctx, p *site.Speaker, a *papersAsked, typed url.Values, wrong *evaluation.Error) (err error) {
	content := papersPage{}
	if content.Count, err = a.count(typed); err != nil {
		return err
	}
	if a.batch != nil {
		content.Batch, content.Second = p.To("/records", a.batch.ID), true
		content.State, content.Agreed = p.State(&a.batch.Record), a.batch.State == appraisal.PaperAgreed
		content.Locked = a.batch.State == appraisal.PaperEntered && actedFirst(a.batch, site.Actor(c).Account)
		if a.batch.State == appraisal.PaperDiffering {
			if content.Differ, err = s.differing(c, p, a); err != nil {
				return err
			}
		}
	}
	if !content.Agreed && !content.Locked {
		content.Sheet = s.paperSheet(c, p, a, content.Count, typed, wrong)
	}
	return s.Again(c, wrong, "", "papers", p.T("papers.title", "committee", a.panel.Name), content, s.roundCrumbs(c, a.view)...)
}

// paperSheet is the table in which papers are typed, with a row for each cadre on each
// paper.
func (s *pages) paperSheet(c *fiber.Ctx, p *site.Speaker, a *papersAsked, count int, typed url.Values, wrong *evaluation.Error) view.Worksheet {
	var version int64
	if a.batch != nil {
		version = a.batch.Version
	}
	w := view.Worksheet{
		Label: p.T("papers.enter_of"), Action: c.Path(), Back: p.To("/appraisal", a.view.ID), Submit: p.T("papers.enter"), Note: p.T("papers.keys"),
		Columns: s.markColumns(p.Lang, a.round.Items),
		Hidden:  []view.Line{{Label: "version", Value: strconv.FormatInt(version, 10)}, {Label: "count", Value: strconv.Itoa(count)}},
	}
	m := marking{lang: p.Lang, items: a.round.Items, typed: typed, wrong: wrong}
	for n := 1; n <= count; n++ {
		for i, x := range a.cadres {
			at := "rows." + strconv.Itoa((n-1)*len(a.cadres)+i)
			w.Rows = append(w.Rows, s.markRow(&m, at, p.T("papers.number", "n", n)+" "+x.Name, x.UnitName))
		}
	}
	return w
}

// count returns how many papers are typed in: as requested, as in the first entry,
// or as many as were handed out.
func (a *papersAsked) count(typed url.Values) (int, error) {
	if n, err := strconv.Atoi(typed.Get("count")); err == nil && n > 0 {
		return min(n, appraisal.MaxSlips), nil
	}
	if a.batch != nil {
		b, err := evaluation.PayloadOf[appraisal.Batch](a.batch.Record)
		if err != nil {
			return 0, err
		}
		return b.Papers, nil
	}
	i := slices.IndexFunc(a.round.Slips, func(x appraisal.Slips) bool { return x.Committee == a.panel.Committee })
	if i < 0 || a.round.Slips[i].Papers == 0 {
		return 1, nil
	}
	return a.round.Slips[i].Papers, nil
}

// actedFirst reports whether the account made the first entry.
func actedFirst(v *evaluation.View, account string) bool {
	return len(v.History) > 0 && v.History[0].Account == account
}

// differing returns the table of cells in which the entries differ.
func (s *pages) differing(c *fiber.Ctx, p *site.Speaker, a *papersAsked) (view.Table, error) {
	t := p.Table("papers.paper", "roster.name", "papers.item", "papers.first", "papers.second")
	list, err := s.Appraisal.Differences(c.UserContext(), *a.batch)
	if err != nil {
		return t, err
	}
	for _, d := range list {
		item := p.T("papers.reason")
		if d.Item >= 0 && d.Item < len(a.round.Items) {
			item = a.round.Items[d.Item].Name
		}
		t.Rows = append(t.Rows, []string{site.Itoa(d.Paper), p.Name(d.Person), item, d.First, d.Second})
	}
	return t, nil
}

// papersTake stores the first or second entry.
func (s *pages) papersTake(c *fiber.Ctx, p *site.Speaker, v *evaluation.View, round *appraisal.Round) error {
	a, err := s.papersOf(c, v, round)
	if err != nil {
		return err
	}
	values, err := site.Posted(c)
	if err != nil {
		return err
	}
	n, err := a.count(values)
	if err != nil {
		return err
	}
	rows := a.typed(values, n)
	if a.batch == nil {
		_, err = s.Service.Create(c.UserContext(), site.Actor(c), appraisal.KindPaper, "enter", evaluation.Creation{
			Input: &appraisal.PaperInput{Round: a.view.ID, Committee: a.panel.Committee, Rows: rows},
		})
	} else {
		_, err = s.Submit(c, a.batch.ID, "enter_again", &appraisal.AgainInput{Rows: rows})
	}
	if e, ok := errors.AsType[*evaluation.Error](err); ok && e.Code != evaluation.CodeUnavailable && e.Code != evaluation.CodeNotFound {
		return s.papersAgain(c, p, &a, values, e)
	}
	if err != nil {
		return err
	}
	return s.Done(c, c.Path(), "papers.entered")
}

// typed are the rows of all papers, paper by paper in the order of the form.
func (a *papersAsked) typed(values url.Values, papers int) []appraisal.PaperRow {
	var rows []appraisal.PaperRow
	for n := 1; n <= papers; n++ {
		for i, x := range a.cadres {
			row := appraisal.PaperRow{Paper: n, Person: x.Person}
			row.Points, row.Abstain, row.Reason = pointsIn(a.round.Items, "rows."+strconv.Itoa((n-1)*len(a.cadres)+i), values)
			rows = append(rows, row)
		}
	}
	return rows
}

type blankPage struct {
	Office, Committee, Guide string
	Year                     int
	Floor                    string
	Items                    []appraisal.Item
	Cadres                   []appraisal.Cadre
}

// blankPaper prints the blank form of a committee, to be copied.
func (s *pages) blankPaper(c *fiber.Ctx, _ *site.Speaker, v *evaluation.View, round *appraisal.Round) error {
	a, err := s.papersOf(c, v, round)
	if err != nil {
		return err
	}
	settings, err := s.OfficeSettings(c)
	if err != nil {
		return err
	}
	floor, err := a.round.Rules.Int("rating.floor")
	if err != nil {
		return err
	}
	return s.Show(c, "print_ballot_paper", s.T(c, "papers.blank"), blankPage{
		Office: settings.Name, Committee: a.panel.Name, Guide: a.round.Guide, Year: a.round.Year, Floor: strconv.FormatInt(floor, 10),
		Items: a.round.Items, Cadres: a.cadres,
	}, view.Link{Label: a.view.Period, Href: s.To(c, "/appraisal", a.view.ID)})
}
