package main

import (
	"slices"

	"kaoji/evaluation"
	"kaoji/evaluation/appraisal"
	"kaoji/evaluation/assessment"
	"kaoji/evaluation/roster"
	"kaoji/evaluation/rulepack"
)

// rulesOn is the shipped rule pack as of a day, with texts replaced by key.
func rulesOn(d evaluation.Date, texts map[string]string) (rulepack.Frozen, error) {
	pack, err := rulepack.Builtin()
	if err != nil {
		return rulepack.Frozen{}, err
	}
	f := pack.On(d)
	f.Values = slices.Clone(f.Values)
	for i := range f.Values {
		if text, ok := texts[f.Values[i].Key]; ok {
			f.Values[i].Value = rulepack.Value{Kind: rulepack.KindText, Text: text}
		}
	}
	return f, nil
}

func init() {
	on("assessment.compute", total)
	on("assessment.quota", quota)
	on("assessment.eligibility", eligibility)
	on("appraisal.compute", appraise)
}

func total(in struct {
	Cast  []assessment.Cast `json:"cast"`
	Texts map[string]string `json:"texts"`
},
) (any, error) {
	rules, err := rulesOn(evaluation.NewDate(2026, 12, 1), in.Texts)
	if err != nil {
		return nil, err
	}
	return assessment.Compute(in.Cast, rules)
}

func quota(in struct {
	N       int  `json:"n"`
	Ceiling bool `json:"ceiling"`
},
) (any, error) {
	rules, err := rulesOn(evaluation.NewDate(2026, 12, 1), nil)
	if err != nil {
		return nil, err
	}
	c := assessment.Cycle{}
	if in.Ceiling {
		c.CeilingDocument = "-"
	}
	return c.Quota(in.N, assessment.Civil, rules)
}

func eligibility(in struct {
	Day           evaluation.Date  `json:"day"`
	Joined        evaluation.Date  `json:"joined"`
	Establishment string           `json:"establishment"`
	Absences      []roster.Absence `json:"absences"`
},
) (any, error) {
	rules, err := rulesOn(in.Day, nil)
	if err != nil {
		return nil, err
	}
	m := roster.Member{Joined: in.Joined, Establishment: in.Establishment, Absences: in.Absences}
	found, err := assessment.Eligibility(m, assessment.On(in.Day), rules)
	return map[string]any{"findings": found, "allowed": new(assessment.Sheet).Open(found)}, err
}

func appraise(in struct {
	Items      []appraisal.Item              `json:"items"`
	Cadres     []appraisal.Cadre             `json:"cadres"`
	Committees []roster.CommitteeInfo        `json:"committees"`
	Voters     []string                      `json:"voters"`
	Boxes      map[string][][]appraisal.Mark `json:"boxes"`
},
) (any, error) {
	rules, err := rulesOn(evaluation.NewDate(2026, 12, 1), nil)
	if err != nil {
		return nil, err
	}
	r := appraisal.Round{Items: in.Items, Cadres: in.Cadres, Account: true}
	if err := r.Build(in.Committees, in.Voters, rules); err != nil {
		return nil, err
	}
	results, err := r.Compute(in.Boxes, rules)
	if err != nil {
		return nil, err
	}
	return map[string]any{"panels": r.Panels, "results": results}, nil
}
