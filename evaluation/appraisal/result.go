package appraisal

import (
	"cmp"
	"slices"
	"strconv"

	"kaoji/evaluation/rulepack"
	"kaoji/evaluation/stats"
)

// Result is the result of one cadre's ballots; figures that may not be shown are
// not in it. Marks are in hundredths of a point.
type Result struct {
	Eligible    int           `json:"eligible"`
	Returned    int           `json:"returned"`
	Usable      int           `json:"usable,omitempty"` // not set if fewer ballots than the floor were returned
	Invalid     []string      `json:"invalid"`          // "attendance", "usable": the conditions of rule G-1 that were not met
	Floor       int           `json:"floor"`            // fewest ballots whose figures are shown
	Shown       bool          `json:"shown"`            // the figures below may be shown
	Mean        int64         `json:"mean" unit:"hundredths"`
	Trimmed     int64         `json:"trimmed" unit:"hundredths"` // 0 if nothing is left out
	Removed     int           `json:"removed,omitempty"`         // ballots that Trimmed leaves out
	SD          int64         `json:"sd" unit:"hundredths"`
	Bands       []Band        `json:"bands"`
	Items       []ItemResult  `json:"items"`
	Panels      []PanelResult `json:"panels"`
	Agreement   Agreement     `json:"agreement"`
	Fair        int64         `json:"fair" unit:"hundredths"` // corrected for severity, 0 if it is not known
	FairWhy     string        `json:"fair_why"`               // reason if it is not known, otherwise ""
	LastYear    int           `json:"last_year"`
	Last        int64         `json:"last" unit:"hundredths"`   // mean of that year, 0 if there is none to show
	Change      int64         `json:"change" unit:"hundredths"` // from that year to this
	LastPresent bool          `json:"last_present"`
	Veiled      bool          `json:"veiled,omitempty"` // true: for a committee that is not shown, the number of usable ballots is not revealed, nor that there was none; false: an old result that revealed it
}

// Band counts the ballots with a mark in a range.
type Band struct {
	Code  string `json:"code"` // of the rule appraisal.bands, or BandRest
	Count int    `json:"count"`
}

// BandRest is the range below the lowest one in the rule.
const BandRest = "poor"

// ItemResult is one item of the form.
type ItemResult struct {
	Code   string `json:"code"`
	Name   string `json:"name"`
	Weight int    `json:"weight"`
	Mean   int64  `json:"mean" unit:"hundredths"`
	Bands  []Band `json:"bands"`
}

// PanelResult is one committee.
type PanelResult struct {
	Committee string `json:"committee"`
	Name      string `json:"name"`
	Eligible  int    `json:"eligible"`
	Returned  int    `json:"returned"`
	Usable    int    `json:"usable,omitempty"` // not set for a committee whose figures are not shown
	State     string `json:"state"`
	Mean      int64  `json:"mean" unit:"hundredths"`
}

// The states of a committee's figures.
const (
	PanelShown      = "shown"
	PanelHidden     = "hidden"     // under the floor, whether or not a ballot of it was usable
	PanelComplement = "complement" // hidden so that another cannot be found by subtraction (H-5)
	PanelEmpty      = "empty"      // no ballot, or at least as many as the floor and none usable
	PanelNamed      = "named"      // a single rater: a signed opinion and no ballot
)

// cast is the content of a panel's box: the marks of one rater if they stay
// together, otherwise single marks.
type cast struct {
	panel   *Panel
	ballots [][]mark
}

// vote is one usable mark of a cadre; rater is "" if marks are not joined.
type vote struct {
	panel string
	rater string
	mark  mark
	total int64
}

// part is the votes of one committee on one cadre.
type part struct {
	PanelResult
	votes []vote
}

// tables groups the marks by cadre and committee.
func (r *Round) tables(casts []cast) map[string][]part {
	out := map[string][]part{}
	for _, c := range r.Cadres {
		for _, t := range c.Committees {
			p, ok := r.panel(t.Committee)
			if !ok {
				continue
			}
			x := part{PanelResult: PanelResult{Committee: p.Committee, Name: p.Name, State: PanelShown}}
			if p.Named {
				x.State = PanelNamed
			} else {
				x.Eligible = p.eligible(c.Person)
			}
			out[c.Person] = append(out[c.Person], x)
		}
	}
	for _, box := range casts {
		for i, ballot := range box.ballots {
			for _, m := range ballot {
				r.count(out[m.Person], box.panel, i, m)
			}
		}
	}
	return out
}

func (r *Round) count(parts []part, p *Panel, i int, m mark) {
	at := slices.IndexFunc(parts, func(x part) bool { return x.Committee == p.Committee })
	if at < 0 {
		return
	}
	parts[at].Returned++
	if len(m.Points) != len(r.Items) {
		return
	}
	v := vote{panel: p.Committee, mark: m, total: m.total(r.Items)}
	if p.Joined {
		v.rater = p.Committee + "#" + strconv.Itoa(i)
	}
	parts[at].votes = append(parts[at].votes, v)
	parts[at].Usable++
}

// compute computes the results of all cadres from the boxes. It is exact until the
// one rounding at the end (half up), does not depend on the order of ballots, and
// omits figures hidden by the floor. last are the means of the year before, by
// person.
func (r *Round) compute(casts []cast, n numbers, last map[string]int64) (map[string]Result, workings) {
	tables := r.tables(casts)
	out, work := map[string]Result{}, workings{spread: map[string]float64{}, confidence: n.confidence}
	for _, c := range r.Cadres {
		out[c.Person] = r.resultOf(tables[c.Person], n)
		work.spread[c.Person] = squaresAbout(tables[c.Person])
	}
	agreement, squares := r.agreement(tables, out, n)
	fair, leniency, why := r.fair(tables, out, n)
	work.squares, work.leniency = squares, leniency
	for person, x := range out {
		if !x.Shown {
			continue
		}
		x.Agreement, x.FairWhy = agreement, why
		if why == "" {
			x.Fair = fair[person]
		}
		if mean, ok := last[person]; ok {
			x.LastPresent, x.LastYear, x.Last, x.Change = true, r.Year-1, mean, x.Mean-mean
		}
		out[person] = x
	}
	return out, work
}

func (r *Round) resultOf(parts []part, n numbers) Result {
	x := Result{Floor: n.floor, Invalid: []string{}, Bands: []Band{}, Items: []ItemResult{}, Panels: []PanelResult{}}
	var votes []vote
	for _, p := range parts {
		x.Eligible, x.Returned, x.Usable = x.Eligible+p.Eligible, x.Returned+p.Returned, x.Usable+p.Usable
		votes = append(votes, p.votes...)
	}
	if !n.attendance.Reached(int64(x.Returned), int64(x.Eligible)) {
		x.Invalid = append(x.Invalid, "attendance")
	}
	few := n.veiled && x.Returned < n.floor // for so few the number of usable ballots is not revealed
	if !few && !n.usable.Reached(int64(x.Usable), int64(x.Returned)) {
		x.Invalid = append(x.Invalid, "usable")
	}
	x.Shown = len(x.Invalid) == 0 && x.Usable >= n.floor
	if n.veiled {
		hide(parts, x.Shown, n.floor)
	} else {
		hideBefore(parts, x.Shown, n.floor)
	}
	for _, p := range parts {
		switch {
		case p.State == PanelShown:
			p.Mean = mean(totals(p.votes))
		case n.veiled:
			p.Usable = 0
		}
		x.Panels = append(x.Panels, p.PanelResult)
	}
	if x.Shown {
		r.figures(&x, votes, n)
	}
	if x.Veiled = n.veiled; few {
		x.Usable = 0
	}
	return x
}

// figures computes the figures over all committees.
func (r *Round) figures(x *Result, votes []vote, n numbers) {
	all := totals(votes)
	x.Mean = mean(all)
	n.trimmed(x, all)
	x.SD = hundredths(stats.SD(points(all)))
	x.Bands = bands(all, n)
	for i, item := range r.Items {
		var marks []int64
		for _, v := range votes {
			marks = append(marks, 100*int64(v.mark.Points[i]))
		}
		x.Items = append(x.Items, ItemResult{Code: item.Code, Name: item.Name, Weight: item.Weight, Mean: mean(marks), Bands: bands(marks, n)})
	}
}

// trimmed applies rule G-4. Old results have a trimmed mean even if nothing is left
// out, and do not store the number.
func (n numbers) trimmed(x *Result, all []int64) {
	cut := n.trim.Cut(len(all))
	if cut == 0 && (n.veiled || !n.trim.Covers(len(all))) {
		return
	}
	x.Trimmed = mean(all[cut : len(all)-cut])
	if n.veiled {
		x.Removed = 2 * cut
	}
}

// totals returns the weighted marks, lowest first.
func totals(votes []vote) []int64 {
	out := make([]int64, 0, len(votes))
	for _, v := range votes {
		out = append(out, v.total)
	}
	slices.SortFunc(out, cmp.Compare[int64])
	return out
}

// mean rounds half up.
func mean(marks []int64) int64 {
	sum, n := int64(0), int64(len(marks))
	for _, m := range marks {
		sum += m
	}
	return (2*sum + n) / (2 * n)
}

func bands(marks []int64, n numbers) []Band {
	var out []Band
	for _, b := range n.bands {
		out = append(out, Band{Code: b.Code})
	}
	out = append(out, Band{Code: BandRest})
	for _, m := range marks {
		at := slices.IndexFunc(n.bands, func(b rulepack.Item) bool { return m >= 100*b.N })
		if at < 0 {
			at = len(out) - 1
		}
		out[at].Count++
	}
	return out
}

// points converts hundredths to points.
func points(marks []int64) []float64 {
	out := make([]float64, len(marks))
	for i, m := range marks {
		out[i] = float64(m) / 100
	}
	return out
}
