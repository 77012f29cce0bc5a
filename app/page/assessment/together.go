package assessment

import (
	"net/url"
	"slices"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/site"
	"kaoji/app/page/view"
	"kaoji/evaluation"
	"kaoji/evaluation/assessment"
)

// together are the acts that are done with all participants of a cycle on one page,
// with the states of the cycle in which there is something to do.
var together = []struct {
	site.ActSheet
	in []evaluation.State
}{
	{site.ActSheet{Kind: assessment.KindSheet, Act: "verify", Columns: []string{"notes"}}, evaluation.States(assessment.CycleVerifying, assessment.CycleDeciding)},
	{
		site.ActSheet{Kind: assessment.KindSheet, Act: "propose", Columns: []string{"grade", "comment", "strengths", "improvements"}, Opens: proofOf},
		evaluation.States(assessment.CycleVerifying, assessment.CycleDeciding),
	},
	{
		site.ActSheet{Kind: assessment.KindSheet, Act: "decide", Columns: []string{"grade", "differing"}, Opens: proofOf},
		evaluation.States(assessment.CycleDeciding, assessment.CycleNotice),
	},
	{site.ActSheet{Kind: assessment.KindTalk, Act: "schedule", Columns: []string{"on", "time", "place"}}, evaluation.States(assessment.CycleFeedback)},
}

// proofOf lists the grades of a row that need conditions or a ground which the
// proposal does not have.
func proofOf(v *evaluation.View) []string {
	sh, err := evaluation.PartOf[assessment.Sheet](v.Record, "proposal")
	if err != nil {
		return nil
	}
	return slices.DeleteFunc([]string{assessment.Excellent, assessment.Incompetent}, func(g string) bool { return g == sh.Proposal.Grade })
}

// togetherIn returns the sheet of the act in the address.
func (s *pages) togetherIn(c *fiber.Ctx, v *evaluation.View) (*site.ActSheet, error) {
	for _, t := range together {
		if t.Act != c.Params("act") || !s.May(c, t.Kind, t.Act) {
			continue
		}
		t.Of = v.ID
		t.Query = evaluation.Query{Kinds: []string{t.Kind}, Parents: []string{v.ID}, Sort: evaluation.SortName}
		kind, _ := s.Service.Kind(t.Kind)
		t.Query.States = slices.DeleteFunc(slices.Clone(kind.States), func(st evaluation.State) bool {
			return st == assessment.SheetExempt || st == assessment.TalkExcused
		})
		return &t.ActSheet, nil
	}
	return nil, evaluation.Fail(evaluation.CodeNotFound, "error.not_found")
}

// togetherForm shows all participants of a cycle with the record of their year and the
// fields of an act.
func (s *pages) togetherForm(c *fiber.Ctx, p *site.Speaker, v *evaluation.View, _ *assessment.Cycle) error {
	of, err := s.togetherIn(c, v)
	if err != nil {
		return err
	}
	return s.togetherAgain(c, p, v, of, nil, nil)
}

// togetherSend does the act with the rows that were sent and shows what became of
// each.
func (s *pages) togetherSend(c *fiber.Ctx, p *site.Speaker, v *evaluation.View, _ *assessment.Cycle) error {
	of, err := s.togetherIn(c, v)
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
	if content.Sheet, err = s.Worksheet(c, p, of, year.columns(c), values, sent); err != nil {
		return err
	}
	content.Sheet.Label, content.Sheet.Back = p.T(of.Kind+"."+of.Act), p.To("/assessment", v.ID)
	for i := range content.Sheet.Rows {
		row := &content.Sheet.Rows[i]
		row.Note = year.posts[row.ID]
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
		if seat.Unit != "" && !seat.Binding {
			continue
		}
		name, base := seat.Name, seat.Decided
		if seat.Unit == "" {
			name = p.T("seats.all")
		}
		key := "together.seats"
		if of.Act == "propose" {
			key, base = "together.proposed", seat.Proposed
		}
		args := []any{"name", name, "n", "{n}", "of", "{of}", "left", "{left}", "over", "{over}", "eligible", seat.Eligible}
		w.Counts = append(w.Counts, view.WorksheetCount{
			Field: "grade", Value: assessment.Excellent, Unit: seat.Unit, Base: base, Of: seat.Allowed, Say: p.T(key, args...), Over: p.T(key+"_over", args...),
		})
	}
	w.Count()
	return nil
}

// seatsFor are the seats of the cycle as far as the reader sees them: all, or those
// beside a sheet of which the reader proposes the grade.
func (s *pages) seatsFor(c *fiber.Ctx, v *evaluation.View, w *view.Worksheet) ([]assessment.Seat, error) {
	if v.Shows("participants") {
		seats, err := s.Assessment.Seats(c.UserContext(), *v)
		return append([]assessment.Seat{seats.All}, seats.Units...), err
	}
	i := slices.IndexFunc(w.Rows, func(r view.WorksheetRow) bool { return r.Open })
	if i < 0 {
		return nil, nil
	}
	sheet, err := s.Service.Get(c.UserContext(), site.Actor(c), w.Rows[i].ID)
	if err != nil {
		return nil, err
	}
	seats, err := s.Assessment.SeatsBeside(c.UserContext(), sheet)
	if evaluation.CodeOf(err) == evaluation.CodeForbidden {
		return nil, nil
	}
	return seats, err
}

// togetherLinks lead from a cycle to what the reader can do with all participants.
func (s *pages) togetherLinks(c *fiber.Ctx, p *site.Speaker, v *evaluation.View) []view.Button {
	var list []view.Button
	for _, t := range together {
		if slices.Contains(t.in, v.State) && s.May(c, t.Kind, t.Act) {
			list = append(list, view.Button{Label: p.T("together." + t.Act), Href: p.To("/assessment", v.ID, "acts", t.Act)})
		}
	}
	return list
}

// togetherHref is where all alike tasks can be done at once.
func togetherHref(p *site.Speaker, v *evaluation.View) string {
	act := map[evaluation.State]string{
		assessment.SheetReported: "verify", assessment.SheetVerified: "propose", assessment.SheetProposed: "decide", assessment.TalkWaiting: "schedule",
	}[v.State]
	if act == "" || v.Parent == "" {
		return ""
	}
	return p.To("/assessment", v.Parent, "acts", act)
}
