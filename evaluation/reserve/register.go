package reserve

import (
	"context"
	"slices"

	"kaoji/evaluation"
	"kaoji/evaluation/roster"
	"kaoji/evaluation/rulepack"
)

// Entry is one candidate of the register.
type Entry struct {
	Record string
	State  evaluation.State
	Due    evaluation.Date
	*Candidate
}

// Register is a summary of the list: the entries, counts by stage and kind of post,
// and the composition by age, level and others.
type Register struct {
	Entries []Entry  `json:"-"`      // open ones, in the order of stages, then of names
	Stages  []Count  `json:"stages"` // of open entries
	Targets []Target `json:"targets"`
	Ages    []Count  `json:"ages"`
	Levels  []Count  `json:"levels"`
	Sexes   []Count  `json:"sexes"`
	Units   []Count  `json:"units"`
	Gaps    int      `json:"gaps"`
	Late    int      `json:"late"` // reviews that are overdue
}

// Count is the number of entries with a value.
type Count struct {
	Key string `json:"key"`
	N   int    `json:"n"`
}

// Target compares the number of people on the list for a kind of post with the
// number of posts. The old ratio is a hint, not a quota (D-14).
type Target struct {
	Code   string `json:"code"`
	Listed int    `json:"listed"`
	Posts  int    `json:"posts"`
	Ratio  int64  `json:"ratio"` // per post
	Hint   int    `json:"hint"`  // posts times ratio
}

// ageBands begin at these ages.
var ageBands = []struct {
	key  string
	upTo int
}{{"to30", 30}, {"to35", 35}, {"to40", 40}, {"to45", 45}, {"over45", 200}}

// Lister lists the records that a reader may see, and records the reading in the
// trail.
type Lister func(ctx context.Context, actor evaluation.Actor, q evaluation.Query) (evaluation.Views, error)

// Register returns the list as far as the reader may see it.
func (s *Service) Register(ctx context.Context, actor evaluation.Actor, list Lister, today evaluation.Date) (Register, error) {
	none := Register{}
	book, err := s.Book(ctx, actor.Office)
	if err != nil {
		return none, err
	}
	pack, err := s.Pack(ctx, actor.Office)
	if err != nil {
		return none, err
	}
	views, err := evaluation.Gather(evaluation.AllViews(ctx, list, actor, evaluation.Query{Kinds: []string{KindCandidate}, States: open(), Sort: evaluation.SortName}))
	if err != nil {
		return none, err
	}
	return s.makeRegister(ctx, views, book.On(today), pack.On(today))
}

// makeRegister builds the register from records that the reader may see. The
// responsible person and gaps are computed for the day, not taken from the last
// stored state.
func (s *Service) makeRegister(ctx context.Context, views []evaluation.View, day *roster.Snapshot, rules rulepack.Numbers) (Register, error) {
	out := Register{Stages: []Count{}, Targets: []Target{}, Ages: []Count{}, Levels: []Count{}, Sexes: []Count{}, Units: []Count{}}
	for i := range views {
		v := &views[i]
		c, err := evaluation.PayloadOf[Candidate](v.Record)
		if err != nil {
			return out, err
		}
		if err := s.bringToDay(ctx, v.Office, day, c); err != nil {
			return out, err
		}
		out.Entries = append(out.Entries, Entry{Record: v.ID, State: v.State, Due: v.Due, Candidate: c})
	}
	slices.SortStableFunc(out.Entries, func(x, y Entry) int { return slices.Index(open(), x.State) - slices.Index(open(), y.State) })
	for i := range out.Entries {
		out.count(&out.Entries[i], day)
	}
	out.inOrder()
	return out, out.compare(day, rules)
}

func (r *Register) count(e *Entry, day *roster.Snapshot) {
	add(&r.Stages, string(e.State))
	add(&r.Sexes, e.Sex)
	add(&r.Levels, e.Level)
	add(&r.Units, e.UnitName)
	for _, b := range ageBands {
		if age(e.Born, day.Day()) <= b.upTo {
			add(&r.Ages, b.key)
			break
		}
	}
	if e.Gap != nil {
		r.Gaps++
	}
	if !e.ReviewBy.IsZero() && e.ReviewBy.Before(day.Day()) {
		r.Late++
	}
}

// inOrder sorts ages and levels in their natural order; other counts stay in the
// order of first occurrence.
func (r *Register) inOrder() {
	band := func(key string) int {
		return slices.IndexFunc(ageBands, func(b struct {
			key  string
			upTo int
		}) bool {
			return b.key == key
		})
	}
	slices.SortFunc(r.Ages, func(x, y Count) int { return band(x.Key) - band(y.Key) })
	slices.SortFunc(r.Levels, func(x, y Count) int { return roster.LevelRank(x.Key) - roster.LevelRank(y.Key) })
}

// compare compares the people on the list with the posts of heads and deputies.
func (r *Register) compare(day *roster.Snapshot, rules rulepack.Numbers) error {
	posts := map[string]int{}
	for _, m := range day.Members() {
		switch {
		case m.Heads && !roster.Leads(m.Level):
			posts[TargetHead]++
		case m.Level == roster.LevelSectionDeputy:
			posts[TargetDeputy]++
		}
	}
	for _, code := range []string{TargetHead, TargetDeputy} {
		ratio, err := rules.Number("reserve.ratio", code)
		if err != nil {
			return err
		}
		t := Target{Code: code, Posts: posts[code], Ratio: ratio, Hint: posts[code] * int(ratio)}
		for _, e := range r.Entries {
			if e.Target == code && !slices.Contains(evaluation.States(Nominated, Checked, Reviewed), e.State) {
				t.Listed++
			}
		}
		r.Targets = append(r.Targets, t)
	}
	return nil
}

func add(list *[]Count, key string) {
	if key == "" {
		return
	}
	for i := range *list {
		if (*list)[i].Key == key {
			(*list)[i].N++
			return
		}
	}
	*list = append(*list, Count{Key: key, N: 1})
}

// age returns the completed years of life on a day.
func age(born, on evaluation.Date) int {
	n := on.Year() - born.Year()
	if born.AddMonths(12 * n).After(on) {
		n--
	}
	return n
}
