package rest

import (
	"net/http"
	"strings"
	"time"

	"kaoji/app/server"
	"kaoji/evaluation"
	"kaoji/evaluation/batch"
)

// Chosen are the records of an act with many.
type Chosen struct {
	Items []ChosenItem `json:"items" minLength:"1" maxLength:"500" doc:"The records, each with the version that was seen"`
}

// ChosenItem is one of them.
type ChosenItem struct {
	ID      string `json:"id" maxLength:"64" doc:"Record" example:"0197a3c2-7d1e-7000-8000-00000000002a"`
	Version int    `json:"version" minimum:"1" maximum:"1000000000" doc:"Its version that was seen" example:"7"`
}

// Batch is what became of each record.
type Batch struct {
	Items []BatchItem `json:"items"`
}

// BatchItem is what became of one record.
type BatchItem struct {
	ID      string `json:"id"`
	Result  string `json:"result" enum:"done,refused,changed,waiting" doc:"done; refused; changed meanwhile; waiting: not tried yet, repeat the request with the same key"`
	Version int64  `json:"version" doc:"After the act; of others the one that was seen"`
	Title   string `json:"title,omitempty" doc:"Why it was refused"`
}

func (a *API) ofMany(base, id string, act *evaluation.Act) Route {
	return Route{
		Method: http.MethodPost, Path: base + "/acts/" + act.Name, ID: id + "-" + strings.ReplaceAll(act.Name, "_", "-") + "-many", Act: act.Name,
		Summary: "Act on many records: " + spaced(act.Name), Input: act.Run.Input, Reason: act.Reason, Record: true, Many: true, Keyed: true, Reply: Batch{},
		Fails: []evaluation.Code{evaluation.CodeInvalid, evaluation.CodeForbidden, evaluation.CodeConflict}, Handle: a.actOnMany,
	}
}

// manyPatience is how long a request waits for its records. Later ones are dealt with in
// the background.
const manyPatience = 8 * time.Second

// actOnMany does an act with each of the records. With a key the run is stored under it,
// so that the same request goes on instead of beginning again.
func (a *API) actOnMany(c *Call) error {
	run := batch.Run{Kind: c.kind.Name, Act: c.route.Act}
	for _, item := range c.chosen.Items {
		run.Rows = append(run.Rows, batch.Row{ID: item.ID, Version: int64(item.Version)})
	}
	change := evaluation.Change{Input: c.in, Reason: c.reason}
	if key := c.Get(headerKey); key != "" {
		if len(key) > longest {
			return evaluation.Fail(evaluation.CodeInvalid, "api.key_long", "max", longest)
		}
		run.ID = digest(c.Actor().Account + "\x00" + c.route.ID + "\x00" + key)
		run.Sum = digest(string(c.Request().Body()))
	}
	known, err := a.Runs().Get(c.UserContext(), c.Actor(), run.ID)
	switch {
	case run.ID == "" || evaluation.CodeOf(err) == evaluation.CodeNotFound:
		if known, err = a.Runs().Choose(c.UserContext(), c.Actor(), run); err != nil {
			return err
		}
	case err != nil:
		return err
	case known.Sum != run.Sum:
		return evaluation.Fail(evaluation.CodeInvalid, "api.key_reused")
	}
	run, err = a.Runs().Begin(c.UserContext(), c.Actor(), known, known.Rows, change, manyPatience)
	if err != nil {
		return err
	}
	return c.Answer(a.batchOf(c, &run))
}

func (a *API) batchOf(c *Call, run *batch.Run) Batch {
	out := Batch{Items: make([]BatchItem, 0, len(run.Rows))}
	for i := range run.Rows {
		row := &run.Rows[i]
		item := BatchItem{ID: row.ID, Result: string(row.Result), Version: row.Version}
		switch row.Result {
		case batch.Refused:
			item.Title = a.Text.Say(server.Lang(c.Ctx), row.Why)
		case batch.Waiting:
			item.Result = "waiting"
		}
		out.Items = append(out.Items, item)
	}
	return out
}
