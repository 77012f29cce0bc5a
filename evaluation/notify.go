package evaluation

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"time"
)

// A notification (通知) tells somebody that an act was done to a record of theirs. Its
// cell is written before the record, under an id that follows from the act, so that a
// crash loses and doubles none. One whose act was not stored after all is ignored.
// What it says is made when it is read, from the record as the reader then sees it.

// Recipient is who is told that an act was done.
type Recipient string

// The recipients. Whoever did the act is never told.
const (
	ToSubject Recipient = "subject" // the person whom the record is about
	ToParties Recipient = "parties" // the people with a task in it
	ToAuthor  Recipient = "author"  // who did the first act
	ToLast    Recipient = "last"    // who did the act before, such as handing in what is returned now
	ToTold    Recipient = "told"    // those for whom the act called Step.Tell
)

// NoticeTexts returns the keys of the texts that say that an act was done:
// <kind>.notice.<act>, and .own for the person whom the record is about.
func (k *Kind) NoticeTexts(act string) []string {
	var keys []string
	key := k.Name + ".notice." + act
	for _, to := range k.Notifies[act] {
		if one := key + map[bool]string{true: ".own"}[to == ToSubject]; !slices.Contains(keys, one) {
			keys = append(keys, one)
		}
	}
	return keys
}

// checkNotifies reports acts of Notifies that the kind does not have, and subjects who
// would not see the record after the act.
func (k *Kind) checkNotifies() error {
	for name, after := range k.Moot {
		if _, ok := k.Act(after); !ok || len(k.Notifies[name]) == 0 {
			return fmt.Errorf("act %s of %s: moot after %s, and nobody is told", name, k.Name, after)
		}
	}
	for name, to := range k.Notifies {
		a, ok := k.Act(name)
		if !ok || len(to) == 0 {
			return fmt.Errorf("act %s of %s: tells nobody", name, k.Name)
		}
		for _, state := range a.To {
			sees := slices.ContainsFunc(k.Sight.Readers, func(g Grant) bool {
				return (g.Relation == Own || !k.Sight.OwnOnly && g.Relation == "") && (len(g.States) == 0 || slices.Contains(g.States, state))
			})
			if slices.Contains(to, ToSubject) && !sees {
				return fmt.Errorf("act %s of %s: the subject does not see the record in state %s", name, k.Name, state)
			}
		}
	}
	return nil
}

// Classes of cells: one for each notification, and one for each account with what it
// has read.
const (
	ClassNotice = "notice"
	ClassRead   = "notices_read"
)

const (
	noticeLife = 400 * 24 * time.Hour
	// MaxUnread is how many unread notifications are counted.
	MaxUnread = 50
	maxRead   = 500 // ids in the cell of an account
)

// notice is the body of a cell of ClassNotice. The Ref is the recipient.
type notice struct {
	Record string    `json:"record"`
	Act    string    `json:"act"`
	Seq    int       `json:"seq"`
	At     time.Time `json:"at"`
	State  State     `json:"state,omitempty"` // of an urging
}

// noticeID makes ids that sort by time, newest first.
func noticeID(n notice, to string) string {
	return fmt.Sprintf("%016x/%s/%d/%s", math.MaxInt64-n.At.UnixMilli(), n.Record, n.Seq, to)
}

// noticeFor is the Ref of the notifications of an actor: the person, or the account
// where there is none.
func noticeFor(account, person string) string {
	if person != "" {
		return person
	}
	return PartyAccount(account)
}

// notify writes the notifications of the act that is the last entry of the record; told are
// the tokens of ToTold.
func (s *Service) notify(ctx context.Context, actor Actor, k *Kind, a *Act, r *Record, told []string) error {
	if s.Cells == nil || len(k.Notifies[a.Name]) == 0 {
		return nil
	}
	e := r.History[len(r.History)-1]
	n := notice{Record: r.ID, Act: a.Name, Seq: e.Seq, At: e.At}
	body, err := json.Marshal(n)
	if err != nil {
		return fmt.Errorf("notice: %w", err)
	}
	own := []string{noticeFor(actor.Account, actor.Person), PartyAccount(actor.Account)}
	for to := range s.recipients(k.Notifies[a.Name], r, told) {
		if slices.Contains(own, to) {
			continue
		}
		_, err := s.Cells.PutCell(ctx, Cell{Class: ClassNotice, Office: r.Office, ID: noticeID(n, to), Ref: to, Expires: e.At.Add(noticeLife), Body: body})
		if err != nil && CodeOf(err) != CodeConflict {
			return err
		}
	}
	return nil
}

func (s *Service) recipients(list []Recipient, r *Record, told []string) map[string]bool {
	to := map[string]bool{}
	for _, who := range list {
		switch {
		case who == ToSubject:
			to[r.Subject] = true
		case who == ToParties:
			for _, p := range r.Parties {
				to[p] = true
			}
		case who == ToTold:
			for _, token := range told {
				to[token] = true
			}
		case who == ToAuthor:
			to[noticeFor(r.History[0].Account, r.History[0].Person)] = true
		case len(r.History) > 1:
			e := r.History[len(r.History)-2]
			to[noticeFor(e.Account, e.Person)] = true
		}
	}
	delete(to, "")
	delete(to, PartyAccount(string(RoleSystem)))
	return to
}

// Notification is a notification as its reader sees it.
type Notification struct {
	ID   string
	At   time.Time
	Act  string
	View View // as in Index
	Read bool
}

// Notifications is a page of them, newest first.
type Notifications struct {
	List []Notification
	Next string // for the page after; "" on the last one
}

// Notified returns the actor's notifications after a place, of records that they see.
// A page can have fewer than limit, because others have been left out.
func (s *Service) Notified(ctx context.Context, actor Actor, after string, limit int) (Notifications, error) {
	if s.Cells == nil {
		return Notifications{}, nil
	}
	read, _, err := s.read(ctx, actor)
	if err != nil {
		return Notifications{}, err
	}
	cells, err := s.notices(ctx, actor, after, limit+1)
	if err != nil {
		return Notifications{}, err
	}
	var out Notifications
	if len(cells) > limit {
		cells = cells[:limit]
		out.Next = cells[limit-1].ID
	}
	out.List, err = s.told(ctx, actor, cells)
	views := make([]View, len(out.List))
	for i := range out.List {
		n := &out.List[i]
		n.Read = read.has(n.ID, n.At)
		if err := s.abridge(&n.View, actor); err != nil {
			return Notifications{}, err
		}
		views[i] = n.View
	}
	if err != nil {
		return Notifications{}, err
	}
	return out, s.looked(ctx, actor, actList, false, views...)
}

// Unread counts the actor's unread notifications, up to MaxUnread.
func (s *Service) Unread(ctx context.Context, actor Actor) (int, error) {
	if s.Cells == nil {
		return 0, nil
	}
	read, _, err := s.read(ctx, actor)
	if err != nil {
		return 0, err
	}
	cells, err := s.notices(ctx, actor, "", MaxUnread)
	if err != nil {
		return 0, err
	}
	cells = slices.DeleteFunc(cells, func(c Cell) bool {
		var n notice
		return json.Unmarshal(c.Body, &n) != nil || read.has(c.ID, n.At)
	})
	list, err := s.told(ctx, actor, cells)
	return len(list), err
}

// told makes notifications of cells: those whose act is in the history of a record that
// the actor sees, and urgings of what still waits. Their views are not abridged yet.
func (s *Service) told(ctx context.Context, actor Actor, cells []Cell) ([]Notification, error) {
	if len(cells) == 0 {
		return nil, nil
	}
	notices, ids := make([]notice, len(cells)), map[string]bool{}
	for i, c := range cells {
		if json.Unmarshal(c.Body, &notices[i]) == nil {
			ids[notices[i].Record] = true
		}
	}
	who, err := s.onlooker(ctx, actor)
	if err != nil {
		return nil, err
	}
	q := Query{IDs: slices.Sorted(maps.Keys(ids)), Limit: len(ids)}
	if err := s.confine(&who, &q); err != nil {
		return nil, err
	}
	found, err := s.Ledger.Find(ctx, q)
	if err != nil {
		return nil, err
	}
	last, list := new(lastFields), make([]*Notification, len(cells))
	for i := range found.Records {
		r := &found.Records[i]
		v, err := s.viewIn(ctx, &who, r, viewOptions{last: last})
		if CodeOf(err) == CodeNotFound {
			continue
		}
		if err != nil {
			return nil, err
		}
		for j, n := range notices {
			if n.Record == r.ID && (done(r, n) && s.kinds[r.Kind].stillTells(&who, r, n) || n.waits(r, cells[j].Ref)) {
				list[j] = &Notification{ID: cells[j].ID, At: n.At, Act: n.Act, View: v}
			}
		}
	}
	var out []Notification
	for _, n := range list {
		if n != nil {
			out = append(out, *n)
		}
	}
	return out, nil
}

// stillTells reports whether an act is told to somebody: who was told of it because of a
// task in the record, and has it no longer, is told nothing of it.
// So it is of an act that a later one makes moot.
func (k *Kind) stillTells(who *Onlooker, r *Record, n notice) bool {
	if after, ok := k.Moot[n.Act]; ok && slices.ContainsFunc(r.History, func(e Entry) bool { return e.Seq > n.Seq && e.Act == after }) {
		return false
	}
	return slices.ContainsFunc(k.Notifies[n.Act], func(to Recipient) bool {
		switch to {
		case ToSubject:
			return who.own(r)
		case ToParties:
			return who.party(r)
		}
		return true
	})
}

// done reports whether the act of a notification is in the history.
func done(r *Record, n notice) bool {
	return r != nil && slices.ContainsFunc(r.History, func(e Entry) bool { return e.Seq == n.Seq && e.Act == n.Act && e.At.Equal(n.At) })
}

// haveRead is the body of a cell of ClassRead: everything until a time, and some newer
// ones.
type haveRead struct {
	Until time.Time `json:"until"`
	IDs   []string  `json:"ids,omitempty"`
}

func (h *haveRead) has(id string, at time.Time) bool {
	return !at.After(h.Until) || slices.Contains(h.IDs, id)
}

func (s *Service) read(ctx context.Context, actor Actor) (haveRead, Cell, error) {
	var h haveRead
	c, err := s.Cells.Cell(ctx, ClassRead, actor.Office, actor.Account)
	if CodeOf(err) == CodeNotFound {
		return h, Cell{Class: ClassRead, Office: actor.Office, ID: actor.Account}, nil
	}
	if err == nil {
		err = json.Unmarshal(c.Body, &h)
	}
	return h, c, err
}

// MarkRead marks one notification as read, or all of them if id is "".
func (s *Service) MarkRead(ctx context.Context, actor Actor, id string) error {
	tokens, err := s.waitTokens(ctx, actor)
	if err != nil {
		return err
	}
	const tries = 5
	for i := 0; ; i++ {
		h, c, err := s.read(ctx, actor)
		if err != nil {
			return err
		}
		switch {
		case id == "":
			h = haveRead{Until: s.now()}
		case len(id) > maxNoticeID || !slices.ContainsFunc(append(tokens, noticeFor(actor.Account, actor.Person)), func(to string) bool { return strings.HasSuffix(id, "/"+to) }):
			return Fail(CodeNotFound, "error.not_found")
		case slices.Contains(h.IDs, id):
			return nil
		default:
			h.IDs = append(h.IDs, id)
			h.IDs = h.IDs[max(0, len(h.IDs)-maxRead):]
		}
		if c.Body, err = json.Marshal(h); err != nil {
			return fmt.Errorf("notices read: %w", err)
		}
		if _, err = s.Cells.PutCell(ctx, c); CodeOf(err) != CodeConflict || i == tries {
			return err
		}
	}
}

const maxNoticeID = 300
