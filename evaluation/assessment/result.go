package assessment

import (
	"math/big"
	"slices"

	"kaoji/evaluation/rulepack"
)

// Ballot is one rating: 0 to 100 points for each of the five contents and a grade,
// or an abstention. It has no free text, because a writer can be recognised by the
// words (G-11).
type Ballot struct {
	Abstain   bool   `json:"abstain,omitempty" doc:"No opinion; counted as returned, not as usable"`
	Virtue    int    `json:"virtue,omitempty" minimum:"0" maximum:"100" doc:"Virtue 德" example:"90"`
	Ability   int    `json:"ability,omitempty" minimum:"0" maximum:"100" doc:"Ability 能" example:"88"`
	Diligence int    `json:"diligence,omitempty" minimum:"0" maximum:"100" doc:"Diligence 勤" example:"92"`
	Results   int    `json:"results,omitempty" minimum:"0" maximum:"100" doc:"Results 绩" example:"85"`
	Integrity int    `json:"integrity,omitempty" minimum:"0" maximum:"100" doc:"Integrity 廉" example:"95"`
	Grade     string `json:"grade,omitempty" enum:"excellent,competent,basic,incompetent" doc:"Grade" example:"competent"`
}

// marks returns the points in the order of Contents.
func (b Ballot) marks() [5]int {
	return [5]int{b.Virtue, b.Ability, b.Diligence, b.Results, b.Integrity}
}

// Cast is the content of the box of one group.
type Cast struct {
	Group
	Ballots []Ballot
}

// Result is the result of one person's ratings, as far as it may be shown. All
// figures are in hundredths of a point. It is a hint for verification, never a
// decision (B-12).
type Result struct {
	Eligible   int           `json:"eligible"`
	Returned   int           `json:"returned"`
	Usable     int           `json:"usable,omitempty"` // not set if fewer ballots than the floor were returned
	Invalid    []string      `json:"invalid"`          // "attendance", "usable": the conditions of rule G-1 that were not met
	Floor      int           `json:"floor"`            // fewest ballots whose figures are shown
	Groups     []GroupResult `json:"groups"`
	Shown      bool          `json:"shown"` // the totals below may be shown
	Total      int64         `json:"total" unit:"hundredths"`
	Solvable   bool          `json:"solvable,omitempty"`        // nothing is shown, because the figures of a group below the floor could be computed from the totals
	Trimmed    int64         `json:"trimmed" unit:"hundredths"` // 0 if no group is trimmed
	Removed    int           `json:"removed,omitempty"`         // ballots that Trimmed leaves out
	Contents   []int64       `json:"contents"`
	Votes      Votes         `json:"votes"`
	Signals    []string      `json:"signals"`                        // "competent", "incompetent": B-11
	Reweighted int64         `json:"reweighted" unit:"basis_points"` // basis points of groups without ballots, distributed over the others
	Weighted   bool          `json:"weighted,omitempty"`             // true: merged groups keep their weights; false: an old result in which their ballots were averaged together
}

// GroupResult is the result of one group, or of several groups merged to reach the
// floor.
type GroupResult struct {
	Codes    []string `json:"codes"`
	Weight   int64    `json:"weight" unit:"basis_points"`            // basis points, before re-weighting
	Weights  []int64  `json:"weights,omitempty" unit:"basis_points"` // of merged groups: that of each, in the order of the codes
	Eligible int      `json:"eligible"`
	Returned int      `json:"returned"`
	Usable   int      `json:"usable,omitempty"`          // not set for a group whose figures are not shown
	State    string   `json:"state"`                     // GroupShown, GroupHidden, GroupComplement or GroupEmpty
	Mean     int64    `json:"mean" unit:"hundredths"`    // for merged groups: the weighted mean of their means
	Trimmed  int64    `json:"trimmed" unit:"hundredths"` // 0 if nothing is left out; never for merged groups
	Removed  int      `json:"removed,omitempty"`         // ballots that Trimmed leaves out
	Contents []int64  `json:"contents"`
	Votes    Votes    `json:"votes"`
}

// The states of a group's figures.
const (
	GroupShown      = "shown"
	GroupHidden     = "hidden"     // under the floor, whether or not a ballot of it was usable
	GroupComplement = "complement" // hidden so that another cannot be found by subtraction (H-5)
	GroupEmpty      = "empty"      // no ballot, or at least as many as the floor and none usable: its weight goes to the others
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

// Compute computes the result from the ballots. It is exact until the one rounding
// at the end (half up, to hundredths), does not depend on the order of ballots, and
// omits figures hidden by the floor.
func Compute(cast []Cast, rules rulepack.Numbers) (Result, error) {
	n, err := numbersOf(rules)
	if err != nil {
		return Result{}, err
	}
	pools, safe := n.pools(cast)
	all := together(pools)
	out := Result{
		Floor: n.floor, Eligible: all.eligible(), Returned: all.returned(), Usable: all.usable(), Weighted: true,
		Groups: []GroupResult{}, Signals: []string{}, Contents: []int64{},
	}
	for _, p := range pools {
		if p.state == GroupEmpty {
			out.Reweighted += p.weight()
		}
	}
	out.Invalid = n.invalid(out)
	enough := len(out.Invalid) == 0 && all.counted() >= n.floor
	out.Shown, out.Solvable = enough && safe, enough && !safe
	for _, p := range pools {
		out.Groups = append(out.Groups, n.group(p, out.Shown))
	}
	if out.Shown {
		n.totals(&out, pools)
	}
	if out.Returned < n.floor {
		out.Usable = 0
	}
	return out, nil
}

// numbers are the rules used for a result.
type numbers struct {
	floor                  int
	below                  string
	trim                   rulepack.Trim
	attendance, usable     rulepack.Share
	competent, incompetent rulepack.Share
}

func numbersOf(rules rulepack.Numbers) (n numbers, err error) {
	floor, err := rules.Int("rating.floor")
	if err != nil {
		return n, err
	}
	least, err := rules.Int("rating.floor.least")
	if err != nil {
		return n, err
	}
	n.floor = int(max(floor, least)) // H-1: an office can raise the floor but not lower it
	if n.trim, err = rulepack.TrimOf(rules); err != nil {
		return n, err
	}
	if n.below, err = rules.Text("rating.floor.below"); err != nil {
		return n, err
	}
	shares := map[string]*rulepack.Share{
		"rating.attendance": &n.attendance, "rating.usable": &n.usable,
		"assessment.signal.competent": &n.competent, "assessment.signal.incompetent": &n.incompetent,
	}
	for key, into := range shares {
		if *into, err = rules.Share(key); err != nil {
			return n, err
		}
	}
	return n, nil
}

// invalid checks turnout and forms against rule G-1. If fewer forms than the floor
// were returned, the number of usable ones is not revealed.
func (n numbers) invalid(r Result) []string {
	out := []string{}
	if !n.attendance.Reached(int64(r.Returned), int64(r.Eligible)) {
		out = append(out, "attendance")
	}
	if r.Returned >= n.floor && !n.usable.Reached(int64(r.Usable), int64(r.Returned)) {
		out = append(out, "usable")
	}
	return out
}

// signals applies B-11: too few votes for competent or better, too many for
// incompetent. Signals require verification and decide nothing.
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

// score returns a ballot's mean over the five contents.
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

// trimmed returns the mean without some of the highest and lowest ballots (G-4).
func (n numbers) trimmed(ballots []Ballot) *big.Rat {
	sorted := slices.Clone(ballots)
	slices.SortFunc(sorted, func(a, b Ballot) int { return score(a).Cmp(score(b)) })
	cut := n.trim.Cut(len(sorted))
	return mean(sorted[cut : len(sorted)-cut])
}

// hundredths rounds half up to hundredths of a point, for x >= 0.
func hundredths(x *big.Rat) int64 {
	y := new(big.Rat).Add(new(big.Rat).Mul(x, big.NewRat(100, 1)), big.NewRat(1, 2))
	return new(big.Int).Quo(y.Num(), y.Denom()).Int64()
}
