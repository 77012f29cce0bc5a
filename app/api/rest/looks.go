package rest

import (
	"cmp"
	"time"

	"kaoji/evaluation"
)

type lookReply struct {
	At     time.Time `json:"at"`
	Name   string    `json:"name" doc:"Who looked"`
	Roles  []string  `json:"roles"`
	Opened bool      `json:"opened" doc:"A record was opened; otherwise records were in a list"`
	Kinds  []string  `json:"kinds" doc:"Kinds of the records about the reader that were shown"`
	Taken  string    `json:"taken" enum:"screen,print,docx,xlsx,lrmx,lrm,file" doc:"Only shown, printed, or taken as a file of a format; file: an attachment or another format. Looks of versions that did not record it are screen"`
}

// looks lists who looked at records about the reader.
func (a *API) looks(c *Call) error {
	return answerTrail(c, func(before int64, limit int) ([]evaluation.TrailEntry, error) {
		return a.Service.Looks(c.UserContext(), a.TrailLog, c.Actor(), before, limit)
	}, lookOf)
}

// lookOf is an entry of the trail as one who was shown is told of it.
func lookOf(e *evaluation.TrailEntry) lookReply {
	r := lookReply{At: e.At, Name: e.Name, Roles: []string{}, Kinds: []string{}, Opened: e.Action == evaluation.ActRead, Taken: cmp.Or(string(e.Look.Taken), "screen")}
	for _, role := range e.Look.Roles {
		r.Roles = append(r.Roles, string(role))
	}
	for _, s := range e.Look.Shown {
		r.Kinds = append(r.Kinds, s.Kind)
	}
	return r
}
