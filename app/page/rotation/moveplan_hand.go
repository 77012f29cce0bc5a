package rotation

import (
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/site"
	"kaoji/app/page/view"
	"kaoji/evaluation/rotation"
)

// planHand is the form of a manual plan and its comparison with the computed one.
// It uses POST, because two hundred people do not fit into an address, and names
// must not be in one.
type planHand struct {
	Address string
	Save    string // address of the act
	Version int64
	Rows    []handRow
	Choices []view.Choice // the posts in play, each under a name of its own
	Typed   bool          // posts are typed, with one list of suggestions for all rows
	Tried   *triedView
	Saved   bool // what is shown is what was saved
}

type handRow struct {
	Person, Name, Now string
	Seat              string // chosen
	Says              string // its name, or the unknown text that was typed
	Best              string // in the computed plan
}

// typedFrom is the number of posts from which a list in every row would make the
// page too large; its size grows with the square.
const typedFrom = 40

// triedView compares with the computed plan.
type triedView struct {
	Badge   view.Badge
	Say     string
	Faults  []string
	Differs *view.Grid
	Hand    []rotation.HandRow // to save
}

// handForm takes the plan made by hand from what was posted, else the saved
// one, else the computed one.
func (p *planSeen) handForm(c *fiber.Ctx) *planHand {
	out := &planHand{
		Address: p.To("/rotation/plans", p.v.ID), Save: p.To("/records", p.v.ID, "acts", "arrange"), Version: p.v.Version,
		Choices: p.seatChoices(), Typed: len(p.plan.Seats) >= typedFrom,
	}
	best, saved := map[string]string{}, p.plan.ByHand()
	for _, at := range p.plan.Result.Placed {
		best[at.Person] = at.Seat
	}
	hand := map[string]string{}
	asked := c.Method() == fiber.MethodPost
	for i := range p.plan.Candidates {
		m := &p.plan.Candidates[i]
		at := m.Person
		if chosen := c.FormValue("to." + m.Person); asked && chosen != "" {
			at = seatNamed(out.Choices, chosen)
		} else if from := saved[m.Person]; from != "" {
			at = from
		} else if saved == nil && best[m.Person] != "" {
			at = best[m.Person]
		}
		hand[m.Person] = at
		out.Rows = append(out.Rows, handRow{
			Person: m.Person, Name: m.Name, Now: m.UnitName + " " + m.Post, Seat: at, Says: nameOfSeat(out.Choices, at), Best: p.seatName(best[m.Person]),
		})
	}
	if asked || saved != nil {
		out.Tried, out.Saved = p.tried(hand, best), saved != nil && !asked
	}
	return out
}

// seatChoices are the posts in play. Two that would be called the same are
// numbered, so that what is typed names one.
func (p *planSeen) seatChoices() []view.Choice {
	list := make([]view.Choice, 0, len(p.plan.Seats))
	times := map[string]int{}
	for j := range p.plan.Seats {
		label := p.spot(&p.plan.Seats[j])
		if times[label]++; times[label] > 1 {
			label += " #" + strconv.Itoa(times[label])
		}
		list = append(list, view.Choice{Value: p.plan.Seats[j].Key, Label: label})
	}
	return list
}

// seatNamed is the post that a key or a name means; what means none stays.
func seatNamed(list []view.Choice, said string) string {
	said = strings.TrimSpace(said)
	for _, c := range list {
		if c.Value == said || c.Label == said {
			return c.Value
		}
	}
	return said
}

func nameOfSeat(list []view.Choice, key string) string {
	for _, c := range list {
		if c.Value == key {
			return c.Label
		}
	}
	return key
}

// tried holds a plan made by hand against the computed one.
func (p *planSeen) tried(hand, best map[string]string) *triedView {
	t := p.plan.Try(hand)
	fits := len(t.Faults) == 0
	out := &triedView{Badge: view.Badge{Label: p.T("rotation.plans.fits"), Tone: "green"}}
	if !fits {
		out.Badge = view.Badge{Label: p.T("rotation.plans.fits_not"), Tone: "red"}
	}
	r := p.plan.Result
	switch {
	case len(r.Placed) == 0:
		out.Say = p.T("rotation.plans.tried_alone", "total", t.Total)
	case fits && t.Total == r.Total:
		out.Say = p.T("rotation.plans.tried_same", "total", t.Total)
	case fits:
		out.Say = p.T("rotation.plans.tried", "total", t.Total, "best", r.Total, "more", t.Total-r.Total)
	default:
		out.Say = p.T("rotation.plans.tried_not", "total", t.Total, "best", r.Total)
	}
	for i := range t.Faults {
		out.Faults = append(out.Faults, p.fault(&t.Faults[i]))
	}
	g := p.Grid("rotation.plans.person", "rotation.plans.in_best", "rotation.plans.by_hand", site.Number("rotation.plans.cost_change"))
	for _, at := range t.Placed {
		out.Hand = append(out.Hand, rotation.HandRow{Person: at.Person, Post: at.Seat})
		if best[at.Person] == at.Seat || best[at.Person] == "" {
			continue
		}
		was := int64(0)
		for _, b := range r.Placed {
			if b.Person == at.Person {
				was = b.Cost
			}
		}
		g.Rows = append(g.Rows, []view.Cell{
			{Text: p.candidate(at.Person).Name}, {Text: p.seatName(best[at.Person])}, {Text: p.seatName(at.Seat)},
			{Text: signed(at.Cost - was)},
		})
	}
	if len(g.Rows) > 0 {
		out.Differs = &g
	}
	return out
}

func signed(n int64) string {
	if n > 0 {
		return "+" + strconv.FormatInt(n, 10)
	}
	return strconv.FormatInt(n, 10)
}

// fault says what is wrong with a plan made by hand.
func (p *planSeen) fault(f *rotation.Fault) string {
	switch {
	case f.Coupling != nil:
		return p.T("rotation.plans.fault_coupling", "what", p.coupling(f.Coupling))
	case f.Twice:
		return p.T("rotation.plans.fault_twice", "post", p.seatName(f.Seat))
	case len(f.Refusals) > 0:
		return p.T("rotation.plans.fault_refused", "name", p.candidate(f.Person).Name, "post", p.seatName(f.Seat), "why", p.refusals(f.Refusals))
	case f.Person != "":
		return p.T("rotation.plans.fault_nowhere", "name", p.candidate(f.Person).Name)
	}
	return p.T("rotation.plans.fault_empty", "post", p.seatName(f.Seat))
}
