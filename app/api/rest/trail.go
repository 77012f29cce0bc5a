package rest

import (
	"cmp"
	"strconv"
	"time"

	"kaoji/evaluation"
)

type trailEntry struct {
	Seq     int64           `json:"seq"`
	At      time.Time       `json:"at"`
	Account string          `json:"account,omitempty"`
	Person  string          `json:"person,omitempty"`
	Name    string          `json:"name,omitempty"`
	Action  string          `json:"action"`
	Outcome string          `json:"outcome" enum:"ok,refused,failed"`
	Kind    string          `json:"kind,omitempty"`
	Record  string          `json:"record,omitempty"`
	Detail  string          `json:"detail,omitempty"`
	Address string          `json:"address,omitempty"`
	Look    evaluation.Look `json:"look,omitzero" doc:"People who were shown, and with which roles"`
	Prev    string          `json:"prev"`
	Hash    string          `json:"hash"`
}

type verdictReply struct {
	Entries  int64    `json:"entries"`
	Whole    bool     `json:"whole"`
	Findings []string `json:"findings,omitempty" doc:"What is wrong, one sentence each"`
}

func trailFilters() []Param {
	return append(paging(),
		Param{Name: "account", Doc: "Who"}, Param{Name: "action", Doc: "What", Example: "login"},
		Param{Name: "outcome", Doc: "How it ended", Choices: []string{evaluation.OutcomeOK, evaluation.OutcomeRefused, evaluation.OutcomeFailed}},
		Param{Name: "kind", Doc: "Kind of record"}, Param{Name: "record", Doc: "Record"},
		Param{Name: "from", Doc: "First day", Date: true}, Param{Name: "to", Doc: "Last day", Date: true},
	)
}

const trailPage = 50

func (a *API) trail(c *Call) error {
	f := evaluation.TrailFilter{
		Account: c.Query("account"), Action: c.Query("action"), Outcome: c.Query("outcome"),
		Kind: c.Query("kind"), Record: c.Query("record"),
	}
	if day := c.day("from"); !day.IsZero() {
		f.From = day.Time()
	}
	if day := c.day("to"); !day.IsZero() {
		f.To = day.AddDays(1).Time().Add(-time.Millisecond)
	}
	return answerTrail(c, func(before int64, limit int) ([]evaluation.TrailEntry, error) {
		return a.TrailLog.FindTrail(c.UserContext(), c.Actor().Office, f, before, true, limit)
	}, func(e *evaluation.TrailEntry) trailEntry {
		return trailEntry{
			Seq: e.Seq, At: e.At, Account: e.Account, Person: e.Person, Name: e.Name, Action: e.Action, Outcome: e.Outcome,
			Kind: e.Kind, Record: e.Record, Detail: e.Detail, Address: e.Address, Prev: e.Prev, Hash: e.Hash,
			Look: e.Look,
		}
	})
}

// answerTrail answers with a page of entries of the trail.
func answerTrail[T any](c *Call, find func(before int64, limit int) ([]evaluation.TrailEntry, error), reply func(*evaluation.TrailEntry) T) error {
	before, err := c.before()
	if err != nil {
		return err
	}
	limit := cmp.Or(c.limit(), trailPage)
	found, err := find(before, limit)
	if err != nil {
		return err
	}
	out := List[T]{Items: make([]T, 0, len(found))}
	for i := range found {
		out.Items = append(out.Items, reply(&found[i]))
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

func (a *API) verifyTrail(c *Call) error {
	var heads []evaluation.TrailHead
	if a.Heads != nil {
		var err error
		if heads, err = a.Heads(); err != nil {
			return err
		}
	}
	n, bad, err := a.Trail.Verify(c.UserContext(), c.Actor().Office, heads)
	if err != nil {
		return err
	}
	detail := strconv.FormatInt(n, 10) + " entries, " + strconv.Itoa(len(bad)) + " findings"
	if err := a.Note(c, "verify", evaluation.OutcomeOK, "", "", detail); err != nil {
		return err
	}
	return c.Answer(verdictReply{Entries: n, Whole: len(bad) == 0, Findings: bad})
}
