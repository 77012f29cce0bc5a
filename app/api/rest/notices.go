package rest

import (
	"cmp"
	"time"

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
