package rotation

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"kaoji/app/page/site"
	"kaoji/app/page/view"
	"kaoji/evaluation/rotation"
)

// seatName says a post in play.
func (p *planSeen) seatName(key string) string {
	for i := range p.plan.Seats {
		if s := &p.plan.Seats[i]; s.Key == key {
			return strings.TrimSpace(s.UnitName + " " + s.Post)
		}
	}
	return "—"
}

// spot says a post with who holds it.
func (p *planSeen) spot(s *rotation.Spot) string {
	if s.Holder == "" {
		return s.UnitName + " " + s.Post + p.T("rotation.plans.vacant")
	}
	return p.T("rotation.plans.held", "post", s.UnitName+" "+s.Post, "name", p.Name(s.Holder))
}

// resultGrid is who goes where, and what it would cost otherwise.
func (p *planSeen) resultGrid() *view.Grid {
	g := p.Grid("rotation.plans.person", "rotation.plans.now", "rotation.plans.to", site.Number("rotation.plans.cost"), site.Number("rotation.plans.without"))
	for _, move := range []bool{true, false} {
		for i := range p.plan.Result.Placed {
			at := &p.plan.Result.Placed[i]
			if at.Moves != move {
				continue
			}
			c := p.candidate(at.Person)
			badge, to := view.Badge{Label: p.T("rotation.plans.stays"), Tone: "muted"}, ""
			if at.Moves {
				badge, to = view.Badge{Label: p.T("rotation.plans.goes"), Tone: "blue"}, p.seatName(at.Seat)
			}
			g.Rows = append(g.Rows, []view.Cell{
				{Text: c.Name, Note: p.Coded("level", c.Level)}, {Text: c.UnitName + " " + c.Post, Note: p.T("rotation.plans.months", "n", c.Months)},
				{Text: to, Badge: &badge, Note: p.staying(at)}, {Text: strconv.FormatInt(at.Cost, 10)}, {Text: p.dearer(at), Note: p.instead(at)},
			})
		}
	}
	return &g
}

func (p *planSeen) candidate(id string) *rotation.Mover {
	for i := range p.plan.Candidates {
		if p.plan.Candidates[i].Person == id {
			return &p.plan.Candidates[i]
		}
	}
	return &rotation.Mover{Name: p.Name(id)}
}

// dearer is what forbidding a placement would cost.
func (p *planSeen) dearer(at *rotation.Placed) string {
	switch {
	case at.Forced:
		return p.T("rotation.plans.forced")
	case at.AtLeast && at.Instead != "":
		return "+" + strconv.FormatInt(at.Dearer, 10) + " … +" + strconv.FormatInt(at.AtMost, 10)
	case at.AtLeast:
		return "≥ +" + strconv.FormatInt(at.Dearer, 10)
	}
	return "+" + strconv.FormatInt(at.Dearer, 10)
}

func (p *planSeen) instead(at *rotation.Placed) string {
	if at.Instead == "" {
		return ""
	}
	return p.T("rotation.plans.instead", "post", p.seatName(at.Instead))
}

// planConflict says why there is no plan.
type planConflict struct {
	Say    string
	Unsure bool // nothing could be shown within the limit
	People []conflictLine
	Posts  []string
	Rules  []string
	More   string // that it may not be the smallest
}

type conflictLine struct {
	Name    string
	Open    bool // few enough to be read at once
	Reasons []string
}

func (p *planSeen) conflict() *planConflict {
	k := p.plan.Result.Conflict
	if k == nil {
		return &planConflict{Say: p.T("rotation.plans.unknown", "nodes", p.plan.Result.Nodes), Unsure: true}
	}
	out := &planConflict{Say: p.T("rotation.plans.conflict."+k.Why, "people", len(k.People), "posts", len(k.Posts))}
	if !k.Smallest {
		out.More = p.T("rotation.plans.not_smallest")
	}
	for _, key := range k.Posts {
		out.Posts = append(out.Posts, p.seatName(key))
	}
	for i := range k.Couplings {
		out.Rules = append(out.Rules, p.coupling(&k.Couplings[i]))
	}
	const few = 4
	list := p.concerned(k)
	for _, id := range list {
		out.People = append(out.People, conflictLine{Name: p.candidate(id).Name, Open: len(list) <= few, Reasons: p.barred(id)})
	}
	return out
}

// concerned are the people of a conflict: those who cannot be placed, and those
// whom its conditions speak of.
func (p *planSeen) concerned(k *rotation.Conflict) []string {
	list := slices.Clone(k.People)
	for _, c := range k.Couplings {
		list = append(list, c.People...)
		for i := range p.plan.Seats {
			if s := &p.plan.Seats[i]; c.Code == rotation.CoupledPosts && s.Holder != "" && slices.Contains(c.Posts, s.Key) {
				list = append(list, s.Holder)
			}
		}
	}
	slices.SortFunc(list, func(x, y string) int { return cmp.Compare(p.candidate(x).No, p.candidate(y).No) })
	return slices.Compact(list)
}

// barred lists why somebody cannot be in each of the posts in play, the posts
// with the same reasons together.
func (p *planSeen) barred(id string) []string {
	var order []string
	posts := map[string][]string{}
	for i := range p.plan.Candidates {
		if p.plan.Candidates[i].Person != id {
			continue
		}
		for j := range p.plan.Seats {
			refused := p.plan.Refusals(i, j)
			if len(refused) == 0 {
				continue
			}
			why := p.refusals(refused)
			if _, known := posts[why]; !known {
				order = append(order, why)
			}
			posts[why] = append(posts[why], p.seatName(p.plan.Seats[j].Key))
		}
	}
	var lines []string
	for _, why := range order {
		lines = append(lines, p.T("rotation.plans.barred", "posts", p.Join(posts[why]), "why", why))
	}
	return lines
}

func (p *planSeen) refusals(list []rotation.Refusal) string {
	var said []string
	for _, r := range list {
		said = append(said, p.T("rotation.plans.refused."+r.Code, "with", r.With))
	}
	return strings.Join(said, p.T("rotation.plans.and"))
}

// coupling says a condition on several people or posts.
func (p *planSeen) coupling(k *rotation.Coupling) string {
	var people, posts []string
	for _, id := range k.People {
		people = append(people, p.candidate(id).Name)
	}
	for _, key := range k.Posts {
		posts = append(posts, p.seatName(key))
	}
	return p.T("rotation.plans.coupled."+k.Code, "people", p.Join(people), "posts", p.Join(posts), "unit", p.Name(k.Unit), "limit", k.Limit, "why", k.Why)
}

// peopleGrid is who is in play.
func (p *planSeen) peopleGrid() *view.Grid {
	g := p.Grid("rotation.plans.person", "rotation.plans.now", "rotation.plans.tenure", "rotation.plans.duty", "rotation.plans.kin")
	for i := range p.plan.Candidates {
		c := &p.plan.Candidates[i]
		duty, skills := "", ""
		for _, t := range p.plan.Persons {
			if t.Person == c.Person {
				duty, skills = p.T("rotation.plan.field.persons.duty."+t.Duty), strings.Trim(t.Fields+" · "+t.Skills, " ·")
			}
		}
		var kin []string
		for _, k := range c.Kin {
			kin = append(kin, k.Name+" "+p.Coded("relation", k.Relation))
		}
		g.Rows = append(g.Rows, []view.Cell{
			{Text: c.Name, Note: p.Coded("level", c.Level)}, {Text: c.UnitName + " " + c.Post, Note: p.DayOf(c.Since)},
			{Text: p.T("rotation.plans.months", "n", c.Months), Note: p.Or("rotation.stage."+string(c.Stage), "")}, {Text: duty, Note: skills}, {Text: p.Join(kin)},
		})
	}
	return &g
}

// postsGrid is which posts are.
func (p *planSeen) postsGrid() *view.Grid {
	g := p.Grid("rotation.plans.post", "rotation.plans.holder", "rotation.plans.asks", "rotation.plans.powers")
	for i := range p.plan.Seats {
		s := &p.plan.Seats[i]
		var asks []string
		for _, t := range p.plan.Posts {
			if t.Post != s.Key {
				continue
			}
			for _, word := range []string{t.Field, t.Skills, strings.Trim(p.Coded("level", t.Lowest)+"—"+p.Coded("level", t.Highest), "—")} {
				if word != "" {
					asks = append(asks, word)
				}
			}
			if t.Fill {
				asks = append(asks, p.T("rotation.plan.field.posts.fill"))
			}
		}
		holder := p.T("rotation.plans.vacant")
		if s.Holder != "" {
			holder = p.Name(s.Holder)
		}
		g.Rows = append(g.Rows, []view.Cell{
			{Text: s.UnitName + " " + s.Post, Note: p.headNote(s.Heads)}, {Text: holder}, {Text: p.Join(asks)}, {Text: sensitive(p.Speaker, s.Powers)},
		})
	}
	return &g
}

// termSections are the weights and the conditions beyond those of single people
// and posts.
func (p *planSeen) termSections() []site.Section {
	weights := site.Section{Heading: p.T("rotation.plans.weights")}
	for _, w := range []struct {
		code string
		n    int
	}{
		{"move", p.plan.Move}, {"distance", p.plan.Distance}, {"early", p.plan.Early}, {"late", p.plan.Late}, {"wish", p.plan.Wish}, {"need", p.plan.Need},
	} {
		weights.Lines = append(weights.Lines, view.Line{Label: p.T("rotation.plan.field." + w.code), Value: strconv.Itoa(w.n)})
	}
	terms := site.Section{Heading: p.T("rotation.plans.terms")}
	add := func(key, value string) {
		terms.Lines = append(terms.Lines, view.Line{Label: p.T("rotation.plan.field." + key), Value: value})
	}
	for _, r := range p.plan.Terms.Refusals {
		add("refusals", p.T("rotation.plans.term_refusal", "name", p.Name(r.Person), "post", p.seatName(r.Post), "why", r.Why))
	}
	for _, r := range p.plan.Allowed {
		add("allowed", p.T("rotation.plans.term_allowed", "name", p.Name(r.Person), "post", p.seatName(r.Post), "why", r.Why))
	}
	for _, r := range p.plan.Pairs {
		add("pairs", p.T("rotation.plans.term_pair", "post", p.seatName(r.Post), "other", p.seatName(r.Other), "why", r.Why))
	}
	for _, r := range p.plan.Units {
		add("units", p.T("rotation.plans.term_unit", "unit", p.Name(r.Unit), "n", r.Most))
	}
	for _, r := range p.plan.Wishes {
		add("wishes", p.T("rotation.plans.term_wish", "name", p.Name(r.Person), "post", p.seatName(r.Post), "n", r.Place))
	}
	for _, r := range p.plan.Needs {
		add("needs", p.T("rotation.plans.term_need", "name", p.Name(r.Person), "post", p.seatName(r.Post), "want", p.T("rotation.plan.field.needs.want."+r.Want)))
	}
	for _, r := range p.plan.Distances {
		add("distances", p.T("rotation.plans.term_distance", "field", r.Field, "other", r.Other, "n", r.Far))
	}
	if p.plan.Least > 0 {
		add("least", strconv.Itoa(p.plan.Least))
	}
	if p.plan.Most > 0 {
		add("most", strconv.Itoa(p.plan.Most))
	}
	return []site.Section{weights, terms}
}
