package draft

import (
	"context"
	"encoding/json"
	"net/url"
	"strings"
	"time"

	"kaoji/evaluation"
)

// Earlier versions kept drafts of acts on records, unencrypted and for longer, in cells
// whose id is account, record and act.
const (
	formerClass = "draft"
	formerLife  = 90 * 24 * time.Hour
)

// Adopt encrypts the drafts of earlier versions and deletes the cells in which they
// were. form returns the form of an act on a record, false if it is not kept.
func (s *Service) Adopt(ctx context.Context, office string, form func(record, act string) (Form, bool, error)) error {
	for c, err := range evaluation.AllCells(ctx, s.Cells, evaluation.CellQuery{Class: formerClass, Office: office}) {
		if err != nil {
			return err
		}
		if err := s.adopt(ctx, &c, form); err != nil {
			return err
		}
		if err := s.Cells.DeleteCell(ctx, formerClass, office, c.ID); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) adopt(ctx context.Context, c *evaluation.Cell, form func(record, act string) (Form, bool, error)) error {
	record, act, _ := strings.Cut(strings.TrimPrefix(c.ID, c.Ref+"/"), "/")
	f, kept, err := form(record, act)
	if err != nil || !kept {
		return err
	}
	var body struct {
		Form string `json:"form"`
	}
	unreadable := json.Unmarshal(c.Body, &body)
	values, err := url.ParseQuery(body.Form)
	saved := c.Expires.Add(-formerLife)
	if unreadable != nil || err != nil || !s.Now().Before(saved.Add(Life)) {
		return nil //nolint:nilerr // it cannot be read, so it cannot be offered
	}
	who := evaluation.Actor{Office: c.Office, Account: c.Ref}
	d := Draft{ID: s.prefix(who, f) + "former", Form: f, Values: values, Saved: saved}
	err = s.put(ctx, who, &d)
	switch evaluation.CodeOf(err) {
	case evaluation.CodeConflict, evaluation.CodeTooLarge: // adopted before, or larger than drafts may be now
		return nil
	}
	return err
}
