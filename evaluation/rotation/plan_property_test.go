package rotation_test

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"kaoji/evaluation/roster"
	"kaoji/evaluation/rotation"
)

// drawSetting is any small office with every condition that a plan knows.
func drawSetting(t *rapid.T) *rotation.Setting {
	n := rapid.IntRange(1, 5).Draw(t, "people")
	vacant := rapid.IntRange(0, 2).Draw(t, "vacancies")
	pick := func(label string, list ...string) string { return rapid.SampledFrom(list).Draw(t, label) }
	s := &rotation.Setting{LeastStay: 24, Unlike: 5, Usual: rapid.Bool().Draw(t, "usual")}
	layer := func() roster.Layer {
		return rapid.SampledFrom([]roster.Layer{roster.LayerStaff, roster.LayerSectionHead}).Draw(t, "layer")
	}
	person := func() string { return fmt.Sprint("p", rapid.IntRange(1, n).Draw(t, "person")) }
	for i := range n + vacant {
		key, unit := fmt.Sprint("p", i+1), pick("unit", "u1", "u2", "u3")
		if i >= n {
			key = fmt.Sprint("v", i-n+1)
		}
		seat := rotation.Spot{Key: key, Unit: unit, Post: "职务" + key, Heads: rapid.Bool().Draw(t, "heads"), Layer: layer(), Leaders: []string{"l" + unit[1:]}}
		if unit != "u3" {
			seat.Leaders = []string{"l1"}
		}
		if rapid.IntRange(0, 3).Draw(t, "powers") == 0 {
			seat.Powers = []string{"money"}
		}
		ask := rotation.PostTerms{Post: key, Field: pick("field", "", "党建", "民政"), Fill: rapid.Bool().Draw(t, "fill")}
		if rapid.IntRange(0, 3).Draw(t, "asks") == 0 {
			ask.Lowest = roster.LevelSectionDeputy
		}
		if rapid.IntRange(0, 5).Draw(t, "skilled") == 0 {
			ask.Skills = "会计证"
		}
		s.Posts = append(s.Posts, ask)
		if i < n {
			seat.Holder = key
			s.Candidates = append(s.Candidates, rotation.Mover{
				Person: key, No: key, Unit: unit, Post: seat.Post, Level: pick("level", roster.LevelSectionHead, "一级科员"),
				Months: rapid.IntRange(0, 140).Draw(t, "months"), Notice: 60, Layer: seat.Layer,
			})
			s.Persons = append(s.Persons, rotation.PersonTerms{
				Person: key, Duty: pick("duty", "free", "free", "must", "keep"), Fields: pick("knows", "", "民政"), Skills: pick("holds", "", "会计证"),
			})
		}
		s.Seats = append(s.Seats, seat)
	}
	seat := func() string { return s.Seats[rapid.IntRange(0, len(s.Seats)-1).Draw(t, "seat")].Key }
	for range rapid.IntRange(0, 2).Draw(t, "kin") {
		x, y := rapid.IntRange(0, n-1).Draw(t, "x"), rapid.IntRange(0, n-1).Draw(t, "y")
		if x != y {
			s.Candidates[x].Kin = append(s.Candidates[x].Kin, rotation.Kin{Person: s.Candidates[y].Person})
			s.Candidates[y].Kin = append(s.Candidates[y].Kin, rotation.Kin{Person: s.Candidates[x].Person})
		}
	}
	if rapid.IntRange(0, 2).Draw(t, "outside") == 0 {
		s.Candidates[0].Kin = append(s.Candidates[0].Kin, rotation.Kin{
			Person: "x", Unit: pick("of", "u1", "u3"), Heads: rapid.Bool().Draw(t, "head"), Leads: rapid.Bool().Draw(t, "leads"), Leaders: []string{"l1"},
		})
	}
	for range rapid.IntRange(0, 2).Draw(t, "pairs") {
		s.Pairs = append(s.Pairs, rotation.PairRow{Post: seat(), Other: seat()})
	}
	if rapid.IntRange(0, 2).Draw(t, "unit limit") == 0 {
		s.Units = append(s.Units, rotation.UnitRow{Unit: "u1", Most: rapid.IntRange(0, 2).Draw(t, "leave")})
	}
	for range rapid.IntRange(0, 2).Draw(t, "wishes") {
		s.Wishes = append(s.Wishes, rotation.WishRow{Person: person(), Post: seat(), Place: rapid.IntRange(1, 3).Draw(t, "place")})
	}
	for range rapid.IntRange(0, 2).Draw(t, "needs") {
		s.Needs = append(s.Needs, rotation.NeedRow{Person: person(), Post: seat(), Want: pick("want", "strongly", "wanted", "reluctant")})
	}
	if rapid.IntRange(0, 2).Draw(t, "refusal") == 0 {
		s.Terms.Refusals = append(s.Terms.Refusals, rotation.RefusalRow{Person: person(), Post: seat()})
	}
	for range rapid.IntRange(0, 2).Draw(t, "allowed") {
		s.Allowed = append(s.Allowed, rotation.AllowedRow{Person: person(), Post: seat()})
	}
	s.Least, s.Most = rapid.IntRange(0, 2).Draw(t, "least"), rapid.IntRange(0, 4).Draw(t, "most")
	s.Weights = rotation.Weights{Move: 5, Distance: 4, Early: 1, Late: 1, Wish: 3, Need: 6}
	return s
}

// allowed says in its own words whether a plan keeps every condition.
func allowed(s *rotation.Setting, at map[string]*rotation.Spot) bool {
	moved, left, taken := 0, map[string]int{}, map[string]bool{}
	for i := range s.Candidates {
		c := &s.Candidates[i]
		if !allowedIn(s, i, at[c.Person]) {
			return false
		}
		taken[at[c.Person].Key] = true
		if at[c.Person].Key != c.Person {
			moved++
			left[c.Unit]++
		}
		for _, k := range c.Kin {
			if o := at[k.Person]; o != nil && near(at[c.Person], o) {
				return false
			}
		}
	}
	for _, p := range s.Posts {
		if p.Fill && !taken[p.Post] {
			return false
		}
	}
	for _, u := range s.Units {
		if left[u.Unit] > u.Most {
			return false
		}
	}
	for _, p := range s.Pairs {
		if p.Post != p.Other && changes(at, p.Post) && changes(at, p.Other) {
			return false
		}
	}
	return moved >= s.Least && (s.Most == 0 || moved <= s.Most)
}

// near is D-9 of two posts: in line, or under one leader.
func near(x, y *rotation.Spot) bool {
	return x.Unit == y.Unit || x.Heads && y.Heads && slices.Equal(x.Leaders, y.Leaders)
}

// changes reports that a holder leaves, or somebody comes to a vacant post.
func changes(at map[string]*rotation.Spot, key string) bool {
	if holder, held := at[key]; held {
		return holder.Key != key
	}
	for _, seat := range at {
		if seat.Key == key {
			return true
		}
	}
	return false
}

func allowedIn(s *rotation.Setting, i int, seat *rotation.Spot) bool {
	c, t := &s.Candidates[i], s.Persons[i]
	for _, k := range c.Kin {
		switch {
		case k.Person != "x":
		case k.Unit == seat.Unit && (k.Heads || seat.Heads || !k.Leads), k.Unit != "" && k.Heads && seat.Heads && slices.Equal(seat.Leaders, k.Leaders),
			k.Leads && len(seat.Powers) > 0:
			return false
		}
	}
	for _, r := range s.Terms.Refusals {
		if r.Person == c.Person && r.Post == seat.Key {
			return false
		}
	}
	if seat.Key == c.Person {
		return t.Duty != "must"
	}
	asks := func(key string) rotation.PostTerms {
		return s.Posts[slices.IndexFunc(s.Posts, func(p rotation.PostTerms) bool { return p.Post == key })]
	}
	ask := asks(seat.Key)
	if s.Usual && !slices.ContainsFunc(s.Allowed, func(r rotation.AllowedRow) bool { return r.Person == c.Person && r.Post == seat.Key }) {
		fields := []string{asks(c.Person).Field, ask.Field}
		if c.Layer != seat.Layer || c.Unit == seat.Unit && (fields[0] == fields[1] || slices.Contains(fields, "")) {
			return false
		}
	}
	return t.Duty != "keep" && (t.Duty == "must" || c.Months >= 24) && (ask.Lowest == "" || c.Level == roster.LevelSectionHead) &&
		(ask.Skills == "" || t.Skills == ask.Skills)
}

func TestNoPlanThatKeepsAllConditionsIsCheaper(t *testing.T) {
	found, none := 0, 0
	rapid.Check(t, func(rt *rapid.T) {
		s := drawSetting(rt)
		best, possible := int64(0), false
		at := map[string]*rotation.Spot{}
		taken := make([]bool, len(s.Seats))
		var place func(i int, cost int64)
		place = func(i int, cost int64) {
			if i == len(s.Candidates) {
				if allowed(s, at) && (!possible || cost < best) {
					best, possible = cost, true
				}
				return
			}
			for j := range s.Seats {
				if !taken[j] {
					taken[j], at[s.Candidates[i].Person] = true, &s.Seats[j]
					place(i+1, cost+s.Cost(i, j))
					taken[j] = false
				}
			}
			delete(at, s.Candidates[i].Person)
		}
		place(0, 0)
		got, err := s.Solve()
		if err != nil || !got.Proven || (len(got.Placed) > 0) != possible || possible && got.Total != best {
			rt.Fatalf("%+v %v, the best is %d: %v", got, err, best, possible)
		}
		if possible {
			found++
			hand := map[string]string{}
			for _, p := range got.Placed {
				hand[p.Person] = p.Seat
			}
			if tried := s.Try(hand); len(tried.Faults) > 0 || tried.Total != best {
				rt.Fatalf("by hand: %+v", tried)
			}
			return
		}
		none++
		if got.Conflict == nil || !got.Conflict.Smallest {
			rt.Fatalf("no reason: %+v", got)
		}
	})
	if found == 0 || none == 0 {
		t.Errorf("%d with a plan, %d without", found, none)
	}
}
