package evaluation

import (
	"encoding/json"
	"slices"
	"strings"
	"time"
)

// State is the stage of a record. Every kind has its own states.
type State string

// Record is everything that is stored about one matter. The storage does not
// interpret Payload; searchable values are in the other fields.
//
// Times are UTC and cut to milliseconds, because not every storage keeps more.
type Record struct {
	Serial       int64           `json:"serial,omitempty"` // given by the storage when the record is created: see Number
	Office       string          `json:"office"`
	ID           string          `json:"id"`                    // UUIDv7
	Kind         string          `json:"kind"`                  // such as assessment.sheet
	Unique       string          `json:"unique"`                // natural key within office and kind; the id where there is none
	Parent       string          `json:"parent"`                // the record it belongs to, such as a sheet's cycle
	Subject      string          `json:"subject"`               // the person it is about
	Unit         string          `json:"unit"`                  // the subject's department
	Period       string          `json:"period"`                // such as 2026H2
	State        State           `json:"state"`                 //
	On           Date            `json:"on"`                    // the day that it is about
	Due          Date            `json:"due"`                   // the next deadline
	Waiting      []string        `json:"waiting"`               // who has to act next: see WaitPerson, WaitRole
	Parties      []string        `json:"parties"`               // persons with a named task in it; accounts as PartyAccount, people for whom it is open as PartyOpen
	HiddenFrom   []string        `json:"hidden_from,omitempty"` // people for whom it does not exist: see Sight.HiddenFrom
	Keys         []string        `json:"keys,omitempty"`        // values of the kind's columns, in a form that sorts: see Column
	Words        string          `json:"words,omitempty"`       // by which search finds it: see Words
	Sort         string          `json:"sort"`                  // sort key of names in lists (pinyin)
	Confidential bool            `json:"confidential"`          // every read is recorded in the audit trail
	Pending      bool            `json:"pending"`               // there are open effects
	Created      time.Time       `json:"created"`               //
	Changed      time.Time       `json:"changed"`               //
	Rules        string          `json:"rules"`                 // version of the rule pack last used to decide it
	Version      int64           `json:"version"`               // 1 when stored first, then one more with each write
	Payload      json.RawMessage `json:"payload"`               // the kind's own value
	Actors       []string        `json:"actors,omitempty"`      // accounts of entries that are no longer in History
	Effects      []Effect        `json:"effects"`               // changes that acts cause in other records
	History      []Entry         `json:"history"`               // every act so far, chained by hash

	parted int // how many entries of History are in parts: see Whole
}

// ActedBy are the accounts that have acted on the record, without Kaoji itself, in
// ascending order.
func (r *Record) ActedBy() []string {
	list := slices.Clone(r.Actors)
	for i := range r.History {
		list = append(list, r.History[i].Account)
	}
	slices.Sort(list)
	list = slices.Compact(list)
	return slices.DeleteFunc(list, func(a string) bool { return a == "" || a == string(RoleSystem) })
}

// Doer is the account that did the named act last, "" if nobody did.
func (r *Record) Doer(act string) string {
	for _, e := range slices.Backward(r.History) {
		if e.Act == act {
			return e.Account
		}
	}
	return ""
}

// Effect is a change that an act causes in other records. It is stored with the act
// in one write and carried out afterwards at least once, so its handler must be
// idempotent.
type Effect struct {
	ID   string          `json:"id"`
	Name string          `json:"name"` // handler within the record's kind
	Args json.RawMessage `json:"args,omitempty"`
	Done bool            `json:"done"`
	At   int             `json:"at,omitempty"` // steps done, of an effect in many steps
	Of   int             `json:"of,omitempty"` // how many steps it has
}

// Progress is the progress of a record's effects.
type Progress struct {
	Pending bool // at least one effect is still to be carried out
	Done    int  // steps carried out, as stored last
	Of      int  // total number of steps; 0 if they are not counted
}

// PartyAccount is the entry of Parties for an account, so that an account without a
// person in the roster can be a party too.
func PartyAccount(id string) string { return "account:" + id }

// PartyOpen is the entry of Parties for a person for whom the record is open on one day,
// which is the relation Opener. On any other day the entry says nothing.
func PartyOpen(person string, on Date) string { return "open:" + on.String() + ":" + person }

// WaitPerson is the entry of Waiting for one person.
func WaitPerson(id string) string { return waitPerson + id }

const waitPerson = "person:"

// WaitedFor are the people that a record waits for.
func WaitedFor(r *Record) []string {
	var list []string
	for _, w := range r.Waiting {
		if id, ok := strings.CutPrefix(w, waitPerson); ok {
			list = append(list, id)
		}
	}
	return list
}

// WaitRole is the entry of Waiting for everybody with a role.
func WaitRole(r Role) string { return "role:" + string(r) }

// WaitHead is the entry of Waiting for the head of a department.
func WaitHead(unit string) string { return "head:" + unit }

// Entry is one act in the history of a record.
type Entry struct {
	Seq     int       `json:"seq"` // from 1
	At      time.Time `json:"at"`
	Account string    `json:"account"`
	Person  string    `json:"person,omitempty"`
	Name    string    `json:"name"` // as it was then
	Act     string    `json:"act"`
	From    State     `json:"from"`
	To      State     `json:"to"`
	Reason  string    `json:"reason,omitempty"`
	Content string    `json:"content"` // hash of the record's content after the act
	Prev    string    `json:"prev"`    // hash of the entry before, "" for the first
	Hash    string    `json:"hash"`    // HMAC-SHA256 with a key outside the storage
}
