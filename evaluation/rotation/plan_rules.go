package rotation

import (
	"slices"

	"kaoji/evaluation/assign"
)

// Refusal is a reason why a person cannot have a post.
type Refusal struct {
	Code string `json:"code"`
	With string `json:"with"` // the missing level or skill, the relative, or the reason in words
}

// The reasons.
const (
	RefusedMust   = "must_move"   // of the own post
	RefusedKeep   = "keep"        // of every other one
	RefusedStay   = "least_stay"  // of every other one: not long enough in the post
	RefusedBack   = "back"        // the post held before this one
	RefusedLevel  = "level"       //
	RefusedSkill  = "skill"       //
	RefusedLine   = "direct_line" // D-9: in line with a relative
	RefusedLeader = "same_leader" // D-9: under one leader with a relative
	RefusedOffice = "control"     // D-9: personnel, money and the like where a relative leads
	RefusedRow    = "row"         // asked for
)

// Refusals lists every reason why a candidate cannot have a post.
func (s *Setting) Refusals(i, j int) []Refusal {
	c, own := &s.Candidates[i], s.own(i)
	var list []Refusal
	add := func(code, with string) { list = append(list, Refusal{code, with}) }
	duty := s.terms(i).Duty
	if j == own && duty == DutyMust {
		add(RefusedMust, "")
	}
	if j != own && duty == DutyKeep && own >= 0 {
		add(RefusedKeep, "")
	}
	if j != own {
		if own >= 0 && duty != DutyMust && c.Months < s.LeastStay {
			add(RefusedStay, "")
		}
		if seat := &s.Seats[j]; c.Former.Post != "" && c.Former == (Held{seat.Unit, seat.Post}) {
			add(RefusedBack, "")
		}
		list = append(list, s.unusual(i, j)...)
		asks := s.asks(j)
		if !asks.admits(c.Level) {
			add(RefusedLevel, c.Level)
		}
		have := listed(s.terms(i).Skills)
		for _, skill := range listed(asks.Skills) {
			if !slices.Contains(have, skill) {
				add(RefusedSkill, skill)
			}
		}
	}
	for k := range c.Kin {
		if kin := &c.Kin[k]; s.candidate(kin.Person) < 0 {
			if code := kin.bars(&s.Seats[j]); code != "" {
				add(code, kin.Name)
			}
		}
	}
	for _, r := range s.Terms.Refusals {
		if r.Person == c.Person && r.Post == s.Seats[j].Key {
			add(RefusedRow, r.Why)
		}
	}
	return list
}

// powersOfOffice are the powers in the third test of D-9: nobody may have them if a
// relative leads the office.
var powersOfOffice = []string{"personnel", "audit", "money", "enforcement"}

// bars checks a relative outside the plan against a post (D-9); it returns the
// violated test, or "".
func (k *Kin) bars(seat *Spot) string {
	switch {
	case k.Unit != "" && k.Unit == seat.Unit && (k.Heads || seat.Heads), slices.Contains(k.Charges, seat.Unit):
		return RefusedLine
	case k.Unit != "" && k.Unit == seat.Unit && !k.Leads, k.Heads && seat.Heads && shares(k.Leaders, seat.Leaders):
		return RefusedLeader
	case k.Leads && shares(powersOfOffice, seat.Powers):
		return RefusedOffice
	}
	return ""
}

func shares(x, y []string) bool {
	return slices.ContainsFunc(x, func(e string) bool { return slices.Contains(y, e) })
}

// Coupling is a condition that concerns several people or posts together.
type Coupling struct {
	Code   string   `json:"code"`
	People []string `json:"people"`
	Posts  []string `json:"posts"` // seats
	Unit   string   `json:"unit"`
	Limit  int      `json:"limit"`
	Why    string   `json:"why"`
}

// The couplings.
const (
	CoupledKin   = "kin"   // relatives, of whom one at most is in these posts (D-9)
	CoupledPosts = "posts" // of which one holder stays
	CoupledUnit  = "unit"  // from which so many leave at most
	CoupledMost  = "most"  // moves
	CoupledLeast = "least" // moves
)

// rules returns the couplings in the form of package assign, and their meaning.
func (s *Setting) rules() (rules []assign.Rule, couplings []Coupling) {
	add := func(r assign.Rule, c Coupling) {
		rules, couplings = append(rules, r), append(couplings, c)
	}
	s.kinRules(add)
	for _, row := range s.Pairs {
		for _, r := range s.pairRules(row) {
			add(r, Coupling{Code: CoupledPosts, Posts: []string{row.Post, row.Other}, Why: row.Why})
		}
	}
	for _, row := range s.Units {
		var people []string
		stays := assign.Rule{}
		for i, c := range s.Candidates {
			if own := s.own(i); own >= 0 && c.Unit == row.Unit {
				stays.Pairs, people = append(stays.Pairs, assign.Pair{Row: i, Col: own}), append(people, c.Person)
			}
		}
		stays.Least, stays.Most = len(people)-row.Most, len(people)
		if stays.Least > 0 {
			add(stays, Coupling{Code: CoupledUnit, People: people, Unit: row.Unit, Limit: row.Most})
		}
	}
	s.moveRules(add)
	return rules, couplings
}

// moveRules limit the total number of moves.
func (s *Setting) moveRules(add func(assign.Rule, Coupling)) {
	var stays []assign.Pair
	for i := range s.Candidates {
		if own := s.own(i); own >= 0 {
			stays = append(stays, assign.Pair{Row: i, Col: own})
		}
	}
	if s.Most > 0 && s.Most < len(stays) {
		add(assign.Rule{Pairs: stays, Least: len(stays) - s.Most, Most: len(stays)}, Coupling{Code: CoupledMost, Limit: s.Most})
	}
	if s.Least > 0 {
		add(assign.Rule{Pairs: stays, Most: len(stays) - s.Least}, Coupling{Code: CoupledLeast, Limit: s.Least})
	}
}

// kinRules prevent relatives who are both in the plan from having posts in one
// department, or as heads under one leader.
func (s *Setting) kinRules(add func(assign.Rule, Coupling)) {
	for i, c := range s.Candidates {
		for _, kin := range c.Kin {
			o := s.candidate(kin.Person)
			if o <= i {
				continue
			}
			for _, seats := range s.groups() {
				r := assign.Rule{Most: 1}
				var posts []string
				for _, j := range seats {
					r.Pairs = append(r.Pairs, assign.Pair{Row: i, Col: j}, assign.Pair{Row: o, Col: j})
					posts = append(posts, s.Seats[j].Key)
				}
				add(r, Coupling{Code: CoupledKin, People: []string{c.Person, kin.Person}, Posts: posts, Why: kin.Relation})
			}
		}
	}
}

// groups lists sets of at least two posts of which relatives cannot have two: those
// of a department, and the heads of the departments in one leader's charge.
func (s *Setting) groups() [][]int {
	var keys []string
	in := map[string][]int{}
	add := func(key string, j int) {
		if _, known := in[key]; !known {
			keys = append(keys, key)
		}
		in[key] = append(in[key], j)
	}
	for j := range s.Seats {
		add("unit/"+s.Seats[j].Unit, j)
		for _, l := range s.Seats[j].Leaders {
			if s.Seats[j].Heads {
				add("leader/"+l, j)
			}
		}
	}
	var groups [][]int
	for _, key := range keys {
		if len(in[key]) > 1 {
			groups = append(groups, in[key])
		}
	}
	return groups
}

// pairRules allow only one of two posts to change. A post changes when its holder
// leaves; a vacant post changes when somebody comes.
func (s *Setting) pairRules(row PairRow) []assign.Rule {
	p, q := s.seat(row.Post), s.seat(row.Other)
	if p < 0 || q < 0 || p == q {
		return nil
	}
	hp, hq := s.candidate(s.Seats[p].Holder), s.candidate(s.Seats[q].Holder)
	switch {
	case hp >= 0 && hq >= 0:
		return []assign.Rule{{Pairs: []assign.Pair{{Row: hp, Col: p}, {Row: hq, Col: q}}, Least: 1, Most: 2}}
	case hp < 0 && hq < 0:
		return []assign.Rule{{Pairs: append(s.coming(p, -1), s.coming(q, -1)...), Most: 1}}
	case hp < 0:
		p, q, hp = q, p, hq
	}
	// p has a holder, q is vacant: if somebody comes to q, the holder of p stays.
	r := assign.Rule{Pairs: s.coming(q, hp), Most: 1}
	for j := range s.Seats {
		if j != p && j != q {
			r.Pairs = append(r.Pairs, assign.Pair{Row: hp, Col: j})
		}
	}
	return []assign.Rule{r, {Pairs: []assign.Pair{{Row: hp, Col: q}}}}
}

// coming lists the pairs of everybody except one person with a post.
func (s *Setting) coming(j, but int) []assign.Pair {
	var list []assign.Pair
	for i := range s.Candidates {
		if i != but {
			list = append(list, assign.Pair{Row: i, Col: j})
		}
	}
	return list
}
