package batch

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"kaoji/evaluation"
)

// Work is something that takes longer than a person waits. It stands on the start page
// of the account that began it, so that it is found again when its page was left, until
// that account has seen how it ended.
type Work struct {
	ID      string             `json:"id"`
	Account string             `json:"account"`
	What    string             `json:"what"`
	Kind    string             `json:"kind,omitempty"`  // of a record or run
	Act     string             `json:"act,omitempty"`   //
	Items   []string           `json:"items,omitempty"` // what is dealt with one by one, if that is known here only
	Done    int                `json:"done,omitempty"`  // of Items
	Begun   time.Time          `json:"begun"`
	Beat    time.Time          `json:"beat,omitzero"`  // when it was last seen to be carried out
	Ended   time.Time          `json:"ended,omitzero"` // of Items
	Why     evaluation.Problem `json:"why,omitzero"`   // why it stopped

	office  string
	version int64
}

// What work is.
const (
	WorkRun       = "run"       // an act with many records; ID is that of the run
	WorkRecord    = "record"    // what an act causes in other records; ID is that of the record
	WorkAct       = "act"       // an act that takes long on the record that is its Item
	WorkAccounts  = "accounts"  // accounts for people, who are its Items
	WorkPasswords = "passwords" // new one-time passwords for accounts, which are its Items
)

// Runs reports that work with Items is being carried out at a time.
func (w *Work) Runs(now time.Time) bool { return w.Ended.IsZero() && now.Sub(w.Beat) < silence }

// mostWorks is how many works of one account are shown.
const mostWorks = 20

// Note keeps work of an actor. Work with the same id is noted once.
func (s *Service) Note(ctx context.Context, actor evaluation.Actor, w Work) (Work, error) {
	if w.ID == "" {
		w.ID = s.NewID()
	}
	w.Account, w.office, w.Begun, w.Beat = actor.Account, actor.Office, s.now(), s.now()
	err := s.StoreWork(ctx, &w)
	if evaluation.CodeOf(err) == evaluation.CodeConflict {
		err = nil
	}
	return w, err
}

// StoreWork writes how far work is; CodeConflict means that another process carries it
// out.
func (s *Service) StoreWork(ctx context.Context, w *Work) error {
	return s.put(ctx, w, &w.version, evaluation.Cell{Class: evaluation.ClassWork, Office: w.office, ID: workID(w.Account, w.ID), Ref: w.Account, Expires: s.Now().Add(kept)})
}

// workID is the id of the cell: several accounts may have begun something with the same
// record.
func workID(account, id string) string { return account + "/" + id }

// Work returns work of the actor, or CodeNotFound.
func (s *Service) Work(ctx context.Context, actor evaluation.Actor, id string) (Work, error) {
	cell, err := s.Cells.Cell(ctx, evaluation.ClassWork, actor.Office, workID(actor.Account, id))
	if err != nil {
		return Work{}, err
	}
	return workOf(&cell)
}

// Works returns the work of the actor, the newest first.
func (s *Service) Works(ctx context.Context, actor evaluation.Actor) ([]Work, error) {
	list := []Work{}
	for c, err := range evaluation.AllCells(ctx, s.Cells, evaluation.CellQuery{Class: evaluation.ClassWork, Office: actor.Office, Refs: []string{actor.Account}}) {
		if err != nil {
			return nil, err
		}
		w, err := workOf(&c)
		if err != nil {
			return nil, err
		}
		list = append(list, w)
	}
	slices.SortFunc(list, func(a, b Work) int { return b.Begun.Compare(a.Begun) })
	return list[:min(len(list), mostWorks)], nil
}

func workOf(c *evaluation.Cell) (Work, error) {
	w := Work{office: c.Office, version: c.Version}
	if err := json.Unmarshal(c.Body, &w); err != nil {
		return Work{}, fmt.Errorf("work %s: %w", c.ID, err)
	}
	return w, nil
}

// Seen removes work whose end its account has seen. It is no error if there is none.
func (s *Service) Seen(ctx context.Context, actor evaluation.Actor, id string) error {
	return s.Cells.DeleteCell(ctx, evaluation.ClassWork, actor.Office, workID(actor.Account, id))
}

// Beat says that work is being carried out, and how far it is.
func (s *Service) Beat(ctx context.Context, w *Work, done int) error {
	w.Done, w.Beat, w.Why = done, s.now(), evaluation.Problem{}
	if w.Done >= len(w.Items) {
		w.Ended = s.now()
	}
	return s.StoreWork(ctx, w)
}

// Stop says why work was not carried on.
func (s *Service) Stop(ctx context.Context, w *Work, why evaluation.Problem) error {
	w.Why, w.Beat = why, time.Time{}
	return s.StoreWork(ctx, w)
}
