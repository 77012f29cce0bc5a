package api

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// encode writes a reply as JSON. Records are put together by hand: a payload
// has been JSON since it left the storage, and encoding/json would read and
// copy all of it once more for each record of each list.
func encode(out any) ([]byte, error) {
	switch out := out.(type) {
	case Record:
		return out.append(nil)
	case List[Record]:
		return appendList(out)
	}
	return json.Marshal(out)
}

var noPayload = []byte(`null}`)

func (r *Record) append(to []byte) ([]byte, error) {
	envelope := *r
	envelope.Payload = nil // the last field, so what is written ends with null}
	head, err := json.Marshal(envelope)
	if err != nil || !bytes.HasSuffix(head, noPayload) {
		return nil, fmt.Errorf("reply: %w", err)
	}
	to = append(to, head[:len(head)-len(noPayload)]...)
	to = append(to, r.Payload...)
	return append(to, '}'), nil
}

func appendList(list List[Record]) ([]byte, error) {
	size := 64 + len(list.Next)
	for i := range list.Items {
		size += len(list.Items[i].Payload) + 600 // an envelope and some more
	}
	to := append(make([]byte, 0, size), `{"items":[`...)
	for i := range list.Items {
		if i > 0 {
			to = append(to, ',')
		}
		var err error
		if to, err = list.Items[i].append(to); err != nil {
			return nil, err
		}
	}
	to = append(to, ']')
	if list.Next != "" {
		next, err := json.Marshal(list.Next)
		if err != nil {
			return nil, fmt.Errorf("reply: %w", err)
		}
		to = append(append(to, `,"next":`...), next...)
	}
	return append(to, '}'), nil
}
