package rest

import (
	"strconv"
	"time"

	"kaoji/evaluation"
)

type lookReply struct {
	At     time.Time `json:"at"`
	Name   string    `json:"name" doc:"Who looked"`
	Roles  []string  `json:"roles"`
	Opened bool      `json:"opened" doc:"A record was opened; otherwise records were in a list"`
	Kinds  []string  `json:"kinds" doc:"Kinds of the records about the reader that were shown"`
}

// looks lists who looked at records about the reader.
func (a *API) looks(c *Call) error {
	before, err := c.before()
	if err != nil {
		return err
	}
	limit := c.limit()
	if limit == 0 {
		limit = trailPage
	}
	found, err := a.Service.Looks(c.UserContext(), a.TrailLog, c.Actor(), before, limit)
	if err != nil {
		return err
	}
	out := List[lookReply]{Items: make([]lookReply, 0, len(found))}
	for _, e := range found {
		r := lookReply{At: e.At, Name: e.Name, Roles: []string{}, Kinds: []string{}, Opened: e.Action == evaluation.ActRead}
		for _, role := range e.Look.Roles {
			r.Roles = append(r.Roles, string(role))
		}
		for _, s := range e.Look.Shown {
			r.Kinds = append(r.Kinds, s.Kind)
		}
		out.Items = append(out.Items, r)
	}
	if len(found) == limit {
		out.Next = strconv.FormatInt(found[limit-1].Seq, 10)
	}
	return c.Answer(out)
}

// before is the number of the entry of the trail before which a page begins, 0 for
// the newest.
func (c *Call) before() (int64, error) {
	cursor := c.Query("cursor")
	if cursor == "" {
		return 0, nil
	}
	n, err := strconv.ParseInt(cursor, 10, 64)
	if err != nil || n < 1 {
		return 0, badBody("error.invalid")
	}
	return n, nil
}
