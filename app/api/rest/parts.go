package rest

import (
	"kaoji/app/server"
	"kaoji/evaluation"
	"kaoji/evaluation/assessment"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/roster"
)

func Unfound() []evaluation.Code { return []evaluation.Code{evaluation.CodeNotFound} }

type CheckReply struct {
	Level  string `json:"level" enum:"stop,warn,fine"`
	Key    string `json:"key" doc:"For programs"`
	Text   string `json:"text" doc:"In the language of the request"`
	Then   string `json:"then,omitempty" doc:"What follows from it, in words"`
	Name   string `json:"name,omitempty"`
	Person string `json:"person,omitempty" doc:"Entry of the roster to mend"`
	Unit   string `json:"unit,omitempty" doc:"Department to mend"`
	Record string `json:"record,omitempty" doc:"Entry of the roster to mend, person or committee"`
}

// Checks converts the results of a pre-flight check.
func (a *API) Checks(c *Call, list []desk.Check) ([]CheckReply, error) {
	out := make([]CheckReply, 0, len(list))
	for _, k := range list {
		r := CheckReply{Level: k.Level, Key: k.Say.Key, Text: a.Text.Say(server.Lang(c.Ctx), k.Say), Name: k.Name, Person: k.Person, Unit: k.Unit, Record: k.Record}
		if k.Then.Key != "" {
			r.Then = a.Text.Say(server.Lang(c.Ctx), k.Then)
		}
		out = append(out, r)
	}
	return out, a.Service.LookedAt(c.UserContext(), c.Actor(), roster.KindPerson, desk.PeopleIn(list)...)
}

type WhyReply struct {
	Version string   `json:"version" doc:"Of the rule pack"`
	Differs bool     `json:"differs" doc:"Working it out again from the ballots gives something else"`
	Result  WhyEntry `json:"result"`
}

// WhyEntry is one figure and its parts.
type WhyEntry struct {
	Label   string     `json:"label"`
	Value   string     `json:"value"`
	Formula string     `json:"formula,omitempty"`
	Rule    string     `json:"rule,omitempty" doc:"Key in the rule pack"`
	From    []WhyEntry `json:"from,omitempty"`
}

// Listed answers with a complete list.
func Listed[T any](c *Call, items []T, err error) error {
	if err != nil {
		return err
	}
	return c.Answer(List[T]{Items: append([]T{}, items...)})
}

// One answers with a value.
func One[T any](c *Call, v T, err error) error {
	if err != nil {
		return err
	}
	return c.Answer(v)
}

// About answers with information about the record in the address, as far as the
// reader may see it.
func About[T any](a *API, say func(*Call, evaluation.View) (T, error)) func(*Call) error {
	return func(c *Call) error {
		v, err := a.Get(c)
		if err != nil {
			return err
		}
		said, err := say(c, v)
		return One(c, said, err)
	}
}

// AllAbout is About for a list.
func AllAbout[T any](a *API, say func(*Call, evaluation.View) ([]T, error)) func(*Call) error {
	return func(c *Call) error {
		v, err := a.Get(c)
		if err != nil {
			return err
		}
		said, err := say(c, v)
		return Listed(c, said, err)
	}
}

func (a *API) WhyOf(n assessment.Node, lang string) WhyEntry {
	e := WhyEntry{Label: a.Text.Say(lang, n.Label), Value: n.Value, Formula: n.Formula, Rule: n.Rule}
	for _, child := range n.Children {
		e.From = append(e.From, a.WhyOf(child, lang))
	}
	return e
}
