package rest

import (
	"cmp"
	"time"

	"kaoji/app/server"
	"kaoji/evaluation"
)

type noticeReply struct {
	ID     string    `json:"id" doc:"To mark it as read"`
	At     time.Time `json:"at"`
	Act    string    `json:"act" doc:"That was done"`
	Read   bool      `json:"read"`
	Record Record    `json:"record" doc:"As the reader sees it now, in brief"`
}

type noticeInput struct {
	ID string `json:"id,omitempty" maxLength:"300" doc:"Of one notification; all are marked if it is left out"`
}

// notices lists what the reader is told of, newest first.
func (a *API) notices(c *Call) error {
	found, err := a.Service.Notified(c.UserContext(), c.Actor(), c.Query("cursor"), cmp.Or(c.limit(), evaluation.DefaultLimit))
	if err != nil {
		return err
	}
	out := List[noticeReply]{Items: []noticeReply{}, Next: found.Next}
	for i := range found.List {
		n := &found.List[i]
		out.Items = append(out.Items, noticeReply{n.ID, n.At, n.Act, n.Read, recordOf(&n.View, c.unsettled)})
	}
	return c.Answer(out)
}

func (a *API) readNotices(c *Call) error {
	in, _ := c.in.(*noticeInput)
	if err := a.Service.MarkRead(c.UserContext(), c.Actor(), in.ID); err != nil {
		return err
	}
	return c.Nothing()
}

type urgeInput struct {
	IDs []string `json:"ids" minLength:"1" maxLength:"500" doc:"Records that wait for others"`
}

type urgeReply struct {
	Items []urged `json:"items" doc:"In the order of the request; records that the reader may not know of are missing"`
}

type urged struct {
	ID     string `json:"id"`
	Result string `json:"result" enum:"done,refused"`
	Title  string `json:"title,omitempty" doc:"Why it was refused"`
}

// urge reminds those for whom records wait.
func (a *API) urge(c *Call) error {
	in, _ := c.in.(*urgeInput)
	tried, err := a.Service.Urge(c.UserContext(), c.Actor(), in.IDs)
	if err != nil {
		return err
	}
	out := urgeReply{Items: []urged{}}
	for i := range tried {
		one := urged{ID: tried[i].ID, Result: "done"}
		if why := tried[i].Why; why != nil {
			one.Result, one.Title = "refused", a.Text.Say(server.Lang(c.Ctx), why.Message)
		}
		out.Items = append(out.Items, one)
	}
	return c.Answer(out)
}
