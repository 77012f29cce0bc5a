package evaluation

import (
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"reflect"
	"slices"
	"time"
)

// Measure is the definition of one measure. Routes, pages, searches, to-do items
// and the authorization matrix are built from it.
type Measure struct {
	Number int    // 1 to 8; 0 for parts that are not one of the eight
	Name   string // such as assessment; its texts have keys that begin with measure.<name>
	Kinds  []Kind
	Glance []Indicator // figures for the start pages and dashboards, the most important first
	Tally  []Tally     // figures of periodic reports
	// Material are the official forms of its records that go into personnel files.
	Material []Material
}

// Kind is one kind of record: its states, its acts and its payload.
type Kind struct {
	Name   string // <measure>.<thing>
	About  About  // how its lists are filtered by person
	Sight  Sight
	States []State
	Final  []State // last states
	// Void are the states of records that say nothing about the person, such as those of a
	// cancelled round; the file of the person leaves them out.
	Void    []State
	Payload func() any
	// Brief are the payload fields by which people distinguish records in a list.
	// Reading a list is not recorded in the trail, so for a confidential kind they
	// contain the type of a matter and not its content.
	Brief []string
	// Columns are the payload fields by which lists are ordered and filtered.
	Columns []Column
	// Found is by what search finds records of the kind, such as number and title:
	// FoundUnique, FoundSort, and names of payload fields.
	Found []string
	Acts  []Act
	// Usual are the acts by which a record leaves each state in which it can wait for
	// somebody; the text <kind>.task.<state> says in a sentence what there is to do.
	Usual Usual
	// Notifies says who is told of which acts; the texts are those of NoticeTexts.
	Notifies map[string][]Recipient
	// Moot are the acts, of those in Notifies, that nobody has to be told of any more once
	// another one was done: a recall, when the parties are asked again.
	Moot map[string]string
	// Grave are the acts that take back, refuse, end or remove something.
	Grave []string
	// Passes are the acts by which what waits for somebody is given to somebody else.
	Passes []string
	// Told are the states in which the substitute of somebody who is away is told that a
	// record waits for that person: what there is to do, by when, and how many, without
	// whom it is about. Of all others a substitute learns what they may see themselves.
	Told []State
	// Many are the acts that people do with many records in one step.
	Many Many
	// Drafts says which forms the server keeps while they are not sent.
	Drafts Drafts
	// Often are the creating acts that people do again and again; the menu 新建 offers
	// them.
	Often []string
	// Spans: a record has so many others below it, such as the sheets of a cycle, that
	// its page does not link them one by one, and its acts, which may look at them all,
	// are tried only on that page and not for a to-do list.
	Spans bool
	// Clock names the rules that give the deadline in a state. A state whose
	// deadline a person sets is not in it.
	Clock   map[State][]string
	Effects map[string]EffectHandler
	// Background: effects take longer than a person waits, so they continue after
	// the reply to the act. The record is Pending meanwhile.
	Background bool
	// Milestones are the days of its records that stand in calendars.
	Milestones []Milestone
	// Discreet: what leaves Kaoji, such as a calendar on a phone, does not name the kind.
	Discreet bool
	// Apart: its records are in no file of a person, no list or figure of several kinds and
	// no exported file. They are found in their own lists, and among what waits for those
	// who have to act.
	Apart bool
	// Print names the print forms of the kind; pages and tests find their templates
	// by these names.
	Print []string
}

// About says how a list of a kind is filtered by person; records of a kind without it are
// about nobody in particular.
type About string

// The ways to filter by person.
const (
	AboutSubject About = "subject"
	AboutParties About = "parties" // about one or several people, who are its Parties, or its only Subject
)

// Restrict restricts a query, which a reader asks of the Service, to records about a person.
func (a About) Restrict(q *Query, person string) {
	switch a {
	case AboutSubject:
		q.Subjects = []string{person}
	case AboutParties:
		q.Within = []Scope{{Subject: person}, {Party: person}}
	}
}

// Usual names the acts that people usually do next, by state. Of several the first
// one that a reader can do is the reader's usual act.
type Usual map[State][]string

// Clocked returns a Clock for states whose deadline has the same rules.
func Clocked(in []State, rules ...string) map[State][]string {
	clock := make(map[State][]string, len(in))
	for _, state := range in {
		clock[state] = rules
	}
	return clock
}

// EffectHandler carries out an effect. It runs as System, at least once, and must
// be idempotent.
type EffectHandler func(ctx context.Context, do Doer, r Record, args json.RawMessage) error

// Doer is what effects can do.
type Doer interface {
	// Create makes a record with a given id; if the id exists already it returns
	// the existing record.
	Create(ctx context.Context, actor Actor, kind, act string, c Creation) (Record, error)
	// Act acts on a record; AnyVersion as the version means the newest.
	Act(ctx context.Context, actor Actor, id string, version int64, act string, c Change) (Record, error)
	// Load and Find read without checking who may see the records.
	Load(ctx context.Context, office, id string) (Record, error)
	Find(ctx context.Context, q Query) (Found, error)
	// Readdress passes a record that waits for a person who has left to the role
	// that hands it over.
	Readdress(ctx context.Context, office, id, person string) error
	// Steps carries out an effect of r in n steps and stores from time to time how
	// many are done. After a crash it continues with the first step that is not
	// stored as done, so a step may run twice.
	Steps(ctx context.Context, r *Record, effect string, n int, step func(i int) error) error
	// Together is Steps in any order, several at a time.
	Together(ctx context.Context, r *Record, effect string, n int, step func(i int) error) error
}

// AnyVersion is accepted only from System.
const AnyVersion int64 = -1

// Creation is the input of a creating act; effects also set the id.
type Creation struct {
	ID     string // "" lets the service choose an id
	Input  any    // pointer to the act's input type, nil if it has none
	Reason string
}

// Change is the input of any other act.
type Change struct {
	Kind   string // that the record must be of, for ids that came with the name of a kind; "": of any
	Input  any
	Reason string
}

// Step is one running act. Run changes Record's envelope and the payload in place
// and returns the new state; the service does the rest.
type Step struct {
	Ctx    context.Context
	Actor  Actor
	Now    time.Time // UTC, whole milliseconds
	Today  Date      // in the office
	Record *Record
	Reason string
	NewID  func() string
	Read   Reader
	Trial  bool // only to find out whether the act can be done; nothing is stored

	shared  *shared
	payload any
	input   any
	effects []Effect
	before  []func(context.Context) error
	told    []string
}

// Reader reads records without checking who may see them; the act is responsible
// for what it shows of them.
type Reader interface {
	Get(ctx context.Context, office, id string) (Record, error)
	Find(ctx context.Context, q Query) (Found, error)
	Group(ctx context.Context, q Query, fields ...string) ([]Count, error)
}

// inputs yields the fields of the input with their values.
func (s *Step) inputs() iter.Seq2[string, any] {
	return func(yield func(string, any) bool) {
		v := reflect.Indirect(reflect.ValueOf(s.input))
		for _, p := range Places(v.Type()) {
			if !yield(p.Name, v.FieldByIndex(p.Index).Interface()) {
				return
			}
		}
	}
}

// Effect registers a change outside the record that this act causes.
func (s *Step) Effect(name string, args any) error {
	raw, err := json.Marshal(args)
	if err != nil {
		return fmt.Errorf("effect %s: %w", name, err)
	}
	s.effects = append(s.effects, Effect{ID: s.NewID(), Name: name, Args: raw})
	return nil
}

// Tell notifies people by id, and all for whom a token of Waiting stands, such as everybody of
// a role, of this act; the kind says so with ToTold.
func (s *Step) Tell(whom ...string) { s.told = append(s.told, whom...) }

// Before registers a write outside the record that cannot be an effect and is done
// before the record is written; for example, the key that opens ballots exists only
// in memory and must not be stored. It is done when Run has agreed and the record
// is reserved for this act. If the record is then not written, because of a crash,
// the act is repeated; so the write must be idempotent.
func (s *Step) Before(write func(ctx context.Context) error) {
	s.before = append(s.before, write)
}

// New returns the Payload function of a type.
func New[T any]() any { return new(T) }

// PayloadOf decodes a record's payload.
func PayloadOf[P any](r Record) (*P, error) {
	p := new(P)
	if err := json.Unmarshal(r.Payload, p); err != nil {
		return nil, fmt.Errorf("payload of %s %s: %w", r.Kind, r.ID, err)
	}
	return p, nil
}

// PartOf decodes only the named fields of a record's payload, all if none are named, for
// lists that need little of large payloads.
func PartOf[P any](r Record, fields ...string) (*P, error) {
	if len(fields) == 0 {
		return PayloadOf[P](r)
	}
	part, err := RawPart(r, fields...)
	if err != nil {
		return nil, err
	}
	r.Payload = part
	return PayloadOf[P](r)
}

// RawPart is the object with only the named fields of a record's payload.
func RawPart(r Record, fields ...string) (json.RawMessage, error) {
	part, err := keep(r.Payload, fields)
	if err != nil {
		return nil, fmt.Errorf("payload of %s %s: %w", r.Kind, r.ID, err)
	}
	return part, nil
}

// Open returns the states in which a record is not over.
func (k *Kind) Open() []State {
	return slices.DeleteFunc(slices.Clone(k.States), func(state State) bool { return slices.Contains(k.Final, state) })
}

// Act returns the act of that name.
func (k *Kind) Act(name string) (*Act, bool) {
	i := slices.IndexFunc(k.Acts, func(a Act) bool { return a.Name == name })
	if i < 0 {
		return nil, false
	}
	return &k.Acts[i], true
}
