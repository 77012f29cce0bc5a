package rotation

import (
	"slices"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/site"
	"kaoji/app/page/view"
	"kaoji/evaluation"
	"kaoji/evaluation/rotation"
)

type planWhyPage struct {
	Same   bool
	Proof  string
	Groups []whyGroup
	Basis  []view.RuleNote
}

type whyGroup struct {
	Heading string
	Steps   []view.Explained
}

// planWhy recomputes the plan from the stored data and explains each person's cost.
func (s *pages) planWhy(c *fiber.Ctx, words *site.Speaker, v *evaluation.View, plan *rotation.MovePlan) error {
	p, err := s.whole(c, words, v, plan)
	if err != nil {
		return err
	}
	content := planWhyPage{Same: true, Basis: site.FrozenNotes(words, plan.Rules)}
	if r := p.plan.Result; r != nil {
		if content.Same, err = p.plan.Same(r); err != nil {
			return err
		}
		content.Proof = p.proofWords()
		for i := range r.Placed {
			at := &r.Placed[i]
			g := whyGroup{Heading: p.T("rotation.plans.why_of", "name", p.candidate(at.Person).Name, "post", p.seatName(at.Seat), "cost", at.Cost)}
			for k := range p.plan.Candidates {
				if p.plan.Candidates[k].Person == at.Person {
					g.Steps = p.costSteps(k, at.Seat)
				}
			}
			if why := p.staying(at); why != "" {
				g.Steps = append(g.Steps, view.Explained{Label: p.T("rotation.plans.if_stays"), Value: why})
			}
			g.Steps = append(g.Steps, view.Explained{Label: p.T("rotation.plans.without"), Value: p.dearer(at), Formula: p.instead(at)})
			content.Groups = append(content.Groups, g)
		}
	}
	return s.Show(c, "moveplan_why", p.T("why.title"), content, s.Crumbs(c, v.Kind, view.Link{Label: plan.Title, Href: p.To("/rotation/plans", v.ID)})...)
}

// costSteps are the parts of a cost: units times weight.
func (p *planSeen) costSteps(i int, seat string) []view.Explained {
	var steps []view.Explained
	for j := range p.plan.Seats {
		if p.plan.Seats[j].Key != seat {
			continue
		}
		for _, part := range p.plan.Costs(i, j) {
			steps = append(steps, view.Explained{
				Label: p.T("rotation.plan.field." + part.Code), Value: strconv.FormatInt(part.Cost(), 10),
				Formula: strconv.Itoa(part.Units) + " × " + strconv.Itoa(part.Weight) + " = " + strconv.FormatInt(part.Cost(), 10),
			})
		}
	}
	return steps
}

// staying explains why a person who moves does not stay: the reason that forbids
// it, or its cost. It is empty for people who stay or hold none of the posts.
func (p *planSeen) staying(at *rotation.Placed) string {
	if !at.Moves {
		return ""
	}
	i := slices.IndexFunc(p.plan.Candidates, func(c rotation.Mover) bool { return c.Person == at.Person })
	j := slices.IndexFunc(p.plan.Seats, func(s rotation.Spot) bool { return s.Key == at.Person })
	if i < 0 || j < 0 {
		return ""
	}
	if refused := p.plan.Refusals(i, j); len(refused) > 0 {
		return p.refusals(refused)
	}
	return p.T("rotation.plans.stays_for", "cost", p.plan.Cost(i, j), "moves", at.Cost)
}
