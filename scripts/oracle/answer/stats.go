package main

import (
	"errors"

	"kaoji/evaluation/stats"
)

type series struct {
	X          []num    `json:"x"`
	Y          []num    `json:"y"`
	Rows       [][]num  `json:"rows"`
	Groups     []string `json:"groups"`
	Share      num      `json:"share"`
	Confidence num      `json:"confidence"`
}

type counted struct {
	X     int `json:"x"`
	N     int `json:"n"`
	Mu    num `json:"mu"`
	Alpha num `json:"alpha"`
	Z     num `json:"z"`
}

func init() {
	on("stats.poisson_upper", func(in counted) (any, error) { return num(stats.PoissonUpper(in.X, float64(in.Mu))), nil })
	on("stats.poisson_lower", func(in counted) (any, error) { return num(stats.PoissonLower(in.X, float64(in.Mu))), nil })
	on("stats.poisson_limit", func(in counted) (any, error) {
		return stats.PoissonLimit(float64(in.Mu), float64(in.Alpha)), nil
	})
	on("stats.funnel", func(in counted) (any, error) {
		low, high := stats.FunnelLimits(float64(in.Mu), float64(in.Alpha))
		return []int{low, high}, nil
	})
	on("stats.wilson", func(in counted) (any, error) {
		low, high := stats.Wilson(in.X, in.N, float64(in.Z))
		return []num{num(low), num(high)}, nil
	})
	on("stats.bh", func(in series) (any, error) { return nums(stats.BenjaminiHochberg(floats(in.X))), nil })
	on("stats.mean", func(in series) (any, error) { return num(stats.Mean(floats(in.X))), nil })
	on("stats.sd", func(in series) (any, error) { return num(stats.SD(floats(in.X))), nil })
	on("stats.trimmed", func(in series) (any, error) { return num(stats.TrimmedMean(floats(in.X), float64(in.Share))), nil })
	on("stats.gini", func(in series) (any, error) { return num(stats.Gini(floats(in.X))), nil })
	on("stats.ranks", func(in series) (any, error) { return nums(stats.Ranks(floats(in.X))), nil })
	on("stats.spearman", func(in series) (any, error) { return num(stats.Spearman(floats(in.X), floats(in.Y))), nil })
	on("stats.eta", func(in series) (any, error) { return num(stats.EtaSquared(floats(in.X), in.Groups)), nil })
	on("stats.alpha", func(in series) (any, error) {
		a, err := stats.Alpha(table(in.Rows))
		return num(a), err
	})
	on("stats.icc", icc)
	on("stats.oneway", oneWay)
	on("stats.severity", severity)
}

func reliability(r stats.Reliability) []num { return []num{num(r.Value), num(r.Low), num(r.High)} }

func icc(in series) (any, error) {
	f, err := stats.ICC(table(in.Rows), float64(in.Confidence))
	if err != nil {
		return nil, err
	}
	return map[string][]num{
		"1,1": reliability(f.Single1), "2,1": reliability(f.Single2), "3,1": reliability(f.Single3),
		"1,k": reliability(f.Mean1), "2,k": reliability(f.Mean2), "3,k": reliability(f.Mean3),
	}, nil
}

func oneWay(in series) (any, error) {
	single, mean, k0, err := stats.OneWay(table(in.Rows), float64(in.Confidence))
	if err != nil {
		return nil, err
	}
	return map[string][]num{"1,1": reliability(single), "1,k": reliability(mean), "k0": {num(k0)}}, nil
}

func severity(in []stats.Rating) (any, error) {
	connected := stats.Connected(in)
	fair, leniency, err := stats.Severity(in)
	switch {
	case errors.Is(err, stats.ErrDisconnected):
		return map[string]any{"connected": connected, "refused": true}, nil
	case err != nil:
		return nil, err
	}
	return map[string]any{"connected": connected, "fair": named(fair), "leniency": named(leniency)}, nil
}
