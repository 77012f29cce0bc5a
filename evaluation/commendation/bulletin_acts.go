package commendation

import (
	"cmp"
	"context"
	"encoding/json"
	"math"
	"slices"
	"strconv"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
)

// unreleased is the natural key of the bulletin in preparation. There can be only
// one, because two would print the same deeds twice.
const unreleased = "unreleased"

// draft creates a bulletin with all filed deeds that are not published, and
// corrections for all published deeds that were revoked.
func (s *Service) draft(step *evaluation.Step, b *Bulletin, in *DraftInput) (evaluation.State, error) {
	open, err := step.Read.Find(step.Ctx, evaluation.Query{
		Office: step.Record.Office, Kinds: []string{KindBulletin}, Uniques: []string{unreleased}, Limit: 1,
	})
	switch {
	case err != nil:
		return "", err
	case len(open.Records) > 0:
		return "", desk.WrongState("commendation.in_preparation")
	case in.To.Before(in.From):
		return "", desk.Mistake("to", "commendation.period")
	}
	rules, err := s.Freeze(step, "commendation.bulletin", "commendation.bulletin.receipt")
	if err != nil {
		return "", err
	}
	*b = Bulletin{
		Title: in.Title, From: in.From, To: in.To, Rules: rules,
		Items: []Item{}, Corrections: []Correction{}, Changes: []Change{}, Receipts: []Receipt{},
	}
	if err := gather(step, b); err != nil {
		return "", err
	}
	due, err := s.bulletinDue(step, rules)
	if err != nil {
		return "", err
	}
	env := step.Record
	env.Unique, env.On, env.Period, env.Sort = unreleased, in.To, strconv.Itoa(in.To.Year()), in.Title
	desk.Wait(env, due, evaluation.WaitRole(evaluation.RolePersonnel))
	return BulletinDraft, nil
}

// refresh removes deeds that are no longer filed and adds new ones. Edited texts
// stay.
func refresh(step *evaluation.Step, b *Bulletin) (evaluation.State, error) {
	var kept []Item
	for _, i := range b.Items {
		filed, err := deedInState(step, i.Deed, DeedFiled)
		if err != nil {
			return "", err
		}
		if filed {
			kept = append(kept, i)
		}
	}
	b.Items = kept
	return BulletinDraft, gather(step, b)
}

// deedInState reports whether a deed is in one of the states; it is false if the
// deed does not exist.
func deedInState(step *evaluation.Step, deed string, in ...evaluation.State) (bool, error) {
	r, err := step.Read.Get(step.Ctx, step.Record.Office, deed)
	if evaluation.CodeOf(err) == evaluation.CodeNotFound {
		return false, nil
	}
	return slices.Contains(in, r.State), err
}

// edit sets the complete text. It must contain the same deeds, in any order: adding
// or removing a deed is a separate act that asks for a reason.
func edit(step *evaluation.Step, b *Bulletin, in *EditInput) (evaluation.State, error) {
	m := evaluation.Mistakes{}
	items := make([]Item, 0, len(in.Items))
	for i, row := range ordered(in.Items) {
		at := slices.IndexFunc(b.Items, func(o Item) bool { return o.Number == row.Number })
		twice := slices.ContainsFunc(items, func(o Item) bool { return o.Number == row.Number })
		if at < 0 || twice {
			m.Add("items."+strconv.Itoa(i)+".number", "commendation.not_in_bulletin")
			continue
		}
		it := b.Items[at]
		it.Heading, it.Text = row.Heading, row.Text
		items = append(items, it)
	}
	if len(m) == 0 && len(items) != len(b.Items) {
		m.Add("items", "commendation.items_missing")
	}
	for i, row := range in.Corrections {
		at := slices.IndexFunc(b.Corrections, func(o Correction) bool { return o.Number == row.Number })
		if at < 0 {
			m.Add("corrections."+strconv.Itoa(i)+".number", "commendation.not_in_bulletin")
			continue
		}
		b.Corrections[at].Text = row.Text
	}
	if err := m.Err(); err != nil {
		return "", err
	}
	b.Title, b.Intro, b.Closing, b.Items, step.Record.Sort = in.Title, in.Intro, in.Closing, items, in.Title
	return BulletinDraft, nil
}

// ordered sorts rows with a position by it, and puts rows without one at the end.
func ordered(rows []ItemInput) []ItemInput {
	rows = slices.Clone(rows)
	place := func(r ItemInput) int {
		if r.Order == 0 {
			return math.MaxInt
		}
		return r.Order
	}
	slices.SortStableFunc(rows, func(a, b ItemInput) int { return cmp.Compare(place(a), place(b)) })
	return rows
}

// include adds a filed deed that is not in the bulletin, or was removed from it.
func include(step *evaluation.Step, b *Bulletin, in *NumberInput) (evaluation.State, error) {
	if some, err := b.canInclude(step); err != nil {
		return "", err
	} else if !some {
		return "", desk.WrongState("commendation.nothing_to_include")
	}
	r, d, err := numbered(step, in.Number)
	if err != nil {
		return "", err
	}
	if r.State != DeedFiled || b.holds(r.ID) {
		return "", desk.Mistake("number", "commendation.not_filed", "number", in.Number)
	}
	b.Items = append(b.Items, itemOf(r.ID, d))
	b.changed(step, r.ID, d.Number, true)
	return BulletinDraft, nil
}

// canInclude reports whether a filed deed is not in the bulletin.
func (b *Bulletin) canInclude(step *evaluation.Step) (bool, error) {
	filed, err := step.Read.Find(step.Ctx, evaluation.Query{
		Office: step.Record.Office, Kinds: []string{KindDeed}, States: evaluation.States(DeedFiled), NoHistory: true, Limit: len(b.Items) + 1,
	})
	return slices.ContainsFunc(filed.Records, func(r evaluation.Record) bool { return !b.holds(r.ID) }), err
}

// numbered finds a deed by its file number.
func numbered(step *evaluation.Step, written string) (evaluation.Record, *Deed, error) {
	year, n, ok := ParseNumber(written)
	found, err := step.Read.Find(step.Ctx, evaluation.Query{
		Office: step.Record.Office, Kinds: []string{KindDeed}, Uniques: []string{key(KindDeed, year, n)}, Limit: 1,
	})
	if err != nil {
		return evaluation.Record{}, nil, err
	}
	if !ok || len(found.Records) == 0 {
		return evaluation.Record{}, nil, desk.Mistake("number", "commendation.not_filed", "number", written)
	}
	d, err := evaluation.PayloadOf[Deed](found.Records[0])
	return found.Records[0], d, err
}

// leaveOut removes a deed; it stays filed and will be in the next bulletin.
func leaveOut(step *evaluation.Step, b *Bulletin, in *NumberInput) (evaluation.State, error) {
	if len(b.Items) == 0 {
		return "", evaluation.Fail(evaluation.CodeConflict, "commendation.nothing_in")
	}
	at := slices.IndexFunc(b.Items, func(i Item) bool { return i.Number == in.Number })
	if at < 0 {
		return "", desk.Mistake("number", "commendation.not_in_bulletin")
	}
	b.changed(step, b.Items[at].Deed, in.Number, false)
	b.Items = slices.Delete(b.Items, at, at+1)
	return BulletinDraft, nil
}

func (b *Bulletin) changed(step *evaluation.Step, deed, number string, added bool) {
	b.Changes = append(b.Changes, Change{Deed: deed, Number: number, Added: added, Reason: step.Reason, ByName: step.Actor.Name, On: step.Today})
}

// sound refuses an empty bulletin, and one with a deed that has been revoked or
// published since.
func sound(step *evaluation.Step, b *Bulletin) error {
	if len(b.Items) == 0 && len(b.Corrections) == 0 {
		return desk.WrongState("commendation.empty")
	}
	for _, i := range b.Items {
		filed, err := deedInState(step, i.Deed, DeedFiled)
		if err != nil {
			return err
		}
		if !filed {
			return desk.WrongState("commendation.no_longer_filed", "number", i.Number)
		}
	}
	return nil
}

func submit(step *evaluation.Step, b *Bulletin) (evaluation.State, error) {
	if err := sound(step, b); err != nil {
		return "", err
	}
	b.SubmittedBy, b.Returned = step.Actor.Name, ""
	desk.Wait(step.Record, step.Record.Due, evaluation.WaitRole(evaluation.RolePrincipal))
	return BulletinSubmitted, nil
}

func returnBulletin(step *evaluation.Step, b *Bulletin) (evaluation.State, error) {
	b.Returned = step.Reason
	desk.Wait(step.Record, step.Record.Due, evaluation.WaitRole(evaluation.RolePersonnel))
	return BulletinDraft, nil
}

// approve releases the bulletin: it gets its number, an effect marks the deeds as
// published, and every department is asked to acknowledge it.
func (s *Service) approve(step *evaluation.Step, b *Bulletin) (evaluation.State, error) {
	if err := sound(step, b); err != nil {
		return "", err
	}
	book, err := s.Book(step.Ctx, step.Record.Office)
	if err != nil {
		return "", err
	}
	year := step.Today.Year()
	n, err := next(step.Ctx, step.Read, step.Record.Office, KindBulletin, year)
	if err != nil {
		return "", err
	}
	due, err := s.Due(step.Ctx, step.Record.Office, b.Rules, "commendation.bulletin.receipt", step.Today)
	if err != nil {
		return "", err
	}
	b.Number, b.Approver, b.ReleasedOn = BulletinNumber(year, n), step.Actor.Name, step.Today
	b.Receipts = []Receipt{}
	for _, u := range book.On(step.Today).Departments() {
		if len(u.Heads) > 0 { // without a head nobody could acknowledge
			b.Receipts = append(b.Receipts, Receipt{Unit: u.ID, UnitName: u.Name})
		}
	}
	step.Record.Unique, step.Record.On = key(KindBulletin, year, n), step.Today
	b.waitForReceipts(step.Record, due)
	return BulletinReleased, step.Effect("mark", nil)
}

func (b *Bulletin) waitForReceipts(r *evaluation.Record, due evaluation.Date) {
	var tokens []string
	for _, x := range b.Receipts {
		if x.ByName == "" {
			tokens = append(tokens, evaluation.WaitHead(x.Unit))
		}
	}
	if len(tokens) == 0 {
		due = evaluation.Date{}
	}
	desk.Wait(r, due, tokens...)
}

// acknowledge is done by a head, for every department that he or she heads.
func (s *Service) acknowledge(step *evaluation.Step, b *Bulletin) (evaluation.State, error) {
	book, err := s.Book(step.Ctx, step.Record.Office)
	if err != nil {
		return "", err
	}
	heads, _ := book.On(step.Today).Units(step.Actor.Person)
	done := false
	for i := range b.Receipts {
		if x := &b.Receipts[i]; x.ByName == "" && slices.Contains(heads, x.Unit) {
			x.ByName, x.On, done = step.Actor.Name, step.Today, true
		}
	}
	if !done {
		return "", desk.WrongState("commendation.acknowledged")
	}
	b.waitForReceipts(step.Record, step.Record.Due)
	return BulletinReleased, nil
}

func discard(step *evaluation.Step, _ *Bulletin) (evaluation.State, error) {
	step.Record.Unique = step.Record.ID
	desk.Wait(step.Record, evaluation.Date{})
	return BulletinDiscarded, nil
}

// mark marks the deeds of a released bulletin.
func mark(ctx context.Context, do evaluation.Doer, r evaluation.Record, _ json.RawMessage) error {
	b, err := evaluation.PayloadOf[Bulletin](r)
	if err != nil {
		return err
	}
	told := func() *BulletinReference {
		return &BulletinReference{Bulletin: r.ID, Number: b.Number, On: b.ReleasedOn}
	}
	for _, i := range b.Items {
		if err := desk.ActRetrying(ctx, do, r.Office, i.Deed, "publish", told()); err != nil {
			return err
		}
	}
	for _, c := range b.Corrections {
		if err := desk.ActRetrying(ctx, do, r.Office, c.Deed, "correct", told()); err != nil {
			return err
		}
	}
	return nil
}
