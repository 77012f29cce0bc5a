package reserve

import (
	"encoding/json"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/chart"
	"kaoji/app/page/site"
	"kaoji/app/page/view"
	"kaoji/app/text"
	"kaoji/evaluation"
	"kaoji/evaluation/reserve"
	"kaoji/evaluation/training"
)

// reservePage is the start page of measure 6.
type reservePage struct {
	Now     []site.TaskGroup // what there is to do for the reader
	Acts    []view.Button
	Stats   []view.Stat
	Tabs    []view.Button
	Entries view.Grid
	Targets view.Grid
	Cover   string
	Charts  []chart.Figure
	Ended   *view.Listed
	Empty   view.Empty
}

// register reads the list.
func (s *pages) register(c *fiber.Ctx) (reserve.Register, error) {
	return s.Reserve.Register(c.UserContext(), site.Actor(c), s.Service.List, s.Today())
}

func (s *pages) reserves(c *fiber.Ctx, p *site.Speaker) error {
	r, err := s.register(c)
	if err != nil {
		return err
	}
	a := site.Actor(c)
	kind, _ := s.Service.Kind(reserve.KindCandidate)
	content := reservePage{
		Acts: s.Creating(p, kind, a), Stats: reserveStats(p, &r), Tabs: reserveTabs(p, &r), Entries: s.reserveGrid(c, p, &r), Targets: targetGrid(p, &r),
		Charts: reserveCharts(p, &r), Empty: view.Empty{Why: p.T("reserve.page.empty"), Do: p.T("reserve.page.empty_do")},
	}
	if len(content.Acts) > 0 {
		content.Empty.Button = &content.Acts[0]
	}
	content.Acts = append(content.Acts, view.Button{Label: p.T("reserve.page.print"), Href: p.To("/reserve/register")})
	if s.MayExport(c) == nil {
		content.Acts = append(content.Acts, view.Button{Label: p.T("reserve.page.excel"), Href: p.To("/reserve/table")})
	}
	site.Basis(c, "reserve.responsible", "reserve.review", "reserve.ratio", "reserve.approvals")
	if content.Now, err = s.TasksOf(c, p, "reserve"); err != nil {
		return err
	}
	running, err := s.Service.Group(c.UserContext(), a, evaluation.Query{
		Kinds: []string{training.KindPlan}, States: []evaluation.State{training.Running, training.Vacant},
	}, "kind")
	if err != nil {
		return err
	}
	for _, n := range running {
		content.Cover = p.T("reserve.page.cover", "plans", n.N, "listed", inTraining(&r))
	}
	ended, err := s.Service.Index(c.UserContext(), a, evaluation.Query{
		Kinds: []string{reserve.KindCandidate}, States: kind.Final, Sort: evaluation.SortChanged, Desc: true, Limit: 20,
	})
	if err != nil {
		return err
	}
	content.Ended = s.RecordsIn(p, ended.Views)
	return s.ShowPage(c, "reserve", view.Page{Title: p.T("measure.reserve"), Confidential: true, Content: content})
}

func inTraining(r *reserve.Register) int {
	n := 0
	for _, e := range r.Entries {
		if e.Plan != "" {
			n++
		}
	}
	return n
}

func reserveStats(p *site.Speaker, r *reserve.Register) []view.Stat {
	list := []view.Stat{{Label: p.T("reserve.page.listed"), Value: strconv.Itoa(len(r.Entries))}}
	for _, one := range []struct {
		key string
		n   int
	}{{"gaps", r.Gaps}, {"late", r.Late}} {
		st := view.Stat{Label: p.T("reserve.page." + one.key), Value: strconv.Itoa(one.n)}
		if one.n > 0 {
			st.Tone = "red"
		}
		list = append(list, st)
	}
	return list
}

func reserveTabs(p *site.Speaker, r *reserve.Register) []view.Button {
	var list []view.Button
	for _, n := range r.Stages {
		list = append(list, view.Button{
			Label: p.T(reserve.KindCandidate+".state."+n.Key) + " " + strconv.Itoa(n.N), Href: p.To("/lists", reserve.KindCandidate) + "?state=" + n.Key,
		})
	}
	return list
}

func (s *pages) reserveGrid(c *fiber.Ctx, p *site.Speaker, r *reserve.Register) view.Grid {
	const page = "reserve.page."
	grid := p.Grid(page+"name", page+"target", page+"stage", page+"responsible", page+"review_by")
	grid.Caption = p.T("reserve.page.register")
	handsOver := s.May(c, training.KindPlan, "hand_over")
	if handsOver {
		grid.Columns = append(grid.Columns, view.Column{Label: p.T("reserve.page.hand_over")})
	}
	for i := range r.Entries {
		e := &r.Entries[i]
		badge := p.State(&evaluation.Record{Kind: reserve.KindCandidate, State: e.State})
		grid.Rows = append(grid.Rows, []view.Cell{
			{Text: e.PersonName, Href: p.To("/records", e.Record), Note: e.UnitName + " " + e.Post},
			{Text: p.T("reserve.candidate.field.target." + e.Target)}, {Badge: &badge},
			{Text: e.Responsible.Name, Note: answers(p, e)}, {Text: text.Day(p.Lang, e.ReviewBy)},
		})
		if last := len(grid.Rows) - 1; handsOver {
			b := handOver(p, e.Record, e.Candidate)
			grid.Rows[last] = append(grid.Rows[last], view.Cell{Text: b.Label, Href: b.Href})
		}
	}
	return grid
}

// handOver links to the act that names another responsible person: before the
// training that of the list; during training that of the plan, which does not know
// the list; if the plan has ended, a new plan.
func handOver(p *site.Speaker, record string, who *reserve.Candidate) view.Button {
	switch {
	case who.Gap != nil && who.Gap.Why == reserve.GapPlan:
		return openPlan(p, who)
	case who.Plan != "":
		return view.Button{Label: p.T("training.plan.hand_over"), Href: p.To("/records", who.Plan, "acts", "hand_over")}
	}
	return view.Button{Label: p.T("reserve.candidate.hand_over"), Href: p.To("/records", record, "acts", "hand_over")}
}

func openPlan(p *site.Speaker, who *reserve.Candidate) view.Button {
	return view.Button{Label: p.T("reserve.page.open_plan"), Href: p.To("/new", training.KindPlan, "open") + "?person=" + who.Person + "&responsible=" + who.Responsible.Person}
}

// answers shows in which post a person is responsible, or why nobody is.
func answers(p *site.Speaker, e *reserve.Entry) string {
	if e.Gap != nil {
		return p.T("training.page.gap") + p.T("reserve.candidate.field.why."+e.Gap.Why)
	}
	return e.Responsible.UnitName + " " + e.Responsible.Post
}

func targetGrid(p *site.Speaker, r *reserve.Register) view.Grid {
	const page = "reserve.page."
	grid := p.Grid(page+"target", site.Number(page+"listed"), site.Number(page+"posts"), site.Number(page+"ratio"), site.Number(page+"hint"))
	for _, t := range r.Targets {
		grid.Rows = append(grid.Rows, []view.Cell{
			{Text: p.T("reserve.candidate.field.target." + t.Code)}, {Text: strconv.Itoa(t.Listed)}, {Text: strconv.Itoa(t.Posts)},
			{Text: "1 : " + strconv.FormatInt(t.Ratio, 10)}, {Text: strconv.Itoa(t.Hint)},
		})
	}
	return grid
}

// reserveCharts shows the composition of the list.
func reserveCharts(p *site.Speaker, r *reserve.Register) []chart.Figure {
	var list []chart.Figure
	if len(r.Entries) == 0 {
		return list
	}
	for _, f := range []struct {
		key    string
		counts []reserve.Count
	}{{"ages", r.Ages}, {"levels", r.Levels}, {"sexes", r.Sexes}, {"units", r.Units}} {
		t := chart.Text{ID: "reserve-" + f.key, Title: p.T("reserve.page." + f.key), Label: p.T("reserve.page." + f.key), Value: p.T("reserve.page.people")}
		var items []chart.Item
		for _, n := range f.counts {
			items = append(items, chart.Item{Label: p.Or("reserve.page."+n.Key, p.Coded(map[string]string{"levels": "level", "sexes": "sex"}[f.key], n.Key)), Value: float64(n.N)})
		}
		t.Note = mostOf(p, items)
		list = append(list, chart.Bars(t, items))
	}
	return list
}

// mostOf names the most frequent item.
func mostOf(p *site.Speaker, items []chart.Item) string {
	most, labels := 0.0, []string{}
	for _, it := range items {
		if it.Value > most {
			most, labels = it.Value, nil
		}
		if it.Value == most {
			labels = append(labels, it.Label)
		}
	}
	switch {
	case len(labels) == 1:
		return p.T("reserve.page.most", "label", labels[0], "n", most)
	case len(labels) == len(items):
		return p.T("reserve.page.most_even", "n", most)
	}
	return p.T("reserve.page.most_each", "label", p.Join(labels), "n", most)
}

// listed adds to a candidate's page the findings, in words with their rules, and
// the records that contain them.
func (s *pages) listed(c *fiber.Ctx, p *site.Speaker, v *evaluation.View, content *site.RecordPage) error {
	var who reserve.Candidate
	if err := json.Unmarshal(v.Payload, &who); err != nil {
		return err
	}
	if err := content.Take("findings", "nominator"); err != nil { // a table of their own; an account
		return err
	}
	if len(who.Findings) > 0 {
		const field = "reserve.candidate.field.findings"
		t := p.Captioned(field, field+".says", field+".blocks", field+".until")
		for _, one := range who.Findings {
			site.Basis(c, one.Rule)
			t.Rows = append(t.Rows, []string{p.Text.Say(p.Lang, one.Says), p.T("value." + strconv.FormatBool(one.Blocks)), text.Day(p.Lang, one.Until)})
		}
		content.Panels = append(content.Panels, site.Panel{Table: &t})
	}
	ids := []string{}
	for _, one := range who.Findings {
		ids = append(ids, one.Record)
	}
	if who.Plan != "" {
		ids = append(ids, who.Plan)
	}
	if len(ids) == 0 {
		return nil
	}
	more, err := s.Linked(c, p, p.T("reserve.page.evidence"), evaluation.Query{IDs: ids})
	if len(more.Links) > 0 {
		content.Related = append(content.Related, more)
	}
	return err
}

// trainingFor offers to open a training plan for a listed person without one, and
// to hand over a running one.
func (s *pages) trainingFor(c *fiber.Ctx, p *site.Speaker, v *evaluation.View) ([]view.Button, error) {
	if !s.May(c, training.KindPlan, "open") {
		return nil, nil
	}
	plan, _, runs, err := s.Training.Of(c.UserContext(), v.Office, v.Subject)
	if err != nil {
		return nil, err
	}
	var who reserve.Candidate
	if err := json.Unmarshal(v.Payload, &who); err != nil {
		return nil, err
	}
	inTraining := v.State == reserve.Training || v.State == reserve.Ready
	switch {
	case v.State == reserve.Approved && !runs, inTraining && !runs:
		return []view.Button{openPlan(p, &who)}, nil
	case inTraining:
		who.Plan, who.Gap = plan.ID, nil
		return []view.Button{handOver(p, v.ID, &who)}, nil
	}
	return nil, nil
}
