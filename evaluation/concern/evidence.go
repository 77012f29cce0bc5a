package concern

import (
	"context"
	"encoding/json"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
)

// Evidence is what measure 1 counts of one concern.
type Evidence struct {
	Record   string
	No       string
	Subject  string
	Unit     string
	Reporter string // pseudonym
	Named    bool
	Topic    string
	Category string
	On       evaluation.Date
	Wide     bool
}

// Evidence lists the concerns received from a day to another that count:
// neither declined nor merged nor found not to be borne out. A merged one
// counts by its reporter, on the matter into which it was merged.
func (s *Service) Evidence(ctx context.Context, office string, from, to evaluation.Date) ([]Evidence, error) {
	records, err := desk.All(ctx, s.Ledger, evaluation.Query{
		Office: office, Kinds: []string{KindMatter}, OnFrom: from, OnTo: to,
		States: []evaluation.State{Received, Accepted, Assigned, Concluded, Answered, Merged},
	})
	if err != nil {
		return nil, err
	}
	payloads := make([]*Matter, len(records))
	main := map[string]int{}
	for i := range records {
		if payloads[i], err = evaluation.PayloadOf[Matter](records[i]); err != nil {
			return nil, err
		}
		main[payloads[i].No] = i
	}
	var list []Evidence
	for i, m := range payloads {
		r, about := &records[i], m
		if r.State == Merged {
			j, there := main[m.MergedInto]
			if !there {
				continue // its main one came before the window
			}
			r, about = &records[j], payloads[j]
		}
		if about.Outcome == NotBorneOut || r.State == Merged {
			continue
		}
		list = append(list, Evidence{
			Record: records[i].ID, No: m.No, Subject: r.Subject, Unit: r.Unit, Reporter: m.Reporter, Named: m.Named,
			Topic: about.Topic, Category: about.Category, On: m.Received, Wide: about.Wide != "",
		})
	}
	return list, nil
}

func jsonText(name, value string) json.RawMessage {
	b, _ := json.Marshal(map[string]string{name: value}) //nolint:errchkjson // strings always marshal
	return b
}

func textOf(body json.RawMessage, name string) string {
	var m map[string]string
	if err := json.Unmarshal(body, &m); err != nil {
		return ""
	}
	return m[name]
}
