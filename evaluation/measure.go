package evaluation

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"
)

// Measure is all that the rest of Kaoji may know of one measure. Routes,
// pages, searches, to-do items and the authorization matrix are made from it.
type Measure struct {
	Number int    // 1 to 8; 0 for what stands around the eight
	Name   string // such as assessment; texts are under measure.<name>
	Kinds  []Kind
}

// Kind is one kind of record: its states, its acts and its payload.
type Kind struct {
	Name    string // <measure>.<thing>
	Sight   Sight
	States  []State
	Final   []State // states that nothing follows
	Payload func() any
	// Brief are the payload fields by which people tell one record of a list from
	// another. Reading a list is not noted, so of a confidential kind they say
	// what sort of matter it is and nothing of what it says.
	Brief []string
	Acts  []Act
	// Clock names the rules by which the deadline in a state is counted; a
	// state whose deadline a person sets is not in it.
	Clock   map[State][]string
	Effects map[string]EffectHandler
	// Background: the effects go on after whoever acted got the answer, because
	// they take longer than a person waits. The record is Pending meanwhile.
	Background bool
	// Print names the print forms of the kind; pages and tests find their
	// templates by these names.
	Print []string
}

// Act is one named way in which records of a kind come to be or change.
type Act struct {
	Name string
	From []State // empty: the act creates the record
	To   []State // where it can lead; the first one is the usual one
	May  Grants  // who may; nobody means that Kaoji alone carries it out
	// Bars keep out whom May lets in: see Bar.
	Bars []Bar
	// InOwnCase: whom the record is about may do it, and so may relatives. Of any
	// other act they are told that they must keep out of it (recusal).
	InOwnCase bool
	// Numbered: it takes the next running number as the record's natural key. If
	// another record took that number first the act is run again.
	Numbered bool
	Reason   bool // asks for a reason, which goes into the history
	Input    func() any
	// Begins names the groups of the payload that the form begins with, such as the
	// appointment that is moved. Fields of the payload itself always do.
	Begins []string
	// Days are the bounds of dates of the input, by field; nil if the act has none
	// but those that dates of the same input give to each other.
	Days func(*Step) (map[string]Days, error)
	// Ready says what stands in the way of the act, whatever its input: the time
	// has not come, something else is open, the actor is not the one. What is not
	// ready is refused before Run and not offered. It changes nothing. If it is nil,
	// what Run refuses with an empty input is not offered.
	Ready func(*Step) error
	// Run decides. It reads and changes the step's record; what is to be written
	// elsewhere it leaves to Effect or Before.
	Run func(*Step) (State, error)
}

// Clocked is the Clock of states whose deadline is counted by the same rules.
func Clocked(in []State, rules ...string) map[State][]string {
	clock := make(map[State][]string, len(in))
	for _, state := range in {
		clock[state] = rules
	}
	return clock
}

// EffectHandler carries out an effect. It runs as System, at least once, and
// must come to the same end when it runs again.
type EffectHandler func(ctx context.Context, do Doer, r Record, args json.RawMessage) error

// Doer is what effects may do.
type Doer interface {
	// Create makes a record with a given id; if that id exists already it
	// returns what is there.
	Create(ctx context.Context, actor Actor, kind, act string, c Creation) (Record, error)
	// Act acts on a record; AnyVersion for the version takes the newest.
	Act(ctx context.Context, actor Actor, id string, version int64, act string, c Change) (Record, error)
	// Load and Find read without regard to who may see.
	Load(ctx context.Context, office, id string) (Record, error)
	Find(ctx context.Context, q Query) (Found, error)
	// Readdress lets a record that waits for somebody who has left wait for who
	// hands it over.
	Readdress(ctx context.Context, office, id, person string) error
	// Steps carries out an effect of r in n steps, and notes from time to time how
	// many are done. After a crash it begins with the first one that was not noted,
	// so a step may run twice.
	Steps(ctx context.Context, r *Record, effect string, n int, step func(i int) error) error
}

// AnyVersion is accepted from System alone.
const AnyVersion int64 = -1

// Creation is what a creating act gets: the input, and for effects the id.
type Creation struct {
	ID     string // "" lets the service choose
	Input  any    // pointer to the act's input type, nil if it has none
	Reason string
}

// Change is what any other act gets.
type Change struct {
	Input  any
	Reason string
}

// Step is one act while it happens. Run changes Record's envelope and the
// payload in place and returns the new state; the service does all the rest.
type Step struct {
	Ctx    context.Context
	Actor  Actor
	Now    time.Time // UTC, whole milliseconds
	Today  Date      // in the office
	Record *Record
	Reason string
	NewID  func() string
	Read   Reader

	payload any
	input   any
	effects []Effect
	before  []func(context.Context) error
}

// Reader reads records without regard to who may see them; what an act shows
// of them is its own affair.
type Reader interface {
	Get(ctx context.Context, office, id string) (Record, error)
	Find(ctx context.Context, q Query) (Found, error)
	Group(ctx context.Context, q Query, field string) ([]Count, error)
}

// Effect notes something that must happen elsewhere because of this act.
func (s *Step) Effect(name string, args any) error {
	raw, err := json.Marshal(args)
	if err != nil {
		return fmt.Errorf("effect %s: %w", name, err)
	}
	s.effects = append(s.effects, Effect{ID: s.NewID(), Name: name, Args: raw})
	return nil
}

// Before notes something that is written elsewhere before the record, because no
// effect can carry it: what opens ballots is in memory alone and must not be
// stored. It is done when Run has agreed and the record is reserved for this act.
// If the record is not written after all, because of a crash, the act is done
// again, so it must come to the same end then.
func (s *Step) Before(write func(ctx context.Context) error) {
	s.before = append(s.before, write)
}

// New is the Input or Payload function of a type.
func New[T any]() any { return new(T) }

// Run makes the Run function of an act with payload P and input I.
func Run[P, I any](f func(s *Step, p *P, in *I) (State, error)) func(*Step) (State, error) {
	return func(s *Step) (State, error) {
		p, ok := s.payload.(*P)
		if !ok {
			return "", fmt.Errorf("evaluation: payload is %T", s.payload)
		}
		in, ok := s.input.(*I)
		if !ok {
			return "", fmt.Errorf("evaluation: input is %T", s.input)
		}
		return f(s, p, in)
	}
}

// Plain makes the Run function of an act without input.
func Plain[P any](f func(s *Step, p *P) (State, error)) func(*Step) (State, error) {
	return func(s *Step) (State, error) {
		p, ok := s.payload.(*P)
		if !ok {
			return "", fmt.Errorf("evaluation: payload is %T", s.payload)
		}
		return f(s, p)
	}
}

// PayloadOf reads a record's payload.
func PayloadOf[P any](r Record) (*P, error) {
	p := new(P)
	if err := json.Unmarshal(r.Payload, p); err != nil {
		return nil, fmt.Errorf("payload of %s %s: %w", r.Kind, r.ID, err)
	}
	return p, nil
}

// Act returns the act of that name.
func (k *Kind) Act(name string) (*Act, bool) {
	i := slices.IndexFunc(k.Acts, func(a Act) bool { return a.Name == name })
	if i < 0 {
		return nil, false
	}
	return &k.Acts[i], true
}

// Creates reports whether the act makes a new record.
func (a *Act) Creates() bool { return len(a.From) == 0 }
