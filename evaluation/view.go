package evaluation

import (
	"context"
	"encoding/json"
	"slices"
	"unicode/utf8"
)

// View is a record as one reader may see it: Payload contains only the fields that
// the reader may read, and History is empty if the reader may not read it.
type View struct {
	Record
	Fields []string // readable payload fields; All for every one
	// Acts are the acts that the reader can do now. They are set if the record was
	// read alone or listed by Offering; other lists and the replies to acts leave
	// them empty.
	Acts []string
	// Usual is the one of Acts that the reader is expected to do next, or "" if the
	// record waits for others.
	Usual string
	// Stuck says why the reader, for whom the record waits, can do no usual act now; its key is
	// "" if the reader can, or nothing is known. StuckAct is the act that is refused.
	Stuck    Problem
	StuckAct string
	idle     []string // of Acts: see Act.Idle
	// Blocked are the acts that are not ready, set if the record was read alone.
	Blocked []Blocked
	Own     bool // the record is about the reader
	Awaited bool // the record waits for the reader
	// Progress says how many steps of the effects of the record's acts are done.
	Progress Progress
}

// FieldHistory is the name of the history among the fields that the policy grants.
const FieldHistory = "history"

// Reach is one relation through which roles can read records of a kind, and in
// which states (none: in every one).
type Reach struct {
	Relation Relation
	States   []State
}

// Get returns a record as the actor may see it. A record that the actor may not see
// is CodeNotFound, like one that does not exist.
func (s *Service) Get(ctx context.Context, actor Actor, id string) (View, error) {
	return s.get(ctx, actor, id, s.offering())
}

// Shown returns a record like Get for a page that offers no act: none is tried, and
// View.Acts is empty.
func (s *Service) Shown(ctx context.Context, actor Actor, id string) (View, error) {
	return s.get(ctx, actor, id, viewOptions{})
}

func (s *Service) get(ctx context.Context, actor Actor, id string, how viewOptions) (View, error) {
	v, err := s.reread(ctx, actor, id, how)
	if err != nil {
		return View{}, err
	}
	return v, s.looked(ctx, actor, ActRead, true, v)
}

// Reread returns a record like Get, for what a page that shows it asks while somebody types.
// The page recorded in the trail that the record was read, so this does not; a refusal is
// recorded.
func (s *Service) Reread(ctx context.Context, actor Actor, id string) (View, error) {
	return s.reread(ctx, actor, id, s.offering())
}

func (s *Service) reread(ctx context.Context, actor Actor, id string, how viewOptions) (View, error) {
	r, err := s.known(ctx, actor, id, ActRead)
	if err != nil {
		return View{}, err
	}
	v, err := s.viewAlone(ctx, actor, r, how)
	if CodeOf(err) == CodeNotFound {
		return View{}, s.refuse(ctx, actor, r.Kind, r.ID, ActRead, CodeNotFound)
	}
	return v, err
}

// Progress returns a record like Get, without its payload. It is called repeatedly
// while effects run, so it does not record the reading in the trail.
func (s *Service) Progress(ctx context.Context, actor Actor, id string) (View, error) {
	r, err := s.known(ctx, actor, id, ActRead)
	if err != nil {
		return View{}, err
	}
	r.Payload, r.History = json.RawMessage("{}"), nil
	v, err := s.viewAlone(ctx, actor, r, viewOptions{})
	if CodeOf(err) == CodeNotFound {
		return View{}, s.refuse(ctx, actor, r.Kind, r.ID, ActRead, CodeNotFound)
	}
	return v, err
}

// ActRead is the name of reading a record in the audit trail.
const ActRead = "read"

// known loads a record by its id, which came from outside.
func (s *Service) known(ctx context.Context, actor Actor, id, act string) (Record, error) {
	r, err := s.Ledger.Get(ctx, actor.Office, id)
	if CodeOf(err) == CodeNotFound {
		err = s.absent(ctx, actor, id, act)
	}
	return r, err
}

// absent returns the error for a record that does not exist. It does the same work
// as refusing a record that the actor may not see (it asks the roster and the policy
// and adds a line to the trail), so that the time of the answer does not reveal which
// of the two it was.
func (s *Service) absent(ctx context.Context, actor Actor, id, act string) error {
	missing := Fail(CodeNotFound, "error.not_found")
	if actor.Has(RoleSystem) {
		return missing
	}
	const longestID = 64
	if len(id) > longestID || !utf8.ValidString(id) {
		id = "" // not an id of Kaoji
	}
	none := Record{Office: actor.Office, ID: id, Subject: id, Unit: id}
	who, err := s.onlooker(ctx, actor)
	if err != nil {
		return err
	}
	s.Policy.Fields(actor.Roles, none.Kind, none.State, new(Sight).Relations(&who, &none))
	return s.refuse(ctx, actor, none.Kind, id, act, CodeNotFound)
}

// noSuchAct returns the error for an act that a record does not have. An actor who
// may not see the record gets the error for a record that does not exist.
func (s *Service) noSuchAct(ctx context.Context, actor Actor, r Record, act string) error {
	_, err := s.viewAlone(ctx, actor, r, viewOptions{})
	switch {
	case err == nil || actor.Has(RoleSystem):
		return Fail(CodeNotFound, "error.not_found")
	case CodeOf(err) == CodeNotFound:
		return s.refuse(ctx, actor, r.Kind, r.ID, act, CodeNotFound)
	}
	return err
}

// Show returns a record that the actor has just created or changed, as the actor may
// see it; if the actor may not see it, only its envelope. The view contains no acts.
func (s *Service) Show(ctx context.Context, actor Actor, r Record) (View, error) {
	v, err := s.viewAlone(ctx, actor, r, viewOptions{})
	if CodeOf(err) != CodeNotFound {
		return v, err
	}
	r.Payload, r.History, r.Effects = json.RawMessage("{}"), nil, nil
	return View{Record: r}, nil
}

// offering are the options of one record with the acts that can be done now.
func (s *Service) offering() viewOptions { return viewOptions{offer: true, read: s.Ledger} }

func (s *Service) viewAlone(ctx context.Context, actor Actor, r Record, how viewOptions) (View, error) {
	who, err := s.onlooker(ctx, actor)
	if err != nil {
		return View{}, err
	}
	return s.viewIn(ctx, &who, &r, how)
}

// viewOptions say how a record is read.
type viewOptions struct {
	last  *lastFields                      // within a list; nil for one record alone
	owned bool                             // nobody else has the record: its payload can be cut where it is
	offer bool                             // View.Acts says which acts can be done now
	tries func(r *Record, act string) bool // only these acts are tried; nil: all
	read  Reader                           // what the acts read while they are tried
}

// trying are the options of a list whose views contain those of some acts that can be
// done now. Records that several acts need are read once.
func (s *Service) trying(tries func(r *Record, act string) bool) viewOptions {
	return viewOptions{offer: true, tries: tries, read: remembering{s.Ledger, map[string]Record{}}}
}

func (s *Service) viewIn(ctx context.Context, who *Onlooker, r *Record, how viewOptions) (View, error) {
	k, ok := s.kinds[r.Kind]
	if !ok {
		return View{}, Fail(CodeNotFound, "error.not_found")
	}
	relations := k.Sight.Relations(who, r)
	fields := s.fields(who.Actor, r, relations, how.last)
	if len(fields) == 0 {
		return View{}, Fail(CodeNotFound, "error.not_found")
	}
	v := View{Record: *r, Fields: fields, Own: who.own(r), Awaited: k.CanWait(r.State) && who.awaited(r)}
	for i := range k.Acts {
		a := &k.Acts[i]
		if how.offer && (how.tries == nil || how.tries(r, a.Name)) && slices.Contains(a.From, r.State) && s.grants(who.Actor, r.Kind, a, r.State, relations) &&
			(a.InOwnCase || !who.recused(r)) {
			v.Acts = append(v.Acts, a.Name)
		}
	}
	if err := s.block(ctx, who.Actor, k, r, &v, how.read); err != nil {
		return View{}, err
	}
	v.Usual = usual(k, &v)
	v.StuckAct, v.Stuck = stuck(k, &v)
	v.Progress.Pending = r.Pending
	for _, e := range r.Effects {
		if !e.Done {
			v.Progress.Done, v.Progress.Of = v.Progress.Done+e.At, v.Progress.Of+e.Of
		}
	}
	v.Effects = nil
	if !slices.Contains(fields, All) {
		if !slices.Contains(fields, FieldHistory) {
			v.History = nil
		}
		var buffer json.RawMessage
		if how.owned {
			buffer = r.Payload
		}
		var err error
		if v.Payload, err = keepIn(buffer, r.Payload, fields); err != nil {
			return v, err
		}
	}
	return v, s.uncover(k, &v, how.last == nil)
}
