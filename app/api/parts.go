package api

import (
	"kaoji/evaluation"
	"kaoji/evaluation/assessment"
)

func unfound() []evaluation.Code { return []evaluation.Code{evaluation.CodeNotFound} }

type checkReply struct {
	Level  string `json:"level" enum:"stop,warn,fine"`
	Key    string `json:"key" doc:"For programs"`
	Text   string `json:"text" doc:"In the language of the request"`
	Then   string `json:"then,omitempty" doc:"What follows from it, in words"`
	Name   string `json:"name,omitempty"`
	Person string `json:"person,omitempty" doc:"Entry of the roster to mend"`
	Unit   string `json:"unit,omitempty" doc:"Department to mend"`
	Record string `json:"record,omitempty" doc:"Entry of the roster to mend, person or committee"`
}

type whyReply struct {
	Version string   `json:"version" doc:"Of the rule pack"`
	Differs bool     `json:"differs" doc:"Working it out again from the ballots gives something else"`
	Result  whyEntry `json:"result"`
}

// whyEntry is one figure with those that it is made of.
type whyEntry struct {
	Label   string     `json:"label"`
	Value   string     `json:"value"`
	Formula string     `json:"formula,omitempty"`
	Rule    string     `json:"rule,omitempty" doc:"Key in the rule pack"`
	From    []whyEntry `json:"from,omitempty"`
}

// listed answers with a whole list.
func listed[T any](c *call, items []T, err error) error {
	if err != nil {
		return err
	}
	return c.answer(List[T]{Items: append([]T{}, items...)})
}

// one answers with a value.
func one[T any](c *call, v T, err error) error {
	if err != nil {
		return err
	}
	return c.answer(v)
}

func (a *API) whyOf(n assessment.Node, lang string) whyEntry {
	e := whyEntry{Label: a.Text.Say(lang, n.Label), Value: n.Value, Formula: n.Formula, Rule: n.Rule}
	for _, child := range n.Children {
		e.From = append(e.From, a.whyOf(child, lang))
	}
	return e
}
