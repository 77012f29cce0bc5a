package rotation

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/roster"
	"kaoji/evaluation/rulepack"
)

// The rules for plans, besides those of tenure.
const (
	ruleLeastStay = "rotation.stay.least"
	ruleUnlike    = "rotation.fields.unlike"
	ruleWeights   = "rotation.weights"
	ruleNodes     = "rotation.nodes"
	ruleHandover  = "rotation.handover"
	ruleSignBy    = "rotation.countersign.days"
)

// PlanRules lists the rules used to compute a plan.
func PlanRules() []string {
	return append(TenureRules(), ruleLeastStay, ruleUnlike, ruleWeights, ruleNodes, ruleHandover, ruleSignBy, "recusal.post", "countersign.checks")
}

func compareMovers(a, b Mover) int {
	return cmp.Or(cmp.Compare(a.No, b.No), cmp.Compare(a.Person, b.Person))
}

func compareSeats(a, b Spot) int {
	return cmp.Or(cmp.Compare(a.Unit, b.Unit), cmp.Compare(b2i(b.Heads), b2i(a.Heads)), cmp.Compare(a.Post, b.Post), cmp.Compare(a.Key, b.Key))
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}

// gather reads the people and posts of the plan from the roster on the day, and
// removes conditions about others.
func (s *Service) gather(ctx context.Context, office string, p *MovePlan) error {
	book, err := s.Book(ctx, office)
	if err != nil {
		return err
	}
	g, err := s.grounds(ctx, book, p.AsOf)
	if err != nil {
		return err
	}
	day := book.On(p.AsOf)
	p.Stamp, p.Candidates, p.Seats = book.Stamp(), []Mover{}, []Spot{}
	for _, id := range p.People {
		m, err := here(day, "people", id)
		if err != nil {
			return err
		}
		c, err := g.candidate(day, p.Rules, &m)
		if err != nil {
			return err
		}
		p.Candidates = append(p.Candidates, c)
		if c.Post != "" {
			p.Seats = append(p.Seats, spotOf(day, g.posts, id, m.Department, m.Post, m.Heads))
			p.Seats[len(p.Seats)-1].Holder = id
		}
	}
	for i, v := range p.Vacancies {
		d, ok := day.Department(v.Unit)
		if !ok {
			return desk.Mistake(fmt.Sprintf("vacancies.%d.unit", i), "rotation.no_unit")
		}
		if v.Heads && len(d.Heads) > 0 && !slices.Contains(p.People, d.Heads[0]) {
			return desk.Mistake(fmt.Sprintf("vacancies.%d.heads", i), "rotation.headed", "name", book.Name(d.Heads[0]))
		}
		spot := spotOf(day, g.posts, fmt.Sprint("v", i+1), v.Unit, v.Post, v.Heads)
		spot.Layer = v.layer(spot.Post)
		p.Seats = append(p.Seats, spot)
	}
	p.layered()
	p.sorted()
	p.prune()
	return p.numbers()
}

// numbers reads from the rules what the search needs.
func (p *MovePlan) numbers() error {
	for key, into := range map[string]*int{ruleLeastStay: &p.LeastStay, ruleUnlike: &p.Unlike, ruleNodes: &p.Nodes} {
		n, err := p.Rules.Int(key)
		if err != nil {
			return err
		}
		*into = int(n)
	}
	return nil
}

func (g *grounds) candidate(day *roster.Snapshot, rules rulepack.Numbers, m *roster.Member) (Mover, error) {
	t, err := g.tenure(rules, m, day.Day())
	if err != nil {
		return Mover{}, err
	}
	c := Mover{
		Person: m.ID, Name: m.Name, No: m.No, Unit: m.Department, UnitName: m.DepartmentName, Post: m.Post, Level: m.Level,
		Since: t.Since, Months: Between(t.Since, day.Day()).Whole(), Stage: t.Stage, Kin: []Kin{}, Stays: staying(g.stays, &t, day.Day()) != nil,
	}
	ladder, err := Ladder(rules, len(t.Sensitive) > 0)
	if err != nil {
		return c, err
	}
	for _, r := range ladder {
		if r.Stage == StageNotice {
			c.Notice = 12 * r.Years
		}
	}
	stints := g.stints(m.Person.Appointments)
	if i := slices.IndexFunc(stints, func(x Stint) bool { return x.From == t.Since }); i > 0 {
		c.Former = Held{Unit: stints[i-1].Department, Post: day.Book().BarePost(stints[i-1].Department, stints[i-1].Post)}
	}
	for _, o := range day.Members() {
		if relation, yes := day.Related(m.ID, o.ID); yes {
			c.Kin = append(c.Kin, kinOf(day, &o, relation))
		}
	}
	return c, nil
}

func kinOf(day *roster.Snapshot, m *roster.Member, relation string) Kin {
	_, charges := day.Units(m.ID)
	k := Kin{
		Person: m.ID, Name: m.Name, Relation: relation, Unit: m.Department, Heads: m.Heads, Leads: roster.Leads(m.Level),
		Charges: charges, Leaders: day.InCharge(m.Department),
	}
	return k
}

func spotOf(day *roster.Snapshot, posts []Post, key, unit, post string, heads bool) Spot {
	d, _ := day.Department(unit)
	return Spot{
		Key: key, Unit: unit, UnitName: d.Name, Post: day.Book().BarePost(unit, post), Heads: heads,
		Powers: powers(posts, day.Book(), unit, post, day.Day()), Leaders: day.InCharge(unit),
	}
}

// prune removes conditions about people and posts that are no longer in the plan,
// and gives each person and post its own line.
func (p *MovePlan) prune() {
	person := func(id string) bool { return p.candidate(id) >= 0 }
	seat := func(key string) bool { return p.seat(key) >= 0 }
	p.Persons = keepOnly(p.Persons, func(t PersonTerms) bool { return person(t.Person) })
	p.Posts = keepOnly(p.Posts, func(t PostTerms) bool { return seat(t.Post) })
	p.Terms.Refusals = keepOnly(p.Terms.Refusals, func(r RefusalRow) bool { return person(r.Person) && seat(r.Post) })
	p.Allowed = keepOnly(p.Allowed, func(r AllowedRow) bool { return person(r.Person) && seat(r.Post) })
	p.Pairs = keepOnly(p.Pairs, func(r PairRow) bool { return seat(r.Post) && seat(r.Other) })
	p.Wishes = keepOnly(p.Wishes, func(r WishRow) bool { return person(r.Person) && seat(r.Post) })
	p.Needs = keepOnly(p.Needs, func(r NeedRow) bool { return person(r.Person) && seat(r.Post) })
	for i := range p.Candidates {
		if t := p.terms(i); !slices.Contains(p.Persons, t) {
			if c := &p.Candidates[i]; c.Stage == StageMandatory && !c.Stays {
				t.Duty = DutyMust
			}
			p.Persons = append(p.Persons, t)
		}
	}
	for j := range p.Seats {
		if t := p.asks(j); !slices.Contains(p.Posts, t) {
			t.Fill = p.Seats[j].Holder != ""
			p.Posts = append(p.Posts, t)
		}
	}
	slices.SortStableFunc(p.Persons, func(a, b PersonTerms) int { return cmp.Compare(p.candidate(a.Person), p.candidate(b.Person)) })
	slices.SortStableFunc(p.Posts, func(a, b PostTerms) int { return cmp.Compare(p.seat(a.Post), p.seat(b.Post)) })
}

// keepOnly returns the elements for which holds is true, never nil.
func keepOnly[T any](list []T, holds func(T) bool) []T {
	out := []T{}
	for _, x := range list {
		if holds(x) {
			out = append(out, x)
		}
	}
	return out
}

// dueForRotation lists the people at the warning stage or beyond on a day: those in
// a plan if nobody is named.
func (s *Service) dueForRotation(ctx context.Context, office string, day evaluation.Date) ([]string, error) {
	list, err := s.Tenures(ctx, office, day, All)
	var ids []string
	for _, t := range list {
		if t.Stage.weight() >= StageWarning.weight() && t.Staying == nil {
			ids = append(ids, t.Person)
		}
	}
	return ids, err
}
