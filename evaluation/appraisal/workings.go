package appraisal

import (
	"fmt"
	"math"
	"strings"

	"kaoji/evaluation/desk"
	"kaoji/evaluation/stats"
)

// workings are intermediate figures between the ballots and the results of a round,
// used for explanations. They reveal nothing that does not follow from shown
// figures: the spread follows from the standard deviation, mean squares from means
// and standard deviations (in the two-way model also from the coefficient), the
// leniency of committees from their means.
type workings struct {
	spread     map[string]float64 // Σ(x − mean)², by cadre, in points
	squares    stats.Squares      // of the agreement
	leniency   map[string]float64 // how much higher a committee marks than the others, in points
	confidence float64            // of the interval of the agreement
}

// squaresAbout returns the sum of squared differences of a cadre's marks from their
// mean.
func squaresAbout(parts []part) float64 {
	var votes []vote
	for _, p := range parts {
		votes = append(votes, p.votes...)
	}
	marks := points(totals(votes))
	if len(marks) == 0 {
		return 0
	}
	m, sum := stats.Mean(marks), 0.0
	for _, x := range marks {
		sum += (x - m) * (x - m)
	}
	return sum
}

// byCommittee returns the mean leniency of the raters of each committee.
func byCommittee(byRater map[string]float64) map[string]float64 {
	sum, n := map[string]float64{}, map[string]float64{}
	for rater, v := range byRater {
		committee, _, _ := strings.Cut(rater, "#")
		sum[committee], n[committee] = sum[committee]+v, n[committee]+1
	}
	for committee := range sum {
		sum[committee] /= n[committee]
	}
	return sum
}

// spreadNode explains the standard deviation.
func spreadNode(x Result, spread float64) desk.Node {
	formula := ""
	if x.Usable > 1 {
		formula = fmt.Sprintf("√(%.2f ÷ (%d − 1)) ≈ %s", spread, x.Usable, points2(x.SD))
	}
	return node("appraisal.why.sd", points2(x.SD), formula, "")
}

// agreementNode explains the intraclass correlation with its mean squares and its
// interval.
func agreementNode(a Agreement, w workings) desk.Node {
	if a.Why != "" {
		return node("appraisal.why.agreement."+a.Why, "—", "", "statistics.icc")
	}
	s := w.squares
	out := node("appraisal.why.agreement."+a.Form, decimals(a.Mean), "", "statistics.icc", "cadres", a.Cadres, "raters", decimals(a.Raters))
	square := func(key string, v float64) {
		out.Children = append(out.Children, node("appraisal.why.square."+key, fmt.Sprintf("%.3f", v), "", ""))
	}
	square("targets", s.Targets)
	if a.Form == FormOneWay {
		square("within", s.Within)
		out.Formula = fmt.Sprintf("(%.3f − %.3f) ÷ %.3f ≈ %s", s.Targets, s.Within, s.Targets, decimals(a.Mean))
	} else {
		square("judges", s.Judges)
		square("residual", s.Residual)
		out.Formula = fmt.Sprintf("(%.3f − %.3f) ÷ (%.3f + (%.3f − %.3f) ÷ %.0f) ≈ %s", s.Targets, s.Residual, s.Targets, s.Judges, s.Residual, s.N, decimals(a.Mean))
	}
	if a.Ranged {
		out.Children = append(out.Children, rangeNode(a, w))
	}
	return out
}

// rangeNode explains the interval from the quantiles of F.
func rangeNode(a Agreement, w workings) desk.Node {
	s := w.squares
	out := node("appraisal.why.range", fmt.Sprintf("%s – %s", decimals(a.Low), decimals(a.High)), "", "statistics.confidence", "confidence", int(math.Round(100*w.confidence)))
	switch {
	case a.Form == FormOneWay && s.Within > 0:
		up, down := s.OneWayQuantiles(w.confidence)
		f := s.Targets / s.Within
		out.Formula = fmt.Sprintf("1 − %.3f ÷ %.3f ≈ %s；1 − 1 ÷ (%.3f × %.3f) ≈ %s", up, f, decimals(a.Low), f, down, decimals(a.High))
	case a.Form == FormTwoWay && s.Residual > 0:
		up, down := s.TwoWayQuantiles(w.confidence)
		noise := s.K*s.Judges + (s.K*s.N-s.K-s.N)*s.Residual
		var steps []string
		for _, end := range []struct {
			targets float64
			reached int64
		}{{s.Targets / up, a.Low}, {s.Targets * down, a.High}} {
			r := s.N * (end.targets - s.Residual) / (noise + s.N*end.targets)
			formula := fmt.Sprintf("%.0f×(%.3f − %.3f) ÷ (%.3f + %.0f×%.3f) ≈ %.4f", s.N, end.targets, s.Residual, noise, s.N, end.targets, r)
			out.Children = append(out.Children, node("appraisal.why.single", fmt.Sprintf("%.4f", r), formula, ""))
			steps = append(steps, fmt.Sprintf("%.0f×%.4f ÷ (1 + %.0f×%.4f) ≈ %s", s.K, r, s.K-1, r, decimals(end.reached)))
		}
		out.Formula = strings.Join(steps, "；")
	}
	return out
}

// fairNode explains the mean corrected for the leniency of the committees: mean − Σ
// n·leniency ÷ Σ n.
func fairNode(x Result, w workings) desk.Node {
	if x.FairWhy != "" {
		return node("appraisal.why.fair."+x.FairWhy, "—", "", "statistics.connected")
	}
	out := node("appraisal.why.fair", points2(x.Fair), "", "statistics.severity")
	var up []string
	sum, ballots := int64(0), int64(0)
	for _, p := range x.Panels {
		if p.State != PanelShown {
			continue
		}
		above := hundredths(w.leniency[p.Committee])
		up = append(up, fmt.Sprintf("%d×(%s)", p.Usable, points2(above)))
		sum, ballots = sum+int64(p.Usable)*above, ballots+int64(p.Usable)
		out.Children = append(out.Children, node("appraisal.why.leniency", points2(above), "", "", "name", p.Name))
	}
	if ballots == 0 {
		return out
	}
	sign := "≈"
	if (2*(x.Mean*ballots-sum)+ballots)/(2*ballots) == x.Fair {
		sign = "="
	}
	out.Formula = fmt.Sprintf("%s − (%s) ÷ %d %s %s", points2(x.Mean), strings.Join(up, " + "), ballots, sign, points2(x.Fair))
	return out
}
