package evaluation_test

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"kaoji/auth"
	"kaoji/evaluation"
	"kaoji/storage/sqlite"
)

// Random offices: made-up kinds with random sights, people who head, are in
// charge of and are related to each other at random, accounts with random roles,
// and records of all of them. What somebody finds, reads, counts and may do is
// held against plain, which reads the description one sentence after the other.

var (
	thePeople = []string{"p1", "p2", "p3", "p4"}
	theUnits  = []string{"u1", "u2", "u3"}
	theRoles  = []evaluation.Role{evaluation.RolePersonnel, evaluation.RoleHead, evaluation.RoleLeader, evaluation.RoleCadre}
	theStates = []evaluation.State{"open", "shown", "closed"}
	theFields = []string{"title", "text", "hidden", "level", "grade", evaluation.FieldHistory}
	theGrades = []string{"low", "high"}
	theTitles = []string{"走访慰问", "慰问老兵", "年度走访"}
)

type matter struct {
	Title  string   `json:"title"`
	Text   string   `json:"text"`
	Hidden []string `json:"hidden"`
	Level  int      `json:"level"`
	Grade  string   `json:"grade"`
}

// making is the whole envelope of a record that is made.
type making struct {
	Subject string           `json:"subject,omitempty"`
	Unit    string           `json:"unit,omitempty"`
	State   evaluation.State `json:"state"`
	Parties []string         `json:"parties,omitempty"`
	Waiting []string         `json:"waiting,omitempty"`
	Due     evaluation.Date  `json:"due,omitzero"`
	Hidden  []string         `json:"hidden,omitempty"`
	Level   int              `json:"level,omitempty"`
	Grade   string           `json:"grade,omitempty"`
	Title   string           `json:"title,omitempty"`
	Number  string           `json:"number,omitempty"`
}

func makeMatter(s *evaluation.Step, p *matter, in *making) (evaluation.State, error) {
	*p = matter{in.Title, "正文", in.Hidden, in.Level, in.Grade}
	if in.Number != "" {
		s.Record.Unique = in.Number + s.Record.ID
	}
	s.Record.Subject, s.Record.Unit, s.Record.Parties = in.Subject, in.Unit, in.Parties
	s.Record.Waiting, s.Record.Due = in.Waiting, in.Due
	return in.State, nil
}

func touch(s *evaluation.Step, _ *matter) (evaluation.State, error) { return s.Record.State, nil }

func some[T any](r *rapid.T, label string, least int, from ...T) []T {
	list := slices.Clone(from)
	for i := range list {
		j := rapid.IntRange(0, i).Draw(r, label)
		list[i], list[j] = list[j], list[i]
	}
	return list[:rapid.IntRange(least, len(list)).Draw(r, label+" in all")]
}

// drawGrants draws lines of which none stands twice: one for each relation at most.
func drawGrants(r *rapid.T, least int, reading bool) evaluation.Grants {
	var g evaluation.Grants
	for _, relation := range some(r, "relation", least, evaluation.Relations()...) {
		line := evaluation.By(some(r, "role", 1, theRoles...)...).As(relation)
		if rapid.Bool().Draw(r, "in some states") {
			line = line.In(some(r, "state", 1, theStates...)...)
		}
		if reading {
			line = line.See(some(r, "field", 1, append(theFields, evaluation.All)...)...)
		}
		g = g.Or(line)
	}
	return g
}

func drawKind(r *rapid.T, name string) evaluation.Kind {
	k := evaluation.Kind{Name: name, States: theStates, Payload: evaluation.New[matter], Acts: []evaluation.Act{
		{Name: "make", May: drawGrants(r, 0, false), To: theStates, InOwnCase: rapid.Bool().Draw(r, "own case"), Run: evaluation.Run(makeMatter)},
		{Name: "touch", May: drawGrants(r, 0, false), From: theStates, To: theStates, InOwnCase: rapid.Bool().Draw(r, "own case"), Run: evaluation.Plain(touch)},
	}}
	k.Usual = evaluation.Usual{}
	for _, state := range theStates {
		k.Usual[state] = []string{"touch"}
	}
	k.Sight = evaluation.Sight{
		Readers: drawGrants(r, 1, true), OwnOnly: rapid.Bool().Draw(r, "OwnOnly"), NotHead: rapid.Bool().Draw(r, "NotHead"),
		NotRelatives: rapid.Bool().Draw(r, "NotRelatives"), Noted: rapid.Bool().Draw(r, "Noted"), Unnamed: rapid.Bool().Draw(r, "Unnamed"),
	}
	open := rapid.IntRange(0, 3).Draw(r, "kept from nobody") == 0
	if open {
		k.Sight.NotHead, k.Sight.NotRelatives, k.Sight.Noted, k.Sight.Unnamed = false, false, false, false
		k.Told = some(r, "told to substitutes", 0, theStates...)
	}
	for _, c := range some(r, "column", 0, evaluation.Column{Name: "level"}, evaluation.Column{Name: "grade", Choices: theGrades}) {
		if slices.ContainsFunc(k.Sight.Readers, func(g evaluation.Grant) bool { return evaluation.Shown(g.Fields, c.Name) }) {
			k.Columns, k.Brief = append(k.Columns, c), append(k.Brief, c.Name)
		}
	}
	k.Apart = rapid.Bool().Draw(r, "Apart")
	k.Found = some(r, "found by", 0, evaluation.FoundUnique, "title")
	if k.Sight.Noted {
		k.Brief = append(k.Brief, "title")
	}
	if !open && rapid.Bool().Draw(r, "HiddenFrom") {
		k.Sight.HiddenFrom = func(r *evaluation.Record) ([]string, error) {
			p, err := evaluation.PayloadOf[matter](*r)
			if err != nil {
				return nil, err
			}
			return p.Hidden, nil
		}
	}
	return k
}

// stands is a made-up roster.
type stands map[string]evaluation.Standing

func (s stands) Standing(_ context.Context, _, person string, _ evaluation.Date) (evaluation.Standing, error) {
	return s[person], nil
}

func drawStanding(r *rapid.T) stands {
	s := stands{}
	for _, p := range thePeople {
		s[p] = evaluation.Standing{Heads: some(r, p+" heads", 0, theUnits...), Charges: some(r, p+" is in charge of", 0, theUnits...)}
	}
	for i, p := range thePeople {
		for _, q := range thePeople[:i] {
			if rapid.IntRange(0, 3).Draw(r, p+" and "+q) == 0 {
				a, b := s[p], s[q]
				a.Relatives, b.Relatives = append(a.Relatives, q), append(b.Relatives, p)
				s[p], s[q] = a, b
			}
		}
	}
	return s
}

// theDay is the day on which the random office is asked.
func theDay() evaluation.Date { return evaluation.NewDate(2026, 3, 1) }

// plain is the description of sight, read one sentence after the other for one
// person and one record.
type plain struct {
	kind  *evaluation.Kind
	who   evaluation.Actor
	stand evaluation.Standing
	r     *evaluation.Record
}

func (p plain) own() bool { return p.who.Person != "" && p.r.Subject == p.who.Person }

func (p plain) recused() bool {
	return p.own() || p.r.Subject != "" && slices.Contains(p.stand.Relatives, p.r.Subject)
}

// holds reports whether somebody stands in a relation to the record.
func (p plain) holds(relation evaluation.Relation) bool {
	switch relation {
	case "", evaluation.Anyone:
		return true
	case evaluation.Own:
		return p.own()
	case evaluation.Opener:
		return p.who.Person != "" && slices.Contains(p.r.Parties, evaluation.PartyOpen(p.who.Person, theDay()))
	case evaluation.Party:
		return slices.Contains(p.r.Parties, p.who.Person) || slices.Contains(p.r.Parties, evaluation.PartyAccount(p.who.Account))
	case evaluation.Department:
		return slices.Contains(p.stand.Heads, p.r.Unit)
	case evaluation.Charge:
		return slices.Contains(p.stand.Charges, p.r.Unit)
	}
	return false
}

// hiddenFrom is what the description says of a record that is there.
func (p plain) hiddenFrom() []string {
	if p.kind.Sight.HiddenFrom == nil || p.r.ID == "" {
		return nil
	}
	people, err := p.kind.Sight.HiddenFrom(p.r)
	if err != nil {
		panic(err)
	}
	return people
}

// counts reports whether a line speaks of this person and this record.
func (p plain) counts(g evaluation.Grant, state evaluation.State) bool {
	role := slices.ContainsFunc(g.Roles, func(r evaluation.Role) bool { return slices.Contains(p.who.Roles, r) })
	in := len(g.States) == 0 || slices.Contains(g.States, state)
	sight := p.kind.Sight
	if !role || !in || !p.holds(g.Relation) {
		return false
	}
	if p.who.Person != "" && slices.Contains(p.hiddenFrom(), p.who.Person) {
		return false
	}
	if sight.OwnOnly && p.own() {
		return g.Relation == evaluation.Own
	}
	if sight.NotHead && slices.Contains(p.stand.Heads, p.r.Unit) {
		return false
	}
	return !sight.NotRelatives || !slices.Contains(p.stand.Relatives, p.r.Subject)
}

// sees are the fields that the person sees of the record; none: it does not exist.
func (p plain) sees() map[string]bool {
	fields := map[string]bool{}
	for _, g := range p.kind.Sight.Readers {
		if p.counts(g, p.r.State) {
			for _, f := range g.Fields {
				fields[f] = true
			}
		}
	}
	return fields
}

// readsColumns reports whether one relation lets the person read all of the fields.
func (p plain) readsColumns(fields []string) bool {
	return slices.ContainsFunc(evaluation.Relations(), func(relation evaluation.Relation) bool {
		return !slices.ContainsFunc(fields, func(field string) bool {
			return !slices.ContainsFunc(p.kind.Sight.Readers, func(g evaluation.Grant) bool {
				return cmp.Or(g.Relation, evaluation.Anyone) == relation && p.counts(g, p.r.State) && evaluation.Shown(g.Fields, field)
			})
		})
	})
}

func (p plain) may(a *evaluation.Act, state evaluation.State) evaluation.Code {
	switch {
	case !a.InOwnCase && p.kind.Sight.OwnOnly && p.own() && !a.Creates():
		return evaluation.CodeRecused
	case !slices.ContainsFunc(a.May, func(g evaluation.Grant) bool { return p.counts(g, state) }):
		return evaluation.CodeForbidden
	case !a.InOwnCase && p.recused():
		return evaluation.CodeRecused
	}
	return ""
}

// shownBy are the names of the payload fields that a person must get.
func shownBy(sees map[string]bool) []string {
	var names []string
	for _, f := range []string{"grade", "hidden", "level", "text", "title"} {
		if sees[f] || sees[evaluation.All] {
			names = append(names, f)
		}
	}
	return names
}

func TestReadingActingSearchingListingCountingAndTheTrailFollowTheOneDescriptionOfSight(t *testing.T) {
	store, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "kaoji.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = store.Close() })
	now := func() time.Time { return time.Date(2026, 3, 1, 1, 2, 3, 0, time.UTC) }
	made := 0
	newID := func() string { made++; return fmt.Sprintf("019cc000-0000-7000-8000-%012d", made) }
	rapid.Check(t, func(r *rapid.T) {
		measure := evaluation.Measure{Name: "a", Kinds: []evaluation.Kind{drawKind(r, "a.x"), drawKind(r, "a.y")}}
		policy, err := auth.NewPolicy(measure)
		if err != nil {
			r.Fatal(err)
		}
		o := &randomOffice{
			T: r, ctx: t.Context(), name: newID(), store: store, stands: drawStanding(r), kinds: map[string]*evaluation.Kind{},
			trail: evaluation.NewTrail(store, trailKey, now),
		}
		o.Service, err = evaluation.NewService(evaluation.Parts{
			Ledger: store, Policy: policy, Roster: o.stands, Trail: o.trail, Log: slog.New(slog.DiscardHandler), Now: now, NewID: newID,
			Measures: []evaluation.Measure{measure},
		})
		if err != nil {
			r.Fatal(err)
		}
		for i := range measure.Kinds {
			o.kinds[measure.Kinds[i].Name] = &measure.Kinds[i]
		}
		for range rapid.IntRange(1, 6).Draw(r, "records") {
			o.add()
		}
		for _, who := range o.askers() {
			o.lists(who)
			o.notes(who)
			o.counts(who)
			o.columns(who)
			o.searches(who)
			o.waits(who)
			o.foresees(who)
			o.standsIn(who)
			for i := range o.all {
				o.reads(who, &o.all[i])
			}
			for i := range o.all {
				o.acts(who, &o.all[i])
			}
			o.makes(who)
		}
	})
}

type randomOffice struct {
	*rapid.T
	*evaluation.Service
	ctx    context.Context
	name   string
	store  *sqlite.Store
	trail  *evaluation.Trail
	stands stands
	kinds  map[string]*evaluation.Kind
	all    []evaluation.Record
}

func (o *randomOffice) drawMaking() *making {
	parties := append([]string{evaluation.PartyAccount("outside")}, thePeople...)
	for _, p := range thePeople {
		parties = append(parties, evaluation.PartyAccount("account-"+p), evaluation.PartyOpen(p, theDay()), evaluation.PartyOpen(p, theDay().AddDays(-1)))
	}
	waiting := []string{evaluation.WaitRole(evaluation.RoleCadre), evaluation.WaitHead("u1"), evaluation.WaitHead("u2"), evaluation.WaitPerson("p1"), evaluation.WaitPerson("p2")}
	var due evaluation.Date
	if rapid.Bool().Draw(o.T, "has a deadline") {
		due = evaluation.NewDate(2026, 3, rapid.IntRange(1, 3).Draw(o.T, "due"))
	}
	return &making{
		Subject: rapid.SampledFrom(append([]string{""}, thePeople...)).Draw(o.T, "subject"),
		Unit:    rapid.SampledFrom(append([]string{""}, theUnits...)).Draw(o.T, "unit"),
		State:   rapid.SampledFrom(theStates).Draw(o.T, "state"),
		Parties: some(o.T, "party", 0, parties...),
		Waiting: some(o.T, "waits for", 0, waiting...),
		Due:     due,
		Hidden:  some(o.T, "hidden from", 0, thePeople...),
		Level:   rapid.IntRange(-1, 11).Draw(o.T, "level"),
		Grade:   rapid.SampledFrom(append([]string{""}, theGrades...)).Draw(o.T, "grade"),
		Title:   rapid.SampledFrom(theTitles).Draw(o.T, "title"),
		Number:  rapid.SampledFrom([]string{"", "〔2026〕5号", "〔2025〕57号"}).Draw(o.T, "number"),
	}
}

func (o *randomOffice) drawKindName() string {
	return rapid.SampledFrom(slices.Sorted(maps.Keys(o.kinds))).Draw(o.T, "kind")
}

// add makes a record as Kaoji itself.
func (o *randomOffice) add() {
	made, err := o.Create(o.ctx, evaluation.System(o.name), o.drawKindName(), "make", evaluation.Creation{Input: o.drawMaking()})
	if err != nil {
		o.Fatal(err)
	}
	o.all = append(o.all, made)
}

func (o *randomOffice) askers() []evaluation.Actor {
	var list []evaluation.Actor
	for _, p := range append(some(o.T, "asker", 1, thePeople...), "") {
		who := evaluation.Actor{Office: o.name, Account: "account-" + p, Person: p, Name: p, Roles: some(o.T, "role of "+p, 0, theRoles...)}
		if p == "" {
			who.Account = "outside"
		}
		list = append(list, who)
	}
	return list
}

func (o *randomOffice) plain(who evaluation.Actor, rec *evaluation.Record) plain {
	return plain{o.kinds[rec.Kind], who, o.stands[who.Person], rec}
}

// asked is a search, and whether a record is what it looks for.
type asked struct {
	q    evaluation.Query
	fits func(*evaluation.Record) bool
}

// drawAsked draws a search by what stands in the envelope.
func (o *randomOffice) drawAsked() asked {
	a := asked{fits: func(*evaluation.Record) bool { return true }}
	narrow := func(by string, fits func(*evaluation.Record) bool, set func()) {
		if rapid.Bool().Draw(o.T, "asked by "+by) {
			set()
			before := a.fits
			a.fits = func(r *evaluation.Record) bool { return before(r) && fits(r) }
		}
	}
	kinds := some(o.T, "asked kind", 1, slices.Sorted(maps.Keys(o.kinds))...)
	narrow("kind", func(r *evaluation.Record) bool { return slices.Contains(kinds, r.Kind) }, func() { a.q.Kinds = kinds })
	inStates := some(o.T, "asked state", 1, theStates...)
	narrow("state", func(r *evaluation.Record) bool { return slices.Contains(inStates, r.State) }, func() { a.q.States = inStates })
	people := some(o.T, "asked subject", 1, thePeople...)
	narrow("subject", func(r *evaluation.Record) bool { return slices.Contains(people, r.Subject) }, func() { a.q.Subjects = people })
	units := some(o.T, "asked unit", 1, theUnits...)
	narrow("unit", func(r *evaluation.Record) bool { return slices.Contains(units, r.Unit) }, func() { a.q.Units = units })
	party := some(o.T, "asked party", 1, thePeople...)
	narrow("party", func(r *evaluation.Record) bool { return meet(r.Parties, party) }, func() { a.q.Parties = party })
	narrowed := a.fits
	a.fits = func(r *evaluation.Record) bool { return narrowed(r) && (!o.kinds[r.Kind].Apart || len(a.q.Kinds) > 0) }
	return a
}

func meet(x, y []string) bool {
	return slices.ContainsFunc(x, func(one string) bool { return slices.Contains(y, one) })
}

// seen are the records that exist for somebody and are what is looked for.
func (o *randomOffice) seen(who evaluation.Actor, fits func(*evaluation.Record) bool) (list []string) {
	for i := range o.all {
		if rec := &o.all[i]; fits(rec) && len(o.plain(who, rec).sees()) > 0 {
			list = append(list, rec.ID)
		}
	}
	return list
}

func ids(views []evaluation.View) (list []string) {
	for _, v := range views {
		list = append(list, v.ID)
	}
	return list
}

// lists holds against the description: a list in one piece, the same page by page
// as exports read it, with the acts that are offered, and without content.
func (o *randomOffice) lists(who evaluation.Actor) {
	a := o.drawAsked()
	want := o.seen(who, a.fits)
	paged := func(ctx context.Context, actor evaluation.Actor, q evaluation.Query) (evaluation.Views, error) {
		q.Limit = 2
		return o.List(ctx, actor, q)
	}
	for name, list := range map[string]func(context.Context, evaluation.Actor, evaluation.Query) (evaluation.Views, error){
		"the list": o.List, "the list in pages": paged, "the list that offers": o.Offering("touch"), "the index": o.Index,
	} {
		views, err := evaluation.Gather(evaluation.AllViews(o.ctx, list, who, a.q))
		if err != nil {
			o.Fatal(err)
		}
		if !slices.Equal(ids(views), want) {
			o.Fatalf("%+v: %s has %v for %+v, the description says %v", who, name, ids(views), a.q, want)
		}
		for i := range views {
			v := &views[i]
			if name != "the index" {
				o.shows(who, v)
			}
			if name == "the list that offers" { // acts that it tries may ask who did what
				o.offers(who, v)
			} else if len(v.History) > 0 {
				o.Fatalf("%s holds the history of %+v", name, v.Record)
			}
		}
	}
}

// notes holds against the description which records the trail says were read: of
// a list the noted ones of others, of an index none.
func (o *randomOffice) notes(who evaluation.Actor) {
	var want []string
	for i := range o.all {
		rec := &o.all[i]
		if p := o.plain(who, rec); len(p.sees()) > 0 && p.kind.Sight.Noted && !p.kind.Apart && !p.own() {
			_, mark := o.Traced(rec.Kind, rec.ID)
			want = append(want, mark)
		}
	}
	before := len(o.noted())
	if _, err := o.Index(o.ctx, who, evaluation.Query{}); err != nil {
		o.Fatal(err)
	}
	if _, err := o.List(o.ctx, who, evaluation.Query{}); err != nil {
		o.Fatal(err)
	}
	var got []string
	for _, e := range o.noted()[before:] {
		got = append(got, strings.Fields(e.Detail)...)
		o.tells(who, e.Look)
	}
	if !slices.Equal(got, want) {
		o.Fatalf("the trail says that %+v read %v, the description %v", who, got, want)
	}
}

func (o *randomOffice) counts(who evaluation.Actor) {
	a := o.drawAsked()
	of := map[string]func(*evaluation.Record) string{
		"kind": func(r *evaluation.Record) string { return r.Kind }, "state": func(r *evaluation.Record) string { return string(r.State) },
		"unit": func(r *evaluation.Record) string { return r.Unit }, "subject": func(r *evaluation.Record) string { return r.Subject },
	}
	for _, field := range []string{"kind", "state", "unit", "subject", "kind state unit"} {
		fields, want := strings.Fields(field), map[string]int64{}
		for i := range o.all {
			rec := &o.all[i]
			if !a.fits(rec) || len(o.plain(who, rec).sees()) == 0 {
				continue
			}
			var keys []string
			for _, f := range fields {
				keys = append(keys, of[f](rec))
			}
			want[strings.Join(keys, " ")]++
		}
		counts, err := o.Group(o.ctx, who, a.q, fields...)
		if err != nil {
			o.Fatal(err)
		}
		got := map[string]int64{}
		for _, c := range counts {
			got[strings.Join(c.Keys, " ")] = c.N
		}
		if !maps.Equal(got, want) {
			o.Fatalf("%+v counts %v by %s for %+v, the description says %v", who, got, field, a.q, want)
		}
	}
}

// columns holds lists in the order of columns and filtered by them, and counts,
// against the records whose columns somebody reads.
func (o *randomOffice) columns(who evaluation.Actor) {
	k := o.kinds[o.drawKindName()]
	var asked []string
	q := evaluation.Query{Kinds: []string{k.Name}, Limit: 2, Desc: rapid.Bool().Draw(o.T, "falling")}
	fits, order := func(matter) bool { return true }, func(matter) int { return 0 }
	for _, c := range some(o.T, "asked column", 0, k.Columns...) {
		asked = append(asked, c.Name)
		from, grade := rapid.IntRange(-1, 11).Draw(o.T, "from"), rapid.SampledFrom(theGrades).Draw(o.T, "asked grade")
		switch {
		case q.Sort == "" && c.Name == "level" && rapid.Bool().Draw(o.T, "sorted"):
			q.Sort, order = k.Order(c.Name), func(m matter) int { return m.Level }
		case q.Sort == "" && c.Name == "grade" && rapid.Bool().Draw(o.T, "sorted"):
			q.Sort, order = k.Order(c.Name), func(m matter) int { return slices.Index(theGrades, m.Grade) }
		case c.Name == "level":
			one, _ := byColumns(k, c.Name+evaluation.ColumnFrom, fmt.Sprint(from))
			before := fits
			q.Keys, fits = append(q.Keys, one.Keys...), func(m matter) bool { return before(m) && m.Level >= from }
		default:
			one, _ := byColumns(k, c.Name, grade)
			before := fits
			q.Keys, fits = append(q.Keys, one.Keys...), func(m matter) bool { return before(m) && m.Grade == grade }
		}
	}
	want := slices.DeleteFunc(slices.Clone(o.all), func(rec evaluation.Record) bool {
		p := o.plain(who, &rec)
		return rec.Kind != k.Name || !fits(payloadOf(o, &rec)) || len(p.sees()) == 0 || len(asked) > 0 && !p.readsColumns(asked)
	})
	slices.SortFunc(want, func(a, b evaluation.Record) int {
		by := cmp.Or(cmp.Compare(order(payloadOf(o, &a)), order(payloadOf(o, &b))), cmp.Compare(a.ID, b.ID))
		if q.Desc {
			return -by
		}
		return by
	})
	var wanted []string
	for i := range want {
		wanted = append(wanted, want[i].ID)
	}
	views, err := evaluation.Gather(evaluation.AllViews(o.ctx, func(ctx context.Context, actor evaluation.Actor, q evaluation.Query) (evaluation.Views, error) {
		q.Limit = 2
		return o.Index(ctx, actor, q)
	}, who, q))
	if err != nil {
		o.Fatal(err)
	}
	if !slices.Equal(ids(views), wanted) {
		o.Fatalf("%+v: by the columns %v there are %v for %+v, the description says %v", who, asked, ids(views), q, wanted)
	}
	counts, err := o.Group(o.ctx, who, q, "kind")
	if err != nil {
		o.Fatal(err)
	}
	if n := int64(len(wanted)); n == 0 && len(counts) > 0 || n > 0 && (len(counts) != 1 || counts[0].N != n) {
		o.Fatalf("%+v counts %v by the columns %v for %+v, the description says %d", who, counts, asked, q, n)
	}
	if q.Sort, q.Keys = evaluation.SortKey(len(k.Columns)), nil; len(k.Columns) < evaluation.MaxColumns {
		if _, err := o.List(o.ctx, who, q); evaluation.CodeOf(err) != evaluation.CodeInvalid {
			o.Fatalf("a list by a column that %s has not: %v", k.Name, err)
		}
	}
}

// searches holds what search finds against the records that a list shows, whose
// title the person reads, and in whose number or title the words are.
func (o *randomOffice) searches(who evaluation.Actor) {
	a := o.drawAsked()
	text := rapid.SampledFrom([]string{"走访", "慰问", "慰问 走访", "2026", "5", "２０２５ 57 号", "访慰", "老", ""}).Draw(o.T, "search")
	a.q.Terms = evaluation.TermsOf(text)
	want := o.seen(who, func(r *evaluation.Record) bool {
		k, within := o.kinds[r.Kind], ""
		if slices.Contains(k.Found, evaluation.FoundUnique) {
			within += " " + evaluation.Words(r.Unique)
		}
		if slices.Contains(k.Found, "title") {
			within += " " + payloadOf(o, r).Title
		}
		for word := range strings.FieldsSeq(evaluation.Words(text)) {
			if len([]rune(word)) == 1 && word > "z" {
				continue // of Chinese characters two are needed
			}
			if begins := word < "a"; begins && !strings.Contains(within, " "+word) || !strings.Contains(within, word) {
				return false
			}
		}
		reads := !slices.Contains(k.Found, "title") || o.plain(who, r).readsColumns([]string{"title"})
		return a.fits(r) && (len(a.q.Terms) == 0 || len(k.Found) > 0 && reads)
	})
	views, err := evaluation.Gather(evaluation.AllViews(o.ctx, o.Index, who, a.q))
	if err != nil {
		o.Fatal(err)
	}
	if !slices.Equal(ids(views), want) {
		o.Fatalf("%+v: %q finds %v for %+v, the description says %v", who, text, ids(views), a.q, want)
	}
	counts, err := o.Group(o.ctx, who, a.q, "kind")
	n := 0
	for _, c := range counts {
		n += int(c.N)
	}
	if err != nil || n != len(want) {
		o.Fatalf("%+v: %q counts %v (%v), the description says %d", who, text, counts, err, len(want))
	}
}

func payloadOf(o *randomOffice, rec *evaluation.Record) matter {
	p, err := evaluation.PayloadOf[matter](*rec)
	if err != nil {
		o.Fatal(err)
	}
	return *p
}

// waits holds what waits for somebody, and how much, against the description.
func (o *randomOffice) waits(who evaluation.Actor) {
	tokens := evaluation.WaitTokens(who, o.stands[who.Person].Heads)
	want := o.seen(who, func(r *evaluation.Record) bool { return meet(r.Waiting, tokens) })
	var got []string
	q := evaluation.Query{Limit: 2}
	for {
		page, err := o.Todo(o.ctx, who, q)
		if err != nil {
			o.Fatal(err)
		}
		got = append(got, ids(page.Views)...)
		if q.Cursor = page.Next; q.Cursor == "" {
			break
		}
	}
	slices.Sort(got)
	if n, err := o.TodoCount(o.ctx, who); err != nil || n != len(want) || !slices.Equal(got, want) {
		o.Fatalf("%v and %d wait for %+v (%v), the description says %v", got, n, who, err, want)
	}
}

// foresees holds what is asked without a record against the description of records
// that could be.
func (o *randomOffice) foresees(who evaluation.Actor) {
	kind := o.kinds[o.drawKindName()]
	if o.Reads(who, kind.Name) != o.granted(who, kind.Sight.Readers, evaluation.Relations()) ||
		o.ReadsOthers(who, kind.Name) != o.granted(who, kind.Sight.Readers, []evaluation.Relation{evaluation.Department, evaluation.Charge, evaluation.Anyone}) {
		o.Fatalf("%+v reads %s: %t, those of others: %t", who, kind.Name, o.Reads(who, kind.Name), o.ReadsOthers(who, kind.Name))
	}
	for i := range kind.Acts {
		a := &kind.Acts[i]
		as := some(o.T, "standing", 1, evaluation.Relations()...)
		may := a.May
		if a.Creates() { // a line of a state speaks of records that are there
			may = slices.DeleteFunc(slices.Clone(may), func(g evaluation.Grant) bool { return len(g.States) > 0 })
		}
		if got := o.May(who, kind.Name, a.Name, as...); got != o.granted(who, may, as) {
			o.Fatalf("%+v may %s %s as %v: %t", who, a.Name, kind.Name, as, got)
		}
	}
	in := o.drawMaking()
	rec := evaluation.Record{Kind: kind.Name, State: in.State, Subject: in.Subject, Unit: in.Unit}
	sight, err := o.SightOf(o.ctx, who, kind.Name, in.State, evaluation.NewDate(2026, 3, 1))
	if err != nil {
		o.Fatal(err)
	}
	sees, fields := o.plain(who, &rec).sees(), sight(in.Subject, in.Unit)
	for _, f := range theFields {
		if evaluation.Shown(fields, f) != (sees[f] || sees[evaluation.All]) {
			o.Fatalf("%+v would see %v of %+v, the description says %v", who, fields, rec, sees)
		}
	}
}

// granted reports whether a line speaks of one of somebody's roles in one of the
// relations.
func (o *randomOffice) granted(who evaluation.Actor, may evaluation.Grants, as []evaluation.Relation) bool {
	return slices.ContainsFunc(may, func(g evaluation.Grant) bool {
		return slices.Contains(as, g.Relation) && slices.ContainsFunc(g.Roles, func(r evaluation.Role) bool { return slices.Contains(who.Roles, r) })
	})
}

// shows holds the fields of a view against the description.
func (o *randomOffice) shows(who evaluation.Actor, v *evaluation.View) {
	i := slices.IndexFunc(o.all, func(r evaluation.Record) bool { return r.ID == v.ID })
	sees := o.plain(who, &o.all[i]).sees()
	var payload map[string]json.RawMessage
	if err := json.Unmarshal(v.Payload, &payload); err != nil {
		o.Fatal(err)
	}
	if got := slices.Sorted(maps.Keys(payload)); !slices.Equal(got, shownBy(sees)) {
		o.Fatalf("%+v sees %v of %+v, the description says %v", who, got, v.Record, shownBy(sees))
	}
}

func (o *randomOffice) reads(who evaluation.Actor, rec *evaluation.Record) {
	p := o.plain(who, rec)
	before := len(o.noted())
	v, err := o.Get(o.ctx, who, rec.ID)
	lines := o.noted()[before:]
	sight := p.kind.Sight
	for _, e := range lines {
		if sight.Unnamed == (strings.Contains(e.Kind+e.Record+e.Detail, rec.ID) || e.Kind == rec.Kind) {
			o.Fatalf("of an unnamed kind (%t) the trail says %+v", sight.Unnamed, e)
		}
	}
	if len(p.sees()) == 0 {
		if evaluation.CodeOf(err) != evaluation.CodeNotFound || len(lines) != 1 {
			o.Fatalf("%+v reads %+v: %v, noted %v", who, *rec, err, lines)
		}
		return
	}
	if err != nil {
		o.Fatalf("%+v does not read %+v: %v", who, *rec, err)
	}
	o.shows(who, &v)
	if history := p.sees()[evaluation.FieldHistory] || p.sees()[evaluation.All]; history != (len(v.History) > 0) {
		o.Fatalf("%+v sees the history of %+v: %t", who, *rec, !history)
	}
	told := o.told(who, rec)
	if noted := sight.Noted && !p.own(); (noted || told) != (len(lines) == 1) {
		o.Fatalf("%+v reads %+v and it is noted: %v", who, *rec, lines)
	}
	if len(lines) == 1 && told != slices.Equal(lines[0].Look.People(), []string{rec.Subject}) {
		o.Fatalf("%+v reads %+v, and of this is told: %+v", who, *rec, lines[0].Look)
	}
	o.offers(who, &v)
}

// offers holds the act that a view offers against the description.
func (o *randomOffice) offers(who evaluation.Actor, v *evaluation.View) {
	i := slices.IndexFunc(o.all, func(r evaluation.Record) bool { return r.ID == v.ID })
	p := o.plain(who, &o.all[i])
	touch, _ := p.kind.Act("touch")
	if may := p.may(touch, v.State) == ""; may != v.Offers("touch") {
		o.Fatalf("%+v is offered to touch %+v: %t", who, v.Record, !may)
	}
}

func (o *randomOffice) acts(who evaluation.Actor, rec *evaluation.Record) {
	p := o.plain(who, rec)
	a, _ := p.kind.Act("touch")
	want := p.may(a, rec.State)
	if len(p.sees()) == 0 {
		want = evaluation.CodeNotFound
	}
	done, err := o.Act(o.ctx, who, rec.ID, rec.Version, "touch", evaluation.Change{})
	if evaluation.CodeOf(err) != want {
		o.Fatalf("%+v touches %+v: %v, the description says %q", who, *rec, err, want)
	}
	if err == nil {
		*rec = done
	}
}

// makes lets somebody make a record. Whom it is about is known when it is made,
// and so it is not hidden from anybody before.
func (o *randomOffice) makes(who evaluation.Actor) {
	kind, in := o.drawKindName(), o.drawMaking()
	rec := evaluation.Record{Kind: kind, Subject: in.Subject, Unit: in.Unit, Parties: in.Parties}
	p := o.plain(who, &rec)
	a, _ := p.kind.Act("make")
	made, err := o.Create(o.ctx, who, kind, "make", evaluation.Creation{Input: in})
	if got, want := evaluation.CodeOf(err), p.may(a, ""); got != want {
		o.Fatalf("%+v makes %+v: %v, the description says %q", who, *in, err, want)
	}
	if err == nil {
		o.all = append(o.all, made)
	}
}

// told reports whether the person whom a record is about is told that somebody reads
// it: the person knows of the record, and nothing that the person may not know of is
// in the reader's hands.
func (o *randomOffice) told(who evaluation.Actor, rec *evaluation.Record) bool {
	for _, r := range who.Roles {
		if slices.Contains([]evaluation.Role{evaluation.RoleDiscipline, evaluation.RoleSupervisor, evaluation.RoleAuditor, evaluation.RoleSystem}, r) {
			return false
		}
	}
	knows := func(r *evaluation.Record) bool {
		return r.Subject != "" && !slices.Contains(r.HiddenFrom, r.Subject) && slices.ContainsFunc(o.kinds[r.Kind].Sight.Readers, func(g evaluation.Grant) bool {
			return g.Relation == evaluation.Own && slices.Contains(g.Roles, evaluation.RoleCadre) && len(g.Fields) > 0 && (len(g.States) == 0 || slices.Contains(g.States, r.State))
		})
	}
	for i := range o.all {
		if r := &o.all[i]; o.kinds[r.Kind].Sight.Noted && r.Subject == rec.Subject && !knows(r) &&
			meet(r.Parties, []string{who.Person, evaluation.PartyAccount(who.Account)}) {
			return false
		}
	}
	return knows(rec) && rec.Subject != who.Person
}

// tells holds against the description whom the trail says that a list showed.
func (o *randomOffice) tells(who evaluation.Actor, look evaluation.Look) {
	for _, s := range look.Shown {
		if k, ok := o.kinds[s.Kind]; ok && k.Sight.Unnamed {
			o.Fatalf("the trail names %s", s.Kind)
		}
		for _, person := range s.People {
			if !slices.ContainsFunc(o.all, func(r evaluation.Record) bool {
				kind, _ := o.Traced(r.Kind, r.ID)
				return kind == s.Kind && r.Subject == person && o.told(who, &r)
			}) {
				o.Fatalf("%s is told that %+v read records of %s", person, who, s.Kind)
			}
		}
	}
}

func (o *randomOffice) noted() []evaluation.TrailEntry {
	list, err := o.store.FindTrail(o.ctx, o.name, evaluation.TrailFilter{}, 0, false, evaluation.MaxLimit)
	if err != nil {
		o.Fatal(err)
	}
	return list
}
