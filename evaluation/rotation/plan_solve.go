package rotation

import (
	"cmp"
	"reflect"

	"kaoji/evaluation"
	"kaoji/evaluation/assign"
)

// Result is the result of the search.
type Result struct {
	Placed   []Placed  `json:"placed"` // none where no plan was found
	Total    int64     `json:"total"`
	Bound    int64     `json:"bound"` // no plan costs less
	Proven   bool      `json:"proven"`
	Nodes    int       `json:"nodes"`
	NextBest int64     `json:"next_best"`          // total of the best plan that differs
	NextHow  string    `json:"next_how"`           // NextNone, NextExact or NextAtLeast
	Conflict *Conflict `json:"conflict,omitempty"` // why there is no plan
}

// How exact the next best value is.
const (
	NextNone    = "none" // there is no other plan
	NextExact   = "exact"
	NextAtLeast = "at_least"
)

// Placed is one candidate with a post.
type Placed struct {
	Person  string `json:"person"`
	Seat    string `json:"seat"`
	Moves   bool   `json:"moves"`
	Cost    int64  `json:"cost"`
	Dearer  int64  `json:"dearer"`   // additional cost of the best plan without it
	Forced  bool   `json:"forced"`   // every plan contains it
	AtLeast bool   `json:"at_least"` // the limit of the search was reached: Dearer is a lower bound
	AtMost  int64  `json:"at_most"`  // and at most this much, from the best plan found so far
	Instead string `json:"instead"`  // the seat of the person in that plan
}

// Conflict is the reason why there is no plan: a contradiction of which no part can
// be left out.
type Conflict struct {
	Why       string     `json:"why"` // rows, cols or rules: see assign.Conflict
	People    []string   `json:"people"`
	Posts     []string   `json:"posts"`
	Couplings []Coupling `json:"couplings"`
	Smallest  bool       `json:"smallest"`
}

// Solve computes a setting. The same setting gives the same result.
func (s *Setting) Solve() (*Result, error) {
	p := s.problem()
	o := assign.Options{Nodes: s.Nodes}
	plan, err := assign.Solve(p, o)
	if err != nil {
		return nil, evaluation.Fail(evaluation.CodeInvalid, "rotation.plan_size").Because(err)
	}
	out := &Result{Total: plan.Total, Bound: plan.Bound, Proven: plan.Proven, Nodes: plan.Nodes, Placed: []Placed{}}
	if !plan.Found() {
		out.Conflict = s.explain(p, o)
		return out, nil
	}
	for i, j := range plan.Cols {
		out.Placed = append(out.Placed, Placed{Person: s.Candidates[i].Person, Seat: s.Seats[j].Key, Moves: j != s.own(i), Cost: p.Cost[i][j]})
	}
	if err := s.nexts(p, &plan, out.Placed); err != nil {
		return nil, err
	}
	out.best()
	return out, nil
}

// best sets the next best plan: the cheapest that lacks one of the pairs.
func (r *Result) best() {
	r.NextHow = NextNone
	for _, at := range r.Placed {
		next, how := r.Total+at.Dearer, NextExact
		if at.AtLeast {
			how = NextAtLeast
		}
		if !at.Forced && (r.NextHow == NextNone || next < r.NextBest || next == r.NextBest && how == NextExact) {
			r.NextBest, r.NextHow = next, how
		}
	}
}

// budget returns how many nodes the next best search may use for a plan with that
// many posts; the time for a node grows with their square. It is a count and not a
// time, so that the result is the same on every machine.
func budget(posts int) int { return max(200, 2_000_000/max(1, posts*posts)) }

// nexts computes the additional cost of forbidding each pair, moves first. Each may
// use its share of the remaining budget.
func (s *Setting) nexts(p *assign.Problem, plan *assign.Plan, placed []Placed) error {
	left := budget(len(s.Seats))
	for _, moves := range []bool{true, false} {
		waiting := 0
		for i := range placed {
			waiting += b2i(placed[i].Moves == moves)
		}
		for i := range placed {
			if placed[i].Moves != moves {
				continue
			}
			used, err := s.next(p, plan, &placed[i], assign.Pair{Row: i, Col: plan.Cols[i]}, min(left, max(1, left/waiting)))
			if err != nil {
				return err
			}
			left, waiting = max(0, left-used), waiting-1
		}
	}
	return nil
}

// next computes the additional cost of forbidding a pair: exactly if the search
// ends within its share, otherwise as a range between the bound and the best plan
// found. It returns the number of nodes used.
func (s *Setting) next(p *assign.Problem, plan *assign.Plan, at *Placed, pair assign.Pair, share int) (int, error) {
	const most = 60
	low := plan.Proof.WithoutAtLeast(p, pair)
	if low == assign.Never {
		at.Forced = true
		return 0, nil
	}
	at.Dearer, at.AtLeast = max(0, low-plan.Total), true
	if share == 0 {
		return 0, nil
	}
	next, err := assign.Without(p, pair, assign.Options{Nodes: min(most, share), From: plan.Proof, Near: plan.Cols})
	if err != nil {
		return 0, err
	}
	switch {
	case !next.Found() && next.Proven:
		at.Forced, at.AtLeast, at.Dearer = true, false, 0
	case !next.Found():
		at.Dearer = max(at.Dearer, next.Bound-plan.Total)
	default:
		at.AtMost, at.Instead = next.Total-plan.Total, s.Seats[next.Cols[pair.Row]].Key
		at.Dearer, at.AtLeast = max(at.Dearer, next.Bound-plan.Total), next.Bound < next.Total
	}
	return next.Nodes, nil
}

func (s *Setting) explain(p *assign.Problem, o assign.Options) *Conflict {
	found, ok := assign.Explain(p, o)
	if !ok {
		return nil
	}
	out := &Conflict{Why: found.Why, Smallest: found.Smallest, People: []string{}, Posts: []string{}, Couplings: []Coupling{}}
	for _, i := range found.Rows {
		out.People = append(out.People, s.Candidates[i].Person)
	}
	for _, j := range found.Cols {
		out.Posts = append(out.Posts, s.Seats[j].Key)
	}
	_, all := s.rules()
	for _, r := range found.Rules {
		out.Couplings = append(out.Couplings, all[r])
	}
	return out
}

// Same reports whether the setting gives this result.
func (s *Setting) Same(r *Result) (bool, error) {
	again, err := s.Solve()
	return err == nil && reflect.DeepEqual(again, r), err
}

// Tried is the check of a manual plan against the setting.
type Tried struct {
	Placed []Placed
	Total  int64
	Faults []Fault
}

// Fault is a reason why a manual plan is not possible.
type Fault struct {
	Person   string    // in Seat, with Refusals
	Seat     string    // with two people, or empty, if no person is named
	Refusals []Refusal //
	Coupling *Coupling // that is violated
	Twice    bool
}

// Try returns the cost of a manual plan and its problems. People who are not named
// stay.
func (s *Setting) Try(hand map[string]string) Tried {
	out := Tried{}
	cols := make([]int, len(s.Candidates))
	taken := map[int]bool{}
	for i, c := range s.Candidates {
		j := s.seat(cmp.Or(hand[c.Person], c.Person))
		cols[i] = j
		if j < 0 {
			out.Faults = append(out.Faults, Fault{Person: c.Person})
			continue
		}
		at := Placed{Person: c.Person, Seat: s.Seats[j].Key, Moves: j != s.own(i), Cost: s.Cost(i, j)}
		out.Placed, out.Total = append(out.Placed, at), out.Total+at.Cost
		if refused := s.Refusals(i, j); len(refused) > 0 {
			out.Faults = append(out.Faults, Fault{Person: c.Person, Seat: at.Seat, Refusals: refused})
		}
		if taken[j] {
			out.Faults = append(out.Faults, Fault{Seat: at.Seat, Twice: true})
		}
		taken[j] = true
	}
	for j := range s.Seats {
		if s.asks(j).Fill && !taken[j] {
			out.Faults = append(out.Faults, Fault{Seat: s.Seats[j].Key})
		}
	}
	p := s.problem()
	_, couplings := s.rules()
	for _, r := range p.Broken(cols) {
		out.Faults = append(out.Faults, Fault{Coupling: &couplings[r]})
	}
	return out
}
