package evaluation

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
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
	for _, to := range v.Waiting {
		_, err := s.Cells.PutCell(ctx, Cell{Class: ClassUrge, Office: actor.Office, ID: urgeID(v, to, DateOf(now)), Ref: to, Expires: now.Add(urgeLife), Body: body})
		if err != nil {
			return err
		}
	}
	return nil
}

// urgeID is the same for a record, its state and a day, so that nobody is urged twice.
func urgeID(v *View, to string, on Date) string {
	return v.ID + "/" + on.String() + "/" + string(v.State) + "/" + to
}

// urged returns which of the records have been urged today.
func (s *Service) urged(ctx context.Context, office string, views []View) (map[string]bool, error) {
	today, q := DateOf(s.now()), CellQuery{Class: ClassUrge, Office: office}
	for i := range views {
		if v := &views[i]; len(v.Waiting) > 0 {
			q.IDs = append(q.IDs, urgeID(v, v.Waiting[0], today))
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
		id, _, _ := strings.Cut(c.ID, "/")
		out[id] = true
	}
	return out, nil
}

// notices returns the actor's cells of notifications: of what was done, and of what the
// actor is urged to do; newest first, at most limit after a place.
func (s *Service) notices(ctx context.Context, actor Actor, after string, limit int) ([]Cell, error) {
	cells, err := s.Cells.FindCells(ctx, CellQuery{
		Class: ClassNotice, Office: actor.Office, Refs: []string{noticeFor(actor.Account, actor.Person)}, After: after, Limit: limit,
	})
	if err != nil {
		return nil, err
	}
	tokens, err := s.waitTokens(ctx, actor)
	if err != nil {
		return nil, err
	}
	urgings, err := s.Cells.FindCells(ctx, CellQuery{Class: ClassUrge, Office: actor.Office, Refs: tokens, Limit: MaxUnread})
	if err != nil {
		return nil, err
	}
	for _, c := range urgings {
		var n notice
		if json.Unmarshal(c.Body, &n) != nil {
			continue
		}
		if c.ID = noticeID(n, c.Ref); c.ID > after {
			cells = append(cells, c)
		}
	}
	slices.SortFunc(cells, func(a, b Cell) int { return cmp.Compare(a.ID, b.ID) })
	return cells[:min(len(cells), limit)], nil
}

// waits reports whether a record still waits as it did when it was urged.
func (n *notice) waits(r *Record, token string) bool {
	return n.Act == ActUrge && r.State == n.State && slices.Contains(r.Waiting, token)
}
