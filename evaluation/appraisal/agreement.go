package appraisal

import (
	"errors"
	"math"
	"slices"

	"kaoji/evaluation/stats"
)

// Agreement measures how much the raters agree about the cadres of the round: an
// intraclass correlation over the cadres whose figures are shown. Values are in
// thousandths.
type Agreement struct {
	Form   string   `json:"form"` // FormOneWay or FormTwoWay; "" if it could not be computed
	Why    string   `json:"why"`  // reason if not: "few", "equal", "alike"; "" if it could be computed
	Single int64    `json:"single" unit:"thousandths"`
	Mean   int64    `json:"mean" unit:"thousandths"` // of the mean of Raters ratings
	Low    int64    `json:"low" unit:"thousandths"`  // interval of Mean
	High   int64    `json:"high" unit:"thousandths"`
	Raters int64    `json:"raters" unit:"thousandths"` // average number for a cadre, in thousandths
	Cadres int      `json:"cadres"`
	Words  []string `json:"words"` // names of the ranges of the interval's ends (rule statistics.icc)
	Ranged bool     `json:"ranged"`
}

// The forms of an Agreement.
const (
	FormOneWay = "oneway" // ICC(1,1), ICC(1,k): each cadre has raters of its own
	FormTwoWay = "twoway" // ICC(2,1), ICC(2,k): the same raters mark every cadre
)

// Reasons why an Agreement could not be computed.
const (
	WhyFew   = "few"   // fewer than two cadres or ratings
	WhyEqual = "equal" // all marks are equal
	WhyAlike = "alike" // the cadres' means differ less than their raters do, if at all: there is no share to give
)

// agreement uses the two-way model only if every rater marked every cadre and the
// marks of each rater are stored together. Otherwise it uses the one-way model,
// which depends only on shown figures: number, mean and spread of each cadre.
// Hidden figures are not used. The mean squares are the ones used in the
// computation.
func (r *Round) agreement(tables map[string][]part, results map[string]Result, n numbers) (Agreement, stats.Squares) {
	var people []string
	var groups [][]float64
	for _, c := range r.Cadres {
		if !results[c.Person].Shown {
			continue
		}
		var votes []vote
		for _, p := range tables[c.Person] {
			votes = append(votes, p.votes...)
		}
		people = append(people, c.Person)
		groups = append(groups, points(totals(votes)))
	}
	a := Agreement{Cadres: len(people), Words: []string{}}
	var single, mean stats.Reliability
	var raters float64
	var squares stats.Squares
	var err error
	if rows := complete(tables, people, len(r.Cadres)); rows != nil {
		var forms stats.Forms
		a.Form, raters = FormTwoWay, float64(len(rows[0]))
		forms, err = stats.ICC(rows, n.confidence)
		single, mean = forms.Single2, forms.Mean2
		squares, _ = stats.TwoWaySquares(rows) // ICC has already reported what is wrong
	} else {
		a.Form = FormOneWay
		single, mean, raters, err = stats.OneWay(groups, n.confidence)
		squares, _ = stats.OneWaySquares(groups)
	}
	switch {
	case errors.Is(err, stats.ErrNoSpread):
		return Agreement{Cadres: a.Cadres, Why: WhyEqual, Words: a.Words}, squares
	case err != nil:
		return Agreement{Cadres: a.Cadres, Why: WhyFew, Words: a.Words}, squares
	case !finite(single.Value) || !finite(mean.Value):
		return Agreement{Cadres: a.Cadres, Why: WhyAlike, Words: a.Words}, squares
	}
	a.Single, a.Mean, a.Raters = thousandths(single.Value), thousandths(mean.Value), thousandths(raters)
	if finite(mean.Low) && finite(mean.High) {
		a.Ranged, a.Low, a.High = true, thousandths(mean.Low), thousandths(mean.High)
		a.Words = []string{n.word(mean.Low), n.word(mean.High)}
	}
	return a, squares
}

// complete returns a table with a row for each cadre if the same raters marked
// every cadre and nobody is hidden, otherwise nil.
func complete(tables map[string][]part, people []string, cadres int) [][]float64 {
	if len(people) < 2 || len(people) < cadres {
		return nil
	}
	var raters []string
	rows := make([][]float64, len(people))
	for i, person := range people {
		marks := map[string]float64{}
		for _, p := range tables[person] {
			if p.State == PanelNamed {
				continue
			}
			if p.State != PanelShown {
				return nil
			}
			for _, v := range p.votes {
				if v.rater == "" {
					return nil
				}
				marks[v.rater] = float64(v.total) / 100
				if i == 0 {
					raters = append(raters, v.rater)
				}
			}
		}
		if len(marks) != len(raters) {
			return nil
		}
		for _, name := range raters {
			m, ok := marks[name]
			if !ok {
				return nil
			}
			rows[i] = append(rows[i], m)
		}
	}
	return rows
}

// word returns the name of a value's range.
func (n numbers) word(v float64) string {
	name := "poor"
	for _, band := range n.icc { // in ascending order
		if v >= float64(band.N)/10000 {
			name = band.Code
		}
	}
	return name
}

// Reasons why there is no mean corrected for severity.
const (
	FairApart        = "apart"        // committees share no cadre: who is rated and who rates cannot be told apart (H-13)
	FairHidden       = "hidden"       // some committee's figure is hidden and could be found from the corrected means
	FairUnjoined     = "unjoined"     // some committee's marks are kept apart, for the raters' sake
	FairIncomplete   = "incomplete"   // somebody abstained on some cadre only: the mark of one rater could be found
	FairUndetermined = "undetermined" // the equations have no answer
)

// fair returns the means corrected for the severity of raters (H-9, H-13). They are
// computed only if they reveal nothing about single raters: every committee's
// figures are shown and every rater marked every cadre of the committee. Then they
// follow from the committees' means.
func (r *Round) fair(tables map[string][]part, results map[string]Result, n numbers) (fair map[string]int64, leniency map[string]float64, why string) {
	var ratings []stats.Rating
	sizes := map[string]int{}
	for _, c := range r.Cadres {
		if !results[c.Person].Shown {
			why = FairHidden
		}
		for _, p := range tables[c.Person] {
			if p.State == PanelHidden || p.State == PanelComplement {
				why = FairHidden
			}
			// The connection between cadres must not reveal whether a hidden
			// committee's ballots were usable.
			if len(p.votes) > 0 || n.veiled && (p.State == PanelHidden || p.State == PanelComplement) {
				ratings = append(ratings, stats.Rating{Rater: p.Committee, Ratee: c.Person})
			}
		}
	}
	if !stats.Connected(ratings) {
		return nil, nil, FairApart
	}
	if why != "" {
		return nil, nil, why
	}
	ratings = ratings[:0]
	for _, c := range r.Cadres {
		for _, p := range tables[c.Person] {
			if len(p.votes) == 0 {
				continue
			}
			if size, known := sizes[p.Committee]; known && size != len(p.votes) || len(p.votes) != p.Returned {
				return nil, nil, FairIncomplete
			}
			sizes[p.Committee] = len(p.votes)
			for _, v := range p.votes {
				if v.rater == "" {
					return nil, nil, FairUnjoined
				}
				ratings = append(ratings, stats.Rating{Rater: v.rater, Ratee: c.Person, Score: float64(v.total) / 100})
			}
		}
	}
	slices.SortFunc(ratings, compareRatings)
	corrected, byRater, err := stats.Severity(ratings)
	if err != nil {
		return nil, nil, FairUndetermined
	}
	fair = map[string]int64{}
	for person, v := range corrected {
		fair[person] = hundredths(v)
	}
	return fair, byCommittee(byRater), ""
}

func compareRatings(a, b stats.Rating) int {
	switch {
	case a.Ratee != b.Ratee:
		if a.Ratee < b.Ratee {
			return -1
		}
		return 1
	case a.Rater < b.Rater:
		return -1
	case a.Rater > b.Rater:
		return 1
	}
	return 0
}

func hundredths(v float64) int64 {
	if !finite(v) {
		return 0
	}
	return int64(math.Floor(v*100 + 0.5))
}

func thousandths(v float64) int64 { return int64(math.Floor(v*1000 + 0.5)) }

func finite(v float64) bool { return !math.IsNaN(v) && !math.IsInf(v, 0) }
