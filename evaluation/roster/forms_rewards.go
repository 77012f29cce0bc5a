package roster

import (
	"context"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"kaoji/evaluation"
)

// Reward is one that a person was granted, as other measures have it on record.
type Reward struct {
	Kind     string // code of the rule commendation.kinds
	Year     int    // in which it was granted
	For      int    // the year that it was granted for, 0 if that is not known
	Document string
}

// Same reports whether two entries are of one reward: of one kind by one document, or, if
// one of them names none, of one year.
func (r Reward) Same(other Reward) bool {
	a, b := plainNumber(r.Document), plainNumber(other.Document)
	return r.Kind == other.Kind && (a == b && a != "" || (a == "" || b == "") && r.Year == other.Year)
}

// plainNumber is the number of a document in one spelling.
func plainNumber(document string) string {
	return strings.NewReplacer(" ", "", "　", "", "[", "〔", "]", "〕", "［", "〔", "］", "〕", "(", "〔", ")", "〕", "（", "〔", "）", "〕", "第", "").Replace(document)
}

// Rewards are the rewards on record in an office, by person.
type Rewards func(ctx context.Context, office string) (map[string][]Reward, error)

// rewardWords are the words by which forms name rewards. Titles are not compared: each has
// words of its own.
var rewardWords = map[string]string{"嘉奖": "commendation", "三等功": "third", "二等功": "second", "一等功": "first"}

// rewardToken is a year, a word for a reward, or that of a collective, which is not the person's.
var rewardToken = regexp.MustCompile(`集体[^，,；;。\n]{0,4}(?:嘉奖|[一二三]等功)|嘉奖|[一二三]等功|(?:19|20)\d{2}`)

// mention is a reward that a form names, with the years that stand before it.
type mention struct {
	word  string
	years []int
}

// mentions reads the rewards that a text names. Several rewards in a row have the same years.
func mentions(text string) []mention {
	var list []mention
	var years []int
	named := false // the years belong to a reward
	for _, token := range rewardToken.FindAllString(halfWidth(text), -1) {
		if year, err := strconv.Atoi(token); err == nil {
			if named {
				years, named = nil, false
			}
			years = append(years, year)
			continue
		}
		if named = true; rewardWords[token] != "" {
			list = append(list, mention{token, slices.Clone(years)})
		}
	}
	return list
}

// is reports whether a mention can be of a reward: by the year in which it was granted,
// by the one for which, or because the form says no year.
func (m *mention) is(r *Reward) bool {
	return rewardWords[m.word] == r.Kind && (len(m.years) == 0 || slices.Contains(m.years, r.Year) || r.For != 0 && slices.Contains(m.years, r.For))
}

// Tells reports whether a text under 奖惩情况 names a reward with its year.
func Tells(text string, r Reward) bool {
	return slices.ContainsFunc(mentions(text), func(m mention) bool { return len(m.years) > 0 && m.is(&r) })
}

// rewardDoubts compares the rewards that a form names under 奖惩情况 with those on record.
// An empty text says nothing; (无) says that there are none. What was granted before the
// person came, or before the office kept records, is on no record.
func (c *comparison) rewardDoubts(text string, entry *Person, person string) []evaluation.Problem {
	if clean(text) == "" || entry == nil {
		return nil
	}
	told, recorded := mentions(text), c.rewards[person]
	var list []evaluation.Problem
	for i := range recorded {
		r := &recorded[i]
		if _, compared := wordOf(r.Kind); compared && !slices.ContainsFunc(told, func(m mention) bool { return m.is(r) }) {
			list = append(list, evaluation.Say("roster.forms.reward_untold", "year", r.Year, "kind", evaluation.Say("commendation.proposal.field.kind."+r.Kind), "document", strings.TrimSpace(r.Document)))
		}
	}
	for i := range told {
		m := &told[i]
		if len(m.years) == 0 || slices.Max(m.years) < max(c.rewardsFrom, entry.Joined.Year()) || c.rewardsFrom == 0 {
			continue
		}
		if !slices.ContainsFunc(recorded, func(r Reward) bool { return m.is(&r) }) {
			list = append(list, evaluation.Say("roster.forms.reward_unrecorded", "year", slices.Max(m.years), "word", m.word))
		}
	}
	return list
}

func wordOf(kind string) (word string, ok bool) {
	for word, k := range rewardWords {
		if k == kind {
			return word, true
		}
	}
	return "", false
}

// knowRewards reads the rewards on record, and the first year that has any.
func (c *comparison) knowRewards(ctx context.Context, from Rewards, office string) (err error) {
	if from == nil {
		return nil
	}
	c.rewards, err = from(ctx, office)
	for _, list := range c.rewards {
		for _, r := range list {
			if c.rewardsFrom == 0 || r.Year < c.rewardsFrom {
				c.rewardsFrom = r.Year
			}
		}
	}
	return err
}
