package rest

import "kaoji/evaluation"

// meanwhileReply is an evaluation.Meanwhile.
type meanwhileReply struct {
	Person     string          `json:"person" doc:"Who is away and has to do it"`
	Until      evaluation.Date `json:"until" doc:"Last day away"`
	Substitute string          `json:"substitute" doc:"Who looks after it; empty for nobody"`
	Kind       string          `json:"kind"`
	State      string          `json:"state"`
	N          int64           `json:"n" doc:"Number of records"`
	Due        evaluation.Date `json:"due" doc:"The first deadline"`
	Records    []Record        `json:"records" doc:"The records, if the reader may see them; if they are few, each with the acts by which the reader can give it to somebody else"`
}

func (a *API) meanwhile(c *Call) error {
	away, due, _, err := a.Meanwhile(c.UserContext(), c.Actor())
	if err != nil {
		return err
	}
	out := List[meanwhileReply]{Items: make([]meanwhileReply, 0, len(due))}
	for i := range due {
		m := &due[i]
		reply := meanwhileReply{Person: m.Person, Kind: m.Kind, State: string(m.State), N: m.N, Due: m.Due, Records: []Record{}}
		for _, x := range away {
			if x.Person == m.Person {
				reply.Until, reply.Substitute = x.Until, x.Substitute
			}
		}
		for j := range m.Views {
			reply.Records = append(reply.Records, recordOf(&m.Views[j], c.unsettled))
		}
		out.Items = append(out.Items, reply)
	}
	return c.Answer(out)
}
