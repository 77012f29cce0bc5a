package rest

import (
	"strings"

	"kaoji/app/server"
	"kaoji/evaluation"
)

func (a *API) todo(c *Call) error {
	return a.inPage(c, a.Service.Todo, evaluation.Query{Limit: c.limit(), Cursor: c.Query("cursor")})
}

// taskReply is an evaluation.Task.
type taskReply struct {
	Kind    string   `json:"kind"`
	State   string   `json:"state"`
	Urgency string   `json:"urgency" enum:"overdue,today,week,later,undated" doc:"week: within the next seven days"`
	N       int64    `json:"n" doc:"Number of records"`
	Units   []string `json:"units" doc:"Ids of the departments that they belong to"`
	Records []Record `json:"records" doc:"The first of them by deadline; all if they are few, each with its usual act"`
}

func (a *API) tasks(c *Call) error {
	tasks, err := a.Service.Tasks(c.UserContext(), c.Actor())
	if err != nil {
		return err
	}
	replies := make([]taskReply, 0, len(tasks))
	for i := range tasks {
		t := &tasks[i]
		reply := taskReply{Kind: t.Kind, State: string(t.State), Urgency: string(t.Urgency), N: t.N, Units: append([]string{}, t.Units...)}
		for j := range t.Views {
			reply.Records = append(reply.Records, recordOf(&t.Views[j], c.unsettled))
		}
		replies = append(replies, reply)
	}
	return c.Answer(List[taskReply]{Items: replies})
}

func (a *API) everything(c *Call) error { return a.list(c, c.query()) }

type fileReply struct {
	ID     string `json:"id" format:"uuid" doc:"What an act's input names"`
	Name   string `json:"name"`
	Type   string `json:"type" doc:"Found from the content"`
	Size   int    `json:"size" doc:"Bytes"`
	SHA256 string `json:"sha256"`
}

const defaultFileName = "file"

// upload reads one file from the whole body.
func (a *API) upload(c *Call) error {
	content := c.Request().Body()
	if len(content) == 0 {
		return badBody("api.body.empty")
	}
	name := c.Query("name", defaultFileName)
	content, err := server.OnlyForms(name, content)
	if err != nil {
		return err
	}
	b, err := server.Attachment(name, content)
	if err != nil {
		return err
	}
	b.Office, b.ID, b.Owner, b.Created = c.Actor().Office, a.NewID(), c.Actor().Account, a.Now()
	if err := a.Blobs.PutBlob(c.UserContext(), b, content); err != nil {
		return err
	}
	return c.Answer(fileReply{ID: b.ID, Name: b.Name, Type: b.Type, Size: len(content), SHA256: b.SHA256})
}

// getFile sends an attachment to a reader who may see the field of the record that
// contains it.
func (a *API) getFile(c *Call) error {
	v, err := a.Get(c)
	if err != nil {
		return err
	}
	missing := evaluation.Fail(evaluation.CodeNotFound, "error.not_found")
	id := c.Params("file")
	b, err := a.Blobs.BlobInfo(c.UserContext(), v.Office, id)
	if err != nil {
		return err
	}
	if b.Record != v.ID || !strings.Contains(string(v.Payload), `"`+id+`"`) {
		return missing
	}
	return server.SendBlob(c.Ctx, a.Blobs, &b)
}
