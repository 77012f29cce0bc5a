// Package rotation contains the API operations of measure 8 that are not acts on
// records.
package rotation

import (
	"net/http"

	"kaoji/app/api/rest"
	"kaoji/evaluation/rotation"
)

type operations struct{ *rest.API }

// Operations returns the routes of measure 8 that are not acts.
func Operations(of *rest.API) []rest.Route {
	a := &operations{of}
	get := http.MethodGet
	return append(a.movePlans(), []rest.Route{
		{Method: get, Path: "/rotation/tenure", ID: "rotation-tenure", Tag: "rotation", Summary: "Continuous time in the post as of a day, of those whom the reader may see", Query: rest.AsOf(), Reply: rest.List[rotation.Tenure]{}, Status: http.StatusOK, Reaches: []string{rotation.KindCase}, Handle: a.tenure},
		{Method: get, Path: "/rotation/newcomers", ID: "rotation-newcomers", Tag: "rotation", Summary: "Newcomers as of a day, whoever has no mentor first", Query: rest.AsOf(), Reply: rest.List[rotation.Newcomer]{}, Status: http.StatusOK, Reaches: []string{rotation.KindMentoring}, Handle: a.newcomers},
	}...)
}

func (a *operations) tenure(c *rest.Call) error {
	who := c.Actor()
	sees, err := rotation.SightOfTenure(c.UserContext(), a.Service, who, a.Day(c))
	if err != nil {
		return err
	}
	list, err := a.Rotation.Tenures(c.UserContext(), who.Office, a.Day(c), sees)
	var people []string
	for i := range list {
		people = append(people, list[i].Person)
	}
	if err == nil {
		err = a.Service.LookedAt(c.UserContext(), who, rotation.KindCase, people...)
	}
	return rest.Listed(c, list, err)
}

func (a *operations) newcomers(c *rest.Call) error {
	who := c.Actor()
	day := a.Day(c)
	list, err := a.Rotation.Newcomers(c.UserContext(), who.Office, day)
	if err != nil {
		return err
	}
	book, err := a.Roster.Book(c.UserContext(), who.Office)
	if err != nil {
		return err
	}
	snap := book.On(day)
	sees, err := rotation.SightOfMentoring(c.UserContext(), a.Service, who, day)
	if err != nil {
		return err
	}
	var seen []rotation.Newcomer
	var people []string
	for _, n := range list {
		if m, here := snap.Member(n.Person); here && sees(&m) {
			seen, people = append(seen, n), append(people, n.Person)
		}
	}
	return rest.Listed(c, seen, a.Service.LookedAt(c.UserContext(), who, rotation.KindMentoring, people...))
}
