// Package stats contains the statistics that the measures use, each with its
// source. Functions are pure and never panic, for any input.
//
//	PoissonUpper, PoissonLimit  exact tail of the Poisson distribution (rules H-19, H-21)
//	BenjaminiHochberg           false discovery rate, Benjamini & Hochberg 1995 (rule H-22)
//	FunnelLimits                exact prediction limits, Spiegelhalter 2005 (rules H-18 to H-21)
//	Mean, TrimmedMean, SD       location and spread (rule G-4)
//	ICC                         six forms of Shrout & Fleiss 1979, intervals after McGraw & Wong 1996 (rule H-15)
//	OneWay                      ICC(1,1) and ICC(1,k) for unequal groups of raters (rule H-15)
//	Connected, Severity         additive model of ratee and rater (rules H-13, H-14)
//	Alpha                       Cronbach 1951 (rule H-16)
//	Gini                        how unequal amounts are (Gini 1912)
//	Spearman, Ranks             rank correlation with ties (Spearman 1904, Kendall 1948)
//	EtaSquared                  share of variance that groups explain (Fisher 1925)
//	Wilson, Margin              interval and margin of error of a share (rule G-5)
package stats
