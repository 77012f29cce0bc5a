package api

import (
	"cmp"
	"net/http"

	"kaoji/app/server"
	"kaoji/evaluation"
	"kaoji/evaluation/bonus"
)

// amountReply is why somebody gets an amount.
type amountReply struct {
	Person      string             `json:"person"`
	Name        string             `json:"name"`
	Amount      int64              `json:"amount" doc:"Fen"`
	Final       int64              `json:"final" doc:"Fen, with adjustments"`
	Class       string             `json:"class" doc:"Award class, empty for none; it carries no money"`
	Same        bool               `json:"same" doc:"Computing it again gives the stored amount"`
	Out         []bonus.Reason     `json:"out" doc:"Why the person takes no part"`
	Adjustments []bonus.Correction `json:"adjustments"`
	Result      []whyEntry         `json:"result" doc:"Line by line"`
}

// divisionReply is the whole division with the arithmetic of its statistics.
type divisionReply struct {
	bonus.Sheet
	Figures []whyEntry `json:"figures" doc:"How the Gini coefficient, the rank correlation and the share that level explains are computed"`
}

// bonuses are the routes of a period's division.
func (a *API) bonuses() []Route {
	get, ok := http.MethodGet, http.StatusOK
	person := []Param{{Name: "person", Doc: "Whose; the reader's own if not given"}}
	return []Route{
		{Method: get, Path: "/bonus/periods/{id}/sheet", ID: "bonus-sheet", Tag: "bonus", Summary: "Everybody's amount, computed again, held against a flat division and one by rank", Kind: bonus.KindPeriod, Reply: divisionReply{}, Status: ok, Fails: append(unfound(), evaluation.CodeState), handle: a.bonusSheet},
		{Method: get, Path: "/bonus/periods/{id}/why", ID: "bonus-why", Tag: "bonus", Summary: "Why an amount, line by line", Kind: bonus.KindPeriod, Query: person, Reply: amountReply{}, Status: ok, Fails: unfound(), handle: a.bonusWhy},
		{Method: get, Path: "/bonus/periods/{id}/posted", ID: "bonus-posted", Tag: "bonus", Summary: "What hangs out during the notice: totals by department", Kind: bonus.KindPeriod, Reply: List[bonus.Total]{}, Status: ok, Fails: unfound(), handle: a.bonusPosted},
	}
}

// bonusSheet gives everybody's amounts and notes that they were read.
func (a *API) bonusSheet(c *call) error {
	v, err := a.get(c)
	if err != nil {
		return err
	}
	s, err := a.Bonus.Sheet(c.UserContext(), c.actor(), v)
	if err == nil {
		err = a.note(c, "read", evaluation.OutcomeOK, v.Kind, v.ID, "lines")
	}
	out := divisionReply{Sheet: s, Figures: []whyEntry{}}
	for _, n := range s.Compare.Why {
		out.Figures = append(out.Figures, a.whyOf(n, server.Lang(c.Ctx)))
	}
	return one(c, out, err)
}

func (a *API) bonusWhy(c *call) error {
	v, err := a.get(c)
	if err != nil {
		return err
	}
	person := cmp.Or(c.Query("person"), c.actor().Person)
	e, err := a.Bonus.Why(c.UserContext(), c.actor(), v, person)
	if err == nil && person != c.actor().Person {
		err = a.note(c, "read", evaluation.OutcomeOK, v.Kind, v.ID, person)
	}
	out := amountReply{
		Person: e.Person, Name: e.Name, Amount: e.Amount, Final: e.Final, Class: e.Class, Same: e.Same, Out: e.Out, Adjustments: e.Adjustments, Result: []whyEntry{},
	}
	for _, n := range e.Nodes {
		out.Result = append(out.Result, a.whyOf(n, server.Lang(c.Ctx)))
	}
	return one(c, out, err)
}

func (a *API) bonusPosted(c *call) error {
	v, err := a.get(c)
	if err != nil {
		return err
	}
	totals, err := a.Bonus.Posted(c.UserContext(), v)
	return listed(c, totals, err)
}
