package main

import (
	"context"

	"kaoji/app/page/view"
	"kaoji/evaluation"
	"kaoji/evaluation/draft"
)

// adoptDrafts encrypts the drafts that an earlier version has kept.
func (k *Kaoji) adoptDrafts(ctx context.Context) error {
	return k.Drafts().Adopt(ctx, k.Office, func(record, act string) (draft.Form, bool, error) {
		r, err := k.Store.Get(ctx, k.Office, record)
		if evaluation.CodeOf(err) == evaluation.CodeNotFound {
			return draft.Form{}, false, nil
		}
		if err != nil {
			return draft.Form{}, false, err
		}
		kind, _ := k.Service.Kind(r.Kind)
		a, ok := kind.Act(act)
		return draft.Form{Kind: r.Kind, Act: act, Record: record, Place: view.Address("", "/records", record, "acts", act)}, ok && kind.KeepsDraft(a), nil
	})
}
