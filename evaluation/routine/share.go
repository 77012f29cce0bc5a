package routine

import (
	"context"
	"slices"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/rulepack"
)

// Count is how many people have which grade.
type Count struct {
	Of     int            `json:"of"` // people who are assessed
	Grades map[string]int `json:"grades"`
	// Most of good are within the share of the whole office, in a round of before each
	// category had a share of its own; otherwise 0.
	Most   int     `json:"most,omitempty"`
	Shares []Share `json:"shares,omitempty"`
}

// Share is how many people of a category are good, and how many can be within the share of
// the rules.
type Share struct {
	Category string `json:"category"` // as in desk.CategoryOf; "" for the whole office
	Of       int    `json:"of"`       // people who are assessed
	Good     int    `json:"good"`
	Most     int    `json:"most"`
}

const ruleShare = "assessment.routine.quota.good"

// shareKeys lists the rules about the shares of the categories.
func shareKeys() []string {
	keys := desk.CategoryKeys()
	for _, category := range desk.Categories() {
		keys = append(keys, shareRule(category))
	}
	return keys
}

// shareRule is the key of the rule with the share of a category: A-12 is about civil
// servants, and holds for everybody in rounds of the whole office.
func shareRule(category string) string {
	if category == desk.Institution || category == desk.Contract {
		return "assessment." + category + ".routine.quota.good"
	}
	return ruleShare
}

// byCategory reports whether each category has a share of its own under the rules of a
// round.
func byCategory(rules rulepack.Frozen) bool {
	_, err := rules.Entry(shareRule(desk.Institution))
	return err == nil
}

// ByCategory returns the shares: of each category, or the one of the whole office.
func (c *Count) ByCategory() []Share {
	if len(c.Shares) > 0 {
		return c.Shares
	}
	return []Share{{Of: c.Of, Good: c.Grades[Good], Most: c.Most}}
}

// of returns the share of a category.
func (c *Count) of(category string) Share {
	list := c.ByCategory()
	return list[max(0, slices.IndexFunc(list, func(s Share) bool { return s.Category == category }))]
}

// within reports whether more people are good than one of the shares allows, and refuses it
// without a reason.
func within(shares []Share, why string) (over bool, err error) {
	var say evaluation.Problem
	for _, s := range shares {
		if s.Good <= s.Most {
			continue
		}
		one := evaluation.Say("routine.over_in", "category", s.Name(), "n", s.Good, "of", s.Of, "most", s.Most)
		if over {
			one = evaluation.Say("routine.over_and", "one", say, "other", one)
		}
		say, over = one, true
	}
	if over && why == "" {
		return true, desk.Mistake("over", "routine.over", "over", say)
	}
	return over, nil
}

// Name says of whom the share is.
func (s Share) Name() evaluation.Problem {
	if s.Category == "" {
		return evaluation.Say("routine.everybody")
	}
	return evaluation.Say("assessment.category." + s.Category)
}

// count counts the proposed grades of a round.
func count(ctx context.Context, from desk.Finder, office, round string, rules rulepack.Frozen) (Count, error) {
	sheets, err := sheetsOf(ctx, from, office, round)
	if err != nil {
		return Count{}, err
	}
	c, shares := Count{Grades: map[string]int{}}, map[string]Share{}
	for i := range sheets {
		sh := sheets[i].Payload
		if sheets[i].State == SheetExempt {
			continue
		}
		c.Of++
		s := shares[sh.Category]
		s.Of++
		if sh.Grade != "" {
			c.Grades[sh.Grade]++
		}
		if sh.Grade == Good {
			s.Good++
		}
		shares[sh.Category] = s
	}
	if !byCategory(rules) {
		c.Most, err = most(rules, "", c.Of)
		return c, err
	}
	for _, category := range desk.Categories() {
		if s, some := shares[category]; some {
			s.Category = category
			if s.Most, err = most(rules, category, s.Of); err != nil {
				return Count{}, err
			}
			c.Shares = append(c.Shares, s)
		}
	}
	return c, nil
}

// most is how many of so many people of a category are good within its share.
func most(rules rulepack.Frozen, category string, of int) (int, error) {
	share, err := rules.Share(shareRule(category))
	if err != nil {
		return 0, err
	}
	return int(share.Round(int64(of), "floor")), nil
}

// Good returns how many people of a round are assessed, how many of each category can be
// good within its share, and how many are proposed as what in all departments. Whoever
// proposes is told these numbers and no names.
func (s *Service) Good(ctx context.Context, office, id string) (Count, error) {
	r, err := s.Ledger.Get(ctx, office, id)
	if err != nil {
		return Count{}, err
	}
	p, err := evaluation.PartOf[Round](r, "rules")
	if err != nil {
		return Count{}, err
	}
	return count(ctx, s.Ledger, office, id, p.Rules)
}

// Raised returns the share of the category of a sheet as it would be if the sheet became
// good. Whoever answers an objection is told it.
func (s *Service) Raised(ctx context.Context, r *evaluation.Record) (Share, error) {
	sh, err := evaluation.PartOf[Sheet](*r, "category", "grade", "rules")
	if err != nil {
		return Share{}, err
	}
	return raised(ctx, s.Ledger, r, sh)
}

func raised(ctx context.Context, from desk.Finder, r *evaluation.Record, sh *Sheet) (Share, error) {
	c, err := count(ctx, from, r.Office, r.Parent, sh.Rules)
	if err != nil {
		return Share{}, err
	}
	share := c.of(sh.Category)
	if sh.Grade != Good {
		share.Good++
	}
	return share, nil
}
