package evaluation

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"slices"
	"time"
)

// An urging (催办) tells those for whom a record waits that somebody minds it. It is no
// act: it changes neither the record nor its version, so that it disturbs nobody who is
// filling in the form just then. It is noted in the trail, and told as a notification as
// long as the record waits in the same state. A record is urged at most once a day.

// ClassUrge is the class of urgings. The Ref is an entry of Record.Waiting.
const (
	ClassUrge = "urge"
	urgeLife  = 30 * 24 * time.Hour
)

// ActUrge is the Act of a Notification that is an urging, and its action in the trail.
const ActUrge = "urge"

// TryUrge says of each record whether the actor can urge those for whom it waits: it
// waits for others, the actor minds it (Minding), and nobody has urged it today. Records
// that the actor may not know of are missing.
func (s *Service) TryUrge(ctx context.Context, actor Actor, ids []string) ([]Tried, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	ids = ids[:min(len(ids), MostMany)]
	minding, err := s.Minding(ctx, actor)
	if err != nil {
		return nil, err
	}
	minding.IDs, minding.Limit = ids, MostMany
	minded, err := s.Index(ctx, actor, minding)
	if err != nil {
		return nil, err
	}
	all, err := s.Index(ctx, actor, Query{IDs: ids, Limit: MostMany})
	if err != nil {
		return nil, err
	}
	urged, err := s.urged(ctx, actor.Office, minded.Views)
	if err != nil {
		return nil, err
	}
	var tried []Tried
	for _, v := range all.Views {
		one := Tried{View: v}
		switch {
		case !slices.ContainsFunc(minded.Views, func(m View) bool { return m.ID == v.ID }):
			one.Why = Fail(CodeState, "urge.not_waiting")
		case urged[v.ID]:
			one.Why = Fail(CodeConflict, "urge.today")
		}
		tried = append(tried, one)
	}
	return inOrder(tried, ids), nil
}

// Urge urges those for whom the records wait. What was refused says why, as TryUrge.
func (s *Service) Urge(ctx context.Context, actor Actor, ids []string) ([]Tried, error) {
	tried, err := s.TryUrge(ctx, actor, ids)
	if err != nil {
		return nil, err
	}
	for i := range tried {
		if tried[i].Why != nil {
			continue
		}
		err := s.urge(ctx, actor, &tried[i].View)
		if CodeOf(err) == CodeConflict { // somebody else, just now
			tried[i].Why = Fail(CodeConflict, "urge.today")
			continue
		}
		if err != nil {
			return nil, err
		}
	}
	return tried, nil
}

// urge notes in the trail that a record is urged, then tells everybody for whom it
// waits.
func (s *Service) urge(ctx context.Context, actor Actor, v *View) error {
	kind, mark := s.Traced(v.Kind, v.ID)
	ev := TrailEvent{Office: actor.Office, Account: actor.Account, Person: actor.Person, Name: actor.Name, Action: ActUrge, Outcome: OutcomeOK, Kind: kind, Record: mark}
	if err := s.Trail.Note(ctx, ev); err != nil {
		return err
	}
	now := s.now()
	body, err := json.Marshal(notice{Record: v.ID, Act: ActUrge, At: now, State: v.State})
	if err != nil {
		return fmt.Errorf("urge: %w", err)
	}
	told := false
	for _, to := range v.Waiting {
		_, err := s.Cells.PutCell(ctx, Cell{Class: ClassUrge, Office: actor.Office, ID: urgeID(v, to, DateOf(now)), Ref: to, Expires: now.Add(urgeLife), Body: body})
		if err != nil && CodeOf(err) != CodeConflict {
			return err
		}
		told = told || err == nil
	}
	if !told {
		return Fail(CodeConflict, "urge.today")
	}
	return nil
}

// urgeID is the same for a record, its state and a day, so that nobody is urged twice. It
// sorts with the ids of notifications, before those of its day.
func urgeID(v *View, to string, on Date) string {
	return fmt.Sprintf("%016x/%s/%s/%s", math.MaxInt64-on.AddDays(1).Time().UnixMilli(), v.ID, v.State, to)
}

// urged returns which of the records have been urged today.
func (s *Service) urged(ctx context.Context, office string, views []View) (map[string]bool, error) {
	today, q, records := DateOf(s.now()), CellQuery{Class: ClassUrge, Office: office}, map[string]string{}
	for i := range views {
		if v := &views[i]; len(v.Waiting) > 0 {
			id := urgeID(v, v.Waiting[0], today)
			q.IDs, records[id] = append(q.IDs, id), v.ID
		}
	}
	out := map[string]bool{}
	if len(q.IDs) == 0 {
		return out, nil
	}
	for c, err := range AllCells(ctx, s.Cells, q) {
		if err != nil {
			return nil, err
		}
		out[records[c.ID]] = true
	}
	return out, nil
}

// notices returns the actor's cells of notifications: of what was done, and of what the
// actor is urged to do; newest first, at most limit after a place.
func (s *Service) notices(ctx context.Context, actor Actor, after string, limit int) ([]Cell, error) {
	tokens, err := s.waitTokens(ctx, actor)
	if err != nil {
		return nil, err
	}
	cells, err := s.Cells.FindCells(ctx, CellQuery{
		Class: ClassNotice, Office: actor.Office, Refs: append(slices.Clone(tokens), noticeFor(actor.Account, actor.Person)), After: after, Limit: limit,
	})
	if err != nil {
		return nil, err
	}
	urgings, err := s.urgings(ctx, actor.Office, tokens, after, limit)
	if err != nil {
		return nil, err
	}
	cells = append(cells, urgings...)
	slices.SortFunc(cells, func(a, b Cell) int { return cmp.Compare(a.ID, b.ID) })
	return cells[:min(len(cells), limit)], nil
}

// How many urgings are held against their records together, and in all.
const (
	urgingsAtOnce = 200
	mostUrgings   = 2000
)

// urgings returns the cells of what the tokens are urged to do, at least limit after a place
// if there are so many. What was dealt with takes the place of nothing.
func (s *Service) urgings(ctx context.Context, office string, tokens []string, after string, limit int) ([]Cell, error) {
	var list, some []Cell
	read := 0
	for c, err := range AllCells(ctx, s.Cells, CellQuery{Class: ClassUrge, Office: office, Refs: tokens, After: after}) {
		if err != nil {
			return nil, err
		}
		read++
		if some = append(some, c); len(some) < urgingsAtOnce {
			continue
		}
		open, err := s.stillWaiting(ctx, office, some)
		if list, some = append(list, open...), nil; err != nil || len(list) >= limit || read >= mostUrgings {
			return list, err
		}
	}
	open, err := s.stillWaiting(ctx, office, some)
	return append(list, open...), err
}

// stillWaiting returns the urgings of records that wait as they did then.
func (s *Service) stillWaiting(ctx context.Context, office string, urgings []Cell) ([]Cell, error) {
	of, records := make([]notice, len(urgings)), map[string]*Record{}
	for i, c := range urgings {
		if json.Unmarshal(c.Body, &of[i]) == nil {
			records[of[i].Record] = nil
		}
	}
	if len(records) == 0 {
		return nil, nil
	}
	for r, err := range AllRecords(ctx, s.Ledger, Query{Office: office, IDs: slices.Collect(maps.Keys(records)), NoHistory: true}) {
		if err != nil {
			return nil, err
		}
		records[r.ID] = &r
	}
	var list []Cell
	for i, c := range urgings {
		if r := records[of[i].Record]; r != nil && of[i].waits(r, c.Ref) {
			list = append(list, c)
		}
	}
	return list, nil
}

// waits reports whether a record still waits as it did when it was urged.
func (n *notice) waits(r *Record, token string) bool {
	return n.Act == ActUrge && r.State == n.State && slices.Contains(r.Waiting, token)
}
