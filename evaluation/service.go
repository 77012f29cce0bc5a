package evaluation

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"sync"
	"time"
)

// Parts are the dependencies of a Service.
type Parts struct {
	Ledger Ledger
	Cells  Cells // nil: nobody is notified
	Blobs  Blobs // nil: no act attaches files
	Vault  Vault // nil: no payload has fields that the Service encrypts
	// Largest returns the largest size in bytes of a file that an act may attach
	// (rule attachment.bytes); nil means the limit of the storage.
	Largest func(ctx context.Context, office string) (int64, error)
	Policy  Policy
	Roster  Organisation
	Trail   interface {
		Note(context.Context, TrailEvent) error
	}
	Key     []byte // key for the hashes of histories; stored outside the storage
	Now     func() time.Time
	NewID   func() string // UUIDv7
	Log     *slog.Logger
	Changed func(Record) // called after every stored act; may be nil
	// Background runs a task in the background until it ends or its context does;
	// it returns false if no more tasks are accepted. nil: effects run within the
	// act.
	Background func(task func(context.Context)) bool
	// Patience is how long an act of a person waits for effects that are carried out in
	// the background; 0 means two seconds.
	Patience      time.Duration
	Measures      []Measure
	CalendarReads int // how many records each query of a calendar reads; 0: the default
}

// Service is the only way to act on a record. Its steps are: load, check the
// permission, check the input, change, add to the history, write, carry out
// effects.
type Service struct {
	Parts
	kinds  map[string]*Kind
	names  []string // of the kinds, sorted
	aside  sync.Map // ids of records whose effects run in the background
	lately lately
	shared shared
}

// NewService checks the measures for errors that would otherwise appear only in
// use.
func NewService(p Parts) (*Service, error) {
	s := &Service{Parts: p, kinds: map[string]*Kind{}}
	for i := range p.Measures {
		m := &p.Measures[i]
		for j := range m.Kinds {
			k := &m.Kinds[j]
			if s.kinds[k.Name] != nil || shortKind(k.Name) != m.Name {
				return nil, fmt.Errorf("kind %s of measure %s: taken or misnamed", k.Name, m.Name)
			}
			if err := errors.Join(checkKind(k), checkEncrypted(k)); err != nil {
				return nil, err
			}
			s.kinds[k.Name] = k
		}
	}
	s.names = slices.Sorted(maps.Keys(s.kinds))
	for _, name := range s.names {
		if err := s.checkMilestones(s.kinds[name]); err != nil {
			return nil, err
		}
	}
	for i := range p.Measures {
		if err := s.checkGlance(&p.Measures[i]); err != nil {
			return nil, err
		}
	}
	return s, nil
}

func checkKind(k *Kind) error {
	if err := checkColumns(k); err != nil {
		return err
	}
	if err := checkFound(k); err != nil {
		return err
	}
	for _, a := range k.Acts {
		for _, state := range append(slices.Clone(a.From), a.To...) {
			if !slices.Contains(k.States, state) {
				return fmt.Errorf("act %s of %s: unknown state %s", a.Name, k.Name, state)
			}
		}
		if a.Run.Do == nil || len(a.To) == 0 {
			return fmt.Errorf("act %s of %s: leads nowhere", a.Name, k.Name)
		}
		if a.Run.Input != nil {
			FieldsOf(a.Run.Input())
		}
	}
	return errors.Join(k.checkTasks(), k.checkMany(), k.checkNotifies(), k.checkDrafts(), k.checkMeanwhile())
}

// Kind returns the kind of that name.
func (s *Service) Kind(name string) (*Kind, bool) {
	k, ok := s.kinds[name]
	return k, ok
}

// Create makes a record by a creating act.
func (s *Service) Create(ctx context.Context, actor Actor, kind, act string, c Creation) (Record, error) {
	k, a, err := s.actOf(kind, act)
	if err != nil {
		return Record{}, err
	}
	if !a.Creates() {
		return Record{}, Fail(CodeState, "error.state_creates", "act", act)
	}
	again := c.ID != "" && actor.Has(RoleSystem) // an effect, perhaps one that ran before
	if again {
		old, err := s.Ledger.Get(ctx, actor.Office, c.ID)
		if CodeOf(err) != CodeNotFound {
			return old, err
		}
	}
	if err := s.AllowsCreate(ctx, actor, kind, act); err != nil {
		return Record{}, err
	}
	id := c.ID
	if id == "" {
		id = s.NewID()
	}
	r := Record{
		Office: actor.Office, ID: id, Unique: id, Kind: kind, Confidential: k.Sight.Noted,
		Created: s.now(), Payload: json.RawMessage("{}"),
	}
	made, err := s.perform(ctx, actor, k, a, r, c.Input, c.Reason)
	if again && CodeOf(err) == CodeConflict {
		if old, gerr := s.Ledger.Get(ctx, actor.Office, id); CodeOf(gerr) != CodeNotFound {
			return old, gerr // another process has already carried out the same effect
		}
	}
	return made, err
}

// Act changes a record. version is the one that the person saw; if it is not the
// stored one the answer is CodeConflict and nothing is changed.
func (s *Service) Act(ctx context.Context, actor Actor, id string, version int64, act string, c Change) (Record, error) {
	r, err := s.known(ctx, actor, id, act)
	if err != nil {
		return Record{}, err
	}
	k, a, err := s.actOf(r.Kind, act)
	if err != nil || c.Kind != "" && c.Kind != r.Kind {
		return Record{}, s.noSuchAct(ctx, actor, r, act)
	}
	if err := s.mayAct(ctx, actor, &r, a); err != nil {
		return Record{}, err
	}
	if version != r.Version && (version != AnyVersion || !actor.Has(RoleSystem)) {
		return Record{}, Fail(CodeConflict, "error.conflict")
	}
	if !slices.Contains(a.From, r.State) {
		return Record{}, Fail(CodeState, "error.state")
	}
	return s.performAgain(ctx, actor, k, a, r, c)
}

// errBeside is the cause of a conflict that was found after the act had written
// outside the record.
var errBeside = errors.New("the record was changed while the act wrote beside it")

func (s *Service) actOf(kind, act string) (*Kind, *Act, error) {
	k, ok := s.kinds[kind]
	if !ok {
		return nil, nil, Fail(CodeNotFound, "error.not_found")
	}
	a, ok := k.Act(act)
	if !ok {
		return nil, nil, Fail(CodeNotFound, "error.not_found")
	}
	return k, a, nil
}

// open returns the states in which a record of one of the kinds is not over.
func (s *Service) open(kinds []string) (list []State) {
	for _, name := range kinds {
		list = union(list, s.kinds[name].Open())
	}
	return list
}

// changed tells all who keep something of an office that a record is stored.
func (s *Service) changed(r Record) {
	s.Forget(r.Office)
	if s.Changed != nil {
		s.Changed(r)
	}
}

func (s *Service) now() time.Time { return s.Now().UTC().Truncate(time.Millisecond) }
