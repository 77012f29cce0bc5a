package api

import (
	"net/http"

	"kaoji/evaluation"
	"kaoji/evaluation/roster"
	"kaoji/evaluation/rotation"
)

// rotating are the routes of measure 8 beside its records.
func (a *API) rotating() []Route {
	get := http.MethodGet
	return append(a.movePlans(), []Route{
		{Method: get, Path: "/rotation/tenure", ID: "rotation-tenure", Tag: "rotation", Summary: "Continuous time in the post as of a day, of those whom the reader may see", Query: asOf(), Reply: List[rotation.Tenure]{}, Status: http.StatusOK, handle: a.tenure},
		{Method: get, Path: "/rotation/newcomers", ID: "rotation-newcomers", Tag: "rotation", Summary: "Newcomers as of a day, whoever has no mentor first", Query: asOf(), Reply: List[rotation.Newcomer]{}, Status: http.StatusOK, handle: a.newcomers},
	}...)
}

func (a *API) tenure(c *call) error {
	who := c.actor()
	if len(a.Policy.Reach(who.Roles, rotation.KindCase)) == 0 {
		return evaluation.Fail(evaluation.CodeForbidden, "error.forbidden")
	}
	list, err := a.Rotation.Tenures(c.UserContext(), who.Office, a.day(c), func(day *roster.Snapshot) rotation.Sees {
		return rotation.Sight(a.Policy, who, day)
	})
	if err != nil {
		return err
	}
	if list == nil {
		list = []rotation.Tenure{}
	}
	return c.answer(List[rotation.Tenure]{Items: list})
}

func (a *API) newcomers(c *call) error {
	who := c.actor()
	if len(a.Policy.Reach(who.Roles, rotation.KindMentoring)) == 0 {
		return evaluation.Fail(evaluation.CodeForbidden, "error.forbidden")
	}
	day := a.day(c)
	list, err := a.Rotation.Newcomers(c.UserContext(), who.Office, day)
	if err != nil {
		return err
	}
	book, err := a.Roster.Book(c.UserContext(), who.Office)
	if err != nil {
		return err
	}
	snap := book.On(day)
	sees := rotation.SightOfMentoring(a.Policy, who, snap)
	seen := []rotation.Newcomer{}
	for _, n := range list {
		if m, here := snap.Member(n.Person); here && sees(&m) {
			seen = append(seen, n)
		}
	}
	return c.answer(List[rotation.Newcomer]{Items: seen})
}
