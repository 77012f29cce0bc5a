package rotation

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/site"
	"kaoji/app/page/view"
	"kaoji/evaluation"
	"kaoji/evaluation/rotation"
)

// movePlanPage is a rotation plan from preparation to effect, as far as the reader
// may see it.
type movePlanPage struct {
	Record   site.RecordPage
	Links    []view.Button
	Steps    []view.Step
	Returned string
	Stats    []view.Stat
	Proof    string
	Conflict *planConflict
	Result   *view.Grid
	Why      string // address of the arithmetic
	Hand     *planHand
	Frame    []view.Line
	Moves    *view.Grid
	Signoff  *site.SignoffView
	Terms    []site.Section
	People   *view.Grid
	Posts    *view.Grid
	Basis    []view.RuleNote
}

// planSeen is a plan with the data needed to show it.
type planSeen struct {
	*site.Speaker
	v    *evaluation.View
	plan *rotation.MovePlan
	full bool // the reader may see all of it
}

// planOf returns a plan with the moves that the reader may see.
func (s *pages) planOf(c *fiber.Ctx, p *site.Speaker, v *evaluation.View, plan *rotation.MovePlan) (*planSeen, error) {
	full := site.Has(v.Payload, "candidates")
	var err error
	plan.Moves, err = s.Rotation.PlanMoves(c.UserContext(), site.Actor(c), s.Today(), v)
	return &planSeen{Speaker: p, v: v, plan: plan, full: full}, err
}

// whole is planOf for pages only for people who prepare and decide.
func (s *pages) whole(c *fiber.Ctx, words *site.Speaker, v *evaluation.View, plan *rotation.MovePlan) (*planSeen, error) {
	p, err := s.planOf(c, words, v, plan)
	if err == nil && !p.full {
		err = evaluation.Fail(evaluation.CodeNotFound, "error.not_found")
	}
	return p, err
}

func (s *pages) movePlan(c *fiber.Ctx, words *site.Speaker, v *evaluation.View, plan *rotation.MovePlan) error {
	p, err := s.planOf(c, words, v, plan)
	if err != nil {
		return err
	}
	content := movePlanPage{
		Record: s.Head(p.Speaker, p.v), Steps: p.planSteps(), Returned: p.plan.ReturnedFor,
		Frame: p.frameLines(), Signoff: p.SignoffView(&p.plan.Signoff, s.Today()),
	}
	content.Record.Acts = p.inOrder(content.Record.Acts)
	content.Links = content.Record.Prints
	if content.Moves, err = s.planMovesGrid(c, p); err != nil {
		return err
	}
	if p.full {
		s.fillPlan(c, p, &content)
	}
	return s.ShowPage(c, "moveplan", view.Page{Title: plan.Title, Crumbs: s.Crumbs(c, v.Kind), Confidential: true, Content: content})
}

// fillPlan adds the parts that only personnel and principal leaders may see.
func (s *pages) fillPlan(c *fiber.Ctx, p *planSeen, content *movePlanPage) {
	base := p.To("/rotation/plans", p.v.ID)
	content.Links = append(content.Links,
		view.Button{Label: p.T("rotation.plans.excel"), Href: base + "/excel"},
		view.Button{Label: p.T("rotation.plans.compare"), Href: p.To("/rotation/plans/compare") + "?id=" + p.v.ID},
	)
	if s.May(c, rotation.KindPlan, "copy") {
		content.Links = append(content.Links, view.Button{Label: p.T("rotation.plan.copy"), Href: p.To("/new/rotation.plan/copy") + "?plan=" + p.v.ID})
	}
	content.Terms, content.People, content.Posts = p.termSections(), p.peopleGrid(), p.postsGrid()
	content.Basis = site.FrozenNotes(p.Speaker, p.plan.Rules, "recusal.post", "rotation.stay.least", "rotation.weights", "rotation.nodes")
	r := p.plan.Result
	if r == nil {
		return
	}
	content.Stats, content.Proof = p.planStats(), p.proofWords()
	if r.Conflict != nil || len(r.Placed) == 0 {
		content.Conflict = p.conflict()
	} else {
		content.Result, content.Why = p.resultGrid(), base+"/why"
	}
	if p.v.State == rotation.PlanComputed {
		content.Hand = p.handForm(c)
	}
}

// inOrder sorts the next acts first.
func (p *planSeen) inOrder(acts []view.Button) []view.Button {
	first := map[evaluation.State]string{
		rotation.PlanDraft: "compute", rotation.PlanComputed: "submit", rotation.PlanProposed: "deliberate", rotation.PlanSigning: "sign",
		rotation.PlanSigned: "approve", rotation.PlanApproved: "take_effect",
	}[p.v.State]
	if r := p.plan.Result; r != nil && len(r.Placed) == 0 {
		first = map[string]string{"submit": "ask"}[first] // nothing to submit: relax
	}
	slices.SortStableFunc(acts, func(x, y view.Button) int {
		return cmp.Compare(rank(x.Href, first), rank(y.Href, first))
	})
	for i := range acts {
		acts[i].Primary = i == 0 && !acts[i].Danger
	}
	return acts
}

// rank is 0 for the address of an act.
func rank(href, act string) int {
	if act != "" && strings.HasSuffix(href, "/acts/"+act) {
		return 0
	}
	return 1
}

var planStages = []evaluation.State{
	rotation.PlanDraft, rotation.PlanComputed, rotation.PlanProposed, rotation.PlanSigning, rotation.PlanSigned, rotation.PlanApproved, rotation.PlanEffective,
}

func (p *planSeen) planSteps() []view.Step {
	var steps []view.Step
	past := true
	for _, state := range planStages {
		now := state == p.v.State
		past = past && !now
		steps = append(steps, view.Step{Label: p.T("rotation.plan.state." + string(state)), Past: past, Now: now})
	}
	if past { // withdrawn or rolled back
		return nil
	}
	return steps
}

func (p *planSeen) frameLines() []view.Line {
	lines := []view.Line{
		{Label: p.T("rotation.plan.field.as_of"), Value: p.DayOf(p.plan.AsOf)},
		{Label: p.T("rotation.plan.field.effective"), Value: p.DayOf(p.plan.Effective)},
	}
	add := func(key, value string) {
		if value != "" {
			lines = append(lines, view.Line{Label: p.T("rotation.plan.field." + key), Value: value, Long: len([]rune(value)) > 60})
		}
	}
	add("words", p.plan.Words)
	add("prepared", p.plan.Prepared)
	if p.plan.Chosen != "" {
		add("chosen", p.T("rotation.plan.field.chosen."+p.plan.Chosen))
	}
	for _, m := range p.plan.Meetings {
		var present []string
		for _, id := range m.Present {
			present = append(present, p.Name(id))
		}
		add("meetings", p.T("rotation.plans.meeting", "on", p.DayOf(m.On), "place", m.Place, "present", p.Join(present), "outcome",
			p.T("rotation.plan.field.outcome."+m.Outcome), "recorded", m.Recorded)+"\n"+m.Minutes)
	}
	add("approver", p.plan.Approver)
	add("approved_on", p.DayOf(p.plan.ApprovedOn))
	add("opinion", p.plan.Opinion)
	add("ended_for", p.plan.EndedFor)
	return lines
}

// planStats are the figures that matter.
func (p *planSeen) planStats() []view.Stat {
	r := p.plan.Result
	if len(r.Placed) == 0 {
		return nil
	}
	moves := 0
	for _, at := range r.Placed {
		if at.Moves {
			moves++
		}
	}
	exact := "+" + strconv.FormatInt(r.NextBest-r.Total, 10)
	if r.NextBest == r.Total {
		exact = p.T("rotation.plans.next_same")
	}
	next := map[string]string{
		rotation.NextNone:    p.T("rotation.plans.next_none"),
		rotation.NextExact:   exact,
		rotation.NextAtLeast: "≥ +" + strconv.FormatInt(r.NextBest-r.Total, 10),
	}[r.NextHow]
	return []view.Stat{
		{Label: p.T("rotation.plans.total"), Value: strconv.FormatInt(r.Total, 10)},
		{Label: p.T("rotation.plans.moves"), Value: p.T("rotation.plans.of", "n", moves, "of", len(r.Placed))},
		{Label: p.T("rotation.plans.next"), Value: next},
	}
}

// proofWords says how well the plan is proven.
func (p *planSeen) proofWords() string {
	r := p.plan.Result
	switch {
	case len(r.Placed) == 0 && r.Proven:
		return p.T("rotation.plans.proven_none", "nodes", r.Nodes)
	case len(r.Placed) == 0:
		return p.T("rotation.plans.unknown", "nodes", r.Nodes)
	case r.Proven:
		return p.T("rotation.plans.proven", "nodes", r.Nodes)
	}
	return p.T("rotation.plans.bounded", "nodes", r.Nodes, "bound", r.Bound, "gap", r.Total-r.Bound)
}

// planMovesGrid lists the moves that were submitted, with how far their
// handover is.
func (s *pages) planMovesGrid(c *fiber.Ctx, p *planSeen) (*view.Grid, error) {
	if len(p.plan.Moves) == 0 {
		return nil, nil
	}
	g := p.Grid("rotation.plans.person", "rotation.plans.from", "rotation.plans.to", "rotation.plans.follows", "rotation.plans.handover")
	for i := range p.plan.Moves {
		m := &p.plan.Moves[i]
		cell := view.Cell{Text: "—"}
		if m.Record != "" {
			r, err := s.Service.Get(c.UserContext(), site.Actor(c), m.Record)
			switch {
			case err == nil:
				cell = view.Cell{Text: p.State(&r.Record).Label, Href: p.To("/records", m.Record)}
			case evaluation.CodeOf(err) != evaluation.CodeNotFound:
				return nil, err
			}
		}
		follows := "—"
		if m.Follows != "" {
			follows = p.Name(m.Follows)
		}
		g.Rows = append(g.Rows, []view.Cell{
			{Text: m.Name, Note: p.Coded("level", m.Level)}, {Text: m.FromUnitName + " " + m.FromPost}, {Text: m.ToUnitName + " " + m.ToPost, Note: p.headNote(m.ToHeads)},
			{Text: follows}, cell,
		})
	}
	return &g, nil
}

func (p *planSeen) headNote(heads bool) string {
	if heads {
		return p.T("rotation.plans.heads")
	}
	return ""
}
