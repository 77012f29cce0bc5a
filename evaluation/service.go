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
	Blobs  Blobs // nil: no act attaches files
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
	Measures   []Measure
}

// Service is the only way to act on a record. Its steps are: load, check the
// permission, check the input, change, add to the history, write, carry out
// effects.
type Service struct {
	Parts
	kinds map[string]*Kind
	names []string // of the kinds, sorted
	aside sync.Map // ids of records whose effects run in the background
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
			if err := checkKind(k); err != nil {
				return nil, err
			}
			s.kinds[k.Name] = k
		}
	}
	s.names = slices.Sorted(maps.Keys(s.kinds))
	return s, nil
}

func checkKind(k *Kind) error {
	if err := checkColumns(k); err != nil {
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
	return nil
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

// AllowsCreate returns the error that Create would return before it checks the
// input.
func (s *Service) AllowsCreate(ctx context.Context, actor Actor, kind, act string) error {
	if _, _, err := s.actOf(kind, act); err != nil {
		return err
	}
	if actor.Has(RoleSystem) || s.May(actor, kind, act) {
		return nil
	}
	return s.refuse(ctx, actor, kind, "", act, CodeForbidden)
}

// Allows returns the error that Act would return before it checks version, state
// and input, so that a person without permission is not told about mistakes in the
// input. A record of another kind is CodeNotFound.
func (s *Service) Allows(ctx context.Context, actor Actor, kind, id, act string) error {
	r, err := s.known(ctx, actor, id, act)
	if err != nil {
		return err
	}
	_, a, err := s.actOf(kind, act)
	if err != nil || r.Kind != kind {
		return s.noSuchAct(ctx, actor, r, act)
	}
	return s.mayAct(ctx, actor, &r, a)
}

// Act changes a record. version is the one that the person saw; if it is not the
// stored one the answer is CodeConflict and nothing is changed.
func (s *Service) Act(ctx context.Context, actor Actor, id string, version int64, act string, c Change) (Record, error) {
	r, err := s.known(ctx, actor, id, act)
	if err != nil {
		return Record{}, err
	}
	k, a, err := s.actOf(r.Kind, act)
	if err != nil {
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

// performAgain repeats an act with a running number if another record has taken the
// number; a change of the record itself stays a conflict. An act that has written
// outside the record is repeated on the current record, because those writes stay.
func (s *Service) performAgain(ctx context.Context, actor Actor, k *Kind, a *Act, r Record, c Change) (Record, error) {
	const tries = 20
	for i := 0; ; i++ {
		done, err := s.perform(ctx, actor, k, a, r, c.Input, c.Reason)
		beside := errors.Is(err, errBeside)
		if !a.Numbered && !beside || i == tries || CodeOf(err) != CodeConflict {
			return done, err
		}
		now, gerr := s.Ledger.Get(ctx, r.Office, r.ID)
		if gerr != nil || !beside && now.Version != r.Version || !slices.Contains(a.From, now.State) {
			return Record{}, err
		}
		r = now
	}
}

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

// mayAct returns CodeNotFound if the actor may not know of the record,
// CodeForbidden if the policy does not allow the act, and CodeRecused if the actor
// is recused.
func (s *Service) mayAct(ctx context.Context, actor Actor, r *Record, a *Act) error {
	if actor.Has(RoleSystem) {
		return nil
	}
	who, err := s.onlooker(ctx, actor)
	if err != nil {
		return err
	}
	sight := &s.kinds[r.Kind].Sight
	relations := sight.Relations(&who, r)
	if len(s.Policy.Fields(actor.Roles, r.Kind, r.State, relations)) == 0 {
		return s.refuse(ctx, actor, r.Kind, r.ID, a.Name, CodeNotFound)
	}
	// If the act is not possible in this state, a person who may do it in another
	// state gets the error about the state and not "forbidden".
	states := []State{r.State}
	if !slices.Contains(a.From, r.State) {
		states = append(states, a.From...)
	}
	if !a.InOwnCase && sight.OwnOnly && who.own(r) { // it is the actor's own case, so the policy is not asked
		return s.refuse(ctx, actor, r.Kind, r.ID, a.Name, CodeRecused)
	}
	if !slices.ContainsFunc(states, func(state State) bool { return s.grants(actor, r.Kind, a, state, relations) }) {
		return s.refuse(ctx, actor, r.Kind, r.ID, a.Name, CodeForbidden)
	}
	if !a.InOwnCase && who.recused(r) {
		return s.refuse(ctx, actor, r.Kind, r.ID, a.Name, CodeRecused)
	}
	return nil
}

// grants reports whether the policy allows the actor an act. An act without grants
// is only for Kaoji, whatever the policy says.
func (s *Service) grants(actor Actor, kind string, a *Act, state State, relations []Relation) bool {
	return len(a.May) > 0 && s.Policy.May(actor.Roles, kind, a.Name, state, relations)
}

func (s *Service) perform(ctx context.Context, actor Actor, k *Kind, a *Act, r Record, input any, reason string) (Record, error) {
	if err := checkAct(actor, a, input, reason); err != nil {
		return Record{}, err
	}
	files := attachedBy(input)
	if err := s.mayAttach(ctx, actor, r.ID, files); err != nil {
		return Record{}, err
	}
	step, err := s.decide(ctx, actor, k, a, &r, input, reason)
	if err != nil {
		return Record{}, err
	}
	if len(step.before) > 0 && r.Version > 0 { // nobody else knows the id of a record that is being created
		if r.Version, err = s.reserve(ctx, &r); err != nil {
			return Record{}, err
		}
	}
	for _, write := range step.before {
		if err := write(ctx); err != nil {
			return Record{}, err
		}
	}
	if err := s.claim(ctx, &r, files); err != nil {
		return Record{}, err
	}
	written, err := s.Ledger.Put(ctx, r)
	if err != nil {
		s.release(ctx, &r, files, err)
		if len(step.before) > 0 && CodeOf(err) == CodeConflict {
			err = Fail(CodeConflict, "error.conflict").Because(errors.Join(errBeside, err))
		}
		return Record{}, err
	}
	r = written
	if s.Changed != nil {
		s.Changed(r)
	}
	if !r.Pending {
		return r, nil
	}
	return s.carryOut(ctx, r)
}

// checkAct returns the mistakes in the input and the reason of an act.
func checkAct(actor Actor, a *Act, input any, reason string) error {
	if a.Run.Input != nil && input == nil {
		return Fail(CodeInvalid, "error.invalid")
	}
	m := Mistakes{}
	checkText(m, "reason", Field{Optional: !a.Reason || actor.Has(RoleSystem), MaxLength: defaultMaxLong}, reason)
	if a.Run.Input != nil {
		if e, ok := CheckInput(input).(*Error); ok { //nolint:errorlint // CheckInput returns it bare
			for f, p := range e.Fields {
				m[f] = p
			}
		}
	}
	return m.Err()
}

// decide runs an act and prepares the record for writing. Nothing is written
// meanwhile: see Pure.
func (s *Service) decide(ctx context.Context, actor Actor, k *Kind, a *Act, r *Record, input any, reason string) (*Step, error) {
	payload := k.Payload()
	if err := json.Unmarshal(r.Payload, payload); err != nil {
		return nil, fmt.Errorf("payload of %s %s: %w", r.Kind, r.ID, err)
	}
	from := r.State
	step := &Step{
		Ctx: deciding(ctx), Actor: actor, Now: s.now(), Today: DateOf(s.Now()), Record: r, Reason: reason,
		NewID: s.NewID, Read: s.Ledger, payload: payload, input: input,
	}
	if err := a.open(step); err != nil {
		return nil, err
	}
	if err := checkDays(a, step); err != nil {
		return nil, err
	}
	to, err := a.Run.Do(step)
	if err != nil {
		return nil, err
	}
	if !slices.Contains(a.To, to) {
		return nil, fmt.Errorf("act %s of %s led to %s", a.Name, k.Name, to)
	}
	if a.Creates() {
		if err := s.mayCreate(ctx, actor, a, r); err != nil {
			return nil, err
		}
	}
	r.Keys = k.keysOf(payload)
	if r.Payload, err = json.Marshal(payload); err == nil {
		r.Payload, err = Canonical(r.Payload) // once, before it is hashed and stored
	}
	if err != nil {
		return nil, fmt.Errorf("payload of %s %s: %w", r.Kind, r.ID, err)
	}
	if k.Sight.HiddenFrom != nil {
		if r.HiddenFrom, err = k.Sight.HiddenFrom(r); err != nil {
			return nil, err
		}
	}
	r.State, r.Changed = to, step.Now
	r.Effects = append(doneOnly(r.Effects), step.effects...)
	r.Pending = slices.ContainsFunc(r.Effects, func(e Effect) bool { return !e.Done })
	return step, (chain{s.Key}).enter(r, Entry{
		At: step.Now, Account: actor.Account, Person: actor.Person, Name: actor.Name,
		Act: a.Name, From: from, To: to, Reason: reason,
	})
}

// reserve gives the stored record a new version, so that only one of several acts
// on the same version writes outside the record.
func (s *Service) reserve(ctx context.Context, r *Record) (int64, error) {
	now, err := s.Ledger.Get(ctx, r.Office, r.ID)
	if err != nil {
		return 0, err
	}
	if now.Version != r.Version {
		return 0, Fail(CodeConflict, "error.conflict")
	}
	now, err = s.Ledger.Put(ctx, now)
	return now.Version, err
}

// mayCreate checks a new record against the policy and recusal. The people whom it
// is about are known only after the act has run.
func (s *Service) mayCreate(ctx context.Context, actor Actor, a *Act, r *Record) error {
	if actor.Has(RoleSystem) {
		return nil
	}
	who, err := s.onlooker(ctx, actor)
	switch {
	case err != nil:
		return err
	case !s.grants(actor, r.Kind, a, "", s.kinds[r.Kind].Sight.Relations(&who, r)):
		return s.refuse(ctx, actor, r.Kind, "", a.Name, CodeForbidden)
	case !a.InOwnCase && who.recused(r):
		return s.refuse(ctx, actor, r.Kind, "", a.Name, CodeRecused)
	}
	return nil
}

// doneOnly removes effects that were carried out; the records that they changed
// show them.
func doneOnly(effects []Effect) []Effect {
	var open []Effect
	for _, e := range effects {
		if !e.Done {
			open = append(open, e)
		}
	}
	return open
}

func (s *Service) refuse(ctx context.Context, actor Actor, kind, id, act string, code Code) error {
	kind, act, id = s.tracedRefusal(kind, act, id)
	err := s.Trail.Note(ctx, TrailEvent{
		Office: actor.Office, Account: actor.Account, Person: actor.Person, Name: actor.Name,
		Action: "act", Outcome: OutcomeRefused, Kind: kind, Record: id, Detail: act + " " + string(code),
	})
	if err != nil {
		return err
	}
	return Fail(code, "error."+string(code))
}

func (s *Service) now() time.Time { return s.Now().UTC().Truncate(time.Millisecond) }
