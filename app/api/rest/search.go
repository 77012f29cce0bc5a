package rest

import (
	"kaoji/app/measures"
	"kaoji/app/server"
	"kaoji/evaluation"
	"kaoji/evaluation/roster"
)

type searchReply struct {
	People  []personReply `json:"people" doc:"By name, pinyin, initials or staff number; also those who have left"`
	Records []Record      `json:"records" doc:"By their number and title, newest first"`
	Rules   []ruleReply   `json:"rules" doc:"Of today, by title, source and key; none for those who may not read the rules"`
	More    []string      `json:"more" enum:"people,records,rules" doc:"The sorts of which there are more than the 100 that are listed"`
}

type personReply struct {
	ID   string `json:"id"`
	No   string `json:"no,omitempty" doc:"Staff number"`
	Name string `json:"name"`
	Left bool   `json:"left,omitempty" doc:"Has left the office"`
}

func searching() []Param {
	return []Param{{Name: "q", Doc: "What is looked for; records need two Chinese characters or the beginning of another word. Only the first 60 characters count", Example: "慰问 2026"}}
}

// search finds what the reader may see: see measures.Core.Search.
func (a *API) search(c *Call) error {
	found, err := a.Search(c.UserContext(), c.Actor(), server.Lang(c.Ctx), c.Query("q"))
	if err != nil {
		return err
	}
	out := searchReply{People: []personReply{}, Records: []Record{}, Rules: []ruleReply{}, More: []string{}}
	var shown []string
	for _, hit := range found.People.Items {
		out.People, shown = append(out.People, personOf(hit)), append(shown, hit.ID)
	}
	if err := a.Service.LookedAt(c.UserContext(), c.Actor(), roster.KindPerson, shown...); err != nil {
		return err
	}
	for i := range found.Records.Items {
		out.Records = append(out.Records, recordOf(&found.Records.Items[i], c.unsettled))
	}
	for _, e := range found.Rules.Items {
		out.Rules = append(out.Rules, ruleReply{e, e.Verified()})
	}
	for _, of := range []struct {
		sort string
		more bool
	}{{"people", found.People.More}, {"records", found.Records.More}, {"rules", found.Rules.More}} {
		if of.more {
			out.More = append(out.More, of.sort)
		}
	}
	return c.Answer(out)
}

func personOf(hit measures.PersonHit) personReply {
	r := personReply{ID: hit.ID, Name: hit.Person.Name, Left: !hit.Person.Left.IsZero()}
	if evaluation.Shown(hit.Fields, "no") {
		r.No = hit.Person.No
	}
	return r
}
