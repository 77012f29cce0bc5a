package appraisal

import (
	"fmt"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/site"
	"kaoji/app/page/view"
	"kaoji/evaluation"
	"kaoji/evaluation/appraisal"
)

// roundPage is the page from which a round is run.
type roundPage struct {
	ID       string
	Record   site.RecordPage
	Steps    []view.Step
	Checks   []site.Check
	Stops    int
	Progress appraisal.Progress
	Counted  bool // progress is known
	Slips    []appraisal.Balance
	Issue    string // address of the form that issues slips, "" if it is not for now
	Papers   string // address under which papers are typed in
	Sheets   *view.Listed
	Results  []resultRow
	Sums     []view.Stat // of the whole round, once it is counted
	Fair     bool        // results corrected for severity are there
	FairWhy  string      // why not
	Last     bool        // a year before is there to compare with
	Links    []view.Button
}

// round shows where a round stands, what is missing, how many have voted and
// whether the slips add up.
func (s *pages) round(c *fiber.Ctx, p *site.Speaker, v *evaluation.View, of *appraisal.Round) (err error) {
	content := roundPage{ID: v.ID}
	if content.Record, err = s.Headed(c, p, v, "panels", "cadres", "slips"); err != nil { // they have tables of their own
		return err
	}
	content.Record.Acts = site.WithoutActs(content.Record.Acts, "issue") // codes are made on a page of their own
	kind, _ := s.Service.Kind(v.Kind)
	content.Steps = site.Steps(p, kind, v.State, appraisal.RoundCancelled)
	if err := s.roundFigures(c, p, v, of, &content); err != nil {
		return err
	}
	return s.Show(c, "round", p.Title(&v.Record), content, s.Crumbs(c, v.Kind)...)
}

// roundFigures are for those who run rounds; others see the record alone.
func (s *pages) roundFigures(c *fiber.Ctx, p *site.Speaker, v *evaluation.View, of *appraisal.Round, content *roundPage) error {
	sheets, err := s.IndexAll(c, evaluation.Query{Kinds: []string{appraisal.KindSheet}, Parents: []string{v.ID}, Sort: evaluation.SortName})
	if err != nil {
		return err
	}
	content.Sheets = s.RecordsIn(p, sheets)
	if !v.Shows("panels") {
		return nil
	}
	content.Links = s.roundLinks(c, p, v, len(sheets) > 0)
	if v.State == appraisal.RoundDraft {
		return s.roundChecks(c, p, v.Office, of, content)
	}
	if content.Slips, err = s.Appraisal.Slips(c.UserContext(), *v); err != nil {
		return err
	}
	if (v.State == appraisal.RoundVoting || v.State == appraisal.RoundCounting) && s.May(c, appraisal.KindPaper, "enter") {
		content.Papers = p.To("/appraisal", v.ID, "papers")
	}
	if (v.State == appraisal.RoundVoting || v.State == appraisal.RoundRehearsing) && s.May(c, v.Kind, "issue") {
		content.Issue = p.To("/appraisal", v.ID, "issue")
	}
	if v.State == appraisal.RoundTallied || v.State == appraisal.RoundReleased || v.State == appraisal.RoundClosed {
		content.Sheets = nil
		if content.Results, err = s.results(c, p, v); err != nil {
			return err
		}
		content.sum(p)
	}
	content.Counted = true
	content.Progress, err = s.Appraisal.Progress(c.UserContext(), *v)
	return err
}

// roundLinks lead to what is printed, exported and entered in bulk.
func (s *pages) roundLinks(c *fiber.Ctx, p *site.Speaker, v *evaluation.View, sheets bool) []view.Button {
	if !sheets {
		return nil
	}
	at := p.To("/appraisal", v.ID)
	links := []view.Button{{Label: p.T("round.forms"), Href: at + "/forms"}}
	counted := v.State == appraisal.RoundTallied || v.State == appraisal.RoundReleased || v.State == appraisal.RoundClosed
	if counted && s.MayExport(c) == nil {
		links = append(links, view.Button{Label: p.T("round.export"), Href: at + "/results"})
	}
	if v.State != appraisal.RoundReleased && v.State != appraisal.RoundClosed && s.May(c, appraisal.KindOpinion, "enter") {
		links = append(links, view.Button{Label: p.T("opinions.title"), Href: at + "/opinions"})
	}
	return links
}

// sum puts what holds for the whole round above its list of results.
func (content *roundPage) sum(p *site.Speaker) {
	shown := 0
	var one *appraisal.Result
	for _, r := range content.Results {
		if r.result == nil || !r.result.Shown {
			continue
		}
		shown++
		one = r.result
		content.Fair, content.Last = content.Fair || r.result.Fair > 0, content.Last || r.result.LastPresent
	}
	content.Sums = []view.Stat{{Label: p.T("round.rated"), Value: site.Itoa(len(content.Results))}, {Label: p.T("round.shown"), Value: site.Itoa(shown)}}
	if one == nil {
		return
	}
	if one.FairWhy != "" {
		content.FairWhy = p.T("appraisal.why.fair." + one.FairWhy)
	}
	a := one.Agreement
	icc := view.Stat{Label: p.T("round.icc." + a.Form), Value: "—"}
	if a.Form == "" {
		icc.Label = p.T("round.icc")
	} else {
		icc.Value = thousandths(a.Mean)
	}
	if a.Ranged {
		icc.Note = thousandths(a.Low) + " – " + thousandths(a.High)
	}
	content.Sums = append(content.Sums, icc)
}

// thousandths writes 994 as 0.994.
func thousandths(n int64) string { return strconv.FormatFloat(float64(n)/1000, 'f', 3, 64) }

func (s *pages) roundChecks(c *fiber.Ctx, p *site.Speaker, office string, of *appraisal.Round, content *roundPage) error {
	checks, err := s.Appraisal.Preflight(c.UserContext(), office, of)
	if err != nil {
		return err
	}
	if content.Checks, content.Stops, err = s.Checks(c, p, checks); err != nil {
		return err
	}
	return nil
}

// resultRow is one cadre of a round: in the order of names, never of marks.
type resultRow struct {
	Href, Name, Unit, Mean, Trimmed, Removed, SD, Fair, Change, Usable, Opinions string
	State                                                                        view.Badge
	Hidden                                                                       bool

	result *appraisal.Result
}

// results are the figures of a round as the reader may see them.
func (s *pages) results(c *fiber.Ctx, p *site.Speaker, v *evaluation.View) ([]resultRow, error) {
	lines, err := s.Appraisal.Results(c.UserContext(), s.Service, site.Actor(c), *v)
	if err != nil {
		return nil, err
	}
	rows := make([]resultRow, 0, len(lines))
	for _, l := range lines {
		row := resultRow{
			Href: p.To("/records", l.Sheet), Name: l.Name, Unit: l.UnitName, State: p.State(&evaluation.Record{Kind: appraisal.KindSheet, State: l.State}),
			Opinions: site.Itoa(l.Opinions) + " / " + site.Itoa(l.Asked), result: l.Result,
		}
		if x := l.Result; x != nil {
			row.Usable, row.Hidden = "— / "+site.Itoa(x.Eligible), !x.Shown
			if x.Returned >= x.Floor { // of fewer it is not told
				row.Usable = site.Itoa(x.Usable) + " / " + site.Itoa(x.Eligible)
			}
			if x.Shown {
				row.Mean, row.SD = hundredths(x.Mean), hundredths(x.SD)
				if x.Trimmed > 0 {
					row.Trimmed = hundredths(x.Trimmed)
				}
				if x.Removed > 0 {
					row.Removed = site.Itoa(x.Removed)
				}
				if x.Fair > 0 {
					row.Fair = hundredths(x.Fair)
				}
				if x.LastPresent {
					row.Change = fmt.Sprintf("%+.2f", float64(x.Change)/100)
				}
			}
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// hundredths writes 8840 as 88.40.
func hundredths(n int64) string { return strconv.FormatFloat(float64(n)/100, 'f', 2, 64) }
