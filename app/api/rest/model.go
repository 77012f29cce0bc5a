package rest

import (
	"encoding/json"
	"time"

	"kaoji/evaluation"
)

// List is one page of a list. Next is the cursor of the next page, absent on the
// last.
type List[T any] struct {
	Items []T    `json:"items"`
	Next  string `json:"next,omitempty" doc:"Cursor of the next page, absent on the last"`
}

// Record is a record as one reader may see it.
type Record struct {
	ID           string          `json:"id" format:"uuid"`
	Kind         string          `json:"kind"`
	Number       string          `json:"number" doc:"What people call it; unique within kind and office" example:"〔2026〕57号"`
	Parent       string          `json:"parent,omitempty" doc:"Record that it belongs to"`
	Subject      string          `json:"subject,omitempty" doc:"Person that it is about"`
	Unit         string          `json:"unit,omitempty" doc:"Department of the subject"`
	Period       string          `json:"period,omitempty"`
	State        string          `json:"state"`
	On           evaluation.Date `json:"on,omitzero" doc:"Day that it is about"`
	Due          evaluation.Date `json:"due,omitzero" doc:"Next deadline"`
	DueUnsettled bool            `json:"due_unsettled,omitempty" doc:"The deadline depends on a notice of holidays that is not published: it may move"`
	Waiting      []string        `json:"waiting,omitempty" doc:"Who has to act next: person:, role: or head: with an id"`
	Confidential bool            `json:"confidential" doc:"Reads by others than the subject are noted"`
	Created      time.Time       `json:"created"`
	Changed      time.Time       `json:"changed"`
	Rules        string          `json:"rules,omitempty" doc:"Version of the rule pack that it was last decided under"`
	Version      int64           `json:"version" doc:"What If-Match names, in quotes"`
	Own          bool            `json:"own" doc:"It is about the reader"`
	Acts         []string        `json:"acts,omitempty" doc:"What the reader may do with it now; of a record that is read by itself, not in lists and replies to acts"`
	Usual        string          `json:"usual,omitempty" doc:"The one of acts that the reader is expected to do next"`
	Progress     *Progress       `json:"progress,omitempty" doc:"How far what the last act causes elsewhere has come; absent when all is done"`
	Payload      json.RawMessage `json:"payload" doc:"What the kind keeps, as far as the reader may see it"`
}

// Progress is how many changes in other records have been carried out.
type Progress struct {
	Done int `json:"done" doc:"Steps carried out" example:"1200"`
	Of   int `json:"of" doc:"Steps in all; 0 where they are not counted" example:"5000"`
}

// recordOf converts a record to its form in the API; unsettled asks the office's
// calendar about its deadline.
func recordOf(v *evaluation.View, unsettled func(evaluation.Date) bool) Record {
	var progress *Progress
	if v.Progress.Pending {
		progress = &Progress{Done: v.Progress.Done, Of: v.Progress.Of}
	}
	return Record{
		Progress: progress,
		ID:       v.ID, Kind: v.Kind, Number: v.Number(), Parent: v.Parent, Subject: v.Subject, Unit: v.Unit, Period: v.Period, State: string(v.State),
		On: v.On, Due: v.Due, DueUnsettled: unsettled(v.Due), Waiting: v.Waiting, Confidential: v.Confidential, Created: v.Created, Changed: v.Changed,
		Rules: v.Rules, Version: v.Version, Own: v.Own, Acts: v.Acts, Usual: v.Usual, Payload: v.Payload,
	}
}

// Entry is one act in a history.
type Entry struct {
	Seq     int              `json:"seq" doc:"From 1"`
	At      time.Time        `json:"at"`
	Account string           `json:"account"`
	Person  string           `json:"person,omitempty"`
	Name    string           `json:"name" doc:"As it was then"`
	Act     string           `json:"act"`
	From    evaluation.State `json:"from"`
	To      evaluation.State `json:"to"`
	Reason  string           `json:"reason,omitempty"`
	Content string           `json:"content" doc:"Hash of the record after the act"`
	Prev    string           `json:"prev" doc:"Hash of the entry before"`
	Hash    string           `json:"hash"`
}
