package assessment

import (
	"math/big"
	"slices"

	"kaoji/evaluation/rulepack"
)

// Ballot is one rating: points of 0 to 100 for each of the five contents and a
// grade, or an abstention. There is no free text in it, because a hand can be
// known by its words (G-11).
type Ballot struct {
	Abstain   bool   `json:"abstain,omitempty" doc:"No opinion; counted as returned, not as usable"`
	Virtue    int    `json:"virtue,omitempty" minimum:"0" maximum:"100" doc:"Virtue 德" example:"90"`
	Ability   int    `json:"ability,omitempty" minimum:"0" maximum:"100" doc:"Ability 能" example:"88"`
	Diligence int    `json:"diligence,omitempty" minimum:"0" maximum:"100" doc:"Diligence 勤" example:"92"`
	Results   int    `json:"results,omitempty" minimum:"0" maximum:"100" doc:"Results 绩" example:"85"`
	Integrity int    `json:"integrity,omitempty" minimum:"0" maximum:"100" doc:"Integrity 廉" example:"95"`
	Grade     string `json:"grade,omitempty" enum:"excellent,competent,basic,incompetent" doc:"Grade" example:"competent"`
}

// marks are the points in the order of Contents.
func (b Ballot) marks() [5]int {
	return [5]int{b.Virtue, b.Ability, b.Diligence, b.Results, b.Integrity}
}

// Cast is what lay in the box of one group.
type Cast struct {
	Group
	Ballots []Ballot
}

// Result is what the boxes of one person say, as far as it may be shown. All
// figures are in hundredths of a point. It is a signal to verify, never a
// decision (B-12).
type Result struct {
	Eligible   int           `json:"eligible"`
	Returned   int           `json:"returned"`
	Usable     int           `json:"usable"`
	Invalid    []string      `json:"invalid"` // "attendance", "usable": what rule G-1 asks and was not reached
	Floor      int           `json:"floor"`   // fewest ballots whose figures are shown
	Groups     []GroupResult `json:"groups"`
	Shown      bool          `json:"shown"` // the totals below may be shown
	Total      int64         `json:"total" unit:"hundredths"`
	Trimmed    int64         `json:"trimmed" unit:"hundredths"` // 0 if no group is large enough to be trimmed
	Contents   []int64       `json:"contents"`
	Votes      Votes         `json:"votes"`
	Signals    []string      `json:"signals"`                        // "competent", "incompetent": B-11
	Reweighted int64         `json:"reweighted" unit:"basis_points"` // basis points of groups that cast nothing, spread over the others
}

// GroupResult is one group, or several that were merged to reach the floor.
type GroupResult struct {
	Codes    []string `json:"codes"`
	Weight   int64    `json:"weight" unit:"basis_points"` // basis points, before re-weighting
	Eligible int      `json:"eligible"`
	Returned int      `json:"returned"`
	Usable   int      `json:"usable"`
	State    string   `json:"state"` // GroupShown, GroupHidden, GroupComplement or GroupEmpty
	Mean     int64    `json:"mean" unit:"hundredths"`
	Trimmed  int64    `json:"trimmed" unit:"hundredths"`
	Contents []int64  `json:"contents"`
	Votes    Votes    `json:"votes"`
}

// The states of a group's figures.
const (
	GroupShown      = "shown"
	GroupHidden     = "hidden"     // under the floor
	GroupComplement = "complement" // hidden so that another cannot be found by subtraction (H-5)
	GroupEmpty      = "empty"      // nobody gave a usable ballot: its weight goes to the others
)

// Votes counts the grades on the ballots.
type Votes struct {
	Excellent   int `json:"excellent"`
	Competent   int `json:"competent"`
	Basic       int `json:"basic"`
	Incompetent int `json:"incompetent"`
}

func (v *Votes) add(grade string) {
	switch grade {
	case Excellent:
		v.Excellent++
	case Competent:
		v.Competent++
	case Basic:
		v.Basic++
	case Incompetent:
		v.Incompetent++
	}
}

// Compute works out the result from the ballots. It is exact until the one
// rounding at the end (half up, to hundredths), does not depend on the order of
// ballots, and leaves out what the floor hides.
func Compute(cast []Cast, rules rulepack.Numbers) (Result, error) {
	n, err := numbersOf(rules)
	if err != nil {
		return Result{}, err
	}
	pools := n.pool(cast)
	out := Result{Floor: n.floor, Groups: []GroupResult{}, Invalid: []string{}, Signals: []string{}, Contents: []int64{}}
	for _, p := range pools {
		out.Eligible, out.Returned, out.Usable = out.Eligible+p.eligible, out.Returned+p.returned, out.Usable+len(p.ballots)
		if len(p.ballots) == 0 {
			out.Reweighted += p.weight
		}
	}
	out.Invalid = n.invalid(out)
	out.Shown = len(out.Invalid) == 0 && out.Usable >= n.floor && weights(pools) > 0
	for i := range pools {
		out.Groups = append(out.Groups, n.group(pools[i], out.Shown))
	}
	if out.Shown {
		n.totals(&out, pools)
	}
	return out, nil
}

// numbers are the rules that a result uses.
type numbers struct {
	floor, trimLeast       int
	below                  string
	trim                   rulepack.Share
	attendance, usable     rulepack.Share
	competent, incompetent rulepack.Share
}

func numbersOf(rules rulepack.Numbers) (n numbers, err error) {
	whole := map[string]*int{"rating.floor": &n.floor, "rating.trim.least": &n.trimLeast}
	for key, into := range whole {
		v, err := rules.Int(key)
		if err != nil {
			return n, err
		}
		*into = int(v)
	}
	least, err := rules.Int("rating.floor.least")
	if err != nil {
		return n, err
	}
	n.floor = max(n.floor, int(least)) // H-1: an office can raise the floor, not lower it
	if n.below, err = rules.Text("rating.floor.below"); err != nil {
		return n, err
	}
	shares := map[string]*rulepack.Share{
		"rating.trim": &n.trim, "rating.attendance": &n.attendance, "rating.usable": &n.usable,
		"assessment.signal.competent": &n.competent, "assessment.signal.incompetent": &n.incompetent,
	}
	for key, into := range shares {
		if *into, err = rules.Share(key); err != nil {
			return n, err
		}
	}
	return n, nil
}

// invalid holds turn-out and forms against rule G-1.
func (n numbers) invalid(r Result) []string {
	out := []string{}
	if !n.attendance.Reached(int64(r.Returned), int64(r.Eligible)) {
		out = append(out, "attendance")
	}
	if !n.usable.Reached(int64(r.Usable), int64(r.Returned)) {
		out = append(out, "usable")
	}
	return out
}

func weights(pools []pool) int64 {
	sum := int64(0)
	for _, p := range pools {
		if len(p.ballots) > 0 {
			sum += p.weight
		}
	}
	return sum
}

// group is what may be shown of a pool.
func (n numbers) group(p pool, shown bool) GroupResult {
	g := GroupResult{
		Codes: p.codes, Weight: p.weight, Eligible: p.eligible, Returned: p.returned, Usable: len(p.ballots), State: p.state,
		Contents: []int64{},
	}
	if !shown && g.State == GroupShown {
		g.State = GroupHidden
	}
	if g.State != GroupShown {
		return g
	}
	g.Mean = hundredths(mean(p.ballots))
	if len(p.ballots) >= n.trimLeast {
		g.Trimmed = hundredths(n.trimmed(p.ballots))
	}
	for i := range Contents() {
		g.Contents = append(g.Contents, hundredths(contentMean(p.ballots, i)))
	}
	for _, b := range p.ballots {
		g.Votes.add(b.Grade)
	}
	return g
}

// totals joins the pools by their weights; pools without ballots do not count.
func (n numbers) totals(out *Result, pools []pool) {
	total, trimmed, cut := new(big.Rat), new(big.Rat), false
	contents := make([]*big.Rat, len(Contents()))
	for i := range contents {
		contents[i] = new(big.Rat)
	}
	sum := weights(pools)
	for _, p := range pools {
		if len(p.ballots) == 0 {
			continue
		}
		w := big.NewRat(p.weight, sum)
		add(total, w, mean(p.ballots))
		if len(p.ballots) >= n.trimLeast {
			add(trimmed, w, n.trimmed(p.ballots))
			cut = true
		} else {
			add(trimmed, w, mean(p.ballots))
		}
		for i := range contents {
			add(contents[i], w, contentMean(p.ballots, i))
		}
		for _, b := range p.ballots {
			out.Votes.add(b.Grade)
		}
	}
	out.Total = hundredths(total)
	if cut {
		out.Trimmed = hundredths(trimmed)
	}
	for _, c := range contents {
		out.Contents = append(out.Contents, hundredths(c))
	}
	out.Signals = n.signals(out.Votes)
}

// signals are B-11: too few votes for competent or better, too many for
// incompetent. They ask for verification and decide nothing.
func (n numbers) signals(v Votes) []string {
	all := int64(v.Excellent + v.Competent + v.Basic + v.Incompetent)
	out := []string{}
	if all > 0 && !n.competent.Reached(int64(v.Excellent+v.Competent), all) {
		out = append(out, Competent)
	}
	if n.incompetent.Exceeded(int64(v.Incompetent), all) {
		out = append(out, Incompetent)
	}
	return out
}

func add(sum, w, x *big.Rat) { sum.Add(sum, new(big.Rat).Mul(w, x)) }

// score is a ballot's mean over the five contents.
func score(b Ballot) *big.Rat {
	sum, n := 0, int64(0)
	for _, m := range b.marks() {
		sum, n = sum+m, n+1
	}
	return big.NewRat(int64(sum), n)
}

func mean(ballots []Ballot) *big.Rat {
	sum := new(big.Rat)
	for _, b := range ballots {
		sum.Add(sum, score(b))
	}
	return sum.Quo(sum, big.NewRat(int64(len(ballots)), 1))
}

func contentMean(ballots []Ballot, content int) *big.Rat {
	sum := 0
	for _, b := range ballots {
		sum += b.marks()[content]
	}
	return big.NewRat(int64(sum), int64(len(ballots)))
}

// trimmed is the mean without the share of highest and lowest ballots (G-4).
func (n numbers) trimmed(ballots []Ballot) *big.Rat {
	sorted := slices.Clone(ballots)
	slices.SortFunc(sorted, func(a, b Ballot) int { return score(a).Cmp(score(b)) })
	cut := int(n.trim.Round(int64(len(sorted)), rulepack.RoundFloor))
	return mean(sorted[cut : len(sorted)-cut])
}

// hundredths rounds half up to hundredths of a point, for x >= 0.
func hundredths(x *big.Rat) int64 {
	y := new(big.Rat).Add(new(big.Rat).Mul(x, big.NewRat(100, 1)), big.NewRat(1, 2))
	return new(big.Int).Quo(y.Num(), y.Denom()).Int64()
}
