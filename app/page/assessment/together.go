package assessment

import (
	"net/url"
	"slices"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/site"
	"kaoji/app/page/view"
	"kaoji/evaluation"
	"kaoji/evaluation/assessment"
	"kaoji/evaluation/routine"
)

type sheetTogether struct {
	site.ActSheet
	in, early []evaluation.State
}

// together are the acts that are done with all participants of a cycle on one page,
// with the states of the cycle in which there is something to do. What is done early is
// linked only where a record already waits for it.
var together = []sheetTogether{
	{
		ActSheet: site.ActSheet{Kind: assessment.KindSheet, Act: "enter_summary", Columns: []string{"summary", "signed"}, Query: evaluation.Query{
			States: evaluation.States(assessment.SheetReporting, assessment.SheetEntered), Waiting: []string{evaluation.WaitRole(evaluation.RolePersonnel)},
		}},
		early: evaluation.States(assessment.CycleReporting, assessment.CycleRating, assessment.CycleVerifying),
	},
	{
		ActSheet: site.ActSheet{Kind: assessment.KindSheet, Act: "verify", Columns: []string{"notes"}, Only: isRated},
		in:       evaluation.States(assessment.CycleVerifying, assessment.CycleDeciding),
	},
	{
		ActSheet: site.ActSheet{Kind: assessment.KindSheet, Act: "propose", Columns: []string{"grade", "comment", "strengths", "improvements"}, Opens: proofOf},
		in:       evaluation.States(assessment.CycleVerifying, assessment.CycleDeciding), early: evaluation.States(assessment.CycleReporting, assessment.CycleRating),
	},
	{
		ActSheet: site.ActSheet{Kind: assessment.KindSheet, Act: "comment", Columns: []string{"judgement", "comment", "strengths", "improvements"}},
		in:       evaluation.States(assessment.CycleVerifying, assessment.CycleDeciding), early: evaluation.States(assessment.CycleReporting, assessment.CycleRating),
	},
	{
		ActSheet: site.ActSheet{Kind: assessment.KindSheet, Act: "decide", Columns: []string{"grade", "differing"}, Opens: proofOf},
		in:       evaluation.States(assessment.CycleDeciding, assessment.CycleNotice),
	},
	{
		ActSheet: site.ActSheet{Kind: assessment.KindSheet, Act: "judge", Columns: []string{"judgement", "differing"}, Start: startJudgement},
		in:       evaluation.States(assessment.CycleDeciding),
	},
	{
		ActSheet: site.ActSheet{Kind: assessment.KindTalk, Act: "schedule", Columns: []string{"on", "time", "place"}, Only: heldBy(assessment.HeldByPrincipal)},
		in:       evaluation.States(assessment.CycleFeedback),
	},
	{
		ActSheet: site.ActSheet{Kind: assessment.KindTalk, Act: "tell", Columns: []string{"held_on", "affirmed", "improve"}, Only: heldBy(assessment.HeldByCharge)},
		early:    evaluation.States(assessment.CycleFeedback),
	},
}

// ofHalf are the acts of cycles that end with a judgement, and those of the others.
var ofHalf = map[string]bool{"comment": true, "judge": true, "propose": false, "decide": false}

// isRated accepts the sheets of people who are rated.
func isRated(v *evaluation.View) bool {
	sh, err := evaluation.PartOf[assessment.Sheet](v.Record, "groups")
	return err == nil && len(sh.Groups) > 0
}

// heldBy accepts the talks that somebody holds.
func heldBy(holder string) func(*evaluation.View) bool {
	return func(v *evaluation.View) bool {
		t, err := evaluation.PartOf[assessment.Talk](v.Record, "holder")
		return err == nil && (t.Holder == holder || t.Holder == "" && holder == assessment.HeldByPrincipal)
	}
}

// proofOf lists the grades of a row that need conditions or a ground which the
// proposal does not have.
func proofOf(v *evaluation.View) []string {
	sh, err := evaluation.PartOf[assessment.Sheet](v.Record, "proposal")
	if err != nil {
		return nil
	}
	return slices.DeleteFunc([]string{assessment.Excellent, assessment.Incompetent, assessment.Unqualified}, func(g string) bool { return g == sh.Proposal.Grade })
}

// togetherIn returns the sheet of the act in the address.
func (s *pages) togetherIn(c *fiber.Ctx, v *evaluation.View, cycle *assessment.Cycle) (*site.ActSheet, error) {
	for _, t := range together {
		half, one := ofHalf[t.Act]
		if t.Act != c.Params("act") || !s.May(c, t.Kind, t.Act) || one && half != cycle.Judges() {
			continue
		}
		t.Of = v.ID
		t.Query.Kinds, t.Query.Parents, t.Query.Sort = []string{t.Kind}, []string{v.ID}, evaluation.SortName
		if kind, _ := s.Service.Kind(t.Kind); t.Query.States == nil {
			t.Query.States = slices.DeleteFunc(slices.Clone(kind.States), func(st evaluation.State) bool {
				return st == assessment.SheetExempt || st == assessment.TalkExcused
			})
		}
		return &t.ActSheet, nil
	}
	return nil, evaluation.Fail(evaluation.CodeNotFound, "error.not_found")
}

// togetherForm shows all participants of a cycle with the record of their year and the
// fields of an act.
func (s *pages) togetherForm(c *fiber.Ctx, p *site.Speaker, v *evaluation.View, cycle *assessment.Cycle) error {
	of, err := s.togetherIn(c, v, cycle)
	if err != nil {
		return err
	}
	return s.togetherAgain(c, p, v, of, nil, nil)
}

// togetherSend does the act with the rows that were sent and shows what became of
// each.
func (s *pages) togetherSend(c *fiber.Ctx, p *site.Speaker, v *evaluation.View, cycle *assessment.Cycle) error {
	of, err := s.togetherIn(c, v, cycle)
	if err != nil {
		return err
	}
	values, sent, err := s.SendRows(c, p, of)
	if err != nil {
		return err
	}
	return s.togetherAgain(c, p, v, of, values, sent)
}

func (s *pages) togetherAgain(c *fiber.Ctx, p *site.Speaker, v *evaluation.View, of *site.ActSheet, values url.Values, sent []site.Sent) error {
	content := site.SheetPage{Sub: p.Title(&v.Record), Empty: view.Empty{Why: p.T("together.none"), Do: p.T("together.none_do")}}
	year, err := s.yearOf(c, p, v, of)
	if err != nil {
		return err
	}
	of.Read = year.cells
	of.Rows = func(views []evaluation.View) error {
		year.known, err = s.knownToday(c, views)
		of.Memo = year.known
		return err
	}
	if content.Sheet, err = s.Worksheet(c, p, of, year.columns(c), values, sent); err != nil {
		return err
	}
	content.Sheet.Label, content.Sheet.Back = p.T(of.Kind+"."+of.Act), p.To("/assessment", v.ID)
	for i := range content.Sheet.Rows {
		row := &content.Sheet.Rows[i]
		row.Note, row.Group = year.posts[row.ID], year.categories[row.ID]
	}
	if of.Act == "propose" || of.Act == "decide" {
		if slices.Contains(year.kinds, routine.KindSheet) {
			content.Sub += " · " + p.T("together.prefer")
		}
		content.Sub += " · " + p.T("together.lean")
	}
	if err := s.seatCounts(c, p, v, of, &content.Sheet); err != nil {
		return err
	}
	return s.ShowSheet(c, p, p.T("together."+of.Act), s.cycleCrumbs(c, p, v), &content, sent)
}

// seatCounts says how many excellent grades are taken while one chooses.
func (s *pages) seatCounts(c *fiber.Ctx, p *site.Speaker, v *evaluation.View, of *site.ActSheet, w *view.Worksheet) error {
	if of.Act != "propose" && of.Act != "decide" || w.Submit == "" {
		return nil
	}
	seats, err := s.seatsFor(c, v, w)
	if err != nil || len(seats) == 0 {
		return err
	}
	for _, seat := range seats {
		if !seat.Binding {
			continue
		}
		name, base := p.T("assessment.category."+seat.Category)+seat.Name, seat.Decided
		key := "together.seats"
		if of.Act == "propose" {
			key, base = "together.proposed", seat.Proposed
		}
		args := []any{"name", name, "n", "{n}", "of", "{of}", "left", "{left}", "over", "{over}", "eligible", seat.Eligible}
		w.Counts = append(w.Counts, view.WorksheetCount{
			Field: "grade", Value: assessment.Excellent, Unit: seat.Unit, Group: seat.Category, Base: base, Of: seat.Allowed, Say: p.T(key, args...), Over: p.T(key+"_over", args...),
		})
	}
	w.Count()
	return nil
}

// seatsFor are the seats of the cycle as far as the reader sees them: all, or those
// beside a sheet of each category of which the reader proposes the grade.
func (s *pages) seatsFor(c *fiber.Ctx, v *evaluation.View, w *view.Worksheet) ([]assessment.Seat, error) {
	if v.Shows("participants") {
		seats, err := s.Assessment.Seats(c.UserContext(), *v)
		return slices.Concat(seats.Categories, seats.Units), err
	}
	var list []assessment.Seat
	asked := map[string]bool{}
	for i := range w.Rows {
		if r := &w.Rows[i]; !r.Open || asked[r.Group] {
			continue
		}
		asked[w.Rows[i].Group] = true
		sheet, err := s.Service.Get(c.UserContext(), site.Actor(c), w.Rows[i].ID)
		if err != nil {
			return nil, err
		}
		seats, err := s.Assessment.SeatsBeside(c.UserContext(), sheet)
		if err != nil && evaluation.CodeOf(err) != evaluation.CodeForbidden {
			return nil, err
		}
		list = append(list, seats...)
	}
	return list, nil
}

// togetherLinks lead from a cycle to what the reader can do with all participants.
func (s *pages) togetherLinks(c *fiber.Ctx, p *site.Speaker, v *evaluation.View, cycle *assessment.Cycle) ([]view.Button, error) {
	var list []view.Button
	for _, t := range together {
		half, one := ofHalf[t.Act]
		if !s.May(c, t.Kind, t.Act) || one && half != cycle.Judges() {
			continue
		}
		show := slices.Contains(t.in, v.State)
		if slices.Contains(t.early, v.State) {
			var err error
			if show, err = s.waits(c, v, &t.ActSheet); err != nil {
				return nil, err
			}
		}
		if show {
			list = append(list, view.Button{Label: p.T("together." + t.Act), Href: p.To("/assessment", v.ID, "acts", t.Act)})
		}
	}
	return list, nil
}

// waits reports whether a record that the reader sees waits for an act.
func (s *pages) waits(c *fiber.Ctx, v *evaluation.View, of *site.ActSheet) (bool, error) {
	kind, _ := s.Service.Kind(of.Kind)
	act, _ := kind.Act(of.Act)
	q := evaluation.Query{Kinds: []string{of.Kind}, Parents: []string{v.ID}, States: act.From, Waiting: of.Query.Waiting, Limit: site.PerPage}
	found, err := s.Service.Index(c.UserContext(), site.Actor(c), q)
	return slices.ContainsFunc(found.Views, func(one evaluation.View) bool { return of.Only == nil || of.Only(&one) }), err
}

// togetherHref is where all alike tasks can be done at once.
func togetherHref(p *site.Speaker, v *evaluation.View) string {
	year, half := map[evaluation.State]string{
		assessment.SheetReporting: "enter_summary", assessment.SheetReported: "verify", assessment.SheetVerified: "propose", assessment.SheetProposed: "decide",
		assessment.TalkWaiting: "schedule",
	}, map[evaluation.State]string{assessment.SheetVerified: "comment", assessment.SheetProposed: "judge", assessment.TalkWaiting: "tell"}
	act := year[v.State]
	if other, differs := half[v.State]; differs && (v.Kind == assessment.KindSheet && isHalf(v) || v.Kind == assessment.KindTalk && heldBy(assessment.HeldByCharge)(v)) {
		act = other
	}
	if act == "" || v.Parent == "" {
		return ""
	}
	return p.To("/assessment", v.Parent, "acts", act)
}

// isHalf accepts the sheets that end with a judgement.
func isHalf(v *evaluation.View) bool {
	sh, err := evaluation.PartOf[assessment.Sheet](v.Record, "scale")
	return err == nil && sh.Scale == assessment.ScaleHalf
}
