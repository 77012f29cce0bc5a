package rotation

import (
	"strings"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/site"
	"kaoji/app/page/view"
	"kaoji/evaluation"
	"kaoji/evaluation/rotation"
)

// printedPlan is a plan as its forms need it.
type printedPlan struct {
	Title     string
	AsOf      evaluation.Date
	Effective evaluation.Date
	Words     string
	Proof     string
	Total     int64
	Moves     []printedMove
	Meetings  []rotation.Meeting
	Parties   []view.Sign
	Approver  string
	Approved  evaluation.Date
	Document  bool // approved: a list of appointments can be issued
}

type printedMove struct {
	N                                   int
	Name, Level, From, To, Tenure, Cost string
}

// printablePlan: nothing to deliberate before something is worked out, and no
// appointments before the approval.
func printablePlan(v *evaluation.View, form string) bool {
	if form == "rotation_appointments" {
		return v.State == rotation.PlanApproved || v.State == rotation.PlanEffective
	}
	return v.State != rotation.PlanDraft && site.Has(v.Payload, "candidates")
}

// printedPlan is what was submitted, or what was worked out where nothing is.
func (s *pages) printedPlan(c *fiber.Ctx, words *site.Speaker, v *evaluation.View) (*printedPlan, error) {
	plan, err := evaluation.PayloadOf[rotation.MovePlan](v.Record)
	if err != nil {
		return nil, err
	}
	p, err := s.planOf(c, words, v, plan)
	if err != nil {
		return nil, err
	}
	out := &printedPlan{
		Title: p.plan.Title, AsOf: p.plan.AsOf, Effective: p.plan.Effective, Words: p.plan.Words, Meetings: p.plan.Meetings,
		Approver: p.plan.Approver, Approved: p.plan.ApprovedOn,
	}
	if r := p.plan.Result; p.full && r != nil {
		out.Proof, out.Total = p.proofWords(), r.Total
	}
	for i := range p.plan.Moves {
		m := &p.plan.Moves[i]
		out.Moves = append(out.Moves, p.printedMove(i+1, m.Person, m.ToUnitName+" "+m.ToPost))
	}
	if len(out.Moves) == 0 && p.full && p.plan.Result != nil {
		for _, at := range p.plan.Result.Placed {
			if at.Moves {
				out.Moves = append(out.Moves, p.printedMove(len(out.Moves)+1, at.Person, p.seatName(at.Seat)))
			}
		}
	}
	if r := p.plan.Signoff.Current(); r != nil {
		for _, x := range r.Parties {
			out.Parties = append(out.Parties, view.Sign{As: x.Name, Name: x.Seal.Name, Day: p.DayOf(x.Seal.On)})
		}
	}
	return out, nil
}

func (p *planSeen) printedMove(n int, person, to string) printedMove {
	c := p.candidate(person)
	m := printedMove{N: n, Name: c.Name, Level: p.Coded("level", c.Level), From: strings.TrimSpace(c.UnitName + " " + c.Post), To: to}
	if !c.Since.IsZero() {
		m.Tenure = p.T("rotation.plans.months", "n", c.Months)
	}
	return m
}

// inPlay are the people and posts in play of the plan that a form is about,
// where it asks for one of them.
func inPlay(_ *fiber.Ctx, p *site.Speaker, a *site.Asked, f *evaluation.Field) ([]view.Choice, bool, error) {
	if a.View == nil || f.Name != "seat" && f.Name != "other" && f.Form != evaluation.FormPerson {
		return nil, false, nil
	}
	plan, known := a.Memo.(*rotation.MovePlan)
	if !known { // once for all fields of the form
		var err error
		if plan, err = evaluation.PayloadOf[rotation.MovePlan](a.View.Record); err != nil {
			return nil, false, err
		}
		a.Memo = plan
	}
	seen := &planSeen{Speaker: p, plan: plan}
	list := []view.Choice{}
	for i := range plan.Candidates {
		if c := &plan.Candidates[i]; f.Form == evaluation.FormPerson {
			list = append(list, view.Choice{Value: c.Person, Label: c.Name + " · " + c.UnitName})
		}
	}
	for i := range plan.Seats {
		if f.Form != evaluation.FormPerson {
			list = append(list, view.Choice{Value: plan.Seats[i].Key, Label: seen.spot(&plan.Seats[i])})
		}
	}
	return list, true, nil
}
