// Package bonus contains the API operations of measure 4 that are not acts on
// records.
package bonus

import (
	"cmp"
	"net/http"

	"kaoji/app/api/rest"
	"kaoji/app/server"
	"kaoji/evaluation"
	"kaoji/evaluation/bonus"
)

// amountReply explains a person's amount.
type amountReply struct {
	Person      string             `json:"person"`
	Name        string             `json:"name"`
	Amount      int64              `json:"amount" doc:"Fen"`
	Final       int64              `json:"final" doc:"Fen, with adjustments"`
	Class       string             `json:"class" doc:"Award class, empty for none; it carries no money"`
	Same        bool               `json:"same" doc:"Computing it again gives the stored amount"`
	Out         []bonus.Reason     `json:"out" doc:"Why the person takes no part"`
	Adjustments []bonus.Correction `json:"adjustments"`
	Result      []rest.WhyEntry    `json:"result" doc:"Line by line"`
}

// divisionReply is the whole division with the arithmetic of its statistics.
type divisionReply struct {
	bonus.Sheet
	Figures []rest.WhyEntry `json:"figures" doc:"How the Gini coefficient, the rank correlation and the share that level explains are computed"`
}

type operations struct{ *rest.API }

// Operations returns the routes of a period's division.
func Operations(of *rest.API) []rest.Route {
	a := &operations{of}
	get, ok := http.MethodGet, http.StatusOK
	person := []rest.Param{{Name: "person", Doc: "Whose; the reader's own if not given"}}
	return []rest.Route{
		{Method: get, Path: "/bonus/periods/{id}/sheet", ID: "bonus-sheet", Tag: "bonus", Summary: "Everybody's amount, computed again, held against a flat division and one by rank", Kind: bonus.KindPeriod, Reply: divisionReply{}, Status: ok, Fails: append(rest.Unfound(), evaluation.CodeState), Handle: rest.About(of, a.bonusSheet)},
		{Method: get, Path: "/bonus/periods/{id}/why", ID: "bonus-why", Tag: "bonus", Summary: "Why an amount, line by line", Kind: bonus.KindPeriod, Query: person, Reply: amountReply{}, Status: ok, Fails: rest.Unfound(), Handle: rest.About(of, a.bonusWhy)},
		{Method: get, Path: "/bonus/periods/{id}/posted", ID: "bonus-posted", Tag: "bonus", Summary: "What hangs out during the notice: totals by department", Kind: bonus.KindPeriod, Reply: rest.List[bonus.Total]{}, Status: ok, Fails: rest.Unfound(), Handle: rest.AllAbout(of, a.bonusPosted)},
	}
}

// bonusSheet returns everybody's amounts and records in the trail that they were
// read.
func (a *operations) bonusSheet(c *rest.Call, v evaluation.View) (divisionReply, error) {
	s, err := a.Bonus.Sheet(c.UserContext(), v)
	if err == nil {
		err = a.Note(c, "read", evaluation.OutcomeOK, v.Kind, v.ID, "lines")
	}
	out := divisionReply{Sheet: s, Figures: []rest.WhyEntry{}}
	for _, n := range s.Compare.Why {
		out.Figures = append(out.Figures, a.WhyOf(n, server.Lang(c.Ctx)))
	}
	return out, err
}

func (a *operations) bonusWhy(c *rest.Call, v evaluation.View) (amountReply, error) {
	person := cmp.Or(c.Query("person"), c.Actor().Person)
	e, err := a.Bonus.Why(c.UserContext(), c.Actor(), v, person)
	if err == nil && person != c.Actor().Person {
		err = a.Note(c, "read", evaluation.OutcomeOK, v.Kind, v.ID, person)
	}
	out := amountReply{
		Person: e.Person, Name: e.Name, Amount: e.Amount, Final: e.Final, Class: e.Class, Same: e.Same, Out: e.Out, Adjustments: e.Adjustments, Result: []rest.WhyEntry{},
	}
	for _, n := range e.Nodes {
		out.Result = append(out.Result, a.WhyOf(n, server.Lang(c.Ctx)))
	}
	return out, err
}

func (a *operations) bonusPosted(c *rest.Call, v evaluation.View) ([]bonus.Total, error) {
	return a.Bonus.Posted(c.UserContext(), v)
}
